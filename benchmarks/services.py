"""How fast a replicate's services are: milliseconds, the ratio to numpy boolean arrays, and how both grow.

    python benchmarks/services.py [SCENARIO] [--histories N] [--missions KEY ...]
    python benchmarks/services.py --played [SCENARIO]
    python benchmarks/services.py --what-if [SCENARIO]
    python benchmarks/services.py --scaling

SCENARIO is `western_pacific` with a ninth nation (default, `nine_nations.yaml`), another name or path, or `synthetic`.
A replicate has its own history of about twenty status changes (`histories.py`); its services are the timelines of all
missions over the run, at steps of five minutes, sensors sampled at most 30 s apart. *Cold*: no answer is remembered,
only what does not depend on status is there (geometry, kernels, rights, what navigation loses with each single
satellite, and what collectors and relays give while everything works; a line says what these tables take once). *Next*:
the unattacked timelines are remembered, as they are in every replicate but the first. *Study*: two hundred
distinct histories one after the other with nothing forgotten, as replicates follow each other: states of relays that
were solved before are looked up. The last fifty count. The peer (`boolean_services.py`)
does the same with numpy boolean arrays on the same stored visibility, unpacked before; where it computes the same
quantity the answers are compared first. Both take turns in one process on one thread; times are CPU time, medians over
the histories.

`--played` takes what fails in replicates that are played (`played.py`) in place of made-up histories.
A what-if is Red's question: the mean over the benefit window after one loss. The table of growth (`scaling.py`) is
taken on made-up worlds (`synthetic_world.py`), each in a process of its own.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from boolean_base import BooleanService
from boolean_services import PEERS, SIMPLER
from histories import STATUS_CHANGES, histories
from played import played
from scaling import scaling
from synthetic_world import synthetic

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.loader import load
from wargame.missions.service import ServiceModel
from wargame.scenario import MissionKey

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
TOLERANCE = 1e-9
STUDY, COUNTED = 200, 50
"""Histories of a study, and how many of them, the last, are counted."""
COMPARED = 3
"""Histories whose answers are compared before anything is timed."""

Milliseconds = Mapping[MissionKey, list[float]]


def main() -> None:
    """Print the tables."""
    if any(os.environ.get(name) != number for name, number in ONE_THREAD.items()):
        # Numerical libraries read this when they are loaded, so it has to stand before Python starts.
        again = subprocess.run([sys.executable, *sys.argv], env={**os.environ, **ONE_THREAD}, check=False)  # noqa: S603
        raise SystemExit(again.returncode)
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", nargs="?", default=str(Path(__file__).with_name("nine_nations.yaml")))
    parser.add_argument("--histories", type=int, default=12)
    parser.add_argument("--missions", nargs="*", choices=sorted(PEERS))
    parser.add_argument("--scaling", action="store_true", help="how time and memory grow with the world")
    parser.add_argument("--played", action="store_true", help="histories of replicates that are played")
    parser.add_argument("--what-if", action="store_true", help="how long means after one loss take")
    given = parser.parse_args()
    if given.scaling:
        scaling(given.histories, given.missions)
        return
    model = ServiceModel(synthetic() if given.scenario == "synthetic" else load(given.scenario))
    missions = given.missions or list(model.missions)
    describe(model)
    if given.played:
        played(model, given.histories)
    elif given.what_if:
        what_ifs(model, missions, given.histories)
    else:
        compare(model, missions, given.histories)


def compare(model: ServiceModel, missions: Sequence[MissionKey], count: int) -> None:
    """Print milliseconds per mission, ours and the peer's, and their ratio."""
    lived = histories(model, missions, count)
    print(f"{count} histories of {STATUS_CHANGES} status changes")
    coalition = Coalition.everybody(model.scenario)
    peers = {mission: PEERS[mission](model.setting, coalition) for mission in missions}
    for mission in missions:
        for history in lived[:COMPARED]:
            check(mission, model, peers[mission], history)
    same = ", ".join(mission for mission in missions if mission not in SIMPLER) or "none of these"
    print(f"same answers as the peer to {TOLERANCE:g}: {same}")
    print_table(missions, *measure(model, peers, missions, lived))
    print_tables(model, missions, lived[0])
    print_study(model, missions)


def describe(model: ServiceModel) -> None:
    """Print what is measured."""
    scenario, request = model.scenario, model.setting.geometry.request
    print(
        f"{scenario.title}: {len(scenario.fleet)} satellites, {len(scenario.sites)} sites, "
        f"{len(model.regions)} regions of {len(request.points)} points, {len(model.beneficiaries)} beneficiaries, "
        f"{scenario.clock.duration_h / 24:g} days in steps of {request.step_s} s, "
        f"sensors sampled every {request.sensor_sample_s} s; Python {sys.version.split()[0]}, numpy {np.__version__}"
    )


def check(mission: MissionKey, model: ServiceModel, peer: BooleanService, history: Availability) -> None:
    """Stop with a message where both compute the same quantity and the answers differ."""
    ours, theirs = model.timeline(mission, history).values, peer.values(history)
    if mission in SIMPLER:
        return
    worst = float(np.abs(ours - theirs).max())
    if not worst <= TOLERANCE:
        place = np.unravel_index(np.abs(ours - theirs).argmax(), ours.shape)
        region, nation = model.regions[place[0]], model.beneficiaries[place[1]]
        raise SystemExit(
            f"{mission} in {region} for {nation} at step {place[2]}: {ours[place]} here, {theirs[place]} by boolean "
            f"arrays; one of them is wrong, so there is nothing to time"
        )


def measure(
    model: ServiceModel,
    peers: Mapping[MissionKey, BooleanService],
    missions: Sequence[MissionKey],
    lived: Sequence[Availability],
) -> tuple[Milliseconds, Milliseconds, Milliseconds]:
    """Milliseconds of every history by mission: cold, next, and the peer's, taking turns.

    The peer's arrays drive everything else out of the processor's cache, so each turn of ours begins with another
    history that is not timed: replicates follow each other.
    """
    cold, following, peer = ({mission: list[float]() for mission in missions} for _ in range(3))
    unattacked = model.unattacked(lived[0].coalition)

    def take_turn(times: Milliseconds, history: Availability, before: Availability) -> None:
        for mission in missions:
            model.timeline(mission, before)
        if before is not unattacked:
            model.memo.clear()
        for mission in missions:
            times[mission].append(milliseconds(lambda: model.timeline(mission, history)))  # noqa: B023  # called at once

    for number, history in enumerate(lived):
        model.memo.clear()
        take_turn(cold, history, lived[number - 1])
        model.memo.clear()
        take_turn(following, history, unattacked)
        for mission in missions:
            peer[mission].append(milliseconds(lambda: peers[mission].values(history)))  # noqa: B023  # called at once
    return cold, following, peer


def print_tables(model: ServiceModel, missions: Sequence[MissionKey], history: Availability) -> None:
    """Print what is worked out once for all histories: the time that it takes, and the memory."""
    model.setting.tables.clear()

    def everything() -> None:
        model.memo.clear()
        for mission in missions:
            model.timeline(mission, history)

    first, again = milliseconds(everything), milliseconds(everything)
    size_mb = model.setting.tables.size_bytes / 2**20
    print(f"tables that no status changes: {first - again:.0f} ms once, {size_mb:.0f} MB")


def print_study(model: ServiceModel, missions: Sequence[MissionKey]) -> None:
    """Print what the last replicates of a study take, in all of which other things fail at other times."""
    model.memo.clear()
    times = [
        sum(milliseconds(lambda: model.timeline(mission, history)) for mission in missions)  # noqa: B023  # at once
        for history in histories(model, missions, STUDY)
    ]
    print(
        f"a study: replicates {STUDY - COUNTED} to {STUDY} take {statistics.median(times[-COUNTED:]):.2f} ms each "
        f"(median), the first {COUNTED} take {statistics.median(times[:COUNTED]):.2f}"
    )


def milliseconds(call: Callable[[], object]) -> float:
    """CPU time that a call takes."""
    began = time.process_time()
    call()
    return 1e3 * (time.process_time() - began)


def print_table(
    missions: Sequence[MissionKey], cold: Milliseconds, following: Milliseconds, peer: Milliseconds
) -> None:
    """Print a line a mission and the sums."""
    print(f"\n{'':26}{'ours, ms':>20}{'peer, ms':>11}{'ratio':>18}")
    print(f"{'mission':26}{'cold':>10}{'next':>10}{'':>11}{'cold':>9}{'next':>9}")
    for mission in missions:
        name = f"{mission} (simpler)" if mission in SIMPLER else mission
        print_row(name, cold[mission], following[mission], peer[mission])
    same = [mission for mission in missions if mission not in SIMPLER]
    for name, chosen in (("same quantity", same), ("all", missions)):
        if chosen:
            print_row(name, *(summed(times, chosen) for times in (cold, following, peer)))


def summed(times: Milliseconds, missions: Sequence[MissionKey]) -> list[float]:
    """Milliseconds of every history over some missions."""
    return [sum(each) for each in zip(*(times[mission] for mission in missions), strict=True)]


def print_row(name: str, cold: list[float], following: list[float], peer: list[float]) -> None:
    """Print medians and ratios of medians."""
    ours, then, theirs = statistics.median(cold), statistics.median(following), statistics.median(peer)
    print(f"{name:26}{ours:10.3f}{then:10.3f}{theirs:11.1f}{theirs / ours:9.1f}{theirs / then:9.1f}")


def what_ifs(model: ServiceModel, missions: Sequence[MissionKey], count: int) -> None:
    """Print microseconds of a mean over the benefit window: without losses, after one loss, and the same again."""
    coalition, start_s = Coalition.everybody(model.scenario), 6 * 3600.0
    end_s = start_s + model.scenario.clock.benefit_window_d * 86400.0
    print(f"\n{'':26}{'what-if, us: no loss':>22}{'one loss':>12}{'again':>10}")
    for mission in missions:
        outages = [Outage(asset, None, 0.0, start_s, None) for asset in sorted(model.service(mission).assets)]
        losses = [Availability((outage,), coalition) for outage in outages[: count + 1]]
        model.mean_by_region(mission, losses.pop(), start_s, end_s)  # compiles
        model.memo.clear()
        asked = [model.unattacked(coalition), *losses, *losses]
        times = [
            milliseconds(lambda: model.mean_by_region(mission, each, start_s, end_s))  # noqa: B023  # called at once
            for each in asked
        ]
        first, then, again = times[0], times[1 : 1 + len(losses)], times[1 + len(losses) :]
        columns = 1e3 * first, 1e3 * statistics.median(then), 1e3 * statistics.median(again)
        print(f"{mission:26}{columns[0]:22.0f}{columns[1]:12.0f}{columns[2]:10.0f}")


if __name__ == "__main__":
    main()
