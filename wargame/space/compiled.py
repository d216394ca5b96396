"""The one way in which this project compiles a kernel."""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, ParamSpec, TypeVar, cast

from numba import config as numba_config
from numba import njit

from wargame.space.cache import default_cache_folder

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def kernel_folder(beside: Path, own: Path) -> Path | None:
    """Return where compiled kernels can be kept: beside the code as numba does it, else in a cache; None for nowhere.

    Somebody else may have installed the program where its users cannot write, as on the machines of a class room.
    """
    return next((folder for folder in (beside, own) if _can_write(folder)), None)


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


_BESIDE = Path(__file__).parent / "__pycache__"
_FOLDER = kernel_folder(_BESIDE, default_cache_folder().parent / "kernels")
_config = cast(Any, numba_config)  # `Any`: numba makes these names when it is imported
if not _config.CACHE_DIR and _FOLDER not in (None, _BESIDE):  # who sets NUMBA_CACHE_DIR knows better
    _config.CACHE_DIR = str(_FOLDER)

# `Any`: numba's own types know only some of the options that it documents.
_COMMON: dict[str, Any] = {
    "cache": bool(_config.CACHE_DIR or _FOLDER),  # where nothing can be kept every process compiles
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
