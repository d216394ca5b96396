"""What is lost after the run as well: services continued to 90 days by what is still out of action.

The run ends, repairs do not. From its end on every service holds the mean of its last day under the statuses that
still stand, and changes when one of them ends. Where nothing that was done outlasts the run, nothing is lost after it.
Source: ours (docs/method.md, section 8).
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

from wargame.analysis.resilience import Number
from wargame.analysis.selection import Selection, lines_of
from wargame.missions.service import ServiceTimeline
from wargame.record import Record
from wargame.scenario import MissionKey

CONTINUED_D = 90
DAY_S = 86400


class Outlook(Protocol):
    """Services of a record's coalition after its end (the analysis receives it, it does not import it)."""

    def changes_s(self, record: Record) -> Sequence[float]:
        """When something that is out of action in the record comes back, or goes, in seconds since the epoch."""

    def service(self, mission: MissionKey, record: Record, at_s: float) -> ServiceTimeline:
        """A mission's timeline if what is out of action at `at_s` had been so from the epoch on."""


def loss_90d_h(
    mission: MissionKey,
    record: Record,
    unattacked: Record | None,
    chosen: Selection,
    outlook: Outlook | None,
) -> Number:
    """Hours of full service that attacks cost from the epoch to day 90: the integral of Q0 - Q."""
    if unattacked is None:
        return None, "needs the unattacked arm"
    if outlook is None:
        return None, "asked for apart: it needs services after the run"
    if chosen.phase is not None:
        return None, "what is lost after the run belongs to no phase"
    lines = lines_of(mission, record, unattacked, chosen, record.scenario)
    assert lines.unattacked is not None  # it was given
    within = float((lines.unattacked - lines.service).sum()) * lines.step_s
    span_s = (float(record.scenario.clock.duration_s), float(CONTINUED_D * DAY_S))
    if span_s[0] >= span_s[1]:
        return within / 3600.0, ""

    def after(which: Record) -> float:
        """The integral of the service after the run, in seconds of full service."""
        return continued(
            outlook.changes_s(which),
            span_s,
            lambda at_s: last_day(chosen, outlook.service(mission, which, at_s)),
        )

    return (within + after(unattacked) - after(record)) / 3600.0, ""


def last_day(chosen: Selection, timeline: ServiceTimeline) -> float:
    """The mean service of those chosen over the last day of the run."""
    line = timeline.demand_weighted(chosen.region, chosen.beneficiary)
    return float(line[-(DAY_S // timeline.step_s) :].mean())


def continued(
    changes_s: Sequence[float], span_s: tuple[float, float], service: Callable[[float], float]
) -> float:
    """The integral over a span of a service that changes only at given instants."""
    start_s, end_s = span_s
    edges = sorted({start_s, end_s, *(t for t in changes_s if start_s < t < end_s)})
    return math.fsum(service(first) * (last - first) for first, last in pairwise(edges))
