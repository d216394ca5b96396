"""Spares and launches after a loss: when they come, when they fail, who helps whom, and what waits for a launcher."""

import pytest

from wargame.model import Game, Setup
from wargame.run import run
from wargame.world import fold

RED = "actors.RED.adversary.capabilities"
DAY_S = 86_400
EAST, RELAY = "arc_warning_east", "arc_relay_east"


def _lost(crises, blocks, changes=None, at_h=(0,), targets=(EAST,)):
    """Red shoots without fail at hours; `blocks` are the replacements by satellite."""
    actions = [{"capability": "interceptor", "targets": list(targets), "at_h": h} for h in at_h]
    given = {
        "threat_packages": {"one": {"title": "One", "adversary": "RED", "actions": actions}},
        f"{RED}.interceptor.magazine": 9,
        f"{RED}.interceptor.parameters.p_kill_above_2000_km": 1.0,
        **{f"satellites.{key}.replacement": {"provider": "ARC", **block} for key, block in blocks.items()},
        **(changes or {}),
    }
    return crises.changed(given)


def _played(scenario, replicate=0, **given):
    return run(scenario, arm="forced", package="one", replicate=replicate, **given)


def test_a_spare_ends_the_loss_when_it_is_ready(crises):
    """Lost at the hit, back 24 hours later, and the service with it."""
    spare = {EAST: {"kind": "spare", "ready_h": 24.0, "p_success": 1.0}}
    record = _played(_lost(crises, spare, {"missions.missile_warning.threshold": 0.9}))
    (lost,) = crises.kinds(record, "asset.lost")
    (ordered,) = crises.kinds(record, "replacement.ordered")
    (back,) = crises.kinds(record, "asset.replaced")
    assert (ordered.cause, ordered.left, ordered.due_s) == (lost.id, 0, lost.t_s + DAY_S)
    assert (back.cause, back.loss, back.t_s) == (ordered.id, lost.id, lost.t_s + DAY_S)
    timeline = record.services["missile_warning"]
    line = timeline.values[0, timeline.beneficiaries.index("ARC")]
    before, out, after = (line[(t_s // 300)] for t_s in (lost.t_s - 600, lost.t_s + 600, back.t_s + 600))
    assert before == after
    assert out < before
    crossings = [e for e in crises.kinds(record, "service.crossed") if e.mission == "missile_warning"]
    assert {e.cause for e in crossings if e.direction == "lost"} == {lost.id}
    assert {e.cause for e in crossings if e.direction == "regained"} == {back.id}


def test_what_is_replaced_can_be_lost_again_until_the_stock_is_gone(crises):
    """Two copies, three kills: two replacements and one loss for good."""
    block = {"kind": "spare", "ready_h": 2.0, "p_success": 1.0, "copies": 2}
    record = _played(_lost(crises, {EAST: block}, at_h=(0, 12, 24)))
    assert len(crises.kinds(record, "asset.lost")) == 3
    assert [e.left for e in crises.kinds(record, "replacement.ordered")] == [1, 0]
    assert len(crises.kinds(record, "asset.replaced")) == 2
    assert crises.kinds(record, "asset.lost", "asset.replaced")[-1].kind == "asset.lost"


def test_a_failed_launch_grounds_the_provider_s_launcher_and_whatever_waits_for_it(crises):
    """The relay's launch is due a day after the warning satellite's has failed: it waits for the stand-down."""
    blocks = {
        EAST: {"ready_h": 24.0, "p_success": 0.0, "stand_down_d": 20.0},
        RELAY: {"ready_h": 48.0, "p_success": 1.0},
    }
    record = _played(_lost(crises, blocks, targets=(EAST, RELAY)))
    (failed,) = crises.kinds(record, "replacement.failed")
    assert failed.until_s == failed.t_s + 20 * DAY_S
    (waits,) = crises.kinds(record, "replacement.delayed")
    assert (waits.asset, waits.due_s) == (RELAY, failed.until_s)
    (back,) = crises.kinds(record, "asset.replaced")
    assert (back.asset, back.t_s, back.cause) == (RELAY, failed.until_s, waits.id)


def test_a_spare_in_orbit_does_not_wait_for_a_launcher_and_another_provider_s_flies(crises):
    """Only what hangs on the same launcher waits."""
    blocks = {
        EAST: {"ready_h": 24.0, "p_success": 0.0, "stand_down_d": 20.0},
        RELAY: {"kind": "spare", "ready_h": 48.0, "p_success": 1.0},
    }
    record = _played(_lost(crises, blocks, targets=(EAST, RELAY)))
    assert not crises.kinds(record, "replacement.delayed")
    blocks[RELAY] = {"provider": "BOR", "ready_h": 48.0, "p_success": 1.0}
    tie = {"agreements.launch": {"kind": "reconstitution_launch", "members": ["ARC", "BOR"]}}
    record = _played(_lost(crises, blocks, tie, targets=(EAST, RELAY)))
    assert not crises.kinds(record, "replacement.delayed")
    assert [e.asset for e in crises.kinds(record, "asset.replaced")] == [RELAY]


def test_a_failure_is_tried_again_with_the_next_copy_after_the_stand_down(crises):
    """Ready in two days, but the launcher flies again only after ten."""
    record = _played(
        _lost(crises, {EAST: {"ready_h": 48.0, "p_success": 0.0, "stand_down_d": 10.0, "copies": 2}})
    )
    first, second = crises.kinds(record, "replacement.failed")
    again = crises.kinds(record, "replacement.ordered")[1]
    assert (again.cause, again.due_s) == (first.id, first.t_s + 10 * DAY_S)
    assert second.t_s == again.due_s
    assert not crises.kinds(record, "asset.replaced")


def test_a_launch_works_with_its_own_probability(crises):
    """Sixty replicates of 0.7: 42 within three standard deviations of 3.5."""
    scenario = _lost(crises, {EAST: {"ready_h": 24.0, "p_success": 0.7}})
    works = sum(bool(crises.kinds(_played(scenario, n), "asset.replaced")) for n in range(60))
    assert works == pytest.approx(42, abs=11)
    (end,) = crises.kinds(_played(scenario), "asset.replaced", "replacement.failed")
    assert (end.kind == "asset.replaced") == (end.card["draw"] < 0.7)


def test_a_partner_launches_only_by_agreement_and_only_while_it_is_inside(crises):
    block = {EAST: {"provider": "BOR", "ready_h": 24.0, "p_success": 1.0}}
    tie = {"agreements.launch": {"kind": "reconstitution_launch", "members": ["ARC", "BOR"]}}
    assert crises.kinds(_played(_lost(crises, block, tie)), "asset.replaced")
    assert not crises.kinds(_played(_lost(crises, block)), "replacement.ordered")
    assert not crises.kinds(_played(_lost(crises, block, tie), coalition=["COR"]), "replacement.ordered")
    own = {EAST: {"ready_h": 24.0, "p_success": 1.0}}
    assert crises.kinds(_played(_lost(crises, own), coalition=[]), "asset.replaced")


def test_nothing_that_ailed_the_old_satellite_ails_the_new_one(crises):
    """Jammed, shot and replaced: the new relay is not jammed, and the jammer's end says nothing of it."""
    block = {RELAY: {"kind": "spare", "ready_h": 2.0, "p_success": 1.0}}
    scenario = _lost(crises, block, targets=(RELAY,), at_h=(0,))
    jam = {"capability": "jammer", "targets": [RELAY], "at_h": 0}
    shots = scenario.as_plain["threat_packages"]["one"]["actions"]
    record_of = crises.changed({"threat_packages.one.actions": [*shots, jam]}, scenario)
    game = Game(record_of, setup=Setup(arm="forced", package="one")).play()
    (back,) = [e for e in game.events if e.kind == "asset.replaced"]
    assert game.availability.factor(RELAY, "relay", back.t_s + 60) == 1.0
    assert game.availability.factor(RELAY, "relay", back.t_s - 60) == 0.0
    assert game.status_of(RELAY) == "up"
    assert not [e for e in game.events if e.kind == "asset.restored"]
    assert fold(record_of, game.events) == game.world
    game.close()
