"""How the time of services and the peak memory grow with satellites, regions and days (Linux and macOS).

Run by ``python benchmarks/services.py --scaling``. Every world is measured twice, each time in a process of its own:
first its geometry is computed and stored, then it is read; so there are two peaks of memory.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from histories import histories
from synthetic_world import Size, synthetic

from wargame.missions.service import ServiceModel
from wargame.scenario import MissionKey

BASE = Size()
STEPS = {
    "satellites": (Size(satellites=500), Size(satellites=1000), Size(satellites=2000)),
    "regions": (Size(regions=16),),
    "days": (Size(days=14),),
}
"""What grows, each from the base."""

MEGABYTE = 1024.0 if sys.platform == "linux" else 1024.0**2
"""What `ru_maxrss` is counted in: kilobytes on Linux, bytes on macOS."""


@dataclass(frozen=True)
class Measured:
    """One world.

    Attributes:
        milliseconds: median of a cold timeline by mission, CPU time.
        total_ms: median over the histories of the sum over missions.
        megabytes: peak memory of the process.
        seconds: CPU time from the scenario to the first services (geometry, tables, kernels).
    """

    milliseconds: dict[str, float]
    total_ms: float
    megabytes: float
    seconds: float


def scaling(count: int, missions: Sequence[MissionKey] | None) -> None:
    """Print the table of growth.

    Args:
        count: histories of each world.
        missions: which missions; all when left out.
    """
    with tempfile.TemporaryDirectory() as folder:
        base = _row(BASE, count, missions, folder)
        names = sorted(base.milliseconds)
        print(
            f"{'':16}{'MB':>7}{'building':>9}{'total':>10}" + "".join(f"{_short(name):>11}" for name in names)
        )
        for what, sizes in STEPS.items():
            before = base
            _print(f"{getattr(BASE, what)} {what}", base, names)
            for smaller, size in pairwise((BASE, *sizes)):
                row = _row(size, count, missions, folder)
                _print(f"{getattr(size, what)} {what}", row, names)
                _print_growth(getattr(size, what) / getattr(smaller, what), before, row, names)
                before = row
    print("MB: peak memory once the geometry is stored, and when it is computed first")
    print(
        "total and missions: ms of CPU time, cold; below it the growth of time over that of the size: 1 is linear"
    )


def _row(size: Size, count: int, missions: Sequence[MissionKey] | None, folder: str) -> "Row":
    """Measure a world twice: its geometry computed, then read."""
    first, second = (_in_process(size, count, missions, folder) for _ in range(2))
    return Row(**asdict(second), building_mb=first.megabytes)


@dataclass(frozen=True)
class Row(Measured):
    """A line of the table.

    Attributes:
        building_mb: peak memory of the process that computed the geometry.
    """

    building_mb: float


def _in_process(size: Size, count: int, missions: Sequence[MissionKey] | None, folder: str) -> Measured:
    order = json.dumps({"size": asdict(size), "count": count, "missions": missions})
    child = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, __file__, order],
        env={**os.environ, "WARGAME_CACHE": folder},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    return Measured(**json.loads(child.stdout))


def _short(name: str) -> str:
    return name.removeprefix("satcom_").removeprefix("missile_").removeprefix("isr_")[:10]


def _print(name: str, row: Row, names: list[str]) -> None:
    numbers = "".join(f"{row.milliseconds[each]:11.2f}" for each in names)
    print(f"{name:16}{row.megabytes:7.0f}{row.building_mb:9.0f}{row.total_ms:10.2f}{numbers}", flush=True)


def _print_growth(factor: float, before: Row, after: Row, names: list[str]) -> None:
    grown = "".join(
        f"{after.milliseconds[each] / before.milliseconds[each] / factor:11.2f}" for each in names
    )
    print(f"{'  growth':16}{'':7}{'':9}{after.total_ms / before.total_ms / factor:10.2f}{grown}", flush=True)


def measure(order: dict[str, Any]) -> Measured:
    """Measure one world in this process (`Any`: values of JSON)."""
    began = time.process_time()
    model = ServiceModel(synthetic(Size(**order["size"])))
    missions: list[MissionKey] = order["missions"] or list(model.missions)
    first, *lived = histories(model, missions, 1 + order["count"])
    for mission in missions:
        model.timeline(mission, first)
    seconds = time.process_time() - began
    times: dict[MissionKey, list[float]] = {mission: [] for mission in missions}
    for history in lived:
        model.memo.clear()
        for mission in missions:
            began = time.process_time()
            model.timeline(mission, history)
            times[mission].append(1e3 * (time.process_time() - began))
    return Measured(
        {mission: statistics.median(found) for mission, found in times.items()},
        statistics.median(sum(each) for each in zip(*times.values(), strict=True)),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
        seconds,
    )


if __name__ == "__main__":
    print(json.dumps(asdict(measure(json.loads(sys.argv[1])))))
