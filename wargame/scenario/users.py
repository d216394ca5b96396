"""Who is where: regions, ways of using navigation, and groups of users with their needs."""

from pydantic import Field, model_validator

from wargame.scenario.base import (
    ElevationDeg,
    Id,
    LatitudeDeg,
    LongitudeDeg,
    Model,
    Probability,
    Text,
    judged,
    sourced,
)
from wargame.scenario.needs import Needs


class Region(Model):
    """A box on the map, sampled by points of equal area."""

    name: Text
    """What people call it."""
    south_deg: LatitudeDeg
    """Southern edge."""
    north_deg: LatitudeDeg
    """Northern edge."""
    west_deg: LongitudeDeg
    """Western edge; larger than east_deg when the box crosses the date line."""
    east_deg: LongitudeDeg
    """Eastern edge."""
    spacing_km: float = Field(500.0, ge=20.0, le=3000.0)
    """Distance between sample points."""
    cloud_cover: Probability = judged(0.5, 0.2, 0.8)
    """Share of the time in which cloud hides the region from optical imagers."""

    def holds(self, latitude_deg: float, longitude_deg: float) -> bool:
        """Whether a place lies in the box, which may cross the date line."""
        width_deg = (self.east_deg - self.west_deg) % 360.0 or 360.0
        inside = (longitude_deg - self.west_deg) % 360.0 <= width_deg
        return inside and self.south_deg <= latitude_deg <= self.north_deg

    @model_validator(mode="after")
    def _has_area(self) -> "Region":
        if self.south_deg >= self.north_deg:
            raise ValueError(f"south_deg {self.south_deg:g} must lie below north_deg {self.north_deg:g}")
        return self


class UserClass(Model):
    """A way of using navigation: how much sky is open and which signals the receiver takes."""

    mask_deg: ElevationDeg
    """Lowest usable elevation: 5 open sky, 20 hills or a ship's mast, 30 and more street canyon."""
    receivers: tuple[Id, ...] = Field(min_length=1)
    """Families of signals the receiver takes."""
    pdop_limit: float = sourced(6.0, "GPS SPS Performance Standard, 5th ed. 2020, section 3.3", gt=1.0)
    """Largest PDOP at which the position is still as good as needed."""
    antenna_height_m: float = judged(2.0, 1.0, 12000.0, ge=0)
    """Height of the antenna above the surface; a jammer reaches as far as the horizons of both."""
    carrier_to_noise_dbhz: float = judged(44.0, 38.0, 48.0)
    """C/N0 without a jammer."""
    needed_carrier_to_noise_dbhz: float = judged(28.0, 24.0, 34.0)
    """C/N0 below which the receiver loses the signals."""
    jammer_rejection_db: float = judged(0.0, 0.0, 40.0)
    """What its antenna and processing take off a jammer (a controlled-pattern antenna 20 dB and more)."""
    spoofed_from_db: float = judged(3.0, 1.0, 10.0)
    """How much stronger than the true signals an imitation must arrive before the receiver follows it."""
    authenticated: bool = False
    """True when its receivers check who sent a signal (military codes, signed messages), so nobody deceives them."""


class Users(Model):
    """A group of users of one nation in one region."""

    nation: Id
    """The actor they belong to."""
    region: Id
    """Where they are."""
    needs: Needs
    """What they need."""
    terminal_readiness: Probability = judged(0.5, 0.0, 1.0)
    """Share of intrusions that the management of their terminals stops (patching, segmentation, spare terminals)."""
