"""Red's picture of a moment, and what it expects of every attack it could order then.

Built from Red's belief only: assets that are shown, statuses that it can see, who stands with the coalition, and
its own probability that each government shows up. Hidden assets never enter here; they enter adjudication.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TypeAlias

import numpy as np

from wargame.availability import Outage
from wargame.coalition import Coalition
from wargame.deterrence.answers import ExpectedAnswers
from wargame.deterrence.belief import Belief
from wargame.deterrence.bills import Bills
from wargame.deterrence.expected import Expected
from wargame.deterrence.felt import Felt, felt_of
from wargame.deterrence.futures import Future
from wargame.deterrence.hinges import Hinge, Hinges
from wargame.deterrence.links import Links
from wargame.deterrence.memory import Memory
from wargame.deterrence.options import Aim, Attack, Weapon, options
from wargame.deterrence.reckoned import Benefits, Reckoned, total
from wargame.deterrence.relief import relieved
from wargame.deterrence.showing import NODES, who_shows_up
from wargame.deterrence.tables import LossTables
from wargame.deterrence.weighing import EXACT, gap, p_attack, psi_of, unrelieved
from wargame.game.effect import Odds, Scene
from wargame.game.prospect import Option, Table
from wargame.knowing.leaks import modifiers
from wargame.knowing.watch import Watch
from wargame.scenario import MissionKey, Scenario
from wargame.scenario.politics import Adversary, Objective
from wargame.space.arrays import FloatArray

Case: TypeAlias = tuple[float, Future]
"""An outcome that changes something: its probability and what it does."""


class Picture:
    """Red's reckoning of its options at one moment.

    Args:
        belief: what it believes.
        scenario: public facts: orbits, owners, agreements, governments.
        scene: what effects may ask.
        watch: which sensors see what.
        tables: the what-if, shared.
        region_index: place of each region in service arrays.
        links: the causal chain; transparent except in tests.
        memory: parts of earlier reckonings; what passes links that are not transparent is never remembered.
    """

    def __init__(
        self,
        belief: Belief,
        scenario: Scenario,
        scene: Scene,
        watch: Watch,
        tables: LossTables,
        region_index: Mapping[str, int],
        links: Links,
        memory: Memory,
    ) -> None:
        """See the class."""
        held = links.hold("belief", (belief.t_s,), belief.shows_up)
        self._belief = belief = belief if links.transparent else replace(belief, shows_up=held)
        self._scenario = scenario
        self._scene = scene
        self._watch = watch
        self._tables = tables
        self._regions = region_index
        self._links = links
        self._memory = memory if links.transparent else Memory()
        # What hangs on stakes is not shared with scenarios that differ in nothing else.
        self._stakes = scenario.hash
        block = scenario.actors[belief.actor].adversary
        assert block is not None  # the loader has checked
        self._interests: Adversary = relieved(block, belief.relief)
        self._weapons = {weapon.key: weapon for weapon in belief.weapons}
        self._hinges = Hinges(belief, scenario, self._memory)
        answers = ExpectedAnswers(belief, scenario, scene, watch, links, self._hinges, self._memory)
        self._bills = Bills(belief, self._interests, self._stakes, answers, self._hinges, links, self._memory)

    def prospects(self) -> tuple[Table, int]:
        """What Red expects of each option, by id, and how many options it left out."""
        attacks, dropped = self._attacks()
        benefits = self._benefits(attacks)
        return self._reckoned(attacks, benefits).table(), dropped

    def balance(
        self, utilities: Sequence[float], pressure: float, resolve_rate: float
    ) -> tuple[float, float]:
        """The best attack minus restraint, and P(attack) that follows."""
        key = (self._belief.t_s,)
        balance = self._links.hold("gap", key, gap(utilities, pressure))
        return balance, self._links.hold("p_attack", key, p_attack(balance, resolve_rate))

    # Options

    def _attacks(self) -> tuple[tuple[Attack, ...], int]:
        """The options of the moment with what they hang on, and how many were left out."""
        belief, limit = self._belief, self._interests.option_limit
        weapons = [item for item in belief.weapons if item.left > 0 and item.carrier not in self._lost]
        aim = self._aim()
        label = "attacks", belief.t_s, limit, aim.known, aim.down, belief.coalition.key, self._hinges.label
        left = tuple((weapon.key, weapon.left) for weapon in weapons)

        def listed() -> tuple[tuple[Attack, ...], int]:
            found, dropped = options(self._tables, weapons, aim, self._scene, limit)
            return tuple(found), dropped

        return self._memory.drawer(label).recall((left, self._hinges.everything), listed)

    def _aim(self) -> Aim:
        """Where and when Red looks for options; it knows this picture, which does not keep it."""
        belief, label = self._belief, self._hinges.label
        objectives = self._interests.objectives.values()
        aims = {(item.mission, item.region, self._regions[item.region]) for item in objectives}
        return Aim(
            t_s=belief.t_s,
            known=self._memory.recall(("known", label, belief.coalition.key, self._lost), self._known),
            missions=tuple(sorted(aims)),
            down=frozenset(o.asset for o in self._down if o.covers(belief.t_s)),
            coalition=belief.coalition,
            horizon_s=self._tables.horizon_s,
            ties=NODES,
            odds=self._odds,
            hinges=self._hinges,
            memory=self._memory,
        )

    def _known(self) -> frozenset[str]:
        """The satellites, sites and users of others that Red knows and that are still there."""
        belief, scenario = self._belief, self._scenario
        return frozenset(
            target
            for target in (*scenario.fleet, *scenario.sites, *scenario.users)
            if (scenario.is_shown(target) or target in belief.learned)
            and scenario.owner_of(target) not in scenario.adversaries
            and target not in self._lost
            and belief.coalition.exists(target)
        )

    @cached_property
    def _lost(self) -> frozenset[str]:
        """What is gone for good, of what Red can see."""
        gone = (o for o in self._down if o.function is None and o.factor == 0.0 and o.end_s is None)
        return frozenset(o.asset for o in gone)

    @cached_property
    def _faces(self) -> Hinge:
        """Whom Red faces, and whom of them it expects to show up."""
        return self._belief.faces

    @cached_property
    def _expected(self) -> Expected:
        """What defences are expected to leave of an attack."""
        belief = self._belief
        leaked = self._links.hold("leak", (belief.t_s,), modifiers(self._scenario, belief.leaks))
        return Expected(
            belief.posture,
            self._down,
            belief.coalition,
            belief.phase,
            self._scene,
            self._watch,
            leaked,
            belief.learned,
        )

    def _odds(self, weapon: Weapon, target: str, effect_s: int) -> Odds:
        """The chances of a strike with what its target's defences are expected to leave of them."""
        key = (self._belief.t_s, weapon.key, target, effect_s)
        return self._links.hold("odds", key, self._expected.odds(weapon, target, effect_s))

    @cached_property
    def _down(self) -> tuple[Outage, ...]:
        """What is not working, of what Red can see, receivers under a jammer apart."""
        return tuple(o for o in self._belief.outages if isinstance(o, Outage))

    # Benefit

    def _benefits(self, attacks: Sequence[Attack]) -> list[Benefits]:
        """The benefit of every attack by objective, averaged over outcomes and over who shows up."""
        told = [self._by_mission(mission, attacks) for mission in self._missions]
        return (
            [tuple(sorted(itertools.chain(*parts))) for parts in zip(*told, strict=True)]
            if told
            else [() for _ in attacks]
        )

    @cached_property
    def _missions(self) -> tuple[MissionKey, ...]:
        """The missions that Red wants to deny anywhere."""
        return tuple(sorted({item.mission for item in self._interests.objectives.values()}))

    def _by_mission(self, mission: MissionKey, attacks: Sequence[Attack]) -> list[Benefits]:
        """The benefit of every attack that comes of denying one mission, by objective."""
        # What an attack denies depends on what is down of the mission, on nothing else that is.
        moment = self._belief.t_s, self._hinges.label, self._faces, self._standing(mission)
        return self._memory.drawer(("gains", self._stakes, mission, *moment)).recall_all(
            [attack.key for attack in attacks],
            lambda new: self._denied(mission, [attacks[place] for place in new]),
        )

    def _denied(self, mission: MissionKey, attacks: Sequence[Attack]) -> list[Benefits]:
        """The benefit of denying one mission by each attack, by objective; none where it does nothing to it."""
        drawer = self._memory.drawer(("cases", mission, self._belief.t_s, self._hinges.label))
        cases = [
            (row, *case)
            for row, attack in enumerate(attacks)
            for case in drawer.recall(attack.key, partial(self._cases, attack.option, mission))
        ]
        if not cases:
            return [()] * len(attacks)
        coalitions, weights = self._memory.recall(
            ("faces", self._stakes, self._hinges.label, self._faces),
            partial(who_shows_up, self._belief, self._interests.belief.draws),
        )
        places = {
            future: n for n, future in enumerate(dict.fromkeys(future for *_, future in cases), start=1)
        }
        futures = self._memory.futures.joint(()), *places
        services = self._links.hold(
            "service", (self._belief.t_s, mission), self._services(mission, futures, coalitions)
        )
        rows = np.array([row for row, *_ in cases])
        p, which = np.array([p for _, p, _ in cases]), np.array([places[future] for *_, future in cases])
        told: list[list[tuple[str, float]]] = [[] for _ in attacks]
        for key, aim in sorted(self._interests.objectives.items()):
            if aim.mission == mission:
                gains = self._gains(aim, services, weights)
                sums = np.bincount(rows, p * gains[which], len(attacks)).tolist()
                for row in dict.fromkeys(rows.tolist()):
                    told[row].append((key, round(sums[row], EXACT)))
        return [tuple(parts) for parts in told]

    def _standing(self, mission: MissionKey) -> tuple[Felt, ...]:
        """What is down already of what the mission feels."""
        return tuple(o for o in self._belief.outages if self._tables.feels(mission, o))

    def _services(
        self, mission: MissionKey, futures: Sequence[Future], coalitions: Sequence[Coalition]
    ) -> FloatArray:
        """Mean service over the window with each future on top of what is down, (coalitions, futures, places)."""
        now_s, known = self._belief.t_s, self._memory.futures
        standing = known.of(self._standing(mission), now_s)
        layout = known.layout(standing, futures, float(self._belief.horizon_s - now_s))
        return self._tables.means(mission, layout, now_s, coalitions)

    def _gains(self, aim: Objective, services: FloatArray, weights: Sequence[float]) -> FloatArray:
        """Weighted gain in Psi of every future over the first one, which is restraint."""
        place = self._tables.places[aim.mission].index(self._regions[aim.region])
        key = (self._belief.t_s, aim.mission, aim.region)
        chances = self._links.hold("psi", key, psi_of(aim, services[:, :, place]))
        gains = (chances - chances[:, :1]) * aim.weight
        gained = np.zeros(gains.shape[1])
        for weight, against in zip(weights, gains, strict=True):  # in this order, on every platform
            gained += weight * against
        return gained

    def _cases(self, option: Option, mission: MissionKey) -> tuple[Case, ...]:
        """Every outcome of an option that changes something for the mission: its probability and what it does."""
        weapon = self._weapons[option.capability]
        ends = [
            self._ends(weapon, target, timing.effect_s, mission)
            for target, timing in zip(option.targets, option.timings, strict=True)
        ]
        if not any(felt for each in ends for _, felt in each):
            return ()
        together = [
            (math.prod(q for q, _ in each), tuple(item for _, items in each for item in items))
            for each in itertools.product(*ends)
        ]
        futures, now_s = self._memory.futures, self._belief.t_s
        return tuple((p, futures.of(felt, now_s)) for p, felt in together if p > 0.0 and felt)

    def _ends(
        self, weapon: Weapon, target: str, effect_s: int, mission: MissionKey
    ) -> list[tuple[float, tuple[Felt, ...]]]:
        """Every way in which a strike can end, failure first: its probability and what the mission feels of it."""
        odds = self._odds(weapon, target, effect_s)
        ends = self._expected.missed(weapon, target, effect_s, 1.0 - odds.p)
        for outcome in odds.outcomes:
            consequences = (felt_of(self._belief.coalition, item, effect_s) for item in outcome.consequences)
            felt = tuple(item for item in consequences if item is not None)
            ends += self._expected.lasting(outcome, felt, effect_s)
        told = [(p, tuple(o for o in felt if self._tables.feels(mission, o))) for p, felt in ends]
        return self._links.hold("ends", (self._belief.t_s, weapon.key, target, effect_s, mission), told)

    # All of it

    def _reckoned(self, attacks: Sequence[Attack], benefits: Sequence[Benefits]) -> Reckoned:
        """Attacks with what they bring and what they cost."""
        options = [attack.option for attack in attacks]
        pressure = self._interests.pressure.at(self._belief.phase)
        gains = [
            self._links.hold("benefit", (self._belief.t_s, option.id), gain)
            for option, gain in zip(options, map(total, benefits), strict=True)
        ]
        stays = [unrelieved(gain, pressure, self._interests.least_gain) for gain in gains]
        return Reckoned(options, gains, benefits, self._bills.of_all(tuple(attacks)), stays)
