"""Services without a memory: what they give at a step depends only on what holds at that step.

What a coalition gets while everything works is worked out once. A run is cut into pieces of constant status, and only
those in which something does not work are worked out anew; both are remembered under exactly what they depend on.
Timelines sample every step and what-ifs few; the physics is one function.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Generic, Literal, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from wargame.availability import Availability, Jammer
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
    """Samples under one status.

    Attributes:
        start: first sample.
        steps: their service steps.
        allowed: what the coalition allows.
        factors: what is left of each function, 0 where it does not exist.
        jammers: who jams users, for missions in which that matters.
    """

    start: int
    steps: range
    allowed: Allowed
    factors: FloatArray
    jammers: tuple[Jammer, ...] = ()


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

    def sample(self, piece: Piece[Allowed]) -> FloatArray:
        """Service in a piece, shape (regions, beneficiaries, samples)."""
        raise NotImplementedError

    def sample_means(self, piece: Piece[Allowed]) -> FloatArray:
        """Demand-weighted mean over beneficiaries, shape (regions, samples)."""
        return weighted_mean(self.sample(piece), self.weights)

    def jammed(
        self, availability: Availability, grid: Grid, start: int, stop: int
    ) -> Iterable[tuple[int, int, tuple[Jammer, ...]]]:
        """Samples `start` to `stop` cut where jammers begin and end, with those that are on; here nobody hears them."""
        return ((start, stop, ()),)

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
        values = self._worked_out("values", availability, EVERY_STEP, 0, n_steps, n_steps)
        return quantised(values)

    def sampled(self, availability: Availability, grid: Grid) -> FloatArray:
        """Demand-weighted mean over beneficiaries at every sample of the horizon, shape (regions, samples)."""
        return quantised(self._means_between(availability, grid, 0, self._samples(grid)))

    def region_means(self, availability: Availability, start_s: float, end_s: float) -> FloatArray:
        """Demand-weighted mean over beneficiaries and the hourly grid, shape (regions,)."""
        means = self._means_between(availability, HOURLY, *self.hours(start_s, end_s))
        return quantised(means.sum(axis=1) / means.shape[1])

    def _means_between(self, availability: Availability, grid: Grid, start: int, stop: int) -> FloatArray:
        """Demand-weighted mean over beneficiaries at samples `start` to `stop`, shape (regions, samples)."""
        return self._worked_out("means", availability, grid, start, stop, self._samples(grid))

    def _worked_out(
        self,
        what: Literal["values", "means"],
        availability: Availability,
        grid: Grid,
        start: int,
        stop: int,
        span: int,
    ) -> FloatArray:
        """Samples `start` to `stop`: what there is while everything works over `span` samples, and the other pieces."""
        allowed = self.permissions(availability.coalition)[0]
        calm = Piece(0, grid.steps(0, span), allowed, allowed.exists)
        found: FloatArray = self._remembered(what, calm)[..., start:stop].copy()
        for piece in self.pieces(availability, grid, start, stop):
            low = piece.start - start
            found[..., low : low + len(piece.steps)] = self._remembered(what, piece)
        return found

    def _samples(self, grid: Grid) -> int:
        return grid.samples_in(self.setting.geometry.request.n_steps)

    def hours(self, start_s: float, end_s: float) -> tuple[int, int]:
        """The hourly samples in a window, at least one."""
        last = self._samples(HOURLY)
        start = min(HOURLY.sample_from(start_s), last - 1)
        return start, min(max(start + 1, HOURLY.sample_from(end_s)), last)

    def _remembered(self, what: Literal["values", "means"], piece: Piece[Allowed]) -> FloatArray:
        """Values (or their means over beneficiaries) in a piece, worked out once."""
        key = (self.key, what, piece.allowed.digest, piece.factors.tobytes(), piece.jammers, piece.steps)
        sample = self.sample if what == "values" else self.sample_means
        return self.setting.memo.get(key, lambda: sample(piece))

    def pieces(
        self, availability: Availability, grid: Grid, start: int, stop: int
    ) -> Iterator[Piece[Allowed]]:
        """The pieces of samples `start` to `stop` in which something does not work or somebody jams."""
        allowed = self.permissions(availability.coalition)[0]
        outages = self.functions.relevant(availability.outages)
        for segment in self.functions.segments(outages, grid, start, stop):
            factors = segment.factors * allowed.exists
            calm = bool((factors == allowed.exists).all())
            for low, high, jammers in self.jammed(availability, grid, segment.start, segment.stop):
                if high > low and (jammers or not calm):
                    yield Piece(low, grid.steps(low, high), allowed, factors, jammers)


def digest_of(*arrays: npt.NDArray[np.generic]) -> bytes:
    """A short name for the content of arrays."""
    digest = blake2b(digest_size=16)
    for array in arrays:
        digest.update(repr(array.shape).encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.digest()
