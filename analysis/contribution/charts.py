"""The charts of a contribution report. Data in, SVG out; values are words as well as lengths.

Partners keep the mark of their kind; the coalition is the solid line and the lead alone the dashed one in its blue, as
in the report of a run. Signs are told by solid and hatched, never by colour alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from wargame.analysis.svg import (
    NOTHING,
    Frame,
    box,
    circle,
    drawing,
    line,
    mark,
    polyline,
    shortened,
    signed,
    text,
    ticks,
)

WIDTH = 1000.0
ROW = 50.0
LETTERS = 20
"""So many letters of a name fit beside a chart."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What one partner adds to a measure.

    Attributes:
        name, kind: who, and what kind of actor.
        value, low, high: the value with its interval; the interval None where there is none.
        for_others: the part that others' users get; None where the measure does not split.
        verdict: what may be said of it.
    """

    name: str
    kind: str
    value: float
    low: float | None
    high: float | None
    for_others: float | None
    verdict: str


def _spread(values: Sequence[float], least: float) -> tuple[float, float]:
    """A range that holds zero and all values, with some room."""
    low, high = min(0.0, *values), max(0.0, *values)
    room = 0.06 * max(high - low, least)
    return low - room, high + room


def answer_chart(bars: Sequence[Bar], label: str) -> Markup:
    """A row for each partner: the part for others solid, for itself pale after it, the whole with its interval."""
    ends = [number for item in bars for number in (item.value, item.low, item.high, item.for_others)]
    low, high = _spread([number for number in ends if number is not None], 0.002)
    frame = Frame(200, 12, WIDTH - 500, ROW * len(bars), (low, high), (0.0, 1.0))
    parts = [
        line(frame.x(v), frame.top, frame.x(v), frame.bottom, "grid")
        + text(frame.x(v), frame.bottom + 18, f"{v:g}", "small soft", "middle")
        for v in ticks(low, high)
    ]
    parts += [_answer_row(frame, item, frame.top + ROW * n) for n, item in enumerate(bars)]
    parts.append(line(frame.x(0.0), frame.top - 4, frame.x(0.0), frame.bottom, "zero"))
    return drawing(WIDTH, frame.bottom + 26, label, *parts)


def _answer_row(frame: Frame, item: Bar, top: float) -> Markup:
    middle = top + ROW / 2
    others = item.value if item.for_others is None else item.for_others
    parts = [
        mark(22, middle, item.kind, item.name, 6.5),
        text(36, middle + 5, shortened(item.name, LETTERS), "option"),
        _span(frame, 0.0, others, middle - 11, 22, f"adds {item.kind}", f"for others {signed(others, 4)}"),
    ]
    if item.for_others is not None:
        hint = f"for itself {signed(item.value - others, 4)}"
        parts.append(_span(frame, others, item.value, middle - 7, 14, "itself", hint))
    x = frame.x(item.value)
    if item.low is not None and item.high is not None and item.high > item.low:
        left, right = frame.x(item.low), frame.x(item.high)
        parts += [line(left, middle, right, middle, "whisker")]
        parts += [line(end, middle - 6, end, middle + 6, "whisker") for end in (left, right)]
    sure = item.verdict in ("adds", "takes away")
    parts += [
        circle(x, middle, 5.0, "point" if sure else "point open"),
        text(frame.right + 14, middle - 3, signed(item.value), "figure"),
        text(frame.right + 92, middle - 4, item.verdict, "small strong" if sure else "small"),
        text(frame.right + 14, middle + 15, _interval(item), "small soft"),
    ]
    return NOTHING.join(parts)


def _interval(item: Bar) -> str:
    if item.low is None or item.high is None:
        return "one replicate: no interval"
    if item.low == item.high:
        return "no chance enters: exact"
    return f"95 % {signed(item.low, 4)} to {signed(item.high, 4)}"


def _span(
    frame: Frame, start: float, end: float, top: float, height: float, class_: str, hint: str
) -> Markup:
    left, right = sorted((frame.x(start), frame.x(end)))
    return box(left, top, right - left, height, class_, hint)


# Synergy

CELL = 84.0
SAME_PLACE = 0.5
"""Ends of a judgement that are no farther apart than this on the drawing are one dot."""


def synergy_chart(
    names: Sequence[str], pairs: Mapping[tuple[int, int], tuple[float, bool | None]], label: str
) -> Markup:
    """A cell for every pair: solid where two add more together, hatched where they do each other's work.

    Args:
        names: of the partners, in order.
        pairs: by places of both (the smaller first), the synergy and whether it is distinguishable.
        label: for those who cannot see it.
    """
    most = max((abs(value) for value, _ in pairs.values()), default=0.0)
    left, top = 180.0, 34.0
    parts = [
        text(left + CELL * (n + 0.5), top - 10, shortened(name, 11), "small", "middle")
        for n, name in enumerate(names[:-1])
    ]
    for (first, second), (value, sure) in sorted(pairs.items()):
        x, y = left + CELL * first, top + 38.0 * (second - 1)
        strength = abs(value) / most if most > 0 else 0.0
        shade = f"heat{min(4, int(4.999 * strength))}"
        class_ = f"cell {'together' if value >= 0 else 'instead'} {shade}"
        parts.append(
            box(x + 1, y + 1, CELL - 2, 36, class_, f"{names[first]} and {names[second]}: {value:+.5f}")
        )
        weight = "strong" if sure else "soft"
        parts.append(text(x + CELL / 2, y + 24, signed(value), f"small cell-words {weight}", "middle"))
    for n, name in enumerate(names[1:]):
        parts.append(text(left - 10, top + 38.0 * n + 24, shortened(name, LETTERS), "option", "end"))
    width = max(WIDTH, left + CELL * (len(names) - 1) + 10)
    return drawing(width, top + 38.0 * (len(names) - 1) + 8, label, *parts)


# Assumptions


@dataclass(frozen=True, slots=True)
class Swung:
    """One judgement of the tornado: its words, the answer at both ends, and which ends these are."""

    words: str
    ends: tuple[str, str]
    values: tuple[float | None, float | None]


def tornado_chart(rows: Sequence[Swung], now: float, label: str) -> Markup:
    """A bar for each judgement over the answers at both ends of its range and as it stands, widest first."""
    known = [value for row in rows for value in row.values if value is not None]
    low, high = _spread([*known, now], 0.02)
    frame = Frame(390, 24, WIDTH - 440, 40.0 * len(rows), (low, high), (0.0, 1.0))
    parts = [
        line(frame.x(v), frame.top, frame.x(v), frame.bottom, "grid")
        + text(frame.x(v), frame.bottom + 18, f"{v:g}", "small soft", "middle")
        for v in ticks(low, high)
    ]
    for n, row in enumerate(rows):
        parts.append(_tornado_row(frame, row, now, frame.top + 40.0 * n))
    parts += [
        line(frame.x(0.0), frame.top - 4, frame.x(0.0), frame.bottom, "zero"),
        line(frame.x(now), frame.top - 8, frame.x(now), frame.bottom, "lead-line"),
        text(frame.x(now), frame.top - 12, f"as it stands {signed(now)}", "small strong", "middle"),
    ]
    return drawing(WIDTH, frame.bottom + 26, label, *parts)


def _tornado_row(frame: Frame, row: Swung, now: float, top: float) -> Markup:
    parts = [text(frame.left - 12, top + 25, row.words, "small", "end")]
    first, last = row.values
    if first is None or last is None:
        return NOTHING.join([*parts, text(frame.x(0.0) + 6, top + 25, "no number at an end", "small soft")])
    low, high = min(first, last, now), max(first, last, now)
    parts.append(_span(frame, low, high, top + 9, 22, "swing", f"{signed(low)} to {signed(high)}"))
    if frame.x(high) - frame.x(low) < SAME_PLACE:
        parts.append(circle(frame.x(last), top + 20, 4.5, "end high", f"at both ends: {signed(last)}"))
        words = f"{' and '.join(row.ends)}: the same"
        return NOTHING.join([*parts, text(frame.x(last) + 9, top + 25, words, "small soft halo")])
    for value, end, shape in ((first, row.ends[0], "low"), (last, row.ends[1], "high")):
        x = frame.x(value)
        anchor = "end" if (value < (first + last) / 2) == (first != last) else "start"
        parts.append(circle(x, top + 20, 4.5, f"end {shape}", f"at {end}: {signed(value)}"))
        parts.append(text(x - 9 if anchor == "end" else x + 9, top + 25, end, "small soft halo", anchor))
    return NOTHING.join(parts)


# Tipping


@dataclass(frozen=True, slots=True)
class Course:
    """A curve: its style, its name and its points."""

    style: str
    name: str
    points: Sequence[tuple[float, float]]


def tipping_chart(courses: Sequence[Course], x_range: tuple[float, float], label: str) -> Markup:
    """P(attack) as a function of the crisis pressure that is added at every move; where a curve crosses one half."""
    frame = Frame(58, 16, WIDTH - 78, 260, x_range, (0.0, 1.02))
    parts = [
        line(frame.left, frame.y(v), frame.right, frame.y(v), "threshold" if v == 0.5 else "grid")
        + text(frame.left - 8, frame.y(v) + 5, f"{v:g}", "small soft", "end")
        for v in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    parts += [
        line(frame.x(v), frame.bottom, frame.x(v), frame.bottom + 4, "axis")
        + text(frame.x(v), frame.bottom + 19, signed(v, 1) if v else "as it stands", "small soft", "middle")
        for v in ticks(*x_range, most=8)
    ]
    parts.append(line(frame.x(0.0), frame.top, frame.x(0.0), frame.bottom, "zero"))
    for course in courses:
        parts.append(polyline(frame.places(course.points), f"track {course.style}"))
        crossing = _first_half(course.points)
        if crossing is not None and not course.style.startswith("one"):
            hint = f"{course.name}: one half at {signed(crossing)}"
            parts.append(circle(frame.x(crossing), frame.y(0.5), 6, f"ring {course.style}", hint))
    return drawing(WIDTH, frame.bottom + 28, label, *parts)


def _first_half(points: Sequence[tuple[float, float]]) -> float | None:
    """Where a curve first rises through one half, in a straight line between its points; None where it does not."""
    for (x0, p0), (x1, p1) in pairwise(points):
        if p0 < 0.5 <= p1:
            return x0 + (x1 - x0) * (0.5 - p0) / (p1 - p0)
    return None
