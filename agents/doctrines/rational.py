"""Rational: attack when the best attack is better than restraint, with a resolve that nobody has seen.

What happens
    Two stages. First attack or restraint on the best option: attack iff gap + resolve > 0, the resolve drawn once per
    adversary and replicate. Then which attack, by logit over the options.

What decides
    `resolve_rate` (lambda_0) for the first stage, `choice_rate` (lambda_1) for the second. Only the best option enters
    the first, so copies of an option and shorter moves leave P(attack) as it is.

Source and confidence
    Ours (docs/method.md, section 7); Zagare and Kilgour's two-stage deterrence is the case without noise. The rates are
    judgements.

Leaves out
    Anything beyond expected utility in one move: it does not look ahead, and it feels a loss like a gain.
"""

from typing import ClassVar

from wargame.deterrence.weighing import attacks, choose, p_chosen
from wargame.draws import Draws
from wargame.game.observation import Decision, Observation, Weighing, order_for

RULE = (
    "Red attacks when the gap of its best option plus its resolve is above zero; then a draw that favours better "
    "options (logit) chooses which attack"
)


class Rational:
    """Weighs expected benefit against expected cost (see the module's page)."""

    key: ClassVar[str] = "rational"

    def decide(self, observation: Observation, draws: Draws) -> Decision:
        """The best attack if it beats restraint, else nothing."""
        interests = observation.interests
        prospects, dropped = observation.estimator.prospects()
        pressure = interests.pressure.at(observation.phase)
        gap, p_attack = observation.estimator.balance(prospects.utilities, pressure, interests.resolve_rate)
        best = prospects.best
        weighing = Weighing(prospects, dropped, pressure, gap, p_attack, best, rule=RULE)
        resolve = round(draws.logistic(interests.resolve_rate, "resolve", observation.actor), 9)
        if best is None or not attacks(gap, resolve):
            return Decision(weighing=weighing, resolve=resolve)
        chosen = choose(prospects, interests.choice_rate, draws, observation.actor, observation.move)
        return Decision(
            orders=(order_for(observation, chosen),),
            weighing=weighing,
            chosen=chosen,
            resolve=resolve,
            p_chosen=p_chosen(chosen, prospects, interests.choice_rate),
        )


DOCTRINE = Rational()
