"""What may be out of action over the window that Red looks at, cut where anything begins or ends.

All times are seconds from the moment at which Red looks, so that what an attack would do is cut up once and found again
at every move, in every game and against every coalition.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

import numpy as np

from wargame.availability import Jammer, Outage, Status, Statuses
from wargame.deterrence.book_kernels import cut, held
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
        stops_s: when each of them ends, shape (pieces,).
    """

    felt: tuple[Felt, ...]
    pieces: tuple[Piece, ...]
    stops_s: FloatArray

    @classmethod
    def of(cls, felt: tuple[Felt, ...]) -> "Future":
        """The future of outages and transmitters with times from now."""
        ends = [math.inf if item.end_s is None else item.end_s for item in felt]
        spans = [(item.start_s, end_s, item.lasting) for item, end_s in zip(felt, ends, strict=True)]
        cuts = sorted({-math.inf, math.inf, *(item.start_s for item in felt), *ends})
        told = (
            worst(status for start_s, end_s, status in spans if start_s <= low < end_s) for low in cuts[:-1]
        )
        return cls(felt, tuple(zip(told, cuts, cuts[1:], strict=False)), np.array(cuts[1:]))


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
        told, starts, ends = zip(*chain.from_iterable(histories), strict=True)
        places: dict[Statuses, int] = {}
        which = _places([places.setdefault(statuses, len(places)) for statuses in told])
        starts_s, ends_s = np.array(starts, dtype=np.float64), np.array(ends, dtype=np.float64)
        return cls.made(tuple(places), which, starts_s, ends_s, _firsts(histories[:-1]))

    @classmethod
    def made(
        cls,
        statuses: tuple[Statuses, ...],
        which: IntArray,
        starts_s: FloatArray,
        ends_s: FloatArray,
        first: IntArray,
    ) -> "Layout":
        """The layout of pieces, each with the place of its statuses."""
        span_s = float(ends_s[-1] - starts_s[0])  # all histories end together
        from_s, until_s = held(which, starts_s, ends_s, len(statuses))
        return cls(statuses, which, starts_s, ends_s, first, from_s, until_s, span_s)


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
            self._layouts[key] = self._cut(self._cut(_whole(span_s), [standing]), futures)
        return self._layouts[key]

    def _cut(self, window: Layout, futures: Sequence[Future]) -> Layout:
        """A window in pieces cut further where anything of each of some futures begins or ends, with what it adds."""
        stops_s = np.concatenate([future.stops_s for future in futures])
        inside, beside, starts_s, ends_s, first = cut(
            window.starts_s, window.ends_s, stops_s, _firsts([future.pieces for future in futures])
        )
        more: dict[Statuses, int] = {}
        added = [more.setdefault(told, len(more)) for future in futures for told, *_ in future.pieces]
        # A pair of statuses, those of the window and those that come beside, is one number.
        pairs, which = np.unique(
            window.which[inside] * len(more) + _places(added)[beside], return_inverse=True
        )
        new, places = tuple(more), dict[Statuses, int]()
        joint = [
            places.setdefault(
                self._beside(window.statuses[pair // len(new)], new[pair % len(new)]), len(places)
            )
            for pair in pairs.tolist()
        ]
        return Layout.made(tuple(places), _places(joint)[which], starts_s, ends_s, first)

    def _beside(self, statuses: Statuses, more: Statuses) -> Statuses:
        """Statuses together; equal ones are one object, whose hash is worked out once."""
        if not more:
            return statuses
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


def _places(numbers: Sequence[int]) -> IntArray:
    return np.array(numbers, dtype=np.int64)


def _firsts(parts: Sequence[Sequence[object]]) -> IntArray:
    """Where each of some lists begins if they stand one after the other, and where the last ends."""
    return np.cumsum([0, *map(len, parts)], dtype=np.int64)


@lru_cache(maxsize=256)
def _whole(span_s: float) -> Layout:
    """The window in one piece in which nothing is wrong."""
    return Layout.of([[(_NOTHING, 0.0, span_s)]])


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
