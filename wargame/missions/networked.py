"""Services of payloads with gateways: solved once for each status and pattern of what sees what, then looked up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np

from wargame.availability import Availability, Outage
from wargame.missions.contract import Regions, Setting, Span, cells, quantised, weighted_mean
from wargame.missions.links import Network
from wargame.missions.memoryless import Memoryless
from wargame.missions.status import EVERY_STEP, HOURLY, Grid, Segment
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
        """The gateways at which traffic of each payload may land, bits, shape (payloads, words)."""
        ...


Allowed = TypeVar("Allowed", bound=NetworkPermissions)


@dataclass(frozen=True, slots=True)
class Solved:
    """The service at some samples.

    Attributes:
        row: which row of the table holds at each sample, shape (samples,).
        table: service, shape (rows, regions, beneficiaries).
    """

    row: IntArray
    table: FloatArray

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return self.row.nbytes + self.table.nbytes


class Networked(Memoryless[Allowed], Generic[Allowed]):
    """A memoryless service that is a function of the status and the pattern of what sees what.

    A subclass says what a coalition allows (`permitted`) and what service there is in some patterns under one status
    (`solve`), or solves all segments together (`solve_segments`).
    """

    by_sample = True

    def __init__(self, key: MissionKey, setting: Setting, net: Network, weights: FloatArray) -> None:
        """Keep the network."""
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

    def solve_segments(self, allowed: Allowed, segments: Sequence[Segment], patterns: IntArray) -> Solved:
        """Service in segments that follow each other.

        Args:
            allowed: what the coalition allows.
            segments: stretches of constant status.
            patterns: the pattern at every sample of the horizon.
        """
        start, rows, tables, count = segments[0].start, [], [], 0
        for segment in segments:
            inside = patterns[segment.start : segment.stop]
            unique = np.flatnonzero(np.bincount(inside))
            tables.append(self.solve(allowed, segment.factors * allowed.exists, unique))
            rows.append(np.searchsorted(unique, inside) + count)
            count += len(unique)
        assert segments[-1].stop - start == sum(map(len, rows))
        return Solved(np.concatenate(rows), np.concatenate(tables))

    def lines(self, availability: Availability, n_steps: int) -> FloatArray:
        """Service of every cell with demand from the epoch on, shape (cells, n_steps)."""
        needed = cells(self.weights)
        if n_steps == 0:
            return quantised(np.zeros((len(needed), 0)))
        solved = self._solved(availability, EVERY_STEP, 0, n_steps)
        by_cell = quantised(solved.table.reshape(len(solved.table), -1)[:, needed].T)
        lines = np.take(by_cell, solved.row, axis=1, mode="clip")
        lines.setflags(write=False)
        return lines

    def given(self, availability: Availability, grid: Grid) -> FloatArray:
        """Service at every sample of the horizon, shape (regions, beneficiaries, samples)."""
        solved = self._solved(availability, grid, 0, len(self.patterns(grid)))
        values = np.take(quantised(solved.table), solved.row, axis=0).transpose(1, 2, 0)
        values.setflags(write=False)
        return values

    def given_each(
        self,
        availabilities: Sequence[Availability],
        grid: Grid,
        regions: Regions = None,
        spans: Sequence[Span] | None = None,
    ) -> FloatArray:
        """`given` under each, shape (availabilities, regions, beneficiaries, samples); solved together."""
        patterns = self.patterns(grid)
        allowed, count = self.permissions(availabilities[0].coalition)[0], len(patterns)
        asked = spans or [(0, count)] * len(availabilities)
        segments, row = list[Segment](), np.full((len(asked), count), -1)
        for place, (each, (low, high)) in enumerate(zip(availabilities, asked, strict=True)):
            end = segments[-1].stop if segments else 0
            segments += [
                Segment(end + part.start - low, end + part.stop - low, part.factors)
                for part in self.functions.segments(self.functions.relevant(each.outages), grid, low, high)
            ]
            row[place, low:high] = range(end, segments[-1].stop)
        inside = np.concatenate([patterns[low:high] for low, high in asked])
        solved = self.solve_segments(allowed, segments, inside)
        row[row >= 0] = solved.row[row[row >= 0]]
        table = solved.table if regions is None else solved.table[:, list(regions)]
        return np.ascontiguousarray(quantised(table)[row].transpose(0, 2, 3, 1))

    def region_means(self, availability: Availability, start_s: float, end_s: float) -> FloatArray:
        """Demand-weighted mean over beneficiaries and the hourly grid, shape (regions,).

        Every row counts as often as it occurs, so nothing is laid out over time.
        """
        start, stop = self.hours(start_s, end_s)
        solved = self._solved(availability, HOURLY, start, stop)
        counts = np.bincount(solved.row, minlength=len(solved.table))
        return quantised((self._means(solved) * counts).sum(axis=1) / (stop - start))

    def _means(self, solved: Solved) -> FloatArray:
        """Demand-weighted means over beneficiaries, shape (regions, rows)."""
        return weighted_mean(solved.table.transpose(1, 2, 0), self.weights)

    def _solved(self, availability: Availability, grid: Grid, start: int, stop: int) -> Solved:
        """The service at samples `start` to `stop` of a grid."""
        allowed = self.permissions(availability.coalition)[0]
        outages: tuple[Outage, ...] = self.functions.relevant(availability.outages)
        segments = self.functions.segments(outages, grid, start, stop)
        return self.solve_segments(allowed, segments, self.patterns(grid))


@dataclass(frozen=True, slots=True)
class SplitFactors:
    """The factors of payloads and of gateways, functions on the last axis."""

    payloads: FloatArray
    gateways: FloatArray


def split(factors: FloatArray, net: Network) -> SplitFactors:
    """Factors of all functions as those of payloads and those of gateways."""
    count = len(net.payloads)
    return SplitFactors(
        np.ascontiguousarray(factors[..., :count]), np.ascontiguousarray(factors[..., count:])
    )
