"""How a crisis comes down: off-ramps, step-down, its end; and what the white cell may do to it."""

import numpy as np
import pytest

from wargame.analysis.cards import card_lines
from wargame.analysis.names import Names
from wargame.analysis.sentences import sentence
from wargame.analysis.statistics import statistics
from wargame.events import EVENTS
from wargame.model import Game, Setup
from wargame.run import run
from wargame.world import fold

JAM = {"capability": "jammer", "targets": ["arc_relay_east"], "at_h": 24}
COMES_DOWN = {
    "actors.RED.adversary.doctrine": "scripted",
    "actors.RED.adversary.script": [JAM],
    "actors.RED.adversary.step_down": {"after_moves": 2, "ends_after_h": 12},
    "satellites.bor_relay.payloads.relay.capacity_mbps": 200.0,
}
"""Red jams at hour 24 for 36 hours, then does nothing: moves of 6 h, so it is quiet in the moves of hours 30 and 36."""


def _of(record, *kinds):
    return [event for event in record.events if event.kind in kinds]


@pytest.fixture(scope="module")
def calmed(crises):
    """The free arm in which Red steps down at hour 36 and the crisis ends at hour 48."""
    return run(crises.changed(COMES_DOWN))


def test_an_adversary_that_goes_quiet_steps_down_after_its_moves(calmed):
    """Order in the move of hour 24, none at 30 and 36: two quiet moves."""
    (down,) = _of(calmed, "crisis.stepped_down")
    assert (down.t_s / 3600, down.actor, down.quiet_moves) == (36.0, "RED", 2)
    assert down.cause == "move.began/6/-/129600"


def test_running_jamming_is_switched_off_and_the_jammer_is_free_again(calmed):
    """The jamming of hour 24.5 would have lasted to 60.5; it ends at 36, and says what ended it."""
    (jammed,) = _of(calmed, "asset.degraded")
    (restored,) = _of(calmed, "asset.restored")
    (down,) = _of(calmed, "crisis.stepped_down")
    assert (jammed.t_s / 3600, jammed.until_s / 3600) == (24.5, 60.5)
    assert (restored.t_s / 3600, restored.cause, restored.ended_by) == (36.0, jammed.id, down.id)
    (returned,) = _of(calmed, "resource.returned")
    assert (returned.t_s / 3600, returned.left) == (36.0, 1)


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
    (lost,) = _of(record, "asset.lost")
    (jammed,) = _of(record, "asset.degraded")
    (restored,) = _of(record, "asset.restored")
    crossings = [e for e in _of(record, "service.crossed") if e.place == "strait.ARC"]
    assert [(e.direction, e.cause) for e in crossings] == [
        ("lost", jammed.id),
        ("regained", restored.id),
        ("lost", lost.id),
    ]
    assert crossings[2].card["out_of_action"] == [lost.id]


def test_the_crisis_ends_after_its_hours_and_takes_what_is_not_due_with_it(calmed):
    """12 h after the step-down: day-to-day, and the decisions due at hour 96.5 are never taken."""
    (ended,) = _of(calmed, "crisis.ended")
    (down,) = _of(calmed, "crisis.stepped_down")
    assert (ended.t_s / 3600, ended.cause) == (48.0, down.id)
    last = _of(calmed, "phase.changed")[-1]
    assert (last.phase, last.t_s, last.cause) == ("day_to_day", ended.t_s, ended.id)
    opened = {event.government for event in _of(calmed, "inquiry.opened")}
    declined = _of(calmed, "response.declined")
    assert {event.government for event in declined} == opened
    assert {event.reason for event in declined} == {"the crisis ended before its decision was due"}
    assert not _of(calmed, "attribution.formed", "response.decided")


def test_decisions_that_are_due_before_the_end_are_taken(crises):
    """A decision delay of 20 h: due at 44.5, before the end at 48."""
    record = run(crises.changed({**COMES_DOWN, "politics.decision_delay_h": 20.0}))
    assert _of(record, "crisis.ended")
    assert {e.t_s / 3600 for e in _of(record, "attribution.formed")} == {44.5}


def test_the_timeline_of_a_crisis_that_is_over_does_not_go_on(crises):
    """A change of phase at hour 54 would follow the end at 48."""
    phases = [{"at_h": 0, "phase": "crisis"}, {"at_h": 54, "phase": "contingency"}]
    record = run(crises.changed({**COMES_DOWN, "phases": phases}))
    assert [(e.t_s / 3600, e.phase) for e in _of(record, "phase.changed")] == [
        (0.0, "crisis"),
        (48.0, "day_to_day"),
    ]


def test_an_attack_after_the_step_down_takes_it_back(crises):
    """A second attack at hour 42: no end at 48; quiet again at 48 and 54, down at 54."""
    second = {"capability": "interceptor", "targets": ["arc_warning_east"], "at_h": 42}
    record = run(crises.changed({**COMES_DOWN, "actors.RED.adversary.script": [JAM, second]}))
    assert [e.t_s / 3600 for e in _of(record, "crisis.stepped_down")] == [36.0, 54.0]
    assert not _of(record, "crisis.ended")


def test_nobody_steps_down_while_an_attack_is_under_way(crises):
    """An interceptor ordered at hour 24 flies for four hours and more: with one quiet move, hour 30, it has landed."""
    shot = {"capability": "interceptor", "targets": ["arc_warning_east"], "at_h": 29}
    changes = {
        **COMES_DOWN,
        "actors.RED.adversary.script": [shot],
        "actors.RED.adversary.step_down": {"after_moves": 1, "ends_after_h": 12},
    }
    record = run(crises.changed(changes))
    (launched,) = _of(record, "engagement.launched")
    (down,) = _of(record, "crisis.stepped_down")
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
    (struck,) = _of(record, "asset.degraded")
    (restored,) = _of(record, "asset.restored")
    assert _of(record, "crisis.stepped_down")[0].t_s < struck.until_s
    assert (restored.t_s, restored.ended_by) == (struck.until_s, None)


@pytest.mark.parametrize("arm", ["unattacked", "restraint", "forced"])
def test_only_the_free_arm_comes_down(crises, arm):
    """A threat package is carried out whatever happens, so resilience does not depend on it."""
    package = "cut_the_strait" if arm == "forced" else None
    assert not _of(run(crises.changed(COMES_DOWN), arm=arm, package=package), "crisis.stepped_down")


def test_the_default_is_never(tutorial):
    """Shipped results do not change: no adversary steps down by itself unless its file says so."""
    for replicate in range(3):
        assert not _of(run(tutorial, replicate=replicate), "crisis.stepped_down", "crisis.ended")


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


# Off-ramps


def _weighed(record):
    return {event.t_s / 3600: event for event in _of(record, "options.weighed")}


OFFER = {"kind": "off_ramp", "at_h": 12, "actor": "BOR", "relief": 0.4, "stands_h": 24}


def test_an_off_ramp_takes_its_share_of_the_pressure_while_it_stands(crises, tutorial):
    """Crisis 0.3 and contingency 0.6, less 40 % from hour 12 until just before hour 36; the gap falls by as much."""
    offered = crises.changed({"injects.way_out": OFFER})
    before = _weighed(run(tutorial, arm="restraint"))
    after = _weighed(run(offered, arm="restraint"))
    assert {h: e.pressure for h, e in before.items() if h in (6, 12, 24, 30, 36)} == {
        6: 0.3,
        12: 0.3,
        24: 0.6,
        30: 0.6,
        36: 0.6,
    }
    assert {h: e.pressure for h, e in after.items() if h in (6, 12, 24, 30, 36)} == {
        6: 0.3,
        12: 0.18,
        24: 0.36,
        30: 0.36,
        36: 0.6,
    }
    for hour, was in before.items():
        now = after[hour]
        if now.best == was.best and was.best_terms["unrelieved"] == now.best_terms["unrelieved"] == 0:
            assert now.gap == pytest.approx(was.gap - (was.pressure - now.pressure), abs=1e-9)
    small = [o for o in after[24].options if o["unrelieved"] > 0]
    assert small
    for option in small:  # least_gain 0.01: what stays of the pressure is kappa (1 - B / 0.01)
        assert option["unrelieved"] == pytest.approx(0.36 * (1 - option["benefit"] / 0.01), abs=1e-8)
    assert after[24].gap < before[24].gap
    assert after[36].gap == before[36].gap


def test_of_several_off_ramps_the_largest_counts_and_one_who_left_offers_none(crises):
    two = crises.changed(
        {"injects.one": OFFER, "injects.two": {**OFFER, "actor": "COR", "relief": 0.1, "at_h": 18}}
    )
    assert _weighed(run(two, arm="restraint"))[24].pressure == 0.36
    assert _weighed(run(two, arm="restraint", coalition=["COR"]))[24].pressure == 0.54
    assert _weighed(run(two, arm="restraint", coalition=[]))[24].pressure == 0.6


def test_an_attack_takes_the_offer_off_the_table(crises):
    """Folded: it stands for Red until it launches, and an offer made afterwards stands again."""
    changes = {"injects.one": {**OFFER, "stands_h": 200}, "actors.RED.adversary.doctrine": "scripted"}
    scenario = crises.changed({**changes, "actors.RED.adversary.script": [JAM]})
    game = Game(scenario)
    for _ in range(4):
        game.step()
    assert game.world.relief("RED", 24 * 3600 - 1) == 0.4
    game.step()
    assert game.world.attacked_s["RED"] == 24 * 3600
    assert game.world.relief("RED", 30 * 3600) == 0.0
    game.close()


# What the white cell may do


def test_the_white_cell_may_change_the_phase(crises):
    record = run(
        crises.changed({"injects.calm": {"kind": "phase_change", "at_h": 30, "phase": "day_to_day"}}),
        arm="unattacked",
    )
    last = _of(record, "phase.changed")[-1]
    assert (last.t_s / 3600, last.phase, last.cause) == (30.0, "day_to_day", "inject.fired/calm/-/108000")


def test_a_message_is_told_and_changes_nothing_else(crises, tutorial):
    """Every other event is the same; the message says to whom."""
    message = {"kind": "message", "at_h": 30, "to": ["ARC", "COR"], "text": "A tanker is late."}
    told = run(crises.changed({"injects.news": message}), seed=1)
    given = _of(told, "message.given")
    assert [(e.recipients, e.text) for e in given] == [("ARC,COR", "A tanker is late.")]
    names = Names(told.scenario)
    assert sentence(given[0], names) == "Message to Arcadia, Corona: A tanker is late."
    rest = [e for e in told.events if e.kind != "message.given" and getattr(e, "inject", "") != "news"]
    assert crises.lines(rest, frozenset({"seq", "card", "options", "observation"})) == crises.lines(
        run(tutorial, seed=1).events
    )


def test_the_white_cell_may_let_red_step_down_and_it_gives_no_order_for_a_while(crises):
    """Jamming from hour 24.5 ends at 31 by inject; the order of hour 36 is refused, that of hour 54 is taken."""
    orders = [JAM, {**JAM, "at_h": 36}, {**JAM, "at_h": 54}]
    inject = {"kind": "step_down", "at_h": 31, "actor": "RED", "holds_h": 20}
    changes = {**COMES_DOWN, "actors.RED.adversary.script": orders, "injects.stop": inject}
    record = run(crises.changed({**changes, "actors.RED.adversary.step_down.after_moves": 0}))
    (down,) = _of(record, "crisis.stepped_down")
    assert (down.t_s / 3600, down.cause, down.hold_until_s / 3600) == (
        31.0,
        "inject.fired/stop/-/111600",
        51.0,
    )
    assert _of(record, "asset.restored")[0].t_s == down.t_s
    (refused,) = _of(record, "order.refused")
    assert (refused.t_s / 3600, refused.reason) == (
        36.0,
        "'RED' has stepped down and gives no order for now",
    )
    assert [e.t_s / 3600 for e in _of(record, "engagement.launched")] == [24.0, 54.0]
    assert statistics(record).values["deterrence.stepped_down"] == 1.0


def test_a_rational_red_is_held_back_while_it_has_stepped_down(crises):
    """Pressure 1 and a firm will: it would attack at every move, and does not between hour 6 and 30."""
    changes = {
        "actors.RED.adversary.pressure": 1.0,
        "actors.RED.adversary.costs.strategic": 0.0,
        "phases": [{"at_h": 0, "phase": "crisis"}],
        "injects": {"stop": {"kind": "step_down", "at_h": 6, "actor": "RED", "holds_h": 24}},
    }
    record = run(crises.changed(changes), seed=3)
    held = [e.t_s / 3600 for e in _of(record, "restraint.chosen") if e.held]
    assert held == [6.0, 12.0, 18.0, 24.0]
    assert 30.0 in [e.t_s / 3600 for e in _of(record, "attack.decided")]


@pytest.mark.parametrize("outcome", ["success", "failure"])
def test_the_umpire_decides_the_next_engagement_on_a_target_and_says_why(crises, outcome):
    """Two break-ins, one by the ruling and one by the dice; the draws are those of the crisis without a ruling."""
    first = {"capability": "intruder", "targets": ["arc_gateway"], "at_h": 24}
    base = {
        **COMES_DOWN,
        "actors.RED.adversary.script": [first, {**first, "at_h": 40}],
        "actors.RED.adversary.capabilities.intruder.magazine": 2,
    }
    reason = "The passwords had been changed the day before."
    ruling = {
        "kind": "umpire",
        "at_h": 20,
        "target": "arc_gateway",
        "outcome": outcome,
        "reason": reason,
    }
    free, ruled = run(crises.changed(base)), run(crises.changed({**base, "injects.umpire": ruling}))
    was, now = _of(free, "engagement.resolved")[0], _of(ruled, "engagement.resolved")[0]
    assert (now.outcome, now.p, now.draw) == (outcome, was.p, was.draw)
    (made,) = _of(ruled, "ruling.made")
    assert now.ruling == made.id
    assert made.reason == reason
    assert now.card["ruling"] == reason
    assert any(reason in line for line in card_lines(now, Names(ruled.scenario)))
    assert sentence(now, Names(ruled.scenario)).endswith(f"is a {outcome}, as the umpire has ruled.")
    second = _of(ruled, "engagement.resolved")[1]
    assert second.ruling is None, "a ruling is used once"
    assert second.outcome == ("success" if second.draw < second.p else "failure")
    struck = [e.cause for e in _of(ruled, "asset.degraded")]
    assert (now.id in struck) is (outcome == "success")


# State


def _everything(crises):
    """A crisis in which every event of this module happens."""
    return crises.changed(
        {
            **COMES_DOWN,
            "actors.COM": {
                "name": "Comex",
                "kind": "commercial",
                "role": "baseline",
                "contract": {"refuses_from_rung": 3, "p_refuse": 0.5, "notice_h": 2, "resumes_after_h": 10},
            },
            "satellites.com_relay": crises.relay("COM", -20.0, 300.0),
            "agreements.lease": {
                "kind": "capacity_share",
                "mission": "satcom_wideband",
                "provider": "COM",
                "shares": {"ARC": 0.5},
            },
            "agreements.drills": {"kind": "training", "members": ["ARC", "BOR"]},
            "injects.drill": {"kind": "training", "at_h": 3, "agreement": "drills"},
            "injects.way_out": OFFER,
            "injects.news": {"kind": "message", "at_h": 4, "text": "Nothing new."},
            "injects.umpire": {
                "kind": "umpire",
                "at_h": 5,
                "target": "arc_relay_east",
                "outcome": "success",
                "reason": "It is the plan.",
            },
        }
    )


def test_a_fold_of_the_record_is_the_live_world(crises):
    """Every new event changes state only by being applied, also when it is read back."""
    happened = set()
    for replicate in range(6):
        game = Game(_everything(crises), setup=Setup(replicate=replicate)).play()
        assert fold(game.given, game.events) == game.world
        happened |= {event.kind for event in game.events}
        game.close()
    module = "wargame.events.course"
    assert {kind for kind, cls in EVENTS.items() if cls.__module__ == module} <= happened


def test_a_record_of_all_of_it_reads_back_and_every_event_is_a_sentence(crises, tmp_path):
    from wargame.record import Record

    record = run(_everything(crises))
    back = Record.read(record.write(tmp_path))
    assert back.full_digest == record.full_digest
    names = Names(record.scenario)
    assert all(sentence(event, names).endswith((".", "!", "?")) for event in back.events)


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
    (freed,) = _of(record, "receivers.freed")
    (down,) = _of(record, "crisis.stepped_down")
    (back,) = _of(record, "resource.returned")
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


def test_of_several_successes_the_draw_picks_the_one_that_the_umpire_lets_happen(crises):
    """A satellite's bus: lost (0.2) or in safe mode (0.3). The draw u is laid on 0.5: below 0.4 it is lost."""
    control = {"kind": "control", "systems": ["arc_relay_east"]}
    changes = {
        **COMES_DOWN,
        "sites.arc_gateway.functions.control": control,
        "sites.arc_gateway.cyber_readiness": 0.0,
        "actors.RED.adversary.capabilities.bus": {
            "effect": "cyber_bus",
            "magazine": 1,
            "parameters": {"p_lost": 0.2, "p_safe_mode": 0.3},
        },
        "actors.RED.adversary.script": [{"capability": "bus", "targets": ["arc_relay_east"], "at_h": 24}],
        "injects.umpire": {
            "kind": "umpire",
            "at_h": 20,
            "target": "arc_relay_east",
            "outcome": "success",
            "reason": "It must happen for the lesson.",
        },
    }
    scenario, seen = crises.changed(changes), set()
    for replicate in range(12):
        (resolved,) = _of(run(scenario, replicate=replicate), "engagement.resolved")
        assert resolved.outcome == ("lost" if resolved.draw < 0.4 else "safe_mode")
        seen.add(resolved.outcome)
    assert seen == {"lost", "safe_mode"}
