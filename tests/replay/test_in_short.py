"""The run in a few sentences, and how long services lay below their thresholds: both from the record itself."""

import numpy as np
import pytest

from wargame.analysis.names import Names
from wargame.analysis.replay.in_short import in_short
from wargame.analysis.replay.lines import mission_rows, p_attack_line, shortfalls
from wargame.loader import load
from wargame.missions.windows import trailing_mean
from wargame.run import run


@pytest.fixture(scope="module")
def record():
    return run(load("classroom"), seed=3)


@pytest.fixture(scope="module")
def told(record):
    held = {
        "run": p_attack_line(run(record.scenario, arm="restraint")),
        "alone": p_attack_line(run(record.scenario, arm="restraint", coalition=())),
    }
    rows = mission_rows({"run": record}, record)
    return in_short(record, Names(record.scenario), rows, held)


def test_it_counts_decisions_and_attacks(record, told):
    decided = record.of_kind("attack.decided")
    done = record.of_kind("engagement.resolved")
    words, event = told[0]
    assert event == decided[0].id
    assert f"decided {len(decided)} times to attack" in words
    worked = sum(item.outcome != "failure" for item in done)
    assert words.endswith(f"Of {len(done)} attacks on single targets {worked} worked.")


def test_every_event_it_names_is_there_and_is_what_the_sentence_is_about(record, told):
    kinds = [record.by_id[event].kind for _, event in told if event]
    assert kinds[0] == "attack.decided"
    assert set(kinds) <= {"attack.decided", "service.crossed", "response.decided"}
    assert "service.crossed" in kinds
    for words, event in told:
        if event and record.by_id[event].kind == "service.crossed":
            assert record.by_id[event].direction == "lost"
            assert " lay below " in words


def test_it_says_how_the_lead_alone_would_have_deterred(told):
    assert any("against the coalition and" in words and not event for words, event in told)


def test_where_nobody_attacks_it_says_so():
    calm = run(load("classroom"), arm="unattacked")
    words = [item for item, _ in in_short(calm, Names(calm.scenario), mission_rows({"run": calm}, calm), {})]
    assert words[0] == "No adversary decided to attack."
    assert not any("restraint path" in item for item in words)


def test_hours_below_a_threshold_are_those_of_the_trailing_mean(record):
    seen = 0
    for mission, timeline in record.services.items():
        settings = record.scenario.missions.of(mission)
        found = shortfalls(record, mission)
        for region in timeline.regions:
            if not timeline.has_demand(region, None):
                continue
            values = timeline.demand_weighted(region, None).astype(np.float32).astype(np.float64)
            window = max(1, round(settings.window_h * 3600 / timeline.step_s))
            means = trailing_mean(values, window)
            below = means < settings.threshold - 0.0005
            hours = below.sum() * timeline.step_s / 3600.0
            if hours == 0:
                continue
            seen += 1
            told_h, lowest, at_s = found[region]
            assert told_h == pytest.approx(hours, abs=timeline.step_s / 3600.0)
            assert lowest == pytest.approx(means.min(), abs=0.0006)
            assert means[round(at_s / timeline.step_s) - window] == pytest.approx(lowest, abs=0.0006)
    assert seen > 0
