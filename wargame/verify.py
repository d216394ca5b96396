"""Verification: run a record again from its own manifest and say how the two differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wargame.events import UNDIGESTED, Event
from wargame.record import Record
from wargame.record.record import event_line, first_difference
from wargame.run import run_again

TOLERANCE = 1e-6
"""Numbers of another platform may differ by this much."""

CHECKED = (
    "the record's events and manifest; summary.json, report.html and service.npz are derived and not checked"
)
"""What a verification covers, and what it does not."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a record and its repetition compare.

    Attributes:
        sentence: for people.
        identical: equal digests.
        same_events: the same events with numbers that differ by at most the tolerance.
        numbers: how many numbers differ.
        largest: by how much at most.
    """

    sentence: str
    identical: bool
    same_events: bool
    numbers: int = 0
    largest: float = 0.0

    def holds(self, strict: bool) -> bool:
        """Whether the check holds: equal numbers to the tolerance, or equal bits when strict."""
        return self.identical or (self.same_events and not strict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "verdict": self.sentence,
            "checked": CHECKED,
            "identical": self.identical,
            "same_events": self.same_events,
            "numbers": self.numbers,
            "largest": self.largest,
        }


def verify(record: Record) -> Verdict:
    """Runs the record's manifest again and compares event by event."""
    return compare(record, run_again(record))


def compare(record: Record, again: Record) -> Verdict:
    """The verdict on two records of the same run."""
    if record.full_digest == again.full_digest:
        return Verdict("identical", identical=True, same_events=True)
    differences = [
        difference
        for left, right in zip(record.events, again.events, strict=False)
        for difference in _numbers(left.as_dict(), right.as_dict())
    ]
    same = len(record.events) == len(again.events) and None not in differences
    largest = max((item for item in differences if item is not None), default=0.0)
    if same and largest <= TOLERANCE:
        count = sum(1 for item in differences if item)
        return Verdict(
            f"same events, {count} numbers differ by at most {largest:.3g}", False, True, count, largest
        )
    return Verdict(_divergence(record, again), identical=False, same_events=False)


def _divergence(record: Record, again: Record) -> str:
    found = first_difference(record.events, again.events)
    if found is None:
        return "the same events, but cards or tables differ by more than the tolerance"
    n, left, right = found
    return f"first divergence at event {n}: recorded {_line(left)}, now {_line(right)}"


def _line(event: Event | None) -> str:
    return "nothing" if event is None else event_line(event, UNDIGESTED)


def _numbers(left: Any, right: Any) -> list[float | None]:
    """Differences of all numbers in two plain values (`Any`: JSON); None where they differ otherwise."""
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        if left.keys() != right.keys():
            return [None]
        return [item for key in left for item in _numbers(left[key], right[key])]
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        if len(left) != len(right):
            return [None]
        return [item for a, b in zip(left, right, strict=True) for item in _numbers(a, b)]
    if isinstance(left, int | float) and isinstance(right, int | float):
        return [abs(left - right)] if left != right else []
    return [] if left == right else [None]
