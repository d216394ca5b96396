"""Frames, elements, patterns and grids: round trips, refusals and invariants."""

import math
from pathlib import Path

import numpy as np
import pytest
import sgp4
from hypothesis import given
from hypothesis import strategies as st

from wargame.space.delta_v import GEO_SEMI_MAJOR_AXIS_KM
from wargame.space.frames import (
    azimuth_deg,
    ecef_to_geodetic,
    elevation_deg,
    geodetic_to_ecef_km,
    ground_range_km,
    range_km,
    up_vectors,
)
from wargame.space.grid import equal_area_points, global_points
from wargame.space.orbits import (
    KeplerOrbit,
    TleOrbit,
    geo_orbit,
    orbit_from_state,
    positions_ecef_km,
    states_ecef,
    states_teme,
    walker_delta,
    walker_star,
)
from wargame.space.places import GridPoint, SitePosition
from wargame.space.propagation import eccentric_anomaly_rad
from wargame.space.time import Epoch, seconds_between
from wargame.space.trajectory import grid_step_s, sample_trajectories

EPOCH = "2026-03-01T00:00:00Z"
WEEK_S = 7 * 86400.0
ISS = TleOrbit(
    "1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082",
    "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473",
)


@given(st.floats(-90, 90), st.floats(-179.9, 180), st.floats(-0.4, 42000))
def test_geodetic_coordinates_survive_a_round_trip(latitude_deg, longitude_deg, altitude_km):
    place_km = geodetic_to_ecef_km(latitude_deg, longitude_deg, altitude_km)
    found = np.array(ecef_to_geodetic(place_km))
    back_km = geodetic_to_ecef_km(*found)
    a_millimetre = 1e-6
    assert back_km == pytest.approx(place_km, abs=a_millimetre)
    assert found[[0, 2]] == pytest.approx([latitude_deg, altitude_km], abs=1e-6)


def test_a_satellite_straight_above_is_at_ninety_degrees():
    place_km, above_km = geodetic_to_ecef_km(47.0, 8.0), geodetic_to_ecef_km(47.0, 8.0, 500.0)
    assert elevation_deg(above_km, place_km, up_vectors(47.0, 8.0)) == pytest.approx(90.0, abs=1e-5)
    assert range_km(above_km, place_km) == pytest.approx(500.0)


def test_bearings_are_east_of_north():
    for bearing, (latitude, longitude) in {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}.items():
        target_km = geodetic_to_ecef_km(float(latitude), float(longitude), 100.0)
        assert azimuth_deg(target_km, 0.0, 0.0) == pytest.approx(bearing, abs=1e-6)


def test_a_quarter_of_the_globe_is_ten_thousand_kilometres():
    assert ground_range_km(0.0, 10.0, 90.0, 77.0) == pytest.approx(10007.6, abs=0.1)
    assert ground_range_km(5.0, 179.0, 5.0, -179.0) == pytest.approx(221.5, abs=0.1)


@given(st.floats(-50.0, 50.0), st.floats(0.0, 0.95))
def test_kepler_s_equation_is_solved_to_the_last_bits(mean_anomaly, eccentricity):
    found = eccentric_anomaly_rad(mean_anomaly, eccentricity)
    difference = found - eccentricity * math.sin(found) - mean_anomaly
    assert math.remainder(difference, 2.0 * math.pi) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("orbit", [KeplerOrbit(26600.0, 0.74, 63.4, 30.0, 270.0, 20.0), ISS])
def test_velocity_is_the_derivative_of_position(orbit):
    epoch = ISS.epoch
    for states in (states_teme, states_ecef):
        times_s = np.array([999.0, 1000.0, 1001.0])
        positions_km, velocities_km_s = states([orbit], epoch, times_s)
        slope = (positions_km[0, 2] - positions_km[0, 0]) / 2.0
        a_metre_a_second = 1e-3  # SGP4's own velocity is good to that
        assert velocities_km_s[0, 1] == pytest.approx(slope, abs=a_metre_a_second)


def test_a_position_does_not_depend_on_its_companions():
    orbits = [*walker_delta(6, 3, 1, 700.0, 60.0), ISS, geo_orbit(10.0, 1.0, ISS.epoch)]
    times_s = np.linspace(0.0, 5000.0, 37)
    together = positions_ecef_km(orbits, ISS.epoch, times_s)
    for row, orbit in enumerate(orbits):
        assert np.array_equal(positions_ecef_km([orbit], ISS.epoch, times_s)[0], together[row])


def _published(number):
    """An element set of SGP4's verification file by catalogue number."""
    text = (Path(sgp4.__file__).parent / "SGP4-VER.TLE").read_text(encoding="ascii")
    lines = [line[:69] for line in text.splitlines() if line[2:7] == number and line[:2] in {"1 ", "2 "}]
    return TleOrbit(*lines[:2])


@pytest.mark.parametrize(
    ("orbit", "step_s"),
    [
        (walker_delta(1, 1, 0, 150.0, 97.0)[0], 360),
        (walker_delta(1, 1, 0, 300.0, 97.0)[0], 360),
        (walker_delta(1, 1, 0, 1400.0, 66.0)[0], 480),
        (KeplerOrbit(7100.0, 0.06, 98.0, 30.0, 90.0, 20.0), 360),
        (KeplerOrbit(11000.0, 0.39, 28.0, 30.0, 178.0, 20.0), 240),
        (KeplerOrbit(26600.0, 0.74, 63.4, 30.0, 270.0, 20.0), 120),
        (KeplerOrbit(67000.0, 0.90, 28.5, 30.0, 178.0, 350.0), 60),
        (walker_delta(1, 1, 0, 20180.0, 55.0)[0], 1920),
        (geo_orbit(20.0, 15.0, ISS.epoch), 3840),
        (ISS, 360),
        (_published("28057"), 360),  # 780 km, near-circular
        (_published("29238"), 360),  # 240 by 1,100 km, with much drag
        (_published("08195"), 180),  # Molniya, deep space
        (_published("09880"), 120),  # Molniya, deep space
        (_published("26900"), 3840),  # geosynchronous, 9 degrees
    ],
    ids=lambda value: getattr(value, "label", None) or str(getattr(value, "semi_major_axis_km", value)),
)
def test_interpolated_paths_stay_within_ten_metres_of_the_exact_ones(orbit, step_s):
    assert grid_step_s(orbit) == step_s
    epoch = orbit.epoch if isinstance(orbit, TleOrbit) else ISS.epoch
    times_s = np.arange(0.0, 2 * 86400.0, 37.0)
    paths = sample_trajectories([orbit], epoch, 0.0, 2 * 86400.0)
    exact_km = positions_ecef_km([orbit], epoch, times_s)
    assert np.max(range_km(paths.at(0, times_s), exact_km[0])) < 0.010


def test_a_path_does_not_depend_on_the_span_nor_on_its_companions():
    times_s = np.linspace(40_000.0, 50_000.0, 101)
    orbits = [ISS, walker_delta(1, 1, 0, 300.0, 97.0)[0]]
    long = sample_trajectories(orbits, ISS.epoch, 0.0, 3 * 86400.0)
    for row, orbit in enumerate(orbits):
        short = sample_trajectories([orbit], ISS.epoch, 39_000.0, 51_000.0)
        assert np.array_equal(short.at(0, times_s), long.at(row, times_s))


def test_a_state_gives_back_its_orbit():
    orbit = KeplerOrbit(9000.0, 0.2, 50.0, 120.0, 75.0, 200.0, secular_j2=False)
    positions_km, velocities_km_s = states_teme([orbit], EPOCH, np.array([0.0]))
    found = orbit_from_state(positions_km[0, 0], velocities_km_s[0, 0], secular_j2=False)
    assert found.linear_elements() == pytest.approx(orbit.linear_elements(), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("longitude_deg", "inclination_deg"), [(81.3, 0.0), (-179.9, 5.0), (127.0, 40.0)])
def test_a_geostationary_slot_is_kept_for_weeks(longitude_deg, inclination_deg):
    orbit = geo_orbit(longitude_deg, inclination_deg, EPOCH, 33.0)
    assert orbit.semi_major_axis_km == pytest.approx(GEO_SEMI_MAJOR_AXIS_KM, abs=3.0)
    for week in (0, 8):
        revolution_s = np.linspace(0.0, 86164.0905, 97)[:-1] + week * WEEK_S
        latitude, longitude, _ = ecef_to_geodetic(positions_ecef_km([orbit], EPOCH, revolution_s)[0])
        mean_deg = np.mean((longitude - longitude_deg + 180.0) % 360.0 - 180.0)
        assert mean_deg == pytest.approx(0.0, abs=0.05)
        assert np.max(latitude) == pytest.approx(inclination_deg, abs=0.3)


def test_walker_patterns_spread_their_planes():
    delta, star = walker_delta(12, 3, 1, 1000.0, 60.0, 5.0), walker_star(66, 6, 3, 780.0, 86.4)
    assert [orbit.raan_deg for orbit in delta[::4]] == [5.0, 125.0, 245.0]
    assert [orbit.mean_anomaly_deg for orbit in delta[:5]] == [0.0, 90.0, 180.0, 270.0, 30.0]
    assert [orbit.raan_deg for orbit in star[::11]] == [0.0, 30.0, 60.0, 90.0, 120.0, 150.0]
    assert star[11].mean_anomaly_deg == pytest.approx(0.5 * 360.0 / 11.0)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: KeplerOrbit(7000.0, 1.0, 0.0, 0.0, 0.0, 0.0), "eccentricity is 1.0"),
        (lambda: KeplerOrbit(7000.0, 0.5, 0.0, 0.0, 0.0, 0.0), "it must be above the ground"),
        (lambda: TleOrbit("hello", "world"), "needs lines that start with '1 ' and '2 '"),
        (lambda: TleOrbit(ISS.line1, ISS.line2.replace("25544", "25545")), "name different objects"),
        (lambda: Epoch.from_utc("yesterday"), "is not an ISO 8601 instant"),
        (lambda: Epoch.from_utc("2026-03-01T00:00:00"), "is not marked as UTC"),
        (lambda: Epoch.from_utc("2026-03-01T00:00:00+01:00"), "is not marked as UTC"),
        (lambda: SitePosition("s", 91.0, 0.0), "latitude_deg 91.0"),
        (lambda: GridPoint("p", 0.0, -181.0), "longitude_deg -181.0"),
        (lambda: SitePosition("s", 0.0, 0.0, 0.0, 90.0), "mask_deg 90.0"),
        (lambda: equal_area_points(10.0, 0.0, 0.0, 1.0, 100.0), "south 10.0, north 0.0"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(build, words):
    with pytest.raises(ValueError, match=words):
        build()


def test_instants_count_seconds_and_print_back():
    epoch = Epoch.from_utc("2024-02-28T23:59:59Z")
    assert epoch.utc_text(2.0) == "2024-02-29T00:00:01Z"
    assert seconds_between(epoch, "2024-03-01T00:00:00Z") == pytest.approx(86401.0, abs=1e-6)
    assert epoch.shifted(86401.0).utc_text() == "2024-03-01T00:00:00Z"


def test_points_of_a_box_lie_in_it_and_stand_for_equal_areas():
    latitudes, longitudes = equal_area_points(-20.0, 60.0, 100.0, 160.0, 200.0)
    assert np.all((latitudes > -20.0) & (latitudes < 60.0) & (longitudes > 100.0) & (longitudes < 160.0))
    rows, counts = np.unique(latitudes, return_counts=True)
    assert counts / np.cos(np.radians(rows)) == pytest.approx(counts.max(), rel=0.05)


def test_a_box_across_the_date_line_has_points_on_both_sides():
    latitudes, longitudes = equal_area_points(-10.0, 10.0, 170.0, -170.0, 500.0)
    assert len(latitudes) == len(longitudes)
    assert np.all(np.abs(longitudes) > 170.0)
    assert (longitudes > 0).any() == (longitudes < 0).any() == np.True_


def test_a_tiny_box_gets_its_centre():
    assert [values.tolist() for values in equal_area_points(5.0, 5.2, 10.0, 10.4, 500.0)] == [[5.1], [10.2]]


def test_global_points_are_spread_evenly():
    latitudes, longitudes = global_points(1000)
    assert np.mean(np.abs(latitudes) < 30.0) == pytest.approx(0.5, abs=0.002)
    directions = up_vectors(latitudes, longitudes)
    assert np.linalg.norm(directions.mean(axis=0)) < 1e-3
    nearest = np.sort(directions @ directions.T, axis=1)[:, -2]
    spacing_deg = np.degrees(np.arccos(nearest))
    assert spacing_deg.min() > 0.5 * spacing_deg.max()
