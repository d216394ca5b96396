"""Launches and manoeuvres: one orbit after the other, and nowhere in between."""

import math
from dataclasses import replace

import numpy as np
import pytest

from wargame.space.access import access_windows, reach_windows
from wargame.space.blocks import _orbit_inputs
from wargame.space.delta_v import hohmann_transfer, plane_change_km_s
from wargame.space.dop import Sky
from wargame.space.geometry import GeometryRequest, GridPoint, SitePosition, build_geometry
from wargame.space.manoeuvre import Burn, burned, launched, removed
from wargame.space.orbits import (
    Arcs,
    KeplerOrbit,
    NotInOrbitError,
    TleOrbit,
    circular_orbit,
    geo_orbit,
    period_s,
    positions_ecef_km,
    positions_teme_km,
    states_teme,
)
from wargame.space.trajectory import sample_trajectories
from wargame.space.visibility import unpack_steps

EPOCH = "2014-01-21T00:00:00Z"
DAY_S = 86400.0
ONE_METRE_KM = 1e-3
ONE_CENTIMETRE_A_SECOND_KM_S = 1e-5
BURN_S = 40_000.0
LOW = circular_orbit(700.0, 60.0, 40.0, 10.0)
MOLNIYA = KeplerOrbit(26600.0, 0.74, 63.4, 30.0, 270.0, 20.0)
ISS = TleOrbit(
    "1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082",
    "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473",
)
SITES = [SitePosition("a", 51.0, -3.0, 0.0, 5.0), SitePosition("b", -31.0, 116.0, 0.0, 10.0)]


def _around(orbit, time_s):
    """Positions and velocities just before a time and at it."""
    times_s = np.array([math.nextafter(time_s, 0.0), time_s])
    positions_km, velocities_km_s = states_teme([orbit], EPOCH, times_s)
    return positions_km[0], velocities_km_s[0]


@pytest.mark.parametrize("before", [LOW, MOLNIYA, ISS, geo_orbit(20.0, 0.0, EPOCH)])
def test_the_position_is_continuous_at_a_burn(before):
    after = burned(before, EPOCH, Burn(BURN_S, radial_km_s=0.01, along_km_s=0.05, across_km_s=-0.02))
    positions_km, _ = _around(after, BURN_S)
    assert np.linalg.norm(positions_km[1] - positions_km[0]) < ONE_METRE_KM


@pytest.mark.parametrize("before", [LOW, MOLNIYA, geo_orbit(20.0, 3.0, EPOCH)])
def test_the_velocity_changes_by_the_burn_in_its_three_directions(before):
    burn = Burn(BURN_S, radial_km_s=0.011, along_km_s=0.05, across_km_s=-0.02)
    held = replace(before, secular_j2=False)  # without drift, the velocity of the model is the velocity
    positions_km, velocities_km_s = _around(burned(held, EPOCH, burn), BURN_S)
    change_km_s = velocities_km_s[1] - velocities_km_s[0]
    radial = positions_km[0] / np.linalg.norm(positions_km[0])
    pole = np.cross(positions_km[0], velocities_km_s[0])
    pole /= np.linalg.norm(pole)
    found = (change_km_s @ radial, change_km_s @ np.cross(pole, radial), change_km_s @ pole)
    assert found == pytest.approx((0.011, 0.05, -0.02), abs=ONE_CENTIMETRE_A_SECOND_KM_S)


@pytest.mark.parametrize("before", [LOW, MOLNIYA, geo_orbit(20.0, 0.0, EPOCH)])
def test_a_burn_of_nothing_changes_nothing(before):
    times_s = np.arange(0.0, 7 * DAY_S, 600.0)
    after = positions_ecef_km([burned(before, EPOCH, Burn(BURN_S))], EPOCH, times_s)
    assert np.max(np.abs(after - positions_ecef_km([before], EPOCH, times_s))) < ONE_METRE_KM


def test_a_burn_of_nothing_on_published_elements_keeps_the_period():
    # SGP4's short-period terms go (some kilometres); the speed's swing must not become a drift.
    times_s = np.arange(BURN_S, BURN_S + DAY_S, 600.0)
    after = positions_teme_km([burned(ISS, EPOCH, Burn(BURN_S))], EPOCH, times_s)[0]
    away_km = np.linalg.norm(after - positions_teme_km([ISS], EPOCH, times_s)[0], axis=1)
    assert away_km[0] < ONE_METRE_KM
    assert away_km.max() < 60.0


def test_two_burns_of_a_hohmann_transfer_raise_a_circular_orbit():
    # Vallado 2013, example 6-1: from 191.344 11 to 35 781.348 57 km.
    low = replace(circular_orbit(191.34411, 28.5, 40.0, 10.0), secular_j2=False)
    transfer = hohmann_transfer(191.34411, 35781.34857)
    on_the_way = burned(low, EPOCH, Burn(BURN_S, along_km_s=transfer.first_burn_km_s))
    apogee_s = BURN_S + transfer.duration_s
    arrived = burned(on_the_way, EPOCH, Burn(apogee_s, along_km_s=transfer.second_burn_km_s))
    assert len(arrived.pieces) == 3
    final = arrived.at(apogee_s + DAY_S)
    assert final.apogee_altitude_km == pytest.approx(35781.34857, abs=0.01)
    assert final.perigee_altitude_km == pytest.approx(35781.34857, abs=0.01)
    assert final.inclination_deg == pytest.approx(28.5, abs=1e-6)


def test_a_plane_change_at_the_node_turns_the_plane():
    orbit = replace(circular_orbit(700.0, 60.0, 40.0, 0.0), secular_j2=False)  # at the node at time zero
    angle_deg, speed_km_s = 5.0, 2.0 * math.pi * (6378.137 + 700.0) / period_s(6378.137 + 700.0)
    turn = math.radians(angle_deg)
    burn = Burn(0.0, along_km_s=speed_km_s * (math.cos(turn) - 1.0), across_km_s=speed_km_s * math.sin(turn))
    assert math.hypot(burn.along_km_s, burn.across_km_s) == pytest.approx(
        plane_change_km_s(speed_km_s, angle_deg), rel=1e-9
    )
    final = burned(orbit, EPOCH, burn).at(1.0)
    assert final.inclination_deg == pytest.approx(65.0, abs=1e-6)
    assert final.semi_major_axis_km == pytest.approx(orbit.semi_major_axis_km, abs=1e-6)


@pytest.mark.parametrize("before", [LOW, ISS])
def test_visibility_before_a_burn_is_that_of_the_old_orbit_and_after_it_that_of_the_new(before):
    arcs = burned(before, EPOCH, Burn(BURN_S, along_km_s=0.1))
    new = arcs.at(BURN_S)
    geometry = build_geometry(
        GeometryRequest(
            epoch_utc=EPOCH,
            n_steps=288,
            satellites=(("old", before), ("arcs", arcs), ("new", new)),
            sites=tuple(SITES),
            points=(GridPoint("p", 20.0, 30.0),),
        )
    )
    burn_step = int(BURN_S // 300)
    for bits in (
        geometry.site_view,
        geometry.site_access,
        geometry.point_view[5.0],
    ):
        seen = unpack_steps(bits, 288)
        assert np.array_equal(seen[:burn_step, 1], seen[:burn_step, 0])
        assert np.array_equal(seen[burn_step + 1 :, 1], seen[burn_step + 1 :, 2])
        assert not np.array_equal(seen[:, 0], seen[:, 2])
    for second in (0, int(BURN_S) - 1, int(BURN_S), 80_000):
        expected = "old" if second < BURN_S else "new"
        assert geometry.range_km("arcs", "a", second) == geometry.range_km(expected, "a", second)


def test_windows_before_and_after_a_burn_are_those_of_the_two_orbits_and_one_across_it_is_whole():
    rise_s, set_s = (
        getattr(access_windows([LOW], SITES[:1], EPOCH, 0.0, DAY_S), name)[1] for name in ("rise_s", "set_s")
    )
    burn_s = 0.5 * (rise_s + set_s)
    arcs = burned(LOW, EPOCH, Burn(burn_s, along_km_s=0.1))
    old = access_windows([LOW], SITES, EPOCH, 0.0, DAY_S)
    new = access_windows([arcs.at(burn_s)], SITES, EPOCH, 0.0, DAY_S)
    found = access_windows([arcs], SITES, EPOCH, 0.0, DAY_S)
    for site in range(2):
        mine, before, after = found.of(0, site), old.of(0, site), new.of(0, site)
        early, late = before.set_s < burn_s, after.rise_s > burn_s
        assert mine.rise_s[: early.sum()] == pytest.approx(before.rise_s[early], abs=1e-2)
        assert mine.set_s[len(mine) - late.sum() :] == pytest.approx(after.set_s[late], abs=1e-2)
        assert len(mine) == early.sum() + late.sum() + (1 if site == 0 else 0)
    across = found.of(0, 0)
    row = int(np.flatnonzero((across.rise_s < burn_s) & (across.set_s > burn_s))[0])
    assert across.rise_s[row] == pytest.approx(rise_s, abs=1e-2)
    after = new.of(0, 0)
    same = int(np.flatnonzero((after.rise_s < burn_s) & (after.set_s > burn_s))[0])
    assert across.set_s[row] == pytest.approx(after.set_s[same], abs=1e-2)


def test_nothing_is_seen_before_a_launch_and_no_window_spans_a_gap():
    launch_s, back_s, again_s = 20_000.0, 50_000.0, 60_000.0
    always = geo_orbit(20.0, 0.0, EPOCH)
    arcs = Arcs(((launch_s, always), (back_s, None), (again_s, always)))
    site = SitePosition("s", 10.0, 20.0, 0.0, 10.0)
    windows = access_windows([arcs], [site], EPOCH, 0.0, DAY_S)
    assert windows.rise_s.tolist() == [launch_s, again_s]
    assert windows.set_s.tolist() == [back_s, DAY_S]
    geometry = build_geometry(
        GeometryRequest(
            epoch_utc=EPOCH,
            n_steps=288,
            satellites=(("s", arcs),),
            sites=(site,),
            points=(GridPoint("p", 10.0, 20.0),),
            pnt_satellites=("s",),
        )
    )
    middles_s = np.arange(288) * 300.0 + 150.0
    flying = ((middles_s >= launch_s) & (middles_s < back_s)) | (middles_s >= again_s)
    assert np.array_equal(unpack_steps(geometry.site_view, 288)[:, 0, 0], flying)
    assert np.array_equal(unpack_steps(geometry.point_view[5.0], 288)[:, 0, 0], flying)
    starts_s = np.arange(96) * 900.0
    there = ((starts_s >= launch_s) & (starts_s < back_s)) | (starts_s >= again_s)
    assert np.array_equal(np.isfinite(geometry.pnt_positions_km[:, 0, 0]), there)
    above = Sky(geometry.pnt_positions_km, geometry.points_ecef_km, geometry.points_up).above(5.0)
    assert np.array_equal(above[:, 0, 0] > 0, there)


def test_asking_where_a_satellite_is_before_its_launch_is_refused_with_a_sentence():
    request = GeometryRequest(
        epoch_utc=EPOCH, n_steps=64, satellites=(("late", launched(LOW, 9000.0)),), sites=tuple(SITES)
    )
    geometry = build_geometry(request)
    for ask in (
        lambda: geometry.position_ecef_km("late", 8999),
        lambda: geometry.elevation_deg("late", "a", 0),
        lambda: geometry.altitude_km("late", 0),
        lambda: geometry.subsatellite_point_deg("late", 0),
    ):
        with pytest.raises(NotInOrbitError, match=r"late is not in orbit \d+ s after the epoch"):
            ask()
    assert geometry.altitude_km("late", 9000) == pytest.approx(700.0, abs=25.0)


def test_reach_is_kept_to_the_time_in_orbit_and_whole_across_a_burn():
    place = (35.0, 110.0, 1500.0, 1000.0, EPOCH, 0.0, 2 * DAY_S)
    whole = reach_windows(LOW, *place)
    second = whole[1]
    middle_s = (second.start_s + second.end_s) // 2
    assert reach_windows(burned(LOW, EPOCH, Burn(float(middle_s))), *place) == whole
    late = reach_windows(launched(LOW, float(middle_s)), *place)
    assert [late[0].start_s, late[0].end_s] == [middle_s, second.end_s]
    assert late[1:] == whole[2:]
    early = reach_windows(removed(LOW, float(middle_s)), *place)
    assert early[0] == whole[0]
    assert [early[1].start_s, early[1].end_s] == [second.start_s, middle_s]
    assert len(early) == 2


def test_interpolated_paths_follow_the_pieces_to_the_second():
    arcs = Arcs(((5000.0, LOW), (BURN_S, MOLNIYA), (60_000.0, None), (70_000.0, ISS)))
    times_s = np.sort(np.append(np.arange(0.0, DAY_S, 97.0), [5000.0, BURN_S, 60_000.0, 70_000.0]))
    found = sample_trajectories([arcs], EPOCH, 0.0, DAY_S).at(0, times_s)
    exact = positions_ecef_km([arcs], EPOCH, times_s)[0]
    assert np.array_equal(np.isnan(found), np.isnan(exact))
    assert np.isnan(found[:, 0]).sum() == np.sum(times_s < 5000.0) + np.sum(
        (times_s >= 6e4) & (times_s < 7e4)
    )
    assert np.nanmax(np.abs(found - exact)) < 10 * ONE_METRE_KM


def test_pieces_count_in_the_name_of_a_block_and_names_do_not():
    arcs = burned(LOW, EPOCH, Burn(BURN_S, along_km_s=0.1))
    inputs = _orbit_inputs(arcs)
    assert inputs["kind"] == "arcs"
    assert inputs["pieces"][0] == [None, _orbit_inputs(LOW)]
    later = burned(LOW, EPOCH, Burn(BURN_S + 1.0, along_km_s=0.1))
    assert _orbit_inputs(later) != inputs
    assert _orbit_inputs(launched(LOW, 5.0)) == {"kind": "arcs", "pieces": [[5.0, _orbit_inputs(LOW)]]}


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Arcs(((5.0, LOW), (5.0, None))), "each must start after the one before"),
        (lambda: Arcs(((0.0, None),)), "need an orbit in at least one piece"),
        (lambda: Arcs(((math.nan, LOW),)), "every start must be a time"),
        (lambda: burned(launched(LOW, 9.0), EPOCH, Burn(8.0)), "cannot burn 8 s after the epoch"),
        (lambda: burned(LOW, EPOCH, Burn(8.0, along_km_s=-2.0)), "it must be above the ground"),
        (lambda: burned(LOW, EPOCH, Burn(8.0, along_km_s=4.0)), "it escapes"),
    ],
)
def test_what_cannot_be_flown_is_refused_with_a_sentence(build, words):
    with pytest.raises(ValueError, match=words):
        build()
