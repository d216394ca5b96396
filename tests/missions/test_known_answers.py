"""Services whose value is known beforehand."""

import numpy as np
import pytest

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.missions.links import packed
from wargame.missions.sky import Heaven, fill_means, outlook
from wargame.space.arrays import frozen
from wargame.space.dop import Sky, pdop_grid

MISSIONS = ("pnt", "satcom_wideband", "missile_warning")
GROUND = {"kind": "ground_access", "mission": "satcom_wideband", "members": ["US", "JPN"]}


def everybody(model, *outages):
    """All players present, with outages."""
    return Availability(outages, Coalition.everybody(model.scenario))


def lost(asset, at_s=0):
    """An asset lost for good."""
    return Outage(asset, None, 0.0, at_s, None)


def service(model, mission, available, **chosen):
    """Mean service over the run."""
    return float(model.timeline(mission, available).demand_weighted(**chosen).mean())


def test_losing_control_changes_pdop_by_exactly_nothing(plain, services):
    model = services(plain)
    before = model.timeline("pnt", everybody(model)).values
    after = model.timeline("pnt", everybody(model, lost("schriever"))).values
    assert 0.9 < before[before > 0].mean() < 1.0 or (before[before > 0] == 1.0).all()
    assert np.array_equal(before, after)


@pytest.mark.parametrize(("south_deg", "served"), [(82, False), (70, True)])
def test_geostationary_relays_serve_nobody_beyond_81_degrees(plain, parts, services, south_deg, served):
    """O16: the horizon of geostationary orbit lies at 81.3 degrees; the mask here is 0."""
    plain["missions"] = {"satcom_wideband": {"point_mask_deg": 0.0}}
    plain["regions"] = {"sea": parts["region"](south_deg, 125), "south": parts["region"](-25, 125)}
    if south_deg == 70:
        plain["regions"]["sea"]["north_deg"] = 79
    model = services(plain)
    found = service(model, "satcom_wideband", everybody(model), region="sea", beneficiary="US")
    assert found == (1.0 if served else 0.0)


@pytest.mark.parametrize(("relays", "least", "most"), [(100, 0.0, 0.015), (6, 0.15, 0.2)])
def test_one_loss_costs_a_large_layer_little_and_a_small_one_much(
    plain, parts, services, relays, least, most
):
    """Capacity tells, not the number of satellites: demand equals the whole capacity of the layer."""
    plain["satellites"] = {
        f"relay_{n:03d}": parts["relay"]("US", 110 + n * 40 / relays, 600) for n in range(relays)
    }
    plain["users"] = {"us": parts["users"]("US", "sea", 600.0 * relays)}
    model = services(plain)
    whole = service(model, "satcom_wideband", everybody(model))
    cost = whole - service(model, "satcom_wideband", everybody(model, lost("relay_001")))
    assert whole == pytest.approx(1.0)
    assert least <= cost <= most


def test_a_gateway_matters_exactly_when_no_other_agreed_and_interoperable_one_is_in_view(plain, services):
    plain["users"] = {"us": plain["users"]["us"]}
    without = services(plain)
    assert service(without, "satcom_wideband", everybody(without)) == 1.0
    assert service(without, "satcom_wideband", everybody(without, lost("us_site"))) == 0.0
    plain["agreements"] = {"ground": GROUND}
    agreed = services(plain)
    assert service(agreed, "satcom_wideband", everybody(agreed, lost("us_site"))) == 1.0
    assert service(agreed, "satcom_wideband", everybody(agreed, lost("us_site"), lost("jpn_site"))) == 0.0
    plain["sites"]["jpn_site"]["functions"]["gate"]["bands"] = ["ku"]
    deaf = services(plain)
    assert service(deaf, "satcom_wideband", everybody(deaf, lost("us_site"))) == 0.0
    plain["sites"]["jpn_site"] = plain["sites"]["jpn_site"] | {"longitude_deg": -60.0}
    plain["sites"]["jpn_site"]["functions"]["gate"]["bands"] = ["x"]
    behind = services(plain)
    assert service(behind, "satcom_wideband", everybody(behind, lost("us_site"))) == 0.0


def test_a_partial_gateway_or_payload_limits_what_a_relay_carries(plain, services):
    plain["users"]["us"]["needs"]["satcom_wideband"]["demand_mbps"] = 1000.0
    model = services(plain)
    half = Outage("us_site", "gate", 0.5, 0, None)
    third = Outage("us_relay", "link", 0.3, 0, None)
    assert service(model, "satcom_wideband", everybody(model, half), beneficiary="US") == 0.5
    assert service(model, "satcom_wideband", everybody(model, half, third), beneficiary="US") == 0.3


def test_a_region_takes_no_more_than_a_relay_puts_into_one_region(plain, services):
    plain["satellites"]["us_relay"]["payloads"]["link"]["region_capacity_mbps"] = 100.0
    model = services(plain)
    assert service(model, "satcom_wideband", everybody(model), beneficiary="US") == 0.25


def test_leaving_as_a_neutral_serves_oneself_and_being_absent_serves_nobody(plain, services):
    plain["agreements"] = {
        "pool": {"kind": "capacity_pool", "mission": "satcom_wideband", "members": ["US", "JPN"]}
    }
    plain["users"]["us"]["needs"]["satcom_wideband"]["demand_mbps"] = 1400.0
    model = services(plain)
    full = Availability((), Coalition.everybody(model.scenario))
    neutral = Availability((), Coalition(model.scenario, frozenset({"AUS", "NEW"}), "neutral"))
    absent = Availability((), Coalition(model.scenario, frozenset({"AUS", "NEW"}), "absent"))
    found = {
        name: [service(model, "satcom_wideband", each, beneficiary=nation) for nation in ("US", "JPN")]
        for name, each in (("full", full), ("neutral", neutral), ("absent", absent))
    }
    assert found["full"] == [1.0, 1.0]
    assert found["neutral"] == [pytest.approx(1000 / 1400), 1.0]
    assert found["absent"] == [pytest.approx(1000 / 1400), 0.0]


def test_own_users_come_first_then_shares_then_the_pool(plain, parts, services):
    plain["satellites"] = {"us_relay": parts["relay"]("US", 130, 1000)}
    plain["users"] = {name: parts["users"](name, "sea", 600.0) for name in ("US", "AUS", "JPN")}
    shared = {
        "kind": "capacity_share",
        "mission": "satcom_wideband",
        "provider": "US",
        "shares": {"AUS": 0.3},
    }
    pooled = {"kind": "capacity_pool", "mission": "satcom_wideband", "members": ["US", "JPN", "AUS"]}
    plain["agreements"] = {"share": shared, "pool": pooled}
    model = services(plain)
    found = [service(model, "satcom_wideband", everybody(model), beneficiary=n) for n in ("US", "AUS", "JPN")]
    # 600 for the US, then 300 promised to Australia, then 100 to the pool: to Japan, which has the smaller share.
    assert found == pytest.approx([1.0, 300 / 600, 100 / 600])


def test_equal_users_get_exactly_equal_parts(plain, parts, services):
    plain["satellites"] = {f"relay_{n}": parts["relay"]("SAT", 118 + 7.3 * n, 333.3) for n in range(3)}
    plain["users"] = {name: parts["users"](name, "sea", 777.7) for name in ("US", "AUS", "JPN")}
    plain["sites"]["sat_site"] = parts["site"]("SAT", 128)
    members = ["SAT", "US", "AUS", "JPN"]
    plain["agreements"] = {
        "pool": {"kind": "capacity_pool", "mission": "satcom_wideband", "members": members}
    }
    model = services(plain)
    values = model.timeline("satcom_wideband", everybody(model)).values[model.regions.index("sea")]
    assert values[0] == pytest.approx(3 * 333.3 / (3 * 777.7))
    assert np.array_equal(values[0], values[1])
    assert np.array_equal(values[0], values[2])


def test_warning_counts_none_one_or_two_sensors(plain, services):
    access = {"kind": "service_access", "mission": "missile_warning", "provider": "JPN", "recipients": ["US"]}
    plain["agreements"] = {"access": access}
    model = services(plain)
    assert service(model, "missile_warning", everybody(model), beneficiary="US") == 1.0
    assert service(model, "missile_warning", everybody(model, lost("us_eye")), beneficiary="US") == 0.5
    both = everybody(model, lost("us_eye"), lost("jpn_site"))
    assert service(model, "missile_warning", both, beneficiary="US") == 0.0
    assert service(model, "missile_warning", everybody(model), beneficiary="JPN") == 0.5


def test_closed_navigation_signals_serve_the_owner_and_those_given_access(plain, parts, services):
    plain["constellations"]["gps"] = parts["gps"](open_signal=False)
    access = {"kind": "service_access", "mission": "pnt", "provider": "US", "recipients": ["JPN"]}
    plain["agreements"] = {"access": access}
    model = services(plain)
    found = {
        nation: service(model, "pnt", everybody(model), beneficiary=nation) for nation in ("US", "JPN", "AUS")
    }
    assert found["US"] == found["JPN"] > 0.9
    assert found["AUS"] == 0.0
    alone = Availability((), Coalition(model.scenario, frozenset()))
    assert service(model, "pnt", alone, beneficiary="JPN") == 0.0


def test_without_enough_satellites_there_is_no_position(plain, services):
    model = services(plain)
    nearly_all = [lost(f"gps_{n:02d}") for n in range(1, 22)]
    assert service(model, "pnt", everybody(model, *nearly_all)) == 0.0


def test_a_change_takes_effect_at_the_next_step(plain, services):
    model = services(plain)
    for mission, asset in (("satcom_wideband", "us_relay"), ("missile_warning", "us_eye")):
        values = model.timeline(mission, everybody(model, lost(asset, 3601))).demand_weighted(
            beneficiary="US"
        )
        assert values[12] > 0.0
        assert values[13] == 0.0
    gone = [lost(f"gps_{n:02d}", 3601) for n in range(1, 25)]
    values = model.timeline("pnt", everybody(model, *gone)).demand_weighted()
    assert values[12] > 0.0
    assert values[13] == 0.0


@pytest.mark.parametrize("mask_deg", [5.0, 20.0, 45.0])
def test_fixes_agree_with_the_dilution_of_the_space_package_whatever_is_lost(mask_deg):
    rng = np.random.default_rng(5)
    directions = rng.normal(size=(3, 80, 3))
    positions_km = 26560.0 * directions / np.linalg.norm(directions, axis=2, keepdims=True)
    points_up = rng.normal(size=(70, 3))
    points_up /= np.linalg.norm(points_up, axis=1, keepdims=True)
    points_km, starts = 6371.0 * points_up, np.array([0, 3, 65, 70])
    family, offered = np.arange(80) // 30, np.arange(80) % 5 > 0
    above = Sky(positions_km, points_km, points_up).above(mask_deg) & packed(offered[None])[0]
    places = np.concatenate([points_km, points_up], axis=1)
    heaven = Heaven(frozen(positions_km), family, places, starts, above)
    calm = outlook(heaven, 2.0)
    for lost in ([], [6], [6, 7, 41], list(range(1, 40)), list(range(80))):
        left = offered & ~np.isin(np.arange(80), lost)
        pdop = pdop_grid(positions_km, left, family, points_km, points_up, mask_deg)
        served = np.minimum(1.0, 2.0 / pdop)
        without = outlook(heaven._replace(above=above & packed(left[None])[0]), 2.0)
        assert without.served == pytest.approx(served, abs=1e-12)
        for drowned in (np.zeros(70, dtype=np.bool_), np.arange(70) % 9 == 4):
            means = np.empty((3, 2))
            gone, within = np.flatnonzero(offered & ~left), (1, 3)
            words = packed(left[None])[0], gone, packed(drowned[None])[0]
            fill_means(heaven, calm, 2.0, *words, within, means)
            expected = np.add.reduceat(served[1:3] * ~drowned, starts[:-1], axis=1) / np.diff(starts)
            assert means == pytest.approx(expected.T, abs=1e-12)
