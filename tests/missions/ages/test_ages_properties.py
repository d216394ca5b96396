"""How freshness must change, or not, when the world changes in a known way."""

import json
import random

import numpy as np
import pytest
from alike import shuffled, values
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import samples_by_region

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.missions.service import ServiceModel
from wargame.missions.status import HOURLY, WHAT_IF

MISSIONS = ("isr_imaging", "isr_signals", "environment")
LOSABLE = (*(f"us_{n}" for n in range(6)), *(f"jpn_{n}" for n in range(6)), "us_site", "jpn_site", "far_site")


@pytest.fixture(scope="module")
def rich(collecting):
    """Twelve low satellites of all kinds, agreements with and without delay, a gateway far away."""
    kinds = ("optical", "radar", "signals", "weather", "radar", "signals")
    satellites = {
        f"{owner.lower()}_{n}": collecting.low(owner, kind, 61 * n + turn, 97 * n)
        for owner, turn in (("US", 0), ("JPN", 33))
        for n, kind in enumerate(kinds)
    }
    plain = collecting.world(satellites)
    plain["regions"]["south"] = collecting.region(-25)
    plain["users"]["aus"] = collecting.users("AUS", "south")
    plain["sites"]["jpn_site"] = collecting.site("JPN", 70, 20, mask_deg=10)
    plain["sites"]["far_site"] = collecting.site("US", 40, -100, mask_deg=10)
    plain["agreements"] = {
        f"{kind}_{mission}": block
        for mission in MISSIONS
        for kind, block in (
            ("ground", collecting.ground("US", "JPN", "AUS", mission=mission)),
            ("us", collecting.release("US", "JPN", "AUS", hours=2, mission=mission)),
            ("jpn", collecting.release("JPN", "US", "AUS", hours=5, mission=mission)),
        )
    }
    return plain


@pytest.fixture(scope="module")
def model(rich, services):
    """Its services."""
    return services(rich)


@pytest.mark.parametrize("mission", MISSIONS)
def test_an_unconnected_satellite_changes_nothing(rich, collecting, services, model, mission):
    stranger = json.loads(json.dumps(rich))
    stranger["satellites"] |= {
        "aaa": collecting.high("SUI", "radar"),
        "aab": collecting.high("SUI", "weather"),
        "zzz": collecting.high("RED", "signals"),
        "mute": collecting.high("US", "infrared") | {"payloads": {"eye": {"kind": "infrared"}}},
    }
    assert np.array_equal(values(services(stranger), mission), values(model, mission))
    assert services(stranger).service(mission).assets == model.service(mission).assets


@pytest.mark.parametrize("mission", MISSIONS)
def test_the_order_of_the_roster_changes_nothing(rich, services, model, mission):
    turned = services(shuffled(rich, random.Random(3)))
    assert np.array_equal(values(turned, mission), values(model, mission))


@pytest.mark.parametrize("mission", MISSIONS)
def test_renaming_assets_changes_nothing(rich, services, model, mission):
    text = json.dumps(rich)
    for place, name in enumerate(LOSABLE):  # the order turns round, too
        text = text.replace(f'"{name}"', f'"z{99 - place}"')
    renamed = services(json.loads(text))
    assert not set(LOSABLE) & set(renamed.scenario.fleet)
    assert values(renamed, mission) == pytest.approx(values(model, mission), abs=1e-9)


@settings(max_examples=30)
@given(st.sets(st.sampled_from(LOSABLE)), st.sets(st.sampled_from(LOSABLE)), st.integers(0, 40 * 3600))
@pytest.mark.parametrize("mission", MISSIONS)
def test_losing_more_never_raises_freshness(model, mission, some, more, at_s):
    def after(assets):
        return values(model, mission, *(Outage(asset, None, 0.0, at_s, None) for asset in sorted(assets)))

    assert (after(some | more) <= after(some) + 1e-9).all()


@settings(max_examples=20)
@given(st.sampled_from(LOSABLE), st.integers(0, 40 * 3600), st.integers(1, 20 * 3600))
@pytest.mark.parametrize("mission", MISSIONS)
def test_what_has_happened_by_a_step_does_not_hang_on_what_comes_later(model, mission, asset, at_s, lasts_s):
    """The past is unchanged by an outage, and an outage hurts, if at all, from its first step on."""
    before = values(model, mission)
    found = values(model, mission, Outage(asset, None, 0.0, at_s, at_s + lasts_s))
    first = -(-at_s // 300)
    assert np.array_equal(found[:, :, :first], before[:, :, :first])
    assert (found <= before + 1e-9).all()


@pytest.mark.parametrize("mission", MISSIONS)
def test_more_sharing_never_lowers_freshness(rich, services, model, mission):
    fewer = {key: block for key, block in rich["agreements"].items() if not key.startswith("ground")}
    assert (values(services(rich | {"agreements": fewer}), mission) <= values(model, mission) + 1e-9).all()
    slower = json.loads(json.dumps(rich))
    for block in slower["agreements"].values():
        if block["kind"] == "service_access":
            block["release_h"] += 1.0
    assert (values(services(slower), mission) <= values(model, mission) + 1e-9).all()


@pytest.mark.parametrize("mission", MISSIONS)
def test_a_partner_with_nothing_changes_nothing(rich, services, model, mission):
    newcomer = rich | {"actors": rich["actors"] | {"NZL": {"name": "Newcomer", "kind": "partner"}}}
    other = services(newcomer)
    for members in (frozenset(), frozenset({"NZL"})):
        found = other.timeline(mission, Availability((), Coalition(other.scenario, members | {"JPN"})))
        alike = model.timeline(mission, Availability((), Coalition(model.scenario, frozenset({"JPN"}))))
        assert np.array_equal(found.values, alike.values)


@pytest.mark.parametrize("mission", MISSIONS)
def test_a_coalition_changes_no_demand(model, mission):
    timelines = [
        model.timeline(mission, Availability((), Coalition(model.scenario, frozenset(members), leaving)))
        for members in ((), ("JPN",), ("AUS", "JPN"))
        for leaving in ("neutral", "absent")
    ]
    assert all(np.array_equal(timeline.weights, timelines[0].weights) for timeline in timelines)


@pytest.mark.parametrize("mission", MISSIONS)
def test_forgetting_changes_no_answer(model, mission):
    outages = (Outage("us_site", None, 0.0, 5000, 90_000), Outage("us_1", "eye", 0.0, 0, 9000))
    small = ServiceModel(model.scenario, model.setting.geometry, memo_bytes=1)
    assert np.array_equal(values(small, mission, *outages), values(model, mission, *outages))


@pytest.mark.parametrize("mission", MISSIONS)
def test_samples_and_windows_are_those_of_the_timeline(rich, services, mission):
    """Also with what is known late: releases slower than what users ask for."""
    slow = json.loads(json.dumps(rich))
    for key in slow["agreements"]:
        if key.startswith("jpn"):
            slow["agreements"][key]["release_h"] = 9.0
    for plain in (rich, slow):
        model = services(plain)
        outages = (Outage("us_site", None, 0.0, 5000, 50_000), Outage("jpn_1", None, 0.0, 7200, None))
        available = Availability(outages, Coalition.everybody(model.scenario))
        hourly = samples_by_region(model, mission, available, HOURLY)
        sparse = samples_by_region(model, mission, available)
        timeline = model.timeline(mission, available, model.horizon_s)
        for row, region in enumerate(model.regions):
            every = timeline.demand_weighted(region=region)
            assert hourly[row] == pytest.approx(every[6::12], abs=2e-9)
            assert sparse[row] == pytest.approx(every[WHAT_IF.first :: WHAT_IF.stride], abs=2e-9)
        window = model.mean_by_region(mission, available, 7200.0, 36_000.0)
        assert window == pytest.approx(hourly[:, 2:10].mean(axis=1), abs=2e-9)


@pytest.mark.parametrize("mission", MISSIONS)
def test_a_shorter_timeline_is_the_beginning_of_a_longer_one(model, mission):
    available = Availability(
        (Outage("us_site", None, 0.0, 5000, 20_000),), Coalition.everybody(model.scenario)
    )
    for hours in (0, 1, 7, 22):
        short = model.timeline(mission, available, hours * 3600.0).values
        assert short.shape[2] == 12 * hours
        assert np.array_equal(short, model.timeline(mission, available).values[:, :, : 12 * hours])


@pytest.mark.parametrize("mission", MISSIONS)
def test_services_lie_between_nothing_and_everything_and_cannot_be_written(model, mission):
    found = values(model, mission)
    assert 0.05 < found[found > 0].mean() < 0.95
    assert np.isfinite(found).all()
    assert (found >= 0.0).all()
    assert (found <= 1.0).all()
    for closed in (
        found,
        samples_by_region(model, mission, Availability((), Coalition.everybody(model.scenario))),
    ):
        with pytest.raises(ValueError, match="read-only"):
            closed[..., 0] = 0.5


@pytest.mark.parametrize("mission", MISSIONS)
@pytest.mark.parametrize("missing", [("satellites",), ("sites",), ("satellites", "sites")])
def test_a_world_without_assets_has_no_service(rich, services, mission, missing):
    empty = services({key: value for key, value in rich.items() if key not in missing})
    available = Availability((), Coalition.everybody(empty.scenario))
    assert not empty.timeline(mission, available).values.any()
    assert not empty.mean_by_region(mission, available, 0.0, 86400.0).any()


@pytest.mark.parametrize("mission", MISSIONS)
def test_a_mission_that_nobody_needs_has_zeros_and_says_so(rich, services, mission):
    plain = json.loads(json.dumps(rich))
    for users in plain["users"].values():
        del users["needs"][mission]
    idle = services(plain)
    available = Availability((), Coalition.everybody(idle.scenario))
    timeline = idle.timeline(mission, available)
    assert not timeline.values.any()
    assert not timeline.has_demand()
    assert not samples_by_region(idle, mission, available).any()
    assert mission not in idle.missions


def test_a_coalition_of_another_scenario_is_refused(model, rich, services):
    other = Coalition.everybody(services(rich | {"title": "another"}).scenario)
    with pytest.raises(ValueError, match="the coalition belongs to 'another'"):
        model.timeline("isr_imaging", Availability((), other))


@settings(max_examples=60, deadline=None)
@given(
    mission=st.sampled_from(MISSIONS),
    lost=st.sets(st.sampled_from(LOSABLE), min_size=1, max_size=5),
    away=st.sets(st.sampled_from(("JPN", "AUS"))),
)
def test_a_what_if_of_lasting_losses_is_the_timeline_at_its_samples_to_the_last_bit(
    model, mission, lost, away
):
    everybody = Coalition.everybody(model.scenario)
    coalition = Coalition(model.scenario, everybody.members - away, "neutral")
    broken = Availability(tuple(Outage(asset, None, 0.0, 0.0, None) for asset in sorted(lost)), coalition)
    line = model.timeline(mission, broken).values
    steps = WHAT_IF.steps(0, WHAT_IF.samples_in(line.shape[2]))
    found = model.service(mission).given(broken, WHAT_IF)
    assert np.array_equal(found[:, :, : len(steps)], line[:, :, list(steps)])
    for region in range(line.shape[0]):
        alone = model.service(mission).given_each([broken], WHAT_IF, (region,))
        assert np.array_equal(alone[0, 0], found[region])
