"""Resilience of one service line, by hand; and the closed forms of published recoveries (case O12)."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.analysis import resilience
from wargame.analysis.resilience import Lines

HOUR_S = 3600
NUMBERS = (
    resilience.service_delivered,
    resilience.service_kept,
    resilience.attributable_hours,
    resilience.no_outage,
    resilience.depth,
    resilience.time_to_restore_h,
    resilience.not_restored,
    lambda lines: resilience.longest_h(lines, 0.25),
)


def lines(service, unattacked=None, threshold=0.8, window_h=1.0, step_s=HOUR_S):
    """Two lines by their values; unattacked is full service when left out."""
    calm = np.ones(len(service)) if unattacked is None else np.array(unattacked, dtype=float)
    return Lines(np.array(service, dtype=float), calm, step_s, threshold, window_h * HOUR_S)


def test_a_rectangular_outage_has_the_numbers_worked_by_hand():
    """24 hours, from hour 6 to hour 10 at 0.5: 4 hours lost, delivered 22/24, depth a half, restored after 4 h."""
    given_lines = lines([1.0] * 6 + [0.5] * 4 + [1.0] * 14)
    assert resilience.service_delivered(given_lines)[0] == pytest.approx(22 / 24)
    assert resilience.service_kept(given_lines)[0] == pytest.approx(22 / 24)
    assert resilience.attributable_hours(given_lines)[0] == 4.0
    assert resilience.no_outage(given_lines)[0] == 0.0
    assert resilience.depth(given_lines)[0] == pytest.approx(0.5)
    assert resilience.time_to_restore_h(given_lines)[0] == 4.0


def test_an_outage_no_longer_than_the_window_counts_as_hours_and_not_as_an_outage():
    """R1a asks for outages longer than the window."""
    given_lines = lines([1.0] * 6 + [0.5] + [1.0] * 17)
    assert resilience.attributable_hours(given_lines)[0] == 1.0
    assert resilience.no_outage(given_lines)[0] == 1.0


def test_a_dip_that_the_window_smooths_away_is_no_loss():
    """One hour at 0.5 in a 24 h window: the mean never falls below 0.979."""
    given_lines = lines([1.0] * 30 + [0.5] + [1.0] * 30, window_h=24.0)
    assert resilience.attributable_hours(given_lines)[0] == 0.0
    assert resilience.depth(given_lines)[0] == pytest.approx(0.5 / 24)
    assert resilience.time_to_restore_h(given_lines)[0] == 0.0


def test_hours_in_which_the_unattacked_line_is_out_too_are_nobody_s_doing():
    """Nature takes hours 6 to 8, the attack 6 to 10: two hours are attributable."""
    given_lines = lines([1.0] * 6 + [0.2] * 4 + [1.0] * 14, [1.0] * 6 + [0.4] * 2 + [1.0] * 16)
    assert resilience.attributable_hours(given_lines)[0] == 2.0
    assert resilience.depth(given_lines)[0] == pytest.approx(0.8)


def test_a_service_that_is_never_restored_is_censored_at_the_end_of_the_run():
    """Lost at hour 6 of 24 for good: 18 hours, not infinity; nor does a recovery shorter than six hours count."""
    assert resilience.time_to_restore_h(lines([1.0] * 6 + [0.1] * 18))[0] == 18.0
    brief = [1.0] * 6 + [0.1] * 4 + [1.0] * 5 + [0.1] * 9
    assert resilience.time_to_restore_h(lines(brief))[0] == 18.0


def test_whether_the_restoration_was_cut_off_is_told_apart_from_its_length():
    """Back at hour 10 of 24 for good: no. Lost for good, and back for five hours only: yes."""
    assert resilience.not_restored(lines([1.0] * 6 + [0.1] * 4 + [1.0] * 14))[0] == 0.0
    assert resilience.not_restored(lines([1.0] * 6 + [0.1] * 18))[0] == 1.0
    assert resilience.not_restored(lines([1.0] * 6 + [0.1] * 4 + [1.0] * 5 + [0.1] * 9))[0] == 1.0
    assert resilience.not_restored(lines([1.0] * 24))[0] == 0.0


def test_the_longest_stretch_at_a_depth_is_counted_in_hours():
    """0.2 lost for 3 h, 0.5 for the next 2 h, later 0.2 for 4 h: 5 h at 0.2, 2 h at 0.5, none at 0.6."""
    given_lines = lines([1.0] * 4 + [0.8] * 3 + [0.5] * 2 + [1.0] * 5 + [0.8] * 4 + [1.0] * 6)
    assert resilience.longest_h(given_lines, 0.2)[0] == 5.0
    assert resilience.longest_h(given_lines, 0.5)[0] == 2.0
    assert resilience.longest_h(given_lines, 0.6)[0] == 0.0


def test_only_the_steps_of_a_phase_count_but_means_reach_back_before_it():
    """Lost from hour 6 to 10 of 24, window 2 h; counted from hour 8 on: two hours of the loss, and the mean's tail.

    Delivered 14/16. The two-hour mean ends below 0.8 at hours 7 to 11 and is 0.5 at hours 8 to 10; of these, 9 to 11
    end in the phase (hours 8 to 24): three hours. Depth 0.5. A restoration is not bound to a phase.
    """
    counted = np.arange(24) >= 8
    service = np.array([1.0] * 6 + [0.5] * 4 + [1.0] * 14)
    given_lines = Lines(service, np.ones(24), HOUR_S, 0.8, 2.0 * HOUR_S, counted)
    assert resilience.service_delivered(given_lines)[0] == pytest.approx((2 * 0.5 + 14) / 16)
    assert resilience.service_kept(given_lines)[0] == pytest.approx((2 * 0.5 + 14) / 16)
    assert resilience.attributable_hours(given_lines)[0] == 3.0
    assert resilience.depth(given_lines)[0] == pytest.approx(0.5)
    assert resilience.time_to_restore_h(given_lines) == (None, "a restoration is not bound to one phase")
    none = Lines(service, np.ones(24), HOUR_S, 0.8, 2.0 * HOUR_S, np.zeros(24, dtype=bool))
    assert resilience.service_delivered(none) == (None, "the run has no such phase")
    assert resilience.depth(none) == (None, "not met unattacked")


def test_what_was_not_there_unattacked_cannot_be_lost():
    """Null with the reason, never zero and never NaN."""
    poor = lines([0.3] * 24, [0.5] * 24)
    for number in (
        resilience.attributable_hours,
        resilience.no_outage,
        resilience.depth,
        resilience.time_to_restore_h,
    ):
        assert number(poor) == (None, "not met unattacked")
    assert resilience.service_kept(lines([0.0] * 24, [0.0] * 24)) == (None, "no service unattacked")


def test_without_the_unattacked_line_what_needs_it_is_null_with_the_reason():
    """Service delivered needs none."""
    alone = Lines(np.ones(24), None, HOUR_S, 0.8, HOUR_S)
    assert resilience.service_delivered(alone)[0] == 1.0
    for number in NUMBERS[1:]:
        assert number(alone) == (None, "needs the unattacked arm")


@pytest.mark.published("O12")
def test_service_delivered_under_a_linear_recovery_is_the_resilience_triangle():
    """Bruneau et al. 2003: R = 1 - d T / (2 H); d 0.4, T 30, H 90 gives 0.93333, by 9,000 mid-points."""
    d, t, h, n = 0.4, 30.0, 90.0, 9000
    x = (np.arange(n) + 0.5) * h / n
    found, _ = resilience.service_delivered(lines(np.where(x < t, 1.0 - d * (1.0 - x / t), 1.0)))
    assert found == pytest.approx(0.9333333333333333, abs=1e-9)
    assert found == pytest.approx(1.0 - d * t / (2.0 * h), abs=1e-9)


@pytest.mark.published("O12")
def test_service_kept_under_an_exponential_recovery_is_its_closed_form():
    """R = 1 - d tau (1 - exp(-H / tau)) / H; d 0.5, tau 10, H 30 gives 0.84163, by exact means of 3,000 steps."""
    d, tau, h, n = 0.5, 10.0, 30.0, 3000
    edges = np.linspace(0.0, h, n + 1)
    lost = d * tau * (np.exp(-edges[:-1] / tau) - np.exp(-edges[1:] / tau)) / (h / n)
    found, _ = resilience.service_kept(lines(1.0 - lost))
    assert found == pytest.approx(0.8416311780613106, abs=1e-9)


services = st.lists(st.floats(0.0, 1.0), min_size=4, max_size=48)


@given(services, services, st.floats(0.3, 0.95), st.floats(1.0, 6.0))
def test_every_number_is_finite_or_null_with_a_reason(service, calm, threshold, window_h):
    """Whatever the lines."""
    n = min(len(service), len(calm))
    given_lines = lines(service[:n], calm[:n], threshold, window_h)
    for number in NUMBERS:
        value, reason = number(given_lines)
        if value is None:
            assert reason
        else:
            assert math.isfinite(value)
            assert value >= 0.0


@given(services, st.floats(0.3, 0.95), st.floats(1.0, 6.0))
def test_an_unattacked_line_against_itself_has_lost_nothing(service, threshold, window_h):
    """No attack, no loss."""
    same = lines(service, service, threshold, window_h)
    assert resilience.attributable_hours(same)[0] in (0.0, None)
    assert resilience.no_outage(same)[0] in (1.0, None)
    assert resilience.depth(same)[0] in (0.0, None)
    assert resilience.time_to_restore_h(same)[0] in (0.0, None)


@given(services, st.lists(st.floats(0.0, 0.5), min_size=48, max_size=48))
def test_more_service_is_never_worse(service, more):
    """Hours, depth and delivered move the right way."""
    worse = lines(service)
    better = lines([min(1.0, a + b) for a, b in zip(service, more, strict=False)])
    assert resilience.service_delivered(better)[0] >= resilience.service_delivered(worse)[0]
    assert resilience.attributable_hours(better)[0] <= resilience.attributable_hours(worse)[0]
    assert resilience.depth(better)[0] <= resilience.depth(worse)[0] + 1e-9


@given(st.lists(st.booleans(), max_size=30))
def test_spells_are_the_stretches_of_a_flag(flags):
    """Every step of a spell is set, every step beside it is not, and nothing is left out."""
    found = resilience.spells(np.array(flags, dtype=bool))
    covered = [n for start, stop in found for n in range(start, stop)]
    assert covered == [n for n, flag in enumerate(flags) if flag]
    assert all(stop < start for (_, stop), (start, _) in itertools.pairwise(found))
