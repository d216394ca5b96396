"""baltic_high_north and gulf: who plays, who asks, what Red is, and what the geometry of the north does."""

import math

import pytest
from shipped import assert_red_flies_modestly

from wargame.coalition import Coalition
from wargame.missions.service import ServiceModel
from wargame.scenario.base import MISSION_KEYS
from wargame.scenario.orbits import GeoOrbit

PLAYERS = {
    "baltic_high_north": {"CAN", "DEU", "DNK", "EUTELSAT", "FRA", "GBR", "NOR"},
    "gulf": {"DEU", "ESP", "FRA", "GBR", "ITA", "LUX", "SES"},
}
DEMAND_MBPS = {"baltic_high_north": (8000, 8000), "gulf": (16_000, 8000)}
"""Wideband of the lead, and of all others: half and the whole of the published forecast of 16 Gbit/s."""
NAMES = tuple(PLAYERS)


@pytest.mark.parametrize("name", NAMES)
def test_seven_can_leave_and_the_others_stand_aside(name, european_crises):
    scenario = european_crises[name]
    assert set(scenario.players) == PLAYERS[name]
    assert scenario.lead == "US"
    aside = {key for key, actor in scenario.actors.items() if actor.kind == "neutral"} - {"EU", "EUMETSAT"}
    assert len(aside) == 4
    assert not {group.nation for group in scenario.users.values()} & aside


def test_the_partners_in_the_gulf_are_those_with_a_relay_in_view(european_crises):
    """The criterion that the header names: within 81.3 degrees of the Strait of Hormuz, and named as partner."""
    scenario = european_crises["gulf"]
    owners = set()
    for body in scenario.fleet.values():
        if isinstance(body.orbit, GeoOrbit):
            east_deg = math.radians(body.orbit.longitude_deg - 56)
            seen = math.cos(east_deg) * math.cos(math.radians(25)) > math.cos(math.radians(81.3))
            relays = any(p.kind == "wideband" and p.owner is None for p in body.payloads.values())
            owners |= {body.owner} if seen and relays else set()
    assert owners & {"CAN", "DEU", "DNK", "ESP", "FRA", "GBR", "ITA", "LUX", "NLD", "NOR"} == PLAYERS[
        "gulf"
    ] - {"SES"}


@pytest.mark.parametrize("name", NAMES)
def test_demand_follows_the_published_forecast(name, european_crises):
    demand_mbps = {}
    for group in european_crises[name].users.values():
        asked = demand_mbps.get(group.nation, 0.0)
        demand_mbps[group.nation] = asked + group.needs.satcom_wideband.demand_mbps
    lead, others = DEMAND_MBPS[name]
    assert demand_mbps.pop("US") == pytest.approx(lead)
    assert math.fsum(demand_mbps.values()) == pytest.approx(others)


@pytest.mark.parametrize("name", NAMES)
def test_users_are_treated_alike(name, european_crises):
    groups = european_crises[name].users
    assert len({str(sorted(group.needs.pnt.classes.items())) for group in groups.values()}) == 1
    ages_h = {}
    for key, group in groups.items():
        needs = [need for mission in MISSION_KEYS if (need := group.needs.of(mission))]
        assert len({need.weight for need in needs if hasattr(need, "weight")}) == 1, key
        for mission in ("isr_imaging", "isr_signals", "environment"):
            ages_h.setdefault((group.region, mission), set()).add(group.needs.of(mission).age_h)
    assert all(len(found) == 1 for found in ages_h.values())
    asking = sorted(group.nation for group in groups.values() if group.needs.sda)
    assert asking == sorted({group.nation for group in groups.values()}), "every nation asks once for custody"


@pytest.mark.parametrize("name", NAMES)
def test_regions_do_not_overlap(name, european_crises):
    boxes = list(european_crises[name].regions.items())
    for number, (key, region) in enumerate(boxes):
        assert "cloud_cover" in region.model_fields_set, key
        for other, box in boxes[:number]:
            apart = region.south_deg >= box.north_deg or box.south_deg >= region.north_deg
            apart |= region.west_deg >= box.east_deg or box.west_deg >= region.east_deg
            assert apart, f"{key} and {other}"


@pytest.mark.parametrize("name", NAMES)
def test_red_is_fictional_stands_on_open_water_and_wants_what_somebody_asks_for(name, european_crises, root):
    scenario = european_crises[name]
    red = scenario.actors["RED"]
    assert "fictional" in red.name.lower()
    assert math.fsum(item.weight for item in red.adversary.objectives.values()) == pytest.approx(1)
    for key, aim in red.adversary.objectives.items():
        asking = [g for g in scenario.users.values() if g.region == aim.region and g.needs.of(aim.mission)]
        assert asking, key
    assert "OPEN WATER" in (root / f"scenarios/{name}.yaml").read_text(encoding="utf-8")
    sites = [site for site in scenario.sites.values() if site.owner == "RED"]
    assert len(sites) == 4
    assert all(site.host is None for site in sites)


@pytest.mark.parametrize("name", NAMES)
def test_red_flies_a_modest_fleet_that_carries_nothing_and_stands_in_nobody_s_slot(name, european_crises):
    assert_red_flies_modestly(european_crises[name])


def test_the_alliance_s_clause_holds_in_the_north_and_not_in_the_gulf(european_crises):
    kinds = {
        name: {agreement.kind for agreement in scenario.agreements.values()}
        for name, scenario in european_crises.items()
    }
    assert "collective_response" in kinds["baltic_high_north"]
    assert "collective_response" not in kinds["gulf"]


def test_the_geostationary_belt_sets_before_the_high_arctic(european_crises):
    """Elevation of a geostationary satellite on one's own meridian: atan((cos x - 0.1512) / sin x), x the latitude."""
    region = european_crises["baltic_high_north"].regions["high_arctic"]
    angle = math.radians(region.south_deg)
    elevation_deg = math.degrees(math.atan((math.cos(angle) - 6378.137 / 42164.17) / math.sin(angle)))
    assert elevation_deg < european_crises["baltic_high_north"].missions.satcom_wideband.point_mask_deg


@pytest.fixture(scope="module")
def services(european_crises):
    """Unattacked service models by crisis."""
    return {name: ServiceModel(scenario) for name, scenario in european_crises.items()}


def _mean(services, scenario, mission, members, nation=None, region=None, leaving="neutral"):
    model = services[scenario]
    chosen = Coalition(model.scenario, frozenset(members), leaving)
    return float(model.timeline(mission, model.unattacked(chosen)).demand_weighted(region, nation).mean())


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mission", MISSION_KEYS)
def test_every_service_is_there_before_anybody_attacks(name, mission, services, european_crises):
    if mission in european_crises[name].needed:
        assert _mean(services, name, mission, PLAYERS[name]) >= 0.7


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_there_is_something_to_deny_and_partners_add_to_it(name, services):
    for mission in ("satcom_wideband", "isr_imaging"):
        together, alone = (_mean(services, name, mission, members) for members in (PLAYERS[name], ()))
        assert alone + 0.05 < together <= 0.99, mission


@pytest.mark.slow
def test_the_lead_s_payload_on_norway_s_satellites_outlives_a_neutral_norway_and_not_an_absent_one(services):
    """Hosting: neutral means that the bus goes on flying; absent means that it was never built."""
    name, others = "baltic_high_north", PLAYERS["baltic_high_north"] - {"NOR"}
    kept = _mean(services, name, "satcom_protected", others, "US", "high_arctic")
    gone = _mean(services, name, "satcom_protected", others, "US", "high_arctic", "absent")
    assert kept > gone + 0.01


NAMES_ON_THE_PAGE = {
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


@pytest.mark.slow
def test_the_page_prints_the_services_as_they_are(services, root):
    """A change of more than two hundredths in the table of docs/order_of_battle.md fails here."""
    rows = {}
    for line in (root / "docs/order_of_battle.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[0] in NAMES_ON_THE_PAGE.values():
            rows[cells[0]] = [float(cell) for cell in cells[1:]]
    assert set(rows) == set(NAMES_ON_THE_PAGE.values())
    for mission, printed in NAMES_ON_THE_PAGE.items():
        found = [_mean(services, name, mission, members) for name in NAMES for members in (PLAYERS[name], ())]
        assert rows[printed] == pytest.approx(found, abs=0.02), printed
