"""One decision of the adversaries: observe the same snapshot, decide, announce, and hand the orders on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, TypeVar

from wargame.adjudication import Referee
from wargame.agents.actors import ActorAgent
from wargame.availability import Availability, Jammer, Outage, availability
from wargame.board import Board
from wargame.coalition import Coalition
from wargame.course import Course
from wargame.deterrence.belief import Belief
from wargame.deterrence.declared import Expectation, PackagePicture
from wargame.deterrence.expected import Posture
from wargame.deterrence.felt import without_outlasted
from wargame.deterrence.instability import instability
from wargame.deterrence.options import Weapon
from wargame.deterrence.relief import relieved
from wargame.draws import Draws
from wargame.events import AttackDecided, Card, MoveBegan, OptionsWeighed, OrderRefused, RestraintChosen
from wargame.game.effect import Order
from wargame.game.journal import Journal
from wargame.game.observation import Decision, Observation, Weighing
from wargame.game.prospect import Prospect, Table
from wargame.knowing.leaks import givers_in_force
from wargame.knowing.perception import Perception
from wargame.scenario.politics import Action, Adversary

F = TypeVar("F", Outage, Jammer)

NO_OPTION = -99.0
"""The gap that is written down when there was nothing to attack with; JSON has no minus infinity."""


@dataclass(frozen=True)
class SharedPicture:
    """Red's reckoning, shared by all games in which it believes the same.

    Attributes:
        board: what all games of the scenario share.
        believe: works out what Red believes at the moment; asked once, and never by a doctrine that only follows a
            script.
    """

    board: Board
    believe: Callable[[], Belief]

    @cached_property
    def belief(self) -> Belief:
        """What Red believes."""
        return self.believe()

    @cached_property
    def _picture(self) -> PackagePicture:
        board, learned = self.board, frozenset(self.belief.learned)
        scene, visits = board.known_scene(learned), dict(self.belief.posture.visits)
        return PackagePicture(
            self.belief,
            board.scenario,
            replace(scene, visits=visits) if visits else scene,
            board.watch,
            board.tables.knowing(learned),
            board.region_index,
            board.links,
            board.memory,
        )

    def prospects(self) -> tuple[Table, int]:
        """What Red expects of each attack, computed once for each belief."""
        if not self.board.links.transparent:
            return self._picture.prospects()
        return self.board.reckonings.of(self.belief.key, self._reckon)

    def _reckon(self) -> tuple[Table, int]:
        return self._picture.prospects()

    def balance(
        self, utilities: Sequence[float], pressure: float, resolve_rate: float
    ) -> tuple[float, float]:
        """The best attack minus restraint, and P(attack) that follows."""
        return self._picture.balance(utilities, pressure, resolve_rate)

    def expect(self, actions: Sequence[Action]) -> Expectation | None:
        """What Red expects of a declared package; None where nothing of it is in reach."""
        return self._picture.expect(actions)


class Turn:
    """The adversaries' part of every move.

    Args:
        board: what all games of the scenario share.
        coalition: who is in it.
        journal: where events go.
        draws: the chances of this replicate.
        referee: takes the orders.
        adversaries: who decides.
        held: True in the restraint arm: orders are weighed and held back.
        script: what adversaries carry out in place of a decision of their own: the forced arm's package, or orders.
        course: how the crisis comes down after the orders.
    """

    def __init__(
        self,
        board: Board,
        coalition: Coalition,
        journal: Journal,
        draws: Draws,
        referee: Referee,
        adversaries: Sequence[ActorAgent],
        held: bool,
        script: Mapping[str, tuple[Action, ...]],
        course: Course,
    ) -> None:
        """See the class."""
        self._board = board
        self._coalition = coalition
        self._journal = journal
        self._draws = draws
        self._referee = referee
        self._adversaries = adversaries
        self._held = held
        self._script = script
        self._course = course

    def play(self, began: MoveBegan) -> None:
        """All adversaries observe and decide on one snapshot; then their orders are taken together."""
        seen = [(agent, self.observe(agent.key, began)) for agent in self._adversaries]
        decisions = [(agent.key, what, agent.decide(what, self._draws)) for agent, what in seen]
        orders = [
            item for key, what, decision in decisions for item in self._announce(key, what, decision, began)
        ]
        self._referee.give(orders)
        self._course.after_orders(began)

    def _interests(self, actor: str, relief: float) -> Adversary:
        block = self._board.scenario.actors[actor].adversary
        assert block is not None  # the loader has checked
        if actor in self._script:
            block = block.model_copy(update={"script": self._script[actor]})
        return relieved(block, relief)

    def observe(self, actor: str, began: MoveBegan) -> Observation:
        """What an adversary knows now: public facts, its own means, and its belief."""
        scenario, world = self._board.scenario, self._journal.world
        relief = world.relief(actor, began.t_s)
        interests = self._interests(actor, relief)
        allies = [
            key for key in scenario.governments if key in self._coalition.inside and key != scenario.lead
        ]
        shows_up = {key: world.shows_up(actor, key, began.t_s) for key in allies}
        resources = {key: world.resources[actor, key] for key in sorted(interests.capabilities)}
        return Observation(
            actor=actor,
            t_s=began.t_s,
            move=began.move,
            move_s=scenario.clock.move_s,
            phase=world.phase,
            members=tuple(sorted(self._coalition.members)),
            resources=resources,
            shows_up=shows_up,
            interests=interests,
            estimator=SharedPicture(
                self._board, partial(self._believe, actor, began, interests, relief, shows_up, resources)
            ),
            learned=tuple(sorted(world.learned)),
            leaks=givers_in_force(world),
        )

    def _believe(
        self,
        actor: str,
        began: MoveBegan,
        interests: Adversary,
        relief: float,
        shows_up: Mapping[str, float],
        resources: Mapping[str, int],
    ) -> Belief:
        """What an adversary believes, worked out while nothing of the move has happened yet."""
        scenario, world = self._board.scenario, self._journal.world
        return Belief(
            actor=actor,
            t_s=began.t_s,
            horizon_s=began.t_s + scenario.clock.benefit_window_d * 86400,
            phase=world.phase,
            coalition=self._coalition,
            shows_up=shows_up,
            outages=self._visible_outages(actor, interests, began.t_s),
            weapons=self._weapons(actor, resources),
            relief=relief,
            learned=tuple(sorted(world.learned)),
            leaks=givers_in_force(world),
            posture=self._posture(actor),
        )

    def _weapons(self, actor: str, resources: Mapping[str, int]) -> tuple[Weapon, ...]:
        """What an adversary has left; a satellite on its way to a target can be sent to no other."""
        busy = self._board.carriers(self._journal.world.engagements.values())
        found = tuple(self._board.weapon(actor, key, left) for key, left in resources.items())
        return (
            tuple(replace(item, left=0) if item.carrier in busy else item for item in found)
            if busy
            else found
        )

    def _posture(self, actor: str) -> Posture:
        """What an adversary has seen of defences in use; those of satellites that it does not know it has not."""
        scenario, world = self._board.scenario, self._journal.world
        spent, used = world.reserves.delta_v_spent, world.reserves.copies_used
        hidden = self._board.hidden - world.learned
        stocks = {scenario.stock_of(key) for key in hidden}
        return Posture(
            inspected=tuple(sorted(asset for who, asset in world.reserves.inspected if who == actor)),
            delta_v_spent=tuple(sorted(item for item in spent.items() if item[0] not in hidden)),
            copies_used=tuple(sorted(item for item in used.items() if item[0] not in stocks)),
            visits=tuple(
                sorted(
                    (key, visit)
                    for key, visit in world.reserves.visits.items()
                    if scenario.owner_of(key) == actor
                )
            ),
        )

    def _visible_outages(self, actor: str, interests: Adversary, t_s: int) -> tuple[Outage | Jammer, ...]:
        """What an adversary has seen not working and not seen to be over: outages of assets it knows, and jamming.

        When they began is of no account for what is to come: beliefs that differ in nothing else are one.
        """
        scenario, world = self._board.scenario, self._journal.world
        sight = Perception(actor, interests.assessment, scenario.clock.move_s, self._draws)
        state: Availability = availability(sight.statuses(world.statuses, t_s), self._coalition)
        loud = tuple(_from(item, t_s) for item in state.jammers if item.end_s > t_s)
        quiet = (
            _from(item, t_s)
            for item in state.outages
            if (scenario.is_shown(item.asset) or item.asset in world.learned)
            and (item.end_s is None or item.end_s > t_s)
        )
        return without_outlasted((*loud, *quiet))

    def _announce(
        self, actor: str, seen: Observation, decision: Decision, began: MoveBegan
    ) -> list[tuple[Order, str]]:
        """Writes down how an adversary decided; returns the orders that go on, each with its cause."""
        held = self._held or self._journal.world.holds_back(actor, began.t_s)
        if decision.weighing is None:
            return self._given(decision.orders, began, held)
        weighed = self._journal.emit(self._weighed(actor, seen, decision.weighing, began))
        chosen, gap = decision.chosen, weighed.gap
        if chosen is None or held:
            self._journal.emit(
                RestraintChosen(
                    t_s=began.t_s,
                    move=began.move,
                    cause=weighed.id,
                    actor=actor,
                    gap=gap,
                    resolve=decision.resolve,
                    held=chosen is not None,
                )
            )
            return []
        decided = self._journal.emit(
            AttackDecided(
                t_s=began.t_s,
                move=began.move,
                cause=weighed.id,
                actor=actor,
                option=chosen.option.id,
                gap=gap,
                resolve=decision.resolve,
                best=weighed.best or chosen.option.id,
                own_gap=round(decision.weighing.worth_of(chosen) + weighed.pressure, 9),
                p_chosen=decision.p_chosen,
                card=_why(weighed, decision, chosen) if self._journal.keep_cards else None,
            )
        )
        return [(order, decided.id) for order in decision.orders]

    def _given(self, orders: Sequence[Order], began: MoveBegan, held: bool) -> list[tuple[Order, str]]:
        """Orders that no weighing stands behind; an adversary that has stepped down gives none, and that is said."""
        if not held:
            return [(order, began.id) for order in orders]
        for order in orders if not self._held else ():
            for target in order.targets:
                self._journal.emit(
                    OrderRefused(
                        t_s=began.t_s,
                        move=began.move,
                        cause=began.id,
                        order=order.id,
                        target=target,
                        reason=f"'{order.actor}' has stepped down and gives no order for now",
                    )
                )
        return []

    def _weighed(self, actor: str, seen: Observation, weighing: Weighing, began: MoveBegan) -> OptionsWeighed:
        full = self._journal.keep_cards
        return OptionsWeighed(
            t_s=began.t_s,
            move=began.move,
            cause=self._journal.world.phase_event or began.id,
            actor=actor,
            pressure=weighing.pressure,
            gap=weighing.gap if weighing.prospects else NO_OPTION,
            p_attack=weighing.p_attack,
            best=weighing.best.option.id if weighing.best else None,
            best_terms=weighing.terms_of(weighing.best) if weighing.best else {},
            weighed=len(weighing.prospects),
            dropped=weighing.dropped,
            instability=_instability(weighing, seen.interests),
            options=_table(weighing) if full else None,
            observation=seen.as_dict() if full else None,
        )


def _from(item: F, t_s: int) -> F:
    """What is down or jammed, as if it had begun now at the earliest."""
    return replace(item, start_s=max(float(t_s), item.start_s))


def _instability(weighing: Weighing, interests: Adversary) -> float | None:
    """What waiting to be struck first would cost the adversary."""
    survives = {key: item.survives_strike for key, item in interests.capabilities.items()}
    return instability(weighing.offers, survives, weighing.pressure)


def _table(weighing: Weighing) -> list[dict[str, Any]]:
    """Every option with all its terms, the best first."""
    ranked = sorted(weighing.prospects, key=lambda item: (-weighing.worth_of(item), item.option.id))
    if weighing.worth is None:
        return [item.as_dict() for item in ranked]
    return [{**item.as_dict(), "worth": weighing.worth_of(item)} for item in ranked]


def _why(weighed: OptionsWeighed, decision: Decision, chosen: Prospect) -> Card:
    """Why Red attacked, and with what."""
    assert decision.weighing is not None  # an attack is weighed
    return {
        "rule": decision.weighing.rule,
        "best": weighed.best,
        "gap": weighed.gap,
        "resolve": decision.resolve,
        "chosen": chosen.option.id,
        "terms": decision.weighing.terms_of(chosen),
        "benefits": dict(chosen.benefits),
        "outcome": "attack",
    }
