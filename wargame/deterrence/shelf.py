"""Keeps what Red reckoned with in a scenario from one process to the next, beside the geometry.

What is kept is what the first run of a scenario worked out; the name it is kept under holds the scenario's hash and the
digest of the code behind it, so a change of either starts afresh. Nothing depends on it but time.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

import wargame
from wargame.space.arrays import FloatArray
from wargame.space.cache import BlockCache

KEY_BYTES = 16
SOURCES = (
    "availability.py", "board.py", "coalition.py", "deterrence", "draws.py", "effects", "game", "knowing", "missions",
    "scenario", "space", "turn.py",
)  # fmt: skip
"""The code on which a kept number depends."""


class Shelf:
    """What-if tables of one scenario in the cache.

    Args:
        blocks: the cache; None keeps nothing.
        scenario_hash: which scenario.
    """

    def __init__(self, blocks: BlockCache | None, scenario_hash: str) -> None:
        """Nothing is read yet."""
        self._blocks = blocks
        self._inputs = {"block": "what_if", "scenario": scenario_hash, "code": code_digest()}

    def load(self) -> dict[bytes, FloatArray]:
        """What was kept, by key; empty if nothing was."""
        if self._blocks is None:
            return {}
        keys = self._blocks.find({**self._inputs, "part": "keys"}, "uint8")
        sums = self._blocks.find({**self._inputs, "part": "sums"}, "float64")
        if keys is None or sums is None or len(keys) != len(sums):
            return {}
        return dict(zip((row.tobytes() for row in keys), sums, strict=True))

    def text(self) -> str:
        """The text that was kept; empty if none was."""
        found = None if self._blocks is None else self._blocks.find({**self._inputs, "part": "text"}, "uint8")
        return "" if found is None else found.tobytes().decode("utf-8")

    def keep_text(self, text: str) -> None:
        """Keeps a text, unless an earlier run has kept one already."""
        if self._blocks is not None:
            letters = np.frombuffer(text.encode("utf-8"), dtype=np.uint8).copy()
            self._blocks.block({**self._inputs, "part": "text"}, "uint8", lambda: letters)

    def keep(self, entries: Mapping[bytes, FloatArray]) -> None:
        """Keeps entries, unless an earlier run has kept some already."""
        if self._blocks is None or not entries:
            return
        names = sorted(entries)
        keys = np.frombuffer(b"".join(names), dtype=np.uint8).reshape(-1, KEY_BYTES)
        sums = np.stack([entries[name] for name in names])
        self._blocks.block({**self._inputs, "part": "sums"}, "float64", lambda: sums)
        self._blocks.block({**self._inputs, "part": "keys"}, "uint8", lambda: keys)


@cache
def code_digest() -> str:
    """A name for the content of the code that computes services."""
    root = Path(wargame.__file__).parent
    digest = hashlib.sha256()
    for name in SOURCES:
        place = root / name
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(file.read_bytes())
    return digest.hexdigest()
