"""What may be out of action over the window that Red looks at, cut where anything begins or ends.

All times are seconds from the moment at which Red looks, so that what an attack would do is cut up once and found again
at every move, in every game and against every coalition.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TypeAlias

import numpy as np

from wargame.availability import Jammer, Outage, Status, Statuses
from wargame.deterrence.felt import Felt
from wargame.space.arrays import FloatArray, IntArray

Piece: TypeAlias = tuple[Statuses, float, float]
"""Statuses that hold, from when, until when."""

_NOTHING: Statuses = frozenset()

MOST_FUTURES, MOST_LAYOUTS = 100_000, 4_000
"""Futures and layouts that are kept before all are forgotten; a layout takes about ten kilobytes."""


@dataclass(frozen=True, eq=False, slots=True)
class Future:
    """What would not work and who would jam receivers; two of equal content are one object (`Futures.of`).

    Attributes:
        felt: with times in seconds from the moment at which it is looked at.
        pieces: what holds when, from minus infinity to infinity.
    """

    felt: tuple[Felt, ...]
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, felt: tuple[Felt, ...]) -> "Future":
        """The future of outages and transmitters with times from now."""
        ends = [math.inf if item.end_s is None else item.end_s for item in felt]
        spans = [(item.start_s, end_s, item.lasting) for item, end_s in zip(felt, ends, strict=True)]
        cuts = sorted({-math.inf, math.inf, *(item.start_s for item in felt), *ends})
        held = (
            worst(status for start_s, end_s, status in spans if start_s <= low < end_s) for low in cuts[:-1]
        )
        return cls(felt, tuple(zip(held, cuts, cuts[1:], strict=False)))


@dataclass(frozen=True, eq=False, slots=True)
class Layout:
    """Several futures side by side, in pieces of constant status.

    Attributes:
        statuses: what holds in any piece, each once.
        which: which of them holds in each piece, shape (pieces,).
        starts_s: from when, shape (pieces,).
        ends_s: until when, shape (pieces,).
        first: the first piece of each future, shape (futures,).
        from_s: when each of the statuses first holds in any piece, shape (statuses,).
        until_s: when it last does.
        span_s: the length of the window.
    """

    statuses: tuple[Statuses, ...]
    which: IntArray
    starts_s: FloatArray
    ends_s: FloatArray
    first: IntArray
    from_s: FloatArray
    until_s: FloatArray
    span_s: float

    @classmethod
    def of(cls, histories: Sequence[Sequence[Piece]]) -> "Layout":
        """The layout of histories of equal length, each given as its pieces in order."""
        places: dict[Statuses, int] = {}
        held, starts, ends = zip(*chain.from_iterable(histories), strict=True)
        which = np.array([places.setdefault(statuses, len(places)) for statuses in held], dtype=np.int64)
        starts_s, ends_s = np.array(starts, dtype=np.float64), np.array(ends, dtype=np.float64)
        order = np.argsort(which, kind="stable")
        bounds = np.searchsorted(which[order], np.arange(len(places)))
        return cls(
            tuple(places),
            which,
            starts_s,
            ends_s,
            np.cumsum([0, *map(len, histories[:-1])]),
            np.minimum.reduceat(starts_s[order], bounds),
            np.maximum.reduceat(ends_s[order], bounds),
            histories[0][-1][2] - histories[0][0][1],
        )


@dataclass(eq=False)
class Futures:
    """Futures and layouts that have been asked for, each made once."""

    _known: dict[tuple[Felt, ...], Future] = field(default_factory=dict)
    _layouts: dict[tuple[object, ...], Layout] = field(default_factory=dict)
    _statuses: dict[Statuses, Statuses] = field(default_factory=dict)
    _together: dict[tuple[Statuses, Statuses], Statuses] = field(default_factory=dict)

    def of(self, felt: Sequence[Felt], now_s: float) -> Future:
        """The future of some outages and transmitters, given with absolute times."""
        return self.joint([_moved(item, now_s) for item in felt])

    def joint(self, felt: Sequence[Felt]) -> Future:
        """The future of some outages and transmitters, with times from now."""
        key = tuple(felt)
        if key not in self._known:
            if len(self._known) >= MOST_FUTURES:
                for kept in (self._known, self._layouts, self._statuses, self._together):
                    kept.clear()
            self._known[key] = Future.of(key)
        return self._known[key]

    def layout(self, standing: Future, futures: Sequence[Future], span_s: float) -> Layout:
        """The pieces of what stands already with each of some futures."""
        key = (standing, span_s, *futures)
        if key not in self._layouts:
            if len(self._layouts) >= MOST_LAYOUTS:
                for kept in (self._layouts, self._statuses, self._together):
                    kept.clear()
            before = self._with_more([(_NOTHING, 0.0, span_s)], standing)
            self._layouts[key] = Layout.of([self._with_more(before, each) for each in futures])
        return self._layouts[key]

    def _with_more(self, before: Sequence[Piece], future: Future) -> list[Piece]:
        """Pieces cut further where anything of a future begins or ends, with its statuses beside theirs."""
        found: list[Piece] = []
        more = future.pieces
        last, place = len(more) - 1, 0
        for statuses, low, high in before:
            while place < last and more[place][2] <= low:
                place += 1
            start_s = low
            while True:
                beside, _, end_s = more[place]
                stop_s = min(high, end_s)
                found.append((self._beside(statuses, beside) if beside else statuses, start_s, stop_s))
                if stop_s >= high:
                    break
                start_s, place = stop_s, place + 1
        return found

    def _beside(self, statuses: Statuses, more: Statuses) -> Statuses:
        """Statuses together; equal ones are one object, whose hash is worked out once."""
        key = statuses, more
        if key not in self._together:
            joint = worst(statuses | more)
            self._together[key] = self._statuses.setdefault(joint, joint)
        return self._together[key]


def _moved(item: Felt, now_s: float) -> Felt:
    """The same with times from now."""
    end_s = None if item.end_s is None else item.end_s - now_s
    if isinstance(item, Outage):
        return Outage(item.asset, item.function, item.factor, item.start_s - now_s, end_s)
    return replace(item, start_s=item.start_s - now_s, end_s=math.inf if end_s is None else end_s)


def worst(statuses: Iterable[Status]) -> Statuses:
    """Statuses without those that take nothing from what others leave: the smallest factor of a function holds."""
    told = frozenset(statuses)
    least: dict[tuple[str, str | None], float] = {}
    for item in told:
        if not isinstance(item, Jammer):
            asset, function, factor = item
            least[asset, function] = min(factor, least.get((asset, function), 1.0))
    if len(least) == len(told):
        return told
    return frozenset(item for item in told if isinstance(item, Jammer) or least[item[:2]] == item[2])
