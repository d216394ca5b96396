"""Deterrence from the restraint path, by hand; the published rule by the same functions (case O11)."""

import importlib
import json
import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.analysis import restraint
from wargame.analysis.restraint import margin, p_attack_by, restricted_mean_h
from wargame.analysis.statistics import statistics
from wargame.analysis.study import Played, Study, survival
from wargame.deterrence.weighing import response_cost
from wargame.run import run

weighings = importlib.import_module("weighings")

HOUR_S = 3600
NO_NOISE = 1e12
SIGMA_2, SIGMA_1 = 1 / (1 + math.exp(2)), 1 / (1 + math.exp(1))  # 0.1192, 0.2689


def test_the_chance_of_an_attack_by_a_time_is_the_sigmoid_of_the_largest_gap_until_then():
    """Gaps -0.2, -0.1, -0.3 at hours 0, 6, 12, lambda_0 10: sigma(-2), then sigma(-1) for good."""
    path = weighings.gaps(-0.2, -0.1, -0.3)
    found = p_attack_by([path], 18 * HOUR_S)
    assert [hour for hour, _ in found] == [0.0, 6.0, 12.0]
    assert [p for _, p in found] == pytest.approx([SIGMA_2, SIGMA_1, SIGMA_1], abs=1e-8)
    assert margin([path]) == (pytest.approx(0.1), "")
    assert path.nearest.t_s == 6 * HOUR_S


def test_the_restricted_mean_is_the_area_under_the_survival_curve():
    """The same path in a run of 18 h: 6 (1 - 0.1192) + 12 (1 - 0.2689) = 14.057 h."""
    path = weighings.gaps(-0.2, -0.1, -0.3)
    by_hand = 6 * (1 - SIGMA_2) + 12 * (1 - SIGMA_1)
    assert by_hand == pytest.approx(14.0575, abs=1e-4)
    assert restraint.time_to_attack_h([path], 18 * HOUR_S)[0] == pytest.approx(by_hand, abs=1e-7)


def test_before_the_first_move_nothing_happens_and_an_attack_that_is_certain_takes_no_time():
    """First move at hour 6 of 24 with P = 1: six hours; P = 0 throughout: all 24."""
    assert restricted_mean_h([(6.0, 1.0)], 24.0) == 6.0
    assert restricted_mean_h([(6.0, 0.0)], 24.0) == 24.0
    assert restricted_mean_h([], 24.0) == 24.0


def test_two_adversaries_hold_back_independently():
    """Gaps 0 and 0: each attacks with one half, so somebody with three quarters; the margin is the nearer one's."""
    first, second = weighings.gaps(0.0), weighings.gaps(-0.5, 0.0, actor="BLUE2")
    found = p_attack_by([first, second], 12 * HOUR_S)
    p0 = 1 - 0.5 * (1 - 1 / (1 + math.exp(5)))
    assert [p for _, p in found] == pytest.approx([p0, 0.75], abs=1e-8)
    assert margin([weighings.gaps(-0.4), weighings.gaps(-0.1)])[0] == pytest.approx(0.1)


def test_moves_without_an_option_are_no_gap_and_a_path_without_any_is_null_with_the_reason():
    """Minus 99 is a mark in the record, not a gap."""
    bare = weighings.path(weighings.weighed(0, 0.3, {}), weighings.weighed(6, 0.3, {"x": (0.0, 0.5)}))
    assert [p for _, p in p_attack_by([bare], 12 * HOUR_S)] == pytest.approx([0.0, SIGMA_2], abs=1e-8)
    never = weighings.path(weighings.weighed(0, 0.3, {}))
    assert margin([never]) == (None, "the adversary never had an option to attack with")
    assert margin([]) == (None, "no adversary weighs options in this scenario")


@given(st.lists(st.floats(-1.0, 1.0), min_size=1, max_size=12))
def test_the_chance_of_an_attack_never_falls_and_the_time_to_it_lies_within_the_run(values):
    """Whatever the gaps."""
    path = weighings.gaps(*values)
    end_h = 6.0 * len(values)
    found = [p for _, p in p_attack_by([path], end_h * HOUR_S)]
    assert found == sorted(found)
    assert 0.0 <= restraint.time_to_attack_h([path], end_h * HOUR_S)[0] <= end_h
    assert found[-1] == pytest.approx(1 / (1 + math.exp(10 * margin([path])[0])), abs=1e-8)


def test_survival_and_mean_time_of_the_restraint_path_are_those_of_free_games(crises):
    """200 free games: P(attack by t) at every move and the mean of min(first attack, end), within 3 standard errors."""
    scenario = crises.changed(
        {f"{crises.RED}.pressure": {"day_to_day": 0.05, "crisis": 0.1, "contingency": 0.5}}
    )
    end_h = scenario.clock.duration_s / HOUR_S
    held = run(scenario, arm="restraint")
    curve = survival(Study(scenario, (Played(restraint=held),)))
    times = []
    for n in range(200):
        values = statistics(run(scenario, replicate=n, keep="lean")).values
        times.append(values["deterrence.time_to_first_attack_h"] if values["deterrence.attacked"] else end_h)
    assert curve[-1][1] < curve[0][1] - 0.05, "the case must have something to tell apart"
    for hour, p in curve:
        share = sum(t > hour for t in times) / 200
        assert abs(share - p) < 3.0 * math.sqrt(p * (1 - p) / 200)
    mean = sum(times) / 200
    error = math.sqrt(sum((t - mean) ** 2 for t in times) / 199 / 200)
    assert abs(statistics(held).values["deterrence.mean_time_to_attack_h"] - mean) < 3.0 * error


def test_what_red_has_without_attacking_is_the_weighted_psi_of_the_unattacked_services(crises):
    """Linear Psi, weights 0.7 and 0.3: 1 - the mean service of each objective, by its weight; then all of it gone."""
    aims = crises.tutorial().actors["RED"].adversary.objectives
    linear = {f"{crises.RED}.objectives.{key}.shape": "linear" for key in aims}
    scenario = crises.changed(linear)
    calm = run(scenario, arm="unattacked", coalition=())
    by_hand = math.fsum(
        aim.weight * (1 - calm.services[aim.mission].demand_weighted(aim.region).mean())
        for aim in aims.values()
    )
    found = statistics(calm).values["deterrence.reached_unattacked"]
    assert found == pytest.approx(by_hand, abs=1e-8)
    assert 0.0 < found < restraint.LITTLE_LEFT
    assert not restraint.little_left(found)
    assert restraint.little_left(0.81)
    assert not restraint.little_left(None)


def test_instability_is_the_largest_of_the_path_where_its_tables_hold_it():
    """0.1 and 0.3: 0.3; a move without an option does not count; without the term null with the reason."""

    @dataclass
    class Weighed:
        """What a weighing holds, made by hand."""

        weighed: int
        gap: float
        instability: float | None

    def path(*events):
        return restraint.Path("RED", 10.0, events)

    assert (
        restraint.instability([path(Weighed(3, -0.2, 0.1), Weighed(2, -0.3, 0.3), Weighed(0, -99.0, None))])[
            0
        ]
        == 0.3
    )
    assert restraint.instability([path(Weighed(3, -0.2, None))]) == (
        None,
        "the record says nothing of being struck first",
    )
    assert restraint.instability([path(Weighed(0, -99.0, None))])[0] is None


def test_the_margin_of_a_phase_is_the_nearest_attack_in_it(crises):
    """The largest gap of the moves that begin in the phase; the smallest of all phases is the margin of the run."""
    record = run(crises.tutorial(), arm="restraint")
    whole = statistics(record).values["deterrence.margin"]
    changes = [e for e in record.events if e.kind == "phase.changed"]
    margins = []
    for n, change in enumerate(changes):
        until = changes[n + 1].t_s if n + 1 < len(changes) else math.inf
        gaps = [e.gap for e in record.events if e.kind == "options.weighed" and change.t_s <= e.t_s < until]
        found = statistics(record, phase=change.phase).values["deterrence.margin"]
        assert found == pytest.approx(-max(gaps), abs=1e-9)
        margins.append(found)
    assert min(margins) == whole
    none = statistics(record, region="strait")
    assert none.values["deterrence.margin"] is None
    assert none.reasons["deterrence.margin"] == "deterrence is not by region"


# Case O11: Zagare and Kilgour's rule, payoffs divided by the challenger's stake (docs/method.md, section 7)


def one_decision(benefit, cost, pressure):
    """A path with one option."""
    return weighings.path(
        weighings.weighed(0, pressure, {"x": (benefit, round(cost, 12))}), resolve_rate=NO_NOISE
    )


@pytest.mark.published("O11")
def test_the_margin_changes_its_sign_at_the_published_threshold(validation_data):
    """Every two-stage case: negative just below p*, zero at p*, positive just above."""
    cases = json.loads((validation_data / "O11_deterrence.json").read_text())["two_stage"]["cases"]
    for case in cases:
        stake, threshold = 20.0, case["threshold"]
        found = []
        for p in (threshold - 1e-6, threshold, threshold + 1e-6):
            cost = response_cost((case["c_DC"] - case["c_DD"]) / stake, [(1.0, p, 0.0)], 30.0)
            path = one_decision(case["c_DC"] / stake, cost, -case["c_SQ"] / stake)
            found.append((margin([path])[0], p_attack_by([path], HOUR_S)[-1][1]))
        assert found[0][0] < 0 < found[2][0]
        assert found[1][0] == pytest.approx(0.0, abs=1e-9)
        assert (found[0][1], found[2][1]) == (1.0, 0.0)


@pytest.mark.published("O11")
def test_resilience_and_attribution_decide_the_denial_cases_as_published(validation_data):
    """Attack iff (1 - r) B - q p C > SQ: the margin is minus that difference, in stakes."""
    cases = json.loads((validation_data / "O11_deterrence.json").read_text())["denial_extension"]["cases"]
    for case in cases:
        stake = 10.0
        cost = response_cost(case["C"] / stake, [(1.0, case["q"] * case["p"], 0.0)], 30.0)
        path = one_decision((1 - case["r"]) * case["B"] / stake, cost, -case["SQ"] / stake)
        left = (1 - case["r"]) * case["B"] - case["q"] * case["p"] * case["C"] - case["SQ"]
        assert margin([path])[0] == pytest.approx(-left / stake, abs=1e-9)
        assert p_attack_by([path], HOUR_S)[-1][1] == (1.0 if case["attack"] else 0.0)
