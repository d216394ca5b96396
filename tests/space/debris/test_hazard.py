"""Density by residence time, flux and chance of a hit against closed forms."""

import math

import numpy as np
import pytest
from scipy.integrate import dblquad
from scipy.optimize import brentq

from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM
from wargame.space.debris.cloud import SMALL_RATIO
from wargame.space.debris.counts import collision_law
from wargame.space.debris.fragments import COLLISION_SPEED, fragment_key, sample
from wargame.space.debris.hazard import (
    densities_per_km3,
    hits_per_m2_year,
    p_hit,
    relative_speed_km_s,
    residence,
    shell_volumes_km3,
)
from wargame.space.debris.orbits import FragmentOrbits, circular_state, fragment_orbits


def orbit(perigee_km, apogee_km):
    axis_km = EARTH_EQUATORIAL_RADIUS_KM + 0.5 * (perigee_km + apogee_km)
    eccentricity = 0.5 * (apogee_km - perigee_km) / axis_km
    return FragmentOrbits(np.array([axis_km]), np.array([eccentricity]), np.zeros(1))


def test_a_circle_spends_all_its_time_in_its_shell():
    found = residence(orbit(865.0, 865.0), np.array([800.0, 850.0, 900.0, 950.0]))
    np.testing.assert_allclose(found, [0.0, 1.0, 0.0], atol=1e-9)


@pytest.mark.parametrize(("perigee_km", "apogee_km"), [(840.0, 1300.0), (300.0, 36_000.0), (850.0, 852.0)])
def test_shares_of_time_are_those_of_kepler_s_equation(perigee_km, apogee_km):
    """Against a body followed in equal steps of mean anomaly."""
    found = orbit(perigee_km, apogee_km)
    axis_km, eccentricity = found.semi_major_axis_km[0], found.eccentricity[0]
    edges_km = np.linspace(perigee_km - 10.0, apogee_km + 10.0, 9)
    anomalies = [
        brentq(lambda e, mean=mean: e - eccentricity * math.sin(e) - mean, 0.0, math.pi)
        for mean in (np.arange(4000) + 0.5) / 4000 * math.pi
    ]
    altitudes_km = axis_km * (1.0 - eccentricity * np.cos(anomalies)) - EARTH_EQUATORIAL_RADIUS_KM
    followed = np.histogram(altitudes_km, edges_km)[0] / len(anomalies)
    np.testing.assert_allclose(residence(found, edges_km), followed, atol=1e-3)


def test_fragments_add_up_over_all_shells():
    cloud = sample(
        collision_law(960.0), "spacecraft", COLLISION_SPEED, (0.1, 1.0), 2000, fragment_key("residence")
    )
    orbits = fragment_orbits(circular_state(865.0, 98.9), cloud.ejection_m_s)
    edges_km = np.concatenate([[-6378.0], np.arange(0.0, 2000.0, 25.0), [1e7]])
    assert residence(orbits, edges_km).sum() == pytest.approx(orbits.bound.sum(), rel=1e-6)
    few = np.arange(2000) % 3 == 0
    assert residence(orbits, edges_km, few).sum() == pytest.approx((orbits.bound & few).sum(), rel=1e-6)
    densities = densities_per_km3(orbits, edges_km)
    np.testing.assert_allclose(
        densities * shell_volumes_km3(edges_km), residence(orbits, edges_km), rtol=1e-12
    )


def test_the_shells_fill_the_space_between_two_spheres():
    volumes = shell_volumes_km3(np.array([0.0, 500.0, 2000.0]))
    radii_km = [EARTH_EQUATORIAL_RADIUS_KM, EARTH_EQUATORIAL_RADIUS_KM + 2000.0]
    assert volumes.sum() == pytest.approx(
        4.0 / 3.0 * math.pi * (radii_km[1] ** 3 - radii_km[0] ** 3), rel=1e-12
    )


def test_one_fragment_a_cubic_kilometre_at_ten_km_s():
    """10 km/s sweep 10 km^3 a second per km^2, 1e-5 per m^2, for 31,557,600 s."""
    assert hits_per_m2_year(1.0, 10.0) == pytest.approx(315.576, rel=1e-12)


def test_the_chance_of_a_hit_saturates():
    assert p_hit(1e-6, 10.0, 5.0) == pytest.approx(1.0 - math.exp(-5e-5), rel=1e-9)
    assert p_hit(1e-12, 1.0, 1.0) == pytest.approx(1e-12, rel=1e-9)
    assert p_hit(10.0, 10.0, 10.0) == pytest.approx(1.0)


def test_the_mean_speed_of_encounters_is_that_of_a_gas_of_equal_speeds():
    """Mean of |v1 - v2| over all directions of v2, by hand; the usual figure in low orbit is 10 km/s."""
    mean, _ = dblquad(lambda _, c: math.sqrt(2.0 - 2.0 * c) / 2.0, -1.0, 1.0, 0.0, 1.0)
    speed_km_s = math.sqrt(398600.4415 / (EARTH_EQUATORIAL_RADIUS_KM + 850.0))
    assert relative_speed_km_s(850.0) == pytest.approx(mean * speed_km_s, rel=1e-9)
    assert relative_speed_km_s(850.0) == pytest.approx(10.0, rel=0.02)


def test_a_collision_makes_51_pieces_above_1_cm_for_each_above_10_cm():
    law = collision_law(960.0)
    assert law.count(0.01) / law.count(0.1) == pytest.approx(51.3, abs=0.05)
    assert pytest.approx(51.3, abs=0.05) == SMALL_RATIO
