"""Rise and set times against Skyfield's documentation and Orekit's tutorial."""

from pathlib import Path

import numpy as np
import pytest
import sgp4

from wargame.space.access import access_windows, quantise_windows
from wargame.space.frames import azimuth_deg, elevation_deg, range_km
from wargame.space.orbits import TleOrbit, orbit_from_state, positions_ecef_km, positions_teme_km
from wargame.space.places import SitePosition, site_vectors
from wargame.space.time import Epoch, gmst_at, seconds_between

TWO_SECONDS = 2.0
ISS = TleOrbit(
    "1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082",
    "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473",
)
BLUFFTON = SitePosition("bluffton", 40.8939, -83.8917, 0.0, 30.0)


@pytest.mark.published("O02")
def test_the_iss_passes_bluffton_when_skyfield_says():
    # Skyfield documentation, earth-satellites.rst: 23 January 2014, 30 degrees.
    epoch = "2014-01-23T00:00:00Z"
    expected = [("06:25:37", "06:26:58", "06:28:19"), ("12:54:56", "12:56:27", "12:57:58")]
    windows = access_windows([ISS], [BLUFFTON], epoch, 0.0, 86400.0)
    found = [(one.rise_s, one.culmination_s, one.set_s) for one in quantise_windows(windows)]
    published = [
        tuple(seconds_between(epoch, f"2014-01-23T{clock}Z") for clock in clocks) for clocks in expected
    ]
    assert np.array(found) == pytest.approx(np.array(published), abs=TWO_SECONDS)


@pytest.mark.published("O02")
def test_the_iss_is_where_skyfield_says():
    # The published vector is GCRS; its length and height above the equator plane barely depend on that.
    published_km = np.array([-3918.87650458, -1887.64838745, 5209.08801512])
    when = np.array([seconds_between("2014-01-23T00:00:00Z", "2014-01-23T11:18:07Z")])
    found_km = positions_teme_km([ISS], "2014-01-23T00:00:00Z", when)[0, 0]
    assert np.linalg.norm(found_km) == pytest.approx(np.linalg.norm(published_km), abs=0.1)
    precession_of_fourteen_years_deg = 0.2
    cosine = found_km @ published_km / np.linalg.norm(found_km) / np.linalg.norm(published_km)
    assert np.degrees(np.arccos(cosine)) < precession_of_fourteen_years_deg


@pytest.mark.published("O03")
def test_one_two_body_pass_matches_orekit():
    # Orekit tutorial "Events management": two-body, WGS-84, 5 degrees; frames by GMST only.
    position_km = np.array([-6142.438668, 3492.467560, -25.7672568])
    velocity_km_s = np.array([0.5058479685, 0.9427809215, 7.435922231])
    orbit = orbit_from_state(position_km, velocity_km_s, secular_j2=False)
    epoch = "2004-01-01T23:30:00Z"
    assert positions_teme_km([orbit], epoch, np.array([0.0]))[0, 0] == pytest.approx(position_km, abs=1e-6)
    site = SitePosition("station", 25.0, 45.0, 0.0, 5.0)
    windows = access_windows([orbit], [site], epoch, 0.0, 1500.0)
    assert len(windows) == 1
    assert windows.rise_s[0] == pytest.approx(112.098, abs=TWO_SECONDS)
    assert windows.set_s[0] == pytest.approx(768.850, abs=TWO_SECONDS)


def test_sidereal_time_matches_the_textbook():
    # Vallado 2013, example 3-5: 20 August 1992, 12:14 UT1, 152.578 787 81 degrees.
    angle_deg = np.degrees(gmst_at(Epoch.from_utc("1992-08-20T12:14:00Z"), 0.0))
    assert angle_deg == pytest.approx(152.57878781, abs=1e-7)


@pytest.mark.parametrize("number", ["25544", "28129", "09880", "26900"])
def test_skyfield_sees_satellites_at_the_same_elevation_azimuth_and_range(number):
    # Its frames are independent of ours: ITRS by IAU 2000 precession and nutation, and its own table of UT1.
    skyfield = pytest.importorskip("skyfield.api")
    orbit = ISS if number == "25544" else _published(number)
    scale = skyfield.load.timescale(builtin=True)
    day = orbit.epoch.utc_text()[:10]
    times_s = np.linspace(0.0, 86400.0, 49)
    when = scale.utc(*map(int, day.split("-")), 0, 0, times_s)
    places_km = positions_ecef_km([orbit], f"{day}T00:00:00Z", times_s)[0]
    for latitude_deg, longitude_deg in ((48.2, 16.4), (-33.9, 151.2), (78.2, 15.4)):
        place = skyfield.wgs84.latlon(latitude_deg, longitude_deg)
        satellite = skyfield.EarthSatellite(orbit.line1, orbit.line2, None, scale)
        elevation, azimuth, distance = (satellite - place).at(when).altaz()
        (site_km,), (up,) = site_vectors([SitePosition("s", latitude_deg, longitude_deg)])
        assert elevation_deg(places_km, site_km, up) == pytest.approx(elevation.degrees, abs=0.01)
        assert range_km(places_km, site_km) == pytest.approx(distance.km, abs=0.3)
        found_deg = azimuth_deg(places_km, latitude_deg, longitude_deg)
        turned_deg = (found_deg - azimuth.degrees + 180.0) % 360.0 - 180.0
        assert np.max(np.abs(turned_deg * np.cos(np.radians(elevation.degrees)))) < 0.01


def _published(number):
    """An element set of SGP4's verification file by catalogue number."""
    text = (Path(sgp4.__file__).parent / "SGP4-VER.TLE").read_text(encoding="ascii")
    lines = [line[:69] for line in text.splitlines() if line[2:7] == number and line[:2] in {"1 ", "2 "}]
    return TleOrbit(*lines[:2])
