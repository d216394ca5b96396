"""The temptation to strike first: what waiting to be struck would cost Red, from its own table."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.deterrence.instability import instability, worth_if_struck
from wargame.run import run

names = st.sampled_from("abcde")
tables = st.dictionaries(names, st.floats(-2.0, 1.0), min_size=1, max_size=5)


def _by_enumeration(worths, survives, pressure):
    """Over every set of capabilities that may be left: the best of them, or restraint."""
    total = 0.0
    for left in itertools.product((False, True), repeat=len(worths)):
        kept = [key for key, there in zip(worths, left, strict=True) if there]
        p = math.prod(
            survives[key] if there else 1.0 - survives[key] for key, there in zip(worths, left, strict=True)
        )
        total += p * max([worths[key] for key in kept], default=-pressure)
        total += p * max(0.0, -pressure - max([worths[key] for key in kept], default=-pressure))
    return total


@given(tables, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_what_is_left_after_a_strike_is_exact_over_all_that_may_be_left(worths, p, pressure):
    """The closed form equals the sum over every set of survivors."""
    survives = dict.fromkeys("abcde", p)
    found = worth_if_struck(worths, survives, pressure)
    assert found == pytest.approx(_by_enumeration(worths, survives, pressure), abs=2e-9)


def test_two_means_by_hand():
    """Worth 0.2 (survives 0.5) and 0.1 (survives 0.8), pressure 0.3.

    After: 0.5 x 0.2 + 0.5 x (0.8 x 0.1 + 0.2 x -0.3) = 0.11. Now 0.2, so waiting costs 0.09.
    """
    worths = {"a": 0.2, "b": 0.1}
    survives = {"a": 0.5, "b": 0.8}
    assert worth_if_struck(worths, survives, 0.3) == pytest.approx(0.11, abs=1e-9)
    assert instability(worths, survives, 0.3) == pytest.approx(0.09, abs=1e-9)


@given(tables, st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_what_survives_better_tempts_less(worths, a, b, pressure):
    """Instability never rises with the chances of survival, and is nothing once everything survives and pays."""
    low, high = sorted((a, b))
    before, after = (instability(worths, dict.fromkeys("abcde", p), pressure) for p in (low, high))
    assert after <= before + 2e-9
    sure = instability(worths, dict.fromkeys("abcde", 1.0), pressure)
    assert sure == pytest.approx(min(0.0, max(worths.values()) + pressure), abs=2e-9)


def test_without_an_attack_there_is_no_instability():
    """Nothing to strike with, nothing to say."""
    assert instability({}, {}, 0.3) is None


def test_the_record_holds_it_and_it_enters_no_decision(crises):
    """Every weighing says it; other chances of survival change it, and nothing else in the record."""
    survive = {
        f"{crises.RED}.capabilities.{key}.survives_strike": 1.0
        for key in ("interceptor", "jammer", "intruder")
    }
    half, sure = (
        crises.kinds(run(crises.changed(change), arm="restraint"), "options.weighed")
        for change in ({}, survive)
    )
    for one, other in zip(half, sure, strict=True):
        assert (one.gap, one.best, one.options) == (other.gap, other.best, other.options)
        assert other.instability == pytest.approx(min(0.0, other.gap), abs=2e-9)
        # The table is recorded best first, so the first row of a capability is its best.
        best = {row["option"].partition(":")[0]: row["utility"] for row in reversed(one.options)}
        assert one.instability == instability(best, dict.fromkeys(best, 0.5), one.pressure)
    assert any(one.instability > 0.0 for one in half)
