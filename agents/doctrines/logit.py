"""Logit: one choice among all attacks and restraint, each tempting in proportion to the exponential of its worth.

What happens
    Every attack and restraint get a noise of their own, and Red does what then looks best. So it picks attack `a` with
    probability exp(lambda EU(a)) / [exp(lambda EU(restraint)) + sum of exp(lambda EU) over all attacks]. The noise of
    an attack is drawn once per adversary, option and replicate: shorter moves give Red no more chances to attack.

What decides
    `resolve_rate` is lambda, for the whole choice; `choice_rate` is not read. The gap that is recorded is the inclusive
    value, log(sum of exp(lambda EU)) / lambda, less EU(restraint), in stakes: P(attack) is then the logistic function
    of lambda times the gap as for the other doctrines, and the margin is again minus the largest gap.

Source and confidence
    Multinomial logit: McFadden, "Conditional logit analysis of qualitative choice behavior", 1974; inclusive value:
    Ben-Akiva and Lerman 1985. Whether states choose so: judgement.

Leaves out
    Likeness among attacks. Independence of irrelevant alternatives makes k copies of an attack as tempting as one that
    is worth log(k) / lambda more, so a longer list of options raises P(attack) by itself, and the margin depends on how
    finely targets are listed. The two-stage rule of `rational` avoids this; use `logit` to see how much it matters.
"""

from typing import ClassVar

from wargame.deterrence.weighing import attacks, inclusive, p_chosen
from wargame.draws import Draws
from wargame.game.observation import Decision, Observation, Weighing, order_for

RULE = (
    "Red does what looks best once every attack and restraint have got a noise of their own (one-stage logit); the gap "
    "counts all attacks together"
)


class Logit:
    """Chooses among everything at once (see the module's page)."""

    key: ClassVar[str] = "logit"

    def decide(self, observation: Observation, draws: Draws) -> Decision:
        """The attack that looks best under the noise if it beats restraint under its own, else nothing."""
        interests, actor = observation.interests, observation.actor
        prospects, dropped = observation.estimator.prospects()
        pressure, rate = interests.pressure.at(observation.phase), interests.resolve_rate
        together = [inclusive(prospects.utilities, rate)] if prospects else []
        gap, p_attack = observation.estimator.balance(together, pressure, rate)
        best = prospects.best
        weighing = Weighing(prospects, dropped, pressure, gap, p_attack, best, rule=RULE)
        if best is None:
            return Decision(weighing=weighing)
        noisy = [
            utility + draws.gumbel("logit.option", actor, option.id) / rate
            for option, utility in zip(prospects.options, prospects.utilities, strict=True)
        ]
        chosen = prospects.first(noisy) or best
        lead = max(noisy) + pressure - draws.gumbel("logit.restraint", actor) / rate
        resolve = round(lead - (together[0] + pressure), 9)
        if not attacks(gap, resolve):
            return Decision(weighing=weighing, resolve=resolve)
        return Decision(
            orders=(order_for(observation, chosen),),
            weighing=weighing,
            chosen=chosen,
            resolve=resolve,
            p_chosen=p_chosen(chosen, prospects, rate),
        )


DOCTRINE = Logit()
