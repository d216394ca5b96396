"""One run of the tutorial with all that is played beside it, its pages, and a browser where there is one."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import chromium
import pytest

from wargame.analysis.replay.page import replay_html
from wargame.analysis.replay.pictures import Sides
from wargame.loader import load
from wargame.run import run

TOLD = re.compile(r'<script type="application/json" id="told">(.*?)</script>', re.DOTALL)


def sides_of(scenario, **given):
    """A run with the arms that `wargame run --out` writes."""
    alone = {"coalition": (), **given}
    return Sides(
        run(scenario, **given),
        run(scenario, arm="unattacked", **given),
        run(scenario, arm="restraint", **given),
        run(scenario, **alone),
        run(scenario, arm="unattacked", **alone),
        run(scenario, arm="restraint", **alone),
    )


@pytest.fixture(scope="session")
def sides():
    return sides_of(load("tutorial"))


@pytest.fixture(scope="session")
def html(sides):
    """The trainer's page."""
    return replay_html(sides.played, sides=sides)


@pytest.fixture(scope="session")
def told_in():
    """What a page is told: page -> document."""
    return lambda page: json.loads(TOLD.search(page)[1])


@pytest.fixture(scope="session")
def told(html, told_in):
    return told_in(html)


@pytest.fixture(scope="session")
def assets(root):
    return root / "analysis" / "replay" / "assets"


@pytest.fixture(scope="session")
def page_places(assets, tmp_path_factory):
    """Where the page's own script puts satellites: (rows of arcs, gmst, times) -> positions, km, Earth-fixed.

    Node.js runs the very module that the page holds; without it a browser does; without both the test is skipped.
    """
    node = shutil.which("node")
    browser = chromium.found_browser()
    if node is None and browser is None:
        pytest.skip("neither node nor a browser is installed")
    ask = """(rows, gmst, times) => {
      const arcs = rows.map(arcOf);
      return times.map((t) => { const out = [0, 0, 0]; return place(arcs, gmst, t, out) ? out : null; });
    }"""

    def by_node(rows, gmst, times):
        folder = tmp_path_factory.mktemp("node")
        shutil.copy(assets / "orbits.js", folder / "orbits.mjs")
        (folder / "ask.mjs").write_text(
            'import { arcOf, place } from "./orbits.mjs";\nimport { readFileSync } from "node:fs";\n'
            f'const given = JSON.parse(readFileSync(0, "utf8"));\nconst ask = {ask};\n'
            "process.stdout.write(JSON.stringify(ask(...given)));\n",
            encoding="utf-8",
        )
        done = subprocess.run(
            [node, str(folder / "ask.mjs")],
            input=json.dumps([rows, gmst, times]), capture_output=True, text=True, check=True,
        )  # fmt: skip
        return json.loads(done.stdout)

    def by_browser(rows, gmst, times):
        text = re.sub(r"^export ", "", (assets / "orbits.js").read_text(encoding="utf-8"), flags=re.MULTILINE)
        with chromium.Chromium(browser) as page:
            return page.run(f"(() => {{ {text}; return ({ask})(...{json.dumps([rows, gmst, times])}); }})()")

    return by_node if node is not None else by_browser


@pytest.fixture(scope="session")
def started():
    """A headless browser; tests that need one are skipped where none is installed."""
    found = chromium.found_browser()
    if found is None:
        pytest.skip("no browser is installed (Chromium or Chrome; WARGAME_BROWSER names another place)")
    with chromium.Chromium(found) as started:
        yield started


@pytest.fixture
def browser(started):
    """The browser as a reader finds it: light, 1440 by 900, nothing on its console."""
    started.console.clear()
    started.media("screen", "light")
    started.resize(1440, 900)
    return started


@pytest.fixture(scope="session")
def page_file(html, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("page") / "replay.html"
    file.write_text(html, encoding="utf-8")
    return file


@pytest.fixture
def page(browser, page_file):
    """The trainer's page of the tutorial, just opened; it asks for nothing and complains of nothing."""
    browser.open(page_file)
    yield browser
    assert browser.console == []
    assert browser.requests == [page_file.resolve().as_uri()]
