"""What relays offer at a moment: which work, how well, and for which regions; equal states are named once.

Relays of one class (owner, bands, capacities) differ only in where they are. So a ring of identical relays in medium
orbit, whose pattern of who sees what never repeats, has few states: how many of each class see which regions.
"""

import numpy as np

from wargame.space.arrays import BitArray, FloatArray, IntArray
from wargame.space.compiled import kernel


@kernel
def relay_states(
    patterns: IntArray,
    links: BitArray,
    seen: BitArray,
    open_words: BitArray,
    payload_factors: FloatArray,
    gateway_factors: FloatArray,
    relay_class: IntArray,
) -> tuple[IntArray, BitArray, IntArray, IntArray, BitArray, FloatArray]:
    """Return the state of each pattern, and of each state its working relays in a canonical order.

    Args:
        patterns: which rows of `links` and `seen`, shape (n,).
        links: gateways in view of each relay, bits, shape (n_patterns, relays, words).
        seen: regions in view of each relay, bits, shape (n_patterns, relays, 1).
        open_words: gateways that each relay may use, bits, shape (relays, words).
        payload_factors: what is left of each relay, 0 to 1, shape (relays,).
        gateway_factors: what is left of each gateway, shape (gateways,).
        relay_class: shape (relays,).

    Returns:
        State of each pattern (n,); then of each state its name (states, 2), the number of relays (states,), and
        their classes, regions in view as bits, and factors, each (states, relays). A relay's factor is the lesser
        of its payload's and that of its best gateway.
    """
    n_relays = relay_class.shape[0]
    state = np.empty(patterns.shape[0], dtype=np.int64)
    table = np.full(2 * patterns.shape[0] + 1, -1)
    names = np.zeros((patterns.shape[0] + 1, 2), dtype=np.uint64)
    sizes = np.zeros(patterns.shape[0] + 1, dtype=np.int64)
    kinds = np.empty((patterns.shape[0] + 1, n_relays), dtype=np.int64)
    masks = np.empty((patterns.shape[0] + 1, n_relays), dtype=np.uint64)
    factors = np.empty((patterns.shape[0] + 1, n_relays))
    whole_words = np.zeros(links.shape[2], dtype=np.uint64)
    for gateway in range(gateway_factors.shape[0]):
        if gateway_factors[gateway] >= 1.0:
            whole_words[gateway // 64] |= np.uint64(1) << np.uint64(gateway % 64)
    count = 0
    for place in range(patterns.shape[0]):
        pattern = patterns[place]
        names[count, :] = np.uint64(0)
        size = 0
        for relay in range(n_relays):
            mask = seen[pattern, relay, 0]
            if payload_factors[relay] > 0.0 and mask != 0:
                best = _best_gateway(pattern, relay, links, open_words, whole_words, gateway_factors)
                factor = min(payload_factors[relay], best)
                if factor > 0.0:
                    kind = relay_class[relay]
                    kinds[count, size], masks[count, size], factors[count, size] = kind, mask, factor
                    names[count, 0] += _mixed(kind, mask, factor, np.uint64(0x9E3779B97F4A7C15))
                    names[count, 1] += _mixed(kind, mask, factor, np.uint64(0xD1B54A32D192ED03))
                    size += 1
        slot = _slot(count, names, table)
        if table[slot] < 0:
            table[slot] = count
            sizes[count] = size
            _sort(size, kinds[count], masks[count], factors[count])
            count += 1
        state[place] = table[slot]
    return state, names[:count], sizes[:count], kinds[:count], masks[:count], factors[:count]


@kernel
def _best_gateway(
    pattern: int,
    relay: int,
    links: BitArray,
    open_words: BitArray,
    whole_words: BitArray,
    gateway_factors: FloatArray,
) -> float:
    """Return the factor of the best gateway that a relay may use, 0 without any; whole ones are tried first."""
    for word in range(links.shape[2]):
        if links[pattern, relay, word] & open_words[relay, word] & whole_words[word] != 0:
            return 1.0
    best = 0.0
    for word in range(links.shape[2]):
        bits = links[pattern, relay, word] & open_words[relay, word]
        gateway = word * 64
        while bits != 0:
            if bits & np.uint64(1) and gateway_factors[gateway] > best:
                best = gateway_factors[gateway]
            bits >>= np.uint64(1)
            gateway += 1
    return best


@kernel
def _mixed(kind: np.int64, mask: np.uint64, factor: float, seed: np.uint64) -> np.uint64:
    """Return a number for what a relay offers; the sum over relays names a state whatever their order.

    Source: finaliser of SplitMix64 (Steele, Lea, Flood 2014), once for each part.
    """
    word = seed
    for part in (np.uint64(kind), np.uint64(mask), np.uint64(factor * 4503599627370496.0)):
        word = (word ^ part) + np.uint64(0x9E3779B97F4A7C15)
        word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        word = word ^ (word >> np.uint64(31))
    return word


@kernel
def _slot(row: int, names: BitArray, table: IntArray) -> np.int64:
    """Return the place in a hash table that holds an earlier row of the same name, or is free for this one."""
    slot = np.int64(names[row, 0] % np.uint64(table.shape[0]))
    while table[slot] >= 0:
        other = table[slot]
        if names[other, 0] == names[row, 0] and names[other, 1] == names[row, 1]:
            break
        slot = (slot + 1) % table.shape[0]
    return slot


@kernel
def _sort(size: int, kinds: IntArray, masks: BitArray, factors: FloatArray) -> None:
    """Sort what the relays offer by class, regions in view, and factor."""
    for row in range(1, size):
        kind, mask, factor = kinds[row], masks[row], factors[row]
        place = row
        while place > 0:
            below = place - 1
            if kinds[below] < kind:
                break
            if kinds[below] == kind:
                if masks[below] < mask:
                    break
                if masks[below] == mask and factors[below] <= factor:
                    break
            kinds[place], masks[place], factors[place] = kinds[below], masks[below], factors[below]
            place = below
        kinds[place], masks[place], factors[place] = kind, mask, factor
