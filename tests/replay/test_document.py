"""What the page is told agrees with the record: services, decisions, crossings, other runs."""

import math
from dataclasses import replace

import pytest

from wargame.analysis.charts import COST_TERMS
from wargame.analysis.comparing.courses import Course
from wargame.analysis.names import Names
from wargame.analysis.replay import document
from wargame.analysis.replay.alternatives import alternative
from wargame.analysis.replay.answers import Answers
from wargame.analysis.replay.knowledge import Known
from wargame.analysis.replay.lines import mission_rows, service_lines
from wargame.analysis.replay.page import ReplayError, replay, replay_html
from wargame.events import ServiceCrossed
from wargame.forking import fork
from wargame.loader import load
from wargame.missions.windows import trailing_mean
from wargame.record import Record
from wargame.run import run


def _points(line, step_s):
    """A line of the document as (s, service)."""
    found, step = [], 0
    for ahead, value in zip(line[::2], line[1::2], strict=True):
        step += ahead
        found.append((step * step_s, value / 1000))
    return found


def test_every_point_of_a_service_line_is_the_trailing_mean_at_its_time(sides, told):
    truth = told["pictures"][0]
    assert {mission["id"] for mission in truth["missions"]} == set(sides.played.services)
    for mission in truth["missions"]:
        timeline = sides.played.services[mission["id"]]
        for region, lines in mission["lines"].items():
            values = timeline.demand_weighted(region or None)
            window = round(mission["window_h"] * 3600 / timeline.step_s)
            felt = trailing_mean(values, window)
            for t_s, value in _points(lines["run"], timeline.step_s):
                assert value == pytest.approx(felt[round(t_s / timeline.step_s) - window], abs=6e-4)


def test_a_line_keeps_its_lowest_point(sides):
    for mission, timeline in sides.played.services.items():
        window_h = sides.played.scenario.missions.of(mission).window_h
        felt = trailing_mean(timeline.demand_weighted(), round(window_h * 3600 / timeline.step_s))
        line = service_lines({"run": sides.played}, mission)[""]["run"]
        assert min(line[1::2]) == round(1000 * round(float(felt.min()), 3))


def test_the_us_only_and_the_unattacked_lines_stand_beside_the_coalition_s(told):
    for mission in told["pictures"][0]["missions"]:
        assert set(mission["lines"][""]) == {"run", "calm", "alone", "alone_calm"}
    for picture in told["pictures"][1:]:
        assert all(
            set(sides) == {"run"} for mission in picture["missions"] for sides in mission["lines"].values()
        )


def test_a_cell_is_served_as_its_own_users_are(sides, told):
    own = next(picture for picture in told["pictures"] if picture["id"] == "BOR")
    for mission in own["missions"]:
        timeline = sides.played.services[mission["id"]]
        window = round(mission["window_h"] * 3600 / timeline.step_s)
        felt = trailing_mean(timeline.demand_weighted(beneficiary="BOR"), window)
        t_s, value = _points(mission["lines"][""]["run"], timeline.step_s)[-1]
        assert value == pytest.approx(felt[round(t_s / timeline.step_s) - window], abs=6e-4)


def test_red_s_options_have_the_terms_of_its_recorded_tables(sides, told):
    """Attack less restraint = pressure relieved + benefit - costs, to the digits that are told."""
    choices = told["pictures"][0]["choices"]
    weighed = sides.played.of_kind("options.weighed")
    assert [choice["t"] for choice in choices] == [event.t_s for event in weighed]
    for choice, event in zip(choices, weighed, strict=True):
        assert choice["gap"] == pytest.approx(event.gap, abs=5e-5)
        if not choice["options"]:
            continue
        assert choice["options"][0]["balance"] == pytest.approx(event.gap, abs=1e-4)
        for option in choice["options"]:
            sum_ = option["relief"] + option["benefit"] - math.fsum(option["costs"])
            assert option["balance"] == pytest.approx(sum_, abs=5e-4)
    assert told["costs"] == [name for _, name in COST_TERMS]


def test_what_was_chosen_is_marked(sides, told):
    decided = {event.t_s: event.option for event in sides.played.of_kind("attack.decided")}
    assert decided
    for choice in told["pictures"][0]["choices"]:
        assert choice["attacks"] == (choice["t"] in decided)
        assert any(option["chosen"] for option in choice["options"]) == choice["attacks"]


def test_every_event_is_told_with_its_cause(sides, told):
    events = told["pictures"][0]["events"]
    ordered = sorted(sides.played.events, key=lambda event: (event.t_s, event.seq))
    assert [event["k"] for event in events] == [event.kind for event in ordered]
    for told_event, event in zip(events, ordered, strict=True):
        cause = told_event.get("c")
        assert (None if cause is None else ordered[cause].id) == (event.cause or None)


def test_an_outcome_can_be_followed_to_the_decision_that_caused_it(told):
    events = told["pictures"][0]["events"]
    damaged = [event for event in events if event["k"] == "engagement.resolved"]
    assert damaged
    kinds, event = [], damaged[-1]
    while "c" in event:
        event = events[event["c"]]
        kinds.append(event["k"])
    assert "attack.decided" in kinds


def test_the_same_record_gives_the_same_bytes(sides, html):
    assert replay_html(sides.played, sides=sides) == html


# Other runs


def test_an_unchanged_run_says_that_it_is_the_same(sides):
    again = run(sides.played.scenario)
    found = alternative(Course(sides.played), Course(again, called="again"))
    assert found.first_divergence_s is None
    assert found.differences == []
    assert "This run and the other are the same run, event by event." in found.sentence


def test_another_run_is_laid_over_with_its_first_difference(sides, told_in, crises):
    silent = run(crises.changed({"disclosure": {}}))
    other = alternative(Course(sides.played), Course(silent, called="nobody told"))
    told = told_in(replay_html(sides.played, sides=sides, alternatives=[other]))
    (found,) = told["alternatives"]
    pairs = zip(crises.lines(sides.played.events), crises.lines(silent.events), strict=False)
    first = next(n for n, (here, there) in enumerate(pairs) if here != there)
    times = {record.events[first].t_s for record in (sides.played, silent)}
    assert found["first_divergence_s"] == min(times)
    assert found["label"] == "Nobody told"
    assert found["differences"][0]["heading"].startswith("The first difference, D+")
    assert {mission["id"] for mission in found["missions"]} == set(silent.services)


def test_a_fork_is_called_by_what_it_changed(sides):
    """The page is told that from a record alone."""
    forked = fork(sides.played, 3, set=["actors.RED.adversary.pressure=0.9"])
    found = alternative(Course(sides.played), Course(forked))
    assert found.label.startswith("Fork at move 3: ")
    assert found.first_divergence_s >= 3 * sides.played.scenario.clock.move_s
    assert "this run" in found.sentence.casefold()


# What cannot be shown


def test_a_record_without_its_services_is_refused_in_a_sentence(sides, tmp_path):
    sides.played.write(tmp_path)
    with pytest.raises(ReplayError, match=r"service\.npz"):
        replay(Record.read(tmp_path), tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()


def test_a_page_is_written_whole(sides, html, tmp_path):
    import wargame

    file = wargame.replay(sides.played, tmp_path / "page.html", sides=sides)
    assert file.read_text(encoding="utf-8") == html
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_the_mission_that_is_hurt_most_comes_first():
    """A small screen shows the first rows; a cell, which has no line without attacks, has them by name."""
    classroom = load("classroom")
    played, calm = run(classroom), run(classroom, arm="unattacked")
    fell = {
        key: calm.services[key].demand_weighted().mean() - line.demand_weighted().mean()
        for key, line in played.services.items()
    }
    worst = max(fell, key=fell.get)
    assert fell[worst] > 0.05
    assert worst != min(played.services)
    assert mission_rows({"run": played, "calm": calm}, played)[0]["id"] == worst
    own = [row["id"] for row in mission_rows({"run": played}, played, "MER")]
    assert own == sorted(own)


def test_a_cell_does_not_learn_that_nothing_was_mended(sides):
    """What a recovery hangs on would tell: the truth is given the loss that it ends, a cell nothing."""
    lost = ServiceCrossed(
        t_s=7200, move=1, cause=None, mission="pnt", place="strait.ARC", direction="lost", service=0.5,
        unattacked=0.9, threshold=0.8, card=None,
    )  # fmt: skip
    back = replace(lost, t_s=9000, direction="regained", service=0.9, cause=lost.stem)
    answers = Answers(sides.played, Names(sides.played.scenario))
    rows = [
        document._event(Known(back, back.t_s, "It is back.", card), {lost.stem: 3}, {}, answers)
        for card in (True, False)
    ]
    assert [row.get("c") for row in rows] == [3, None]
