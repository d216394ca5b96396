"""A sweep: the games of a study file, played and kept; `wargame.sweep` from Python."""

import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from time import process_time
from typing import Any

from wargame.model import Arm
from wargame.studies.deck import Card
from wargame.studies.factors import EXCURSION, settings_of
from wargame.studies.frames import Frames, frames
from wargame.studies.games import GameKey, StudyError, Value
from wargame.studies.pace import Ahead, Pace
from wargame.studies.pool import Progress, play_games
from wargame.studies.reading import Given, arms_of, read_study
from wargame.studies.ready import first_games
from wargame.studies.store import RunStore
from wargame.studies.tables import About
from wargame.studies.worker import RecordStatistics

FEW_S = 5.0
"""What takes less time than this is played here: processes take some seconds to start."""


@dataclass(frozen=True)
class Sweep:
    """A study that can be played.

    Attributes:
        given: its file after every check.
    """

    given: Given

    @cached_property
    def about(self) -> About:
        """What the study is, for its file: the plan, and the scenario and the levels of every point."""
        plan = self.given.plan
        cards: dict[int, Card] = {}
        levels: dict[int, Mapping[str, Value | str]] = {}
        for start, (name, loaded) in self._blocks():
            base = Card.of(loaded.scenario)
            mark = {EXCURSION: name} if plan.excursions else {}
            for n, point in enumerate(self.given.points, start):
                cards[n] = base.changed(settings_of(plan, point)) if point else base
                levels[n] = {**mark, **{key: _told(level) for key, level in point.items()}}
        document = {
            "kind": "sweep",
            "plan": plan.model_dump(mode="json"),
            "score": asdict(self.score),
            "points": len(self.given.points),
            "coalitions": {name: self._members(name) for name in plan.coalitions},
        }
        return About(document, cards, levels)

    def _blocks(self) -> Any:  # Any: an enumeration of pairs
        """Every excursion with the number of its first point."""
        size = len(self.given.points)
        return [(n * size, item) for n, item in enumerate(self.given.loaded.items())]

    def _members(self, name: str) -> dict[str, list[str]]:
        """Who is in a coalition, by excursion: an excursion may take players out."""
        members = self.given.plan.coalitions[name]
        found = {}
        for excursion, loaded in self.given.loaded.items():
            players = {"everybody": loaded.scenario.players, "lead_alone": ()}
            named = players[members] if isinstance(members, str) else members
            found[excursion] = sorted(set(named) - set(loaded.without))
        return found

    @cached_property
    def keys(self) -> list[GameKey]:
        """Every game in the order of the design."""
        plan = self.given.plan
        found: dict[GameKey, None] = {}
        for start, (excursion, loaded) in self._blocks():
            packages = sorted(plan.packages or loaded.scenario.threat_packages)
            games = [(arm, key) for arm in arms_of(plan) for key in (packages if arm == "forced" else [None])]
            groups = [tuple(self._members(name)[excursion]) for name in plan.coalitions]
            for point in range(start, start + len(self.given.points)):
                for group in dict.fromkeys(groups):
                    for replicate in range(plan.replicates):
                        for arm, package in games:
                            key = GameKey(
                                point, group, plan.leaving, _arm(arm), package, plan.seed, replicate
                            )
                            found[key] = None
        return list(found)

    @property
    def score(self) -> RecordStatistics:
        """What is kept of a game; what takes long only where an outcome asks for it."""
        asked = [outcome.measure for outcome in self.given.plan.outcomes.values()]
        return RecordStatistics(
            self.given.plan.view,
            after_run=any(name.startswith("resilience.loss_90d_h") for name in asked),
            hazard="debris.hits_per_m2_year" in asked,
        )

    @property
    def games_by_arm(self) -> dict[str, int]:
        """How many games each arm has."""
        return {arm: sum(key.arm == arm for key in self.keys) for arm in arms_of(self.given.plan)}

    def play(
        self,
        path: Path,
        resume: bool = False,
        workers: int = 1,
        executor: Executor | None = None,
        announce: Callable[["Announcement"], None] = lambda announcement: None,
        progress: Progress = lambda ended, total, failed: None,
        again_failed: bool = False,
    ) -> None:
        """Plays what is missing in a study's file.

        Args:
            path: the file.
            resume: go on with a file that is there.
            workers: processes, or tasks that an executor has at once.
            executor: where to play; processes of this machine when None.
            announce: told before the bulk is played: how many games, and about how long.
            progress: told how far it is.
            again_failed: play games again that failed.

        Raises:
            StudyError: the file cannot be gone on with, or the executor came to its end.
        """
        about, score = self.about, self.score
        with RunStore(path, about, resume) as store:
            missing = store.plan(self.keys, again_failed)
            if not missing:
                return
            pace = Pace(process_time())
            first = first_games(about.cards, missing, score, pace)
            store.add(first)
            begun = {outcome.key for outcome in first}
            rest = [key for key in missing if key not in begun]
            ahead = Ahead(pace, rest)
            if executor is None and ahead.span.high_s < FEW_S:
                workers = 1
            ahead.lanes = workers
            announce(Announcement(self, len(self.keys) - len(missing), len(rest), ahead))
            ended, failed = len(first), sum(item.status == "failed" for item in first)

            def told(more: int, _: int, more_failed: int) -> None:
                progress(ended + more, len(missing), failed + more_failed)

            for outcomes in play_games(
                about.cards,
                rest,
                score,
                workers=workers,
                executor=executor,
                progress=told,
                timed=ahead.end,
            ):
                store.add(outcomes)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is about to be played.

    Attributes:
        sweep: the study.
        kept: games that were played before.
        rest: games still to be played, once the first ones have shown the pace.
        ahead: about how long these take; it learns while they are played.
    """

    sweep: Sweep
    kept: int
    rest: int
    ahead: Ahead


def _told(level: bool | int | float | str) -> Value | str:
    """A level as a row says it; truth in words, because SQLite has none."""
    return str(level).lower() if isinstance(level, bool) else level


def _arm(word: str) -> Arm:
    arms: dict[str, Arm] = {
        "unattacked": "unattacked",
        "forced": "forced",
        "restraint": "restraint",
        "free": "free",
    }
    return arms[word]


def sweep(
    study: Path | str | Mapping[str, Any],
    out: Path | str | None = None,
    resume: bool = False,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress = lambda ended, total, failed: None,
) -> Frames:
    """Plays a designed study and gives its rows as pandas frames.

    In a script with more than one worker call it below `if __name__ == "__main__":`, because workers are new processes
    that import the script.

    Args:
        study: a study file, or its blocks as Python values (`Any`: those of the file).
        out: the study's file (.db); without one the rows are kept in memory only.
        resume: go on with a file that is there.
        workers: processes, or tasks that an executor has at once.
        executor: any executor of `concurrent.futures`, such as a cluster's (`dask.distributed.Client.get_executor`).
        progress: called with the numbers of ended games, all games and failed ones.

    Raises:
        ScenarioError: the study is wrong; carries all faults.
        StudyError: the file cannot be gone on with.
    """
    if hasattr(workers, "__index__") and int(workers) < 1:
        raise StudyError(f"workers is {workers}; allowed is a whole number, 1 or more")
    asked = Sweep(read_study(study))
    if out is not None:
        asked.play(Path(out), resume, workers, executor, progress=progress)
        return frames(Path(out))
    with tempfile.TemporaryDirectory(prefix="wargame-") as folder:
        path = Path(folder) / "study.db"
        asked.play(path, False, workers, executor, progress=progress)
        return frames(path)
