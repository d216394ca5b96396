"""How long a run's geometry takes: computed afresh, into a cache, out of a cache, and per question; and how it grows.

Run: ``python benchmarks/geometry.py``. The first table is of 120 satellites, 45 sites, 80 points at two masks, 21 days.
The second grows satellites (half of them published elements by SGP4), points and days one at a time, each case in a
process of its own, with its peak of memory: what the process itself held, pages of mapped files included.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from wargame.space.cache import BlockCache
from wargame.space.geometry import Geometry, GeometryRequest, build_geometry, load_geometry
from wargame.space.grid import global_points
from wargame.space.orbits import OmmOrbit, Orbit, geo_orbit, walker_delta
from wargame.space.places import GridPoint, SitePosition

EPOCH = "2026-03-01T00:00:00Z"
N_STEPS = 21 * 288
STEPS_A_DAY = 288
GROWTH = (
    (500, 250, 7),
    (1000, 250, 7),
    (2000, 250, 7),
    (2000, 500, 7),
    (2000, 1000, 7),
    (2000, 250, 14),
    (2000, 250, 21),
)
"""Satellites, points and days of each case of the second table."""


def request(n_steps: int) -> GeometryRequest:
    """Return 60 low, 24 navigation and 36 geostationary satellites over spread places."""
    orbits = [*walker_delta(60, 6, 1, 550.0, 53.0), *walker_delta(24, 6, 2, 20180.0, 55.0)]
    orbits += [geo_orbit(longitude, 1.0, EPOCH) for longitude in range(-180, 180, 10)]
    sites = zip(*(values.tolist() for values in global_points(45)), strict=True)
    points = zip(*(values.tolist() for values in global_points(80)), strict=True)
    return GeometryRequest(
        epoch_utc=EPOCH,
        n_steps=n_steps,
        satellites=tuple((f"satellite-{row}", orbit) for row, orbit in enumerate(orbits)),
        sites=tuple(
            SitePosition(f"site-{row}", latitude, longitude, mask_deg=10.0)
            for row, (latitude, longitude) in enumerate(sites)
        ),
        points=tuple(GridPoint(f"point-{row}", *place) for row, place in enumerate(points)),
        point_masks_deg=(5.0, 30.0),
        pnt_satellites=tuple(f"satellite-{row}" for row in range(60, 84)),
    )


def timed(what: str, call: Callable[[], object], repeats: int = 3) -> None:
    """Print the shortest of some runs."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    print(f"{what:<52} {min(seconds):9.4f} s")


def ask(geometry: Geometry, first_s: int) -> None:
    """Ask a thousand elevations at times not asked before."""
    for time_s in range(first_s, first_s + 1000):
        geometry.elevation_deg("satellite-3", "site-4", time_s)


def large_request(n_satellites: int, n_points: int, n_days: int) -> GeometryRequest:
    """Return many low satellites, half of them nominal and half published, some high ones, and 45 sites."""
    n_high = n_satellites // 20
    n_low = (n_satellites - 2 * n_high) // 2
    orbits: list[Orbit] = [*walker_delta(n_low, 1, 0, 550.0, 53.0)]
    for number in range(n_satellites - n_low - 2 * n_high):
        angles = float(number * 137 % 360), 0.0, float(number * 53 % 360)
        orbits.append(OmmOrbit(EPOCH, 15.0, 0.001, 87.9, *angles, 1e-4, 100_000_000 + number))
    orbits += walker_delta(n_high, 1, 0, 20180.0, 55.0)
    orbits += [geo_orbit(360.0 * number / n_high - 180.0, 1.0, EPOCH) for number in range(n_high)]
    sites = zip(*(values.tolist() for values in global_points(45)), strict=True)
    points = zip(*(values.tolist() for values in global_points(n_points)), strict=True)
    return GeometryRequest(
        epoch_utc=EPOCH,
        n_steps=n_days * STEPS_A_DAY,
        satellites=tuple((f"satellite-{row}", orbit) for row, orbit in enumerate(orbits)),
        sites=tuple(SitePosition(f"site-{row}", *place, 0.0, 10.0) for row, place in enumerate(sites)),
        points=tuple(GridPoint(f"point-{row}", *place) for row, place in enumerate(points)),
        pnt_satellites=tuple(
            f"satellite-{row}" for row in range(len(orbits) - 2 * n_high, len(orbits) - n_high)
        ),
    )


def one_case(n_satellites: int, n_points: int, n_days: int) -> None:
    """Print the build time, the size and the peak of memory of one large geometry."""
    build_geometry(request(64))  # compiles
    asked = large_request(n_satellites, n_points, n_days)
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        geometry = load_geometry(asked, BlockCache(Path(folder), max_bytes=2**40))
        cpu_s = time.process_time() - start
        stored = sum(path.stat().st_size for path in Path(folder).rglob("*.npy"))
        assert geometry.point_view[5.0].shape[1] == n_satellites
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    case = f"{n_satellites:>10} {n_points:>8} {n_days:>6}"
    print(f"{case} {cpu_s:>10.1f} {1e3 * cpu_s / n_satellites:>16.2f} {stored / 1e6:>10.0f} {peak_mb:>12.0f}")


def growth() -> None:
    """Print the second table."""
    heads = ("satellites", "points", "days", "CPU, s", "ms a satellite", "on disk, MB", "peak, MB")
    print("{:>10} {:>8} {:>6} {:>10} {:>16} {:>11} {:>11}".format(*heads))
    for case in GROWTH:
        command = [sys.executable, __file__, "--case", *map(str, case)]
        subprocess.run(command, check=True)  # noqa: S603  (this very program)


def main() -> None:
    """Print the tables, or one line of the second."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--case", nargs=3, type=int, metavar=("SATELLITES", "POINTS", "DAYS"))
    case = parser.parse_args().case
    if case:
        one_case(*case)
        return
    small()
    growth()


def small() -> None:
    """Print the first table."""
    build_geometry(request(64))  # compiles
    timed("cold: computed, no cache", lambda: build_geometry(request(N_STEPS)))
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder)
        timed(
            "cold: computed and stored", lambda: load_geometry(request(N_STEPS), BlockCache(store)), repeats=1
        )
        timed("warm: opened from the cache", lambda: load_geometry(request(N_STEPS), BlockCache(store)))
        geometry = load_geometry(request(N_STEPS), BlockCache(store))
        timed("1000 new elevations", lambda: ask(geometry, 0), repeats=1)
        timed("1000 elevations asked before", lambda: ask(geometry, 0))
        place = (35.0, 110.0, 1500.0, 1000.0)
        geometry.reach_windows("satellite-0", *place)
        timed(
            "reach of one satellite, 21 days",
            lambda: geometry.reach_windows("satellite-5", *place),
            repeats=1,
        )


if __name__ == "__main__":
    main()
