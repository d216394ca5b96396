"""Dilution of precision: the compiled grid against the readable form, and what has no solution."""

import math

import numpy as np
import pytest

from wargame.space.dop import NO_SOLUTION, Sky, dilution_of_precision, pdop_grid, quantise_dop
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


@pytest.mark.parametrize("mask_deg", [0.0, 5.0, 20.0, 40.0])
def test_single_precision_is_good_to_less_than_a_thousandth_and_never_wrong_about_a_solution(sky, mask_deg):
    positions_km, family = sky
    usable = np.ones(len(family), dtype=np.bool_)
    usable[[3, 11, 29]] = False
    over = Sky(positions_km, POINTS_KM, POINTS_UP)
    exact, single = (
        over.pdop(usable, family, mask_deg),
        over.pdop_in_single_precision(usable, family, mask_deg),
    )
    assert single.dtype == np.float32
    assert np.array_equal(np.isinf(single), np.isinf(exact))
    solved = np.isfinite(exact)
    assert single[solved] == pytest.approx(exact[solved], abs=3e-4, rel=1e-6)
    alone = usable & (family == 0)
    exact, single = over.pdop(alone, family, mask_deg), over.pdop_in_single_precision(alone, family, mask_deg)
    assert np.array_equal(np.isinf(single), np.isinf(exact))
    solved = np.isfinite(exact)
    assert single[solved] == pytest.approx(exact[solved], abs=1e-4, rel=1e-6)


def test_a_satellite_at_the_mask_is_judged_in_double_precision():
    # Masks at the very elevation of a satellite: single precision could not tell the two sides apart.
    positions_km = positions_ecef_km(walker_delta(24, 6, 2, 20180.0, 55.0), EPOCH, np.array([0.0]))
    positions_km = np.ascontiguousarray(positions_km.transpose(1, 0, 2))
    usable, family = np.ones(24, dtype=np.bool_), np.zeros(24, dtype=np.int64)
    over = Sky(positions_km, POINTS_KM, POINTS_UP)
    lines = positions_km[0][None] - POINTS_KM[:, None]
    sines = np.einsum("psk,pk->ps", lines, POINTS_UP) / np.linalg.norm(lines, axis=2)
    for elevation_deg in np.degrees(np.arcsin(sines[(sines > 0.05) & (sines < 0.2)])):
        for mask_deg in (elevation_deg - 1e-9, elevation_deg + 1e-9):
            exact = over.pdop(usable, family, mask_deg)
            single = over.pdop_in_single_precision(usable, family, mask_deg)
            assert single == pytest.approx(exact, abs=3e-4, rel=1e-6)


def test_a_cell_does_not_depend_on_what_else_is_asked_or_usable(sky):
    positions_km, family = sky
    usable = np.ones(len(family), dtype=np.bool_)
    over = Sky(positions_km, POINTS_KM, POINTS_UP)
    all_cells = over.pdop(usable, family, 10.0)
    wanted = np.random.default_rng(3).random(all_cells.shape) < 0.1
    some = over.pdop(usable, family, 10.0, wanted)
    assert np.array_equal(some[wanted], all_cells[wanted])
    assert np.isnan(some[~wanted]).all()
    unseen = ((over.above(10.0)[:, :, 0] >> np.uint64(7)) & np.uint64(1)) == 0
    usable[7] = False
    fewer = over.pdop(usable, family, 10.0)
    assert np.array_equal(fewer[unseen], all_cells[unseen])
    assert not np.array_equal(fewer, all_cells)
    few = [2, 17, 30]
    alone = Sky(positions_km, POINTS_KM[few], POINTS_UP[few])
    usable[7] = True
    assert np.array_equal(alone.pdop(usable, family, 10.0), all_cells[:, few])


def test_satellites_that_are_not_in_orbit_are_not_used(sky):
    positions_km, family = sky
    usable = np.ones(len(family), dtype=np.bool_)
    missing = positions_km.copy()
    missing[5:, [0, 30]] = np.nan
    over = Sky(missing, POINTS_KM, POINTS_UP)
    found = over.pdop(usable, family, 5.0)
    everything = pdop_grid(positions_km, usable, family, POINTS_KM, POINTS_UP, 5.0)
    usable[[0, 30]] = False
    without = pdop_grid(positions_km, usable, family, POINTS_KM, POINTS_UP, 5.0)
    assert np.array_equal(found[:5], everything[:5])
    assert np.array_equal(found[5:], without[5:])
    words = over.above(5.0)[5:, :, 0]
    assert not np.any(words & (np.uint64(1) << np.uint64(0) | np.uint64(1) << np.uint64(30)))


def test_above_is_the_elevation_against_the_mask(sky):
    positions_km, _ = sky
    lines = positions_km[:, None] - POINTS_KM[None, :, None]
    sines = np.einsum("tpsk,pk->tps", lines, POINTS_UP) / np.linalg.norm(lines, axis=3)
    for mask_deg in (-3.0, 0.0, 5.0, 60.0):
        words = Sky(positions_km, POINTS_KM, POINTS_UP).above(mask_deg)
        found = (words >> np.arange(64, dtype=np.uint64)) & np.uint64(1) > 0
        assert np.array_equal(found[:, :, :37], sines >= math.sin(math.radians(mask_deg)))
        assert not found[:, :, 37:].any()


def test_a_sky_without_points_or_satellites_is_empty():
    none = np.empty((0, 3))
    usable, family = np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.int64)
    assert Sky(np.empty((4, 0, 3)), none, none).pdop(usable, family, 5.0).shape == (4, 0)
    assert np.isinf(Sky(np.empty((4, 0, 3)), POINTS_KM, POINTS_UP).pdop(usable, family, 5.0)).all()


def test_a_part_of_a_sky_is_the_sky_at_some_instants(sky):
    positions_km, family = sky
    usable = np.ones(len(family), dtype=np.bool_)
    whole = Sky(positions_km, POINTS_KM, POINTS_UP)
    for rows in (slice(2, 7), slice(1, None, 3)):
        part = whole.part(rows)
        assert part.shape == (len(range(12)[rows]), len(POINTS_KM))
        assert np.array_equal(part.pdop(usable, family, 5.0), whole.pdop(usable, family, 5.0)[rows])
        assert np.array_equal(part.above(5.0), whole.above(5.0)[rows])
