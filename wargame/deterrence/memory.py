"""What Red has worked out once and needs again: parts of its reckoning, by exactly what they depend on.

A belief as a whole is rarely met twice once attacks have begun, but most of what follows from it is: what an attack
would cost does not depend on a relay that is down, nor what it would deny on a radar that is.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from wargame.deterrence.futures import Futures

T = TypeVar("T")

MOST_PARTS = 400_000
"""Parts that are kept before everything is forgotten; a part takes about a kilobyte at most."""


class Memory:
    """Parts of Red's reckoning in one scenario, shared by all its games.

    Attributes:
        futures: what may be out of action, cut into pieces.
        hits, misses: how often a part was known already, and how often not.
    """

    def __init__(self) -> None:
        """Knows nothing yet."""
        self._parts: dict[Hashable, object] = {}
        self.futures = Futures()
        self.hits = 0
        self.misses = 0

    def recall(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """The part of that name, worked out when it is first asked for.

        Args:
            key: everything on which the part depends, and first of all what kind of part it is.
            work_out: works it out; a pure function of the key.
        """
        if key in self._parts:
            self.hits += 1
            return self._parts[key]  # type: ignore[return-value]  # a key names one kind of part
        self.misses += 1
        part = work_out()
        if len(self._parts) >= MOST_PARTS:
            self._parts.clear()
        self._parts[key] = part
        return part
