"""Slides: native charts whose sheets hold the numbers of the page, and the same bytes for the same run."""

import io
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


def test_eight_slides_with_titles_each_with_what_it_is_not(deck):
    slides = list(pptx.Presentation(deck).slides)
    assert [slide.shapes.title.text_frame.text for slide in slides] == [
        "After-action review: Classroom, a storm and three friends",
        "What was served in this run",
        "How near attack came, on the restraint path",
        "What partners changed",
        "Three decision points",
        "Cell by cell",
        "Objectives of the exercise",
        "Questions for the discussion",
    ]
    for slide in slides:
        words = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "not an assessment of any nation" in words


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
