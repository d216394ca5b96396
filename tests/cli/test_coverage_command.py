"""coverage: the table of all missions, one mission by mix, files, and wrong input."""

import json

import pytest

from wargame.cli import main


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_without_a_mission_there_is_a_table_of_all(capsys):
    assert main(["coverage", "tutorial"]) == 0
    out = capsys.readouterr().out
    assert "  A  The Strait" in out
    assert "missile warning              1.00 / 0.67" in out


def test_one_mission_prints_every_mix_and_writes_page_and_numbers(capsys, tmp_path):
    arguments = ["coverage", "tutorial", "--mission", "missile_warning", "--region", "strait"]
    assert main([*arguments, "--out", "found"]) == 0
    out = capsys.readouterr().out
    assert "Arcadia alone" in out
    assert "  without Borealis" in out
    assert "Over time (1 h a sign, " in out
    page = (tmp_path / "found" / "coverage.html").read_text("utf-8")
    assert "lead: Arcadia" in page
    assert "partner: Borealis; Corona" in page
    assert "so the lines begin at D+" in page
    document = json.loads((tmp_path / "found" / "coverage.json").read_text("utf-8"))
    assert document["mixes"]["all"]["mean"] == 1.0
    # One of two watchers lost leaves one sensor, which counts half; the only gateway for warning takes all.
    assert document["single_losses"] == {"assets": 3, "without_a_trace": 0, "worst": 1.0}
    assert "0 of 3 would leave no trace, the dearest takes 1.000 off the mean" in out
    assert "0 of 3 would leave no trace" in page
    assert (tmp_path / "found" / "coverage.html").read_text("utf-8").startswith("<!doctype html>")
    assert main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == document


def test_what_partners_give_the_lead_stands_beside_what_they_give_everybody(capsys, tmp_path):
    """Who promises capacity has less for its own users."""
    assert main(["coverage", "western_pacific", "--mission", "satcom_protected", "--out", "found"]) == 0
    out, page = capsys.readouterr().out, (tmp_path / "found" / "coverage.html").read_text("utf-8")
    britain = next(line for line in out.splitlines() if line.startswith("  with United Kingdom"))
    adds, to_lead = britain.split()[4:6]
    assert (float(adds), float(to_lead)) == (0.0, pytest.approx(-0.02, abs=0.01))
    for words in (
        "The column 'to US' counts users of United States only.",
        "promised to a partner by agreement",
    ):
        assert words in out
        assert words.replace("'", "&#39;") in page
    document = json.loads((tmp_path / "found" / "coverage.json").read_text("utf-8"))
    assert document["mean_to_the_lead"]["with_GBR"] < document["mean_to_the_lead"]["alone"]


def test_one_nation_s_users_have_no_second_column_and_planned_outages_and_clouds_are_told(capsys):
    assert main(["coverage", "western_pacific", "--mission", "isr_imaging", "--nation", "US"]) == 0
    out = capsys.readouterr().out
    assert "to US" not in out
    assert "the outages that injects plan and one sky of clouds decide" in out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--mission", "pmt"], 1, "no mission of that name; did you mean 'pnt'?"),
        (["--mission", "sda"], 1, "nobody in this scenario needs sda"),
        (["--mission", "pnt", "--region", "strat"], 1, "no such region; did you mean 'strait'?"),
        (["--mission", "pnt", "--region", "the str"], 1, "did you mean"),
        (["--mission", "pnt", "--nation", "NOB"], 1, "nobody has that id"),
        (["--region", "strait"], 2, "needs a --mission"),
        (["--mission", "pnt", "--leaving", "soon"], 2, "neutral, absent"),
    ],
)
def test_wrong_input_is_a_sentence(arguments, status, words, capsys, tmp_path):
    assert main(["coverage", "tutorial", *arguments]) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in " ".join(captured.err.replace("\u2502", " ").split())
    assert not list(tmp_path.iterdir())


def test_a_run_and_its_coverage_may_share_a_folder():
    """Whatever `coverage` writes there, the next run replaces it and does not call it somebody's own."""
    for command in (
        ["run", "tutorial"],
        ["coverage", "tutorial", "--mission", "satcom_wideband"],
        ["run", "tutorial"],
    ):
        assert main([*command, "--out", "both"]) == 0
