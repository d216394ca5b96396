"""Lines and sections of a review's pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from wargame.analysis.review.consequences import counted


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when, what, how it was in truth, and the event to go on from; empty where there is none."""

    clock: str
    words: str
    truth: str = ""
    event: str = ""
    t_s: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a cell's page, and what to say where it has no line."""

    title: str
    lines: Sequence[Line]
    empty: str


def shortened(lines: Sequence[Line], most: int, thing: str) -> list[Line]:
    """At most so many lines, and how many there are beside them."""
    if len(lines) <= most:
        return list(lines)
    rest = len(lines) - most
    return [*lines[:most], Line("", f"And {counted(rest, f'more {thing}')}, in the record.")]
