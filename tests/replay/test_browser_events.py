"""The replay page in a real browser: the feed of events, their cards, Red's options, the bars of services."""

import json

import pytest
from replayed import second


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
    at = second(page)
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
    assert second(page) == page.run(f"replay.state.picture.events[{n}].t")


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
