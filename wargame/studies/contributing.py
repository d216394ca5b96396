"""Plays a contribution study: which games, in which order, and what is kept of each.

Games in which chance has no say are played once and stand for every replicate; the records say which those are. With a
pilot the number of replicates is fixed by its spread, and so is whether coalitions share their dice.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wargame.analysis.contribution.judging import MeanJudge
from wargame.analysis.contribution.kept import Kept
from wargame.analysis.contribution.plan import PILOT, PRIMARY, Arm, Plan
from wargame.analysis.contribution.result import Contribution
from wargame.analysis.contribution.tables import Game, Tables
from wargame.analysis.contribution.values import NOBODY, Coalition
from wargame.analysis.intervals import replicates_for
from wargame.analysis.statistics import Statistics
from wargame.hindsight import Outlook, expectations
from wargame.run import run
from wargame.scenario import Scenario
from wargame.studies.beside import Beside, tornado_of, wholes_of
from wargame.studies.deck import Card
from wargame.studies.games import GameKey, Outcome, StudyError
from wargame.studies.pool import play_games
from wargame.studies.ready import Start, first_games
from wargame.studies.store import RunStore
from wargame.studies.tables import About
from wargame.studies.worker import Play

APART = 1_000_000
"""Under independent dice the n-th coalition plays replicates from n times this on."""

MOST_REPLICATES = 400
"""A pilot asks for at most so many."""

NARROW = 0.1
"""What a pilot aims at: intervals whose half-width is this share of the largest value of a partner."""

NARROWEST = 0.001
"""And no narrower than this."""

HAZARD_REPLICATES = 5
HITS = "debris.hits_per_m2_year"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class KeepNumbers:
    """Keeps of a game what a contribution study needs; sent to workers by name."""

    kept: Kept
    hazard: tuple[tuple[str, ...], ...] = ()
    """Coalitions for which every cloud of fragments is followed, in the first replicates only: it takes long."""

    def __call__(self, key: GameKey, scenario: Scenario, play: Play) -> Statistics:
        """The numbers of one game; the table of Red's options only where it is needed."""
        kept = self.kept
        if key.arm == "forced" and key.coalition in self.hazard and key.replicate < HAZARD_REPLICATES:
            kept = replace(kept, numbers=(*kept.numbers, HITS))
        if key.arm == "restraint" and self.kept.paths:
            record = run(scenario, key.seed, key.replicate, key.coalition, key.leaving, key.arm, keep="full")
        else:
            record = play(key.arm, key.package)
        expected = expectations if kept.declared else None
        return kept.of(record, lambda: play("unattacked"), expected, Outlook())


def kept_of(plan: Plan, report: bool) -> Kept:
    """What has to be kept of games for the measures of a plan.

    Args:
        plan: the study.
        report: whether the course of P(attack), what tips it, and debris are wanted for a report.
    """
    numbers: set[str] = {"deterrence.margin", "deterrence.p_attack", "debris.fragments"} if report else set()
    if "p_star" in plan.measures:
        numbers.add("deterrence.margin")
    if "cooperation_efficiency" in plan.measures:
        numbers.add("capability.service")
    for reading in plan.readings.values():
        numbers |= {name for name in reading.kept if not name.startswith("declared.")}
        if reading.measure.name == "resilience.breadth":
            numbers |= {f"resilience.no_outage.{mission}" for mission in plan.missions}
        if reading.measure.name == "deterrence.p_step_down":
            numbers.add("deterrence.stepped_down")
    asked = {reading.measure.name for reading in plan.readings.values()}
    return Kept(
        numbers=tuple(sorted(numbers)),
        view=plan.view,
        nations=tuple(name for name in plan.players if name in plan.nations),
        paths=report or "deterrence.tipping_pressure" in asked,
        declared=bool(asked & {"deterrence.denial", "deterrence.cost_imposition"}),
    )


class Session:
    """The games of one contribution study: what has been played, and what is played next.

    Args:
        scenario: what is given.
        plan: the study.
        auto: whether a pilot fixes the number of replicates.
        report: whether what a report shows beside the answer is played too.
        workers: how many processes.
        path: the file in which rows are kept; none when None.
        resume: go on with a file that is there.
    """

    def __init__(
        self,
        scenario: Scenario,
        plan: Plan,
        auto: bool = False,
        report: bool = False,
        workers: int = 1,
        path: Path | None = None,
        resume: bool = False,
    ) -> None:
        """See the class."""
        self.scenario, self.plan, self.workers = scenario, plan.sized(PILOT, None) if auto else plan, workers
        self._auto = auto
        self.beside = Beside.of(scenario, plan, report)
        ends = (NOBODY, plan.everybody)
        self._score = KeepNumbers(
            kept_of(plan, report), tuple(self._names(group) for group in ends) if report else ()
        )
        self.cards: Mapping[int, Card] = {0: Card.of(scenario), **self.beside.cards}
        self.report = report
        document = {**plan.document, "replicates": "auto" if auto else plan.replicates, "report": report}
        about = About(document, self.cards)
        self._store = None if path is None else RunStore(path, about, resume)
        self._found: dict[GameKey, Outcome] = {}
        if self._store is not None and resume:
            self._found = {item.key: item for item in self._store.outcomes() if item.status == "done"}
        self._early: dict[GameKey, Outcome] = {}
        self._planned: set[GameKey] = set()
        self.dice: dict[Arm, str] = dict.fromkeys(self.plan.all_arms, "common")

    def close(self) -> None:
        """Keeps every row and lets go of the file."""
        if self._store is not None:
            self._store.close()

    def __enter__(self) -> "Session":
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Keeps what was played, whatever ended the block."""
        self.close()

    # Which games

    def _names(self, group: Coalition) -> tuple[str, ...]:
        """A coalition as the key of a game has it."""
        return tuple(sorted(group | self.plan.standing))

    def keys(
        self, arm: Arm, replicates: Iterable[int], groups: Iterable[Coalition] | None = None
    ) -> list[GameKey]:
        """The games of an arm: for every coalition these replicates, under every package where there are any."""
        packages = list(self.plan.packages) if arm == "forced" else [None]
        numbers = list(replicates)
        return [
            GameKey(
                0,
                self._names(group),
                self.plan.leaving,
                arm,
                package,
                self.plan.seed,
                self._engine_replicate(arm, group, number),
            )
            for group in (self.plan.groups if groups is None else groups)
            for number in numbers
            for package in packages
        ]

    def _engine_replicate(self, arm: Arm, group: Coalition, replicate: int) -> int:
        """Which replicate of the game is a replicate of the study: another one for each coalition's own dice."""
        if self.dice[arm] == "common":
            return replicate
        return (self.plan.groups.index(group) + 1) * APART + replicate

    @property
    def first(self) -> list[GameKey]:
        """The games with which a study begins: one of every coalition and arm, and all of the forced arm."""
        found = []
        for arm in self.plan.all_arms:
            numbers = range(self.plan.replicates) if arm == "forced" else range(1)
            found += self.keys(arm, numbers, self.plan.groups_of(arm))
        return sorted(found, key=lambda key: self._order[frozenset(key.coalition) - self.plan.standing])

    @property
    def _order(self) -> Mapping[Coalition, int]:
        return {group: n for n, group in enumerate(self.plan.groups)}

    def start(self) -> Start:
        """Plays the first games here, so that kernels are compiled and the pace is known."""
        wanted = [key for key in self.first if key not in self._found]
        begun = first_games(self.cards, wanted, self._score)
        self._early = {item.key: item for item in begun.outcomes}
        return begun

    # Playing

    def play(self, keys: Sequence[GameKey], progress: Progress = lambda ended, total: None) -> None:
        """Plays the games that have not been played yet."""
        fresh = [key for key in keys if key not in self._planned]
        self._planned |= set(fresh)
        if self._store is not None:
            self._store.plan(fresh)
        wanted = [key for key in fresh if key not in self._found]
        early = [self._early.pop(key) for key in wanted if key in self._early]
        self._take(early)
        wanted = [key for key in wanted if key not in self._found]
        total = len(wanted) + len(early)
        progress(len(early), total)
        workers = 1 if len(wanted) < 2 * self.workers else self.workers
        games = play_games(
            self.cards,
            wanted,
            self._score,
            workers=workers,
            progress=lambda ended, _, failed: progress(len(early) + ended, total),
        )
        for outcomes in games:
            self._take(outcomes)

    def _take(self, outcomes: Sequence[Outcome]) -> None:
        """Keeps what came of games.

        Raises:
            StudyError: a game failed; its row says so.
        """
        if self._store is not None and outcomes:
            self._store.add(outcomes)
        for item in outcomes:
            self._found[item.key] = item
        failed = [item for item in outcomes if item.status == "failed"]
        if failed:
            key = failed[0].key
            raise StudyError(
                f"the game of {key.members or 'the lead alone'}, {key.arm} arm, replicate {key.replicate} failed: "
                f"{failed[0].error}; what was played is kept"
            )

    def tables(self) -> Tables:
        """What all games said so far."""
        found = Tables(self.plan)
        for arm in self.plan.all_arms:
            for group in self.plan.groups_of(arm):
                for number in range(self.plan.replicates):
                    for key in self.keys(arm, [number], [group]):
                        if key in self._found:
                            outcome = self._found[key]
                            found.add(Game(group, arm, key.package, number, outcome.values, outcome.reasons))
        found.copy_certain()
        return found

    def again(self, tables: Tables) -> list[GameKey]:
        """The further replicates of games in which chance has a say."""
        found = []
        for arm in self.plan.all_arms:
            if arm != "forced":
                moved = [g for g in self.plan.groups_of(arm) if not tables.is_certain(g, arm)]
                found += self.keys(arm, range(1, self.plan.replicates), moved)
        return found

    @property
    def games(self) -> dict[str, int]:
        """How many games of the scenario as it stands were played, by arm."""
        arms = [key.arm for key in self._found if key.point == 0]
        return {arm: arms.count(arm) for arm in sorted(set(arms))}

    def value(self, key: GameKey, name: str) -> tuple[float | None, str]:
        """A number of a game that was played, and why there is none."""
        outcome = self._found[key]
        found = outcome.values.get(name)
        return found, "" if found is not None else outcome.reasons.get(name, "it has no value")

    # The two stages of `auto`

    def fix(self, tables: Tables) -> dict[str, dict[str, float | None]]:
        """Fixes the number of replicates and the dice by what the pilot said; gives its variance reductions."""
        pilot = Contribution(self.plan, self.scenario, tables, {}, {})
        reductions = pilot.reduced()
        n, family = self.plan.replicates, len(self.plan.players)
        independent = False
        for name in self.plan.measures:
            judge = pilot.judges.get(name)
            if (
                name not in PRIMARY
                or not isinstance(judge, MeanJudge)
                or name not in reductions
                or not judge.varies
            ):
                continue
            better = _mean_log(reductions[name].values())
            rows = {player: judge.by_replicate(weights) for player, weights in self.plan.shapley.items()}
            largest = max(abs(math.fsum(row) / len(row)) for row in rows.values())
            half_width = max(NARROWEST, NARROW * largest)
            needed = max(replicates_for(half_width, row, family) for row in rows.values())
            if better < 0.0:
                independent = True
                self.dice[self.plan.readings[name].arm] = "independent"
                needed = max(PILOT, math.ceil(needed * math.exp(better)))
            n = max(n, needed)
        n = min(n, MOST_REPLICATES)
        self.plan = self.plan.sized(n, None if independent else PILOT)
        return reductions


def _mean_log(ratios: Iterable[float | None]) -> float:
    """The mean logarithm of ratios; 0 where there are none."""
    known = [math.log(ratio) for ratio in ratios if ratio]
    return math.fsum(known) / len(known) if known else 0.0


def stages(session: Session, auto: bool) -> Iterator[tuple[str, list[GameKey]]]:
    """The games of a study stage by stage, with a word for each; every stage is asked for once the last was played."""
    yield ("pilot" if auto else "games"), session.first
    yield "replicates in which chance has a say", session.again(session.tables())


def contribution(
    scenario: Scenario,
    plan: Plan,
    *,
    auto: bool = False,
    report: bool = False,
    workers: int = 1,
    path: Path | None = None,
    resume: bool = False,
    progress: Progress = lambda ended, total: None,
) -> Contribution:
    """Plays every coalition in every replicate and says what each player adds.

    Args:
        scenario: what is given.
        plan: what to find out (`wargame.analysis.contribution.plan`).
        auto: a pilot fixes the number of replicates.
        report: also play what a report shows beside the answer.
        workers: how many processes.
        path: a file that keeps a row for every game; none when None.
        resume: go on with that file.
        progress: called with the number of games played and their total.

    Raises:
        StudyError: the file cannot be used, or a game failed.
    """
    with Session(scenario, plan, auto, report, workers, path, resume) as session:
        return finish(session, auto, progress)


def finish(session: Session, auto: bool, progress: Progress) -> Contribution:
    """Plays all stages of a session and says what came of it."""
    for _, keys in stages(session, auto):
        session.play(keys, progress)
    reductions = None
    if auto:
        reductions = session.fix(session.tables())
        session.play(session.first, progress)
        session.play(session.again(session.tables()), progress)
    found = Contribution(
        session.plan,
        session.scenario,
        session.tables(),
        session.games,
        session.dice,
        wholes_of(session, progress),
        tornado=tornado_of(session, progress),
    )
    return replace(found, reductions=found.reduced() if reductions is None else reductions)
