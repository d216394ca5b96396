"""Red's picture of a moment, and what it expects of every attack it could order then.

Built from Red's belief only: assets that are shown, statuses that it can see, who stands with the coalition, and
its own probability that each government shows up. Hidden assets never enter here; they enter adjudication.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import NamedTuple, TypeAlias

import numpy as np

from wargame.availability import Outage
from wargame.coalition import Coalition
from wargame.deterrence.answers import ExpectedAnswers
from wargame.deterrence.belief import Belief
from wargame.deterrence.consensus import Body
from wargame.deterrence.expected import Expected
from wargame.deterrence.felt import Felt, felt_of
from wargame.deterrence.futures import Future
from wargame.deterrence.links import Links
from wargame.deterrence.memory import Drawer, Memory
from wargame.deterrence.options import Aim, Weapon, options
from wargame.deterrence.own_cost import own_cost
from wargame.deterrence.relief import relieved
from wargame.deterrence.showing import NODES, who_shows_up
from wargame.deterrence.tables import LossTables
from wargame.deterrence.weighing import EXACT, gap, p_attack, psi_of, response_cost, unrelieved, voted_cost
from wargame.game.effect import Odds, Scene
from wargame.game.prospect import Answer, Option, Prospect, Table
from wargame.knowing.leaks import modifiers
from wargame.knowing.watch import Watch
from wargame.scenario import MissionKey, Scenario
from wargame.scenario.politics import Adversary, Objective
from wargame.space.arrays import FloatArray

Case: TypeAlias = tuple[float, Future]
"""An outcome that changes something: its probability and what it does."""


class _Drawers(NamedTuple):
    """What governments would do, what that would cost Red, by attack and by who would see it; and its own cost."""

    bodies: Drawer
    response: Drawer
    own: Drawer


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
        self._stakes = (
            scenario.hash
        )  # what hangs on stakes is not shared with scenarios that differ in nothing else
        self._secrets = (belief.actor, belief.learned, belief.leaks, belief.posture.visits)
        block = scenario.actors[belief.actor].adversary
        assert block is not None  # the loader has checked
        self._interests: Adversary = relieved(block, belief.relief)
        self._weapons = {weapon.key: weapon for weapon in belief.weapons}
        self._answers = ExpectedAnswers(belief, scenario, scene, watch, links, self._memory)

    def prospects(self) -> tuple[Table, int]:
        """What Red expects of each option, by id, and how many options it left out."""
        found, dropped = self._options()
        benefits = self._benefits(found)
        return Table(self._prospect(option, benefits[option.id]) for option in found), dropped

    def balance(
        self, utilities: Sequence[float], pressure: float, resolve_rate: float
    ) -> tuple[float, float]:
        """The best attack minus restraint, and P(attack) that follows."""
        key = (self._belief.t_s,)
        balance = self._links.hold("gap", key, gap(utilities, pressure))
        return balance, self._links.hold("p_attack", key, p_attack(balance, resolve_rate))

    # Options

    def _options(self) -> tuple[list[Option], int]:
        belief = self._belief
        objectives = self._interests.objectives.values()
        aims = {(item.mission, item.region, self._regions[item.region]) for item in objectives}
        aim = Aim(
            t_s=belief.t_s,
            known=self._memory.recall(
                ("known", self._secrets, belief.coalition.key, self._lost), self._known
            ),
            missions=tuple(sorted(aims)),
            down=frozenset(o.asset for o in self._down if o.covers(belief.t_s)),
            coalition=belief.coalition,
            horizon_s=self._tables.horizon_s,
            ties=NODES,
            odds=self._odds,
            memory=self._memory,
            secrets=self._shielded,
        )
        weapons = [item for item in belief.weapons if item.left > 0 and item.carrier not in self._lost]
        return options(self._tables, weapons, aim, self._scene, self._interests.option_limit)

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
    def _faces(self) -> tuple[object, ...]:
        """Whom Red faces, and whom of them it expects to show up."""
        return self._belief.coalition.key, tuple(sorted(self._belief.shows_up.items()))

    @cached_property
    def _shielded(self) -> tuple[object, ...]:
        """What tells what Red expects of an attack: who looks, what it has learned, and whose defences count."""
        belief, scenario = self._belief, self._scenario
        evades, others = self._memory.recall("defences", partial(_defences, scenario))
        seen: tuple[object, ...] = (*self._secrets, belief.posture)
        if evades:  # who warns, and when sensors that could warn work again
            seen = (*seen, belief.coalition.key, belief.phase, self._answers.silent, self._down)
        return (*seen, belief.coalition.key) if others else seen

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

    def _benefits(self, found: Sequence[Option]) -> dict[str, dict[str, float]]:
        """Benefit by option and objective, averaged over outcomes and over who shows up."""
        totals: dict[str, dict[str, float]] = {option.id: {} for option in found}
        for mission in sorted({item.mission for item in self._interests.objectives.values()}):
            # What an attack denies depends on what is down of the mission, on nothing else that is.
            moment = self._belief.t_s, self._shielded, self._faces, self._standing(mission)
            parts = self._memory.recall(
                ("gains", self._stakes, mission, *moment), dict[str, dict[str, float]]
            )
            new = [option for option in found if option.id not in parts]
            if new:
                parts.update(self._denied(mission, new))
            for option in found:
                totals[option.id].update(parts[option.id])
        return {option: dict(sorted(parts.items())) for option, parts in totals.items()}

    def _denied(self, mission: MissionKey, found: Sequence[Option]) -> dict[str, dict[str, float]]:
        """The benefit of denying one mission, by option and objective."""
        drawer = self._memory.drawer(("cases", mission, self._belief.t_s, self._shielded))
        cases = [
            (row, *case)
            for row, option in enumerate(found)
            for case in drawer.recall(option.id, partial(self._cases, option, mission))
        ]
        if not cases:
            return {option.id: {} for option in found}
        coalitions, weights = self._memory.recall(
            ("faces", self._secrets, self._faces),
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
        hurt = set(rows.tolist())
        totals: dict[str, dict[str, float]] = {option.id: {} for option in found}
        for key, aim in sorted(self._interests.objectives.items()):
            if aim.mission == mission:
                gains = self._gains(aim, services, weights)
                sums = np.bincount(rows, p * gains[which], len(found)).tolist()
                for row in hurt:
                    totals[found[row].id][key] = round(sums[row], EXACT)
        return totals

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
        total = np.zeros(gains.shape[1])
        for weight, against in zip(weights, gains, strict=True):  # in this order, on every platform
            total += weight * against
        return total

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

    # Cost

    def _prospect(self, option: Option, benefits: dict[str, float]) -> Prospect:
        belief = self._belief
        seen = option.id, self._answers.sight(option)
        answers, response = self._drawers.response.recall(seen, partial(self._expected_answers, option, seen))
        own = self._drawers.own.recall(
            option.id, partial(own_cost, option, self._interests, self._answers.is_strategic)
        )
        its_own = (belief.t_s, option.id)
        gain = self._links.hold("benefit", its_own, round(math.fsum(benefits.values()), EXACT))
        total = round(own.exact + response + own.strategic, EXACT)
        return Prospect(
            option,
            gain,
            tuple(benefits.items()),
            own.resource,
            own.rung,
            own.debris,
            own.norm,
            response,
            answers,
            self._links.hold("cost", its_own, total),
            unrelieved(gain, self._pressure, self._interests.least_gain),
            own.strategic,
        )

    @cached_property
    def _pressure(self) -> float:
        """The pressure of the crisis in this phase."""
        return self._interests.pressure.at(self._belief.phase)

    @cached_property
    def _drawers(self) -> _Drawers:
        """Parts of the cost that were worked out before under what they depend on."""
        label = self._belief.phase, self._secrets, self._faces, self._answers.conditions
        return _Drawers(
            self._memory.drawer(("bodies", *label)),
            self._memory.drawer(("cost", self._stakes, *label)),
            self._memory.drawer(("own cost", self._stakes, self._belief.t_s, self._shielded)),
        )

    def _expected_answers(self, option: Option, seen: tuple[object, ...]) -> tuple[tuple[Answer, ...], float]:
        """What Red expects of every government after an attack, and what that costs it."""
        bodies = self._drawers.bodies.recall(seen, partial(self._answers.bodies, option))
        flat = (item for body in bodies for item in body.answers)
        answers = tuple(sorted(flat, key=lambda item: item.government))
        key = (self._belief.t_s, option.id)
        return answers, self._links.hold("response_cost", key, self._response(bodies, answers))

    def _response(self, bodies: Sequence[Body], answers: Sequence[Answer]) -> float:
        """What the responses are expected to cost: by governments alone, or by votes that may fail."""
        costs = self._interests.costs
        if all(body.least == 1 for body in bodies):
            alone = [(a.severity, a.p_response, a.delay_d) for a in answers]
            return response_cost(costs.response_cap, alone, costs.response_fading_d)
        voting = [
            ([(a.severity, a.p_willing, a.delay_d) for a in body.answers], body.least) for body in bodies
        ]
        return voted_cost(costs.response_cap, voting, costs.response_fading_d)


def _defences(scenario: Scenario) -> tuple[bool, bool]:
    """Whether any satellite evades, and whether what partners do changes what else an attack comes to."""
    fleet = scenario.fleet.values()
    trained = any(item.kind == "training" for item in scenario.agreements.values())
    return any(body.evasion for body in fleet), trained or any(body.replacement for body in fleet)
