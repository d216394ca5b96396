"""Which factors go with an outcome, from the points of any design.

For every factor: the rank correlation (Spearman 1904) where its levels have an order; the share of the variance between
its levels, a first-order effect from given data; and, where the study says what is enough, how far the levels of points
that miss it lie from those of points that reach it (regional sensitivity: Hornberger and Spear 1981, the largest
difference of the two distributions).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wargame.analysis.resampling import Resampled, bootstrap
from wargame.space.arrays import FloatArray

MOST_BINS = 20
"""A range is cut into at most so many bins of equal count."""

LEAST_IN_BIN = 8

MUCH = 0.3
"""Factors that go together as much as this, 0 to 1, are named: what one does may look like the other's (judgement)."""


@dataclass(frozen=True, slots=True)
class Screening:
    """What goes with one outcome, by factor.

    Attributes:
        correlation: rank correlation of the factors that have an order; None where none has.
        explained: share of the variance between levels or bins, corrected for their number.
        regional: largest difference of distributions between points that miss and that reach what is enough; None where
            nothing is enough, or all points do the same.
        points: how many were used.
        together: the two factors whose levels go together most, and how much: |rank correlation|, or the root of the
            share of variance between levels where one of them is a choice; None with a single factor.
    """

    correlation: Resampled | None
    explained: Resampled
    regional: FloatArray | None
    points: int
    together: tuple[int, int, float] | None = None


def screening(
    codes: FloatArray,
    ordered: Sequence[bool],
    values: FloatArray,
    missed: np.ndarray | None,
    seed: int = 0,
    by_level: Sequence[bool] = (),
) -> Screening | str:
    """What goes with an outcome, or why that cannot be said.

    Args:
        codes: the level of every factor as a number, shape (points, factors).
        ordered: whether the numbers of a factor mean more than names.
        values: the outcome at every point; NaN where a run failed.
        missed: whether a point misses what is enough; None where nothing is said to be.
        seed: of the resampling.
        by_level: which factors were given levels; points of the others are put into bins. None of them when empty.
    """
    whole = ~np.isnan(values)
    if whole.sum() < 2 * LEAST_IN_BIN:
        return f"fewer than {2 * LEAST_IN_BIN} points have all their runs"
    x, y = codes[whole], values[whole]
    if float(np.var(y)) <= 1e-24:
        return "the outcome is the same at every point"
    classes = np.column_stack(
        [_classes(column, bool(by_level) and by_level[n]) for n, column in enumerate(x.T)]
    )
    ranked = [n for n, order in enumerate(ordered) if order]

    def correlations(rows: np.ndarray) -> FloatArray:
        return np.array([rank_correlation(x[rows, n], y[rows]) for n in ranked])

    def shares(rows: np.ndarray) -> FloatArray:
        return np.array([explained(classes[rows, n], y[rows]) for n in range(x.shape[1])])

    count = len(y)
    regional = None
    if missed is not None and 0 < missed[whole].sum() < count:
        regional = np.array([distance(column[missed[whole]], column[~missed[whole]]) for column in x.T])
    return Screening(
        bootstrap(correlations, count, seed=seed) if ranked else None,
        bootstrap(shares, count, seed=seed, halves=True),
        regional,
        count,
        together(x, ordered),
    )


def together(codes: FloatArray, ordered: Sequence[bool]) -> tuple[int, int, float] | None:
    """The two factors whose levels go together most in a design, and how much (see `Screening`).

    In a small sample that nobody has balanced two factors may rise together by chance, and either then seems to do what
    the other does.
    """
    pairs = [
        (_tie(codes[:, a], codes[:, b], ordered[a], ordered[b]), a, b)
        for b in range(codes.shape[1])
        for a in range(b)
    ]
    if not pairs:
        return None
    tie, a, b = max(pairs, key=lambda pair: (pair[0], -pair[1], -pair[2]))
    return a, b, tie


def _tie(a: FloatArray, b: FloatArray, a_ordered: bool, b_ordered: bool) -> float:
    if a_ordered and b_ordered:
        return abs(rank_correlation(a, b))
    if a_ordered:
        a, b = b, a  # the classes are those of a choice
    elif not b_ordered:
        levels = np.unique(b)
        return max(_tie(a, (b == level).astype(np.float64), False, True) for level in levels)
    return float(np.sqrt(explained(np.unique(a, return_inverse=True)[1], _ranks(b))))


def rank_correlation(x: FloatArray, y: FloatArray) -> float:
    """Spearman's rank correlation, ties sharing their mean rank; 0 where either does not vary."""
    a, b = _ranks(x), _ranks(y)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size > 0 else 0.0


def _ranks(values: FloatArray) -> FloatArray:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: FloatArray = last - (counts - 1) / 2.0
    return middle[inverse]


def explained(classes: np.ndarray, y: FloatArray) -> float:
    """The share of the variance between classes, corrected for their number; 0 where nothing is left.

    Source: Kelley, PNAS 21 (1935) 554 (epsilon squared: 1 - (1 - eta squared) (n - 1) / (n - k)).
    """
    n, counts = len(y), np.bincount(classes)
    some = counts > 0
    total = float(((y - y.mean()) ** 2).sum())
    if total <= 0 or n <= some.sum():
        return 0.0
    means = np.bincount(classes, weights=y)[some] / counts[some]
    between = float((counts[some] * (means - y.mean()) ** 2).sum())
    return max(0.0, 1.0 - (1.0 - between / total) * (n - 1) / (n - int(some.sum())))


def distance(one: FloatArray, other: FloatArray) -> float:
    """The largest difference of two distribution functions (Kolmogorov 1933, Smirnov 1939)."""
    at = np.unique(np.concatenate([one, other]))
    first = np.searchsorted(np.sort(one), at, side="right") / len(one)
    second = np.searchsorted(np.sort(other), at, side="right") / len(other)
    return float(np.abs(first - second).max())


def _classes(column: FloatArray, by_level: bool) -> np.ndarray:
    """The class of every point: its level where there are few, else its bin; bins have equal counts."""
    levels, inverse = np.unique(column, return_inverse=True)
    bins = min(MOST_BINS, max(2, len(column) // LEAST_IN_BIN))
    if by_level or len(levels) <= bins:
        return np.asarray(inverse)
    order = np.argsort(column, kind="stable")
    found = np.empty(len(column), dtype=np.int64)
    found[order] = np.arange(len(column)) * bins // len(column)
    return found
