"""The report of a contribution study: self-contained, escaped, answer first, partners alphabetical."""

import re

import pytest
from markupsafe import escape

from wargame.analysis.contribution import plan
from wargame.analysis.contribution.charts import Bar, Swung, answer_chart, synergy_chart, tornado_chart
from wargame.analysis.contribution.mechanism import mechanisms
from wargame.analysis.contribution.page import contribution_html
from wargame.analysis.contribution.tracing import ranges
from wargame.loader import load
from wargame.studies.contributing import contribution

MEASURES = (
    "resilience.service_delivered",
    "deterrence.margin",
    "deterrence.denial",
    "deterrence.cost_imposition",
)
COURTESY = "Unclassified, illustrative, not a forecast, not an assessment of any nation"


@pytest.fixture(scope="module")
def found(tutorial):
    return contribution(tutorial, plan(tutorial, 2, measures=MEASURES), report=True)


@pytest.fixture(scope="module")
def page(found):
    return contribution_html(found)


def test_no_request_leaves_the_page_and_nothing_in_it_runs(page):
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert "default-src 'none'" in page
    assert "http" not in re.sub(r"http-equiv", "", page)


def test_the_answer_comes_first_with_resilience_and_deterrence_apart(page):
    order = (
        "With all of them the service",
        "With all of them Red",
        ">Resilience<",
        ">Deterrence<",
        ">Denial and cost, apart<",
        "hold across the assumptions",
        "Through what each partner adds it",
        "Who adds more together",
        "How far from tipping",
        "Until the first attack",
    )
    places = [page.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)
    assert page.count(COURTESY) == 2


def test_partners_stand_in_alphabetical_order_everywhere(page):
    chart = page[page.find(">Resilience<") : page.find(">Deterrence<")]
    assert 0 < chart.find("Borealis") < chart.find("Corona")


def test_every_number_of_a_worth_has_its_rows(page, found):
    for group in found.plan.groups:
        if not any(":" in name for name in group):
            assert found.rows["forced", group]
    assert "forced 0" in page or "forced 1" in page


def test_the_tornado_tells_of_all_seven_judgements(page, found):
    assert len(found.tornado) == 7
    for item in found.tornado:
        assert item.varied.symbol in page
        assert escape(item.varied.meaning) in page


def test_of_the_seven_only_those_that_enter_the_margin_move_it(found):
    """lambda_0 says how surely Red follows its reckoning; it cannot move the margin, and it moves P(attack)."""
    resolve = found.tornado[0]
    assert resolve.gain[0] == pytest.approx(resolve.gain[1], abs=1e-9)
    assert resolve.p_attack[0] != resolve.p_attack[1]
    cap = found.tornado[1]
    assert cap.gain[0] < cap.gain[1]


def test_text_of_a_scenario_is_shown_and_not_obeyed():
    scenario = load("tutorial", set={"actors.BOR.name": "</title><script>alert(1)</script>"})
    study = contribution(scenario, plan(scenario, 1), report=True)
    page = contribution_html(study)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_partner_that_takes_away_is_shown_with_mechanism_and_judgement():
    """costly_friend: Birch is promised more than it brings."""
    scenario = load("costly_friend", set={"agreements.promise.shares.BIR": 0.8})
    asked = plan(scenario, 1, measures=["resilience.service_delivered"], view="lead")
    study = contribution(scenario, asked)
    document = study.as_dict("")
    row = document["measures"]["resilience.service_delivered"]["shapley"]["BIR"]
    assert row["verdict"] in ("takes away", None)
    if row["verdict"] is None:
        study = contribution(scenario, plan(scenario, 3, None, ["resilience.service_delivered"], "lead"))
        document = study.as_dict("")
    (sentence,) = mechanisms(study, document, "resilience.service_delivered")
    assert "takes away most through capacity" in sentence
    assert "promise" in sentence
    assert "agreements.*.shares" in sentence


def test_signs_are_told_without_colour():
    """Solid and hatched, filled and open: in print as on a screen."""
    pairs = {(0, 1): (0.2, True), (0, 2): (-0.1, False), (1, 2): (0.0, False)}
    chart = synergy_chart(["A", "B", "C"], pairs, "synergy")
    assert "cell together heat4" in chart
    assert "cell instead heat2" in chart
    bars = [
        Bar("A", "partner", 0.1, 0.05, 0.15, 0.06, "adds"),
        Bar("B", "partner", 0.0, -0.05, 0.05, None, "not distinguishable"),
        Bar("C", "commercial", 0.1, None, None, None, ""),
    ]
    chart = answer_chart(bars, "answer")
    assert chart.count('"point open"') == 2
    assert "one replicate: no interval" in chart
    assert "adds commercial" in chart


def test_a_judgement_without_a_number_at_an_end_is_said_in_the_tornado():
    rows = [Swung("a", ("0", "1"), (0.1, -0.2)), Swung("b", ("0", "1"), (None, 0.1))]
    assert "no number at an end" in tornado_chart(rows, 0.05, "tornado")


def test_stretches_of_rows_are_drawn_together():
    assert ranges([0, 1, 2, 5, 7, 8]) == "0-2, 5, 7-8"
    assert ranges([]) == ""
