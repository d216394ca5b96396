"""Each lever of cooperation moves its own number by its own factor, and nothing else.

Numbers by hand from the defaults: a national decision delay of 72 h, a latency of 12 h in a contingency; liaison leaves
0.9 of the delay and 0.5 of the latency, common doctrine 0.8, combined C2 0.5, training 0.5 of the errors and 0.7 of the
time to restore.
"""

import numpy as np
import pytest

from wargame.analysis.statistics import statistics
from wargame.coalition import Coalition
from wargame.knowing.delays import decision_delay, release_latency_h
from wargame.knowing.training import error_rate, freshness, restored_after_s
from wargame.run import run

NATIONS = ("ARC", "BOR", "COR")
CERTAIN = {
    "politics.commitment": 1.0,
    "politics.action_delay_h": 10.0,
    "politics.error_rate": 0.2,
    "disclosure.members.share": 1.0,
    "actors.RED.adversary.capabilities.intruder.parameters.p_success": 1.0,
    "sites.arc_gateway.cyber_readiness": 0.0,
    "agreements.clause": {
        "kind": "collective_response",
        "members": ["ARC", "BOR", "COR"],
        "consensus_h": 6.0,
    },
}
"""A crisis in which every output that a lever may move is there to be moved, and no chance decides about reports."""

LEVERS = {
    "liaison": {"kind": "liaison", "members": ["ARC", "COR"]},
    "doctrine": {"kind": "doctrine", "members": ["ARC", "COR"]},
    "combined_c2": {"kind": "combined_c2", "members": ["ARC", "COR"]},
    "training": {"kind": "training", "members": ["ARC", "COR"]},
}

# A national delay of 72 h, two further holders at 6 h each, 10 h from decision to action.
BEFORE = {
    **{f"national+consensus.{nation}": 84.0 for nation in NATIONS},
    **{f"action.{nation}": 10.0 for nation in NATIONS},
    **{f"latency.{giver}.{to}": 12.0 for giver in NATIONS for to in NATIONS if giver != to},
    **{f"error.{nation}": 0.2 for nation in NATIONS},
    "restore.arc_gateway": 24.0,
    "restore.bor_gateway": 24.0,
}
MOVED = {
    "liaison": {
        "national+consensus.ARC": 76.8,  # 0.9 * 72 + 12
        "national+consensus.COR": 76.8,
        "latency.ARC.COR": 6.0,
        "latency.COR.ARC": 6.0,
    },
    "doctrine": {"national+consensus.ARC": 69.6, "national+consensus.COR": 69.6},  # 0.8 * 72 + 12
    "combined_c2": {
        "national+consensus.ARC": 78.0,  # 72 + 0.5 * 12
        "national+consensus.COR": 78.0,
        "action.ARC": 5.0,
        "action.COR": 5.0,
    },
    "training": {"error.ARC": 0.1, "error.COR": 0.1, "restore.arc_gateway": 16.8},
}


def _outputs(scenario, members=frozenset({"BOR", "COR"}), t_s=0.0):
    """Every number that some lever names."""
    coalition = Coalition(scenario, members)
    row = scenario.disclosure["members"]
    found = {}
    for nation in NATIONS:
        delay = decision_delay(coalition, nation, "contingency")
        found[f"national+consensus.{nation}"] = delay.decision_h
        found[f"action.{nation}"] = delay.action_h
        found[f"error.{nation}"] = error_rate(coalition, nation, t_s)[0]
        for to in NATIONS:
            if to != nation:
                latency = release_latency_h(coalition, nation, to, row, "contingency")
                found[f"latency.{nation}.{to}"] = latency
    for site in ("arc_gateway", "bor_gateway"):
        found[f"restore.{site}"] = restored_after_s(coalition, site, 24 * 3600, t_s) / 3600
    return found


@pytest.fixture(scope="module")
def plain(crises):
    """The crisis without any lever."""
    return crises.changed(CERTAIN)


@pytest.fixture(scope="module")
def pulled(crises):
    """The crisis with one lever each."""
    return {name: crises.changed({**CERTAIN, "agreements.lever": block}) for name, block in LEVERS.items()}


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_moves_what_it_names_by_its_factor_and_nothing_else(plain, pulled, lever):
    assert _outputs(plain) == pytest.approx(BEFORE, abs=1e-12)
    assert _outputs(pulled[lever]) == pytest.approx({**BEFORE, **MOVED[lever]}, abs=1e-12)


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_holds_only_while_two_of_its_parties_are_inside(plain, pulled, lever):
    """COR has left: what was agreed with it is worth nothing to ARC, and the clause has one holder fewer."""
    alone = frozenset({"BOR"})
    assert _outputs(pulled[lever], alone) == _outputs(plain, alone)
    assert _outputs(plain, alone)["national+consensus.ARC"] == 78.0


@pytest.mark.parametrize("lever", ["liaison", "doctrine", "combined_c2"])
def test_a_lever_of_time_leaves_services_and_attacks_bit_equal(plain, pulled, lever):
    """Forced arm: the same attacks, outcomes, outages and services; only when governments know and decide moves."""
    before = run(plain, arm="forced", package="cut_the_strait")
    after = run(pulled[lever], arm="forced", package="cut_the_strait")
    assert _untouched(after) == _untouched(before)
    for mission, timeline in before.services.items():
        assert np.array_equal(timeline.values, after.services[mission].values), mission
    unlike = {"deterrence.response_imposed"}
    numbers, now = (statistics(record).values for record in (before, after))
    assert {k: v for k, v in numbers.items() if k not in unlike} == {
        k: v for k, v in now.items() if k not in unlike
    }


def _untouched(record):
    kinds = ("order.given", "engagement.launched", "engagement.resolved", "asset.degraded", "signal.observed")
    return [event.as_dict() | {"seq": 0} for event in record.events if event.kind in kinds]


def _due_h(record):
    """Hours from attack to decision, by government."""
    return {
        event.government: (event.due_s - event.t_s) / 3600
        for event in record.events
        if event.kind == "inquiry.opened"
    }


@pytest.mark.parametrize(
    ("lever", "arc_h"), [("liaison", 76.8), ("doctrine", 69.6), ("combined_c2", 78.0), ("training", 84.0)]
)
def test_the_game_decides_when_the_function_says(plain, pulled, lever, arc_h):
    """`inquiry.opened` carries the effective delay; an answer weighs what decision and action together leave."""
    before, after = (run(s, arm="forced", package="cut_the_strait") for s in (plain, pulled[lever]))
    assert _due_h(before) == {"ARC": 84.0, "BOR": 84.0, "COR": 84.0}
    assert _due_h(after)["ARC"] == pytest.approx(arc_h, abs=1e-3)
    assert _due_h(after)["BOR"] == 84.0
    action_h = 5.0 if lever == "combined_c2" else 10.0
    decided = [e for e in after.events if e.kind == "response.decided" and e.government == "ARC"]
    assert decided, "somebody must answer for this test to say anything"
    for event in decided:
        assert event.weight == pytest.approx(np.exp(-(arc_h + action_h) / 24 / 30), abs=1e-9)
        names = [item["name"] for item in event.card["modifiers"]]
        assert "national_delay_h" in names
        assert "consensus_h" in names


def test_reports_between_liaison_partners_arrive_sooner_and_all_others_as_before(plain, pulled):
    before, after = (run(s, arm="forced", package="blind") for s in (plain, pulled["liaison"]))

    def arrivals(record):
        return {
            (e.sensor, e.recipient): (e.arrives_s - e.t_s) / 3600
            for e in record.events
            if e.kind == "signal.released"
        }

    was, now = arrivals(before), arrivals(after)
    assert was == {("cor_radar.radar", "ARC"): 12.0, ("cor_radar.radar", "BOR"): 12.0}
    assert now == {("cor_radar.radar", "ARC"): 6.0, ("cor_radar.radar", "BOR"): 12.0}


def test_a_report_that_came_too_late_comes_in_time_with_liaison(crises):
    """A latency of 12 h against a delay of 10 h: without liaison ARC hears nothing, with it the report takes 6 h."""
    clause = {**CERTAIN["agreements.clause"], "consensus_h": 0.0}
    hasty = {**CERTAIN, "politics.decision_delay_h": 10.0, "agreements.clause": clause}
    liaison = {**LEVERS["liaison"], "delay_factor": 1.0}
    without, with_it = crises.changed(hasty), crises.changed({**hasty, "agreements.lever": liaison})
    told = [
        {e.recipient for e in run(s, arm="forced", package="blind").events if e.kind == "signal.released"}
        for s in (without, with_it)
    ]
    assert told == [set(), {"ARC"}]


def test_red_reckons_with_the_same_delays_and_errors_as_governments_decide_by(plain, pulled):
    """The table of the first weighing: d_g in days and the commitment less errors, of every answer of every option."""
    for scenario, arc_d, commitment in (
        (plain, (84 + 10) / 24, 0.8),
        (pulled["liaison"], (76.8 + 10) / 24, 0.8),
        (pulled["combined_c2"], (78 + 5) / 24, 0.8),
        (pulled["training"], (84 + 10) / 24, 0.9),
    ):
        weighed = next(e for e in run(scenario, arm="restraint").events if e.kind == "options.weighed")
        answers = [a for option in weighed.options for a in option["answers"]]
        arc = [a for a in answers if a["government"] == "ARC"]
        bor = [a for a in answers if a["government"] == "BOR"]
        assert arc
        assert bor
        assert all(a["delay_d"] == pytest.approx(arc_d, abs=1e-9) for a in arc)
        assert all(a["commitment"] == pytest.approx(commitment, abs=1e-9) for a in arc)
        assert all(a["delay_d"] == pytest.approx((84 + 10) / 24, abs=1e-9) for a in bor)
        assert all(a["commitment"] == pytest.approx(0.8, abs=1e-9) for a in bor)


def test_red_knows_that_liaison_lets_a_report_come_in_time(crises):
    """A latency of 12 h, a delay of 10 h: the radar's report reaches ARC only with liaison, and Red counts on it."""
    hasty = {
        "politics.decision_delay_h": 10.0,
        "disclosure.members.latency_h": 12.0,
        "disclosure.members.share": 1.0,
    }
    liaison = {**LEVERS["liaison"], "delay_factor": 1.0}
    p_attributes = []
    for scenario in (crises.changed(hasty), crises.changed({**hasty, "agreements.lever": liaison})):
        weighed = next(e for e in run(scenario, arm="restraint").events if e.kind == "options.weighed")
        (shot,) = [o for o in weighed.options if o["option"] == "interceptor:arc_warning_east"]
        p_attributes.append({a["government"]: a["p_attributes"] for a in shot["answers"]})
    assert p_attributes[0]["ARC"] == 0.0
    assert p_attributes[1]["ARC"] > 0.5
    assert p_attributes[1]["BOR"] == p_attributes[0]["BOR"] == 0.0


def test_asking_the_others_takes_long_enough_for_a_report_to_come_in_time(crises):
    """A latency of 12 h, 10 h of its own: two further holders at 3 h each make it 16, for ARC and in Red's eyes."""
    hasty = {
        "politics.decision_delay_h": 10.0,
        "disclosure.members.latency_h": 12.0,
        "disclosure.members.share": 1.0,
    }
    clause = {"kind": "collective_response", "members": ["ARC", "BOR", "COR"]}
    told, known = [], []
    for hours in (0.0, 3.0):
        scenario = crises.changed({**hasty, "agreements.clause": {**clause, "consensus_h": hours}})
        record = run(scenario, arm="forced", package="blind")
        told.append({e.recipient for e in record.events if e.kind == "signal.released"})
        weighed = next(e for e in run(scenario, arm="restraint").events if e.kind == "options.weighed")
        (shot,) = [o for o in weighed.options if o["option"] == "interceptor:arc_warning_east"]
        known.append({a["government"]: a["p_attributes"] for a in shot["answers"]}["ARC"])
    assert told == [set(), {"ARC", "BOR"}]
    assert known[0] == 0.0
    assert known[1] > 0.5


def test_red_knows_that_the_trained_are_back_sooner(plain, pulled):
    """Breaking into ARC's gateway gains less; jamming and shooting gain exactly as much as before."""
    gains = []
    for scenario in (plain, pulled["training"]):
        weighed = next(e for e in run(scenario, arm="restraint").events if e.kind == "options.weighed")
        gains.append({o["option"]: o["benefit"] for o in weighed.options})
    moved = {option for option, gain in gains[0].items() if gains[1][option] != gain}
    assert moved
    assert all(option.startswith("intruder:arc_gateway") for option in moved)
    assert all(gains[1][option] < gains[0][option] for option in moved)


# Training


def test_the_effect_of_training_halves_with_every_half_life_and_an_inject_renews_it(crises):
    """Half-life 10 d, last training 10 d before the epoch: 1/2 at the epoch, 1/4 ten days on; renewed at hour 30."""
    block = {"kind": "training", "members": ["ARC", "COR"], "half_life_d": 10.0, "last_d": 10.0}
    stale = crises.changed({**CERTAIN, "agreements.lever": block})
    renewed = crises.changed(
        {
            **CERTAIN,
            "agreements.lever": block,
            "injects.drill": {"kind": "training", "at_h": 30, "agreement": "lever"},
        }
    )
    for scenario, t_h, fresh in (
        (stale, 0, 0.5),
        (stale, 240, 0.25),
        (renewed, 29, 0.5 * 0.5 ** (29 / 240)),
        (renewed, 30, 1.0),
        (renewed, 270, 0.5),
    ):
        coalition = Coalition.everybody(scenario)
        assert freshness(coalition, "lever", t_h * 3600) == pytest.approx(fresh, abs=1e-12)
        left = 0.2 * (1 - 0.5 * fresh)
        assert error_rate(coalition, "ARC", t_h * 3600)[0] == pytest.approx(left, abs=1e-9)
    held = [e for e in run(renewed, arm="unattacked").events if e.kind == "training.held"]
    assert [(e.t_s, e.agreement, e.cause) for e in held] == [
        (30 * 3600, "lever", "inject.fired/drill/-/108000")
    ]
    assert not [
        e for e in run(renewed, arm="unattacked", coalition=["BOR"]).events if e.kind == "training.held"
    ]


def test_a_struck_site_of_the_trained_is_back_sooner_and_nothing_else_lasts_less(plain, pulled):
    """24 h of intrusion; 1.08 d after a training of half-life 90 d what is left is 1 - 0.3 * 0.5 ^ (1.08 / 90)."""
    found = [
        {
            event.asset: event
            for event in run(s, arm="forced", package="cut_the_strait").events
            if event.kind == "asset.degraded"
        }
        for s in (plain, pulled["training"])
    ]
    lasting = [
        {asset: (event.until_s - event.t_s) / 3600 for asset, event in events.items()} for events in found
    ]
    faded = 0.5 ** (found[1]["arc_gateway"].t_s / 86400 / 90)
    assert lasting[0] == {"arc_relay_east": 36.0, "arc_gateway": 24.0}
    assert lasting[1]["arc_relay_east"] == 36.0
    assert lasting[1]["arc_gateway"] == pytest.approx(24 * (1 - 0.3 * faded), abs=1e-3)
    assert 16.8 < lasting[1]["arc_gateway"] < 16.9
    calm = [run(s, arm="unattacked") for s in (plain, pulled["training"])]
    for mission, timeline in calm[0].services.items():
        assert np.array_equal(timeline.values, calm[1].services[mission].values), mission


def test_a_government_that_always_errs_never_acts_and_says_why(crises):
    """Error rate 1: every decision that would have been an answer is declined, by the same draws."""
    sure, clumsy = (
        run(crises.changed({**CERTAIN, "politics.error_rate": rate}), arm="forced", package="cut_the_strait")
        for rate in (0.0, 1.0)
    )
    answered = {(e.government, e.order) for e in sure.events if e.kind == "response.decided"}
    assert answered
    assert not [e for e in clumsy.events if e.kind == "response.decided"]
    errs = [e for e in clumsy.events if e.kind == "response.declined" and "nothing comes of it" in e.reason]
    assert {e.government for e in errs} == {government for government, _ in answered}


def test_the_share_of_errors_is_the_error_rate(crises):
    """400 replicates of one decision: within four standard errors of 0.3."""
    from wargame.draws import Draws

    n, rate = 400, 0.3
    erred = sum(Draws(0, r).chance(rate, "government.errs", "ARC", "RED:93600:jammer:x") for r in range(n))
    assert abs(erred / n - rate) < 4 * (rate * (1 - rate) / n) ** 0.5


def test_several_agreements_of_a_kind_do_not_multiply(crises):
    """Two doctrines, 0.8 and 0.6: the smaller factor holds."""
    two = crises.changed(
        {
            "agreements.one": LEVERS["doctrine"],
            "agreements.two": {**LEVERS["doctrine"], "delay_factor": 0.6},
        }
    )
    delay = decision_delay(Coalition.everybody(two), "ARC", "crisis")
    assert delay.decision_h == pytest.approx(43.2)
    assert [(m.name, m.value, m.source) for m in delay.modifiers] == [
        ("national_delay_h", 72.0, "judgement"),
        ("doctrine_delay_factor", 0.6, "agreement 'two'"),
    ]


def test_a_factor_may_differ_by_phase(crises):
    by_phase = {"day_to_day": 1.0, "crisis": 0.75, "contingency": 0.5}
    scenario = crises.changed({"agreements.d": {**LEVERS["doctrine"], "delay_factor": by_phase}})
    coalition = Coalition.everybody(scenario)
    hours = [decision_delay(coalition, "COR", phase).decision_h for phase in by_phase]
    assert hours == [72.0, 54.0, 36.0]
