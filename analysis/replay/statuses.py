"""When what was out of action, in truth and as a cell knows it: stretches over time, one per change of state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from wargame.analysis.names import Names
from wargame.analysis.replay.knowledge import STATUS, Cell, Known
from wargame.draws import Draws
from wargame.events import (
    AssetDegraded,
    AssetLost,
    AssetReplaced,
    AssetRestored,
    Event,
    MoveBegan,
    ReceiversFreed,
    ReceiversJammed,
)
from wargame.knowing.perception import Perception


@dataclass(frozen=True, slots=True)
class Status:
    """A stretch in which an asset, or receivers in a region, did not work as they should.

    Attributes:
        thing: the satellite, site, group of users or region.
        from_s: when it began, or when the cell learned of it.
        to_s: when it ended, or when the cell learned that it had; None while nobody knows an end.
        factor: what is left, 0 to 1.
        function: the payload or function it concerns; None for the whole.
        gone: lost for good.
        event: the id of the event that began it.
    """

    thing: str
    from_s: int
    to_s: int | None
    factor: float
    function: str | None
    gone: bool
    event: str


def statuses(told: Iterable[tuple[Event, int]], with_ends: bool) -> list[Status]:
    """The stretches that follow from changes of state, each with when it is known, in order of time.

    Args:
        told: events with when they are known.
        with_ends: whether an end that was set when a stretch began is known, as in the truth.
    """
    open_: dict[str, Status] = {}
    for event, at_s in told:
        if isinstance(event, AssetLost):
            open_[event.id] = Status(event.asset, at_s, None, 0.0, None, True, event.id)
        elif isinstance(event, AssetDegraded):
            begins_s = max(at_s, event.from_s or at_s)
            end_s = event.until_s if with_ends else None
            open_[event.id] = Status(
                event.asset, begins_s, end_s, event.factor, event.function, False, event.id
            )
        elif isinstance(event, ReceiversJammed):
            end_s = event.until_s if with_ends else None
            open_[event.id] = Status(event.place, at_s, end_s, 0.0, "receivers", False, event.id)
        elif isinstance(event, AssetRestored | ReceiversFreed) and event.cause in open_:
            open_[event.cause] = replace(open_[event.cause], to_s=at_s)
        elif isinstance(event, AssetReplaced):
            for key, item in open_.items():
                if item.thing == event.asset and (item.to_s is None or item.to_s > at_s):
                    open_[key] = replace(item, to_s=at_s)
    found = (item for item in open_.values() if item.to_s is None or item.to_s > item.from_s)
    return sorted(found, key=lambda item: (item.from_s, item.thing, item.event))


def sightings(cell: Cell, names: Names) -> tuple[list[Status], list[Known]]:
    """What an adversary knows of the state of assets: its own at once, others' as it looks once a move.

    Returns:
        The stretches that it believes in, and the events with which it learned of them.
    """
    record = cell.record
    changes = [event for event in record.events if isinstance(event, STATUS) and _is_seen(cell, event)]
    own = [event for event in changes if cell.concerns(_thing(event))]
    others = [event for event in changes if not cell.concerns(_thing(event))]
    block = record.scenario.actors[cell.actor].adversary
    assert block is not None  # the loader has checked
    sight = Perception(
        cell.actor,
        block.assessment,
        record.scenario.clock.move_s,
        Draws(seed=record.manifest.seed, replicate=record.manifest.replicate),
    )
    if cell.sees_all_at_once:
        told = [(event, _from_s(cell, event)) for event in changes]
        known = [Known(event, at_s, cell.told(event, names), False) for event, at_s in told]
        return statuses(told, with_ends=False), known
    own_told = [(event, event.t_s) for event in own]
    believed = _believed(cell, sight, others)
    known = [Known(event, at_s, cell.told(event, names), False) for event, at_s in own_told]
    known += [
        Known(record.by_id[item.event], item.from_s, cell.told(record.by_id[item.event], names), False)
        for item in believed
    ]
    return [*statuses(own_told, with_ends=False), *believed], known


def _thing(event: Event) -> str:
    return str(getattr(event, "asset", None) or getattr(event, "place", ""))


def _from_s(cell: Cell, event: Event) -> int:
    """When an adversary that sees everything at once sees a change: not before it knows of the asset."""
    return max(event.t_s, cell.knows_asset_from_s(_thing(event)) or 0)


def _is_seen(cell: Cell, event: Event) -> bool:
    return cell.knows_asset_from_s(_thing(event)) is not None


def _believed(cell: Cell, sight: Perception, changes: Sequence[Event]) -> list[Status]:
    """The stretches that an adversary believes in, from look to look."""
    looks = [event.t_s for event in cell.record.events if isinstance(event, MoveBegan)]
    open_: dict[str, Status] = {}
    done: list[Status] = []
    for t_s in looks:
        until_now = [event for event in changes if event.t_s <= t_s and _from_s(cell, event) <= t_s]
        holding = _in_force(sight.statuses(until_now, t_s), t_s)
        for key in [key for key in open_ if key not in holding]:
            done.append(replace(open_.pop(key), to_s=t_s))
        for key, item in holding.items():
            open_.setdefault(key, replace(item, from_s=t_s))
    return sorted([*done, *open_.values()], key=lambda item: (item.from_s, item.thing, item.event))


def _in_force(believed: Sequence[Event], t_s: int) -> Mapping[str, Status]:
    """The stretches in force at a look, by the event that began them, their ends unknown."""
    held = statuses([(event, event.t_s) for event in believed], with_ends=True)
    return {
        item.event: replace(item, to_s=None)
        for item in held
        if item.from_s <= t_s and (item.to_s is None or item.to_s > t_s)
    }
