"""Custody in bits: from who saw what when, and when it came down, to the steps in which it is recent enough.

Steps are bits of 64-step words (step `64 w + b` in bit `b` of word `w`), the time axis comes first. All costs are
linear in words and objects.
"""

import numpy as np

from wargame.space.arrays import BitArray, FloatArray, IntArray
from wargame.space.compiled import inner_kernel, kernel
from wargame.space.visibility import WORD_STEPS

NEVER = -(1 << 40)
"""A step long before the epoch."""


@kernel
def steps_through(last_step: int, n_words: int) -> BitArray:
    """Return the steps from the epoch to `last_step`, that one included, bits, shape (n_words,)."""
    steps = np.empty(n_words, dtype=np.uint64)
    for word in range(n_words):
        steps[word] = _through(last_step - word * 64)
    return steps


@kernel
def custody_words(
    seen: BitArray, rows: IntArray, up: BitArray, contact: BitArray, life_steps: int, delay_steps: int
) -> BitArray:
    """Return the steps in which each object was observed recently enough, as far as it is known, (words, objects).

    An observation of step `k` is received at the first step `r >= k` with contact, known to the recipient from step
    `r + delay_steps` on, and counts up to step `k + life_steps`. Observations that arrive together count by the latest.

    Args:
        seen: when observers see objects, bits, shape (words or more, observers, objects).
        rows: the observers whose observations come down together, shape (rows,).
        up: when each of them works, bits, shape (rows, words).
        contact: when what they saw can come down, bits, shape (words,).
        life_steps: for how many steps an observation counts.
        delay_steps: steps from receipt to release, at most `life_steps`.
    """
    n_words, n_objects = contact.shape[0], seen.shape[2]
    span = life_steps - delay_steps
    custody = np.zeros((n_words, n_objects), dtype=np.uint64)
    latest = np.full(n_objects, NEVER)  # the last observation, received or not
    until = np.full(n_objects, NEVER)  # the last step, before the delay, for which a received one counts
    now = np.empty(n_objects, dtype=np.uint64)
    begins = np.empty(WORD_STEPS, dtype=np.int64)
    linked_before = np.uint64(1)  # nothing waits at the epoch
    later, moved = delay_steps // 64, np.uint64(delay_steps % 64)
    for word in range(n_words):
        _sightings(seen[word], rows, up[:, word], now)
        linked = contact[word]
        n_begins = _places(linked & ~((linked << np.uint64(1)) | linked_before), begins)
        linked_before = linked >> np.uint64(63)
        first = word * 64
        for column in range(n_objects):
            fresh = now[column]
            held = _through(until[column] - first)
            if fresh & linked != 0:
                held |= _smeared(fresh & linked, span)
                until[column] = first + _highest(fresh & linked) + span
            number = 0
            while number < n_begins:
                waiting = fresh & _through(begins[number] - 1)
                last = first + _highest(waiting) if waiting != 0 else latest[column]
                if last + span >= first + begins[number]:
                    held |= _through(last + span - first) & ~_through(begins[number] - 1)
                    until[column] = max(until[column], last + span)
                # Where the rest of the word is held already, only the last contact may still hold longer.
                held_to_end = held | _through(begins[number] - 1) == ~np.uint64(0)
                number = n_begins - 1 if held_to_end and number < n_begins - 1 else number + 1
            if fresh != 0:
                latest[column] = first + _highest(fresh)
            if held != 0 and word + later < n_words:
                custody[word + later, column] |= held << moved
                if moved != 0 and word + later + 1 < n_words:
                    custody[word + later + 1, column] |= held >> (np.uint64(64) - moved)
    return custody


@kernel
def custody_share(custody: BitArray, columns: IntArray, steps: IntArray) -> FloatArray:
    """Return the share of some objects, at least one, that are in custody at each of some steps, shape (steps,).

    Those that are not are counted, in vertical bits: one word holds one binary digit of 64 counters. As a rule they
    are few, and nothing to count costs nothing.

    Args:
        custody: bits, shape (words, objects).
        columns: which objects, shape (n,).
        steps: ascending, shape (steps,).

    Source: Warren 2013, Hacker's Delight, section 5-1 (carry-save counting).
    """
    share = np.ones(steps.shape[0])
    digits = np.zeros(WORD_STEPS, dtype=np.uint64)
    place, end = 0, 0
    while place < steps.shape[0]:
        word, n_digits = steps[place] // 64, 0
        for number in range(columns.shape[0]):
            carry, digit = ~custody[word, columns[number]], 0
            while carry != 0:
                both = digits[digit] & carry
                digits[digit] ^= carry
                carry, digit = both, digit + 1
            n_digits = max(n_digits, digit)
        while end < steps.shape[0] and steps[end] < word * 64 + 64:
            end += 1
        if n_digits > 0:
            for step in range(place, end):
                bit, lost = np.uint64(steps[step] % 64), 0
                for digit in range(n_digits):
                    lost += int((digits[digit] >> bit) & np.uint64(1)) << digit
                share[step] = (columns.shape[0] - lost) / columns.shape[0]
        digits[:n_digits] = np.uint64(0)
        place = end
    return share


@inner_kernel
def _sightings(seen: BitArray, rows: IntArray, working: BitArray, now: BitArray) -> None:
    """Fill in the steps of one word in which any of some working observers sees each object, shape (objects,)."""
    now[:] = np.uint64(0)
    for row in range(rows.shape[0]):
        if working[row] != 0:
            for column in range(now.shape[0]):
                now[column] |= seen[rows[row], column] & working[row]


@inner_kernel
def _smeared(bits: np.uint64, span: int) -> np.uint64:
    """Return every bit of a word spread over the `span` bits above it; by doubling, unless all above it are set."""
    if span >= 63:
        return bits | (~bits + np.uint64(1))
    spread, reach = bits, 0
    while reach < span:
        step = min(reach + 1, span - reach)
        spread |= spread << np.uint64(step)
        reach += step
    return spread


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
    """Return the place of the highest set bit of a word that is not 0.

    Source: Warren 2013, Hacker's Delight, sections 5-1 and 5-3.
    """
    filled = bits | (bits >> np.uint64(1))
    filled |= filled >> np.uint64(2)
    filled |= filled >> np.uint64(4)
    filled |= filled >> np.uint64(8)
    filled |= filled >> np.uint64(16)
    filled |= filled >> np.uint64(32)
    count = filled - ((filled >> np.uint64(1)) & np.uint64(0x5555555555555555))
    count = (count & np.uint64(0x3333333333333333)) + (
        (count >> np.uint64(2)) & np.uint64(0x3333333333333333)
    )
    count = (count + (count >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((count * np.uint64(0x0101010101010101)) >> np.uint64(56)) - 1


@inner_kernel
def _places(bits: np.uint64, found: IntArray) -> int:
    """Write the places of the set bits of a word in ascending order, and return how many there are."""
    count, place = 0, 0
    while bits != 0:
        if bits & np.uint64(1):
            found[count] = place
            count += 1
        bits >>= np.uint64(1)
        place += 1
    return count
