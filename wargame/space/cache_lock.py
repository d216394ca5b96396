"""One builder per block: a lock file that survives its owner's death."""

import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

STALE_AFTER_S = 900.0
"""Age at which a lock whose owner cannot be checked is taken for abandoned; builds take seconds."""

_POLL_S = 0.05
_POLLS_BEFORE_MESSAGE = 10
_POLLS_A_CHECK = 20


class BuilderLock:
    """A lock file held while a block is computed.

    Leaving early is allowed: a waiter stops waiting as soon as ``done()`` says the block is there.

    Args:
        path: the lock file; its folder must exist.
        done: whether the work has been done by somebody else meanwhile.
    """

    def __init__(self, path: Path, done: Callable[[], bool]) -> None:
        """Remember the file and the question; nothing is taken yet."""
        self._path = path
        self._done = done
        self._ours: tuple[int, int] | None = None

    def __enter__(self) -> "BuilderLock":
        """Take the lock, or wait until the work is done by its owner.

        Raises:
            OSError: the folder cannot be written.
        """
        polls = 0
        while not self._take():
            if self._done():
                break
            if polls % _POLLS_A_CHECK == 0 and is_stale(self._path):
                sys.stderr.write(
                    f"wargame: removing the lock of a builder that died ({self._path.name[:12]})\n"
                )
                self._path.unlink(missing_ok=True)  # two waiters may both do so: at worst work is done twice
                continue
            polls += 1
            if polls == _POLLS_BEFORE_MESSAGE:
                sys.stderr.write("wargame: another process is computing the same geometry; waiting for it\n")
            time.sleep(_POLL_S)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lock back, if it is still ours."""
        if self._ours is not None and _identity(self._path) == self._ours:
            self._path.unlink(missing_ok=True)
        self._ours = None

    def _take(self) -> bool:
        """Return whether the lock file could be made, with our process and machine in it."""
        try:
            descriptor = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            return False
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{os.getpid()} {socket.gethostname()}")
        self._ours = _identity(self._path)
        return True


def is_stale(path: Path) -> bool:
    """Return whether a lock's owner is gone: dead on this machine, or too old to be alive.

    Age is measured by the clock of the file system, against a file made for the purpose.
    """
    try:
        with tempfile.TemporaryFile(dir=path.parent) as probe:
            age_s = os.fstat(probe.fileno()).st_mtime - path.stat().st_mtime
        words = path.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return False
    if age_s > STALE_AFTER_S:
        return True
    on_this_machine = len(words) == 2 and words[1] == socket.gethostname() and words[0].isdigit()
    return on_this_machine and os.name == "posix" and not _process_exists(int(words[0]))


def _process_exists(process_id: int) -> bool:
    """Return whether a process runs on this machine (POSIX only)."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _identity(path: Path) -> tuple[int, int] | None:
    """Return which file a path names now, or None."""
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    return about.st_dev, about.st_ino
