"""Who needs which service: navigation, communication, images, signals, warning, tracks and weather."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from wargame.scenario.base import MOST_MBPS, Id, MissionKey, Model, Probability, Weight, judged
from wargame.scenario.payloads import Band

Imager = Literal["optical", "radar"]


class PntNeed(Model):
    """Navigation, shared among user classes."""

    classes: Mapping[Id, Probability] = Field(min_length=1)
    """Share of the users in each user class; the shares sum to 1."""
    weight: Weight = 1.0
    """Weight of these users in a demand-weighted mean."""

    @model_validator(mode="after")
    def _shares_sum_to_one(self) -> "PntNeed":
        total = sum(self.classes.values())
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"the shares of the user classes sum to {total:g}; they must sum to 1")
        return self


class SatcomNeed(Model):
    """Traffic by satellite."""

    demand_mbps: float = Field(gt=0, le=MOST_MBPS)
    """What these users need to send and receive."""
    bands: tuple[Band, ...] = Field(min_length=1)
    """Bands of their terminals."""
    priority: int = Field(3, ge=1, le=5)
    """Class of precedence, 1 is served first; it counts among users with the same right to a relay."""


class WarningNeed(Model):
    """Warning of missile launches against the region."""

    weight: Weight = 1.0
    """Weight of these users in a demand-weighted mean."""


class ImagingNeed(Model):
    """Images of the region that are recent enough."""

    age_h: float = judged(6.0, 1.0, 48.0, gt=0)
    """Age up to which an image is as good as new (A_req)."""
    sensors: tuple[Imager, ...] = ("optical", "radar")
    """Kinds of image that will do."""
    weight: Weight = 1.0
    """Weight of these users in a demand-weighted mean."""


class SignalsNeed(Model):
    """Knowledge of emitters in the region that is recent enough."""

    age_h: float = judged(3.0, 0.5, 24.0, gt=0)
    """Age up to which a collection is as good as new (A_req)."""
    weight: Weight = 1.0
    """Weight of these users in a demand-weighted mean."""


class SdaNeed(Model):
    """Custody of satellites: knowing where they are."""

    objects: tuple[Id, ...] = Field(min_length=1)
    """Satellites, constellations, or actors (all their satellites) that must be kept in custody."""
    custody_h: float = judged(24.0, 2.0, 72.0, gt=0)
    """Hours after an observation for which an object counts as in custody."""
    weight: Weight = 1.0
    """Weight of these users in a demand-weighted mean."""


class EnvironmentNeed(Model):
    """Weather and sea state of the region that are recent enough."""

    age_h: float = judged(6.0, 1.0, 12.0, gt=0)
    """Age up to which an observation is as good as new (the required revisit)."""
    weight: Weight = 1.0
    """Weight of these users in a demand-weighted mean."""


class Needs(Model):
    """What a group of users needs; leave out what it does not use."""

    pnt: PntNeed | None = None
    """Position, navigation and timing."""
    satcom_protected: SatcomNeed | None = None
    """Protected satellite communication."""
    satcom_wideband: SatcomNeed | None = None
    """Wideband satellite communication."""
    satcom_narrowband: SatcomNeed | None = None
    """Narrowband satellite communication."""
    isr_imaging: ImagingNeed | None = None
    """Images, optical or radar."""
    isr_signals: SignalsNeed | None = None
    """Signals intelligence."""
    missile_warning: WarningNeed | None = None
    """Missile warning."""
    sda: SdaNeed | None = None
    """Space domain awareness."""
    environment: EnvironmentNeed | None = None
    """Environmental monitoring."""

    def of(self, mission: MissionKey) -> Model | None:
        """The need for one mission, None without one."""
        need: Model | None = getattr(self, mission)
        return need
