"""The page in a real browser: every control, the keyboard alone, no error, no request, what is seen and read aloud."""

import json

import numpy as np
import pytest

from wargame.analysis.comparing.courses import Course
from wargame.analysis.replay.alternatives import alternative
from wargame.analysis.replay.page import replay_html
from wargame.run import run
from wargame.space.architecture import geometry_request
from wargame.space.orbits import positions_ecef_km

WICKED = "</script><img src=x onerror=\"document.title='gone'\">"
CONTRAST = """
(() => {
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  const solid = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = numbers(getComputedStyle(at).backgroundColor);
      if (found.length < 4 || found[3] > 0.5) return found.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const faults = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
    if (!own || element.closest("svg, script, style, noscript, .unseen") || !element.checkVisibility()) continue;
    const [a, b] = [light(numbers(getComputedStyle(element).color).slice(0, 3)), light(solid(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faults.push([element.tagName, element.id, element.textContent.slice(0, 30), ratio.toFixed(2)]);
  }
  return faults;
})()
"""


@pytest.fixture
def page(browser, page_file):
    """The trainer's page of the tutorial, just opened, light, at 1440 by 900."""
    browser.console.clear()
    browser.media("screen", "light")
    browser.resize(1440, 900)
    browser.open(page_file)
    yield browser
    assert browser.console == []
    assert browser.requests == [page_file.resolve().as_uri()]


def _t(page):
    return page.run("replay.state.t")


def _focus(page):
    return page.run("document.activeElement.id || document.activeElement.tagName")


def test_it_opens_from_a_disk_without_error_or_request(page):
    assert page.run("document.title").endswith(": replay")
    drawn = page.run("""(() => {
      const canvas = document.getElementById("sky");
      const dots = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      return new Set(new Uint32Array(dots.buffer)).size;
    })()""")
    assert drawn > 20


def test_every_button_does_something(page):
    """Each control is pressed, and each leaves a trace in what is shown."""
    page.run("replay.goTo(10 * 3600)")
    page.settle()
    for button in ("step-on", "step-back", "move-on", "move-back", "event-on", "event-back", "decision-on",
                   "decision-back", "first"):  # fmt: skip
        if button == "first":
            page.run("replay.goTo(10 * 3600)")
        before = _t(page)
        page.click(f"#{button}")
        assert _t(page) != before, button
        assert (_t(page) > before) == button.endswith("-on"), button
    for button, field, value in (
        ("map", "view", "map"),
        ("globe", "view", "globe"),
        ("links", "links", True),
    ):
        page.click(f"#{button}")
        assert page.run(f"replay.state.{field}") == value
        assert page.run(f"document.getElementById('{button}').getAttribute('aria-pressed')") == "true"
    page.click("#theme")
    assert page.run("document.documentElement.dataset.theme") == "dark"
    page.click("#projector")
    assert page.run("parseFloat(getComputedStyle(document.documentElement).fontSize)") > 20
    page.click("#projector")
    for tab in ("events", "choices", "services"):
        page.click(f"#tab-{tab}")
        assert page.run(f"document.getElementById('panel-{tab}').hidden") is False
    page.click("#open-help")
    assert page.run("document.getElementById('help').open")
    page.click("#help .close")
    page.run("globalThis.printed = 0; globalThis.print = () => { printed += 1; }")
    page.click("#print")
    assert page.run("printed") == 1


def test_it_plays_at_every_speed_and_stops_at_the_end(page):
    speeds = page.run("[...document.getElementById('speed').options].map((option) => Number(option.value))")
    assert len(speeds) >= 6
    for speed in (speeds[0], speeds[-1]):
        page.run(f"replay.goTo(0); replay.set({{ speed: {speed} }})")
        page.click("#play")
        page.run("new Promise((done) => setTimeout(done, 300))")
        assert 0 < _t(page) <= page.run("replay.told.end_s")
        page.run("replay.set({ playing: false })")
    page.run("replay.goTo(replay.told.end_s - 1); replay.set({ playing: true })")
    page.wait("!replay.state.playing")
    assert _t(page) == page.run("replay.told.end_s")


def test_the_keyboard_alone_is_enough(page):
    """From the first Tab: play, step, events, decisions, pictures, views, an explain card, and out of it again."""
    page.run("document.body.focus()")
    page.press("n")
    first = _t(page)
    page.press("n")
    assert _t(page) > first
    page.press("p")
    assert _t(page) == first
    page.press("d")
    assert _t(page) in page.run("replay.state.picture.choices.map((choice) => choice.t)")
    page.press("ArrowRight", shift=True)
    assert _t(page) % page.run("replay.told.move_s") == 0
    before = _t(page)
    page.press("ArrowRight")
    assert _t(page) == before + 900
    page.press("End")
    assert _t(page) == page.run("replay.told.end_s")
    page.press("t")
    assert page.run("replay.state.picture.kind") != "truth"
    page.press("g")
    assert page.run("replay.state.view") == "map"
    page.press("2")
    page.run("document.getElementById('feed').querySelector('button').focus()")
    page.press("Enter")
    assert page.run("document.getElementById('why').open")
    page.press("Escape")
    assert not page.run("document.getElementById('why').open")
    page.run("document.getElementById('sky').focus()")
    turned = page.run("replay.state.t")
    page.press("ArrowLeft")
    assert page.run("replay.state.t") == turned  # on the globe the arrows turn it


def test_tab_goes_through_the_page_in_reading_order_and_is_seen(page):
    page.run("document.body.focus()")
    seen = []
    for _ in range(16):
        page.press("Tab")
        seen.append(_focus(page))
        assert page.run("getComputedStyle(document.activeElement).outlineStyle") != "none", seen[-1]
    wanted = [
        "picture",
        "globe",
        "map",
        "links",
        "coverage",
        "projector",
        "theme",
        "print",
        "open-help",
        "sky",
        "find",
    ]
    assert [name for name in seen if name in wanted] == wanted


def test_every_control_has_a_name(page):
    page.run("replay.goTo(replay.told.end_s); replay.set({tab: 'events'})")
    page.settle()
    faults = page.run("""[...document.querySelectorAll(
      "button, select, input, [role=slider], [role=img], canvas")].filter((element) => {
      const label = element.labels?.[0]?.textContent ?? "";
      const words = element.getAttribute("aria-label") ?? element.textContent ?? "";
      return (label + words + (element.getAttribute("title") ?? "")).trim() === "";
    }).map((element) => element.outerHTML.slice(0, 80))""")
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("projector", [False, True])
def test_every_text_has_a_contrast_of_four_and_a_half(page, page_file, scheme, projector):
    page.media("screen", scheme)
    page.open(page_file, "#projector" if projector else "")
    assert page.run("document.documentElement.dataset.theme") == scheme
    page.run("replay.goTo(replay.told.end_s)")
    for tab in ("services", "events", "choices"):
        page.run(f"replay.set({{ tab: '{tab}' }})")
        page.settle()
        assert page.run(CONTRAST) == []


def test_big_type_at_1280_by_720(page, page_file):
    """No text is smaller than 16 px, what is read is at least 22; nothing runs off the screen."""
    page.resize(1280, 720)
    page.open(page_file, "#projector")
    page.run("replay.goTo(replay.told.end_s / 2)")
    page.settle()
    sizes = page.run("""[...document.querySelectorAll("body *")].filter((element) =>
      !element.closest("script, style, noscript, dialog, .unseen, .skip") && element.checkVisibility() &&
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ""))
      .map((element) => [parseFloat(getComputedStyle(element).fontSize), element.textContent.slice(0, 30)])""")
    assert min(size for size, _ in sizes) >= 16
    for words in ("clock", "phase"):
        assert page.run(f"parseFloat(getComputedStyle(document.getElementById('{words}')).fontSize)") >= 22
    assert page.run("parseFloat(getComputedStyle(document.querySelector('.service h3')).fontSize)") >= 22
    assert page.run(
        "document.body.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"
    )
    off = page.run("""[...document.querySelectorAll(".top *, .transport *")]
      .filter((element) => element.checkVisibility())
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1).map((element) => element.id)""")
    assert off == []


def test_the_newest_event_is_read_aloud(page):
    assert page.run("document.getElementById('news').getAttribute('aria-live')") == "polite"
    page.press("n")
    page.press("n")
    n = page.run("replay.state.picture.events.filter((event) => event.t <= replay.state.t).length - 1")
    assert n >= 0
    assert page.run("document.getElementById('news').textContent") != ""


def test_the_feed_holds_what_has_happened_and_no_more(page):
    page.run(
        "replay.set({ tab: 'events', groups: new Set(replay.told.groups.map((group) => group.id)) });"
        "replay.goTo(30 * 3600)"
    )
    page.settle()
    shown = page.run(
        "[...document.querySelectorAll('#feed button')].map((button) => Number(button.dataset.event))"
    )
    happened = page.run("replay.state.picture.events.filter((event) => event.t <= 30 * 3600).length")
    assert shown == list(range(happened - 1, max(-1, happened - 121), -1))
    page.run("replay.set({ words: 'weighs' })")
    page.settle()
    words = page.run("[...document.querySelectorAll('#feed .said')].map((said) => said.textContent)")
    assert words
    assert all("weighs" in said for said in words)


def test_a_filter_leaves_a_kind_out_and_steps_over_it(page):
    page.run("replay.set({ tab: 'events' })")
    page.settle()
    for group in page.run("replay.told.groups.map((group) => group.name)"):
        if group != "Red decides" and page.run(f"""[...document.querySelectorAll('#groups label')]
              .find((label) => label.textContent === {json.dumps(group)}).querySelector('input').checked"""):
            page.run(f"""[...document.querySelectorAll('#groups label')]
              .find((label) => label.textContent === {json.dumps(group)}).querySelector('input').click()""")
    page.press("n")
    at = _t(page)
    kinds = page.run(
        f"replay.state.picture.events.filter((event) => event.t === {at}).map((event) => event.g)"
    )
    assert "red" in kinds


def test_an_explain_card_says_why_with_numbers(page):
    """From the end of an attack back to the decision, each step in a sentence, the card's numbers below."""
    page.run("replay.goTo(replay.told.end_s); replay.set({ tab: 'events' })")
    page.settle()
    n = page.run("replay.state.picture.events.findLastIndex((event) => event.k === 'engagement.resolved')")
    page.run(f"document.querySelector('#feed button[data-event=\"{n}\"]').click()")
    page.settle()
    assert page.run("document.getElementById('why-said').textContent") == page.run(
        f"replay.state.picture.events[{n}].s"
    )
    chain = page.run("[...document.querySelectorAll('#why-chain > li')].map((item) => item.textContent)")
    assert any("decides to attack" in words for words in chain)
    assert page.run(r"/draw: 0\.\d+/.test(document.getElementById('why-numbers').textContent)")
    page.click("#why-go")
    assert _t(page) == page.run(f"replay.state.picture.events[{n}].t")


def test_a_mark_of_the_timeline_says_why(page):
    """An attack's triangle opens the card of how it ended."""
    n = page.run("replay.state.picture.engagements[0].event")
    assert page.run(f"replay.state.picture.events[{n}].k") == "engagement.resolved"
    page.click("#timeline .strike")
    assert page.run("document.getElementById('why').open")
    assert page.run("document.getElementById('why-said').textContent") == page.run(
        f"replay.state.picture.events[{n}].s"
    )


def test_red_s_options_stand_with_their_terms(page):
    page.run("replay.goTo(30 * 3600); replay.set({ tab: 'choices' })")
    page.settle()
    choice = page.run("replay.state.picture.choices.findLast((item) => item.t <= 30 * 3600)")
    words = page.run(
        "[...document.querySelectorAll('.options .option')].map((option) => option.firstChild.textContent)"
    )
    assert words == [option["words"] for option in choice["options"]]
    first = page.run("document.querySelector('.options li').textContent")
    assert f"benefit {choice['options'][0]['benefit']:.3f}" in first


def test_the_bars_show_the_service_of_the_moment(page, sides):
    """At the last step the bar of each mission stands where the record's trailing mean does."""
    page.run("replay.goTo(replay.told.end_s)")
    page.settle()
    shown = page.run("""Object.fromEntries([...document.querySelectorAll('.service')].map((row) =>
      [row.querySelector('h3').firstChild.textContent, Number(row.querySelector('.value').textContent)]))""")
    missions = page.run("Object.fromEntries(replay.state.picture.missions.map((m) => [m.id, m.name]))")
    for mission, name in missions.items():
        timeline = sides.played.services[mission]
        window = round(sides.played.scenario.missions.of(mission).window_h * 3600 / timeline.step_s)
        felt = float(timeline.demand_weighted()[-window:].mean())
        assert shown[name.capitalize()] == pytest.approx(felt, abs=0.006)


def test_a_cell_s_picture_has_no_more_events_than_the_cell_knows(page):
    for picture in page.run("replay.told.pictures.slice(1).map((picture) => picture.id)"):
        page.run(
            f"replay.set({{ picture: replay.told.pictures.find((item) => item.id === '{picture}'), tab: 'events' }})"
        )
        page.run("replay.goTo(replay.told.end_s)")
        page.settle()
        shown = page.run("document.querySelectorAll('#feed button').length")
        told = page.run(
            "replay.state.picture.events.filter((event) => replay.state.groups.has(event.g)).length"
        )
        assert shown == min(120, told)
        assert page.run("document.getElementById('whose').textContent") != ""


def test_pointing_at_a_satellite_names_it(page):
    page.run("replay.goTo(12 * 3600)")
    page.settle()
    page.run("document.getElementById('find').value = replay.told.assets[0].name;"
             "document.getElementById('find').dispatchEvent(new Event('change'))")  # fmt: skip
    page.settle()
    assert page.run("replay.state.selected") == 0
    assert page.run("document.getElementById('asset-name').textContent") == page.run(
        "replay.told.assets[0].name"
    )
    page.click("#asset-close")
    assert page.run("document.getElementById('asset').hidden")


def test_coverage_and_links_are_drawn_when_asked_for(page):
    def picture():
        return page.run("document.getElementById('sky').toDataURL()")

    page.run("replay.goTo(12 * 3600)")
    page.settle()
    plain = picture()
    page.run("replay.set({ links: true })")
    page.settle()
    linked = picture()
    assert linked != plain
    mission = page.run("document.getElementById('coverage').options[2].value")
    page.run(f"replay.set({{ links: false, coverage: '{mission}' }})")
    page.settle()
    assert picture() not in (plain, linked)


def test_paper_holds_the_events_and_no_buttons(page, tmp_path):
    page.run("replay.goTo(30 * 3600); dispatchEvent(new Event('beforeprint'))")
    page.media("print")
    page.settle()
    assert page.run("document.querySelectorAll('#paper tr').length") > 0
    assert (
        page.run(
            "[...document.querySelectorAll('button')].filter((button) => button.checkVisibility()).length"
        )
        == 0
    )
    assert page.pdf(tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    page.run("dispatchEvent(new Event('afterprint'))")


def test_satellites_are_drawn_where_the_engine_has_them(page, sides):
    """The whole page, from the document to the canvas's own numbers: every satellite, at three times, within 10 km."""
    scenario = sides.played.scenario
    request = geometry_request(scenario)
    names = [scenario.fleet[key].name for key, _ in request.satellites]
    assert page.run("replay.told.assets.filter((asset) => asset.arcs).map((asset) => asset.name)") == names
    for t_s in (0.0, 12345.0, float(scenario.clock.duration_s)):
        wanted = positions_ecef_km(
            [orbit for _, orbit in request.satellites], request.epoch_utc, np.array([t_s])
        )
        found = page.run(
            f"replay.told.assets.filter((a) => a.arcs).map((a, n) => replay.positionKm(n, {t_s}))"
        )
        assert np.linalg.norm(np.array(found) - wanted[:, 0], axis=1).max() < 10.0


def test_a_wicked_name_is_shown_as_it_is(browser, crises, tmp_path):
    scenario = crises.changed({"satellites.arc_relay_east.name": WICKED, "regions.strait.name": WICKED})
    file = tmp_path / "wicked.html"
    file.write_text(replay_html(run(scenario)), encoding="utf-8")
    browser.media("screen", "light")
    browser.resize(1440, 900)
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
    browser.press("4")
    assert browser.run("document.getElementById('panel-what-if').hidden") is False
    assert browser.run("document.getElementById('other-said').textContent") == other.sentence
    assert browser.run("document.querySelectorAll('#other-charts polyline.other').length") >= 1
    browser.click("#other-go")
    assert _t(browser) == other.first_divergence_s
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
