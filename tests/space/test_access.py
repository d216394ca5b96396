"""Windows: nothing lost, nothing invented, and the same under symmetries of the problem."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intervals import positive_intervals

from wargame.space.access import (
    access_windows,
    quantise_interval,
    quantise_windows,
    reach_windows,
)
from wargame.space.frames import ecef_to_geodetic, elevation_deg, ground_range_km
from wargame.space.orbits import KeplerOrbit, TleOrbit, geo_orbit, positions_ecef_km, walker_delta
from wargame.space.places import SitePosition, site_vectors
from wargame.space.time import Epoch, gmst_at

EPOCH = "2026-03-01T00:00:00Z"
DAY_S = 86400.0
HALF_A_SECOND = 0.5
TEN_MILLISECONDS = 0.01
MOLNIYA = KeplerOrbit(26600.0, 0.74, 63.4, 30.0, 270.0, 20.0)


def _windows_by_one_second_steps(orbit, site, end_s):
    """Number of rises and total seconds in view, from exact elevations every second."""
    times_s = np.arange(0.0, end_s + 1.0)
    site_km, up = site_vectors([site])
    above = elevation_deg(positions_ecef_km([orbit], EPOCH, times_s)[0], site_km[0], up[0]) >= site.mask_deg
    return int(np.sum(above[1:] & ~above[:-1])) + int(above[0]), int(above.sum())


@pytest.mark.parametrize("mask_deg", [-1.0, 0.0, 10.0, 60.0, 84.0])
def test_no_short_pass_is_lost_against_one_second_steps(mask_deg):
    orbit = walker_delta(1, 1, 0, 520.0, 97.5)[0]
    for latitude in (-75.0, 10.0, 52.0):
        site = SitePosition("s", latitude, 33.0, 0.0, mask_deg)
        windows = access_windows([orbit], [site], EPOCH, 0.0, 2 * DAY_S)
        rises, seconds = _windows_by_one_second_steps(orbit, site, 2 * DAY_S)
        shorter_than_a_second = int(np.sum(windows.set_s - windows.rise_s < 1.0))
        assert rises <= len(windows) <= rises + shorter_than_a_second
        assert np.sum(windows.set_s - windows.rise_s) == pytest.approx(seconds, abs=0.6 * len(windows) + 1)


def test_passes_shorter_than_the_scan_step_are_found():
    orbit = walker_delta(1, 1, 0, 520.0, 97.5)[0]
    passes = access_windows([orbit], [SitePosition("s", 81.0, 33.0)], EPOCH, 0.0, 30 * DAY_S, mask_deg=80.0)
    assert len(passes) >= 5
    assert np.all(passes.set_s - passes.rise_s < 30.0)


def test_compiled_windows_equal_the_readable_search():
    sites = [SitePosition("a", 48.0, 11.0, 500.0, 5.0), SitePosition("b", -20.0, 57.0, 0.0, 25.0)]
    orbits = [walker_delta(1, 1, 0, 800.0, 98.6)[0], MOLNIYA, geo_orbit(60.0, 6.0, EPOCH)]
    table = access_windows(orbits, sites, EPOCH, 0.0, 2 * DAY_S)
    sites_km, ups = site_vectors(sites)
    for row, orbit in enumerate(orbits):
        for column, site in enumerate(sites):

            def margin(times_s, orbit=orbit, column=column, site=site):
                positions_km = positions_ecef_km([orbit], EPOCH, times_s)[0]
                elevation = elevation_deg(positions_km, sites_km[column], ups[column])
                return np.sin(np.radians(elevation)) - math.sin(math.radians(site.mask_deg))

            expected = positive_intervals(margin, 0.0, 2 * DAY_S, 30.0)
            found = table.of(row, column)
            assert np.column_stack([found.rise_s, found.set_s]) == pytest.approx(
                expected, abs=TEN_MILLISECONDS
            )


def test_elevation_is_the_mask_at_the_edges_and_highest_at_culmination():
    orbits = [*walker_delta(3, 3, 1, 600.0, 53.0), MOLNIYA]
    site = SitePosition("s", 35.0, 140.0, 20.0, 10.0)
    windows = access_windows(orbits, [site], EPOCH, 0.0, 2 * DAY_S)
    site_km, up = site_vectors([site])
    for row in range(len(windows)):
        rise, peak, fall = windows.rise_s[row], windows.culmination_s[row], windows.set_s[row]
        times_s = np.array([rise, peak, fall, (rise + peak) / 2, (peak + fall) / 2])
        places_km = positions_ecef_km([orbits[windows.satellite[row]]], EPOCH, times_s)[0]
        found = elevation_deg(places_km, site_km[0], up[0])
        assert rise <= peak <= fall
        assert found[1] == pytest.approx(windows.max_elevation_deg[row], abs=1e-3)
        assert found[1] >= found.max() - 1e-6
        if rise > 0.0 and fall < 2 * DAY_S:
            assert found[[0, 2]] == pytest.approx(10.0, abs=1e-3)


def test_geostationary_satellites_are_always_or_never_in_view():
    orbits = [geo_orbit(140.0, 0.0, EPOCH), geo_orbit(-60.0, 0.0, EPOCH)]
    site = SitePosition("s", 35.0, 140.0, 0.0, 10.0)
    windows = access_windows(orbits, [site], EPOCH, 100.0, 7 * DAY_S)
    assert windows.satellite.tolist() == [0]
    assert (windows.rise_s[0], windows.set_s[0]) == (100.0, 7 * DAY_S)
    assert 100.0 <= windows.culmination_s[0] <= 7 * DAY_S


def test_turning_the_sky_and_the_sites_together_changes_nothing():
    # Metamorphic: a later epoch turns the Earth; nodes turned by as much see the same passes.
    orbits = [*walker_delta(4, 2, 1, 700.0, 60.0), MOLNIYA]
    sites = [SitePosition("a", 51.0, -3.0, 0.0, 5.0), SitePosition("b", -31.0, 116.0, 0.0, 10.0)]
    later = Epoch.from_utc(EPOCH).shifted(12345.0)
    turn_deg = math.degrees(float(gmst_at(later, 0.0)) - float(gmst_at(EPOCH, 0.0)))
    shift_deg = 25.0
    turned = [replace(orbit, raan_deg=orbit.raan_deg + turn_deg + shift_deg) for orbit in orbits]
    moved = [replace(site, longitude_deg=site.longitude_deg + shift_deg) for site in sites]
    before = access_windows(orbits, sites, EPOCH, 0.0, DAY_S)
    after = access_windows(turned, moved, later, 0.0, DAY_S)
    assert len(before) == len(after) > 10
    assert after.rise_s == pytest.approx(before.rise_s, abs=TEN_MILLISECONDS)
    assert after.set_s == pytest.approx(before.set_s, abs=TEN_MILLISECONDS)


def test_a_longer_span_only_adds_windows():
    orbit = walker_delta(1, 1, 0, 700.0, 60.0)
    site = [SitePosition("a", 51.0, -3.0, 0.0, 5.0)]
    long = access_windows(orbit, site, EPOCH, 0.0, 4 * DAY_S)
    short = access_windows(orbit, site, EPOCH, 0.0, 2 * DAY_S)
    inside = len(short) - 1
    assert long.rise_s[:inside] == pytest.approx(short.rise_s[:inside], abs=1e-2)


def test_skyfield_finds_the_same_passes():
    skyfield = pytest.importorskip("skyfield.api")
    lines = (
        "1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082",
        "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473",
    )
    scale = skyfield.load.timescale(builtin=True)
    start = scale.utc(2014, 1, 21)
    place = skyfield.wgs84.latlon(48.2, 16.4)
    times, kinds = skyfield.EarthSatellite(*lines, "ISS", scale).find_events(
        place, start, scale.utc(2014, 1, 24), altitude_degrees=10.0
    )
    seconds = np.array([(time.tt - start.tt) * DAY_S for time in times])
    site = SitePosition("vienna", 48.2, 16.4, 0.0, 10.0)
    found = access_windows([TleOrbit(*lines)], [site], "2014-01-21T00:00:00Z", 0.0, 3 * DAY_S)
    assert len(found) == int(np.sum(kinds == 1)) > 10
    assert found.rise_s == pytest.approx(seconds[kinds == 0], abs=HALF_A_SECOND)
    assert found.culmination_s == pytest.approx(seconds[kinds == 1], abs=HALF_A_SECOND)
    assert found.set_s == pytest.approx(seconds[kinds == 2], abs=HALF_A_SECOND)


def test_whole_seconds_of_a_window_are_truly_in_view():
    assert quantise_interval(10.2, 19.9) is not None
    assert (quantise_interval(10.2, 19.9).start_s, quantise_interval(10.2, 19.9).end_s) == (11, 19)
    assert quantise_interval(10.2, 10.9) is None
    orbit = walker_delta(1, 1, 0, 520.0, 97.5)
    passes = quantise_windows(access_windows(orbit, [SitePosition("s", 60.0, 5.0)], EPOCH, 0.0, DAY_S))
    assert passes
    assert all(one.rise_s <= one.culmination_s <= one.set_s for one in passes)


def test_reach_is_the_time_spent_low_and_near():
    place, ceiling_km, near_km = (35.0, 110.0), 1000.0, 1500.0
    for orbit in (walker_delta(1, 1, 0, 850.0, 98.8)[0], MOLNIYA):
        spans = reach_windows(orbit, *place, near_km, ceiling_km, EPOCH, 0.0, DAY_S)
        times_s = np.arange(0.0, DAY_S + 1.0)
        latitude, longitude, altitude_km = ecef_to_geodetic(positions_ecef_km([orbit], EPOCH, times_s)[0])
        inside = (ground_range_km(latitude, longitude, *place) <= near_km) & (altitude_km <= ceiling_km)
        found = np.zeros_like(inside)
        for span in spans:
            found[span.start_s : span.end_s + 1] = True
        assert np.sum(found != inside) <= len(spans)


def test_a_geostationary_satellite_is_out_of_reach_of_a_low_ceiling_and_always_under_a_high_one():
    orbit = geo_orbit(110.0, 0.0, EPOCH)
    assert reach_windows(orbit, 20.0, 110.0, 4000.0, 2000.0, EPOCH, 0.0, DAY_S) == []
    spans = reach_windows(orbit, 20.0, 110.0, 4000.0, 40000.0, EPOCH, 0.0, DAY_S)
    assert [(span.start_s, span.end_s) for span in spans] == [(0, 86400)]


@settings(max_examples=25)
@given(st.floats(0.0, 2.0 * math.pi), st.floats(-0.999, 0.999))
def test_the_readable_search_finds_every_crossing_of_a_sine(phase, level):
    found = positive_intervals(lambda t: np.sin(t + phase) - level, 0.0, 20.0, 0.5)
    middle = (found[:, 0] + found[:, 1]) / 2.0
    assert np.all(np.sin(middle + phase) >= level - 1e-9)
    inner = found[(found > 0.0) & (found < 20.0)]
    assert np.sin(inner + phase) == pytest.approx(level, abs=1e-5)
    assert np.sum(found[:, 1] - found[:, 0]) == pytest.approx(
        np.mean(np.sin(np.linspace(0.0, 20.0, 20001) + phase) >= level) * 20.0, abs=0.01
    )


@settings(max_examples=40)
@given(
    st.sampled_from([250.0, 780.0, 1400.0, 8000.0, 20180.0]),
    st.floats(0.0, 0.6),
    st.floats(0.0, 180.0),
    st.sampled_from([-2.0, 0.0, 5.0, 10.0, 40.0, 80.0]),
    st.floats(-90.0, 90.0),
    st.floats(0.0, 360.0),
)
def test_windows_equal_the_readable_search_for_any_orbit_site_and_mask(
    perigee_km, eccentricity, inclination_deg, mask_deg, latitude_deg, node_deg
):
    axis_km = (6378.137 + perigee_km) / (1.0 - eccentricity)
    orbit = KeplerOrbit(axis_km, eccentricity, inclination_deg, node_deg, 200.0, 10.0)
    site = SitePosition("s", latitude_deg, 33.0, 1200.0, mask_deg)
    (site_km,), (up,) = site_vectors([site])

    def margin(times_s):
        line = positions_ecef_km([orbit], EPOCH, times_s)[0] - site_km
        return line @ up / np.linalg.norm(line, axis=1) - math.sin(math.radians(mask_deg))

    expected = positive_intervals(margin, 0.0, DAY_S, 15.0)
    found = access_windows([orbit], [site], EPOCH, 0.0, DAY_S)
    spans = np.column_stack([found.rise_s, found.set_s])
    long = (
        expected[:, 1] - expected[:, 0] > 1.0
    )  # metres of interpolation decide about a shorter grazing pass
    long_found = spans[:, 1] - spans[:, 0] > 1.0
    assert len(spans[long_found]) == len(expected[long])
    for row in range(len(found)):
        times_s = np.append(np.linspace(found.rise_s[row], found.set_s[row], 3001), found.culmination_s[row])
        place_km = positions_ecef_km([orbit], EPOCH, times_s)[0]
        elevations_deg = elevation_deg(place_km, site_km, up)
        assert found.max_elevation_deg[row] >= elevations_deg.max() - 1e-3
        assert elevations_deg[-1] == pytest.approx(found.max_elevation_deg[row], abs=1e-3)
    slowest_s = np.where(expected[long][:, 1] - expected[long][:, 0] < 60.0, 2.0, 0.1)[:, None]
    assert np.all(np.abs(spans[long_found] - expected[long]) < slowest_s)
