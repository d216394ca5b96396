"""The one door to services: timelines for scores and measures, hourly means for what-ifs.

Both come from the same functions; only the sampling differs. Nothing here knows a mission by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from wargame.availability import Availability, Statuses
from wargame.coalition import Coalition
from wargame.missions.contract import Regions, Service, Setting, Span, quantised
from wargame.missions.memo import Memo
from wargame.missions.terminals import Terminals
from wargame.registry import MISSION, plugins
from wargame.scenario.base import MissionKey
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.scenario.scenario import Scenario
from wargame.space.architecture import geometry_of
from wargame.space.arrays import FloatArray
from wargame.space.geometry import Geometry

DEFAULT_MEMO_BYTES = 256 * 2**20


@dataclass(frozen=True, eq=False)
class ServiceTimeline:
    """The service of one mission at every step from the epoch on.

    Attributes:
        mission: the mission's key.
        regions: region ids, in order of the first axis.
        beneficiaries: nations, in order of the second axis.
        step_s: length of a step, s.
        lines: service in [0, 1] of every cell (region, beneficiary) with demand, shape (cells, steps).
        weights: demand, shape (regions, beneficiaries); 0 where nobody needs the mission.
    """

    mission: MissionKey
    regions: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    step_s: int
    lines: FloatArray
    weights: FloatArray

    @property
    def cells(self) -> list[tuple[int, int]]:
        """Region and beneficiary of every line, by their places."""
        return [(region, beneficiary) for region, beneficiary in np.argwhere(self.weights).tolist()]

    @property
    def values(self) -> FloatArray:
        """Service in [0, 1], shape (regions, beneficiaries, steps); 0 where there is no demand."""
        values = np.zeros((*self.weights.shape, self.n_steps))
        values[self.weights > 0] = self.lines
        values.setflags(write=False)
        return values

    @property
    def n_steps(self) -> int:
        """Number of steps."""
        return int(self.lines.shape[1])

    def has_demand(self, region: str | None = None, beneficiary: str | None = None) -> bool:
        """Whether anybody chosen needs the mission."""
        return bool(self._weights(region, beneficiary).any())

    def demand_weighted(self, region: str | None = None, beneficiary: str | None = None) -> FloatArray:
        """Mean service of those chosen by their demand, shape (steps,); zeros where nobody needs it.

        Args:
            region: only this region; all when left out.
            beneficiary: only this nation; all when left out.
        """
        weights = self._weights(region, beneficiary)
        total = float(weights.sum())
        line = np.zeros(self.n_steps)
        if total == 0.0:
            return quantised(line)
        for place, served in zip(self.cells, self.lines, strict=True):
            if weights[place] > 0.0:
                line += served * weights[place]
        return quantised(line / total)

    def _weights(self, region: str | None, beneficiary: str | None) -> FloatArray:
        chosen = self.weights.copy()
        if region is not None:
            chosen[[row for row, key in enumerate(self.regions) if key != region]] = 0.0
        if beneficiary is not None:
            chosen[:, [column for column, key in enumerate(self.beneficiaries) if key != beneficiary]] = 0.0
        return chosen


class ServiceModel:
    """All missions of a scenario as functions of what is available.

    Share one model between coalitions, replicates and beliefs: it remembers answers by exactly what they depend on.
    """

    def __init__(
        self, scenario: Scenario, geometry: Geometry | None = None, memo_bytes: int = DEFAULT_MEMO_BYTES
    ) -> None:
        """Prepare every mission.

        Args:
            scenario: the scenario.
            geometry: its geometry (`geometry_of`); worked out or read from the cache when left out.
            memo_bytes: how much to remember before the longest unused is forgotten.
        """
        self.scenario = scenario
        self.memo = Memo(memo_bytes)
        self._services: dict[MissionKey, Terminals] = {}
        self._plugins: dict[MissionKey, Service] = {}
        self.setting = Setting.of(scenario, geometry or geometry_of(scenario), self.memo)

    def service(self, mission: MissionKey) -> Terminals:
        """The service of a mission as it reaches its users, prepared when it is first asked for."""
        if mission not in self._services:
            self._services[mission] = Terminals(mission, self.plugin(mission), self.setting)
        return self._services[mission]

    def plugin(self, mission: MissionKey) -> Any:
        """The mission's own service, whatever terminals its users have left (`Any`: each has more to tell)."""
        if mission not in self._plugins:
            self._plugins[mission] = plugins(MISSION)[mission].serve(self.setting)
        return self._plugins[mission]

    @property
    def services(self) -> Mapping[MissionKey, Service]:
        """The service of every mission that somebody needs or wants to deny, by key."""
        return MappingProxyType({key: self.service(key) for key in self.scenario.needed})

    @property
    def regions(self) -> tuple[str, ...]:
        """Region ids in the order of every result."""
        return self.setting.regions

    @property
    def beneficiaries(self) -> tuple[str, ...]:
        """Nations in the order of every result."""
        return self.setting.beneficiaries

    @property
    def missions(self) -> tuple[MissionKey, ...]:
        """The missions that anybody needs, in alphabetical order."""
        return tuple(key for key, service in self.services.items() if service.weights.any())

    def reads(self, mission: MissionKey, asset: str) -> bool:
        """Whether the mission's service can depend on an asset at all."""
        return asset in self.service(mission).assets

    @property
    def horizon_s(self) -> int:
        """How far services can be computed: the run and the benefit window, seconds since the epoch."""
        return self.setting.geometry.request.n_steps * SERVICE_STEP_S

    def timeline(
        self, mission: MissionKey, availability: Availability, until_s: float | None = None
    ) -> ServiceTimeline:
        """The service of a mission at every whole step until `until_s` (the end of the run when left out)."""
        service = self.service(mission)
        until_s = self.scenario.clock.duration_s if until_s is None else min(until_s, self.horizon_s)
        n_steps = int(until_s // SERVICE_STEP_S)
        key = (mission, "timeline", n_steps, service.reads(availability))
        lines = self.memo.get(key, lambda: service.lines(availability, n_steps))
        return ServiceTimeline(
            mission, self.regions, self.beneficiaries, SERVICE_STEP_S, lines, service.weights
        )

    def mean_by_region(
        self, mission: MissionKey, availability: Availability, start_s: float, end_s: float
    ) -> FloatArray:
        """Demand-weighted mean over nations and an hourly grid, shape (regions,); 0 without demand.

        Any window within the run and the benefit window; a window shorter than an hour takes the next sample.
        """
        service = self.service(mission)
        key = (mission, "window", start_s, end_s, service.reads(availability))
        return self.memo.get(key, lambda: service.region_means(availability, start_s, end_s))

    def lasting_by_region(
        self,
        mission: MissionKey,
        coalition: Coalition,
        asked: Sequence[Statuses],
        regions: Regions = None,
        spans: Sequence[Span] | None = None,
    ) -> FloatArray:
        """Demand-weighted mean over nations while statuses hold for good, at the samples of what-ifs.

        Args:
            mission: the mission's key.
            coalition: who is present.
            asked: statuses that the mission feels.
            regions: the regions asked about by their places; all when None.
            spans: the samples asked about under each; all when None. Others may be anything.

        Returns:
            Shape (asked, regions asked about, samples); 0 without demand.
        """
        return self.service(mission).lasting(coalition, asked, regions, spans)

    def means_by_region(
        self, mission: MissionKey, availabilities: Sequence[Availability], start_s: float, end_s: float
    ) -> FloatArray:
        """`mean_by_region` of each, shape (availabilities, regions)."""
        means = [self.mean_by_region(mission, each, start_s, end_s) for each in availabilities]
        return np.array(means, dtype=np.float64).reshape(len(means), len(self.regions))

    def unattacked(self, coalition: Coalition) -> Availability:
        """Everything that a coalition has, working."""
        return Availability((), coalition)
