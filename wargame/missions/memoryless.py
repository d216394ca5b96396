"""Services without a memory: what they give at a step depends only on what holds at that step.

A run is cut into segments of constant status; inside them values are computed block by block and remembered under
exactly what they depend on. Timelines sample every step and what-ifs one step an hour; the physics is one function.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from wargame.availability import Availability
from wargame.coalition import Coalition
from wargame.missions.contract import Setting, quantised, weighted_mean
from wargame.missions.status import EVERY_STEP, HOURLY, Functions, Grid
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


@dataclass(frozen=True, slots=True)
class Piece(Generic[Allowed]):
    """Samples of one block under one status.

    Attributes:
        start: first sample.
        stop: the sample after the last.
        inside: where these samples lie among those of the whole block.
        block: the service steps of all samples of the block.
        allowed: what the coalition allows.
        factors: what is left of each function, 0 where it does not exist.
    """

    start: int
    stop: int
    inside: slice
    block: range
    allowed: Allowed
    factors: FloatArray


class Memoryless(Generic[Allowed]):
    """Segments, days, memory and means for a service that has none itself.

    A subclass says what it reads (`functions`), what a coalition allows (`permitted`), and what service there is at
    some steps under one status (`sample`).
    """

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

    def sample(self, allowed: Allowed, factors: FloatArray, steps: range) -> FloatArray:
        """Service at some steps under one status, shape (regions, beneficiaries, steps)."""
        raise NotImplementedError

    def sample_means(self, allowed: Allowed, factors: FloatArray, steps: range) -> FloatArray:
        """Demand-weighted mean over beneficiaries, shape (regions, steps)."""
        return weighted_mean(self.sample(allowed, factors, steps), self.weights)

    def permissions(self, coalition: Coalition) -> tuple[Allowed, tuple[bytes, bytes]]:
        """What a coalition allows and has, worked out once, and its digests."""
        scenario = coalition.scenario
        if scenario is not self.setting.scenario and scenario.hash != self.setting.scenario.hash:
            message = f"the coalition belongs to '{scenario.title}', the services to '{self.setting.scenario.title}'"
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

    def reads(self, availability: Availability) -> Hashable:
        """Permissions and existence, and the outages of what it reads."""
        digests = self.permissions(availability.coalition)[1]
        return digests, self.functions.relevant(availability.outages)

    def values(self, availability: Availability, n_steps: int) -> FloatArray:
        """Service from the epoch on, shape (regions, beneficiaries, n_steps)."""
        values = np.zeros((*self.setting.shape, n_steps))
        for piece in self.pieces(availability, EVERY_STEP, 0, n_steps):
            values[:, :, piece.start : piece.stop] = self._block(piece)[:, :, piece.inside]
        return quantised(values)

    def sampled(self, availability: Availability, grid: Grid) -> FloatArray:
        """Demand-weighted mean over beneficiaries at every sample of the horizon, shape (regions, samples)."""
        stop = grid.samples_in(self.setting.geometry.request.n_steps)
        means = np.zeros((len(self.setting.regions), stop))
        for piece in self.pieces(availability, grid, 0, stop):
            means[:, piece.start : piece.stop] = self._block_means(piece)[:, piece.inside]
        return quantised(means)

    def region_means(self, availability: Availability, start_s: float, end_s: float) -> FloatArray:
        """Demand-weighted mean over beneficiaries and the hourly grid, shape (regions,)."""
        start, stop = self.hours(start_s, end_s)
        total = np.zeros(len(self.setting.regions))
        for piece in self.pieces(availability, HOURLY, start, stop):
            total += self._block_means(piece)[:, piece.inside].sum(axis=1)
        return quantised(total / (stop - start))

    def hours(self, start_s: float, end_s: float) -> tuple[int, int]:
        """The hourly samples in a window, at least one."""
        last = HOURLY.samples_in(self.setting.geometry.request.n_steps)
        start = min(HOURLY.sample_from(start_s), last - 1)
        return start, min(max(start + 1, HOURLY.sample_from(end_s)), last)

    def _block(self, piece: Piece[Allowed]) -> FloatArray:
        """Values of a whole block, shape (regions, beneficiaries, samples)."""
        key = (self.key, "block", piece.allowed.digest, piece.factors.tobytes(), piece.block)
        return self.setting.memo.get(key, lambda: self.sample(piece.allowed, piece.factors, piece.block))

    def _block_means(self, piece: Piece[Allowed]) -> FloatArray:
        """Demand-weighted means of a whole block, shape (regions, samples)."""
        key = (self.key, "means", piece.allowed.digest, piece.factors.tobytes(), piece.block)
        return self.setting.memo.get(
            key, lambda: self.sample_means(piece.allowed, piece.factors, piece.block)
        )

    def pieces(
        self, availability: Availability, grid: Grid, start: int, stop: int
    ) -> Iterator[Piece[Allowed]]:
        """Samples `start` to `stop` in pieces of one block and one status."""
        allowed = self.permissions(availability.coalition)[0]
        outages = self.functions.relevant(availability.outages)
        samples = grid.samples_in(self.setting.geometry.request.n_steps)
        for segment in self.functions.segments(outages, grid, start, stop):
            factors = segment.factors * allowed.exists
            for number in range(segment.start // grid.block, -(-segment.stop // grid.block)):
                first, last = number * grid.block, min((number + 1) * grid.block, samples)
                low, high = max(segment.start, first), min(segment.stop, last)
                inside = slice(low - first, high - first)
                yield Piece(low, high, inside, grid.steps(first, last), allowed, factors)


def digest_of(*arrays: npt.NDArray[np.generic]) -> bytes:
    """A short name for the content of arrays."""
    digest = blake2b(digest_size=16)
    for array in arrays:
        digest.update(repr(array.shape).encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.digest()
