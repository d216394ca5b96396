"""How satellites defend themselves and are replaced."""

from dataclasses import dataclass
from typing import ClassVar

from wargame.events.base import Card, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DeltaVSpent(Event):
    """A satellite flies an evasion, or to a target that it approaches; `cause` is the attack under way."""

    kind: ClassVar[str] = "delta_v.spent"
    about: ClassVar[tuple[str, str]] = ("asset", "")
    asset: str
    spent: float
    """Velocity change of this evasion or approach, m/s."""
    left: float
    """What is left afterwards, m/s."""
    beside: str | None = None
    """The satellite at whose side an approach leaves it."""
    from_s: int | None = None
    """From when on it is there."""
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetInspected(Event):
    """An adversary has looked at a satellite from close by and tells it from its decoys from now on."""

    kind: ClassVar[str] = "asset.inspected"
    about: ClassVar[tuple[str, str]] = ("adversary", "asset")
    adversary: str
    asset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementOrdered(Event):
    """A replacement for a lost satellite is made ready; `cause` is the loss, or the failure of the one before."""

    kind: ClassVar[str] = "replacement.ordered"
    about: ClassVar[tuple[str, str]] = ("asset", "provider")
    asset: str
    provider: str
    loss: str
    """The event by which the satellite was lost."""
    stock: str
    """Whose copies it is one of: the satellite or its constellation."""
    left: int
    """Copies left of that stock."""
    due_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementDelayed(Event):
    """A replacement waits because its provider's launcher stands down; `cause` is the order, or the delay before."""

    kind: ClassVar[str] = "replacement.delayed"
    about: ClassVar[tuple[str, str]] = ("asset", "provider")
    asset: str
    provider: str
    loss: str
    due_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementFailed(Event):
    """A replacement is lost on its way; the provider's launcher stands down until `until_s`, if it was one's fault."""

    kind: ClassVar[str] = "replacement.failed"
    about: ClassVar[tuple[str, str]] = ("asset", "provider")
    asset: str
    provider: str
    loss: str
    until_s: int | None
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetReplaced(Event):
    """A new satellite serves in the place of a lost one: the loss is over, and so is all that ailed the old one."""

    kind: ClassVar[str] = "asset.replaced"
    about: ClassVar[tuple[str, str]] = ("asset", "provider")
    asset: str
    provider: str
    loss: str
    function: str | None = None
    card: Card | None = None
