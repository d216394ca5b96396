"""Boxes, choices and tipping curves, against cases worked by hand and against another program."""

import numpy as np
import pytest

from wargame.analysis.choices import pareto, regrets, table
from wargame.analysis.prim import discover
from wargame.analysis.sweep_choices import told_once
from wargame.analysis.tipping_curves import passing, tipping_curve

NAN = float("nan")


def _points(n=1000, n_factors=3, seed=1):
    return np.random.default_rng(seed).random((n, n_factors))


def test_a_box_that_was_put_there_is_found():
    points = _points()
    inside = (points[:, 0] > 0.6) & (points[:, 1] < 0.3)
    found = discover(points, [True] * 3, inside)
    box = found.boxes[0]
    assert set(box.limits) == {0, 1}, "the third factor has nothing to do with it"
    assert box.limits[0].low == pytest.approx(0.6, abs=0.03)
    assert box.limits[1].high == pytest.approx(0.3, abs=0.03)
    assert box.limits[0].high is None
    assert box.coverage > 0.9
    assert box.density > 0.9
    assert all(p < 1e-6 for p in box.p_values.values())


def test_coverage_and_density_are_what_they_say():
    points = _points()
    inside = points[:, 0] > 0.8
    box = discover(points, [True] * 3, inside).boxes[0]
    assert box.coverage == (inside & box.inside).sum() / inside.sum()
    assert box.density == (inside & box.inside).sum() / box.inside.sum()
    assert box.mass == box.inside.mean()


def test_a_box_of_names_keeps_the_names():
    rng = np.random.default_rng(2)
    points = np.column_stack([rng.integers(0, 4, 300), rng.random(300)])
    box = discover(points, [False, True], np.isin(points[:, 0], [1, 3])).boxes[0]
    assert box.limits[0].names == (1, 3)
    assert (box.coverage, box.density) == (1.0, 1.0)
    assert list(box.limits) == [0]


def test_a_second_box_is_looked_for_outside_the_first():
    points = _points(2000)
    first = points[:, 0] > 0.8
    second = (points[:, 0] < 0.5) & (points[:, 1] < 0.2)
    found = discover(points, [True] * 3, first | second)
    assert len(found.boxes) >= 2
    assert not (found.boxes[0].inside & found.boxes[1].inside).any()
    assert found.boxes[0].coverage + found.boxes[1].coverage > 0.85


def test_a_dense_box_is_found_where_most_points_miss():
    rng = np.random.default_rng(6)
    points = np.column_stack([np.repeat([0, 1, 2], 45), rng.random(135)])
    misses = np.concatenate([np.ones(45, bool), rng.random(90) < 0.7])
    box = discover(points, [False, True], misses).boxes[0]
    assert box.limits[0].names == (0,)
    assert box.density == 1.0
    assert box.p_values[0] < 1e-3


def test_where_misses_are_everywhere_alike_there_is_no_box_to_tell():
    rng = np.random.default_rng(4)
    found = discover(_points(400), [True] * 3, rng.random(400) < 0.5)
    for box in found.boxes:
        assert box.density < 0.8, "luck does not look like a law"
    assert discover(_points(100), [True] * 3, np.ones(100, bool)) == "every point is a case of interest"
    assert discover(_points(5), [True] * 3, np.ones(5, bool)).startswith("fewer than 20 points")


@pytest.mark.filterwarnings("default")
def test_a_box_is_as_good_as_the_one_that_ema_workbench_finds():
    prim = pytest.importorskip("ema_workbench.analysis.prim")
    import pandas as pd

    points = _points(600)
    inside = (points[:, 0] > 0.55) & (points[:, 1] < 0.45)
    theirs = prim.Prim(pd.DataFrame(points, columns=["a", "b", "c"]), inside, threshold=0.5).find_box()
    way = theirs.peeling_trajectory
    best = (2 * way["coverage"] * way["density"] / (way["coverage"] + way["density"])).max()
    ours = discover(points, [True] * 3, inside).boxes[0]
    assert 2 * ours.coverage * ours.density / (ours.coverage + ours.density) >= best - 0.02


def test_regret_is_savages():
    values = np.array([[5.0, 1.0, NAN], [3.0, 3.0, 9.0]])
    first, second = regrets(values, higher_is_better=True)
    assert (first.largest, first.mean, first.worst_state) == (2.0, 1.0, 1)
    assert (second.largest, second.mean, second.worst_state) == (2.0, 1.0, 0)
    assert [item.largest for item in regrets(values, higher_is_better=False)] == [2.0, 2.0]
    assert "no state was played with every choice" in regrets(np.array([[1.0, NAN], [NAN, 1.0]]), True)


def _choice(coalition, alike, **levers):
    return {"coalition": coalition, "excursion": "as_it_stands", "levers": levers, "alike": alike}


def test_choices_that_levers_do_not_tell_apart_stand_in_one_row():
    """The lead alone fares the same whatever is agreed; the coalition does not, but for the shield without a pool."""
    choices = [
        *(_choice("alone", 0, pool=pool, shield=shield) for pool in ("none", "agreed") for shield in (0, 20)),
        *(_choice("everybody", 4, pool="none", shield=shield) for shield in (0, 20)),
        *(_choice("everybody", 6 + n, pool="agreed", shield=shield) for n, shield in enumerate((0, 20))),
    ]
    assert [name for name, _ in told_once(choices, excursions=False)] == [
        "alone, the same with pool none or agreed; shield 0 or 20",
        "everybody, pool none, the same with shield 0 or 20",
        "everybody, pool agreed, shield 0",
        "everybody, pool agreed, shield 20",
    ]


def test_choices_that_are_alike_by_no_rule_are_named_one_by_one_up_to_a_few():
    two = [_choice("all", 0, pool="none", shield=20), _choice("all", 0, pool="agreed", shield=0)]
    assert [name for name, _ in told_once(two, excursions=True)] == [
        "all, as_it_stands, the same in 2 choices: all, pool none, shield 20; all, pool agreed, shield 0"
    ]
    many = [_choice("all", 0, power=float(n)) for n in range(1000)]
    assert [name for name, _ in told_once(many, excursions=False)] == [
        "all, the same with power 0 or any of 999 other levels"
    ]


def test_coalitions_that_fare_alike_keep_their_rows():
    both = [_choice("all", 0, pool="none"), _choice("some", 0, pool="none")]
    assert len(told_once(both, excursions=False)) == 2


def test_a_choice_that_loses_nothing_has_no_worst_state():
    best, other = regrets(np.array([[5.0, 4.0], [3.0, 4.0]]), higher_is_better=True)
    assert (best.largest, best.worst_state) == (0.0, None)
    assert (other.largest, other.worst_state) == (2.0, 0)


def test_a_choice_that_another_beats_is_not_unbeaten():
    values = np.array([[1.0, 5.0], [2.0, 4.0], [1.0, 4.0], [2.0, 4.0]])
    assert pareto(values, [True, True]).tolist() == [True, True, False, True]
    assert pareto(values, [True, False]).tolist() == [False, True, False, True]


def test_a_table_has_means_where_a_pair_occurs_twice():
    rows, columns, values = table([("a",), ("a",), ("b",)], [(1,), (1,), (2,)], [1.0, 3.0, 5.0])
    assert (rows, columns) == ([("a",), ("b",)], [(1,), (2,)])
    assert values[0, 0] == 2.0
    assert values[1, 1] == 5.0
    assert np.isnan(values[0, 1])


def test_a_curve_passes_between_two_points_in_a_straight_line():
    levels, means = np.array([0.0, 10.0, 20.0]), np.array([1.0, 0.5, 0.1])
    assert passing(levels, means, 0.6) == pytest.approx(8.0)
    assert passing(levels, means, 0.5) == 10.0
    assert passing(levels, means, 0.1) == 20.0
    assert passing(levels, means, 2.0) is None


def test_a_tipping_point_is_found_with_its_interval():
    rng = np.random.default_rng(3)
    levels = rng.random(400) * 10.0
    values = 1.0 - 0.1 * levels + rng.normal(0.0, 0.1, 400)
    found = tipping_curve(levels, values, 0.45)
    assert found.tips_low < 5.5 < found.tips_high
    assert found.tips_high - found.tips_low < 1.0
    assert not found.near


def test_a_curve_that_only_wobbles_about_what_is_enough_does_not_tip():
    rng = np.random.default_rng(5)
    found = tipping_curve(rng.random(60), 0.5 + rng.normal(0.0, 0.1, 60), 0.5)
    assert found.near
    assert found.tips_at is None
    assert found.tips_low is None


def test_levels_of_a_grid_are_places_of_the_curve():
    levels = np.repeat([60.0, 70.0, 80.0], 2)
    values = np.array([1.0, 0.9, 0.8, 0.7, 0.2, 0.1])
    found = tipping_curve(levels, values, None, by_level=True)
    assert found.levels == (60.0, 70.0, 80.0)
    assert found.means == pytest.approx((0.95, 0.75, 0.15))


def test_a_curve_of_single_points_passes_exactly_where_it_passes():
    found = tipping_curve(np.array([0.0, 1.0, 2.0]), np.array([1.0, 0.6, 0.2]), 0.4, by_level=True)
    assert found.tips_at == pytest.approx(1.5)
    assert (found.tips_low, found.tips_high) == (1.0, 2.0), "between two levels nothing was played"
