"""Drawing in SVG by hand: elements whose text is always escaped, and frames that turn values into places.

A drawing has no colours of its own: it names classes, and the page's style sheet says what they look like, so that one
drawing serves screen, paper and dark mode.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from wargame.analysis.typography import with_minus

Attribute = str | float | None
Points = Sequence[tuple[float, float]]

NOTHING = Markup("")


def element(name: str, *inside: Markup | str, **attributes: Attribute) -> Markup:
    """An element with its attributes; plain text inside and in attributes is escaped, None is left out.

    A trailing underscore of a name is dropped (`class_`), the others become hyphens (`text_anchor`).
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    words = NOTHING.join(one if isinstance(one, Markup) else with_minus(one) for one in inside)
    return Markup(f"<{name}{given}>{words}</{name}>")  # noqa: S704  # every part is escaped by here


def _plain(value: Attribute) -> str:
    """A number with one decimal at most; the same text on every platform."""
    if isinstance(value, float | int):
        return f"{value:.1f}".removesuffix(".0")
    return value or ""


def signed(value: float, digits: int = 3) -> str:
    """A number with its sign, a true minus, and no minus zero."""
    return f"{round(value, digits) + 0.0:+.{digits}f}".replace("-", "\N{MINUS SIGN}")


def shortened(words: str, most: int) -> str:
    """Words that fit beside a chart: at most so many letters."""
    return words if len(words) <= most else words[: most - 1].rstrip(" ,") + "\N{HORIZONTAL ELLIPSIS}"


def drawing(width: float, height: float, label: str, *parts: Markup) -> Markup:
    """A whole drawing that scales to the width it is given, with a label for those who cannot see it."""
    box = f"0 0 {_plain(width)} {_plain(height)}"
    return element(
        "svg", element("title", label), *parts, viewBox=box, role="img", aria_label=label, class_="drawing"
    )


def text(x: float, y: float, words: str, class_: str = "", anchor: str = "start") -> Markup:
    """A line of text."""
    return element("text", words, x=x, y=y, class_=class_ or None, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def box(x: float, y: float, width: float, height: float, class_: str, hint: str = "") -> Markup:
    """A rectangle, with a hint that a pointer shows."""
    return element(
        "rect", _hint(hint), x=x, y=y, width=max(0.0, width), height=max(0.0, height), class_=class_
    )


def polyline(points: Points, class_: str) -> Markup:
    """A line through points."""
    places = " ".join(f"{_plain(x)},{_plain(y)}" for x, y in points)
    return element("polyline", points=places, class_=class_)


def polygon(points: Points, class_: str, hint: str = "") -> Markup:
    """A closed shape through points."""
    places = " ".join(f"{_plain(x)},{_plain(y)}" for x, y in points)
    return element("polygon", _hint(hint), points=places, class_=class_)


def circle(x: float, y: float, radius: float, class_: str, hint: str = "") -> Markup:
    """A circle."""
    return element("circle", _hint(hint), cx=x, cy=y, r=radius, class_=class_)


def _hint(words: str) -> Markup:
    return element("title", words) if words else NOTHING


SHAPES = {
    "lead": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "commercial": ((0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)),
    "neutral": ((-1.2, -1), (1.2, -1), (0, 1.2)),
    "adversary": ((0, -1.35), (1.3, 1), (-1.3, 1)),
}
"""Outlines of the marks of actors by kind, about one unit wide; partners are circles."""


def mark(x: float, y: float, kind: str, hint: str = "", size: float = 5.0) -> Markup:
    """The mark of an actor's kind: its own shape as well as its own colour."""
    class_ = f"mark {kind}"
    if kind not in SHAPES:
        return circle(x, y, size * 1.05, class_, hint)
    return polygon([(x + size * dx, y + size * dy) for dx, dy in SHAPES[kind]], class_, hint)


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of a drawing with a range of values on either axis; y grows upwards.

    Attributes:
        left, top, width, height: the rectangle.
        x_range, y_range: the values at its edges.
    """

    left: float
    top: float
    width: float
    height: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def x(self, value: float) -> float:
        """Where a value stands on the x axis."""
        low, high = self.x_range
        return self.left + self.width * (value - low) / (high - low)

    def y(self, value: float) -> float:
        """Where a value stands on the y axis."""
        low, high = self.y_range
        return self.bottom - self.height * (value - low) / (high - low)

    def places(self, values: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        """Where points stand."""
        return [(self.x(a), self.y(b)) for a, b in values]


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round values between two ends, at most about `most` of them."""
    span = high - low
    steps = (
        0.0005,
        0.001,
        0.002,
        0.005,
        0.01,
        0.02,
        0.05,
        0.1,
        0.2,
        0.25,
        0.5,
        1.0,
        2.0,
        5.0,
        10.0,
        20.0,
        50.0,
        100.0,
    )
    step = next((item for item in steps if span / item <= most), span)
    first = int(low // step)
    values = [round((first + n) * step, 6) for n in range(int(span / step) + 3)]
    return [value for value in values if low - 1e-9 <= value <= high + 1e-9]
