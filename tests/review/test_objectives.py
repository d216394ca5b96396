"""Objectives of an exercise: a strict part of the language, no part of play, scored from the record with a number."""

import numpy as np
import pytest

from wargame.cli import main
from wargame.loader import ScenarioError, load
from wargame.run import run


def _score(review, key):
    return next(score for score in review.scores if score.key == key)


def test_a_service_is_scored_by_its_mean_to_those_named(summary, review):
    line = summary.coalition.played.services["satcom_wideband"]
    mean = line.values[line.regions.index("strait"), line.beneficiaries.index("MER")].mean()
    score = _score(review, "connected")
    assert score.value == pytest.approx(mean)
    assert score.verdict == ("met" if mean >= 0.5 else "not met")
    assert score.who == "Isola and Meridia"


def test_a_service_may_be_scored_at_its_worst(summary, review):
    line = summary.coalition.played.services["satcom_wideband"]
    weights = line.weights[line.regions.index("strait")]
    mean = (line.values[line.regions.index("strait")] * weights[:, None]).sum(axis=0) / weights.sum()
    window = round(summary.scenario.missions.of("satcom_wideband").window_h * 3600 / line.step_s)
    worst = min(float(np.mean(mean[n : n + window])) for n in range(len(mean) - window + 1))
    score = _score(review, "always")
    assert score.value == pytest.approx(worst, abs=1e-6)
    assert score.verdict == "not met"
    assert score.who == "the coalition"


def test_a_statistic_is_scored_against_its_bound(summary, review):
    score = _score(review, "peace")
    assert score.value == summary.coalition.statistics.values["deterrence.attacked"] == 1.0
    assert score.verdict == "not met"
    assert score.words == "1 if Red attacked in this run: 1, wanted at most 0"


def test_what_the_arm_does_not_give_is_not_measured_and_says_why(review):
    score = _score(review, "forced")
    assert (score.verdict, score.value) == ("not measured", None)
    assert "needs the forced arm" in score.words


def test_what_no_number_says_is_left_to_the_umpire(review):
    score = _score(review, "talk")
    assert (score.verdict, score.who) == ("not measured", "Tarn")
    assert "umpire" in score.words


def test_a_scenario_without_objectives_keeps_its_hash():
    """The hash of the tutorial before the language had objectives; golden records hold the same for others."""
    scenario = load("tutorial")
    assert "objectives" not in scenario.as_plain
    assert all("expected" not in inject for inject in scenario.as_plain["injects"].values())


def test_objectives_change_the_hash_and_no_event(exercise):
    plain, told = load("classroom"), load(exercise)
    assert plain.hash != told.hash
    assert run(plain, keep="lean").digest == run(told, keep="lean").digest


FAULTS = {
    "region: strait": ("region: straight", "there is no region 'straight'; did you mean 'strait'"),
    "who: [MER, ISO]": ("who: [MER, OSI]", "there is no actor 'OSI'"),
    "at_most: 0}": ("at_most: 0, at_least: 1}", "no value is at least 1 and at most 0"),
    "measure: deterrence.attacked, at_most: 0": (
        "measure: deterrence.attacked",
        "nothing says when it is met",
    ),
    "mission: satcom_wideband, region: strait,\n": ("mission: satcom, region: strait,\n", "satcom"),
    "kind: judged": ("kind: judge", "judge"),
    "text: Red does not attack.": ("txt: Red does not attack.", "txt"),
}


@pytest.mark.parametrize("part", FAULTS)
def test_a_faulty_objective_is_refused_at_its_line(part, exercise, tmp_path):
    wrong, words = FAULTS[part]
    text = exercise.read_text(encoding="utf-8")
    assert part in text
    file = tmp_path / "faulty.yaml"
    file.write_text(text.replace(part, wrong, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert any(words in str(fault) for fault in caught.value.faults)
    assert all(
        str(fault).startswith(str(file)) or "faulty.yaml" in str(fault) for fault in caught.value.faults
    )


def test_a_statistic_that_is_none_is_a_warning_of_validate(exercise, tmp_path, capsys):
    file = tmp_path / "odd.yaml"
    text = exercise.read_text(encoding="utf-8")
    file.write_text(text.replace("deterrence.attacked", "deterrence.atacked"), encoding="utf-8")
    assert main(["validate", str(exercise)]) == 0
    assert "no record has" not in capsys.readouterr().err
    assert main(["validate", str(file)]) == 0
    said = capsys.readouterr().err
    assert "objectives.peace.measure: no record has a statistic 'deterrence.atacked'" in said
    assert "did you mean 'deterrence.attacked'" in said
