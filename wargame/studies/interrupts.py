"""Ctrl-C and SIGTERM while a study is played: workers do not hear of them, and both end it in the same way."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from threading import current_thread, main_thread


@contextmanager
def held_back() -> Iterator[None]:
    """Holds Ctrl-C back while processes start, which inherit that; afterwards it reaches this process as ever.

    Without it a process that is still importing Python itself prints a traceback. Ignoring the signal meanwhile would
    lose a Ctrl-C of that moment.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # starting it while we hold back would end that
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def terminating_interrupts() -> Iterator[None]:
    """Makes SIGTERM what Ctrl-C is, so that what was played is kept and said; in the main thread only."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
