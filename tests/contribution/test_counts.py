"""The numbers of games that a study tells of add up."""

import re

from wargame.analysis.contribution import plan
from wargame.analysis.contribution.text import as_text
from wargame.analysis.contribution.words import games_told
from wargame.studies.contributing import contribution


def _numbers(told):
    return [int(word.replace(",", "")) for word in re.findall(r"\d[\d,]*", told)]


def test_games_planned_are_those_played_and_those_that_need_not_be(tutorial):
    found = contribution(tutorial, plan(tutorial, 3), report=True)
    (told,) = (line for line in as_text(found, found.as_dict("")).splitlines() if "Behind this" in line)
    needed, *by_arm, played, proved, beside = _numbers(told)
    assert needed == sum(by_arm) == played + proved == sum(found.plan.runs_by_arm.values())
    assert proved > 0
    assert played == sum(found.games.values())
    assert played + beside == sum(len(rows) for rows in found.rows.values()) + found.beside
    document = found.as_dict("")
    for arm, count in document["runs_by_arm"].items():
        assert count == document["games_played"][arm] + document["games_by_proof"][arm]


def test_what_only_a_pilot_played_is_told_apart():
    told = games_told(
        {"forced": 100, "restraint": 50}, {"forced": 112, "restraint": 5}, {"forced": 0, "restraint": 45}, 7
    )
    assert told.startswith(
        "150 games (100 forced, 50 restraint) = 105 played + 45 read off their first replicate"
    )
    assert told.endswith(
        "Beside them 12 of the pilot, with other dice and 7 under other assumptions were played."
    )


def test_where_nothing_is_proved_nothing_is_said_of_it():
    assert (
        games_told({"forced": 1200}, {"forced": 1200}, {}, 0) == "1,200 games (1,200 forced) = 1,200 played."
    )
