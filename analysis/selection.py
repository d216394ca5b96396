"""Whose service counts, where and when: the view, the region and the phase that a statistic is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from wargame.analysis.resilience import Lines
from wargame.analysis.timelines import phases_of
from wargame.events import Event
from wargame.missions.service import ServiceTimeline
from wargame.record import Record
from wargame.scenario import MissionKey, Phase, Scenario
from wargame.space.arrays import BoolArray, FloatArray


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose service counts, where and when.

    Attributes:
        view: `coalition` (all nations' users by demand), `lead`, or one nation.
        lead: who the lead is.
        region: one region; all by demand when None.
        phase: only while this phase lasts; the whole run when None.
    """

    view: str
    lead: str
    region: str | None = None
    phase: Phase | None = None
    _drawn: dict[int, FloatArray] = field(default_factory=dict, compare=False, repr=False)
    """Lines drawn already, by timeline: a selection lives as long as one set of statistics."""

    @property
    def beneficiary(self) -> str | None:
        """The one nation, or None for all."""
        return {"coalition": None, "lead": self.lead}.get(self.view, self.view)

    def needs(self, timeline: ServiceTimeline) -> bool:
        """Whether anybody chosen needs the mission."""
        return timeline.has_demand(self.region, self.beneficiary)

    def line(self, timeline: ServiceTimeline) -> FloatArray:
        """The service of those chosen at every step of the run."""
        if id(timeline) not in self._drawn:
            self._drawn[id(timeline)] = timeline.demand_weighted(self.region, self.beneficiary)
        return self._drawn[id(timeline)]

    def steps(self, record: Record, timeline: ServiceTimeline) -> BoolArray | None:
        """The steps that end in the chosen phase; None for all of them."""
        if self.phase is None:
            return None
        ends_s = (np.arange(timeline.n_steps) + 1) * timeline.step_s
        inside = np.zeros(timeline.n_steps, dtype=bool)
        for start_s, end_s, phase in phases_of(record, float(record.scenario.clock.duration_s)):
            if phase == self.phase:
                inside |= (ends_s > start_s) & (ends_s <= end_s)
        return inside

    def holds(self, record: Record, events: Sequence[Event]) -> list[Event]:
        """The events that fall into the chosen phase."""
        if self.phase is None:
            return list(events)
        spans = [(start, end) for start, end, phase in phases_of(record, float("inf")) if phase == self.phase]
        return [event for event in events if any(start <= event.t_s < end for start, end in spans)]


def lines_of(
    mission: MissionKey, record: Record, unattacked: Record | None, chosen: Selection, scenario: Scenario
) -> Lines:
    """A mission's service line beside its unattacked one, as the measures of resilience read them."""
    timeline: ServiceTimeline = record.services[mission]
    settings = scenario.missions.of(timeline.mission)
    calm = None if unattacked is None else unattacked.services[mission]
    return Lines(
        service=chosen.line(timeline),
        unattacked=None if calm is None else chosen.line(calm),
        step_s=timeline.step_s,
        threshold=settings.threshold,
        window_s=settings.window_h * 3600.0,
        counted=chosen.steps(record, timeline),
    )
