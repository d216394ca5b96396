"""`wargame describe` tells what a scenario asks, who is in it and with what, and which excursions it has."""

import pytest

from wargame.cli import main
from wargame.loader import load_all
from wargame.loader.sources import shipped


@pytest.mark.parametrize("name", shipped())
def test_the_page_of_a_shipped_scenario_holds_what_it_asks_and_what_may_happen(name, capsys):
    assert main(["describe", name]) == 0
    page = capsys.readouterr().out
    loaded = load_all(name)
    scenario = loaded.scenario
    assert page.startswith(f"{scenario.title}\n\n{scenario.question}\n")
    assert all(line in page for line in scenario.look_for)
    assert all(actor.name in page for actor in scenario.actors.values())
    assert all(item.title in page for item in scenario.threat_packages.values())
    assert all(f"  {key}" in page and title in page for key, title in loaded.excursion_titles.items())
    assert f"{len(scenario.fleet)} satellites" in page


def test_a_file_has_a_page_too_and_a_wrong_one_its_faults(tmp_path, capsys):
    own = tmp_path / "own.yaml"
    own.write_text("extends: tutorial\ntitle: My own strait\n", encoding="utf-8")
    assert main(["describe", str(own)]) == 0
    assert capsys.readouterr().out.startswith("My own strait\n")
    assert main(["describe", "scenario", "tutorial"]) == 0
    assert "Excursions" in capsys.readouterr().out
    own.write_text("extends: tutorial\ntitel: My own strait\n", encoding="utf-8")
    assert main(["describe", str(own)]) == 1
    assert "own.yaml:2:1: titel" in capsys.readouterr().err


def test_a_name_of_nothing_is_refused_with_what_there_is(capsys):
    assert main(["describe", "western_specific"]) != 0
    assert "or a scenario by its name or file" in capsys.readouterr().err
