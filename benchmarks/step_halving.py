"""Does the service step matter: every statistic with the step halved, beside its interval over replicates.

    python benchmarks/step_halving.py [SCENARIO] [--replicates N]

Each step length plays in a process of its own, in which the two constants of the scenario clock are set before anything
else is imported. Seeds are the same, so the difference is that of the step alone. A statistic moves too much when
the change of its mean exceeds half the width of its 95 % interval and the resolution that the measure declares
(`wargame.analysis.measures.resolution`); where no chance enters it, 0.005 of its unit stands for the interval.
Ends with status 1 when one does.
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

FULL_S, HALF_S = 300, 150
EXACT = 0.005
"""Allowed change of a statistic that does not vary between replicates."""


def main() -> int:
    """Compares both steps; the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", nargs="?", default="western_pacific")
    parser.add_argument("--replicates", type=int, default=100)
    parser.add_argument(
        "--step", type=int, help="play with this step and print the values (for the tool itself)"
    )
    given = parser.parse_args()
    if given.step:
        print(json.dumps(played(given.scenario, given.replicates, given.step)))
        return 0
    full, half = (in_a_process(given.scenario, given.replicates, step) for step in (FULL_S, HALF_S))
    print(f"{'statistic':<58}{f'{FULL_S} s':>10}{'change':>11}{'allowed':>10}")
    moved = [name for name in sorted(full) if not compared(name, full[name], half.get(name, []))]
    print(
        f"{len(full)} statistics, {len(moved)} move more than allowed{': ' + ', '.join(moved) if moved else ''}"
    )
    return 1 if moved else 0


def in_a_process(scenario: str, replicates: int, step_s: int) -> dict[str, list[float | None]]:
    """Every statistic's values with a step, by name."""
    command = [sys.executable, str(Path(__file__)), scenario, "--replicates", str(replicates)]
    done = subprocess.run([*command, "--step", str(step_s)], check=True, capture_output=True, text=True)  # noqa: S603  # our own command
    found: dict[str, list[float | None]] = json.loads(done.stdout)
    return found


def compared(name: str, full: list[float | None], half: list[float | None]) -> bool:
    """Prints one line; whether the change is small enough."""
    from wargame.analysis.intervals import t_interval  # noqa: PLC0415  # after the step is set
    from wargame.analysis.measures import resolution  # noqa: PLC0415  # likewise

    pairs = [(a, b) for a, b in zip(full, half, strict=True) if a is not None and b is not None]
    if not pairs:
        return True
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    low, high = t_interval(before, 0.95) if len(before) > 1 else (before[0], before[0])
    allowed = ((high - low) / 2 or EXACT * max(1.0, abs(before[0]))) + resolution(name.partition(" ")[2])
    change = statistics.fmean(after) - statistics.fmean(before)
    mark = "" if abs(change) <= allowed else "  <- moves"
    print(f"{name:<58}{statistics.fmean(before):>10.4f}{change:>+11.5f}{allowed:>10.5f}{mark}")
    return not mark


def played(scenario_name: str, replicates: int, step_s: int) -> dict[str, list[float | None]]:
    """Values of every statistic over replicates and arms, by arm and name."""
    from wargame.scenario import clock  # noqa: PLC0415  # after the step is set

    clock.PNT_STEP_S, clock.SERVICE_STEP_S = clock.PNT_STEP_S * step_s // clock.SERVICE_STEP_S, step_s
    from wargame.loader import load  # noqa: PLC0415  # after the step is set

    scenario = load(scenario_name)
    arms: list[tuple[Any, str | None]] = [("forced", package) for package in sorted(scenario.threat_packages)]
    arms += [("unattacked", None), ("restraint", None)]
    found: dict[str, list[float | None]] = {}
    for arm, package in arms:
        for replicate in range(1 if arm == "unattacked" else replicates):
            for name, value in one(scenario, arm, package, replicate).items():
                found.setdefault(f"{package or arm} {name}", []).append(value)
    return {name: values for name, values in found.items() if any(value is not None for value in values)}


def one(scenario: Any, arm: Any, package: str | None, replicate: int) -> dict[str, float | None]:
    """The statistics of one game."""
    from wargame.analysis.statistics import statistics as of  # noqa: PLC0415  # after the step is set
    from wargame.run import run  # noqa: PLC0415  # after the step is set

    calm = run(scenario, replicate=replicate, arm="unattacked", keep="lean") if arm == "forced" else None
    record = run(scenario, replicate=replicate, arm=arm, package=package, keep="lean")
    return dict(of(record, calm).values)


if __name__ == "__main__":
    sys.exit(main())
