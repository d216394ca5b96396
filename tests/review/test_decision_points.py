"""Decision points and questions come from the record by the rules that stand beside them."""

from dataclasses import replace
from itertools import pairwise

import pytest

from wargame.analysis.review.consequences import Consequences, aftermath_sentence
from wargame.analysis.review.points import what_tipped
from wargame.events import AttackDecided, AttributionFormed, OptionsWeighed, ServiceCrossed
from wargame.knowing.posterior import pool


@pytest.fixture(scope="module")
def record(summary):
    return summary.coalition.played


def _hours_by_decision(record):
    """Hours below thresholds by the decision at the root of each loss: counted anew, crossing by crossing."""
    end_s = record.scenario.clock.duration_s
    lines, found = {}, {}
    for event in record.events:
        if isinstance(event, ServiceCrossed):
            lines.setdefault((event.mission, event.place), []).append(event)
    for line in lines.values():
        for n, event in enumerate(line):
            if event.direction == "lost":
                after = line[n + 1].t_s if n + 1 < len(line) else end_s
                for cause in record.causes(event.id):
                    if isinstance(cause, AttackDecided):
                        found[cause.id] = found.get(cause.id, 0.0) + (min(after, end_s) - event.t_s) / 3600.0
    return found


def test_an_aftermath_counts_every_hour_that_the_record_traces_to_it(record):
    found = Consequences(record)
    counted = _hours_by_decision(record)
    for event in found.attacks:
        assert found.of(event).hours == pytest.approx(counted.get(event.id, 0.0))
    assert sum(loss.hours for loss in found.lost) >= sum(counted.values()) - 1e-9


def test_one_point_is_the_attack_with_the_largest_traced_loss(record, review):
    found = Consequences(record)
    worst = max(found.attacks, key=lambda one: (found.of(one).hours, len(found.of(one).out), one.gap))
    point = next(p for p in review.points if "largest loss" in p.rule or "hit most" in p.rule)
    assert point.event == worst.id
    assert point.led_to == aftermath_sentence(found.of(worst), review.names)


def test_one_point_is_the_decision_nearest_to_its_cut_off(record, review):
    formed = [one for one in record.events if isinstance(one, AttributionFormed)]
    least = min(abs(one.posterior - one.cut_off) for one in formed)
    point = next(p for p in review.points if "nearest to its cut-off" in p.rule)
    chosen = record.by_id[point.event]
    assert abs(chosen.posterior - chosen.cut_off) == pytest.approx(least, abs=5e-4)
    assert f"{abs(chosen.posterior - chosen.cut_off):.3f} away" in point.rule


@pytest.mark.parametrize(
    ("posterior", "acts", "words"),
    [
        (0.71, True, "could most easily have gone the other way"),
        (0.65, False, "could most easily have gone the other way"),
        (0.71, False, "only just sure enough, and in the end its commitment decided"),
    ],
)
def test_what_nearly_turned_a_decision_is_named(record, posterior, acts, words):
    """Who was sure enough and did not answer would not have answered with a posterior below the cut-off either."""
    formed = next(one for one in record.events if isinstance(one, AttributionFormed))
    assert words in what_tipped(replace(formed, posterior=posterior, cut_off=0.688), acts)


def test_one_point_is_the_largest_turn_of_the_gap(record, review):
    weighed = [one for one in record.events if isinstance(one, OptionsWeighed) and one.weighed]
    turns = [(abs(b.gap - a.gap), b) for a, b in pairwise(weighed)]
    largest = max(turns, key=lambda turn: turn[0])[1]
    point = next(p for p in review.points if "changed most" in p.rule)
    assert point.t_s == largest.t_s
    assert f"{largest.gap:+.3f} stakes" in point.decided


def test_points_stand_in_order_of_time_and_none_twice(review):
    assert [p.t_s for p in review.points] == sorted(p.t_s for p in review.points)
    assert len({p.event for p in review.points}) == len(review.points) == 3


def test_every_event_that_the_page_names_is_in_its_record(summary, review):
    arms = {"": summary.coalition.played, "us_only": summary.us_only.played}
    assert len(review.questions) >= 5
    for question in review.questions:
        assert question.event in arms[question.arm].by_id
        assert review.command(question.event, question.arm).startswith("wargame explain out/class")
    named = [
        line.event for cell in review.cells for part in cell.sections for line in part.lines if line.event
    ]
    named += [point.event for point in review.points] + [item.event for item in review.items if item.event]
    assert named
    assert [event for event in named if event not in summary.coalition.played.by_id] == []


def test_the_posterior_without_a_friends_reports_is_that_of_the_rule(summary, review):
    """Fenmark answered the jammer with Meridia's two monitors naming Red: log-odds 0 + 2.590267 / 1 without them."""
    question = next(q for q in review.questions if q.topic == "Whose data made it possible")
    formed = summary.coalition.played.by_id[question.event]
    scenario = summary.scenario
    shown = float(question.fact.rpartition("would have been ")[2].partition(",")[0])
    owners = {
        row["sensor"]: scenario.owner_of(row["sensor"].partition(".")[0]) for row in formed.card["reports"]
    }
    alone = {
        owner: pool(
            formed.card["prior"],
            [row["log_ratio"] for row in formed.card["reports"] if owners[row["sensor"]] != owner],
            formed.card["rho"],
        )
        for owner in set(owners.values()) - {formed.government}
    }
    assert shown == pytest.approx(min(alone.values()), abs=5e-4)
