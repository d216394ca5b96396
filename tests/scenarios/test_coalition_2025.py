"""coalition_2025, the order of battle: public facts, who shares what with whom, courtesy."""

import math

import pytest

from wargame.scenario.orbits import CircularOrbit, GeoOrbit
from wargame.scenario.payloads import is_open
from wargame.scenario.sites import Gateway, Sensor, Tracker

PARTNERS = ("AUS", "CAN", "FRA", "GBR", "JPN", "KOR", "NZL")
CSPO = {"US", "AUS", "CAN", "FRA", "GBR", "JPN", "NZL"}
"""Members of the Combined Space Operations initiative that are actors here; South Korea is none of them."""
COMPANIES = {"SES", "VIASAT", "IMAGERS"}

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
    "ews_g2": 61.4,
    "himawari_9": 140.7,
    "gk_2a": 128.2,
}
"""Slots of CelesTrak's list at the baseline date (Kirameki-2: UCS, 2023; the two civil weather imagers: their owners).
Skynet moved; mind old tables."""

LOW_ORBITS = {
    "dmsp_f16": (840, 98.9),
    "kor425_optical": (561, 97.6),
    "kor425_radar_f1": (572, 45.4),
    "legion_1": (513, 97.5),
    "legion_f3": (520, 45.0),
    "neossat": (770, 98.4),
    "ors_5": (573, 0.05),
    "radarsat_2": (789, 98.6),
    "rcm_f1": (587, 97.8),
    "sapphire": (772, 98.4),
    "sbss": (518, 97.8),
    "wsf_m": (820, 98.7),
}
"""Mean heights (km) and inclinations (degrees) of CelesTrak's list at the baseline date."""


def _payloads(scenario):
    """(satellite, operator, name, payload) of everything carried."""
    for key, body in scenario.fleet.items():
        for name, payload in body.payloads.items():
            yield key, body.owner, name, payload


def _jobs(scenario, kind):
    """(site id, site, function) of every function of a kind."""
    for key, site in scenario.sites.items():
        for job in site.functions.values():
            if isinstance(job, kind):
                yield key, site, job


def _parties(agreement):
    """Everybody whom an agreement ties."""
    if hasattr(agreement, "members"):
        return set(agreement.members)
    return {agreement.provider, *getattr(agreement, "recipients", ()), *getattr(agreement, "shares", ())}


def test_geosynchronous_slots_are_the_public_ones(coalition_2025):
    for key, slot_deg in SLOTS_DEG.items():
        orbit = coalition_2025.satellites[key].orbit
        assert isinstance(orbit, GeoOrbit), key
        assert orbit.longitude_deg == pytest.approx(slot_deg, abs=0.05), key


def test_low_orbits_are_the_public_ones(coalition_2025):
    for key, (altitude_km, inclination_deg) in LOW_ORBITS.items():
        orbit = coalition_2025.fleet[key].orbit
        assert isinstance(orbit, CircularOrbit), key
        assert orbit.altitude_km == pytest.approx(altitude_km, abs=1.5), key
        assert orbit.inclination_deg == pytest.approx(inclination_deg, abs=0.15), key


def test_what_is_not_public_is_called_generic(coalition_2025):
    for key in (
        "us_layer_optical",
        "us_layer_radar",
        "us_large_imager",
        "us_listeners",
        "gssap",
        "igs_radar",
    ):
        assert "generic" in coalition_2025.constellations[key].name, key


def test_navigation_constellations_have_their_public_shape(coalition_2025):
    families = {}
    for key, _, _, payload in _payloads(coalition_2025):
        if payload.kind == "navigation":
            families.setdefault(payload.family, []).append(key)
    assert {family: len(keys) for family, keys in families.items()} == {"gps": 31, "galileo": 24, "qzss": 5}
    gps = [coalition_2025.fleet[key].orbit for key in families["gps"]]
    assert all(isinstance(orbit, CircularOrbit) and orbit.altitude_km == 20182 for orbit in gps)


def test_gps_satellites_stand_in_six_planes_sixty_degrees_apart(coalition_2025):
    planes = {}
    for slot, place in coalition_2025.constellations["gps"].pattern.slots.items():
        planes.setdefault(slot[0], []).append(place.raan_deg)
    means = [sum(nodes) / len(nodes) for _, nodes in sorted(planes.items())]
    assert sorted(planes) == list("abcdef")
    for here, there in zip(means, [*means[1:], means[0]], strict=True):
        assert (there - here) % 360 == pytest.approx(60, abs=6)


def test_hosted_payloads_belong_to_another_than_the_operator(coalition_2025):
    hosted = {key: payload.owner for key, _, _, payload in _payloads(coalition_2025) if payload.owner}
    assert hosted == {"intelsat_22": "AUS", "qzs_6": "US"}


def test_the_neutral_and_the_lead_broadcast_openly_and_japan_by_agreement(coalition_2025):
    open_signal = {
        payload.family: payload.open_signal
        for *_, payload in _payloads(coalition_2025)
        if payload.kind == "navigation"
    }
    assert open_signal == {"gps": True, "galileo": True, "qzss": False}
    assert set(coalition_2025.agreements["qzss_service"].recipients) == CSPO - {"JPN"}


def test_civil_weather_data_are_open_and_military_ones_are_given_by_agreement(coalition_2025):
    open_data = {
        key: payload.open_data for key, *_, payload in _payloads(coalition_2025) if payload.kind == "weather"
    }
    assert {key for key, given in open_data.items() if given} == {"himawari_9", "gk_2a"}
    weather = [a for a in coalition_2025.agreements.values() if getattr(a, "mission", None) == "environment"]
    assert {agreement.provider for agreement in weather if agreement.kind == "service_access"} == {"US"}


def test_south_korea_is_tied_to_the_united_states_and_to_companies_only(coalition_2025):
    for key, agreement in coalition_2025.agreements.items():
        parties = _parties(agreement)
        if "KOR" not in parties:
            continue
        provider = getattr(agreement, "provider", None)
        assert parties == {"US", "KOR"} or provider == "US" or provider in COMPANIES, key


def test_every_partner_releases_its_data_after_the_same_time(coalition_2025):
    delays_h = {}
    for agreement in coalition_2025.agreements.values():
        if agreement.kind == "service_access" and agreement.provider not in COMPANIES:
            delays_h.setdefault(agreement.mission, set()).add(agreement.release_h)
    assert {mission: sorted(hours) for mission, hours in delays_h.items()} == {
        "environment": [0],
        "isr_imaging": [2],
        "isr_signals": [2],
        "missile_warning": [0],
        "pnt": [0],
        "sda": [1],
    }


def test_whoever_collects_gives_it_to_the_lead(coalition_2025):
    kinds = {
        "optical": "isr_imaging",
        "radar": "isr_imaging",
        "signals": "isr_signals",
        "weather": "environment",
    }
    owners = {
        (kinds[p.kind], p.owner or owner)
        for _, owner, _, p in _payloads(coalition_2025)
        if p.kind in kinds and not is_open(p)
    }
    owners |= {("sda", site.owner) for _, site, _ in _jobs(coalition_2025, Tracker)}
    given = {
        (agreement.mission, agreement.provider)
        for agreement in coalition_2025.agreements.values()
        if agreement.kind == "service_access" and "US" in agreement.recipients
    }
    assert {item for item in owners if item[1] != "US"} <= given


def test_commercial_shares_are_the_same_for_every_partner_and_less_than_the_whole(coalition_2025):
    shares = coalition_2025.agreements["ses_contract"].shares
    assert len({shares[nation] for nation in PARTNERS}) == 1
    assert math.fsum(shares.values()) <= 0.25


def test_a_sensor_is_as_good_as_its_kind_whoever_owns_it(coalition_2025):
    numbers = {}
    for key, _, job in _jobs(coalition_2025, Sensor):
        if key != "exmouth_darc":
            numbers.setdefault(job.modality, set()).add((job.p_detect, job.p_identify))
    assert set(numbers) == {"radar", "rf_monitor", "cyber_forensics", "telemetry"}
    assert all(len(pairs) == 1 for pairs in numbers.values())


def test_a_radar_that_sees_attacks_also_tracks_and_as_far(coalition_2025):
    for key, site in coalition_2025.sites.items():
        ranges_km = {
            kind: [
                job.range_km
                for job in site.functions.values()
                if isinstance(job, kind) and job.modality == "radar" and job.range_km
            ]
            for kind in (Sensor, Tracker)
        }
        assert ranges_km[Sensor] == ranges_km[Tracker], key


def test_every_nation_has_one_cyber_forensics_centre(coalition_2025):
    centres = [
        site.owner for _, site, job in _jobs(coalition_2025, Sensor) if job.modality == "cyber_forensics"
    ]
    assert sorted(centres) == sorted(["US", *PARTNERS])


def test_muos_has_its_four_public_ground_stations(coalition_2025):
    stations = {
        (round(site.latitude_deg), round(site.longitude_deg)): site.host
        for _, site, job in _jobs(coalition_2025, Gateway)
        if job.mission == "satcom_narrowband" and site.owner == "US"
    }
    assert stations == {(22, -158): None, (-29, 115): "AUS", (37, -76): None, (37, 14): None}


def test_sites_that_do_no_such_work_are_left_out(coalition_2025):
    for key, site in coalition_2025.sites.items():
        assert not {"svalsat", "jorn"} & {*key.lower().split("_"), *site.name.lower().split()}
    assert all(site.latitude_deg < 78 for site in coalition_2025.sites.values())


def test_positions_are_rounded_to_a_tenth_of_a_degree(coalition_2025):
    for key, site in coalition_2025.sites.items():
        for value_deg in (site.latitude_deg, site.longitude_deg):
            assert value_deg == pytest.approx(round(value_deg, 1), abs=1e-9), key


def test_every_gateway_of_the_lead_abroad_names_a_host_that_could_close_it(coalition_2025):
    hosts = {
        site.host for site in coalition_2025.sites.values() if site.owner == "US" and site.host is not None
    }
    assert hosts == {"AUS", "GBR", "JPN", "KOR"}


def test_warning_and_wideband_have_gateways_of_the_lead_near_the_theatre(coalition_2025):
    for mission in ("satcom_wideband", "missile_warning"):
        near = [
            key
            for key, site, job in _jobs(coalition_2025, Gateway)
            if site.owner == "US" and 100 <= site.longitude_deg % 360 <= 210 and job.mission == mission
        ]
        assert len(near) >= 3, mission
