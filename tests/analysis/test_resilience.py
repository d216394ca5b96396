"""Resilience of one service line: closed forms, and small lines worked by hand."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.analysis.resilience import (
    Lines,
    attributable_hours,
    depth,
    no_outage,
    service_delivered,
    service_kept,
    spells,
    time_to_restore_h,
)
from wargame.missions.windows import trailing_mean

HOUR_STEPS = 12
NUMBERS = (service_delivered, service_kept, attributable_hours, no_outage, depth, time_to_restore_h)


def hours(*stretches):
    """A line of stretches (hours, service) in steps of 300 s."""
    return np.concatenate([np.full(round(length * HOUR_STEPS), value) for length, value in stretches])


def lines(service, unattacked=1.0, threshold=0.8, window_h=1.0):
    """A line beside an unattacked one."""
    calm = np.full(len(service), unattacked) if isinstance(unattacked, float) else unattacked
    return Lines(service, calm, 300, threshold, window_h * 3600.0)


@pytest.fixture(scope="module")
def published(validation_data):
    """The closed forms of O12 by the first word of their kind."""
    file = json.loads((validation_data / "O12_resilience.json").read_text(encoding="utf-8"))
    return {case["kind"].split()[0]: case for case in file["cases"]}, file["tolerance"]


@pytest.mark.published("O12")
def test_linear_recovery_is_the_resilience_triangle(published):
    """R = 1 - d T / (2 H): Bruneau et al. 2003."""
    cases, tolerance = published
    case = cases["linear"]
    edges = np.linspace(0.0, case["H"], 361)
    missing = case["d"] * np.maximum(0.0, 1.0 - edges / case["T"])
    service = 1.0 - (missing[1:] + missing[:-1]) / 2  # the mean over each step, exact for a straight line
    assert service_delivered(lines(service))[0] == pytest.approx(case["R"], abs=tolerance)
    assert service_kept(lines(service))[0] == pytest.approx(case["R"], abs=tolerance)


@pytest.mark.published("O12")
def test_exponential_recovery_has_its_closed_form(published):
    """R = 1 - d tau (1 - exp(-H / tau)) / H."""
    cases, tolerance = published
    case = cases["exponential"]
    edges = np.linspace(0.0, case["H"], 361)
    integral = -case["d"] * case["tau"] * np.exp(-edges / case["tau"])
    service = 1.0 - np.diff(integral) / np.diff(edges)  # the mean over each step, exact
    assert service_delivered(lines(service))[0] == pytest.approx(case["R"], abs=tolerance)


def test_the_trailing_mean_is_first_reported_after_a_whole_window():
    found = trailing_mean(np.array([0.0, 1.0, 1.0, 0.0, 1.0, 1.0]), 3)
    assert found == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2 / 3], abs=1e-9)
    assert len(lines(hours((24, 1.0))).felt) == 24 * HOUR_STEPS - HOUR_STEPS + 1


@pytest.mark.parametrize("wave", [1, 2, 5])
def test_the_trailing_mean_of_a_straight_line_lags_by_half_a_window(wave):
    service = np.arange(50) * wave / 1000.0
    felt = trailing_mean(service, 11)
    assert felt == pytest.approx(service[5:-5], abs=1e-9)


def test_an_outage_counts_only_where_the_unattacked_line_is_not_out_too():
    calm = hours((6, 1.0), (6, 0.5), (12, 1.0))
    service = hours((4, 1.0), (6, 0.0), (14, 1.0))
    line = lines(service, calm)
    found = attributable_hours(line)[0]
    expected = sum(line.felt[k] < 0.8 <= line.felt_unattacked[k] for k in range(len(line.felt))) / HOUR_STEPS
    assert found == pytest.approx(expected)
    assert 0 < found < 6


def test_a_step_down_is_an_outage_from_when_the_window_feels_it():
    """At theta 0.8 over an hour, an outage to 0 is felt after more than a fifth of the hour: 3 steps of 12."""
    line = lines(hours((5, 1.0), (2, 0.0), (17, 1.0)))
    first = spells(line.attributable)[0]
    down_end_s = (first[0] + line.window) * 300
    assert down_end_s == 5 * 3600 + 3 * 300
    # It ends when at most 2 of the last 12 steps were out: 10 steps after service is back.
    assert (first[1] + line.window) * 300 == 7 * 3600 + 10 * 300
    assert attributable_hours(line)[0] == pytest.approx((first[1] - first[0]) / 12)


def test_an_outage_no_longer_than_the_window_is_forgiven():
    assert no_outage(lines(hours((5, 1.0), (0.25, 0.0), (18.75, 1.0))))[0] == 1.0
    assert no_outage(lines(hours((5, 1.0), (3, 0.0), (16, 1.0))))[0] == 0.0
    assert no_outage(lines(hours((24, 1.0))))[0] == 1.0


def test_depth_is_the_worst_relative_loss():
    assert depth(lines(hours((5, 1.0), (3, 0.4), (16, 1.0))))[0] == pytest.approx(0.6)
    assert depth(lines(hours((5, 0.9), (3, 0.36), (16, 0.9)), 0.9))[0] == pytest.approx(0.6)
    assert depth(lines(hours((24, 1.0))))[0] == 0.0


def test_time_to_restore_runs_from_the_loss_to_nine_tenths_held_for_six_hours():
    steps = hours((4, 1.0), (8, 0.5), (12, 1.0))
    line = lines(steps)
    # Lost once 3 of 12 steps are at 0.5 (0.875 < 0.9), restored once at most 2 are: 8 h later, less one step.
    assert time_to_restore_h(line)[0] == pytest.approx(8 + (10 - 3) / 12)
    relapse = hours((4, 1.0), (4, 0.5), (5, 1.0), (2, 0.5), (9, 1.0))
    assert time_to_restore_h(lines(relapse))[0] > 10
    assert time_to_restore_h(lines(hours((24, 1.0))))[0] == 0.0


def test_what_is_not_restored_is_censored_at_the_end_of_the_run():
    line = lines(hours((4, 1.0), (20, 0.0)))
    # Lost once 2 of 12 steps are at 0; the hours from there to the end count.
    assert time_to_restore_h(line)[0] == pytest.approx(20 - 1 / 12)
    too_late = lines(hours((4, 1.0), (17, 0.0), (3, 1.0)))
    assert time_to_restore_h(too_late)[0] == pytest.approx(time_to_restore_h(line)[0])


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_without_the_unattacked_arm_there_is_a_reason_instead_of_a_number(number):
    line = Lines(hours((12, 1.0)), None, 300, 0.8, 3600.0)
    assert number(line) == (None, "needs the unattacked arm")
    assert service_delivered(line)[0] == 1.0


@pytest.mark.parametrize("number", NUMBERS[2:])
def test_a_service_that_is_never_met_unattacked_says_so(number):
    assert number(lines(hours((12, 0.2)), 0.5)) == (None, "not met unattacked")


def test_no_service_at_all_gives_reasons_and_never_nan():
    nothing = lines(hours((12, 0.0)), 0.0, threshold=0.0)
    assert service_kept(nothing) == (None, "no service unattacked")
    assert depth(nothing)[0] is None
    for number in NUMBERS:
        value, reason = number(nothing)
        assert (value is None and reason) or not math.isnan(value)


LEVELS = st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.8, 0.9, 1.0]), min_size=4, max_size=20)


@given(LEVELS, st.sampled_from([0.5, 0.8]), st.sampled_from([0.5, 1.0, 3.0]))
def test_numbers_lie_where_they_must(levels, threshold, window_h):
    service = hours(*((1, level) for level in levels))
    line = lines(service, 1.0, threshold, window_h)
    length_h = len(service) / HOUR_STEPS
    assert 0.0 <= service_delivered(line)[0] <= 1.0
    assert service_kept(line)[0] == pytest.approx(service_delivered(line)[0])
    assert 0.0 <= attributable_hours(line)[0] <= length_h
    assert 0.0 <= depth(line)[0] <= 1.0
    assert 0.0 <= time_to_restore_h(line)[0] <= length_h
    assert no_outage(line)[0] in (0.0, 1.0)
    if attributable_hours(line)[0] <= window_h:
        assert no_outage(line)[0] == 1.0


@given(LEVELS)
def test_an_attack_that_changes_nothing_costs_nothing(levels):
    service = hours(*((1, level) for level in levels))
    line = lines(service, service.copy(), 0.5)
    assert attributable_hours(line)[0] in (0.0, None)
    assert depth(line)[0] in (0.0, None)
    assert time_to_restore_h(line)[0] in (0.0, None)
