"""When it happens: epoch, moves, horizons, phases, and the injects that the white cell has prepared."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from wargame.scenario.base import MOST_HOURS, Id, Model, Phase, Probability, Text, judged
from wargame.scenario.injects import (
    Message,
    OffRamp,
    PhaseChangeInject,
    StepDownInject,
    TrainingInject,
    Umpire,
)

SERVICE_STEP_S = 300
PNT_STEP_S = 900


class Clock(Model):
    """The epoch, the length of the run, the length of a move and the two longer horizons."""

    start_utc: AwareDatetime
    """Epoch of the scenario in UTC; every time in the file counts from here."""
    duration_h: int = Field(168, ge=6, le=24 * 60)
    """Length of the run in hours; a whole number of moves."""
    move_h: int = Field(6, ge=1, le=72)
    """Length of a move in hours: once a move every actor observes and decides."""
    benefit_window_d: int = judged(14, 7, 30, ge=1, le=60)
    """Days over which Red counts the benefit of an attack (H_B)."""
    consequence_window_d: int = judged(180, 90, 365, ge=1, le=720)
    """Days over which response, replacement and debris still count (H_K)."""

    @property
    def start(self) -> datetime:
        """The epoch as a timezone-aware datetime."""
        return self.start_utc

    @property
    def duration_s(self) -> int:
        """Length of the run in seconds."""
        return self.duration_h * 3600

    @property
    def move_s(self) -> int:
        """Length of a move in seconds."""
        return self.move_h * 3600


class PhaseChange(Model):
    """From this hour on the named phase holds."""

    at_h: float = Field(ge=0)
    """Hours since the epoch."""
    phase: Phase
    """day_to_day, crisis or contingency."""


class Demonstration(Model):
    """A nation shows that it would stand with the coalition (exercise, test, statement), and Red sees it."""

    kind: Literal["demonstration"]
    """Discriminator."""
    at_h: float = Field(ge=0)
    """Hours since the epoch."""
    actor: Id
    """The nation that demonstrates."""
    visibility: Probability = judged(0.7, 0.0, 1.0)
    """How much of it Red sees (0 secret, 1 in front of the cameras)."""
    competence: Probability = judged(0.7, 0.0, 1.0)
    """How convincingly it is done."""
    note: Text | None = None
    """What the players are told."""
    expected: Text | None = None
    """What the exercise expects of the players, for the event list of its review; they are not told."""


class Outage(Model):
    """Nature or a fault takes a function of an asset down; no actor did it."""

    kind: Literal["outage"]
    """Discriminator."""
    at_h: float = Field(ge=0)
    """Hours since the epoch."""
    asset: Id
    """Satellite or site."""
    function: Id | None = None
    """Payload or site function; the whole asset when left out."""
    duration_h: float = Field(gt=0, le=MOST_HOURS)
    """Hours until it works again."""
    p_inquiry: Probability = judged(1.0, 0.0, 1.0)
    """P(its cause is not plain, so that governments ask whether it was an attack, and by whom)."""
    note: Text | None = None
    """What the players are told."""
    expected: Text | None = None
    """What the exercise expects of the players, for the event list of its review; they are not told."""


class AttackInject(Model):
    """The white cell lets an adversary carry out one of its capabilities, whatever it would decide itself."""

    kind: Literal["attack"]
    """Discriminator."""
    at_h: float = Field(ge=0)
    """Hours since the epoch."""
    adversary: Id
    """Who attacks."""
    capability: Id
    """With what; a use is spent as by an order of its own."""
    targets: tuple[Id, ...] = Field(min_length=1)
    """Against what."""
    note: Text | None = None
    """What the players are told."""
    expected: Text | None = None
    """What the exercise expects of the players, for the event list of its review; they are not told."""


Inject = Annotated[
    Demonstration
    | Outage
    | AttackInject
    | TrainingInject
    | OffRamp
    | StepDownInject
    | PhaseChangeInject
    | Message
    | Umpire,
    Field(discriminator="kind"),
]
"""Something the white cell lets happen at a given hour."""
