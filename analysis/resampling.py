"""Intervals by resampling: what numbers might have been, had chance or the design drawn other rows of the same kind."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from wargame.analysis.intervals import SMALLEST, Estimate
from wargame.space.arrays import FloatArray

IntArray: TypeAlias = npt.NDArray[np.signedinteger[Any]]

RESAMPLES = 1_000
"""Enough for the ends of a 95 % interval to two digits."""


@dataclass(frozen=True, eq=False)
class Resampled:
    """Numbers made of many rows at once, and what they are when rows are drawn again as wholes.

    Attributes:
        values: the numbers on all rows, shape (numbers,), NaN where there is none.
        draws: the same for every sample, shape (samples, numbers).
    """

    values: FloatArray
    draws: FloatArray

    @cached_property
    def low(self) -> FloatArray:
        """The lower end of the 95 % interval of each number by itself."""
        return self._quantile(0.025)

    @cached_property
    def high(self) -> FloatArray:
        """The upper end of the 95 % interval of each number by itself."""
        return self._quantile(0.975)

    @cached_property
    def distinguishable(self) -> list[bool]:
        """Whether the simultaneous interval over all numbers (Bonferroni) leaves out zero, for each of them."""
        tail = 0.025 / max(1, len(self.values))
        ends = zip(self._quantile(tail), self._quantile(1.0 - tail), strict=True)
        return [bool(low > SMALLEST or high < -SMALLEST) for low, high in ends]

    def _quantile(self, share: float) -> FloatArray:
        return np.asarray(np.nanquantile(self.draws, share, axis=0))

    def estimate(self, weights: Sequence[float], family: int = 1) -> Estimate | None:
        """A weighted sum of the numbers with its percentile interval; None where it has no value.

        Args:
            weights: of every number; those of weight 0 may have no value.
            family: how many quantities are judged together.
        """
        used = np.flatnonzero(weights)
        value = math.fsum((self.values[used] * np.asarray(weights)[used]).tolist())
        if math.isnan(value):
            return None
        sums = self.draws[:, used] @ np.asarray(weights)[used]
        known = sums[~np.isnan(sums)]
        if len(known) == 0 or len(known) < 0.9 * len(sums):  # else what is left would be a selection
            return Estimate(value, None, None, None)
        low, high = (float(np.quantile(known, q)) for q in (0.025, 0.975))
        low_all, high_all = (float(np.quantile(known, q)) for q in (0.025 / family, 1.0 - 0.025 / family))
        return Estimate(value, low, high, low_all > SMALLEST or high_all < -SMALLEST)


def bootstrap(
    numbers: Callable[[IntArray], FloatArray | Sequence[float | None]],
    rows: int,
    resamples: int = RESAMPLES,
    seed: int = 0,
    halves: bool = False,
) -> Resampled:
    """Draws rows again as wholes: everything that belongs to one (a replicate, a point of a design) stays together.

    Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13; halves: McCarthy, Review of the
    International Statistical Institute 37 (1969) 239.

    Args:
        numbers: takes the numbers of the rows to use (some more than once) and gives numbers, None or NaN where those
            rows give none.
        rows: how many independent ones there are; from a single one there are no samples.
        resamples: how often to draw.
        seed: of the draws; the same seed, the same intervals.
        halves: draw half of the rows, none twice, for numbers that repeated rows push upwards; such a half varies about
            the whole as the whole varies about the truth.
    """
    generator = np.random.default_rng(seed)

    def drawn() -> IntArray:
        if halves:
            return generator.permutation(rows)[: rows // 2]
        return generator.integers(0, rows, rows)

    def found(chosen: IntArray) -> FloatArray:
        return np.array(numbers(chosen), dtype=np.float64)

    values, samples = found(np.arange(rows)), resamples if rows > 1 else 0
    draws = [found(drawn()) for _ in range(samples)]
    return Resampled(values, np.array(draws).reshape(samples, len(values)))
