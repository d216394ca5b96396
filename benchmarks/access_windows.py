"""How long access windows take: 100 low satellites, 20 sites, 7 days, 10 degrees; peers beside it where installed.

Run: ``python benchmarks/access_windows.py``, in an environment with ``skyfield``, ``brahe``, ``lox-space`` and
``skyfield-data`` (whose planetary ephemeris lox-space wants) for all peers. Everybody searches the same two-line
elements with SGP4 and one thread. They take turns, and CPU time is compared, so that the load of the machine changes
all alike. A peer gets a slice of the satellites and sites; its time is scaled by the number of pairs, which for a peer
that propagates each satellite once for all sites is taken over all sites. Windows are compared one by one.
"""

import os

os.environ.update(
    RAYON_NUM_THREADS="1", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1"
)  # before peers are imported

import importlib.util
import math
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from sgp4.api import WGS72, Satrec  # type: ignore[import-untyped]
from sgp4.exporter import export_tle  # type: ignore[import-untyped]

from wargame.space.access import AccessWindows, access_windows
from wargame.space.arrays import FloatArray
from wargame.space.grid import global_points
from wargame.space.orbits import TleOrbit
from wargame.space.places import SitePosition

EPOCH = "2026-03-01T00:00:00Z"
DAYS_SINCE_1949 = 27818.0  # days from 1949 December 31 to the epoch, SGP4's own count
DAYS = 7
SPAN_S = DAYS * 86400.0
MASK_DEG = 10.0
N_SATELLITES = 100
N_SITES = 20
ROUNDS = 5

Edges = dict[tuple[int, int], FloatArray]
"""Rises and sets, shape (n, 2), s since the epoch, by (satellite, site)."""


@dataclass(frozen=True)
class Peer:
    """Another program: what it is called, how much of the work it gets, and how it does it."""

    name: str
    satellites: int
    sites: int
    search: Callable[[list[TleOrbit], list[SitePosition]], Edges]


def low_satellites(count: int) -> list[TleOrbit]:
    """Return satellites at about 780 km, spread over planes and slots."""
    orbits = []
    for number in range(count):
        record = Satrec()
        node, anomaly = 2.0 * math.pi * (number % 10) / 10.0, 2.0 * math.pi * number * 0.618
        elements = (0.0, 0.0, 0.0, 0.001, 1.0, math.radians(86.4), anomaly % (2.0 * math.pi), 0.0627, node)
        record.sgp4init(WGS72, "i", number + 1, DAYS_SINCE_1949, *elements)
        orbits.append(TleOrbit(*export_tle(record)))
    return orbits


def spread_sites(count: int) -> list[SitePosition]:
    """Return sites all over the Earth."""
    latitudes_deg, longitudes_deg = (values.tolist() for values in global_points(count))
    return [
        SitePosition(f"site-{row}", latitude_deg, longitude_deg, mask_deg=MASK_DEG)
        for row, (latitude_deg, longitude_deg) in enumerate(zip(latitudes_deg, longitudes_deg, strict=True))
    ]


def by_skyfield(orbits: list[TleOrbit], sites: list[SitePosition]) -> Edges:
    """Return Skyfield's rises and sets."""
    from skyfield.api import EarthSatellite, load, wgs84  # type: ignore[import-untyped]  # noqa: PLC0415

    scale = load.timescale(builtin=True)
    first, last = scale.utc(2026, 3, 1), scale.utc(2026, 3, 1 + DAYS)
    found = {}
    for row, orbit in enumerate(orbits):
        satellite = EarthSatellite(orbit.line1, orbit.line2, None, scale)
        for column, site in enumerate(sites):
            place = wgs84.latlon(site.latitude_deg, site.longitude_deg)
            times, kinds = satellite.find_events(place, first, last, altitude_degrees=MASK_DEG)
            seconds = (times.tt - first.tt) * 86400.0
            found[row, column] = _paired(seconds[kinds == 0], seconds[kinds == 2])
    return found


def by_brahe(orbits: list[TleOrbit], sites: list[SitePosition]) -> Edges:
    """Return brahe's rises and sets."""
    import brahe  # type: ignore[import-not-found]  # noqa: PLC0415

    brahe.set_global_eop_provider(brahe.StaticEOPProvider.from_zero())
    start = brahe.Epoch(2026, 3, 1, 0, 0, 0.0)
    propagators = [
        brahe.SGPPropagator.from_tle(orbit.line1, orbit.line2, step_size=60.0).with_name(str(row))
        for row, orbit in enumerate(orbits)
    ]
    places = [
        brahe.PointLocation(site.longitude_deg, site.latitude_deg, 0.0).with_name(str(column))
        for column, site in enumerate(sites)
    ]
    constraint, config = brahe.ElevationConstraint(MASK_DEG), brahe.AccessSearchConfig(parallel=False)
    windows = brahe.location_accesses(places, propagators, start, start + SPAN_S, constraint, config=config)
    edges: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for window in windows:
        pair = int(window.satellite_name), int(window.location_name)
        edges.setdefault(pair, []).append((window.window_open - start, window.window_close - start))
    return {pair: np.array(sorted(rows)) for pair, rows in edges.items()}


def by_lox(orbits: list[TleOrbit], sites: list[SitePosition], frame: str = "IAU_EARTH") -> Edges:
    """Return lox-space's rises and sets; by default in the frame in which it is fast, if half a second off.

    In ``ITRF`` its edges are ours to a few milliseconds, at a hundred times the time.
    """
    import lox_space as lox  # type: ignore[import-not-found]  # noqa: PLC0415
    import skyfield_data  # type: ignore[import-not-found]  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an expired table of Earth orientation that nobody reads
        folder = Path(skyfield_data.get_skyfield_data_path())
    start, end = (lox.UTC(2026, 3, day).to_scale("TAI") for day in (1, 1 + DAYS))
    craft = [
        lox.Spacecraft(str(row), lox.SGP4(f"{orbit.line1}\n{orbit.line2}"))
        for row, orbit in enumerate(orbits)
    ]
    stations = [
        lox.GroundStation(
            str(column),
            lox.EllipsoidLocation(
                frame, site.longitude_deg * lox.deg, site.latitude_deg * lox.deg, 0.0 * lox.km
            ),
            min_elevation=MASK_DEG * lox.deg,
        )
        for column, site in enumerate(sites)
    ]
    scenario = lox.Scenario(start, end, craft, stations)
    results = lox.VisibilityAnalysis(scenario).compute(lox.SPK(str(folder / "de421.bsp")))
    return {
        (row, column): np.array(
            [
                (float(each.start() - start), float(each.end() - start))
                for each in results.intervals(str(column), str(row))
            ]
        ).reshape(-1, 2)
        for row in range(len(orbits))
        for column in range(len(sites))
    }


PEERS = (
    (("skyfield",), Peer("skyfield find_events", 3, 3, by_skyfield)),
    (("brahe",), Peer("brahe location_accesses", 5, 10, by_brahe)),
    (("lox_space", "skyfield_data"), Peer("lox-space VisibilityAnalysis", 3, N_SITES, by_lox)),
)


def _paired(rises_s: FloatArray, sets_s: FloatArray) -> FloatArray:
    """Return whole windows: a set before the first rise and a rise after the last set are left out."""
    if rises_s.size and sets_s.size and sets_s[0] < rises_s[0]:
        sets_s = sets_s[1:]
    count = min(rises_s.size, sets_s.size)
    return np.stack([rises_s[:count], sets_s[:count]], axis=1)


def cpu_s(call: Callable[[], object]) -> float:
    """Return the CPU time that a call takes, s."""
    start = time.process_time()
    call()
    return time.process_time() - start


def differences(ours: AccessWindows, peers: Edges) -> str:
    """Return how a peer's windows compare with ours, in words."""
    shared, only_ours, only_theirs, errors_s = 0, 0, 0, []
    for (row, column), edges in peers.items():
        mine = ours.of(row, column)
        whole = (mine.rise_s > 0.0) & (mine.set_s < SPAN_S)
        table = np.stack([mine.rise_s[whole], mine.set_s[whole]], axis=1)
        theirs = edges[(edges[:, 0] > 1.0) & (edges[:, 1] < SPAN_S - 1.0)] if edges.size else np.empty((0, 2))
        for rise_s, set_s in table:
            near = theirs[(theirs[:, 0] < set_s) & (theirs[:, 1] > rise_s)]
            if len(near):
                shared += 1
                errors_s += [abs(near[0, 0] - rise_s), abs(near[0, 1] - set_s)]
            else:
                only_ours += 1
        only_theirs += sum(not np.any((table[:, 0] < end) & (table[:, 1] > begin)) for begin, end in theirs)
    within = float(np.mean(np.array(errors_s) <= 1.0))
    return (
        f"{shared} windows in common, only ours {only_ours}, only theirs {only_theirs}; edges differ by "
        f"{np.median(errors_s):.3f} s (median), {max(errors_s):.3f} s (most); {within:.1%} within 1 s"
    )


def main() -> None:
    """Print the timings."""
    orbits, sites = low_satellites(N_SATELLITES), spread_sites(N_SITES)
    peers = [peer for needs, peer in PEERS if all(importlib.util.find_spec(name) for name in needs)]
    windows = access_windows(orbits, sites, EPOCH, 0.0, SPAN_S)  # compiles
    answers = {peer.name: peer.search(orbits[: peer.satellites], sites[: peer.sites]) for peer in peers}
    ours_s: list[float] = []
    theirs_s: dict[str, list[float]] = {peer.name: [] for peer in peers}
    for _ in range(ROUNDS):
        ours_s.append(cpu_s(partial(access_windows, orbits, sites, EPOCH, 0.0, SPAN_S)))
        for peer in peers:
            theirs_s[peer.name].append(
                cpu_s(partial(peer.search, orbits[: peer.satellites], sites[: peer.sites]))
            )
    print(f"ours: {len(windows)} windows in {min(ours_s):.3f} s at best, {np.median(ours_s):.3f} s median")
    for peer in peers:
        scale = N_SATELLITES * N_SITES / (peer.satellites * peer.sites)
        ratios = scale * np.array(theirs_s[peer.name]) / np.array(ours_s)
        best_s = scale * min(theirs_s[peer.name])
        print(
            f"{peer.name}: {best_s:.1f} s at best, scaled from {peer.satellites} x {peer.sites} pairs; ",
            end="",
        )
        print(f"ours is {np.median(ratios):.0f} x faster ({ratios.min():.0f} to {ratios.max():.0f})")
        print(f"    {differences(windows, answers[peer.name])}")
    if any(peer.search is by_lox for peer in peers):
        print(f"    in ITRF: {differences(windows, by_lox(orbits[:1], sites[:2], 'ITRF'))}")


if __name__ == "__main__":
    main()
