"""How a crisis comes down: step-down, what is given up, its end."""

from dataclasses import replace

import numpy as np
import pytest
from coming_down import COMES_DOWN, JAM, of

from wargame.analysis.names import Names
from wargame.analysis.sentences import sentence
from wargame.analysis.statistics import statistics
from wargame.model import Game
from wargame.run import run
from wargame.world import fold


@pytest.fixture(scope="module")
def calmed(crises):
    """The free arm in which Red steps down at hour 36 and the crisis ends at hour 48."""
    return run(crises.changed(COMES_DOWN))


def test_an_adversary_that_goes_quiet_steps_down_after_its_moves(calmed):
    """Order in the move of hour 24, none at 30 and 36: two quiet moves."""
    (down,) = of(calmed, "crisis.stepped_down")
    assert (down.t_s / 3600, down.actor, down.quiet_moves) == (36.0, "RED", 2)
    assert down.cause == "move.began/6/-/129600"


def test_running_jamming_is_switched_off_and_the_jammer_is_free_again(calmed):
    """The jamming of hour 24.5 would have lasted to 60.5; it ends at 36, and says what ended it."""
    (jammed,) = of(calmed, "asset.degraded")
    (restored,) = of(calmed, "asset.restored")
    (down,) = of(calmed, "crisis.stepped_down")
    assert (jammed.t_s / 3600, jammed.until_s / 3600) == (24.5, 60.5)
    assert (restored.t_s / 3600, restored.cause, restored.ended_by) == (36.0, jammed.id, down.id)
    (returned,) = of(calmed, "resource.returned")
    assert (returned.t_s / 3600, returned.left) == (36.0, 1)


def test_a_reader_is_told_that_it_ended_sooner_than_had_been_said(calmed):
    """The jamming is told with the end that was foreseen; step-down and recovery put that right."""
    names = Names(calmed.scenario)
    (down,), (restored,) = of(calmed, "crisis.stepped_down"), of(calmed, "asset.restored")
    assert "after 2 quiet moves: it switches off what it keeps up and can switch off" in sentence(down, names)
    assert "after 1 quiet move:" in sentence(replace(down, quiet_moves=1), names)
    assert sentence(restored, names).endswith(", earlier than foreseen.")
    assert "earlier" not in sentence(replace(restored, ended_by=None), names)


def test_the_service_is_back_with_the_step_down(crises, calmed):
    """From the step of hour 36 on the wideband service is that of the unattacked arm; between 24.5 and 36 it is not."""
    calm = run(crises.changed(COMES_DOWN), arm="unattacked").services["satcom_wideband"].values
    values = calmed.services["satcom_wideband"].values
    hour = 3600 // 300
    assert np.array_equal(values[:, :, 36 * hour :], calm[:, :, 36 * hour :])
    assert (values[:, :, 25 * hour : 36 * hour] < calm[:, :, 25 * hour : 36 * hour]).any()


def test_a_later_loss_is_not_laid_to_what_was_given_up(crises):
    """Jammed until 36, shot at 42: the second loss is the shot's alone, though the jamming was to last to 60.5."""
    shot = {"capability": "interceptor", "targets": ["arc_relay_east"], "at_h": 42}
    changes = {
        **COMES_DOWN,
        "actors.RED.adversary.script": [JAM, shot],
        "actors.RED.adversary.capabilities.interceptor.parameters.p_kill_above_2000_km": 1.0,
    }
    record = run(crises.changed(changes))
    (lost,) = of(record, "asset.lost")
    (jammed,) = of(record, "asset.degraded")
    (restored,) = of(record, "asset.restored")
    crossings = [e for e in of(record, "service.crossed") if e.place == "strait.ARC"]
    assert [(e.direction, e.cause) for e in crossings] == [
        ("lost", jammed.id),
        ("regained", restored.id),
        ("lost", lost.id),
    ]
    assert crossings[2].card["out_of_action"] == [lost.id]


def test_the_crisis_ends_after_its_hours_and_takes_what_is_not_due_with_it(calmed):
    """12 h after the step-down: day-to-day, and the decisions due at hour 96.5 are never taken."""
    (ended,) = of(calmed, "crisis.ended")
    (down,) = of(calmed, "crisis.stepped_down")
    assert (ended.t_s / 3600, ended.cause) == (48.0, down.id)
    last = of(calmed, "phase.changed")[-1]
    assert (last.phase, last.t_s, last.cause) == ("day_to_day", ended.t_s, ended.id)
    opened = {event.government for event in of(calmed, "inquiry.opened")}
    declined = of(calmed, "response.declined")
    assert {event.government for event in declined} == opened
    assert {event.reason for event in declined} == {"the crisis ended before its decision was due"}
    assert not of(calmed, "attribution.formed", "response.decided")


def test_decisions_that_are_due_before_the_end_are_taken(crises):
    """A decision delay of 20 h: due at 44.5, before the end at 48."""
    record = run(crises.changed({**COMES_DOWN, "politics.decision_delay_h": 20.0}))
    assert of(record, "crisis.ended")
    assert {e.t_s / 3600 for e in of(record, "attribution.formed")} == {44.5}


def test_the_timeline_of_a_crisis_that_is_over_does_not_go_on(crises):
    """A change of phase at hour 54 would follow the end at 48."""
    phases = [{"at_h": 0, "phase": "crisis"}, {"at_h": 54, "phase": "contingency"}]
    record = run(crises.changed({**COMES_DOWN, "phases": phases}))
    assert [(e.t_s / 3600, e.phase) for e in of(record, "phase.changed")] == [
        (0.0, "crisis"),
        (48.0, "day_to_day"),
    ]


def test_an_attack_after_the_step_down_takes_it_back(crises):
    """A second attack at hour 42: no end at 48; quiet again at 48 and 54, down at 54."""
    second = {"capability": "interceptor", "targets": ["arc_warning_east"], "at_h": 42}
    record = run(crises.changed({**COMES_DOWN, "actors.RED.adversary.script": [JAM, second]}))
    assert [e.t_s / 3600 for e in of(record, "crisis.stepped_down")] == [36.0, 54.0]
    assert not of(record, "crisis.ended")


def test_nobody_steps_down_while_an_attack_is_under_way(crises):
    """An interceptor ordered at hour 24 flies for four hours and more: with one quiet move, hour 30, it has landed."""
    shot = {"capability": "interceptor", "targets": ["arc_warning_east"], "at_h": 29}
    changes = {
        **COMES_DOWN,
        "actors.RED.adversary.script": [shot],
        "actors.RED.adversary.step_down": {"after_moves": 1, "ends_after_h": 12},
    }
    record = run(crises.changed(changes))
    (launched,) = of(record, "engagement.launched")
    (down,) = of(record, "crisis.stepped_down")
    assert 30 < launched.effect_s / 3600 < 36
    assert down.t_s / 3600 == 36.0


def test_what_cannot_be_switched_off_stays(crises):
    """A break-in that was cleaned up by nobody lasts as long as it does: only what its author keeps up ends."""
    script = [{"capability": "intruder", "targets": ["arc_gateway"], "at_h": 24}]
    changes = {
        **COMES_DOWN,
        "actors.RED.adversary.script": script,
        "actors.RED.adversary.capabilities.intruder.parameters": {"p_success": 1.0, "restore_h": 24},
        "sites.arc_gateway.cyber_readiness": 0.0,
    }
    record = run(crises.changed(changes))
    (struck,) = of(record, "asset.degraded")
    (restored,) = of(record, "asset.restored")
    assert of(record, "crisis.stepped_down")[0].t_s < struck.until_s
    assert (restored.t_s, restored.ended_by) == (struck.until_s, None)


@pytest.mark.parametrize("arm", ["unattacked", "restraint", "forced"])
def test_only_the_free_arm_comes_down(crises, arm):
    """A threat package is carried out whatever happens, so resilience does not depend on it."""
    package = "cut_the_strait" if arm == "forced" else None
    assert not of(run(crises.changed(COMES_DOWN), arm=arm, package=package), "crisis.stepped_down")


def test_the_default_is_never(tutorial):
    """Shipped results do not change: no adversary steps down by itself unless its file says so."""
    for replicate in range(3):
        assert not of(run(tutorial, replicate=replicate), "crisis.stepped_down", "crisis.ended")


def test_the_statistic_says_whether_red_came_down(crises, tutorial, calmed):
    """1, 0, and nothing with the reason where it cannot be."""
    name = "deterrence.stepped_down"
    stubborn = crises.changed(
        {**COMES_DOWN, "actors.RED.adversary.step_down": {"after_moves": 12, "ends_after_h": 12}}
    )
    idle = crises.changed({**COMES_DOWN, "actors.RED.adversary.script": []})
    assert statistics(calmed).values[name] == 1.0
    assert statistics(run(stubborn)).values[name] == 0.0
    for scenario, words in ((idle, "Red did not attack"), (tutorial, "ever steps down")):
        found = statistics(run(scenario))
        assert found.values[name] is None
        assert words in found.reasons[name]
    assert statistics(calmed).values["deterrence.highest_rung"] == 3.0


def test_jamming_of_receivers_falls_silent_with_the_step_down(crises):
    """Navigation: jammed from hour 24.5 for 200 hours, silent from 36 on; the line is that of nobody attacking."""
    jammer = {
        "effect": "pnt_jamming",
        "magazine": 1,
        "parameters": {
            "site": "red_ship",
            "eirp_dbw": 60,
            "antenna_height_m": 12000,
            "duration_h": 200,
            "setup_min": 30,
        },
    }
    changes = {
        **COMES_DOWN,
        "sites.red_ship": {"name": "Ship", "owner": "RED", "latitude_deg": 10, "longitude_deg": -30},
        "actors.RED.adversary.capabilities.drown": jammer,
        "actors.RED.adversary.script": [{"capability": "drown", "targets": ["strait"], "at_h": 24}],
    }
    record = run(crises.changed(changes))
    calm = run(crises.changed(changes), arm="unattacked").services["pnt"].values
    (freed,) = of(record, "receivers.freed")
    (down,) = of(record, "crisis.stepped_down")
    (back,) = of(record, "resource.returned")
    assert (freed.t_s / 3600, freed.ended_by, back.ended_by) == (36.0, down.id, down.id)
    values, hour = record.services["pnt"].values, 3600 // 300
    assert (values[:, :, 25 * hour : 35 * hour] < calm[:, :, 25 * hour : 35 * hour]).any()
    assert np.array_equal(values[:, :, 36 * hour :], calm[:, :, 36 * hour :])


def test_later_passes_of_a_campaign_that_was_given_up_never_happen(crises):
    """Dazzling waits for every pass over five days; whatever lies after the step-down at hour 36 is over."""
    camera = {
        "name": "Camera",
        "owner": "ARC",
        "orbit": {"type": "circular", "altitude_km": 500.0, "inclination_deg": 40.0, "raan_deg": 0.0},
        "payloads": {"eye": {"kind": "optical"}},
    }
    laser = {
        "effect": "dazzle",
        "magazine": 1,
        "parameters": {"site": "red_base", "p_dazzle": 1.0, "duration_h": 120},
    }
    changes = {
        **COMES_DOWN,
        "satellites.camera": camera,
        "actors.RED.adversary.capabilities.laser": laser,
        "actors.RED.adversary.script": [{"capability": "laser", "targets": ["camera"], "at_h": 12}],
        "actors.RED.adversary.step_down.after_moves": 4,
    }
    game = Game(crises.changed(changes)).play()
    spans = [event for event in game.events if event.kind == "asset.degraded"]
    assert max(event.from_s or event.t_s for event in spans) > 36 * 3600, "some passes must lie after it"
    (down,) = [event for event in game.events if event.kind == "crisis.stepped_down"]
    assert down.t_s / 3600 == 36.0
    outages = game.availability.outages
    assert outages
    assert max(outage.end_s for outage in outages) <= 36 * 3600
    assert fold(game.given, game.events) == game.world
    game.close()
