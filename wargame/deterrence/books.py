"""What-ifs of one mission under all coalitions: a whole table of futures under several of them is one sum of arrays.

Services are whole numbers of units of 1e-9 here, so sums of whole samples are exact, and every history is summed by
itself: a mean is the same to the last bit whatever else has been written, and however much of it.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np

from wargame.availability import Statuses
from wargame.deterrence.book_kernels import missing, window_sums
from wargame.deterrence.futures import Layout
from wargame.missions.contract import SERVICE_DECIMALS, Span
from wargame.missions.status import WHAT_IF_STEP_S
from wargame.space.arrays import FloatArray, IntArray

MOST_LAYOUTS = 500
"""Layouts of which a book keeps where their statuses stand."""

BLOCK = 4
"""Samples are asked for in blocks of so many: a little more than is needed spares many questions."""

UNITS = 10.0**SERVICE_DECIMALS

_EMPTY = 0
"""The entry of whatever is not written: no sample of it is known."""


class Book:
    """Prefix sums of services of one mission, by statuses and coalition.

    An entry is what is known of some statuses under a coalition; a table says which entry that is.

    Args:
        regions: of how many regions services are summed.
        samples: how many samples there are.
    """

    def __init__(self, regions: int, samples: int) -> None:
        """Nothing is written yet."""
        self._samples = samples
        self._rows: dict[Statuses, int] = {}
        self._columns: dict[Hashable, int] = {}
        self._entry: IntArray = np.zeros((0, 0), dtype=np.int64)
        self._spans: IntArray = np.array([[samples, 0]])  # its hull with anything is that
        self._sums: FloatArray = np.zeros((1, regions, samples + 1))
        self._found: dict[Layout, tuple[IntArray, IntArray]] = {}
        self.entries = 0

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return self._sums.nbytes + self._spans.nbytes + self._entry.nbytes

    def span(self, statuses: Statuses, coalition: Hashable) -> Span | None:
        """The samples that are known of some statuses under a coalition; None where nothing is."""
        row, column = self._rows.get(statuses), self._columns.get(coalition)
        if row is None or column is None or self._entry[column, row] == _EMPTY:
            return None
        low, high = self._spans[self._entry[column, row]].tolist()
        return low, high

    def unknown(
        self, layout: Layout, now_s: float, coalitions: Sequence[Hashable]
    ) -> list[dict[Statuses, Span]]:
        """What a layout asks for and is not written yet, by coalition: statuses, each with the samples to be written.

        Args:
            layout: futures.
            now_s: the moment from which their times count.
            coalitions: what tells one from another.
        """
        rows, columns = self._placed(layout)[0], self._columns_of(coalitions)
        first, last = (now_s + layout.from_s) / WHAT_IF_STEP_S, (now_s + layout.until_s) / WHAT_IF_STEP_S
        found: list[dict[Statuses, Span]] = [{} for _ in coalitions]
        told = missing(self._entry, self._spans, columns, rows, first, last, BLOCK)
        for column, place, low, high in told.tolist():
            found[column][layout.statuses[place]] = low, high
        return found

    def write(
        self, coalition: Hashable, spans: Mapping[Statuses, Span], samples: Iterable[FloatArray]
    ) -> None:
        """Writes samples of statuses under a coalition, in place of what is written of them.

        Args:
            coalition: what tells it from others.
            spans: the statuses with the samples that are known.
            samples: services in units of each, shape (regions, samples); others may be anything.
        """
        column, rows = self._columns_of([coalition])[0], self._rows_of(spans)
        entries = self._entry[column, rows]
        new = entries == _EMPTY
        entries[new] = np.arange(self.entries + 1, self.entries + 1 + new.sum())
        self.entries += int(new.sum())
        self._make_room()
        self._entry[column, rows] = entries
        known = np.array(list(spans.values()), dtype=np.int64)
        place = np.arange(self._samples)
        inside = (place >= known[:, :1]) & (place < known[:, 1:])
        told = np.where(inside[:, None], np.array(list(samples)), 0.0)
        self._sums[entries, :, 0] = 0.0
        self._sums[entries, :, 1:] = np.cumsum(told, axis=2)
        self._spans[entries] = known

    def means(self, layout: Layout, now_s: float, coalitions: Sequence[Hashable]) -> FloatArray:
        """Mean services of the futures of a layout, shape (coalitions, futures, regions).

        Args:
            layout: futures, all of whose statuses are written.
            now_s: the moment from which their times count.
            coalitions: what tells one from another.
        """
        columns, rows = self._columns_of(coalitions), self._placed(layout)[1]
        starts, ends = (
            (now_s + layout.starts_s) / WHAT_IF_STEP_S,
            (now_s + layout.ends_s) / WHAT_IF_STEP_S,
        )
        units = window_sums(self._entry, self._sums, columns, rows, starts, ends, layout.first)
        means: FloatArray = units / (UNITS * layout.span_s / WHAT_IF_STEP_S)
        return means

    def _placed(self, layout: Layout) -> tuple[IntArray, IntArray]:
        """The rows of the statuses of a layout, and those of its pieces."""
        if layout not in self._found:
            if len(self._found) >= MOST_LAYOUTS:
                self._found.clear()
            rows = self._rows_of(layout.statuses)
            self._found[layout] = rows, rows[layout.which]
        return self._found[layout]

    def _rows_of(self, asked: Iterable[Statuses]) -> IntArray:
        """The rows of statuses, new ones among them."""
        known = self._rows
        rows = np.array([known.setdefault(each, len(known)) for each in asked], dtype=np.int64)
        self._widen()
        return rows

    def _columns_of(self, coalitions: Iterable[Hashable]) -> IntArray:
        """The columns of coalitions, new ones among them."""
        known = self._columns
        columns = np.array([known.setdefault(each, len(known)) for each in coalitions], dtype=np.int64)
        self._widen()
        return columns

    def _widen(self) -> None:
        """Gives the table room for all rows and columns."""
        columns, rows = self._entry.shape
        more = [max(0, 2 * len(self._columns) - columns), max(0, 2 * len(self._rows) - rows)]
        if len(self._columns) > columns or len(self._rows) > rows:
            self._entry = np.pad(self._entry, [(0, extra) for extra in more])

    def _make_room(self) -> None:
        """Gives the pool room for all entries; what is not written yet may be anything, and is never read."""
        used = len(self._sums)
        if self.entries >= used:
            room = 2 * self.entries
            sums, spans = np.empty((room, *self._sums.shape[1:])), np.empty((room, 2), dtype=np.int64)
            sums[:used], spans[:used] = self._sums, self._spans
            self._sums, self._spans = sums, spans


def in_units(samples: FloatArray) -> FloatArray:
    """Services, which are rounded to 1e-9, as whole numbers of that."""
    units: FloatArray = np.rint(samples * UNITS)
    return units
