"""Dilution of precision: the compiled grid against the readable form, and what has no solution."""

import math

import numpy as np
import pytest

from wargame.space.dop import NO_SOLUTION, dilution_of_precision, pdop_grid, quantise_dop
from wargame.space.frames import geodetic_to_ecef_km, up_vectors
from wargame.space.grid import global_points
from wargame.space.orbits import geo_orbit, positions_ecef_km, walker_delta

EPOCH = "2026-03-01T00:00:00Z"
POINTS_DEG = global_points(40)
POINTS_KM, POINTS_UP = geodetic_to_ecef_km(*POINTS_DEG), up_vectors(*POINTS_DEG)


@pytest.fixture(scope="module")
def sky():
    """Two families of navigation satellites and one geostationary of a third, at twelve instants."""
    orbits = [*walker_delta(24, 6, 2, 20180.0, 55.0), *walker_delta(12, 3, 1, 23222.0, 56.0, 17.0)]
    orbits.append(geo_orbit(127.0, 0.0, EPOCH))
    positions_km = positions_ecef_km(orbits, EPOCH, np.arange(12) * 900.0).transpose(1, 0, 2)
    family = np.array([0] * 24 + [1] * 12 + [2], dtype=np.int64)
    return np.ascontiguousarray(positions_km), family


@pytest.mark.parametrize("mask_deg", [-1.0, 5.0, 20.0, 40.0])
def test_the_compiled_grid_equals_the_readable_form(sky, mask_deg):
    positions_km, family = sky
    usable = np.ones(len(family), dtype=np.bool_)
    usable[[3, 11, 29]] = False
    found = pdop_grid(positions_km, usable, family, POINTS_KM, POINTS_UP, mask_deg)
    expected = np.array(
        [
            [
                dilution_of_precision(epoch_km[usable], point, up, mask_deg, family[usable]).pdop
                for point, up in zip(POINTS_KM, POINTS_UP, strict=True)
            ]
            for epoch_km in positions_km
        ]
    )
    assert found == pytest.approx(expected, rel=1e-6)
    assert np.isinf(expected).any() == (mask_deg >= 20.0)


def test_a_lone_satellite_of_another_family_changes_nothing(sky):
    positions_km, family = sky
    usable = np.ones(len(family), dtype=np.bool_)
    with_it = pdop_grid(positions_km, usable, family, POINTS_KM, POINTS_UP, 5.0)
    usable[-1] = False
    assert pdop_grid(positions_km, usable, family, POINTS_KM, POINTS_UP, 5.0) == pytest.approx(with_it)


def test_losing_a_satellite_never_helps(sky):
    positions_km, family = sky
    usable = np.ones(len(family), dtype=np.bool_)
    before = pdop_grid(positions_km, usable, family, POINTS_KM, POINTS_UP, 5.0)
    for lost in (0, 10, 30):
        usable[lost] = False
        after = pdop_grid(positions_km, usable, family, POINTS_KM, POINTS_UP, 5.0)
        assert np.all(after >= before - 1e-9)
        before = after


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_too_few_satellites_give_no_solution_and_never_zero_or_nan(seen):
    orbits = walker_delta(24, 6, 2, 20180.0, 55.0)
    positions_km = positions_ecef_km(orbits, EPOCH, np.array([0.0])).transpose(1, 0, 2)
    point_km, up = geodetic_to_ecef_km(10.0, 20.0), up_vectors(10.0, 20.0)
    line = positions_km[0] - point_km
    highest = np.argsort(-(line @ up) / np.linalg.norm(line, axis=1))[:seen]
    usable = np.zeros(24, dtype=np.bool_)
    usable[highest] = True
    family = np.zeros(24, dtype=np.int64)
    grid = pdop_grid(np.ascontiguousarray(positions_km), usable, family, point_km[None], up[None], 5.0)
    one = dilution_of_precision(positions_km[0][usable], point_km, up, 5.0)
    assert grid.tolist() == [[NO_SOLUTION]]
    assert not one.solved
    assert one.satellites == seen
    assert {one.gdop, one.pdop, one.hdop, one.vdop, one.tdop} == {math.inf}


def test_four_satellites_of_two_families_give_no_solution():
    point_km, up = geodetic_to_ecef_km(0.0, 0.0), up_vectors(0.0, 0.0)
    directions = np.array([[1.0, 0.5, 0.0], [1.0, -0.5, 0.1], [1.0, 0.0, 0.6], [1.0, 0.1, -0.4]])
    satellites_km = point_km + 20000.0 * directions
    one_family = dilution_of_precision(satellites_km, point_km, up, 0.0)
    two_families = dilution_of_precision(satellites_km, point_km, up, 0.0, np.array([0, 0, 1, 1]))
    assert one_family.solved
    assert not two_families.solved
    grid = pdop_grid(
        satellites_km[None], np.ones(4, dtype=np.bool_), np.array([0, 0, 1, 1]), point_km[None], up[None], 0.0
    )
    assert np.isinf(grid[0, 0])


def test_satellites_in_one_plane_through_the_user_give_no_solution():
    point_km, up = geodetic_to_ecef_km(0.0, 0.0), up_vectors(0.0, 0.0)
    angles = np.radians([20.0, 50.0, 90.0, 120.0, 160.0])
    directions = np.stack([np.sin(angles), np.cos(angles), np.zeros(5)], axis=1)
    satellites_km = point_km + 20000.0 * directions
    usable, family = np.ones(5, dtype=np.bool_), np.zeros(5, dtype=np.int64)
    assert not dilution_of_precision(satellites_km, point_km, up, 0.0).solved
    assert np.isinf(pdop_grid(satellites_km[None], usable, family, point_km[None], up[None], 0.0)[0, 0])


def test_quantised_dilution_keeps_infinity():
    assert quantise_dop(np.array([1.23456, math.inf])).tolist() == [1.235, math.inf]
