"""Who decides together, how many must agree, and what votes that may fail leave of the cost of responses."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.deterrence.consensus import bodies, p_at_least, quota, spared, together, vote_delay_h
from wargame.deterrence.weighing import response_cost, voted_cost
from wargame.game.prospect import Answer

chances = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6)
voters = st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)), min_size=1, max_size=6)


def _answer(name, p, severity=0.3, delay_d=3.0):
    return Answer(name, "owner", 1.0, 0.5, p, 1.0, 1.0, severity, delay_d)


def _by_enumeration(items, least):
    """The expected share spared, outcome by outcome."""
    total = 0.0
    for votes in itertools.product((False, True), repeat=len(items)):
        p = math.prod(q if yes else 1.0 - q for (q, _), yes in zip(items, votes, strict=True))
        acts = sum(votes) >= least
        left = math.prod(
            1.0 - bite if yes and acts else 1.0 for (_, bite), yes in zip(items, votes, strict=True)
        )
        total += p * left
    return total


@pytest.mark.parametrize(
    ("voters", "majority", "unanimity"), [(1, 1, 1), (2, 2, 2), (3, 2, 3), (4, 3, 4), (5, 3, 5), (32, 17, 32)]
)
def test_more_than_half_or_all(voters, majority, unanimity):
    """Half of them is no majority."""
    assert quota("majority", voters) == majority
    assert quota("unanimity", voters) == unanimity
    assert quota("national", voters) == 1


def test_those_who_hold_a_clause_together_decide_together():
    """A and B hold one, B and C another, so three decide together; D holds one with somebody who has no stake."""
    ties = {"A": {"B"}, "B": {"A", "C"}, "C": {"B"}, "D": {"E"}, "E": {"D"}}
    found = bodies(["D", "C", "A", "B"], lambda key: frozenset(ties[key]))
    assert found == (("A", "B", "C"), ("D",))


def test_a_vote_waits_for_the_slowest_and_longer_for_every_further_voter():
    """Delays of 24, 72 and 48 hours and 12 a voter: 72 + 2 x 12 = 96."""
    assert vote_delay_h([24.0, 72.0, 48.0], 12.0) == 96.0
    assert vote_delay_h([24.0], 12.0) == 24.0


@given(voters, st.integers(0, 6))
def test_what_a_vote_spares_red_is_exact_over_all_outcomes(items, least):
    """Counted by the number in favour, it equals the sum over every way of voting."""
    needed = min(least, len(items))
    assert spared(items, needed) == pytest.approx(_by_enumeration(items, needed), abs=1e-12)


@given(chances, st.integers(0, 7))
def test_the_chance_of_enough_votes_is_that_of_all_outcomes(items, least):
    """At least k of n independent ones."""
    by_hand = math.fsum(
        math.prod(p if yes else 1.0 - p for p, yes in zip(items, votes, strict=True))
        for votes in itertools.product((False, True), repeat=len(items))
        if sum(votes) >= least
    )
    assert p_at_least(items, least) == pytest.approx(by_hand, abs=1e-12)


def test_three_voters_by_hand():
    """P 0.5 each, severity 0.3 without delay, c_max 1.2.

    National: 1.2 (1 - 0.85^3) = 0.463050. Majority: two act with 3/8, three with 1/8: spared 1/2 + 3/8 x 0.49 + 1/8 x
    0.343 = 0.726625, cost 0.328050. Unanimity: 1/8 x (1 - 0.343) x 1.2 = 0.098550.
    """
    each = [(0.3, 0.5, 0.0)] * 3
    assert response_cost(1.2, each, 30.0) == pytest.approx(0.463050, abs=1e-9)
    assert voted_cost(1.2, [(each, 1)], 30.0) == pytest.approx(0.463050, abs=1e-9)
    assert voted_cost(1.2, [(each, 2)], 30.0) == pytest.approx(0.328050, abs=1e-9)
    assert voted_cost(1.2, [(each, 3)], 30.0) == pytest.approx(0.098550, abs=1e-9)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 90)), min_size=1, max_size=5))
def test_the_more_votes_are_needed_the_less_responses_cost(answers):
    """From everybody alone to all together the cost never rises."""
    costs = [voted_cost(1.2, [(answers, least)], 30.0) for least in range(1, len(answers) + 1)]
    assert all(later <= earlier + 2e-9 for earlier, later in itertools.pairwise(costs))


def test_an_answer_under_unanimity_needs_all_the_others_and_waits_for_them():
    """P 0.8, 0.5 and 0.25: the first answers with 0.8 x 0.5 x 0.25 = 0.1, after 5 days and twice 12 hours."""
    answers = [_answer("A", 0.8), _answer("B", 0.5, delay_d=5.0), _answer("C", 0.25)]
    (body,) = together(answers, "unanimity", 12.0, lambda _: frozenset("ABC"))
    assert body.least == 3
    assert [item.p_carried for item in body.answers] == pytest.approx([0.125, 0.2, 0.4])
    assert [item.p_response for item in body.answers] == pytest.approx([0.1, 0.1, 0.1])
    assert {item.delay_d for item in body.answers} == {6.0}


def test_alone_nothing_changes():
    """Under national, and for a government that nobody is tied to, answers stay as they are."""
    answers = [_answer("A", 0.8), _answer("B", 0.5)]
    assert [body.answers for body in together(answers, "national", 12.0, lambda _: frozenset("AB"))] == [
        (answers[0],),
        (answers[1],),
    ]
    assert [body.answers for body in together(answers, "unanimity", 12.0, lambda _: frozenset())] == [
        (answers[0],),
        (answers[1],),
    ]
