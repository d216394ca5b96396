"""What an attack costs an adversary whatever anybody answers: resources, rung, debris, norm, strategic targets."""

from collections.abc import Callable
from typing import NamedTuple

from wargame.deterrence.weighing import EXACT
from wargame.game.prospect import Option
from wargame.scenario.politics import Adversary


class OwnCost(NamedTuple):
    """The parts of the cost that hang on the attack alone, in stakes.

    Attributes:
        resource, rung, debris: rounded.
        norm, strategic: as they stand in the scenario.
        exact: resource, rung, debris and norm together, not rounded.
    """

    resource: float
    rung: float
    debris: float
    norm: float
    strategic: float
    exact: float


def own_cost(option: Option, interests: Adversary, is_strategic: Callable[[str], bool]) -> OwnCost:
    """What an attack costs whatever anybody answers.

    Args:
        option: the attack.
        interests: what things cost the adversary.
        is_strategic: whether a target stands behind the separate, higher threshold.

    Source: ours (docs/method.md, section 7).
    """
    costs = interests.costs
    resource = interests.capabilities[option.capability].cost_per_use * len(option.targets)
    rung = costs.per_rung * option.rung
    debris = costs.per_1000_fragments * option.fragments / 1000.0
    norm = costs.norm if option.breaks_norm else 0.0
    strategic = costs.strategic if any(map(is_strategic, option.targets)) else 0.0
    exact = resource + rung + debris + norm
    return OwnCost(round(resource, EXACT), round(rung, EXACT), round(debris, EXACT), norm, strategic, exact)
