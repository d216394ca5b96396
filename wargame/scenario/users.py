"""Who needs which service, where and with which receivers; and how much of a service is enough."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from wargame.scenario.assets import Band
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
    sourced,
)


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


class PntNeed(Model):
    """Navigation, shared among user classes."""

    classes: Mapping[Id, Probability] = Field(min_length=1)
    """Share of the users in each user class; the shares sum to 1."""
    weight: float = Field(1.0, gt=0)
    """Weight of these users in a demand-weighted mean."""

    @model_validator(mode="after")
    def _shares_sum_to_one(self) -> "PntNeed":
        total = sum(self.classes.values())
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"the shares of the user classes sum to {total:g}; they must sum to 1")
        return self


class WidebandNeed(Model):
    """Wideband traffic."""

    demand_mbps: float = Field(gt=0)
    """What these users need to send and receive."""
    bands: tuple[Band, ...] = Field(min_length=1)
    """Bands of their terminals."""


class WarningNeed(Model):
    """Warning of missile launches against the region."""

    weight: float = Field(1.0, gt=0)
    """Weight of these users in a demand-weighted mean."""


class Needs(Model):
    """What a group of users needs; leave out what it does not use."""

    pnt: PntNeed | None = None
    """Position, navigation and timing."""
    satcom_wideband: WidebandNeed | None = None
    """Wideband satellite communication."""
    missile_warning: WarningNeed | None = None
    """Missile warning."""


class Users(Model):
    """A group of users of one nation in one region."""

    nation: Id
    """The actor they belong to."""
    region: Id
    """Where they are."""
    needs: Needs
    """What they need."""


class MissionSettings(Model):
    """When a mission's service counts as lost, and over how long it is averaged."""

    threshold: Probability = judged(0.8, 0.5, 0.95)
    """Service below this is an outage (theta)."""
    window_h: float = judged(1.0, 0.5, 48.0, gt=0)
    """Trailing window over which service is averaged before it is compared with the threshold (w)."""
    target: Probability = judged(0.9, 0.5, 0.99)
    """Share of threat packages, or probability, that counts as good enough."""
    point_mask_deg: ElevationDeg = judged(10.0, 5.0, 30.0)
    """Lowest elevation at which users (or the infrared line of sight) work; navigation uses its user classes."""


class WarningSettings(MissionSettings):
    """Settings of missile warning: half service is one sensor in view, and a launch is seen from low elevations too."""

    threshold: Probability = judged(0.5, 0.5, 0.95)
    """Service below this is an outage (theta)."""
    point_mask_deg: ElevationDeg = judged(5.0, 0.0, 30.0)
    """Lowest elevation of the infrared line of sight."""


class Missions(Model):
    """Settings of every mission the scenario evaluates."""

    pnt: MissionSettings = MissionSettings()
    """Position, navigation and timing."""
    satcom_wideband: MissionSettings = MissionSettings()
    """Wideband satellite communication."""
    missile_warning: WarningSettings = WarningSettings()
    """Missile warning."""

    def of(self, mission: MissionKey) -> MissionSettings:
        """The settings of one mission."""
        return {
            "pnt": self.pnt,
            "satcom_wideband": self.satcom_wideband,
            "missile_warning": self.missile_warning,
        }[mission]


class CapacityPool(Model):
    """Members use each other's spare capacity after everybody's own users and agreed shares."""

    kind: Literal["capacity_pool"]
    """Discriminator."""
    mission: Literal["satcom_wideband"]
    """The mission whose capacity is pooled."""
    members: tuple[Id, ...] = Field(min_length=2)
    """Who takes part."""


class CapacityShare(Model):
    """A provider reserves shares of its capacity for others, ahead of the pool."""

    kind: Literal["capacity_share"]
    """Discriminator."""
    mission: Literal["satcom_wideband"]
    """The mission whose capacity is shared."""
    provider: Id
    """Whose satellites."""
    shares: Mapping[Id, Probability] = Field(min_length=1)
    """Share of each satellite's capacity by recipient."""

    @model_validator(mode="after")
    def _at_most_everything(self) -> "CapacityShare":
        total = sum(self.shares.values())
        if total > 1.0 + 1e-9:
            raise ValueError(f"the shares sum to {total:g}; a provider cannot promise more than 1")
        return self


class GroundAccess(Model):
    """Members land each other's traffic at their gateways."""

    kind: Literal["ground_access"]
    """Discriminator."""
    mission: Literal["satcom_wideband", "missile_warning"]
    """The mission whose gateways are shared."""
    members: tuple[Id, ...] = Field(min_length=2)
    """Who takes part."""


class ServiceAccess(Model):
    """A provider gives others its navigation signal or its missile warning."""

    kind: Literal["service_access"]
    """Discriminator."""
    mission: Literal["pnt", "missile_warning"]
    """The service given."""
    provider: Id
    """Whose service."""
    recipients: tuple[Id, ...] = Field(min_length=1)
    """Who receives it."""


class CollectiveResponse(Model):
    """An attack on one holder is the business of all."""

    kind: Literal["collective_response"]
    """Discriminator."""
    members: tuple[Id, ...] = Field(min_length=2)
    """Who holds the clause."""


Agreement = Annotated[
    CapacityPool | CapacityShare | GroundAccess | ServiceAccess | CollectiveResponse,
    Field(discriminator="kind"),
]
