"""The wait for the next look: worked examples, closed forms, and why planes count for more than satellites."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.space.geometry import GeometryRequest, GridPoint, build_geometry
from wargame.space.orbits import circular_orbit
from wargame.space.revisit import revisit
from wargame.space.sensing import ImagingSpec
from wargame.space.visibility import pack_steps

EPOCH = "2026-03-01T00:00:00Z"
HOUR_S = 3600.0


def revisit_of(steps, step_s=HOUR_S):
    """Mean wait and longest gap of one target, in steps."""
    found = revisit(pack_steps(np.array(steps, dtype=bool)[:, None]), len(steps), step_s)
    return found.mean_wait_s[0] / step_s, found.max_gap_s[0] / step_s


def test_the_worked_example_of_stk_s_time_average_gap():
    # STK help, "Time Average Gap": 100 units with gaps of 5, 10 and 15 average 3.5; the mean wait is half of it.
    steps = np.ones(100, dtype=bool)
    for start, length in ((10, 5), (40, 10), (70, 15)):
        steps[start : start + length] = False
    assert revisit_of(steps) == (pytest.approx(3.5 / 2.0), 15.0)


def test_a_look_at_regular_steps_has_the_closed_form_of_a_regular_gap():
    # One look every 10 steps: gaps of 9 in a span of 10 each.
    steps = np.arange(1000) % 10 == 0
    assert revisit_of(steps) == (pytest.approx(9.0**2 / (2.0 * 10.0)), 9.0)


def test_short_looks_give_the_sum_of_squares_over_twice_the_sum():
    steps = np.zeros(6001, dtype=bool)
    steps[[0, 1000, 3000, 6000]] = True
    gaps = np.array([1000.0, 2000.0, 3000.0])
    wait, longest = revisit_of(steps)
    assert wait == pytest.approx(np.sum(gaps**2) / (2.0 * gaps.sum()), rel=2e-3)
    assert longest == 2999.0


def test_the_ends_of_the_span_bound_a_gap_and_no_look_at_all_is_infinite():
    assert revisit_of([0, 0, 0, 1, 0]) == (pytest.approx((9.0 + 1.0) / (2.0 * 5.0)), 3.0)
    assert revisit_of([1, 1, 1]) == (0.0, 0.0)
    assert revisit_of([0, 0, 0]) == (np.inf, np.inf)


@given(st.lists(st.booleans(), min_size=1, max_size=200).filter(any))
def test_the_mean_wait_is_the_mean_over_moments_of_the_time_to_the_next_look(steps):
    parts = 20  # moments of a step; the last gap ends with the span
    ends = [step for step, seen in enumerate(steps) if seen] + [len(steps)]
    moments = (np.arange(len(steps) * parts) + 0.5) / parts
    waits = [0.0 if steps[int(t)] else min(end for end in ends if end >= t) - t for t in moments]
    wait, longest = revisit_of(steps)
    assert wait == pytest.approx(np.mean(waits), abs=1e-9)
    assert longest == pytest.approx(max(waits) + 0.5 / parts if any(waits) else 0.0)


def radar_waits(planes, per_plane, phase_deg=0.0):
    """Mean wait and longest gap (hours) of imaging radars spread over planes, mean over places."""
    satellites = {
        f"{plane}/{slot}": circular_orbit(
            570.0, 97.7, plane * 180.0 / planes, slot * 360.0 / per_plane + plane * phase_deg
        )
        for plane in range(planes)
        for slot in range(per_plane)
    }
    points = tuple(GridPoint(f"p{k}", -45.0 + 10.0 * k, 35.0 * k - 180.0) for k in range(10))
    n_steps = 7 * 288
    geometry = build_geometry(GeometryRequest(EPOCH, n_steps, tuple(satellites.items()), points=points))
    looks = np.bitwise_or.reduce(geometry.imaging_access(ImagingSpec(tuple(satellites), 20.0, 50.0)), axis=1)
    found = revisit(looks, n_steps, 300.0)
    return found.mean_wait_s.mean() / HOUR_S, found.max_gap_s.mean() / HOUR_S


def test_planes_shorten_the_wait_for_a_radar_image_and_more_satellites_in_one_plane_do_not():
    (wait_of_four, gap_of_four), (wait_of_eight, _) = radar_waits(1, 4), radar_waits(1, 8)
    two_planes, four_planes = radar_waits(2, 2, 90.0), radar_waits(4, 1, 225.0)
    assert wait_of_eight > 0.9 * wait_of_four  # twice the satellites, the same two moments of the day
    for wait, gap in (two_planes, four_planes):
        assert wait < 0.6 * wait_of_four
        assert gap < 0.8 * gap_of_four


def test_planes_on_one_ground_track_do_not_shorten_the_wait():
    # With the node 45 degrees on, a satellite that is 45 degrees x 15 turns a day behind follows the same track.
    assert radar_waits(4, 1, 45.0)[0] > 2.0 * radar_waits(4, 1, 225.0)[0]
