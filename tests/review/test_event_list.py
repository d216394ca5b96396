"""The event list: every phase and inject in order of time, with what was expected, seen, decided and done."""


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
    assert "Meridia gateway was hit" in item.did


def test_an_inject_that_did_not_take_place_says_so(exercise, play, tmp_path):
    from wargame.analysis.review.page import Review
    from wargame.loader import load

    more = "  dazzle: {kind: attack, at_h: 3, adversary: RED, capability: laser, targets: [eye_01]}\n"
    file = tmp_path / "more.yaml"
    file.write_text(exercise.read_text(encoding="utf-8") + more, encoding="utf-8")
    item = _item(Review(play(load(file), arm="restraint")), "dazzle")
    assert (item.did, item.event) == ("Not in this run.", "")
