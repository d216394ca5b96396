"""Orbits of fragments against closed forms, a textbook example and an independent way to them."""

import math

import numpy as np
import pytest

from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2
from wargame.space.debris.counts import collision_law
from wargame.space.debris.fragments import COLLISION_SPEED, fragment_key, sample
from wargame.space.debris.orbits import State, circular_state, fragment_orbits

ALTITUDE_KM = 865.0
RADIUS_KM = EARTH_EQUATORIAL_RADIUS_KM + ALTITUDE_KM
SPEED_KM_S = math.sqrt(EARTH_MU_KM3_S2 / RADIUS_KM)
PARENT = circular_state(ALTITUDE_KM, 98.9, past_node_deg=40.0)
AHEAD = np.array(PARENT.velocity_km_s) / SPEED_KM_S
UP = np.array(PARENT.position_km) / RADIUS_KM
ACROSS = np.cross(UP, AHEAD)


def of(direction, speed_m_s):
    return fragment_orbits(PARENT, (speed_m_s * direction)[None, :])


def test_a_fragment_at_rest_stays_on_the_parent_s_orbit():
    found = of(AHEAD, 0.0)
    assert found.semi_major_axis_km[0] == pytest.approx(RADIUS_KM, rel=1e-12)
    assert found.eccentricity[0] == pytest.approx(0.0, abs=1e-12)
    assert found.inclination_deg[0] == pytest.approx(98.9, abs=1e-9)


def test_a_push_ahead_raises_the_far_side_and_a_push_back_lowers_it():
    """Vis-viva: a = 1 / (2/r - v^2/mu); the near side stays where it was."""
    for speed_m_s in (100.0, -100.0):
        speed_km_s = SPEED_KM_S + 1e-3 * speed_m_s
        found = of(AHEAD, speed_m_s)
        axis_km = 1.0 / (2.0 / RADIUS_KM - speed_km_s**2 / EARTH_MU_KM3_S2)
        assert found.semi_major_axis_km[0] == pytest.approx(axis_km, rel=1e-12)
        near_km = found.perigee_altitude_km if speed_m_s > 0 else found.apogee_altitude_km
        assert near_km[0] == pytest.approx(ALTITUDE_KM, abs=1e-6)
        assert found.inclination_deg[0] == pytest.approx(98.9, abs=1e-9)


def test_a_push_outward_gives_an_eccentricity_of_its_share_of_the_speed():
    found = of(UP, 300.0)
    assert found.eccentricity[0] == pytest.approx(0.3 / SPEED_KM_S, rel=1e-9)


def test_a_push_across_at_the_node_tilts_the_orbit():
    at_node = circular_state(ALTITUDE_KM, 98.9)
    ahead, up = np.array(at_node.velocity_km_s), np.array(at_node.position_km)
    push_m_s = 500.0 * np.cross(up, ahead) / np.linalg.norm(np.cross(up, ahead))
    found = fragment_orbits(at_node, push_m_s[None, :])
    assert found.inclination_deg[0] == pytest.approx(
        98.9 + math.degrees(math.atan(0.5 / SPEED_KM_S)), abs=1e-9
    )


def test_a_push_of_more_than_the_escape_speed_leaves_the_earth():
    margin_m_s = 1e3 * SPEED_KM_S * (math.sqrt(2.0) - 1.0)
    found = fragment_orbits(PARENT, np.array([(margin_m_s - 1.0) * AHEAD, (margin_m_s + 1.0) * AHEAD]))
    assert found.bound.tolist() == [True, False]
    assert found.apogee_altitude_km[1] == math.inf
    assert found.perigee_altitude_km[1] == pytest.approx(ALTITUDE_KM, abs=1e-3)


def test_the_orbit_of_a_state_is_the_textbook_s():
    # Vallado 2013, example 2-5.
    state = State((6524.834, 6862.875, 6448.296), (4.901327, 5.533756, -1.976341))
    found = fragment_orbits(state, np.zeros((1, 3)))
    assert found.semi_major_axis_km[0] == pytest.approx(36127.343, abs=0.01)
    assert found.eccentricity[0] == pytest.approx(0.832853, abs=1e-6)
    assert found.inclination_deg[0] == pytest.approx(87.870, abs=1e-3)


def test_orbits_of_a_cloud_agree_with_energy_and_momentum():
    """Another way to the same numbers: e from energy and angular momentum, in numpy."""
    law = collision_law(960.0)
    cloud = sample(law, "spacecraft", COLLISION_SPEED, (0.01, 1.0), 5000, fragment_key("orbits"))
    found = fragment_orbits(PARENT, cloud.ejection_m_s)
    velocities = np.array(PARENT.velocity_km_s) + 1e-3 * cloud.ejection_m_s
    energy = 0.5 * np.sum(velocities**2, axis=1) - EARTH_MU_KM3_S2 / RADIUS_KM
    momentum = np.cross(np.array(PARENT.position_km), velocities)
    np.testing.assert_allclose(found.semi_major_axis_km, -0.5 * EARTH_MU_KM3_S2 / energy, rtol=1e-9)
    square = 1.0 + 2.0 * energy * np.sum(momentum**2, axis=1) / EARTH_MU_KM3_S2**2
    np.testing.assert_allclose(found.eccentricity**2, square, atol=1e-11)
    tilt = np.degrees(np.arccos(momentum[:, 2] / np.linalg.norm(momentum, axis=1)))
    np.testing.assert_allclose(found.inclination_deg, tilt, atol=1e-9)
    assert np.all(found.perigee_altitude_km[found.bound] <= ALTITUDE_KM + 1e-6), (
        "all pass where they were made"
    )
    assert np.all(found.apogee_altitude_km >= ALTITUDE_KM - 1e-6)
