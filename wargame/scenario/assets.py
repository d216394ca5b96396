"""What is up there and down here: orbits, payloads, satellites, constellations, sites and what they do."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from wargame.scenario.base import (
    ElevationDeg,
    Id,
    LatitudeDeg,
    LongitudeDeg,
    MissionKey,
    Model,
    Probability,
    Text,
    judged,
)

Degrees = Annotated[float, Field(ge=-360.0, le=360.0)]
Inclination = Annotated[float, Field(ge=0.0, le=180.0)]
Modality = Literal["radar", "rf_monitor", "cyber_forensics"]
Band = Literal["x", "ku", "ka", "c"]


class GeoOrbit(Model):
    """A geosynchronous slot: a mean longitude, with the inclination that old satellites drift into."""

    type: Literal["geo"]
    """Discriminator."""
    longitude_deg: LongitudeDeg
    """Mean longitude, east positive."""
    inclination_deg: Inclination = 0.0
    """Inclination; a figure of eight of this half-height over the slot."""
    argument_of_latitude_deg: Degrees = 0.0
    """Place on the figure of eight at the epoch: 0 is the northbound equator crossing."""


class CircularOrbit(Model):
    """A circular orbit by altitude; Kepler motion with secular J2."""

    type: Literal["circular"]
    """Discriminator."""
    altitude_km: float = Field(ge=120.0, le=100_000.0)
    """Height above the equatorial radius (6,378.137 km)."""
    inclination_deg: Inclination
    """Inclination."""
    raan_deg: Degrees
    """Right ascension of the ascending node at the epoch."""
    argument_of_latitude_deg: Degrees = 0.0
    """Angle from the ascending node at the epoch."""


class KeplerOrbit(Model):
    """An elliptical orbit by its mean elements at the epoch; Kepler motion with secular J2."""

    type: Literal["kepler"]
    """Discriminator."""
    perigee_km: float = Field(ge=120.0, le=100_000.0)
    """Perigee height above the equatorial radius."""
    apogee_km: float = Field(ge=120.0, le=500_000.0)
    """Apogee height above the equatorial radius."""
    inclination_deg: Inclination
    """Inclination."""
    raan_deg: Degrees
    """Right ascension of the ascending node at the epoch."""
    argument_of_perigee_deg: Degrees
    """Argument of perigee at the epoch."""
    mean_anomaly_deg: Degrees
    """Mean anomaly at the epoch."""

    @model_validator(mode="after")
    def _apogee_is_above_perigee(self) -> "KeplerOrbit":
        if self.apogee_km < self.perigee_km:
            raise ValueError(f"apogee_km {self.apogee_km:g} lies below perigee_km {self.perigee_km:g}")
        return self


TleLine = Annotated[str, StringConstraints(min_length=69, max_length=69)]


class TleOrbit(Model):
    """A two-line element set, propagated with SGP4."""

    type: Literal["tle"]
    """Discriminator."""
    line1: TleLine
    """First line, 69 characters."""
    line2: TleLine
    """Second line, 69 characters."""


Orbit = Annotated[GeoOrbit | CircularOrbit | KeplerOrbit | TleOrbit, Field(discriminator="type")]


class NavigationPayload(Model):
    """Broadcasts a navigation signal."""

    kind: Literal["navigation"]
    """Discriminator."""
    family: Id
    """The system whose clock it shares (gps, qzss, galileo, ...); receivers name families."""
    open_signal: bool = False
    """True when anybody may use it; false when a nation's users need ownership or a service agreement."""
    owner: Id | None = None
    """Owner of a hosted payload; the satellite's owner when left out."""


class WidebandPayload(Model):
    """Relays wideband traffic between a gateway and terminals in the regions it sees."""

    kind: Literal["wideband"]
    """Discriminator."""
    capacity_mbps: float = Field(gt=0)
    """What the whole payload can carry."""
    region_capacity_mbps: float | None = Field(None, gt=0)
    """What its beams can put into one region; the whole capacity when left out."""
    bands: tuple[Band, ...] = Field(min_length=1)
    """Bands it relays; a terminal or gateway needs one of them."""
    carrier_eirp_dbw: float = judged(60.0, 45.0, 75.0)
    """EIRP of the coalition earth station on the uplink under attack."""
    signal_to_noise_db: float = judged(12.0, 5.0, 20.0)
    """Uplink S/N without a jammer."""
    anti_jam_db: float = judged(5.0, 0.0, 30.0)
    """Antenna nulling plus spreading gain against an uplink jammer."""
    owner: Id | None = None
    """Owner of a hosted payload; the satellite's owner when left out."""


class InfraredPayload(Model):
    """Sees missile launches in the infrared over the part of the Earth in its view."""

    kind: Literal["infrared"]
    """Discriminator."""
    owner: Id | None = None
    """Owner of a hosted payload; the satellite's owner when left out."""


Payload = Annotated[NavigationPayload | WidebandPayload | InfraredPayload, Field(discriminator="kind")]


class SatelliteBody(Model):
    """What a satellite is apart from its orbit: name, owner, payloads, mass, and whether Red knows of it."""

    name: Text
    """What people call it."""
    owner: Id
    """The actor that operates it."""
    payloads: Mapping[Id, Payload] = Field(default_factory=dict)
    """What it carries; none for a satellite that only matters as a target or a hazard."""
    dry_mass_kg: float = judged(1500.0, 10.0, 6000.0, gt=0)
    """Mass that a break-up would turn into fragments."""
    shown: bool = True
    """False for an asset that Red does not know; it serves all the same."""


class Satellite(SatelliteBody):
    """One satellite on its own orbit."""

    orbit: Orbit
    """Where it flies."""


class WalkerPattern(Model):
    """Equal planes of equal satellites: a delta over 360 degrees or a star over 180 with a seam."""

    type: Literal["walker_delta", "walker_star"]
    """delta (GPS-like) or star (Iridium-like); they are not interchangeable."""
    satellites: int = Field(ge=1, le=5000)
    """Total number T."""
    planes: int = Field(ge=1, le=500)
    """Number of planes P; it divides T."""
    phasing: int = Field(0, ge=0)
    """Phasing F: satellites of neighbouring planes are offset by F * 360 / T degrees."""
    altitude_km: float = Field(ge=120.0, le=100_000.0)
    """Height above the equatorial radius."""
    inclination_deg: Inclination
    """Inclination of every plane."""
    raan_deg: Degrees = 0.0
    """Node of the first plane at the epoch."""
    argument_of_latitude_deg: Degrees = 0.0
    """Place of the first satellite at the epoch."""

    @model_validator(mode="after")
    def _planes_divide(self) -> "WalkerPattern":
        if self.satellites % self.planes:
            raise ValueError(f"{self.planes} planes do not divide {self.satellites} satellites evenly")
        if self.phasing >= self.planes:
            raise ValueError(
                f"phasing {self.phasing} must be smaller than the number of planes, {self.planes}"
            )
        return self


class Slot(Model):
    """One place in a slotted constellation."""

    raan_deg: Degrees
    """Node of its plane at the epoch."""
    argument_of_latitude_deg: Degrees
    """Angle from the node at the epoch."""


class SlotPattern(Model):
    """Named slots of one altitude and inclination, as the GPS standard lists them."""

    type: Literal["slots"]
    """Discriminator."""
    altitude_km: float = Field(ge=120.0, le=100_000.0)
    """Height above the equatorial radius."""
    inclination_deg: Inclination
    """Inclination of every slot."""
    slots: Mapping[Id, Slot] = Field(min_length=1)
    """The slots by name; a member's id is the constellation's id, an underscore and this name."""


Pattern = Annotated[WalkerPattern | SlotPattern, Field(discriminator="type")]


class Constellation(SatelliteBody):
    """Many satellites of one kind; each member becomes a satellite called `<id>_<slot or two digits>`."""

    pattern: Pattern
    """How the members are arranged."""


class Gateway(Model):
    """Connects a payload's traffic to the ground network."""

    kind: Literal["gateway"]
    """Discriminator."""
    mission: MissionKey
    """The mission whose traffic it lands: satcom_wideband or missile_warning."""
    bands: tuple[Band, ...] = ()
    """Bands it can work in (wideband only); it serves payloads that share one."""


class Control(Model):
    """Commands a constellation; losing it ages ephemerides and stops manoeuvres, it does not move satellites."""

    kind: Literal["control"]
    """Discriminator."""
    systems: tuple[Id, ...] = Field(min_length=1)
    """Satellites or constellations that it commands."""


class Sensor(Model):
    """Watches for signs of an attack and may name its author."""

    kind: Literal["sensor"]
    """Discriminator."""
    modality: Modality
    """radar sees intercepts, an rf_monitor sees jamming, cyber_forensics sees intrusions."""
    range_km: float | None = Field(None, gt=0)
    """Slant range limit; none when left out. Cyber forensics ignores it."""
    field_of_regard: Literal["in_view", "everywhere"] = "in_view"
    """in_view: the target must stand above the site's mask; everywhere: no geometry (cyber forensics)."""
    p_detect: Probability = judged(0.8, 0.3, 0.98)
    """P(detects | an attack in its view)."""
    p_identify: Probability = judged(0.5, 0.05, 0.95)
    """P(names the author | it detected)."""
    p_false_alarm: Probability = judged(0.02, 0.0, 0.2)
    """P(reports a detection | the cause was a fault or nature)."""
    p_false_identify: Probability = judged(0.1, 0.0, 0.5)
    """P(names Red | it reported falsely)."""


SiteFunction = Annotated[Gateway | Control | Sensor, Field(discriminator="kind")]


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
    shown: bool = True
    """False for a site that Red does not know."""
