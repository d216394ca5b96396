"""western_pacific: its size, its users, its Red."""

import math

import pytest
from shipped import assert_red_flies_modestly

from wargame.coalition import Coalition
from wargame.game.effect import Trace
from wargame.missions.service import ServiceModel
from wargame.run import board_of
from wargame.scenario.base import MISSION_KEYS
from wargame.scenario.orbits import GeoOrbit
from wargame.scenario.sites import Gateway

PARTNERS = ("AUS", "CAN", "FRA", "GBR", "JPN", "KOR", "NZL")


def test_it_is_as_large_as_promised(western_pacific):
    fleet = western_pacific.fleet.values()
    assert 200 <= len(fleet) <= 220
    assert sum(bool(item.payloads) for item in fleet) >= 180
    own = [site for site in western_pacific.sites.values() if site.owner != "RED"]
    assert len(own) >= 100
    assert all(site.functions for site in own)
    assert len(western_pacific.threat_packages) == 4


def test_all_nine_services_are_asked_for_by_several_nations_in_several_regions(western_pacific):
    assert western_pacific.needed == tuple(sorted(MISSION_KEYS))
    for mission in MISSION_KEYS:
        asking = [group for group in western_pacific.users.values() if group.needs.of(mission)]
        assert len({group.nation for group in asking}) >= 4, mission
        assert len({group.region for group in asking}) >= 4, mission


def test_every_kind_of_payload_has_carriers_and_gateways(western_pacific):
    kinds = {payload.kind for body in western_pacific.fleet.values() for payload in body.payloads.values()}
    assert kinds == {
        "infrared",
        "narrowband",
        "navigation",
        "optical",
        "protected",
        "radar",
        "signals",
        "space_surveillance",
        "weather",
        "wideband",
    }
    landed = {
        job.mission
        for site in western_pacific.sites.values()
        for job in site.functions.values()
        if isinstance(job, Gateway)
    }
    assert landed == set(MISSION_KEYS) - {"pnt"}


def test_the_order_of_battle_runs_by_itself_and_holds_no_adversary(coalition_2025, western_pacific):
    assert coalition_2025.adversaries == ()
    assert coalition_2025.needed == western_pacific.needed
    assert set(coalition_2025.players) == set(western_pacific.players)
    assert set(coalition_2025.regions) & set(western_pacific.regions) == set()
    assert set(coalition_2025.users) & set(western_pacific.users) == set()
    for key, satellite in coalition_2025.fleet.items():
        assert western_pacific.fleet[key] == satellite, key
    assert coalition_2025.agreements == western_pacific.agreements


def test_seven_partners_and_one_provider_can_leave_and_others_cannot(western_pacific):
    kinds = {key: actor.kind for key, actor in western_pacific.actors.items()}
    assert western_pacific.lead == "US"
    assert tuple(key for key, kind in kinds.items() if kind == "partner") == PARTNERS, "listed alphabetically"
    assert set(western_pacific.players) == {*PARTNERS, "SES"}
    assert western_pacific.actors["VIASAT"].role == "baseline"
    assert western_pacific.actors["IMAGERS"].role == "baseline"
    assert kinds["EU"] == "neutral"
    assert western_pacific.adversaries == ("RED",)


def test_every_player_and_the_lead_bring_something(western_pacific):
    owners = {item.owner for item in western_pacific.fleet.values()}
    grounds = {site.owner for site in western_pacific.sites.values()}
    for nation in ("US", *PARTNERS, "SES"):
        assert nation in grounds, nation
        assert (nation in owners) == (nation != "NZL"), nation


def test_every_nation_has_users_in_the_theatre_and_the_lead_has_most(western_pacific):
    demand_mbps = dict.fromkeys(("US", *PARTNERS), 0.0)
    for group in western_pacific.users.values():
        demand_mbps[group.nation] += group.needs.satcom_wideband.demand_mbps
    assert all(value > 0 for value in demand_mbps.values())
    assert demand_mbps["US"] == pytest.approx(1.2 * 16_000), "a fifth more than the published forecast"
    assert math.fsum(demand_mbps[nation] for nation in PARTNERS) == pytest.approx(
        demand_mbps["US"] / 3, rel=0.05
    )


def test_the_mix_of_navigation_users_is_the_same_for_all(western_pacific):
    mixes = {str(sorted(group.needs.pnt.classes.items())) for group in western_pacific.users.values()}
    assert len(mixes) == 1


def test_a_group_weighs_the_same_in_every_service_that_has_a_weight(western_pacific):
    for key, group in western_pacific.users.items():
        needs = [need for mission in MISSION_KEYS if (need := group.needs.of(mission))]
        assert len({need.weight for need in needs if hasattr(need, "weight")}) == 1, key


def test_users_of_one_region_ask_for_the_same_freshness(western_pacific):
    for mission in ("isr_imaging", "isr_signals", "environment"):
        ages_h = {}
        for group in western_pacific.users.values():
            ages_h.setdefault(group.region, set()).add(group.needs.of(mission).age_h)
        assert all(len(found) == 1 for found in ages_h.values()), mission


def test_every_nation_asks_once_for_custody_of_red(western_pacific):
    asking = [group for group in western_pacific.users.values() if group.needs.sda]
    assert sorted(group.nation for group in asking) == sorted(["US", *PARTNERS])
    assert {(group.needs.sda.objects, group.needs.sda.custody_h) for group in asking} == {(("RED",), 2)}


def test_the_regions_are_eight_do_not_overlap_and_have_150_to_250_sample_points(western_pacific):
    points = 0.0
    boxes = list(western_pacific.regions.items())
    assert len(boxes) == 8
    for number, (key, region) in enumerate(boxes):
        band = math.sin(math.radians(region.north_deg)) - math.sin(math.radians(region.south_deg))
        area_km2 = 6371.0**2 * band * math.radians(region.east_deg - region.west_deg)
        points += area_km2 / region.spacing_km**2
        for other, box in boxes[:number]:
            apart = region.south_deg >= box.north_deg or box.south_deg >= region.north_deg
            apart |= region.west_deg >= box.east_deg or box.west_deg >= region.east_deg
            assert apart, f"{key} and {other}"
    assert 150 <= points <= 250


def test_cloud_cover_is_set_for_every_region_within_its_range(western_pacific):
    for key, region in western_pacific.regions.items():
        assert "cloud_cover" in region.model_fields_set, key
        assert 0.2 <= region.cloud_cover <= 0.8, key


def test_the_weights_of_red_sum_to_one_and_name_no_nation(western_pacific):
    red = western_pacific.actors["RED"]
    assert math.fsum(item.weight for item in red.adversary.objectives.values()) == pytest.approx(1)
    assert {item.mission for item in red.adversary.objectives.values()} == {
        "isr_imaging",
        "missile_warning",
        "pnt",
        "satcom_wideband",
        "sda",
    }
    assert "fictional" in red.name.lower()


def test_red_wants_to_deny_only_what_somebody_asks_for(western_pacific):
    for key, objective in western_pacific.actors["RED"].adversary.objectives.items():
        asking = [
            group
            for group in western_pacific.users.values()
            if group.region == objective.region and group.needs.of(objective.mission)
        ]
        assert asking, key


def test_red_stands_on_open_water_and_the_file_says_so(western_pacific, root):
    text = (root / "scenarios/western_pacific.yaml").read_text(encoding="utf-8")
    red = [site for site in western_pacific.sites.values() if site.owner == "RED"]
    assert len(red) == 7
    assert "OPEN WATER" in text
    assert all(site.host is None for site in red)


def test_an_interceptor_is_seen_rising_from_space_wherever_and_whenever_it_is_launched(western_pacific):
    """No stand-in: several warning satellites have both launch areas in view at any hour."""
    watch = board_of(western_pacific).watch
    for place in ("red_launch_north", "red_launch_south"):
        for hour in range(0, 168, 24):
            posts = watch.posts_in_view(Trace("infrared", place, hour * 3600))
            assert len(posts) >= 2, (place, hour)
            assert {post.owner for post in posts} == {"US"}


def test_red_flies_a_modest_fleet_that_carries_nothing_and_stands_in_nobody_s_slot(western_pacific):
    assert_red_flies_modestly(western_pacific)


def test_both_orbits_of_red_s_interest_are_there(western_pacific):
    heights_km = [
        35_786 if isinstance(body.orbit, GeoOrbit) else body.orbit.altitude_km
        for body in western_pacific.fleet.values()
        if body.owner == "RED"
    ]
    assert any(height < 2000 for height in heights_km)
    assert any(35_600 < height < 36_000 and height != 35_786 for height in heights_km), (
        "drifts along the belt"
    )
    assert 35_786 in heights_km


# What it comes to


NAMES = {
    "environment": "environmental monitoring",
    "isr_imaging": "images",
    "isr_signals": "signals",
    "missile_warning": "missile warning",
    "pnt": "navigation",
    "satcom_narrowband": "narrowband communication",
    "satcom_protected": "protected communication",
    "satcom_wideband": "wideband communication",
    "sda": "space domain awareness",
}
"""What docs/order_of_battle.md calls the services."""


@pytest.fixture(scope="module")
def unattacked(western_pacific):
    """The service of every mission without attacks: with everybody, and with the lead alone."""
    model = ServiceModel(western_pacific)
    members = {"all": frozenset(western_pacific.players), "lead": frozenset()}
    return {
        (who, mission): model.timeline(mission, model.unattacked(Coalition(western_pacific, chosen)))
        for who, chosen in members.items()
        for mission in western_pacific.needed
    }


def _mean(unattacked, who, mission, nation=None, region=None):
    """Demand-weighted mean over the run."""
    return float(unattacked[who, mission].demand_weighted(region, nation).mean())


@pytest.mark.slow
@pytest.mark.parametrize("mission", MISSION_KEYS)
def test_every_service_is_there_before_anybody_attacks(unattacked, mission):
    assert _mean(unattacked, "all", mission) >= 0.75


@pytest.mark.slow
def test_there_is_something_to_deny(unattacked):
    assert 0.8 <= _mean(unattacked, "all", "satcom_wideband") <= 0.97
    assert _mean(unattacked, "all", "satcom_protected") <= 0.97
    for region in ("first_island_chain", "luzon_strait"):
        assert _mean(unattacked, "all", "isr_imaging", region=region) <= 0.8, region


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mission", "gain"), [("satcom_wideband", 0.15), ("isr_imaging", 0.01), ("pnt", 0.005), ("sda", 0.01)]
)
def test_partners_add_to_what_the_lead_has_for_itself(unattacked, mission, gain):
    assert _mean(unattacked, "all", mission, "US") >= _mean(unattacked, "lead", mission, "US") + gain


@pytest.mark.slow
def test_what_the_lead_promised_to_others_costs_it_something(unattacked):
    """A partner is no gift: shares of AEHF are served ahead of the lead's own last requests."""
    served = [_mean(unattacked, who, "satcom_protected", "US") for who in ("all", "lead")]
    assert served[0] < served[1]


@pytest.mark.slow
@pytest.mark.parametrize("mission", ["isr_imaging", "isr_signals", "missile_warning", "sda"])
def test_partners_live_on_what_is_shared(unattacked, mission):
    for nation in PARTNERS:
        if unattacked["all", mission].has_demand(beneficiary=nation):
            gain = _mean(unattacked, "all", mission, nation) - _mean(unattacked, "lead", mission, nation)
            assert gain >= 0.02, nation


@pytest.mark.slow
def test_civil_weather_data_are_everybody_s_whoever_leaves(unattacked):
    for nation in ("US", *PARTNERS):
        assert _mean(unattacked, "lead", "environment", nation) >= 0.99, nation


@pytest.mark.slow
def test_the_page_prints_the_services_as_they_are(unattacked, root):
    """A change of more than two hundredths in the table of docs/order_of_battle.md fails here."""
    text = (root / "docs/order_of_battle.md").read_text(encoding="utf-8")
    rows = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0] in NAMES.values():
            rows[cells[0]] = [
                float(word.rstrip(",")) for cell in cells[1:] for word in cell.split() if "." in word
            ]
    assert set(rows) == set(NAMES.values())
    for mission, name in NAMES.items():
        found = [
            _mean(unattacked, "all", mission),
            _mean(unattacked, "lead", mission),
            _mean(unattacked, "lead", mission, "US"),
            _mean(unattacked, "all", mission, "US"),
        ]
        assert rows[name] == pytest.approx(found, abs=0.02), name
