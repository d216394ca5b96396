"""Services without a memory: what they give at a step depends only on what holds at that step.

A run is cut into segments of constant status; timelines sample every step and what-ifs few, and the physics is one
function.
"""

from collections.abc import Hashable, Sequence
from hashlib import blake2b
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from wargame.availability import Availability
from wargame.coalition import Coalition
from wargame.missions.contract import Regions, Setting, Span, chosen, quantised
from wargame.missions.status import HOURLY, Functions, Grid
from wargame.scenario.base import MissionKey
from wargame.space.arrays import FloatArray


class Permissions(Protocol):
    """What a coalition allows and has, as far as one mission cares."""

    @property
    def exists(self) -> FloatArray:
        """1 for every function that exists and 0 for others, shape (functions,)."""
        ...

    @property
    def digest(self) -> bytes:
        """Equal for equal permissions (existence apart: it is part of the status)."""
        ...


Allowed = TypeVar("Allowed", bound=Permissions)


class Memoryless(Generic[Allowed]):
    """Permissions and sampling for a service that has no memory itself.

    A subclass says what it reads (`functions`), what a coalition allows (`permitted`), and what service there is at
    samples of a grid (`lines`, `given`, `means_between`).
    """

    hears_jammers = False
    """Only navigation hears transmitters aimed at its receivers."""

    by_sample = False
    """Only networks of gateways are solved sample by sample."""

    def __init__(self, key: MissionKey, setting: Setting, functions: Functions, weights: FloatArray) -> None:
        """Keep what all services need.

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
        self._permissions: dict[Hashable, tuple[Allowed, tuple[bytes, bytes]]] = {}

    def permitted(self, coalition: Coalition) -> Allowed:
        """What a coalition allows and has."""
        raise NotImplementedError

    def lines(self, availability: Availability, n_steps: int) -> FloatArray:
        """Service of every cell with demand from the epoch on, shape (cells, n_steps)."""
        raise NotImplementedError

    def given(self, availability: Availability, grid: Grid) -> FloatArray:
        """Service at every sample of the horizon, shape (regions, beneficiaries, samples)."""
        raise NotImplementedError

    def means_between(self, availability: Availability, grid: Grid, start: int, stop: int) -> FloatArray:
        """Demand-weighted mean over beneficiaries at samples `start` to `stop`, shape (regions, samples)."""
        raise NotImplementedError

    def permissions(self, coalition: Coalition) -> tuple[Allowed, tuple[bytes, bytes]]:
        """What a coalition allows and has, worked out once, and its digests."""
        scenario = coalition.scenario
        own = self.setting.scenario
        if scenario is not own and scenario.but_for_stakes != own.but_for_stakes:
            message = f"the coalition belongs to '{scenario.title}', the services to '{own.title}'"
            raise ValueError(message)
        found = self._permissions.get(coalition.key)
        if found is None:
            allowed = self.permitted(coalition)
            found = self._permissions[coalition.key] = allowed, (allowed.digest, allowed.exists.tobytes())
        return found

    @property
    def assets(self) -> frozenset[str]:
        """Every asset on which it can depend."""
        return self.functions.assets

    def feels(self, asset: str, function: str | None, factor: float) -> bool:
        """Whether it changes anything when so much is left of a function of an asset (all functions when None)."""
        return self.functions.feels(asset, function)

    def reads(self, availability: Availability) -> Hashable:
        """Permissions and existence, and the outages of what it reads."""
        digests = self.permissions(availability.coalition)[1]
        return digests, self.functions.relevant(availability.outages)

    def given_each(
        self,
        availabilities: Sequence[Availability],
        grid: Grid,
        regions: Regions = None,
        spans: Sequence[Span] | None = None,
    ) -> FloatArray:
        """`given` under each, shape (availabilities, regions, beneficiaries, samples)."""
        return np.array([chosen(self.given(each, grid), regions) for each in availabilities])

    def region_means(self, availability: Availability, start_s: float, end_s: float) -> FloatArray:
        """Demand-weighted mean over beneficiaries and the hourly grid, shape (regions,)."""
        means = self.means_between(availability, HOURLY, *self.hours(start_s, end_s))
        return quantised(means.sum(axis=1) / means.shape[1])

    def _samples(self, grid: Grid) -> int:
        return grid.samples_in(self.setting.geometry.request.n_steps)

    def hours(self, start_s: float, end_s: float) -> tuple[int, int]:
        """The hourly samples in a window, at least one."""
        last = self._samples(HOURLY)
        start = min(HOURLY.sample_from(start_s), last - 1)
        return start, min(max(start + 1, HOURLY.sample_from(end_s)), last)


def digest_of(*arrays: npt.NDArray[np.generic]) -> bytes:
    """A short name for the content of arrays."""
    digest = blake2b(digest_size=16)
    for array in arrays:
        digest.update(repr(array.shape).encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.digest()
