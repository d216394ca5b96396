"""Intervals for means, against one worked by hand and against how often they cover."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.analysis.intervals import estimate, t_interval
from wargame.draws import Draws

VALUES = [0.21, 0.25, 0.19, 0.27, 0.23]
T_4_975 = 2.776445105
"""Student's t, 4 degrees of freedom, 97.5 %: any table."""


def test_the_interval_of_five_values_is_the_one_worked_by_hand():
    """Mean 0.23, s = 0.0316228, half-width 2.776445 x 0.0316228 / sqrt 5 = 0.0392649."""
    low, high = t_interval(VALUES, 0.95)
    half = T_4_975 * math.sqrt(0.001) / math.sqrt(5)
    assert half == pytest.approx(0.0392649, abs=1e-7)
    assert low == pytest.approx(0.23 - half, abs=1e-8)
    assert high == pytest.approx(0.23 + half, abs=1e-8)


def test_values_that_do_not_vary_have_a_point_for_an_interval():
    """Even when the mean is not exact in binary."""
    assert t_interval([0.1] * 7, 0.95)[0] == pytest.approx(0.1)
    low, high = t_interval([0.1] * 7, 0.95)
    assert low == high


def test_a_single_replicate_of_something_that_varies_has_no_interval():
    """One draw says nothing about the next."""
    found = estimate([0.3])
    assert (found.value, found.low, found.high, found.distinguishable) == (0.3, None, None, None)


def test_a_single_replicate_of_something_without_chance_is_exact():
    """The restraint path is the same in every replicate."""
    assert estimate([0.3], varies=False).distinguishable is True
    assert estimate([0.0], varies=False).distinguishable is False
    assert (estimate([0.3], varies=False).low, estimate([0.3], varies=False).high) == (0.3, 0.3)


def test_distinguishable_is_judged_over_the_whole_family():
    """An interval of its own that leaves out zero is not enough when six are judged together."""
    values = [0.01, 0.05, 0.03, 0.09, 0.02]
    alone, among_six = estimate(values, 1), estimate(values, 6)
    assert alone.low > 0.0
    assert alone.distinguishable is True
    assert among_six.distinguishable is False
    assert (among_six.low, among_six.high) == (alone.low, alone.high)


@given(st.lists(st.floats(-5.0, 5.0), min_size=2, max_size=10))
def test_an_interval_contains_its_mean_and_mirrors_its_sign(values):
    """Low <= value <= high; turned around for the negative."""
    found, mirrored = estimate(values), estimate([-value for value in values])
    assert found.low <= found.value + 1e-12
    assert found.value <= found.high + 1e-12
    assert mirrored.low == pytest.approx(-found.high, abs=1e-9)
    assert mirrored.distinguishable == found.distinguishable


def test_intervals_cover_the_truth_as_often_as_they_say():
    """Of 2,000 intervals over 6 logistic draws about 95 % hold the true mean (within 3 standard errors of a share)."""
    covered = 0
    for n in range(2000):
        draws = Draws(11, n)
        low, high = t_interval([draws.logistic(2.0, k) for k in range(6)], 0.95)
        covered += low <= 0.0 <= high
    assert covered / 2000 == pytest.approx(0.955, abs=0.02)
