"""How long services take: milliseconds a timeline, microseconds a what-if, cold and warm, for each mission.

    python benchmarks/services.py [SCENARIO] [--repeats N]

A timeline is the whole run with some outages; a what-if is the mean over the benefit window after one loss, on an
hourly grid. Cold: everything that depends on the status has to be worked out, with geometry, kernels and the world
without losses already there. Warm: asked again. Without a scenario: western_pacific, or a synthetic one of about a
hundred satellites where that is missing.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.loader import ScenarioError, load
from wargame.missions.service import ServiceModel
from wargame.scenario import MissionKey, Scenario

START_S = 6 * 3600.0
LOSSES = 12


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", nargs="?", default="western_pacific")
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    scenario = scenario_called(given.scenario)
    began = time.perf_counter()
    model = ServiceModel(scenario)
    missions = model.missions
    print(f"{scenario.title}: {len(scenario.fleet)} satellites, {len(scenario.sites)} sites")
    print(f"geometry and tables {time.perf_counter() - began:.2f} s; Python {sys.version.split()[0]}")
    print(f"{'mission':18} {'timeline, ms':>28} {'what-if, us':>28}")
    print(f"{'':18} {'first':>9} {'cold':>9} {'warm':>9} {'first':>9} {'cold':>9} {'warm':>9}")
    for mission in missions:
        row = [*timelines(model, mission, given.repeats), *what_ifs(model, mission)]
        print(f"{mission:18} " + " ".join(f"{value:9.3g}" for value in row))
    print(f"memory of answers: {len(model.memo)} of {model.memo.size_bytes / 1e6:.0f} MB")


def timelines(model: ServiceModel, mission: MissionKey, repeats: int) -> tuple[float, float, float]:
    """Milliseconds of the unattacked timeline at first, of one with a dozen outages, and of the same again."""
    coalition = Coalition.everybody(model.scenario)
    warm_up(model, mission, coalition)
    model.memo.clear()
    first = seconds(lambda: model.timeline(mission, Availability((), coalition)))
    cold, warm = [], []
    assets = sorted(model.services[mission].assets)
    for repeat in range(repeats):
        outages = tuple(
            Outage(asset, None, 0.0, START_S * (1 + number), START_S * (2 + number) + 60 * repeat)
            for number, asset in enumerate(assets[repeat : repeat + LOSSES])
        )
        available = Availability(outages, coalition)
        cold.append(seconds(lambda: model.timeline(mission, available)))  # noqa: B023 called at once
        warm.append(seconds(lambda: model.timeline(mission, available)))  # noqa: B023 called at once
    return 1e3 * first, 1e3 * statistics.median(cold), 1e3 * statistics.median(warm)


def what_ifs(model: ServiceModel, mission: MissionKey) -> tuple[float, float, float]:
    """Microseconds of a mean over the benefit window: without losses at first, after one loss, and the same again."""
    coalition = Coalition.everybody(model.scenario)
    window = START_S, START_S + model.scenario.clock.benefit_window_d * 86400.0
    model.memo.clear()
    first = seconds(lambda: model.mean_by_region(mission, Availability((), coalition), *window))
    cold, warm = [], []
    for asset in sorted(model.services[mission].assets)[:LOSSES]:
        available = Availability((Outage(asset, None, 0.0, START_S, None),), coalition)
        cold.append(seconds(lambda: model.mean_by_region(mission, available, *window)))  # noqa: B023 called at once
        warm.append(seconds(lambda: model.mean_by_region(mission, available, *window)))  # noqa: B023 called at once
    return 1e6 * first, 1e6 * statistics.median(cold), 1e6 * statistics.median(warm)


def warm_up(model: ServiceModel, mission: MissionKey, coalition: Coalition) -> None:
    """Compile or load every kernel."""
    asset = min(model.services[mission].assets)
    available = Availability((Outage(asset, None, 0.0, 0.0, 7200.0),), coalition)
    model.timeline(mission, available)
    model.mean_by_region(mission, available, 0.0, 7200.0)


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def scenario_called(name: str) -> Scenario:
    """A scenario by name or path; `synthetic`, or a missing western_pacific, is made up."""
    if name == "synthetic":
        return synthetic()
    try:
        return load(name)
    except ScenarioError:
        if name != "western_pacific":
            raise
        return synthetic()


def synthetic() -> Scenario:
    """A made-up world: 60 navigation satellites, 24 relays, 8 sensors, 24 sites, four regions, five nations."""
    nations = ("US", "A", "B", "C", "D")
    satellites = {f"relay_{n:02d}": _relay(nations[n % 5], -180.0 + 15.0 * n) for n in range(24)}
    satellites |= {f"eye_{n}": _eye(nations[n % 2], 60.0 + 15.0 * n) for n in range(8)}
    members = list(nations)
    return Scenario.model_validate(
        {
            "title": "synthetic",
            "question": "How fast?",
            "clock": {"start_utc": "2026-03-01T00:00:00Z"},
            "actors": {key: {"name": key, "kind": "lead" if key == "US" else "partner"} for key in nations},
            "regions": {f"region_{n}": _box(10.0 * n - 10.0, 100.0 + 15.0 * n) for n in range(4)},
            "user_classes": {
                "open_sky": {"mask_deg": 5, "receivers": ["gps", "gal"]},
                "hills": {"mask_deg": 20, "receivers": ["gps"]},
                "street": {"mask_deg": 30, "receivers": ["gps", "gal"]},
            },
            "users": {f"{key}_{n}": _users(key, f"region_{n}") for key in nations for n in range(4)},
            "satellites": satellites,
            "constellations": {"gps": _navigation("US", "gps", 32, 4), "gal": _navigation("A", "gal", 27, 3)},
            "sites": {f"site_{n:02d}": _site(nations[n % 5], -170.0 + 15.0 * n, n) for n in range(24)},
            "agreements": {
                "pool": {"kind": "capacity_pool", "mission": "satcom_wideband", "members": members},
                "ground": {"kind": "ground_access", "mission": "satcom_wideband", "members": members},
                "down": {"kind": "ground_access", "mission": "missile_warning", "members": members},
            },
        }
    )


def _relay(owner: str, longitude_deg: float) -> dict[str, Any]:
    payload = {"kind": "wideband", "capacity_mbps": 1000.0, "bands": ["x", "ka"]}
    orbit = {"type": "geo", "longitude_deg": longitude_deg, "inclination_deg": 2.0}
    return {"name": "relay", "owner": owner, "orbit": orbit, "payloads": {"link": payload}}


def _eye(owner: str, longitude_deg: float) -> dict[str, Any]:
    orbit = {"type": "geo", "longitude_deg": longitude_deg}
    return {"name": "eye", "owner": owner, "orbit": orbit, "payloads": {"eye": {"kind": "infrared"}}}


def _navigation(owner: str, family: str, satellites: int, planes: int) -> dict[str, Any]:
    pattern = {"type": "walker_delta", "satellites": satellites, "planes": planes, "phasing": 1}
    pattern |= {"altitude_km": 20180.0, "inclination_deg": 55.0}
    payload = {"kind": "navigation", "family": family, "open_signal": True}
    return {"name": family, "owner": owner, "pattern": pattern, "payloads": {"signal": payload}}


def _site(owner: str, longitude_deg: float, number: int) -> dict[str, Any]:
    jobs = {
        "gate": {"kind": "gateway", "mission": "satcom_wideband", "bands": ["x", "ka"]},
        "down": {"kind": "gateway", "mission": "missile_warning"},
    }
    place = {"latitude_deg": -40.0 + 4.0 * number, "longitude_deg": longitude_deg}
    return place | {"name": "site", "owner": owner, "functions": jobs}


def _box(south_deg: float, west_deg: float) -> dict[str, Any]:
    sides = {
        "south_deg": south_deg,
        "north_deg": south_deg + 20,
        "west_deg": west_deg,
        "east_deg": west_deg + 20,
    }
    return sides | {"name": "box"}


def _users(nation: str, region: str) -> dict[str, Any]:
    needs = {
        "pnt": {"classes": {"open_sky": 0.5, "hills": 0.3, "street": 0.2}},
        "satcom_wideband": {"demand_mbps": 500.0, "bands": ["x"]},
        "missile_warning": {},
    }
    return {"nation": nation, "region": region, "needs": needs}


if __name__ == "__main__":
    main()
