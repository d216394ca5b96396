"""How the attacks that an adversary weighs may end, and what each end would put out of action for a mission.

Built from what it believes of the defences of a target; what these really are enters adjudication only.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple, TypeAlias

import numpy as np

from wargame.availability import Outage
from wargame.deterrence.belief import Belief
from wargame.deterrence.expected import End, Expected
from wargame.deterrence.felt import Felt, felt_of
from wargame.deterrence.futures import Future
from wargame.deterrence.hinges import Hinges
from wargame.deterrence.links import Links
from wargame.deterrence.memory import Memory
from wargame.deterrence.options import Attack, Weapon
from wargame.deterrence.tables import LossTables
from wargame.game.effect import Odds, Scene
from wargame.game.prospect import Option
from wargame.knowing.leaks import modifiers
from wargame.knowing.watch import Watch
from wargame.scenario import MissionKey, Scenario
from wargame.space.arrays import FloatArray, IntArray

Strike: TypeAlias = tuple[str, str, int]
"""Weapon, target and when it is struck."""

Case: TypeAlias = tuple[float, Future]
"""An outcome that changes something: its probability and what it does."""


class Changes(NamedTuple):
    """Outcomes of attacks that change something for a mission.

    Attributes:
        rows: which of the attacks it is an outcome of, shape (outcomes,).
        p: its chance, shape (outcomes,).
        which: its place among the futures, shape (outcomes,).
        futures: nothing at all, which is restraint, and each that any outcome brings.
    """

    rows: IntArray
    p: FloatArray
    which: IntArray
    futures: tuple[Future, ...]

    @classmethod
    def of(cls, cases: Sequence[tuple[int, float, Future]], nothing: Future) -> "Changes":
        """The outcomes, each given as attack, chance and future."""
        places = {
            future: n for n, future in enumerate(dict.fromkeys(future for *_, future in cases), start=1)
        }
        return cls(
            np.array([row for row, *_ in cases], dtype=np.int64),
            np.array([p for _, p, _ in cases], dtype=np.float64),
            np.array([places[future] for *_, future in cases], dtype=np.int64),
            (nothing, *places),
        )


@dataclass(eq=False)
class Outcomes:
    """How attacks may end, under one belief.

    Attributes:
        belief: what the adversary believes.
        scenario: public facts.
        scene: what effects may ask.
        watch: which sensors see what.
        tables: tell what a mission feels.
        hinges: what attacks hang on.
        links: the causal chain; transparent except in tests.
        memory: outcomes that were worked out before.
    """

    belief: Belief
    scenario: Scenario
    scene: Scene
    watch: Watch
    tables: LossTables
    hinges: Hinges
    links: Links
    memory: Memory
    _standing: dict[MissionKey, tuple[Felt, ...]] = field(default_factory=dict)
    _odds: dict[Strike, Odds] = field(default_factory=dict)
    _ends: dict[Strike, tuple[End, ...]] = field(default_factory=dict)

    @cached_property
    def down(self) -> tuple[Outage, ...]:
        """What is not working, of what the adversary can see, receivers under a jammer apart."""
        return tuple(o for o in self.belief.outages if isinstance(o, Outage))

    def standing(self, mission: MissionKey) -> tuple[Felt, ...]:
        """What is down already of what a mission feels."""
        if mission not in self._standing:
            felt = tuple(o for o in self.belief.outages if self.tables.feels(mission, o))
            self._standing[mission] = felt
        return self._standing[mission]

    def odds(self, weapon: Weapon, target: str, effect_s: int) -> Odds:
        """The chances of a strike with what its target's defences are expected to leave of them."""
        strike = weapon.key, target, effect_s
        if strike not in self._odds:
            expected = self._expected.odds(weapon, target, effect_s)
            self._odds[strike] = self.links.hold("odds", (self.belief.t_s, *strike), expected)
        return self._odds[strike]

    def changes(self, mission: MissionKey, attacks: Sequence[Attack]) -> Changes | None:
        """Every outcome of attacks that changes something for a mission; None where none does."""
        drawer = self.memory.drawer(("cases", mission, self.belief.t_s, self.hinges.label))
        cases = [
            (row, *case)
            for row, attack in enumerate(attacks)
            for case in drawer.recall(attack.key, partial(self.cases, attack.option, mission))
        ]
        return Changes.of(cases, self.memory.futures.joint(())) if cases else None

    def cases(self, option: Option, mission: MissionKey) -> tuple[Case, ...]:
        """Every outcome of an option that changes something for the mission: its probability and what it does."""
        weapon = self._weapons[option.capability]
        ends = [
            self._felt_ends(weapon, target, timing.effect_s, mission)
            for target, timing in zip(option.targets, option.timings, strict=True)
        ]
        if not any(felt for each in ends for _, felt in each):
            return ()
        together = [
            (math.prod(q for q, _ in each), tuple(item for _, items in each for item in items))
            for each in itertools.product(*ends)
        ]
        futures, now_s = self.memory.futures, self.belief.t_s
        return tuple((p, futures.of(felt, now_s)) for p, felt in together if p > 0.0 and felt)

    def _felt_ends(self, weapon: Weapon, target: str, effect_s: int, mission: MissionKey) -> list[End]:
        """Every way in which a strike can end, failure first: its probability and what a mission feels of it."""
        strike = weapon.key, target, effect_s
        if strike not in self._ends:  # the same for all missions
            self._ends[strike] = tuple(self._all_ends(weapon, target, effect_s))
        told = [
            (p, tuple(o for o in felt if self.tables.feels(mission, o))) for p, felt in self._ends[strike]
        ]
        return self.links.hold("ends", (self.belief.t_s, *strike, mission), told)

    def _all_ends(self, weapon: Weapon, target: str, effect_s: int) -> list[End]:
        """The same with all that any mission feels of it."""
        odds = self.odds(weapon, target, effect_s)
        ends = self._expected.missed(weapon, target, effect_s, 1.0 - odds.p)
        for outcome in odds.outcomes:
            consequences = (felt_of(self.belief.coalition, item, effect_s) for item in outcome.consequences)
            felt = tuple(item for item in consequences if item is not None)
            ends += self._expected.lasting(outcome, felt, effect_s)
        return ends

    @cached_property
    def _weapons(self) -> dict[str, Weapon]:
        return {weapon.key: weapon for weapon in self.belief.weapons}

    @cached_property
    def _expected(self) -> Expected:
        """What defences are expected to leave of an attack."""
        belief = self.belief
        leaked = self.links.hold("leak", (belief.t_s,), modifiers(self.scenario, belief.leaks))
        return Expected(
            belief.posture,
            self.down,
            belief.coalition,
            belief.phase,
            self.scene,
            self.watch,
            leaked,
            belief.learned,
        )
