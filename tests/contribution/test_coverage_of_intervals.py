"""Do 95 % intervals hold the truth 95 times in a hundred? Studies of a stochastic game whose values are known."""

import math

import numpy as np
import pytest

from wargame.analysis.contribution import values
from wargame.analysis.intervals import estimate, replicates_for, stein, two_errors
from wargame.analysis.resampling import bootstrap

PLAYERS = ("A", "B", "C", "D")
OWN = {"A": 0.30, "B": 0.10, "C": 0.0, "D": -0.05}
TOGETHER = 0.20
"""What A and B add together beyond what both add apart."""
PHI = {"A": 0.40, "B": 0.20, "C": 0.0, "D": -0.05}
"""Worked by hand: the pair's worth is shared by halves."""
STUDIES = 2000
REPLICATES = 20


def _worth(group):
    return sum(OWN[name] for name in group) + TOGETHER * ({"A", "B"} <= group)


def _study(generator, replicates, common):
    """Worths with noise that grows with the group; under common dice most of it is the same for all coalitions."""
    weather = generator.logistic(0.0, 0.1, replicates)
    worths = {}
    for group in values.coalitions(PLAYERS):
        luck = weather if common else generator.logistic(0.0, 0.1, replicates)
        own = generator.normal(0.0, 0.05, replicates)
        worths[group] = _worth(group) + (1.0 + 0.3 * len(group)) * luck + own
    return worths


def _share_that_holds(judge, studies=STUDIES, seed=20261129):
    generator = np.random.default_rng(seed)
    held = dict.fromkeys(PLAYERS, 0)
    for _ in range(studies):
        for player, found in judge(generator).items():
            held[player] += found.low <= PHI[player] <= found.high
    return {player: count / studies for player, count in held.items()}


def test_the_values_of_the_game_are_those_worked_by_hand():
    worths = {group: [_worth(group)] for group in values.coalitions(PLAYERS)}
    for player, (found,) in values.values(values.shapley(PLAYERS), worths).items():
        assert found == pytest.approx(PHI[player], abs=1e-12)


@pytest.mark.parametrize("common", [True, False], ids=["common dice", "independent dice"])
def test_intervals_of_shapley_values_hold_the_truth_as_often_as_they_say(common):
    """2,000 studies of 20 replicates each: 93 to 97 % of the intervals of every player."""
    weights = values.shapley(PLAYERS)

    def judge(generator):
        found = values.values(weights, _study(generator, REPLICATES, common))
        return {player: estimate(numbers, len(PLAYERS)) for player, numbers in found.items()}

    shares = _share_that_holds(judge)
    assert all(0.93 <= share <= 0.97 for share in shares.values()), shares


def test_no_partner_without_worth_is_called_distinguishable_more_often_than_said():
    """C is worth nothing: over 2,000 studies the simultaneous verdict errs at most 5 times in a hundred, about 1.25."""
    generator, weights, wrong = np.random.default_rng(5), values.shapley(PLAYERS)["C"], 0
    for _ in range(STUDIES):
        found = values.value(weights, _study(generator, REPLICATES, common=True))
        wrong += bool(estimate(found, len(PLAYERS)).distinguishable)
    assert (
        0.005 <= wrong / STUDIES <= 0.022
    )  # 0.05 / 4, give or take three standard errors and the noise's tails


def test_a_study_that_a_pilot_has_sized_holds_the_truth_too_and_is_as_narrow_as_asked():
    """Stein: the pilot of 12 fixes n for a half-width of 0.05 at 1 - 0.05 / 4."""
    weights, widths = values.shapley(PLAYERS), []

    def judge(generator):
        worths = _study(generator, 12, common=True)
        pilot = values.values(weights, worths)
        n = max(replicates_for(0.05, numbers, len(PLAYERS)) for numbers in pilot.values())
        if n > 12:
            more = _study(generator, n - 12, common=True)
            worths = {group: np.concatenate([numbers, more[group]]) for group, numbers in worths.items()}
        found = values.values(weights, worths)
        judged = {player: stein(numbers, 12, len(PLAYERS)) for player, numbers in found.items()}
        widths.extend((item.high - item.low) / 2 for item in judged.values())
        return judged

    shares = _share_that_holds(judge)
    assert all(0.93 <= share <= 0.97 for share in shares.values()), shares
    assert max(widths) <= 0.05


def test_sampled_orders_of_joining_hold_the_truth_with_both_errors_counted():
    """Eight pairs of an order and its reverse, 20 replicates: at least 93 %; both errors count twice what is common."""
    orders = np.random.default_rng(8)

    def judge(generator):
        worths = _study(generator, REPLICATES, common=True)
        pairs = []
        for _ in range(8):
            order = list(orders.permutation(PLAYERS))
            both = [values.in_order_of(order), values.in_order_of(order[::-1])]
            pairs.append({p: values.mean_of([item[p] for item in both]) for p in PLAYERS})
        return {p: two_errors([values.value(pair[p], worths) for pair in pairs]).estimate for p in PLAYERS}

    shares = _share_that_holds(judge, studies=600)
    assert all(share >= 0.93 for share in shares.values()), shares


def test_bootstrap_intervals_of_a_ratio_hold_it():
    """The share of a sum that one partner has, from 40 replicates; percentile intervals run a little narrow."""
    generator, held, studies = np.random.default_rng(3), 0, 400
    for n in range(studies):
        whole = generator.normal(1.0, 0.2, 40)
        part = 0.3 * whole + generator.normal(0.0, 0.05, 40)
        drawn = bootstrap(lambda chosen, p=part, w=whole: [p[chosen].mean() / w[chosen].mean()], 40, 199, n)
        found = drawn.estimate([1.0])
        held += found.low <= 0.3 <= found.high
    assert 0.91 <= held / studies <= 0.98


def test_a_bootstrap_is_the_same_for_the_same_seed():
    numbers = np.arange(12.0) ** 2

    def middle(chosen):
        return [float(np.median(numbers[chosen]))]

    assert bootstrap(middle, 12, seed=4).estimate([1.0]) == bootstrap(middle, 12, seed=4).estimate([1.0])
    assert bootstrap(middle, 1).estimate([1.0]).low is None


def test_a_bootstrap_of_something_that_most_samples_lack_has_no_interval():
    """A number that only the whole set gives is told without one."""
    drawn = bootstrap(lambda chosen: [1.0 if len(set(chosen.tolist())) == 6 else None, 2.0], 6, resamples=99)
    assert drawn.estimate([0.0, 1.0]).value == 2.0
    found = drawn.estimate([1.0, 0.0])
    assert (found.value, found.low, found.distinguishable) == (1.0, None, None)


def test_the_error_of_orders_vanishes_where_order_does_not_matter():
    """In an additive game every order says the same."""
    table = [[0.1, 0.2, 0.3]] * 4
    found = two_errors(table)
    assert found.order_error == 0.0
    assert found.replicate_error == pytest.approx(math.sqrt(0.01 / 3))
