"""costly_friend: a partner whose value for the lead is below zero, and the share at which it changes its sign.

The crossing is found with the real program, by bisection, and compared with the closed form of the file's header.
"""

import sys

import pytest

from wargame.analysis.contribution import plan
from wargame.loader import load
from wargame.run import run
from wargame.studies.contributing import contribution

MEASURE = "resilience.service_delivered"


def _value(share, view="lead"):
    """Birch's Shapley value in service delivered, at a promised share."""
    scenario = load("costly_friend", set={"agreements.promise.shares.BIR": share})
    found = contribution(scenario, plan(scenario, 1, None, (MEASURE,), view, "neutral", 0))
    return found.as_dict(scenario.title)["measures"][MEASURE]["shapley"]["BIR"]["value"]


def _bisected(function, low, high, tolerance):
    """Where a falling function changes its sign."""
    assert function(low) > 0 > function(high)
    while high - low > tolerance:
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return (low + high) / 2


def _first_in(share):
    """What Birch adds to Alder's own service when it is the first to join; Cedar stays neutral."""
    scenario = load("costly_friend", set={"agreements.promise.shares.BIR": share})
    means = [
        float(
            run(scenario, coalition=members, arm="forced", package="jam")
            .services["satcom_wideband"]
            .demand_weighted("sound", "ALD")
            .mean()
        )
        for members in (["BIR"], [])
    ]
    return means[0] - means[1]


def _left():
    """The share of the relay that the jammer leaves, from a run: Alder alone on the second day gets 1.2 f."""
    record = run(load("costly_friend"), coalition=[], arm="forced", package="jam")
    line = record.services["satcom_wideband"].demand_weighted("sound", "ALD")
    return float(line[-12:].mean()) / 1.2


def test_the_first_day_alone_is_half_a_storm_and_the_second_what_the_jammer_leaves():
    record = run(load("costly_friend"), coalition=[], arm="forced", package="jam")
    line = record.services["satcom_wideband"].demand_weighted("sound", "ALD")
    steps = 24 * 12
    assert float(line[:steps].mean()) == pytest.approx(0.5, abs=0.01)
    assert 0 < _left() < 0.5


def test_birch_is_worth_something_at_a_fair_price_and_less_than_nothing_at_the_price_of_the_file():
    assert _value(0.1) > 0.05
    assert _value(0.7) < -0.05


def test_the_crossing_with_birch_alone_is_where_the_header_says(capsys):
    """Share s = 1 - (1/2 + 1.2 f) / (1.2 + 1.2 f): gateway gained against share given."""
    f = _left()
    expected = 1 - (0.5 + 1.2 * f) / (1.2 + 1.2 * f)
    found = _bisected(_first_in, 0.2, 0.7, 0.002)
    assert found == pytest.approx(expected, abs=0.01)
    with capsys.disabled():
        sys.stdout.write(
            f"\ncostly_friend: Birch's value for the lead falls below 0 at a share of {found:.3f}\n"
        )


def test_with_cedar_beside_it_birch_is_too_dear_sooner_or_later_all_the_same(capsys):
    """The sign changes inside the range: negative from the crossing up to the whole relay."""
    found = _bisected(_value, 0.2, 0.7, 0.002)
    assert 0.2 < found < 0.7
    assert _value(1.0) < 0
    with capsys.disabled():
        sys.stdout.write(f"\ncostly_friend: beside Cedar it falls below 0 at a share of {found:.3f}\n")


def test_what_the_lead_loses_the_friend_s_users_gain():
    assert _value(0.7, view="coalition") > 0
    assert _value(0.7, view="BIR") > 0
