"""A cell's page holds nothing that the cell may not know: a secret is varied, and the bytes stay the same.

Each test has its other half: the same change, once it is no secret any more, does show.
"""

import pytest

from wargame.analysis.replay.cell_words import CELL_WORDS
from wargame.analysis.replay.groups import GROUPS, group_of
from wargame.analysis.replay.knowledge import RULES, UNTOLD, Cell, cells_of
from wargame.analysis.replay.page import ReplayError, replay_html
from wargame.events import EVENTS
from wargame.run import run

HIDDEN = {"satellites.bor_second": {"name": "Borealis Two", "owner": "BOR", "shown": False,
    "orbit": {"type": "geo", "longitude_deg": -20.0},
    "payloads": {"relay": {"kind": "wideband", "capacity_mbps": 800, "bands": ["x"]}}}}  # fmt: skip
OPEN = {"satellites.bor_second": {**HIDDEN["satellites.bor_second"], "shown": True}}
ROUTINE = {"phases": [{"at_h": 0.0, "phase": "day_to_day"}]}
SHY = {f"actors.RED.adversary.{name}": value
       for name, value in (("costs.per_rung", 50.0), ("resolve_rate", 40.0))}  # fmt: skip
"""Red never attacks, whatever its resolve."""
BREACH = {"threat_packages": {"breach": {"title": "Break in", "adversary": "RED", "actions": [
    {"capability": "intruder", "targets": ["arc_gateway"], "at_h": 6.0}]}}}  # fmt: skip
QUIET = {"injects": {}}


@pytest.fixture(scope="module")
def page(crises):
    """The page of one cell in a changed tutorial: (cell, changes, how it is run) -> HTML."""

    def made(cell, changes, **given):
        return replay_html(run(crises.changed(changes), **given), cell=cell)

    return made


@pytest.mark.parametrize("arm", ["free", "restraint"])
def test_a_hidden_asset_changes_not_one_byte_of_red_s_page(page, arm):
    with_it = page("RED", {**ROUTINE, **SHY, **HIDDEN}, arm=arm)
    assert with_it == page("RED", {**ROUTINE, **SHY}, arm=arm)
    assert "Borealis Two" in page("RED", {**ROUTINE, **SHY, **OPEN}, arm=arm)


def test_the_owner_sees_what_it_hides(page):
    assert "Borealis Two" in page("BOR", {**ROUTINE, **SHY, **HIDDEN})


def test_another_government_is_not_shown_what_an_ally_hides(page):
    """Corona neither runs, hosts nor has a payload on it; here nobody's service depends on it."""
    idle = {"satellites.bor_second": {**HIDDEN["satellites.bor_second"], "payloads": {}}}
    assert page("COR", {**ROUTINE, **SHY, **idle}) == page("COR", {**ROUTINE, **SHY})
    told = {"satellites.bor_second": {**idle["satellites.bor_second"], "shown": True}}
    assert page("COR", {**ROUTINE, **SHY, **told}) != page("COR", {**ROUTINE, **SHY})


@pytest.mark.parametrize("cell", ["ARC", "BOR", "COR"])
def test_what_red_weighs_and_could_do_is_in_no_government_s_page(page, cell):
    """Pressure, costs, magazine and the names of its means: they show in Red's page only."""
    other = {"actors.RED.adversary.pressure": {"day_to_day": 0.11, "crisis": 0.12, "contingency": 0.13},
             "actors.RED.adversary.costs.norm": 0.77,
             "actors.RED.adversary.capabilities.jammer.name": "Thunderclap"}  # fmt: skip
    assert page(cell, {**SHY, **other}) == page(cell, SHY)
    assert page("RED", {**SHY, **other}) != page("RED", SHY)
    assert "Thunderclap" in page("RED", {**SHY, **other})


def _breach(page, crises, cell, **changes):
    mute = {"sites.bor_gateway.functions.forensics.p_detect": 0.0}
    given = {**QUIET, **SHY, **BREACH, **mute, **changes}
    return page(cell, given, arm="forced", package="breach")


def test_how_red_was_placed_to_succeed_is_in_no_page_of_a_cell(page, crises):
    """The chance of an intrusion, and the draw that beat it, are the umpire's: cells see what came of it."""
    sure = {"actors.RED.adversary.capabilities.intruder.parameters.p_success": 1.0,
            "sites.arc_gateway.cyber_readiness": 0.0}  # fmt: skip
    surer = {"actors.RED.adversary.capabilities.intruder.parameters.p_success": 1.0,
             "sites.arc_gateway.cyber_readiness": 0.0,
             "actors.RED.adversary.capabilities.intruder.magazine": 9}  # fmt: skip
    for cell in ("ARC", "BOR", "COR"):
        assert _breach(page, crises, cell, **sure) == _breach(page, crises, cell, **surer)
    assert "out of action" in _breach(page, crises, "ARC", **sure)


def test_reports_that_were_not_released_are_their_owner_s(page, crises):
    """What Borealis's forensics report is its own until it is released: with sharing off nobody else's page moves."""
    alone = {"disclosure": {}, "actors.RED.adversary.capabilities.intruder.parameters.p_success": 1.0,
             "sites.arc_gateway.cyber_readiness": 0.0}  # fmt: skip
    pages = {}
    for p_detect in (0.0, 1.0):
        sees = {"sites.bor_gateway.functions.forensics.p_detect": p_detect}
        pages[p_detect] = {
            cell: _breach(page, crises, cell, **alone, **sees) for cell in ("ARC", "BOR", "COR", "RED")
        }
    assert pages[0.0]["BOR"] != pages[1.0]["BOR"]
    assert pages[0.0]["COR"] == pages[1.0]["COR"]


def test_an_outcome_that_red_cannot_see_changes_nothing_in_its_page(crises):
    """It looks and never sees: one page for successes and failures alike; where it sees, the pages differ."""
    blind, sees = set(), set()
    outcomes = set()
    for replicate in range(12):
        for pages, assessment in ((blind, {"p_sees": 0.0}), (sees, {"p_sees": 1.0})):
            changes = {**QUIET, **SHY, **BREACH, "actors.RED.adversary.assessment": assessment,
                       "politics.commitment": {"day_to_day": 0.0, "crisis": 0.0, "contingency": 0.0}}  # fmt: skip
            record = run(crises.changed(changes), arm="forced", package="breach", replicate=replicate)
            outcomes.add(crises.kinds(record, "engagement.resolved")[0].outcome)
            pages.add(replay_html(record, cell="RED"))
    assert outcomes == {"success", "failure"}
    assert len(blind) == 1
    assert len(sees) == 2


def test_a_failure_reads_like_an_attack_to_those_who_ask(crises):
    """No page of a cell says that an outage was nobody's doing, or that a report of it was false."""
    fault = {"kind": "outage", "at_h": 7.0, "asset": "arc_gateway", "duration_h": 12.0}
    alarm = {
        f"sites.bor_gateway.functions.forensics.{name}": 1.0 for name in ("p_false_alarm", "p_false_identify")
    }
    record = run(crises.changed({"injects": {"fault": fault}, **SHY, **alarm}))
    assert crises.kinds(record, "attribution.formed")
    for cell in cells_of(record):
        page = replay_html(record, cell=cell)
        assert "there was none" not in page
        assert "nobody's doing" not in page
        assert "outage:" not in page


def test_a_cell_s_page_names_no_run(sides):
    """The hash of a scenario tells whether a guess at its secrets is right."""
    record = sides.played
    for cell in cells_of(record):
        page = replay_html(record, cell=cell, sides=sides)
        assert record.digest not in page
        assert record.manifest.scenario_hash not in page
        assert record.scenario.question not in page


def test_a_cell_s_page_takes_no_line_from_the_runs_beside_it(sides):
    assert replay_html(sides.played, cell="ARC", sides=sides) == replay_html(sides.played, cell="ARC")


def test_the_trainer_s_page_holds_each_cell_s_picture_and_no_more_in_it(sides, told, told_in):
    """What the switch shows of a cell is what the cell's own page shows: the same events in the same words."""
    for picture in told["pictures"][1:]:
        own = told_in(replay_html(sides.played, cell=picture["id"]))["pictures"][0]
        said = [(event["t"], event["s"]) for event in picture["events"]]
        assert said == [(event["t"], event["s"]) for event in own["events"]]
        assert picture["missions"] == own["missions"]
        assert picture["choices"] == own["choices"]


def test_a_cell_that_is_none_is_refused(sides):
    with pytest.raises(ReplayError, match="its cells are ARC, BOR, COR, RED"):
        replay_html(sides.played, cell="XYZ")


def test_every_kind_of_event_has_a_rule_or_is_kept_from_cells_on_purpose():
    assert set(RULES) | UNTOLD == set(EVENTS)
    assert not set(RULES) & UNTOLD
    assert set(CELL_WORDS) <= set(RULES)


def test_every_kind_of_event_has_a_place_in_the_feed():
    assert all(group_of(kind) in GROUPS for kind in EVENTS)
    assert {group_of(kind) for kind in EVENTS} == set(GROUPS)


def test_a_kind_without_a_rule_is_known_to_nobody(sides, monkeypatch):
    monkeypatch.delitem(RULES, "phase.changed")
    from wargame.analysis.names import Names

    known = Cell(sides.played, "ARC").known(Names(sides.played.scenario))
    assert known
    assert all(item.event.kind != "phase.changed" for item in known)
