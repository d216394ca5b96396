"""Calls from a notebook that make no sense are refused in a sentence that says what is allowed."""

from dataclasses import replace

import numpy as np
import pytest

from wargame import load
from wargame.analysis.contribution import ContributionError, plan
from wargame.run import RunError, run
from wargame.verify import verify


@pytest.fixture(scope="module")
def tutorial():
    return load("tutorial")


def test_the_name_of_a_scenario_is_not_a_scenario():
    with pytest.raises(RunError, match=r"load it first: wargame\.load\('tutorial'\)"):
        run("tutorial")
    with pytest.raises(ContributionError, match=r"load it first: wargame\.load\('tutorial'\)"):
        plan("tutorial", replicates=1)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"seed": -1}, "seed is -1; allowed is a whole number, 0 or more"),
        ({"seed": 1.5}, "seed is 1.5; allowed is a whole number, 0 or more"),
        ({"seed": "7"}, "seed is '7'; allowed is a whole number, 0 or more"),
        ({"seed": True}, "seed is True; allowed is a whole number"),
        ({"replicate": -1}, "replicate is -1; allowed is a whole number, 0 or more"),
        ({"coalition": "COR"}, r"coalition is 'COR'; allowed is a list of names, such as \['COR'\]"),
        ({"coalition": 3}, r"coalition is 3; allowed is a list of names, such as \['BOR'\]"),
        ({"coalition": ["BOR", 3]}, "coalition holds 3; allowed are names in quotes"),
        ({"coalition": ["NOBODY"]}, "the players are BOR, COR"),
        ({"leaving": "soon"}, "leaving is 'soon'; allowed are neutral or absent"),
        ({"keep": "half"}, "keep is 'half'; allowed are full or lean"),
        ({"arm": "loose"}, "'loose' is not an arm"),
    ],
)
def test_an_argument_of_the_wrong_kind_is_told(tutorial, given, sentence):
    with pytest.raises(RunError, match=sentence):
        run(tutorial, **given)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"seed": -1}, "seed is -1"),
        ({"replicates": 1.5}, "replicates is 1.5; allowed is a whole number, 1 or more"),
        ({"partners": "COR"}, "partners is 'COR'; allowed is a list of names"),
        ({"measures": "deterrence.margin"}, "measures is 'deterrence.margin'; allowed is a list of names"),
        (
            {"measures": ["deterrence.survival"]},
            "'deterrence.survival' is a curve, not a number; the report of a study draws it",
        ),
    ],
)
def test_a_study_of_the_wrong_kind_is_told(tutorial, given, sentence):
    with pytest.raises(ContributionError, match=sentence):
        plan(tutorial, **{"replicates": 1, **given})


def test_whole_numbers_of_numpy_are_whole_numbers(tutorial):
    assert run(tutorial, seed=np.int64(3), keep="lean").digest == run(tutorial, seed=3, keep="lean").digest


def test_a_record_that_names_no_way_of_leaving_is_refused_and_not_played_as_neutral(tutorial):
    record = run(tutorial, coalition=["BOR"], arm="unattacked", keep="lean")
    odd = replace(record, manifest=replace(record.manifest, leaving="soon"))
    with pytest.raises(RunError, match="leaving is 'soon'; allowed are neutral or absent"):
        verify(odd)
    assert verify(record).identical
