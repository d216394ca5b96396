"""The replay page in a real browser: the sky is drawn as the engine has it, and what is in it can be asked for."""

import numpy as np

from wargame.space.architecture import geometry_request
from wargame.space.orbits import positions_ecef_km


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
