"""What is remembered of delays keeps no scenario alive: a worker of a study meets thousands of them."""

import gc
import weakref

from wargame.coalition import Coalition
from wargame.knowing import delays
from wargame.knowing.delays import decision_delay


def test_a_remembered_delay_keeps_no_coalition_and_no_scenario_alive(crises):
    scenario = crises.changed({"title": "A scenario that nobody needs any more"})
    coalition = Coalition.everybody(scenario)
    for government in scenario.governments:
        assert decision_delay(coalition, government, "crisis") is decision_delay(
            coalition, government, "crisis"
        )
    gone = weakref.ref(coalition)
    del coalition
    gc.collect()
    assert gone() is None


def test_coalitions_of_the_same_content_share_a_delay_and_others_do_not(crises, tutorial):
    first, second = (Coalition.everybody(crises.changed({"title": "One title"})) for _ in range(2))
    government = next(iter(tutorial.governments))
    assert decision_delay(first, government, "crisis") is decision_delay(second, government, "crisis")
    slower = crises.changed({f"actors.{government}.government.decision_delay_h": 99.0})
    other = decision_delay(Coalition.everybody(slower), government, "crisis")
    assert other != decision_delay(first, government, "crisis")


def test_no_more_than_so_many_are_remembered(monkeypatch, tutorial):
    monkeypatch.setattr(delays, "MOST_KNOWN", 2)
    monkeypatch.setattr(delays, "_KNOWN", {})
    coalition = Coalition.everybody(tutorial)
    for phase in ("day_to_day", "crisis", "contingency"):
        decision_delay(coalition, next(iter(tutorial.governments)), phase)
    assert len(delays._KNOWN) <= 2
