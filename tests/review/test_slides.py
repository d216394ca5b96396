"""Slides: native charts whose sheets hold the numbers of the page, and the same bytes for the same run."""

import io
import re
import zipfile

import pytest

from wargame.analysis.review.page import Review

pptx = pytest.importorskip("pptx")


@pytest.fixture(scope="module")
def deck(review, tmp_path_factory):
    from wargame.analysis.review.slides import write_slides

    return write_slides(tmp_path_factory.mktemp("slides") / "review.pptx", review)


def _charts(deck):
    slides = pptx.Presentation(deck).slides
    return [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]


def _slides(deck):
    return list(pptx.Presentation(deck).slides)


def test_a_slide_for_each_thing_to_talk_about_with_what_it_is_not(deck, review):
    """Each decision point and each cell has its own; what does not fit goes on on the next."""
    titles = [slide.shapes.title.text_frame.text for slide in _slides(deck)]
    assert [title.partition(" (")[0] for title in titles] == [
        "After-action review: Classroom, a storm and three friends",
        "What was served in this run",
        "How near attack came, on the restraint path",
        "What partners changed",
        *(f"Decision point {n} of 3: {point.clock}" for n, point in enumerate(review.points, start=1)),
        *(cell.name for cell in review.cells),
        "Objectives of the exercise",
        "Questions for the discussion",
        "Questions for the discussion",
    ]
    assert titles[-2:] == ["Questions for the discussion (1 of 2)", "Questions for the discussion (2 of 2)"]
    for slide in _slides(deck):
        words = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "not an assessment of any nation" in words


def test_no_text_is_too_small_for_the_last_row(deck):
    """Fourteen points at least: of titles, text, legends and axes."""
    for slide in _slides(deck):
        for shape in slide.shapes:
            assert not shape.has_table
            if shape.has_text_frame:
                for paragraph in shape.text_frame.paragraphs:
                    assert paragraph.font.size.pt >= 14, paragraph.text
    for chart in _charts(deck):
        for axis in (chart.category_axis, chart.value_axis):
            assert axis.tick_labels.font.size.pt >= 14
        assert chart.legend.font.size.pt >= 14


def test_text_stays_on_its_slide(deck):
    """Reckoned by letters and lines, as wide as a wide face is."""
    from wargame.analysis.review.slide_parts import on_slides

    long = [[("Fourteen words in a row that are long enough for a line. " * 20, 18, None, False)]] * 5
    assert len(on_slides(long)) > 1
    assert [line for page in on_slides(long) for line in page] == [line for block in long for line in block]
    for slide in _slides(deck):
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= pptx.util.Inches(13.333)


def test_a_run_of_days_has_days_on_its_axis(deck):
    from wargame.analysis.review.slide_parts import time_axis

    _, lines = _charts(deck)
    assert lines.category_axis.axis_title.text_frame.text == "day of the crisis, from its beginning"
    assert lines.category_axis.tick_labels.number_format == '"D+"0'
    assert lines.category_axis.maximum_scale == pytest.approx(2.5)
    assert time_axis(36 * 3600.0)[:2] == (3600.0, "hours since the beginning")


def test_names_stand_in_place_of_ids_and_a_minus_in_place_of_a_hyphen(deck):
    words = "\n".join(
        shape.text_frame.text for slide in _slides(deck) for shape in slide.shapes if shape.has_text_frame
    )
    for raw in ("deterrence.", "resilience.", "satcom_", "pnt_", "attack.decided"):
        assert raw not in words
    assert "\N{MINUS SIGN}" in words
    assert not re.search(r"[ (]-\d", words)


def test_the_charts_hold_the_numbers_and_can_be_edited(deck, review):
    bars, lines = _charts(deck)
    served = {series.name: list(series.values) for series in bars.plots[0].series}
    means = list(reversed(list(review.brief.means.values())))
    assert served["with the coalition"] == [pytest.approx(row["with_run"], abs=5e-4) for row in means]
    assert served["Meridia alone"] == [pytest.approx(row["alone_run"], abs=5e-4) for row in means]
    assert [series.name for series in lines.plots[0].series] == ["with the coalition", "Meridia alone"]
    gaps = [value for _, value in review.tracks[0].known]
    assert list(lines.plots[0].series[0].values) == [pytest.approx(gap, abs=5e-5) for gap in gaps]
    with zipfile.ZipFile(deck) as packed:
        assert sum(name.endswith(".xlsx") for name in packed.namelist()) == 2


def test_the_same_run_gives_the_same_bytes(deck, summary, tmp_path):
    from wargame.analysis.review.slides import write_slides

    again = write_slides(tmp_path / "again.pptx", Review(summary, "out/class"))
    assert again.read_bytes() == deck.read_bytes()


def test_no_time_of_the_clock_is_in_the_file_or_in_its_sheets(deck):
    with zipfile.ZipFile(deck) as packed:
        assert {item.date_time[0] for item in packed.infolist()} == {2000}
        for name in (name for name in packed.namelist() if name.endswith(".xlsx")):
            with zipfile.ZipFile(io.BytesIO(packed.read(name))) as sheet:
                assert b"2000-01-01T00:00:00Z" in sheet.read("docProps/core.xml")
                assert {item.date_time[0] for item in sheet.infolist()} == {2000}
