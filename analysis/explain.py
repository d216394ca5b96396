"""Why something happened: the walk from an event up its chain of causes, with the explain cards on the way."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from wargame.analysis.cards import card_lines
from wargame.analysis.names import Names, clock, mission_name
from wargame.analysis.sentences import ends_by_itself, sentence
from wargame.events import DebrisCreated, Event, ServiceCrossed
from wargame.record import Record


class UnknownEventError(Exception):
    """No event, or more than one, goes by that name: a sentence that says which are meant."""


class SeveralEventsError(UnknownEventError):
    """More than one event goes by that name."""


ASKED_ABOUT = (
    "service.crossed",
    "asset.lost",
    "asset.degraded",
    "receivers.jammed",
    "attack.decided",
    "response.decided",
    "engagement.resolved",
)
"""Kinds of events that people ask about; meant before all others where words fit many."""

MOST_SHOWN = 10
LEAST_SHARE = 2.0 / 3.0
"""Share of the words asked for that a sentence must hold to be meant."""

_WORDS = re.compile(r"[^\W_]+")
_HOUR = re.compile(r"\bd\+\d+(?: \d\d:\d\d)?", re.IGNORECASE)
_PARTS = re.compile(r"[/.:+>]")


def find(record: Record, name: str) -> Event:
    """The event with that id, with that line number, or the only one that the words fit.

    Words fit an event whose id contains an id or a display name with these words, or whose sentence holds them; whole
    ids and names go before parts of them, a phrase before words in any order, and kinds that people ask about before
    others. A day or an hour among the words (`D+3`, `D+3 10:45`) means events of that time.

    Raises:
        UnknownEventError: none or several.
    """
    if name in record.by_id:
        return record.by_id[name]
    if name.isdigit() and int(name) < len(record.events):
        return record.events[int(name)]
    names = Names(record.scenario)
    near = _fitting(record.events, name, names)
    if hour := _HOUR.search(name):
        day = [event for event in record.events if _is_at(event, hour[0])]
        rest = f"{name[: hour.start()]} {name[hour.end() :]}"
        near = (_fitting(day, rest, names) if _WORDS.search(rest) else day) or near
    if not near:
        raise UnknownEventError(_nothing(record, name))
    asked = [event for event in near if event.kind in ASKED_ABOUT] or near
    if len(asked) == 1:
        return asked[0]
    shown = sorted(asked, key=lambda event: (event.t_s, event.seq))
    lines = "".join(f"\n  {clock(e.t_s)}  {sentence(e, names)}\n      {e.id}" for e in shown[:MOST_SHOWN])
    others = len(near) - min(len(asked), MOST_SHOWN)
    more = (
        f"\n  and {others} more: a place, or a time such as {clock(shown[-1].t_s)}, tells them apart"
        if others
        else ""
    )
    raise SeveralEventsError(
        f"'{name}' could be any of {len(near)} events; name one of them by its id:{lines}{more}"
    )


def _is_at(event: Event, when: str) -> bool:
    """Whether an event is of a day, or of an hour."""
    told = clock(event.t_s)
    return when.upper() in (told, told.partition(" ")[0])


def _fitting(events: Sequence[Event], name: str, names: Names) -> list[Event]:
    """The events that the words fit, by the first way of fitting that any event fits."""
    word = name.strip().casefold()
    if not word:
        return []
    whole = names.called(lambda known: known == word) | {word}
    part = names.called(lambda known: word in known)
    fits: tuple[Callable[[str], bool], ...] = (
        lambda text: not whole.isdisjoint(_PARTS.split(text)),
        lambda text: word in text,
        lambda text: not part.isdisjoint(_PARTS.split(text)),
    )
    texts = [(event, event.id.casefold()) for event in events]
    for fit in fits:
        if found := [event for event, text in texts if fit(text)]:
            return found
    told = [(event, sentence(event, names).casefold()) for event in events]
    return [event for event, text in told if word in text] or _by_words(word, told)


def _by_words(asked: str, told: Sequence[tuple[Event, str]]) -> list[Event]:
    """The events in whose sentences most of the words stand, in any order; none where it is less than two thirds."""
    words = {item for item in _WORDS.findall(asked) if len(item) > 2}
    if not words:
        return []
    shares = [(len(words.intersection(_WORDS.findall(text))) / len(words), event) for event, text in told]
    most = max((share for share, _ in shares), default=0.0)
    return [event for share, event in shares if share == most] if most >= LEAST_SHARE else []


def _nothing(record: Record, name: str) -> str:
    """What to say where the words fit nothing."""
    kinds = ", ".join(sorted({event.kind for event in record.events}))
    lost = "" if record.of_kind("service.crossed") else "no service fell below its threshold in this record; "
    word = name.strip().casefold()
    asked = [key for key in record.scenario.needed if key in word or mission_name(key) in word]
    fallen = {event.mission for event in record.events if isinstance(event, ServiceCrossed)}
    if asked and fallen.isdisjoint(asked):
        never = " and ".join(map(mission_name, asked))
        return (
            f"{never} never fell below its threshold here because of an attack: there is nothing to explain"
        )
    return (
        f"no event is called '{name}'; {lost}it holds events of the kinds {kinds}; names of satellites, sites, regions "
        "and nations, ids and parts of these find an event, too"
    )


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
    above: Event | None = None
    for event in chain:
        lead = "what" if above is None else "after" if ends_by_itself(above) else "because"
        above = event
        lines.append(f"{lead:>8}  {clock(event.t_s)}  {sentence(event, names)}")
        lines.append(f"{'':>8}  {event.id}")
        lines += [f"{'':>12}{line}" for line in [*card_lines(event, names), *_aftermath(event)]]
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
