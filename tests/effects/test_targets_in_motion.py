"""Attacks on, and witnesses among, satellites that are launched or manoeuvre while the scenario runs."""

import pytest

from wargame.board import Board
from wargame.game.effect import Refusal, Trace
from wargame.run import run

EAST = "satellites.arc_relay_east"


def _jammed(crises, launch_h):
    record = run(crises.changed({f"{EAST}.launch_at_h": launch_h}), arm="forced", package="cut_the_strait")
    resolved = [e for e in crises.kinds(record, "engagement.resolved") if e.target == "arc_relay_east"]
    refused = [e for e in crises.kinds(record, "order.refused") if e.target == "arc_relay_east"]
    return resolved, refused


def test_jamming_waits_for_a_relay_that_is_launched_within_the_life_of_the_order(crises):
    """Ordered at hour 24, on the air when the relay is there."""
    (before,), _ = _jammed(crises, 3.0)
    (resolved,), refused = _jammed(crises, 40.0)
    assert before.t_s == 24 * 3600 + 1800
    assert resolved.t_s == 40 * 3600
    assert not refused


def test_jamming_a_relay_that_comes_too_late_is_refused_with_a_sentence(crises):
    resolved, (refused,) = _jammed(crises, 58.0)
    assert not resolved
    assert refused.reason == "'arc_relay_east' is not in orbit before hour 54"


@pytest.mark.parametrize("satellite", ["arc_relay_east", "arc_warning_east", "bor_relay"])
def test_every_arm_plays_when_a_satellite_is_launched_in_the_middle(crises, satellite):
    for record in crises.every_arm(crises.changed({f"satellites.{satellite}.launch_at_h": 30.0})):
        for event in crises.kinds(record, "engagement.resolved"):
            assert event.target != satellite or event.t_s >= 30 * 3600


def test_every_arm_plays_when_a_relay_drifts_away_and_red_reckons_with_it(crises):
    moved = {
        f"{EAST}.delta_v_m_s": 50.0,
        f"{EAST}.manoeuvres": [{"type": "slot", "at_h": 0, "longitude_deg": 100, "drift_deg_per_day": 10}],
    }
    calm, drifting = (run(crises.changed(changes), arm="restraint") for changes in ({}, moved))
    assert crises.lines(calm.events) != crises.lines(drifting.events)
    assert all(list(crises.every_arm(crises.changed(moved))))


def test_an_interceptor_cannot_reach_what_is_not_there_yet(crises):
    scenario = crises.changed({"satellites.arc_warning_east.launch_at_h": 50.0})
    board = Board.of(scenario)
    weapon = board.weapon("RED", "interceptor", 1)
    early = weapon.effect.timing(weapon.parameters, "arc_warning_east", board.scene, 0, 30 * 3600)
    late = weapon.effect.timing(weapon.parameters, "arc_warning_east", board.scene, 0, 60 * 3600)
    assert isinstance(early, Refusal)
    assert late.effect_s == 50 * 3600


def test_a_warning_satellite_is_no_witness_before_its_own_launch(crises):
    scenario = crises.changed(
        {
            "satellites.arc_warning_west.launch_at_h": 10.0,
            "satellites.arc_warning_west.payloads.infrared.evidence": True,
        }
    )
    watch = Board.of(scenario).watch
    for t_s, seen in ((0, []), (35_999, []), (36_000, ["arc_warning_west.infrared"])):
        assert [post.id for post in watch.posts_in_view(Trace("infrared", "red_base", t_s))] == seen
