"""Scenario discovery: boxes in the space of factors in which most cases of interest lie, told by few factors.

The patient rule induction method peels thin slices off the whole space, each time the one that leaves the largest share
of cases of interest for what it takes away, then pastes back what was peeled too far. Of the boxes on the way that are
denser than the whole space, by more than luck explains, the one of the largest gain of density times coverage is given.
Coverage and density balanced by themselves would choose the whole space where most points are cases of interest.
Sources: Friedman and Fisher, Statistics and Computing 9 (1999) 123; coverage and density, their trade-off, and the
test of restrictions: Bryant and Lempert, Technological Forecasting 77 (2010) 34.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wargame.space.arrays import FloatArray

PEEL = 0.05
"""Share of the points of a box that a peel takes at most, where levels are many (Friedman and Fisher)."""

PASTE = 0.05
LEAST_MASS = 0.05
"""A box holds at least so large a share of all points."""

MOST_BOXES = 3
LEAST_POINTS = 20

LUCK = 0.05
"""A limit that luck explains with a greater chance is dropped (Bryant and Lempert)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a box asks of one factor: a range, or some of its names.

    Attributes:
        low, high: ends of the range; None where the factor has names.
        names: codes of the allowed names; empty where the factor has a range.
    """

    low: float | None = None
    high: float | None = None
    names: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A box.

    Attributes:
        limits: of every factor that is restricted, by its place.
        inside: which points lie in it.
        coverage: the share of all cases of interest that lie in it.
        density: the share of its points that are cases of interest.
        mass: the share of all points that lie in it.
        p_values: of every restricted factor: the chance that it helps so much only by luck.
    """

    limits: dict[int, Limit]
    inside: np.ndarray
    coverage: float
    density: float
    mass: float
    p_values: dict[int, float]


@dataclass(frozen=True, slots=True)
class Discovery:
    """The boxes of one outcome, the best first; each was looked for among the points that earlier ones leave.

    Attributes:
        boxes: the boxes.
        trade_off: coverage and density of every box on the way to the first.
        share: the share of cases of interest among all points.
        points: how many points were used.
    """

    boxes: tuple[Box, ...]
    trade_off: tuple[tuple[float, float], ...]
    share: float
    points: int


def discover(codes: FloatArray, ordered: Sequence[bool], interest: np.ndarray) -> Discovery | str:
    """The boxes in which cases of interest lie, or why none can be given.

    Args:
        codes: the level of every factor as a number, shape (points, factors).
        ordered: whether the numbers of a factor mean more than names.
        interest: which points are cases of interest.
    """
    count, hits = len(interest), int(interest.sum())
    if count < LEAST_POINTS:
        return f"fewer than {LEAST_POINTS} points have all their runs"
    if hits in (0, count):
        return "no point is a case of interest" if hits == 0 else "every point is a case of interest"
    left = np.ones(count, dtype=bool)
    boxes: list[Box] = []
    first_way: tuple[tuple[float, float], ...] = ()
    for _ in range(MOST_BOXES):
        way = list(_way(codes, ordered, interest, left))
        first_way = first_way or tuple((box.coverage, box.density) for box in way)
        best = _best(way, max(hits / count, float(interest[left].mean())), codes, interest, left)
        if best is None:
            break
        boxes.append(best)
        left = left & ~best.inside
        if interest[left].sum() == 0 or left.sum() < LEAST_MASS * count:
            break
    return Discovery(tuple(boxes), first_way, hits / count, count)


def _best(
    way: Sequence[Box], usual: float, codes: FloatArray, interest: np.ndarray, left: np.ndarray
) -> Box | None:
    """The box of the largest lift that is denser than usual by more than luck explains; None where there is none."""
    denser = [box for box in way if box.limits and box.density > usual]
    for box in sorted(denser, key=lambda found: _lift(found, usual), reverse=True):
        told = _judged(_plain(box, usual, codes, interest, left), codes, interest, left)
        held, hits = int(told.inside.sum()), int(interest[told.inside].sum())
        if told.limits and told.density > usual and _luck(hits, held, usual) <= LUCK:
            return told
    return None


def _lift(box: Box, usual: float) -> float:
    """The gain of density over the usual one, times the coverage."""
    return (box.density - usual) * box.coverage


def _way(codes: FloatArray, ordered: Sequence[bool], interest: np.ndarray, left: np.ndarray) -> Iterator[Box]:
    """The boxes on the way from the whole space, each a peel smaller, the last one pasted."""
    box = _box({}, codes, interest, left)
    yield box
    least = LEAST_MASS * len(interest)
    while True:
        held = box.inside.sum()
        smaller = [
            item for item in _peels(box, codes, ordered, interest, left) if least <= item.inside.sum() < held
        ]
        if not smaller:
            break
        # Also when no slice is a gain by itself: misses in two corners are told apart only further down the way.
        box = max(smaller, key=lambda peeled: _gain(box, peeled))
        yield box
    pasted = _pasted(box, codes, ordered, interest, left)
    if pasted is not None:
        yield pasted


def _gain(box: Box, peeled: Box) -> float:
    """The rise of the density for every point that is given up."""
    return (peeled.density - box.density) / int(box.inside.sum() - peeled.inside.sum())


def _box(limits: dict[int, Limit], codes: FloatArray, interest: np.ndarray, left: np.ndarray) -> Box:
    inside = left & _within(limits, codes)
    held = int(inside.sum())
    hits = int(interest[inside].sum())
    return Box(
        limits, inside, hits / int(interest.sum()), hits / held if held else 0.0, held / len(interest), {}
    )


def _within(limits: dict[int, Limit], codes: FloatArray) -> np.ndarray:
    """Which points keep to every limit."""
    inside = np.ones(len(codes), dtype=bool)
    for factor, limit in limits.items():
        column = codes[:, factor]
        if limit.names:
            inside &= np.isin(column, limit.names)
        if limit.low is not None:
            inside &= column >= limit.low
        if limit.high is not None:
            inside &= column <= limit.high
    return inside


def _peels(
    box: Box, codes: FloatArray, ordered: Sequence[bool], interest: np.ndarray, left: np.ndarray
) -> Iterator[Box]:
    """Every box that is one slice smaller: a low or a high end off a range, a name off a list."""
    for factor, order in enumerate(ordered):
        held = codes[box.inside, factor]
        levels = np.unique(held)
        if len(levels) < 2:
            continue
        limit = box.limits.get(factor, Limit())
        if not order:
            for name in levels:
                rest = tuple(int(level) for level in levels if level != name)
                yield _box({**box.limits, factor: replace(limit, names=rest)}, codes, interest, left)
            continue
        low, high = _after_a_peel(held, levels)
        yield _box({**box.limits, factor: replace(limit, low=low)}, codes, interest, left)
        yield _box({**box.limits, factor: replace(limit, high=high)}, codes, interest, left)


def _after_a_peel(held: FloatArray, levels: FloatArray) -> tuple[float, float]:
    """The lowest level after a slice at the low end is gone, and the highest after one at the high end."""
    take = max(1, int(PEEL * len(held)))
    ranked = np.sort(held)
    above = levels[levels > ranked[take - 1]]
    below = levels[levels < ranked[-take]]
    return float(above[0] if len(above) else levels[-1]), float(below[-1] if len(below) else levels[0])


def _pasted(
    box: Box, codes: FloatArray, ordered: Sequence[bool], interest: np.ndarray, left: np.ndarray
) -> Box | None:
    """The box with slices put back at its sides as long as that raises the density; None where it never does."""
    changed = False
    while True:
        larger = [
            wider for wider in _pastes(box, codes, ordered, interest, left) if wider.density > box.density
        ]
        if not larger:
            return box if changed else None
        box, changed = max(larger, key=lambda wider: wider.density), True


def _pastes(
    box: Box, codes: FloatArray, ordered: Sequence[bool], interest: np.ndarray, left: np.ndarray
) -> Iterator[Box]:
    """Every box that is one slice larger at a side that was cut."""
    for factor, limit in box.limits.items():
        if not ordered[factor]:
            continue
        others = {key: item for key, item in box.limits.items() if key != factor}
        column = codes[left & _within(others, codes), factor]
        give = max(1, int(PASTE * box.inside.sum()))
        if limit.low is not None and (lower := np.sort(column[column < limit.low])).size:
            yield _box(
                {**box.limits, factor: replace(limit, low=float(lower[-give:][0]))}, codes, interest, left
            )
        if limit.high is not None and (upper := np.sort(column[column > limit.high])).size:
            yield _box(
                {**box.limits, factor: replace(limit, high=float(upper[:give][-1]))}, codes, interest, left
            )


def _plain(box: Box, usual: float, codes: FloatArray, interest: np.ndarray, left: np.ndarray) -> Box:
    """The box without limits that cost nothing to drop: few factors are what people remember."""
    for factor in sorted(box.limits, reverse=True):
        simpler = _without(factor, box, codes, interest, left)
        if _lift(simpler, usual) >= _lift(box, usual):
            box = simpler
    return box


def _judged(box: Box, codes: FloatArray, interest: np.ndarray, left: np.ndarray) -> Box:
    """The box without the limits that luck explains, each of the others with the chance that it does.

    Source: Bryant and Lempert 2010, section 3.3: a one-sided binomial test against the density without the limit.
    """
    while True:
        held, hits = int(box.inside.sum()), int(interest[box.inside].sum())
        wider = {factor: _without(factor, box, codes, interest, left) for factor in box.limits}
        p_values = {factor: _luck(hits, held, other.density) for factor, other in wider.items()}
        weakest = max(p_values, key=lambda factor: (p_values[factor], factor), default=None)
        if weakest is None or p_values[weakest] <= LUCK:
            return replace(box, p_values=p_values)
        box = wider[weakest]


def _without(factor: int, box: Box, codes: FloatArray, interest: np.ndarray, left: np.ndarray) -> Box:
    limits = {key: item for key, item in box.limits.items() if key != factor}
    return _box(limits, codes, interest, left)


def _luck(hits: int, held: int, density: float) -> float:
    """The chance of at least so many hits among points of that density."""
    from scipy.stats import binom  # noqa: PLC0415  # scipy.stats takes a second to import

    return float(binom.sf(hits - 1, held, density))
