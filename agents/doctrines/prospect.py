"""Prospect: gains and losses against restraint, losses felt more than gains, small chances more than large ones.

What happens
    For every attack Red sees four outcomes: it succeeds or fails, and governments answer or do not. Each is a gain or a
    loss against restraint, whose price (the crisis pressure) an attack saves. Cumulative prospect theory turns them
    into one sure gain or loss that is felt alike, in stakes. With that in the place of expected utility the choice has
    the same two stages as `rational`: attack iff the best, plus a resolve drawn once per replicate, is felt as better
    than restraint; then which attack, by logit.

What decides
    The block `prospect` of the adversary: `loss_aversion`, `curvature`, `gain_weighting`, `loss_weighting`. With 1 for
    all of them every attack is felt as its expected utility, and this is `rational`. The gap that is recorded is the
    best certainty equivalent, so P(attack) and the margin mean what they mean for `rational`; `worth` in the table is
    how each attack is felt, on the scale of its `utility`. Copies of an option change nothing, as with `rational`.

Source and confidence
    Tversky and Kahneman, "Advances in Prospect Theory: Cumulative Representation of Uncertainty", Journal of Risk and
    Uncertainty 5, 1992: loss aversion 2.25, curvature 0.88, weighting 0.61 and 0.69 (medians of 25 students choosing
    among sums of money). That they hold for states in a crisis is a judgement (see Levy, "Prospect Theory and
    International Relations", Political Psychology 13, 1992). Restraint as the reference point: ours.

Leaves out
    Outcomes between success and failure of several targets, and between one answer and many: each case counts at its
    mean, and governments that vote together count as if they answered one by one. A reference point that moves, such
    as a loss with which Red has not made its peace, and which would make it bolder.
"""

from typing import ClassVar

from wargame.deterrence.prospect_theory import certainty_equivalent, feeling_of, lottery_of
from wargame.deterrence.weighing import EXACT, attacks, choose, p_chosen
from wargame.draws import Draws
from wargame.game.observation import Decision, Observation, Weighing, order_for

RULE = (
    "Red attacks when its best option, felt with losses looming larger than gains, is felt as better than restraint "
    "given its resolve; then a draw that favours better options (logit) chooses which attack"
)


class Felt:
    """Weighs what it may gain and lose against restraint (see the module's page)."""

    key: ClassVar[str] = "prospect"

    def decide(self, observation: Observation, draws: Draws) -> Decision:
        """The best attack if it is felt as better than restraint, else nothing."""
        interests, actor = observation.interests, observation.actor
        prospects, dropped = observation.estimator.prospects()
        pressure, feeling = interests.pressure.at(observation.phase), feeling_of(interests.prospect)
        worth = {
            item.option.id: round(certainty_equivalent(lottery_of(item, pressure), feeling) - pressure, EXACT)
            for item in prospects
        }
        gap, p_attack = observation.estimator.balance([*worth.values()], pressure, interests.resolve_rate)
        best = prospects.first([*worth.values()])
        weighing = Weighing(prospects, dropped, pressure, gap, p_attack, best, rule=RULE, worth=worth)
        resolve = round(draws.logistic(interests.resolve_rate, "resolve", actor), EXACT)
        if best is None or not attacks(gap, resolve):
            return Decision(weighing=weighing, resolve=resolve)
        chosen = choose(prospects, interests.choice_rate, draws, actor, observation.move, worth=worth)
        return Decision(
            orders=(order_for(observation, chosen),),
            weighing=weighing,
            chosen=chosen,
            resolve=resolve,
            p_chosen=p_chosen(chosen, prospects, interests.choice_rate, worth),
        )


DOCTRINE = Felt()
