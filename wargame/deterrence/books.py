"""What-ifs of one mission under several coalitions side by side: a whole table of futures is one sum of arrays.

Services are whole numbers of units of 1e-9 here, so sums of them are exact: a mean is the same to the last bit whatever
else has been written, and however much of it.
"""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from wargame.availability import Statuses
from wargame.deterrence.futures import Layout
from wargame.missions.contract import SERVICE_DECIMALS, Span
from wargame.missions.status import WHAT_IF_STEP_S
from wargame.space.arrays import FloatArray, IntArray

MOST_LAYOUTS = 500
"""Layouts of which a book keeps where their statuses stand."""

BLOCK = 4
"""Samples are asked for in blocks of so many: a little more than is needed spares many questions."""

UNITS = 10.0**SERVICE_DECIMALS

_Placed: TypeAlias = tuple[IntArray, IntArray]
"""The rows of the statuses of a layout, and those of its pieces."""


class Book:
    """Prefix sums of services by statuses, for a list of coalitions.

    Args:
        coalitions: how many there are.
        regions: of how many regions services are summed.
        samples: how many samples there are.
    """

    def __init__(self, coalitions: int, regions: int, samples: int) -> None:
        """Nothing is written yet."""
        self._samples = samples
        self._rows: dict[Statuses, int] = {}
        self._spans: IntArray = np.zeros((0, 2), dtype=np.int64)
        self._sums: FloatArray = np.zeros((0, coalitions, regions, samples + 1))
        self._found: dict[Layout, _Placed] = {}

    def unknown(self, layout: Layout, now_s: float) -> dict[Statuses, Span]:
        """What a layout asks for and is not written yet: statuses, each with the samples to be written.

        Args:
            layout: futures.
            now_s: the moment from which their times count.
        """
        first = np.floor((now_s + layout.from_s) / WHAT_IF_STEP_S).astype(np.int64)
        last = np.ceil((now_s + layout.until_s) / WHAT_IF_STEP_S).astype(np.int64)
        first = np.minimum(first, self._samples - 1) // BLOCK * BLOCK
        last = np.minimum(-(-last // BLOCK) * BLOCK, self._samples)
        rows = self._placed(layout)[0]
        spans = self._spans[rows]
        missing = np.flatnonzero((first < spans[:, 0]) | (last > spans[:, 1])).tolist()
        wanted = np.column_stack([np.minimum(first, spans[:, 0]), np.maximum(last, spans[:, 1])]).tolist()
        return {layout.statuses[place]: (wanted[place][0], wanted[place][1]) for place in missing}

    def write(self, spans: Mapping[Statuses, Span], samples: FloatArray) -> None:
        """Writes samples of statuses, in place of what is written of them.

        Args:
            spans: the statuses with the samples that are known.
            samples: services in units, shape (statuses, coalitions, regions, samples); others may be anything.
        """
        rows = np.array([self._rows[each] for each in spans], dtype=np.int64)
        known = np.array(list(spans.values()), dtype=np.int64)
        place = np.arange(self._samples)
        inside = (place >= known[:, :1]) & (place < known[:, 1:])
        self._sums[rows, :, :, 1:] = np.cumsum(np.where(inside[:, None, None], samples, 0.0), axis=3)
        self._spans[rows] = known

    def means(self, layout: Layout, now_s: float) -> FloatArray:
        """Mean services of the futures of a layout, shape (coalitions, futures, regions).

        Args:
            layout: futures, all of whose statuses are written.
            now_s: the moment from which their times count.
        """
        rows = self._placed(layout)[1]
        whole, part = self._until(rows, now_s + layout.ends_s)
        before, part_before = self._until(rows, now_s + layout.starts_s)
        units = np.add.reduceat((whole - before) + (part - part_before), layout.first, axis=0)
        means: FloatArray = units / (UNITS * layout.span_s / WHAT_IF_STEP_S)
        return means.transpose(1, 0, 2)

    def _placed(self, layout: Layout) -> _Placed:
        """Where the statuses of a layout stand, with empty rows for those that are new."""
        if layout not in self._found:
            if len(self._found) >= MOST_LAYOUTS:
                self._found.clear()
            known = self._rows
            rows = np.array([known.setdefault(each, len(known)) for each in layout.statuses], dtype=np.int64)
            if len(known) > len(self._sums):
                more = 2 * len(known) - len(self._sums)
                self._sums = np.concatenate([self._sums, np.zeros((more, *self._sums.shape[1:]))])
                nothing = np.repeat([[self._samples, 0]], more, axis=0)  # its hull with anything is that
                self._spans = np.concatenate([self._spans, nothing])
            self._found[layout] = rows, rows[layout.which]
        return self._found[layout]

    def _until(self, rows: IntArray, t_s: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Sums of whole samples before some times, and what counts of the sample in which each lies.

        Apart, as the sums are exact and the rest is not. Both have the shape (pieces, coalitions, regions).
        """
        last = self._samples
        samples = np.minimum(t_s / WHAT_IF_STEP_S, last)
        low = np.clip(np.floor(samples).astype(np.int64), 0, last - 1)
        whole: FloatArray = self._sums[rows, :, :, low]
        return whole, (self._sums[rows, :, :, low + 1] - whole) * (samples - low)[:, None, None]


def in_units(samples: FloatArray) -> FloatArray:
    """Services, which are rounded to 1e-9, as whole numbers of that."""
    units: FloatArray = np.rint(samples * UNITS)
    return units
