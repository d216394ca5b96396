"""Crossings of a measure: found by a scan and bisection, jumps included, against hand-worked places."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.analysis.crossing import crossings


def test_a_straight_line_crosses_where_algebra_says():
    """3 x - 1 = 0.5 at x = 0.5."""
    (found,) = crossings(lambda x: 3.0 * x - 1.0, 0.0, 1.0, target=0.5, samples=7, tolerance=1e-6)
    assert found.at == pytest.approx(0.5, abs=1e-6)
    assert found.rising
    assert found.low <= 0.5 <= found.high


@given(st.floats(0.03, 0.97))
def test_a_jump_is_pinned_down_by_the_side_on_which_the_measure_lies(place):
    """A government's cut-off makes steps: the jump lies between just before and just after."""
    (found,) = crossings(lambda x: 1.0 if x < place else -1.0, 0.0, 1.0, tolerance=1e-4)
    assert not found.rising
    assert found.low < place <= found.high
    assert found.high - found.low <= 1e-4


def test_every_crossing_is_found_in_order():
    """sin(2 pi x) above 0.5 between 1/12 and 5/12 (15 and 75 percent of its half wave)."""
    found = crossings(lambda x: math.sin(2.0 * math.pi * x), 0.0, 1.0, target=0.5, tolerance=1e-6)
    assert [item.at for item in found] == pytest.approx([1.0 / 12.0, 5.0 / 12.0], abs=1e-6)
    assert [item.rising for item in found] == [True, False]


def test_a_measure_that_stays_on_its_side_has_no_crossing():
    """And one that only touches the target has none: equal counts as below."""
    assert crossings(lambda x: 1.0, 0.0, 1.0) == ()
    assert crossings(lambda x: 0.0, 0.0, 1.0) == ()


def test_a_crossing_is_told_in_a_sentence():
    """With as many digits as it is worth, and why."""
    (found,) = crossings(lambda x: 0.3 - x, 0.0, 1.0, tolerance=1e-3)
    assert found.sentence("p_detect", "the margin", "reports are worth less") == (
        "the margin falls below 0.000 at p_detect = 0.3003 (plus or minus 0.0005): reports are worth less"
    )


@pytest.mark.parametrize("wrong", [{"low": 1.0, "high": 1.0}, {"samples": 0}, {"tolerance": 0.0}])
def test_an_empty_search_is_refused(wrong):
    """In a sentence."""
    with pytest.raises(ValueError, match="low to high"):
        crossings(lambda x: x, **{"low": 0.0, "high": 1.0, **wrong})


def test_a_measure_that_is_no_number_is_refused():
    """NaN lies on no side."""
    with pytest.raises(ValueError, match="no number at 0"):
        crossings(lambda x: math.nan, 0.0, 1.0)
