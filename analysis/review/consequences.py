"""What a decision led to, as the record traces it: the walk from an event down its chains of causes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from wargame.analysis.losses import Loss, losses
from wargame.analysis.names import Names, mission_name
from wargame.events import (
    FAILURE,
    AssetDegraded,
    AssetLost,
    AttackDecided,
    BeliefMoved,
    DebrisCreated,
    EngagementResolved,
    Event,
    InjectFired,
    OptionsWeighed,
    OrderGiven,
    ReceiversJammed,
    ServiceCrossed,
)
from wargame.record import Record

Outage = AssetLost | AssetDegraded | ReceiversJammed


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What came of one event.

    Attributes:
        tried, worked: attacks on single targets that were carried out, and of these those that did something.
        out: assets, terminals and places that were lost, degraded or jammed, by id, each once.
        fragments: above 10 cm.
        hours: how long services were below their thresholds, summed over missions, regions and nations.
        services: missions with the hours each was below its threshold, the longest first.
        beliefs: what adversaries came to think of governments.
    """

    tried: int
    worked: int
    out: tuple[str, ...]
    fragments: int
    hours: float
    services: tuple[tuple[str, float], ...]
    beliefs: tuple[BeliefMoved, ...]

    @property
    def any(self) -> bool:
        """Whether anything came of it at all."""
        return bool(self.tried or self.out or self.hours or self.beliefs)


class Consequences:
    """The events of a record by what caused them."""

    def __init__(self, record: Record) -> None:
        """Looks at a record."""
        self.record = record
        self._children: dict[str, list[Event]] = {}
        for event in record.events:
            if event.cause is not None:
                self._children.setdefault(event.cause, []).append(event)

    def after(self, event: Event) -> list[Event]:
        """Everything that the event caused, directly or through others, in order of the record."""
        found, heads = [], [event]
        while heads:
            children = [child for head in heads for child in self._children.get(head.id, ())]
            found += children
            heads = children
        return sorted(found, key=lambda one: one.seq)

    @cached_property
    def lost(self) -> list[Loss]:
        """Every loss of a service in the run."""
        return losses(self.record)

    @cached_property
    def _hours(self) -> dict[str, float]:
        """By the id of a crossing at which a service was lost, for how long, within the run."""
        return {
            event.id: hours
            for loss in self.lost
            for event, hours in zip(
                (one for one in loss.crossings if one.direction == "lost"), loss.stretch_hours, strict=True
            )
        }

    def of(self, event: Event) -> Aftermath:
        """What came of an event."""
        found = self.after(event)
        resolved = [one for one in found if isinstance(one, EngagementResolved)]
        hours: dict[str, float] = {}
        for one in found:
            if isinstance(one, ServiceCrossed) and one.direction == "lost":
                hours[one.mission] = hours.get(one.mission, 0.0) + self._hours.get(one.id, 0.0)
        out = {
            one.place if isinstance(one, ReceiversJammed) else one.asset
            for one in found
            if isinstance(one, Outage)
        }
        return Aftermath(
            tried=len(resolved),
            worked=sum(one.outcome != FAILURE for one in resolved),
            out=tuple(sorted(out)),
            fragments=sum(one.fragments for one in found if isinstance(one, DebrisCreated)),
            hours=sum(hours.values()),
            services=tuple(sorted(hours.items(), key=lambda item: (-item[1], item[0]))),
            beliefs=tuple(one for one in found if isinstance(one, BeliefMoved)),
        )

    def decision_behind(self, event: Event) -> Event:
        """The decision, order or inject from which an event came; the first cause where there is none of these."""
        chain = self.record.causes(event.id)
        for kinds in (AttackDecided, InjectFired, OrderGiven):
            for one in chain:
                if isinstance(one, kinds):
                    return one
        return chain[-1]

    @cached_property
    def attacks(self) -> list[AttackDecided | OrderGiven]:
        """Every decision to attack: weighed ones, and orders of scripts, people and the white cell."""
        weighed = {one.id for one in self.record.events if isinstance(one, AttackDecided)}
        return [
            one
            for one in self.record.events
            if isinstance(one, AttackDecided) or (isinstance(one, OrderGiven) and one.cause not in weighed)
        ]

    @cached_property
    def weighings(self) -> list[OptionsWeighed]:
        """Every weighing with an option, in order."""
        return [one for one in self.record.events if isinstance(one, OptionsWeighed) and one.weighed]


def aftermath_sentence(found: Aftermath, names: Names) -> str:
    """What came of a decision, in one sentence with numbers."""
    parts = []
    if found.tried:
        parts.append(f"{found.worked} of {counted(found.tried, 'attack')} worked")
    if found.out:
        was = "was" if len(found.out) == 1 else "were"
        parts.append(f"{_some(found.out, names)} {f'{was} hit' if found.tried else 'went out of action'}")
    if found.fragments:
        parts.append(f"about {found.fragments} fragments above 10 cm remain (good to a factor of 2 to 4)")
    if found.hours:
        told = ", ".join(f"{mission_name(mission)} {hours:.0f} h" for mission, hours in found.services[:3])
        parts.append(
            f"the losses that began with it last {found.hours:.0f} user-group hours in all, whatever kept them up "
            f"later ({told})"
        )
    elif found.tried:
        parts.append("no loss of a service began with it")
    parts += [
        f"{names(one.adversary)} came to give {one.shows_up:.2f} to {names(one.government)} showing up"
        for one in found.beliefs
    ]
    return f"{'; '.join(parts)}." if parts else "Nothing that the record traces back to it."


def _some(keys: Sequence[str], names: Names) -> str:
    shown = [names(key) for key in names.in_order(keys)]
    more = f" and {len(shown) - 4} more" if len(shown) > 4 else ""
    return ", ".join(shown[:4]) + more


def counted(number: int, thing: str) -> str:
    """A number with its thing: `1 attack`, `2 attacks`."""
    return f"{number} {thing}{'' if number == 1 or thing.endswith('s') else 's'}"
