"""What becomes of assets, orbits and services."""

from dataclasses import dataclass
from typing import ClassVar

from wargame.events.base import Card, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetLost(Event):
    """An asset is gone for good."""

    kind: ClassVar[str] = "asset.lost"
    about: ClassVar[tuple[str, str]] = ("asset", "")
    asset: str
    function: str | None = None
    factor: float = 0.0
    until_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetDegraded(Event):
    """A function of an asset works at `factor` of its capacity until `until_s`."""

    kind: ClassVar[str] = "asset.degraded"
    about: ClassVar[tuple[str, str]] = ("asset", "function")
    asset: str
    function: str | None
    factor: float
    until_s: int | None
    from_s: int | None = None
    """When it begins, if later than now: a later pass of the same campaign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRestored(Event):
    """A degradation of a function ends; `cause` is the degradation."""

    kind: ClassVar[str] = "asset.restored"
    about: ClassVar[tuple[str, str]] = ("asset", "function")
    asset: str
    function: str | None
    factor: float = 1.0
    until_s: int | None = None
    ended_by: str | None = None
    """What ended it before its time, such as a step-down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiversJammed(Event):
    """A transmitter drowns or deceives the navigation receivers in its view until `until_s`."""

    kind: ClassVar[str] = "receivers.jammed"
    about: ClassVar[tuple[str, str]] = ("place", "")
    place: str
    """The region at which it is aimed."""
    latitude_deg: float
    longitude_deg: float
    antenna_height_m: float
    eirp_dbw: float
    spoofs: bool
    until_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiversFreed(Event):
    """A transmitter aimed at receivers falls silent; `cause` is the event that began it."""

    kind: ClassVar[str] = "receivers.freed"
    about: ClassVar[tuple[str, str]] = ("place", "")
    place: str
    ended_by: str | None = None
    """What silenced it before its time, such as a step-down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DebrisCreated(Event):
    """A break-up adds fragments to a shell of the sky, for everybody."""

    kind: ClassVar[str] = "debris.created"
    about: ClassVar[tuple[str, str]] = ("asset", "")
    asset: str
    fragments: int
    """Fragments larger than 10 cm."""
    altitude_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCrossed(Event):
    """A service falls below its threshold because of what was done, or rises above it again."""

    kind: ClassVar[str] = "service.crossed"
    about: ClassVar[tuple[str, str]] = ("mission", "place")
    mission: str
    place: str
    """`<region>.<beneficiary>`."""
    direction: str
    """`lost` or `regained`."""
    service: float
    unattacked: float
    threshold: float
    card: Card | None = None
