"""Why the lead's own users have less with partners, and why a coalition may lose more hours: it had more."""

import pytest

from wargame.analysis.giving import given_up, more_to_lose
from wargame.analysis.study_rows import SHOWN, MissionRow
from wargame.loader import load


@pytest.fixture(scope="module")
def pacific():
    return load("western_pacific")


def test_capacity_that_was_promised_to_partners_is_named(pacific):
    lines = given_up({"satcom_protected": (0.902, 0.902, 0.942, 0.942)}, pacific, ("CAN", "GBR", "JPN"))
    assert lines == [
        "Protected communication is lower even where nobody attacks, 0.90 instead of 0.94: United States has promised "
        "shares of its satellites' capacity to Canada and United Kingdom."
    ]


def test_only_partners_that_are_there_hold_a_promise(pacific):
    (line,) = given_up({"satcom_protected": (0.92, 0.92, 0.942, 0.942)}, pacific, ("GBR",))
    assert line.endswith("capacity to United Kingdom.")
    assert "Canada" not in line


def test_without_a_promise_the_agreements_are_named(pacific):
    (line,) = given_up({"isr_imaging": (0.80, 0.80, 0.85, 0.85)}, pacific, ("JPN",))
    assert line.endswith("the agreements of the coalition give a part of it to partners' users.")


def test_what_attacks_take_is_not_laid_to_partners(pacific):
    assert given_up({"satcom_protected": (0.942, 0.5, 0.942, 0.9)}, pacific, ("CAN",)) == []


def _row(lost, alone):
    numbers = [0.0] * len(SHOWN)
    numbers[SHOWN.index("resilience.loss_90d_h")] = lost
    other = [0.0] * len(SHOWN)
    other[SHOWN.index("resilience.loss_90d_h")] = alone
    return MissionRow("missile warning", tuple(numbers), tuple(other))


def test_a_coalition_that_loses_more_hours_had_more():
    calm = {"missile warning": {"with_calm": 1.0, "alone_calm": 0.6667}}
    assert list(more_to_lose([_row(532.2, 354.8)], calm)) == [
        "Missile warning: the coalition loses 532 h and the lead alone 355 h, because it has more to lose; unattacked "
        "it is served 1.00 of what is needed, the lead alone 0.67."
    ]
    assert list(more_to_lose([_row(300.0, 354.8)], calm)) == []
    alike = {"missile warning": {"with_calm": 0.9, "alone_calm": 0.9}}
    assert list(more_to_lose([_row(532.2, 354.8)], alike)) == []
