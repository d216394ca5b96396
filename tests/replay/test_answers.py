"""The table of answers: what the events say, and for a government that is not committed the draw that decided."""

import pytest

from wargame.analysis.names import Names
from wargame.analysis.replay.answers import ALREADY, NOT_COMMITTED, Answers
from wargame.analysis.replay.meanings import MEANINGS
from wargame.loader import load
from wargame.run import run


@pytest.fixture(scope="module")
def record():
    return run(load("classroom"), seed=3)


def test_every_answer_of_the_record_stands_in_the_table(record):
    cells = [cell for row in Answers(record, Names(record.scenario)).table() for cell in row["cells"]]
    given = {event.id: event for event in record.of_kind("response.decided")}
    assert {cell["event"] for cell in cells if cell["answers"]} == set(given)
    for cell in cells:
        assert cell["at"] == record.by_id[cell["event"]].t_s
        assert cell["why"]


def test_a_government_that_is_not_committed_says_its_commitment_and_its_draw(record):
    answers = Answers(record, Names(record.scenario))
    (event,) = (e for e in record.of_kind("response.declined") if e.reason == NOT_COMMITTED)
    assert event.card["draw"] >= event.card["commitment"]
    assert event.card["posterior"] >= event.card["cut_off"]
    assert "its commitment is" in answers.why_not(event)


def test_a_card_of_a_refusal_is_there_exactly_where_certainty_or_commitment_decided(record):
    for event in record.of_kind("response.declined"):
        weighed = event.reason != ALREADY
        assert (event.card is not None) == weighed, event.reason
        if event.card and "draw" not in event.card:
            assert event.card["posterior"] < event.card["cut_off"]


def test_the_hints_are_the_sentences_of_the_glossary(root):
    glossary = " ".join((root / "docs" / "glossary.md").read_text(encoding="utf-8").split())
    for word, sentence in MEANINGS.items():
        assert f"**{word}** - {sentence.split(' is ', 1)[1]}" in glossary, word


def test_of_several_targets_of_an_order_the_surest_verdict_stands(record):
    formed = {(e.engagement, e.government): e.posterior for e in record.of_kind("attribution.formed")}
    said = record.of_kind("response.declined")
    several = 0
    for row in Answers(record, Names(record.scenario)).table():
        for cell in row["cells"]:
            if cell["answers"]:
                continue
            shown = record.by_id[cell["event"]]
            order, government = shown.engagement.partition(">")[0], shown.government
            same = [e for e in said if (e.engagement.partition(">")[0], e.government) == (order, government)]
            if len(same) < 2:
                continue
            several += 1
            sure = [formed.get((e.engagement, e.government), -1.0) for e in same]
            assert formed.get((shown.engagement, shown.government), -1.0) == max(sure)
            assert f"of {len(same)} targets the one of which it was surest" in cell["why"]
    assert several > 0
