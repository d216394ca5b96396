"""How much memory a worker of a study holds while it plays thousands of games: it has to stay flat.

    python benchmarks/worker_memory.py [SCENARIO] [--games N] [--every N] [--kind replicates|points]

`replicates` plays one scenario: every coalition, all arms and packages, in ever new replicates. `points` plays a sweep:
a new variant of the scenario every few games. Both play what a worker process plays (`play_chunk`), in this process, so
that nothing else is in the numbers. Resident memory is read from /proc (Linux).
"""

import argparse
import gc
import time
from collections.abc import Iterator
from itertools import chain, combinations, count, islice
from pathlib import Path

from wargame.loader import load
from wargame.model import Arm
from wargame.studies.deck import Card
from wargame.studies.games import GameKey
from wargame.studies.worker import Chunk, RecordStatistics, play_chunk

PAGE_BYTES, MIB = 4096, 2.0**20
VARIED = "politics.commitment"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", nargs="?", default="tutorial")
    parser.add_argument("--games", type=int, default=10_000)
    parser.add_argument("--every", type=int, default=1_000)
    parser.add_argument("--kind", choices=["replicates", "points"], default="replicates")
    given = parser.parse_args()
    score, began_s, failed = RecordStatistics(), time.perf_counter(), 0
    print(f"{given.scenario}, {given.kind}\n{'games':>8}{'resident MiB':>14}{'s':>8}")
    for n, (card, key) in enumerate(islice(_games(given.scenario, given.kind), given.games), start=1):
        failed += play_chunk(Chunk(card, (key,)), score).outcomes[0].status == "failed"
        if n == 1 or n % given.every == 0:
            gc.collect()
            print(f"{n:8,}{_resident_mib():14.0f}{time.perf_counter() - began_s:8.0f}", flush=True)
    print(f"{failed} failed")


def _games(name: str, kind: str) -> Iterator[tuple[Card, GameKey]]:
    """Games without end, in the order in which a study has them."""
    scenario = load(name)
    base = Card.of(scenario)
    players = scenario.players
    groups = list(chain.from_iterable(combinations(players, size) for size in range(len(players) + 1)))
    arms: list[tuple[Arm, str | None]] = [("unattacked", None), ("restraint", None), ("free", None)]
    arms += [("forced", package) for package in sorted(scenario.threat_packages)]
    for number in count():
        card = base.changed({VARIED: round((number * 0.6180339887) % 1.0, 6)}) if kind == "points" else base
        for group in groups:
            for arm, package in arms:
                point, replicate = (number, 0) if kind == "points" else (0, number)
                yield card, GameKey(point, group, "neutral", arm, package, 0, replicate)


def _resident_mib() -> float:
    """Memory of this process that is in the machine's, MiB."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * PAGE_BYTES / MIB


if __name__ == "__main__":
    main()
