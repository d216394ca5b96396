"""How services must change, or not, when the world changes in a known way."""

import json
import random

import numpy as np
import pytest
from alike import HEADINGS, shuffled, timeline, values
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import samples_by_region

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.missions.memo import Memo
from wargame.missions.service import ServiceModel
from wargame.missions.status import HOURLY
from wargame.registry import MISSION, modules, plugins
from wargame.scenario import Scenario
from wargame.scenario.base import MISSION_KEYS

MISSIONS = ("missile_warning", "pnt", "satcom_wideband")


@pytest.fixture(scope="module")
def rich(parts):
    """The small world with every kind of agreement."""
    plain = parts["world"]()
    everybody = ["US", "AUS", "JPN"]
    plain["agreements"] = {
        "pool": {"kind": "capacity_pool", "mission": "satcom_wideband", "members": everybody},
        "ground": {"kind": "ground_access", "mission": "satcom_wideband", "members": everybody},
        "down": {"kind": "ground_access", "mission": "missile_warning", "members": everybody},
        "warn": {
            "kind": "service_access",
            "mission": "missile_warning",
            "provider": "US",
            "recipients": ["AUS", "JPN"],
        },
    }
    return plain


@pytest.fixture(scope="module")
def model(rich, services):
    """Its services."""
    return services(rich)


@pytest.mark.parametrize("mission", MISSIONS)
def test_an_unconnected_satellite_changes_nothing(rich, parts, services, model, mission):
    stranger = json.loads(json.dumps(rich))
    stranger["satellites"]["aaa"] = parts["relay"]("SUI", 131)
    stranger["satellites"]["zzz"] = parts["sensor"]("SUI", 131)
    stranger["constellations"]["beidou"] = parts["gps"]("RED") | {"name": "other"}
    assert np.array_equal(values(services(stranger), mission), values(model, mission))


@pytest.mark.parametrize("mission", MISSIONS)
def test_the_order_of_the_roster_changes_nothing(rich, services, model, mission):
    turned = services(shuffled(rich, random.Random(3)))
    assert np.array_equal(values(turned, mission), values(model, mission))


@pytest.mark.parametrize("mission", MISSIONS)
def test_renaming_assets_changes_nothing(rich, services, model, mission):
    text = json.dumps(rich)
    for name in ("us_relay", "aus_relay", "jpn_relay", "us_eye", "jpn_eye", "us_site", "jpn_site"):
        text = text.replace(f'"{name}"', f'"{name[::-1]}"')
    assert values(services(json.loads(text)), mission) == pytest.approx(values(model, mission), abs=1e-9)


LOSABLE = (
    "us_relay",
    "jpn_eye",
    "us_eye",
    "us_site",
    "aus_site",
    "jpn_site",
    *(f"gps_{n:02d}" for n in range(1, 9)),
)


@settings(max_examples=25)
@given(st.sets(st.sampled_from(LOSABLE)), st.sets(st.sampled_from(LOSABLE)))
@pytest.mark.parametrize("mission", ["pnt", "missile_warning"])
def test_losing_more_never_raises_navigation_or_warning(model, mission, some, more):
    def after(assets):
        return values(model, mission, *(Outage(asset, None, 0.0, 3600, None) for asset in sorted(assets)))

    assert (after(some | more) <= after(some) + 1e-9).all()


@pytest.mark.parametrize("mission", MISSIONS)
def test_a_second_satellite_of_a_kind_never_harms_the_owner_alone(rich, parts, services, mission):
    """With one nation alone every mission is monotone in what it owns."""
    alone = rich | {"users": {"us": parts["users"]("US", "sea", 3000.0)}, "agreements": {}}
    added = {"twin": parts["relay"]("US", 130), "eye": parts["sensor"]("US", 131)}
    more = alone | {"satellites": alone["satellites"] | added}
    assert (values(services(more), mission) >= values(services(alone), mission) - 1e-9).all()


@pytest.mark.parametrize("mission", MISSIONS)
def test_a_coalition_changes_no_demand(model, mission):
    timelines = [
        model.timeline(mission, Availability((), Coalition(model.scenario, frozenset(members), leaving)))
        for members in ((), ("JPN",), ("AUS", "JPN", "NEW"))
        for leaving in ("neutral", "absent")
    ]
    assert all(np.array_equal(timeline.weights, timelines[0].weights) for timeline in timelines)


@pytest.mark.parametrize("mission", MISSIONS)
def test_a_partner_with_nothing_changes_nothing(rich, services, model, mission):
    newcomer = rich | {"actors": rich["actors"] | {"NZL": {"name": "Newcomer", "kind": "partner"}}}
    other = services(newcomer)
    for members in (frozenset(), frozenset({"NZL"})):
        found = other.timeline(mission, Availability((), Coalition(other.scenario, members | {"JPN"})))
        alike = model.timeline(mission, Availability((), Coalition(model.scenario, frozenset({"JPN"}))))
        assert np.array_equal(found.values, alike.values)


@pytest.mark.parametrize("mission", MISSIONS)
def test_what_a_mission_does_not_read_does_not_disturb_its_memory(model, mission):
    others = {"pnt": "us_relay", "satcom_wideband": "us_eye", "missile_warning": "gps_01"}
    first = timeline(model, mission).lines
    kept = len(model.memo)
    assert timeline(model, mission, Outage(others[mission], None, 0.0, 600, None)).lines is first
    assert len(model.memo) == kept
    assert not model.reads(mission, others[mission])


@pytest.mark.parametrize("mission", MISSIONS)
def test_forgetting_changes_no_answer(model, mission):
    outages = [Outage("us_site", None, 0.0, 5000, 20_000), Outage("gps_03", "nav", 0.0, 0, 9000)]
    small = ServiceModel(model.scenario, model.setting.geometry, memo_bytes=1)
    assert np.array_equal(values(small, mission, *outages), values(model, mission, *outages))
    available = Availability(tuple(outages), Coalition.everybody(model.scenario))
    window = (mission, available, 0.0, 86400.0)
    assert np.array_equal(small.mean_by_region(*window), model.mean_by_region(*window))


@pytest.mark.parametrize("mission", MISSIONS)
def test_windows_are_means_of_hours_and_hours_are_steps_at_half_past(model, mission):
    outages = (Outage("us_site", None, 0.0, 5000, 20_000), Outage("gps_03", "nav", 0.0, 7200, None))
    available = Availability(outages, Coalition.everybody(model.scenario))
    hourly = samples_by_region(model, mission, available, HOURLY)
    timeline = model.timeline(mission, available, model.horizon_s)
    for row, region in enumerate(model.regions):
        assert hourly[row] == pytest.approx(timeline.demand_weighted(region=region)[6::12], abs=2e-9)
    both = model.means_by_region(mission, [available, available], 7200.0, 36_000.0)
    assert both[0] == pytest.approx(hourly[:, 2:10].mean(axis=1), abs=2e-9)
    assert np.array_equal(both[0], both[1])


@pytest.mark.parametrize("mission", MISSIONS)
def test_a_shorter_timeline_is_the_beginning_of_a_longer_one(model, mission):
    available = Availability(
        (Outage("us_site", None, 0.0, 5000, 20_000),), Coalition.everybody(model.scenario)
    )
    short = model.timeline(mission, available, 7200.0).values
    assert short.shape[2] == 24
    assert np.array_equal(short, model.timeline(mission, available).values[:, :, :24])


def test_services_lie_between_nothing_and_everything_and_cannot_be_written(model):
    for mission in MISSIONS:
        found = values(model, mission)
        assert np.isfinite(found).all()
        assert (found >= 0.0).all()
        assert (found <= 1.0).all()
        with pytest.raises(ValueError, match="read-only"):
            found[0, 0, 0] = 0.5


def test_every_mission_has_a_page_with_the_five_headings_in_order():
    assert set(plugins(MISSION)) == set(MISSION_KEYS)
    for module in modules(MISSION).values():
        places = [module.__doc__.index(f"\n{heading}:") for heading in HEADINGS]
        assert places == sorted(places)


def test_a_memory_forgets_the_longest_unused_first():
    memo = Memo(3000)
    for key in ("a", "b", "a", "c"):
        memo.get(key, lambda: np.zeros(100))
    assert len(memo) == 2
    asked = []
    for key in ("a", "c", "b"):
        memo.get(key, lambda key=key: asked.append(key) or np.zeros(100))
    assert asked == ["b"]


def test_a_coalition_of_another_scenario_is_refused(model, plain):
    other = Coalition.everybody(Scenario.model_validate(plain | {"title": "another"}))
    with pytest.raises(ValueError, match="the coalition belongs to 'another'"):
        model.timeline("pnt", Availability((), other))


@pytest.mark.parametrize("mission", MISSIONS)
@pytest.mark.parametrize("missing", [("satellites",), ("sites",), ("satellites", "sites", "constellations")])
def test_a_world_without_assets_has_no_service(plain, services, mission, missing):
    empty = services({key: value for key, value in plain.items() if key not in missing})
    available = Availability((), Coalition.everybody(empty.scenario))
    served = mission == "pnt" and "constellations" not in missing
    assert empty.timeline(mission, available).values.any() == served
    assert empty.mean_by_region(mission, available, 0.0, 86400.0).any() == served


@pytest.mark.parametrize("mission", MISSIONS)
def test_a_mission_that_nobody_needs_has_zeros_and_says_so(plain, services, mission):
    for users in plain["users"].values():
        del users["needs"][mission]
    idle = services(plain)
    timeline = idle.timeline(mission, Availability((), Coalition.everybody(idle.scenario)))
    assert not timeline.values.any()
    assert not timeline.has_demand()
    assert not timeline.demand_weighted().any()
    assert mission not in idle.missions
