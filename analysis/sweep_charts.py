"""Pictures of a sweep's analysis, from its document: bars with intervals, curves, boxes, choices."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from wargame.analysis.svg import Frame, box, circle, drawing, line, polygon, polyline, shortened, text, ticks

WIDTH = 1000.0
ROW = 34.0
LETTERS = 38
"""So many letters of a title fit beside a chart."""
LETTER = 10.0
"""So wide is a letter of a title at most, on average: bold, in the widest of the fonts."""
LEAST_LEFT = 160.0


def bars(
    rows: Sequence[tuple[str, Sequence[Mapping[str, Any]]]], label: str, styles: Sequence[str]
) -> Markup:
    """Bars with whiskers from zero: a row for each factor, a bar for each of its numbers.

    Args:
        rows: the factor's title and its estimates (value, low, high).
        label: what the drawing shows.
        styles: the class of each bar of a row.
    """
    ends = [
        edge for _, found in rows for item in found for edge in (item["value"], item["low"], item["high"])
    ]
    start = _left([title for title, _ in rows])
    frame = Frame(start, 8, WIDTH - start - 90, ROW * len(rows), _range([0.0, *ends]), (0.0, 1.0))
    parts = [_scale(frame)]
    for n, (title, found) in enumerate(rows):
        top = frame.top + ROW * n
        parts.append(text(frame.left - 10, top + 20, shortened(title, LETTERS), "option", "end"))
        height = (ROW - 10) / max(1, len(found))
        for m, (item, style) in enumerate(zip(found, styles, strict=False)):
            middle = top + 5 + height * (m + 0.5)
            left, right = sorted((frame.x(0.0), frame.x(item["value"])))
            hint = f"{title}: {item['value']:.3f} [{item['low']:.3f}, {item['high']:.3f}]"
            parts += [
                box(left, middle - height / 2 + 1, max(1.5, right - left), height - 2, style, hint),
                line(frame.x(item["low"]), middle, frame.x(item["high"]), middle, "whisker"),
            ]
        parts.append(text(frame.right + 8, top + 20, f"{found[0]['value']:+.3f}", "small"))
    parts.append(line(frame.x(0.0), frame.top, frame.x(0.0), frame.bottom, "zero"))
    return drawing(WIDTH, frame.bottom + 24, label, *parts)


def _left(titles: Sequence[str]) -> float:
    """Where a chart begins, so that the longest title fits beside it."""
    longest = max((len(shortened(title, LETTERS)) for title in titles), default=0)
    return max(LEAST_LEFT, LETTER * longest + 20)


def curve(found: Mapping[str, Any], enough: float | None, title: str, label: str) -> Markup:
    """An outcome along one factor: means, their intervals, what is enough, and where the curve passes it."""
    levels, means = found["levels"], found["means"]
    band = [(x, a, b) for x, a, b in zip(levels, found["low"], found["high"], strict=True) if a is not None]
    seen = [*means, *(a for _, a, _ in band), *(b for _, _, b in band), *([] if enough is None else [enough])]
    frame = Frame(64, 10, 400, 190, (min(levels), max(levels)), _range(seen))
    parts = [
        line(frame.left, frame.y(v), frame.right, frame.y(v), "grid")
        + text(frame.left - 8, frame.y(v) + 5, f"{v:g}", "small soft", "end")
        for v in ticks(*frame.y_range, 5)
    ]
    if len(band) > 1:
        outline = [(x, b) for x, _, b in band] + [(x, a) for x, a, _ in reversed(band)]
        parts.append(polygon(frame.places(outline), "band"))
    if enough is not None:
        parts.append(line(frame.left, frame.y(enough), frame.right, frame.y(enough), "threshold"))
    parts.append(polyline(frame.places(zip(levels, means, strict=True)), "track"))
    parts += [
        circle(frame.x(x), frame.y(y), 2.6, "dot", f"{x:g}: {y:.3f}")
        for x, y in zip(levels, means, strict=True)
    ]
    if found["tips_at"] is not None and enough is not None:
        at = found["tips_at"]
        if found["tips_low"] is not None:
            low, high = frame.x(found["tips_low"]), frame.x(found["tips_high"])
            parts.append(line(low, frame.y(enough), high, frame.y(enough), "span"))
        parts.append(circle(frame.x(at), frame.y(enough), 5.5, "ring", f"passes at {at:g}"))
    parts += [
        text(frame.left, frame.bottom + 17, f"{levels[0]:.4g}", "small soft"),
        text(frame.right, frame.bottom + 17, f"{levels[-1]:.4g}", "small soft", "end"),
        text(
            (frame.left + frame.right) / 2, frame.bottom + 17, shortened(title, 34), "small strong", "middle"
        ),
    ]
    return drawing(480, frame.bottom + 26, label, *parts)


def limits(found: Mapping[str, Any], factors: Mapping[str, Any], label: str) -> Markup:
    """A box: for every factor that it restricts its whole range, and the part of it that lies in the box."""
    rows = list(found["limits"].items())
    start = _left([factors[name]["title"] for name, _ in rows])
    frame = Frame(start, 6, WIDTH - start - 250, ROW * len(rows), (0.0, 1.0), (0.0, 1.0))
    parts = []
    for n, (name, limit) in enumerate(rows):
        top, about = frame.top + ROW * n, factors[name]
        parts += [
            text(frame.left - 10, top + 20, shortened(about["title"], LETTERS), "option", "end"),
            box(frame.left, top + 9, frame.width, 14, "whole"),
            text(frame.right + 10, top + 20, _words(limit), "small"),
        ]
        for start, end in _pieces(limit, about):
            parts.append(box(frame.x(start), top + 6, max(3.0, frame.x(end) - frame.x(start)), 20, "inbox"))
    return drawing(WIDTH, frame.bottom + 8, label, *parts)


def _pieces(limit: Mapping[str, Any], about: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Which parts of a factor's range lie in a box, as shares of it."""
    levels = about["levels"]
    if "allowed" in limit:
        step = 1.0 / len(levels)
        return [(levels.index(level) * step, (levels.index(level) + 1) * step) for level in limit["allowed"]]
    first, last = (levels[0], levels[-1]) if levels else (about["low"], about["high"])
    low, high = (min(first, last), max(first, last)) if levels else (first, last)
    span = (high - low) or 1.0
    start = low if limit["low"] is None else limit["low"]
    end = high if limit["high"] is None else limit["high"]
    return [((start - low) / span, (end - low) / span)]


def _words(limit: Mapping[str, Any]) -> str:
    if "allowed" in limit:
        return shortened(" or ".join(str(level) for level in limit["allowed"]), 30)
    if limit["low"] is None:
        return f"up to {limit['high']:.4g}"
    return (
        f"from {limit['low']:.4g}" if limit["high"] is None else f"{limit['low']:.4g} to {limit['high']:.4g}"
    )


def choices(
    rows: Sequence[tuple[str, float, float, bool]], axes: tuple[str, str], better: tuple[str, str], label: str
) -> Markup:
    """Choices by two outcomes; those that none beats have a ring and a name.

    Args:
        rows: the name, the two outcomes, and whether no other choice beats it.
        axes: what the outcomes are.
        better: which way is good.
        label: what the drawing shows.
    """
    frame = Frame(
        80, 14, WIDTH - 330, 330, _range([x for _, x, _, _ in rows]), _range([y for _, _, y, _ in rows])
    )
    parts = [_scale(frame)]
    parts += [
        line(frame.left, frame.y(v), frame.right, frame.y(v), "grid")
        + text(frame.left - 8, frame.y(v) + 5, f"{v:g}", "small soft", "end")
        for v in ticks(*frame.y_range)
    ]
    parts += [circle(frame.x(x), frame.y(y), 3.4, "dot", name) for name, x, y, _ in rows]
    unbeaten = sorted((row for row in rows if row[3]), key=lambda row: -row[2])
    parts += [circle(frame.x(x), frame.y(y), 8.0, "ring", name) for name, x, y, _ in unbeaten]
    last = -100.0
    for name, x, y, _ in unbeaten:
        place = max(frame.y(y) + 5, last + 16)
        parts.append(text(frame.x(x) + 13, place, shortened(name, 30), "small"))
        last = place
    arrows = {"higher": "more is better", "lower": "less is better"}
    parts += [
        text(
            frame.right,
            frame.bottom + 36,
            f"{shortened(axes[0], 60)} ({arrows[better[0]]})",
            "small strong",
            "end",
        ),
        text(frame.right + 10, frame.top + 12, shortened(axes[1], 34), "small strong"),
        text(frame.right + 10, frame.top + 30, f"upwards; {arrows[better[1]]}", "small soft"),
    ]
    return drawing(WIDTH, frame.bottom + 44, label, *parts)


def _scale(frame: Frame) -> Markup:
    """Lines and numbers at round values of the x axis."""
    marks = [
        line(frame.x(v), frame.top, frame.x(v), frame.bottom, "grid")
        + text(frame.x(v), frame.bottom + 17, f"{v:g}", "small soft", "middle")
        for v in ticks(*frame.x_range)
    ]
    return Markup("").join(marks)


def _range(values: Sequence[float]) -> tuple[float, float]:
    """The ends of an axis with some room; never of no length."""
    low, high = min(values), max(values)
    room = 0.05 * (high - low) or max(0.05 * abs(high), 0.01)
    return low - room, high + room
