"""Where a command wants an id it takes what people call the thing, too."""

import json

import pytest

from wargame.cli import main
from wargame.cli.naming import meant_id
from wargame.cli.printing import CommandError
from wargame.loader import load


@pytest.fixture(scope="module")
def scenario():
    return load("tutorial")


def _meant(word, scenario):
    return meant_id(word, scenario.players, scenario, "--without", "nobody of that name can leave")


@pytest.mark.parametrize("word", ["BOR", "bor", "Borealis", "borealis"])
def test_ids_and_display_names_in_any_case_mean_the_same(word, scenario):
    assert _meant(word, scenario) == "BOR"


@pytest.mark.parametrize(
    ("word", "words"), [("Boralis", "did you mean 'Borealis'"), ("Qqq", r"allowed are BOR \(Borealis\)")]
)
def test_an_unknown_name_is_a_sentence_that_suggests(word, words, scenario):
    with pytest.raises(CommandError, match=words):
        _meant(word, scenario)


def test_a_name_of_two_says_which_are_meant():
    twins = load("tutorial", set={"actors.COR.name": "Borealis"})
    with pytest.raises(CommandError, match="is the name of BOR and COR; say which by its id"):
        _meant("Borealis", twins)


def test_coverage_takes_names_of_nations_and_regions(capsys):
    arguments = ["coverage", "tutorial", "--mission", "missile warning", "--json"]
    assert main([*arguments, "--region", "the strait", "--nation", "arcadia"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["region"], document["nation"]) == ("strait", "ARC")


def test_a_study_takes_names_of_partners_and_of_whose_service_counts(capsys):
    few = ["--measures", "deterrence.margin", "--replicates", "1", "--json"]
    assert main(["contribution", "tutorial", "--partners", "corona", "--view", "Borealis", *few]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["partners"], document["view"]) == (["COR"], "BOR")


def test_a_run_takes_the_name_of_who_leaves(capsys):
    assert main(["run", "tutorial", "--without", "Borealis", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["without"] == ["BOR"]
