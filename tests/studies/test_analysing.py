"""Analyses of a whole study's file, whose outcome is known in closed form."""

import copy
import json
from dataclasses import replace

import pytest
from cheap_study import CheapSweep, LinearSweep

from wargame.analysis.sweep_page import sweep_html, sweep_lines
from wargame.studies.analysing import METHODS, Analysis
from wargame.studies.answers import Answers
from wargame.studies.games import StudyError
from wargame.studies.reading import read_study
from wargame.studies.study_file import StudyFile

STUDY = {
    "title": "A <straight> line",
    "question": "Which factor matters?",
    "scenario": "tutorial",
    "uncertainties": {
        "power": {
            "path": "actors.RED.adversary.capabilities.jammer.parameters.eirp_dbw",
            "low": 60,
            "high": 100,
        },
        "luck": {
            "path": "actors.RED.adversary.capabilities.intruder.parameters.p_success",
            "low": 0,
            "high": 1,
        },
    },
    "outcomes": {
        "service": {"measure": "capability.service", "enough": 1.0},
        "reached": {"measure": "deterrence.reached_unattacked"},
    },
    "coalitions": {"alone": "lead_alone", "everybody": "everybody"},
    "design": {"kind": "sobol", "base": 64},
}


def _answers(folder, sweep=LinearSweep, **changes):
    sweep(read_study(STUDY | changes)).play(folder / "s.db")
    with StudyFile(folder / "s.db") as file:
        return Answers.of(file)


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Of the straight line by its Sobol design."""
    return _answers(tmp_path_factory.mktemp("line"))


@pytest.fixture(scope="module")
def document(answers):
    """Every method's analysis of the straight line; a test that changes it takes a copy."""
    return Analysis(answers).as_dict()


def _of(document, method, outcome="service", coalition="everybody"):
    entries = document["methods"][method]
    return next(item for item in entries if (item["outcome"], item["coalition"]) == (outcome, coalition))


def test_a_line_has_the_indices_of_its_slopes(document):
    found = _of(document, "sobol")
    assert found["factors"]["power"]["total"]["value"] == pytest.approx(0.9, abs=0.02), "9 / (9 + 1)"
    assert found["factors"]["luck"]["first"]["value"] == pytest.approx(0.1, abs=0.02)
    assert list(document["methods"]) == ["sobol", "screening", "discovery", "tipping", "regret", "pareto"]
    box = _of(document, "discovery")["boxes"][0]
    assert 60 + 40 * 0.5 / 3 < box["limits"]["power"]["high"] < 60 + 40 * 1.5 / 3 + 1, (
        "0.5 + 3 a - b < 1 for b in 0..1"
    )
    assert "low" in box["limits"]["power"]
    assert box["limits"]["power"]["low"] is None
    tips = _of(document, "tipping")["factors"]["power"]
    assert tips["tips_low"] < 60 + 40 * (0.5 + 0.5) / 3 < tips["tips_high"]
    regret = next(item for item in document["methods"]["regret"] if item["outcome"] == "service")
    assert [round(item["largest"], 9) for item in regret["choices"]] == [1.0, 0.0]
    assert [item["unbeaten"] for item in document["methods"]["pareto"]] == [False, True]
    json.dumps(document, allow_nan=False)


def test_the_page_and_the_lines_say_what_the_document_says(document):
    page, lines = sweep_html(document), "\n".join(sweep_lines(document))
    for words in (
        "Sobol indices",
        "not an assessment of any nation",
        "Scenario discovery",
        "not distinguishable",
    ):
        assert words.lower() in page.lower()
    assert "A &lt;straight&gt; line" in page
    assert "<straight>" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "SOBOL INDICES" in lines
    assert page.count("<svg") >= 8


def test_a_morris_design_gives_the_slopes(tmp_path):
    answers = _answers(tmp_path, design={"kind": "morris", "trajectories": 4})
    found = _of(Analysis(answers, ("morris",)).as_dict(), "morris")
    assert found["factors"]["power"]["mu"] == pytest.approx(3.0)
    assert found["factors"]["luck"]["mu_star"]["value"] == pytest.approx(1.0)
    assert sweep_html(Analysis(answers).as_dict())


def test_a_method_that_the_design_was_not_made_for_is_refused(tmp_path):
    answers = _answers(tmp_path, design={"kind": "latin_hypercube", "points": 8})
    with pytest.raises(StudyError, match=r"--method sobol: it needs 'design: \{kind: sobol\}'"):
        Analysis(answers, ("sobol",)).as_dict()
    with pytest.raises(StudyError, match="there is no method 'guess'"):
        Analysis(answers, ("guess",)).as_dict()


def test_every_method_says_why_when_no_run_gives_a_number(tmp_path):
    answers = _answers(tmp_path, sweep=CheapSweep)
    document = Analysis(answers).as_dict()
    assert set(document["methods"]) <= set(METHODS)
    for method, entries in document["methods"].items():
        assert all("reason" in entry for entry in entries), method
    assert "nothing to show" in "\n".join(sweep_lines(document))
    assert sweep_html(document)


def test_a_factor_that_never_changed_between_the_samples_has_no_index(answers):
    stuck = answers.levels["luck"][:64]
    answers = replace(answers, levels={**answers.levels, "luck": stuck * 4})
    document = Analysis(answers, ("sobol",)).as_dict()
    found = _of(document, "sobol")["factors"]
    why = "this factor never changed between the two samples"
    assert found["luck"] == {"first": None, "total": None, "reason": why}
    assert found["power"]["first"] is not None
    said = "\n".join(sweep_lines(document))
    assert f"luck: {why}." in said
    assert "cannot tell which share" in said
    assert sweep_html(document)


def test_no_negative_share_of_the_variance_is_told(document):
    document = copy.deepcopy(document)
    _of(document, "sobol")["factors"]["power"]["first"]["value"] = -0.5
    said = "\n".join(sweep_lines(document))
    assert "account for -" not in said
    assert "cannot tell which share" in said
    assert "An index below 0 or above 1 is the error of a sample of 64" in said


def test_indices_between_0_and_1_need_no_excuse(document):
    document = copy.deepcopy(document)
    for outcome in document["methods"]["sobol"]:
        for item in outcome["factors"].values():
            for kind in ("first", "total"):
                item[kind]["value"] = 0.5
    assert "below 0 or above 1" not in "\n".join(sweep_lines(document))
