"""Objectives of an exercise, scored from its record: met, not met, or not measured, each with its number."""

from dataclasses import dataclass

import numpy as np

from wargame.analysis.measures import meaning
from wargame.analysis.names import MISSION_NAMES, Names, mission_name
from wargame.analysis.summary import Summary
from wargame.analysis.timelines import window_steps
from wargame.analysis.typography import share
from wargame.missions.windows import trailing_mean
from wargame.scenario import MissionKey
from wargame.scenario.objectives import Objective, ServiceObjective, StatisticObjective

MET, NOT_MET, NOT_MEASURED = "met", "not met", "not measured"


@dataclass(frozen=True, slots=True)
class Score:
    """One objective and how it went.

    Attributes:
        key, text, who: which, what, whose.
        verdict: met, not met or not measured.
        value: the number behind it; None where there is none.
        words: what was measured against what, or why nothing was.
    """

    key: str
    text: str
    who: str
    verdict: str
    value: float | None
    words: str


def scores(summary: Summary, names: Names) -> list[Score]:
    """Every objective of the scenario, scored on the run with the coalition, in the order of the file's names."""
    return [
        Score(key, aim.text, _who(aim, names), *_scored(aim, summary, names))
        for key, aim in sorted(summary.scenario.objectives.items())
    ]


def _who(aim: Objective, names: Names) -> str:
    return names.together(aim.who) if aim.who else "the coalition"


def _scored(aim: Objective, summary: Summary, names: Names) -> tuple[str, float | None, str]:
    """Verdict, number and words."""
    if isinstance(aim, ServiceObjective):
        return _service(aim, summary, names)
    if isinstance(aim, StatisticObjective):
        return _measure(aim, summary)
    return NOT_MEASURED, None, "no number of the record says it; the umpire judges"


def _service(aim: ServiceObjective, summary: Summary, names: Names) -> tuple[str, float | None, str]:
    record = summary.coalition.played
    line = record.services.get(aim.mission)
    where = f" in {names(aim.region)}" if aim.region else ""
    whose = f" to users of {names(aim.users)}" if aim.users else ""
    what = f"{aim.taken} {mission_name(aim.mission)}{whose}{where}"
    if line is None or not line.has_demand(aim.region, aim.users):
        return NOT_MEASURED, None, f"nobody needs it: {what}"
    values = line.demand_weighted(aim.region, aim.users)
    value = (
        float(values.mean()) if aim.taken == "mean" else _lowest(values, line.step_s, aim.mission, summary)
    )
    verdict = MET if value >= aim.at_least else NOT_MET
    return verdict, value, f"{what} {share(value, 3)}, wanted at least {aim.at_least:g}"


def _lowest(values: np.ndarray, step_s: int, mission: MissionKey, summary: Summary) -> float:
    window_h = summary.scenario.missions.of(mission).window_h
    window = window_steps(window_h, step_s, len(values))
    return float(trailing_mean(values, window).min())


def _measure(aim: StatisticObjective, summary: Summary) -> tuple[str, float | None, str]:
    found = summary.coalition.statistics
    value = found.values.get(aim.measure)
    if value is None:
        reason = found.reasons.get(aim.measure, "no record statistic has this name (wargame list names them)")
        return NOT_MEASURED, None, f"{_called(aim.measure)}: {reason}"
    low = aim.at_least is None or value >= aim.at_least
    high = aim.at_most is None or value <= aim.at_most
    bounds = [f"at least {aim.at_least:g}"] if aim.at_least is not None else []
    bounds += [f"at most {aim.at_most:g}"] if aim.at_most is not None else []
    return (
        MET if low and high else NOT_MET,
        value,
        f"{_called(aim.measure)}: {_number(value)}, wanted {' and '.join(bounds)}",
    )


def _called(measure: str) -> str:
    """What people call a statistic, with its mission where it has one; its name where it is none."""
    mission = measure.rpartition(".")[2]
    title = meaning(measure) or measure
    return f"{title}, {mission_name(mission)}" if mission in MISSION_NAMES else title


def _number(value: float) -> str:
    """A count as it is, anything else with three digits."""
    return f"{value:.0f}" if value == int(value) else share(value, 3)
