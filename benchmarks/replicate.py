"""How long a run takes: a warm `wargame run`, and lean replicates of every arm with the milliseconds of each phase.

    python benchmarks/replicate.py [SCENARIO] [--replicates N]

Phases: events (loop, orders, adjudication, inquiries, score), services (timelines of navigation and of the others), Red
(its reckoning), statistics.
Cold is the first replicate, when nothing is remembered yet; the median is over the others.
"""

import argparse
import statistics as stats
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from wargame.analysis.statistics import statistics
from wargame.deterrence.picture import Picture
from wargame.garbage import collect_seldom
from wargame.loader import load
from wargame.missions.service import ServiceModel
from wargame.run import board_of, run


class Stopwatch:
    """Adds up the seconds spent inside wrapped methods."""

    def __init__(self) -> None:
        """Starts at zero."""
        self.seconds: dict[str, float] = {}

    def wrap(self, owner: type, name: str, phase: Callable[..., str]) -> None:
        """Counts every call of `owner.name` to the phase that its arguments say; inner calls are counted once."""
        inner: Callable[..., Any] = getattr(owner, name)
        depth = 0

        def timed(*args: Any, **kwargs: Any) -> Any:
            nonlocal depth
            depth += 1
            began = time.perf_counter()
            try:
                return inner(*args, **kwargs)
            finally:
                depth -= 1
                if depth == 0:
                    spent = time.perf_counter() - began
                    self.seconds[phase(*args)] = self.seconds.get(phase(*args), 0.0) + spent

        setattr(owner, name, timed)

    def take(self) -> dict[str, float]:
        """The seconds since the last time, by phase."""
        taken, self.seconds = self.seconds, {}
        return taken


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", nargs="?", default="western_pacific")
    parser.add_argument("--replicates", type=int, default=20)
    given = parser.parse_args()
    collect_seldom()  # as the command and the workers of a study do
    scenario = load(given.scenario)
    watch = Stopwatch()
    watch.wrap(Picture, "prospects", lambda *_: "Red")
    watch.wrap(ServiceModel, "timeline", lambda _, mission, *__: "PNT" if mission == "pnt" else "others")
    _ = board_of(scenario).services.services
    print(
        f"{'arm':<28}{'cold ms':>10}{'median ms':>11}{'events':>9}{'PNT':>8}{'others':>8}{'Red':>9}{'statistics':>12}"
    )
    cases = [("unattacked", None), ("restraint", None), ("free", None)]
    cases += [("forced", package) for package in sorted(scenario.threat_packages)]
    for arm, package in cases:
        rows = [_once(scenario, arm, package, replicate, watch) for replicate in range(given.replicates + 1)]
        print(_row(arm if package is None else f"{arm} {package}", rows))
    tables = board_of(scenario).tables
    print(f"Red's what-if: {tables.hits} hits, {tables.misses} misses")
    command = [sys.executable, "-m", "wargame", "run", given.scenario]
    seconds = []
    for _ in range(4):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # our own command
        seconds.append(time.perf_counter() - began)
    print(
        f"warm `wargame run {given.scenario}`: median {stats.median(seconds[1:]):.2f} s of {len(seconds) - 1}"
    )


def _once(scenario: Any, arm: Any, package: str | None, replicate: int, watch: Stopwatch) -> dict[str, float]:
    """Seconds of one lean replicate by phase."""
    watch.take()
    began = time.perf_counter()
    record = run(scenario, replicate=replicate, arm=arm, package=package, keep="lean")
    played = time.perf_counter()
    statistics(record)
    ended = time.perf_counter()
    spent = watch.take()
    found = {phase: spent.get(phase, 0.0) for phase in ("PNT", "others", "Red")}
    return {
        "total": ended - began,
        "events": played - began - sum(found.values()),
        **found,
        "statistics": ended - played,
    }


def _row(name: str, rows: list[dict[str, float]]) -> str:
    """One line of the table, milliseconds."""
    median = {key: 1000 * stats.median(row[key] for row in rows[1:]) for key in rows[0]}
    return (
        f"{name:<28}{1000 * rows[0]['total']:>10.1f}{median['total']:>11.1f}{median['events']:>9.1f}"
        f"{median['PNT']:>8.1f}{median['others']:>8.1f}{median['Red']:>9.1f}{median['statistics']:>12.1f}"
    )


if __name__ == "__main__":
    main()
