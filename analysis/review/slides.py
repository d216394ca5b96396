"""The after-action review as slides with charts that PowerPoint and LibreOffice can edit; needs python-pptx.

Seven slides, and one for the objectives of an exercise that has any. Charts hold their numbers as a sheet, so a trainer
can change a colour or leave out a line. The text is the review's own.
"""

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.util import Inches, Pt

from wargame.analysis.review.page import Review

INK, LEAD, SOFT, RED = (RGBColor.from_string(code) for code in ("17191E", "0072B2", "56606C", "C94F00"))
"""The colours of the report: the coalition in ink, the lead alone in its blue, Red vermilion."""
WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, TOP, ACROSS = Inches(0.6), Inches(1.35), Inches(12.1)
MOST_LETTERS = 330
Paragraph = tuple[str, int, Any, bool]
"""Words, size in points, colour, whether bold (`Any`: python-pptx has no types)."""
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Written into the file in place of the clock, so that the same run gives the same slides."""
_STAMP = re.compile(rb"(?<=W3CDTF\">)[^<]+")


def write_slides(path: Path, review: Review) -> Path:
    """The path, after the slides stand there, whole or not at all."""
    deck = _deck(review)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with open(handle, "wb") as stream:
            stream.write(_without_clock(_saved(deck)))
        part.chmod(0o644)
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path


def _deck(review: Review) -> Any:
    """The presentation (`Any`: python-pptx has no types)."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    deck.core_properties.title = f"After-action review: {review.scenario.title}"
    deck.core_properties.author = "wargame"
    deck.core_properties.created = deck.core_properties.modified = EPOCH
    slides = _Slides(deck, review)
    slides.answer()
    slides.services()
    slides.deterrence()
    slides.partners()
    slides.points()
    slides.cells()
    if review.scores:
        slides.objectives()
    slides.questions()
    return deck


class _Slides:
    """Puts the slides of a review into a presentation."""

    def __init__(self, deck: Any, review: Review) -> None:
        self._deck, self._review = deck, review

    def _slide(self, title: str) -> Any:
        """An empty slide with a title and, on top, what it is and is not."""
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[5])
        slide.shapes.title.left, slide.shapes.title.top = LEFT, Inches(0.45)
        slide.shapes.title.width, slide.shapes.title.height = ACROSS, Inches(0.8)
        frame = slide.shapes.title.text_frame
        frame.text = title
        _style(frame.paragraphs[0], 28, INK, bold=True)
        frame.paragraphs[0].alignment = 1
        courtesy = slide.shapes.add_textbox(LEFT, Inches(0.12), ACROSS, Inches(0.3)).text_frame
        courtesy.text = f"{self._review.courtesy.capitalize()}."
        _style(courtesy.paragraphs[0], 11, SOFT)
        return slide

    def _text(self, slide: Any, lines: Sequence[Paragraph], top: Any = TOP) -> None:
        """Paragraphs: words, size, colour, whether bold."""
        frame = slide.shapes.add_textbox(LEFT, top, ACROSS, Inches(5.6)).text_frame
        frame.word_wrap = True
        for n, (words, size, colour, bold) in enumerate(lines):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            paragraph.text = words
            _style(paragraph, size, colour, bold)
            paragraph.space_after = Pt(6)

    def answer(self) -> None:
        """What happened and what it cost."""
        review = self._review
        slide = self._slide(f"After-action review: {review.scenario.title}")
        self._text(
            slide,
            [
                (review.scenario.question, 18, SOFT, False),
                ("What happened", 18, INK, True),
                *((line, 16, INK, False) for line in review.brief.happened),
                ("What it cost", 18, INK, True),
                *((_plain(line), 16, INK, False) for line in review.brief.cost),
                (review.one_draw.replace("`", ""), 13, SOFT, False),
            ],
        )

    def services(self) -> None:
        """Mean services as bars: without attacks and in this run, on either side."""
        review = self._review
        slide = self._slide("What was served in this run")
        means = review.brief.means
        if not means:
            self._text(slide, [("Nobody needs any service in this scenario.", 18, INK, False)])
            return
        data = CategoryChartData(number_format="0.00")
        data.categories = [name.capitalize() for name in reversed(list(means))]
        rows = list(reversed(list(means.values())))
        data.add_series(f"{review.lead} alone", [round(row["alone_run"], 3) for row in rows])
        data.add_series("with the coalition", [round(row["with_run"], 3) for row in rows])
        data.add_series("with the coalition, without attacks", [round(row["with_calm"], 3) for row in rows])
        chart = slide.shapes.add_chart(
            XL_CHART_TYPE.BAR_CLUSTERED, LEFT, TOP, ACROSS, Inches(5.8), data
        ).chart
        _legend(chart)
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0.0, 1.0
        chart.value_axis.tick_labels.font.size = chart.category_axis.tick_labels.font.size = Pt(14)
        for series, colour in zip(chart.plots[0].series, (LEAD, INK, SOFT), strict=True):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour

    def deterrence(self) -> None:
        """The gap at every move of the restraint path, as lines over hours."""
        slide = self._slide("How near attack came, on the restraint path")
        data = XyChartData(number_format="0.00")
        styles = []
        for track in self._review.tracks:
            if track.known:
                series = data.add_series(track.name)
                for t_s, value in track.known:
                    series.add_data_point(t_s / 3600.0, round(value, 4))
                styles.append(INK if track.style == "with" else LEAD)
        if not styles:
            self._text(slide, [("Red had nothing to weigh.", 18, INK, False)])
            return
        chart = slide.shapes.add_chart(
            XL_CHART_TYPE.XY_SCATTER_LINES, LEFT, TOP, ACROSS, Inches(5.0), data
        ).chart
        _legend(chart)
        _axis(chart.category_axis, "hours since the beginning", low=True)
        _axis(chart.value_axis, "attack less restraint, in stakes", low=False)
        for series, colour in zip(chart.plots[0].series, styles, strict=True):
            series.format.line.color.rgb = colour
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = colour
            series.format.line.width = Pt(2.5)
        note = (
            "Above zero attack looks better to Red than restraint. Another game than this run: Red is held back "
            "at every "
            "move."
        )
        self._text(slide, [(note, 14, SOFT, False)], top=Inches(6.5))

    def partners(self) -> None:
        """What partners changed."""
        slide = self._slide("What partners changed")
        self._text(slide, [(line, 18, INK, False) for line in self._review.brief.partners])

    def points(self) -> None:
        """The decision points."""
        slide = self._slide("Three decision points")
        lines: list[Paragraph] = []
        for point in self._review.points:
            lines += [
                (f"{point.clock}  {point.title}", 17, INK, True),
                (_cut(point.decided), 13, INK, False),
                (f"It led to: {_cut(point.led_to)}", 13, INK, False),
                (f"{point.rule}.", 11, SOFT, False),
            ]
        self._text(slide, lines or [("Nobody had anything to decide in this run.", 18, INK, False)])

    def cells(self) -> None:
        """A row for each cell: how much it saw, decided, and did not know, and the first of each."""
        slide = self._slide("Cell by cell")
        cells = self._review.cells
        heads = ["Cell", *(section.title for section in cells[0].sections)] if cells else ["Cell"]
        table = slide.shapes.add_table(
            len(cells) + 1, len(heads), LEFT, TOP, ACROSS, Inches(0.4 * (len(cells) + 1))
        ).table
        room = 95 if len(cells) <= 7 else 58  # letters, so that all rows fit on the slide
        for column, words in enumerate(heads):
            _cell(table.cell(0, column), words, bold=True)
        for row, cell in enumerate(cells, start=1):
            _cell(table.cell(row, 0), cell.name, bold=True)
            for column, section in enumerate(cell.sections, start=1):
                words = section.lines[0].words if section.lines else section.empty
                more = f" (+{len(section.lines) - 1})" if len(section.lines) > 1 else ""
                _cell(table.cell(row, column), _cut(words, room) + more)

    def objectives(self) -> None:
        """The objectives of the exercise, scored."""
        slide = self._slide("Objectives of the exercise")
        lines: list[Paragraph] = []
        for score in self._review.scores:
            colour = {"met": LEAD, "not met": RED}.get(score.verdict, SOFT)
            lines += [
                (f"{score.verdict.upper()}: {score.text}", 17, colour, True),
                (f"{score.who}; {score.words}", 13, INK, False),
            ]
        self._text(slide, lines)

    def questions(self) -> None:
        """Questions for the discussion; the events they go on from stand in the notes."""
        slide = self._slide("Questions for the discussion")
        asked = self._review.questions
        lines: list[Paragraph] = []
        for item in asked:
            lines += [(item.topic, 13, SOFT, True), (item.ask, 15, INK, False)]
        self._text(slide, lines or [("Nothing happened that a question could be made from.", 18, INK, False)])
        slide.notes_slide.notes_text_frame.text = "\n".join(
            f"{item.topic}: {item.fact} {self._review.command(item.event, item.arm)}" for item in asked
        )


def _saved(deck: Any) -> bytes:
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _without_clock(packed: bytes) -> bytes:
    """The same file with a fixed time in place of the clock's, in it and in the sheets of its charts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename.endswith(".xlsx"):
                content = _without_clock(content)
            elif item.filename == "docProps/core.xml":
                content = _STAMP.sub(EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            new.writestr(zipfile.ZipInfo(item.filename, EPOCH.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _style(paragraph: Any, size: int, colour: Any, bold: bool = False) -> None:
    paragraph.font.size, paragraph.font.bold = Pt(size), bold
    paragraph.font.color.rgb = colour


def _legend(chart: Any) -> None:
    chart.has_legend, chart.has_title = True, False
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.legend.font.size = Pt(14)


def _axis(axis: Any, title: str, low: bool) -> None:
    axis.has_title = True
    axis.axis_title.text_frame.text = title
    axis.axis_title.text_frame.paragraphs[0].font.size = Pt(14)
    axis.tick_labels.font.size = Pt(13)
    if low:
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        axis.has_major_gridlines = False


def _cell(cell: Any, words: str, bold: bool = False) -> None:
    cell.text = words
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(9), bold


def _plain(words: Any) -> str:
    """Text without the marks of a page (`Any`: text or markup)."""
    return str(words.striptags()) if hasattr(words, "striptags") else str(words)


def _cut(words: str, most: int = MOST_LETTERS) -> str:
    """The words, or their beginning at the end of a word."""
    if len(words) <= most:
        return words
    return f"{words[:most].rpartition(' ')[0].rstrip(',;:')} \N{HORIZONTAL ELLIPSIS}"
