"""Where a measure crosses a value as a number of a scenario is changed: a scan, then bisection of every change of side.

A measure of a wargame may jump: governments act from a cut-off on. A crossing is then the place of the jump; what
counts is on which side of the target the measure lies, so bisection finds it all the same.
Source: bisection, e.g. Press et al., Numerical Recipes, 3rd edition 2007, section 9.1.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

MOST_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Crossing:
    """One place where a measure changes from one side of a target to the other.

    Attributes:
        low, high: the parameter just before and just after; the crossing lies between them.
        target: the value that is crossed.
        rising: whether the measure lies above the target after it.
    """

    low: float
    high: float
    target: float
    rising: bool

    @property
    def at(self) -> float:
        """The middle between just before and just after."""
        return 0.5 * (self.low + self.high)

    def sentence(self, parameter: str, measure: str, mechanism: str) -> str:
        """The crossing in words, with the reason for it.

        Args:
            parameter: what was changed.
            measure: what was measured.
            mechanism: why it crosses, a clause.
        """
        verb = "rises above" if self.rising else "falls below"
        half = 0.5 * (self.high - self.low)
        digits = max(0, -math.floor(math.log10(half))) if half > 0.0 else 6
        return (
            f"{measure} {verb} {self.target:.3f} at {parameter} = {self.at:.{digits}f} (plus or minus {half:.1g}): "
            f"{mechanism}"
        )


def crossings(
    measure: Callable[[float], float],
    low: float,
    high: float,
    target: float = 0.0,
    samples: int = 16,
    tolerance: float = 1e-3,
) -> tuple[Crossing, ...]:
    """Every place between `low` and `high` where a measure changes sides of a target, in order.

    Args:
        measure: a function of one parameter, such as the margin of a run under a setting.
        low: where the range of the parameter begins.
        high: where it ends.
        target: the value that is crossed; a measure that equals it counts as below.
        samples: number of equal steps of the scan; two crossings within one step are missed.
        tolerance: how near a crossing is pinned down, in units of the parameter.

    Raises:
        ValueError: the range is empty, or there is no step.
    """
    if not low < high or samples < 1 or not tolerance > 0.0:
        raise ValueError(
            "crossings are looked for from low to high > low, in at least one step, to tolerance > 0"
        )
    places = [low + (high - low) * n / samples for n in range(samples)] + [high]
    above = [_is_above(measure, place, target) for place in places]
    return tuple(
        _bisected(measure, places[n], places[n + 1], target, rising=above[n + 1], tolerance=tolerance)
        for n in range(samples)
        if above[n] != above[n + 1]
    )


def _bisected(
    measure: Callable[[float], float], low: float, high: float, target: float, rising: bool, tolerance: float
) -> Crossing:
    for _ in range(MOST_HALVINGS):
        if high - low <= tolerance:
            break
        middle = 0.5 * (low + high)
        if _is_above(measure, middle, target) == rising:
            high = middle
        else:
            low = middle
    return Crossing(low, high, target, rising)


def _is_above(measure: Callable[[float], float], place: float, target: float) -> bool:
    value = measure(place)
    if math.isnan(value):
        raise ValueError(f"the measure is no number at {place:g}")
    return value > target
