"""What-ifs of one mission under several coalitions side by side: a whole table of futures is one sum of arrays."""

from collections.abc import Sequence

import numpy as np

from wargame.availability import Statuses
from wargame.deterrence.futures import Layout
from wargame.missions.status import WHAT_IF_STEP_S
from wargame.space.arrays import FloatArray, IntArray

MOST_LAYOUTS = 500
"""Layouts of which a book keeps where their statuses stand."""


class Book:
    """Prefix sums of services by statuses, for a list of coalitions.

    Args:
        coalitions: how many there are.
        regions: of how many regions services are summed.
    """

    def __init__(self, coalitions: int, regions: int) -> None:
        """Nothing is written yet."""
        self._shape = coalitions, regions
        self._rows: dict[Statuses, int] = {}
        self._sums: FloatArray = np.zeros((0, coalitions, regions, 0))
        self._found: dict[Layout, IntArray] = {}

    def unknown(self, layout: Layout) -> list[Statuses]:
        """The statuses of a layout that are not written yet."""
        if layout in self._found:
            return []
        return [statuses for statuses in layout.statuses if statuses not in self._rows]

    def add(self, statuses: Sequence[Statuses], sums: FloatArray) -> None:
        """Writes sums of new statuses, shape (statuses, coalitions, regions, samples + 1)."""
        count = len(self._rows)
        if count + len(statuses) > len(self._sums):
            larger = np.empty((2 * (count + len(statuses)), *sums.shape[1:]))
            larger[:count] = self._sums[:count].reshape(count, *sums.shape[1:]) if count else 0.0
            self._sums = larger
        self._sums[count : count + len(statuses)] = sums
        self._rows.update((each, count + n) for n, each in enumerate(statuses))

    def means(self, layout: Layout, now_s: float) -> FloatArray:
        """Mean services of the futures of a layout, shape (coalitions, futures, regions).

        Args:
            layout: futures, all of whose statuses are written.
            now_s: the moment from which their times count.
        """
        if layout not in self._found:
            if len(self._found) >= MOST_LAYOUTS:
                self._found.clear()
            rows = np.array([self._rows[statuses] for statuses in layout.statuses], dtype=np.int64)
            self._found[layout] = rows[layout.which]
        which = self._found[layout]
        parts = self._until(which, now_s + layout.ends_s) - self._until(which, now_s + layout.starts_s)
        means: FloatArray = np.add.reduceat(parts, layout.first, axis=0) / (layout.span_s / WHAT_IF_STEP_S)
        return means.transpose(1, 0, 2)

    def _until(self, which: IntArray, t_s: FloatArray) -> FloatArray:
        """Prefix sums at any times by linear interpolation, shape (pieces, coalitions, regions)."""
        last = self._sums.shape[3] - 1
        samples = t_s / WHAT_IF_STEP_S
        low = np.clip(np.floor(samples).astype(np.int64), 0, last - 1)
        share = (np.minimum(samples, last) - low)[:, None, None]
        sums: FloatArray = (
            self._sums[which, :, :, low] * (1.0 - share) + self._sums[which, :, :, low + 1] * share
        )
        return sums
