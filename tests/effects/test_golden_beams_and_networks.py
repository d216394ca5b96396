"""Hand-worked cases of effects without a projectile: transmitters, lasers, intrusions. Numbers are worked out here.

The proving ground is the tutorial with more: Red's ship in the middle of the strait, an imager, and a control
site that commands the imager and the relay Arcadia East. The strait has nine sample points about 740 km apart, so an
antenna at 10 km is heard at one of them, the middle: sqrt(2 * 4/3 * 6371 * 10) = 412 km and 6 km for the receiver.
"""

import math

import numpy as np
import pytest
from proving_ground import AT_H, DAY_S, HOUR_S, ground, played

from wargame.run import board_of, run
from wargame.space.link import radio_horizon_km


def _service(record, mission, nation):
    """The service of a nation in the strait, step by step."""
    timeline = record.services[mission]
    return timeline.values[0, timeline.beneficiaries.index(nation)]


def _unattacked(scenario, mission, nation):
    return _service(run(scenario, arm="unattacked"), mission, nation)


def test_the_horizon_that_these_cases_stand_on():
    """ITU-R P.526: sqrt(2 k R h) for each end."""
    assert radio_horizon_km(10_000, 2) == pytest.approx(412.2 + 5.8, abs=0.1)


def test_case_of_pnt_jamming(crises):
    """One of nine points loses everything while the jammer is on, 30 minutes after the order, for 36 hours."""
    scenario = ground(
        "band_jammer",
        ["strait"],
        {"actors.RED.adversary.capabilities.band_jammer.parameters.duration_h": 36},
    )
    record = played(scenario)
    (on,) = crises.kinds(record, "receivers.jammed")
    (off,) = crises.kinds(record, "receivers.freed")
    assert (on.t_s, on.until_s) == (AT_H * HOUR_S + 1800, AT_H * HOUR_S + 1800 + 36 * HOUR_S)
    assert (off.t_s, off.cause) == (on.until_s, on.id)
    (back,) = crises.kinds(record, "resource.returned")
    assert (back.t_s, back.left) == (on.until_s, 1)
    assert not crises.kinds(record, "asset.degraded")
    (resolved,) = crises.kinds(record, "engagement.resolved")
    values = {item["name"]: item["value"] for item in resolved.card["modifiers"]}
    assert values["share_of_region_in_view"] == pytest.approx(1 / 9, abs=1e-6)

    lost = _unattacked(scenario, "pnt", "ARC") - _service(record, "pnt", "ARC")
    steps = np.arange(len(lost)) * 300
    during = (steps >= on.t_s) & (steps < on.until_s)
    assert not lost[~during].any()
    assert lost[during].max() == pytest.approx(1 / 9, abs=1e-6)
    assert (lost[during] >= 0.0).all()


def test_case_of_spoofing(crises):
    """The same point is deceived with 5 dBW, unless receivers check who sent a signal."""
    scenario = ground("imitator", ["strait"])
    record = played(scenario)
    (on,) = crises.kinds(record, "receivers.jammed")
    assert on.spoofs
    lost = _unattacked(scenario, "pnt", "ARC") - _service(record, "pnt", "ARC")
    assert lost.max() == pytest.approx(1 / 9, abs=1e-6)

    checked = ground("imitator", ["strait"], {"user_classes.ship.authenticated": True})
    assert np.array_equal(_service(played(checked), "pnt", "ARC"), _unattacked(checked, "pnt", "ARC"))


def test_case_of_downlink_jamming(crises):
    """At 1 km: 45 - 52 + 20 log10(38000) - 30 = 54.6 dB above the signal, so nothing is left there: eight ninths."""
    scenario = ground("drowner", ["strait"])
    record = played(scenario)
    spans = crises.kinds(record, "asset.degraded")
    assert [(item.asset, item.function) for item in spans] == [
        ("arc", "satcom_wideband"),
        ("bor", "satcom_wideband"),
    ]
    ratio = 10 ** ((45 - 52 + 20 * math.log10(38_000) - 30) / 10)
    at_the_ship = math.log2(1 + 10 / (1 + 10 * ratio)) / math.log2(11)
    assert spans[0].factor == pytest.approx((8 + at_the_ship) / 9, abs=1e-6)

    whole = _unattacked(scenario, "satcom_wideband", "ARC")
    left = _service(record, "satcom_wideband", "ARC")
    step = spans[0].t_s // 300
    assert np.allclose(left[step:], whole[step:] * spans[0].factor, atol=2e-9)
    assert np.array_equal(left[:step], whole[:step])


def test_terminals_in_another_band_hear_nothing(crises):
    """A jammer in Ku and Ka cannot touch X-band terminals."""
    path = "actors.RED.adversary.capabilities.drowner.parameters.bands"
    scenario = ground("drowner", ["strait"], {path: ["ku", "ka"]})
    (refused,) = crises.kinds(played(scenario), "order.refused")
    assert "cannot be used on 'strait'" in refused.reason


CERTAIN = {
    "actors.RED.adversary.capabilities.wiper.parameters.p_success": 1.0,
    "users.arc.terminal_readiness": 0.0,
}


def test_case_of_cyber_terminals(crises):
    """Four fifths are dead at once; a quarter of them is replaced every seven days. The satellite is healthy."""
    spread = {"actors.RED.adversary.capabilities.wiper.parameters.spread": 0.0}
    scenario = ground("wiper", ["arc"], {**CERTAIN, **spread})
    record = played(scenario)
    spans = crises.kinds(record, "asset.degraded")
    start_s = (AT_H + 2) * HOUR_S
    assert {item.asset for item in spans} == {"arc"}
    assert [(item.factor, item.until_s - start_s) for item in spans] == [
        (0.2, 7 * DAY_S),
        (0.4, 14 * DAY_S),
        (0.6, 21 * DAY_S),
        (0.8, 28 * DAY_S),
    ]
    assert [item.t_s for item in crises.kinds(record, "asset.restored")] == [item.until_s for item in spans]
    whole = _unattacked(scenario, "satcom_wideband", "ARC")
    left = _service(record, "satcom_wideband", "ARC")
    step = start_s // 300
    assert np.allclose(left[step:], whole[step:] * 0.2, atol=1e-9)
    assert np.array_equal(
        _service(record, "satcom_wideband", "BOR"), _unattacked(scenario, "satcom_wideband", "BOR")
    )


def test_an_intrusion_may_spread_to_others_who_use_the_same_terminals(crises):
    """With certainty it does, and three tenths of theirs are dead at first."""
    spread = {"actors.RED.adversary.capabilities.wiper.parameters.spread": 1.0}
    record = played(ground("wiper", ["arc"], {**CERTAIN, **spread}))
    others = [item.factor for item in crises.kinds(record, "asset.degraded") if item.asset == "bor"]
    assert others == pytest.approx([0.7, 0.775, 0.85, 0.925])


def test_what_the_management_of_terminals_stops(crises):
    """0.3 for the campaign times 0.5 that is not stopped."""
    (resolved,) = crises.kinds(played(ground("wiper", ["arc"])), "engagement.resolved")
    assert resolved.p == pytest.approx(0.3 * 0.5)


def test_case_of_dazzle(crises):
    """0.6 without protection, 0.3 with half of it withstood; every pass of a day, and only passes."""
    scenario = ground("lamp", ["arc_imager"], {"satellites.arc_imager.hardening": 0.5})
    (resolved,) = crises.kinds(played(scenario), "engagement.resolved")
    assert resolved.p == pytest.approx(0.3)

    path = "actors.RED.adversary.capabilities.lamp.parameters.p_dazzle"
    scenario = ground("lamp", ["arc_imager"], {path: 1.0})
    record = played(scenario)
    (resolved,) = crises.kinds(record, "engagement.resolved")
    start_s = resolved.t_s
    windows = board_of(scenario).scene.skies.reach_windows(
        "arc_imager", 15, -18, 700, 1200, start_s, start_s + DAY_S
    )
    spans = crises.kinds(record, "asset.degraded")
    assert [(item.from_s or item.t_s, item.until_s) for item in spans] == [
        (max(window.start_s, start_s), window.end_s) for window in windows if window.end_s > start_s
    ]
    assert len(spans) >= 2
    assert all(item.factor == 0.0 and item.function == "camera" for item in spans)
    # A pass at 600 km over a circle of 700 km lasts about 2 * 700 / 6.9 s at most, ground speed 6.9 km/s.
    assert all(item.until_s - (item.from_s or item.t_s) <= 2 * 700 / 6.9 * 1.1 for item in spans)
    (back,) = crises.kinds(record, "resource.returned")
    assert back.t_s == start_s + DAY_S


def test_case_of_blind(crises):
    """One draw: below 0.2 the detector is burnt for good, below 0.5 it is dazzled, else nothing."""
    scenario = ground("burner", ["arc_imager"])
    seen = set()
    for replicate in range(12):
        record = played(scenario, replicate)
        (resolved,) = crises.kinds(record, "engagement.resolved")
        expected = "blinded" if resolved.draw < 0.2 else "dazzled" if resolved.draw < 0.5 else "failure"
        assert resolved.outcome == expected
        assert resolved.card["chances"] == {"blinded": 0.2, "dazzled": 0.3}
        lasting = [item for item in crises.kinds(record, "asset.degraded") if item.until_s is None]
        assert bool(lasting) == (expected == "blinded")
        returned = crises.kinds(record, "resource.returned")
        assert returned[0].t_s == resolved.t_s + (0 if expected == "failure" else DAY_S)
        seen.add(expected)
    assert seen == {"blinded", "dazzled", "failure"}


def test_case_of_cyber_bus(crises):
    """0.01 and 0.08 times the half that the control site does not stop."""
    scenario = ground("hijacker", ["arc_relay_east"])
    (resolved,) = crises.kinds(played(scenario), "engagement.resolved")
    assert resolved.card["chances"] == {"lost": 0.005, "safe_mode": 0.04}
    assert resolved.p == pytest.approx(0.045)

    parameters = "actors.RED.adversary.capabilities.hijacker.parameters"
    certain = {
        f"{parameters}.p_safe_mode": 1.0,
        f"{parameters}.p_lost": 0.0,
        "sites.arc_control.cyber_readiness": 0.0,
    }
    record = played(ground("hijacker", ["arc_relay_east"], certain))
    (span,) = crises.kinds(record, "asset.degraded")
    assert (span.function, span.factor, span.until_s - span.t_s) == (None, 0.0, 96 * HOUR_S)


def test_a_satellite_that_nobody_commands_cannot_be_reached_through_its_commands(crises):
    """No site of the scenario commands Borealis One."""
    (refused,) = crises.kinds(played(ground("hijacker", ["bor_relay"])), "order.refused")
    assert "cannot be used on 'bor_relay'" in refused.reason
