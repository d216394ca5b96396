"""Measures that are made of all replicates of a coalition at once: a share of packages, a root, a ratio of two means.

They are not linear in replicates, so their intervals come from drawing replicates again, all coalitions of a replicate
together.
"""

import math
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from wargame.analysis.contribution.kept import LINE
from wargame.analysis.contribution.readings import Reading
from wargame.analysis.contribution.tables import Tables
from wargame.analysis.contribution.values import Coalition
from wargame.analysis.resampling import IntArray
from wargame.analysis.resilience import SMALLEST
from wargame.analysis.tipping import FARTHEST, HALF
from wargame.deterrence.weighing import p_attack
from wargame.scenario import Scenario
from wargame.space.arrays import FloatArray

WorthOf = Callable[[Coalition, IntArray], float | None]
"""The worth of a coalition from some of its replicates, by their numbers; None where those give none."""

NEVER = "no attack would relieve any pressure, or P(attack) is not one half at any"


def worth_of(reading: Reading, tables: Tables, scenario: Scenario) -> WorthOf:
    """How such a measure is worked out from chosen replicates."""
    if reading.measure.name == "resilience.breadth":
        return _breadth(reading, tables, scenario)
    if reading.measure.name == "deterrence.tipping_pressure":
        return _tipping(tables, scenario)
    return _step_down(tables)


def _breadth(reading: Reading, tables: Tables, scenario: Scenario) -> WorthOf:
    """R1c: the weight of the packages under which the share of replicates without an outage reaches the target."""
    missions = [reading.mission] if reading.mission else list(tables.plan.missions)
    weights = list(tables.plan.packages.values())
    targets = {key: scenario.missions.of(key).target for key in scenario.needed}

    def worth(group: Coalition, chosen: IntArray) -> float | None:
        shares = []
        for key in missions:
            table = tables.by_package("forced", f"resilience.no_outage.{key}", group)
            if np.isnan(table).any():
                return None
            target = next(value for name, value in targets.items() if name == key)
            met = table[chosen].mean(axis=0) >= target - SMALLEST
            shares.append(math.fsum(weight for weight, good in zip(weights, met, strict=True) if good))
        return math.fsum(shares) / len(shares)

    return worth


def _step_down(tables: Tables) -> WorthOf:
    """The share of the games with an attack in which Red came down again."""

    def worth(group: Coalition, chosen: IntArray) -> float | None:
        down = tables.by_package("free", "deterrence.stepped_down", group)[chosen, 0]
        known = down[~np.isnan(down)]
        return float(known.mean()) if len(known) else None

    return worth


def _tipping(tables: Tables, scenario: Scenario) -> WorthOf:
    """The pressure to be added at every move until the mean chance of an attack is one half."""

    def worth(group: Coalition, chosen: IntArray) -> float | None:
        curve = p_with_more_pressure(tables, scenario, group)
        if curve is None:
            return None
        shares = np.bincount(chosen, minlength=tables.plan.replicates) / len(chosen)
        return root(lambda delta: math.fsum((curve(delta) * shares).tolist()))

    return worth


def p_with_more_pressure(
    tables: Tables, scenario: Scenario, group: Coalition
) -> Callable[[float], FloatArray] | None:
    """P(attack) of a coalition in every replicate as a function of added pressure; None where there is no table."""
    names = tables.names("restraint", f"{LINE}.")
    if not names or tables.why_missing("restraint", (names[0],), group):
        return None
    parts: dict[str, list[tuple[FloatArray, ...]]] = {}
    for name in names:
        if name.endswith(".level"):
            stem = name.removesuffix(".level")
            both = [
                tables.by_package("restraint", f"{stem}.{part}", group)[:, 0] for part in ("level", "relief")
            ]
            parts.setdefault(stem.removeprefix(f"{LINE}.").rpartition(".")[0], []).append(tuple(both))

    @cache
    def p(delta: float) -> FloatArray:
        held = np.ones(tables.plan.replicates)
        for adversary, lines in parts.items():
            block = scenario.actors[adversary].adversary
            assert block is not None  # it has a table
            gaps = np.nanmax([level + delta * relief for level, relief in lines], axis=0)
            held *= [1.0 - p_attack(float(gap), block.resolve_rate) for gap in gaps]
        return 1.0 - held

    return p


def root(p: Callable[[float], float]) -> float | None:
    """Where a chance that rises with added pressure is one half; None where it never is."""
    low, high = -1.0, 1.0
    while p(low) > HALF and high - low < FARTHEST:
        low -= high - low
    while p(high) < HALF and high - low < FARTHEST:
        high += high - low
    if p(low) > HALF or p(high) < HALF:
        return None
    while high - low > 1e-9:
        middle = (low + high) / 2.0
        low, high = (low, middle) if p(middle) >= HALF else (middle, high)
    return round(high, 9)


def why_none(reading: Reading, tables: Tables, group: Coalition) -> str:
    """Why a coalition has no worth in such a measure."""
    names: Sequence[str] = {
        "resilience.breadth": [f"resilience.no_outage.{key}" for key in tables.plan.missions],
        "deterrence.tipping_pressure": [LINE],
        "deterrence.p_step_down": ["deterrence.stepped_down"],
    }[reading.measure.name]
    found = tables.why_missing(reading.arm, names, group)
    return NEVER if reading.measure.name == "deterrence.tipping_pressure" and "not played" in found else found
