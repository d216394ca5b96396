"""What is up there: satellites one by one and by the pattern."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from wargame.scenario.base import Id, Model, Probability, Text, judged
from wargame.scenario.defences import Evasion, Replacement
from wargame.scenario.manoeuvres import Manoeuvre
from wargame.scenario.orbits import Degrees, Inclination, Orbit
from wargame.scenario.payloads import Payload


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
    hardening: Probability = judged(0.0, 0.0, 0.9)
    """Share of directed-energy, microwave and nuclear damage that it withstands (shutters, filters, shielding)."""
    decoys: int = judged(0, 0, 5, ge=0, le=100)
    """Objects beside it that look like it: what flies at it picks one of all until an inspection tells them apart."""
    guardian: Probability = judged(0.0, 0.0, 0.8)
    """Share of approaches from orbit that a satellite at its side stops."""
    evasion: Evasion | None = None
    """How it gets out of the way when warned; it needs delta_v_m_s. Left out: it does not."""
    replacement: Replacement | None = None
    """What takes its place when it is lost; nothing when left out."""


class Satellite(SatelliteBody):
    """One satellite on its own orbit."""

    orbit: Orbit
    """Where it flies, with its elements at the epoch even if it is launched later."""
    launch_at_h: float | None = Field(None, gt=0.0)
    """Hour from which it is there; from the epoch on when left out."""
    delta_v_m_s: float | None = Field(None, gt=0.0)
    """Velocity change that its propellant allows in all; manoeuvres, evasion and approaches to others need it."""
    manoeuvres: tuple[Manoeuvre, ...] = ()
    """What it does to its orbit, in order of time."""


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
    delta_v_m_s: float | None = Field(None, gt=0.0)
    """Velocity change that the propellant of each member allows while the scenario runs; evasion needs it."""
