"""Record statistics: one number, or none with the reason, for each name, from one record and its unattacked line.

Capability (unattacked), resilience (forced arm) and deterrence (restraint path) stand apart; the free arm's service is
`total.service`. No blended score.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wargame.analysis import resilience
from wargame.deterrence.weighing import p_attack
from wargame.events import (
    AttackDecided,
    CrisisSteppedDown,
    DebrisCreated,
    EngagementLaunched,
    OptionsWeighed,
    ResponseDecided,
)
from wargame.missions.service import ServiceTimeline
from wargame.record import Record
from wargame.scenario import MissionKey, Scenario

Number = float | None


@dataclass(frozen=True)
class Statistics:
    """Numbers by flat name, and why a number is missing.

    Attributes:
        values: a number or None.
        reasons: for every None, why.
    """

    values: Mapping[str, Number]
    reasons: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """All numbers, with `reasons` beside them."""
        return {**self.values, "reasons": dict(self.reasons)}


class _Sheet:
    """Collects numbers and reasons."""

    def __init__(self) -> None:
        self.values: dict[str, Number] = {}
        self.reasons: dict[str, str] = {}

    def put(self, name: str, value: Number, reason: str = "") -> None:
        """Writes a number, or nothing with the reason."""
        self.values[name] = None if value is None else round(float(value), 9)
        if value is None:
            self.reasons[name] = reason


@dataclass(frozen=True, slots=True)
class View:
    """Whose service counts: all nations' users by demand, the lead's, or one nation's."""

    name: str
    lead: str

    @property
    def beneficiary(self) -> str | None:
        """The one nation, or None for all."""
        return {"coalition": None, "lead": self.lead}.get(self.name, self.name)


def statistics(record: Record, unattacked: Record | None = None, view: str = "coalition") -> Statistics:
    """Every record statistic that the record's arm can give.

    Args:
        record: one arm of one replicate, with its service timelines.
        unattacked: the unattacked arm of the same coalition and replicate; without it what needs it is None.
        view: coalition, lead, or a nation.
    """
    scenario = record.scenario
    seen = View(view, scenario.lead)
    sheet = _Sheet()
    _services(sheet, record, unattacked, seen, scenario)
    _restraint(sheet, record, scenario)
    _deeds(sheet, record)
    return Statistics(sheet.values, sheet.reasons)


# Services

_FORCED: Mapping[str, Callable[[resilience.Lines], tuple[Number, str]]] = {
    "resilience.service_delivered": resilience.service_delivered,
    "resilience.service_kept": resilience.service_kept,
    "resilience.attributable_hours": resilience.attributable_hours,
    "resilience.no_outage": resilience.no_outage,
    "resilience.depth": resilience.depth,
    "resilience.time_to_restore_h": resilience.time_to_restore_h,
}


def _services(
    sheet: _Sheet, record: Record, unattacked: Record | None, view: View, scenario: Scenario
) -> None:
    arm = record.manifest.arm
    needed = [
        m for m, line in sorted(record.services.items()) if line.has_demand(beneficiary=view.beneficiary)
    ]
    lines = {m: _lines(m, record, unattacked, view, scenario) for m in needed if arm == "forced"}
    for name, number in _FORCED.items():
        found: dict[str, Number] = {}
        for mission in needed:
            value, reason = number(lines[mission]) if mission in lines else (None, "needs the forced arm")
            found[mission] = value
            sheet.put(f"{name}.{mission}", value, reason)
        _overall(sheet, name, found)
    _mean_service(
        sheet, "capability.service", record if arm == "unattacked" else unattacked, view, "the unattacked arm"
    )
    _mean_service(sheet, "total.service", record if arm == "free" else None, view, "the free arm")


def _mean_service(sheet: _Sheet, name: str, record: Record | None, view: View, needed: str) -> None:
    if record is None:
        sheet.put(name, None, f"needs {needed}")
        return
    found: dict[str, Number] = {}
    for mission, timeline in sorted(record.services.items()):
        if timeline.has_demand(beneficiary=view.beneficiary):
            found[mission] = float(timeline.demand_weighted(beneficiary=view.beneficiary).mean())
            sheet.put(f"{name}.{mission}", found[mission])
    _overall(sheet, name, found)


def _overall(sheet: _Sheet, name: str, found: Mapping[str, Number]) -> None:
    """The mean over missions with demand, each with equal weight: megabits and regions warned have no common unit."""
    numbers = [value for value in found.values() if value is not None]
    complete = bool(numbers) and len(numbers) == len(found)
    reason = next(
        (sheet.reasons[f"{name}.{m}"] for m in found if found[m] is None), "nobody needs any mission"
    )
    sheet.put(name, math.fsum(numbers) / len(numbers) if complete else None, reason)


def _lines(
    mission: MissionKey, record: Record, unattacked: Record | None, view: View, scenario: Scenario
) -> resilience.Lines:
    timeline: ServiceTimeline = record.services[mission]
    settings = scenario.missions.of(timeline.mission)
    calm = None if unattacked is None else unattacked.services[mission]
    return resilience.Lines(
        service=timeline.demand_weighted(beneficiary=view.beneficiary),
        unattacked=None if calm is None else calm.demand_weighted(beneficiary=view.beneficiary),
        step_s=timeline.step_s,
        threshold=settings.threshold,
        window_s=settings.window_h * 3600.0,
    )


def service_by_nation(record: Record, view: str, lead: str) -> dict[str, float]:
    """The parts of the mean service that each nation's users contribute; they sum to it.

    Service averaged over time and weighted by demand within each mission; missions with equal weight.
    """
    chosen = View(view, lead).beneficiary
    parts: dict[str, float] = {}
    timelines = [item for _, item in sorted(record.services.items()) if item.has_demand(beneficiary=chosen)]
    for timeline in timelines:
        means = timeline.values.mean(axis=2) * timeline.weights
        total = (
            timeline.weights.sum()
            if chosen is None
            else timeline.weights[:, timeline.beneficiaries.index(chosen)].sum()
        )
        for column, nation in enumerate(timeline.beneficiaries):
            if chosen in (None, nation):
                share = float(means[:, column].sum() / total) / len(timelines)
                parts[nation] = parts.get(nation, 0.0) + share
    return parts


# Deterrence


def _restraint(sheet: _Sheet, record: Record, scenario: Scenario) -> None:
    """Margin and P(attack) of the restraint path: -max gap, and sigma(lambda_0 max gap)."""
    names = ("deterrence.margin", "deterrence.p_attack")
    weighed = [event for event in record.events if isinstance(event, OptionsWeighed)]
    if record.manifest.arm != "restraint":
        reason = "needs the restraint arm"
    elif not weighed:
        reason = "no adversary weighs options in this scenario"
    elif not any(event.weighed for event in weighed):
        reason = "the adversary never had an option to attack with"
    else:
        best = max((event for event in weighed if event.weighed), key=lambda event: event.gap)
        block = scenario.actors[best.actor].adversary
        assert block is not None  # the loader has checked
        sheet.put(names[0], -best.gap)
        sheet.put(names[1], p_attack(best.gap, block.resolve_rate))
        return
    for name in names:
        sheet.put(name, None, reason)


def _deeds(sheet: _Sheet, record: Record) -> None:
    """What was done in the free or forced arm: attacks, rungs, debris, responses."""
    arm = record.manifest.arm
    launched = [event for event in record.events if isinstance(event, EngagementLaunched)]
    decided = [event for event in record.events if isinstance(event, AttackDecided)]
    if arm == "free":
        # Orders of people and scripts attack without weighing.
        attacks = sorted((*decided, *launched), key=lambda event: event.t_s)
        sheet.put("deterrence.attacked", 1.0 if attacks else 0.0)
        first = attacks[0].t_s / 3600.0 if attacks else None
        sheet.put("deterrence.time_to_first_attack_h", first, "Red did not attack in this run")
        sheet.put("deterrence.stepped_down", *_stepped_down(record, bool(launched)))
    else:
        for name in (
            "deterrence.attacked",
            "deterrence.time_to_first_attack_h",
            "deterrence.stepped_down",
        ):
            sheet.put(name, None, "needs the free arm")
    if arm in ("free", "forced"):
        sheet.put("deterrence.highest_rung", float(max((event.rung for event in launched), default=0)))
        sheet.put(
            "debris.fragments", float(sum(e.fragments for e in record.events if isinstance(e, DebrisCreated)))
        )
        answers = [event for event in record.events if isinstance(event, ResponseDecided)]
        spared = math.prod(1.0 - event.severity * event.weight for event in answers)
        sheet.put("deterrence.response_imposed", 1.0 - spared)
    else:
        for name in ("deterrence.highest_rung", "debris.fragments", "deterrence.response_imposed"):
            sheet.put(name, None, "needs the free or the forced arm")


def _stepped_down(record: Record, attacked: bool) -> tuple[Number, str]:
    """1 if an adversary came down after an attack, 0 if none did; nothing where that could not happen."""
    scenario = record.scenario
    blocks = (scenario.actors[key].adversary for key in scenario.adversaries)
    by_itself = any(block is not None and block.step_down.after_moves for block in blocks)
    injected = any(inject.kind == "step_down" for inject in scenario.injects.values())
    if not by_itself and not injected:
        return None, "no adversary of this scenario ever steps down (step_down.after_moves is 0)"
    if not attacked:
        return None, "Red did not attack in this run, so there was nothing to step down from"
    attackers: set[str] = set()
    for event in record.events:
        if isinstance(event, EngagementLaunched):
            attackers.add(event.attacker)
        elif isinstance(event, CrisisSteppedDown) and event.actor in attackers:
            return 1.0, ""
    return 0.0, ""
