"""What is delivered of every point and when it is fresh, in bits: from looks, contacts and delays.

Steps are bits of 64-step words (step `64 w + b` in bit `b` of word `w`); ages are whole steps. When a delivery is
*fresh* (known, and not older than asked for) is found once for everybody who receives it alike, by word operations.
What is older than asked for when it is released is kept as *events*. Costs are linear in words, payloads and points.
"""

from typing import NamedTuple, cast

import numpy as np

from wargame.missions.contacts import Looks
from wargame.missions.releases import Deliveries, Streams
from wargame.space.arrays import BitArray, BoolArray, IntArray
from wargame.space.compiled import inner_kernel, kernel


class Delivered(NamedTuple):
    """What is delivered, in rows of a point and a delivery of its region: region by region, point by point.

    An event is a number, `step of release * 2**32 + step of collection`.

    Attributes:
        row: in which row below each stands, -1 for none, shape (points and deliveries,).
        fresh: when it is known and fresh, bits, shape (rows, words); of a delivery with a delay beyond the age asked
            for, when what landed as soon as it was collected is released.
        bounds: where the events of each row begin and end, shape (rows, 2).
        late: events, other collections that are older than asked for when they are released.
    """

    row: IntArray
    fresh: BitArray
    bounds: IntArray
    late: IntArray


def nothing_delivered(deliveries: Deliveries, spans: IntArray, n_words: int) -> Delivered:
    """Nothing, to be worked out."""
    places, none = int((np.diff(deliveries.starts) * np.diff(spans)).sum()), np.zeros(0, dtype=np.int64)
    return Delivered(np.full(places, -1), np.zeros((0, n_words), np.uint64), np.zeros((0, 2), np.int64), none)


class _Room(NamedTuple):
    """Room for the work at one point."""

    now: BitArray  # collections that land in the step in which they are made (streams, words)
    held: BitArray  # collections of one payload that do not (words,)
    stored: IntArray  # steps of collection and of landing of the others, the last before every landing only
    bounds: IntArray  # where each stream starts among them, and the end (streams + 1,)


_ZERO = cast(int, np.int64(0))  # of a set type: numba would compile anew for a literal
LATER = 32  # an event's step of release stands above this bit, its step of collection below


@kernel
def deliver(
    looks: Looks, streams: Streams, deliveries: Deliveries, spans: IntArray, hit: BoolArray, before: Delivered
) -> Delivered:
    """Return what some streams deliver of some points, as far as it is another than before.

    Args:
        looks: when collections are made and land.
        streams: payloads that everybody receives alike.
        deliveries: streams with their delays.
        spans: first point of each region, and the end, shape (regions + 1,).
        hit: which streams are asked about over each point, shape (points, streams).
        before: what was delivered before, over as many words or more.
    """
    n_words, n_streams, n_rows = looks.contact.shape[1], hit.shape[1], 0
    for region in range(spans.shape[0] - 1):
        first, last = deliveries.starts[region], deliveries.starts[region + 1]
        for point in range(spans[region], spans[region + 1]):
            for delivery in range(first, last):
                n_rows += hit[point, deliveries.streams[delivery]]
    made = Delivered(
        np.full(before.row.shape[0], -1),
        np.zeros((n_rows, n_words), dtype=np.uint64),
        np.empty((n_rows, 2), dtype=np.int64),
        np.empty(0, dtype=np.int64),
    )
    room = _Room(
        np.empty((n_streams, n_words), dtype=np.uint64),
        np.empty(n_words, dtype=np.uint64),
        np.empty((looks.contacts, 2), dtype=np.int64),
        np.empty(n_streams + 1, dtype=np.int64),
    )
    late, place, row, end = made.late, _ZERO - 1, _ZERO, _ZERO
    for region in range(spans.shape[0] - 1):
        for point in range(spans[region], spans[region + 1]):
            _land(looks, streams, point, hit[point], room)
            for delivery in range(deliveries.starts[region], deliveries.starts[region + 1]):
                stream = deliveries.streams[delivery]
                place += 1
                if hit[point, stream]:
                    late = _grown(late, end + room.bounds[stream + 1] - room.bounds[stream])
                    begin, end = end, _release(deliveries, delivery, room, made.fresh[row], late, end)
                    if _same(before, place, made.fresh[row], late[begin:end], deliveries.delays[delivery]):
                        made.fresh[row], end = np.uint64(0), begin
                        continue
                    made.row[place], made.bounds[row, 0], made.bounds[row, 1] = row, begin, end
                    row += 1
    return Delivered(made.row, made.fresh, made.bounds, late[:end].copy())


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
def _land(looks: Looks, streams: Streams, point: int, hit: BoolArray, room: _Room) -> None:
    """Find what the streams asked about collect over a point and when it lands."""
    count, n_words = _ZERO, looks.contact.shape[1]
    for stream in range(streams.starts.shape[0] - 1):
        room.bounds[stream] = count
        if not hit[stream]:
            continue
        now = room.now[stream]
        now[:] = np.uint64(0)
        for member in range(streams.starts[stream], streams.starts[stream + 1]):
            payload = streams.payloads[member]
            access, ready, contact = (
                looks.access[point, payload],
                looks.ready[payload],
                looks.contact[payload],
            )
            some, held = np.uint64(0), room.held
            for word in range(n_words):
                made = access[word] & ready[word]
                now[word] |= made & contact[word]
                held[word] = made & ~contact[word]
                some |= held[word]
            if some != 0:
                count = _store(held, contact, now, room.stored, count)
    room.bounds[streams.starts.shape[0] - 1] = count


@inner_kernel
def _store(held: BitArray, contact: BitArray, now: BitArray, stored: IntArray, count: int) -> int:
    """Append when a payload collects and lands what it holds until then; return how much is stored by then.

    What lands together with something newer of the same stream, known so far, is of no use and left out.

    `held` are its collections that do not land in the step in which they are made, `now` those of its stream that do.
    `stored` is filled with steps of collection and of landing, the last before every landing only, from row `count` on.
    """
    n_words, lands, useful = contact.shape[0], -1, False
    for word in range(n_words):
        waits = held[word]
        while waits != 0:
            made = word * 64 + _lowest(waits)
            if lands < made:
                lands = _next_set(contact, made)
                if lands == n_words * 64:
                    return count
                useful = (now[lands // 64] >> np.uint64(lands % 64)) & np.uint64(1) == 0
                if useful:
                    stored[count, 1] = lands
                    count += 1
            waiting = waits & _through(lands - 1 - word * 64)
            if useful:
                stored[count - 1, 0] = word * 64 + _highest(waiting)
            waits &= ~waiting
    return count


# What is delivered


@inner_kernel
def _release(
    deliveries: Deliveries, delivery: int, room: _Room, fresh: BitArray, late: IntArray, end: int
) -> int:
    """Find when a delivery is known and fresh, and append what is late; return the end of the events."""
    stream, n_words, now = (
        deliveries.streams[delivery],
        fresh.shape[0],
        room.now[deliveries.streams[delivery]],
    )
    delay, asked = deliveries.delays[delivery], deliveries.asked[delivery]
    _spread(now, delay, max(_ZERO, asked - delay), fresh, room.held)
    for place in range(room.bounds[stream], room.bounds[stream + 1]):
        made, released = room.stored[place, 0], room.stored[place, 1] + delay
        if released - made <= asked:
            for word in range(released // 64, min(n_words, (made + asked) // 64 + 1)):
                before = _through(released - 1 - word * 64)
                fresh[word] |= _through(made + asked - word * 64) & ~before
        else:
            late[end] = (released << LATER) + made
            end += 1
    return end


@inner_kernel
def _same(before: Delivered, place: int, fresh: BitArray, late: IntArray, delay: int) -> bool:
    """Return whether a delivery is as it was before, in the words of steps that are worked out."""
    row, n_words, place_now = before.row[place], fresh.shape[0], 0
    if row < 0:
        return False
    for word in range(n_words):
        if fresh[word] != before.fresh[row, word]:
            return False
    for event in before.late[before.bounds[row, 0] : before.bounds[row, 1]]:
        if (event >> LATER) - delay < 64 * n_words:
            if place_now == late.shape[0] or late[place_now] != event:
                return False
            place_now += 1
    return bool(place_now == late.shape[0])


# Bits


@inner_kernel
def _spread(bits: BitArray, delay: int, span: int, into: BitArray, spare: BitArray) -> None:
    """Add to empty words all bits moved `delay` steps later and each spread over the `span` steps after it.

    By doubling, all words at a time. Unsigned places spare numba the look for negative ones, which would keep the
    loops off the vector units.

    All have shape (words,); `spare` is room for the work.
    """
    one, n_words = np.uint64(1), np.uint64(spare.shape[0])
    skipped, left, right = np.uint64(delay // 64), np.uint64(delay % 64), np.uint64(64 - delay % 64)
    for word in range(skipped, max(n_words, skipped)):
        into[word] = bits[word - skipped] << left
    if left != 0:
        for word in range(skipped + one, max(n_words, skipped + one)):
            into[word] |= bits[word - skipped - one] >> right
    covered = 0
    while covered < span:
        for word in range(n_words):
            spare[word] = into[word]
        # The lowest bit of a word and all above it, and what the word before carries.
        if covered == 0 and span >= 63:
            covered = 63
            into[0] = spare[0] | (~spare[0] + one)
            for word in range(one, n_words):
                carried = (spare[word - one] >> one) | (spare[word - one] >> np.uint64(2))
                carried |= carried >> np.uint64(2)
                carried |= carried >> np.uint64(4)
                carried |= carried >> np.uint64(8)
                carried |= carried >> np.uint64(16)
                carried |= carried >> np.uint64(32)
                into[word] = spare[word] | (~spare[word] + one) | carried
        else:
            step = min(covered + 1, span - covered, 63)
            left, right = np.uint64(step), np.uint64(64 - step)
            into[0] |= spare[0] << left
            for word in range(one, n_words):
                into[word] |= (spare[word] << left) | (spare[word - one] >> right)
            covered += step


@inner_kernel
def _next_set(bits: BitArray, step: int) -> int:
    """Return the first step from `step` on whose bit is set; all steps if none is."""
    word, hidden = step // 64, _through(step % 64 - 1)
    while word < bits.shape[0]:
        here = bits[word] & ~hidden
        if here != 0:
            return word * 64 + _lowest(here)
        word, hidden = word + 1, np.uint64(0)
    return int(bits.shape[0]) * 64


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
