"""Denial, cost imposition and the split of the margin, by hand; and on the tutorial."""

import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.analysis.imposition import cost_imposition, denial, split
from wargame.analysis.restraint import margin
from wargame.analysis.study import Played, Study, package_weights, study_measures
from wargame.deterrence.declared import Expectation
from wargame.hindsight import expectations
from wargame.run import run

weighings = importlib.import_module("weighings")


@pytest.fixture(scope="module")
def lump(crises):
    """The tutorial with attacks that relieve all of the pressure, whatever they gain."""
    return crises.changed({f"{crises.RED}.least_gain": 0.0})


def test_denial_and_cost_are_weighted_differences_over_the_packages():
    """Weights 3/4 and 1/4: B 0.5 -> 0.3 and 0.2 -> 0.1: 0.175; K 0.1 -> 0.4 and 0.2 -> 0.2: 0.225."""
    full = {"a": Expectation(0.3, 0.4, 0.0, ()), "b": Expectation(0.1, 0.2, 0.0, ())}
    alone = {"a": Expectation(0.5, 0.1, 0.0, ()), "b": Expectation(0.2, 0.2, 0.0, ())}
    weights = {"a": 0.75, "b": 0.25}
    assert denial(full, alone, weights)[0] == pytest.approx(0.175)
    assert cost_imposition(full, alone, weights)[0] == pytest.approx(0.225)
    assert denial(alone, full, weights)[0] == pytest.approx(-0.175)


def test_null_with_the_reason():
    """A package out of reach of either side; no package at all."""
    one = {"a": Expectation(0.3, 0.4, 0.0, ())}
    assert denial(one, {"a": None}, {"a": 1.0}) == (None, "nothing of the package a is in reach")
    assert cost_imposition({}, {}, {}) == (None, "this scenario declares no threat package")


def test_the_change_of_the_margin_splits_as_worked_by_hand(lump):
    """One move, kappa 0.2. Alone x: B 0.6 K 0.1, y: B 0.3 K 0.1; coalition x: B 0.2 K 0.3, y: B 0.3 K 0.2.

    margin(B, K) = -max(B - K) - 0.2: alone x gives -0.7; coalition y gives -0.3: the change is 0.4.
    New B, old K: max(0.1, 0.2) = 0.2, -0.4. Old B, new K: max(0.3, 0.1) = 0.3, -0.5.
    Denial: ((-0.4 + 0.7) + (-0.3 + 0.5)) / 2 = 0.25. Cost: ((-0.5 + 0.7) + (-0.3 + 0.4)) / 2 = 0.15. They sum to 0.4.
    """
    alone = weighings.path(weighings.weighed(0, 0.2, {"x": (0.6, 0.1), "y": (0.3, 0.1)}))
    full = weighings.path(weighings.weighed(0, 0.2, {"x": (0.2, 0.3), "y": (0.3, 0.2)}))
    found = split([full], [alone], lump)
    assert (found.denial, found.cost) == (pytest.approx(0.25), pytest.approx(0.15))
    assert found.replanning == pytest.approx(0.0, abs=1e-12)


def test_what_the_common_options_do_not_explain_is_red_s_planning_anew(lump):
    """Alone Red's best is z, which it has not against the coalition: -0.7 over all, -0.3 over x; coalition -0.1."""
    alone = weighings.path(weighings.weighed(0, 0.2, {"x": (0.2, 0.1), "z": (0.6, 0.1)}))
    full = weighings.path(weighings.weighed(0, 0.2, {"x": (0.1, 0.2)}))
    found = split([full], [alone], lump)
    assert found.denial == pytest.approx(0.1)
    assert found.cost == pytest.approx(0.1)
    assert found.replanning == pytest.approx(0.4)


def test_tables_that_cannot_be_compared_say_why(lump):
    """No option in common, lean records, nothing to attack with."""
    one, other = (weighings.path(weighings.weighed(0, 0.2, {key: (0.1, 0.1)})) for key in "xy")
    lean = weighings.path(weighings.weighed(0, 0.2, {"x": (0.1, 0.1)}, full=False))
    assert split([one], [other], lump) == "Red has no option in common against the two"
    assert "lean" in split([lean], [one], lump)
    assert "never had an option" in split([weighings.path(weighings.weighed(0, 0.2, {}))], [one], lump)
    assert split([one, one], [one], lump) == "split for one adversary only"


options = st.dictionaries(
    st.sampled_from("abcd"), st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)), min_size=3
)


@given(st.lists(st.tuples(options, options), min_size=1, max_size=4), st.floats(0.0, 1.0))
def test_the_parts_sum_to_the_change_of_the_margin_and_turn_their_sign_with_it(lump, moves, pressure):
    """Whatever the tables; and the other way round everything is the negative."""
    full, alone = (
        weighings.path(*(weighings.weighed(6 * n, pressure, pair[side]) for n, pair in enumerate(moves)))
        for side in (0, 1)
    )
    found, back = split([full], [alone], lump), split([alone], [full], lump)
    whole = margin([full])[0] - margin([alone])[0]
    assert found.denial + found.cost + found.replanning == pytest.approx(whole, abs=1e-9)
    for part in ("denial", "cost", "replanning"):
        assert getattr(found, part) == pytest.approx(-getattr(back, part), abs=1e-9)


def test_on_the_tutorial_they_are_what_the_tables_of_both_sides_say(crises):
    """Partners answer and share what they saw, so they impose cost; the parts of the margin sum to its change."""
    scenario = crises.tutorial()
    sides = [
        Study(scenario, (Played(restraint=run(scenario, arm="restraint", coalition=c)),)) for c in ((), None)
    ]
    study = Study(scenario, sides[1].replicates, alone=sides[0], expected=expectations)
    found = study_measures(study)
    full, alone = (expectations(side.replicates[0].restraint) for side in reversed(sides))
    weights = package_weights(scenario)
    by_hand = sum(weights[key] * (full[key].cost - alone[key].cost) for key in weights)
    assert found.values["deterrence.cost_imposition"] == pytest.approx(by_hand, abs=1e-9)
    assert found.values["deterrence.cost_imposition"] > 0.1
    parts = sum(found.values[f"deterrence.margin_by_{part}"] for part in ("denial", "cost", "replanning"))
    margins = [margin(side.paths[0])[0] for side in sides]
    assert parts == pytest.approx(margins[1] - margins[0], abs=1e-8)


def test_a_partner_that_brings_nothing_changes_nothing(crises):
    """Two sides that Red reckons alike: no denial, no cost, no re-planning."""
    scenario = crises.tutorial()
    side = Study(scenario, (Played(restraint=run(scenario, arm="restraint")),), expected=expectations)
    found = study_measures(Study(scenario, side.replicates, alone=side, expected=expectations)).values
    for name in ("denial", "cost_imposition", "margin_by_denial", "margin_by_cost", "margin_by_replanning"):
        assert found[f"deterrence.{name}"] == 0.0
