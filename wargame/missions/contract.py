"""What a mission plug-in promises: a key, words for people, and a service on a setting.

A service turns an availability into values [region, beneficiary, step]. Most services depend only on what holds at
the step; they build on `Memoryless`. One with a memory (the age of an image) keeps this contract by itself.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np

from wargame.availability import Availability
from wargame.missions.memo import Memo
from wargame.missions.status import Grid
from wargame.scenario.base import MissionKey
from wargame.scenario.scenario import Scenario
from wargame.scenario.users import Users
from wargame.space.architecture import region_points
from wargame.space.arrays import FloatArray, IntArray
from wargame.space.geometry import Geometry

TABLES_BYTES = 512 * 2**20
"""How much of what depends on no status is kept before the longest unused is forgotten."""

SERVICE_DECIMALS = 9
"""Services are rounded to 1e-9 before anything reads them, so that no decision hangs on the last bits."""


@dataclass(frozen=True, eq=False)
class Setting:
    """What all services are computed on: the scenario, its geometry, and the axes of every result.

    Attributes:
        scenario: the scenario.
        geometry: positions and visibility over the run and the benefit window.
        memo: where services keep what they have computed.
        regions: region ids in alphabetical order.
        beneficiaries: nations that have users, in alphabetical order.
        points: where the points of each region stand on the point axis of the geometry.
        tables: where services keep what depends on geometry and rights only, whatever the status.
    """

    scenario: Scenario
    geometry: Geometry
    memo: Memo
    regions: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    points: tuple[slice, ...]
    tables: Memo = field(default_factory=lambda: Memo(TABLES_BYTES))

    @classmethod
    def of(cls, scenario: Scenario, geometry: Geometry, memo: Memo) -> "Setting":
        """The setting of a scenario. Users of an adversary are nobody's concern here."""
        users = scenario.users.values()
        nations = {group.nation for group in users} - set(scenario.adversaries)
        regions, points = tuple(sorted(scenario.regions)), region_points(scenario)
        return cls(
            scenario, geometry, memo, regions, tuple(sorted(nations)), tuple(points[r] for r in regions)
        )

    @property
    def users(self) -> tuple[tuple[int, int, Users], ...]:
        """Every group of users with its region's and its nation's place on the axes, in an order of content."""
        placed = [
            (self.regions.index(group.region), self.beneficiaries.index(group.nation), group)
            for group in self.scenario.users.values()
            if group.nation in self.beneficiaries
        ]
        return tuple(sorted(placed, key=lambda item: (item[0], item[1], item[2].needs.model_dump_json())))

    @property
    def shape(self) -> tuple[int, int]:
        """Number of regions and of beneficiaries."""
        return len(self.regions), len(self.beneficiaries)


Regions: TypeAlias = tuple[int, ...] | None
"""Places of the regions that are asked about on the axis of the setting; None for all."""

Span: TypeAlias = tuple[int, int]
"""Samples from the first until before the second."""


@dataclass(frozen=True, eq=False, slots=True)
class Sampled:
    """Values of which some samples are known.

    Attributes:
        span: the samples that are known.
        values: samples on the last axis; those that are not known may be anything.
    """

    span: Span
    values: FloatArray

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return self.values.nbytes


class Service(Protocol):
    """How well a mission serves every region and beneficiary."""

    @property
    def weights(self) -> FloatArray:
        """Demand, shape (regions, beneficiaries); 0 where nobody needs the mission."""
        ...

    @property
    def assets(self) -> frozenset[str]:
        """Every asset on which it can depend."""
        ...

    def feels(self, asset: str, function: str | None, factor: float) -> bool:
        """Whether it changes anything when so much is left of a function of an asset (all functions when None)."""
        ...

    @property
    def hears_jammers(self) -> bool:
        """Whether transmitters aimed at receivers of navigation matter to it."""
        ...

    def reads(self, availability: Availability) -> Hashable:
        """All that it reads of an availability; equal answers here mean equal values."""
        ...

    def lines(self, availability: Availability, n_steps: int) -> FloatArray:
        """Service in [0, 1] of every cell with demand from the epoch on, shape (`cells` of the weights, n_steps)."""
        ...

    def given(self, availability: Availability, grid: Grid) -> FloatArray:
        """Service at every sample of the horizon, shape (regions, beneficiaries, samples); 0 without demand."""
        ...

    @property
    def by_sample(self) -> bool:
        """Whether fewer samples take less time. If not, `given_each` works out all, whichever are asked for."""
        ...

    def given_each(
        self,
        availabilities: Sequence[Availability],
        grid: Grid,
        regions: Regions = None,
        spans: Sequence[Span] | None = None,
    ) -> FloatArray:
        """`given` under each of several availabilities of one coalition, for the regions asked about in their order.

        Shape (availabilities, regions, beneficiaries, samples). Samples outside the spans (one for each availability;
        all samples when None) may be anything.
        """
        ...

    def region_means(self, availability: Availability, start_s: float, end_s: float) -> FloatArray:
        """Demand-weighted mean over beneficiaries and an hourly grid, shape (regions,); 0 without demand."""
        ...


@dataclass(frozen=True, slots=True)
class Mission:
    """A mission plug-in.

    Attributes:
        key: how scenarios name it.
        name: what people call it.
        serve: builds its service on a setting.
        compile_apart: its dearest kernel, where a second process had better compile it on a new machine.
    """

    key: MissionKey
    name: str
    serve: Callable[[Setting], Service]
    compile_apart: Callable[..., object] | None = None


def cells(weights: FloatArray) -> IntArray:
    """The cells with demand, region by region, as places in the flat array of weights (regions, beneficiaries)."""
    return np.flatnonzero(weights)


def hull(one: Span, other: Span) -> Span:
    """The shortest span that covers both."""
    return min(one[0], other[0]), max(one[1], other[1])


def covers(one: Span, other: Span) -> bool:
    """Whether one span has all samples of the other."""
    return one[0] <= other[0] and one[1] >= other[1]


def chosen(values: FloatArray, regions: Regions) -> FloatArray:
    """The regions asked about, in their order: values (regions, ...)."""
    return values if regions is None else values[list(regions)]


def weighted_mean(values: FloatArray, weights: FloatArray) -> FloatArray:
    """The mean over beneficiaries: values (..., regions, beneficiaries, samples) to (..., regions, samples).

    0 without demand.
    """
    total = weights.sum(axis=1)[:, None]
    mean: FloatArray = (values * weights[:, :, None]).sum(axis=-2) / np.where(total > 0, total, 1.0)
    return mean


def quantised(values: FloatArray) -> FloatArray:
    """The values rounded to 1e-9 and closed to writing."""
    rounded: FloatArray = np.round(values, SERVICE_DECIMALS)
    rounded.setflags(write=False)
    return rounded
