"""What audiences know over each point, in bits: from looks, contacts and delays; and where that changes.

Steps are bits of 64-step words (step `64 w + b` in bit `b` of word `w`); ages are whole steps. For each point, when a
delivery is *fresh* (known, and not older than asked for) is found once for everybody who receives it alike, by word
operations; what an audience knows is the union. Where that ends, the age is one step more than asked for, so only
stretches without anything fresh are looked at step by step: there, what an audience learns is kept as *events*.

**Only what changes.** A status changes few collections. What is known while everything works is kept, and for another
status only streams that collect or land something else over a point are worked out again; then the words in which any
age differs are marked, up to the next one in which both know something fresh.
"""

from typing import NamedTuple, cast

import numpy as np

from wargame.missions.deliveries import Delivered
from wargame.missions.releases import Audiences, Deliveries
from wargame.space.arrays import BitArray, BoolArray, IntArray
from wargame.space.compiled import inlined_kernel, inner_kernel, kernel


class Known(NamedTuple):
    """What is known, by point and audience of its region: region by region, point by point.

    An event is a number, `step of release * 2**32 + step of collection`.

    Attributes:
        fresh: when something fresh is known, bits, shape (rows, words).
        bounds: where the events of each row begin and end, shape (rows, 2); those of `more` count on from `events`.
        events: what is learnt while nothing fresh is known, in order, one for each step.
        more: further events.
    """

    fresh: BitArray
    bounds: IntArray
    events: IntArray
    more: IntArray


class _Room(NamedTuple):
    """Room for the work on one audience at one point."""

    fresh: BitArray  # when it knows something fresh (words,)
    learnt: BitArray  # when it learns something late, or where that differs from before (words,)
    made: IntArray  # step of collection of what it learns then, -1 if nothing (steps,)


_ZERO = cast(int, np.int64(0))  # of a set type: numba would compile anew for a literal
LATER, EARLIER = (
    32,
    2**32 - 1,
)  # an event's step of release stands above this bit, its step of collection below


def nothing_known(audiences: Audiences, n_words: int) -> Known:
    """Nothing, to be worked out."""
    rows = int((np.diff(audiences.starts) * np.diff(audiences.spans)).sum())
    none = np.zeros(0, dtype=np.int64)
    return Known(np.zeros((rows, n_words), np.uint64), np.zeros((rows, 2), np.int64), none, none)


@kernel
def know(
    deliveries: Deliveries,
    audiences: Audiences,
    before: Delivered,
    now: Delivered,
    known: Known,
) -> tuple[Known, BoolArray]:
    """Return what is known where something else is delivered than before, and the words of steps that this changes.

    At the epoch all that an audience ever receives counts as just collected and released. A word of an audience is
    changed if in some step of it some age over some point is another than before, shape (audiences, words).

    Args:
        deliveries: streams with their delays.
        audiences: who receives which deliveries.
        before: what was delivered before.
        now: what is delivered now where it is another.
        known: what was known before.
    """
    n_words, count, kept, row, place = now.fresh.shape[1], _ZERO, known.events.shape[0], _ZERO, _ZERO
    fresh, bounds, more = known.fresh[:, :n_words].copy(), known.bounds.copy(), np.empty(0, dtype=np.int64)
    dirty = np.zeros((audiences.asked.shape[0], n_words), dtype=np.bool_)
    room = _Room(np.zeros(n_words, np.uint64), np.zeros(n_words, np.uint64), np.full(64 * n_words, -1))
    for region in range(audiences.spans.shape[0] - 1):
        first = deliveries.starts[region]
        for point in range(audiences.spans[region], audiences.spans[region + 1]):
            for audience in range(audiences.starts[region], audiences.starts[region + 1]):
                parts = audiences.deliveries[audiences.parts[audience] : audiences.parts[audience + 1]]
                if audiences.ever[point, audience] and _some(now.row, place - first, parts):
                    _know(deliveries, parts, audiences.asked[audience], place - first, before, now, room)
                    more = _grown(more, count + 64 * n_words)
                    begin, count = count, _events(more, count, room)
                    _compare(known, row, more[begin:count], room, dirty[audience])
                    for word in range(n_words):
                        fresh[row, word] = room.fresh[word]
                    bounds[row, 0], bounds[row, 1] = kept + begin, kept + count
                row += 1
            place += deliveries.starts[region + 1] - first
    return Known(fresh, bounds, known.events, more[:count].copy()), dirty


@inner_kernel
def _grown(pool: IntArray, least: int) -> IntArray:
    """Return a pool of at least some size with the same content."""
    if pool.shape[0] >= least:
        return pool
    larger = np.empty(2 * least, dtype=np.int64)
    # Not as a slice: numba would compile strings for a message of failure, for three seconds.
    for place in range(pool.shape[0]):
        larger[place] = pool[place]
    return larger


@inner_kernel
def _some(row: IntArray, offset: int, received: IntArray) -> bool:
    """Return whether any of the deliveries that an audience receives is another."""
    some = False
    for delivery in received:
        some |= row[offset + delivery] >= 0
    return some


@inner_kernel
def _know(
    deliveries: Deliveries,
    received: IntArray,
    asked: int,
    offset: int,
    before: Delivered,
    now: Delivered,
    room: _Room,
) -> None:
    """Find when an audience knows something fresh, and what it learns late, of the deliveries that it receives."""
    fresh = room.fresh
    for word in range(fresh.shape[0]):
        fresh[word] = _through(asked - word * 64)
    for delivery in received:
        if deliveries.delays[delivery] <= asked:
            row = now.row[offset + delivery]
            known = now.fresh[row] if row >= 0 else before.fresh[before.row[offset + delivery]]
            for word in range(fresh.shape[0]):
                fresh[word] |= known[word]
    for delivery in received:
        row, source = now.row[offset + delivery], now
        if row < 0:
            row, source = before.row[offset + delivery], before
        for event in source.late[source.bounds[row, 0] : source.bounds[row, 1]]:
            released = event >> LATER
            if released < room.made.shape[0] and not _is_set(fresh, released):
                _learn(event & EARLIER, released, room)
        if deliveries.delays[delivery] > asked:
            for word in range(fresh.shape[0]):
                rest = source.fresh[row, word] & ~fresh[word]
                while rest != 0:
                    released = word * 64 + _lowest(rest)
                    rest &= rest - np.uint64(1)
                    _learn(released - deliveries.delays[delivery], released, room)


@inlined_kernel
def _learn(made: int, released: int, room: _Room) -> None:
    """Note that something collected at one step is learnt at another."""
    _mark(room.learnt, released)
    room.made[released] = max(room.made[released], made)


@inner_kernel
def _events(more: IntArray, count: int, room: _Room) -> int:
    """Append what an audience has learnt, in order, and forget it; return how many events there are."""
    for word in range(room.fresh.shape[0]):
        rest = room.learnt[word]
        room.learnt[word] = np.uint64(0)
        while rest != 0:
            released = word * 64 + _lowest(rest)
            rest &= rest - np.uint64(1)
            more[count] = (released << LATER) + room.made[released]
            room.made[released] = -1
            count += 1
    return count


@inner_kernel
def _compare(known: Known, row: int, events: IntArray, room: _Room, dirty: BoolArray) -> None:
    """Mark the words in which some age is another than before; `room` holds what is known now."""
    differs, n_words, place = room.learnt, room.fresh.shape[0], _ZERO
    for old in known.events[known.bounds[row, 0] : known.bounds[row, 1]]:
        if old >> LATER >= 64 * n_words:
            break
        while place < events.shape[0] and events[place] < old:
            _mark(differs, events[place] >> LATER)
            place += 1
        if place < events.shape[0] and events[place] == old:
            place += 1
        else:
            _mark(differs, old >> LATER)
    while place < events.shape[0]:
        _mark(differs, events[place] >> LATER)
        place += 1
    carried = False
    for word in range(n_words):
        now, before = room.fresh[word], known.fresh[row, word]
        other, both = differs[word] | (now ^ before), now & before
        differs[word] = np.uint64(0)
        if other != 0 or carried:
            dirty[word] = True
            if other != 0:
                both &= ~_through(_highest(other))
            carried = both == 0


# Bits


@inlined_kernel
def _mark(bits: BitArray, step: int) -> None:
    """Set the bit of a step."""
    bits[step // 64] |= np.uint64(1) << np.uint64(step % 64)


@inlined_kernel
def _is_set(bits: BitArray, step: int) -> bool:
    """Return whether the bit of a step is set."""
    return bool((bits[step // 64] >> np.uint64(step % 64)) & np.uint64(1))


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
