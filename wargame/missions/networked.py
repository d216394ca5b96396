"""Services of payloads with gateways: solved once for each pattern of what sees what."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np

from wargame.availability import Availability
from wargame.missions.contract import Setting, quantised, weighted_mean
from wargame.missions.links import Network
from wargame.missions.memoryless import Memoryless
from wargame.missions.status import HOURLY, Grid, Segment
from wargame.scenario.base import MissionKey
from wargame.space.arrays import BitArray, FloatArray, IntArray


class NetworkPermissions(Protocol):
    """Permissions of a mission with gateways."""

    @property
    def exists(self) -> FloatArray:
        """1 for every function that exists and 0 for others, shape (functions,)."""
        ...

    @property
    def digest(self) -> bytes:
        """Equal for equal permissions."""
        ...

    @property
    def open_words(self) -> BitArray:
        """The gateways that each payload may use, bits, shape (payloads, words)."""
        ...


Allowed = TypeVar("Allowed", bound=NetworkPermissions)


class Networked(Memoryless[Allowed], Generic[Allowed]):
    """A memoryless service that is a function of the pattern of what sees what."""

    def __init__(self, key: MissionKey, setting: Setting, net: Network, weights: FloatArray) -> None:
        """Keep the network and the pattern at every hour."""
        super().__init__(key, setting, net.functions, weights)
        self.net = net
        self._patterns: dict[Grid, IntArray] = {}

    def patterns(self, grid: Grid) -> IntArray:
        """The pattern at every sample of the horizon, shape (samples,)."""
        if grid not in self._patterns:
            steps = self.net.pattern_of_step.shape[0]
            self._patterns[grid] = np.ascontiguousarray(
                self.net.pattern_of_step[grid.first : steps : grid.stride]
            )
        return self._patterns[grid]

    def solve(self, allowed: Allowed, factors: FloatArray, patterns: IntArray) -> FloatArray:
        """Service under one status, shape (patterns, regions, beneficiaries)."""
        raise NotImplementedError

    def sample(self, allowed: Allowed, factors: FloatArray, steps: range) -> FloatArray:
        """Service at some steps under one status, shape (regions, beneficiaries, steps)."""
        wanted = self.net.pattern_of_step[steps.start : steps.stop : steps.step]
        patterns, place = np.unique(wanted, return_inverse=True)
        return np.ascontiguousarray(np.moveaxis(self.solve(allowed, factors, patterns)[place], 0, 2))

    def sampled(self, availability: Availability, grid: Grid) -> FloatArray:
        """Demand-weighted mean over beneficiaries at every sample of the horizon, shape (regions, samples)."""
        every = self.patterns(grid)
        means = np.zeros((len(self.setting.regions), len(every)))
        for segment, patterns, solved in self._solved(availability, grid, 0, len(every)):
            place = np.searchsorted(patterns, every[segment.start : segment.stop])
            means[:, segment.start : segment.stop] = solved[:, place]
        return quantised(means)

    def region_means(self, availability: Availability, start_s: float, end_s: float) -> FloatArray:
        """Demand-weighted mean over beneficiaries and the hourly grid, shape (regions,).

        Every pattern counts as often as it occurs, so nothing is laid out over time.
        """
        start, stop = self.hours(start_s, end_s)
        total = np.zeros(len(self.setting.regions))
        for segment, patterns, solved in self._solved(availability, HOURLY, start, stop):
            counts = np.bincount(self.patterns(HOURLY)[segment.start : segment.stop])
            total += (solved * counts[patterns]).sum(axis=1)
        return quantised(total / (stop - start))

    def _solved(
        self, availability: Availability, grid: Grid, start: int, stop: int
    ) -> Iterator[tuple[Segment, IntArray, FloatArray]]:
        """Each segment of samples with its patterns and their demand-weighted means (regions, patterns)."""
        allowed = self.permissions(availability.coalition)[0]
        outages = self.functions.relevant(availability.outages)
        for segment in self.functions.segments(outages, grid, start, stop):
            patterns = np.flatnonzero(np.bincount(self.patterns(grid)[segment.start : segment.stop]))
            solved = self.solve(allowed, segment.factors * allowed.exists, patterns)
            yield segment, patterns, weighted_mean(solved.transpose(1, 2, 0), self.weights)


@dataclass(frozen=True, slots=True)
class SplitFactors:
    """The factors of payloads and of gateways."""

    payloads: FloatArray
    gateways: FloatArray


def split(factors: FloatArray, net: Network) -> SplitFactors:
    """Factors of all functions as those of payloads and those of gateways."""
    count = len(net.payloads)
    return SplitFactors(np.ascontiguousarray(factors[:count]), np.ascontiguousarray(factors[count:]))
