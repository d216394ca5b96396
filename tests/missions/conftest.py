"""A small world to change in one place at a time, and the services on it."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from wargame.missions.service import ServiceModel
from wargame.scenario import Scenario
from wargame.space.architecture import geometry_request
from wargame.space.geometry import build_geometry

ACTORS = {
    "US": {"name": "United States", "kind": "lead"},
    "AUS": {"name": "Australia", "kind": "partner"},
    "JPN": {"name": "Japan", "kind": "partner"},
    "SAT": {"name": "Company under contract", "kind": "commercial", "role": "baseline"},
    "NEW": {"name": "Company that chooses", "kind": "commercial", "role": "player"},
    "SUI": {"name": "Neutral", "kind": "neutral"},
    "RED": {"name": "Red", "kind": "adversary"},
}


def relay(owner: str, longitude_deg: float, capacity_mbps: float = 1000.0, **more: Any) -> dict[str, Any]:
    """A wideband relay in geostationary orbit."""
    payload = {"kind": "wideband", "capacity_mbps": capacity_mbps, "bands": ["x"]} | more
    return _geo(owner, longitude_deg, {"link": payload})


def sensor(owner: str, longitude_deg: float, **more: Any) -> dict[str, Any]:
    """An infrared sensor in geostationary orbit."""
    return _geo(owner, longitude_deg, {"eye": {"kind": "infrared"} | more})


def _geo(owner: str, longitude_deg: float, payloads: dict[str, Any]) -> dict[str, Any]:
    orbit = {"type": "geo", "longitude_deg": longitude_deg}
    return {"name": f"{owner} {longitude_deg}", "owner": owner, "orbit": orbit, "payloads": payloads}


def site(owner: str, longitude_deg: float, latitude_deg: float = 10.0, **more: Any) -> dict[str, Any]:
    """A site with a gateway for both link missions."""
    jobs = {
        "gate": {"kind": "gateway", "mission": "satcom_wideband", "bands": ["x"]},
        "down": {"kind": "gateway", "mission": "missile_warning"},
    }
    place = {"name": "site", "owner": owner, "latitude_deg": latitude_deg, "longitude_deg": longitude_deg}
    return place | {"functions": jobs} | more


def users(nation: str, region: str = "sea", demand_mbps: float = 400.0) -> dict[str, Any]:
    """Users of everything."""
    needs = {
        "pnt": {"classes": {"open_sky": 1.0}},
        "satcom_wideband": {"demand_mbps": demand_mbps, "bands": ["x"]},
        "missile_warning": {},
    }
    return {"nation": nation, "region": region, "needs": needs}


def region(south_deg: float, west_deg: float) -> dict[str, Any]:
    """A box of ten degrees."""
    sides = {"south_deg": south_deg, "north_deg": min(90.0, south_deg + 10)}
    return sides | {"name": "box", "west_deg": west_deg, "east_deg": west_deg + 10, "spacing_km": 600.0}


def gps(owner: str = "US", *, open_signal: bool = True) -> dict[str, Any]:
    """A constellation of 24 navigation satellites."""
    return {
        "name": "GPS",
        "owner": owner,
        "payloads": {"nav": {"kind": "navigation", "family": "gps", "open_signal": open_signal}},
        "pattern": {
            "type": "walker_delta",
            "satellites": 24,
            "planes": 6,
            "phasing": 1,
            "altitude_km": 20180,
            "inclination_deg": 55,
        },
    }


def small_world() -> dict[str, Any]:
    """US, Australia and Japan with a relay, a sensor, a gateway and users each; GPS is the United States'."""
    return {
        "title": "small",
        "question": "what changes?",
        "clock": {"start_utc": "2026-03-01T00:00:00Z", "duration_h": 12, "benefit_window_d": 1},
        "actors": copy.deepcopy(ACTORS),
        "regions": {"sea": region(0, 125), "south": region(-25, 125)},
        "user_classes": {"open_sky": {"mask_deg": 5, "receivers": ["gps"]}},
        "users": {"us": users("US"), "aus": users("AUS", "south"), "jpn": users("JPN")},
        "satellites": {
            "us_relay": relay("US", 130),
            "aus_relay": relay("AUS", 140),
            "jpn_relay": relay("JPN", 120),
            "us_eye": sensor("US", 135),
            "jpn_eye": sensor("JPN", 128),
        },
        "constellations": {"gps": gps()},
        "sites": {
            "us_site": site("US", 128),
            "aus_site": site("AUS", 132, -20.0),
            "jpn_site": site("JPN", 135, 35.0),
            "schriever": {
                "name": "control",
                "owner": "US",
                "latitude_deg": 38.8,
                "longitude_deg": -104.5,
                "functions": {"uplink": {"kind": "control", "systems": ["gps"]}},
            },
        },
    }


@pytest.fixture
def plain() -> dict[str, Any]:
    """The small world as plain values."""
    return small_world()


@pytest.fixture(scope="session")
def parts() -> dict[str, Callable[..., dict[str, Any]]]:
    """Builders of pieces of a world by name."""
    found = {"relay": relay, "sensor": sensor, "site": site, "users": users, "region": region, "gps": gps}
    return found | {"world": small_world}


@pytest.fixture(scope="session")
def services() -> Callable[[dict[str, Any]], ServiceModel]:
    """The services of plain values, geometry computed afresh."""

    def build(values: dict[str, Any]) -> ServiceModel:
        scenario = Scenario.model_validate(values)
        return ServiceModel(scenario, build_geometry(geometry_request(scenario)))

    return build
