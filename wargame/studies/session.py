"""The games of one contribution study: which there are, which have been played, and what they said."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from time import process_time
from types import TracebackType

from wargame.analysis.contribution.kept import VARIES
from wargame.analysis.contribution.plan import PILOT, Arm, Plan
from wargame.analysis.contribution.tables import Game, Tables
from wargame.analysis.contribution.values import NOBODY, Coalition
from wargame.scenario import Scenario
from wargame.scenario.variant import AS_IT_STANDS, Variant
from wargame.studies.beside import Beside, swing_keys
from wargame.studies.deck import Card
from wargame.studies.games import GameKey, Outcome, StudyError
from wargame.studies.keeping import KeepNumbers, kept_of
from wargame.studies.pace import Ahead, Pace
from wargame.studies.pool import Lanes, play_games
from wargame.studies.ready import first_games
from wargame.studies.store import RunStore
from wargame.studies.tables import About

APART = 1_000_000
"""Under independent dice the n-th coalition plays replicates from n times this on."""

Progress = Callable[[int, int], None]
"""Told the number of games that ended, and how many there are."""


class Session:
    """The games of one contribution study: what has been played, and what is played next.

    Args:
        scenario, plan, auto, report, workers, path, resume, variant: as for `wargame.contribution`.
        played: games that were played before, with nothing more to be played: a file that is read.
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
        variant: Variant = AS_IT_STANDS,
        played: Iterable[Outcome] | None = None,
    ) -> None:
        """See the class."""
        self.scenario, self.variant, self.workers = scenario, variant, workers
        self.auto, self.report = auto, report
        self.plan = plan.sized(PILOT, None) if auto else plan
        self.beside = Beside.of(scenario, plan, report)
        self.cards: Mapping[int, Card] = {0: Card.of(scenario), **self.beside.cards}
        self.dice: dict[Arm, str] = dict.fromkeys(self.plan.all_arms, "common")
        self.numbers: dict[GameKey, int] = {}
        """The number of the row of every game that has been asked for."""
        ends = [self._names(group) for group in (NOBODY, plan.everybody)] if report else []
        self._score = KeepNumbers(kept_of(plan, report), tuple(sorted(plan.standing)), tuple(ends))
        self._store = None if path is None else RunStore(path, self._about, resume)
        self._is_read = played is not None
        before = self._store.outcomes() if self._store is not None and resume else played or ()
        self._found = {item.key: item for item in before if item.status == "done"}
        self._kept = frozenset(self._found)
        self._early: dict[GameKey, Outcome] = {}
        self.ahead = Ahead(Pace())
        self._lanes: Lanes | None = None

    @property
    def _about(self) -> About:
        """What the file of the study says of it."""
        size = "auto" if self.auto else self.plan.replicates
        document = {**self.plan.document, "replicates": size, "report": self.report}
        return About({**document, "variant": self.variant.as_dict()}, self.cards)

    def close(self) -> None:
        """Keeps every row, lets go of the file, and ends the processes."""
        if self._lanes is not None:
            self._lanes.close()
        if self._store is not None:
            self._store.close()

    def __enter__(self) -> "Session":
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keeps what was played, whatever ended the block; after an error nobody waits for games under way."""
        if error is not None and self._lanes is not None:
            self._lanes.abandon()
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
        return self._first(self.plan)

    def _first(self, plan: Plan) -> list[GameKey]:
        found = []
        for arm in plan.all_arms:
            numbers = range(plan.replicates) if arm == "forced" else range(1)
            found += self.keys(arm, numbers, plan.groups_of(arm))
        order = {self._names(group): n for n, group in enumerate(plan.groups)}
        return sorted(found, key=lambda key: order[key.coalition])

    @property
    def whole_plan(self) -> Plan:
        """The plan with the channels that a report asks for one by one."""
        if self.report and self.plan.leaving == "neutral":
            return self.plan.probing(self.plan.players)
        return self.plan

    def start(self, progress: Progress = lambda ended, total: None) -> None:
        """Plays a few games here, so that kernels are compiled, and the pace and what lies ahead are known."""
        wanted = [key for key in self.first if key not in self._found]
        pace = Pace(process_time())
        outcomes = first_games(self.cards, wanted, self._score, pace, progress)
        self._early = {item.key: item for item in outcomes}
        self.ahead = Ahead(pace, *self._to_come(), self.workers)

    def _to_come(self) -> tuple[list[GameKey], list[GameKey]]:
        """The games that will be played, and those that will be if chance has a say; of a pilot where there is one."""
        plan = self.whole_plan
        sure, further = self._first(plan), []
        for arm in plan.all_arms:
            said = [item.values.get(VARIES) for item in self._early.values() if item.key.arm == arm]
            more = self.keys(arm, range(1, plan.replicates), plan.groups_of(arm)) if arm != "forced" else []
            if said and all(said):
                sure += more
            elif any(said):
                further += more
        sure += swing_keys(self)
        played = {*self._found, *self._early}
        return [key for key in sure if key not in played], [key for key in further if key not in played]

    # Playing

    def play(self, keys: Sequence[GameKey], progress: Progress = lambda ended, total: None) -> None:
        """Plays the games that have not been played yet.

        Raises:
            StudyError: a game failed, the file cannot be written, or one that is only read lacks games.
        """
        fresh = [key for key in dict.fromkeys(keys) if key not in self.numbers]
        for key in fresh:
            self.numbers[key] = len(self.numbers)
        if self._store is not None:
            self._store.plan(fresh)
        wanted = [key for key in fresh if key not in self._found]
        if wanted and self._is_read:
            raise StudyError(
                f"{len(wanted)} or more games of the study were not played yet; go on with 'wargame contribution ... "
                "--resume'"
            )
        early = [self._early.pop(key) for key in wanted if key in self._early]
        self._take(early)
        wanted = [key for key in wanted if key not in self._found]
        total = len(wanted) + len(early)
        progress(len(early), total)
        few = len(wanted) < 2 * self.workers
        if not few and self._lanes is None:
            self._lanes = Lanes(
                self.workers
            )  # until the end: what they remember of Red's reckoning is needed again
        self.ahead.begin(wanted)
        games = play_games(
            self.cards,
            wanted,
            self._score,
            lanes=None if few else self._lanes,
            progress=lambda ended, _, failed: progress(len(early) + ended, total),
            timed=self.ahead.end,
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
        """The further replicates of games in which chance has a say; once the first of each has been played."""
        self.ahead.settle()
        found = []
        for arm in self.plan.all_arms:
            if arm != "forced":
                moved = [g for g in self.plan.groups_of(arm) if not tables.is_certain(g, arm)]
                found += self.keys(arm, range(1, self.plan.replicates), moved)
        return found

    @property
    def games(self) -> dict[str, int]:
        """How many games of the scenario as it stands were played, by arm."""
        arms = [key.arm for key in self.numbers if key.point == 0]
        return {arm: arms.count(arm) for arm in sorted(set(arms))}

    @property
    def from_file(self) -> int:
        """How many of the games that were asked for an earlier session had played."""
        return len(self._kept.intersection(self.numbers))

    @property
    def by_proof(self) -> dict[str, int]:
        """How many games of the plan were not played, by arm: the first replicate stands for them."""
        found = {}
        for arm in self.plan.all_arms:
            keys = self.keys(arm, range(self.plan.replicates), self.plan.groups_of(arm))
            found[str(arm)] = sum(key not in self.numbers for key in keys)
        return found

    @property
    def beside_games(self) -> int:
        """How many games of variants of the scenario were played."""
        return sum(key.point != 0 for key in self.numbers)

    @property
    def rows(self) -> dict[tuple[str, Coalition], list[int]]:
        """The numbers of the rows of every arm and coalition of the scenario as it stands."""
        found: dict[tuple[str, Coalition], list[int]] = {}
        for key, number in self.numbers.items():
            if key.point == 0:
                group = frozenset(key.coalition) - self.plan.standing
                found.setdefault((key.arm, group), []).append(number)
        return found

    def value(self, key: GameKey, name: str) -> tuple[float | None, str]:
        """A number of a game that was played, and why there is none."""
        outcome = self._found[key]
        found = outcome.values.get(name)
        return found, "" if found is not None else outcome.reasons.get(name, "it has no value")
