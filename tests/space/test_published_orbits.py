"""Orbits against numbers that others printed: SGP4 vectors, J2 rates, observed nodes, ballistic times."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
import sgp4

from wargame.space.ballistic import minimum_flight_time_s
from wargame.space.constants import EARTH_MU_KM3_S2
from wargame.space.eclipse import (
    earth_central_half_angle_deg,
    max_eclipse_s,
    orbit_period_s,
    slant_range_km,
)
from wargame.space.orbits import (
    PropagationError,
    TleOrbit,
    critical_inclination_deg,
    node_rate_rad_s,
    positions_teme_km,
    repeat_track_sun_synchronous_altitude_km,
    sun_synchronous_inclination_deg,
)

ONE_CENTIMETRE_KM = 1e-5
ONE_KILOMETRE = 1.0


def _verification_elements():
    """The element sets of SGP4-VER.TLE, in file order."""
    text = (Path(sgp4.__file__).parent / "SGP4-VER.TLE").read_text(encoding="ascii")
    lines = [line for line in text.splitlines() if line[:2] in {"1 ", "2 "}]
    return [TleOrbit(first[:69], second[:69]) for first, second in zip(lines[::2], lines[1::2], strict=True)]


def _verification_vectors():
    """Per element set, rows of (minutes since its epoch, x, y, z in km) from tcppver.out."""
    text = (Path(sgp4.__file__).parent / "tcppver.out").read_text(encoding="ascii")
    blocks = []
    for line in text.splitlines():
        words = line.split()
        if len(words) == 2 and words[1] == "xx":
            blocks.append([])
        elif words:
            blocks[-1].append([float(word) for word in words[:4]])
    return blocks


@pytest.mark.published("O01")
def test_sgp4_reproduces_the_666_verification_vectors_to_a_centimetre():
    # Vallado, Crawford, Hujsak, Kelso 2006 (AIAA 2006-6753); files from the sgp4 package.
    compared = objects = 0
    for orbit, rows in zip(_verification_elements(), _verification_vectors(), strict=True):
        expected = np.array(rows)
        if orbit.catalogue_number == "33334":
            continue  # a faulty set by design, see the next test
        found = positions_teme_km([orbit], orbit.epoch, expected[:, 0] * 60.0)[0]
        assert np.max(np.abs(found - expected[:, 1:])) < ONE_CENTIMETRE_KM, orbit.catalogue_number
        compared, objects = compared + len(expected), objects + 1
    assert (compared, objects) == (666, 32)


@pytest.mark.published("O01")
def test_a_fault_of_sgp4_is_a_sentence_and_never_a_position():
    faulty = next(orbit for orbit in _verification_elements() if orbit.catalogue_number == "33334")
    with pytest.raises(PropagationError, match=r"object 33334 cannot be propagated to 2006.*eccentricity"):
        positions_teme_km([faulty], faulty.epoch, np.array([0.0]))


@pytest.mark.published("O01")
def test_a_decayed_object_stops_the_whole_request():
    # Object 28872 of the verification set decays 50 minutes after its epoch: fault 6 of SGP4.
    orbit = next(orbit for orbit in _verification_elements() if orbit.catalogue_number == "28872")
    with pytest.raises(PropagationError, match=r"object 28872 .*decayed"):
        positions_teme_km([orbit], orbit.epoch, np.array([0.0, 3600.0 * 24]))


@pytest.mark.published("O13")
def test_j2_moves_the_gps_node_as_the_standard_says():
    # GPS SPS PS table A-2-1.
    rate = math.degrees(node_rate_rad_s(26559.7, 0.0, 55.0))
    assert rate == pytest.approx(-4.4874e-7, rel=1e-3)


@pytest.mark.published("O13")
def test_designed_inclinations_and_repeat_tracks_match_their_missions():
    assert critical_inclination_deg() == pytest.approx(63.4349, abs=1e-3)
    inclinations = [sun_synchronous_inclination_deg(altitude) for altitude in (500.0, 800.0, 1000.0)]
    assert inclinations == pytest.approx([97.402, 98.603, 99.479], abs=0.02)
    cosmo_skymed, sentinel_2 = (237, 16), (143, 10)
    assert repeat_track_sun_synchronous_altitude_km(*cosmo_skymed) == pytest.approx(619.6, abs=ONE_KILOMETRE)
    assert repeat_track_sun_synchronous_altitude_km(*sentinel_2) == pytest.approx(786.0, abs=ONE_KILOMETRE)


@pytest.mark.published("O16")
def test_eclipses_periods_and_footprints_match_the_closed_forms():
    eclipses_min = {400: 36.11, 550: 35.61, 800: 35.13, 1200: 34.84, 20182: 55.42, 35786: 69.41}
    periods_min = {400: 92.56, 550: 95.65, 800: 100.87, 1200: 109.42, 20182: 717.97, 35786: 1436.07}
    for altitude_km, minutes in eclipses_min.items():
        assert max_eclipse_s(altitude_km) / 60.0 == pytest.approx(minutes, abs=0.1)
    for altitude_km, minutes in periods_min.items():
        assert orbit_period_s(altitude_km) / 60.0 == pytest.approx(minutes, abs=0.1)
    ranges_km = {
        (35786, 0): 41678.9,
        (35786, 10): 40586.1,
        (550, 10): 1815.7,
        (550, 25): 1123.4,
        (1200, 25): 2204.8,
    }
    for (altitude_km, elevation_deg), distance_km in ranges_km.items():
        assert slant_range_km(altitude_km, elevation_deg) == pytest.approx(distance_km, abs=ONE_KILOMETRE)
    angles_deg = {
        (35786, 0): 81.30,
        (35786, 10): 71.43,
        (20182, 5): 71.16,
        (550, 25): 8.45,
        (780, 8.2): 19.92,
    }
    for (altitude_km, elevation_deg), angle_deg in angles_deg.items():
        assert earth_central_half_angle_deg(altitude_km, elevation_deg) == pytest.approx(angle_deg, abs=0.05)


@pytest.mark.published("O17")
def test_nothing_reaches_an_altitude_faster_than_a_vertical_shot():
    minutes = {300: 4.29, 500: 5.67, 850: 7.71, 1200: 9.54, 2000: 13.41, 20200: 120.18, 35786: 247.21}
    for altitude_km, expected in minutes.items():
        assert minimum_flight_time_s(altitude_km) / 60.0 == pytest.approx(expected, abs=0.05)


@pytest.mark.published("O19")
def test_nodes_of_real_satellites_drift_as_j2_predicts(validation_data):
    with (validation_data / "O19_raan_drift_observed.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["use"] == "test"]
    assert len(rows) > 20
    for row in rows:
        mean_motion = float(row["mean_motion_revday"]) * 2.0 * math.pi / 86400.0
        axis_km = math.cbrt(EARTH_MU_KM3_S2 / mean_motion**2)
        rate = node_rate_rad_s(axis_km, float(row["ecc"]), float(row["inc_deg"]))
        predicted_deg = float(row["raan1_deg"]) + math.degrees(rate) * 86400.0 * float(row["dt_days"])
        error_deg = (predicted_deg - float(row["raan2_deg"]) + 180.0) % 360.0 - 180.0
        assert abs(error_deg) <= float(row["tol_abs_deg"]), row["name"]
