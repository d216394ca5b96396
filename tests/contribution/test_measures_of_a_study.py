"""Any measure can be asked: each against the program that computes it from records."""

import math

import numpy as np
import pytest

from wargame.analysis.contribution import plan
from wargame.analysis.contribution.kept import hull, lines_of
from wargame.analysis.contribution.readings import reading_of
from wargame.analysis.contribution.variants import central, commitment, varied
from wargame.analysis.study import Played, Study, study_measures
from wargame.analysis.tipping import Table
from wargame.hindsight import expectations
from wargame.loader import load
from wargame.run import run
from wargame.studies.contributing import contribution

REPLICATES = 3
ASKED = (
    "resilience.service_delivered",
    "resilience.service_delivered.satcom_wideband",
    "resilience.attributable_hours",
    "resilience.p_no_outage",
    "resilience.breadth",
    "deterrence.margin",
    "deterrence.p_attack",
    "deterrence.tipping_pressure",
    "deterrence.denial",
    "deterrence.cost_imposition",
    "deterrence.margin_by_denial",
    "deterrence.margin_by_cost",
    "deterrence.margin_by_replanning",
)


@pytest.fixture(scope="module")
def document(tutorial):
    return contribution(tutorial, plan(tutorial, REPLICATES, measures=ASKED)).as_dict("")


def _study(scenario, members, alone=None):
    played = [
        Played(
            unattacked=run(scenario, replicate=n, coalition=members, arm="unattacked"),
            restraint=run(scenario, replicate=n, coalition=members, arm="restraint"),
            forced={
                key: run(scenario, replicate=n, coalition=members, arm="forced", package=key)
                for key in scenario.threat_packages
            },
        )
        for n in range(REPLICATES)
    ]
    return Study(scenario, played, alone=alone, expected=expectations)


@pytest.fixture(scope="module")
def by_hand(tutorial):
    alone = _study(tutorial, frozenset())
    return _study(tutorial, frozenset(tutorial.players), alone)


@pytest.mark.parametrize("name", [name for name in ASKED if reading_of(name).measure.kind == "study"])
def test_a_study_measure_of_all_is_the_one_that_records_give(document, by_hand, name):
    expected = study_measures(by_hand, [name]).values[name]
    assert expected is not None
    assert document["measures"][name]["all"]["value"] == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("name", [name for name in ASKED if reading_of(name).measure.kind == "record"])
def test_a_record_statistic_of_all_is_the_mean_of_its_records(document, by_hand, name):
    if reading_of(name).arm == "forced":
        expected, _ = by_hand.weighted(name)
    else:
        from wargame.analysis.statistics import statistics

        found = [statistics(each.restraint).values[name] for each in by_hand.replicates]
        expected = math.fsum(found) / len(found)
    assert document["measures"][name]["all"]["value"] == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("name", ASKED)
def test_values_of_any_measure_sum_to_what_the_coalition_adds(document, name):
    measure = document["measures"][name]
    assert abs(measure["sum_check"]) < 1e-9
    total = math.fsum(row["value"] for row in measure["shapley"].values())
    assert total == pytest.approx(measure["all"]["value"] - measure["us_only"]["value"], abs=1e-9)


def test_what_is_a_change_against_the_lead_alone_is_nothing_for_the_lead_alone(document):
    for name in ("deterrence.denial", "deterrence.cost_imposition", "deterrence.margin_by_cost"):
        assert document["measures"][name]["us_only"]["value"] == 0.0


def test_a_null_worth_makes_null_values_with_the_reason(tutorial):
    """Nobody needs anything in Corona's own view."""
    found = contribution(tutorial, plan(tutorial, 1, view="COR", measures=["resilience.service_delivered"]))
    measure = found.as_dict("")["measures"]["resilience.service_delivered"]
    assert measure["shapley"]["BOR"]["value"] is None
    assert "nobody in this view needs any mission" in measure["reason"]


def test_a_measure_of_the_free_arm_may_be_null_and_says_with_whom(tutorial):
    name = "deterrence.time_to_first_attack_h"
    measure = contribution(tutorial, plan(tutorial, 2, measures=[name])).as_dict("")["measures"][name]
    if measure["all"]["value"] is None:
        assert measure["reason"].startswith("with ")


def test_cooperation_efficiency_and_the_commitment_threshold_are_of_the_whole_coalition(tutorial):
    asked = ["cooperation_efficiency", "p_star"]
    found = contribution(tutorial, plan(tutorial, 1, measures=asked)).as_dict("")["measures"]
    efficiency, threshold = (found[name] for name in asked)
    independent, actual, union = (value for _, value in efficiency["points"])
    assert efficiency["all"]["value"] == pytest.approx((actual - independent) / (union - independent))
    assert 0.0 <= efficiency["all"]["value"] <= 1.0 + 1e-9
    assert efficiency["us_only"]["value"] == 0.0
    assert efficiency["shapley"]["BOR"]["value"] is None
    tried = dict(map(tuple, threshold["points"]))
    p = threshold["all"]["value"]
    if p is None:
        assert all(margin < 0.0 for margin in tried.values())
    else:
        assert tried[p] >= 0.0
        assert p == 0.0 or tried[round(p - 0.01, 2)] < 0.0


def test_the_threshold_of_commitment_is_found_to_a_hundredth():
    """With so large a cap on responses that commitment alone keeps Red from attacking."""
    scenario = load("tutorial", set={"actors.RED.adversary.costs.response_cap": 3.0})
    measure = contribution(scenario, plan(scenario, 1, measures=["p_star"])).as_dict("")["measures"]["p_star"]
    p, tried = measure["all"]["value"], dict(map(tuple, measure["points"]))
    assert p is not None
    assert tried[p] >= 0.0 > tried[round(p - 0.01, 2)]


def test_in_the_full_union_nobody_has_less_than_in_the_coalition(tutorial):
    from wargame.analysis.served import Served

    union = Served.of(run(central(tutorial), arm="unattacked", keep="lean")).whole("coalition")
    actual = Served.of(run(tutorial, arm="unattacked", keep="lean")).whole("coalition")
    assert union >= actual - 1e-9


def test_the_judgements_of_red_s_choice_are_found_with_their_ranges():
    found = {item.symbol: item for item in varied(load("western_pacific"))}
    assert len(found) == 7
    assert [(item.low, item.high) for item in found.values()][:3] == [(5.0, 40.0), (0.5, 3.0), (7.0, 90.0)]
    assert all(item.paths for item in found.values())


def test_a_commitment_reaches_governments_that_have_their_own():
    scenario = load("classroom")
    assert set(commitment(scenario, 0.3)) == {
        "politics.commitment",
        "actors.FEN.government.commitment",
        "actors.ISO.government.commitment",
    }


def test_the_lines_that_are_kept_say_the_gap_at_every_added_pressure():
    generator = np.random.default_rng(2)
    table = Table(
        10.0, generator.uniform(0, 0.6, 60), generator.normal(0, 0.3, 60), generator.uniform(0, 1, 60)
    )
    kept = hull(table)
    for delta in np.linspace(-3, 3, 121):
        whole = (table.worth + (table.pressure + delta) * table.relief).max()
        assert max(level + delta * relief for level, relief in kept) == pytest.approx(whole, abs=1e-12)
    names = {
        f"restraint.line.RED.{n}.{part}": value
        for n, pair in enumerate(kept)
        for part, value in zip(("level", "relief"), pair, strict=True)
    }
    assert lines_of(names) == {"RED": kept}
