"""Plays a crisis in every arm and hands what came of it to the checkers; says what they find, one finding at a time."""

import copy
import importlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import swarm_worlds

import wargame.model
from wargame import coalition as coalition_module
from wargame.board import Board
from wargame.draws import STANDING, Draws
from wargame.loader import load
from wargame.model import Game
from wargame.scenario import Scenario

RUN = importlib.import_module("wargame.run")
seen: Counter[str] = Counter()
"""Events by kind, over everything that was played without a planted fault."""
runs = 0
"""Games played without a planted fault."""
found: dict[str, str | None] = {}
"""For every planted fault that was looked for: the checker that found it, or None."""
examined: set[int] = set()
"""Seeds of crises that were examined without a fault."""
shown_by_quick: set[str] = set()
"""Kinds of events that the quick seeds show."""
_planted = 0
_geometries: dict[str, object] = {}
_crises: dict[int, "Crisis"] = {}


class Listening(Draws):
    """Draws that remember every key that was asked for twice."""

    __slots__ = ("asked", "twice")

    def __init__(self, seed, replicate):
        super().__init__(seed, replicate)
        self.asked = set()
        self.twice = []

    def uniform(self, *key):
        if key[0] not in STANDING and key in self.asked:
            self.twice.append(key)
        self.asked.add(key)
        return super().uniform(*key)


@dataclass(frozen=True)
class Played:
    """One game: its record, the world as it stood at its end, and the draws it asked for.

    Attributes:
        scenario: what was played.
        record: what came of it.
        world: the live state at the end.
        draws: which draws were asked for.
        calm: the unattacked game of the same coalition and replicate; None for that game itself.
    """

    scenario: Scenario
    record: object
    world: object
    draws: Listening
    calm: "Played | None" = None

    @property
    def events(self):
        """What happened, in order."""
        return self.record.events

    @property
    def arm(self):
        """unattacked, restraint, free or forced."""
        return self.record.manifest.arm

    @cached_property
    def last_s(self):
        """The consequence horizon: what is due later is left."""
        clock = self.scenario.clock
        return clock.duration_s + clock.consequence_window_d * 86400

    @cached_property
    def inside(self):
        """Everybody who is in the coalition, worked out from the file and the manifest alone."""
        actors = self.scenario.actors.items()
        always = {k for k, a in actors if a.kind == "lead" or (a.kind == "commercial" and a.role != "player")}
        return always | set(self.record.manifest.coalition)

    @cached_property
    def by_id(self):
        """Events by id."""
        return {event.id: event for event in self.events}

    def of(self, *kinds):
        """The events of these kinds, in order."""
        return [event for event in self.events if event.kind in kinds]

    def phase_before(self, event):
        """The phase when an event was written down, by the phases written down before it."""
        changes = [e.phase for e in self.events[: event.seq] if e.kind == "phase.changed"]
        return changes[-1] if changes else "day_to_day"

    @property
    def name(self):
        """Which game it was, for people."""
        given = self.record.manifest
        who = "everybody" if set(given.coalition) == set(self.scenario.players) else "+".join(given.coalition)
        return f"{given.package or given.arm}/{given.replicate}/{who or 'lead alone'}"


@dataclass
class Crisis:
    """A crisis of the swarm, and the games of it that were played."""

    seed: int
    values: dict
    scenario: Scenario
    _played: dict = field(default_factory=dict)

    def play(self, scenario=None, **given):
        """One game, played once; of another scenario when one is given."""
        chosen = scenario or self.scenario
        key = (chosen.hash, tuple(sorted((name, str(value)) for name, value in given.items())))
        if key not in self._played:
            self._played[key] = play(chosen, seed=self.seed, **given)
        return self._played[key]

    @property
    def plain(self):
        """The scenario as plain values, every default filled in, to be changed at will."""
        return copy.deepcopy(dict(self.scenario.as_plain))

    def again(self, scenario, **given):
        """One game, not remembered."""
        return play(scenario, seed=self.seed, **given)

    @property
    def smaller(self):
        """The smaller coalition that this crisis is played with, besides everybody: the lead alone, mostly."""
        players = self.scenario.players
        rng = swarm_worlds.part(self.seed, "coalition")
        members = () if rng.random() < 0.6 else tuple(sorted(rng.sample(players, len(players) // 2)))
        return {"coalition": members, "leaving": rng.choice(["neutral", "absent"])}

    def every_game(self) -> Iterator[Played]:
        """Every arm and package, full, with everybody and with a smaller coalition, the unattacked one first."""
        for who in ({}, self.smaller):
            calm = self.play(arm="unattacked", **who)
            yield calm
            for given in self.attacked():
                played = self.play(**given, **who)
                yield Played(played.scenario, played.record, played.world, played.draws, calm)

    def attacked(self):
        """The arguments of every game in which somebody may attack."""
        yield {"arm": "restraint"}
        yield from ({"arm": "free", "replicate": n} for n in range(2))
        for package in sorted(self.scenario.threat_packages):
            yield {"arm": "forced", "package": package}


def crisis(seed) -> Crisis:
    """The crisis of a seed, through the real loader; made once."""
    if seed not in _crises:
        values = swarm_worlds.world(seed)
        _crises[seed] = Crisis(seed, values, loaded(values))
    return _crises[seed]


def loaded(values) -> Scenario:
    """Plain values as a file, and back through the loader."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world.yaml"
        path.write_text(swarm_worlds.text(values), encoding="utf-8")
        return load(path)


def play(scenario, **given) -> Played:
    """One game by the program's own `run`, watched: the record, the live world and the draws."""
    global runs  # noqa: PLW0603  the terminal says at the end how many there were
    games = []

    class Watched(Game):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            games.append(self)

    made = []

    def draws(*args):
        made.append(Listening(*args))
        return made[-1]

    _board(scenario)
    with _swapped(RUN, "Game", Watched), _swapped(wargame.model, "Draws", draws):
        record = RUN.run(scenario, **given)
    if not _planted:
        runs += 1
        seen.update(event.kind for event in record.events)
    return Played(scenario, record, games[-1].world, made[-1])


@contextmanager
def _swapped(holder, name, value):
    kept = getattr(holder, name)
    setattr(holder, name, value)
    try:
        yield
    finally:
        setattr(holder, name, kept)


def _board(scenario):
    """Makes sure that the program remembers a board for the scenario, on geometry that is worked out once."""
    if scenario.hash not in RUN._BOARDS:
        if scenario.hash not in _geometries:
            _geometries[scenario.hash] = Board.of(scenario).geometry
        RUN._BOARDS[scenario.hash] = Board(scenario, _geometries[scenario.hash])


def let_go():
    """Forgets every crisis and where its satellites are; long swarms would fill the memory."""
    _crises.clear()
    _geometries.clear()
    forget()


def forget():
    """Forgets what games have worked out: boards, services, tables, agreements; not where satellites are."""
    RUN._BOARDS.clear()
    coalition_module._ties.cache_clear()


@contextmanager
def planted(fault):
    """The program with a fault in it, and without any memory of the sound program before or after."""
    global _planted  # noqa: PLW0603  coverage counts sound games only
    forget()
    _planted += 1
    try:
        with fault():
            yield
    finally:
        _planted -= 1
        forget()


Finding = tuple[str, str]
"""The checker that found something, and what it found."""


def findings(
    about: Crisis, of_a_game: dict[str, Callable], of_a_crisis: dict[str, Callable]
) -> Iterator[Finding]:
    """Whatever the checkers find in a crisis; a game or a check that breaks off is a finding of its own.

    So a planted fault that only breaks the program, or itself, is not found by the checker that it names.
    """
    if not _planted:
        examined.add(about.seed)
    if of_a_game:
        yield from _of_games(about, of_a_game)
    for name, check in of_a_crisis.items():
        try:
            for sentence in check(about):
                yield name, f"seed {about.seed}: {sentence}"
        except Exception as error:  # whatever a fault makes of the program
            yield "games_end", f"seed {about.seed}: {type(error).__name__}: {error}"


def _of_games(about: Crisis, of_a_game: dict[str, Callable]) -> Iterator[Finding]:
    """Whatever the checkers find in the games of a crisis, up to the game that breaks off."""
    try:
        for played in about.every_game():
            for name, check in of_a_game.items():
                for sentence in check(played):
                    yield name, f"seed {about.seed}, {played.name}: {sentence}"
    except Exception as error:  # whatever a fault makes of the program
        yield "games_end", f"seed {about.seed}: {type(error).__name__}: {error}"
