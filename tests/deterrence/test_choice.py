"""Attack or restraint, and which attack: what may and what may not change the choice."""

import math
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.agents.doctrines.rational import Rational
from wargame.deterrence.weighing import attacks, choose, gap, p_attack, psi, response_cost, unrelieved
from wargame.draws import Draws
from wargame.game.observation import Observation
from wargame.game.prospect import Option, Prospect, Table
from wargame.run import run
from wargame.scenario.politics import Adversary, Objective

utilities = st.lists(st.floats(-3.0, 2.0), min_size=1, max_size=6)
pressures = st.floats(0.0, 1.0)
rates = st.floats(0.1, 100.0)
services = st.floats(0.0, 1.0)


def prospect(name, utility):
    """An attack whose only interesting number is its utility."""
    option = Option(
        id=f"{name}:target", capability=name, effect="ground_cyber", targets=("target",), timings=(), p=(1.0,), rung=1,
        fragments=0.0, breaks_norm=False,
    )  # fmt: skip
    nothing = {"resource": 0.0, "rung": 0.0, "debris": 0.0, "norm": 0.0, "response": 0.0, "cost": 0.0}
    return Prospect(option=option, benefit=utility, benefits=(), answers=(), **nothing)


@dataclass(frozen=True)
class FrozenTable:
    """An estimator whose table never changes."""

    table: Table

    def prospects(self):
        return self.table, 0

    def balance(self, values, pressure, resolve_rate):
        found = gap(values, pressure)
        return found, p_attack(found, resolve_rate)


def observation(table, move, move_s=21_600, interests=None):
    """What Red sees at a move when its table is frozen."""
    return Observation(
        actor="RED", t_s=move * move_s, move=move, move_s=move_s, phase="crisis", members=(), resources={},
        shows_up={}, interests=interests or Adversary(), estimator=FrozenTable(Table.of(table)),
    )  # fmt: skip


def _attacks_in(table, moves, move_s, replicate, interests=None):
    """At which moves a rational Red attacks, over a run of so many moves on a frozen table."""
    draws = Draws(0, replicate)
    seen = (observation(table, move, move_s, interests) for move in range(moves))
    return [bool(Rational().decide(each, draws).orders) for each in seen]


# Stage one


@given(utilities, pressures, rates, st.integers(1, 5), st.data())
def test_copies_of_an_option_change_nothing(values, pressure, rate, copies, data):
    """K identical copies leave the gap and P(attack) as they are: more ways of doing the same tempt nobody."""
    copied = values + [data.draw(st.sampled_from(values))] * copies
    assert gap(copied, pressure) == gap(values, pressure)
    assert p_attack(gap(copied, pressure), rate) == p_attack(gap(values, pressure), rate)


@given(utilities, pressures, st.floats(-3.0, 2.0))
def test_one_more_option_never_makes_restraint_look_better(values, pressure, more):
    """The gap is that of the best option."""
    assert gap([*values, more], pressure) >= gap(values, pressure)


gains = st.floats(-0.1, 1.0)


@given(gains, gains, pressures, st.floats(0.0, 0.05))
def test_more_gain_never_makes_an_attack_less_attractive(a, b, pressure, least_gain):
    """B less the pressure that stays rises with B, without a cliff: denial never tempts."""
    low, high = sorted((a, b))
    before, after = (gain - unrelieved(gain, pressure, least_gain) for gain in (low, high))
    assert after >= before - 2e-9


@given(gains, pressures, st.floats(0.0, 0.05))
def test_the_pressure_that_stays_lies_between_none_and_all_of_it(gain, pressure, least_gain):
    """All of it for an attack that gains nothing, none for one that gains enough."""
    stays = unrelieved(gain, pressure, least_gain)
    assert 0.0 <= stays <= pressure + 1e-9
    if gain >= least_gain:
        assert stays == 0.0
    if gain <= 0.0 < least_gain:
        assert stays == pytest.approx(pressure, abs=1e-9)


def test_half_the_gain_that_is_enough_leaves_half_of_the_pressure():
    """Kappa 0.6, 0.005 of 0.01: 0.3 stays."""
    assert unrelieved(0.005, 0.6, 0.01) == pytest.approx(0.3, abs=1e-9)
    assert unrelieved(0.0, 0.6, 0.0) == 0.0, "least_gain 0 gives EU = B - K for every attack"


@given(utilities, pressures, pressures)
def test_pressure_enters_the_gap_once_and_nowhere_else(values, low, high):
    """A change of crisis pressure moves the gap by just as much."""
    assert gap(values, high) - gap(values, low) == pytest.approx(high - low, abs=2e-9)


def test_without_an_option_there_is_no_attack():
    """Nothing to attack with: P(attack) is 0 whatever the pressure, and the doctrine holds back."""
    assert p_attack(gap([], 1.0), 10.0) == 0.0
    decision = Rational().decide(observation([], 0), Draws(0, 0))
    assert decision.orders == ()
    assert decision.chosen is None


@given(st.floats(-2.0, 2.0), rates)
def test_p_attack_is_the_share_of_resolves_that_attack(value, rate):
    """sigma(lambda gap) = P(gap + eps > 0) for eps ~ Logistic(0, 1/lambda): one formula, two readings."""
    expected = 1.0 / (1.0 + math.exp(-max(-700.0, min(700.0, rate * value))))
    assert p_attack(value, rate) == pytest.approx(expected, abs=1e-9)
    assert p_attack(value, rate) + p_attack(-value, rate) == pytest.approx(1.0, abs=2e-9)


def test_p_attack_agrees_with_the_resolves_that_are_drawn():
    """Counted over 2,000 replicates, within 3 standard errors."""
    for value in (-0.15, 0.0, 0.1):
        hits = sum(attacks(value, Draws(7, n).logistic(10.0, "resolve", "RED")) for n in range(2000)) / 2000
        p = p_attack(value, 10.0)
        assert abs(hits - p) < 3.0 * math.sqrt(p * (1.0 - p) / 2000)


def test_half_the_move_length_leaves_the_chance_of_an_attack_unchanged():
    """On a frozen table twice as many decisions make no attack more likely: the resolve is drawn once."""
    table = [prospect("jammer", -0.28), prospect("intruder", -0.5)]
    long = [any(_attacks_in(table, 10, 21_600, n)) for n in range(300)]
    short = [any(_attacks_in(table, 20, 10_800, n)) for n in range(300)]
    assert long == short
    assert 0.1 < sum(long) / 300 < 0.9, "both must happen for this test to say anything"


def test_on_a_frozen_table_red_either_attacks_at_every_move_or_at_none():
    """Its resolve holds for the whole game."""
    table = [prospect("jammer", -0.3)]
    for n in range(50):
        moves = _attacks_in(table, 8, 21_600, n)
        assert len(set(moves)) == 1


def test_copies_in_red_s_table_leave_its_decision_unchanged():
    """The doctrine itself, not only its arithmetic."""
    table = [prospect("jammer", -0.3)]
    copies = [*table, *(prospect(f"jammer_{n}", -0.3) for n in range(5))]
    for n in range(100):
        assert _attacks_in(table, 1, 21_600, n) == _attacks_in(copies, 1, 21_600, n)


def test_resolve_is_drawn_once_for_each_adversary_and_replicate(tutorial, crises):
    """One number for all moves and for all coalitions, another in another replicate."""
    seen = set()
    for replicate in range(4):
        resolves = {
            event.resolve
            for members in (None, [], ["COR"])
            for event in crises.kinds(
                run(tutorial, replicate=replicate, coalition=members), "attack.decided", "restraint.chosen"
            )
        }
        assert len(resolves) == 1
        seen |= resolves
    assert len(seen) == 4


@given(st.floats(0.1, 50.0), st.integers(0, 1000))
def test_resolve_scales_with_one_over_its_rate(rate, replicate):
    """Logistic(0, 1/lambda): the same draw, divided by lambda."""
    draws = Draws(0, replicate)
    assert draws.logistic(rate, "x") == pytest.approx(draws.logistic(1.0, "x") / rate)


# Stage two

names = st.sampled_from("abcdefgh")


@given(st.dictionaries(names, st.floats(-2.0, 1.0), min_size=2, max_size=8), st.integers(0, 200), st.data())
def test_an_option_that_vanishes_does_not_change_the_choice_among_the_others(table, replicate, data):
    """Noise is keyed by option: taking away one that was not chosen leaves the choice as it was."""
    draws = Draws(0, replicate)
    items = [prospect(name, value) for name, value in table.items()]
    chosen = choose(Table.of(items), 10.0, draws, "RED", 3)
    dropped = data.draw(st.sampled_from([item for item in items if item is not chosen] or items))
    rest = [item for item in items if item is not dropped or item is chosen]
    assert choose(Table.of(rest), 10.0, draws, "RED", 3) is chosen
    assert choose(Table.of(list(reversed(rest))), 10.0, draws, "RED", 3) is chosen


def test_among_equal_attacks_each_is_chosen_equally_often():
    """Logit over three equal options: a third each, within 3 standard errors of 3,000 draws."""
    items = [prospect(name, -0.2) for name in "abc"]
    chosen = [choose(Table.of(items), 10.0, Draws(1, n), "RED", 0).option.capability for n in range(3000)]
    for name in "abc":
        assert abs(chosen.count(name) / 3000 - 1 / 3) < 3.0 * math.sqrt(2 / 9 / 3000)


def test_a_better_attack_is_chosen_as_often_as_the_logit_says():
    """P(a) = 1 / (1 + exp(-lambda (u_a - u_b)))."""
    items = [prospect("a", 0.1), prospect("b", 0.0)]
    share = (
        sum(
            choose(Table.of(items), 10.0, Draws(1, n), "RED", 0).option.capability == "a" for n in range(3000)
        )
        / 3000
    )
    p = 1.0 / (1.0 + math.exp(-1.0))
    assert abs(share - p) < 3.0 * math.sqrt(p * (1 - p) / 3000)


def test_a_very_precise_choice_takes_the_best():
    """lambda_1 to infinity."""
    items = [prospect("a", 0.0), prospect("b", 1e-3)]
    assert all(
        choose(Table.of(items), 1e9, Draws(1, n), "RED", 0).option.capability == "b" for n in range(50)
    )


# Psi

shapes = st.builds(
    Objective,
    mission=st.just("pnt"),
    region=st.just("r"),
    weight=st.just(1.0),
    shape=st.sampled_from(["logistic", "linear"]),
    q50=st.floats(0.05, 0.95),
    slope=st.floats(0.5, 40.0),
)


@given(shapes)
def test_psi_runs_from_one_without_service_to_zero_with_all_of_it(objective):
    """Psi(0) = 1 and Psi(1) = 0, for every shape, exactly."""
    assert psi(objective, 0.0) == 1.0
    assert psi(objective, 1.0) == 0.0


@given(shapes, services, services)
def test_psi_never_rises_with_service_and_stays_between_zero_and_one(objective, a, b):
    """More service is never better for Red."""
    low, high = sorted((a, b))
    assert 0.0 <= psi(objective, high) <= psi(objective, low) + 1e-12
    assert psi(objective, low) <= 1.0 + 1e-12


@given(shapes, st.floats(-5.0, 5.0))
def test_psi_holds_at_its_ends_outside_the_range(objective, q):
    """Service outside [0, 1] (by rounding) counts as the nearest end."""
    assert psi(objective, q) == psi(objective, min(1.0, max(0.0, q)))


def test_psi_linear_and_logistic_have_their_hand_worked_values():
    """1 - q; and for q50 0.6, slope 10 the normalised logistic at q = 0.6.

    sigma(6) = 0.997527377, sigma(-4) = 0.017986210, so Psi(0.6) = (0.5 - 0.017986210) / 0.979541167 = 0.492081197.
    """
    linear = Objective(mission="pnt", region="r", weight=1.0, shape="linear")
    logistic = Objective(mission="pnt", region="r", weight=1.0)
    assert psi(linear, 0.25) == 0.75
    assert psi(logistic, 0.6) == pytest.approx(0.492081197, abs=1e-8)


# Cost

answers = st.lists(
    st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 200.0)), min_size=0, max_size=6
)


@given(st.floats(0.0, 3.0), answers, st.floats(1.0, 90.0))
def test_the_cost_of_responses_lies_between_nothing_and_its_cap(cap, given_answers, tau_d):
    """Governments cannot impose more than everything."""
    assert 0.0 <= response_cost(cap, given_answers, tau_d) <= cap + 1e-9


@given(st.floats(0.1, 3.0), answers, st.floats(1.0, 90.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_one_more_government_never_lowers_the_cost(cap, given_answers, tau_d, severity, p):
    """Nor does a later answer raise it."""
    before = response_cost(cap, given_answers, tau_d)
    soon = response_cost(cap, [*given_answers, (severity, p, 1.0)], tau_d)
    late = response_cost(cap, [*given_answers, (severity, p, 50.0)], tau_d)
    assert before - 2e-9 <= late <= soon + 2e-9


def test_two_answers_cost_what_they_cost_by_hand():
    """c_max 1.2, tau 30 d; (0.3, 0.5, 3 d) and (0.3, 1, 30 d): 1.2 [1 - (1 - 0.15 e^-0.1)(1 - 0.3 e^-1)].

    e^-0.1 = 0.904837418, e^-1 = 0.367879441: 1.2 (1 - 0.864274387 x 0.889636168) = 0.277338...
    """
    by_hand = 1.2 * (1.0 - (1.0 - 0.15 * 0.904837418) * (1.0 - 0.3 * 0.367879441))
    assert response_cost(1.2, [(0.3, 0.5, 3.0), (0.3, 1.0, 30.0)], 30.0) == pytest.approx(by_hand, abs=1e-8)


def test_the_doctrine_takes_the_same_decision_from_the_same_observation():
    """A doctrine is a pure function: it keeps no memory between calls."""
    table = [prospect("jammer", -0.2), prospect("intruder", -0.25)]
    seen = observation(table, 4)
    first = Rational().decide(seen, Draws(3, 1))
    doctrine = Rational()
    for move in range(4):
        doctrine.decide(observation(table, move), Draws(9, move))
    assert doctrine.decide(seen, Draws(3, 1)) == first
    assert doctrine.decide(replace(seen), Draws(3, 1)) == first
