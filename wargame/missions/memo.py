"""A memory of what has been computed, by key, that forgets the longest unused when it grows past its limit."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar, cast

import numpy as np

ENTRY_BYTES = 400  # a key, its place in the dictionary and the array's header


class Measured(Protocol):
    """Something that knows how much memory it takes."""

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        ...


Kept = TypeVar("Kept", bound=Measured)


class Memo:
    """Answers by key, least recently used forgotten first beyond a limit in bytes.

    The keys are the content that was read, not what it was called, so an answer is right for every coalition,
    replicate and belief in which the same content is read.
    """

    def __init__(self, limit_bytes: int) -> None:
        """Start empty."""
        self.limit_bytes = limit_bytes
        self.size_bytes = 0
        self._entries: OrderedDict[Hashable, Measured] = OrderedDict()
        self._numbers: dict[Hashable, int] = {}

    def __len__(self) -> int:
        """Number of answers held."""
        return len(self._entries)

    def get(self, key: Hashable, compute: Callable[[], Kept]) -> Kept:
        """The answer under `key`, computed now if it is not there; arrays are closed to writing."""
        found = self.find(key)
        return cast(Kept, self.keep(key, compute()) if found is None else found)

    def find(self, key: Hashable) -> Any:
        """The answer under `key`, None if it is not there (`Any`: whatever was kept)."""
        found = self._entries.get(key)
        if found is not None:
            self._entries.move_to_end(key)
        return found

    def number(self, label: Hashable) -> int:
        """A number that stands for a label in keys: many keys have a long one in common, which is hashed once here."""
        return self._numbers.setdefault(label, len(self._numbers))

    def keep(self, key: Hashable, made: Kept) -> Kept:
        """Keep an answer, in place of the one under the same key if there is one."""
        if isinstance(made, np.ndarray):
            made.setflags(write=False)
        replaced = self._entries.pop(key, None)
        if replaced is not None:
            self.size_bytes -= replaced.nbytes + ENTRY_BYTES
        self._entries[key] = made
        self.size_bytes += made.nbytes + ENTRY_BYTES
        while self.size_bytes > self.limit_bytes and len(self._entries) > 1:
            _, forgotten = self._entries.popitem(last=False)
            self.size_bytes -= forgotten.nbytes + ENTRY_BYTES
        return made

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self.size_bytes = 0
