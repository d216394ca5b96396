"""Hand-worked cases of what comes from orbit, of strikes on sites, and of the nuclear burst.

The proving ground is the tutorial with more. Red's inspector stands in the belt at 40 W, Watch East at 35 W.
"""

import math

import pytest
from proving_ground import AT_H, DAY_S, GROUND, HOUR_S, ground, played

from wargame.game.effect import Refusal
from wargame.loader.load import load
from wargame.run import board_of, run

RED = "actors.RED.adversary.capabilities"
GEO_KM, GEO_KM_S = 42_164.17, 3.07466
EARTH_MU = 398_600.4418


def _timing(scenario, capability, target):
    board = board_of(scenario)
    weapon = board.weapon("RED", capability, 1)
    life_s = weapon.effect.order_life_s
    return weapon.effect.timing(weapon.parameters, target, board.scene, AT_H * HOUR_S, AT_H * HOUR_S + life_s)


def _low(name, owner, altitude_km, raan_deg, along_deg, **more):
    orbit = {"type": "circular", "altitude_km": altitude_km, "inclination_deg": 60.0}
    orbit |= {"raan_deg": raan_deg, "argument_of_latitude_deg": along_deg}
    return {"name": name, "owner": owner, "orbit": orbit, "payloads": {}, **more}


@pytest.mark.published("O14")
def test_case_of_co_orbital_kinetic(crises):
    """Five degrees at two a day: 60 hours, after 12 of preparation and before 24 of closing in.

    It takes both satellites and leaves three tenths of 0.1 M^0.75 L^-1.71, M = 1500 kg and L = 0.1 m: 371 fragments.
    """
    scenario = ground("ram", ["arc_warning_east"], {f"{RED}.ram.parameters.p_kill": 1.0})
    record = played(scenario)
    (resolved,) = crises.kinds(record, "engagement.resolved")
    assert resolved.t_s == pytest.approx((AT_H + 12 + 60 + 24) * HOUR_S, abs=60)
    assert [event.asset for event in crises.kinds(record, "asset.lost")] == [
        "arc_warning_east",
        "red_inspector",
    ]
    (debris,) = crises.kinds(record, "debris.created")
    assert debris.fragments == round(0.3 * 0.1 * 1500**0.75 * 0.1**-1.71) == 371
    (launched,) = crises.kinds(record, "engagement.launched")
    assert launched.rung == 9, "a warning satellite"


@pytest.mark.published("O14")
def test_the_drift_costs_what_the_closed_form_says_and_without_it_the_way_is_refused():
    """2 v / 3 times the turns a turn, v = 3.075 km/s: 11.36 m/s for two degrees a day (5.68 at each end)."""
    by_hand = 2000.0 * GEO_KM_S / 3.0 * 2.0 / 360.0 * 86_164.1 / DAY_S
    assert by_hand == pytest.approx(11.36, abs=0.01)
    enough, short = (
        _timing(
            ground("ram", ["arc_warning_east"], {"satellites.red_inspector.delta_v_m_s": by_hand + more}),
            "ram",
            "arc_warning_east",
        )
        for more in (0.05, -0.05)
    )
    assert not isinstance(enough, Refusal)
    assert isinstance(short, Refusal)
    assert "coming to it takes 11 m/s of 11.3" in short.reason


@pytest.mark.parametrize(("drift", "days"), [(1.0, 5.0), (2.0, 2.5), (5.0, 1.0)])
def test_near_the_belt_the_drift_sets_the_time(drift, days):
    """One to five degrees a day: days to weeks."""
    changes = {f"{RED}.ram.parameters.drift_deg_per_day": drift}
    timing = _timing(ground("ram", ["arc_warning_east"], changes), "ram", "arc_warning_east")
    assert timing.effect_s - timing.launch_s == pytest.approx((days + 1.0) * DAY_S, abs=60)


def test_in_low_orbit_another_plane_is_refused_with_the_numbers():
    """Ten degrees of node at 60 degrees of inclination: 2 v sin(theta / 2) with sin(theta / 2) = sin 60 sin 5."""
    speed_m_s = 1000.0 * math.sqrt(EARTH_MU / (6378.137 + 600.0))
    by_hand = 2.0 * speed_m_s * math.sin(math.radians(60.0)) * math.sin(math.radians(5.0))
    assert by_hand == pytest.approx(1141.0, abs=1.0)
    changes = {
        "satellites.red_inspector": _low("Red", "RED", 600.0, 0.0, 0.0, delta_v_m_s=200.0),
        "satellites.aslant": _low("Aslant", "ARC", 600.0, 10.0, 0.0),
        "satellites.ahead": _low("Ahead", "ARC", 600.0, 0.0, 30.0),
    }
    scenario = ground("ram", ["ahead"], changes)
    refused = _timing(scenario, "ram", "aslant")
    assert isinstance(refused, Refusal)
    half = math.degrees(math.asin(math.sin(math.radians(60.0)) * math.sin(math.radians(5.0))))
    assert f"'aslant' flies {2 * half:.1f} degrees out of the plane of 'red_inspector'" in refused.reason
    taken_m_s = float(refused.reason.split("takes ")[1].split()[0])
    assert taken_m_s == pytest.approx(by_hand, abs=5.0)
    ahead = _timing(scenario, "ram", "ahead")
    assert ahead.effect_s - ahead.launch_s == pytest.approx(16 * DAY_S, abs=600), "30 degrees at 2, and a day"


def test_circles_that_drift_past_each_other_meet_by_themselves():
    """Kepler: 600 and 650 km, 30 degrees ahead; the inspector below gains (n1 - n2) a day until it is there."""

    def turns_a_day(altitude_km):
        return DAY_S / (2 * math.pi) * math.sqrt(EARTH_MU / (6378.137 + altitude_km) ** 3)

    gain_deg = 360.0 * (turns_a_day(600.0) - turns_a_day(650.0))
    changes = {
        "satellites.red_inspector": _low("Red", "RED", 600.0, 0.0, 0.0, delta_v_m_s=200.0),
        "satellites.above": _low("Above", "ARC", 650.0, 0.0, 30.0),
        f"{RED}.ram.parameters.preparation_h": 0.0,
        f"{RED}.ram.parameters.closing_h": 0.0,
    }
    timing = _timing(ground("ram", ["above"], changes), "ram", "above")
    met_s = 30.0 / gain_deg * DAY_S
    half_turn_s = 0.5 * DAY_S / turns_a_day(625.0)
    assert timing.effect_s == pytest.approx(met_s + half_turn_s, rel=0.02)


def test_case_of_co_orbital_grapple(crises):
    """One draw: below 0.3 towed away for good, below 0.5 pushed aside for five days at 0.3 of the service."""
    seen = set()
    for replicate in range(12):
        record = played(ground("arm", ["arc_relay_east"]), replicate)
        (resolved,) = crises.kinds(record, "engagement.resolved")
        expected = "towed" if resolved.draw < 0.3 else "shouldered" if resolved.draw < 0.5 else "failure"
        assert (resolved.outcome, resolved.p) == (expected, 0.5)
        lost = [event.asset for event in crises.kinds(record, "asset.lost")]
        spans = [(e.factor, e.until_s - e.t_s) for e in crises.kinds(record, "asset.degraded")]
        assert lost == (["arc_relay_east"] if expected == "towed" else [])
        assert spans == ([(0.3, 5 * DAY_S)] if expected == "shouldered" else [])
        (launched,) = crises.kinds(record, "engagement.launched")
        assert launched.rung == 6
        seen.add(expected)
    assert seen == {"towed", "shouldered", "failure"}


def test_case_of_high_power_microwave(crises):
    """One draw: below 0.05 burnt out for good, below 0.25 silent for a day; shielding halves both."""
    seen = set()
    for replicate in range(12):
        record = played(ground("pulse", ["arc_relay_east"]), replicate)
        (resolved,) = crises.kinds(record, "engagement.resolved")
        expected = "burnt_out" if resolved.draw < 0.05 else "reset" if resolved.draw < 0.25 else "failure"
        assert (resolved.outcome, resolved.p) == (expected, 0.25)
        spans = [(e.function, e.factor, e.until_s) for e in crises.kinds(record, "asset.degraded")]
        reset = [(None, 0.0, resolved.t_s + DAY_S)]
        assert spans == {"burnt_out": [("relay", 0.0, None)], "reset": reset, "failure": []}[expected]
        seen.add(expected)
    assert {"reset", "failure"} <= seen
    shielding = {"satellites.arc_relay_east.hardening": 0.5}
    record = played(ground("pulse", ["arc_relay_east"], shielding))
    (resolved,) = crises.kinds(record, "engagement.resolved")
    assert resolved.card["chances"] == {"burnt_out": 0.025, "reset": 0.1}


def test_case_of_inspection(crises):
    """It harms nothing, and afterwards a kill among three decoys has 0.5 instead of a quarter of it."""
    changes = {
        "satellites.arc_relay_east.decoys": 3,
        f"{RED}.camera.parameters.p_tells": 1.0,
        f"{RED}.camera.parameters.closing_h": 2.0,
        f"{RED}.camera.parameters.drift_deg_per_day": 10.0,
        f"{RED}.camera.parameters.preparation_h": 0.0,
    }
    scenario = ground("ram", ["arc_relay_east"], changes)
    (among,) = crises.kinds(played(scenario), "engagement.resolved")
    assert among.p == pytest.approx(0.5 / 4)
    looks = [{"capability": "camera", "targets": ["arc_relay_east"], "at_h": 0}]
    both = crises.changed(
        {"threat_packages.one.actions": [*looks, *scenario.as_plain["threat_packages"]["one"]["actions"]]},
        scenario,
    )
    record = played(both)
    look, strike = crises.kinds(record, "engagement.resolved")
    assert (look.effect, strike.effect, strike.p) == ("inspection", "co_orbital_kinetic", 0.5)
    assert look.t_s == pytest.approx(DAY_S + 2 * HOUR_S, abs=60), "ten degrees at ten a day"
    (inspected,) = crises.kinds(record, "asset.inspected")
    assert (inspected.adversary, inspected.asset, inspected.cause) == ("RED", "arc_relay_east", look.id)
    assert not any(event.t_s == look.t_s for event in crises.kinds(record, "asset.lost", "asset.degraded"))
    back = [event.t_s for event in crises.kinds(record, "resource.returned") if event.capability == "camera"]
    assert back == [look.t_s]


def test_case_of_ground_attack(crises):
    """Haversine from 15 N 18 W to 45 N 5 W at 900 km/h after three hours; 0.15 destroyed, 0.6 down for 45 days."""
    lat1, lat2, beside = math.radians(15), math.radians(45), math.radians(13)
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(beside / 2) ** 2
    range_km = 2 * 6371.0088 * math.asin(math.sqrt(h))
    assert range_km == pytest.approx(3553, abs=1)
    outcomes = set()
    for replicate in range(12):
        record = played(ground("missile", ["bor_gateway"]), replicate)
        (resolved,) = crises.kinds(record, "engagement.resolved")
        assert resolved.t_s == pytest.approx((AT_H + 3 + range_km / 900) * HOUR_S, abs=60)
        expected = "destroyed" if resolved.draw < 0.15 else "damaged" if resolved.draw < 0.75 else "failure"
        assert resolved.outcome == expected
        spans = [(e.factor, e.until_s - e.t_s) for e in crises.kinds(record, "asset.degraded")]
        assert spans == ([(0.0, 45 * DAY_S)] if expected == "damaged" else [])
        assert bool(crises.kinds(record, "asset.lost")) == (expected == "destroyed")
        (launched,) = crises.kinds(record, "engagement.launched")
        assert launched.rung == 7, "a partner's site abroad"
        outcomes.add(expected)
    assert "damaged" in outcomes


def test_a_strike_out_of_range_is_refused_and_the_lead_s_own_soil_stands_on_rung_nine(crises):
    """The control site in Arcadia does nothing for warning, but it stands at home."""
    scenario = ground("missile", ["arc_control"], {f"{RED}.missile.parameters.max_range_km": 1000.0})
    (refused,) = crises.kinds(played(scenario), "order.refused")
    assert "km from 'red_base', beyond 1000 km" in refused.reason
    (launched,) = crises.kinds(played(ground("missile", ["arc_control"])), "engagement.launched")
    assert launched.rung == 9
    hosted = ground("missile", ["arc_control"], {"sites.arc_control.host": "BOR"})
    (launched,) = crises.kinds(played(hosted), "engagement.launched")
    assert launched.rung == 7


@pytest.mark.parametrize(("protection", "p"), [(0.5, 0.35), (0.0, 0.7), (0.9, 0.07)])
def test_case_of_sabotage(crises, protection, p):
    """0.7 times what protection does not stop; one in twenty destroys, the others take seven days to mend."""
    scenario = ground("hands", ["bor_gateway"], {"sites.bor_gateway.physical_protection": protection})
    for replicate in range(4):
        record = played(scenario, replicate)
        (resolved,) = crises.kinds(record, "engagement.resolved")
        assert resolved.p == pytest.approx(p)
        assert resolved.card["chances"]["destroyed"] == pytest.approx(0.05 * p)
        assert resolved.t_s == (AT_H + 12) * HOUR_S
        for down in crises.kinds(record, "asset.degraded"):
            assert down.until_s - down.t_s == 7 * DAY_S


@pytest.mark.parametrize("effect", ["missile", "hands"])
def test_only_investigators_at_home_find_who_struck_a_site(crises, effect):
    """Those of the owner and of the host; a neighbour's hear nothing from the ground."""
    detective = {"functions": {"police": crises.sensor("investigation", p_detect=1.0, p_identify=1.0)}}
    place = {"latitude_deg": 44.0, "longitude_deg": -4.0, **detective}
    changes = {
        "sites.bor_police": {"name": "Police", "owner": "BOR", **place},
        "sites.cor_police": {"name": "Other police", "owner": "COR", **place},
    }
    record = played(ground(effect, ["bor_gateway"], changes))
    assert [e.sensor for e in crises.kinds(record, "signal.observed")] == ["bor_police.police"]


# Nuclear burst


def _burst(crises, **changes):
    inject = {
        "kind": "attack",
        "at_h": AT_H,
        "adversary": "RED",
        "capability": "burst",
        "targets": ["strait"],
    }
    own = _low("Red eye", "RED", 600.0, 90.0, 0.0)
    base = {"injects": {"burst": inject}, "satellites.red_eye": own, f"{RED}.burst.parameters.p_works": 1.0}
    return crises.changed({**base, **changes}, load(GROUND))


def test_case_of_nuclear_burst(crises):
    """The belt kills each satellite in low orbit, Red's included, with 1 - (1 - 0.33)^(1/3) in each of three parts.

    The parts last 20 days; what dies in one dies in its middle, 10, 30 or 50 days after the burst.
    """
    each = 1.0 - (1.0 - 0.33) ** (1.0 / 3.0)
    assert 1.0 - (1.0 - each) ** 3 == pytest.approx(0.33)
    died = []
    for replicate in range(16):
        record = run(_burst(crises), replicate=replicate, arm="forced", package="blind")
        (resolved,) = [e for e in crises.kinds(record, "engagement.resolved") if e.effect == "nuclear_burst"]
        down = [e for e in crises.kinds(record, "asset.degraded") if e.cause == resolved.id]
        died += [e.asset for e in down]
        assert {e.asset for e in down} <= {"arc_imager", "red_eye"}, "the belt of 36,000 km is not in it"
        for event in down:
            assert (event.factor, event.until_s) == (0.0, None)
            assert (event.from_s - event.t_s) / DAY_S in (10, 30, 50)
        (launched,) = [e for e in crises.kinds(record, "engagement.launched") if e.effect == "nuclear_burst"]
        assert launched.rung == 10
    assert {"arc_imager", "red_eye"} == set(died)


def test_a_burst_kills_at_once_what_sees_it_from_close_by_unless_it_is_hardened(crises):
    """However far the radius, what stands behind the Earth is not hit; half of the rest's chance is withstood."""
    board = board_of(_burst(crises))
    weapon = board.weapon("RED", "burst", 1)
    t_s = AT_H * HOUR_S + 3600
    near = weapon.parameters.model_copy(update={"prompt_radius_km": 50_000.0})
    sees = weapon.effect.odds(near, "strait", board.scene, t_s).outcomes[0].consequences
    lost = {item.asset for item in sees if type(item).__name__ == "Lost"}
    assert {"arc_relay_east", "arc_warning_east"} <= lost, "straight above"
    for satellite in board.scenario.fleet:
        place = board.geometry.position_ecef_km(satellite, t_s)
        latitude, longitude = math.radians(10.0), math.radians(-30.0)
        up = (
            math.cos(latitude) * math.cos(longitude),
            math.cos(latitude) * math.sin(longitude),
            math.sin(latitude),
        )
        along_km = sum(a * b for a, b in zip(up, place, strict=True))
        # from 400 km the horizon dips 19.7 degrees: cos = 6378 / 6778
        dip = math.acos(6378.137 / 6778.0)
        radius = math.sqrt(sum(x * x for x in place))
        behind = math.acos(along_km / radius) > dip + math.acos(6378.137 / radius) + 0.01
        assert not (behind and satellite in lost), satellite
    hardened = board_of(_burst(crises, **{"satellites.arc_relay_east.hardening": 0.5}))
    struck = weapon.effect.odds(near, "strait", hardened.scene, t_s).outcomes[0].consequences
    (half,) = [item.p for item in struck if item.asset == "arc_relay_east"]
    assert half == pytest.approx(0.35)


def test_no_adversary_orders_a_burst_and_no_arm_without_attacks_plays_one(crises):
    """Its weapon strikes nothing of its own accord; the inject is left out where nobody attacks."""
    scenario = _burst(crises)
    assert board_of(scenario).weapon("RED", "burst", 1).targets == ()
    for arm in ("unattacked", "restraint"):
        record = run(scenario, arm=arm)
        assert not crises.kinds(record, "order.given", "engagement.launched")
        assert not [e for e in crises.kinds(record, "inject.fired") if e.inject == "burst"]
    record = run(scenario, arm="forced", package="blind")
    (fired,) = crises.kinds(record, "inject.fired")
    (given,) = [e for e in crises.kinds(record, "order.given") if e.effect == "nuclear_burst"]
    assert given.cause == fired.id


def test_whoever_orders_a_burst_without_the_white_cell_is_refused(crises):
    """A package, a script or a player's order that no loader has seen: the referee refuses and nothing is spent."""
    record = played(ground("burst", ["strait"]))
    (refused,) = crises.kinds(record, "order.refused")
    assert refused.reason == "only the white cell lets 'burst' happen"
    assert not crises.kinds(record, "resource.spent", "engagement.launched")


def test_an_approach_comes_to_nothing_when_the_inspector_is_lost_and_no_order_sends_it_again(crises):
    """Shot down on its way by Red's own interceptor (no loader has seen this file)."""
    actions = [
        {"capability": "ram", "targets": ["arc_relay_east"], "at_h": 0},
        {"capability": "interceptor", "targets": ["red_inspector"], "at_h": 1},
        {"capability": "again", "targets": ["arc_warning_east"], "at_h": 2},
        {"capability": "again", "targets": ["arc_warning_east"], "at_h": 59},
    ]
    changes = {
        "threat_packages": {"one": {"title": "one", "adversary": "RED", "actions": actions}},
        f"{RED}.interceptor.parameters.p_kill_above_2000_km": 1.0,
        f"{RED}.again": {
            "effect": "co_orbital_grapple",
            "magazine": 1,
            "parameters": {"inspector": "red_inspector"},
        },
    }
    record = played(crises.changed(changes, load(GROUND)))
    shot, strike = crises.kinds(record, "engagement.resolved")
    assert (shot.outcome, strike.outcome) == ("success", "failure")
    assert strike.card["note"] == "what would have struck it was already lost"
    assert [event.reason for event in crises.kinds(record, "order.refused")] == [
        "'red_inspector' is on its way to a target already",
        "'red_inspector', which would carry it out, is lost",
    ]
