"""The one way in which this project compiles a kernel."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def kernel(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return ``function`` compiled by numba: cached on disk, IEEE arithmetic, one thread.

    No fastmath (it would reorder sums) and no parallel loops, so that a decision that rests on the
    result is the same every time. A kernel may call another kernel of the *same file* only: numba's
    disk cache watches the file of the caller, so a change in a callee elsewhere would go unnoticed.
    """
    return cast(Callable[Parameters, Result], njit(cache=True, nogil=True)(function))
