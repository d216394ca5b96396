"""Events are found by what people call things, and what fits is listed so that one can choose."""

import pytest

from wargame.analysis.explain import ASKED_ABOUT, MOST_SHOWN, UnknownEventError, as_text, explain, find
from wargame.loader import load
from wargame.run import run


@pytest.fixture(scope="module")
def record():
    # Without the threshold Red shoots Watch East in this run, and no service falls.
    return run(load("tutorial", set={"actors.RED.adversary.costs.strategic": 0}), seed=1)


def _listed(record, word):
    with pytest.raises(UnknownEventError) as error:
        find(record, word)
    return str(error.value)


def test_a_display_name_an_id_and_a_part_of_an_id_find_the_same(record):
    words = ("Watch East", "watch east", "arc_warning_east", "ARC_WARNING_EAST", "warning_eas")
    assert len({_listed(record, word).partition(" could be ")[2] for word in words}) == 1


def test_events_that_people_ask_about_come_alone_with_a_sentence_each_in_order_of_time(record):
    text = _listed(record, "Watch East")
    assert "Watch East is lost for good." in text
    assert "more" in text
    assert "signal.observed" not in text
    times = [line.split("  ")[1] for line in text.splitlines() if line.startswith("  D+")]
    assert times == sorted(times)
    assert 1 < len(times) <= MOST_SHOWN


def test_the_only_event_of_a_kind_that_people_ask_about_is_meant(record):
    found = find(record, "Borealis")
    near = [event for event in record.events if "BOR" in event.id]
    assert len(near) > 1
    assert [event for event in near if event.kind in ASKED_ABOUT] == [found]


def test_words_of_a_sentence_find_an_event_where_no_name_does(record):
    assert find(record, "carries Arcadia's traffic").kind == "inject.fired"


def test_nothing_found_says_what_would_be(record):
    text = _listed(record, "no such thing")
    assert "no service fell below its threshold" in text
    assert "names of satellites" in text


def test_cards_speak_in_words(record):
    decided = record.of_kind("attack.decided")[0]
    text = as_text(record, explain(record, decided.id))
    assert "cost of breaking the norm" in text
    assert "k_norm" not in text
    formed = record.of_kind("attribution.formed")[0]
    assert "log LR" not in as_text(record, explain(record, formed.id))
