"""How a crisis goes on beside attacks: ways out, step-down, end, providers, trainings, messages, rulings."""

from dataclasses import dataclass
from typing import ClassVar

from wargame.events.base import Card, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingHeld(Event):
    """Members of an agreement train: its effect is as good as new."""

    kind: ClassVar[str] = "training.held"
    about: ClassVar[tuple[str, str]] = ("agreement", "")
    agreement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OffRampOffered(Event):
    """A nation offers adversaries a way out; it stands until `until_s`, or until one attacks, for that one."""

    kind: ClassVar[str] = "off_ramp.offered"
    about: ClassVar[tuple[str, str]] = ("actor", "")
    actor: str
    relief: float
    """Share of the crisis pressure that it takes away."""
    until_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisSteppedDown(Event):
    """An adversary that has attacked comes down: what it can switch off is switched off."""

    kind: ClassVar[str] = "crisis.stepped_down"
    about: ClassVar[tuple[str, str]] = ("actor", "")
    actor: str
    quiet_moves: int
    """Moves without an order before it."""
    hold_until_s: int
    """Until then it gives no order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisEnded(Event):
    """The crisis is over: every adversary that attacked has stepped down and kept quiet since."""

    kind: ClassVar[str] = "crisis.ended"
    about: ClassVar[tuple[str, str]] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageGiven(Event):
    """Players are told something."""

    kind: ClassVar[str] = "message.given"
    about: ClassVar[tuple[str, str]] = ("inject", "")
    inject: str
    recipients: str
    """Their ids, separated by commas, or `everybody`."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingMade(Event):
    """The umpire rules how the next engagement on a target ends, and says why."""

    kind: ClassVar[str] = "ruling.made"
    about: ClassVar[tuple[str, str]] = ("target", "")
    target: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRefused(Event):
    """A commercial provider withholds its service from `from_s` until `until_s`."""

    kind: ClassVar[str] = "service.refused"
    about: ClassVar[tuple[str, str]] = ("provider", "")
    provider: str
    from_s: int
    until_s: int
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceUpheld(Event):
    """A commercial provider could refuse, and does not."""

    kind: ClassVar[str] = "service.upheld"
    about: ClassVar[tuple[str, str]] = ("provider", "")
    provider: str
    card: Card | None = None
