"""Decoys, guardians and evasion: what they leave of an attack, in play and in Red's expectation, by hand."""

import pytest

from wargame.game.defences import shielded
from wargame.model import Game, Setup
from wargame.run import board_of, run
from wargame.world import fold

RED = "actors.RED.adversary.capabilities"
EAST = "satellites.arc_warning_east"
WEST = "satellites.arc_warning_west.payloads.infrared"
HOUR_S = 3600
EVASION = {"p_evades": 0.8, "delta_v_m_s": 10.0, "out_of_service_h": 6.0, "notice_min": 60.0}


def _shot(crises, changes=None, times=1):
    """The tutorial's interceptor, which flies for four hours, at Watch East; the plume is watched from Watch West."""
    actions = [
        {"capability": "interceptor", "targets": ["arc_warning_east"], "at_h": 6 * n} for n in range(times)
    ]
    packages = {"one": {"title": "One", "adversary": "RED", "actions": actions}}
    watcher = {WEST: {"kind": "infrared", "p_detect": 1.0}}
    return crises.changed(
        {"threat_packages": packages, f"{RED}.interceptor.magazine": times, **watcher, **(changes or {})}
    )


def _played(scenario, replicate=0):
    return run(scenario, arm="forced", package="one", replicate=replicate)


def _evading(budget_m_s=25.0, **more):
    return {f"{EAST}.evasion": {**EVASION, **more}, f"{EAST}.delta_v_m_s": budget_m_s}


@pytest.mark.parametrize(("decoys", "p"), [(0, 0.3), (1, 0.15), (2, 0.1), (5, 0.05)])
def test_one_of_all_that_look_alike_is_hit(crises, decoys, p):
    """P(the real one) = 1 / (1 + n)."""
    (resolved,) = crises.kinds(_played(_shot(crises, {f"{EAST}.decoys": decoys})), "engagement.resolved")
    assert resolved.p == pytest.approx(p, abs=1e-8)
    assert (resolved.outcome == "success") == (resolved.draw < resolved.p)


def test_a_guardian_stops_what_comes_from_orbit_and_nothing_that_comes_from_the_ground(crises):
    (resolved,) = crises.kinds(_played(_shot(crises, {f"{EAST}.guardian": 0.6})), "engagement.resolved")
    assert resolved.p == 0.3
    inspector = {
        "name": "Red",
        "owner": "RED",
        "orbit": {"type": "geo", "longitude_deg": -36.0},
        "delta_v_m_s": 50.0,
    }
    ram = {"effect": "co_orbital_kinetic", "magazine": 1, "parameters": {"inspector": "red_one"}}
    actions = [{"capability": "ram", "targets": ["arc_warning_east"], "at_h": 1}]
    changes = {
        "satellites.red_one": inspector,
        f"{RED}.ram": ram,
        f"{EAST}.guardian": 0.6,
        "threat_packages.one": {"title": "One", "adversary": "RED", "actions": actions},
    }
    (resolved,) = crises.kinds(_played(crises.changed(changes)), "engagement.resolved")
    assert resolved.p == pytest.approx(0.5 * 0.4)
    names = [row["name"] for row in resolved.card["modifiers"]]
    assert "past_the_guardian" in names


def test_a_warned_satellite_gets_out_of_the_way_and_pays_for_it(crises):
    """The plume is seen four hours before: 0.3 times 0.2, ten metres a second of 25, and six hours without service."""
    scenario = _shot(crises, _evading())
    record = _played(scenario)
    (spent,) = crises.kinds(record, "delta_v.spent")
    (launched,) = crises.kinds(record, "engagement.launched")
    (resolved,) = crises.kinds(record, "engagement.resolved")
    assert (spent.cause, spent.spent, spent.left) == (launched.id, 10.0, 15.0)
    assert spent.card["warned_by"] == "arc_warning_west.infrared"
    assert resolved.p == pytest.approx(0.3 * 0.2)
    for replicate in range(8):
        record = _played(scenario, replicate)
        lost = crises.kinds(record, "asset.lost")
        down = [e for e in crises.kinds(record, "asset.degraded") if e.asset == "arc_warning_east"]
        if lost:
            assert not down, "nothing is out of service that is no more"
        else:
            (only,) = down
            assert (only.factor, only.until_s - only.t_s) == (0.0, 6 * HOUR_S)
            assert only.cause == crises.kinds(record, "delta_v.spent")[0].id


def test_the_ledger_runs_dry_and_then_nobody_gets_out_of_the_way(crises):
    """25 m/s pay for two evasions of ten; the third and fourth shots find the satellite where it is."""
    changes = {**_evading(p_evades=0.9), f"{RED}.interceptor.parameters.p_kill_above_2000_km": 0.0001}
    record = _played(_shot(crises, changes, times=4))
    assert [event.left for event in crises.kinds(record, "delta_v.spent")] == [15.0, 5.0]
    chances = [event.p for event in crises.kinds(record, "engagement.resolved")]
    assert chances == pytest.approx([0.00001, 0.00001, 0.0001, 0.0001])


def test_planned_manoeuvres_are_paid_for_first(crises):
    """A drift of one degree a day costs 5.7 m/s; what is left of 14 does not pay for ten."""
    drift = [{"type": "slot", "at_h": 50, "longitude_deg": -34.5, "drift_deg_per_day": 1.0}]
    changes = {**_evading(14.0), f"{EAST}.manoeuvres": drift}
    assert not crises.kinds(_played(_shot(crises, changes)), "delta_v.spent")
    assert crises.kinds(_played(_shot(crises, {**changes, f"{EAST}.delta_v_m_s": 16.0})), "delta_v.spent")


@pytest.mark.parametrize(
    "changes",
    [
        {WEST: {"kind": "infrared", "p_detect": 0.0}},
        {f"{EAST}.evasion": {**EVASION, "notice_min": 300.0}},
        {WEST: {"kind": "infrared", "p_detect": 1.0, "owner": "BOR"}},
    ],
    ids=["nobody sees it", "too late to burn", "a partner tells only after a day"],
)
def test_without_a_warning_in_time_a_satellite_stays_where_it_is(crises, changes):
    record = _played(_shot(crises, {**_evading(), **changes}))
    assert not crises.kinds(record, "delta_v.spent")
    (resolved,) = crises.kinds(record, "engagement.resolved")
    assert resolved.p == 0.3


def test_a_partner_that_tells_at_once_warns_and_one_that_has_left_does_not(crises):
    """With a latency of an hour the partner's sensor does what the owner's own would."""
    changes = {
        **_evading(),
        WEST: {"kind": "infrared", "p_detect": 1.0, "owner": "BOR"},
        "disclosure.members.latency_h": 1.0,
        "disclosure.members.share": 1.0,
    }
    scenario = _shot(crises, changes)
    with_partner = run(scenario, arm="forced", package="one")
    alone = run(scenario, arm="forced", package="one", coalition=["COR"])
    assert crises.kinds(with_partner, "delta_v.spent")
    assert not crises.kinds(alone, "delta_v.spent")
    (first,) = crises.kinds(with_partner, "engagement.resolved")
    (second,) = crises.kinds(alone, "engagement.resolved")
    assert first.draw == second.draw, "the same shot, paired"


def test_replaying_the_record_gives_the_ledger_and_what_was_inspected(crises):
    scenario = _shot(crises, _evading(), times=2)
    game = Game(scenario, setup=Setup(arm="forced", package="one")).play()
    assert fold(scenario, game.events) == game.world
    assert game.world.reserves.delta_v_spent["arc_warning_east"] in (10.0, 20.0)
    game.close()


# Red's expectation


def _expected(crises, changes, coalition=None):
    """Red's chance for the interceptor on Watch East in its own table at hour 0, and the expected benefit."""
    record = run(_shot(crises, changes), arm="restraint", coalition=coalition)
    first = crises.kinds(record, "options.weighed")[0]
    (row,) = [item for item in first.options if item["option"] == "interceptor:arc_warning_east"]
    return row["p"][0], row["benefit"]


def test_red_expects_of_evasion_what_it_would_meet_on_the_average(crises):
    """P(warned) = 0.6 * 1; 0.3 (1 - 0.6 * 0.8) = 0.156."""
    eye = {WEST: {"kind": "infrared", "p_detect": 0.6}}
    p, _ = _expected(crises, {**_evading(), **eye})
    assert p == pytest.approx(0.3 * (1 - 0.6 * 0.8), abs=1e-8)
    drawn = [
        crises.kinds(_played(_shot(crises, {**_evading(), **eye}), replicate), "engagement.resolved")[0].p
        for replicate in range(60)
    ]
    assert sorted(set(drawn)) == pytest.approx([0.06, 0.3])
    assert drawn.count(0.3) == pytest.approx(24, abs=12), "six in ten are warned"


def test_red_does_not_reckon_with_sensors_that_it_does_not_know_or_propellant_that_is_gone(crises):
    assert _expected(crises, _evading())[0] == pytest.approx(0.06)
    hidden = {"satellites.arc_warning_west.shown": False}
    assert _expected(crises, {**_evading(), **hidden})[0] == 0.3
    dry = {**_evading(14.0), f"{EAST}.manoeuvres": [
        {"type": "slot", "at_h": 50, "longitude_deg": -34.5, "drift_deg_per_day": 1.0}
    ]}  # fmt: skip
    assert _expected(crises, dry)[0] == 0.3


def test_red_gains_less_from_a_loss_that_is_made_good(crises):
    """With a linear objective a day without the satellite is worth a day's share of the window without it."""
    aim = {"actors.RED.adversary.objectives": {
        "surprise": {"mission": "missile_warning", "region": "strait", "weight": 1.0, "shape": "linear"}
    }}  # fmt: skip
    _, for_good = _expected(crises, aim)
    spare = {"provider": "ARC", "kind": "spare", "ready_h": 24.0, "p_success": 1.0, "copies": 1}
    _, for_a_day = _expected(crises, {**aim, f"{EAST}.replacement": spare})
    _, at_odds = _expected(crises, {**aim, f"{EAST}.replacement": {**spare, "p_success": 0.5}})
    # the interceptor takes effect 5.12 h into the window of 336 h
    assert for_a_day / for_good == pytest.approx(24.0 / (336.0 - 5.12), rel=0.06)
    assert at_odds == pytest.approx((for_good + for_a_day) / 2)


def test_a_satellite_without_defences_costs_red_nothing_to_think_about(tutorial, crises):
    """The odds are the effect's own object: nothing is rounded on the way."""
    board = board_of(tutorial)
    weapon = board.weapon("RED", "interceptor", 1)
    bare = weapon.effect.odds(weapon.parameters, "arc_warning_east", board.scene, 20_000)
    assert shielded(bare, weapon.effect, tutorial.satellites["arc_warning_east"], False, 0.0) is bare


def test_an_inspector_on_its_way_is_no_option_in_red_s_table(crises):
    """The grapple stands in the table until the ram, which the same satellite carries out, is under way."""
    inspector = {
        "name": "Red",
        "owner": "RED",
        "orbit": {"type": "geo", "longitude_deg": -36.0},
        "delta_v_m_s": 50.0,
    }
    ways = {"ram": "co_orbital_kinetic", "arm": "co_orbital_grapple"}
    given = {"magazine": 1, "parameters": {"inspector": "red_one"}}
    inject = {
        "kind": "attack",
        "at_h": 1,
        "adversary": "RED",
        "capability": "ram",
        "targets": ["arc_warning_east"],
    }
    changes = {
        "satellites.red_one": inspector,
        "injects.strike": inject,
        "actors.RED.adversary.resolve_rate": 1e6,
        "actors.RED.adversary.pressure": 0.0,
        **{f"{RED}.{key}": {"effect": effect, **given} for key, effect in ways.items()},
    }
    record = run(crises.changed(changes), arm="free")
    before, after = crises.kinds(record, "options.weighed")[:2]
    assert [o["option"] for o in before.options if o["option"].startswith("arm:")]
    assert not [o["option"] for o in after.options if o["option"].startswith("arm:")]
    assert not crises.kinds(record, "attack.decided"), "the inject alone sent it"
