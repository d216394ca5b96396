"""What Red has reckoned, by what it believed: shared by games, and kept for the next process."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import blake2b
from typing import Any, TypeAlias

from wargame.deterrence.shelf import Shelf
from wargame.game.effect import Timing
from wargame.game.prospect import Answer, Option, Prospect, Table

Reckoning: TypeAlias = tuple[Table, int]
"""Every prospect by id, and how many options were left out."""

_BLOCKS = (Prospect, Option, Answer, Timing)

MOST_RECKONINGS = 2_000
"""Reckonings that are kept in memory before all are forgotten, so that thousands of games do not fill it: each has some
ten kilobytes. A belief is rarely met again once attacks have begun; the parts of a reckoning are remembered longer."""


class Reckonings:
    """Red's reckonings so far.

    Args:
        shelf: where the first process that plays a scenario leaves its own.
    """

    def __init__(self, shelf: Shelf) -> None:
        """Starts with what is on the shelf."""
        self._shelf = shelf
        self._kept: Mapping[str, Any] = json.loads(shelf.text() or "{}")
        self._known: dict[tuple[object, ...], Reckoning] = {}
        self._left = False

    def of(self, belief: tuple[object, ...], reckon: Callable[[], Reckoning]) -> Reckoning:
        """What follows from a belief, reckoned once."""
        if belief not in self._known:
            kept = self._kept.get(_name(belief)) if self._kept else None
            if len(self._known) >= MOST_RECKONINGS:
                self._known.clear()
            self._known[belief] = reckon() if kept is None else _unpacked(kept)
        return self._known[belief]

    def keep(self) -> None:
        """Leaves everything for the next process, unless an earlier one has, or this one before."""
        if not self._kept and not self._left and self._known:
            self._left = True
            packed = {_name(belief): _packed(found) for belief, found in self._known.items()}
            self._shelf.keep_text(json.dumps(packed, sort_keys=True))


def _name(belief: tuple[object, ...]) -> str:
    """A short name for a belief, the same in every process."""
    return blake2b(repr(belief).encode(), digest_size=16).hexdigest()


def _packed(found: Reckoning) -> list[Any]:
    """A reckoning as plain JSON values, every block the list of its fields; numbers survive to the last bit."""
    return [[_listed(prospect) for prospect in found[0]], found[1]]


def _listed(block: object) -> Any:
    """A block as the list of its fields, blocks inside too; `dataclasses.astuple` copies every leaf, for seconds."""
    if isinstance(block, _BLOCKS):
        return [_listed(getattr(block, name)) for name in block.__slots__]
    return [_listed(item) for item in block] if isinstance(block, tuple) else block


def _unpacked(values: list[Any]) -> Reckoning:
    """A reckoning from plain JSON values."""
    return Table.of(map(_prospect, values[0])), int(values[1])


def _prospect(values: list[Any]) -> Prospect:
    (
        option,
        benefit,
        benefits,
        resource,
        rung,
        debris,
        norm,
        response,
        answers,
        cost,
        unrelieved,
        strategic,
    ) = values
    return Prospect(
        _option(option),
        benefit,
        tuple((objective, part) for objective, part in benefits),
        resource,
        rung,
        debris,
        norm,
        response,
        tuple(_answer(*answer[:-2], _pairs(answer[-2]), answer[-1]) for answer in answers),
        cost,
        unrelieved,
        strategic,
    )


def _pairs(steps: list[list[Any]]) -> tuple[tuple[str, float], ...]:
    return tuple((name, p) for name, p in steps)


def _option(values: list[Any]) -> Option:
    name, capability, effect, targets, timings, p, rung, fragments, breaks_norm = values
    return Option(
        name,
        capability,
        effect,
        tuple(targets),
        tuple(Timing(*timing) for timing in timings),
        tuple(p),
        rung,
        fragments,
        breaks_norm,
    )


_answer = cache(Answer)
"""Makes an answer once: governments answer most attacks alike."""
