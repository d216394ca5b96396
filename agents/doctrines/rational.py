"""Rational: attack when the best attack is better than restraint, with a resolve that nobody has seen.

Two stages. First attack or restraint on the best option: attack iff gap + resolve > 0, the resolve drawn once per
adversary and replicate. Then which attack, by logit over the options.
Source: ours (docs/method.md, section 7); Zagare and Kilgour's two-stage deterrence is the case without noise.
"""

from typing import ClassVar

from wargame.deterrence.weighing import attacks, choose
from wargame.draws import Draws
from wargame.game.effect import Order
from wargame.game.observation import Decision, Observation, Weighing


class Rational:
    """Weighs expected benefit against expected cost (see the module's page)."""

    key: ClassVar[str] = "rational"

    def decide(self, observation: Observation, draws: Draws) -> Decision:
        """The best attack if it beats restraint, else nothing."""
        interests = observation.interests
        prospects, dropped = observation.estimator.prospects()
        pressure = interests.pressure.at(observation.phase)
        utilities = [item.utility for item in prospects]
        gap, p_attack = observation.estimator.balance(utilities, pressure, interests.resolve_rate)
        best = max(prospects, key=lambda item: (item.utility, item.option.id), default=None)
        weighing = Weighing(prospects, dropped, pressure, gap, p_attack, best)
        resolve = round(draws.logistic(interests.resolve_rate, "resolve", observation.actor), 9)
        if best is None or not attacks(gap, resolve):
            return Decision(weighing=weighing, resolve=resolve)
        chosen = choose(prospects, interests.choice_rate, draws, observation.actor, observation.move)
        order = Order(
            actor=observation.actor,
            capability=chosen.option.capability,
            effect=chosen.option.effect,
            targets=chosen.option.targets,
            move=observation.move,
            at_s=observation.t_s,
        )
        return Decision(orders=(order,), weighing=weighing, chosen=chosen, resolve=resolve)


DOCTRINE = Rational()
