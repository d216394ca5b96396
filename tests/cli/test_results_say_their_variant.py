"""Whoever reads a result can see which variant of a scenario it shows: excursion, settings, who is out."""

import json

import pytest

from wargame.analysis.variants import MOST_SETTINGS, settings_list, variant_lines
from wargame.cli import main
from wargame.loader import load_all
from wargame.scenario.variant import Variant

ASKED = ["--excursion", "silence", "--set", "clock.duration_h=48"]
TITLE = "Nobody shares what it saw"
CHANGES = {"disclosure.members.share": 0, "clock.duration_h": 48}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def _said(text):
    return "'silence'" in text and TITLE in text and all(f"{k} = {v}" in text for k, v in CHANGES.items())


def _kept(document):
    found = document["variant"]
    return (found["excursion"], found["title"], found["set"]) == ("silence", TITLE, CHANGES)


def test_a_run_says_it_on_screen_on_its_page_and_in_its_summary(capsys, tmp_path):
    assert main(["run", "tutorial", *ASKED, "--without", "BOR", "--out", "found"]) == 0
    out = capsys.readouterr().out
    page = (tmp_path / "found" / "report.html").read_text("utf-8").replace("&#39;", "'")
    document = json.loads((tmp_path / "found" / "summary.json").read_text("utf-8"))
    assert _said(out)
    assert _said(page)
    assert _kept(document)
    assert (document["without"], document["leaving"]) == (["BOR"], "neutral")
    for text in (out, page):
        assert "Not in the coalition: Borealis" in text


def test_coverage_says_it_on_screen_on_its_page_and_in_its_numbers(capsys, tmp_path):
    arguments = ["coverage", "tutorial", *ASKED]
    assert main([*arguments, "--mission", "missile_warning", "--out", "found"]) == 0
    assert _said(capsys.readouterr().out)
    assert _said((tmp_path / "found" / "coverage.html").read_text("utf-8").replace("&#39;", "'"))
    assert _kept(json.loads((tmp_path / "found" / "coverage.json").read_text("utf-8")))
    assert main(arguments) == 0
    assert _said(capsys.readouterr().out)
    assert main([*arguments, "--json"]) == 0
    assert _kept(json.loads(capsys.readouterr().out))


def test_contribution_says_it_on_screen_and_in_its_document(capsys, tmp_path):
    few = ["--partners", "COR", "--measures", "deterrence.margin", "--replicates", "1"]
    assert main(["contribution", "tutorial", *ASKED, *few, "--out", "found"]) == 0
    assert _said(capsys.readouterr().out)
    assert _kept(json.loads((tmp_path / "found" / "contribution.json").read_text("utf-8")))


def test_a_study_of_mixes_says_that_it_does_not_take_the_leavers_out(capsys):
    assert main(["coverage", "tutorial", "--excursion", "alone"]) == 0
    assert "takes Borealis, Corona out" in capsys.readouterr().out


def test_the_scenario_as_it_stands_has_no_variant(capsys):
    assert load_all("tutorial").variant.as_dict() is None
    assert main(["coverage", "tutorial", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["variant"] is None


def test_a_setting_that_changes_nothing_is_said_and_the_scenario_is_the_same():
    plain = load_all("tutorial")
    same = load_all("tutorial", set={"title": plain.scenario.title})
    assert same.variant.settings == {"title": plain.scenario.title}
    assert same.scenario.hash == plain.scenario.hash


def test_nested_changes_become_paths_and_long_lists_are_cut_with_their_number():
    many = Variant(settings={f"a.b{n}": n for n in range(MOST_SETTINGS + 3)})
    assert "and 3 more" in variant_lines(many)[0]
    assert len(settings_list(many)) == MOST_SETTINGS + 3
