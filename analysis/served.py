"""Mean services of a record by mission and nation: worked out once, then read in every view."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from wargame.analysis.selection import Selection
from wargame.record import Record
from wargame.space.arrays import FloatArray


@dataclass(frozen=True)
class Served:
    """What every nation's users got of each mission, averaged over the run.

    Attributes:
        lead: who leads.
        means: by mission, mean service times demand, summed over regions, by nation.
        demand: by mission, demand summed over regions, by nation.
    """

    lead: str
    means: Mapping[str, Mapping[str, float]]
    demand: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, record: Record) -> "Served":
        """Reads the timelines of a record."""
        means: dict[str, Mapping[str, float]] = {}
        demand: dict[str, Mapping[str, float]] = {}
        for mission, line in sorted(record.services.items()):
            if line.has_demand():
                got: FloatArray = (line.values.mean(axis=2) * line.weights).sum(axis=0)
                means[mission] = dict(zip(line.beneficiaries, got.tolist(), strict=True))
                demand[mission] = dict(
                    zip(line.beneficiaries, line.weights.sum(axis=0).tolist(), strict=True)
                )
        return cls(record.scenario.lead, means, demand)

    def by_nation(self, view: str) -> dict[str, float]:
        """The parts of the mean service that each nation's users contribute; they sum to it.

        Service averaged over time and weighted by demand within each mission; missions with equal weight.
        """
        chosen = Selection(view, self.lead).beneficiary
        missions = [
            key for key, demand in self.demand.items() if chosen is None or demand.get(chosen, 0.0) > 0.0
        ]
        parts: dict[str, float] = {}
        for mission in missions:
            demand = self.demand[mission]
            total = math.fsum(demand.values()) if chosen is None else demand[chosen]
            for nation, got in self.means[mission].items():
                if chosen in (None, nation):
                    parts[nation] = parts.get(nation, 0.0) + got / total / len(missions)
        return parts

    def whole(self, view: str) -> float | None:
        """The mean service in a view; None where nobody in it needs anything."""
        parts = self.by_nation(view)
        return math.fsum(parts.values()) if parts else None
