"""What Red has worked out once and needs again: parts of its reckoning, by exactly what they depend on.

A belief as a whole is rarely met twice once attacks have begun, but most of what follows from it is: what an attack
would cost does not depend on a relay that is down, nor what it would deny on a radar that is.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from wargame.deterrence.futures import Futures

T = TypeVar("T")

MOST_PARTS = 400_000
"""Parts that are kept before everything is forgotten; most take less than a kilobyte, lists of attacks some more."""


class Drawer:
    """Parts that have the longer half of their names in common, so that it is looked at once for many of them.

    Args:
        memory: whose drawer it is.
    """

    __slots__ = ("_memory", "_parts")

    def __init__(self, memory: "Memory") -> None:
        """Nothing is in it yet."""
        self._memory = memory
        self._parts: dict[Hashable, object] = {}

    def recall(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """The part of that name, worked out when it is first asked for.

        Args:
            key: everything on which the part depends, the label of the drawer apart.
            work_out: works it out; a pure function of the key and the label.
        """
        if key in self._parts:
            self._memory.hits += 1
            return self._parts[key]  # type: ignore[return-value]  # a key names one kind of part
        self._memory.misses += 1
        part = self._parts[key] = work_out()
        self._memory.kept += 1
        return part

    def recall_all(self, keys: Sequence[Hashable], work_out: Callable[[list[int]], Sequence[T]]) -> list[T]:
        """The parts of several names; those that are new are worked out together.

        Args:
            keys: everything on which each part depends, the label of the drawer apart; no two are equal.
            work_out: works out those at some places of `keys`, in that order.
        """
        parts: dict[Hashable, T] = self._parts  # type: ignore[assignment]  # a key names one kind of part
        new = [place for place, key in enumerate(keys) if key not in parts]
        if new:
            parts.update(zip([keys[place] for place in new], work_out(new), strict=True))
        self._memory.hits += len(keys) - len(new)
        self._memory.misses += len(new)
        self._memory.kept += bool(new)  # parts of a batch are small: together they count as one
        return [parts[key] for key in keys]


class Memory:
    """Parts of Red's reckoning in one scenario, shared by all its games.

    Attributes:
        futures: what may be out of action, cut into pieces.
        hits, misses: how often a part was known already, and how often not.
        kept: how many parts are kept.
    """

    def __init__(self) -> None:
        """Knows nothing yet."""
        self._drawers: dict[Hashable, Drawer] = {}
        self.futures = Futures()
        self.hits = 0
        self.misses = 0
        self.kept = 0

    def drawer(self, label: Hashable) -> Drawer:
        """The drawer of a label: what kind of part is in it, and everything on which all of them depend."""
        if self.kept >= MOST_PARTS:
            self._drawers.clear()
            self.kept = 0
        if label not in self._drawers:
            self._drawers[label] = Drawer(self)
        return self._drawers[label]

    def recall(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """The part of that name, worked out when it is first asked for.

        Args:
            key: everything on which the part depends, and first of all what kind of part it is.
            work_out: works it out; a pure function of the key.
        """
        return self.drawer("single").recall(key, work_out)
