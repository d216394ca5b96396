"""western_pacific: its size, its public facts, its courtesy."""

import math

import pytest

from wargame.scenario.orbits import CircularOrbit, GeoOrbit
from wargame.scenario.sites import Gateway, Sensor

PARTNERS = ("AUS", "CAN", "FRA", "GBR", "JPN", "KOR")

SLOTS_DEG = {
    **{
        f"wgs_{n}": slot
        for n, slot in enumerate((-42.5, 57.5, 78.2, 88.4, -52.5, -135.2, 175.0, 149.8, -12.0, 60.3), 1)
    },
    **{f"sbirs_geo_{n}": slot for n, slot in enumerate((51.8, -49.8, -159.4, 20.9, 93.7, 139.0), 1)},
    **{f"aehf_{n}": slot for n, slot in enumerate((29.7, -16.7, -125.3, -68.0, 93.6, 138.3), 1)},
    **{f"muos_{n}": slot for n, slot in enumerate((-99.4, 171.5, -15.2, 74.7, -106.1), 1)},
    "skynet_5a": 95.3,
    "skynet_5b": 25.0,
    "skynet_5c": -17.9,
    "skynet_5d": 52.8,
    "syracuse_3a": 46.2,
    "syracuse_3b": 3.3,
    "syracuse_4a": 45.5,
    "syracuse_4b": -6.6,
    "athena_fidus": 37.8,
    "kirameki_1": 162.0,
    "kirameki_2": 93.0,
    "kirameki_3": 144.1,
    "qzs_3": 127.0,
    "qzs_6": 90.5,
    "anik_g1": -107.3,
    "optus_c1": 155.8,
    "optus_x": 139.6,
    "intelsat_22": 72.1,
    "anasis_2": 116.2,
    "koreasat_5": 113.1,
}
"""Slots of CelesTrak's list at the baseline date (Kirameki-2: UCS, 2023). Skynet moved; mind old tables."""


def test_it_is_as_large_as_promised(western_pacific):
    fleet = western_pacific.fleet.values()
    assert len(fleet) >= 100
    assert sum(bool(item.payloads) for item in fleet) >= 100
    own = [site for site in western_pacific.sites.values() if site.owner != "RED"]
    assert len(own) >= 40
    assert all(site.functions for site in own)
    assert len(western_pacific.threat_packages) == 3


def test_six_partners_and_one_provider_can_leave_and_another_cannot(western_pacific):
    kinds = {key: actor.kind for key, actor in western_pacific.actors.items()}
    assert western_pacific.lead == "US"
    assert tuple(key for key, kind in kinds.items() if kind == "partner") == PARTNERS, "listed alphabetically"
    assert set(western_pacific.players) == {*PARTNERS, "SES"}
    assert western_pacific.actors["VIASAT"].role == "baseline"
    assert kinds["EU"] == "neutral"
    assert western_pacific.adversaries == ("RED",)


def test_every_player_and_the_lead_bring_something(western_pacific):
    owners = {item.owner for item in western_pacific.fleet.values()}
    grounds = {site.owner for site in western_pacific.sites.values()}
    for nation in ("US", *PARTNERS, "SES"):
        assert nation in owners, nation
        assert nation in grounds, nation


def test_geosynchronous_slots_are_the_public_ones(western_pacific):
    for key, slot_deg in SLOTS_DEG.items():
        orbit = western_pacific.satellites[key].orbit
        assert isinstance(orbit, GeoOrbit), key
        assert orbit.longitude_deg == pytest.approx(slot_deg, abs=0.05), key


def test_navigation_constellations_have_their_public_shape(western_pacific):
    families = {}
    for key, item in western_pacific.fleet.items():
        for payload in item.payloads.values():
            if payload.kind == "navigation":
                families.setdefault(payload.family, []).append(key)
    assert {family: len(keys) for family, keys in families.items()} == {"gps": 31, "galileo": 24, "qzss": 5}
    gps = [western_pacific.fleet[key].orbit for key in families["gps"]]
    assert all(isinstance(orbit, CircularOrbit) and orbit.altitude_km == 20182 for orbit in gps)


def test_gps_satellites_stand_in_six_planes_sixty_degrees_apart(western_pacific):
    planes = {}
    for slot, place in western_pacific.constellations["gps"].pattern.slots.items():
        planes.setdefault(slot[0], []).append(place.raan_deg)
    means = [sum(nodes) / len(nodes) for _, nodes in sorted(planes.items())]
    assert sorted(planes) == list("abcdef")
    for here, there in zip(means, [*means[1:], means[0]], strict=True):
        assert (there - here) % 360 == pytest.approx(60, abs=6)


def test_the_neutral_and_the_lead_broadcast_openly_and_japan_by_agreement(western_pacific):
    open_signal = {
        payload.family: payload.open_signal
        for item in western_pacific.fleet.values()
        for payload in item.payloads.values()
        if payload.kind == "navigation"
    }
    assert open_signal == {"gps": True, "galileo": True, "qzss": False}
    assert set(western_pacific.agreements["qzss_service"].recipients) == {"US", *PARTNERS} - {"JPN"}


def test_every_nation_has_users_in_the_theatre_and_the_lead_has_most(western_pacific):
    demand_mbps = dict.fromkeys(("US", *PARTNERS), 0.0)
    for group in western_pacific.users.values():
        demand_mbps[group.nation] += group.needs.satcom_wideband.demand_mbps
    assert all(value > 0 for value in demand_mbps.values())
    assert demand_mbps["US"] > sum(demand_mbps[nation] for nation in PARTNERS)


def test_the_mix_of_navigation_users_is_the_same_for_all(western_pacific):
    mixes = {str(sorted(group.needs.pnt.classes.items())) for group in western_pacific.users.values()}
    assert len(mixes) == 1


def test_a_sensor_is_as_good_as_its_kind_whoever_owns_it(western_pacific):
    numbers = {}
    for key, site in western_pacific.sites.items():
        for function in site.functions.values():
            if isinstance(function, Sensor) and key != "exmouth_darc":
                numbers.setdefault(function.modality, set()).add((function.p_detect, function.p_identify))
    assert set(numbers) == {"radar", "rf_monitor", "cyber_forensics"}
    assert all(len(pairs) == 1 for pairs in numbers.values())


def test_every_nation_has_one_cyber_forensics_centre(western_pacific):
    centres = [
        site.owner
        for site in western_pacific.sites.values()
        for function in site.functions.values()
        if isinstance(function, Sensor) and function.modality == "cyber_forensics"
    ]
    assert sorted(centres) == sorted(["US", *PARTNERS])


def test_commercial_shares_are_the_same_for_every_partner(western_pacific):
    shares = western_pacific.agreements["ses_contract"].shares
    assert len({shares[nation] for nation in PARTNERS}) == 1


def test_the_weights_of_red_sum_to_one_and_name_no_nation(western_pacific):
    red = western_pacific.actors["RED"]
    assert math.fsum(item.weight for item in red.adversary.objectives.values()) == pytest.approx(1)
    assert {item.mission for item in red.adversary.objectives.values()} == {
        "pnt",
        "satcom_wideband",
        "missile_warning",
    }
    assert "fictional" in red.name.lower()


def test_red_stands_on_open_water_and_the_file_says_so(western_pacific, root):
    text = (root / "scenarios/western_pacific.yaml").read_text(encoding="utf-8")
    red = [site for site in western_pacific.sites.values() if site.owner == "RED"]
    assert len(red) == 5
    assert "OPEN WATER" in text
    assert all(site.host is None for site in red)


def test_sites_that_do_no_such_work_are_left_out(western_pacific):
    for key, site in western_pacific.sites.items():
        assert not {"svalsat", "jorn"} & {*key.lower().split("_"), *site.name.lower().split()}
    assert all(site.latitude_deg < 78 for site in western_pacific.sites.values())


def test_positions_are_rounded_to_a_tenth_of_a_degree(western_pacific):
    for key, site in western_pacific.sites.items():
        for value_deg in (site.latitude_deg, site.longitude_deg):
            assert value_deg == pytest.approx(round(value_deg, 1), abs=1e-9), key


def test_the_regions_have_60_to_80_sample_points(western_pacific):
    points = 0.0
    for region in western_pacific.regions.values():
        band = math.sin(math.radians(region.north_deg)) - math.sin(math.radians(region.south_deg))
        area_km2 = 6371.0**2 * band * math.radians(region.east_deg - region.west_deg)
        points += area_km2 / region.spacing_km**2
    assert 60 <= points <= 80


def test_every_gateway_of_the_lead_abroad_names_a_host_that_could_close_it(western_pacific):
    hosts = {site.host for site in western_pacific.sites.values() if site.host is not None}
    assert hosts == {"AUS", "GBR", "JPN", "KOR"}


def test_warning_and_wideband_have_gateways_of_the_lead_near_the_theatre(western_pacific):
    for mission in ("satcom_wideband", "missile_warning"):
        near = [
            key
            for key, site in western_pacific.sites.items()
            if site.owner == "US" and 100 <= site.longitude_deg % 360 <= 210
            for function in site.functions.values()
            if isinstance(function, Gateway) and function.mission == mission
        ]
        assert len(near) >= 3, mission
