"""How fresh what was collected is, in bits: from looks, contacts and delays to the mean of min(1, A_req / age).

Steps are bits of 64-step words (step `64 w + b` in bit `b` of word `w`); ages are whole steps. For each point, when a
delivery is *fresh* (known, and not older than asked for) is found once for everybody who receives it alike, by word
operations; what an audience knows is the union. Where that ends, the age is one step more than asked for, so only
stretches without anything fresh are looked at step by step. A step in which service rises is half served by what was
known before, since it comes in mid-step on the average. All costs are linear in words, payloads and points.
"""

from typing import NamedTuple, cast

import numpy as np

from wargame.missions.contacts import Looks
from wargame.missions.releases import Audiences, Deliveries, Samples, Streams
from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray
from wargame.space.compiled import inner_kernel, kernel


class Room(NamedTuple):
    """Room for the work at one point.

    Attributes:
        now: collections that land in the step in which they are made, bits, shape (streams, words).
        held: collections of one payload that do not, bits, shape (words,).
        stored: steps of collection and of landing of the others, the last before every landing only.
        bounds: where each stream starts among them, and the end, shape (streams + 1,).
        fresh: when each delivery of the region is known and fresh, bits, shape (deliveries, words).
        late: whether anything in it may be older than asked for when it is released, shape (deliveries,).
        known: row 0: when an audience knows something fresh; row 1: when it learns something that may be too old;
            bits, shape (2, words).
        learnt: step of collection of what it learns then, -1 if nothing, shape (steps,).
    """

    now: BitArray
    held: BitArray
    stored: IntArray
    bounds: IntArray
    fresh: BitArray
    late: BoolArray
    known: BitArray
    learnt: IntArray


# Of a set type: numba would compile anew for every literal.
ZERO, FRESH, LEARNT = cast(int, np.int64(0)), cast(int, np.int64(0)), cast(int, np.int64(1))
SET, GAP = cast(bool, np.bool_(False)), cast(bool, np.bool_(True))

HALF = (
    0.5  # of a step is still served as before when something newer comes in it (docs/method.md, section 13)
)


@kernel
def mean_freshness(
    looks: Looks,
    streams: Streams,
    deliveries: Deliveries,
    audiences: Audiences,
    samples: Samples,
    wanted: BoolArray,
) -> FloatArray:
    """Return the mean over points of min(1, A_req / age) of every audience, shape (audiences, samples).

    At the epoch all that an audience ever receives counts as just collected and released. Regions not `wanted` stay 0.
    """
    missing = np.zeros((audiences.asked.shape[0], samples.number))
    room = _room(looks, streams, deliveries)
    for region in range(audiences.spans.shape[0] - 1):
        first, end = audiences.starts[region], audiences.starts[region + 1]
        if not wanted[region]:
            missing[first:end] = 1.0
            continue
        points = range(audiences.spans[region], audiences.spans[region + 1])
        for point in points:
            _land(looks, streams, point, room)
            _deliver(deliveries, deliveries.starts[region], deliveries.starts[region + 1], room)
            for audience in range(first, end):
                if not audiences.ever[point, audience]:
                    missing[audience] += 1.0
                    continue
                late = _know(deliveries, audiences, audience, deliveries.starts[region], room)
                if samples.first == 0 and samples.stride == 1:
                    _miss(audiences, audience, room, late, missing)
                else:
                    _miss_sampled(audiences, audience, room, late, samples, missing)
                if late:
                    _forget(room)
        missing[first:end] /= len(points)
    return 1.0 - missing


@inner_kernel
def _room(looks: Looks, streams: Streams, deliveries: Deliveries) -> Room:
    """Return room for the work at any point."""
    n_words, n_streams, most = looks.contact.shape[1], streams.starts.shape[0] - 1, 0
    for region in range(deliveries.starts.shape[0] - 1):
        most = max(most, deliveries.starts[region + 1] - deliveries.starts[region])
    return Room(
        np.empty((n_streams, n_words), dtype=np.uint64),
        np.empty(n_words, dtype=np.uint64),
        np.empty((looks.contacts, 2), dtype=np.int64),
        np.empty(n_streams + 1, dtype=np.int64),
        np.empty((most, n_words), dtype=np.uint64),
        np.empty(most, dtype=np.bool_),
        np.zeros((2, n_words), dtype=np.uint64),
        np.full(n_words * 64, -1),
    )


@inner_kernel
def _land(looks: Looks, streams: Streams, point: int, room: Room) -> None:
    """Find what every stream collects over a point and when it lands: `now`, `stored` and `bounds`."""
    access, ready, contact = looks.access, looks.ready, looks.contact
    now, held, stored = room.now, room.held, room.stored
    count, n_words = ZERO, contact.shape[1]
    for stream in range(streams.starts.shape[0] - 1):
        for word in range(n_words):
            now[stream, word] = np.uint64(0)
        room.bounds[stream] = count
        for member in range(streams.starts[stream], streams.starts[stream + 1]):
            payload = streams.payloads[member]
            some = np.uint64(0)
            for word in range(n_words):
                made = access[point, payload, word] & ready[payload, word]
                now[stream, word] |= made & contact[payload, word]
                some |= made & ~contact[payload, word]
            if some != 0:
                for word in range(n_words):
                    held[word] = access[point, payload, word] & ready[payload, word] & ~contact[payload, word]
                count = _store(held, contact, payload, now, stream, stored, count)
    room.bounds[streams.starts.shape[0] - 1] = count


@inner_kernel
def _store(
    held: BitArray, contact: BitArray, payload: int, now: BitArray, stream: int, stored: IntArray, count: int
) -> int:
    """Append when a payload collects and lands what it holds until then; return how much is stored by then.

    What lands together with something newer of the same stream, known so far, is of no use and left out.

    `held` are its collections that do not land in the step in which they are made, shape (words,); `contact` has shape
    (payloads, words), `now` (streams, words). `stored` is filled with steps of collection and of landing, the last
    before every landing only, from row `count` on.
    """
    n_words, lands, useful = contact.shape[1], -1, False
    for word in range(n_words):
        waits = held[word]
        while waits != 0:
            made = word * 64 + _lowest(waits)
            if lands < made:
                lands = _next(contact, payload, made, SET)
                if lands == n_words * 64:
                    return count
                useful = (now[stream, lands // 64] >> np.uint64(lands % 64)) & np.uint64(1) == 0
                if useful:
                    stored[count, 1] = lands
                    count += 1
            waiting = waits & _through(lands - 1 - word * 64)
            if useful:
                stored[count - 1, 0] = word * 64 + _highest(waiting)
            waits &= ~waiting
    return count


# What is delivered and known


@inner_kernel
def _deliver(deliveries: Deliveries, first: int, end: int, room: Room) -> None:
    """Find when some deliveries are known and fresh, and whether anything in them may be late: `fresh` and `late`."""
    fresh, now, stored, n_words = room.fresh, room.now, room.stored, room.fresh.shape[1]
    for delivery in range(first, end):
        stream, row = deliveries.streams[delivery], delivery - first
        delay, asked = deliveries.delays[delivery], deliveries.asked[delivery]
        some = np.uint64(0)
        for word in range(n_words):
            fresh[row, word] = np.uint64(0)
            some |= now[stream, word]
        if some != 0 and delay <= asked:
            _spread(now, stream, delay, asked - delay, fresh, row, room.held)
        late = some != 0 and delay > asked
        for place in range(room.bounds[stream], room.bounds[stream + 1]):
            made, released = stored[place, 0], stored[place, 1] + delay
            late = late or released - made > asked
            if released - made <= asked:
                for word in range(released // 64, min(n_words, (made + asked) // 64 + 1)):
                    before = _through(released - 1 - word * 64)
                    fresh[row, word] |= _through(made + asked - word * 64) & ~before
        room.late[row] = late


@inner_kernel
def _know(deliveries: Deliveries, audiences: Audiences, audience: int, first: int, room: Room) -> bool:
    """Find when an audience knows something fresh, and what it learns late: `known` and `learnt`.

    Returns whether it learns anything late; `first` is the first delivery of its region.
    """
    known, n_words, some_late = room.known, room.known.shape[1], False
    for word in range(n_words):
        known[FRESH, word] = _through(audiences.asked[audience] - word * 64)
    for part in range(audiences.parts[audience], audiences.parts[audience + 1]):
        delivery = audiences.deliveries[part]
        row, stream, delay = delivery - first, deliveries.streams[delivery], deliveries.delays[delivery]
        for word in range(n_words):
            known[FRESH, word] |= room.fresh[row, word]
        if room.late[row]:
            some_late = True
            for place in range(room.bounds[stream], room.bounds[stream + 1]):
                _learn(room, room.stored[place, 0], room.stored[place, 1] + delay)
            if delay > deliveries.asked[delivery]:
                made = _next(room.now, stream, ZERO, SET)
                while made + delay < n_words * 64:
                    _learn(room, made, made + delay)
                    made = _next(room.now, stream, made + 1, SET)
    return some_late


@inner_kernel
def _learn(room: Room, made: int, released: int) -> None:
    """Note that something collected at one step is released at another."""
    if released < room.learnt.shape[0]:
        room.known[LEARNT, released // 64] |= np.uint64(1) << np.uint64(released % 64)
        room.learnt[released] = max(room.learnt[released], made)


@inner_kernel
def _forget(room: Room) -> None:
    """Clear what has been learnt."""
    for word in range(room.known.shape[1]):
        if room.known[LEARNT, word] != 0:
            room.known[LEARNT, word] = np.uint64(0)
            room.learnt[word * 64 : word * 64 + 64] = -1


@inner_kernel
def _miss(audiences: Audiences, audience: int, room: Room, late: bool, missing: FloatArray) -> None:
    """Add what the service of a point lacks of 1 in every step from the epoch on."""
    asked, end, known = audiences.asked[audience], missing.shape[1], room.known
    lack = audiences.lack[audiences.curve[audience]]
    start = _next(known, FRESH, ZERO, GAP)
    while start < end:
        stop, newest = min(_next(known, FRESH, start, SET), end), start - asked - 1
        until = _next(known, LEARNT, start, SET) if late else stop
        while until < stop:
            if room.learnt[until] > newest:
                _add(lack, audience, start, until, newest, missing)
                now = lack[until - room.learnt[until]]
                if until > start and lack[until - 1 - newest] > now:
                    missing[audience, until] += HALF * (lack[until - newest] - now)
                start, newest = until, room.learnt[until]
            until = _next(known, LEARNT, until + 1, SET)
        _add(lack, audience, start, stop, newest, missing)
        if stop < end:
            missing[audience, stop] += HALF * lack[stop - newest]
        start = _next(known, FRESH, stop, GAP)


@inner_kernel
def _add(lack: FloatArray, audience: int, start: int, stop: int, newest: int, missing: FloatArray) -> None:
    """Add what service lacks from one step until before another while the newest collection is of step `newest`."""
    of_age, total = lack[start - newest : stop - newest], missing[audience, start:stop]
    for step in range(total.shape[0]):
        total[step] += of_age[step]


@inner_kernel
def _miss_sampled(
    audiences: Audiences, audience: int, room: Room, late: bool, samples: Samples, missing: FloatArray
) -> None:
    """Add what the service of a point lacks of 1 at every sample."""
    lack = audiences.lack[audiences.curve[audience]]
    for sample in range(samples.number):
        step = samples.first + sample * samples.stride
        lacks = lack[_age_at(audiences, audience, room, late, step)]
        missing[audience, sample] += lacks
        before = _age_at(audiences, audience, room, late, step - 1) if step > 0 else 0
        if lack[before] > lacks:
            missing[audience, sample] += HALF * (lack[before + 1] - lacks)


@inner_kernel
def _age_at(audiences: Audiences, audience: int, room: Room, late: bool, step: int) -> int:
    """Return the age of the newest that is known at the end of a step, in steps; 0 for anything fresh."""
    last = _last(room.known, FRESH, step)
    if last == step:
        return 0
    newest = last - audiences.asked[audience]
    if late:
        for learnt in room.learnt[last + 1 : step + 1]:
            newest = max(newest, learnt)
    return int(step - newest)


# Bits


@inner_kernel
def _spread(
    bits: BitArray, row: int, delay: int, span: int, into: BitArray, into_row: int, spare: BitArray
) -> None:
    """Add to empty words all bits moved `delay` steps later and each spread over the `span` steps after it.

    By doubling, all words at a time. Unsigned places spare numba the look for negative ones, which would keep the
    loops off the vector units.

    `bits` and `into` have shape (rows, words), `spare` is room for the work, shape (words,).
    """
    one, n_words, here, there = np.uint64(1), np.uint64(spare.shape[0]), np.uint64(row), np.uint64(into_row)
    skipped, left, right = np.uint64(delay // 64), np.uint64(delay % 64), np.uint64(64 - delay % 64)
    for word in range(skipped, max(n_words, skipped)):
        into[there, word] = bits[here, word - skipped] << left
    if left != 0:
        for word in range(skipped + one, max(n_words, skipped + one)):
            into[there, word] |= bits[here, word - skipped - one] >> right
    covered = 0
    while covered < span:
        for word in range(n_words):
            spare[word] = into[there, word]
        # The lowest bit of a word and all above it, and what the word before carries.
        if covered == 0 and span >= 63:
            covered = 63
            into[there, 0] = spare[0] | (~spare[0] + one)
            for word in range(one, n_words):
                carried = (spare[word - one] >> one) | (spare[word - one] >> np.uint64(2))
                carried |= carried >> np.uint64(2)
                carried |= carried >> np.uint64(4)
                carried |= carried >> np.uint64(8)
                carried |= carried >> np.uint64(16)
                carried |= carried >> np.uint64(32)
                into[there, word] = spare[word] | (~spare[word] + one) | carried
        else:
            step = min(covered + 1, span - covered, 63)
            left, right = np.uint64(step), np.uint64(64 - step)
            into[there, 0] |= spare[0] << left
            for word in range(one, n_words):
                into[there, word] |= (spare[word] << left) | (spare[word - one] >> right)
            covered += step


@inner_kernel
def _next(bits: BitArray, row: int, step: int, gap: bool) -> int:
    """Return the first step from `step` on whose bit is set (or, for a gap, not set) in a row; all steps if none is."""
    turned = ~np.uint64(0) if gap else np.uint64(0)
    word, hidden = step // 64, _through(step % 64 - 1)
    while word < bits.shape[1]:
        here = (bits[row, word] ^ turned) & ~hidden
        if here != 0:
            return word * 64 + _lowest(here)
        word, hidden = word + 1, np.uint64(0)
    return int(bits.shape[1]) * 64


@inner_kernel
def _last(bits: BitArray, row: int, step: int) -> int:
    """Return the last step up to `step` whose bit is set in a row; there is one."""
    word = step // 64
    here = bits[row, word] & _through(step % 64)
    while here == 0:
        word -= 1
        here = bits[row, word]
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
