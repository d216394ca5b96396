"""One decision of the adversaries: observe the same snapshot, decide, announce, and hand the orders on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wargame.adjudication import Referee
from wargame.agents.actors import ActorAgent
from wargame.availability import Availability, Jammer, Outage, availability
from wargame.board import Board
from wargame.coalition import Coalition
from wargame.deterrence.picture import Belief, Picture
from wargame.deterrence.weighing import p_chosen
from wargame.draws import Draws
from wargame.events import AttackDecided, Card, MoveBegan, OptionsWeighed, RestraintChosen
from wargame.game.effect import Order
from wargame.game.journal import Journal
from wargame.game.observation import Decision, Observation, Weighing
from wargame.game.prospect import Prospect
from wargame.scenario.politics import Action, Adversary

NO_OPTION = -99.0
"""The gap that is written down when there was nothing to attack with; JSON has no minus infinity."""


@dataclass(frozen=True)
class SharedPicture:
    """Red's reckoning, shared by all games in which it believes the same."""

    board: Board
    belief: Belief

    @cached_property
    def _picture(self) -> Picture:
        board = self.board
        return Picture(
            self.belief,
            board.scenario,
            board.shown_scene,
            board.watch,
            board.tables,
            board.region_index,
            board.links,
        )

    def prospects(self) -> tuple[tuple[Prospect, ...], int]:
        """What Red expects of each attack, computed once for each belief."""
        if not self.board.links.transparent:
            return self._picture.prospects()
        return self.board.reckonings.of(self.belief.key, self._reckon)

    def _reckon(self) -> tuple[tuple[Prospect, ...], int]:
        return self._picture.prospects()

    def balance(
        self, utilities: Sequence[float], pressure: float, resolve_rate: float
    ) -> tuple[float, float]:
        """The best attack minus restraint, and P(attack) that follows."""
        return self._picture.balance(utilities, pressure, resolve_rate)


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
        script: the forced arm's package, by adversary; None in the other arms.
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
        script: dict[str, tuple[Action, ...]] | None,
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

    def play(self, began: MoveBegan) -> None:
        """All adversaries observe and decide on one snapshot; then their orders are taken together."""
        seen = [(agent, self._observe(agent.key, began)) for agent in self._adversaries]
        decisions = [(agent.key, what, agent.decide(what, self._draws)) for agent, what in seen]
        orders = [
            item for key, what, decision in decisions for item in self._announce(key, what, decision, began)
        ]
        self._referee.give(orders)

    def _interests(self, actor: str) -> Adversary:
        block = self._board.scenario.actors[actor].adversary
        assert block is not None  # the loader has checked
        if self._script is None:
            return block
        return block.model_copy(update={"script": self._script.get(actor, ())})

    def _observe(self, actor: str, began: MoveBegan) -> Observation:
        """What an adversary knows now: public facts, its own means, and its belief."""
        scenario, world = self._board.scenario, self._journal.world
        interests = self._interests(actor)
        allies = [
            key for key in scenario.governments if key in self._coalition.inside and key != scenario.lead
        ]
        shows_up = {key: world.shows_up(actor, key, began.t_s) for key in allies}
        resources = {key: world.resources[actor, key] for key in sorted(interests.capabilities)}
        belief = Belief(
            actor=actor,
            t_s=began.t_s,
            horizon_s=began.t_s + scenario.clock.benefit_window_d * 86400,
            phase=world.phase,
            coalition=self._coalition,
            shows_up=shows_up,
            outages=self._visible_outages(began.t_s),
            weapons=tuple(self._board.weapon(actor, key, left) for key, left in resources.items()),
        )
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
            estimator=SharedPicture(self._board, belief),
        )

    def _visible_outages(self, t_s: int) -> tuple[Outage | Jammer, ...]:
        """What an adversary can see not working: outages of shown assets and jamming that are not over yet."""
        scenario = self._board.scenario
        state: Availability = availability(self._journal.world.statuses, self._coalition)
        loud = tuple(item for item in state.jammers if item.end_s > t_s)
        return loud + tuple(
            item
            for item in state.outages
            if scenario.is_shown(item.asset) and (item.end_s is None or item.end_s > t_s)
        )

    def _announce(
        self, actor: str, seen: Observation, decision: Decision, began: MoveBegan
    ) -> list[tuple[Order, str]]:
        """Writes down how an adversary decided; returns the orders that go on, each with its cause."""
        if decision.weighing is None:
            return [] if self._held else [(order, began.id) for order in decision.orders]
        weighed = self._journal.emit(self._weighed(actor, seen, decision.weighing, began))
        chosen, gap = decision.chosen, weighed.gap
        if chosen is None or self._held:
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
                own_gap=round(chosen.utility + weighed.pressure, 9),
                p_chosen=p_chosen(chosen, decision.weighing.prospects, seen.interests.choice_rate),
                card=_why(weighed, decision.resolve, chosen) if self._journal.keep_cards else None,
            )
        )
        return [(order, decided.id) for order in decision.orders]

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
            best_terms=weighing.best.terms if weighing.best else {},
            weighed=len(weighing.prospects),
            dropped=weighing.dropped,
            options=_table(weighing) if full else None,
            observation=seen.as_dict() if full else None,
        )


def _table(weighing: Weighing) -> list[dict[str, Any]]:
    """Every option with all its terms, the best first."""
    ranked = sorted(weighing.prospects, key=lambda item: (-item.utility, item.option.id))
    return [item.as_dict() for item in ranked]


def _why(weighed: OptionsWeighed, resolve: float, chosen: Prospect) -> Card:
    """Why Red attacked, and with what."""
    return {
        "rule": "Red attacks when the gap of its best option plus its resolve is above zero; then a draw that favours "
        "better options (logit) chooses which attack",
        "best": weighed.best,
        "gap": weighed.gap,
        "resolve": resolve,
        "chosen": chosen.option.id,
        "terms": chosen.terms,
        "benefits": dict(chosen.benefits),
        "outcome": "attack",
    }
