"""The doctrines beside the two-stage rule: one logit over everything, and prospect theory."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import observation, prospect

from wargame.agents.doctrines.logit import Logit
from wargame.agents.doctrines.prospect import Felt
from wargame.agents.doctrines.rational import Rational
from wargame.cli import main
from wargame.deterrence.prospect_theory import (
    Feeling,
    certainty_equivalent,
    feeling_of,
    felt,
    lottery_of,
    value,
    weight,
)
from wargame.deterrence.weighing import inclusive
from wargame.draws import Draws
from wargame.run import run
from wargame.scenario.politics import Adversary, ProspectTheory

MEDIAN = feeling_of(ProspectTheory())
PLAIN = Feeling(1.0, 1.0, 1.0, 1.0)
KAPPA = 0.3
"""The default pressure of a crisis."""

utilities = st.lists(st.floats(-2.0, 1.0), min_size=1, max_size=6)


def _table(values):
    return [prospect(f"weapon_{n}", u) for n, u in enumerate(values)]


def _decisions(doctrine, table, moves=1, move_s=21_600, replicates=300):
    """For every replicate at which moves the doctrine attacks."""
    return [
        [bool(doctrine.decide(observation(table, m, move_s), Draws(0, n)).orders) for m in range(moves)]
        for n in range(replicates)
    ]


# Prospect theory


def test_weights_of_one_half_have_their_hand_worked_values():
    """0.5^0.61 = 0.655197, (2 x 0.655197)^(1/0.61) = 1.557619: 0.420640; with 0.69: 0.619854 / 1.365354 = 0.453987."""
    assert weight(0.5, 0.61) == pytest.approx(0.420640, abs=2e-6)
    assert weight(0.5, 0.69) == pytest.approx(0.453987, abs=2e-6)
    assert [weight(p, 0.61) for p in (0.0, 1.0)] == [0.0, 1.0]


def test_values_of_a_hundred_have_their_hand_worked_values():
    """100^0.88 = 10^1.76 = 57.543994; a loss of 100 is felt as -2.25 times that, -129.473986."""
    assert value(100.0, MEDIAN) == pytest.approx(57.543994, abs=1e-6)
    assert value(-100.0, MEDIAN) == pytest.approx(-129.473986, abs=1e-5)


@pytest.mark.parametrize(
    ("most", "p", "median"),
    [
        (100, 0.05, 14), (100, 0.25, 25), (100, 0.50, 36), (100, 0.75, 52), (100, 0.95, 78),
        (-100, 0.05, -8), (-100, 0.25, -23.5), (-100, 0.50, -42), (-100, 0.75, -63), (-100, 0.95, -84),
        (50, 0.10, 9), (50, 0.50, 21), (50, 0.90, 37), (-50, 0.10, -8), (-50, 0.50, -21), (-50, 0.90, -39),
        (200, 0.50, 76), (200, 0.90, 131), (-200, 0.10, -23), (-200, 0.50, -89), (-200, 0.90, -155),
    ],
)  # fmt: skip
def test_sure_sums_are_those_that_people_named(most, p, median):
    """Median cash equivalents of Tversky and Kahneman 1992, table 3, within 8 % of what is at stake.

    Their parameters are a fit to these medians, not an interpolation, so the fit is not exact.
    """
    found = certainty_equivalent(((float(most), p), (0.0, 1.0 - p)), MEDIAN)
    assert found == pytest.approx(median, abs=0.08 * abs(most))


def test_the_die_of_the_article_is_weighed_by_rank():
    """Roll a die: even x wins x, odd x loses x; every outcome counts by what its rank adds (their section 1.2)."""
    die = [(float(x if x % 2 == 0 else -x), 1 / 6) for x in range(1, 7)]
    up, down = (lambda p: weight(p, 0.61)), (lambda p: weight(p, 0.69))
    by_hand = (
        value(6, MEDIAN) * up(1 / 6)
        + value(4, MEDIAN) * (up(1 / 3) - up(1 / 6))
        + value(2, MEDIAN) * (up(1 / 2) - up(1 / 3))
        + value(-5, MEDIAN) * down(1 / 6)
        + value(-3, MEDIAN) * (down(1 / 3) - down(1 / 6))
        + value(-1, MEDIAN) * (down(1 / 2) - down(1 / 3))
    )
    assert felt(die, MEDIAN) == pytest.approx(by_hand, abs=1e-12)
    assert by_hand < 0.0, "a fair coin with a loss nearly as large as the gain is refused"


def test_a_sure_gain_is_worth_itself_and_a_fair_bet_is_a_loss():
    """CE(0.2 for sure) = 0.2; half 0.2, half -0.2: felt 0.4206 x 0.2426 - 2.25 x 0.4540 x 0.2426 = -0.145764.

    0.2^0.88 = 0.242604; (0.145764 / 2.25)^(1/0.88) = 0.044619.
    """
    assert certainty_equivalent(((0.2, 1.0),), MEDIAN) == pytest.approx(0.2, abs=1e-9)
    assert certainty_equivalent(((-0.2, 1.0),), MEDIAN) == pytest.approx(-0.2, abs=1e-9)
    bet = ((0.2, 0.5), (-0.2, 0.5))
    assert felt(bet, MEDIAN) == pytest.approx(-0.145764, abs=2e-5)
    assert certainty_equivalent(bet, MEDIAN) == pytest.approx(-0.044619, abs=1e-4)


prospects = st.builds(
    prospect,
    name=st.just("weapon"),
    benefit=st.floats(0.0, 1.0),
    cost=st.floats(0.0, 0.5),
    p=st.floats(0.05, 1.0),
    response=st.floats(0.01, 1.0),
    p_response=st.floats(0.05, 1.0),
)


@given(prospects, st.floats(0.0, 1.0))
def test_the_lottery_of_an_attack_has_its_expected_utility_less_that_of_restraint_as_its_mean(item, pressure):
    """Chances sum to 1, and expected utility is prospect theory with every number 1."""
    lottery = lottery_of(item, pressure)
    assert math.fsum(p for _, p in lottery) == pytest.approx(1.0)
    mean = math.fsum(x * p for x, p in lottery)
    assert mean == pytest.approx(item.utility + pressure, abs=1e-7)
    assert certainty_equivalent(lottery, PLAIN) == pytest.approx(mean, abs=1e-7)


def test_an_attack_that_may_fail_and_may_be_answered_has_four_outcomes():
    """Benefit 0.2 at p 0.5 is 0.4 if it succeeds; responses 0.3 at 0.25 cost 1.2 if they come; 0.3 is relieved."""
    found = lottery_of(prospect("a", 0.2, 0.1, 0.5, 0.3, 0.25), KAPPA)
    assert sorted(found) == [
        (pytest.approx(-1.0), pytest.approx(0.125)),
        (pytest.approx(-0.6), pytest.approx(0.125)),
        (pytest.approx(0.2), pytest.approx(0.375)),
        (pytest.approx(0.6), pytest.approx(0.375)),
    ]


@given(prospects, st.floats(1.0, 4.0), st.floats(1.0, 4.0))
def test_who_fears_losses_more_never_likes_an_attack_better(item, a, b):
    """What is felt never rises with loss aversion, nor does a sure sum that is a gain."""
    low, high = sorted((a, b))
    less, more = (MEDIAN._replace(loss_aversion=x) for x in (low, high))
    lottery = lottery_of(item, KAPPA)
    before, after = certainty_equivalent(lottery, less), certainty_equivalent(lottery, more)
    assert felt(lottery, more) <= felt(lottery, less) + 1e-12
    if before > 0.0:
        assert after <= before + 1e-9


def test_with_every_number_one_it_is_rational():
    """The same gap, P(attack), resolve and choice on the same table, replicate by replicate."""
    table = [prospect("a", 0.1, 0.2, 0.5, 0.15, 0.4), prospect("b", 0.05, 0.3), prospect("c", 0.3, 0.6, 0.9)]
    ones = ProspectTheory(loss_aversion=1, curvature=1, gain_weighting=1, loss_weighting=1)
    for n in range(200):
        seen = observation(table, interests=Adversary(prospect=ones))
        one, other = Felt().decide(seen, Draws(0, n)), Rational().decide(seen, Draws(0, n))
        assert one.weighing.gap == pytest.approx(other.weighing.gap, abs=1e-7)
        assert one.orders == other.orders
        assert one.resolve == other.resolve


def test_a_sure_loss_is_gambled_with_and_a_likely_gain_is_kept():
    """The fourfold pattern: against a likely loss Red takes chances, against a likely gain it does not.

    Both attacks have the expected utility of restraint, so a rational Red is indifferent (gap 0).
    """
    bold = prospect("bold", 0.6, 0.6 + KAPPA, p=0.05)
    shy = prospect("shy", 0.6, 0.6 + KAPPA, p=0.95)
    for item, sign in ((bold, 1), (shy, -1)):
        assert item.utility + KAPPA == pytest.approx(0.0, abs=1e-9)
        assert math.copysign(1.0, felt(lottery_of(item, KAPPA), MEDIAN._replace(loss_aversion=1.0))) == sign


# Logit


def test_two_attacks_and_restraint_are_chosen_as_often_as_the_multinomial_logit_says():
    """EU -0.25 and -0.35 against restraint at -0.3, lambda 10: exp(0.5), exp(-0.5) and 1.

    P = 1.648721, 0.606531 and 1 over 3.255252: 0.506480, 0.186324 and 0.307196. Within 3 standard errors of 3,000.
    """
    table = [prospect("a", -0.25), prospect("b", -0.35)]
    found = [Logit().decide(observation(table), Draws(1, n)) for n in range(3000)]
    shares = {
        name: sum(d.chosen is not None and d.chosen.option.capability == name for d in found) / 3000
        for name in "ab"
    }
    for name, p in (("a", 0.506480), ("b", 0.186324)):
        assert abs(shares[name] - p) < 3.0 * math.sqrt(p * (1.0 - p) / 3000)
    first = found[0].weighing
    assert first.p_attack == pytest.approx(1.0 - 0.307196, abs=1e-6)
    assert first.gap == pytest.approx(math.log(1.648721 + 0.606531) / 10.0, abs=1e-7)
    picked = next(d for d in found if d.chosen is not None and d.chosen.option.capability == "a")
    assert picked.p_chosen == pytest.approx(1.0 / (1.0 + math.exp(-1.0)), abs=1e-8)


@given(utilities, st.floats(1.0, 50.0))
def test_options_together_are_worth_no_less_than_the_best_and_no_more_than_copies_of_it(values, rate):
    """Max u <= inclusive value <= max u + log(n) / lambda."""
    found = inclusive(values, rate)
    assert max(values) - 2e-9 <= found <= max(values) + math.log(len(values)) / rate + 2e-9


def test_with_one_option_logit_and_the_two_stage_rule_attack_with_the_same_chance():
    """A choice between two is the same by either road."""
    seen = observation([prospect("a", -0.2)])
    one, other = Logit().decide(seen, Draws(0, 0)), Rational().decide(seen, Draws(0, 0))
    assert one.weighing.gap == other.weighing.gap
    assert one.weighing.p_attack == other.weighing.p_attack


# All three


@pytest.mark.parametrize("doctrine", [Rational(), Felt()], ids=lambda item: item.key)
def test_copies_of_an_option_leave_the_two_stage_doctrines_as_they_are(doctrine):
    """The gap is that of the best option: more ways of doing the same tempt nobody."""
    table = [prospect("a", 0.1, 0.35, 0.7, 0.05, 0.3)]
    copies = [*table, *(prospect(f"copy_{n}", 0.1, 0.35, 0.7, 0.05, 0.3) for n in range(4))]
    one, more = (doctrine.decide(observation(items), Draws(0, 0)).weighing for items in (table, copies))
    assert (more.gap, more.p_attack) == (one.gap, one.p_attack)
    assert _decisions(doctrine, table) == _decisions(doctrine, copies)


def test_copies_of_an_option_multiply_the_odds_of_attack_under_logit():
    """What its page says: k copies, k times the odds; the gap grows by log(k) / lambda."""
    table = [prospect("a", -0.4)]
    copies = [prospect(f"copy_{n}", -0.4) for n in range(5)]
    one, five = (Logit().decide(observation(items), Draws(0, 0)).weighing for items in (table, copies))
    odds = [p / (1.0 - p) for p in (one.p_attack, five.p_attack)]
    assert odds[1] / odds[0] == pytest.approx(5.0, rel=1e-6)
    assert five.gap - one.gap == pytest.approx(math.log(5.0) / 10.0, abs=2e-9)
    counted = [sum(map(any, _decisions(Logit(), items, replicates=1500))) / 1500 for items in (table, copies)]
    for share, p in zip(counted, (one.p_attack, five.p_attack), strict=True):
        assert abs(share - p) < 3.0 * math.sqrt(p * (1.0 - p) / 1500)


@pytest.mark.parametrize("doctrine", [Rational(), Logit(), Felt()], ids=lambda item: item.key)
def test_half_the_move_length_leaves_the_chance_of_an_attack_unchanged(doctrine):
    """On a frozen table twice as many decisions make no attack likelier: noise is drawn once per replicate."""
    table = [prospect("a", 0.1, 0.38, 0.7), prospect("b", 0.0, 0.5)]
    long = [any(moves) for moves in _decisions(doctrine, table, 6, 21_600)]
    short = [any(moves) for moves in _decisions(doctrine, table, 12, 10_800)]
    assert long == short
    assert 0.1 < sum(long) / 300 < 0.9, "both must happen for this test to say anything"


@pytest.mark.parametrize("doctrine", [Rational(), Logit(), Felt()], ids=lambda item: item.key)
def test_without_an_option_every_doctrine_holds_back(doctrine):
    """Nothing to attack with: no order, and P(attack) is 0."""
    found = doctrine.decide(observation([]), Draws(0, 0))
    assert found.orders == ()
    assert found.weighing.p_attack == 0.0


@pytest.mark.parametrize("key", ["rational", "logit", "prospect"])
def test_the_restraint_arm_records_gap_and_p_attack_of_every_doctrine(crises, key):
    """P(attack) is the logistic function of lambda times the gap, and the best option is the first of the table."""
    record = run(crises.changed({f"{crises.RED}.doctrine": key}), arm="restraint")
    weighed = crises.kinds(record, "options.weighed")
    assert weighed
    for event in weighed:
        assert event.p_attack == pytest.approx(1.0 / (1.0 + math.exp(-10.0 * event.gap)), abs=1e-8)
        assert event.options[0]["option"] == event.best
        if key == "prospect":
            assert event.best_terms["worth"] + event.pressure == pytest.approx(event.gap, abs=2e-9)


def test_doctrines_differ_where_they_should(crises):
    """On one table: logit counts all attacks and so is never below the two-stage gap; prospect theory feels another."""
    gaps = {
        key: [
            event.gap
            for event in crises.kinds(
                run(crises.changed({f"{crises.RED}.doctrine": key}), arm="restraint"), "options.weighed"
            )
        ]
        for key in ("rational", "logit", "prospect")
    }
    assert all(more >= less for more, less in zip(gaps["logit"], gaps["rational"], strict=True))
    assert gaps["logit"] != gaps["rational"]
    assert gaps["prospect"] != gaps["rational"]


@pytest.mark.parametrize("key", ["rational", "scripted", "logit", "prospect"])
def test_a_doctrine_has_a_page_with_the_headings_of_an_effect(key, capsys):
    """`wargame describe doctrine` shows what happens, what decides, where it is from and what it leaves out."""
    assert main(["describe", "doctrine", key]) == 0
    page = capsys.readouterr().out
    for heading in ("What happens", "What decides", "Source and confidence", "Leaves out"):
        assert f"\n{heading}\n" in page
