"""A small world of collecting satellites to change in one place at a time."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.missions.service import ServiceModel

EQUINOX = "2026-03-20T00:00:00Z"
MISSION_OF = {
    "optical": "isr_imaging",
    "radar": "isr_imaging",
    "signals": "isr_signals",
    "weather": "environment",
}


class Collecting:
    """Builders of pieces, and the answers asked for most."""

    hour = 12
    """Steps in an hour."""
    missions = ("isr_imaging", "isr_signals", "environment")

    @staticmethod
    def world(satellites: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Users of the United States and of Japan at sea near the equator; a gateway of each stands there too."""
        actors = {
            "US": {"name": "United States", "kind": "lead"},
            "JPN": {"name": "Japan", "kind": "partner"},
            "AUS": {"name": "Australia", "kind": "partner"},
            "SUI": {"name": "Neutral", "kind": "neutral"},
            "RED": {"name": "Red", "kind": "adversary"},
        }
        return {
            "title": "ages",
            "question": "how old is it?",
            "clock": {"start_utc": EQUINOX, "duration_h": 48, "move_h": 6, "benefit_window_d": 1},
            "actors": actors,
            "regions": {"sea": Collecting.region()},
            "users": {"us": Collecting.users("US"), "jpn": Collecting.users("JPN")},
            "satellites": satellites,
            "sites": {"us_site": Collecting.site("US"), "jpn_site": Collecting.site("JPN")},
        } | more

    @staticmethod
    def region(south_deg: float = 0.0, west_deg: float = 130.0, **more: Any) -> dict[str, Any]:
        """A box of ten degrees with four points and no cloud."""
        sides = {"south_deg": south_deg, "north_deg": south_deg + 10}
        sides |= {"west_deg": west_deg, "east_deg": west_deg + 10}
        return {"name": "box", "spacing_km": 600.0, "cloud_cover": 0.0} | sides | more

    @staticmethod
    def users(nation: str, region: str = "sea", age_h: float = 3.0, **more: Any) -> dict[str, Any]:
        """Users of all missions of freshness."""
        needs = {mission: {"age_h": age_h} for mission in Collecting.missions}
        needs["isr_imaging"] |= more
        return {"nation": nation, "region": region, "needs": needs}

    @staticmethod
    def high(owner: str, kind: str, longitude_deg: float = 135.0, **payload: Any) -> dict[str, Any]:
        """A geostationary satellite with one payload, `eye`; it sees the sea all the time."""
        limits = {"min_incidence_deg": 0, "max_incidence_deg": 80}
        orbit = {"type": "geo", "longitude_deg": longitude_deg}
        payloads = {"eye": {"kind": kind} | limits | payload}
        return {"name": "high", "owner": owner, "orbit": orbit, "payloads": payloads}

    @staticmethod
    def low(
        owner: str, kind: str, raan_deg: float = 0.0, along_deg: float = 0.0, **payload: Any
    ) -> dict[str, Any]:
        """A satellite in a low polar orbit with one payload, `eye`."""
        orbit = {
            "type": "circular",
            "altitude_km": 600,
            "inclination_deg": 97.8,
            "raan_deg": raan_deg % 360,
            "argument_of_latitude_deg": along_deg % 360,
        }
        return {"name": "low", "owner": owner, "orbit": orbit, "payloads": {"eye": {"kind": kind} | payload}}

    @staticmethod
    def site(
        owner: str, latitude_deg: float = 5.0, longitude_deg: float = 135.0, **more: Any
    ) -> dict[str, Any]:
        """A site with gateways for all missions of freshness that sees to the horizon."""
        jobs = {mission: {"kind": "gateway", "mission": mission} for mission in Collecting.missions}
        place = {"latitude_deg": latitude_deg, "longitude_deg": longitude_deg, "mask_deg": 0}
        return {"name": "site", "owner": owner, "functions": jobs} | place | more

    @staticmethod
    def ground(*members: str, mission: str = "isr_imaging") -> dict[str, Any]:
        """An agreement on gateways."""
        return {"kind": "ground_access", "mission": mission, "members": list(members)}

    @staticmethod
    def release(
        provider: str, *recipients: str, hours: float = 0.0, mission: str = "isr_imaging"
    ) -> dict[str, Any]:
        """An agreement on what is collected."""
        given = {"provider": provider, "recipients": list(recipients), "release_h": hours}
        return {"kind": "service_access", "mission": mission} | given

    @staticmethod
    def present(
        model: ServiceModel, *outages: Outage, members: tuple[str, ...] | None = None
    ) -> Availability:
        """Outages with all players present, or only some."""
        everybody = Coalition.everybody(model.scenario)
        chosen = everybody if members is None else Coalition(model.scenario, frozenset(members))
        return Availability(outages, chosen)

    @staticmethod
    def lost(
        asset: str, at_s: float = 0.0, until_s: float | None = None, function: str | None = None
    ) -> Outage:
        """An asset, or a function of it, that does not work for a while or for good."""
        return Outage(asset, function, 0.0, at_s, until_s)

    @staticmethod
    def steps(
        model: ServiceModel, available: Availability, mission: str = "isr_imaging", nation: str = "US"
    ) -> np.ndarray[Any, Any]:
        """Service of a nation at sea at every step of the horizon."""
        timeline = model.timeline(mission, available, model.horizon_s)
        return np.asarray(timeline.demand_weighted(region="sea", beneficiary=nation))


@pytest.fixture(scope="session")
def collecting() -> type[Collecting]:
    """The builders."""
    return Collecting


@pytest.fixture(scope="session")
def mean(
    services: Callable[[dict[str, Any]], ServiceModel], collecting: type[Collecting]
) -> Callable[..., float]:
    """Mean service of a nation at sea over the run, everything working."""

    def service(values: dict[str, Any], mission: str = "isr_imaging", nation: str = "US") -> float:
        model = services(values)
        timeline = model.timeline(mission, collecting.present(model))
        return float(timeline.demand_weighted(region="sea", beneficiary=nation).mean())

    return service
