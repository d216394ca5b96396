"""The replay page in a real browser: what fresh readers asked for, as what a cell holds wrongly and who answered."""

import pytest

from wargame.analysis.replay.page import replay_html
from wargame.loader import load
from wargame.run import run


@pytest.fixture(scope="module")
def classroom_html():
    """The trainer's page of the classroom scenario, in which a lot happens that not everybody sees."""
    return replay_html(run(load("classroom")))


@pytest.fixture(scope="module")
def told(classroom_html, told_in):
    return told_in(classroom_html)


@pytest.fixture
def page(browser, classroom_html, tmp_path):
    file = tmp_path / "replay.html"
    file.write_text(classroom_html, encoding="utf-8")
    browser.open(file)
    yield browser
    assert browser.console == []


def standing(picture, t):
    """What does not work at a time: thing -> (lost for good, what is left), the worst of each; from the document."""
    found = {}
    for row in picture["statuses"]:
        if row["from"] <= t and (row["to"] is None or row["to"] > t):
            old = found.get(row["thing"])
            if old is None or row["factor"] < old[1] or row["gone"]:
                found[row["thing"]] = row["gone"], row["factor"]
    return found


def listed(page, place, t):
    page.run(f"replay.set({{ picture: replay.told.pictures[{place}], tab: 'events' }}); replay.goTo({t})")
    page.settle()
    return page.run("[...document.querySelectorAll('#apart-rows > li')].map((row) => row.textContent)")


def test_the_list_holds_each_thing_that_a_cell_takes_for_other_than_it_is(page, told):
    page.run("document.getElementById('apart').open = true")
    truth, *cells = told["pictures"]
    seen = 0
    for place, cell in enumerate(cells, start=1):
        for t in range(0, told["end_s"], told["move_s"] // 2):
            known = {n for n, from_s in cell["assets"] if from_s <= t}
            is_, seems = standing(truth, t), standing(cell, t)
            apart = [
                thing
                for thing in {**is_, **seems}
                if is_.get(thing) != seems.get(thing) and (isinstance(thing, str) or thing in known)
            ]
            rows = listed(page, place, t)
            assert sum("takes it that it" in row for row in rows) == len(apart), (cell["id"], t)
            for thing in apart:
                name = told["assets"][thing]["name"] if isinstance(thing, int) else ""
                row = next(row for row in rows if name in row)
                assert ("lost for good" in row) == any(
                    each.get(thing, (False,))[0] for each in (is_, seems)
                ), row
            seen += len(apart)
    assert seen > 0


def test_the_truth_has_nothing_beside_it_and_a_cell_picture_has_it(page, told):
    page.run("replay.set({ picture: replay.told.pictures[0], tab: 'events' })")
    page.settle()
    assert page.run("document.getElementById('apart').hidden")
    page.run("replay.set({ picture: replay.told.pictures[1] })")
    page.settle()
    assert not page.run("document.getElementById('apart').hidden")
    assert told["pictures"][1]["name"] in page.run("document.getElementById('apart-many').textContent")


def test_a_service_says_how_long_it_lay_low_and_goes_to_its_lowest(page, told):
    page.run("replay.set({ picture: replay.told.pictures[0], tab: 'services' })")
    page.settle()
    fell = [mission["short"][""] for mission in told["pictures"][0]["missions"] if "" in mission["short"]]
    shown = page.run(
        "[...document.querySelectorAll('#service-rows .fell:has(button)')].map((row) => row.textContent)"
    )
    assert len(shown) == len(fell) > 0
    page.click("#service-rows .fell button")
    assert page.run("replay.state.t") == fell[0][2]


def test_the_run_in_short_is_folded_and_each_why_opens(page, told):
    assert not page.run("document.getElementById('short').open")
    page.run("document.getElementById('short').open = true")
    rows = told["pictures"][0]["short"]
    assert page.run("document.querySelectorAll('#short-rows > li').length") == len(rows)
    page.click("#short-rows button")
    first = next(event for _, event in rows if event >= 0)
    assert (
        page.run("document.getElementById('why-said').textContent")
        == told["pictures"][0]["events"][first]["s"]
    )


def test_a_decision_adds_its_resolve_to_its_gap(page, told):
    picture = told["pictures"][0]
    choice = next(row for row in picture["choices"] if row.get("attacks") and row["gap"] is not None)
    page.run(
        f"replay.set({{ picture: replay.told.pictures[0], tab: 'choices' }}); replay.goTo({choice['t']})"
    )
    page.settle()
    words = page.run("document.querySelector('#choice .verdict').textContent").replace("\u2212", "-")
    assert f"{choice['gap'] + choice['resolve']:+.3f}, above zero" in words


def test_the_answers_hold_the_attacks_so_far_and_what_is_still_open(page, told):
    picture = told["pictures"][0]
    row = next(row for row in picture["answers"] if row["cells"] and row["t"] < told["end_s"])
    t = row["t"] + 1
    page.run(f"replay.set({{ picture: replay.told.pictures[0], tab: 'answers' }}); replay.goTo({t})")
    page.settle()
    text = page.run("document.getElementById('answer-rows').textContent")
    so_far = [each for each in picture["answers"] if each["t"] <= t]
    assert page.run("document.querySelectorAll('#answer-rows th').length") == len(so_far)
    assert all(each["words"] in text for each in so_far)
    later = sum(cell["at"] > t for each in so_far for cell in each["cells"])
    assert text.count("decides at") == later > 0
    page.run("replay.goTo(replay.told.end_s)")
    page.settle()
    assert "decides at" not in page.run("document.getElementById('answer-rows').textContent")


def test_a_government_reads_what_it_has_found_out_of_each_matter(page, told):
    place, cell = next(
        (n, each)
        for n, each in enumerate(told["pictures"])
        if any(e["k"] == "attribution.formed" for e in each["events"]) and each["kind"] == "government"
    )
    page.run(
        f"replay.set({{ picture: replay.told.pictures[{place}], tab: 'answers' }}); replay.goTo(replay.told.end_s)"
    )
    page.settle()
    matters = {event["m"] for event in cell["events"] if "m" in event}
    rows = page.run("[...document.querySelectorAll('#verdict-rows > li')].map((row) => row.textContent)")
    assert len(rows) == len(matters) > 0
    newest = {event["m"]: event["s"] for event in cell["events"] if "m" in event}
    assert all(any(words in row for row in rows) for words in newest.values())
    assert all(isinstance(matter, int) for matter in matters)
