"""Measures on the command line: the list, a page each, and the study block of a run's document."""

import json

import pytest
from typer.testing import CliRunner

from wargame.cli import app
from wargame.cli.pages import page
from wargame.cli.printing import CommandError

runner = CliRunner()


def printed(*arguments):
    """What a command prints, once it has succeeded."""
    done = runner.invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_list_names_every_measure_with_what_a_script_needs():
    """Kind, arm, unit, direction, primary or exploratory."""
    found = json.loads(printed("list", "--json"))["measures"]
    assert {item["kind"] for item in found} == {"record", "study"}
    assert {item["standing"] for item in found} == {"primary", "exploratory"}
    for item in found:
        assert {"name", "title", "arm", "unit", "direction", "formula", "source", "null_when"} <= set(item)
    names = {item["name"] for item in found}
    assert {
        "resilience.p_no_outage",
        "resilience.breadth",
        "deterrence.tipping_pressure",
        "deterrence.denial",
    } <= names
    assert {"deterrence.cost_imposition", "deterrence.survival", "deterrence.margin"} <= names


@pytest.mark.parametrize("key", ["deterrence.tipping_pressure", "resilience.depth", "resilience.depth.pnt"])
def test_a_measure_has_a_page_with_or_without_a_mission(key):
    """Formula, source, when it is null."""
    text = printed("describe", "measure", key)
    for words in ("formula:", "source:", "null when:"):
        assert words in text


def test_the_list_of_measures_says_what_is_not_computed_and_why():
    """Rather than leaving it to be guessed."""
    text = printed("describe", "measure")
    assert "Not computed" in text
    assert "R6" in text


def test_a_measure_that_does_not_exist_is_refused_with_a_hint():
    """As any other page."""
    with pytest.raises(CommandError, match=r"did you mean 'deterrence\.tipping_pressure'"):
        page("measure", "deterrence.tiping_pressure")


def test_the_document_of_a_run_has_study_measures_of_both_sides():
    """One replicate: numbers where it can have them, reasons elsewhere, never NaN."""

    def refuse(word):
        raise AssertionError(f"{word} in the document")

    found = json.loads(printed("run", "tutorial", "--json"), parse_constant=refuse)["study"]
    for side in ("coalition", "us_only"):
        each = found[side]
        assert each["resilience.p_no_outage"] is not None
        assert each["deterrence.tipping_pressure"] is not None
        assert each["deterrence.survival"][0][0] == 0.0
        nulls = {name for name, value in each.items() if value is None and name != "nearly_wins"}
        assert nulls == set(each["reasons"])
    parts = sum(
        found["coalition"][f"deterrence.margin_by_{part}"] for part in ("denial", "cost", "replanning")
    )
    assert parts == pytest.approx(
        found["us_only"]["nearly_wins"]["gap"] - found["coalition"]["nearly_wins"]["gap"], abs=1e-8
    )
