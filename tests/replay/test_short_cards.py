"""The card that a class reads: a sentence with numbers, the terms that are not zero, nothing with nine digits."""

import re

import pytest

from wargame.analysis.names import Names
from wargame.analysis.replay.short_cards import MOST_TERMS, short_card

NINE_DIGITS = re.compile(r"\d\.\d{4,}")
SENTENCES = ("attack.decided", "engagement.resolved", "attribution.formed", "response.decided", "signal.observed",
             "service.crossed")  # fmt: skip


@pytest.fixture(scope="module")
def cards(sides):
    names = Names(sides.played.scenario)
    return [
        (event, short_card(event, names)) for event in sides.played.events if getattr(event, "card", None)
    ]


def test_what_decided_stands_in_a_sentence_with_numbers(cards):
    told = {event.kind for event, _ in cards}
    assert told & set(SENTENCES)
    for event, (lead, *_) in cards:
        if event.kind in SENTENCES:
            assert lead.endswith("."), event.kind
            assert re.search(r"\d", lead), event.kind


def test_no_term_is_zero_and_none_has_more_digits_than_can_be_read(cards):
    for event, (lead, *terms) in cards:
        assert len(terms) <= MOST_TERMS
        for words in (lead, *terms):
            assert NINE_DIGITS.search(words) is None, (event.id, words)
            assert not re.search(r": -?0( |$)", words), (event.id, words)


def test_the_sum_of_gap_and_resolve_is_what_the_decision_rests_on(cards):
    event, (lead, *terms) = next(item for item in cards if item[0].kind == "attack.decided")
    assert event.gap + event.resolve > 0
    assert "above zero" in lead
    assert "not above" not in lead
    assert all(term.endswith("stakes") for term in terms)


def test_a_draw_lies_on_the_side_that_the_outcome_says(cards):
    for event, (lead, *_) in cards:
        if event.kind == "engagement.resolved" and event.p < 1 and event.ruling is None:
            assert ("lies above it" in lead) == (event.outcome == "failure")


def test_every_card_of_the_page_has_both_forms(told):
    found = [event for picture in told["pictures"] for event in picture["events"] if "d" in event]
    assert found
    assert all("b" in event for event in found)


def test_an_event_without_a_card_has_none(sides):
    names = Names(sides.played.scenario)
    plain = next(event for event in sides.played.events if not getattr(event, "card", None))
    assert short_card(plain, names) == []
