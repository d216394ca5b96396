"""What was done, counted by hand: what comes back, how far Red climbed, what debris adds, who stepped down."""

import pytest

from wargame.analysis import deeds
from wargame.analysis.statistics import statistics
from wargame.events import (
    AssetDegraded,
    AssetLost,
    CrisisSteppedDown,
    DebrisCreated,
    EngagementLaunched,
    InjectFired,
    ResponseDecided,
)
from wargame.run import run
from wargame.space.debris.cloud import cloud_summary
from wargame.space.debris.counts import mass_behind_kg


def degraded(until_s, cause="engagement.resolved/x"):
    """A function out of action until then."""
    return AssetDegraded(t_s=0, move=0, cause=cause, asset="a", function=None, factor=0.0, until_s=until_s)


def lost():
    """A kill."""
    return AssetLost(t_s=0, move=0, cause="engagement.resolved/y", asset="b")


def broken(fragments, altitude_km):
    """A break-up."""
    return DebrisCreated(t_s=0, move=0, asset="b", fragments=fragments, altitude_km=altitude_km)


def test_three_of_four_statuses_come_back():
    """Three degradations with an end and a kill: 0.75; what an inject broke is nobody's deed."""
    assert deeds.reversible_share([degraded(60), degraded(60), degraded(60), lost()])[0] == 0.75
    inject = InjectFired(t_s=0, move=0, inject="storm")
    inject.name("inject.fired/storm", 0)
    assert deeds.reversible_share([inject, degraded(60, cause=inject.id), lost()])[0] == 0.0
    assert deeds.reversible_share([])[0] is None


def test_answers_leave_what_each_spares():
    """Severity 0.3 at weight 0.5, and 0.4 at 1: 1 - 0.85 x 0.6 = 0.49."""
    answers = [
        ResponseDecided(t_s=0, move=0, government=g, order="o", against="RED", rung=2, severity=s, weight=w)
        for g, s, w in (("A", 0.3, 0.5), ("B", 0.4, 1.0))
    ]
    assert deeds.response_imposed(answers)[0] == pytest.approx(0.49)


def test_break_ups_in_one_shell_add_up_and_the_worst_shell_counts():
    """Two at 800 km: twice the hits of one, by the size law's count; one at 500 km lies in another shell."""
    one = cloud_summary(mass_behind_kg(700, min_size_m=0.1), 800.0).hits_1_cm_per_m2_year
    other = cloud_summary(mass_behind_kg(700, min_size_m=0.1), 500.0).hits_1_cm_per_m2_year
    assert deeds.hits_per_m2_year([broken(700, 800.0), broken(700, 800.0)])[0] == pytest.approx(2 * one)
    assert deeds.hits_per_m2_year([broken(700, 800.0), broken(700, 500.0)])[0] == pytest.approx(
        max(one, other)
    )
    assert deeds.hits_per_m2_year([])[0] == 0.0
    assert deeds.hits_per_m2_year([broken(700, 35_786.0)])[0] is None
    assert one > 1e-6


def test_the_hazard_is_worked_out_only_when_asked_for(tutorial):
    """It follows every fragment."""
    record = run(tutorial, arm="forced", package="blind")
    name = "debris.hits_per_m2_year"
    assert "asked for apart" in statistics(record).reasons[name]
    assert "asked for apart" not in statistics(record, hazard=True).reasons.get(name, "")


def launched(attacker="RED", t_s=0, order_s=0):
    """An attack under way."""
    return EngagementLaunched(
        t_s=t_s,
        move=0,
        engagement="e",
        order=f"{attacker}:{order_s}:c:a",
        attacker=attacker,
        capability="c",
        effect="x",
        target="a",
        effect_s=60,
        rung=3,
    )


def test_a_step_down_counts_after_an_attack_of_the_same_adversary():
    """Before it or by another it does not; without an attack there is nothing to step down from."""
    down = CrisisSteppedDown(t_s=0, move=0, actor="RED", quiet_moves=2, hold_until_s=0)
    assert deeds.stepped_down([down])[0] is None
    assert deeds.stepped_down([launched(), down])[0] == 1.0
    assert deeds.stepped_down([down, launched()])[0] == 0.0
    assert deeds.stepped_down([launched("OTHER"), down])[0] == 0.0


def test_the_first_attack_is_the_earliest_decision_or_order():
    """A script launches without a decision: hour 2; an order for hour 5 that is given at hour 3 is one for hour 5."""
    assert deeds.time_to_first_attack_h([launched(t_s=3 * 3600, order_s=5 * 3600)])[0] == 5.0
    assert deeds.time_to_first_attack_h([launched(t_s=3 * 3600), launched(t_s=2 * 3600)])[0] == 2.0
    assert deeds.attacked([launched()])[0] == 1.0
    assert deeds.attacked([])[0] == 0.0


def test_deeds_of_a_phase_are_those_that_fall_into_it(crises):
    """A shot at hour 26 belongs to the phase that then lasts."""
    record = run(crises.tutorial(), arm="forced", package="blind")
    launched = next(e for e in record.events if e.kind == "engagement.launched")
    phases = [e for e in record.events if e.kind == "phase.changed"]
    then = [e.phase for e in phases if e.t_s <= launched.t_s][-1]
    for phase in ("day_to_day", "crisis", "contingency"):
        found = statistics(record, phase=phase).values["deterrence.highest_rung"]
        assert (found == launched.rung) == (phase == then)
        assert found in (0.0, launched.rung)
