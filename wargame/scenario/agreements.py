"""Who shares what with whom: capacity, gateways, services, collective response, and what lets nations decide together.

The agreements of the last group (liaison, doctrine, combined C2, training) move no service. Each moves one number by a
factor, and only while two of its parties are inside the coalition. Several of one kind do not multiply: the smallest
factor holds.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from wargame.scenario.base import Id, Model, PhaseShare, Probability, by_phase, judged

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
    consensus_h: float = judged(0.0, 0.0, 24.0, ge=0)
    """Hours that every further holder inside adds to each holder's decision, because all are asked."""


class Liaison(Model):
    """Members sit in each other's headquarters: reports travel sooner between them, and each decides sooner."""

    kind: Literal["liaison"]
    """Discriminator."""
    members: tuple[Id, ...] = Field(min_length=2)
    """Who exchanges officers or mans posts together."""
    latency_factor: PhaseShare = by_phase(0.5, 0.5, 0.5, 0.1, 1.0)
    """What is left of the latency of a release between two members."""
    delay_factor: PhaseShare = by_phase(0.9, 0.9, 0.9, 0.5, 1.0)
    """What is left of a member's national decision delay."""


class CommonDoctrine(Model):
    """Members work by the same procedures and exercise them, so that each decides sooner."""

    kind: Literal["doctrine"]
    """Discriminator."""
    members: tuple[Id, ...] = Field(min_length=2)
    """Who shares the doctrine."""
    delay_factor: PhaseShare = by_phase(0.8, 0.8, 0.8, 0.4, 1.0)
    """What is left of a member's national decision delay."""


class CombinedC2(Model):
    """Members command together: they agree sooner, and act sooner once they have decided."""

    kind: Literal["combined_c2"]
    """Discriminator."""
    members: tuple[Id, ...] = Field(min_length=2)
    """Who commands together."""
    consensus_factor: PhaseShare = by_phase(0.5, 0.5, 0.5, 0.1, 1.0)
    """What is left of the hours that asking the other holders of a collective clause takes."""
    action_factor: PhaseShare = by_phase(0.5, 0.5, 0.5, 0.1, 1.0)
    """What is left of a member's time from decision to action."""


class Training(Model):
    """Members train together: fewer decisions go wrong and struck sites are restored sooner, for a while."""

    kind: Literal["training"]
    """Discriminator."""
    members: tuple[Id, ...] = Field(min_length=2)
    """Who trains together."""
    error_factor: Probability = judged(0.5, 0.1, 1.0)
    """What is left of a member's error rate just after a training."""
    restore_factor: Probability = judged(0.7, 0.3, 1.0)
    """What is left of the time to restore a struck site of a member just after a training."""
    half_life_d: float = judged(90.0, 14.0, 365.0, gt=0)
    """Days in which half of the effect is lost again; an inject of kind training renews it."""
    last_d: float = judged(0.0, 0.0, 365.0, ge=0)
    """Days from the last training before the run to the epoch."""


class ReconstitutionLaunch(Model):
    """Members launch replacements for each other's lost satellites (see `replacement` of satellites)."""

    kind: Literal["reconstitution_launch"]
    """Discriminator."""
    members: tuple[Id, ...] = Field(min_length=2)
    """Who takes part."""


Agreement = Annotated[
    CapacityPool
    | CapacityShare
    | GroundAccess
    | ServiceAccess
    | CollectiveResponse
    | ReconstitutionLaunch
    | Liaison
    | CommonDoctrine
    | CombinedC2
    | Training,
    Field(discriminator="kind"),
]
