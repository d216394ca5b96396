"""What may be out of action over the window that Red looks at, cut where anything begins or ends.

All times are seconds from the moment at which Red looks, so that what an attack would do is cut up once and found again
at every move, in every game and against every coalition.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from wargame.availability import Jammer, Outage
from wargame.deterrence.felt import Felt
from wargame.space.arrays import FloatArray

IntArray: TypeAlias = npt.NDArray[np.int64]
Status: TypeAlias = tuple[str, str | None, float] | Jammer
"""(asset, function or None for all, factor left), or a transmitter that drowns receivers for as long as it lasts."""
Statuses: TypeAlias = frozenset[Status]
Piece: TypeAlias = tuple[Statuses, float, float]
"""Statuses that hold, from when, until when."""

MOST_FUTURES, MOST_LAYOUTS = 100_000, 4_000
"""Futures and layouts that are kept before all are forgotten; a layout takes about ten kilobytes."""


@dataclass(frozen=True, eq=False, slots=True)
class Future:
    """What would not work and who would jam receivers; two of equal content are one object (`Futures.of`).

    Attributes:
        felt: with times in seconds from the moment at which it is looked at.
    """

    felt: tuple[Felt, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Layout:
    """Several futures side by side, in pieces of constant status.

    Attributes:
        statuses: what holds in any piece, each once.
        which: which of them holds in each piece, shape (pieces,).
        starts_s: from when, shape (pieces,).
        ends_s: until when, shape (pieces,).
        first: the first piece of each future, shape (futures,).
        span_s: the length of the window.
    """

    statuses: tuple[Statuses, ...]
    which: IntArray
    starts_s: FloatArray
    ends_s: FloatArray
    first: IntArray
    span_s: float

    @classmethod
    def of(cls, histories: Sequence[Sequence[Piece]]) -> "Layout":
        """The layout of histories of equal length, each given as its pieces in order."""
        places: dict[Statuses, int] = {}
        pieces = [piece for history in histories for piece in history]
        which = [places.setdefault(statuses, len(places)) for statuses, _, _ in pieces]
        return cls(
            tuple(places),
            np.array(which, dtype=np.int64),
            np.array([start for _, start, _ in pieces], dtype=np.float64),
            np.array([end for *_, end in pieces], dtype=np.float64),
            np.cumsum([0, *map(len, histories[:-1])]),
            histories[0][-1][2] - histories[0][0][1],
        )


@dataclass(eq=False)
class Futures:
    """Futures and layouts that have been asked for, each made once."""

    _known: dict[tuple[Felt, ...], Future] = field(default_factory=dict)
    _layouts: dict[tuple[object, ...], Layout] = field(default_factory=dict)

    def of(self, felt: Sequence[Felt], now_s: float) -> Future:
        """The future of some outages and transmitters, given with absolute times."""
        return self.joint([_moved(item, now_s) for item in felt])

    def joint(self, felt: Sequence[Felt]) -> Future:
        """The future of some outages and transmitters, with times from now."""
        key = tuple(felt)
        if key not in self._known:
            if len(self._known) >= MOST_FUTURES:
                self._known.clear()
                self._layouts.clear()
            self._known[key] = Future(key)
        return self._known[key]

    def layout(self, standing: Future, futures: Sequence[Future], span_s: float) -> Layout:
        """The pieces of what stands already with each of some futures."""
        key = (standing, span_s, *futures)
        if key not in self._layouts:
            if len(self._layouts) >= MOST_LAYOUTS:
                self._layouts.clear()
            self._layouts[key] = Layout.of([pieces((*standing.felt, *each.felt), span_s) for each in futures])
        return self._layouts[key]


def _moved(item: Felt, now_s: float) -> Felt:
    """The same with times from now."""
    end_s = None if item.end_s is None else item.end_s - now_s
    if isinstance(item, Outage):
        return Outage(item.asset, item.function, item.factor, item.start_s - now_s, end_s)
    return replace(item, start_s=item.start_s - now_s, end_s=math.inf if end_s is None else end_s)


def pieces(felt: Sequence[Felt], span_s: float) -> list[Piece]:
    """The window from 0 to `span_s` cut where an outage or a transmitter begins or ends."""
    spans = [
        (item.start_s, math.inf if item.end_s is None else item.end_s, item.lasting)
        for item in felt
        if item.start_s < span_s and (item.end_s is None or item.end_s > 0.0)
    ]
    cuts = {0.0, span_s}
    for start_s, end_s, _ in spans:
        cuts.update(t for t in (start_s, end_s) if 0.0 < t < span_s)
    return [
        (frozenset([status for start_s, end_s, status in spans if start_s <= low < end_s]), low, high)
        for low, high in pairwise(sorted(cuts))
    ]
