"""The after-action review as slides with charts that PowerPoint and LibreOffice can edit; needs python-pptx.

A slide for each thing that a class talks about: the answer, the services, how near attack came, what partners changed,
each decision point, each cell, the objectives, the questions. What does not fit goes on on the next slide, so that no
text is too small for the last row. Charts hold their numbers as a sheet, so a trainer can change a colour or leave out
a line. The text is the review's own.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from wargame.analysis.names import capital
from wargame.analysis.review.cells import Cell
from wargame.analysis.review.page import Review
from wargame.analysis.review.slide_file import EPOCH, without_clock
from wargame.analysis.review.slide_parts import (
    ACROSS,
    HIGH,
    INK,
    LEAD,
    LEFT,
    RED,
    SMALLEST,
    SOFT,
    TOP,
    WIDE,
    Paragraph,
    add_quarters,
    add_slide,
    add_text,
    cut,
    legend,
    named_axis,
    on_slides,
    time_axis,
)

LINES_OF_A_CELL = 2
LETTERS_OF_A_LINE = 140


def write_slides(path: Path, review: Review) -> Path:
    """The path, after the slides stand there, whole or not at all."""
    deck = _deck(review)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with open(handle, "wb") as stream:
            stream.write(without_clock(deck))
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
    for cell in review.cells:
        slides.cell(cell)
    if review.scores:
        slides.objectives()
    slides.questions()
    return deck


class _Slides:
    """Puts the slides of a review into a presentation."""

    def __init__(self, deck: Any, review: Review) -> None:
        self._deck, self._review = deck, review

    def _slide(self, title: str) -> Any:
        return add_slide(self._deck, title, f"{capital(self._review.courtesy)}.")

    def _told(self, title: str, blocks: list[list[Paragraph]], nothing: str = "") -> Any:
        """Blocks of text, each whole on one slide, on as many slides as they need; returns the first."""
        pages = on_slides(blocks or [[(nothing, 18, INK, False)]])
        slides = []
        for n, lines in enumerate(pages, start=1):
            slide = self._slide(title if len(pages) == 1 else f"{title} ({n} of {len(pages)})")
            add_text(slide, lines)
            slides.append(slide)
        return slides[0]

    def answer(self) -> None:
        """What happened and what it cost."""
        review = self._review
        happened: list[Paragraph] = [("What happened", 18, INK, True)]
        cost: list[Paragraph] = [("What it cost", 18, INK, True)]
        self._told(
            f"After-action review: {review.scenario.title}",
            [
                [(review.scenario.question, 18, SOFT, False)],
                [*happened, *((line, 16, INK, False) for line in review.brief.happened)],
                [*cost, *((_plain(line), 16, INK, False) for line in review.brief.cost)],
                [(review.one_draw.replace("`", ""), SMALLEST, SOFT, False)],
            ],
        )

    def services(self) -> None:
        """Mean services as bars: without attacks and in this run, on either side."""
        review = self._review
        slide = self._slide("What was served in this run")
        means = review.brief.means
        if not means:
            add_text(slide, [("Nobody needs any service in this scenario.", 18, INK, False)])
            return
        data = CategoryChartData(number_format="0.00")
        data.categories = [capital(name) for name in reversed(list(means))]
        rows = list(reversed(list(means.values())))
        data.add_series(f"{review.lead} alone", [round(row["alone_run"], 3) for row in rows])
        data.add_series("with the coalition", [round(row["with_run"], 3) for row in rows])
        data.add_series("with the coalition, without attacks", [round(row["with_calm"], 3) for row in rows])
        chart = slide.shapes.add_chart(
            XL_CHART_TYPE.BAR_CLUSTERED, LEFT, TOP, ACROSS, Inches(5.5), data
        ).chart
        legend(chart)
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0.0, 1.0
        chart.value_axis.tick_labels.font.size = chart.category_axis.tick_labels.font.size = Pt(SMALLEST)
        for series, colour in zip(chart.plots[0].series, (LEAD, INK, SOFT), strict=True):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour
        note = "Mean over the run of what was delivered, as a share of what users needed; 1 is all of it."
        add_text(slide, [(note, SMALLEST, SOFT, False)], top=Inches(6.85))

    def deterrence(self) -> None:
        """The gap at every move of the restraint path, as lines over days, or over hours in a short run."""
        slide = self._slide("How near attack came, on the restraint path")
        data = XyChartData(number_format="0.00")
        styles = []
        end_s = float(self._review.scenario.clock.duration_s)
        unit_s, words, shown = time_axis(end_s)
        for track in self._review.tracks:
            if track.known:
                series = data.add_series(track.name)
                for t_s, value in track.known:
                    series.add_data_point(round(t_s / unit_s, 6), round(value, 4))
                styles.append(INK if track.style == "with" else LEAD)
        if not styles:
            add_text(slide, [("Red had nothing to weigh.", 18, INK, False)])
            return
        chart = slide.shapes.add_chart(
            XL_CHART_TYPE.XY_SCATTER_LINES, LEFT, TOP, ACROSS, Inches(5.0), data
        ).chart
        legend(chart)
        named_axis(chart.category_axis, words, end=end_s / unit_s, shown=shown)
        named_axis(chart.value_axis, "attack less restraint, in stakes")
        for series, colour in zip(chart.plots[0].series, styles, strict=True):
            series.format.line.color.rgb = colour
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = colour
            series.format.line.width = Pt(2.5)
        note = (
            "Above zero attack looks better to Red than restraint. Another game than this run: Red is held back "
            "at every move."
        )
        add_text(slide, [(note, SMALLEST, SOFT, False)], top=Inches(6.5))

    def partners(self) -> None:
        """What partners changed."""
        self._told(
            "What partners changed", [[(line, 20, INK, False)] for line in self._review.brief.partners]
        )

    def points(self) -> None:
        """The decision points, a slide each."""
        points = self._review.points
        if not points:
            self._told("Decision points", [], "Nobody had anything to decide in this run.")
        for n, point in enumerate(points, start=1):
            slide = self._told(
                f"Decision point {n} of {len(points)}: {point.clock}",
                [
                    [(point.title, 24, INK, True)],
                    [(point.decided, 20, INK, False)],
                    [(f"It led to: {point.led_to}", 20, INK, False)],
                    [(f"{point.rule}.", SMALLEST, SOFT, False)],
                ],
            )
            slide.notes_slide.notes_text_frame.text = self._review.command(point.event)

    def cell(self, cell: Cell) -> None:
        """A cell: the first lines of what it saw, decided, did, and did not know; how many more the page has."""
        blocks = []
        for section in cell.sections:
            lines: list[Paragraph] = [(section.title, 16, SOFT, True)]
            shown = section.lines[:LINES_OF_A_CELL]
            lines += [
                (cut(f"{line.clock}  {line.words}".strip(), LETTERS_OF_A_LINE), 15, INK, False)
                for line in shown
            ]
            if not shown:
                lines.append((section.empty, 15, INK, False))
            if len(section.lines) > len(shown):
                more = len(section.lines) - len(shown)
                lines.append((f"{more} more on the page of the review.", SMALLEST, SOFT, False))
            blocks.append(lines)
        standing = f"; {cell.standing}" if cell.standing else ""
        add_quarters(self._slide(f"{cell.name} ({cell.kind}{standing})"), blocks)

    def objectives(self) -> None:
        """The objectives of the exercise, scored."""
        blocks: list[list[Paragraph]] = []
        for score in self._review.scores:
            colour = {"met": LEAD, "not met": RED}.get(score.verdict, SOFT)
            blocks.append(
                [
                    (f"{score.verdict.upper()}: {score.text}", 18, colour, True),
                    (f"{capital(score.who)}. {capital(score.words)}.", 16, INK, False),
                ]
            )
        self._told("Objectives of the exercise", blocks)

    def questions(self) -> None:
        """Questions for the discussion; the facts and events they go on from stand in the notes."""
        asked = self._review.questions
        slide = self._told(
            "Questions for the discussion",
            [[(item.topic, SMALLEST, SOFT, True), (item.ask, 18, INK, False)] for item in asked],
            "Nothing happened that a question could be made from.",
        )
        slide.notes_slide.notes_text_frame.text = "\n".join(
            f"{item.topic}: {item.fact} {self._review.command(item.event, item.arm)}" for item in asked
        )


def _plain(words: Any) -> str:
    """Text without the marks of a page (`Any`: text or markup)."""
    return str(words.striptags()) if hasattr(words, "striptags") else str(words)
