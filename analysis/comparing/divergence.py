"""Where two histories part: the first event that differs and the first that people would notice, with their causes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wargame.analysis.comparing.courses import Course
from wargame.analysis.names import clock
from wargame.analysis.story import Cause, chain_of
from wargame.events import UNDIGESTED, Event, ScenarioAmended
from wargame.record.record import first_difference

NOTICED = frozenset(
    {
        "attack.decided",
        "order.given",
        "order.refused",
        "engagement.resolved",
        "asset.lost",
        "asset.degraded",
        "receivers.jammed",
        "debris.created",
        "leak.occurred",
        "response.decided",
        "vote.taken",
        "service.refused",
        "service.crossed",
        "off_ramp.offered",
        "crisis.stepped_down",
        "crisis.ended",
        "phase.changed",
        "inject.fired",
        "demonstration.shown",
        "message.given",
        "ruling.made",
    }
)
"""Kinds of events that somebody in the crisis would notice, other than reports and weighings."""

UNSEEN = UNDIGESTED | {"cause", "move"}
SEEN_NUMBERS = frozenset({"factor"})
"""Of the numbers of an event only what is left of a service shows; chances and draws do not."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of one of the runs, with everything that led to it.

    Attributes:
        id: of the event.
        sentence: what happened.
        chain: the event and its causes, nearest first.
    """

    id: str
    sentence: str
    chain: Sequence[Cause]

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        causes = [{"clock": item.clock, "sentence": item.sentence, "id": item.id} for item in self.chain[1:]]
        return {"id": self.id, "sentence": self.sentence, "causes": causes}


@dataclass(frozen=True, slots=True)
class Divergence:
    """A moment at which two runs differ.

    Attributes:
        t_s, move: when, in seconds since the epoch, and in which move.
        a, b: what happened in either run; None where nothing of the kind did then.
        after_run: whether it comes after the last move, where it still counts.
        fields: what differs in one event that both have, by name, with both values (`Any`: plain values).
    """

    t_s: int
    move: int
    a: Happening | None
    b: Happening | None

    after_run: bool = False
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def clock(self) -> str:
        """When, in words."""
        return clock(self.t_s)

    @property
    def when(self) -> str:
        """When, with the move, as a heading has it."""
        return f"{self.clock}, {'after the run' if self.after_run else f'move {self.move}'}"

    @property
    def unseen(self) -> str:
        """What differs where both sentences read alike, since it is smaller than they show; empty elsewhere."""
        if self.a is None or self.b is None or self.a.sentence != self.b.sentence:
            return ""
        values = (f"{name} {left} and {right}" for name, (left, right) in self.fields.items())
        return f"The sentences read alike; what differs is {', '.join(values)}."

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "t_s": self.t_s,
            "move": self.move,
            "clock": self.clock,
            "a": None if self.a is None else self.a.as_dict(),
            "b": None if self.b is None else self.b.as_dict(),
            "fields": {name: list(pair) for name, pair in self.fields.items()},
        }


def first_divergence(a: Course, b: Course) -> tuple[int, Divergence | None]:
    """How many events the two runs share from the start, and the first that differs; None where none does.

    That a fork says that it is one is no difference.
    """
    left, right = _happened(a), _happened(b)
    found = first_difference(left, right)
    if found is None:
        return len(left), None
    n, was, now = found
    # What comes later in the other run as well is not what parts them: the other one has something first.
    mine = (
        was if was is not None and (now is None or was.id == now.id or was.id not in b.played.by_id) else None
    )
    theirs = (
        now if now is not None and (was is None or was.id == now.id or now.id not in a.played.by_id) else None
    )
    if mine is None and theirs is None:
        mine, theirs = was, now
    return n, _divergence(a, b, mine, theirs)


def first_noticed(a: Course, b: Course) -> Divergence | None:
    """The first thing that people in the crisis would notice to be different; None where there is none."""
    mine, theirs = _noticed(a, b), _noticed(b, a)
    found = min(filter(None, (mine, theirs)), key=lambda event: (event.t_s, event.seq), default=None)
    if found is None:
        return None
    return _divergence(a, b, _counterpart(found, a), _counterpart(found, b))


def _counterpart(event: Event, course: Course) -> Event | None:
    """The event itself in a run, or what the run has in its place: the same kind of thing at the same second."""
    if event.id in course.played.by_id:
        return course.played.by_id[event.id]
    subject = event.about[0]
    alike = (each for each in course.played.of_kind(event.kind) if each.t_s == event.t_s)
    return next(
        (each for each in alike if not subject or getattr(each, subject) == getattr(event, subject)), None
    )


def _noticed(one: Course, other: Course) -> Event | None:
    """The first event of a run that people notice and that the other run lacks or has otherwise."""
    candidates = (
        event for event in one.played.events if event.kind in NOTICED and _is_different(event, other)
    )
    return min(candidates, key=lambda event: (event.t_s, event.seq), default=None)


def _is_different(event: Event, other: Course) -> bool:
    """Whether another run lacks an event, or has it otherwise than in what only a table shows."""
    found = other.played.by_id.get(event.id)
    return found is None or _shown(event) != _shown(found)


def _shown(event: Event) -> dict[str, Any]:
    """What people see of an event: no chances, draws or sums behind it, nor what caused it (`Any`: plain values)."""
    return {
        name: value
        for name, value in event.as_dict().items()
        if name not in UNSEEN and (name in SEEN_NUMBERS or not isinstance(value, float))
    }


def _happened(course: Course) -> list[Event]:
    return [event for event in course.played.events if not isinstance(event, ScenarioAmended)]


def _divergence(a: Course, b: Course, mine: Event | None, theirs: Event | None) -> Divergence:
    known = [event for event in (mine, theirs) if event is not None]
    first = min(known, key=lambda event: (event.t_s, event.seq))
    given = a.played.scenario.clock
    move = min(first.t_s, given.duration_s - 1) // given.move_s  # a score is written down after the last move
    late = first.t_s > given.duration_s
    return Divergence(
        first.t_s, move, _happening(a, mine), _happening(b, theirs), late, _fields(mine, theirs)
    )


def _fields(mine: Event | None, theirs: Event | None) -> dict[str, tuple[Any, Any]]:
    """What differs in an event that both runs have."""
    if mine is None or theirs is None or mine.id != theirs.id:
        return {}
    left, right = mine.as_dict(), theirs.as_dict()
    names = sorted((left.keys() | right.keys()) - UNDIGESTED)
    return {name: (left.get(name), right.get(name)) for name in names if left.get(name) != right.get(name)}


def _happening(course: Course, event: Event | None) -> Happening | None:
    if event is None:
        return None
    chain = chain_of(course.played, event, course.names)
    return Happening(event.id, chain[0].sentence, chain)
