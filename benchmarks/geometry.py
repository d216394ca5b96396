"""How long a run's geometry takes: computed afresh, into a cache, out of a cache, and per question.

Run: ``python benchmarks/geometry.py`` (120 satellites, 45 sites, 80 points at two masks, 21 days).
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from wargame.space.cache import BlockCache
from wargame.space.geometry import Geometry, GeometryRequest, build_geometry, load_geometry
from wargame.space.grid import global_points
from wargame.space.orbits import geo_orbit, walker_delta
from wargame.space.places import GridPoint, SitePosition

EPOCH = "2026-03-01T00:00:00Z"
N_STEPS = 21 * 288


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


def main() -> None:
    """Print the timings."""
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
