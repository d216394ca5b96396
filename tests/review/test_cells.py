"""Cells: what each saw with delay and error, decided, did, and did not know."""

import pytest

from wargame.analysis.review.reports import Reports
from wargame.analysis.typography import share
from wargame.events import ResponseDecided, SignalObserved, SignalReleased


@pytest.fixture(scope="module")
def record(summary):
    return summary.coalition.played


def _section(review, key, title):
    cell = next(cell for cell in review.cells if cell.key == key)
    return next(part for part in cell.sections if part.title == title)


def test_a_cell_has_the_reports_of_its_own_sensors_at_once_and_those_released_to_it_late(record):
    reports = Reports(record)
    own = {one.id for one in record.events if isinstance(one, SignalObserved) and one.owner == "FEN"}
    given = {
        one.id: one for one in record.events if isinstance(one, SignalReleased) and one.recipient == "FEN"
    }
    rows = reports.of("FEN")
    assert {row.event for row in rows} == own | set(given)
    for row in rows:
        if row.event in given:
            assert row.arrived_s == given[row.event].arrives_s
        else:
            assert row.delay_h == 0.0


def test_nobody_has_a_report_before_it_arrives(record):
    reports = Reports(record)
    for key in ("MER", "FEN", "TAR", "ISO"):
        for inquiry in (one for one in reports.inquiries if one.government == key):
            known = reports.before(key, inquiry.engagement, inquiry.due_s)
            assert all(row.arrived_s <= inquiry.due_s for row in known)
            sensors = {row.sensor for row in known}
            assert all(
                row.sensor not in sensors for row in reports.unheard(key, inquiry.engagement, inquiry.due_s)
            )


def test_what_a_government_decided_stands_on_its_page_with_posterior_and_cut_off(record, review):
    decided = [one for one in record.events if isinstance(one, ResponseDecided)]
    assert decided
    for event in decided:
        lines = _section(review, event.government, "What it decided, and why").lines
        line = next(line for line in lines if line.event == event.id)
        formed = record.by_id[event.cause]
        assert f"Posterior {share(formed.posterior, 3)}, cut-off {formed.cut_off:.3f}" in line.words


def test_what_an_answer_did_is_its_share_of_reds_largest_cost(record, review):
    event = next(one for one in record.events if isinstance(one, ResponseDecided))
    lines = _section(review, event.government, "What that did").lines
    assert any(
        f"takes {event.severity * event.weight:.0%} of Red's largest cost" in line.words for line in lines
    )


def test_red_is_told_what_it_did_not_know(review):
    words = " ".join(line.words for line in _section(review, "RED", "What it did not know").lines)
    assert "seen by sensors of" in words
    assert "Answers that it expected" in words


def test_a_partner_that_left_has_a_page_that_says_so(exercise, play):
    from wargame.analysis.review.page import Review
    from wargame.loader import load

    cell = next(
        cell for cell in Review(play(load(exercise), members=("FEN", "ISO"))).cells if cell.key == "TAR"
    )
    assert "not in the coalition" in cell.standing
