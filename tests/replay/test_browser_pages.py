"""Other replay pages in a real browser: wicked names, another run laid over, the page of one cell."""

import json

from replayed import second

from wargame.analysis.comparing.courses import Course
from wargame.analysis.replay.alternatives import alternative
from wargame.analysis.replay.page import replay_html
from wargame.run import run

WICKED = "</script><img src=x onerror=\"document.title='gone'\">"


def test_a_wicked_name_is_shown_as_it_is(browser, crises, tmp_path):
    scenario = crises.changed({"satellites.arc_relay_east.name": WICKED, "regions.strait.name": WICKED})
    file = tmp_path / "wicked.html"
    file.write_text(replay_html(run(scenario)), encoding="utf-8")
    browser.open(file)
    browser.run("replay.goTo(replay.told.end_s)")
    for tab in ("services", "events", "choices"):
        browser.run(f"replay.set({{ tab: '{tab}' }})")
        browser.settle()
    n = browser.run(f"replay.told.assets.findIndex((asset) => asset.name === {json.dumps(WICKED)})")
    browser.run(f"replay.set({{ selected: {n} }})")
    browser.settle()
    assert browser.run("document.getElementById('asset-name').textContent") == WICKED
    assert browser.run("document.images.length") == 0
    assert browser.run("document.title") != "gone"
    assert browser.console == []


def test_another_run_lies_over_this_one(browser, sides, crises, tmp_path):
    silent = run(crises.changed({"disclosure": {}}))
    other = alternative(Course(sides.played), Course(silent, called="nobody told"))
    file = tmp_path / "what_if.html"
    file.write_text(replay_html(sides.played, sides=sides, alternatives=[other]), encoding="utf-8")
    browser.open(file)
    browser.press("5")
    assert browser.run("document.getElementById('panel-what-if').hidden") is False
    assert browser.run("document.getElementById('other-said').textContent") == other.sentence
    assert browser.run("document.querySelectorAll('#other-charts polyline.other').length") >= 1
    browser.click("#other-go")
    assert second(browser) == other.first_divergence_s
    assert browser.run("document.querySelectorAll('#timeline .divergence').length") == 1
    assert browser.console == []


def test_a_cell_s_own_page_opens_on_its_picture(browser, sides, tmp_path):
    file = tmp_path / "borealis.html"
    file.write_text(replay_html(sides.played, cell="BOR"), encoding="utf-8")
    browser.open(file)
    browser.run("replay.goTo(replay.told.end_s)")
    browser.settle()
    assert browser.run("document.getElementById('whose').textContent") == "as Borealis sees it"
    assert browser.run("document.getElementById('picture').options.length") == 1
    assert browser.run("document.getElementById('tab-what-if').hidden")
    for tab in ("services", "events", "choices"):
        browser.run(f"replay.set({{ tab: '{tab}' }})")
        browser.settle()
    assert browser.console == []
