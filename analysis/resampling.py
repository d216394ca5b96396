"""Intervals by resampling: what a number might have been, had other points of the same design been drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import FloatArray

RESAMPLES = 1_000
"""Enough for the ends of a 95 % interval to two digits."""


@dataclass(frozen=True, slots=True)
class Resampled:
    """Several numbers of one kind, each with an interval.

    Attributes:
        values: the numbers, shape (quantities,).
        low, high: 95 % interval of each by itself.
        distinguishable: whether the simultaneous interval over all of them (Bonferroni) leaves out zero.
    """

    values: FloatArray
    low: FloatArray
    high: FloatArray
    distinguishable: Sequence[bool]


def resampled(
    statistic: Callable[[np.ndarray], FloatArray], n: int, seed: int, halves: bool = False
) -> Resampled:
    """The statistic of all rows, and its percentile intervals over resampled rows.

    Args:
        statistic: takes row numbers and gives numbers of shape (quantities,).
        n: how many independent rows there are.
        seed: of the resampling, so that the same file gives the same intervals.
        halves: resample half of the rows, none twice, for statistics that repeated rows push upwards; such a half
            varies about the whole as the whole varies about the truth.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3; halves: McCarthy, Review of the
    International Statistical Institute 37 (1969) 239.
    """
    rng = np.random.default_rng(seed)
    values = statistic(np.arange(n))

    def rows() -> np.ndarray:
        return rng.permutation(n)[: n // 2] if halves else rng.integers(0, n, n)

    drawn = np.array([statistic(rows()) for _ in range(RESAMPLES)])
    tail = 0.025 / max(1, len(values))
    low, high = np.nanquantile(drawn, (0.025, 0.975), axis=0)
    low_all, high_all = np.nanquantile(drawn, (tail, 1.0 - tail), axis=0)
    far = [bool(a > 1e-9 or b < -1e-9) for a, b in zip(low_all, high_all, strict=True)]
    return Resampled(values, low, high, far)
