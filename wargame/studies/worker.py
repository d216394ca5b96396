"""Plays games where they are sent: in this process, in a worker process, on a machine of a cluster."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from math import isfinite
from threading import Lock
from time import perf_counter
from typing import Literal, Protocol

from wargame.analysis.statistics import Statistics, statistics
from wargame.analysis.study import package_weights
from wargame.hindsight import Outlook
from wargame.loader.faults import ScenarioError
from wargame.model import Arm
from wargame.record import Record
from wargame.run import run
from wargame.scenario import Scenario
from wargame.studies.deck import Card
from wargame.studies.games import GameKey, Outcome, StudyError
from wargame.studies.versions import versions

MOST_SCENARIOS = 4
"""Scenarios that a worker remembers; `run` remembers as many boards."""

MOST_CALM = 8
"""Unattacked records that a worker remembers."""

MOST_ERROR = 500
"""Letters of an error that a row keeps."""


class Play(Protocol):
    """Plays an arm of the game at hand: the same scenario, coalition, seed and replicate."""

    def __call__(self, arm: Arm, package: str | None = None) -> Record:
        """The lean record."""


class Score(Protocol):
    """What a study keeps of a game: worked out where the game is played, so that no record travels.

    It is sent by name: a function of a module, or an instance of a frozen dataclass of a module.
    """

    def __call__(self, key: GameKey, scenario: Scenario, play: Play) -> Statistics:
        """The numbers of one game by flat name, and why numbers are missing."""


WEIGHT = "package.weight"
"""Beside the statistics of the forced arm: the share of its package in a mean over packages."""


@dataclass(frozen=True, slots=True)
class RecordStatistics:
    """Keeps every record statistic of a game; what needs the unattacked arm gets it.

    Attributes:
        view: whose service counts: `coalition`, `lead` or a nation.
        after_run: also what is lost after the run, which needs further services.
        hazard: also the hazard of debris, which follows every cloud of fragments.
    """

    view: str = "coalition"
    after_run: bool = False
    hazard: bool = False

    def __call__(self, key: GameKey, scenario: Scenario, play: Play) -> Statistics:
        """The statistics of the game's record."""
        record = play(key.arm, key.package)
        calm = record if key.arm == "unattacked" else play("unattacked")
        outlook = Outlook() if self.after_run else None
        found = statistics(record, calm, view=self.view, outlook=outlook, hazard=self.hazard)
        if key.package is None:
            return found
        return Statistics({**found.values, WEIGHT: package_weights(scenario)[key.package]}, found.reasons)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Games that are sent together: of one scenario, best of one coalition."""

    card: Card
    keys: tuple[GameKey, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a chunk, which program played it, and how long each of its games took (s)."""

    outcomes: tuple[Outcome, ...]
    versions: str
    took_s: tuple[float, ...]


def play_chunk(chunk: Chunk, score: Score) -> Played:
    """Plays the games of a chunk one after the other; a game that fails is an outcome with its error."""
    with _ONE_AT_A_TIME:
        outcomes, took_s = [], []
        for key in chunk.keys:
            began_s = perf_counter()
            outcomes.append(_play(chunk.card, key, score))
            took_s.append(perf_counter() - began_s)
        return Played(tuple(outcomes), versions(), tuple(took_s))


_ONE_AT_A_TIME = Lock()
"""Games of one process share what they remember; a worker of a cluster may have several threads."""


def _play(card: Card, key: GameKey, score: Score) -> Outcome:
    played_hash = ""
    try:
        scenario = _scenario(card)
        played_hash = scenario.hash
        found = score(key, scenario, _player(scenario, key))
        if odd := [name for name, value in found.values.items() if value is not None and not isfinite(value)]:
            raise StudyError(
                f"{odd[0]} came out as {found.values[odd[0]]}; a statistic is a number, or None with a reason"
            )
    except (
        Exception
    ) as error:  # whatever it is, it belongs into the row of this game and must not end the study
        return Outcome(key, played_hash, error=_sentence(error))
    return Outcome(key, played_hash, dict(found.values), dict(found.reasons))


def _sentence(error: Exception) -> str:
    """What went wrong, in a line."""
    if isinstance(error, ScenarioError):
        words = "; ".join(str(fault) for fault in error.faults)
    else:
        words = f"{type(error).__name__}: {error}"
    return " ".join(words.split())[:MOST_ERROR]


_SCENARIOS: OrderedDict[tuple[str, tuple[tuple[str, str], ...]], Scenario] = OrderedDict()
_CALM: OrderedDict[tuple[str, GameKey], Record] = OrderedDict()


def _scenario(card: Card) -> Scenario:
    """The scenario of a card; the last few are remembered."""
    name = card.scenario_hash, card.changes
    scenario = _SCENARIOS.pop(name, None) or card.scenario()
    _SCENARIOS[name] = scenario
    while len(_SCENARIOS) > MOST_SCENARIOS:
        _SCENARIOS.popitem(last=False)
    return scenario


def play_key(scenario: Scenario, key: GameKey, keep: Literal["full", "lean"]) -> Record:
    """The record of one game of a study, played here."""
    return run(
        scenario,
        seed=key.seed,
        replicate=key.replicate,
        coalition=key.coalition,
        leaving=key.leaving,
        arm=key.arm,
        package=key.package,
        keep=keep,
    )


def _player(scenario: Scenario, key: GameKey) -> Play:
    """Plays arms of one game; the unattacked one is remembered for the other arms and packages."""

    def play(arm: Arm, package: str | None = None) -> Record:
        asked = replace(key, point=0, arm=arm, package=package)
        if arm != "unattacked":
            return play_key(scenario, asked, "lean")
        name = scenario.hash, asked
        if name not in _CALM:
            _CALM[name] = play_key(scenario, asked, "lean")
        _CALM.move_to_end(name)
        while len(_CALM) > MOST_CALM:
            _CALM.popitem(last=False)
        return _CALM[name]

    return play
