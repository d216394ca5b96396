"""The file itself: self-contained, under a policy that lets nothing out, text as text, with the notices of others."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from wargame.analysis.replay.assembly import VENDORED
from wargame.analysis.replay.page import replay_html
from wargame.analysis.summary import COURTESY
from wargame.run import run

WICKED = "</script><img src=x onerror=\"document.title='gone'\"><!-- ]]> & \u2028 ' \" "
LOADS = {"src", "href", "srcset", "data", "action", "formaction", "poster", "xlink:href"}


class _Elements(HTMLParser):
    """The elements of a page with their attributes, and the text in them."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.found, self.texts = [], {}
        self._open = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_data(self, data):
        if self._open:
            self.texts.setdefault(self._open[-1], []).append(data)

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open.pop() != tag:
                pass


@pytest.fixture(scope="module")
def wicked(crises):
    """The tutorial with a wicked name for everything that has one, run with an attack and a message."""
    names = {
        "title": f"T {WICKED}",
        "question": f"Q {WICKED}",
        "satellites.arc_relay_east.name": f"S {WICKED}",
        "sites.arc_gateway.name": f"G {WICKED}",
        "actors.BOR.name": f"B {WICKED}",
        "regions.strait.name": f"R {WICKED}",
        "actors.RED.adversary.capabilities.jammer.name": f"J {WICKED}",
        "injects": {"news": {"kind": "message", "at_h": 1.0, "text": f"M {WICKED}", "note": f"N {WICKED}"}},
    }
    return replay_html(run(crises.changed(names)))


def test_nothing_in_the_page_fetches_anything(html):
    for tag, attributes in _Elements(html).found:
        loads = {name: value for name, value in attributes.items() if name in LOADS}
        assert all(value.startswith("#") for value in loads.values()), (tag, loads)
        assert tag not in {"iframe", "object", "embed", "link", "base", "form", "img"}


def test_the_policy_allows_the_page_s_own_script_and_style_by_their_digests_and_nothing_else(html):
    policies = [
        a["content"] for tag, a in _Elements(html).found if a.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1
    directives = dict(part.strip().split(" ", 1) for part in policies[0].split(";"))
    assert directives["default-src"] == "'none'"
    assert "connect-src" not in directives  # so it is none
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)[1]
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    for name, text in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert directives[name] == f"'sha256-{digest}'"


def test_the_page_uses_neither_webgl_nor_the_network(assets):
    forbidden = re.compile(
        r"webgl|fetch\(|XMLHttpRequest|WebSocket|EventSource|import\(|innerHTML|outerHTML|insertAdjacent|eval\("
    )
    for path in assets.glob("*.js"):
        assert not forbidden.search(path.read_text(encoding="utf-8")), path.name


def test_text_of_a_scenario_stays_text(wicked):
    """However wicked a name is, the page has the elements that it has with kind ones, and the name in full."""
    found = _Elements(wicked)
    assert "img" not in {tag for tag, _ in found.found}
    assert [tag for tag, _ in found.found].count("script") == 3
    assert found.texts["h1"] == [f"T {WICKED}".strip()]


def test_kind_and_wicked_names_give_the_same_elements(wicked, html):
    def elements(page):
        return [tag for tag, _ in _Elements(page).found]

    assert elements(wicked) == elements(html)


def test_the_page_carries_the_notices_of_what_it_holds_of_others(html, assets):
    notices = (assets / "vendor" / "NOTICES.txt").read_text(encoding="utf-8")
    text = "".join(_Elements(html).texts["pre"])
    assert text == notices
    for name in VENDORED:
        version = re.search(r"v(\d+\.\d+\.\d+)", (assets / "vendor" / name).read_text(encoding="utf-8"))[1]
        assert f"{name.removesuffix('.min.js')} {version}" in notices
    assert notices.count("Permission to use, copy, modify, and/or distribute") == 4


def test_the_page_says_what_it_is_not(html):
    assert COURTESY in html


def test_an_adversary_is_not_green_and_neither_is_anybody_else(assets):
    style = (assets / "replay.css").read_text(encoding="utf-8")
    for kind in ("lead", "partner", "commercial", "neutral", "adversary"):
        for value in re.findall(rf"--{kind}: #(\w{{6}})", style):
            red, green, blue = (int(value[n : n + 2], 16) for n in (0, 2, 4))
            assert not (green > 1.15 * red and green > 1.15 * blue), kind


def test_a_module_of_the_page_is_short_and_documented(assets):
    for path in assets.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("// "), path.name
        assert len(text.splitlines()) <= 400, path.name
        for line in re.finditer(r"^export (?:function|class|const) (\w+)", text, re.MULTILINE):
            assert text[: line.start()].rstrip().endswith("*/"), f"{path.name}: {line[1]}"
