"""The replay page in a real browser: what is read, heard, projected and printed."""

import pytest

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


@pytest.mark.parametrize("projector", [False, True])
def test_the_marking_is_whole_and_the_legend_hides_nothing_of_the_earth(page, page_file, projector):
    """What is unclassified must say all that it is not, and a legend of two lines takes room of its own."""
    page.resize(1280, 720)
    page.open(page_file, "#projector" if projector else "")
    page.settle()
    assert page.run("""(() => { const line = document.querySelector(".courtesy");
      return line.scrollWidth <= line.clientWidth && line.textContent.includes("not an assessment"); })()""")
    # Above the legend the canvas shows paper: the foot of the Earth does not go on below it.
    assert page.run("""(() => { const sky = document.getElementById("sky");
      const stage = sky.getBoundingClientRect();
      const legend = document.querySelector("#stage .legend").getBoundingClientRect();
      const row = Math.round((legend.top - stage.top - 4) * sky.height / stage.height);
      const read = sky.getContext("2d").getImageData(Math.round(sky.width / 2), row, 1, 1).data;
      const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
      const probe = document.createElement("canvas").getContext("2d");
      probe.fillStyle = paper; probe.fillRect(0, 0, 1, 1);
      const wanted = probe.getImageData(0, 0, 1, 1).data;
      return [0, 1, 2].every((n) => Math.abs(read[n] - wanted[n]) <= 2); })()""")
