"""How an attack is felt by somebody who weighs gains and losses unlike expected utility: cumulative prospect theory.

Source: Tversky and Kahneman, "Advances in Prospect Theory", Journal of Risk and Uncertainty 5, 1992, eqs. 1, 2, 5, 6.
The reference point is restraint, and the certainty equivalent brings what is felt back into stakes: both are ours.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from wargame.deterrence.weighing import EXACT
from wargame.game.prospect import Prospect
from wargame.scenario.politics import ProspectTheory

Lottery = tuple[tuple[float, float], ...]
"""(gain over restraint in stakes, probability) of every outcome."""


class Feeling(NamedTuple):
    """The numbers of a `ProspectTheory` block, cheap to hash."""

    loss_aversion: float
    curvature: float
    gain_weighting: float
    loss_weighting: float


def feeling_of(block: ProspectTheory) -> Feeling:
    """The numbers of a scenario's block."""
    return Feeling(block.loss_aversion, block.curvature, block.gain_weighting, block.loss_weighting)


def value(x: float, feeling: Feeling) -> float:
    """How a gain or loss feels: x^a, and -lambda (-x)^a below zero (eq. 5)."""
    if x >= 0.0:
        return float(x**feeling.curvature)
    return float(-feeling.loss_aversion * (-x) ** feeling.curvature)


def weight(p: float, curvature: float) -> float:
    """How a chance weighs: p^g / (p^g + (1 - p)^g)^(1/g) (eq. 6)."""
    p = min(1.0, max(0.0, p))
    top = p**curvature
    return float(top / (top + (1.0 - p) ** curvature) ** (1.0 / curvature))


def felt(lottery: Sequence[tuple[float, float]], feeling: Feeling) -> float:
    """The value of a lottery: each outcome counts by what its rank adds to the weight (eqs. 1 and 2).

    Gains are ranked from the best down, losses from the worst up.
    """
    gains = sorted((item for item in lottery if item[0] >= 0.0), reverse=True)
    losses = sorted(item for item in lottery if item[0] < 0.0)
    total = 0.0
    for side, curvature in ((gains, feeling.gain_weighting), (losses, feeling.loss_weighting)):
        reached, weighed = 0.0, 0.0
        for x, p in side:
            reached += p
            now = weight(reached, curvature)
            total += (now - weighed) * value(x, feeling)
            weighed = now
    return total


@lru_cache(maxsize=100_000)
def certainty_equivalent(lottery: Lottery, feeling: Feeling) -> float:
    """The sure gain or loss, in stakes, that is felt like the lottery; rounded to 1e-9."""
    worth = felt(lottery, feeling)
    if worth >= 0.0:
        return round(float(worth ** (1.0 / feeling.curvature)), EXACT)
    return -round(float((-worth / feeling.loss_aversion) ** (1.0 / feeling.curvature)), EXACT)


def lottery_of(prospect: Prospect, pressure: float) -> Lottery:
    """What an attack may gain over restraint: it succeeds or fails, and it is answered or not, independently.

    Success brings the benefit and the debris that were expected of it; an answer brings what the responses were
    expected to cost. So the mean of the lottery is the expected utility of the attack less that of restraint.
    """
    p_success = 1.0 - math.prod(1.0 - p for p in prospect.option.p)
    p_answer = 1.0 - math.prod(1.0 - answer.p_response for answer in prospect.answers)
    won = prospect.benefit - prospect.debris
    base = pressure - prospect.unrelieved - (prospect.cost - prospect.response - prospect.debris)
    cases = []
    for hit, p_hit in _split(p_success, won):
        for answered, p_answered in _split(p_answer, -prospect.response):
            if p_hit * p_answered > 0.0:
                cases.append((round(base + hit + answered, EXACT), p_hit * p_answered))
    return tuple(cases)


def _split(p: float, mean: float) -> tuple[tuple[float, float], ...]:
    """Something that happens with probability `p` and is worth `mean` on the average, as (worth, probability)."""
    return ((mean / p, p), (0.0, 1.0 - p)) if p > 0.0 else ((mean, 1.0),)
