"""How long 1,000 lean free-arm replicates take on two processes, started anew, with what Red's memories answered.

    python benchmarks/thousand.py [SCENARIO] [--excursion NAME] [--replicates N] [--workers N]

Played as a study plays them: one game here, which compiles and leaves what Red reckoned, then all in processes. The
time runs from the start of these on, and includes every record statistic of every game. Each game says how many of
Red's what-ifs and parts of reckonings were remembered. A Python loop of 20 million rounds beside it tells how fast the
machine is at the moment.
"""

import argparse
import time
from collections import Counter
from dataclasses import dataclass

from wargame.analysis.statistics import Statistics
from wargame.board import Board
from wargame.events import OptionsWeighed
from wargame.loader import load
from wargame.model import Arm
from wargame.run import board_of, keep_boards, run
from wargame.scenario import Scenario
from wargame.studies.deck import Card
from wargame.studies.games import GameKey
from wargame.studies.pool import play_games
from wargame.studies.worker import Play, RecordStatistics

LOOP = 20_000_000
ARM: Arm = "free"


@dataclass(frozen=True, slots=True)
class Counted:
    """All statistics of a game, and what Red's memories answered while it was played."""

    score: RecordStatistics

    def __call__(self, key: GameKey, scenario: Scenario, play: Play) -> Statistics:
        """The statistics, with hits and misses among them."""
        before = _asked(board_of(scenario))
        found = self.score(key, scenario, play)
        asked = {name: float(n - before[name]) for name, n in _asked(board_of(scenario)).items()}
        return Statistics({**found.values, **asked}, found.reasons)


def main() -> None:
    """Prints the times and the counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", nargs="?", default="western_pacific")
    parser.add_argument("--excursion")
    parser.add_argument("--replicates", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    scenario = load(given.scenario, given.excursion)
    print(
        f"{scenario.title}\n{_options(scenario)} options at the first epoch; a loop of 20 million: {_loop_s():.2f} s"
    )
    group, arm = tuple(sorted(scenario.players)), ARM
    keys = [GameKey(0, group, "neutral", arm, None, 0, replicate) for replicate in range(given.replicates)]
    began_s, asked, failed = time.perf_counter(), Counter[str](), 0
    for outcomes in play_games(
        {0: Card.of(scenario)}, keys, Counted(RecordStatistics()), workers=given.workers
    ):
        for outcome in outcomes:
            failed += outcome.status == "failed"
            asked.update({name: int(outcome.values[name] or 0) for name in _NAMES if name in outcome.values})
    took_s = time.perf_counter() - began_s
    print(
        f"{given.replicates:,} replicates on {given.workers} processes: {took_s:.1f} s, "
        f"{1000 * given.workers * took_s / given.replicates:.0f} ms of a process each; {failed} failed"
    )
    for what in ("what-ifs", "parts"):
        hits, misses = asked[f"{what} remembered"], asked[f"{what} worked out"]
        print(f"{what}: {hits:,} remembered, {misses:,} worked out ({hits / max(1, hits + misses):.1%} hits)")
    print(f"a loop of 20 million: {_loop_s():.2f} s")


_NAMES = ("what-ifs remembered", "what-ifs worked out", "parts remembered", "parts worked out")


def _asked(board: Board) -> dict[str, int]:
    counts = board.tables.hits, board.tables.misses, board.memory.hits, board.memory.misses
    return dict(zip(_NAMES, counts, strict=True))


def _options(scenario: Scenario) -> int:
    """How many attacks Red weighs at its first decision; the game compiles and keeps what the processes need."""
    record = run(scenario, arm=ARM, keep="lean")
    keep_boards()
    return next(event.weighed for event in record.events if isinstance(event, OptionsWeighed))


def _loop_s() -> float:
    began_s = time.perf_counter()
    for _ in range(LOOP):
        pass
    return time.perf_counter() - began_s


if __name__ == "__main__":
    main()
