"""The one way in which this project compiles a kernel."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def kernel(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return ``function`` compiled by numba: cached on disk, IEEE arithmetic, one thread.

    No fastmath (it would reorder sums) and no parallel loops, so that a decision that rests on the
    result is the same every time. Division by zero gives infinity, as IEEE says: a test for it before
    every division would keep the compiler from writing vector code.

    A kernel may call another kernel of the *same file* only: numba's disk cache watches the file of the
    caller, so a change in a callee elsewhere would go unnoticed.
    """
    return cast(Callable[Parameters, Result], njit(cache=True, nogil=True, error_model="numpy")(function))


def inlined_kernel(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return ``function`` compiled as a part of every kernel that calls it: for small functions in inner loops."""
    compiled = njit(cache=True, nogil=True, error_model="numpy", forceinline=True)(function)
    return cast(Callable[Parameters, Result], compiled)
