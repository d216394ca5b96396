"""Record statistics: one number, or none with the reason, for each name, from one record and its unattacked line.

Capability (unattacked), resilience (forced arm) and deterrence (restraint path) stand apart; the free arm's service is
`total.service`. No blended score. What each number says stands in the family's own file: `resilience`, `restraint`,
`deeds`, `continuation`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wargame.analysis import deeds, resilience, restraint
from wargame.analysis.continuation import Outlook, loss_90d_h
from wargame.analysis.resilience import Number
from wargame.analysis.selection import Selection, lines_of
from wargame.events import Event
from wargame.record import Record
from wargame.registry import MEASURE, plugins
from wargame.scenario import Phase, Scenario

Value = float | None


@dataclass(frozen=True)
class Statistics:
    """Numbers by flat name, and why a number is missing.

    Attributes:
        values: a number or None.
        reasons: for every None, why.
    """

    values: Mapping[str, Value]
    reasons: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """All numbers, with `reasons` beside them."""
        return {**self.values, "reasons": dict(self.reasons)}


class Sheet:
    """Collects numbers and reasons."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}
        self.reasons: dict[str, str] = {}

    def put(self, name: str, value: Value, reason: str = "") -> None:
        """Writes a number, or nothing with the reason."""
        self.values[name] = None if value is None else round(float(value), 9) + 0.0  # no minus zero
        if value is None:
            self.reasons[name] = reason

    def put_all(self, name: str, found: Mapping[str, Number]) -> None:
        """Writes a number for each mission, and their mean, in which each has equal weight.

        Megabits and regions warned have no common unit.
        """
        for mission, number in found.items():
            self.put(f"{name}.{mission}", *number)
        missing = next((reason for value, reason in found.values() if value is None), "")
        known = [value for value, _ in found.values() if value is not None]
        if missing or not known:
            self.put(name, None, missing or "nobody needs any mission")
        else:
            self.put(name, math.fsum(known) / len(known))


def statistics(
    record: Record,
    unattacked: Record | None = None,
    view: str = "coalition",
    region: str | None = None,
    phase: Phase | None = None,
    outlook: Outlook | None = None,
    hazard: bool = False,
) -> Statistics:
    """Every record statistic that the record's arm can give.

    Args:
        record: one arm of one replicate, with its service timelines.
        unattacked: the unattacked arm of the same coalition and replicate; without it what needs it is None.
        view: coalition, lead, or a nation: whose service counts.
        region: only this region's users; all by demand when None.
        phase: only while this phase lasts.
        outlook: services after the run (`wargame.hindsight.Outlook`); without it what is lost then is None.
        hazard: whether to follow every cloud of fragments, which takes longer than all the rest.
    """
    chosen = Selection(view, record.scenario.lead, region, phase)
    sheet = Sheet()
    _services(sheet, record, unattacked, chosen, outlook)
    _restraint(sheet, record, unattacked, chosen)
    _deeds(sheet, record, chosen, hazard)
    _own(sheet, record, unattacked, chosen)
    return Statistics(sheet.values, sheet.reasons)


# Services

_FORCED: Mapping[str, Callable[[resilience.Lines], Number]] = {
    "resilience.service_delivered": resilience.service_delivered,
    "resilience.service_kept": resilience.service_kept,
    "resilience.attributable_hours": resilience.attributable_hours,
    "resilience.no_outage": resilience.no_outage,
    "resilience.depth": resilience.depth,
    "resilience.time_to_restore_h": resilience.time_to_restore_h,
    "resilience.not_restored": resilience.not_restored,
}
_NEEDS_FORCED: Number = (None, "needs the forced arm")


def _services(
    sheet: Sheet, record: Record, unattacked: Record | None, chosen: Selection, outlook: Outlook | None
) -> None:
    arm = record.manifest.arm
    needed = [mission for mission, line in sorted(record.services.items()) if chosen.needs(line)]
    forced = needed if arm == "forced" else []
    lines = {m: lines_of(m, record, unattacked, chosen, record.scenario) for m in forced}
    for name, number in _FORCED.items():
        sheet.put_all(name, {m: number(lines[m]) if m in lines else _NEEDS_FORCED for m in needed})
    lost: dict[str, Number] = {m: loss_90d_h(m, record, unattacked, chosen, outlook) for m in forced}
    sheet.put_all("resilience.loss_90d_h", lost or dict.fromkeys(needed, _NEEDS_FORCED))
    calm = record if arm == "unattacked" else unattacked
    _mean_service(sheet, "capability.service", calm, chosen, "needs the unattacked arm")
    _mean_service(sheet, "total.service", record if arm == "free" else None, chosen, "needs the free arm")


def _mean_service(sheet: Sheet, name: str, record: Record | None, chosen: Selection, needed: str) -> None:
    if record is None:
        sheet.put(name, None, needed)
        return
    timelines = [line for _, line in sorted(record.services.items()) if chosen.needs(line)]
    found = {
        line.mission: lines_of(line.mission, record, None, chosen, record.scenario) for line in timelines
    }
    sheet.put_all(name, {str(key): resilience.service_delivered(lines) for key, lines in found.items()})


# Deterrence

_NO_REGION = "deterrence is not by region"


def _restraint(sheet: Sheet, record: Record, unattacked: Record | None, chosen: Selection) -> None:
    """Margin, P(attack) and time to attack of the restraint path; what Red has without attacking."""
    scenario = record.scenario
    end_s = float(scenario.clock.duration_s)
    needed = restraint.held_back(record) or (_NO_REGION if chosen.region else "")
    paths = [] if needed else restraint.paths_of(chosen.holds(record, record.events), scenario)
    found = {
        "deterrence.margin": restraint.margin(paths),
        "deterrence.p_attack": restraint.p_attack_at_all(paths, end_s),
        "deterrence.instability": restraint.instability(paths),
        "deterrence.mean_time_to_attack_h": (None, "the time to an attack is not bound to one phase")
        if chosen.phase and not needed
        else restraint.time_to_attack_h(paths, end_s),
    }
    for name, number in found.items():
        sheet.put(name, *((None, needed) if needed else number))
    calm = record if record.manifest.arm == "unattacked" else unattacked
    if calm is None or chosen.region or chosen.phase:
        reason = (
            "needs the unattacked arm"
            if calm is None
            else "Red's objectives have their own regions and no phase"
        )
        sheet.put("deterrence.reached_unattacked", None, reason)
    else:
        sheet.put("deterrence.reached_unattacked", *restraint.reached_unattacked(calm.services, scenario))


_DEEDS: Mapping[str, tuple[tuple[str, ...], Callable[[Sequence[Event]], Number]]] = {
    "deterrence.attacked": (("free",), deeds.attacked),
    "deterrence.time_to_first_attack_h": (("free",), deeds.time_to_first_attack_h),
    "deterrence.stepped_down": (("free",), deeds.stepped_down),
    "deterrence.highest_rung": (("free", "forced"), deeds.highest_rung),
    "deterrence.reversible_share": (("free", "forced"), deeds.reversible_share),
    "deterrence.response_imposed": (("free", "forced"), deeds.response_imposed),
    "deterrence.leaks": (("free", "forced"), deeds.leaks),
    "debris.fragments": (("free", "forced"), deeds.fragments),
    "debris.hits_per_m2_year": (("free", "forced"), deeds.hits_per_m2_year),
}
_NEVER: Mapping[str, Callable[[Scenario], str]] = {
    "deterrence.stepped_down": deeds.no_way_down,
    "deterrence.leaks": deeds.no_leaks,
}
"""Why there can be no such deed in a scenario; empty where there can."""
_SLOW = frozenset({"debris.hits_per_m2_year"})


def _deeds(sheet: Sheet, record: Record, chosen: Selection, hazard: bool) -> None:
    """What was done in the free or forced arm: attacks, rungs, debris, responses."""
    events = chosen.holds(record, record.events)
    for name, (arms, number) in _DEEDS.items():
        if record.manifest.arm not in arms:
            sheet.put(name, None, f"needs the {' or the '.join(arms)} arm")
        elif chosen.region:
            sheet.put(name, None, "what was done is not by region")
        elif name in _NEVER and (never := _NEVER[name](record.scenario)):
            sheet.put(name, None, never)
        elif name in _SLOW and not hazard:
            sheet.put(name, None, "asked for apart: it follows every cloud of fragments")
        else:
            sheet.put(name, *number(events))


def _own(sheet: Sheet, record: Record, unattacked: Record | None, chosen: Selection) -> None:
    """The measures of plug-ins."""
    for name, measure in plugins(MEASURE).items():
        if record.manifest.arm != measure.about.arm:
            sheet.put(name, None, f"needs the {measure.about.arm} arm")
        elif chosen.region or chosen.phase:
            sheet.put(name, None, "a measure of a plug-in is of the whole run")
        else:
            sheet.put(name, *measure.of(record, unattacked, chosen.view))
