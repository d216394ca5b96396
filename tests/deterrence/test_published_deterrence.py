"""Zagare and Kilgour's two-stage deterrence (case O11) by the very functions that Red decides with.

Mapping: payoffs divided by the challenger's stake. B = c_DC / stake, c_max = (c_DC - c_DD) / stake, one government with
s = 1 and d = 0, kappa = -c_SQ / stake, lambda_0 to infinity. Then attack iff (c_DC - p (c_DC - c_DD)) > c_SQ, that is
iff p is below the threshold (c_DC - c_SQ) / (c_DC - c_DD).
"""

import pytest

from wargame.deterrence.weighing import attacks, gap, p_attack, response_cost

ONE_PART_IN_A_BILLION = 1e-9
NEARLY = 1e-6
NO_NOISE = 1e12
TAU_D = 30.0

TWO_STAGE = [
    # c_DC, c_SQ, c_DD, threshold: Zagare and Kilgour, Perfect Deterrence, 2000, unilateral deterrence
    (10.0, 0.0, -10.0, 0.5),
    (6.0, 2.0, -14.0, 0.2),
    (1.0, 0.8, -1.0, 0.1),
]
DENIAL = [
    # B, resilience r, attribution q, response p, cost C, status quo, attack?
    (10.0, 0.0, 1.0, 0.5, 12.0, 0.0, True),
    (10.0, 0.5, 1.0, 0.5, 12.0, 0.0, False),
    (10.0, 0.5, 0.4, 0.5, 12.0, 0.0, True),
]


def _gap(c_dc, c_sq, c_dd, p, stake=20.0):
    cost = response_cost((c_dc - c_dd) / stake, [(1.0, p, 0.0)], TAU_D)
    return gap([round(c_dc / stake - cost, 9)], -c_sq / stake)


@pytest.mark.published("O11")
@pytest.mark.parametrize(("c_dc", "c_sq", "c_dd", "threshold"), TWO_STAGE)
def test_the_challenger_attacks_just_below_the_threshold_and_stays_just_above_it(c_dc, c_sq, c_dd, threshold):
    """A millionth of probability on either side decides."""
    below, above = _gap(c_dc, c_sq, c_dd, threshold - NEARLY), _gap(c_dc, c_sq, c_dd, threshold + NEARLY)
    assert attacks(below, 0.0)
    assert not attacks(above, 0.0)
    assert p_attack(below, NO_NOISE) == 1.0
    assert p_attack(above, NO_NOISE) == 0.0


@pytest.mark.published("O11")
@pytest.mark.parametrize(("c_dc", "c_sq", "c_dd", "threshold"), TWO_STAGE)
def test_at_the_threshold_the_gap_is_zero_and_a_tie_is_restraint(c_dc, c_sq, c_dd, threshold):
    """Challenger stays iff p >= threshold, so the tie is restraint."""
    tie = _gap(c_dc, c_sq, c_dd, threshold)
    assert tie == pytest.approx(0.0, abs=ONE_PART_IN_A_BILLION)
    assert not attacks(0.0, 0.0)


@pytest.mark.published("O11")
@pytest.mark.parametrize(("c_dc", "c_sq", "c_dd", "threshold"), TWO_STAGE)
def test_the_threshold_found_by_bisection_is_the_published_one(c_dc, c_sq, c_dd, threshold):
    """The probability at which Red's own decision turns, to 1e-9 (stakes large, so that rounding does not show)."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2.0
        if attacks(_gap(c_dc, c_sq, c_dd, middle, stake=1e-3), 0.0):
            low = middle
        else:
            high = middle
    assert high == pytest.approx(threshold, abs=ONE_PART_IN_A_BILLION)


@pytest.mark.published("O11")
@pytest.mark.parametrize(("benefit", "r", "q", "p", "cost", "status_quo", "attack"), DENIAL)
def test_resilience_shrinks_the_prize_and_attribution_makes_it_cost(
    benefit, r, q, p, cost, status_quo, attack
):
    """Attack iff (1 - r) B - q p C > status quo: denial and punishment add up in one decision."""
    stake = 10.0
    response = response_cost(cost / stake, [(1.0, q * p, 0.0)], TAU_D)
    value = gap([round((1.0 - r) * benefit / stake - response, 9)], -status_quo / stake)
    assert attacks(value, 0.0) is attack
    assert p_attack(value, NO_NOISE) == (1.0 if attack else 0.0)
