"""Names for the array types that cross module borders in this package."""

import mmap
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
"""Quantities in double precision; the unit is in the variable's name."""

SingleArray: TypeAlias = npt.NDArray[np.float32]
"""Quantities in single precision."""

BoolArray: TypeAlias = npt.NDArray[np.bool_]
"""One truth value per element."""

IntArray: TypeAlias = npt.NDArray[np.int64]
"""Indices, counts and integer seconds."""

BitArray: TypeAlias = npt.NDArray[np.uint64]
"""64 service steps a word, step ``64 * w + b`` in bit ``b`` of word ``w``."""

Scalar = TypeVar("Scalar", bound=np.generic)


def frozen(array: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """Return a contiguous view that nobody may write: what compiled kernels take.

    Numba compiles anew for an array that may be written or is laid out differently; so all of them look alike.
    """
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view


def give_back(array: npt.NDArray[Any]) -> None:
    """Give back the memory that a mapped array holds; its contents stay in the file and come back when read.

    Does nothing to an array in memory, nor where the platform cannot (Windows).
    """
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        base.madvise(mmap.MADV_DONTNEED)
