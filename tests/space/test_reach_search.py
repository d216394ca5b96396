"""Reach: the compiled search answers as the readable one, whatever the orbit, the place and the limits."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intervals import positive_intervals

from wargame.space.access import reach_windows
from wargame.space.frames import ecef_to_geodetic, ground_range_km
from wargame.space.orbits import KeplerOrbit, OmmOrbit, geo_orbit
from wargame.space.seconds import quantise_interval
from wargame.space.trajectory import sample_trajectories

EPOCH = "2026-03-01T00:00:00Z"
SPAN_S = 2 * 86400.0
SAMPLE_S = 20.0
DISPUTED_S = 1e-3
GRAZING_S = 1.0


def _readable(orbit, place, near_km, ceiling_km):
    """Spans in reach, s, by the readable search at the densest samples."""
    paths = sample_trajectories([orbit], EPOCH, 0.0, SPAN_S)

    def margin_km(times_s):
        latitude, longitude, altitude_km = ecef_to_geodetic(paths.at(0, times_s))
        return np.minimum(near_km - ground_range_km(latitude, longitude, *place), ceiling_km - altitude_km)

    return positive_intervals(margin_km, 0.0, SPAN_S, SAMPLE_S, near_zero=250.0)


def _meets(span, others):
    return any(span.start_s <= one.end_s and one.start_s <= span.end_s for one in others)


def _agree(orbit, place, near_km, ceiling_km):
    """Whether both searches find the same whole seconds, but for edges within a millisecond of one."""
    found = reach_windows(orbit, *place, near_km, ceiling_km, EPOCH, 0.0, SPAN_S)
    spans_s = _readable(orbit, place, near_km, ceiling_km)
    spans_s = spans_s[spans_s[:, 1] - spans_s[:, 0] > GRAZING_S]
    expected = [quantise_interval(*span) for span in spans_s.tolist()]
    found = [span for span in found if span.end_s - span.start_s >= GRAZING_S or _meets(span, expected)]
    assert len(found) == len(expected)
    for span, one, (begin_s, end_s) in zip(found, expected, spans_s.tolist(), strict=True):
        for ours_s, theirs_s, edge_s in (
            (span.start_s, one.start_s, begin_s),
            (span.end_s, one.end_s, end_s),
        ):
            assert ours_s == theirs_s or abs(edge_s - round(edge_s)) < DISPUTED_S
    return len(expected)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([250.0, 550.0, 850.0, 1400.0, 8000.0, 20180.0]),
    st.floats(0.0, 0.7),
    st.floats(0.0, 180.0),
    st.floats(-90.0, 90.0),
    st.floats(-180.0, 180.0),
    st.floats(200.0, 6000.0),
    st.floats(100.0, 40000.0),
)
def test_any_reach_equals_the_readable_search(
    perigee_km, eccentricity, inclination_deg, latitude_deg, longitude_deg, near_km, ceiling_km
):
    axis_km = (6378.137 + perigee_km) / (1.0 - eccentricity)
    orbit = KeplerOrbit(axis_km, eccentricity, inclination_deg, 40.0, 200.0, 10.0)
    _agree(orbit, (latitude_deg, longitude_deg), near_km, ceiling_km)


@pytest.mark.parametrize(("ceiling_km", "least"), [(772.0, 0), (774.0, 2), (776.0, 5), (2000.0, 11)])
def test_a_published_orbit_under_a_ceiling_it_grazes_equals_the_readable_search(ceiling_km, least):
    orbit = OmmOrbit(EPOCH, 14.34, 0.002, 86.4, 20.0, 100.0, 30.0, 1e-5, 41917)
    assert _agree(orbit, (35.0, 110.0), 3000.0, ceiling_km) >= least


def test_high_orbits_equal_the_readable_search():
    inclined = geo_orbit(112.0, 28.0, EPOCH)
    assert _agree(inclined, (17.5, 115.5), 3000.0, 37000.0) >= 2
    molniya = KeplerOrbit(26600.0, 0.74, 63.4, 30.0, 270.0, 20.0)
    assert _agree(molniya, (-50.0, 15.0), 5000.0, 3000.0) >= 1


@pytest.mark.parametrize("latitude_deg", [90.0, -90.0])
def test_a_place_on_a_pole_is_reached_by_every_revolution_of_a_polar_orbit(latitude_deg):
    orbit = KeplerOrbit(7000.0, 0.0, 90.0, 0.0, 0.0, 0.0)
    revolutions = SPAN_S / orbit.period_s
    assert _agree(orbit, (latitude_deg, 0.0), 500.0, 1000.0) in (
        math.floor(revolutions),
        math.ceil(revolutions),
    )
