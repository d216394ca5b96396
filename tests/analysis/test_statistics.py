"""Record statistics: each in its own arm, null with a reason elsewhere, and adding up."""

import json
import math

import pytest

from wargame.analysis.assumptions import judgements
from wargame.analysis.contribution import PRIMARY, ContributionError, plan
from wargame.analysis.served import Served
from wargame.analysis.statistics import statistics
from wargame.registry import EFFECT, plugins
from wargame.run import run
from wargame.studies.contributing import contribution

RESTRAINT_ONLY = ("deterrence.margin", "deterrence.p_attack")
FREE_ONLY = ("deterrence.attacked", "deterrence.time_to_first_attack_h", "total.service")


@pytest.fixture(scope="module")
def records(tutorial):
    """Every arm of the tutorial by arm, the forced one with the package that cuts the strait."""
    return {
        "unattacked": run(tutorial, arm="unattacked"),
        "forced": run(tutorial, arm="forced", package="cut_the_strait"),
        "restraint": run(tutorial, arm="restraint"),
        "free": run(tutorial, arm="free"),
    }


@pytest.fixture(scope="module")
def found(records):
    """The statistics of every arm with its unattacked line."""
    return {arm: statistics(record, records["unattacked"]) for arm, record in records.items()}


def test_every_arm_has_the_same_names(found):
    """A table over arms has no holes: what an arm cannot give is null (the parts of a sum may be left out with it)."""
    missions = ("missile_warning", "pnt", "satcom_wideband")
    names = [{name for name in each.values if not name.endswith(missions)} for each in found.values()]
    assert all(each == names[0] for each in names)


def test_every_null_has_a_reason_and_no_number_is_nan(found):
    """Reasons for nulls, and only for nulls."""
    for each in found.values():
        missing = {name for name, value in each.values.items() if value is None}
        assert set(each.reasons) == missing
        assert all(each.reasons[name] for name in missing)
        assert all(math.isfinite(value) for value in each.values.values() if value is not None)
        json.dumps(each.as_dict(), allow_nan=False)


@pytest.mark.parametrize("arm", ["unattacked", "restraint", "free"])
def test_resilience_comes_from_the_forced_arm_alone(found, arm):
    """Elsewhere it is null and says what it needs."""
    for name, value in found[arm].values.items():
        if name.startswith("resilience."):
            assert value is None
            assert found[arm].reasons[name] == "needs the forced arm"


@pytest.mark.parametrize("arm", ["unattacked", "forced", "free"])
def test_margin_and_p_attack_come_from_the_restraint_path_alone(found, arm):
    """A game in which Red attacks says nothing about how near it was to holding back."""
    for name in RESTRAINT_ONLY:
        assert found[arm].values[name] is None
        assert found[arm].reasons[name] == "needs the restraint arm"


@pytest.mark.parametrize("arm", ["unattacked", "forced", "restraint"])
def test_what_a_player_sees_comes_from_the_free_arm_alone(found, arm):
    """Total service and the first attack."""
    for name in FREE_ONLY:
        assert found[arm].values[name] is None
        assert found[arm].reasons[name]


def test_without_its_unattacked_line_a_record_has_nulls_with_reasons(records):
    """Capability and what is relative to it."""
    alone = statistics(records["forced"])
    assert alone.values["resilience.service_delivered"] is not None
    for name in ("resilience.service_kept", "resilience.depth", "capability.service"):
        assert alone.values[name] is None
        assert alone.reasons[name]


def test_margin_is_minus_the_largest_gap_and_p_attack_its_sigmoid(records, found):
    """sigma(lambda_0 max gap) with lambda_0 = 10."""
    gap = max(event.gap for event in records["restraint"].events if event.kind == "options.weighed")
    assert found["restraint"].values["deterrence.margin"] == pytest.approx(-gap, abs=1e-9)
    assert found["restraint"].values["deterrence.p_attack"] == pytest.approx(
        1 / (1 + math.exp(-10 * gap)), abs=1e-8
    )


def test_p_attack_of_the_restraint_path_is_the_share_of_free_games_with_an_attack(crises):
    """Checked against 200 free games, within 3 standard errors; until Red attacks both paths are the same."""
    scenario = crises.changed({f"{crises.RED}.pressure": 0.1, "injects": {}})
    p = statistics(run(scenario, arm="restraint")).values["deterrence.p_attack"]
    share = (
        sum(
            statistics(run(scenario, replicate=n, keep="lean")).values["deterrence.attacked"]
            for n in range(200)
        )
        / 200
    )
    assert 0.02 < p < 0.98
    assert abs(share - p) < 3.0 * math.sqrt(p * (1.0 - p) / 200)


def test_an_adversary_without_an_option_has_no_margin_and_says_so(crises):
    """Null with the reason, not minus 99."""
    record = run(crises.changed({f"{crises.RED}.capabilities": {}, "threat_packages": {}}), arm="restraint")
    each = statistics(record)
    for name in RESTRAINT_ONLY:
        assert each.values[name] is None
        assert "never had an option" in each.reasons[name]


@pytest.mark.parametrize("view", ["coalition", "lead", "BOR"])
def test_the_parts_of_all_nations_sum_to_the_demand_weighted_mean(records, tutorial, view):
    """Linear, so that each partner's value splits into its own users' and the others'."""
    for record in records.values():
        parts = Served.of(record).by_nation(view)
        chosen = {"coalition": None, "lead": "ARC"}.get(view, view)
        means = [
            float(timeline.demand_weighted(beneficiary=chosen).mean())
            for timeline in record.services.values()
            if timeline.has_demand(beneficiary=chosen)
        ]
        assert math.fsum(parts.values()) == pytest.approx(math.fsum(means) / len(means), abs=1e-8)
    total = math.fsum(Served.of(records["forced"]).by_nation(view).values())
    each = statistics(records["forced"], view=view)
    assert each.values["resilience.service_delivered"] == pytest.approx(total, abs=1e-8)


def test_a_nation_without_users_has_no_service_of_its_own_and_says_so(records):
    """Corona needs nothing here."""
    each = statistics(records["forced"], records["unattacked"], view="COR")
    assert each.values["resilience.service_delivered"] is None
    assert each.reasons["resilience.service_delivered"] == "nobody needs any mission"


def test_statistics_of_a_phase_are_those_of_its_steps(records):
    """By hand from the line: the steps that end while the phase lasts; the phases make up the run."""
    forced, total, steps = records["forced"], 0.0, 0
    line = forced.services["satcom_wideband"].demand_weighted()
    changes = [(e.t_s // 300, e.phase) for e in forced.events if e.kind == "phase.changed"]
    ends = [start for start, _ in changes[1:]] + [len(line)]
    for (start, phase), end in zip(changes, ends, strict=True):
        found = statistics(forced, records["unattacked"], phase=phase)
        value = found.values["resilience.service_delivered.satcom_wideband"]
        assert value == pytest.approx(line[start:end].mean(), abs=1e-8)
        total, steps = total + value * (end - start), steps + end - start
    assert steps == len(line)
    whole = statistics(forced).values["resilience.service_delivered.satcom_wideband"]
    assert total / steps == pytest.approx(whole, abs=1e-8)


def test_statistics_of_a_region_are_those_of_its_users(crises):
    """Two regions, each with users: their services average to the whole by demand; deterrence has no region."""
    users = crises.values()["users"]["arc"]
    scenario = crises.changed(
        {
            "regions.bay": {
                **crises.values()["regions"]["strait"],
                "name": "The Bay",
                "west_deg": -60,
                "east_deg": -40,
            },
            "users.arc_bay": {**users, "region": "bay"},
        }
    )
    record, calm = (
        run(scenario, arm="forced", package="cut_the_strait", coalition=()),
        run(scenario, arm="unattacked"),
    )
    timeline = record.services["satcom_wideband"]
    weights = timeline.weights.sum(axis=1)
    name = "resilience.service_delivered.satcom_wideband"
    parts = [statistics(record, calm, region=key).values[name] for key in timeline.regions]
    assert len(parts) == 2
    whole = statistics(record, calm).values[name]
    assert whole == pytest.approx((weights * parts).sum() / weights.sum(), abs=1e-8)
    by_region = statistics(record, calm, region="bay")
    assert by_region.reasons["deterrence.highest_rung"] == "what was done is not by region"
    assert by_region.values["resilience.depth.satcom_wideband"] is not None


def test_statistics_of_a_full_and_a_lean_run_are_the_same(tutorial, found):
    """Studies run lean."""
    lean = statistics(run(tutorial, keep="lean"), run(tutorial, arm="unattacked", keep="lean"))
    assert lean == found["free"]


def test_the_response_imposed_is_one_minus_what_every_answer_spares(records, found):
    """1 - prod (1 - severity weight)."""
    spared = math.prod(
        1.0 - e.severity * e.weight for e in records["free"].events if e.kind == "response.decided"
    )
    assert found["free"].values["deterrence.response_imposed"] == pytest.approx(1.0 - spared, abs=1e-9)


# Contribution


@pytest.fixture(scope="module")
def study(tutorial):
    """A contribution study of the tutorial with five replicates."""
    return contribution(tutorial, plan(tutorial, replicates=5))


def test_the_values_of_all_partners_sum_to_full_worth_less_us_only_worth(study):
    """Efficiency, checked by the program itself and here again."""
    for measure in PRIMARY:
        each = study.as_dict("")["measures"][measure]
        assert abs(each["sum_check"]) < 1e-9
        total = math.fsum(row["value"] for row in each["shapley"].values())
        assert total == pytest.approx(each["all"]["value"] - each["us_only"]["value"], abs=1e-9)


def test_each_partner_s_value_is_for_itself_and_for_others(study):
    """Service splits; the margin does not."""
    service, margin = (study.as_dict("")["measures"][name] for name in PRIMARY)
    for row in service["shapley"].values():
        assert row["for_itself"] + row["for_others"] == pytest.approx(row["value"], abs=1e-12)
    for row in margin["shapley"].values():
        assert row["for_itself"] is None
        assert row["for_others"] is None


def test_corona_owns_no_user_so_all_it_adds_is_for_others(study):
    """And it owns no capacity, so it adds nothing to service: exactly."""
    row = study.as_dict("")["measures"][PRIMARY[0]]["shapley"]["COR"]
    assert row["for_itself"] == 0.0
    assert row["value"] == pytest.approx(0.0, abs=1e-12)


def test_the_worths_are_those_of_the_runs_themselves(study, tutorial):
    """One coalition, one replicate, both packages by their weights: as run by hand."""
    group = frozenset({"BOR"})
    by_hand = math.fsum(
        0.5
        * statistics(run(tutorial, replicate=3, coalition=group, arm="forced", package=package)).values[
            PRIMARY[0]
        ]
        for package in ("blind", "cut_the_strait")
    )
    assert study.judges[PRIMARY[0]].worth(group)[3] == pytest.approx(by_hand, abs=1e-8)
    margin = statistics(run(tutorial, replicate=3, coalition=group, arm="restraint")).values[PRIMARY[1]]
    assert study.judges[PRIMARY[1]].worth(group)[3] == margin


def test_the_number_of_games_is_the_one_announced(tutorial):
    """The plan says what it will cost before it starts."""
    given = plan(tutorial, replicates=2)
    found = contribution(tutorial, given)
    assert given.runs_by_arm == {"forced": 16, "restraint": 8, "unattacked": 8}
    assert found.games == {
        "forced": 16,
        "restraint": 4,
        "unattacked": 4,
    }  # no chance: once for both replicates


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"partners": ["XYZ"]}, "'XYZ' is not a player of this scenario; the players are BOR, COR"),
        ({"partners": []}, "no player"),
        ({"replicates": 0}, "at least one replicate"),
        ({"measures": ["joy"]}, "'joy' is not a measure; 'wargame list' names them"),
        ({"view": "moon"}, "'moon' is not a view"),
    ],
)
def test_a_study_that_makes_no_sense_is_refused_with_a_sentence(tutorial, given, sentence):
    """Before anything is played."""
    with pytest.raises(ContributionError, match=sentence):
        plan(tutorial, **{"replicates": 1, **given})


def test_where_a_worth_is_null_the_values_are_null_with_the_reason(crises):
    """Red has nothing to attack once its only target belongs to a nation that does not exist: no margin, no crash."""
    only_bor = crises.changed(
        {
            **crises.only("intruder"),
            f"{crises.RED}.objectives": {
                "cut": {"mission": "satcom_wideband", "region": "strait", "weight": 1.0}
            },
            "sites.arc_gateway.shown": False,
            "threat_packages": {},
        }
    )
    given = plan(only_bor, replicates=1, partners=["BOR"], measures=[PRIMARY[1]], leaving="absent")
    each = contribution(only_bor, given).as_dict("")["measures"][PRIMARY[1]]
    assert each["shapley"]["BOR"]["value"] is None
    assert each["us_only"]["value"] is None


# Assumptions


def test_every_judgement_of_an_effect_that_is_used_is_on_the_assumptions_page(tutorial):
    """Powers and probabilities of the effects are judgements like any other."""
    listed = " ".join(item.path for item in judgements(tutorial))
    for capability in tutorial.actors["RED"].adversary.capabilities.values():
        for name, field in plugins(EFFECT)[capability.effect].Parameters.model_fields.items():
            if (field.json_schema_extra or {}).get("source") == "judgement":
                assert name in listed, f"{capability.effect}.{name}"


def test_every_assumption_has_a_range_a_value_and_a_meaning(tutorial):
    """What a reader needs to doubt it."""
    for item in judgements(tutorial):
        assert item.low < item.high, item.path
        assert item.values
        assert item.meaning, item.path
