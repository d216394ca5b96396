"""What a report tells of a run: its events in sentences, each with its chain of causes, and who thought whom guilty."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wargame.analysis.cards import card_lines
from wargame.analysis.losses import Loss, longest, loss_sentence, losses, stretch_lines, whereabouts
from wargame.analysis.names import Names, clock
from wargame.analysis.sentences import sentence
from wargame.events import (
    FAILURE,
    AttributionFormed,
    EngagementLaunched,
    EngagementResolved,
    Event,
    InquiryOpened,
    ResponseDecided,
    ResponseDeclined,
    ServiceCrossed,
    VoteTaken,
)
from wargame.record import Record

MOST_EVENTS = 150
"""A page tells at most so many events one by one; the record holds all of them."""

Told = Event | Loss
"""One line of a story."""

VOICES = {
    "phase.changed": "white cell",
    "scenario.amended": "white cell",
    "inject.fired": "white cell",
    "attack.decided": "Red",
    "engagement.resolved": "Red",
    "order.refused": "Red",
    "asset.lost": "damage",
    "asset.degraded": "damage",
    "receivers.jammed": "damage",
    "debris.created": "damage",
    "response.decided": "answer",
    "off_ramp.offered": "answer",
    "crisis.stepped_down": "Red",
    "crisis.ended": "white cell",
    "message.given": "white cell",
    "ruling.made": "white cell",
    "service.refused": "provider",
    "leak.occurred": "Red",
    "vote.taken": "answer",
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
    """One line of the story with everything that led to it, nearest first, itself included.

    Attributes:
        clock, voice, sentence: when, whose doing, what.
        chain: the event and its causes.
        times: for a loss that came and went, every time.
    """

    clock: str
    voice: str
    sentence: str
    chain: Sequence[Cause]
    times: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The lines told, and what was left to the record: so many lines, so many losses, and where these are."""

    entries: Sequence[Entry]
    left_out: int
    losses_left_out: int = 0
    where: str = ""


def told(record: Record, kinds: Iterable[str], most_losses: int) -> tuple[list[Told], list[Loss]]:
    """What a story tells in order of time: the events of these kinds, crossings of one service line as one loss.

    Args:
        record: the run.
        kinds: kinds of events.
        most_losses: how many losses to tell; where there are more, the longest.

    Returns:
        What is told, and the losses that are not.
    """
    wanted = frozenset(kinds)
    events = [e for e in record.events if e.kind in wanted and not isinstance(e, ServiceCrossed)]
    found = losses(record) if ServiceCrossed.kind in wanted else []
    kept, others = longest(found, most_losses)
    return sorted([*events, *kept], key=_when), others


def _when(item: Told) -> tuple[int, int]:
    event = item.first if isinstance(item, Loss) else item
    return event.t_s, event.seq


def story(record: Record, kinds: Iterable[str], names: Names) -> Story:
    """The events of these kinds in order of time, each loss of a service in one line."""
    wanted = frozenset(kinds)
    events = sum(
        1 for event in record.events if event.kind in wanted and not isinstance(event, ServiceCrossed)
    )
    found, others = told(record, wanted, max(0, MOST_EVENTS - events))
    entries = [_entry(record, item, names) for item in found[:MOST_EVENTS]]
    return Story(entries, len(found) - len(entries), len(others), whereabouts(others, names))


def _entry(record: Record, item: Told, names: Names) -> Entry:
    event = item.first if isinstance(item, Loss) else item
    causes = record.causes(event.id)
    chain = chain_of(record, event, names)
    voice = VOICES.get(event.kind, "damage")
    if voice == "damage" and any(one.kind == "inject.fired" for one in causes):
        voice = "nature"
    if isinstance(item, Loss):
        return Entry(clock(event.t_s), voice, loss_sentence(item, names), chain, stretch_lines(item))
    return Entry(clock(event.t_s), voice, chain[0].sentence, chain)


def chain_of(record: Record, event: Event, names: Names) -> list[Cause]:
    """The event and everything that caused it, nearest first, each with its explain card."""
    causes = record.causes(event.id)
    return [Cause(clock(one.t_s), _told(one, names), one.id, card_lines(one, names)) for one in causes]


def _told(event: Event, names: Names) -> str:
    """The event's sentence; an answer says to which order it is one."""
    words = sentence(event, names)
    if isinstance(event, ResponseDecided) and event.order.count(":") >= 2:  # a failure is no order
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
                    event.outcome != FAILURE,
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
    voted = {event.id: event.engagement for event in record.events if isinstance(event, VoteTaken)}
    formed = {event.id: event.engagement for event in record.events if isinstance(event, AttributionFormed)}
    about = {**formed, **voted}
    outcomes: dict[tuple[str, str], tuple[str, bool]] = {}
    for event in record.events:
        if isinstance(event, ResponseDecided):
            words = f"acts: {event.step}" if event.step else "acts"
            outcomes[about[event.cause or ""], event.government] = (words, True)
        elif isinstance(event, ResponseDeclined):
            outcomes[event.engagement, event.government] = (_SHORT.get(event.reason, event.reason), False)
    found: dict[str, dict[str, Verdict]] = {}
    for event in record.events:
        if isinstance(event, AttributionFormed):
            words, acts = outcomes.get((event.engagement, event.government), ("undecided", False))
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
