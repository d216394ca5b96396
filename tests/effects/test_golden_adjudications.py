"""One adjudication of each effect, worked by hand from its page; and the referee's rules that hold for all of them."""

import math
from pathlib import Path

import pytest

from wargame.events import AssetDegraded
from wargame.game.effect import Refusal, Timing
from wargame.registry import EFFECT, plugins
from wargame.run import board_of, run

A_THOUSANDTH_DB = 1e-3
THREE_SECONDS = 3


def _card(event):
    return {row["name"]: row["value"] for row in event.card["modifiers"]}


def _first(crises, record, kind):
    return crises.kinds(record, kind)[0]


def _package(crises, capability, targets, at_h=24, **changes):
    actions = [{"capability": capability, "targets": list(targets), "at_h": at_h}]
    packages = {"one": {"title": "One", "adversary": "RED", "actions": actions}}
    return crises.changed({"threat_packages": packages, **changes})


def _one(crises, *given, replicate=0, **changes):
    return run(_package(crises, *given, **changes), arm="forced", package="one", replicate=replicate)


# Uplink jamming


def test_the_jam_to_signal_ratio_of_the_tutorial_is_the_one_worked_by_hand(tutorial, crises):
    """J/S = 80 - 60 + 20 log10(38000 / range) - 3 - 1 dB, before the payload's 5 dB of protection.

    Range from 15 N 18 W to the slot at 30 W, spherical: r = 6378.137, a = 42164.17 km, central angle
    acos(cos 15 cos 12); sqrt(r^2 + a^2 - 2 r a cos g).
    """
    cosine = math.cos(math.radians(15.0)) * math.cos(math.radians(12.0))
    range_km = math.sqrt(6378.137**2 + 42164.17**2 - 2 * 6378.137 * 42164.17 * cosine)
    by_hand_db = 80.0 - 60.0 + 20.0 * math.log10(38_000.0 / range_km) - 3.0 - 1.0
    event = next(
        e for e in crises.kinds(run(tutorial, arm="forced", package="cut_the_strait"), "engagement.resolved")
        if e.effect == "uplink_jamming"
    )  # fmt: skip
    card = _card(event)
    assert card["relay.jam_to_signal_db"] == pytest.approx(by_hand_db, abs=5 * A_THOUSANDTH_DB)
    assert event.p == 1.0
    # Shannon with S/N = 12 dB = 15.849 and J/S less the anti-jam gain
    after_db = card["relay.jam_to_signal_db"] - card["relay.anti_jam_db"]
    jammer_to_noise = 10**1.2 * 10 ** (after_db / 10)
    left = math.log2(1 + 10**1.2 / (1 + jammer_to_noise)) / math.log2(1 + 10**1.2)
    assert card["relay.capacity_factor"] == pytest.approx(left, abs=2e-4)


def test_ten_decibels_of_protection_are_worth_ten_decibels_of_power(crises):
    """A jammer ten times as strong against a payload ten times as well protected leaves the same capacity."""

    def factor(eirp_dbw, anti_jam_db):
        record = _one(
            crises, "jammer", ["arc_relay_east"],
            **{f"{crises.RED}.capabilities.jammer.parameters.eirp_dbw": eirp_dbw,
               "satellites.arc_relay_east.payloads.relay.anti_jam_db": anti_jam_db},
        )  # fmt: skip
        return _first(crises, record, "asset.degraded").factor

    assert factor(70.0, 5.0) == factor(80.0, 15.0)
    assert factor(60.0, 5.0) > factor(70.0, 5.0) > factor(80.0, 5.0)


def test_a_jammed_relay_works_again_when_the_jammer_stops(tutorial, crises):
    """Half an hour to set up, 36 hours on; then the relay is whole and the jammer free."""
    record = run(crises.changed({"clock.duration_h": 72}), arm="forced", package="cut_the_strait")
    (degraded,) = [e for e in crises.kinds(record, "asset.degraded") if e.asset == "arc_relay_east"]
    assert degraded.t_s == 24 * 3600 + 1800
    assert degraded.until_s == degraded.t_s + 36 * 3600
    (restored,) = [e for e in crises.kinds(record, "asset.restored") if e.asset == "arc_relay_east"]
    assert (restored.t_s, restored.cause) == (degraded.until_s, degraded.id)
    (back,) = crises.kinds(record, "resource.returned")
    assert (back.t_s, back.capability, back.left, back.cause) == (
        degraded.until_s,
        "jammer",
        1,
        degraded.cause,
    )


def test_a_relay_below_the_jammer_s_mask_cannot_be_jammed(crises):
    """The slot at 120 E is below the horizon of the Red base."""
    record = _one(crises, "jammer", ["far"], **{"satellites.far": crises.relay("ARC", 120.0, 100.0)})
    (refused,) = crises.kinds(record, "order.refused")
    assert "below its mask of 10" in refused.reason
    assert crises.kinds(record, "resource.spent") == [], "what is refused costs nothing"


# Direct ascent


@pytest.mark.published("O17")
def test_a_shot_at_the_geostationary_belt_flies_for_four_hours(tutorial, crises):
    """247.21 minutes to 35,786 km, the published lower bound, within three seconds; an hour to prepare comes first."""
    record = run(tutorial, arm="forced", package="blind")
    launched = _first(crises, record, "engagement.launched")
    resolved = _first(crises, record, "engagement.resolved")
    ordered_s = 26 * 3600
    assert resolved.t_s == launched.effect_s
    flight_s = launched.effect_s - ordered_s - 3600
    assert flight_s >= 247.21 * 60 - THREE_SECONDS
    assert flight_s == pytest.approx(247.21 * 60, abs=10)


@pytest.mark.published("O17")
@pytest.mark.parametrize(("altitude_km", "minutes"), [(500.0, 5.67), (850.0, 7.71), (1200.0, 9.54)])
def test_no_shot_at_a_low_orbit_is_faster_than_the_published_bound(crises, altitude_km, minutes):
    """The flight to each altitude takes at least the closed-form ballistic time."""
    orbit = {"type": "circular", "altitude_km": altitude_km, "inclination_deg": 16.0, "raan_deg": 0.0}
    low = {"name": "Low", "owner": "ARC", "orbit": orbit, "payloads": {}}
    scenario = crises.changed({"satellites.low": low})
    effect = plugins(EFFECT)["direct_ascent"]
    parameters = effect.Parameters(site="red_base", ceiling_km=2000.0, max_ground_range_km=2500.0)
    timing = effect.timing(parameters, "low", board_of(scenario).scene, 0, 2 * 86_400)
    assert isinstance(timing, Timing)
    assert timing.effect_s - timing.launch_s >= minutes * 60 - THREE_SECONDS - 0.02 * minutes * 60
    assert timing.launch_s >= 3600, "an hour of preparation"


def test_the_chance_of_a_kill_is_lower_above_low_orbit_and_is_the_one_declared(tutorial, crises):
    """0.3 above 2,000 km by default; the draw decides below it."""
    for replicate in range(8):
        event = _first(
            crises, run(tutorial, replicate=replicate, arm="forced", package="blind"), "engagement.resolved"
        )
        assert event.p == 0.3
        assert (event.outcome == "success") == (event.draw < 0.3)


@pytest.mark.published("O08")
def test_a_kill_makes_as_many_fragments_as_the_standard_breakup_model_says(crises):
    """0.1 M^0.75 L^-1.71 with M = 960 kg and L = 0.1 m: 885 fragments, and the satellite is lost for good."""
    certain = {
        f"{crises.RED}.capabilities.interceptor.parameters.p_kill_above_2000_km": 1.0,
        "satellites.arc_warning_east.dry_mass_kg": 960.0,
    }
    record = _one(crises, "interceptor", ["arc_warning_east"], **certain)
    (debris,) = crises.kinds(record, "debris.created")
    assert debris.fragments == pytest.approx(885, abs=1)
    assert debris.altitude_km == pytest.approx(35_786.0, abs=25.0)
    (lost,) = crises.kinds(record, "asset.lost")
    assert lost.cause == debris.cause
    assert crises.kinds(record, "asset.restored") == []


def test_a_satellite_out_of_reach_is_refused_with_range_and_ceiling(crises):
    """Watch West stands at 80 W, beyond 4,000 km on the ground."""
    (refused,) = crises.kinds(_one(crises, "interceptor", ["arc_warning_west"]), "order.refused")
    assert "does not come within 4000 km of 'red_base' below 37000 km" in refused.reason


# Ground cyber


@pytest.mark.parametrize(
    ("p_success", "readiness", "p"), [(0.2, 0.5, 0.1), (0.5, 0.2, 0.4), (1.0, 1.0, 0.0), (1.0, 0.0, 1.0)]
)
def test_an_intrusion_works_with_its_chance_times_what_the_defences_let_through(
    crises, p_success, readiness, p
):
    """The chance is p_success (1 - readiness)."""
    record = _one(
        crises, "intruder", ["arc_gateway"],
        **{f"{crises.RED}.capabilities.intruder.parameters.p_success": p_success,
           "sites.arc_gateway.cyber_readiness": readiness},
    )  # fmt: skip
    event = _first(crises, record, "engagement.resolved")
    assert event.p == pytest.approx(p, abs=1e-9)
    assert (event.outcome == "success") == (event.draw < event.p)


def test_an_intrusion_takes_the_whole_site_for_as_long_as_declared(crises):
    """Two hours to take hold, 24 hours to rebuild; nothing of the intrusion is left to use again."""
    certain = {
        f"{crises.RED}.capabilities.intruder.parameters.p_success": 1.0,
        "sites.arc_gateway.cyber_readiness": 0.0,
    }
    record = _one(crises, "intruder", ["arc_gateway"], **certain)
    (down,) = crises.kinds(record, "asset.degraded")
    assert isinstance(down, AssetDegraded)
    assert (down.asset, down.function, down.factor) == ("arc_gateway", None, 0.0)
    assert (down.t_s, down.until_s) == (26 * 3600, 50 * 3600)
    assert [event.t_s for event in crises.kinds(record, "asset.restored")] == [50 * 3600]
    assert crises.kinds(record, "resource.returned") == []


def test_a_site_without_a_function_cannot_be_taken_down(crises):
    """There is nothing to take."""
    hut = {"name": "Hut", "owner": "ARC", "latitude_deg": 5.0, "longitude_deg": -60.0}
    record = _one(crises, "intruder", ["hut"], **{"sites.hut": hut})
    (refused,) = crises.kinds(record, "order.refused")
    assert "cannot be used on 'hut'" in refused.reason


def test_every_effect_that_is_shipped_has_a_case_here():
    """A new effect needs its own hand-worked case: here, or a `test_case_of_<effect>` beside this file."""
    text = "".join(file.read_text("utf-8") for file in sorted(Path(__file__).parent.glob("test_golden_*.py")))
    here = {"direct_ascent", "ground_cyber", "uplink_jamming"}
    assert [
        key for key in plugins(EFFECT) if key not in here and f"def test_case_of_{key}(" not in text
    ] == []


# The referee's rules, the same for all


def test_a_magazine_is_never_overdrawn(crises):
    """Two targets, one interceptor: the second is refused."""
    scenario = _package(crises, "interceptor", ["arc_relay_east", "arc_warning_east"])
    record = run(scenario, arm="forced", package="one")
    assert [event.left for event in crises.kinds(record, "resource.spent")] == [0]
    (refused,) = crises.kinds(record, "order.refused")
    assert refused.reason == "'interceptor' has no uses left"
    assert refused.target == "arc_warning_east", "targets are taken in alphabetical order"


def _shot_twice(crises, again_at_h):
    """Two interceptors that never miss, at hour 0 and later, against one satellite."""
    actions = [
        {"capability": "interceptor", "targets": ["arc_warning_east"], "at_h": at_h}
        for at_h in (0, again_at_h)
    ]
    changes = {
        f"{crises.RED}.capabilities.interceptor.magazine": 2,
        f"{crises.RED}.capabilities.interceptor.parameters.p_kill_above_2000_km": 1.0,
        "threat_packages": {"one": {"title": "Twice", "adversary": "RED", "actions": actions}},
    }
    return run(crises.changed(changes), arm="forced", package="one")


def test_what_is_lost_is_not_attacked_again(crises):
    """The second order against a dead satellite is refused."""
    record = _shot_twice(crises, 30)
    (refused,) = crises.kinds(record, "order.refused")
    assert refused.reason == "'arc_warning_east' is already lost"
    assert len(crises.kinds(record, "asset.lost")) == 1


def test_a_second_shot_that_arrives_after_the_kill_is_a_failure_that_says_so(crises):
    """Both interceptors are under way; the later one finds nothing to hit."""
    record = _shot_twice(crises, 1)
    first, second = crises.kinds(record, "engagement.resolved")
    assert (first.outcome, second.outcome) == ("success", "failure")
    assert second.card["note"] == "the target was already lost"
    assert len(crises.kinds(record, "debris.created")) == 1


def test_an_asset_that_does_not_exist_in_this_coalition_is_not_attacked(crises):
    """Absent nations never had it."""
    scenario = _package(crises, "jammer", ["bor_relay"])
    record = run(scenario, coalition=["COR"], leaving="absent", arm="forced", package="one")
    (refused,) = crises.kinds(record, "order.refused")
    assert refused.reason == "'bor_relay' does not exist in this coalition"


def test_two_jammers_on_one_relay_are_both_free_again_when_the_relay_is(crises):
    """Each use returns once; nothing is left jammed for ever."""
    changes = {
        f"{crises.RED}.capabilities.jammer.magazine": 2,
        f"{crises.RED}.capabilities.jammer.parameters.duration_h": 12.0,
        "threat_packages": {
            "one": {
                "title": "Twice",
                "adversary": "RED",
                "actions": [
                    {"capability": "jammer", "targets": ["arc_relay_east"], "at_h": at_h} for at_h in (0, 3)
                ],
            }
        },
    }
    record = run(crises.changed(changes), arm="forced", package="one")
    assert [event.left for event in crises.kinds(record, "resource.spent", "resource.returned")] == [
        1,
        0,
        1,
        2,
    ]
    assert len(crises.kinds(record, "asset.restored")) == 2


def test_the_rung_of_an_actor_rises_and_never_falls(tutorial, crises):
    """Each rung.reached is higher than the last."""
    for replicate in range(5):
        rungs = [event.rung for event in crises.kinds(run(tutorial, replicate=replicate), "rung.reached")]
        assert rungs == sorted(set(rungs))


def test_refusals_are_sentences(tutorial):
    """A reason that people can read."""
    assert isinstance(Refusal("x").reason, str)
    assert board_of(tutorial).scene.site("red_base") is not None
