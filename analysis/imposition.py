"""Denial and cost imposition: what a coalition takes from Red's gain, and what it adds to Red's cost.

Over declared packages, which are the same against every coalition, as Red expects them: `sum_a w_a [B(a|{}) - B(a|S)]`
and `sum_a w_a [K(a|S) - K(a|{})]`. The change of the margin is split on the recorded tables, over the options that both
have at the same move: benefit is switched first and cost second, then the other way round, and the two are averaged
(the Shapley value of two causes). What is left is Red's planning anew: options that only one table has.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wargame.analysis.resilience import Number
from wargame.analysis.restraint import Path, margin, why_none
from wargame.analysis.tipping import table_of
from wargame.deterrence.declared import Expectation
from wargame.deterrence.weighing import unrelieved
from wargame.scenario import Scenario

Expected = Mapping[str, Expectation | None]
"""What Red expects of every declared package; None where nothing of it is in reach."""


def denial(full: Expected, alone: Expected, weights: Mapping[str, float]) -> Number:
    """By how much the coalition lowers what Red expects to gain by the declared packages."""
    return _weighted(full, alone, weights, lambda mine, other: other.benefit - mine.benefit)


def cost_imposition(full: Expected, alone: Expected, weights: Mapping[str, float]) -> Number:
    """By how much the coalition raises what Red expects the declared packages to cost."""
    return _weighted(full, alone, weights, lambda mine, other: mine.cost - other.cost)


def _weighted(
    full: Expected,
    alone: Expected,
    weights: Mapping[str, float],
    change: Callable[[Expectation, Expectation], float],
) -> Number:
    parts = []
    for key, weight in sorted(weights.items()):
        mine, other = full.get(key), alone.get(key)
        if mine is None or other is None:
            return None, f"nothing of the package {key} is in reach"
        parts.append(weight * change(mine, other))
    return (math.fsum(parts), "") if parts else (None, "this scenario declares no threat package")


@dataclass(frozen=True, slots=True)
class Split:
    """The change of the margin from the lead alone to the coalition, in stakes; the three parts sum to it.

    Attributes:
        denial: because attacks gain Red less.
        cost: because they cost it more.
        replanning: because Red has other options.
    """

    denial: float
    cost: float
    replanning: float


Terms = Mapping[tuple[int, str], tuple[float, float]]
"""Benefit and cost by move (seconds since the epoch) and option."""


def split(full: Sequence[Path], alone: Sequence[Path], scenario: Scenario) -> Split | str:
    """The change of the margin, split; or why it cannot be.

    Args:
        full: the restraint path of the coalition, with one adversary.
        alone: that of the lead alone, same replicate.
        scenario: for the adversary's own numbers.
    """
    for paths in (full, alone):
        if reason := why_none(paths):
            return reason
        for path in paths:
            if isinstance(found := table_of(path, scenario), str):
                return found
    if len(full) != 1 or len(alone) != 1:
        return "split for one adversary only"
    block = scenario.actors[full[0].actor].adversary
    assert block is not None  # the loader has checked
    pressures = {event.t_s: event.pressure for event in (*alone[0].weighed, *full[0].weighed)}
    mine, other = terms_of(full[0]), terms_of(alone[0])
    common = sorted(mine.keys() & other.keys())
    if not common:
        return "Red has no option in common against the two"

    def best(benefit: Terms, cost: Terms) -> float:
        """The margin over the common options with benefits from one table and costs from another."""
        return -max(
            benefit[key][0]
            - cost[key][1]
            + pressures[key[0]]
            - unrelieved(benefit[key][0], pressures[key[0]], block.least_gain)
            for key in common
        )

    by_denial = ((best(mine, other) - best(other, other)) + (best(mine, mine) - best(other, mine))) / 2.0
    by_cost = ((best(other, mine) - best(other, other)) + (best(mine, mine) - best(mine, other))) / 2.0
    whole = (margin(full)[0] or 0.0) - (margin(alone)[0] or 0.0)
    return Split(by_denial, by_cost, whole - by_denial - by_cost)


def terms_of(path: Path) -> dict[tuple[int, str], tuple[float, float]]:
    """Benefit and cost of every option of a recorded path (`Any` in its rows: plain JSON values)."""
    rows: list[tuple[int, Mapping[str, Any]]] = [
        (event.t_s, row) for event in path.weighed for row in event.options or ()
    ]
    return {(t_s, row["option"]): (row["benefit"], row["cost"]) for t_s, row in rows}
