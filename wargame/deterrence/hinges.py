"""What Red's expectation of one attack hangs on, beside the moment: most of what it has seen is of no account for most.

A part of a reckoning is found again by exactly what it depends on. Where a satellite of Red's own has flown to matters
to what that satellite carries out; propellant that a target has spent, to attacks on that target; which sensors are
down, to attacks on satellites that get out of the way when they are warned. So a belief that has not been met before
is mostly made of parts that have.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from wargame.availability import Outage
from wargame.deterrence.memory import Memory
from wargame.deterrence.options import Attack, Weapon
from wargame.game.prospect import Option
from wargame.scenario import Scenario

if TYPE_CHECKING:
    from wargame.deterrence.belief import Belief

Hinge: TypeAlias = tuple[Hashable, ...]
"""What else an expectation hangs on; equal hinges of one attack at one moment, equal expectations."""

NOTHING: Hinge = ()


class _Defences(NamedTuple):
    """What there is in a scenario: satellites that evade, those with any defence, replacements, and training."""

    evading: frozenset[str]
    defended: frozenset[str]
    replaced: bool
    trained: bool


@dataclass(frozen=True)
class Hinges:
    """What attacks hang on, under one belief.

    Attributes:
        belief: what Red believes.
        scenario: public facts.
        memory: where facts of the scenario are kept.
    """

    belief: "Belief"
    scenario: Scenario
    memory: Memory

    @cached_property
    def label(self) -> Hinge:
        """What all attacks hang on: who looks, what it has learned of, whose leaks it can use, who trains."""
        belief = self.belief
        trained = (belief.coalition.key,) if self._defences.trained else ()
        return belief.actor, belief.learned, belief.leaks, *trained

    @cached_property
    def everything(self) -> Hinge:
        """What any attack at all may hang on."""
        belief = self.belief
        if not self._defences.defended:
            return belief.posture.visits
        return belief.posture, belief.phase, belief.coalition.key, self._down

    def of(self, weapon: Weapon, targets: Sequence[str]) -> Hinge:
        """What an attack hangs on: where the satellite that carries it out has got to, and defences of what it strikes.

        What breaks satellites up may take others than its targets along; whether these would be replaced counts, too.
        """
        defences, belief = self._defences, self.belief
        found = self.visit(weapon)
        if defences.defended:
            found += tuple(self._guard(target) for target in targets if target in defences.defended)
        if defences.replaced and weapon.effect.destructive:
            found += belief.posture.copies_used, belief.coalition.key
        return found

    def visit(self, weapon: Weapon) -> Hinge:
        """Where the latest approach of the satellite that carries out an attack has left it, if one does."""
        if not self._visits or weapon.carrier not in self._visits:
            return NOTHING
        return "visit", self._visits[weapon.carrier]

    def ordered(self, weapon: Weapon, option: Option, at_s: int) -> Attack:
        """An option that is ordered at an hour of its own, with what it hangs on."""
        at = option.id, "ordered", at_s
        return Attack(option, (*at, *self.of(weapon, option.targets)), (*at, *self.visit(weapon)))

    def _guard(self, target: str) -> Hinge:
        """What a target's defences have left: whether it is known from its decoys, what has been spent, and used."""
        belief, posture = self.belief, self.belief.posture
        stock = self.scenario.stock_of(target)
        seen = (
            target in posture.inspected,
            dict(posture.delta_v_spent).get(target, 0.0),
            dict(posture.copies_used).get(stock, 0),
            belief.coalition.key,
        )
        return (*seen, belief.phase, self._down) if target in self._defences.evading else seen

    @cached_property
    def _down(self) -> Hinge:
        """What is not working: sensors that could warn may be among it."""
        return tuple(item for item in self.belief.outages if isinstance(item, Outage))

    @cached_property
    def _visits(self) -> dict[str | None, Hashable]:
        return dict(self.belief.posture.visits)

    @cached_property
    def _defences(self) -> _Defences:
        return self.memory.recall("defences", partial(_defences, self.scenario))


def _defences(scenario: Scenario) -> _Defences:
    """Which satellites have what defences; what partners do changes what else an attack comes to where any train."""
    fleet = scenario.fleet
    evading = frozenset(key for key, body in fleet.items() if body.evasion)
    others = frozenset(key for key, body in fleet.items() if body.replacement or body.decoys)
    trained = any(item.kind == "training" for item in scenario.agreements.values())
    replaced = any(body.replacement for body in fleet.values())
    return _Defences(evading, evading | others, replaced, trained)
