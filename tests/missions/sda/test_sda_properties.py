"""How custody must change, or not, when the world changes in a known way; and that all doors give one answer."""

import copy

import numpy as np
import pytest
from alike import HEADINGS, timeline
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import samples_by_region

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.missions.service import ServiceModel
from wargame.missions.status import HOURLY, WHAT_IF
from wargame.registry import MISSION, modules, plugins

LOSABLE = ("east", "west", "eye", "scope", "ferry", "jpn_down", "us_down", "us_high")


@pytest.fixture(scope="module")
def rich(sky):
    """Radars, telescopes on the ground and in space, gateways and agreements of three nations."""
    satellites = {
        "red_low": sky.low("RED"),
        "red_high": sky.high("RED", 150.0),
        "us_high": sky.high("US", 120.0),
        "scope": sky.high("US", 95.0, scope=sky.scope),
        "ferry": sky.low("JPN", scope=sky.scope) | {"owner": "JPN"},
    }
    satellites["ferry"]["orbit"] = satellites["ferry"]["orbit"] | {"raan_deg": 250, "altitude_km": 900}
    world = sky.world(custody_h=1.5, objects=("RED", "us_high", "ferry"), satellites=satellites)
    world["sites"] = {
        "east": sky.site("JPN", 35.0, 140.0, track=sky.radar(3000.0)),
        "west": sky.site("US", 20.0, -156.0, track=sky.radar(3000.0)),
        "eye": sky.site("AUS", -22.0, 114.0, track=sky.telescope),
        "us_down": sky.site("US", 10.0, 100.0, down=sky.down),
        "jpn_down": sky.site("JPN", 36.0, 139.0, down=sky.down),
    }
    for nation in ("JPN", "AUS"):
        world["users"][nation.lower()] = copy.deepcopy(world["users"]["us"]) | {"nation": nation}
    world["agreements"] = {
        "jpn": sky.tell("JPN", "US", "AUS", release_h=0.5),
        "aus": sky.tell("AUS", "US", "JPN", release_h=0.25),
        "us": sky.tell("US", "JPN"),
        "ground": {"kind": "ground_access", "mission": "sda", "members": ["US", "JPN"]},
    }
    return world


@pytest.fixture(scope="module")
def model(rich, services):
    """Its services."""
    return services(rich)


def values(model, *outages):
    """The timeline with everybody present."""
    return model.timeline("sda", Availability(outages, Coalition.everybody(model.scenario))).values


def test_the_world_is_not_trivial(model):
    whole = values(model)
    assert len(np.unique(whole)) >= 4
    for asset in LOSABLE:
        assert not np.array_equal(values(model, Outage(asset, None, 0.0, 0.0, None)), whole), asset


@settings(max_examples=25)
@given(st.sets(st.sampled_from(LOSABLE)), st.sets(st.sampled_from(LOSABLE)), st.integers(0, 170_000))
def test_losing_more_never_raises_custody(model, some, more, at_s):
    def after(assets):
        return values(model, *(Outage(asset, None, 0.0, at_s, None) for asset in sorted(assets)))

    assert (after(some | more) <= after(some) + 1e-9).all()


@settings(max_examples=15)
@given(st.sampled_from(LOSABLE), st.integers(0, 160_000), st.integers(300, 40_000))
def test_what_comes_later_changes_nothing_before(model, asset, at_s, lasts_s):
    step = -(-at_s // 300)
    outage = Outage(asset, None, 0.0, at_s, at_s + lasts_s)
    assert np.array_equal(values(model, outage)[:, :, :step], values(model)[:, :, :step])


def test_longer_custody_is_never_worse_and_a_later_release_never_better(rich, services, model):
    longer = copy.deepcopy(rich)
    for users in longer["users"].values():
        users["needs"]["sda"]["custody_h"] = 2.5
    assert (values(services(longer)) >= values(model) - 1e-9).all()
    later = copy.deepcopy(rich)
    later["agreements"]["jpn"]["release_h"] = 1.2
    assert (values(services(later)) <= values(model) + 1e-9).all()


def test_a_further_partner_with_nothing_changes_nothing(rich, services, model):
    newcomer = rich | {"actors": rich["actors"] | {"AAA": {"name": "Newcomer", "kind": "partner"}}}
    other = services(newcomer)
    for members in (frozenset({"JPN"}), frozenset({"JPN", "AAA"})):
        found = other.timeline("sda", Availability((), Coalition(other.scenario, members)))
        alike = model.timeline("sda", Availability((), Coalition(model.scenario, frozenset({"JPN"}))))
        assert np.array_equal(found.values, alike.values)


def test_a_coalition_changes_no_demand(model):
    timelines = [
        model.timeline("sda", Availability((), Coalition(model.scenario, frozenset(members), leaving)))
        for members in ((), ("JPN",), ("AUS", "JPN"))
        for leaving in ("neutral", "absent")
    ]
    assert all(np.array_equal(timeline.weights, timelines[0].weights) for timeline in timelines)


@pytest.mark.parametrize("end_s", [None, 20_000.0])
def test_samples_and_windows_are_those_of_the_timeline(model, end_s):
    outages = (Outage("east", None, 0.0, 5000.0, end_s), Outage("jpn_down", "down", 0.0, 7200.0, end_s))
    available = Availability(outages, Coalition.everybody(model.scenario))
    every = model.timeline("sda", available, model.horizon_s)
    mean = every.demand_weighted(region="sea")
    for grid in (HOURLY, WHAT_IF):
        found = samples_by_region(model, "sda", available, grid)[model.regions.index("sea")]
        assert found == pytest.approx(mean[grid.first :: grid.stride], abs=2e-9)
    window = model.mean_by_region("sda", available, 7200.0, 36_000.0)
    hourly = samples_by_region(model, "sda", available, HOURLY)
    assert window == pytest.approx(hourly[:, 2:10].mean(axis=1), abs=2e-9)
    short = model.timeline("sda", available, 7200.0).values
    assert np.array_equal(short, every.values[:, :, :24])


def test_forgetting_and_remembering_change_no_answer(model):
    """The memory is by content: whatever was asked before, in whatever coalition, the answer is the same."""
    asked = [
        ((Outage("east", None, 0.0, 5000.0, 20_000.0),), ("JPN", "AUS"), "neutral"),
        ((Outage("east", None, 0.0, 5000.0, 20_000.0),), ("AUS",), "absent"),
        (
            (Outage("us_high", None, 0.0, 9000.0, None), Outage("scope", None, 0.0, 600.0, None)),
            ("JPN",),
            "neutral",
        ),
        ((), (), "neutral"),
    ]
    small = ServiceModel(model.scenario, model.setting.geometry, memo_bytes=1)
    for outages, members, leaving in [*asked, *reversed(asked)]:
        available = Availability(outages, Coalition(model.scenario, frozenset(members), leaving))
        fresh = ServiceModel(model.scenario, model.setting.geometry).timeline("sda", available).values
        assert np.array_equal(model.timeline("sda", available).values, fresh)
        assert np.array_equal(small.timeline("sda", available).values, fresh)


def test_what_custody_does_not_read_does_not_disturb_its_memory(model):
    first, kept = timeline(model, "sda").lines, len(model.memo)
    assert timeline(model, "sda", Outage("red_low", None, 0.0, 0.0, 600.0)).lines is first
    assert timeline(model, "sda", Outage("east", "track", 0.5, 0.0, 600.0)).lines is first
    assert len(model.memo) == kept
    assert not model.reads("sda", "red_low")
    assert all(model.reads("sda", asset) for asset in LOSABLE)


def test_a_change_touches_only_what_depends_on_it(model):
    """One radar more down costs the custody of that owner's trackers, once for every delay, and the timeline."""
    values(model)
    kept = len(model.memo)
    values(model, Outage("east", None, 0.0, 33_333.0, None))
    assert len(model.memo) - kept == 3


def test_shares_lie_between_nothing_and_everything_and_cannot_be_written(model):
    found = values(model)
    assert ((found >= 0.0) & (found <= 1.0)).all()
    with pytest.raises(ValueError, match="read-only"):
        found[0, 0, 0] = 0.5


@pytest.mark.parametrize("missing", [("satellites",), ("sites",), ("satellites", "sites")])
def test_a_world_without_sensors_or_objects_has_an_answer(rich, services, missing):
    bare = {key: value for key, value in rich.items() if key not in missing}
    if "satellites" in missing:
        bare["users"] = {
            key: users | {"needs": {"sda": {"objects": ["RED"], "custody_h": 1.5}}}
            for key, users in rich["users"].items()
        }
    empty = services(bare)
    found = values(empty)
    if "satellites" in missing:
        assert (found[:, [empty.beneficiaries.index("US")]] == 1.0).all()  # nothing to lose out of sight
    else:
        assert (found[:, :, 19:] < 1.0).all()


def test_custody_that_nobody_needs_has_zeros_and_says_so(rich, services):
    idle = services(
        rich | {"users": {"us": {"nation": "US", "region": "sea", "needs": {"missile_warning": {}}}}}
    )
    available = Availability((), Coalition.everybody(idle.scenario))
    timeline = idle.timeline("sda", available)
    assert not timeline.values.any()
    assert not timeline.has_demand()
    assert not samples_by_region(idle, "sda", available).any()
    assert "sda" not in idle.missions
    assert idle.plugin("sda").custody(available, "us_high", "US", 1.0).all()


def test_a_coalition_of_another_scenario_is_refused(rich, services, model):
    other = Coalition.everybody(services(rich | {"title": "another"}).scenario)
    with pytest.raises(ValueError, match="the coalition belongs to 'another'"):
        model.timeline("sda", Availability((), other))
    with pytest.raises(ValueError, match="the coalition belongs to 'another'"):
        model.plugin("sda").custody(Availability((), other), "red_low", "US", 1.0)


def test_the_mission_has_a_page_with_the_five_headings_in_order():
    assert plugins(MISSION)["sda"].name == "Space domain awareness"
    page = modules(MISSION)["sda"].__doc__
    places = [page.index(f"\n{heading}:") for heading in HEADINGS]
    assert places == sorted(places)
