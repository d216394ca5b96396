"""Positions, rises and sets beside Skyfield's own, where it is installed; nothing is downloaded.

Skyfield turns TEME into the Earth-fixed frame by its full chain with UT1, the product by sidereal time of UTC alone: in
2026 they part by some tens of metres in low orbit, and by a multiple of that farther out.
"""

import math

import numpy as np
import pytest
from sgp4.api import WGS72, Satrec
from sgp4.exporter import export_tle

from wargame.space.access import access_windows
from wargame.space.orbits import TleOrbit, positions_ecef_km
from wargame.space.places import SitePosition

api = pytest.importorskip("skyfield.api", reason="skyfield is not installed")
framelib = pytest.importorskip("skyfield.framelib", reason="skyfield is not installed")

EPOCH = "2026-03-01T00:00:00Z"
DAYS_SINCE_1949 = 27818.0  # days from 1949 December 31 to the epoch, SGP4's own count
DAYS = 3
SPAN_S = DAYS * 86400.0
ONE_SECOND = 1.0
METRES_A_KM = 0.01  # 0.14 s of UT1 turns the frame by so much; the tables of 2026 say 0.06 s

ORBITS = {
    "low": (0.001, 86.4, 14.36, 40.0),
    "station": (0.0005, 51.6, 15.49, 120.0),
    "sun-synchronous": (0.002, 97.8, 14.8, 200.0),
    "navigation": (0.01, 55.0, 2.0057, 300.0),
    "molniya": (0.72, 63.4, 2.0061, 80.0),
}
"""Eccentricity, inclination (deg), revolutions a day, and the angle that sets node and anomaly (deg)."""

SITES = (
    SitePosition("equator", 0.5, -60.0, 100.0, 0.0),
    SitePosition("middle", 48.1, 11.6, 500.0, 10.0),
    SitePosition("south", -35.3, 149.1, 800.0, 5.0),
    SitePosition("polar", 78.2, 15.4, 400.0, 3.0),
)


def _orbit(name):
    """One of the orbits as two lines."""
    eccentricity, inclination_deg, revolutions, angle_deg = ORBITS[name]
    record = Satrec()
    angle = math.radians(angle_deg)
    motion_rad_min = revolutions * 2.0 * math.pi / 1440.0
    elements = (
        1e-5,
        0.0,
        0.0,
        eccentricity,
        4.7,
        math.radians(inclination_deg),
        angle,
        motion_rad_min,
        (2.0 * angle) % (2.0 * math.pi),
    )
    record.sgp4init(WGS72, "i", 1, DAYS_SINCE_1949, *elements)
    return TleOrbit(*export_tle(record))


@pytest.fixture(scope="module")
def scale():
    """Skyfield's time scale, from the tables that come with it."""
    return api.load.timescale(builtin=True)


@pytest.mark.parametrize("name", ORBITS)
def test_a_satellite_is_where_skyfield_puts_it(name, scale):
    orbit, minutes = _orbit(name), np.arange(0.0, DAYS * 1440.0, 47.0)
    satellite = api.EarthSatellite(orbit.line1, orbit.line2, None, scale)
    theirs_km = satellite.at(scale.utc(2026, 3, 1, 0, minutes)).frame_xyz(framelib.itrs).km.T
    ours_km = positions_ecef_km([orbit], EPOCH, minutes * 60.0)[0]
    apart_m = 1000.0 * np.linalg.norm(ours_km - theirs_km, axis=1)
    assert np.all(apart_m < METRES_A_KM * np.linalg.norm(theirs_km, axis=1))


@pytest.mark.parametrize("name", ORBITS)
def test_every_pass_rises_and_sets_when_skyfield_says(name, scale):
    orbit = _orbit(name)
    satellite = api.EarthSatellite(orbit.line1, orbit.line2, None, scale)
    first, last = scale.utc(2026, 3, 1), scale.utc(2026, 3, 1 + DAYS)
    table = access_windows([orbit], SITES, EPOCH, 0.0, SPAN_S)
    compared = 0
    for column, site in enumerate(SITES):
        place = api.wgs84.latlon(site.latitude_deg, site.longitude_deg, site.altitude_m)
        times, kinds = satellite.find_events(place, first, last, altitude_degrees=site.mask_deg)
        seconds = (times.tt - first.tt) * 86400.0
        found = table.of(0, column)
        # Skyfield looks on either side of each culmination, and so leaves out what comes after the last one.
        until_s = seconds.max() + ONE_SECOND if seconds.size else SPAN_S
        rises_s = found.rise_s[(found.rise_s > 0.0) & (found.rise_s <= until_s)]
        sets_s = found.set_s[(found.set_s < SPAN_S) & (found.set_s <= until_s)]
        assert rises_s == pytest.approx(seconds[kinds == 0], abs=ONE_SECOND)
        assert sets_s == pytest.approx(seconds[kinds == 2], abs=ONE_SECOND)
        compared += rises_s.size + sets_s.size
    assert compared >= 4
