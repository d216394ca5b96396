"""The game as a Mesa model: `Game(scenario).step()` plays one move.

Mesa is the face: actors and assets are `mesa.Agent`s, a step is a move. Time, chance and state are ours: an event queue
in whole seconds, draws keyed by decision, and a world that is a fold over its events (docs/architecture.md says why).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import mesa

from wargame.adjudication import Referee
from wargame.agents.actors import ActorAgent
from wargame.agents.assets import SatelliteAgent, SiteAgent
from wargame.agents.doctrines.scripted import Scripted
from wargame.availability import Availability, availability
from wargame.board import Board
from wargame.coalition import Coalition, Leaving
from wargame.course import Course
from wargame.deterrence.declared import Expectation
from wargame.draws import Draws
from wargame.eras import Era, Eras
from wargame.events import Event, MoveBegan, ScenarioAmended
from wargame.game.agenda import Agenda, Due
from wargame.game.journal import Journal
from wargame.game.loop import Loop
from wargame.game.observation import Doctrine
from wargame.inquiry import Inquiries
from wargame.knowing.leaks import counter
from wargame.missions.service import ServiceTimeline
from wargame.providers import Providers
from wargame.registry import DOCTRINE, plugins
from wargame.scenario import MissionKey, Scenario
from wargame.scenario.forking import Fork
from wargame.scenario.orders import Orders
from wargame.scenario.politics import Action, ThreatPackage
from wargame.scoring import score
from wargame.turn import SharedPicture, Turn
from wargame.white_cell import WhiteCell
from wargame.world import World

Arm = Literal["unattacked", "forced", "restraint", "free"]
ARMS: tuple[Arm, ...] = ("unattacked", "forced", "restraint", "free")


@dataclass(frozen=True, slots=True)
class Setup:
    """What a run is a pure function of, beside the scenario.

    Attributes:
        seed, replicate: which chances.
        coalition: the players present; all of them when None.
        leaving: what has become of the others.
        arm: unattacked, forced (a threat package), restraint (Red held back) or free.
        package: the threat package of the forced arm.
        keep: full keeps cards, option tables and observations; lean does not.
        orders: what cells of people order in place of doctrines and governments.
        forks: where the run leaves its parent, in order of their moves.
    """

    seed: int = 0
    replicate: int = 0
    coalition: frozenset[str] | None = None
    leaving: Leaving = "neutral"
    arm: Arm = "free"
    package: str | None = None
    keep: Literal["full", "lean"] = "full"
    orders: Orders | None = None
    forks: tuple[Fork, ...] = ()


class Game(mesa.Model):
    """One game of a scenario.

    Args:
        scenario: what is given.
        rng: the seed.
        setup: replicate, coalition, arm and package; `rng` wins over its seed.
        board: what games of this scenario share; built when left out.

    Attributes:
        given: the scenario (Mesa keeps the name `scenario` for itself).
        eras: which scenario holds from when on: the given one, and what forks make of it.
        world: the state, a fold over `events`; read it, never write it.
    """

    def __init__(
        self, scenario: Scenario, rng: int = 0, setup: Setup | None = None, board: Board | None = None
    ) -> None:
        """Sets the board; no move is played yet."""
        super().__init__(rng=rng)
        self.given = scenario
        self.setup = replace(setup or Setup(), seed=rng)
        members = frozenset(scenario.players) if self.setup.coalition is None else self.setup.coalition
        coalition = Coalition(scenario, members, self.setup.leaving)
        self.eras = Eras(Era(board or Board.of(scenario), coalition))
        self._draws = Draws(rng, self.setup.replicate)
        self._agenda = Agenda(self._draws)
        self.world = World.at_start(scenario)
        self.journal = Journal(self.world, self._agenda, keep_cards=self.setup.keep == "full")
        self._adversaries = self._seat_agents()
        self._compose(self.setup.orders)
        clock = scenario.clock
        last_s = clock.duration_s + clock.consequence_window_d * 86400
        self._loop = Loop(self, self._agenda, clock.move_s, clock.duration_s // clock.move_s, last_s)
        self._white_cell.prepare(self._agenda)

    def _compose(self, orders: Orders | None) -> None:
        """Puts the parts of the game together for the scenario that holds now; all state is in the world."""
        board, coalition, journal, draws = self.board, self.coalition, self.journal, self._draws
        self._orders = orders
        self._inquiries = Inquiries(board, coalition, journal, draws, orders)
        self._providers = Providers(coalition, journal, draws)
        self._referee = Referee(board, coalition, journal, draws, self._inquiries)
        course = Course(board, journal, self._referee, free=self.setup.arm == "free")
        attacks = self._referee.give if self.setup.arm in ("free", "forced") else None
        self._white_cell = WhiteCell(
            board.scenario, coalition, journal, self._inquiries, course.step_down, attacks
        )
        script = self._script(orders)
        self._instruct(script)
        self._turn = Turn(
            board,
            coalition,
            journal,
            draws,
            self._referee,
            self._adversaries,
            held=self.setup.arm == "restraint",
            script=script,
            course=course,
        )

    @property
    def board(self) -> Board:
        """What all games of the scenario that holds now share."""
        return self.eras.now.board

    @property
    def coalition(self) -> Coalition:
        """Who is in it, by the agreements that hold now."""
        return self.eras.now.coalition

    def expectation(self, package: ThreatPackage, began: MoveBegan) -> Expectation | None:
        """What the adversary of a declared package expects of it at a move, on what the world has come to."""
        estimator = self._turn.observe(package.adversary, began).estimator
        assert isinstance(estimator, SharedPicture)  # what `Turn` gives
        return estimator.expect(package.actions)

    def step(self) -> None:
        """Plays one move; after the last one the consequences, and the score."""
        if self._loop.over:
            self.running = False
            return
        for fork in self.setup.forks:
            if fork.move == self._loop.move and fork.changes_anything:
                self._leave_parent(fork)
        self._loop.play_move()
        if self._loop.over:
            self._loop.play_consequences()
            score(self.eras, self.journal)
            self.running = False

    def _leave_parent(self, fork: Fork) -> None:
        """From the first second of this move on, before anything in it, what a fork changes holds."""
        amended = self.journal.emit(
            ScenarioAmended(
                t_s=fork.move * self.given.clock.move_s,
                move=self.world.move,
                at_move=fork.move,
                changes=tuple(change.as_plain for change in fork.changes),
                orders=fork.orders is not None,
            )
        )
        self._begin_era(amended.t_s, self._orders if fork.orders is None else fork.orders)
        self._white_cell.prepare_again(self._agenda, amended.t_s)

    def _begin_era(self, from_s: int, orders: Orders | None) -> None:
        """Puts the game together again for the scenario that the world has now."""
        scenario = self.world.scenario
        coalition = Coalition(scenario, self.coalition.members, self.setup.leaving)
        self.eras.begin(Era(self.board.amended(scenario), coalition, from_s))
        self._compose(orders)

    def catch_up(self, events: Iterable[Event]) -> None:
        """Brings the world to where it stood after events of a record; nothing is played and nothing is due."""
        for event in events:
            self.world.apply(event)
            if isinstance(event, ScenarioAmended):
                self._begin_era(event.t_s, self._orders)

    def play(self) -> "Game":
        """Plays every move that is left."""
        while not self._loop.over:
            self.step()
        return self

    def close(self) -> None:
        """Lets go of Mesa's memory of this game (Mesa 3.3 keeps every model alive through its agents' ids)."""
        self.remove_all_agents()
        ids = getattr(mesa.Agent, "_ids", None)
        if ids is not None:
            ids.pop(self, None)

    @property
    def events(self) -> list[Event]:
        """What has happened so far."""
        return self.journal.events

    @property
    def availability(self) -> Availability:
        """What works when, so far."""
        return availability(self.world.statuses, self.coalition)

    def services(self) -> dict[MissionKey, ServiceTimeline]:
        """The service of every mission that anybody needs, over the whole run, by what has happened so far."""
        states = self.eras.states(self.world.statuses)
        missions = self.board.services.missions
        return {mission: self.eras.timeline(mission, states) for mission in missions}

    def status_of(self, asset: str) -> str:
        """`up`, `degraded` or `lost`, as the world has it."""
        if asset in self.world.lost:
            return "lost"
        return "degraded" if any(item.asset == asset for item in self.world.down.values()) else "up"

    def _seat_agents(self) -> list[ActorAgent]:
        """Seats every actor and asset; returns the adversaries."""
        actors = {key: ActorAgent(self, key, actor.kind) for key, actor in sorted(self.given.actors.items())}
        for key, satellite in self.given.fleet.items():
            SatelliteAgent(self, key, satellite.owner, self.status_of)
        for key, site in sorted(self.given.sites.items()):
            SiteAgent(self, key, site.owner, self.status_of)
        return [actors[key] for key in self.given.adversaries]

    def _instruct(self, script: Mapping[str, tuple[Action, ...]]) -> None:
        """Gives every adversary its doctrine; those with a script carry it out."""
        doctrines: Mapping[str, Doctrine] = plugins(DOCTRINE)
        for agent in self._adversaries:
            block = self.board.scenario.actors[agent.key].adversary
            assert block is not None  # the loader has checked
            agent.follow(Scripted() if agent.key in script else doctrines[block.doctrine])

    def _script(self, orders: Orders | None) -> Mapping[str, tuple[Action, ...]]:
        """What adversaries carry out in place of a decision: the forced arm's package (others nothing), or orders."""
        if self.setup.arm == "forced":
            package = self.given.threat_packages[self.setup.package or ""]
            return dict.fromkeys(self.given.adversaries, ()) | {package.adversary: package.actions}
        return orders.scripts if orders is not None else {}

    # What the loop calls (wargame.game.loop.Rules)

    def inject(self, due: Due) -> None:
        """Something that the white cell has prepared happens."""
        self._white_cell.fire(due)

    def recover(self, due: Due) -> None:
        """Something degraded works again, unless it does already."""
        if due.cause in self.world.down:
            self._referee.recover(due.cause, due.t_s)

    def silence(self, due: Due) -> None:
        """A transmitter aimed at receivers falls silent, unless it has."""
        if due.cause in self.world.loud:
            self._referee.silence(due.cause, due.t_s)

    def replace(self, due: Due) -> None:
        """A replacement for a lost satellite is due."""
        self._referee.replace(due)

    def free(self, due: Due) -> None:
        """A means of attack can be used again, unless it was freed before."""
        if due.cause in self.world.pending:
            self._referee.free(due.about, due.cause, due.t_s)

    def counter(self, due: Due) -> None:
        """What leaked has been countered."""
        counter(self.journal, due.cause, due.t_s)

    def inquire(self, due: Due) -> None:
        """A government makes up its mind about an attack, unless the crisis is over."""
        if due.cause in self.world.inquiries or due.cause in self.world.votes:
            self._inquiries.decide(due.cause, due.t_s)

    def provide(self, due: Due) -> None:
        """A commercial provider thinks of refusing, or its notice has run out."""
        self._providers.act(due)

    def resolve(self, due: Due) -> None:
        """An attack takes effect."""
        self._referee.resolve(due.about)

    def begin_move(self, move: int, t_s: int) -> None:
        """A move begins: all adversaries observe and decide, and their orders are taken."""
        began = self.journal.emit(MoveBegan(t_s=t_s, move=move))
        if self.setup.arm != "unattacked":
            self._turn.play(began)
