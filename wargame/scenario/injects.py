"""What the white cell may let happen beside demonstrations and outages: trainings, ways out, turns, rulings."""

from typing import Literal

from pydantic import Field

from wargame.scenario.base import Id, Model, Phase, Probability, Text, judged


class Happening(Model):
    """What every inject says: when, and what the players are told."""

    at_h: float = Field(ge=0)
    """Hours since the epoch."""
    note: Text | None = None
    """What the players are told."""
    expected: Text | None = None
    """What the exercise expects of the players, for the event list of its review; they are not told."""


class TrainingInject(Happening):
    """A training is held: the effect of an agreement of kind training is as good as new."""

    kind: Literal["training"]
    """Discriminator."""
    agreement: Id
    """The agreement of kind training whose members train."""


class OffRamp(Happening):
    """A nation of the coalition offers the adversary a way out, which lightens the pressure to act while it stands."""

    kind: Literal["off_ramp"]
    """Discriminator."""
    actor: Id
    """The nation that offers it; nothing is offered when it has left the coalition."""
    relief: Probability = judged(0.3, 0.05, 0.8)
    """Share of an adversary's crisis pressure that the offer takes away."""
    stands_h: float = judged(72.0, 12.0, 336.0, gt=0)
    """Hours for which it stands; it ends before for an adversary that attacks."""


class StepDownInject(Happening):
    """An adversary steps down: what it can switch off is switched off, and it gives no order for a while."""

    kind: Literal["step_down"]
    """Discriminator."""
    actor: Id
    """The adversary."""
    holds_h: float = judged(48.0, 0.0, 336.0, ge=0)
    """Hours for which it gives no order."""


class PhaseChangeInject(Happening):
    """The white cell moves the crisis into another phase, whatever the timeline says."""

    kind: Literal["phase_change"]
    """Discriminator."""
    phase: Phase
    """day_to_day, crisis or contingency."""


class Message(Happening):
    """Players are told something; nothing else changes."""

    kind: Literal["message"]
    """Discriminator."""
    to: tuple[Id, ...] | Literal["everybody"] = "everybody"
    """Who is told."""
    text: Text
    """What they are told."""


class Umpire(Happening):
    """The umpire rules how the next engagement on a target ends, whatever the dice say."""

    kind: Literal["umpire"]
    """Discriminator."""
    target: Id
    """The satellite, site, group of users or region whose next engagement, from that hour on, is ruled."""
    outcome: Literal["success", "failure"]
    """How the engagement ends; what is lost already cannot be struck again."""
    reason: Text
    """Why; it stands on the explain card."""
