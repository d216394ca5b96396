"""What is lost after the run: pieces between repairs, by hand and on the tutorial."""

import math

import pytest

from wargame.analysis.continuation import continued
from wargame.analysis.statistics import statistics
from wargame.hindsight import Outlook
from wargame.run import run

DAY_S = 86400


def test_a_service_that_is_mended_on_the_way_is_summed_by_its_pieces():
    """From day 7 to day 90: 0.5 until day 17, then 1: 10 x 0.5 + 73 = 78 days of full service."""
    found = continued(
        [3 * DAY_S, 17 * DAY_S, 200 * DAY_S],
        (7.0 * DAY_S, 90.0 * DAY_S),
        lambda t: 0.5 if t < 17 * DAY_S else 1.0,
    )
    assert found == pytest.approx(78 * DAY_S)


def test_without_changes_the_last_day_holds():
    """83 days at 0.8."""
    assert continued([], (7.0 * DAY_S, 90.0 * DAY_S), lambda _: 0.8) == pytest.approx(66.4 * DAY_S)


def forced(scenario, **given):
    """The forced arm of a package with its unattacked line, and the statistics with an outlook."""
    record = run(scenario, arm="forced", **given)
    unattacked = run(scenario, arm="unattacked")
    return record, statistics(record, unattacked, outlook=Outlook())


def test_what_is_destroyed_stays_lost_to_day_90(crises):
    """A warning satellite of two is shot for good: half the service from the hit to the end of day 90."""
    record, found = forced(crises.tutorial(), package="blind")
    hit = next(e for e in record.events if e.kind == "asset.lost")
    by_hand = 0.5 * (90 * 24 - math.ceil(hit.t_s / 300) * 300 / 3600)
    assert found.values["resilience.loss_90d_h.missile_warning"] == pytest.approx(by_hand, abs=1.0)


def test_what_is_mended_after_the_run_is_lost_until_then(crises):
    """An intrusion that takes the only gateway of the lead alone for 100 h from hour 26 on: lost until hour 126.

    The run ends at hour 54; the last day's service without attack is 1, with the gateway down 0 for those it served.
    """
    parameters = {f"{crises.RED}.capabilities.intruder.parameters": {"p_success": 1.0, "restore_h": 100.0}}
    action = {"capability": "intruder", "targets": ["arc_gateway"], "at_h": 26}
    package = {"title": "Cut", "adversary": "RED", "actions": [action]}
    scenario = crises.changed({**parameters, "threat_packages": {"cut": package}})
    record = run(scenario, arm="forced", package="cut", coalition=())
    unattacked = run(scenario, arm="unattacked", coalition=())
    found = statistics(record, unattacked, outlook=Outlook()).values
    down = next(e for e in record.events if e.kind == "asset.degraded")
    assert down.until_s > scenario.clock.duration_s
    within = (
        unattacked.services["satcom_wideband"].demand_weighted()
        - record.services["satcom_wideband"].demand_weighted()
    ).sum() / 12
    level = unattacked.services["satcom_wideband"].demand_weighted()[-288:].mean()
    last = record.services["satcom_wideband"].demand_weighted()[-288:].mean()
    after = (level - last) * (down.until_s - scenario.clock.duration_s) / 3600
    assert after > 1.0
    assert found["resilience.loss_90d_h.satcom_wideband"] == pytest.approx(within + after, abs=1e-3)


def test_nothing_done_nothing_lost_and_null_with_the_reason(crises):
    """A package that fails costs nothing after the run either; without an outlook, a phase, a line: null."""
    scenario = crises.changed({f"{crises.RED}.capabilities.interceptor.parameters.p_kill_above_2000_km": 0.0})
    record, found = forced(scenario, package="blind")
    assert found.values["resilience.loss_90d_h.missile_warning"] == 0.0
    unattacked = run(scenario, arm="unattacked")
    name = "resilience.loss_90d_h.missile_warning"
    assert "asked for apart" in statistics(record, unattacked).reasons[name]
    assert statistics(record, outlook=Outlook()).reasons[name] == "needs the unattacked arm"
    assert "no phase" in statistics(record, unattacked, phase="crisis", outlook=Outlook()).reasons[name]
