"""The Sun against published places, heights and shadows."""

import math

import numpy as np
import pytest

from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM
from wargame.space.eclipse import max_eclipse_s, orbit_period_s
from wargame.space.frames import azimuth_deg, geodetic_to_ecef_km, up_vectors
from wargame.space.orbits import KeplerOrbit, geo_orbit, positions_ecef_km, positions_teme_km
from wargame.space.sun import is_sunlit, sun_directions, sun_directions_ecef, sun_elevation_deg

A_HUNDREDTH_OF_A_DEGREE = 0.01
ONE_MINUTE_S = 60.0
DAY_S = 86400.0


def unit(vector):
    return np.array(vector) / np.linalg.norm(vector)


@pytest.mark.parametrize(
    ("utc", "published_km"),
    [
        # Vallado 2013, example 5-1 (mean equator of date); example 5-6, from its companion code.
        ("2006-04-02T00:00:00Z", (146186212.0, 28788976.0, 12481064.0)),
        ("1995-02-15T00:00:00Z", (122233179.0, -76150708.0, -33016374.0)),
    ],
)
def test_the_sun_stands_where_vallado_s_examples_put_it(utc, published_km):
    ten_kilometres_at_the_sun = 10.0 / 1.5e8
    assert sun_directions(utc, 0.0)[0] == pytest.approx(unit(published_km), abs=ten_kilometres_at_the_sun)


# Instants of the seasons, UTC to the minute: IMCCE (2026), US Naval Observatory (2000, 2024).
SEASONS = [
    ("2000-03-20T07:35:00Z", 0.0),
    ("2000-06-21T01:48:00Z", 90.0),
    ("2000-09-22T17:27:00Z", 180.0),
    ("2000-12-21T13:37:00Z", 270.0),
    ("2024-03-20T03:06:00Z", 0.0),
    ("2024-06-20T20:51:00Z", 90.0),
    ("2024-09-22T12:44:00Z", 180.0),
    ("2024-12-21T09:21:00Z", 270.0),
    ("2026-03-20T14:45:00Z", 0.0),
    ("2026-06-21T08:24:00Z", 90.0),
    ("2026-09-23T00:05:00Z", 180.0),
    ("2026-12-21T20:50:00Z", 270.0),
]


@pytest.mark.parametrize(("utc", "right_ascension_deg"), SEASONS)
def test_the_seasons_begin_when_the_almanacs_say(utc, right_ascension_deg):
    obliquity_deg = 23.438
    x, y, z = sun_directions(utc, 0.0)[0]
    off_deg = (math.degrees(math.atan2(y, x)) - right_ascension_deg + 180.0) % 360.0 - 180.0
    expected_deg = obliquity_deg * math.sin(math.radians(right_ascension_deg))
    assert abs(off_deg) < 1.2 * A_HUNDREDTH_OF_A_DEGREE
    assert math.degrees(math.asin(z)) == pytest.approx(expected_deg, abs=A_HUNDREDTH_OF_A_DEGREE)


def test_the_sun_over_golden_stands_as_in_the_nrel_algorithm_s_example():
    # Reda and Andreas 2008, NREL/TP-560-34302, appendix A.5: 17 October 2003, 12:30:30 at UTC-7.
    # e0 = 39.872046 is the height without refraction; the azimuth is 194.340241.
    latitude_deg, longitude_deg = 39.742476, -105.1786
    sun = sun_directions_ecef("2003-10-17T19:30:30Z", 0.0)
    found_deg = sun_elevation_deg(sun, up_vectors(latitude_deg, longitude_deg))
    assert found_deg[0] == pytest.approx(39.872046, abs=A_HUNDREDTH_OF_A_DEGREE)
    far_km = geodetic_to_ecef_km(latitude_deg, longitude_deg) + 1e9 * sun
    bearing_deg = azimuth_deg(far_km, latitude_deg, longitude_deg)[0]
    assert bearing_deg == pytest.approx(194.340241, abs=2.0 * A_HUNDREDTH_OF_A_DEGREE)


def test_the_sun_rises_and_culminates_over_greenwich_as_noaa_computes():
    # NOAA solar calculator (day spreadsheet), 20 June 2024, 51.4779 N 0 E: sunrise 03:43, noon 12:02 UTC.
    times_s = np.arange(0.0, DAY_S, 1.0)
    suns = sun_directions_ecef("2024-06-20T00:00:00Z", times_s)
    heights_deg = sun_elevation_deg(suns, up_vectors(51.4779, 0.0))
    sunrise_s = times_s[np.argmax(heights_deg >= -0.833)]
    assert sunrise_s == pytest.approx(3 * 3600.0 + 43 * 60.0, abs=ONE_MINUTE_S)
    assert times_s[np.argmax(heights_deg)] == pytest.approx(12 * 3600.0 + 2 * 60.0, abs=ONE_MINUTE_S)


def test_the_directions_are_unit_vectors_at_whole_seconds_and_arrays_alike():
    times_s = np.array([0.0, 3600.0, 30 * DAY_S])
    together = sun_directions_ecef("2026-03-01T00:00:00Z", times_s)
    assert together.shape == (3, 3)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(3), abs=1e-14)
    for row, time_s in enumerate([0, 3600, 30 * 86400]):
        alone = sun_directions_ecef("2026-03-01T00:00:00Z", time_s)
        assert np.array_equal(alone[0], together[row])


def test_the_satellite_of_vallado_s_example_5_6_is_in_sunlight_and_one_behind_the_earth_is_not():
    sun = sun_directions("1995-02-15T00:00:00Z", 0.0)[0]
    assert is_sunlit(np.array([0.0, -4464.696, -5102.509]), sun)
    behind_km = -7000.0 * sun
    aside = unit(np.cross(sun, [0.0, 0.0, 1.0]))
    just_inside_km, just_outside_km = EARTH_EQUATORIAL_RADIUS_KM - 1e-3, EARTH_EQUATORIAL_RADIUS_KM + 1e-3
    places_km = np.array([behind_km, behind_km + just_inside_km * aside, behind_km + just_outside_km * aside])
    assert is_sunlit(places_km, sun).tolist() == [False, False, True]
    assert not is_sunlit(np.full(3, np.nan), sun)


def longest_run(flags):
    """Most true values in a row."""
    best = here = 0
    for flag in flags:
        here = here + 1 if flag else 0
        best = max(best, here)
    return best


@pytest.mark.published("O16")
@pytest.mark.parametrize("altitude_km", [400.0, 800.0, 20182.0, 35786.0])
def test_the_longest_eclipse_of_an_orbit_with_the_sun_in_its_plane_is_the_closed_form(altitude_km):
    utc = "2026-03-20T14:45:00Z"  # equinox: the Sun stands in the plane of every orbit with node 0
    axis_km = EARTH_EQUATORIAL_RADIUS_KM + altitude_km
    orbit = KeplerOrbit(axis_km, 0.0, 0.0, 0.0, 0.0, 0.0, secular_j2=False)
    times_s = np.arange(0.0, 1.5 * orbit_period_s(altitude_km), 1.0)
    lit = is_sunlit(positions_teme_km([orbit], utc, times_s)[0], sun_directions(utc, times_s))
    # The Sun moves on by a degree a day, and the eclipse with it: a third of a percent at most.
    assert longest_run(~lit) == pytest.approx(max_eclipse_s(altitude_km), rel=3.5e-3)


def eclipse_minutes(utc):
    """The longest stay in the shadow within a day, minutes, of a geostationary satellite."""
    times_s = np.arange(0.0, DAY_S, 10.0)
    positions_km = positions_ecef_km([geo_orbit(0.0, 0.0, utc)], utc, times_s)[0]
    return longest_run(~is_sunlit(positions_km, sun_directions_ecef(utc, times_s))) / 6.0


def test_a_geostationary_satellite_is_dark_for_70_minutes_at_the_equinox_and_never_at_the_solstice():
    at_equinox = [eclipse_minutes(f"2026-{day}T12:00:00Z") for day in ("03-20", "09-22")]
    assert all(69.0 <= minutes <= 72.0 for minutes in at_equinox)
    seasons = [eclipse_minutes(f"2026-{day}T12:00:00Z") for day in ("03-05", "03-12", "04-05", "10-05")]
    assert all(0.0 < minutes < min(at_equinox) for minutes in seasons)
    for day in ("01-15", "06-21", "12-21", "02-15", "05-01"):
        assert eclipse_minutes(f"2026-{day}T12:00:00Z") == 0.0
