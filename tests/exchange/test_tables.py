"""Tables: one row for each thing, move by move, what was the case beside what each cell had."""

import csv
import io

import pytest
from crises import RED

from wargame.analysis.exchange.tables import ASSET_COLUMNS, EVENT_COLUMNS, SERVICE_COLUMNS, tables
from wargame.run import run


def rows(record):
    """Every table as dictionaries."""
    found = tables(record)
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in found.items()}


@pytest.fixture(scope="module")
def read(classroom):
    """The tables of the classroom."""
    return rows(classroom)


def test_the_headers_are_what_users_script_against(classroom):
    """Names and order."""
    found = tables(classroom)
    assert set(found) == {"events.csv", "services.csv", "assets.csv"}
    for name, columns in (
        ("events.csv", EVENT_COLUMNS),
        ("services.csv", SERVICE_COLUMNS),
        ("assets.csv", ASSET_COLUMNS),
    ):
        assert found[name].splitlines()[0] == ",".join(columns)
        assert "\r" not in found[name]


def test_every_event_is_a_row_with_its_cause_and_sentence(read, classroom):
    """In the order of the record."""
    table = read["events.csv"]
    assert [row["id"] for row in table] == [event.id for event in classroom.events]
    assert [row["cause"] or None for row in table] == [event.cause for event in classroom.events]
    assert all(row["sentence"].endswith((".", "?", "!")) for row in table)


def test_services_are_hourly_means_of_the_record(read, classroom):
    """They weigh up to the record's own mean."""
    table = read["services.csv"]
    for mission, line in classroom.services.items():
        mine = [row for row in table if row["mission"] == mission]
        assert len(mine) == (line.weights > 0).sum() * classroom.scenario.clock.duration_h
        total = sum(float(row["demand"]) * float(row["service_mean"]) for row in mine)
        weight = sum(float(row["demand"]) for row in mine)
        assert total / weight == pytest.approx(float(line.demand_weighted().mean()), abs=1e-5)
        assert all(float(row["service_lowest"]) <= float(row["service_mean"]) + 1e-9 for row in mine)


def test_every_asset_has_a_row_for_each_move_and_view(read, classroom):
    """The truth, every government and every adversary, and once more at the end."""
    scenario = classroom.scenario
    things = len(scenario.fleet) + len(scenario.sites)
    views = {"truth", *scenario.governments, *scenario.adversaries}
    moves = scenario.clock.duration_s // scenario.clock.move_s
    table = read["assets.csv"]
    assert len(table) == things * len(views) * (moves + 1)
    assert {row["view"] for row in table} == views
    assert {row["move"] for row in table} == {str(move) for move in range(moves + 1)}


def test_the_truth_is_what_the_events_say(moving):
    """What is lost is lost from the next move on."""
    lost = moving.of_kind("asset.lost")[0]
    states = {
        int(row["move"]): row["state"]
        for row in rows(moving)["assets.csv"]
        if row["view"] == "truth" and row["asset"] == lost.asset
    }
    for move, state in states.items():
        assert (state == "lost") == (move * moving.scenario.clock.move_s >= lost.t_s)


def test_a_cell_has_its_own_picture_late_and_incomplete(crises):
    """Red sees a failure two moves after it; a nation that it does not concern and that does not ask never does."""
    fire = {"kind": "outage", "at_h": 13.0, "asset": "bor_gateway", "duration_h": 24.0, "p_inquiry": 0.0}
    scenario = crises.changed({"injects.fire": fire, f"{RED}.assessment": {"delay_h": 12.0, "p_sees": 1.0}})
    table = rows(run(scenario, arm="restraint"))["assets.csv"]
    down = {
        view: {int(row["move"]) for row in table if row["view"] == view and row["state"] == "degraded"}
        for view in ("truth", "BOR", "RED", "COR")
    }
    assert down["truth"] == {3, 4, 5, 6}
    assert down["BOR"] == {3, 4, 5, 6}
    assert min(down["RED"]) == 5
    assert not down["COR"]


def test_a_cell_that_does_not_know_of_an_asset_has_no_state_of_it(crises):
    """A hidden satellite is nowhere in Red's rows."""
    table = rows(run(crises.changed({"satellites.bor_relay.shown": False}), arm="restraint"))["assets.csv"]
    mine = {row["view"]: (row["known"], row["state"]) for row in table if row["asset"] == "bor_relay"}
    assert mine["RED"] == ("0", "")
    assert mine["BOR"] == ("1", "up")


def test_text_that_a_spreadsheet_would_take_for_a_formula_is_marked(crises):
    """A note that begins with an equals sign is shown, not computed."""
    note = "=HYPERLINK(1)"
    told = {"kind": "message", "at_h": 3.0, "text": "x"}
    scenario = crises.changed({"actors.BOR.name": note, "injects.m": told})
    table = rows(run(scenario, arm="restraint"))["events.csv"]
    assert all(not row["sentence"].startswith(("=", "+", "-", "@")) for row in table)
    assert any(row["sentence"].startswith(f"'{note}") for row in table)
