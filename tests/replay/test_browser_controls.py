"""The replay page in a real browser: every control does something, and the keyboard alone is enough."""

from replayed import second


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
        before = second(page)
        page.click(f"#{button}")
        assert second(page) != before, button
        assert (second(page) > before) == button.endswith("-on"), button
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
        assert 0 < second(page) <= page.run("replay.told.end_s")
        page.run("replay.set({ playing: false })")
    page.run("replay.goTo(replay.told.end_s - 1); replay.set({ playing: true })")
    page.wait("!replay.state.playing")
    assert second(page) == page.run("replay.told.end_s")


def test_the_keyboard_alone_is_enough(page):
    """From the first Tab: play, step, events, decisions, pictures, views, an explain card, and out of it again."""
    page.run("document.body.focus()")
    page.press("n")
    first = second(page)
    page.press("n")
    assert second(page) > first
    page.press("p")
    assert second(page) == first
    page.press("d")
    assert second(page) in page.run("replay.state.picture.choices.map((choice) => choice.t)")
    page.press("ArrowRight", shift=True)
    assert second(page) % page.run("replay.told.move_s") == 0
    before = second(page)
    page.press("ArrowRight")
    assert second(page) == before + 900
    page.press("End")
    assert second(page) == page.run("replay.told.end_s")
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
        seen.append(page.run("document.activeElement.id || document.activeElement.tagName"))
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
