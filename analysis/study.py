"""Study measures: what sets of records say of one coalition, computed when asked for.

A set is one `Played` for each replicate. Statistics of the forced arm are averaged over packages by their weights, then
over replicates. Each measure is a small function of a `Study`; curves and tables stand beside the numbers.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from wargame.analysis import resilience
from wargame.analysis.continuation import Outlook
from wargame.analysis.imposition import Expected, Split, cost_imposition, denial, split
from wargame.analysis.resilience import Number
from wargame.analysis.restraint import Curve, Path, p_attack_by, paths_of, why_none
from wargame.analysis.selection import Selection, lines_of
from wargame.analysis.statistics import Sheet, Statistics, statistics
from wargame.analysis.tipping import Table, Tipping, table_of, tipping
from wargame.record import Record
from wargame.scenario import MissionKey, Phase, Scenario

DEPTHS = (0.1, 0.25, 0.5, 0.75, 0.9)
DURATIONS_H = (1.0, 6.0, 24.0, 72.0)
"""Where exceedance is tabulated."""


@dataclass(frozen=True)
class Played:
    """The arms of one replicate of one coalition, as far as they were played.

    Attributes:
        unattacked, restraint, free: the record of each arm.
        forced: the record of the forced arm, by threat package.
    """

    unattacked: Record | None = None
    restraint: Record | None = None
    free: Record | None = None
    forced: Mapping[str, Record] = field(default_factory=dict)


def package_weights(scenario: Scenario) -> dict[str, float]:
    """The weights of the threat packages, summing to 1, by key."""
    total = math.fsum(item.weight for item in scenario.threat_packages.values())
    return {key: item.weight / total for key, item in sorted(scenario.threat_packages.items())}


@dataclass(frozen=True)
class Study:
    """The replicates of one coalition, and what they are compared with.

    Attributes:
        scenario: what was played.
        replicates: their records.
        view, region, phase: whose service counts, where and when, as for record statistics.
        alone: the same replicates of the lead alone, for what a coalition changes.
        expected: what Red expects of every declared package (`wargame.hindsight.expectations`), asked when needed.
        outlook: services after the run (`wargame.hindsight.Outlook`), for what is lost then.
    """

    scenario: Scenario
    replicates: Sequence[Played]
    view: str = "coalition"
    region: str | None = None
    phase: Phase | None = None
    alone: "Study | None" = None
    expected: Callable[[Record], Expected] | None = None
    outlook: Outlook | None = None

    @cached_property
    def weights(self) -> dict[str, float]:
        """The weights of the packages."""
        return package_weights(self.scenario)

    @cached_property
    def forced(self) -> list[dict[str, Statistics]]:
        """The statistics of the forced arm by replicate and package."""
        return [
            {
                key: statistics(record, each.unattacked, self.view, self.region, self.phase, self.outlook)
                for key, record in each.forced.items()
            }
            for each in self.replicates
        ]

    @cached_property
    def missions(self) -> list[MissionKey]:
        """The missions that anybody chosen needs, in alphabetical order."""
        records = [record for each in self.replicates for record in each.forced.values()]
        chosen = Selection(self.view, self.scenario.lead, self.region)
        return (
            [key for key, line in sorted(records[0].services.items()) if chosen.needs(line)]
            if records
            else []
        )

    @cached_property
    def paths(self) -> list[list[Path]]:
        """The restraint path of every replicate that has one."""
        held = [each.restraint for each in self.replicates if each.restraint is not None]
        return [paths_of(record.events, self.scenario) for record in held]

    @cached_property
    def tables(self) -> list[list[Table]] | str:
        """The recorded tables of every replicate, or why they cannot be had."""
        rows = [[table_of(path, self.scenario) for path in paths] for paths in self.paths]
        missing = [table for tables in rows for table in tables if isinstance(table, str)]
        if missing:
            return missing[0]
        return [[table for table in tables if isinstance(table, Table)] for tables in rows]

    @cached_property
    def tipping(self) -> Tipping | str:
        """The tipping pressure with its flag, or why there is none."""
        if reason := _without_restraint(self):
            return reason
        return self.tables if isinstance(self.tables, str) else tipping(self.tables)

    @cached_property
    def split(self) -> Split | str:
        """The change of the margin against the lead alone in its parts, averaged over replicates."""
        if self.alone is None:
            return "needs the lead alone beside it"
        if reason := _without_restraint(self) or _without_restraint(self.alone):
            return reason
        parts = []
        for mine, other in zip(self.paths, self.alone.paths, strict=True):
            found = split(mine, other, self.scenario)
            if isinstance(found, str):
                return found
            parts.append(found)
        return Split(*(_mean([getattr(p, name) for p in parts]) for name in ("denial", "cost", "replanning")))

    def weighted(self, name: str) -> Number:
        """A statistic of the forced arm, averaged over packages by weight and over replicates."""
        values = []
        for found in self.forced:
            if set(found) != set(self.weights):
                return None, "needs the forced arm with every package"
            missing = next((each.reasons[name] for each in found.values() if each.values[name] is None), "")
            if missing:
                return None, missing
            values.append(math.fsum(w * (found[key].values[name] or 0.0) for key, w in self.weights.items()))
        return (_mean(values), "") if values and self.weights else (None, _NO_PACKAGE)

    def by_mission(self, name: str) -> dict[str, Number]:
        """The same for every mission."""
        return {mission: self.weighted(f"{name}.{mission}") for mission in self.missions}


_NO_PACKAGE = "needs the forced arm"


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _without_restraint(study: Study) -> str:
    """Why nothing can be said of deterrence; empty where something can."""
    if not study.paths:
        return "needs the restraint arm"
    return next((reason for paths in study.paths if (reason := why_none(paths))), "")


# Resilience


def p_no_outage(study: Study) -> dict[str, Number]:
    """R1a: P(no attributable outage longer than the window), over packages and replicates."""
    return study.by_mission("resilience.no_outage")


def share_not_restored(study: Study) -> dict[str, Number]:
    """The share of packages and replicates in which what was lost is not back by the end of the run."""
    return study.by_mission("resilience.not_restored")


def breadth(study: Study) -> dict[str, Number]:
    """R1c: the share of threat packages, by weight, under which R1a reaches the mission's target."""
    return {mission: _breadth(study, mission) for mission in study.missions}


def _breadth(study: Study, mission: MissionKey) -> Number:
    name = f"resilience.no_outage.{mission}"
    value, reason = study.weighted(name)
    if value is None:
        return None, reason
    target = study.scenario.missions.of(mission).target
    met = 0.0
    for key, weight in study.weights.items():
        p = _mean([found[key].values[name] or 0.0 for found in study.forced])
        met += weight if p >= target - resilience.SMALLEST else 0.0
    return met, ""


@dataclass(frozen=True, slots=True)
class Exceedance:
    """R5: P(a loss of at least so deep lasts at least so long), rows by depth, columns by duration.

    Attributes:
        depths: relative losses.
        durations_h: hours.
        p: the probability for each depth and duration; it never rises along a row or a column.
    """

    depths: tuple[float, ...]
    durations_h: tuple[float, ...]
    p: tuple[tuple[float, ...], ...]


def exceedance(
    study: Study,
    mission: MissionKey,
    depths: Sequence[float] = DEPTHS,
    durations_h: Sequence[float] = DURATIONS_H,
) -> Exceedance | str:
    """R5 of a mission over packages and replicates, or why there is none."""
    chosen = Selection(study.view, study.scenario.lead, study.region, study.phase)
    if mission not in study.missions:
        return _NO_PACKAGE if not study.missions else "nobody needs the mission"
    total = [[0.0] * len(durations_h) for _ in depths]
    for each in study.replicates:
        for key, weight in study.weights.items():
            if key not in each.forced:
                return "needs the forced arm with every package"
            lines = lines_of(mission, each.forced[key], each.unattacked, chosen, study.scenario)
            for row, depth in enumerate(depths):
                longest, reason = resilience.longest_h(lines, depth)
                if longest is None:
                    return reason
                for column, hours in enumerate(durations_h):
                    total[row][column] += weight if longest >= hours - resilience.SMALLEST else 0.0
    n = len(study.replicates)
    p = tuple(tuple(round(value / n, 9) for value in row) for row in total)
    return Exceedance(tuple(depths), tuple(durations_h), p)


# Deterrence


def survival(study: Study) -> Curve | str:
    """P(no attack by t) at every move, the mean over replicates; or why there is none."""
    if reason := _without_restraint(study):
        return reason
    end_s = float(study.scenario.clock.duration_s)
    curves = [p_attack_by(paths, end_s) for paths in study.paths]
    return [
        (points[0][0], round(1.0 - _mean([p for _, p in points]), 9)) for points in zip(*curves, strict=True)
    ]


def p_step_down(study: Study) -> Number:
    """The share of the free games with an attack in which Red came down again."""
    found = [statistics(each.free) for each in study.replicates if each.free is not None]
    if not found:
        return None, "needs the free arm"
    name = "deterrence.stepped_down"
    known = [value for each in found if (value := each.values[name]) is not None]
    return (_mean(known), "") if known else (None, found[0].reasons[name])


def tipping_pressure(study: Study) -> Number:
    """The pressure to be added at every move until P(attack) is one half."""
    found = study.tipping
    return (None, found) if isinstance(found, str) else (found.delta, "")


def _against_alone(
    study: Study, change: Callable[[Expected, Expected, Mapping[str, float]], Number]
) -> Number:
    """A change over declared packages, averaged over the replicates' restraint records."""
    alone = study.alone
    if alone is None:
        return None, "needs the lead alone beside it"
    if study.expected is None:
        return None, "asked for apart: it needs what Red expects of every package"
    values = []
    for mine, other in zip(study.replicates, alone.replicates, strict=True):
        if mine.restraint is None or other.restraint is None:
            return None, "needs the restraint arm"
        value, reason = change(study.expected(mine.restraint), study.expected(other.restraint), study.weights)
        if value is None:
            return None, reason
        values.append(value)
    return (_mean(values), "") if values else (None, "needs the restraint arm")


def _part(study: Study, name: str) -> Number:
    found = study.split
    return (None, found) if isinstance(found, str) else (float(getattr(found, name)), "")


ByMission: TypeAlias = Callable[[Study], dict[str, Number]]

BY_MISSION: Mapping[str, ByMission] = {
    "resilience.p_no_outage": p_no_outage,
    "resilience.breadth": breadth,
    "resilience.share_not_restored": share_not_restored,
}
SINGLE: Mapping[str, Callable[[Study], Number]] = {
    "deterrence.tipping_pressure": tipping_pressure,
    "deterrence.p_step_down": p_step_down,
    "deterrence.denial": lambda study: _against_alone(study, denial),
    "deterrence.cost_imposition": lambda study: _against_alone(study, cost_imposition),
    "deterrence.margin_by_denial": lambda study: _part(study, "denial"),
    "deterrence.margin_by_cost": lambda study: _part(study, "cost"),
    "deterrence.margin_by_replanning": lambda study: _part(study, "replanning"),
}
"""Study measures that are one number (by mission, or one alone), by name."""


def study_measures(study: Study, names: Iterable[str] | None = None) -> Statistics:
    """The study measures that are numbers; those asked for, or all.

    Raises:
        KeyError: no such measure.
    """
    sheet = Sheet()
    for name in (*BY_MISSION, *SINGLE) if names is None else names:
        if name in BY_MISSION:
            sheet.put_all(name, BY_MISSION[name](study))
            if not study.missions:
                sheet.reasons[name] = _NO_PACKAGE
        else:
            sheet.put(name, *SINGLE[name](study))
    return Statistics(sheet.values, sheet.reasons)
