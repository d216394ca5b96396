"""The lines over time that the page draws: services by mission and region, gaps, and the chance of an attack."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from wargame.analysis.names import mission_name
from wargame.analysis.restraint import p_attack_by, paths_of
from wargame.analysis.timelines import gaps_of, thinned, window_steps
from wargame.analysis.typography import WHOLE
from wargame.missions.service import ServiceTimeline
from wargame.missions.windows import trailing_mean
from wargame.record import Record
from wargame.scenario import MissionKey

MOST_POINTS = 220
"""A line keeps about so many points; every extreme of a stretch is among them."""
EVERYWHERE = ""
"""The key of the line over all regions."""

Line = list[int]
"""Steps since the point before, then thousandths of service, in turn; the first steps count from the epoch."""


def service_lines(
    sides: Mapping[str, Record], mission: MissionKey, beneficiary: str | None = None
) -> dict[str, dict[str, Line]]:
    """The service of a mission as users feel it, its trailing mean: by region, then by side.

    Args:
        sides: the records whose lines are wanted, by a short name.
        mission: the mission.
        beneficiary: only this nation's users; all by demand when left out.

    Returns:
        `EVERYWHERE` and every region in which somebody needs the mission, each with a line for every side.
    """
    found: dict[str, dict[str, Line]] = {}
    for side, record in sides.items():
        timeline = record.services.get(mission)
        if timeline is None:
            continue
        window_h = record.scenario.missions.of(mission).window_h
        timeline = _as_kept(timeline)
        for region in (EVERYWHERE, *timeline.regions):
            if timeline.has_demand(region or None, beneficiary):
                found.setdefault(region, {})[side] = _line(timeline, region or None, beneficiary, window_h)
    return found


def _as_kept(timeline: ServiceTimeline) -> ServiceTimeline:
    """A timeline with the digits that a run's folder keeps, so that the page is the same from there."""
    return replace(timeline, lines=timeline.lines.astype(np.float32).astype(np.float64))


def shortfalls(record: Record, mission: MissionKey, beneficiary: str | None = None) -> dict[str, list[float]]:
    """How long a service that users feel lay below its threshold, and where it was lowest, by region.

    Returns:
        `EVERYWHERE` and every region in which it fell below: hours, the lowest value, and when that was first, s.
    """
    timeline, settings = _as_kept(record.services[mission]), record.scenario.missions.of(mission)
    found: dict[str, list[float]] = {}
    for region in (EVERYWHERE, *timeline.regions):
        if not timeline.has_demand(region or None, beneficiary):
            continue
        window, felt = _felt(timeline, region or None, beneficiary, settings.window_h)
        below = sum(value < settings.threshold for value in felt)
        if below:
            lowest = min(felt)
            first_s = (felt.index(lowest) + window) * timeline.step_s
            found[region] = [round(below * timeline.step_s / 3600.0, 2), lowest, first_s]
    return found


def _felt(
    timeline: ServiceTimeline, region: str | None, beneficiary: str | None, window_h: float
) -> tuple[int, list[float]]:
    """The steps of the window, and the trailing mean at the end of every window; less than all never reads as 1."""
    values = timeline.demand_weighted(region, beneficiary)
    window = window_steps(window_h, timeline.step_s, len(values))
    means = trailing_mean(values, window)
    felt: list[float] = np.where(means < WHOLE, np.minimum(np.round(means, 3), 0.999), 1.0).tolist()
    return window, felt


def _line(timeline: ServiceTimeline, region: str | None, beneficiary: str | None, window_h: float) -> Line:
    window, felt = _felt(timeline, region, beneficiary, window_h)
    line, before = list[int](), 0
    for step, value in thinned(felt, MOST_POINTS):
        line += [step + window - before, round(1000 * value)]
        before = step + window
    return line


def mission_rows(
    sides: Mapping[str, Record], record: Record, beneficiary: str | None = None
) -> list[dict[str, Any]]:
    """Every mission that the users need, the most hurt first where that is told.

    Plain JSON values (`Any`): name, threshold, window, step, lines, and where and how long it lay below the threshold.
    """
    rows = []
    for mission in sorted(record.services):
        lines = service_lines(sides, mission, beneficiary)
        if lines:
            settings = record.scenario.missions.of(mission)
            rows.append(
                {
                    "id": mission,
                    "name": mission_name(mission),
                    "threshold": settings.threshold,
                    "window_h": settings.window_h,
                    "step_s": record.services[mission].step_s,
                    "lines": lines,
                    "short": shortfalls(record, mission, beneficiary),
                }
            )
    return sorted(rows, key=_fall)


def _fall(row: Mapping[str, Any]) -> float:
    """What sorts the most hurt mission first, so that a small screen shows it: below zero as far as it falls.

    Without a line of the days without attacks nothing is said, and the order of names stays (`Any`: JSON).
    """
    lines = {side: line[1::2] for side, line in row["lines"].get(EVERYWHERE, {}).items()}
    run, calm = lines.get("run"), lines.get("calm")
    if not run or not calm:
        return 0.0
    return float(sum(run) / len(run) - sum(calm) / len(calm))


def gap_line(record: Record) -> list[list[float]]:
    """The largest gap of any adversary at every move: (s, stakes); moves without an option are left out."""
    return [[t_s, round(gap, 4)] for t_s, gap in gaps_of(record) if gap is not None]


def p_attack_line(record: Record) -> list[list[float]]:
    """P(attack by t) at every move of the restraint path: (s, chance); empty for another arm."""
    if record.manifest.arm != "restraint":
        return []
    paths = paths_of(record.events, record.scenario)
    if not any(path.nearest for path in paths):
        return []
    curve: Sequence[tuple[float, float]] = p_attack_by(paths, record.scenario.clock.duration_s)
    return [[hours * 3600.0, round(p, 4)] for hours, p in curve]
