"""Commercial providers: when they may refuse, with which chance, and what the coalition loses until they resume."""

import numpy as np
import pytest

from wargame.analysis.explain import explain
from wargame.run import run

CONTRACT = {
    "refuses_from_rung": 3,
    "p_refuse": 1.0,
    "exposure": 0.5,
    "notice_h": 2.0,
    "resumes_after_h": 10.0,
}


def _crisis(crises, contract, role="baseline", **more):
    """The tutorial with a company whose relay carries half of its capacity for ARC, and little else that could."""
    return crises.changed(
        {
            "actors.COM": {
                "name": "Comex",
                "kind": "commercial",
                "role": role,
                **({} if contract is None else {"contract": contract}),
            },
            "satellites.com_relay": crises.relay("COM", -20.0, 400.0),
            "satellites.bor_relay.payloads.relay.capacity_mbps": 50.0,
            "sites.com_gateway": crises.gateway("COM", 35.0, -20.0),
            "agreements.lease": {
                "kind": "capacity_share",
                "mission": "satcom_wideband",
                "provider": "COM",
                "shares": {"ARC": 0.75},
            },
            **more,
        }
    )


def _of(record, *kinds):
    return [event for event in record.events if event.kind in kinds]


def _forced(scenario, **given):
    return run(scenario, arm="forced", package="cut_the_strait", **given)


def test_a_provider_refuses_when_the_rung_is_reached_and_serves_again_later(crises):
    """Jamming (rung 3) is launched at hour 24: refused at 24, withheld from 26 to 36."""
    record = _forced(_crisis(crises, CONTRACT))
    (refused,) = _of(record, "service.refused")
    assert (refused.t_s / 3600, refused.from_s / 3600, refused.until_s / 3600) == (24.0, 26.0, 36.0)
    assert (refused.card["p"], refused.card["outcome"]) == (1.0, "refuses")
    assert record.by_id[refused.cause].kind == "rung.reached"
    held = [e for e in _of(record, "asset.degraded") if e.asset == "com_relay"]
    assert [(e.t_s / 3600, e.function, e.factor, e.until_s / 3600, e.cause) for e in held] == [
        (26.0, "relay", 0.0, 36.0, refused.id)
    ]
    back = [e for e in _of(record, "asset.restored") if e.asset == "com_relay"]
    assert [(e.t_s / 3600, e.cause) for e in back] == [(36.0, held[0].id)]
    kinds = [event.kind for event in explain(record, held[0].id)]
    assert kinds[:4] == ["asset.degraded", "service.refused", "rung.reached", "engagement.launched"]


def test_the_service_falls_from_the_end_of_the_notice_until_it_resumes_and_not_otherwise(crises):
    """Against the same contract with p 0: equal before hour 26 and from 36 on, lower between."""
    lines = [
        _forced(_crisis(crises, {**CONTRACT, "p_refuse": p})).services["satcom_wideband"].values
        for p in (1.0, 0.0)
    ]
    hour = 3600 // 300
    assert np.array_equal(lines[0][:, :, : 26 * hour], lines[1][:, :, : 26 * hour])
    assert np.array_equal(lines[0][:, :, 36 * hour :], lines[1][:, :, 36 * hour :])
    assert (lines[0][:, :, 26 * hour : 36 * hour] < lines[1][:, :, 26 * hour : 36 * hour]).any()


def test_a_provider_that_does_not_refuse_says_so_and_changes_nothing(crises):
    """With p 0: one event more than without a contract, and the rest is the same."""
    upheld, without = _forced(_crisis(crises, {**CONTRACT, "p_refuse": 0.0})), _forced(_crisis(crises, None))
    (kept,) = _of(upheld, "service.upheld")
    assert kept.card["outcome"] == "goes on serving"
    rest = [event for event in upheld.events if event.kind != "service.upheld"]
    assert crises.lines(rest) == crises.lines(without.events)


def test_a_rung_below_that_of_the_contract_moves_nobody(crises):
    """Jamming and a break-in reach rungs 3 and 9 (the gateway also warns); a contract from rung 10 is never touched."""
    record = _forced(_crisis(crises, {**CONTRACT, "refuses_from_rung": 10}))
    assert max(e.rung for e in _of(record, "rung.reached")) == 9
    assert not _of(record, "service.refused", "service.upheld")


def test_a_provider_is_asked_once_for_a_rung_that_is_passed(crises):
    """From rung 5: passed once, when the break-in climbs from 3 to 9."""
    record = _forced(_crisis(crises, {**CONTRACT, "refuses_from_rung": 5, "p_refuse": 0.0}))
    (kept,) = _of(record, "service.upheld")
    assert record.by_id[kept.cause].rung == 9


def test_a_strike_on_the_provider_adds_its_exposure(crises):
    """P = 1 - (1 - 0.2)(1 - 0.5) = 0.6, and no rung is needed."""
    package = {
        "title": "Jam the company",
        "adversary": "RED",
        "actions": [{"capability": "jammer", "targets": ["com_relay"], "at_h": 24}],
    }
    contract = {**CONTRACT, "refuses_from_rung": 10, "p_refuse": 0.2}
    scenario = _crisis(crises, contract, **{"threat_packages.cut_the_strait": package})
    outcomes = []
    for replicate in range(8):
        record = _forced(scenario, replicate=replicate)
        (event,) = _of(record, "service.refused", "service.upheld")
        assert event.card["p"] == 0.6
        assert (event.kind == "service.refused") is (event.card["draw"] < 0.6)
        assert record.by_id[event.cause].kind == "engagement.resolved"
        outcomes.append(event.kind)
    assert len(set(outcomes)) == 2, "both must happen for this test to say anything"


def test_the_chance_is_that_of_the_phase(crises):
    """Contingency from hour 24 on."""
    by_phase = {"day_to_day": 0.0, "crisis": 0.1, "contingency": 0.35}
    record = _forced(_crisis(crises, {**CONTRACT, "p_refuse": by_phase}))
    (event,) = _of(record, "service.refused", "service.upheld")
    assert event.card["p"] == 0.35


def test_only_the_missions_of_the_contract_are_withheld(crises):
    record = _forced(_crisis(crises, {**CONTRACT, "for_missions": ["satcom_protected"]}))
    assert _of(record, "service.refused")
    assert not [e for e in _of(record, "asset.degraded") if e.asset == "com_relay"]


def test_an_open_signal_cannot_be_withheld(crises):
    """A company's navigation signal that anybody may use, and one that only customers may: only the latter stops."""
    more = {}
    for name, is_open in (("free", True), ("sold", False)):
        signal = {"kind": "navigation", "family": name, "open_signal": is_open}
        more[f"satellites.{name}"] = {**crises.relay("COM", -40.0, 1.0), "payloads": {"signal": signal}}
    more["agreements.clocks"] = {
        "kind": "service_access",
        "mission": "pnt",
        "provider": "COM",
        "recipients": ["ARC"],
    }
    record = _forced(_crisis(crises, CONTRACT, **more))
    (refused,) = _of(record, "service.refused")
    stopped = {e.asset for e in _of(record, "asset.degraded") if e.cause == refused.id}
    assert stopped == {"com_relay", "sold"}


def test_a_provider_that_refuses_already_is_not_asked_again(crises):
    """Refused at hour 24 until 36; the company's relay is struck by the same package at 24.5."""
    package = {
        "title": "Jam the company",
        "adversary": "RED",
        "actions": [{"capability": "jammer", "targets": ["com_relay"], "at_h": 24}],
    }
    record = _forced(_crisis(crises, CONTRACT, **{"threat_packages.cut_the_strait": package}))
    assert len(_of(record, "service.refused", "service.upheld")) == 1
    assert _of(record, "engagement.resolved")[0].target == "com_relay"


def test_a_company_that_is_no_member_refuses_nothing(crises):
    """As a player it may be out: it serves nobody in the coalition then."""
    scenario = _crisis(crises, CONTRACT, role="player")
    assert _of(_forced(scenario), "service.refused")
    assert not _of(_forced(scenario, coalition=["BOR", "COR"]), "service.refused", "service.upheld")


def test_red_does_not_foresee_a_refusal_and_sees_it_once_it_holds(crises):
    """The first table is the same with and without the contract; the terms are not public."""
    weighed = [
        _of(run(_crisis(crises, contract), arm="restraint"), "options.weighed")[0].options
        for contract in (CONTRACT, None)
    ]
    assert weighed[0] == weighed[1]
    changes = {
        "actors.RED.adversary.doctrine": "scripted",
        "actors.RED.adversary.script": [{"capability": "jammer", "targets": ["arc_relay_east"], "at_h": 24}],
    }
    record = run(_crisis(crises, CONTRACT, **changes))
    assert [e.asset for e in _of(record, "asset.degraded")] == ["arc_relay_east", "com_relay"]


@pytest.mark.parametrize("arm", ["unattacked", "restraint"])
def test_nobody_refuses_where_nobody_attacks(crises, arm):
    assert not _of(run(_crisis(crises, CONTRACT), arm=arm), "service.refused", "service.upheld")
