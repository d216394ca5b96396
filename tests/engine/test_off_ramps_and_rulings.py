"""Ways out that nations offer, what the white cell may do to a crisis, and the state that all of it leaves."""

import pytest
from coming_down import COMES_DOWN, JAM, of

from wargame.analysis.cards import card_lines
from wargame.analysis.names import Names
from wargame.analysis.sentences import sentence
from wargame.analysis.statistics import statistics
from wargame.events import EVENTS
from wargame.model import Game, Setup
from wargame.run import run
from wargame.world import fold

# Off-ramps


def _weighed(record):
    return {event.t_s / 3600: event for event in of(record, "options.weighed")}


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
    last = of(record, "phase.changed")[-1]
    assert (last.t_s / 3600, last.phase, last.cause) == (30.0, "day_to_day", "inject.fired/calm/-/108000")


def test_a_message_is_told_and_changes_nothing_else(crises, tutorial):
    """Every other event is the same; the message says to whom."""
    message = {"kind": "message", "at_h": 30, "to": ["ARC", "COR"], "text": "A tanker is late."}
    told = run(crises.changed({"injects.news": message}), seed=1)
    given = of(told, "message.given")
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
    (down,) = of(record, "crisis.stepped_down")
    assert (down.t_s / 3600, down.cause, down.hold_until_s / 3600) == (
        31.0,
        "inject.fired/stop/-/111600",
        51.0,
    )
    assert of(record, "asset.restored")[0].t_s == down.t_s
    (refused,) = of(record, "order.refused")
    assert (refused.t_s / 3600, refused.reason) == (
        36.0,
        "'RED' has stepped down and gives no order for now",
    )
    assert [e.t_s / 3600 for e in of(record, "engagement.launched")] == [24.0, 54.0]
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
    held = [e.t_s / 3600 for e in of(record, "restraint.chosen") if e.held]
    assert held == [6.0, 12.0, 18.0, 24.0]
    assert 30.0 in [e.t_s / 3600 for e in of(record, "attack.decided")]


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
    was, now = of(free, "engagement.resolved")[0], of(ruled, "engagement.resolved")[0]
    assert (now.outcome, now.p, now.draw) == (outcome, was.p, was.draw)
    (made,) = of(ruled, "ruling.made")
    assert now.ruling == made.id
    assert made.reason == reason
    assert now.card["ruling"] == reason
    assert any(reason in line for line in card_lines(now, Names(ruled.scenario)))
    assert sentence(now, Names(ruled.scenario)).endswith(f"is a {outcome}, as the umpire has ruled.")
    second = of(ruled, "engagement.resolved")[1]
    assert second.ruling is None, "a ruling is used once"
    assert second.outcome == ("success" if second.draw < second.p else "failure")
    struck = [e.cause for e in of(ruled, "asset.degraded")]
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
        (resolved,) = of(run(scenario, replicate=replicate), "engagement.resolved")
        assert resolved.outcome == ("lost" if resolved.draw < 0.4 else "safe_mode")
        seen.add(resolved.outcome)
    assert seen == {"lost", "safe_mode"}
