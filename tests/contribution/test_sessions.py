"""Studies as files: interrupted and resumed, read again, sized by a pilot, with dice of their own."""

import json

import pytest

from wargame.analysis.contribution import PRIMARY, plan
from wargame.analysis.contribution.page import contribution_html
from wargame.cli import main
from wargame.studies.contributing import contribution, finish, read_contribution, silent
from wargame.studies.games import StudyError
from wargame.studies.session import APART, Session
from wargame.studies.study_file import StudyFile


def _text(found):
    return json.dumps(found.as_dict("T"), sort_keys=True, allow_nan=False)


class Stop(Exception):
    """Somebody pulls the plug."""


def test_a_study_that_was_interrupted_and_resumed_equals_the_uninterrupted_one(tutorial, tmp_path):
    whole = contribution(tutorial, plan(tutorial, 3), path=tmp_path / "whole.db")
    path, ended = tmp_path / "cut.db", []

    def pull(done, total):
        ended.append(done)
        if done >= 7:
            raise Stop

    with pytest.raises(Stop):
        contribution(tutorial, plan(tutorial, 3), path=path, progress=pull)
    played = []
    again = contribution(
        tutorial, plan(tutorial, 3), path=path, resume=True, progress=lambda done, total: played.append(total)
    )
    assert _text(again) == _text(whole)
    assert max(played) < sum(whole.games.values()), "what was there was played again"


def test_a_study_s_file_gives_the_same_document_and_page_without_a_game(tutorial, tmp_path):
    path = tmp_path / "study.db"
    found = contribution(tutorial, plan(tutorial, 2), report=True, path=path)
    read, variant = read_contribution(path)
    assert _text(read) == _text(found)
    assert read.rows == found.rows
    assert contribution_html(read, variant) == contribution_html(found, variant)


def test_rows_of_the_file_are_the_numbers_that_the_page_names(tutorial, tmp_path):
    """Row by row: a coalition's service is the weighted mean of the rows that are named for it."""
    path = tmp_path / "study.db"
    found = contribution(tutorial, plan(tutorial, 2), path=path)
    group = frozenset({"BOR"})
    with StudyFile(path) as file:
        runs = [file.run(number) for number in found.rows["forced", group]]
    assert {run.key.coalition for run in runs} == {("BOR",)}
    mean = sum(run.values[PRIMARY[0]] for run in runs) / len(runs)
    assert found.judges[PRIMARY[0]].one(group).value == pytest.approx(mean, abs=1e-12)


def test_a_file_of_an_unfinished_study_says_how_many_games_are_missing(tutorial, tmp_path):
    path = tmp_path / "cut.db"
    with Session(tutorial, plan(tutorial, 2), path=path) as session:
        session.play(session.first[:3])
    with pytest.raises(StudyError, match=r"\d+ or more games of the study were not played yet"):
        read_contribution(path)


def test_a_pilot_fixes_the_number_of_replicates_and_the_document_says_so(tutorial):
    found = contribution(tutorial, plan(tutorial, 2), auto=True)
    document = found.as_dict("T")
    assert document["replicates"] >= 12
    assert document["pilot"] in (12, None)
    row = document["measures"][PRIMARY[0]]["shapley"]["BOR"]
    half_width = (row["high"] - row["low"]) / 2.0
    assert half_width <= max(0.1 * abs(row["value"]), 0.001) * 1.0001 or document["replicates"] == 400


def test_the_reduction_of_variance_is_told_for_every_partner_even_below_one(tutorial):
    document = contribution(tutorial, plan(tutorial, 4)).as_dict("T")
    reduction = document["measures"][PRIMARY[0]]["variance_reduction"]
    assert set(reduction) == {"BOR", "COR"}
    assert reduction["BOR"] > 0.0
    assert document["dice"]["forced"] == "common"


def test_under_independent_dice_no_two_coalitions_share_a_replicate(tutorial):
    with Session(tutorial, plan(tutorial, 3)) as session:
        session.dice["forced"] = "independent"
        keys = session.keys("forced", range(3))
        by_coalition = {}
        for key in keys:
            by_coalition.setdefault(key.coalition, set()).add(key.replicate)
        everything = [number for numbers in by_coalition.values() for number in numbers]
        assert len(everything) == len(set(everything)) == 12
        assert min(everything) >= APART
        assert {key.replicate for key in session.keys("restraint", range(3))} == {0, 1, 2}
        found = finish(session, silent)
    assert found.dice["forced"] == "independent"
    assert found.measure(PRIMARY[0])["shapley"]["BOR"]["value"] > 0.0


def test_two_workers_give_the_same_document_as_one(tutorial):
    one = contribution(tutorial, plan(tutorial, 2))
    two = contribution(tutorial, plan(tutorial, 2), workers=2)
    assert _text(one) == _text(two)


def test_the_command_writes_rows_document_and_page_and_goes_on_only_when_asked(elsewhere, capsys):
    asked = ["contribution", "tutorial", "--replicates", "2", "--workers", "1", "--out", "found"]
    assert main(asked) == 0
    assert {path.name for path in (elsewhere / "found").iterdir()} == {
        "contribution.json",
        "report.html",
        "study.db",
    }
    capsys.readouterr()
    assert main(asked) == 1
    assert "go on with it by --resume" in capsys.readouterr().err
    assert main([*asked, "--resume"]) == 0


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (
            ["--replicates", "many"],
            2,
            "'many' is no number of replicates; allowed are a whole number from 1 on, or auto",
        ),
        (["--resume"], 2, "there is nothing to go on with without --out DIR"),
        (["--method", "guess"], 2, "'guess'; allowed are exact or permutation"),
        (["--by", "moon"], 2, "'moon'; allowed are partner or channel"),
        (["--measures", "joy"], 1, "'joy' is not a measure"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(elsewhere, capsys, words, status, sentence):
    assert main(["contribution", "tutorial", *words]) == status
    assert sentence in " ".join(capsys.readouterr().err.replace("\u2502", " ").split())
