"""How long access windows take: 100 low satellites, 20 sites, 7 days, 10 degrees; Skyfield beside if installed.

Run: ``python benchmarks/access_windows.py``. Both search the same two-line elements; Skyfield gets a slice of the
pairs, and its time is scaled to all of them.
"""

import importlib.util
import math
import time

from sgp4.api import WGS72, Satrec  # type: ignore[import-untyped]
from sgp4.exporter import export_tle  # type: ignore[import-untyped]

from wargame.space.access import access_windows
from wargame.space.grid import global_points
from wargame.space.orbits import TleOrbit
from wargame.space.places import SitePosition

EPOCH = "2026-03-01T00:00:00Z"
DAYS_SINCE_1949 = 27818.0  # days from 1949 December 31 to the epoch, SGP4's own count
SPAN_S = 7 * 86400.0
MASK_DEG = 10.0


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


def main() -> None:
    """Print the timings."""
    orbits = low_satellites(100)
    places = zip(*(values.tolist() for values in global_points(20)), strict=True)
    sites = [
        SitePosition(f"site-{row}", latitude, longitude, mask_deg=MASK_DEG)
        for row, (latitude, longitude) in enumerate(places)
    ]
    access_windows(orbits[:1], sites[:1], EPOCH, 0.0, 86400.0)  # compiles
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        windows = access_windows(orbits, sites, EPOCH, 0.0, SPAN_S)
        seconds.append(time.perf_counter() - start)
    ours_s = min(seconds)
    print(f"ours, one thread: {len(windows)} windows in {ours_s:.3f} s")
    if importlib.util.find_spec("skyfield") is None:
        print("skyfield is not installed: nothing to compare with")
        return
    pairs = [(orbit, site) for orbit in orbits[:5] for site in sites[:4]]
    found, peer_s = skyfield_windows(pairs)
    mine = sum(len(windows.of(row, column)) for row in range(5) for column in range(4))
    scaled_s = peer_s * len(orbits) * len(sites) / len(pairs)
    print(
        f"skyfield find_events: {scaled_s:.1f} s scaled from {len(pairs)} pairs; ratio {scaled_s / ours_s:.0f}"
    )
    print(f"windows on those pairs: ours {mine}, skyfield {found} culminations")


def skyfield_windows(pairs: list[tuple[TleOrbit, SitePosition]]) -> tuple[int, float]:
    """Return Skyfield's number of culminations for some pairs, and the seconds it took."""
    from skyfield.api import EarthSatellite, load, wgs84  # type: ignore[import-untyped]  # noqa: PLC0415

    scale = load.timescale(builtin=True)
    first, last = scale.utc(2026, 3, 1), scale.utc(2026, 3, 8)
    found, start = 0, time.perf_counter()
    for orbit, site in pairs:
        satellite = EarthSatellite(orbit.line1, orbit.line2, None, scale)
        place = wgs84.latlon(site.latitude_deg, site.longitude_deg)
        _, kinds = satellite.find_events(place, first, last, altitude_degrees=MASK_DEG)
        found += int((kinds == 1).sum())
    return found, time.perf_counter() - start


if __name__ == "__main__":
    main()
