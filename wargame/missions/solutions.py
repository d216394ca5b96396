"""States that have been solved, found by their names."""

from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import BitArray, IntArray

MOST_STATES = 16_384
"""How many are kept together; one more, and only the newest are."""


@dataclass(eq=False, slots=True)
class _Pool:
    """Rows that several solutions share: what is written stays, and more is written behind it."""

    got: IntArray
    used: int

    def with_more(self, count: int, got: IntArray) -> "_Pool":
        """A pool with the first rows of this one and more behind them: this one, where nothing stands there yet."""
        pool, end = self, count + len(got)
        if self.used != count or end > len(self.got):
            pool = _Pool(np.empty((2 * end, got.shape[1]), dtype=np.int64), count)
            pool.got[:count] = self.got[:count]
        pool.got[count:end] = got
        pool.used = end
        return pool


@dataclass(frozen=True, eq=False, slots=True)
class Solutions:
    """What groups get in some states.

    Attributes:
        names: two words that are equal for equal states only, in order of the first, shape (states, 2).
        rows: where what groups get stands in the pool, shape (states,).
        pool: what each group gets, units.
    """

    names: BitArray
    rows: IntArray
    pool: _Pool

    @classmethod
    def none(cls, groups: int) -> "Solutions":
        """No state solved yet."""
        pool = _Pool(np.zeros((0, groups), dtype=np.int64), 0)
        return cls(np.zeros((0, 2), dtype=np.uint64), np.zeros(0, dtype=np.int64), pool)

    @property
    def got(self) -> IntArray:
        """What each group gets, units, by row, shape (states, groups)."""
        return self.pool.got[: len(self.names)]

    def find(self, names: BitArray) -> IntArray:
        """The row of each state, -1 where it is not there, shape (states,)."""
        if not len(self.names):
            return np.full(len(names), -1)
        place = np.searchsorted(self.names[:, 0], names[:, 0])
        place[place == len(self.names)] = 0
        return np.where((self.names[place] == names).all(axis=1), self.rows[place], -1)

    def with_more(self, names: BitArray, got: IntArray) -> "Solutions":
        """These and others that are not among them."""
        count = len(self.names)
        if count > 0 and count + len(names) > MOST_STATES:
            return Solutions.none(got.shape[1]).with_more(names, got)
        order = np.argsort(names[:, 0], kind="stable")
        place = np.searchsorted(self.names[:, 0], names[order, 0])
        return Solutions(
            np.insert(self.names, place, names[order], axis=0),
            np.insert(self.rows, place, count + order),
            self.pool.with_more(count, got),
        )

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return self.names.nbytes + self.rows.nbytes + self.pool.got.nbytes
