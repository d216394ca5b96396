"""A service that flickers around its threshold is told in one line; nothing else of the story is lost."""

from dataclasses import dataclass, field

import pytest

from wargame.analysis.losses import longest, loss_sentence, losses, stretch_lines
from wargame.analysis.names import Names
from wargame.analysis.sentences import below, sentence
from wargame.analysis.story import story, told
from wargame.analysis.summary import MOST_LOSSES, TOLD
from wargame.analysis.telling import Teller
from wargame.events import PhaseChanged, ServiceCrossed
from wargame.loader import load
from wargame.run import run

H = 3600


@pytest.fixture(scope="module")
def scenario():
    return load("tutorial")


def _crossing(seq, hour, direction, service=0.5, place="strait.ARC"):
    event = ServiceCrossed(
        t_s=hour * H,
        move=0,
        mission="satcom_wideband",
        place=place,
        direction=direction,
        service=service,
        unattacked=0.9,
        threshold=0.8,
    )
    event.name(f"{event.stem}/{seq}", seq)
    return event


@dataclass
class Told:
    """As much of a record as a story needs."""

    events: list
    scenario: object
    services: dict = field(default_factory=dict)

    @property
    def by_id(self):
        return {event.id: event for event in self.events}

    def causes(self, event_id):
        return [event for event in self.events if event.id == event_id]


@pytest.fixture
def flicker(scenario):
    phase = PhaseChanged(t_s=8 * H, move=0, phase="crisis")
    phase.name(phase.stem, 0)
    turns = [_crossing(1 + n, 5 + n, "lost" if n % 2 == 0 else "regained", 0.79 - 0.01 * n) for n in range(9)]
    return Told([phase, *turns, _crossing(99, 20, "lost", place="strait.BOR")], scenario)


def test_many_crossings_of_one_line_are_one_loss_with_count_times_hours_and_lowest(flicker, scenario):
    first, second = losses(flicker)
    end_h = scenario.clock.duration_h
    assert len(first.stretches) == 5
    assert first.hours == 4 + (end_h - 13)
    assert second.hours == end_h - 20
    text = loss_sentence(first, Names(scenario))
    assert "lost 5 times to users of Arcadia in The Strait" in text
    assert "from D+0 13:00 to the end of the run" in text
    assert "lowest 0.71" in text
    assert len(stretch_lines(first)) == 5
    assert stretch_lines(second) == []


def test_a_service_that_flickers_is_told_with_its_share_of_the_run_not_with_a_count(scenario):
    turns = [_crossing(n, 5 + n, "lost" if n % 2 == 0 else "regained") for n in range(12)]
    loss = losses(Told(turns, scenario))[0]
    text = loss_sentence(loss, Names(scenario))
    assert len(loss.stretches) == 6
    assert "flickers to users of Arcadia in The Strait from D+0 05:00 to D+0 16:00" in text
    assert f"6.0 h below 0.8 in all ({6 / scenario.clock.duration_h:.0%} of the run)" in text
    assert "times" not in text


def test_the_story_is_in_order_of_time_with_everything_else_as_it_is(flicker, scenario):
    found = story(flicker, TOLD, Names(scenario))
    assert [entry.clock for entry in found.entries] == ["D+0 05:00", "D+0 08:00", "D+0 20:00"]
    assert "phase" in found.entries[1].sentence
    assert found.left_out == found.losses_left_out == 0


def test_where_there_is_too_much_the_longest_losses_are_told_and_the_others_counted(scenario):
    many = [_crossing(n, n, "lost", place=f"region{n}.ARC") for n in range(MOST_LOSSES + 5)]
    record = Told(many, scenario)
    lines, others = told(record, Teller(record, Names(scenario)), TOLD, MOST_LOSSES)
    assert [line.first.t_s for line in lines] == [n * H for n in range(MOST_LOSSES)]
    assert len(others) == 5
    kept, none = longest(losses(Told(many, scenario)), 100)
    assert (len(kept), none) == (MOST_LOSSES + 5, [])


def test_a_value_below_its_threshold_never_prints_as_the_threshold(scenario):
    assert below(0.7996, 0.8) == "0.7996"
    assert below(0.5, 0.8) == "0.50"
    assert "0.80, below 0.8" not in sentence(_crossing(1, 1, "lost", 0.79999), Names(scenario))


def test_the_lowest_value_is_that_of_the_timeline_while_it_was_lost(scenario):
    record = run(scenario, seed=1, coalition=())
    found = losses(record)
    assert found
    for loss in found:
        assert loss.lowest <= min(e.service for e in loss.crossings if e.direction == "lost")
        assert 0 <= loss.lowest < loss.first.threshold
