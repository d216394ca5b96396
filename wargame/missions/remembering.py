"""Services with a memory: what they give at a step depends on what has held since the epoch.

The newest image of a place may be hours old, so nothing can be cut into segments and solved one by one. A subclass
computes all samples from the epoch on in one call; this class turns them into timelines, what-ifs and means.

Red's what-ifs reckon with statuses that hold from the epoch on, so it weighs the settled service under a status, not
the hours in which what was collected before still lasts.
"""

from collections.abc import Hashable, Sequence
from typing import Generic, Protocol, TypeVar

import numpy as np

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.missions.contract import Regions, Setting, Span, chosen
from wargame.missions.status import HOURLY, Functions, Grid
from wargame.scenario.base import MissionKey
from wargame.space.arrays import FloatArray


class Lasting(Protocol):
    """What a coalition allows and has, as far as one mission cares."""

    @property
    def digest(self) -> bytes:
        """Equal for equal permissions and existence."""
        ...


Allowed = TypeVar("Allowed", bound=Lasting)


class Remembering(Generic[Allowed]):
    """Timelines, samples and means for a service that remembers.

    A subclass says what a coalition allows (`permitted`) and what service there is from the epoch on (`history`,
    `history_means`). Only whole losses (a factor of 0) count: what works at all collects.
    """

    hears_jammers = False
    """Only navigation hears transmitters aimed at its receivers."""

    by_sample = False
    """What is known at a sample follows from all before."""

    def __init__(self, key: MissionKey, setting: Setting, functions: Functions, weights: FloatArray) -> None:
        """Keep what all such services need.

        Args:
            key: the mission's key.
            setting: what it is computed on.
            functions: every function it reads.
            weights: demand, shape (regions, beneficiaries).
        """
        self.key = key
        self.setting = setting
        self.functions = functions
        self.weights = weights
        self._permissions: dict[Hashable, Allowed] = {}

    def permitted(self, coalition: Coalition) -> Allowed:
        """What a coalition allows and has."""
        raise NotImplementedError

    def history(
        self, availability: Availability, grid: Grid, count: int, regions: Regions = None
    ) -> FloatArray:
        """Service at the first samples of a grid, rounded, shape (regions, beneficiaries, count).

        Regions other than those asked about may be anything.
        """
        raise NotImplementedError

    def line_history(self, availability: Availability, count: int) -> FloatArray:
        """Service at the first steps of every cell with demand, rounded, shape (cells, count)."""
        raise NotImplementedError

    def history_means(self, availability: Availability, grid: Grid, count: int) -> FloatArray:
        """Demand-weighted mean over beneficiaries at the first samples of a grid, rounded, (regions, count)."""
        raise NotImplementedError

    def permissions(self, coalition: Coalition) -> Allowed:
        """What a coalition allows and has, worked out once."""
        scenario = coalition.scenario
        own = self.setting.scenario
        if scenario is not own and scenario.but_for_stakes != own.but_for_stakes:
            message = f"the coalition belongs to '{scenario.title}', the services to '{own.title}'"
            raise ValueError(message)
        if coalition.key not in self._permissions:
            self._permissions[coalition.key] = self.permitted(coalition)
        return self._permissions[coalition.key]

    def losses(self, availability: Availability) -> tuple[Outage, ...]:
        """The outages that count: nothing is left of something that the mission reads."""
        relevant = self.functions.relevant(availability.outages)
        return tuple([outage for outage in relevant if outage.factor == 0.0])

    @property
    def assets(self) -> frozenset[str]:
        """Every asset on which it can depend."""
        return self.functions.assets

    def feels(self, asset: str, function: str | None, factor: float) -> bool:
        """Whether it changes anything when so much is left of a function of an asset: only when nothing is."""
        return factor == 0.0 and self.functions.feels(asset, function)

    def reads(self, availability: Availability) -> Hashable:
        """Permissions and existence, and the losses of what it reads."""
        return self.permissions(availability.coalition).digest, self.losses(availability)

    def lines(self, availability: Availability, n_steps: int) -> FloatArray:
        """Service of every cell with demand from the epoch on, shape (cells, n_steps)."""
        return _closed(self.line_history(availability, n_steps))

    def given(self, availability: Availability, grid: Grid) -> FloatArray:
        """Service at every sample of the horizon, shape (regions, beneficiaries, samples)."""
        return _closed(
            self.history(availability, grid, grid.samples_in(self.setting.geometry.request.n_steps))
        )

    def given_each(
        self,
        availabilities: Sequence[Availability],
        grid: Grid,
        regions: Regions = None,
        spans: Sequence[Span] | None = None,
    ) -> FloatArray:
        """`given` under each, shape (availabilities, regions, beneficiaries, samples)."""
        count = grid.samples_in(self.setting.geometry.request.n_steps)
        return np.array(
            [chosen(self.history(each, grid, count, regions), regions) for each in availabilities]
        )

    def region_means(self, availability: Availability, start_s: float, end_s: float) -> FloatArray:
        """Demand-weighted mean over beneficiaries and the hourly grid, shape (regions,)."""
        last = HOURLY.samples_in(self.setting.geometry.request.n_steps)
        start = min(HOURLY.sample_from(start_s), last - 1)
        stop = min(max(start + 1, HOURLY.sample_from(end_s)), last)
        means = self.history_means(availability, HOURLY, stop)[:, start:stop]
        return _closed(np.round(means.mean(axis=1), 9))


def _closed(values: FloatArray) -> FloatArray:
    """The values, closed to writing."""
    values.setflags(write=False)
    return values
