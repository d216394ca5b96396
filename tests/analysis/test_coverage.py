"""Coverage: unattacked service by mix of partners, from the records of runs."""

import pytest

from wargame.analysis.coverage import CoverageError, coverage, mixes, overview, play_mixes
from wargame.analysis.coverage_page import coverage_html, shaded
from wargame.coalition import Coalition
from wargame.missions.service import ServiceModel
from wargame.run import run


@pytest.fixture(scope="module")
def played(crises):
    scenario = crises.tutorial()
    return play_mixes(scenario, run, mixes(scenario))


def test_every_mix_is_played_once_with_its_members(crises, played):
    assert list(played) == ["alone", "with_BOR", "with_COR", "without_BOR", "without_COR", "all"]
    assert played["with_BOR"].manifest.coalition == ("BOR",)
    assert played["without_BOR"].manifest.coalition == ("COR",)
    assert {record.manifest.arm for record in played.values()} == {"unattacked"}


def test_the_numbers_are_those_of_the_service_model(crises, played):
    scenario = crises.tutorial()
    found = coverage(scenario, played, "missile_warning", "strait")
    model = ServiceModel(scenario)
    for key, members in (("alone", frozenset()), ("all", frozenset({"BOR", "COR"}))):
        available = model.unattacked(Coalition(scenario, members))
        values = model.timeline("missile_warning", available).demand_weighted("strait")
        assert found.lines[key].mean == pytest.approx(values.mean(), abs=1e-12)
        assert found.by_region["strait"][key] == pytest.approx(values.mean(), abs=1e-12)
    assert found.lines["all"].mean > found.lines["alone"].mean
    first, last = found.adds("BOR")
    assert first == found.lines["with_BOR"].mean - found.lines["alone"].mean
    assert last == found.lines["all"].mean - found.lines["without_BOR"].mean


def test_short_time_and_worst_window_follow_the_missions_settings(crises):
    scenario = crises.changed({"missions.missile_warning.threshold": 0.9})
    found = coverage(scenario, play_mixes(scenario, run, mixes(scenario)), "missile_warning")
    assert found.lines["all"].short == 0.0
    assert found.lines["alone"].short == 1.0
    assert found.lines["alone"].worst < 0.9 <= found.lines["all"].worst


def test_the_overview_has_every_needed_mission_and_region(crises, played):
    table = overview(crises.tutorial(), played)
    assert set(table) == {"missile_warning", "pnt", "satcom_wideband"}
    assert table["missile_warning"]["strait"]["all"] == 1.0


def test_a_mission_that_nobody_needs_there_is_refused_with_who_does(crises, played):
    scenario = crises.tutorial()
    with pytest.raises(
        CoverageError, match="nobody in this scenario needs sda; its users need missile_warning"
    ):
        coverage(scenario, played, "sda")
    with pytest.raises(CoverageError, match="no users of RED need pnt in strait; it is needed in strait by "):
        coverage(scenario, played, "pnt", "strait", "RED")


def test_the_page_is_self_contained_and_escapes_the_scenarios_text(crises):
    scenario = crises.changed({"title": "<script>alert(1)</script>", "actors.BOR.name": "B & <b>"})
    page = coverage_html(coverage(scenario, play_mixes(scenario, run, mixes(scenario)), "pnt"))
    assert "<script" not in page
    assert "B &amp; &lt;b&gt;" in page
    assert "http://" not in page
    assert "https://" not in page
    assert page.count("<figure>") == 4


def test_shades_are_tenths_and_full_service_has_the_brightest():
    assert shaded({"a": 0.0, "b": 0.449, "c": 1.0}) == {
        "a": ("shade0", "0.00"),
        "b": ("shade4", "0.45"),
        "c": ("shade9", "1.00"),
    }
