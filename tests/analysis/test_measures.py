"""The catalogue and the program agree: every number has its page, every page its number."""

import json

import pytest

from wargame.analysis.measure_list import WHOLE
from wargame.analysis.measures import MEASURES, NOT_COMPUTED, catalogue, good_to, meaning, page, resolution
from wargame.analysis.statistics import statistics
from wargame.analysis.study import BY_MISSION, SINGLE
from wargame.run import run

CURVES = {"deterrence.survival", "resilience.exceedance"}


def test_every_record_statistic_is_in_the_catalogue_and_the_reverse(tutorial):
    """By name, and by mission where the catalogue says so."""
    found = statistics(run(tutorial, arm="unattacked")).values
    missions = ("missile_warning", "pnt", "satcom_wideband")
    plain = {name for name in found if not name.endswith(missions)}
    assert plain == {item.name for item in MEASURES if item.kind == "record"}
    by_mission = {name.rpartition(".")[0] for name in found if name.endswith(missions)}
    assert by_mission <= {item.name for item in MEASURES if item.by_mission}


def test_every_study_measure_is_in_the_catalogue_and_the_reverse():
    """Numbers, those of the whole coalition, and the two that are drawn."""
    listed = {item.name: item for item in MEASURES if item.kind == "study"}
    assert set(listed) == {*BY_MISSION, *SINGLE, *WHOLE} | CURVES
    assert {name for name, item in listed.items() if item.shape != "number"} == CURVES
    assert {name for name, item in listed.items() if item.by_mission} == {
        *BY_MISSION,
        "resilience.exceedance",
    }


def test_names_are_unique_and_every_entry_is_whole():
    """Kind, arm, unit, direction, standing, formula, source, when null."""
    assert len({item.name for item in MEASURES}) == len(MEASURES)
    for entry in catalogue():
        json.dumps(entry, allow_nan=False)
        for key in (
            "title",
            "arm",
            "unit",
            "direction",
            "standing",
            "kind",
            "formula",
            "source",
            "null_when",
        ):
            assert entry[key], (entry["name"], key)


def test_two_are_primary_all_others_exploratory():
    """So that nobody picks the measure after the result."""
    primary = {item.name for item in MEASURES if item.standing == "primary"}
    assert primary == {"resilience.service_delivered", "deterrence.margin"}


@pytest.mark.parametrize("name", [item.name for item in MEASURES])
def test_every_measure_has_a_page(name):
    """What it says, the formula, the source, when it is null."""
    text = page(name)
    for words in (name, "formula:", "arm:", "unit:", "null when:", "source:"):
        assert words in text


def test_a_measure_of_a_mission_has_the_meaning_of_its_family_and_an_unknown_one_none():
    """For tables."""
    assert meaning("resilience.depth.pnt") == meaning("resilience.depth") != ""
    assert meaning("joy") == ""
    with pytest.raises(KeyError):
        page("joy")


def test_what_is_not_computed_is_named_with_the_reason():
    """Rather than a number without a formula."""
    assert {name.split(" ")[0] for name in NOT_COMPUTED} == {"R4", "R6", "R7"}
    assert all(len(reason) > 20 for reason in NOT_COMPUTED.values())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("resilience.service_delivered", 0.0005),
        ("resilience.service_delivered.isr_signals", 0.002),
        ("capability.service.sda", 0.0005),
        ("total.service.isr_imaging", 0.002),
        ("resilience.service_kept", 0.0),
        ("resilience.service_kept.isr_imaging", 0.0),
        ("deterrence.margin", 0.0),
    ],
)
def test_levels_of_service_say_how_good_they_are(name, expected):
    assert resolution(name) == expected
    assert bool(good_to(name)) == (expected > 0.0)
    assert f"good to {expected:g}" in good_to(name) or not expected


def test_the_page_of_a_level_tells_its_resolution_and_no_other_page_does():
    told = [item.name for item in MEASURES if "good to:" in page(item.name)]
    assert told == ["capability.service", "total.service", "resilience.service_delivered"]
    assert "good to:   0.0005 (0.002 for images and signals), however narrow the interval" in page(told[0])
