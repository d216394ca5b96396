"""Detection without identification can weaken deterrence: shown by the program, over a range and not at a point."""

from statistics import NormalDist

import pytest

from wargame.analysis.crossing import crossings
from wargame.analysis.statistics import statistics
from wargame.loader import load
from wargame.run import run

MONITORS = tuple(f"sites.{site}.functions.monitor" for site in ("arc_gateway", "bor_monitor", "cor_monitor"))
NORMAL = NormalDist()
START = 0.5
"""P(detect) of the shipped file."""
BLURRED = (0.8, 0.85, 0.9, 0.95)
"""An interior range of P(detect) in which more detection deters less than at the start."""


def false_alarms(p_detect, discriminability=1.0):
    """P(false alarm) on the normal curve of signal detection theory (Green and Swets 1966)."""
    return NORMAL.cdf(NORMAL.inv_cdf(p_detect) - discriminability)


def played(p_detect, p_false_alarm, excursion=None, **more):
    """The restraint path of the scenario with monitors like these."""
    numbers = {"p_detect": p_detect, "p_false_alarm": p_false_alarm, **more}
    changes = {f"{monitor}.{name}": value for monitor in MONITORS for name, value in numbers.items()}
    return run(load("blurred_evidence", excursion=excursion, set=changes), arm="restraint", keep="lean")


def margin(p_detect, excursion=None, held=None, **more):
    """The margin of deterrence; false alarms rise with detection unless they are held."""
    p_false_alarm = false_alarms(p_detect) if held is None else held
    return statistics(played(p_detect, p_false_alarm, excursion, **more)).values["deterrence.margin"]


@pytest.fixture(scope="module")
def start():
    """The margin at the start."""
    return margin(START)


def test_the_shipped_numbers_lie_on_the_curve(start):
    """p_false_alarm 0.16 is Phi(-1) = 0.1587 rounded, and no result hangs on the rounding."""
    assert false_alarms(START) == pytest.approx(0.1587, abs=1e-4)
    assert statistics(played(START, 0.16)).values["deterrence.margin"] == pytest.approx(start, abs=1e-3)


def test_more_detection_first_deters_more(start):
    """Up to three quarters: reports come more often and still convict."""
    assert start < margin(0.6) < margin(0.7)


def test_then_more_detection_deters_less_all_over_an_interior_range(start):
    """With P(identify) as it was: lower margin and higher P(attack) than at the start, at every point of the range."""
    before = statistics(played(START, false_alarms(START))).values["deterrence.p_attack"]
    for p_detect in BLURRED:
        values = statistics(played(p_detect, false_alarms(p_detect))).values
        assert values["deterrence.margin"] < start - 0.01
        assert values["deterrence.p_attack"] > before + 0.02


def test_the_crossing_point_is_found_by_bisection_and_lies_inside(start):
    """One crossing between the start and certainty; on its two sides the margin is on the two sides of the start's."""
    (found,) = crossings(margin, START + 0.01, 0.99, target=start, samples=12, tolerance=2e-3)
    assert not found.rising
    assert 0.6 < found.low < found.high < BLURRED[0]
    assert margin(found.low) > start >= margin(found.high)
    told = found.sentence(
        "p_detect", "the margin", "one report that names Red no longer carries a government"
    )
    assert told.startswith("the margin falls below -0.061 at p_detect = 0.764")


def test_the_mechanism_is_that_one_name_no_longer_convicts():
    """Below the crossing Red expects to be accused in earnest about every fifth time, above it hardly ever."""

    def p_accused(p_detect):
        numbers = {"p_detect": p_detect, "p_false_alarm": false_alarms(p_detect)}
        changes = {f"{monitor}.{name}": value for monitor in MONITORS for name, value in numbers.items()}
        record = run(load("blurred_evidence", set=changes), arm="restraint")
        return record.of_kind("options.weighed")[0].options[0]["answers"][0]["p_attributes"]

    assert p_accused(0.75) > 0.15
    assert p_accused(0.8) < 0.05


def test_with_false_alarms_held_more_detection_does_not_deter_less():
    """What weakens deterrence is the blur, not the detection."""
    held = margin(START, held=0.02)
    assert all(margin(p_detect, held=0.02) > held for p_detect in BLURRED)


def test_with_good_identification_the_same_rise_deters_more(start):
    """P(identify) 0.8 in place of 0.2: reports that name Red go on convicting."""
    clear = margin(START, p_identify=0.8)
    assert clear > start
    assert all(margin(p_detect, p_identify=0.8) > clear for p_detect in BLURRED)


def test_a_second_who_could_have_done_it_shields_red(start):
    """Umbra's mere ability costs deterrence, at the start and wherever evidence still decides."""
    for p_detect in (0.4, START, 0.6, 0.7):
        assert margin(p_detect, "one_suspect") >= margin(p_detect)
    assert margin(START, "one_suspect") > start + 0.01


def test_the_failure_in_the_file_leads_to_a_wrong_answer_in_some_replicate():
    """Nobody caused it; in about one replicate of a hundred some government answers Red or Umbra for it."""
    scenario = load("blurred_evidence")
    answers = [
        event
        for replicate in range(300)
        for event in run(scenario, arm="unattacked", replicate=replicate, keep="lean").of_kind(
            "response.decided"
        )
    ]
    assert answers
    assert all(event.wrong and event.order == "outage:fault" for event in answers)
