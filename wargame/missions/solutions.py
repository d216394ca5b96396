"""States that have been solved, found by their names."""

from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import BitArray, IntArray

MOST_STATES = 8192
"""How many are kept together; one more, and only the newest are."""


@dataclass(frozen=True, eq=False, slots=True)
class Solutions:
    """What groups get in some states.

    Attributes:
        names: two words that are equal for equal states only, in order of the first, shape (states, 2).
        got: what each group gets, units, shape (states, groups).
    """

    names: BitArray
    got: IntArray

    @classmethod
    def none(cls, groups: int) -> "Solutions":
        """No state solved yet."""
        return cls(np.zeros((0, 2), dtype=np.uint64), np.zeros((0, groups), dtype=np.int64))

    def find(self, names: BitArray) -> IntArray:
        """The row of each state, -1 where it is not there, shape (states,)."""
        if not len(self.names):
            return np.full(len(names), -1)
        place = np.searchsorted(self.names[:, 0], names[:, 0])
        place[place == len(self.names)] = 0
        place[(self.names[place] != names).any(axis=1)] = -1
        return place

    def with_more(self, names: BitArray, got: IntArray) -> "Solutions":
        """These and others that are not among them."""
        if len(self.names) + len(names) <= MOST_STATES:
            names, got = np.concatenate([self.names, names]), np.concatenate([self.got, got])
        order = np.argsort(names[:, 0], kind="stable")
        return Solutions(names[order], got[order])

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return self.names.nbytes + self.got.nbytes
