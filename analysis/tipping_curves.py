"""Tipping curves: an outcome along one factor, averaged over all others, and where it passes what is enough."""

import math
from dataclasses import dataclass

import numpy as np

from wargame.analysis.intervals import t_interval
from wargame.space.arrays import FloatArray

MOST_BINS = 10
LEAST_IN_BIN = 8
RESAMPLES = 1_000

LUCK = 0.01
"""An outcome goes with a factor where luck would make the levels differ so much in fewer than one case of a hundred."""


@dataclass(frozen=True, slots=True)
class TippingCurve:
    """An outcome along one factor.

    Attributes:
        levels: levels of the factor, or the means of its bins.
        means: of the outcome there.
        low, high: 95 % t-intervals over the points; NaN from a single one.
        tips_at: the level where the curve first passes what is enough; None where it never does, or where that cannot
            be told from chance: no two levels have intervals on different sides.
        near: whether the curve passes what is enough, but that cannot be told from chance.
        tips_low, tips_high: 95 % interval of that level by resampling points; None where fewer than 95 % of the
            resampled curves pass.
        share_passing: the share of resampled curves that pass.
    """

    levels: tuple[float, ...]
    means: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    tips_at: float | None
    near: bool
    tips_low: float | None
    tips_high: float | None
    share_passing: float


def tipping_curve(
    levels: FloatArray, values: FloatArray, enough: float | None, seed: int = 0, by_level: bool = False
) -> TippingCurve | str:
    """The curve of an outcome along a factor, or why there is none.

    Args:
        levels: the level of the factor at every point.
        values: the outcome at every point; NaN where a run failed.
        enough: the level of the outcome that is enough; None where nothing is said to be.
        seed: of the resampling.
        by_level: whether the factor was given levels, each a place of the curve; otherwise points are put into bins.
    """
    whole = ~np.isnan(values)
    x, y = levels[whole], values[whole]
    if len(np.unique(x)) < 2:
        return "fewer than two levels of the factor have all their runs"
    bins = _bins(x, by_level)
    means, places = _means(x, bins), _means(y, bins)
    spans = [t_interval(part, 0.95) if len(part) > 1 else (math.nan, math.nan) for part in _parts(y, bins)]
    at = None if enough is None else passing(means, places, enough)
    near = (
        at is not None and enough is not None and not (_goes_with(y, bins) and _both_sides(y, bins, enough))
    )
    low, high, share = (None, None, 0.0)
    if at is not None and enough is not None and not near:
        low, high, share = _interval(x, y, bins, enough, seed)
    return TippingCurve(
        tuple(means.tolist()), tuple(places.tolist()), tuple(a for a, _ in spans), tuple(b for _, b in spans),
        None if near else at, near, low, high, share,
    )  # fmt: skip


def _both_sides(y: FloatArray, bins: np.ndarray, enough: float) -> bool:
    """Whether some level lies surely below what is enough and some surely above (95 %, Bonferroni over levels).

    A single point is sure of itself: the same scenario gives the same outcome.
    """
    parts = _parts(y, bins)
    spans = [
        t_interval(part, 1.0 - 0.05 / len(parts)) if len(part) > 1 else (part[0], part[0]) for part in parts
    ]
    return any(high < enough for _, high in spans) and any(low > enough for low, _ in spans)


def _goes_with(y: FloatArray, bins: np.ndarray) -> bool:
    """Whether levels differ by more than luck: the F test of the means (Fisher 1925); sure with a point a level."""
    n, k = len(y), int(bins.max()) + 1
    if n == k:
        return True
    means = _means(y, bins)[bins]
    within, between = float(((y - means) ** 2).sum()), float(((means - y.mean()) ** 2).sum())
    if within <= 0.0:
        return between > 0.0
    from scipy.stats import f as fisher  # noqa: PLC0415  # scipy.stats takes a second to import

    return float(fisher.sf(between / (k - 1) / (within / (n - k)), k - 1, n - k)) < LUCK


def passing(levels: FloatArray, means: FloatArray, enough: float) -> float | None:
    """The first level at which a curve passes a height, straight between its points; None where it never does."""
    above = means - enough
    for n in range(len(above) - 1):
        if above[n] == 0.0:
            return float(levels[n])
        if above[n] * above[n + 1] < 0.0:
            share = above[n] / (above[n] - above[n + 1])
            return float(levels[n] + share * (levels[n + 1] - levels[n]))
    return float(levels[-1]) if above[-1] == 0.0 else None


def _interval(
    x: FloatArray, y: FloatArray, bins: np.ndarray, enough: float, seed: int
) -> tuple[float | None, float | None, float]:
    """Where resampled curves pass: the interval, and the share of them that do; points are drawn within their bins."""
    rng = np.random.default_rng(seed)
    members = [np.flatnonzero(bins == n) for n in range(int(bins.max()) + 1)]
    found = []
    for _ in range(RESAMPLES):
        rows = np.concatenate([rng.choice(rows, len(rows)) for rows in members])
        found.append(passing(_means(x[rows], bins[rows]), _means(y[rows], bins[rows]), enough))
    passed = [at for at in found if at is not None]
    share = len(passed) / len(found)
    if share < 0.95:
        return None, None, share
    low, high = np.quantile(passed, (0.025, 0.975))
    # Between two levels nothing was played: the interval is never narrower than the gap in which the curve passes.
    levels, middle = _means(x, bins), float(np.median(passed))
    before, after = levels[levels <= middle], levels[levels >= middle]
    return (
        min(float(low), float(before.max()) if len(before) else float(low)),
        max(float(high), float(after.min()) if len(after) else float(high)),
        share,
    )


def _bins(x: FloatArray, by_level: bool) -> np.ndarray:
    """The bin of every point: its level, or slices of equal count."""
    distinct, inverse = np.unique(x, return_inverse=True)
    bins = max(2, min(MOST_BINS, len(x) // LEAST_IN_BIN))
    if by_level or len(distinct) <= bins:
        return np.asarray(inverse)
    found = np.empty(len(x), dtype=np.int64)
    found[np.argsort(x, kind="stable")] = np.arange(len(x)) * bins // len(x)
    return found


def _means(values: FloatArray, bins: np.ndarray) -> FloatArray:
    means: FloatArray = np.bincount(bins, weights=values) / np.bincount(bins)
    return means


def _parts(values: FloatArray, bins: np.ndarray) -> list[list[float]]:
    return [values[bins == n].tolist() for n in range(int(bins.max()) + 1)]
