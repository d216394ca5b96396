"""What Red expects of governments with ladders, caveats and votes, and of the threshold before strategic assets."""

import pytest

from wargame.deterrence.answers import step_chances
from wargame.deterrence.strategic import is_strategic, missions_of
from wargame.knowing.posterior import Distribution
from wargame.run import board_of, run
from wargame.scenario.politics import Government
from wargame.scenario.responses import Caveat, ruled_out

LADDER = [
    {"name": "a statement", "severity_share": 0.1, "wrong_factor": 0.2},
    {"name": "reversible measures", "severity_share": 0.5, "wrong_factor": 1.0},
    {"name": "lasting measures", "severity_share": 1.0, "wrong_factor": 2.0},
]
ALLIANCE = {"kind": "collective_response", "members": ["ARC", "BOR", "COR"]}
SHOT = "interceptor:arc_warning_east"


def _rows(scenario, crises, **given):
    """Red's first table by option."""
    weighed = crises.kinds(run(scenario, arm="restraint", **given), "options.weighed")[0]
    return {row["option"]: row for row in weighed.options}


def _answers(row):
    return {answer["government"]: answer for answer in row["answers"]}


# The ladder


def test_cut_offs_rise_with_the_step_and_with_the_rung():
    """C_wrong at rung 3 is 1 + 0.3 x 2 = 1.6, times 0.2, 1 and 2: 0.32 / 1.32, 1.6 / 2.6 and 3.2 / 4.2."""
    block = Government(response_ladder=LADDER)
    assert block.cut_offs(3) == pytest.approx((0.242424242, 0.615384615, 0.761904762), abs=1e-9)
    assert all(low < high for low, high in zip(block.cut_offs(3), block.cut_offs(8), strict=True))
    assert [block.severity_of(step) for step in range(3)] == pytest.approx([0.03, 0.15, 0.3])


def test_without_a_ladder_there_is_one_step_with_all_the_severity():
    """The cut-off and severity of a government as ever: x* at rung 9 is 3.4 / 4.4."""
    block = Government()
    assert block.cut_offs(9) == (round(3.4 / 4.4, 9),)
    assert block.severity_of(0) == block.severity
    assert block.taken(0, strategic=True) == 0


def test_the_chance_of_every_step_by_hand():
    """Posterior 0.1, 0.5, 0.7 or 0.9 with a quarter each; cut-offs at rung 3 are 0.24, 0.62 and 0.76.

    One target: a quarter for every step. Two: the second decides only where the first left no answer, 1/4 x 1/4 more.
    """
    block = Government(response_ladder=LADDER)
    spread = Distribution((posterior, 0.25) for posterior in (0.1, 0.5, 0.7, 0.9))
    once = step_chances([(spread, False)], block.cut_offs(3), block)
    assert once == pytest.approx([0.25, 0.25, 0.25])
    twice = step_chances([(spread, False)] * 2, block.cut_offs(3), block)
    assert twice == pytest.approx([0.3125, 0.3125, 0.3125])
    strategic = step_chances([(spread, True)], block.cut_offs(3), block)
    assert strategic == pytest.approx([0.0, 0.25, 0.5]), "a step higher, and the top stays the top"


def test_red_reckons_with_the_severity_it_expects(crises):
    """The table's severity is the mean over steps, and the cost follows from it by the formula of one government."""
    scenario = crises.changed({"politics.response_ladder": LADDER, **crises.only("interceptor", "jammer")})
    for row in _rows(scenario, crises).values():
        for answer in row["answers"]:
            steps = answer["steps"]
            assert sum(steps.values()) == pytest.approx(answer["p_attributes"], abs=1e-8)
            if answer["p_attributes"] > 0.0:
                mean = sum(
                    p * 0.3 * item["severity_share"] for p, item in zip(steps.values(), LADDER, strict=True)
                )
                assert answer["severity"] == pytest.approx(mean / answer["p_attributes"], abs=1e-7)


def test_a_ladder_of_one_whole_step_changes_no_number_of_red_s_table(crises):
    """The default is a special case of the same reckoning."""
    whole = [{"name": "all of it"}]
    before = _rows(crises.tutorial(), crises)
    after = _rows(crises.changed({"politics.response_ladder": whole}), crises)
    assert after == before


def test_a_low_step_makes_an_answer_likelier_and_milder(crises):
    """A statement needs less certainty: P(answer) rises and the severity expected of it falls.

    Watch East is shot at rung 9, where 3.4 x 0.05 / (3.4 x 0.05 + 1) = 0.145: less than the prior of a crisis, 0.3.
    """
    mild = [{**LADDER[0], "wrong_factor": 0.05}, LADDER[1]]
    before = _answers(_rows(crises.tutorial(), crises)[SHOT])
    after = _answers(_rows(crises.changed({"politics.response_ladder": mild}), crises)[SHOT])
    assert all(after[key]["p_attributes"] >= before[key]["p_attributes"] for key in before)
    assert any(after[key]["p_attributes"] > before[key]["p_attributes"] for key in before)
    assert all(after[key]["severity"] < before[key]["severity"] for key in before)


# Caveats


def test_a_caveat_covers_what_fits_all_that_it_says():
    """Each condition narrows it; a satellite that serves two missions is excepted only when both are."""
    attack = ("satcom_wideband",), "ground_cyber", "crisis", 5
    assert Caveat(missions=["satcom_wideband"]).covers(*attack)
    assert not Caveat(missions=["pnt"]).covers(*attack)
    assert not Caveat(missions=["satcom_wideband"]).covers(
        ("satcom_protected", "satcom_wideband"), *attack[1:]
    )
    assert not Caveat(missions=["pnt"]).covers((), *attack[1:]), "an asset without a mission is no exception"
    assert Caveat(effects=["ground_cyber"], before="contingency").covers(*attack)
    assert not Caveat(effects=["ground_cyber"], before="crisis").covers(*attack)
    assert Caveat(above_rung=4).covers(*attack)
    assert not Caveat(above_rung=5).covers(*attack)


def test_the_reason_says_which_caveat_and_what_it_rules_out():
    """In words, the first by name."""
    caveats = {
        "b": Caveat(above_rung=1),
        "a": Caveat(effects=["ground_cyber"], missions=["satcom_wideband"], before="contingency"),
    }
    assert ruled_out(caveats, ("satcom_wideband",), "ground_cyber", "crisis", 5) == (
        "its caveat 'a' rules out answers to attacks on satcom wideband, by ground cyber, before the phase contingency"
    )
    assert ruled_out(caveats, (), "ground_cyber", "crisis", 1) == ""


@pytest.mark.parametrize(
    "caveat",
    [
        {"missions": ["missile_warning"]},
        {"effects": ["direct_ascent"]},
        {"before": "contingency"},
        {"above_rung": 8},
    ],
    ids=lambda item: next(iter(item)),
)
def test_red_expects_nothing_of_a_government_that_a_caveat_keeps_out(crises, caveat):
    """P = 0 with the reason, for that government alone; the attack becomes cheaper for Red."""
    before = _rows(crises.tutorial(), crises)[SHOT]
    scenario = crises.changed({"actors.BOR.government": {"caveats": {"not_ours": caveat}}})
    after = _rows(scenario, crises)[SHOT]
    kept_out = _answers(after)["BOR"]
    assert kept_out["p_response"] == 0.0
    assert kept_out["excused"].startswith("its caveat 'not_ours' rules out")
    assert kept_out["posterior"] == _answers(before)["BOR"]["posterior"]
    assert _answers(after)["ARC"] == _answers(before)["ARC"]
    assert after["k_response"] < before["k_response"]


def test_a_caveat_about_something_else_changes_nothing(crises):
    """Navigation is not attacked here."""
    scenario = crises.changed({"politics.caveats": {"maps": {"missions": ["pnt"]}}})
    assert _rows(scenario, crises) == _rows(crises.tutorial(), crises)


# Consensus


def test_red_expects_less_of_those_who_must_agree(crises):
    """From each alone over a majority to all: P(answer) and the cost of responses fall; delays grow."""
    tables = {
        rule: _rows(
            crises.changed({"agreements.alliance": ALLIANCE, "politics.consensus_rule": rule}), crises
        )[SHOT]
        for rule in ("national", "majority", "unanimity")
    }
    costs = [tables[rule]["k_response"] for rule in ("national", "majority", "unanimity")]
    assert costs[0] > costs[1] > costs[2] > 0.0
    for government in ("ARC", "BOR", "COR"):
        p = [
            _answers(tables[rule])[government]["p_response"] for rule in ("national", "majority", "unanimity")
        ]
        assert p[0] > p[1] > p[2]
        assert _answers(tables["majority"])[government]["delay_d"] == pytest.approx(3.0 + 2 * 0.5)
    everybody = [item["p_response"] for item in _answers(tables["unanimity"]).values()]
    assert everybody == pytest.approx([everybody[0]] * 3, abs=1e-8), "all answer or none"


def test_a_caveat_is_a_veto_where_all_must_agree(crises):
    """One that stays out leaves nobody to answer; under a majority the others still can."""
    change = {
        "agreements.alliance": ALLIANCE,
        "actors.COR.government": {"caveats": {"no_shots": {"effects": ["direct_ascent"]}}},
    }
    rows = {
        rule: _rows(crises.changed({**change, "politics.consensus_rule": rule}), crises)[SHOT]
        for rule in ("majority", "unanimity")
    }
    assert rows["unanimity"]["k_response"] == 0.0
    assert rows["majority"]["k_response"] > 0.0


def test_a_rule_without_a_clause_changes_nothing(crises):
    """Nobody is bound: every government decides alone, as today."""
    scenario = crises.changed({"politics.consensus_rule": "unanimity"})
    assert _rows(scenario, crises) == _rows(crises.tutorial(), crises)


# The threshold


def test_the_warning_chain_and_protected_relays_stand_behind_the_threshold(crises):
    """Watchers and their gateway, protected relays and theirs; no wideband relay, no radar."""
    scenario = crises.changed(
        {
            "satellites.arc_protected": {
                "name": "Arcadia Protected",
                "owner": "ARC",
                "orbit": {"type": "geo", "longitude_deg": -40},
                "payloads": {"ehf": {"kind": "protected", "capacity_mbps": 20}},
            },
            "sites.bor_gateway.functions.ehf": {
                "kind": "gateway",
                "mission": "satcom_protected",
                "bands": ["ehf"],
            },
        }
    )
    scene = board_of(scenario).scene
    targets = [*scenario.fleet, *scenario.sites, *scenario.users, *scenario.regions]
    assert {target for target in targets if is_strategic(target, scene)} == {
        "arc_warning_east",
        "arc_warning_west",
        "arc_protected",
        "arc_gateway",
        "bor_gateway",
    }
    assert missions_of("arc_gateway", scene) == ("missile_warning", "satcom_wideband")
    assert missions_of("cor_radar", scene) == ()
    assert missions_of("strait", scene) == ("pnt",)
    assert missions_of("bor", scene) == ("missile_warning", "pnt", "satcom_wideband")


def test_crossing_the_threshold_costs_red_a_term_of_its_own(crises):
    """`costs.strategic` is in the cost of strategic attacks once, whatever their number of targets, and in no other."""
    free = _rows(crises.changed({f"{crises.RED}.costs.strategic": 0.0}), crises)
    dear = _rows(crises.changed({f"{crises.RED}.costs.strategic": 0.25}), crises)
    strategic = {key for key in dear if "arc_warning" in key or "arc_gateway" in key}
    assert strategic
    assert strategic != set(dear)
    for key, row in dear.items():
        extra = 0.25 if key in strategic else 0.0
        assert row["k_strategic"] == extra
        assert row["cost"] == pytest.approx(free[key]["cost"] + extra, abs=1e-9)
        assert row["utility"] == pytest.approx(free[key]["utility"] - extra, abs=1e-9)
        parts = ("resource", "rung", "debris", "norm", "strategic", "response")
        assert row["cost"] == pytest.approx(sum(row[f"k_{part}"] for part in parts), abs=2e-9)
