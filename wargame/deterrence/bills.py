"""What an attack costs an adversary, whatever anybody answers, and what the answers are expected to cost.

Own costs hang on the attack alone: resources, rung, debris, norm, strategic targets. Answers hang on who sees it, on
the phase and on whom the adversary faces. Both are found again by exactly that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from wargame.deterrence.answers import ExpectedAnswers
from wargame.deterrence.belief import Belief
from wargame.deterrence.consensus import Body
from wargame.deterrence.hinges import Hinge, Hinges
from wargame.deterrence.links import Links
from wargame.deterrence.memory import Drawer, Memory
from wargame.deterrence.options import Attack
from wargame.deterrence.weighing import EXACT, response_cost, voted_cost
from wargame.game.prospect import Answer, Option
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


class Bill(NamedTuple):
    """What an attack is expected to cost.

    Attributes:
        own: whatever anybody answers.
        answers: of governments.
        response: what these cost.
        total: K.
    """

    own: OwnCost
    answers: tuple[Answer, ...]
    response: float
    total: float


@dataclass(eq=False)
class Bills:
    """What attacks are expected to cost, under one belief.

    Attributes:
        belief: what the adversary believes.
        interests: what things cost it.
        stakes: what tells its stakes from others'.
        answers: what it expects of governments.
        hinges: what attacks hang on.
        links: the causal chain; transparent except in tests.
        memory: costs that were worked out before.
    """

    belief: Belief
    interests: Adversary
    stakes: str
    answers: ExpectedAnswers
    hinges: Hinges
    links: Links
    memory: Memory

    def of_all(self, attacks: tuple[Attack, ...]) -> tuple[Bill, ...]:
        """The bill of every attack."""
        key = tuple(attack.key for attack in attacks), self.answers.silent
        return self._drawer("bills").recall(key, lambda: tuple(map(self.of, attacks)))

    def of(self, attack: Attack) -> Bill:
        """What an attack is expected to cost, and whose answers that counts."""
        blind = self.answers.blind(attack)
        return self._singles.recall((attack.key, blind), partial(self._made, attack, blind))

    @cached_property
    def _singles(self) -> Drawer:
        return self._drawer("bill")

    def _drawer(self, kind: str) -> Drawer:
        """Bills of this moment, under these politics."""
        return self.memory.drawer((kind, self.stakes, self.belief.t_s, *self._politics))

    @cached_property
    def _alone(self) -> Drawer:
        """What governments would do if they show up, whatever that costs and whenever it is."""
        phase, hour, present = self.belief.phase, self.answers.hour, self.belief.coalition.key
        return self.memory.drawer(("alone", phase, self.hinges.label, present, hour))

    @cached_property
    def _bodies(self) -> Drawer:
        """The same with how sure it is that each shows up, in the groups in which they decide."""
        return self.memory.drawer(("bodies", *self._politics))

    @cached_property
    def _costs(self) -> Drawer:
        """What that costs."""
        return self.memory.drawer(("cost", self.stakes, *self._politics))

    @cached_property
    def _politics(self) -> Hinge:
        """What all answers hang on: the phase, who looks, whom it faces, and the hour where decisions fail by it."""
        return self.belief.phase, self.hinges.label, self.belief.faces, self.answers.hour

    def _made(self, attack: Attack, blind: Hinge) -> Bill:
        its_own, option = (self.belief.t_s, attack.option.id), attack.option
        own = own_cost(option, self.interests, self.answers)
        sight = self.answers.sight(attack)
        seen = *attack.course, sight.seen, sight.order, blind
        alone = self._alone.recall(seen, partial(self.answers.alone, option))
        bodies = self._bodies.recall(seen, partial(self.answers.bodies, option, alone))
        flat = (item for body in bodies for item in body.answers)
        cost = self._costs.recall(seen, partial(self._response, bodies))
        response = self.links.hold("response_cost", its_own, cost)
        total = self.links.hold("cost", its_own, round(own.exact + response + own.strategic, EXACT))
        return Bill(own, tuple(sorted(flat, key=lambda item: item.government)), response, total)

    def _response(self, bodies: Sequence[Body]) -> float:
        """What the responses are expected to cost: by governments alone, or by votes that may fail."""
        costs = self.interests.costs
        if all(body.least == 1 for body in bodies):
            answers = sorted((a for body in bodies for a in body.answers), key=lambda a: a.government)
            alone = [(a.severity, a.p_response, a.delay_d) for a in answers]
            return response_cost(costs.response_cap, alone, costs.response_fading_d)
        voting = [
            ([(a.severity, a.p_willing, a.delay_d) for a in body.answers], body.least) for body in bodies
        ]
        return voted_cost(costs.response_cap, voting, costs.response_fading_d)


def own_cost(option: Option, interests: Adversary, answers: ExpectedAnswers) -> OwnCost:
    """What an attack costs whatever anybody answers.

    Args:
        option: the attack.
        interests: what things cost the adversary.
        answers: tells which targets stand behind the separate, higher threshold.

    Source: ours (docs/method.md, section 7).
    """
    costs = interests.costs
    resource = interests.capabilities[option.capability].cost_per_use * len(option.targets)
    rung = costs.per_rung * option.rung
    debris = costs.per_1000_fragments * option.fragments / 1000.0
    norm = costs.norm if option.breaks_norm else 0.0
    strategic = costs.strategic if any(map(answers.is_strategic, option.targets)) else 0.0
    exact = resource + rung + debris + norm
    return OwnCost(round(resource, EXACT), round(rung, EXACT), round(debris, EXACT), norm, strategic, exact)
