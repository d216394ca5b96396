"""Intervals for what replicates say: means, and means over two kinds of chance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

SMALLEST = 1e-9
"""What lies nearer to zero is zero but for rounding."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over replicates with a t-interval.

    Attributes:
        value: the mean.
        low, high: 95 % interval for this one quantity; None from a single replicate of a quantity that varies.
        distinguishable: whether the simultaneous interval over all quantities of its family leaves out zero;
            None where no interval can be had.
    """

    value: float
    low: float | None
    high: float | None
    distinguishable: bool | None


def t_interval(values: Sequence[float], level: float) -> tuple[float, float]:
    """The Student t interval for the mean of independent values; a point when they do not vary.

    Source: Student 1908; degrees of freedom n - 1.
    """
    mean = math.fsum(values) / len(values)
    error = standard_error(values)
    if not error:
        return mean, mean
    half = _quantile(level, len(values) - 1) * error
    return mean - half, mean + half


def estimate(values: Sequence[float], family: int = 1, varies: bool = True) -> Estimate:
    """The mean of a quantity over replicates, with its own interval and a simultaneous verdict.

    Args:
        values: one number per replicate.
        family: how many quantities are judged together (Bonferroni: each at 1 - 0.05 / family).
        varies: False when no chance enters the quantity, so that a single replicate is exact.
    """
    mean = math.fsum(values) / len(values)
    if len(values) < 2 and varies:
        return Estimate(mean, None, None, None)
    if len(values) < 2:
        return Estimate(mean, mean, mean, abs(mean) > SMALLEST)
    error = standard_error(values)
    assert error is not None  # two values have one
    return _judged(mean, error, len(values) - 1, family)


@dataclass(frozen=True, slots=True)
class TwoErrors:
    """A mean over sampled orders of joining and over replicates, with the error of either.

    Attributes:
        estimate: the mean with its interval, both errors in it.
        order_error: standard error because only some orders were sampled.
        replicate_error: standard error because only some replicates were played.
    """

    estimate: Estimate
    order_error: float
    replicate_error: float


def two_errors(table: Sequence[Sequence[float]], family: int = 1) -> TwoErrors:
    """The mean of a table with a row for each independent sample of orders and a column for each replicate.

    Rows and columns are crossed (every order is played in every replicate), so the mean varies with both; each error is
    that of its own means, and both count the little that belongs to neither, which errs on the wide side.
    Source: variance of a mean of crossed random effects, Searle, Casella and McCulloch, "Variance Components", 1992.
    """
    rows = [math.fsum(row) / len(row) for row in table]
    columns = [math.fsum(column) / len(table) for column in zip(*table, strict=True)]
    mean = math.fsum(rows) / len(rows)
    by_order, by_replicate = standard_error(rows), standard_error(columns)
    if by_order is None or by_replicate is None:
        return TwoErrors(Estimate(mean, None, None, None), by_order or 0.0, by_replicate or 0.0)
    error = math.hypot(by_order, by_replicate)
    freedom = min(len(rows), len(columns)) - 1
    return TwoErrors(_judged(mean, error, freedom, family), by_order, by_replicate)


def standard_error(values: Sequence[float]) -> float | None:
    """The standard error of a mean; None from a single value, 0 where values differ by rounding only."""
    n = len(values)
    if n < 2:
        return None
    mean = math.fsum(values) / n
    spread = math.fsum((value - mean) ** 2 for value in values)
    return 0.0 if _is_rounding(spread, mean, n) else math.sqrt(spread / (n - 1) / n)


def stein(values: Sequence[float], pilot: int, family: int = 1) -> Estimate:
    """The mean of a study whose size a pilot has fixed, with an interval that stays honest although it did.

    The spread is that of the pilot alone; the mean is over everything. Source: Stein, "A two-sample test for a linear
    hypothesis whose power is independent of the variance", Annals of Mathematical Statistics 16, 1945.

    Args:
        values: one number per replicate, those of the pilot first.
        pilot: how many of them were the pilot.
        family: how many quantities are judged together.
    """
    mean = math.fsum(values) / len(values)
    error = standard_error(values[:pilot])
    if error is None:
        return Estimate(mean, None, None, None)
    if error == 0.0 and standard_error(values):
        return estimate(values, family)  # a pilot without spread says nothing about that of the rest
    return _judged(mean, error * math.sqrt(pilot / len(values)), pilot - 1, family)


def replicates_for(half_width: float, pilot: Sequence[float], family: int = 1) -> int:
    """How many replicates Stein's procedure takes for a simultaneous 95 % interval of a half-width, pilot included."""
    error = standard_error(pilot)
    assert error is not None  # a pilot has more than one replicate
    wide = _quantile(1.0 - 0.05 / family, len(pilot) - 1) * error * math.sqrt(len(pilot))
    return max(len(pilot), math.ceil((wide / half_width) ** 2))


def _judged(mean: float, error: float, freedom: int, family: int) -> Estimate:
    """An estimate from its standard error and the degrees of freedom of that."""
    if error == 0.0:
        return Estimate(mean, mean, mean, abs(mean) > SMALLEST)
    half = _quantile(0.95, freedom) * error
    apart = abs(mean) - _quantile(1.0 - 0.05 / family, freedom) * error > SMALLEST
    return Estimate(mean, mean - half, mean + half, apart)


def _is_rounding(spread: float, mean: float, n: int) -> bool:
    return spread <= (1e-12 * max(1.0, abs(mean))) ** 2 * n


@cache
def _quantile(level: float, freedom: int) -> float:
    """Student's t that holds `level` in the middle."""
    from scipy.stats import t as student  # noqa: PLC0415  # scipy is slow to import, and only this needs it

    return float(student.ppf(0.5 + level / 2.0, freedom))
