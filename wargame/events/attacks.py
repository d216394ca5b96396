"""Orders, the means they spend, and how attacks end."""

from dataclasses import dataclass
from typing import ClassVar

from wargame.events.base import Card, Event

FAILURE = "failure"
"""The outcome of an attack that changes nothing."""


def order_hour_s(order: str) -> int:
    """The time for which an order is given, s since the epoch, from its id.

    That is `<actor>:<time>:<capability>:<targets>`; an inject that gives it stands behind the time, `<time>@<inject>`.
    """
    return int(order.split(":", 2)[1].partition("@")[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderGiven(Event):
    """An actor orders an effect on targets."""

    kind: ClassVar[str] = "order.given"
    about: ClassVar[tuple[str, str]] = ("actor", "order")
    actor: str
    order: str
    capability: str
    effect: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefused(Event):
    """An order, or one of its targets, cannot be carried out."""

    kind: ClassVar[str] = "order.refused"
    about: ClassVar[tuple[str, str]] = ("order", "target")
    order: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpent(Event):
    """A use of a capability is spent, for good or until it returns."""

    kind: ClassVar[str] = "resource.spent"
    about: ClassVar[tuple[str, str]] = ("actor", "capability")
    actor: str
    capability: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceReturned(Event):
    """A capability that is not spent by its use is free again."""

    kind: ClassVar[str] = "resource.returned"
    about: ClassVar[tuple[str, str]] = ("actor", "capability")
    actor: str
    capability: str
    left: int
    ended_by: str | None = None
    """What freed it before its time, such as a step-down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementLaunched(Event):
    """An attack on one target is under way; it takes effect at `effect_s`."""

    kind: ClassVar[str] = "engagement.launched"
    about: ClassVar[tuple[str, str]] = ("engagement", "")
    engagement: str
    order: str
    attacker: str
    capability: str
    effect: str
    target: str
    effect_s: int
    rung: int
    free_s: int | None = None
    """When its means is free again if it succeeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementResolved(Event):
    """An attack on one target ends: `outcome` names what came of it, `failure` when nothing did."""

    kind: ClassVar[str] = "engagement.resolved"
    about: ClassVar[tuple[str, str]] = ("engagement", "")
    engagement: str
    attacker: str
    effect: str
    target: str
    outcome: str
    p: float
    draw: float
    ruling: str | None = None
    """The umpire's ruling that decided it in place of the draw."""
    card: Card | None = None
