"""Why something happened: the walk from an event up its chain of causes, with the explain cards on the way."""

from collections.abc import Iterable, Mapping
from typing import Any

from wargame.analysis.sentences import Names, card_lines, clock, sentence
from wargame.events import DebrisCreated, Event
from wargame.record import Record


class UnknownEventError(Exception):
    """No event, or more than one, goes by that name: a sentence that says which are meant."""


def find(record: Record, name: str) -> Event:
    """The event with that id, with that line number, or the only one whose id contains the words.

    Raises:
        UnknownEventError: none or several.
    """
    if name in record.by_id:
        return record.by_id[name]
    if name.isdigit() and int(name) < len(record.events):
        return record.events[int(name)]
    near = [event.id for event in record.events if name in event.id]
    if len(near) == 1:
        return record.by_id[near[0]]
    if not near:
        kinds = ", ".join(sorted({event.kind for event in record.events}))
        lost = (
            ""
            if record.of_kind("service.crossed")
            else "no service fell below its threshold in this record; "
        )
        raise UnknownEventError(f"no event is called '{name}'; {lost}it holds events of the kinds {kinds}")
    shown = "".join(f"\n  {item}" for item in near[:10])
    more = f"\n  and {len(near) - 10} more" if len(near) > 10 else ""
    raise UnknownEventError(f"'{name}' could be any of {len(near)} events; name one of them:{shown}{more}")


def explain(record: Record, name: str) -> list[Event]:
    """The event and everything that caused it, nearest first.

    Raises:
        UnknownEventError: none or several go by that name.
    """
    return record.causes(find(record, name).id)


def as_text(record: Record, chain: Iterable[Event]) -> str:
    """The chain in sentences, each with its card."""
    names = Names(record.scenario)
    lines: list[str] = []
    for depth, event in enumerate(chain):
        lead = "because" if depth else "what"
        lines.append(f"{lead:>8}  {clock(event.t_s)}  {sentence(event, names)}")
        lines.append(f"{'':>8}  {event.id}")
        lines += [f"{'':>12}{line}" for line in [*card_lines(event), *_aftermath(event)]]
    return "\n".join(lines)


def _aftermath(event: Event) -> list[str]:
    """What a break-up leaves to everybody: how much, for how long, how dangerous."""
    if not isinstance(event, DebrisCreated) or event.fragments < 1:
        return []
    from wargame.space.debris.cloud import cloud_summary  # noqa: PLC0415  # compiled code, which few chains need
    from wargame.space.debris.counts import mass_behind_kg  # noqa: PLC0415

    mass_kg = mass_behind_kg(event.fragments, min_size_m=0.1)
    return [f"what it leaves: {cloud_summary(mass_kg, event.altitude_km).sentence()}"]


def as_dict(record: Record, chain: Iterable[Event]) -> list[Mapping[str, Any]]:
    """The chain as plain values, each with its sentence."""
    names = Names(record.scenario)
    return [{**event.as_dict(), "sentence": sentence(event, names)} for event in chain]
