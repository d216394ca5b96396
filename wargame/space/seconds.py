"""Whole seconds: what is left of a span once it must serve a decision."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """A span of whole seconds since the epoch, both ends included."""

    start_s: int
    end_s: int

    def within(self, start_s: int, end_s: int) -> "Interval | None":
        """Return the part of this interval inside [start_s, end_s], or None."""
        start, end = max(self.start_s, start_s), min(self.end_s, end_s)
        return Interval(start, end) if end >= start else None


def quantise_interval(start_s: float, end_s: float) -> Interval | None:
    """Return the whole seconds inside a span (start rounded up, end down), or None if there are none."""
    interval = Interval(math.ceil(start_s), math.floor(end_s))
    return interval if interval.end_s >= interval.start_s else None
