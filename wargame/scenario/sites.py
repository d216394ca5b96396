"""What stands on the ground and what it does: gateways, control, sensors and trackers."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from wargame.scenario.base import (
    MOST_KM,
    ElevationDeg,
    Id,
    LatitudeDeg,
    LongitudeDeg,
    MissionKey,
    Model,
    Probability,
    Text,
    judged,
    sourced,
)
from wargame.scenario.evidence import GroundModality, Witness
from wargame.scenario.payloads import MISSION_OF_PAYLOAD, Band, Payload, RelayPayload


class Gateway(Model):
    """Connects a payload to the ground: it lands traffic and data, and sends up what to collect."""

    kind: Literal["gateway"]
    """Discriminator."""
    mission: MissionKey
    """The mission whose payloads it works with; any but navigation."""
    bands: tuple[Band, ...] = ()
    """Bands it can work in (communication only); it serves payloads that share one."""


class Control(Model):
    """Commands a constellation; losing it ages ephemerides and stops manoeuvres, it does not move satellites."""

    kind: Literal["control"]
    """Discriminator."""
    systems: tuple[Id, ...] = Field(min_length=1)
    """Satellites or constellations that it commands."""


class Sensor(Witness):
    """Watches for signs of an attack and may name its author."""

    kind: Literal["sensor"]
    """Discriminator."""
    modality: GroundModality
    """radar sees intercepts, an rf_monitor sees jamming, cyber_forensics sees intrusions, telemetry reads what one's
    own satellites recorded when a laser or a microwave beam struck them, an investigation finds who hit sites on its
    owner's soil."""
    range_km: float | None = Field(None, gt=0, le=MOST_KM)
    """Slant range limit; none when left out. Cyber forensics ignores it."""
    field_of_regard: Literal["in_view", "everywhere"] = "in_view"
    """in_view: the target must stand above the site's mask; everywhere: no geometry (cyber forensics)."""


class Tracker(Model):
    """Keeps satellites in custody: a radar by day and night, a telescope from a dark site when the target is lit."""

    kind: Literal["tracker"]
    """Discriminator."""
    modality: Literal["radar", "telescope"]
    """radar or telescope."""
    range_km: float | None = Field(None, gt=0, le=MOST_KM)
    """Slant range limit; none when left out."""
    max_sun_elevation_deg: float = sourced(-12.0, "nautical twilight", ge=-18.0, le=0.0)
    """Telescopes only: the Sun stands below this."""


SiteFunction = Annotated[Gateway | Control | Sensor | Tracker, Field(discriminator="kind")]


def compatible(gateway: Gateway, payload: Payload) -> bool:
    """Whether a gateway can work with a payload: the same mission, and for relays a band in common."""
    if gateway.mission != MISSION_OF_PAYLOAD[payload.kind]:
        return False
    return not isinstance(payload, RelayPayload) or bool(set(gateway.bands) & set(payload.bands))


class Site(Model):
    """A place on the ground with the functions it performs."""

    name: Text
    """What people call it."""
    owner: Id
    """The actor that runs it."""
    host: Id | None = None
    """The actor on whose territory it stands; the owner when left out."""
    basing: Literal["stays", "lapses"] = "stays"
    """What happens to a lead-owned site when its host leaves the coalition."""
    latitude_deg: LatitudeDeg
    """Geodetic latitude, north positive."""
    longitude_deg: LongitudeDeg
    """Longitude, east positive."""
    altitude_m: float = Field(0.0, ge=-500.0, le=9000.0)
    """Height above the ellipsoid."""
    mask_deg: ElevationDeg = judged(10.0, 0.0, 30.0)
    """Lowest elevation at which its antennas work."""
    functions: Mapping[Id, SiteFunction] = Field(default_factory=dict)
    """What it does."""
    cyber_readiness: Probability = judged(0.5, 0.0, 1.0)
    """Share of intrusions that its defences stop (patching, segmentation, drills)."""
    physical_protection: Probability = judged(0.5, 0.0, 0.95)
    """Share of break-ins and sabotage that guards, fences and doubled lines stop."""
    shown: bool = True
    """False for a site that Red does not know."""
