"""The one way in which this project compiles a kernel."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from numba import njit

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

# `Any`: numba's own types know only some of the options that it documents.
_COMMON: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "no_cfunc_wrapper": True,  # nobody calls a kernel from C
}
_INNER: dict[str, Any] = _COMMON | {"no_cpython_wrapper": True}


def kernel(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return ``function`` compiled by numba: cached on disk, IEEE arithmetic, one thread.

    No fastmath (it would reorder sums) and no parallel loops, so that a decision that rests on the
    result is the same every time. Division by zero gives infinity, as IEEE says: a test for it before
    every division would keep the compiler from writing vector code.

    A kernel may call another kernel of the *same file* only: numba's disk cache watches the file of the
    caller, so a change in a callee elsewhere would go unnoticed.
    """
    return cast(Callable[Parameters, Result], njit(**_COMMON)(function))


def inner_kernel(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return ``function`` compiled for other kernels only, without the door that Python calls through.

    A quarter of the time to compile goes into these doors. Never call it from Python: that ends the process (a test
    watches).
    """
    return cast(Callable[Parameters, Result], njit(**_INNER)(function))


def inlined_kernel(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return ``function`` compiled as a part of every kernel that calls it: for small functions in inner loops.

    As with ``inner_kernel``, only kernels may call it.
    """
    return cast(Callable[Parameters, Result], njit(forceinline=True, **_INNER)(function))


def is_compiled(function: Callable[..., Any]) -> bool:
    """Return whether a kernel has been compiled on this machine since its file was last changed, by this Python.

    Looks for the index that numba writes beside the code (or where it may write). It may be wrong (another kind of
    processor, arguments of other types); then the kernel is compiled when it is called.
    """
    kernel_ = cast(Any, function)  # `Any`: a dispatcher of numba's
    source = Path(kernel_.py_func.__code__.co_filename)
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    pattern = f"{source.stem}.{kernel_.py_func.__name__}-*.{version}*.nbi"
    changed = source.stat().st_mtime
    return any(file.stat().st_mtime >= changed for file in Path(kernel_.stats.cache_path).glob(pattern))
