"""The event list: every phase and inject in order of time, with what was expected, seen, decided and done."""

import pytest

from wargame.analysis.review.inject_list import event_list
from wargame.events import AttackDecided, MessageGiven, OptionsWeighed


def _item(review, name):
    return next(item for item in review.items if item.name == name)


def test_every_phase_and_inject_stands_in_order_of_time(review):
    assert [item.name for item in review.items] == [
        "day-to-day",
        "exercise",
        "crisis",
        "offer",
        "storm",
        "contingency",
    ]
    assert [item.t_s for item in review.items] == sorted(item.t_s for item in review.items)


def test_a_demonstration_is_seen_by_all_and_moves_belief(review):
    item = _item(review, "exercise")
    assert item.saw == "Everybody; Red with visibility 0.7"
    assert item.did == "Red came to give 0.87 to Fenmark showing up."
    assert item.expected == ""


def test_a_failure_says_who_asked_and_what_they_thought(review):
    item = _item(review, "storm")
    assert item.expected == "Meridia asks Isola for its gateway within an hour."
    assert "Meridia" in item.saw
    assert "No answer by" in item.decided
    assert "posterior" in item.decided
    assert "Meridia gateway went out of action" in item.did
    assert "hit" not in item.did


def test_an_inject_that_did_not_take_place_says_so(exercise, play, tmp_path):
    from wargame.analysis.review.page import Review
    from wargame.loader import load

    more = "  dazzle: {kind: attack, at_h: 3, adversary: RED, capability: laser, targets: [eye_01]}\n"
    file = tmp_path / "more.yaml"
    file.write_text(exercise.read_text(encoding="utf-8") + more, encoding="utf-8")
    item = _item(Review(play(load(file), arm="restraint")), "dazzle")
    assert (item.did, item.event) == ("Not in this run.", "")


def test_the_gap_beside_an_attack_is_that_of_the_option_that_was_picked(review):
    """Not that of the best option, which it did not take."""
    found = review.found
    odd = [one for one in found.record.events if isinstance(one, AttackDecided) and one.option != one.best]
    told = " ".join(item.decided for item in event_list(found, review.names))
    weighed = {one.id: one for one in found.record.events if isinstance(one, OptionsWeighed)}
    shown = [one for one in odd if f"({review.names.option(one.option)}), gap {one.own_gap:+.3f}" in told]
    assert shown
    assert all(
        f"({review.names.option(one.option)}), gap {weighed[one.cause].gap:+.3f}" not in told for one in shown
    )


@pytest.mark.parametrize(("to", "decided"), [("[MER]", False), ("[MER, RED]", True), ("everybody", True)])
def test_only_who_saw_an_inject_decides_something_about_it(to, decided, exercise, play, tmp_path):
    from wargame.analysis.review.page import Review
    from wargame.loader import load

    more = f"  word: {{kind: message, at_h: 3, to: {to}, text: The cabinet meets at noon.}}\n"
    file = tmp_path / "more.yaml"
    file.write_text(exercise.read_text(encoding="utf-8") + more, encoding="utf-8")
    review = Review(play(load(file), arm="restraint"))
    assert any(isinstance(one, MessageGiven) for one in review.found.record.events)
    assert bool(_item(review, "word").decided) is decided
