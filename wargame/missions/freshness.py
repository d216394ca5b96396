"""How fresh what is known is: from what audiences know over points to the mean of min(1, A_req / age).

A step in which service rises is half served by what was known before, since it comes in mid-step on the average. Only
words of steps in which something is to be worked out are looked at; sums run over points in their order, so that they
are the same to the last bit whatever is worked out anew.
"""

from typing import NamedTuple, cast

import numpy as np

from wargame.missions.known import Known
from wargame.missions.releases import Audiences, Samples
from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray
from wargame.space.compiled import inner_kernel, kernel


class _Point(NamedTuple):
    """What an audience knows over one point."""

    fresh: BitArray  # when it is anything fresh (words,)
    events: IntArray  # what is learnt meanwhile, in order
    asked: int  # steps up to which a collection is as good as new
    lack: FloatArray  # what service lacks of 1 by age in steps


# Of a set type: numba would compile anew for every literal.
SET, GAP = cast(bool, np.bool_(False)), cast(bool, np.bool_(True))
LATER, EARLIER = (
    32,
    2**32 - 1,
)  # an event's step of release stands above this bit, its step of collection below

HALF = (
    0.5  # of a step is still served as before when something newer comes in it (docs/method.md, section 13)
)


@kernel
def mean_freshness(known: Known, audiences: Audiences, samples: Samples, dirty: BoolArray) -> FloatArray:
    """Return the mean over points of min(1, A_req / age) of every audience, shape (audiences, samples).

    Args:
        known: what is known over each point.
        audiences: who asks for what age.
        samples: the steps asked about.
        dirty: the words of steps asked about for each audience, shape (audiences, words); at other samples the result
            may be anything.
    """
    served, row, n_words = np.empty((dirty.shape[0], samples.number)), 0, dirty.shape[1]
    for region in range(audiences.spans.shape[0] - 1):
        first, last = audiences.starts[region], audiences.starts[region + 1]
        spans = audiences.spans[region], audiences.spans[region + 1]
        for audience in range(first, last):
            word = 0
            while word < n_words:
                end = word
                while end < n_words and dirty[audience, end]:
                    end += 1
                if end > word:
                    low, high = _within(samples, word), _within(samples, end)
                    lacks = served[audience, low:high]
                    lacks[:] = 0.0
                    for point in range(spans[0], spans[1]):
                        place = row + (point - spans[0]) * (last - first) + audience - first
                        _miss(known, audiences, audience, point, place, samples, low, lacks)
                    for sample in range(high - low):
                        lacks[sample] = 1.0 - lacks[sample] / (spans[1] - spans[0])
                word = end + 1
        row += (spans[1] - spans[0]) * (last - first)
    return served


@kernel
def mixed_again(
    before: FloatArray,
    now: FloatArray,
    dirty: BoolArray,
    samples: Samples,
    starts: IntArray,
    mixture: IntArray,
    shares: FloatArray,
    mixed: FloatArray,
) -> None:
    """Write sums of rows by their shares, rounded to 1e-9, where any row is another than before.

    Args:
        before: what rows were, shape (rows, samples).
        now: what they are in words that are dirty.
        dirty: the words of steps in which they are another, shape (rows, words).
        samples: which steps the samples are.
        starts: where the rows of each cell start, and the end, shape (cells + 1,).
        mixture: the rows of all cells, one cell after the other.
        shares: their shares.
        mixed: sums of what rows were, shape (cells, samples); written anew.
    """
    for cell in range(mixed.shape[0]):
        first, last = starts[cell], starts[cell + 1]
        for word in range(dirty.shape[1]):
            some = False
            for row in mixture[first:last]:
                some |= dirty[row, word]
            if some:
                low, high = _within(samples, word), _within(samples, word + 1)
                total = mixed[cell, low:high]
                total[:] = 0.0
                for place in range(first, last):
                    row, share = mixture[place], shares[place]
                    part = now[row, low:high] if dirty[row, word] else before[row, low:high]
                    for sample in range(total.shape[0]):
                        total[sample] += share * part[sample]
                for sample in range(total.shape[0]):
                    total[sample] = np.floor(total[sample] * 1e9 + 0.5) / 1e9


@inner_kernel
def _within(samples: Samples, word: int) -> int:
    """Return the first sample in a word of steps or later."""
    return min(max(0, -((samples.first - 64 * word) // samples.stride)), samples.number)


@inner_kernel
def _miss(
    known: Known,
    audiences: Audiences,
    audience: int,
    point: int,
    row: int,
    samples: Samples,
    low: int,
    lacks: FloatArray,
) -> None:
    """Add what the service of a point lacks of 1 at samples from `low` on."""
    if not audiences.ever[point, audience]:
        lacks += 1.0
        return
    first, last, pool = known.bounds[row, 0], known.bounds[row, 1], known.events
    if first >= pool.shape[0]:
        first, last, pool = first - pool.shape[0], last - pool.shape[0], known.more
    at = _Point(
        known.fresh[row],
        pool[first:last],
        audiences.asked[audience],
        audiences.lack[audiences.curve[audience]],
    )
    if samples.first == 0 and samples.stride == 1:
        _miss_all(at, samples.first + low, lacks)
    else:
        for sample in range(lacks.shape[0]):
            _miss_one(at, samples.first + (low + sample) * samples.stride, lacks[sample : sample + 1])


@inner_kernel
def _miss_all(at: _Point, first: int, lacks: FloatArray) -> None:
    """Add what the service of a point lacks of 1 in every step from `first` on."""
    fresh, asked, lack, end = at.fresh, at.asked, at.lack, first + lacks.shape[0]
    start = _next(fresh, first, GAP)
    if first > 0 and not _is_set(fresh, first - 1):
        start = _last(fresh, first - 1) + 1
    place = _place(at.events, start)
    while start < end:
        stop, newest = min(_next(fresh, max(start, first), SET), end), start - asked - 1
        while place < at.events.shape[0] and at.events[place] >> LATER < stop:
            until, made = at.events[place] >> LATER, at.events[place] & EARLIER
            place += 1
            if made > newest:
                _add(lack, start, until, newest, first, lacks)
                now = lack[until - made]
                if until > start and until >= first and lack[until - 1 - newest] > now:
                    lacks[until - first] += HALF * (lack[until - newest] - now)
                start, newest = until, made
        _add(lack, start, stop, newest, first, lacks)
        if stop < end:
            lacks[stop - first] += HALF * lack[stop - newest]
        start = _next(fresh, stop, GAP)


@inner_kernel
def _add(lack: FloatArray, start: int, stop: int, newest: int, first: int, lacks: FloatArray) -> None:
    """Add what service lacks from one step until before another while the newest collection is of step `newest`."""
    if stop > first:
        start = max(start, first)
        of_age, total = lack[start - newest : stop - newest], lacks[start - first : stop - first]
        for step in range(total.shape[0]):
            total[step] += of_age[step]


@inner_kernel
def _miss_one(at: _Point, step: int, lacks: FloatArray) -> None:
    """Add what the service of a point lacks of 1 in one step."""
    lack = at.lack
    now, before = lack[_age_at(at, step)], _age_at(at, step - 1) if step > 0 else 0
    lacks[0] += now
    if lack[before] > now:
        lacks[0] += HALF * (lack[before + 1] - now)


@inner_kernel
def _age_at(at: _Point, step: int) -> int:
    """Return the age of the newest that is known at the end of a step, in steps; 0 for anything fresh."""
    last = _last(at.fresh, step)
    if last == step:
        return 0
    newest, place = last - at.asked, _place(at.events, last + 1)
    while place < at.events.shape[0] and at.events[place] >> LATER <= step:
        newest = max(newest, at.events[place] & EARLIER)
        place += 1
    return int(step - newest)


@inner_kernel
def _place(events: IntArray, step: int) -> int:
    """Return the first event at a step or later."""
    low, high = 0, events.shape[0]
    while low < high:
        middle = (low + high) // 2
        if events[middle] >> LATER < step:
            low = middle + 1
        else:
            high = middle
    return low


# Bits


@inner_kernel
def _is_set(bits: BitArray, step: int) -> bool:
    """Return whether the bit of a step is set."""
    return bool((bits[step // 64] >> np.uint64(step % 64)) & np.uint64(1))


@inner_kernel
def _next(bits: BitArray, step: int, gap: bool) -> int:
    """Return the first step from `step` on whose bit is set (or, for a gap, not set); all steps if none is."""
    turned = ~np.uint64(0) if gap else np.uint64(0)
    word, hidden = step // 64, _through(step % 64 - 1)
    while word < bits.shape[0]:
        here = (bits[word] ^ turned) & ~hidden
        if here != 0:
            return word * 64 + _lowest(here)
        word, hidden = word + 1, np.uint64(0)
    return int(bits.shape[0]) * 64


@inner_kernel
def _last(bits: BitArray, step: int) -> int:
    """Return the last step up to `step` whose bit is set; there is one."""
    word = step // 64
    here = bits[word] & _through(step % 64)
    while here == 0:
        word -= 1
        here = bits[word]
    return word * 64 + _highest(here)


@inner_kernel
def _through(last: int) -> np.uint64:
    """Return bits 0 to `last` set; none below 0, all from 63 on."""
    if last < 0:
        return np.uint64(0)
    if last >= 63:
        return ~np.uint64(0)
    return (np.uint64(2) << np.uint64(last)) - np.uint64(1)


@inner_kernel
def _lowest(bits: np.uint64) -> int:
    """Return the place of the lowest set bit of a word that is not 0."""
    return _count((bits & (~bits + np.uint64(1))) - np.uint64(1))


@inner_kernel
def _highest(bits: np.uint64) -> int:
    """Return the place of the highest set bit of a word that is not 0."""
    filled = bits | (bits >> np.uint64(1))
    filled |= filled >> np.uint64(2)
    filled |= filled >> np.uint64(4)
    filled |= filled >> np.uint64(8)
    filled |= filled >> np.uint64(16)
    return _count(filled | (filled >> np.uint64(32))) - 1


@inner_kernel
def _count(bits: np.uint64) -> int:
    """Return the number of set bits of a word (Warren 2013, Hacker's Delight, figure 5-2)."""
    word = bits - ((bits >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int(np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56)))
