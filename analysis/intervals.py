"""Intervals for means over replicates."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


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
    n = len(values)
    mean = math.fsum(values) / n
    spread = math.fsum((value - mean) ** 2 for value in values)
    if spread <= (1e-12 * max(1.0, abs(mean))) ** 2 * n:
        return mean, mean
    from scipy.stats import t as student  # noqa: PLC0415  # scipy is slow to import, and only this needs it

    half = float(student.ppf(0.5 + level / 2.0, n - 1)) * math.sqrt(spread / (n - 1) / n)
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
        return Estimate(mean, mean, mean, abs(mean) > 1e-9)
    low, high = t_interval(values, 0.95)
    low_all, high_all = t_interval(values, 1.0 - 0.05 / family)
    distinguishable = (low_all > 1e-9) or (high_all < -1e-9)
    return Estimate(mean, low, high, distinguishable)
