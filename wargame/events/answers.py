"""What governments see, are told, conclude and do."""

from dataclasses import dataclass
from typing import ClassVar

from wargame.events.base import Card, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalObserved(Event):
    """A sensor with the attack in its view reports, or does not: none, detected or identified.

    So does a sensor that would have seen an attack where there was none: what it then reports is a false alarm.
    """

    kind: ClassVar[str] = "signal.observed"
    about: ClassVar[tuple[str, str]] = ("sensor", "engagement")
    sensor: str
    engagement: str
    owner: str
    report: str
    named: str | None = None
    """Whom an identified report names, rightly or not."""
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
    suspects: tuple[str, ...]
    """The adversaries that could have done it, as governments see it, in alphabetical order."""
    rung: int
    """The rung of the attack; of a failure, that of the mildest attack that would explain it."""
    phase: str
    """The phase in which the attack or failure took place."""
    due_s: int
    standing: str
    """Why it is this government's business: owner, host, dependent users, collective response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionFormed(Event):
    """A government's posterior that the most suspect adversary did it, against its cut-off for acting at that rung."""

    kind: ClassVar[str] = "attribution.formed"
    about: ClassVar[tuple[str, str]] = ("government", "engagement")
    government: str
    engagement: str
    accused: str
    posterior: float
    cut_off: float
    posteriors: dict[str, float] | None = None
    """Every suspect's posterior, where there are several."""
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
    wrong: bool | None = None
    """True when `against` did not do it; for whoever reads the record, as no cell can know."""
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
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakOccurred(Event):
    """A release leaks: every adversary learns of hidden assets of the giver and how to strike what the giver owns."""

    kind: ClassVar[str] = "leak.occurred"
    about: ClassVar[tuple[str, str]] = ("giver", "recipient")
    giver: str
    recipient: str
    learned: tuple[str, ...]
    """Assets of the giver that no adversary knew before."""
    success_factor: float
    """Factor on the chance of attacks on the giver's assets, until the leak is countered."""
    countered_s: int
    """When the giver will have countered it."""
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakCountered(Event):
    """What leaked is of no more use against the giver's assets; what was learned stays known."""

    kind: ClassVar[str] = "leak.countered"
    about: ClassVar[tuple[str, str]] = ("giver", "")
    giver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCalled(Event):
    """Governments that decide together will vote at `due_s` on answering an attack."""

    kind: ClassVar[str] = "vote.called"
    about: ClassVar[tuple[str, str]] = ("engagement", "")
    engagement: str
    order: str
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
