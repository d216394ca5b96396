"""What governments see, are told, conclude and do."""

from dataclasses import dataclass
from typing import ClassVar

from wargame.events.base import Card, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalObserved(Event):
    """A sensor with the attack in its view reports, or does not: none, detected or identified."""

    kind: ClassVar[str] = "signal.observed"
    about: ClassVar[tuple[str, str]] = ("sensor", "engagement")
    sensor: str
    engagement: str
    owner: str
    report: str
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReleased(Event):
    """The owner of a sensor gives its report to another government."""

    kind: ClassVar[str] = "signal.released"
    about: ClassVar[tuple[str, str]] = ("sensor", "recipient")
    sensor: str
    engagement: str
    recipient: str
    arrives_s: int
    """When the recipient has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryOpened(Event):
    """A government asks who did it, and will make up its mind at `due_s`."""

    kind: ClassVar[str] = "inquiry.opened"
    about: ClassVar[tuple[str, str]] = ("government", "engagement")
    government: str
    engagement: str
    order: str
    accused: str
    rung: int
    phase: str
    """The phase in which the attack took place."""
    due_s: int
    standing: str
    """Why it is this government's business: owner, host, dependent users, collective response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionFormed(Event):
    """A government's posterior that the adversary did it, against its cut-off for acting at that rung."""

    kind: ClassVar[str] = "attribution.formed"
    about: ClassVar[tuple[str, str]] = ("government", "engagement")
    government: str
    engagement: str
    accused: str
    posterior: float
    cut_off: float
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseDecided(Event):
    """A government acts against the adversary; `rung` is that of its answer."""

    kind: ClassVar[str] = "response.decided"
    about: ClassVar[tuple[str, str]] = ("government", "order")
    government: str
    order: str
    against: str
    rung: int
    severity: float
    weight: float
    """What is left of its weight for Red after the delay: exp(-d/tau)."""
    step: str | None = None
    """The step of its ladder; empty where it has none."""
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseDeclined(Event):
    """A government does not act, and why."""

    kind: ClassVar[str] = "response.declined"
    about: ClassVar[tuple[str, str]] = ("government", "engagement")
    government: str
    engagement: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCalled(Event):
    """Governments that decide together will vote at `due_s` on answering an attack."""

    kind: ClassVar[str] = "vote.called"
    about: ClassVar[tuple[str, str]] = ("engagement", "")
    engagement: str
    order: str
    accused: str
    rung: int
    phase: str
    """The phase in which the attack took place."""
    rule: str
    voters: tuple[str, ...]
    due_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteTaken(Event):
    """Governments vote on answering an attack; those in favour answer if they are enough."""

    kind: ClassVar[str] = "vote.taken"
    about: ClassVar[tuple[str, str]] = ("engagement", "")
    engagement: str
    rule: str
    voters: tuple[str, ...]
    in_favour: tuple[str, ...]
    needed: int
    carried: bool
    card: Card | None = None
