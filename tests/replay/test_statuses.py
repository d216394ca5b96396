"""What is drawn as not working: in truth from change to repair, to an adversary from look to look."""

import pytest

from wargame.analysis.names import Names
from wargame.analysis.replay.knowledge import STATUS, Cell
from wargame.analysis.replay.statuses import sightings, statuses
from wargame.draws import Draws
from wargame.events import AssetDegraded, AssetLost, AssetReplaced, AssetRestored, ReceiversJammed
from wargame.knowing.perception import Perception
from wargame.run import run

BREACH = {"injects": {}, "threat_packages": {"breach": {"title": "Break in", "adversary": "RED", "actions": [
    {"capability": "intruder", "targets": ["arc_gateway"], "at_h": 6.0}]}},
    "actors.RED.adversary.capabilities.intruder.parameters.p_success": 1.0,
    "sites.arc_gateway.cyber_readiness": 0.0}  # fmt: skip


def _named(event, id_):
    event.name(id_, 0)
    return event


def _stretches(events, with_ends=True):
    return [
        (item.thing, item.from_s, item.to_s, item.factor, item.gone)
        for item in statuses([(event, event.t_s) for event in events], with_ends)
    ]


def test_an_outage_lasts_until_its_set_end_or_its_repair():
    down = _named(AssetDegraded(t_s=100, move=0, asset="a", function=None, factor=0.4, until_s=900), "down")
    assert _stretches([down]) == [("a", 100, 900, 0.4, False)]
    mended = AssetRestored(t_s=500, move=0, cause="down", asset="a", function=None)
    assert _stretches([down, mended]) == [("a", 100, 500, 0.4, False)]
    assert _stretches([down], with_ends=False) == [("a", 100, None, 0.4, False)]


def test_a_later_pass_begins_later():
    down = AssetDegraded(t_s=100, move=0, asset="a", function="eye", factor=0.0, until_s=900, from_s=300)
    assert _stretches([_named(down, "down")]) == [("a", 300, 900, 0.0, False)]


def test_a_loss_ends_with_a_replacement_and_with_it_all_that_ailed_the_old_one():
    lost = _named(AssetLost(t_s=100, move=0, asset="a"), "lost")
    dim = _named(AssetDegraded(t_s=50, move=0, asset="a", function=None, factor=0.5, until_s=None), "dim")
    new = AssetReplaced(t_s=700, move=0, asset="a", provider="p", loss="lost")
    assert _stretches([dim, lost]) == [("a", 50, None, 0.5, False), ("a", 100, None, 0.0, True)]
    assert _stretches([dim, lost, new]) == [("a", 50, 700, 0.5, False), ("a", 100, 700, 0.0, True)]


def test_jamming_is_drawn_on_its_region():
    jam = ReceiversJammed(
        t_s=10, move=0, place="strait", latitude_deg=0.0, longitude_deg=0.0, antenna_height_m=10.0,
        eirp_dbw=30.0, spoofs=False, until_s=400,
    )  # fmt: skip
    assert _stretches([_named(jam, "jam")]) == [("strait", 10, 400, 0.0, False)]


@pytest.mark.parametrize("assessment", [{"p_sees": 0.5}, {"delay_h": 13.0}, {"p_sees": 0.3, "delay_h": 7.0}])
def test_an_adversary_s_picture_is_what_the_engine_lets_it_see(crises, assessment):
    """At every look the page holds as broken exactly what the engine's own perception believes broken."""
    changes = {**BREACH, "actors.RED.adversary.assessment": assessment}
    found = 0
    for replicate in range(4):
        record = run(crises.changed(changes), arm="forced", package="breach", replicate=replicate)
        cell = Cell(record, "RED")
        states, _ = sightings(cell, Names(record.scenario))
        sight = Perception(
            "RED",
            record.scenario.actors["RED"].adversary.assessment,
            record.scenario.clock.move_s,
            Draws(seed=0, replicate=replicate),
        )
        for began in record.of_kind("move.began"):
            happened = [e for e in record.events if isinstance(e, STATUS) and e.t_s <= began.t_s]
            believed = {
                event.id
                for event in sight.statuses(happened, began.t_s)
                if isinstance(event, AssetDegraded) and (event.until_s is None or event.until_s > began.t_s)
            }
            drawn = {
                item.event
                for item in states
                if item.from_s <= began.t_s and (item.to_s is None or item.to_s > began.t_s)
            }
            assert drawn == believed
            found += len(drawn)
    assert found
