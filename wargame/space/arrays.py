"""Names for the array types that cross module borders in this package."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
"""Quantities in double precision; the unit is in the variable's name."""

BoolArray: TypeAlias = npt.NDArray[np.bool_]
"""One truth value per element."""

IntArray: TypeAlias = npt.NDArray[np.int64]
"""Indices, counts and integer seconds."""

BitArray: TypeAlias = npt.NDArray[np.uint64]
"""64 service steps a word, step ``64 * w + b`` in bit ``b`` of word ``w``."""
