"""What stands beside a partner's value and is never blended with it: leaks, escalation, cost."""

import pytest

from wargame.analysis.contribution import plan
from wargame.analysis.contribution.page import contribution_html
from wargame.analysis.contribution.text import as_text
from wargame.events import LeakOccurred
from wargame.loader import load
from wargame.run import run
from wargame.studies.contributing import contribution

LEAKY = {
    "disclosure.members.p_leak": 1.0,
    "disclosure.members.latency_h": 0.0,
    "disclosure.members.share": 1.0,
}


@pytest.fixture(scope="module")
def leaky():
    scenario = load("tutorial", set=LEAKY)
    return contribution(scenario, plan(scenario, 2))


def _leaks(scenario, group):
    found = [
        sum(isinstance(event, LeakOccurred) for event in record.events)
        for package in scenario.threat_packages
        for replicate in range(2)
        for record in [run(scenario, 0, replicate, group, arm="forced", package=package)]
    ]
    return sum(found) / len(found)


def test_the_leaks_beside_a_value_are_those_of_the_records_with_the_partner_less_those_without(leaky):
    scenario = leaky.scenario
    row = leaky.as_dict("")["gains"]["BOR"]["leaks"]
    expected = _leaks(scenario, ["BOR", "COR"]) - _leaks(scenario, ["COR"])
    assert row["value"] == pytest.approx(expected)
    assert row["value"] > 0.0


def test_leaks_stand_in_text_and_page_where_there_can_be_any(leaky):
    text = as_text(leaky, leaky.as_dict(""))
    assert "exposure     leaks" in text
    assert "Leaks: how many more releases leak under the declared attacks" in text
    assert "more leaks with it" in contribution_html(leaky)


def test_where_there_can_be_none_the_reason_is_said_and_so_it_is_of_cost(tutorial):
    found = contribution(tutorial, plan(tutorial, 1))
    text, page = as_text(found, found.as_dict("")), contribution_html(found)
    for told in (text, page):
        assert "no release can leak here (disclosure.*.p_leak is 0)" in told
        assert "no value per cost" in told
    assert "exposure     leaks" not in text
    assert "more leaks with it" not in page
    assert found.as_dict("")["gains"]["BOR"]["leaks"]["value"] is None


def test_leaks_may_be_asked_as_a_measure(leaky):
    asked = plan(leaky.scenario, 2, measures=["deterrence.leaks"])
    measure = contribution(leaky.scenario, asked).as_dict("")["measures"]["deterrence.leaks"]
    assert measure["leave_one_out"]["BOR"]["value"] == pytest.approx(
        leaky.as_dict("")["gains"]["BOR"]["leaks"]["value"]
    )
    assert measure["us_only"]["value"] == pytest.approx(_leaks(leaky.scenario, []))
