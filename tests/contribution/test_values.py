"""Shapley values and synergies: published games (case O10), the axioms, and hand-worked numbers."""

import math
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.analysis.contribution import values
from wargame.analysis.contribution.values import coalitions

EXACT = 1e-12
WITHIN_A_BILLIONTH = 1e-9


def _of(weights):
    """A value of players as a function of a single game."""

    def found(game, players):
        worths = {group: [worth] for group, worth in game.items()}
        return {key: numbers[0] for key, numbers in values.values(weights(players), worths).items()}

    return found


shapley, synergies = _of(values.shapley), _of(values.synergy)
leave_one_out, first_in = _of(values.leave_one_out), _of(values.first_in)


def _game(players, worth):
    return {group: float(worth(group)) for group in coalitions(players)}


def _weighted(quota, weights):
    return _game(list(weights), lambda group: sum(weights[name] for name in group) >= quota)


def _check(found, expected):
    assert set(found) == set(expected)
    for player, value in expected.items():
        assert found[player] == pytest.approx(float(Fraction(value)), abs=EXACT), player


@pytest.mark.published("O10")
def test_one_left_and_two_right_gloves():
    """A pair is worth 1."""
    game = _game(["L", "R1", "R2"], lambda group: "L" in group and len(group) > 1)
    _check(shapley(game, ["L", "R1", "R2"]), {"L": "2/3", "R1": "1/6", "R2": "1/6"})


@pytest.mark.published("O10")
def test_two_left_and_three_right_gloves():
    """min(left, right) pairs."""
    players = ["L1", "L2", "R1", "R2", "R3"]
    game = _game(players, lambda group: min(sum(n[0] == "L" for n in group), sum(n[0] == "R" for n in group)))
    _check(shapley(game, players), {"L1": "13/20", "L2": "13/20", "R1": "7/30", "R2": "7/30", "R3": "7/30"})


@pytest.mark.published("O10")
def test_the_airport_of_littlechild_and_owen():
    """A cost game: the longest runway that anybody of the group needs; 8, 11, 13, 18."""
    cost = {"a": 8, "b": 11, "c": 13, "d": 18}
    game = _game(list(cost), lambda group: max((cost[name] for name in group), default=0))
    _check(shapley(game, list(cost)), {"a": "2", "b": "3", "c": "4", "d": "9"})


@pytest.mark.published("O10")
def test_the_council_of_the_eec_of_1958():
    """[12; 4, 4, 4, 2, 2, 1]: Luxembourg never mattered."""
    weights = {"DE": 4, "FR": 4, "IT": 4, "BE": 2, "NL": 2, "LU": 1}
    expected = {"DE": "7/30", "FR": "7/30", "IT": "7/30", "BE": "3/20", "NL": "3/20", "LU": "0"}
    _check(shapley(_weighted(12, weights), list(weights)), expected)


@pytest.mark.published("O10")
def test_a_weighted_game_in_which_one_vote_is_worth_as_much_as_forty_nine():
    """[51; 50, 49, 1]."""
    weights = {"big": 50, "middle": 49, "small": 1}
    _check(shapley(_weighted(51, weights), list(weights)), {"big": "2/3", "middle": "1/6", "small": "1/6"})


@pytest.mark.published("O10")
def test_the_security_council_of_the_united_nations():
    """Five vetoes and at least four of the ten others: 421/2145 and 4/2145, from all 32,768 coalitions."""
    permanent = {f"P{n}" for n in range(5)}
    players = sorted(permanent | {f"N{n:02d}" for n in range(10)})
    game = {
        frozenset(group): float(permanent <= set(group) and len(group) >= 9)
        for size in range(16)
        for group in combinations(players, size)
    }
    # Two players stand for all: the others are alike, and enumerating for each would only take longer.
    worths = {group: [worth] for group, worth in game.items()}
    for player, share in (("P0", 421 / 2145), ("N00", 4 / 2145)):
        (found,) = values.value(values.shapley_of(player, players), worths)
        assert found == pytest.approx(share, abs=EXACT)


# Axioms

NAMES = "abcde"


@st.composite
def games(draw, least=2, most=4):
    players = list(NAMES[: draw(st.integers(least, most))])
    worth = {group: draw(st.floats(-10.0, 10.0)) for group in coalitions(players)}
    return players, worth


@given(games())
def test_values_sum_to_the_worth_of_all_less_that_of_nobody(game):
    """Efficiency."""
    players, worth = game
    total = math.fsum(shapley(worth, players).values())
    assert total == pytest.approx(worth[frozenset(players)] - worth[frozenset()], abs=WITHIN_A_BILLIONTH)


@given(games(), st.floats(-5.0, 5.0))
def test_a_player_who_always_adds_the_same_gets_just_that(game, own):
    """Dummy: and a player who adds nothing gets exactly nothing."""
    players, worth = game
    wider = worth | {group | {"z"}: value + own for group, value in worth.items()}
    nothing = worth | {group | {"z"}: value for group, value in worth.items()}
    assert shapley(wider, [*players, "z"])["z"] == pytest.approx(own, abs=WITHIN_A_BILLIONTH)
    assert shapley(nothing, [*players, "z"])["z"] == 0.0
    for name in players:
        assert shapley(nothing, [*players, "z"])[name] == pytest.approx(
            shapley(worth, players)[name], abs=WITHIN_A_BILLIONTH
        )


@given(games(least=3))
def test_players_who_are_alike_get_exactly_the_same(game):
    """Symmetry, to the last bit: the worth of a group depends on how many of a and b are in it."""
    players, worth = game
    swap = {"a": "b", "b": "a"}
    alike = {
        group: worth[min(group, frozenset(swap.get(n, n) for n in group), key=sorted)] for group in worth
    }
    found = shapley(alike, players)
    assert found["a"] == found["b"]


@given(games(), st.randoms())
def test_the_order_in_which_players_are_listed_does_not_matter(game, random):
    """Permutation invariance, to the last bit."""
    players, worth = game
    shuffled = list(players)
    random.shuffle(shuffled)
    assert shapley(worth, shuffled) == shapley(worth, players)
    assert synergies(worth, shuffled) == synergies(worth, players)


@given(games(), games())
def test_values_add_up_over_games(one, other):
    """Additivity: which is why phi splits into the players' own users and the others'."""
    players, worth = one
    second = {group: other[1].get(group, 0.0) for group in worth}
    total = {group: worth[group] + second[group] for group in worth}
    for name in players:
        both = shapley(worth, players)[name] + shapley(second, players)[name]
        assert shapley(total, players)[name] == pytest.approx(both, abs=WITHIN_A_BILLIONTH)


@given(st.lists(st.floats(-5.0, 5.0), min_size=2, max_size=4), st.floats(-5.0, 5.0))
def test_in_an_additive_game_all_ways_of_counting_agree_and_there_is_no_synergy(worths, start):
    """Shapley, leave-one-out and first-in are the player's own worth; pairs add nothing."""
    players = list(NAMES[: len(worths)])
    own = dict(zip(players, worths, strict=True))
    game = _game(players, lambda group: start + math.fsum(own[name] for name in group))
    for value in (shapley, leave_one_out, first_in):
        for name, found in value(game, players).items():
            assert found == pytest.approx(own[name], abs=WITHIN_A_BILLIONTH)
    assert all(
        found == pytest.approx(0.0, abs=WITHIN_A_BILLIONTH) for found in synergies(game, players).values()
    )


def test_the_synergy_of_a_pair_that_only_works_together_is_its_whole_worth():
    """Two who are worth 1 together and nothing apart: 1; substitutes: minus 1."""
    together = _game(["a", "b"], lambda group: len(group) == 2)
    either = _game(["a", "b"], lambda group: len(group) > 0)
    assert synergies(together, ["a", "b"]) == {("a", "b"): 1.0}
    assert synergies(either, ["a", "b"]) == {("a", "b"): -1.0}


def test_there_are_as_many_coalitions_as_subsets_each_once_smallest_first():
    """2^n, the empty one first."""
    groups = coalitions("dbca")
    assert len(groups) == len(set(groups)) == 16
    assert groups[0] == frozenset()
    assert [len(group) for group in groups] == sorted(len(group) for group in groups)


# Unions (Owen)


def test_in_a_majority_of_three_two_who_join_as_one_take_everything():
    """Owen 1977: {1, 2} and {3} in the majority game of three: 1/2, 1/2, 0."""
    unions = {"A": ["1", "2"], "B": ["3"]}
    votes = {"A": 2, "A:1": 1, "A:2": 1, "B": 1}
    weights = values.owen(unions)
    worths = {
        group: [float(sum(votes[name] for name in group) >= 2)] for group in values.needed(weights.values())
    }
    assert {key: found[0] for key, found in values.values(weights, worths).items()} == {
        ("A", "1"): 0.5,
        ("A", "2"): 0.5,
        ("B", "3"): 0.0,
    }


@st.composite
def partnerships(draw):
    """A random game over the parts of two or three unions, by the names that coalitions have."""
    unions = {name: list("xyz"[: draw(st.integers(1, 3))]) for name in "ABC"[: draw(st.integers(2, 3))]}
    groups = sorted(values.needed(values.owen(unions).values()), key=sorted)
    return unions, {group: [draw(st.floats(-10.0, 10.0))] for group in groups}


@given(partnerships())
def test_the_parts_of_a_union_share_what_the_union_has(game):
    """Quotient: their Owen values sum to the union's Shapley value among unions."""
    unions, worths = game
    parts = values.values(values.owen(unions), worths)
    for union, (whole,) in values.values(values.shapley(unions), worths).items():
        own = math.fsum(found[0] for (name, _), found in parts.items() if name == union)
        assert own == pytest.approx(whole, abs=WITHIN_A_BILLIONTH)


@given(partnerships())
def test_a_part_that_changes_nothing_has_exactly_nothing(game):
    """Dummy: a further part of A without effect gets 0, and the others what they had."""
    unions, worths = game
    wider = unions | {"A": [*unions["A"], "idle"]}

    def without(group):
        own = {name for name in group if name.startswith("A:") and name != "A:idle"}
        full = values.present("A", [name.removeprefix("A:") for name in own], unions["A"])
        return frozenset(name for name in group if not name.startswith("A:")) | full

    weights = values.owen(wider)
    more = {group: worths[without(group)] for group in values.needed(weights.values())}
    found = values.values(weights, more)
    assert found["A", "idle"] == [0.0]
    for key, (before,) in values.values(values.owen(unions), worths).items():
        assert found[key][0] == pytest.approx(before, abs=WITHIN_A_BILLIONTH)


# Orders of joining


@given(games(least=2, most=4))
def test_the_mean_over_all_orders_is_the_shapley_value(game):
    players, worth = game
    worths = {group: [number] for group, number in worth.items()}
    orders = [values.in_order_of(order) for order in permutations(players)]
    for player, (expected,) in values.values(values.shapley(players), worths).items():
        (found,) = values.value(values.mean_of([order[player] for order in orders]), worths)
        assert found == pytest.approx(expected, abs=WITHIN_A_BILLIONTH)
