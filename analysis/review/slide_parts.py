"""What slides are made of: a title with what the slide is and is not, text that is never too small, axes of charts.

`Any`: python-pptx has no types.
"""

import math
from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.util import Inches, Pt

from wargame.analysis.typography import with_minus

INK, LEAD, SOFT, RED = (RGBColor.from_string(code) for code in ("17191E", "0072B2", "56606C", "B84800"))
"""The colours of the report: the coalition in ink, the lead alone in its blue, Red vermilion."""
WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, TOP, ACROSS = Inches(0.6), Inches(1.35), Inches(12.1)
SMALLEST = 14
"""Points: no text of a slide is smaller, so that the last row of a class can read it."""
Paragraph = tuple[str, int, Any, bool]
"""Words, size in points, colour, whether bold."""

_BETWEEN = Inches(0.3)
_ROOM_PT = 5.75 * 72
"""Height for text below the title, points."""
_ACROSS_PT = 11.9 * 72
_LETTER, _LEADING, _AFTER_PT = 0.56, 1.22, 6.0
"""A letter's mean width and a line's height, in sizes of the type (wide faces such as DejaVu Sans); space after."""
_DAY_S, _HOUR_S = 86400.0, 3600.0
_SHORT_TITLE = 46
"""A title of more letters does not stand on one line in large type."""
_DAYS_FROM = 2
"""From so many days on a chart counts days."""


def add_slide(deck: Any, title: str, courtesy: str) -> Any:
    """An empty slide with a title and, on top, what it is and is not."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.left, slide.shapes.title.top = LEFT, Inches(0.45)
    slide.shapes.title.width, slide.shapes.title.height = ACROSS, Inches(0.85)
    frame = slide.shapes.title.text_frame
    frame.text = with_minus(title)
    _style(frame.paragraphs[0], 28 if len(title) <= _SHORT_TITLE else 22, INK, bold=True)
    frame.paragraphs[0].alignment = 1
    above = slide.shapes.add_textbox(LEFT, Inches(0.1), ACROSS, Inches(0.3)).text_frame
    above.text = courtesy
    _style(above.paragraphs[0], SMALLEST, SOFT)
    return slide


def add_quarters(slide: Any, blocks: Sequence[Sequence[Paragraph]]) -> None:
    """At most four blocks of text, two beside each other in two rows."""
    across, high = int((ACROSS - _BETWEEN) / 2), int((HIGH - TOP) / 2)
    for n, lines in enumerate(blocks):
        left, top = LEFT + (n % 2) * (across + _BETWEEN), TOP + (n // 2) * high
        add_text(slide, lines, top=top, left=left, across=across)


def add_text(
    slide: Any, lines: Sequence[Paragraph], top: Any = TOP, left: Any = LEFT, across: Any = ACROSS
) -> None:
    """Paragraphs below each other; negative numbers with a true minus."""
    frame = slide.shapes.add_textbox(left, top, across, Inches(1.0)).text_frame
    frame.word_wrap = True
    for n, (words, size, colour, bold) in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.text = with_minus(words)
        _style(paragraph, size, colour, bold)
        paragraph.space_after = Pt(_AFTER_PT)


def on_slides(blocks: Sequence[Sequence[Paragraph]]) -> list[list[Paragraph]]:
    """The blocks of text by slide: each whole on one, in order, about as many on each as there is room for."""
    pages: list[list[Paragraph]] = [[]]
    used = 0.0
    for block in blocks:
        height = sum(_height_pt(*line[:2]) for line in block)
        if pages[-1] and used + height > _ROOM_PT:
            pages.append([])
            used = 0.0
        pages[-1] += block
        used += height
    return pages


def _height_pt(words: str, size: int) -> float:
    """About how high a paragraph is, points."""
    return math.ceil(max(1, len(words)) / _letters(size)) * size * _LEADING + _AFTER_PT


def _letters(size: int) -> int:
    """About how many letters of a size stand on a line."""
    return int(_ACROSS_PT / (_LETTER * size))


def time_axis(end_s: float) -> tuple[float, str, str]:
    """The unit of a chart's time in seconds, the words at its axis, and the format of its numbers."""
    if end_s >= _DAYS_FROM * _DAY_S:
        return _DAY_S, "day of the crisis, from its beginning", '"D+"0'
    return _HOUR_S, "hours since the beginning", "0"


def legend(chart: Any) -> None:
    """A legend above the chart, and no title: the slide has one."""
    chart.has_legend, chart.has_title = True, False
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.legend.font.size = Pt(SMALLEST)


def named_axis(axis: Any, title: str, end: float | None = None, shown: str = "0.0") -> None:
    """An axis with a title; one of time ends with the run and has its numbers below the chart."""
    axis.has_title = True
    axis.axis_title.text_frame.text = title
    axis.axis_title.text_frame.paragraphs[0].font.size = Pt(SMALLEST)
    axis.tick_labels.font.size = Pt(SMALLEST)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = shown, False
    if end is not None:
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        axis.has_major_gridlines = False
        axis.minimum_scale, axis.maximum_scale = 0.0, end
        axis.major_unit = max(1.0, math.ceil(end / 12.0))


def cut(words: str, most: int) -> str:
    """The words, or their beginning at the end of a word."""
    if len(words) <= most:
        return words
    return f"{words[:most].rpartition(' ')[0].rstrip(',;:')} \N{HORIZONTAL ELLIPSIS}"


def _style(paragraph: Any, size: int, colour: Any, bold: bool = False) -> None:
    paragraph.font.size, paragraph.font.bold = Pt(size), bold
    paragraph.font.color.rgb = colour
