"""The after-action review as a page: everything in it, safe with any text, the same every time, one sheet a part."""

import html
import re

import pytest

from wargame.analysis.review.page import Review, review_html
from wargame.loader import load

HOSTILE = "</script></title><img src=x onerror=alert(1)>"


def _text(page):
    """The page's words without tags."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("</style>") :]))


def test_every_part_is_there(page, review):
    ids = re.findall(r' id="([^"]+)"', page)
    assert ids == list(dict.fromkeys(ids))
    wanted = [
        "seniors",
        "objectives",
        "injects",
        *(f"cell-{key}" for key in ("RED", "MER", "FEN", "ISO", "TAR")),
    ]
    assert [name for name in (*wanted, "questions") if name not in ids] == []
    assert [cell.key for cell in review.cells] == ["RED", "MER", "FEN", "ISO", "TAR"]


def test_seniors_read_first_what_happened_what_it_cost_and_what_partners_changed(page):
    top = page[: page.index("<main>")]
    for words in (
        "Unclassified, illustrative, not a forecast, not an assessment of any nation",
        "What happened",
        "What it cost",
        "What partners changed",
        "Three decision points",
    ):
        assert words in top
    assert top.count("It led to:") == 3


def test_no_request_leaves_the_page_and_nothing_in_it_runs(page):
    assert not re.search(r"https?://|@import|url\((?!#)|<script|<img|<link|<iframe| on[a-z]+=", page)
    assert "default-src 'none'" in page
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', page))


def test_every_part_after_the_first_begins_a_sheet_of_paper_and_each_sheet_says_what_it_is(page):
    assert "break-before: page" in page
    assert re.search(r"@top-center \{ content: \"Unclassified, illustrative", page)
    sheets = re.findall(r'<section class="(sheet[^"]*)" id="([^"]+)"', page)
    assert [name for kind, name in sheets if kind == "sheet follows"] == ["injects"]  # under the objectives
    assert len(sheets) == 3 + 5


def test_the_same_records_give_the_same_page(summary, page):
    assert review_html(Review(summary, "out/class")) == page


def test_any_text_of_a_scenario_is_shown_as_it_stands(exercise, play):
    scenario = load(
        exercise,
        set={
            "title": HOSTILE,
            "actors.RED.name": HOSTILE,
            "injects.storm.note": HOSTILE,
            "injects.storm.expected": HOSTILE,
            "objectives.talk.text": HOSTILE,
            "regions.strait.name": HOSTILE,
        },
    )
    page = review_html(Review(play(scenario), HOSTILE))
    assert "<img" not in page
    assert "</script>" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") > 20


def test_a_run_without_partners_attacks_or_objectives_has_a_review_too(tmp_path, play):
    page = review_html(Review(play(load("tutorial"), arm="restraint", members=())))
    assert "No adversary attacked in this run" in page
    assert "Nobody stood with the lead" in page
    assert 'id="objectives"' not in page


@pytest.mark.parametrize("arm", ["restraint", "unattacked"])
def test_arms_without_attacks_say_so(arm, exercise, play):
    text = _text(review_html(Review(play(load(exercise), arm=arm))))
    assert "No adversary attacked in this run" in text
    assert "No service fell below its threshold because of what was done" in text or "inject" in text


def test_no_backticks_are_left_in_the_page(page):
    assert "`" not in page.split("</style>")[1]
