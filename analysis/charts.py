"""The charts of a report: what Red weighed, how near attack came, what was served. Data in, SVG out.

The coalition is always the solid line, the lead alone the dashed one in the lead's blue; Red is always vermilion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from markupsafe import Markup

from wargame.analysis.names import clock
from wargame.analysis.svg import (
    NOTHING,
    Frame,
    box,
    circle,
    drawing,
    line,
    polygon,
    polyline,
    signed,
    text,
    ticks,
)

WIDTH = 1000.0
DAY_S = 86400
COST_TERMS = (
    ("k_resource", "resources"),
    ("k_rung", "rung"),
    ("k_debris", "debris"),
    ("k_norm", "norm"),
    ("k_strategic", "strategic"),
    ("k_response", "responses"),
)
"""The parts of an attack's cost, in the order in which they are stacked."""

Phases = Sequence[tuple[float, float, str]]
"""(start_s, end_s, phase) of every stretch of the run."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that all charts of a page mark: when, and what it was."""

    t_s: float
    words: str


# What Red weighed


@dataclass(frozen=True, slots=True)
class Offer:
    """One attack as Red weighs it: its words, its terms in stakes, and what restraint would cost."""

    words: str
    terms: Mapping[str, float]
    pressure: float

    @property
    def relieved(self) -> float:
        """The pressure that the attack relieves."""
        return self.pressure - self.terms["unrelieved"]

    @property
    def gain(self) -> float:
        """What speaks for the attack: the pressure that it relieves, and its benefit."""
        return self.relieved + self.terms["benefit"]

    @property
    def balance(self) -> float:
        """The attack less restraint, as Red's doctrine counts it."""
        return self.terms.get("worth", self.terms["utility"]) + self.pressure


ROW = 74.0
LABEL_LINE = 17.0
LABEL_LETTERS = 90
"""So many letters of a label stand beside each other over the bars without reaching the figures at the right."""
LABEL_LINES = 2


def options_chart(offers: Sequence[Offer], scale: float, label: str) -> Markup:
    """For each attack a bar of what speaks for it over a bar of its stacked costs; the longer one wins.

    Args:
        offers: the attacks, best first; all at one moment, so with one pressure.
        scale: the value at the right edge, so that two charts can be compared.
        label: for those who cannot see it.
    """
    labels = [
        wrap(offer.words, LABEL_LETTERS, max_lines=LABEL_LINES, placeholder=" \N{HORIZONTAL ELLIPSIS}")
        for offer in offers
    ]
    heights = [ROW + LABEL_LINE * (len(lines) - 1) for lines in labels]
    frame = Frame(8, 26, WIDTH - 190, sum(heights), (0.0, scale), (0.0, 1.0))
    parts = [_grid(frame, value) for value in ticks(0.0, scale)]
    top = frame.top
    for offer, lines, height in zip(offers, labels, heights, strict=True):
        parts.append(_offer(frame, offer, lines, top))
        top += height
    parts += [
        _pressure(frame, offers[0].pressure),
        text(frame.right + 16, frame.top - 10, "attack less restraint", "small strong"),
    ]
    return drawing(WIDTH, frame.bottom + 24, label, *parts)


def _pressure(frame: Frame, pressure: float) -> Markup:
    """The line at what restraint would cost, with its words on the side on which there is room."""
    x, y, words = frame.x(pressure), frame.top - 10, f"restraint would cost Red {pressure:.2f}"
    if x > frame.right:
        return text(frame.right, y, f"{words}, off this scale", "small", "end")
    left = x > frame.left + 0.6 * frame.width
    return line(x, frame.top - 8, x, frame.bottom + 2, "pressure") + text(
        x - 5 if left else x + 5, y, words, "small", "end" if left else "start"
    )


def _grid(frame: Frame, value: float) -> Markup:
    x = frame.x(value)
    return line(x, frame.top, x, frame.bottom, "grid") + text(
        x, frame.bottom + 17, f"{value:g}", "small soft", "middle"
    )


def _offer(frame: Frame, offer: Offer, label: Sequence[str], top: float) -> Markup:
    base = frame.x(0.0)
    relieved, gain = frame.x(offer.relieved), frame.x(offer.gain)
    written = [text(base + 2, top + 17 + LABEL_LINE * n, words, "option") for n, words in enumerate(label)]
    top += LABEL_LINE * (len(label) - 1)
    parts = [
        *written,
        box(
            base,
            top + 24,
            relieved - base,
            17,
            "escaped",
            f"pressure relieved: {offer.relieved:.3f}",
        ),
        box(relieved, top + 24, gain - relieved, 17, "benefit", f"benefit {offer.terms['benefit']:.3f}"),
    ]
    reached = 0.0
    for key, name in COST_TERMS:
        start, reached = reached, reached + offer.terms[key]
        x, width = frame.x(start), frame.x(reached) - frame.x(start)
        parts.append(box(x, top + 43, width, 17, f"cost {name}", f"{name} {offer.terms[key]:.3f}"))
        if width > 8.2 * len(name) + 8:
            parts.append(text(x + width / 2, top + 56, name, f"small on-{name}", "middle"))
    parts += [
        text(frame.right + 16, top + 38, signed(offer.balance, 3), "figure"),
        _conclusion(frame.right + 16, top + 56, offer),
    ]
    return NOTHING.join(parts)


def _conclusion(x: float, y: float, offer: Offer) -> Markup:
    if offer.balance > 0:
        return text(x, y, "attack looks better", "small red")
    return text(x, y, "restraint looks better", "small soft")


# How near attack came


@dataclass(frozen=True, slots=True)
class Track:
    """A line over time: its class, its name, and (t_s, value) with None where there is none."""

    style: str
    name: str
    points: Sequence[tuple[float, float | None]]

    @property
    def known(self) -> list[tuple[float, float]]:
        """The points with a value."""
        return [(t, value) for t, value in self.points if value is not None]

    @property
    def stretches(self) -> list[list[tuple[float, float]]]:
        """The line, cut where there is no value."""
        found: list[list[tuple[float, float]]] = [[]]
        for t, value in self.points:
            if value is not None:
                found[-1].append((t, value))
            elif found[-1]:
                found.append([])
        return [item for item in found if item]


def gap_chart(
    tracks: Sequence[Track], phases: Phases, end_s: float, label: str, moments: Sequence[Moment] = ()
) -> Markup:
    """The best attack less restraint at every move, phases shaded, the nearest approach of each line ringed."""
    values = [value for track in tracks for _, value in track.known]
    low, high = min([0.0, *values]), max([0.0, *values])
    room = 0.08 * max(high - low, 0.1)
    low, high = low - room, high + room
    frame = Frame(58, 30, WIDTH - 68, 250, (0.0, end_s), (low, high))
    parts = [_phases(frame, phases), _days(frame)]
    levels = ticks(low, high)
    digits = 1 if all(round(v, 1) == v for v in levels) else 2
    parts += [
        line(frame.left, frame.y(v), frame.right, frame.y(v), "grid")
        + text(frame.left - 8, frame.y(v) + 5, signed(v, digits) if v else "0", "small soft", "end")
        for v in levels
    ]
    zero = frame.y(0.0)
    parts += [
        line(frame.left, zero, frame.right, zero, "zero"),
        text(frame.right, frame.top - 8, "above zero attack looks better to Red", "small red", "end"),
    ]
    for track in tracks:
        parts += [polyline(frame.places(item), f"track {track.style}") for item in track.stretches]
        parts += [circle(x, y, 3.2, f"dot {track.style}") for x, y in frame.places(track.known)]
        if track.known:
            t, value = max(track.known, key=lambda item: item[1])
            hint = f"{track.name}: {value:+.3f} at {clock(round(t))}"
            parts.append(circle(frame.x(t), frame.y(value), 8, f"ring {track.style}", hint))
    return drawing(WIDTH, frame.bottom + 26, label, *parts, _moments(frame, moments))


def chance_chart(
    tracks: Sequence[Track], phases: Phases, end_s: float, label: str, moments: Sequence[Moment] = ()
) -> Markup:
    """P(attack) at every move, from 0 to 1, phases shaded."""
    frame = Frame(58, 30, WIDTH - 68, 170, (0.0, end_s), (0.0, 1.02))
    parts = [_phases(frame, phases), _days(frame), _quarters(frame)]
    for track in tracks:
        parts += [polyline(frame.places(item), f"track {track.style}") for item in track.stretches]
        parts += [circle(x, y, 3.2, f"dot {track.style}") for x, y in frame.places(track.known)]
    return drawing(WIDTH, frame.bottom + 26, label, *parts, _moments(frame, moments))


def survival_chart(tracks: Sequence[Track], phases: Phases, end_s: float, label: str) -> Markup:
    """The chance that Red has not attacked yet, as steps that hold until the next move."""
    frame = Frame(58, 30, WIDTH - 68, 170, (0.0, end_s), (0.0, 1.02))
    parts = [_phases(frame, phases), _days(frame), _quarters(frame)]
    for track in tracks:
        ends = [*(t for t, _ in track.known[1:]), end_s]
        steps = [
            place
            for (t, value), until in zip(track.known, ends, strict=True)
            for place in ((t, value), (until, value))
        ]
        if steps:
            parts.append(
                polyline(frame.places([(0.0, 1.0), (steps[0][0], 1.0), *steps]), f"track {track.style}")
            )
    return drawing(WIDTH, frame.bottom + 26, label, *parts)


def _quarters(frame: Frame) -> Markup:
    """The grid of a chance."""
    return NOTHING.join(
        line(frame.left, frame.y(v), frame.right, frame.y(v), "grid")
        + text(frame.left - 8, frame.y(v) + 5, f"{v:g}", "small soft", "end")
        for v in (0.0, 0.25, 0.5, 0.75, 1.0)
    )


def _moments(frame: Frame, moments: Sequence[Moment]) -> Markup:
    """A line down the chart at every moment, its words on the side on which there is room."""
    parts = []
    for row, item in enumerate(moments):
        x, y = frame.x(item.t_s), frame.bottom - 8 - 17 * row
        left = x > frame.left + 0.6 * frame.width
        parts.append(line(x, frame.top, x, frame.bottom, "moment"))
        parts.append(
            text(x - 6 if left else x + 6, y, item.words, "small moment-words", "end" if left else "start")
        )
    return NOTHING.join(parts)


def _phases(frame: Frame, phases: Phases) -> Markup:
    parts = []
    for start, end, phase in phases:
        x, width = frame.x(start), frame.x(min(end, frame.x_range[1])) - frame.x(start)
        parts.append(box(x, frame.top, width, frame.height, f"phase {phase}"))
        parts.append(text(x + 6, frame.top - 8, phase.replace("_", "-"), "small soft"))
    return NOTHING.join(parts)


def _days(frame: Frame) -> Markup:
    days = int(frame.x_range[1] // DAY_S)
    every = max(1, -(-days // 14))
    parts = []
    for day in range(0, days + 1, every):
        x = frame.x(day * DAY_S)
        parts.append(line(x, frame.bottom, x, frame.bottom + 4, "axis"))
        anchor = "start" if day == 0 else "end" if x > frame.right - 14 else "middle"
        parts.append(text(x, frame.bottom + 19, f"D+{day}", "small soft", anchor))
    return NOTHING.join([*parts, line(frame.left, frame.bottom, frame.right, frame.bottom, "axis")])


# What was served


@dataclass(frozen=True, slots=True)
class Strike:
    """An attack that was carried out: when, against what, whether it worked, and against whom it was made."""

    t_s: float
    words: str
    success: bool
    style: str


def service_chart(
    tracks: Sequence[Track],
    threshold: float,
    strikes: Sequence[Strike],
    phases: Phases,
    end_s: float,
    label: str,
    moments: Sequence[Moment] = (),
) -> Markup:
    """One mission's service over time, with its threshold; attacks are triangles above, filled when they worked."""
    struck = {item.style for item in strikes}
    rows = [style for style in dict.fromkeys(track.style.split()[0] for track in tracks) if style in struck]
    head = 8.0 + 16.0 * len(rows)
    frame = Frame(58, head + 6, WIDTH - 68, 120, (0.0, end_s), (-0.02, 1.04))
    parts = [
        box(
            frame.x(start),
            frame.top,
            frame.x(min(end, end_s)) - frame.x(start),
            frame.height,
            f"phase {phase}",
        )
        for start, end, phase in phases
    ]
    parts.append(_days(frame))
    parts += [
        line(frame.left, frame.y(v), frame.right, frame.y(v), "grid")
        + text(frame.left - 8, frame.y(v) + 5, f"{v:g}", "small soft", "end")
        for v in (0.0, 0.5, 1.0)
    ]
    limit = frame.y(threshold)
    parts += [
        line(frame.left, limit, frame.right, limit, "threshold"),
        text(frame.left + 6, limit + 15, f"outage below {threshold:g}", "small soft"),
    ]
    parts += [_strike(frame, item, 8.0 + 16.0 * rows.index(item.style)) for item in strikes]
    for track in tracks:
        parts += [polyline(frame.places(item), f"track {track.style}") for item in track.stretches]
    return drawing(WIDTH, frame.bottom + 26, label, *parts, _moments(frame, moments))


def _strike(frame: Frame, strike: Strike, y: float) -> Markup:
    x = frame.x(strike.t_s)
    points = [(x - 6, y - 5), (x + 6, y - 5), (x, y + 6)]
    shape = polygon(points, f"strike {strike.style} {'hit' if strike.success else 'miss'}", strike.words)
    drop = line(x, frame.top, x, frame.bottom, f"drop {strike.style}")
    return (drop if strike.success else NOTHING) + shape


def offer_of(row: Mapping[str, Any], pressure: float, words: str) -> Offer:
    """An offer from a row of a recorded table (`Any`: plain JSON values)."""
    keys = ("benefit", "cost", "unrelieved", "utility", *(key for key, _ in COST_TERMS))
    terms = {key: row[key] for key in keys}
    if "worth" in row:
        terms["worth"] = row["worth"]
    return Offer(words, terms, pressure)
