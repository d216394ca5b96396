"""What works when: a coalition's outages folded out of events, in one canonical order.

Where outages overlap on one function the smallest factor holds; they do not multiply (a relay jammed to a
half and half powered down passes a half). An outage of the whole asset counts for each of its functions.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Protocol, TypeAlias

from wargame.coalition import Coalition


@dataclass(frozen=True, slots=True)
class Outage:
    """An asset, or one function of it, works at a fraction from `start_s` until just before `end_s`.

    Attributes:
        asset: satellite or site.
        function: payload or site function; the whole asset when None.
        factor: what is left, 0 (nothing) to below 1.
        start_s: seconds since the epoch.
        end_s: seconds since the epoch; None when it lasts.
    """

    asset: str
    function: str | None
    factor: float
    start_s: float
    end_s: float | None

    @property
    def order(self) -> tuple[str, str, float, float, float]:
        """Where it stands in the canonical order."""
        end_s = float("inf") if self.end_s is None else self.end_s
        return self.asset, self.function or "", self.start_s, end_s, self.factor

    @property
    def lasting(self) -> tuple[str, str | None, float]:
        """What it takes away, without its times: asset, function, factor."""
        return self.asset, self.function, self.factor

    def covers(self, t_s: float) -> bool:
        """Whether it holds at an instant."""
        return self.start_s <= t_s and (self.end_s is None or t_s < self.end_s)


@dataclass(frozen=True, slots=True, order=True)
class Jammer:
    """A transmitter on or above the ground that drowns navigation signals at receivers in its view.

    Attributes:
        start_s: seconds since the epoch.
        latitude_deg: degrees north.
        longitude_deg: degrees east.
        antenna_height_m: above the surface.
        eirp_dbw: radiated power in the navigation band.
        end_s: seconds since the epoch.
        spoofs: True when it imitates the signals, which deceives at much less power.
    """

    start_s: float
    latitude_deg: float
    longitude_deg: float
    antenna_height_m: float
    eirp_dbw: float
    end_s: float = float("inf")
    spoofs: bool = False

    @property
    def lasting(self) -> "Jammer":
        """The same without its times."""
        if self.start_s == 0.0 and self.end_s == float("inf"):
            return self
        return replace(self, start_s=0.0, end_s=float("inf"))

    def covers(self, t_s: float) -> bool:
        """Whether it is on at an instant."""
        return self.start_s <= t_s < self.end_s


Status: TypeAlias = tuple[str, str | None, float] | Jammer
"""What is wrong, whenever: (asset, function or None for all, factor left), or a transmitter."""
Statuses: TypeAlias = frozenset[Status]
"""Everything that is wrong at a time."""


@lru_cache(maxsize=65_536)
def _for_good(asset: str, function: str | None, factor: float) -> Outage:
    """What is taken away from the epoch on; what-ifs ask for the same ones over and over."""
    return Outage(asset, function, factor, 0.0, None)


@dataclass(frozen=True)
class Availability:
    """Everything that the services read apart from geometry: the coalition, its outages and who jams receivers.

    Attributes:
        outages: sorted, without repetition and without outages that change nothing.
        coalition: who is present.
        jammers: sorted, without repetition.
    """

    outages: tuple[Outage, ...]
    coalition: Coalition
    jammers: tuple[Jammer, ...] = ()

    def __post_init__(self) -> None:
        """Bring outages and jammers into the canonical order."""
        kept = {outage for outage in self.outages if outage.factor < 1.0 and outage.end_s != outage.start_s}
        object.__setattr__(self, "outages", tuple(sorted(kept, key=lambda outage: outage.order)))
        loud = {jammer for jammer in self.jammers if jammer.end_s > jammer.start_s}
        object.__setattr__(self, "jammers", tuple(sorted(loud)))

    @classmethod
    def lasting(cls, coalition: Coalition, statuses: Statuses) -> "Availability":
        """Statuses that hold from the epoch on, for good."""
        jammers = tuple(item for item in statuses if isinstance(item, Jammer))
        outages = tuple(_for_good(*item) for item in statuses if not isinstance(item, Jammer))
        return cls(outages, coalition, jammers)

    def with_outages(self, more: Iterable[Outage]) -> "Availability":
        """The same with further outages."""
        return Availability((*self.outages, *more), self.coalition, self.jammers)

    def without(self, assets: Iterable[str], at_s: float = 0.0) -> "Availability":
        """The same with whole assets lost for good from `at_s` on (or, at 0, never there)."""
        return self.with_outages(Outage(asset, None, 0.0, at_s, None) for asset in assets)

    def factor(self, asset: str, function: str | None, t_s: float) -> float:
        """What is left of a function (or of the whole asset when None) at an instant, 0 to 1."""
        if not self.coalition.exists(asset, function if asset in self.coalition.scenario.fleet else None):
            return 0.0
        outages = (outage for outage in self._by_asset.get(asset, ()) if outage.function in (None, function))
        return min((outage.factor for outage in outages if outage.covers(t_s)), default=1.0)

    @cached_property
    def _by_asset(self) -> dict[str, list[Outage]]:
        found: dict[str, list[Outage]] = {}
        for outage in self.outages:
            found.setdefault(outage.asset, []).append(outage)
        return found


class StatusEvent(Protocol):
    """An event that says that an asset's status changes.

    Of the kinds `asset.lost` (asset, t_s), `asset.degraded` (asset, function or None, factor, t_s or from_s, until_s
    or None), `asset.restored` (asset, function or None, t_s), `asset.replaced` (asset, t_s), `receivers.jammed` (a
    transmitter, t_s, until_s) and `receivers.freed` (cause, t_s). Other kinds are passed over.
    """

    @property
    def kind(self) -> str:
        """Past tense, dotted."""
        ...

    @property
    def t_s(self) -> float:
        """Seconds since the epoch."""
        ...


def availability(events: Iterable[StatusEvent], coalition: Coalition) -> Availability:
    """Fold status events, in the order in which they happened, into what works when.

    A restoration ends the degradation that it names as its cause. If it names none, it ends all degradations of
    that function (without a function: all of the asset's) that began before it. What is lost stays lost until it is
    replaced; then nothing that ailed the old asset ails the new one.
    """
    lost: list[Outage] = []
    degraded: list[tuple[str, Outage]] = []
    jammers: dict[str, Jammer] = {}
    for event in events:
        if event.kind == "asset.lost":
            lost.append(_outage(event))
        elif event.kind == "asset.degraded":
            degraded.append((getattr(event, "id", ""), _outage(event)))
        elif event.kind == "asset.restored":
            degraded = _restored(degraded, event)
        elif event.kind == "asset.replaced":
            lost = [_before(outage, event) for outage in lost]
            degraded = [(key, _before(outage, event)) for key, outage in degraded]
        elif event.kind == "receivers.jammed":
            jammers[getattr(event, "id", "") or str(len(jammers))] = _jammer(event)
        elif event.kind == "receivers.freed":
            key = getattr(event, "cause", None) or ""
            if key in jammers and jammers[key].end_s > event.t_s:
                jammers[key] = replace(jammers[key], end_s=event.t_s)
    return Availability((*lost, *(outage for _, outage in degraded)), coalition, tuple(jammers.values()))


def _jammer(event: Any) -> Jammer:
    """The transmitter that an event switches on (`Any`: the protocol names only what every event has)."""
    return Jammer(
        start_s=event.t_s,
        latitude_deg=event.latitude_deg,
        longitude_deg=event.longitude_deg,
        antenna_height_m=event.antenna_height_m,
        eirp_dbw=event.eirp_dbw,
        end_s=event.until_s,
        spoofs=event.spoofs,
    )


def _outage(event: StatusEvent) -> Outage:
    """What a loss or a degradation takes away; the fields of a degradation are optional for a loss."""
    function: str | None = getattr(event, "function", None)
    until_s: float | None = getattr(event, "until_s", None)
    factor: float = getattr(event, "factor", 0.0)
    from_s: float | None = getattr(event, "from_s", None)
    return Outage(_asset(event), function, factor, event.t_s if from_s is None else from_s, until_s)


def _restored(degraded: list[tuple[str, Outage]], event: StatusEvent) -> list[tuple[str, Outage]]:
    """The degradations, with those that a restoration means ended at its time."""
    asset, function, cause = _asset(event), getattr(event, "function", None), getattr(event, "cause", None)
    if cause is not None:
        return [(key, _over(outage, event.t_s) if key == cause else outage) for key, outage in degraded]
    ended = [o for _, o in degraded if o.asset == asset and function in (None, o.function)]
    return [(key, _cut(outage, event.t_s) if outage in ended else outage) for key, outage in degraded]


def _over(outage: Outage, t_s: float) -> Outage:
    """The outage, over by `t_s`; one that would have begun later never does."""
    end_s = float("inf") if outage.end_s is None else outage.end_s
    return replace(outage, end_s=max(outage.start_s, t_s)) if end_s > t_s else outage


def _cut(outage: Outage, t_s: float) -> Outage:
    """The outage, over by `t_s` if it began before and would have lasted longer."""
    lasts = outage.end_s is None or outage.end_s > t_s
    return replace(outage, end_s=t_s) if lasts and outage.start_s <= t_s else outage


def _before(outage: Outage, event: StatusEvent) -> Outage:
    """The outage as far as it concerns the asset that was there before a replacement; one still to come is void."""
    if outage.asset != _asset(event):
        return outage
    return replace(outage, end_s=outage.start_s) if outage.start_s > event.t_s else _cut(outage, event.t_s)


def _asset(event: StatusEvent) -> str:
    asset: str = getattr(event, "asset")  # noqa: B009 the protocol names only what every event has
    return asset
