"""coalition_2025_europe: the public order of battle seen from Europe, what it inherits, courtesy."""

import math

import pytest

from wargame.scenario.orbits import CircularOrbit, GeoOrbit, KeplerOrbit
from wargame.scenario.sites import Sensor

PARTNERS = ("CAN", "DEU", "DNK", "ESP", "FRA", "GBR", "ITA", "LUX", "NLD", "NOR")
CSPO = {"US", "CAN", "DEU", "FRA", "GBR", "ITA", "NOR"}
"""Members of the Combined Space Operations initiative that are actors here."""
ABSENT = {"AUS", "JPN", "KOR", "NZL"}

SLOTS_DEG = {
    "wgs_1": -42.5,
    "wgs_5": -52.5,
    "wgs_9": -12.0,
    "aehf_2": -16.7,
    "muos_3": -15.2,
    "sbirs_geo_2": -49.8,
    "syracuse_3b": 3.3,
    "syracuse_4b": -6.6,
    "skynet_5c": -17.9,
    "comsatbw_1": 63.0,
    "comsatbw_2": 13.2,
    "sicral_1b": 11.8,
    "sicral_2": 37.0,
    "spainsat": -30.2,
    "spainsat_ng_1": 29.0,
    "govsat_1": 21.5,
}
"""Slots of CelesTrak's list at the baseline date (SICRAL, GovSat-1: UCS, 2023)."""

LOW_ORBITS = {
    "terrasar_x": (508, 97.4),
    "paz": (508, 97.4),
    "naos": (450, 97.2),
    "sarah_f1": (747, 98.4),
    "cosmo_skymed_csg_1": (622, 97.9),
    "iridium_01": (780, 86.4),
}
"""Mean heights (km) and inclinations (degrees), same sources."""


def test_geosynchronous_slots_are_the_public_ones(europe):
    for key, slot_deg in SLOTS_DEG.items():
        orbit = europe.satellites[key].orbit
        assert isinstance(orbit, GeoOrbit), key
        assert orbit.longitude_deg == pytest.approx(slot_deg, abs=0.05), key
        assert europe.satellites[key].payloads, f"{key} is in view here"


def test_low_orbits_are_the_public_ones(europe):
    for key, (altitude_km, inclination_deg) in LOW_ORBITS.items():
        orbit = europe.fleet[key].orbit
        assert isinstance(orbit, CircularOrbit), key
        assert orbit.altitude_km == pytest.approx(altitude_km, abs=2), key
        assert orbit.inclination_deg == pytest.approx(inclination_deg, abs=0.15), key


def test_the_arctic_satellites_turn_three_times_in_two_days_half_a_turn_apart(europe):
    """Sixteen hours, as published for ASBM; a period of 2 pi sqrt(a^3 / mu)."""
    orbits = [europe.satellites[key].orbit for key in ("asbm_1", "asbm_2")]
    for orbit in orbits:
        assert isinstance(orbit, KeplerOrbit)
        axis_km = 6378.137 + (orbit.perigee_km + orbit.apogee_km) / 2
        assert 2 * math.pi * math.sqrt(axis_km**3 / 398600.4418) / 3600 == pytest.approx(16, abs=0.05)
    apart_deg = (orbits[1].mean_anomaly_deg - orbits[0].mean_anomaly_deg) % 360
    assert apart_deg == pytest.approx(180, abs=1)


def test_the_arctic_satellites_carry_payloads_of_three_owners(europe):
    for key in ("asbm_1", "asbm_2"):
        body = europe.satellites[key]
        assert body.owner == "NOR"
        owners = {payload.owner or body.owner for payload in body.payloads.values()}
        assert owners == {"NOR", "US", "VIASAT"}


def test_the_cosmo_satellites_share_one_plane(europe):
    places = europe.constellations["cosmo_skymed"].pattern.slots.values()
    assert {place.raan_deg for place in places} == {183.1}
    assert len(places) == 4


def test_what_comes_from_the_pacific_file_is_unchanged_but_for_what_hangs_on_it(europe, coalition_2025):
    """Orbits and owners of everything that both files hold are the same."""
    for key in set(europe.fleet) & set(coalition_2025.fleet):
        if key.startswith("gssap"):  # generic: four places, now over this half of the world
            continue
        assert europe.fleet[key].orbit == coalition_2025.fleet[key].orbit, key
        assert europe.fleet[key].owner == coalition_2025.fleet[key].owner, key
    for key in set(europe.sites) & set(coalition_2025.sites):
        here, there = europe.sites[key], coalition_2025.sites[key]
        assert (here.latitude_deg, here.longitude_deg) == (there.latitude_deg, there.longitude_deg), key


def test_those_who_are_left_out_leave_nothing_behind(europe):
    assert not ABSENT & set(europe.actors)
    owners = {body.owner for body in europe.fleet.values()} | {site.owner for site in europe.sites.values()}
    hosts = {site.host for site in europe.sites.values()}
    assert not ABSENT & (owners | hosts)


def test_the_partners_are_ten_and_each_brings_something(europe):
    kinds = {key: actor.kind for key, actor in europe.actors.items()}
    assert {key for key, kind in kinds.items() if kind == "partner"} == set(PARTNERS)
    owners = {body.owner for body in europe.fleet.values()}
    grounds = {site.owner for site in europe.sites.values()}
    assert set(PARTNERS) <= grounds
    assert set(PARTNERS) - owners == {"DNK", "NLD"}, "no large satellite of their own"


def test_four_of_the_five_that_paid_for_wgs_9_have_equal_shares(europe):
    shares = europe.agreements["wgs_shares"].shares
    assert {shares[nation] for nation in ("CAN", "DNK", "LUX", "NLD")} == {0.02}
    assert set(europe.agreements["aehf_shares"].shares) == {"CAN", "GBR", "NLD"}


def test_the_capacity_contract_of_the_alliance_has_its_six_public_providers(europe):
    providers = {a.provider for key, a in europe.agreements.items() if key.startswith("nato_from_")}
    assert providers | {"US"} == {"US", "FRA", "GBR", "ITA", "ESP", "LUX"}


def test_three_nations_exchange_images_sooner_than_they_give_them_to_others(europe):
    for giver, name in (("FRA", "france"), ("DEU", "germany"), ("ITA", "italy")):
        exchange, general = europe.agreements[f"musis_{name}"], europe.agreements[f"imagery_{name}"]
        assert {giver, *exchange.recipients} == {"DEU", "FRA", "ITA"}
        assert exchange.release_h < general.release_h == 2
        assert not set(exchange.recipients) & set(general.recipients)


def test_the_initiative_is_the_public_one(europe):
    assert set(europe.agreements["wideband_pool"].members) == CSPO


def test_a_sensor_is_as_good_as_its_kind_whoever_owns_it(europe):
    numbers = {}
    for site in europe.sites.values():
        for job in site.functions.values():
            if isinstance(job, Sensor):
                numbers.setdefault(job.modality, set()).add((job.p_detect, job.p_identify))
    assert numbers == {
        "cyber_forensics": {(0.5, 0.4)},
        "radar": {(0.9, 0.8)},
        "rf_monitor": {(0.8, 0.5)},
        "telemetry": {(0.5, 0.2)},
    }


def test_sites_that_do_no_such_work_are_left_out(europe):
    for key, site in europe.sites.items():
        assert not {"svalsat", "svalbard", "jorn"} & {*key.lower().split("_"), *site.name.lower().split()}
    assert all(site.latitude_deg < 78 for site in europe.sites.values())


def test_positions_are_rounded_to_a_tenth_of_a_degree(europe):
    for key, site in europe.sites.items():
        for value_deg in (site.latitude_deg, site.longitude_deg):
            assert value_deg == pytest.approx(round(value_deg, 1), abs=1e-9), key


def test_every_nation_with_cameras_reads_its_telemetry(europe):
    owners = {
        payload.owner or body.owner
        for body in europe.fleet.values()
        for payload in body.payloads.values()
        if payload.kind == "optical"
    } - {"IMAGERS"}
    readers = {
        site.owner
        for site in europe.sites.values()
        for job in site.functions.values()
        if isinstance(job, Sensor) and job.modality == "telemetry"
    }
    assert owners == readers
