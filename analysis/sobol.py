"""Sobol indices: which share of an outcome's variance over the space of factors each factor accounts for.

First order: by itself; total: with every mixture that it takes part in. Source: Saltelli et al., Computer Physics
Communications 181 (2010) 259: first order by equation (b) of table 2, total by Jansen 1999, (f) of the same table.
"""

from dataclasses import dataclass

import numpy as np

from wargame.analysis.resampling import Resampled, bootstrap
from wargame.space.arrays import FloatArray

LEAST_VARIANCE = 1e-24
"""Below this an outcome does not vary."""


@dataclass(frozen=True, slots=True)
class Indices:
    """Indices of one outcome.

    Attributes:
        first, total: of every factor.
        variance: of the outcome over the space of factors.
        base: how many rows of the sample were used.
    """

    first: Resampled
    total: Resampled
    variance: float
    base: int


def sobol_indices(first: FloatArray, second: FloatArray, mixed: FloatArray, seed: int = 0) -> Indices | str:
    """The indices of an outcome on a Saltelli design, or why there are none.

    Args:
        first: the outcome on sample A, shape (base,); NaN where a run failed.
        second: the same on sample B.
        mixed: for every factor on A with that factor from B, shape (factors, base).
        seed: of the resampling.
    """
    whole = ~(np.isnan(first) | np.isnan(second) | np.isnan(mixed).any(axis=0))
    if whole.sum() < 2:
        return "fewer than two rows of the sample have all their runs"
    a, b, ab = first[whole], second[whole], mixed[:, whole]
    variance = float(np.var(np.concatenate([a, b])))
    if variance <= LEAST_VARIANCE:
        return "the outcome does not vary over the space of factors"

    def by_itself(rows: np.ndarray) -> FloatArray:
        return first_order(a[rows], b[rows], ab[:, rows])

    def in_all(rows: np.ndarray) -> FloatArray:
        return total_order(a[rows], b[rows], ab[:, rows])

    count = int(whole.sum())
    first_ones, totals = (bootstrap(numbers, count, seed=seed) for numbers in (by_itself, in_all))
    return Indices(first_ones, totals, variance, count)


def first_order(a: FloatArray, b: FloatArray, ab: FloatArray) -> FloatArray:
    """First-order indices: mean of B (AB - A) over the variance, with the mean taken off first."""
    both = np.concatenate([a, b])
    centred = b - both.mean()
    found: FloatArray = (centred * (ab - a)).mean(axis=1) / _variance(both)
    return found


def total_order(a: FloatArray, b: FloatArray, ab: FloatArray) -> FloatArray:
    """Total indices: half the mean of (A - AB) squared over the variance."""
    found: FloatArray = 0.5 * ((a - ab) ** 2).mean(axis=1) / _variance(np.concatenate([a, b]))
    return found


def _variance(values: FloatArray) -> float:
    """The variance; NaN where a resample happens to hold one value only."""
    found = float(np.var(values))
    return found if found > LEAST_VARIANCE else np.nan
