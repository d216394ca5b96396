"""What satellites do to their orbits while the scenario runs: change height, plane or slot."""

from typing import Annotated, Literal

from pydantic import Field

from wargame.scenario.base import LongitudeDeg, Model, judged
from wargame.scenario.orbits import Inclination


class HeightChange(Model):
    """Goes from one circular orbit to another in the same plane, by two burns half a turn apart."""

    type: Literal["height"]
    """Discriminator."""
    at_h: float = Field(ge=0.0)
    """Hour of the first burn."""
    altitude_km: float = Field(ge=120.0, le=100_000.0)
    """Height above the equatorial radius afterwards."""


class PlaneChange(Model):
    """Turns the plane of its orbit about the line of nodes, where it next crosses the equator."""

    type: Literal["plane"]
    """Discriminator."""
    at_h: float = Field(ge=0.0)
    """Hour from which it waits for the crossing."""
    inclination_deg: Inclination
    """Inclination afterwards."""


class SlotChange(Model):
    """Drifts along the geostationary belt to another slot, the shorter way round."""

    type: Literal["slot"]
    """Discriminator."""
    at_h: float = Field(ge=0.0)
    """Hour at which the drift begins."""
    longitude_deg: LongitudeDeg
    """The slot to which it goes, east positive."""
    drift_deg_per_day: float = judged(1.0, 0.2, 4.0, gt=0.0, le=10.0)
    """How fast it drifts; fast is dear."""


Manoeuvre = Annotated[HeightChange | PlaneChange | SlotChange, Field(discriminator="type")]
