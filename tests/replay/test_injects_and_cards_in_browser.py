"""In a real browser: injects on their own lane, cards that lead with a sentence, filters that leave the feed room."""

import pytest

from wargame.analysis.replay.page import replay_html
from wargame.loader import load
from wargame.run import run


@pytest.fixture(scope="module")
def exercise_file(tmp_path_factory):
    """A page of the classroom scenario, which has injects, as the umpire's class sees it."""
    file = tmp_path_factory.mktemp("injects") / "replay.html"
    file.write_text(replay_html(run(load("classroom"))), encoding="utf-8")
    return file


@pytest.fixture
def page(browser, exercise_file):
    """The page, just opened, at the size of a projector."""
    browser.console.clear()
    browser.media("screen", "light")
    browser.resize(1280, 720)
    browser.open(exercise_file)
    yield browser
    assert browser.console == []
    assert browser.requests == [exercise_file.resolve().as_uri()]


def _injects(page):
    return page.run("""[...replay.state.picture.events.keys()].filter((n) =>
      ["inject.fired", "message.given", "ruling.made", "scenario.amended"].includes(replay.state.picture.events[n].k)
      && replay.state.picture.events[n].t <= replay.told.end_s)""")


def _text(page, id_):
    return page.run(f"document.getElementById('{id_}').textContent")


def test_every_inject_has_a_mark_on_a_lane_of_its_own(page):
    wanted = _injects(page)
    assert wanted
    assert (
        page.run("[...document.querySelectorAll('#timeline .inject')].map((m) => Number(m.dataset.event))")
        == wanted
    )
    middles = page.run("""(() => {
      const middle = (e) => { const b = e.getBoundingClientRect(); return b.y + b.height / 2; };
      const all = (css) => [...document.querySelectorAll(css)].map(middle);
      const label = [...document.querySelectorAll("#timeline text")].find((t) => t.textContent === "injects");
      const others = all("#timeline .decision, #timeline .strike");
      return { injects: all("#timeline .inject"), others, label: middle(label) };
    })()""")
    assert all(abs(y - middles["label"]) < 6 for y in middles["injects"])
    assert all(abs(y - middles["label"]) > 12 for y in middles["others"])


def test_a_mark_of_an_inject_tells_and_explains_it(page):
    n = _injects(page)[0]
    said = page.run(f"replay.state.picture.events[{n}].s")
    assert said in page.run("document.querySelector('#timeline .inject title').textContent")
    page.click("#timeline .inject")
    assert page.run("document.getElementById('why').open")
    assert _text(page, "why-said") == said


def test_the_keyboard_goes_from_inject_to_inject_and_asks_why(page):
    times = page.run(f"{_injects(page)}.map((n) => replay.state.picture.events[n].t)")
    for t in dict.fromkeys(times):
        page.press("i")
        assert page.run("replay.state.t") == t
    page.press("w")
    assert page.run("document.getElementById('why').open")
    assert _text(page, "why-said") == page.run(f"replay.state.picture.events[{_injects(page)[-1]}].s")
    page.press("Escape")
    page.press("End")
    page.press("I", shift=True)
    assert page.run("replay.state.t") == times[-1]


def test_w_explains_the_newest_event_where_none_was_gone_to(page):
    page.run("replay.goTo(replay.told.end_s / 2)")
    page.press("w")
    newest = page.run("replay.state.picture.events.findLast((event) => event.t <= replay.state.t).s")
    assert _text(page, "why-said") == newest


def test_a_cell_has_the_injects_that_it_was_told_of_and_no_others(page):
    for picture in page.run("replay.told.pictures.slice(1).map((picture) => picture.id)"):
        page.run(f"replay.set({{ picture: replay.told.pictures.find((item) => item.id === '{picture}') }})")
        page.settle()
        assert page.run("document.querySelectorAll('#timeline .inject').length") == len(_injects(page))


def test_the_lane_of_services_says_what_it_shows(page):
    labels = page.run("[...document.querySelectorAll('#timeline text')].map((text) => text.textContent)")
    assert {"decisions", "attacks", "injects", "below threshold"} <= set(labels)
    assert "outages" not in labels
    hint = page.run("document.querySelector('#timeline .outage title').textContent")
    assert hint.startswith("services below their threshold because of what was done")
    overlap = page.run("""(() => {
      const label = [...document.querySelectorAll("#timeline text")].find((t) => t.textContent === "below threshold");
      const axis = document.querySelector("#timeline .axis");
      return label.getBoundingClientRect().right > axis.getBoundingClientRect().left + 1;
    })()""")
    assert overlap is False


def _card_of(page, kind):
    n = page.run(f"replay.state.picture.events.findLastIndex((event) => event.k === '{kind}' && event.d)")
    page.run(f"replay.goTo(replay.state.picture.events[{n}].t)")
    page.run(
        f"replay.set({{ groups: new Set(replay.told.groups.map((g) => g.id)), tab: 'events', mark: {n} }})"
    )
    page.settle()
    page.press("w")
    return n


def test_a_card_leads_with_its_sentence_and_folds_the_rest(page):
    """What decided is seen at once; every term with all its digits is one press away, by the keyboard too."""
    n = _card_of(page, "engagement.resolved")
    lead, *terms = page.run(f"replay.state.picture.events[{n}].b")
    assert page.run("document.querySelector('#why-numbers .lead').textContent") == lead
    shown = "[...document.querySelectorAll('#why-numbers > .numbers > li')].map((item) => item.textContent)"
    assert page.run(shown) == terms
    folded = "document.querySelector('#why-numbers .all-terms .rule').checkVisibility()"
    assert page.run(folded) is False
    page.run("document.querySelector('#why-numbers .all-terms summary').focus()")
    page.press("Enter")
    assert page.run(folded) is True
    all_of_it = page.run("document.querySelector('#why-numbers .all-terms').textContent")
    assert all(line.strip() in all_of_it for line in page.run(f"replay.state.picture.events[{n}].d"))


@pytest.mark.parametrize("kind", ["engagement.resolved", "attack.decided", "attribution.formed"])
def test_a_card_fits_a_projector(page, kind):
    """At 1280 by 720 in large type: the sentence, the terms and the way out are seen without a wheel."""
    page.press("b")
    _card_of(page, kind)
    page.settle()
    bottom = page.run("""(() => {
      const box = document.getElementById("why").getBoundingClientRect();
      return ["#why-said", "#why-numbers .lead", "#why-numbers .all-terms"].map((css) =>
        document.querySelector(css).getBoundingClientRect().bottom <= box.bottom);
    })()""")
    assert bottom == [True, True, True]
    page.press("Escape")
    page.press("b")


def test_no_number_of_the_page_has_a_hyphen_for_a_minus(page):
    """In the feed, in cards and in what is told of options."""
    words = page.run("""replay.told.pictures.flatMap((picture) => picture.events.flatMap((event) =>
      [event.s, ...(event.b ?? []), ...(event.d ?? [])])).filter((said) => /(^|[ (])-\\d/.test(said))""")
    assert words == []


def test_a_share_just_below_one_is_not_shown_as_one(page):
    page.run("""(() => {
      const line = replay.state.picture.missions[0].lines[""].run;
      line.times = [0, replay.told.end_s];
      line.values = [0.998, 0.998];
    })()""")
    page.run("replay.goTo(replay.told.end_s / 2)")
    page.settle()
    assert page.run("document.querySelector('.service .value').textContent") == "0.998"


def test_folded_filters_leave_the_feed_its_room_and_say_what_they_let_through(page):
    page.run("replay.goTo(replay.told.end_s); replay.set({ tab: 'events' })")
    page.settle()
    whole = """(() => {
      const panel = document.getElementById("panel-events").getBoundingClientRect();
      const rows = [...document.querySelectorAll("#feed > li")];
      return rows.filter((row) => row.getBoundingClientRect().bottom <= panel.bottom).length;
    })()"""
    assert page.run("document.getElementById('filters').open") is False
    folded = page.run(whole)
    assert folded >= 4
    page.click("#filters summary")
    assert page.run("document.getElementById('filters').open") is True
    assert page.run(whole) >= 2
    kinds = page.run("replay.told.groups.length")
    chosen = page.run("replay.state.groups.size")
    assert _text(page, "filters-said") == f"({chosen} of {kinds} kinds)"
    page.run("""document.querySelector("#groups input:not(:checked)").click()""")
    page.run("""(() => { const words = document.getElementById("feed-words"); words.value = "Red";
      words.dispatchEvent(new Event("input")); })()""")
    page.settle()
    assert _text(page, "filters-said") == '(all kinds, with "red")'


def test_a_high_window_opens_with_its_filters(browser, exercise_file):
    browser.resize(1440, 900)
    browser.open(exercise_file)
    assert browser.run("document.getElementById('filters').open") is True


def test_the_notes_open_at_their_top_and_name_the_keys(page):
    page.press("?")
    assert page.run("document.getElementById('help').scrollTop") == 0
    assert page.run("document.activeElement.id") == "help-title"
    words = page.run("document.getElementById('help').textContent")
    assert "next inject" in words
    assert "`" not in words.partition("Works of others")[0]
    page.press("Escape")


def test_paper_has_a_timeline_as_wide_as_itself(page):
    """Its letters would shrink with the screen's width else."""
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run("document.getElementById('timeline').viewBox.baseVal.width") < 800
    page.run("dispatchEvent(new Event('afterprint'))")
    page.settle()
    assert page.run("document.getElementById('timeline').viewBox.baseVal.width") > 1000


def _press_mark(page, css, n=0):
    """A press in the middle of a mark of the timeline; the mark's event."""
    return page.run(f"""(() => {{
      const mark = document.querySelectorAll("#timeline .{css}")[{n}];
      const box = mark.getBoundingClientRect();
      const at = {{ bubbles: true, clientX: box.x + box.width / 2, clientY: box.y + box.height * 0.4 }};
      mark.ownerSVGElement.dispatchEvent(new MouseEvent("click", at));
      return Number(mark.dataset.event);
    }})()""")


def test_a_mark_lands_at_its_second_and_rings_what_it_is_about(page):
    n = _press_mark(page, "strike")
    event = page.run(f"replay.state.picture.events[{n}]")
    assert page.run("replay.state.t") == event["t"]
    assert page.run("replay.state.ringed") == event.get("a", [])
    assert page.run("replay.state.regions") == event.get("r", [])
    assert event.get("a") or event.get("r")


def test_the_mark_of_a_decision_explains_the_option_that_was_picked(page):
    n = _press_mark(page, "decision.attacks")
    choice = page.run(f"replay.state.picture.choices.find((choice) => choice.outcome === {n})")
    (picked,) = (option for option in choice["options"] if option["chosen"])
    assert (
        page.run("document.querySelector('#why .options .chosen .option').firstChild.textContent")
        == picked["words"]
    )


def test_a_cell_s_picture_beside_the_truth_shows_no_mark_of_what_lies_ahead(page):
    page.run("replay.set({ picture: replay.told.pictures.find((item) => item.kind === 'adversary') })")
    page.run("replay.goTo(replay.told.end_s / 2)")
    page.settle()
    shown, ahead = page.run("""(() => {
      const marks = [...document.querySelectorAll("#timeline [data-event]")];
      const t = (mark) => replay.state.picture.events[mark.dataset.event].t;
      const seen = (mark) => getComputedStyle(mark).display !== "none";
      return [marks.filter((mark) => t(mark) <= replay.state.t && seen(mark)).length,
        marks.filter((mark) => t(mark) > replay.state.t && seen(mark)).length];
    })()""")
    assert shown > 0
    assert ahead == 0


def test_a_key_opens_no_tab_that_is_not_there(page):
    page.press("5")
    assert page.run("document.querySelectorAll('[role=tab][aria-selected=true]').length") == 1
