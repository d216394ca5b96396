"""How far deterrence is from tipping: the crisis pressure that, added at every move, makes P(attack) one half.

Solved on the recorded tables: an option's worth is B - K less the pressure that it leaves standing, so with `delta`
more pressure it beats restraint by B - K + (kappa + delta) r, r being the share of the pressure that it relieves. That
rises with `delta` for every option with r > 0 and stands still, at or below zero, for the others: one solution, found
without clipping the pressure, and flagged where it leaves [0, 1]. Source: ours (docs/method.md, section 8).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wargame.analysis.restraint import Path
from wargame.deterrence.weighing import p_attack
from wargame.scenario import Scenario
from wargame.space.arrays import FloatArray

HALF = 0.5
FARTHEST = 1e6
SAME = 1e-6
"""A gap that is rebuilt from a table must agree with the recorded one to this."""


@dataclass(frozen=True)
class Table:
    """Every option of one adversary at every move of a restraint path, as arrays of equal length.

    Attributes:
        resolve_rate: lambda_0.
        pressure: kappa of the move.
        worth: B - K.
        relief: the share of the pressure that the option relieves, 0 to 1.
    """

    resolve_rate: float
    pressure: FloatArray
    worth: FloatArray
    relief: FloatArray

    def p(self, delta: float) -> float:
        """P(attack) with so much more pressure at every move."""
        if not len(self.worth):
            return 0.0
        gap = float((self.worth + (self.pressure + delta) * self.relief).max())
        return p_attack(gap, self.resolve_rate)

    @property
    def even(self) -> float:
        """The delta at which the best option of all moves draws level with restraint; inf where none ever does."""
        some = self.relief > 0.0
        levels = -self.worth[some] / self.relief[some] - self.pressure[some]
        return float(levels.min()) if len(levels) else math.inf


def table_of(path: Path, scenario: Scenario) -> Table | str:
    """The table of a path, or why it cannot be had."""
    block = scenario.actors[path.actor].adversary
    assert block is not None  # the loader has checked
    rows: list[tuple[float, float, float]] = []
    for event in path.weighed:
        if event.weighed and event.options is None:
            return "needs full records: lean ones leave the options out"
        found = [
            (event.pressure, row["utility"] + row["unrelieved"], _relief(row["benefit"], block.least_gain))
            for row in event.options or ()
        ]
        if found and abs(max(w + k * r for k, w, r in found) - event.gap) > SAME:
            return "the doctrine weighs by other terms than benefit, cost and pressure"
        rows += found
    columns = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    return Table(path.resolve_rate, columns[0], columns[1], columns[2])


def _relief(benefit: float, least_gain: float) -> float:
    """The share of the pressure that an attack relieves: min(1, B / least_gain), not below 0."""
    return 1.0 if least_gain == 0.0 else min(1.0, max(0.0, benefit) / least_gain)


@dataclass(frozen=True, slots=True)
class Tipping:
    """The tipping pressure.

    Attributes:
        delta: what is added to the pressure at every move; below zero where attack is likely as it is.
        outside: whether some move's pressure then leaves [0, 1], so that it is a distance and no state of affairs.
    """

    delta: float
    outside: bool


def tipping(replicates: Sequence[Sequence[Table]]) -> Tipping | str:
    """The delta at which the mean P(attack) over replicates is one half, or why there is none.

    Args:
        replicates: for each replicate the table of every adversary.
    """
    if not replicates or not any(math.isfinite(table.even) for tables in replicates for table in tables):
        return "no attack would relieve any pressure"

    def p(delta: float) -> float:
        """The mean chance that anybody attacks."""
        held = [math.prod(1.0 - table.p(delta) for table in tables) for tables in replicates]
        return 1.0 - math.fsum(held) / len(held)

    levels = [table.even for tables in replicates for table in tables if math.isfinite(table.even)]
    low, high = min(levels) - 1.0, max(levels)
    while p(low) > HALF and high - low < FARTHEST:
        low -= high - low
    while p(high) < HALF and high - low < FARTHEST:
        high += high - low
    if p(low) > HALF or p(high) < HALF:
        return "P(attack) is not one half at any pressure"
    while high - low > 1e-10:
        middle = (low + high) / 2.0
        low, high = (low, middle) if p(middle) >= HALF else (middle, high)
    pressures = np.concatenate([table.pressure for tables in replicates for table in tables])
    outside = bool((pressures + high < -1e-9).any() or (pressures + high > 1.0 + 1e-9).any())
    return Tipping(round(high, 9), outside)
