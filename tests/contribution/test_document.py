"""The document of a contribution study: enough to reckon every value again, and words for how it was judged."""

import json
import math

import pytest

from wargame.analysis.contribution import PRIMARY, plan, values
from wargame.analysis.contribution.readings import reading_of
from wargame.analysis.contribution.text import as_text
from wargame.analysis.contribution.words import verdict
from wargame.analysis.intervals import estimate
from wargame.analysis.measures import catalogue
from wargame.studies.contributing import contribution


@pytest.fixture(scope="module")
def study(tutorial):
    """A study of the tutorial with three replicates."""
    return contribution(tutorial, plan(tutorial, replicates=3))


@pytest.fixture(scope="module")
def document(study):
    """What --json prints, as it comes back."""
    return json.loads(json.dumps(study.as_dict("Tutorial"), allow_nan=False))


@pytest.mark.parametrize("measure", PRIMARY)
def test_every_shapley_value_follows_from_the_worths_of_the_document(document, measure):
    rows = document["coalitions"]
    assert [row["members"] for row in rows] == [[], ["BOR"], ["COR"], ["BOR", "COR"]]
    worths = {frozenset(row["members"]): [row["worth"][measure]["mean"]] for row in rows}
    for partner, (value,) in values.values(values.shapley(document["partners"]), worths).items():
        assert value == pytest.approx(document["measures"][measure]["shapley"][partner]["value"], abs=1e-12)


def test_the_mean_of_a_worth_is_that_of_its_replicates(document):
    for row in document["coalitions"]:
        for worth in row["worth"].values():
            assert len(worth["by_replicate"]) == 3
            assert worth["mean"] == pytest.approx(math.fsum(worth["by_replicate"]) / 3, abs=1e-15)


def test_a_pair_has_as_many_entries_as_fields_are_named(document):
    for measure in document["measures"].values():
        for row in measure["synergy"]:
            assert len(row) == len(document["synergy_fields"])
            assert row[:2] == ["BOR", "COR"]


def test_the_document_says_how_it_judged(document):
    assert "Bonferroni" in document["intervals"]["distinguishable"]
    service = document["measures"][PRIMARY[0]]["shapley"]
    assert service["BOR"]["verdict"] == "adds"
    assert service["COR"]["verdict"] == "zero exactly"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1.0, 1.1, 0.9], "adds"),
        ([-1.0, -1.1, -0.9], "takes away"),
        ([1.0, -1.1, 0.2], "not distinguishable"),
        ([0.0, 0.0, 0.0], "zero exactly"),
        ([1.0], None),
    ],
)
def test_a_verdict_is_one_of_four_or_none(values, said):
    assert verdict(estimate(values)) == said


def test_both_parts_of_a_value_have_an_interval_around_them(document):
    for row in document["measures"][PRIMARY[0]]["shapley"].values():
        for part in ("for_itself", "for_others"):
            assert row[f"{part}_low"] <= row[part] <= row[f"{part}_high"]
    for row in document["measures"][PRIMARY[1]]["shapley"].values():
        assert row["for_others_low"] is None


def test_the_text_shows_the_parts_below_the_value_that_is_judged(study, document):
    lines = as_text(study, document).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("  BOR"))
    assert lines[at].endswith("adds")
    assert lines[at + 1].startswith("    for others")
    assert lines[at + 2].startswith("    for itself")
    assert all("[" in line for line in lines[at : at + 3])


def test_the_catalogue_marks_the_measures_that_a_study_takes():
    """Every number can be asked for; what is a curve or a table is drawn in the report."""
    taken = {item["name"] for item in catalogue() if item["contribution"]}
    assert set(PRIMARY) < taken
    assert taken == {item["name"] for item in catalogue() if item["shape"] == "number"}
    assert all(reading_of(name).measure.name == name for name in taken)
