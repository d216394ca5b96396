"""The tipping pressure, by hand and by playing the game again at that pressure; and case O11."""

import importlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.analysis.statistics import statistics
from wargame.analysis.study import Played, Study, study_measures
from wargame.analysis.tipping import Tipping, table_of, tipping
from wargame.deterrence.weighing import response_cost
from wargame.run import run

weighings = importlib.import_module("weighings")


@pytest.fixture(scope="module")
def lump(crises):
    """The tutorial with attacks that relieve all of the pressure, whatever they gain."""
    return crises.changed({f"{crises.RED}.least_gain": 0.0})


def solved(scenario, *paths):
    """The tipping pressure of one replicate with these adversaries."""
    return tipping([[table_of(path, scenario) for path in paths]])


def test_with_full_relief_it_is_the_margin(lump):
    """B 0.2, K 0.7, kappa 0.3: gap -0.2, so 0.2 more pressure draws level; two moves, the nearer one counts."""
    path = weighings.path(
        weighings.weighed(0, 0.1, {"x": (0.2, 0.7)}),
        weighings.weighed(6, 0.3, {"x": (0.2, 0.7), "y": (0.1, 0.7)}),
    )
    assert solved(lump, path) == Tipping(pytest.approx(0.2, abs=1e-8), outside=False)


def test_an_option_that_relieves_half_needs_twice_as_much(crises):
    """least_gain 0.01: B 0.005 relieves half. B - K + (kappa + delta) / 2 = 0 with K 0.255, kappa 0.3: delta = 0.2."""
    scenario = crises.changed({f"{crises.RED}.least_gain": 0.01})
    path = weighings.path(weighings.weighed(0, 0.3, {"x": (0.005, 0.255)}, least_gain=0.01))
    assert solved(scenario, path).delta == pytest.approx((0.255 - 0.005) / 0.5 - 0.3, abs=1e-8)


def test_it_is_never_clipped_and_flagged_where_the_pressure_leaves_0_to_1(lump):
    """K 2 against kappa 0.3: 1.7 more, so 2.0 in all; an attack that gains 0.9 for nothing: 1.2 less, so -0.9."""
    assert solved(lump, weighings.path(weighings.weighed(0, 0.3, {"x": (0.0, 2.0)}))) == Tipping(
        pytest.approx(1.7, abs=1e-8), outside=True
    )
    assert solved(lump, weighings.path(weighings.weighed(0, 0.3, {"x": (0.9, 0.0)}))) == Tipping(
        pytest.approx(-1.2, abs=1e-8), outside=True
    )


def test_over_replicates_it_is_where_the_mean_chance_is_one_half(lump):
    """Gaps -0.1 and -0.3, lambda_0 10: sigma(10 (d - 0.1)) and sigma(10 (d - 0.3)) sum to 1 at d = 0.2, by symmetry."""
    paths = [weighings.path(weighings.weighed(0, 0.0, {"x": (0.0, cost)})) for cost in (0.1, 0.3)]
    assert tipping([[table_of(path, lump)] for path in paths]).delta == pytest.approx(0.2, abs=1e-8)


def test_of_two_adversaries_each_holds_back_with_the_root_of_one_half(lump):
    """Both at gap g: 1 - (1 - sigma)^2 = 1/2, so sigma = 1 - 1/sqrt 2 and g = ln(sqrt 2 - 1) / 10 = -0.0881."""
    path = weighings.path(weighings.weighed(0, 0.0, {"x": (0.0, 0.5)}))
    assert solved(lump, path, path).delta == pytest.approx(0.5 + math.log(math.sqrt(2) - 1) / 10, abs=1e-7)


def test_null_with_the_reason(crises, lump):
    """Nothing relieves any pressure; lean tables; a doctrine that weighs by other terms; nothing recorded at all."""
    partial = crises.changed({f"{crises.RED}.least_gain": 0.01})
    nothing = weighings.path(weighings.weighed(0, 0.3, {"x": (0.0, 0.1)}, least_gain=0.01))
    assert solved(partial, nothing) == "no attack would relieve any pressure"
    assert "lean" in table_of(weighings.path(weighings.weighed(0, 0.3, {"x": (0.1, 0.1)}, full=False)), lump)
    assert "other terms" in table_of(
        weighings.path(weighings.weighed(0, 0.3, {"x": (0.005, 0.1)}, 0.02)), lump
    )
    assert tipping([]) == "no attack would relieve any pressure"


options = st.dictionaries(
    st.sampled_from("abcd"), st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 2.0)), min_size=1
)


@given(st.lists(st.tuples(st.floats(0.0, 1.0), options), min_size=1, max_size=5), st.floats(-1.0, 1.0))
def test_the_solution_is_the_only_one(lump, moves, other):
    """P(attack) is one half there, below it less and above it more."""
    path = weighings.path(*(weighings.weighed(6 * n, kappa, found) for n, (kappa, found) in enumerate(moves)))
    table = table_of(path, lump)
    delta = solved(lump, path).delta
    assert table.p(delta) == pytest.approx(0.5, abs=1e-6)
    if abs(other - delta) > 1e-6:
        assert (table.p(other) > 0.5) == (other > delta)


def test_a_game_played_at_that_pressure_is_a_toss_up(crises):
    """The tutorial's own tables, pressure 0.1 throughout: raise it by what was solved, play again, P(attack) = 1/2."""
    scenario = crises.changed({f"{crises.RED}.pressure": 0.1})
    study = Study(scenario, (Played(restraint=run(scenario, arm="restraint")),))
    delta = study_measures(study, ["deterrence.tipping_pressure"]).values["deterrence.tipping_pressure"]
    assert 0.0 < 0.1 + delta < 1.0
    again = crises.changed({f"{crises.RED}.pressure": round(0.1 + delta, 9)})
    assert statistics(run(again, arm="restraint")).values["deterrence.p_attack"] == pytest.approx(
        0.5, abs=1e-6
    )


@pytest.mark.published("O11")
def test_the_distance_to_tipping_is_zero_at_the_published_threshold(validation_data, lump):
    """And its sign says on which side of it Red stands: the challenger attacks below, stays above."""
    cases = json.loads((validation_data / "O11_deterrence.json").read_text())["two_stage"]["cases"]
    for case in cases:
        found = []
        for p in (case["threshold"] - 0.01, case["threshold"], case["threshold"] + 0.01):
            cost = response_cost((case["c_DC"] - case["c_DD"]) / 20.0, [(1.0, p, 0.0)], 30.0)
            weighed = weighings.weighed(
                0, -case["c_SQ"] / 20.0, {"x": (case["c_DC"] / 20.0, round(cost, 12))}
            )
            found.append(solved(lump, weighings.path(weighed)).delta)
        slope = (case["c_DC"] - case["c_DD"]) / 20.0
        assert found == pytest.approx([-0.01 * slope, 0.0, 0.01 * slope], abs=1e-8)
