"""Segments of constant status: what is left of every function that a mission reads, and for which samples.

A sample has the status that holds when its step begins: a change inside a step takes effect at the next one.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wargame.availability import Outage
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.space.arrays import FloatArray

Function = tuple[str, str]
"""An asset and one of its payloads or site functions."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Which service steps are sampled: every `stride`-th from `first` on."""

    stride: int
    first: int

    def steps(self, start: int, stop: int) -> range:
        """The service steps of samples `start` to `stop`."""
        return range(self.first + start * self.stride, self.first + stop * self.stride, self.stride)

    def sample_from(self, t_s: float) -> int:
        """The first sample whose step begins at `t_s` or later; never negative."""
        return max(0, math.ceil((t_s / SERVICE_STEP_S - self.first) / self.stride))

    def samples_in(self, n_steps: int) -> int:
        """How many samples lie in the first `n_steps` service steps."""
        return max(0, -(-(n_steps - self.first) // self.stride))


EVERY_STEP = Grid(stride=1, first=0)
"""All service steps: the grid of timelines."""

HOURLY = Grid(stride=3600 // SERVICE_STEP_S, first=1800 // SERVICE_STEP_S)
"""One step an hour, the one that begins at half past: the finest grid of means."""

WHAT_IF_STEP_S = 13 * 3600
"""Time between the samples of a what-if. Thirteen has no factor in common with the hours of a day, so samples fall on
every hour of the day alike, and a navigation constellation that repeats its ground track daily is seen in all its
places."""

WHAT_IF = Grid(stride=WHAT_IF_STEP_S // SERVICE_STEP_S, first=WHAT_IF_STEP_S // SERVICE_STEP_S // 2)
"""One step every thirteen hours: the grid of what-ifs."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Samples `start` to `stop` (not included) with one status.

    Attributes:
        start: first sample.
        stop: the sample after the last.
        factors: what is left of each function, 0 to 1, shape (functions,).
    """

    start: int
    stop: int
    factors: FloatArray


class Functions:
    """The functions that a mission reads, in a fixed order."""

    def __init__(self, functions: Sequence[Function]) -> None:
        """Remember where each function stands."""
        self.all = tuple(functions)
        self._places: dict[tuple[str, str | None], list[int]] = {}
        for place, (asset, function) in enumerate(self.all):
            self._places.setdefault((asset, function), []).append(place)
            self._places.setdefault((asset, None), []).append(place)

    @cached_property
    def assets(self) -> frozenset[str]:
        """The assets that have these functions."""
        return frozenset(asset for asset, _ in self.all)

    def feels(self, asset: str, function: str | None) -> bool:
        """Whether an outage of a function of an asset (of all when None) touches any of these."""
        return (asset, function) in self._places

    def relevant(self, outages: Iterable[Outage]) -> tuple[Outage, ...]:
        """The outages that touch any of these functions, in the order given."""
        places = self._places
        return tuple([outage for outage in outages if (outage.asset, outage.function) in places])

    def segments(self, outages: Sequence[Outage], grid: Grid, start: int, stop: int) -> list[Segment]:
        """Samples `start` to `stop` cut into stretches of constant status; the smallest factor holds.

        Args:
            outages: relevant ones only.
            grid: the grid of the samples.
            start: first sample.
            stop: the sample after the last.
        """
        spans = [(*_span(outage, grid, start, stop), outage) for outage in outages]
        if start < stop and all(low == start and high == stop for low, high, _ in spans):  # as in what-ifs
            return [Segment(start, stop, self._least(outages))]
        cuts = sorted({start, stop, *(span[0] for span in spans), *(span[1] for span in spans)})
        place_of_cut = {cut: place for place, cut in enumerate(cuts)}
        factors = np.ones((len(cuts) - 1, len(self.all)))
        for low, high, outage in spans:
            rows = slice(place_of_cut[low], place_of_cut[high])
            for place in self._places[outage.asset, outage.function]:
                np.minimum(factors[rows, place], outage.factor, out=factors[rows, place])
        return [Segment(low, high, row) for low, high, row in zip(cuts, cuts[1:], factors, strict=False)]

    def _least(self, outages: Sequence[Outage]) -> FloatArray:
        """What is left of each function under outages together, shape (functions,)."""
        factors = [1.0] * len(self.all)
        for outage in outages:
            for place in self._places[outage.asset, outage.function]:
                factors[place] = min(factors[place], outage.factor)
        return np.array(factors)


def _span(outage: Outage, grid: Grid, start: int, stop: int) -> tuple[int, int]:
    """The samples an outage holds for, between `start` and `stop`."""
    low = min(max(start, grid.sample_from(outage.start_s)), stop)
    high = stop if outage.end_s is None else min(max(low, grid.sample_from(outage.end_s)), stop)
    return low, high
