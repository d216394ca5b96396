"""Plays games on a Dask cluster; needs the extra `dask`."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from wargame.studies.games import StudyError

WAIT_S = 600.0
"""How long the first worker may take to come: a queue of jobs may be long."""


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, int]]:
    """An executor of a cluster that has at least one worker, and the number of threads of its workers.

    Every worker should have one thread: games of one process are played one at a time. Dask plays a task again whose
    worker died, a few times; after that the games of the task are played one by one.

    Args:
        address: the scheduler's, such as tcp://host:8786.

    Raises:
        StudyError: no Dask here, no scheduler there, or no worker in ten minutes.
    """
    try:
        from distributed import Client  # noqa: PLC0415  # an optional part
    except ImportError:
        raise StudyError(
            "--dask needs Dask, which is not installed: python -m pip install 'coalition-wargame[dask]'"
        ) from None
    connect: Any = Client  # Any: Dask's client has no types
    try:
        client = connect(address, timeout=30)
    except (OSError, ValueError) as error:
        raise StudyError(
            f"--dask: no scheduler answers at {address} ({error}); start one, and check the address"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=WAIT_S)
        except TimeoutError as error:
            raise StudyError(
                f"--dask: the cluster at {address} has no workers; start some, then resume"
            ) from error
        yield client.get_executor(pure=False), max(1, sum(client.nthreads().values()))
