"""A small world of sensors and objects to change in one place at a time."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition

EQUINOX, SOLSTICE = "2026-03-20T00:00:00Z", "2026-06-21T00:00:00Z"


class Sky:
    """Builders of pieces, and the answers asked for most."""

    hours = 12
    """Steps in an hour."""

    @staticmethod
    def world(custody_h: float = 24.0, objects: tuple[str, ...] = ("RED",), **more: Any) -> dict[str, Any]:
        """The United States need custody of Red's satellites, a low and a geostationary one; nobody observes."""
        actors = {
            "US": {"name": "United States", "kind": "lead"},
            "JPN": {"name": "Japan", "kind": "partner"},
            "AUS": {"name": "Australia", "kind": "partner"},
            "RED": {"name": "Red", "kind": "adversary"},
        }
        need = {"objects": list(objects), "custody_h": custody_h}
        sides = {"south_deg": 0, "north_deg": 10, "west_deg": 125, "east_deg": 135}
        return {
            "title": "sky",
            "question": "where is it?",
            "clock": {"start_utc": EQUINOX, "duration_h": 48, "move_h": 6, "benefit_window_d": 1},
            "actors": actors,
            "regions": {"sea": {"name": "sea"} | sides},
            "users": {"us": {"nation": "US", "region": "sea", "needs": {"sda": need}}},
            "satellites": {"high": Sky.high("RED", 135.0), "low": Sky.low("RED")},
        } | more

    @staticmethod
    def high(owner: str, longitude_deg: float, **payloads: Any) -> dict[str, Any]:
        """A geostationary satellite."""
        orbit = {"type": "geo", "longitude_deg": longitude_deg}
        return {"name": "high", "owner": owner, "orbit": orbit, "payloads": payloads}

    @staticmethod
    def low(owner: str, **payloads: Any) -> dict[str, Any]:
        """A satellite in low orbit."""
        orbit = {"type": "circular", "altitude_km": 700, "inclination_deg": 65, "raan_deg": 40}
        return {"name": "low", "owner": owner, "orbit": orbit, "payloads": payloads}

    @staticmethod
    def site(
        owner: str, latitude_deg: float = 35.0, longitude_deg: float = 135.0, **functions: Any
    ) -> dict[str, Any]:
        """A site, over Japan unless said otherwise."""
        place = {"latitude_deg": latitude_deg, "longitude_deg": longitude_deg}
        return {"name": "site", "owner": owner, "functions": functions} | place

    @staticmethod
    def radar(range_km: float | None = None) -> dict[str, Any]:
        """A radar that reaches everything above its horizon unless a range is given."""
        return {"kind": "tracker", "modality": "radar", "range_km": range_km}

    telescope: dict[str, Any] = {"kind": "tracker", "modality": "telescope"}  # noqa: RUF012
    scope: dict[str, Any] = {"kind": "space_surveillance"}  # noqa: RUF012
    down: dict[str, Any] = {"kind": "gateway", "mission": "sda"}  # noqa: RUF012

    @staticmethod
    def tell(provider: str, *recipients: str, release_h: float = 0.0) -> dict[str, Any]:
        """An agreement to give tracks."""
        about = {"kind": "service_access", "mission": "sda", "provider": provider}
        return about | {"recipients": list(recipients), "release_h": release_h}

    @staticmethod
    def everybody(model: Any, *outages: Outage) -> Availability:
        """All players present, with outages."""
        return Availability(outages, Coalition.everybody(model.scenario))

    @staticmethod
    def lost(asset: str, at_s: float = 0.0, function: str | None = None) -> Outage:
        """An asset, or one function of it, lost for good."""
        return Outage(asset, function, 0.0, at_s, None)

    @staticmethod
    def share(model: Any, available: Availability, nation: str = "US") -> np.ndarray:
        """The share in custody at every step of the run."""
        return model.timeline("sda", available).demand_weighted(beneficiary=nation)


@pytest.fixture(scope="session")
def sky() -> type[Sky]:
    """Builders of pieces."""
    return Sky


@pytest.fixture
def custody(services: Callable[..., Any], sky: type[Sky]) -> Callable[..., np.ndarray]:
    """The share in custody of a world at every step, with everybody present."""

    def answer(world: dict[str, Any], *outages: Outage, nation: str = "US") -> np.ndarray:
        model = services(world)
        return sky.share(model, sky.everybody(model, *outages), nation)

    return answer
