"""When payloads and gateways work, reach each other and have been tasked, in bits; and sums of what follows.

Steps are bits of 64-step words: step `64 w + b` stands in bit `b` of word `w`. All costs are linear.
"""

from typing import NamedTuple

import numpy as np

from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray
from wargame.space.compiled import inner_kernel, kernel


class Looks(NamedTuple):
    """Where and when collections are made and land.

    Attributes:
        access: when each payload may collect over each point, bits, shape (points, payloads, words or more).
        ready: when each payload works and has been tasked recently enough, bits, shape (payloads, words).
        contact: when it is in contact with a gateway, bits, shape (payloads, words).
        contacts: how many contacts begin in all, at least.
    """

    access: BitArray
    ready: BitArray
    contact: BitArray
    contacts: int


@kernel
def working_words(exists: BoolArray, places: IntArray, spans: IntArray, n_words: int) -> BitArray:
    """Return when each function works, bits, shape (functions, words).

    Args:
        exists: whether a function exists at all, shape (functions,).
        places: a function that an outage takes away, shape (losses,).
        spans: its first step and the step after its last, shape (losses, 2).
        n_words: number of words.
    """
    working = np.zeros((exists.shape[0], n_words), dtype=np.uint64)
    for place in range(exists.shape[0]):
        if exists[place]:
            working[place] = ~np.uint64(0)
    for loss in range(places.shape[0]):
        low, high = spans[loss, 0], spans[loss, 1]
        for word in range(low // 64, min(n_words, (high + 63) // 64)):
            lost = _through(high - 1 - word * 64) & ~_through(low - 1 - word * 64)
            working[places[loss], word] &= ~lost
    return working


@kernel
def contact_words(view: BitArray, may_land: BoolArray, working: BitArray) -> BitArray:
    """Return when each payload works and sees a working gateway that it may use, bits, shape (payloads, words).

    Args:
        view: gateways in view, bits, shape (payloads, gateways, words or more).
        may_land: which gateways a payload may use, shape (payloads, gateways).
        working: when payloads, then gateways, work, bits, shape (payloads + gateways, words).
    """
    n_payloads, n_words = view.shape[0], working.shape[1]
    contact = np.zeros((n_payloads, n_words), dtype=np.uint64)
    for payload in range(n_payloads):
        for gateway in range(view.shape[1]):
            if may_land[payload, gateway]:
                for word in range(n_words):
                    contact[payload, word] |= (
                        view[payload, gateway, word] & working[n_payloads + gateway, word]
                    )
        for word in range(n_words):
            contact[payload, word] &= working[payload, word]
    return contact


@kernel
def ready_words(contact: BitArray, working: BitArray, life_steps: IntArray) -> BitArray:
    """Return when each payload works and was in contact within its tasking life, bits, shape (payloads, words).

    The epoch counts as a contact.

    Args:
        contact: when it is in contact, bits, shape (payloads, words).
        working: when payloads (and, further down, other functions) work, bits, shape (payloads or more, words).
        life_steps: steps for which a payload goes on after a contact, shape (payloads,).
    """
    ready = np.zeros(contact.shape, dtype=np.uint64)
    for payload in range(contact.shape[0]):
        life, until = life_steps[payload], life_steps[payload]
        for word in range(contact.shape[1]):
            linked, tasked = contact[payload, word], _through(until - word * 64)
            if linked != 0 and life < 63:
                for bit in range(64):
                    if (linked >> np.uint64(bit)) & np.uint64(1):
                        until = word * 64 + bit + life
                    if word * 64 + bit <= until:
                        tasked |= np.uint64(1) << np.uint64(bit)
            elif linked != 0:
                until = word * 64 + _highest(linked) + life
                tasked |= linked | (~linked + np.uint64(1))  # the lowest contact and all after it
            ready[payload, word] = tasked & working[payload, word]
    return ready


@kernel
def beginnings(contact: BitArray) -> int:
    """Return how many contacts of all payloads begin in a step that is not the first.

    Args:
        contact: bits, shape (payloads, words).
    """
    count = 0
    for payload in range(contact.shape[0]):
        before = np.uint64(1)
        for word in range(contact.shape[1]):
            begins = contact[payload, word] & ~((contact[payload, word] << np.uint64(1)) | before)
            while begins != 0:
                begins &= begins - np.uint64(1)
                count += 1
            before = contact[payload, word] >> np.uint64(63)
    return count


@kernel
def other_fates(
    access: BitArray, payloads: IntArray, starts: IntArray, before: Looks, now: Looks
) -> BoolArray:
    """Return which streams collect something else over each point, or land it at another time, (points, streams).

    Args:
        access: when each payload may collect over each point, bits, shape (points, payloads, words or more).
        payloads: the payloads of all streams, one stream after the other.
        starts: where each stream starts among them, and the end, shape (streams + 1,).
        before: looks, over as many words or more.
        now: other looks.
    """
    n_words, hit = now.contact.shape[1], np.zeros((access.shape[0], starts.shape[0] - 1), dtype=np.bool_)
    fate = np.empty(n_words, dtype=np.uint64)
    for stream in range(starts.shape[0] - 1):
        for member in range(starts[stream], starts[stream + 1]):
            payload = payloads[member]
            first, last = _fates(payload, before, now, fate)
            for point in range(access.shape[0]):
                if not hit[point, stream]:
                    some = np.uint64(0)
                    for word in range(first, last):
                        some |= access[point, payload, word] & fate[word]
                    hit[point, stream] = some != 0
    return hit


@inner_kernel
def _fates(payload: int, before: Looks, now: Looks, fate: BitArray) -> tuple[int, int]:
    """Mark the steps in which what a payload collects has another fate; return the first such word and the end.

    It may be collected in one case only, or land at another time: as long as no contact is made in both cases.
    """
    first, last, carried = fate.shape[0], 0, False
    for word in range(fate.shape[0] - 1, -1, -1):
        differs = before.contact[payload, word] ^ now.contact[payload, word]
        both = before.contact[payload, word] & now.contact[payload, word]
        fate[word] = before.ready[payload, word] ^ now.ready[payload, word]
        if differs == 0 and both == 0 and carried:
            fate[word] = ~np.uint64(0)
        elif differs != 0 or carried:
            for bit in range(63, -1, -1):
                mark = np.uint64(1) << np.uint64(bit)
                carried = differs & mark != 0 or (carried and both & mark == 0)
                fate[word] |= mark if carried else np.uint64(0)
        if fate[word] != 0:
            first, last = word, max(last, word + 1)
    return first, last


@kernel
def reordered(bits: BitArray, column: int, points: IntArray, open_sky: BitArray, into: BitArray) -> None:
    """Copy what one satellite may collect, step by step in place of point by point, where the sky is open.

    Args:
        bits: shape (words, satellites, all points).
        column: which satellite.
        points: which points, shape (points,).
        open_sky: when nothing hides a point, bits, shape (points, words).
        into: to be filled, shape (points, words).
    """
    for word in range(bits.shape[0]):
        for row in range(points.shape[0]):
            into[row, word] = bits[word, column, points[row]] & open_sky[row, word]


@kernel
def blended(parts: FloatArray, starts: IntArray, rows: IntArray, shares: FloatArray) -> FloatArray:
    """Return sums of rows by their shares, rounded to 1e-9, shape (cells, samples); 0 in a cell without a row.

    Args:
        parts: shape (parts, samples).
        starts: where the rows of each cell start, and the end, shape (cells + 1,).
        rows: the rows of all cells, one cell after the other.
        shares: their shares.
    """
    total = np.zeros((starts.shape[0] - 1, parts.shape[1]))
    for cell in range(starts.shape[0] - 1):
        mixed = total[cell]
        for place in range(starts[cell], starts[cell + 1]):
            part, share = parts[rows[place]], shares[place]
            for sample in range(mixed.shape[0]):
                mixed[sample] += share * part[sample]
        if starts[cell] < starts[cell + 1]:
            for sample in range(mixed.shape[0]):
                mixed[sample] = np.floor(mixed[sample] * 1e9 + 0.5) / 1e9
    return total


@inner_kernel
def _through(last: int) -> np.uint64:
    """Return bits 0 to `last` set; none below 0, all from 63 on."""
    if last < 0:
        return np.uint64(0)
    if last >= 63:
        return ~np.uint64(0)
    return (np.uint64(2) << np.uint64(last)) - np.uint64(1)


@inner_kernel
def _highest(bits: np.uint64) -> int:
    """Return the place of the highest set bit of a word that is not 0, by halves."""
    place, half = 0, 32
    while half > 0:
        if bits >> np.uint64(half) != 0:
            bits >>= np.uint64(half)
            place += half
        half //= 2
    return place
