"""What a report tells of a run: its events in sentences, each with its chain of causes, and who thought whom guilty."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wargame.analysis.sentences import Names, card_lines, clock, sentence
from wargame.events import (
    AttributionFormed,
    EngagementLaunched,
    EngagementResolved,
    Event,
    InquiryOpened,
    ResponseDecided,
    ResponseDeclined,
)
from wargame.record import Record

MOST_EVENTS = 150
"""A page tells at most so many events one by one; the record holds all of them."""

VOICES = {
    "phase.changed": "white cell",
    "inject.fired": "white cell",
    "attack.decided": "Red",
    "engagement.resolved": "Red",
    "order.refused": "Red",
    "asset.lost": "damage",
    "asset.degraded": "damage",
    "debris.created": "damage",
    "response.decided": "answer",
    "service.crossed": "service",
}
"""Whose doing a kind of event is, for the eye."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One step of a chain of causes: when, what, and its explain card as lines."""

    clock: str
    sentence: str
    id: str
    card: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the story with everything that led to it, nearest first, itself included."""

    clock: str
    voice: str
    sentence: str
    chain: Sequence[Cause]


@dataclass(frozen=True, slots=True)
class Story:
    """The events told, and how many of the same kinds were left to the record."""

    entries: Sequence[Entry]
    left_out: int


def story(record: Record, kinds: Iterable[str], names: Names) -> Story:
    """The events of these kinds in order of time; if too many, of each service line only its first crossing."""
    wanted = frozenset(kinds)
    events = sorted((event for event in record.events if event.kind in wanted), key=lambda e: (e.t_s, e.seq))
    kept = events
    if len(events) > MOST_EVENTS:
        kept = [event for event in events if event.kind != "service.crossed" or _is_first(event, events)]
    kept = kept[:MOST_EVENTS]
    return Story([_entry(record, event, names) for event in kept], len(events) - len(kept))


def _is_first(event: Event, events: Sequence[Event]) -> bool:
    line = (getattr(event, "mission", ""), getattr(event, "place", ""))
    return event is next(
        item for item in events if (getattr(item, "mission", ""), getattr(item, "place", "")) == line
    )


def _entry(record: Record, event: Event, names: Names) -> Entry:
    causes = record.causes(event.id)
    chain = [Cause(clock(item.t_s), _told(item, names), item.id, card_lines(item)) for item in causes]
    voice = VOICES.get(event.kind, "damage")
    if voice == "damage" and any(item.kind == "inject.fired" for item in causes):
        voice = "nature"
    return Entry(clock(event.t_s), voice, chain[0].sentence, chain)


def _told(event: Event, names: Names) -> str:
    """The event's sentence; an answer says to which order it is one."""
    words = sentence(event, names)
    if isinstance(event, ResponseDecided):
        _, _, option = event.order.split(":", 2)
        words += f" The reason: {names.option(option)}."
    return words


# Governments


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one government concluded from one attack, and what it did."""

    posterior: float
    cut_off: float
    standing: str
    outcome: str
    acts: bool


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack that was carried out, with every government's verdict by its id."""

    clock: str
    t_s: int
    words: str
    rung: int
    success: bool
    verdicts: Mapping[str, Verdict]


_SHORT = {
    "it has answered this order already": "has answered already",
    "its posterior stays below its cut-off": "not sure enough",
    "it is sure enough but not committed": "sure, not committed",
}


def attacks(record: Record, names: Names) -> list[Attack]:
    """Every attack of a record in order of its effect."""
    launched = {event.engagement: event for event in record.events if isinstance(event, EngagementLaunched)}
    verdicts = _verdicts(record)
    found = []
    for event in record.events:
        if isinstance(event, EngagementResolved):
            start = launched[event.engagement]
            found.append(
                Attack(
                    clock(event.t_s),
                    event.t_s,
                    f"{names(start.capability)} on {names(event.target)}",
                    start.rung,
                    event.outcome == "success",
                    verdicts.get(event.engagement, {}),
                )
            )
    return sorted(found, key=lambda item: (item.t_s, item.words))


def _verdicts(record: Record) -> dict[str, dict[str, Verdict]]:
    """Verdicts by engagement and government."""
    standing = {
        (event.engagement, event.government): event.standing
        for event in record.events
        if isinstance(event, InquiryOpened)
    }
    outcomes: dict[str, tuple[str, bool]] = {}
    for event in record.events:
        if isinstance(event, ResponseDecided):
            outcomes[event.cause or ""] = ("acts", True)
        elif isinstance(event, ResponseDeclined):
            outcomes[event.cause or ""] = (_SHORT.get(event.reason, event.reason), False)
    found: dict[str, dict[str, Verdict]] = {}
    for event in record.events:
        if isinstance(event, AttributionFormed):
            words, acts = outcomes.get(event.id, ("undecided", False))
            why = standing.get((event.engagement, event.government), "")
            found.setdefault(event.engagement, {})[event.government] = Verdict(
                event.posterior, event.cut_off, why, words, acts
            )
    return found


def expected_answers(option: Mapping[str, Any], names: Names) -> list[dict[str, Any]]:
    """What Red expects of each government should it choose an option (`Any`: rows of a recorded table)."""
    return [
        {**answer, "name": names(answer["government"])}
        for answer in sorted(option["answers"], key=lambda item: names(item["government"]))
    ]
