"""Who shares what with whom: pools, reserved shares, gateways, services with their delay, and collective response."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from wargame.scenario.base import Id, Model, Probability

SatcomMission = Literal["satcom_protected", "satcom_wideband", "satcom_narrowband"]
GroundMission = Literal[
    "satcom_protected",
    "satcom_wideband",
    "satcom_narrowband",
    "isr_imaging",
    "isr_signals",
    "missile_warning",
    "sda",
    "environment",
]
GivenMission = Literal["pnt", "missile_warning", "isr_imaging", "isr_signals", "sda", "environment"]


class CapacityPool(Model):
    """Members use each other's spare capacity after everybody's own users and agreed shares."""

    kind: Literal["capacity_pool"]
    """Discriminator."""
    mission: SatcomMission
    """The mission whose capacity is pooled."""
    members: tuple[Id, ...] = Field(min_length=2)
    """Who takes part."""


class CapacityShare(Model):
    """A provider reserves shares of its capacity for others, ahead of the pool."""

    kind: Literal["capacity_share"]
    """Discriminator."""
    mission: SatcomMission
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
    """Members work with each other's payloads at their gateways."""

    kind: Literal["ground_access"]
    """Discriminator."""
    mission: GroundMission
    """The mission whose gateways are shared."""
    members: tuple[Id, ...] = Field(min_length=2)
    """Who takes part."""


class ServiceAccess(Model):
    """A provider gives others its navigation signal, its warning, or what its sensors collect."""

    kind: Literal["service_access"]
    """Discriminator."""
    mission: GivenMission
    """The service given."""
    provider: Id
    """Whose service."""
    recipients: tuple[Id, ...] = Field(min_length=1)
    """Who receives it."""
    release_h: float = Field(0.0, ge=0.0, le=720.0)
    """Hours from the provider's receipt to release; collected data only (images, signals, tracks, weather)."""

    @model_validator(mode="after")
    def _only_data_is_delayed(self) -> "ServiceAccess":
        if self.release_h and self.mission in ("pnt", "missile_warning"):
            raise ValueError(
                f"release_h is {self.release_h:g}, but {self.mission} is given as it happens or not at all; remove it"
            )
        return self


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
