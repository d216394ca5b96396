"""Leaks: a release that gets out shows hidden assets and helps attacks on the giver, until it is countered."""

import math

import pytest

from wargame.game.effect import Modifier, Odds
from wargame.knowing.leaks import informed, modifier_for
from wargame.model import Game, Setup
from wargame.run import run
from wargame.world import World, fold

ALWAYS = {
    "disclosure.members.p_leak": 1.0,
    "disclosure.members.share": 1.0,
    "disclosure.members.latency_h": 0.0,
}
SHOTS = {
    "title": "Shoot, then break into the radar that saw it",
    "adversary": "RED",
    "actions": [
        {"capability": "interceptor", "targets": ["arc_warning_east"], "at_h": 6},
        {"capability": "intruder", "targets": ["cor_radar"], "at_h": 20},
    ],
}


def _forced(crises, changes, **given):
    scenario = crises.changed({"threat_packages": {"shots": SHOTS}, "injects": {}, **changes})
    return run(scenario, arm="forced", package="shots", **given)


def _strike(crises, record):
    (event,) = [e for e in crises.kinds(record, "engagement.resolved") if e.target == "cor_radar"]
    return event


def test_without_a_chance_of_leaks_nothing_leaks(tutorial, crises):
    """The default: the record of the tutorial holds no leak, and p_leak 0 written out changes nothing."""
    zero = crises.changed({"disclosure.members.p_leak": 0.0})
    for one, other in zip(crises.every_arm(tutorial), crises.every_arm(zero), strict=True):
        assert one.full_digest == other.full_digest
        assert not crises.kinds(one, "leak.occurred")


def test_every_release_leaks_with_the_probability_of_its_row(crises):
    """p_leak 0.3, two releases of COR's radar a replicate: 250 replicates, 4 sigma."""
    scenario = {**ALWAYS, "disclosure.members.p_leak": 0.3}
    releases = leaks = 0
    for replicate in range(250):
        record = _forced(crises, scenario, replicate=replicate, keep="lean")
        releases += sum(e.sensor == "cor_radar.radar" for e in crises.kinds(record, "signal.released"))
        leaks += sum(e.giver == "COR" for e in crises.kinds(record, "leak.occurred"))
    assert releases == 500
    assert abs(leaks / releases - 0.3) < 4.0 * math.sqrt(0.3 * 0.7 / releases)


def test_a_leak_names_its_release_as_the_cause_and_is_countered_after_its_hours(crises):
    """72 hours by default; the countering names the leak."""
    record = _forced(crises, ALWAYS)
    leaks = crises.kinds(record, "leak.occurred")
    assert {(e.giver, e.recipient) for e in leaks if e.giver == "COR"} == {("COR", "ARC"), ("COR", "BOR")}
    countered = {e.cause: e for e in crises.kinds(record, "leak.countered")}
    for leak in leaks:
        assert record.by_id[leak.cause].kind == "signal.released"
        assert countered[leak.id].t_s == leak.t_s + 72 * 3600 == leak.countered_s
    assert set(countered) == {leak.id for leak in leaks}


def test_leaked_knowledge_raises_the_chance_of_attacks_on_the_giver_and_its_card_says_so(crises):
    """The intruder's 0.2 x 0.5 becomes 0.125; two leaks of one giver count once."""
    strike = _strike(crises, _forced(crises, ALWAYS))
    assert strike.p == pytest.approx(0.125, abs=1e-12)
    assert {"name": "leaked knowledge of COR", "value": 1.25, "source": "judgement"} in strike.card[
        "modifiers"
    ]


def test_a_countered_leak_helps_no_more(crises):
    """Countered after two hours, ten hours before the second attack: 0.1 again, and nothing on the card."""
    strike = _strike(crises, _forced(crises, {**ALWAYS, "leaks": {"countered_h": 2.0}}))
    assert strike.p == pytest.approx(0.1, abs=1e-12)
    assert not [row for row in strike.card["modifiers"] if "leaked" in row["name"]]


def test_attacks_on_others_than_the_giver_are_as_before(crises):
    """ARC releases nothing here but its own monitors' reports, of which there are none."""
    other = {**SHOTS, "actions": [SHOTS["actions"][0], {**SHOTS["actions"][1], "targets": ["arc_gateway"]}]}
    record = _forced(crises, {**ALWAYS, "threat_packages": {"shots": other}})
    (strike,) = [e for e in crises.kinds(record, "engagement.resolved") if e.target == "arc_gateway"]
    assert strike.p == pytest.approx(0.1, abs=1e-12)
    assert {e.giver for e in crises.kinds(record, "leak.occurred") if e.t_s < strike.t_s} == {"COR"}


def test_a_chance_stays_a_chance():
    """At most 1, whatever leaked."""
    lifted = informed(Odds.single(0.9, "rule", ()), Modifier("leaked knowledge of COR", 1.25, "judgement"))
    assert lifted.p == 1.0
    assert informed(lifted, None) is lifted


def test_only_adversaries_use_leaks(tutorial):
    """And only while there is one."""
    world = World.at_start(tutorial)
    assert modifier_for(world, "RED", "cor_radar") is None


def test_the_record_of_a_leak_folds_to_the_same_world(crises):
    """Leaks in force and assets learned are state like any other."""
    hidden = {"satellites.cor_relay": crises.relay("COR", -20.0, 400, shown=False)}
    scenario = crises.changed({"threat_packages": {"shots": SHOTS}, "injects": {}, **ALWAYS, **hidden})
    game = Game(scenario, setup=Setup(arm="forced", package="shots")).play()
    assert fold(scenario, game.events) == game.world
    game.close()
    record = _forced(crises, {**ALWAYS, **hidden})
    leaks = crises.kinds(record, "leak.occurred")
    first = min(e.seq for e in leaks)
    during = fold(record.scenario, record.events[: first + 1])
    assert during.learned == {"cor_relay"}
    assert {leak.giver for leak in during.leaks.values()} == {"COR"}
    after = fold(record.scenario, record.events)
    assert after.learned == {"cor_relay"}
    assert not after.leaks


# Red's table


def _weighing(crises, **more):
    """Red weighs and is held back by its costs, while Umbra shoots (seen by COR's radar) at hour 6."""
    gun = {
        "effect": "direct_ascent",
        "magazine": 1,
        "parameters": {"site": "umb_base", "ceiling_km": 37000, "max_ground_range_km": 4000},
    }
    shot = {"capability": "gun", "targets": ["arc_warning_east"], "at_h": 0}
    base = {"name": "Umbra base", "owner": "UMB", "latitude_deg": 5, "longitude_deg": -30}
    scenario = {
        **crises.umbra({"gun": gun}, (shot,)),
        "sites.umb_base": base,
        "satellites.cor_relay": crises.relay("COR", -31.0, 3000, shown=False),
        "users.arc.needs.satcom_wideband.demand_mbps": 3000,
        "agreements.pool.members": ["ARC", "BOR", "COR"],
        "agreements.ground.members": ["ARC", "BOR", "COR"],
        f"{crises.RED}.costs.per_rung": 50.0,
        "injects": {},
        **more,
    }
    record = run(crises.changed(scenario), arm="free")
    return [e for e in crises.kinds(record, "options.weighed") if e.actor == "RED"]


def _targets(event):
    return {target for row in event.options for target in row["targets"]}


def test_red_learns_of_hidden_assets_by_a_leak_and_aims_at_them(crises):
    """The first table does not know COR's relay; those after the leak do, and the observation says so."""
    told = _weighing(crises, **ALWAYS)
    kept = _weighing(crises)
    assert "cor_relay" not in set().union(*(_targets(event) for event in kept))
    assert "cor_relay" not in _targets(told[0])
    assert "cor_relay" in set().union(*(_targets(event) for event in told[1:]))
    assert told[-1].observation["learned"] == ["cor_relay"]
    assert "learned" not in told[0].observation
    assert "learned" not in kept[-1].observation


def test_red_reckons_with_what_it_has_from_a_leak_and_only_until_it_is_countered(crises):
    """The chance of breaking into COR's gateway: 0.1, then 0.125, and 0.1 again once the leak is countered.

    Umbra's shot arrives after four hours of flight, so what COR's radar saw leaks before hour 6.
    """
    more = {"sites.arc_gateway.owner": "COR", **ALWAYS, "leaks": {"countered_h": 20.0}}
    rows = [
        (event.t_s // 3600, row["p"][0])
        for event in _weighing(crises, **more)
        for row in event.options
        if row["targets"] == ["arc_gateway"]
    ]
    assert {hour for hour, p in rows if p == pytest.approx(0.125)} == {6, 12, 18, 24}
    assert {p for hour, p in rows if hour not in (6, 12, 18, 24)} == {0.1}
