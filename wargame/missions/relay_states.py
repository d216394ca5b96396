"""What relays offer at a moment: which work, how well, and for which regions; equal states are named once.

Relays of one kind (owner, bands, capacities) differ only in where they are. So a ring of identical relays in medium
orbit, whose pattern of who sees what never repeats, has few states: how many of each kind see which regions.
"""

from typing import NamedTuple, cast

import numpy as np

from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray
from wargame.space.compiled import inner_kernel, kernel

# Of a set type: numba would compile what they are given to anew for every literal.
_ZERO, _ONE = cast(int, np.int64(0)), cast(int, np.int64(1))
_NO, _YES = cast(bool, np.bool_(False)), cast(bool, np.bool_(True))


class Sight(NamedTuple):
    """What relays see in every pattern, and what tells them apart.

    Attributes:
        links: gateways in view that share a band, bits, shape (patterns, relays, words).
        seen: regions in view and in reach of the beams, bits, shape (patterns, relays).
        kind: shape (relays,).
        crosslink: network of links between satellites to which a relay belongs; networks are numbered from 0, and the
            last number is for relays without one, shape (relays,).
        networks: number of networks.
        moves: whether what a relay sees (or what its network sees) differs between patterns, shape (relays,).
    """

    links: BitArray
    seen: BitArray
    kind: IntArray
    crosslink: IntArray
    networks: int
    moves: BoolArray


class States(NamedTuple):
    """States of all relays, each once, with the relays that work in it in no particular order.

    Attributes:
        name: two words that are equal for equal states, shape (states, 2).
        size: number of working relays, shape (states,).
        kind: shape (states, relays).
        mask: regions that a relay can serve, bits, shape (states, relays).
        factor: what is left of it, above 0 to 1, shape (states, relays).
    """

    name: BitArray
    size: IntArray
    kind: IntArray
    mask: BitArray
    factor: FloatArray


class _Moment(NamedTuple):
    """What holds in one segment, and where traffic of each network lands in the pattern looked at."""

    payloads: FloatArray  # what is left of each relay
    gateways: FloatArray  # what is left of each gateway
    whole: BitArray  # gateways of which everything is left (words,)
    landed: BitArray  # gateways in view of any working relay of a network (networks + 1, words); the last for none
    open_words: BitArray
    useful: BitArray


@kernel
def relay_states(
    patterns: IntArray,
    cuts: IntArray,
    sight: Sight,
    open_words: BitArray,
    useful: BitArray,
    payload_factors: FloatArray,
    gateway_factors: FloatArray,
) -> tuple[IntArray, States]:
    """Return the state at each sample, and all states.

    A relay works at the lesser of its own factor and that of its best gateway: one in its own view, or in view of any
    relay of its network that works.

    Args:
        patterns: the pattern of each sample, shape (samples,).
        cuts: samples `cuts[s]` to `cuts[s + 1]` have the status of segment `s`, shape (segments + 1,).
        sight: what relays see.
        open_words: gateways at which each relay's traffic may land, bits, shape (relays, words).
        useful: regions in which somebody may use each relay, bits, shape (relays,).
        payload_factors: what is left of each relay, 0 to 1, shape (segments, relays).
        gateway_factors: what is left of each gateway, shape (segments, gateways).
    """
    n_samples, n_relays, n_words = patterns.shape[0], sight.kind.shape[0], sight.links.shape[2]
    state = np.empty(n_samples, dtype=np.int64)
    table = np.full(2 * n_samples + 1, -1)
    states = _empty_states(n_samples + 1, n_relays)
    steady, landed = (
        _empty_states(_ONE, n_relays),
        np.zeros((sight.networks + 1, n_words), dtype=np.uint64),
    )
    segment_of, state_of = np.full(sight.seen.shape[0], -1), np.empty(sight.seen.shape[0], dtype=np.int64)
    count = _ZERO
    for segment in range(cuts.shape[0] - 1):
        payloads, gateways = payload_factors[segment], gateway_factors[segment]
        moment = _Moment(payloads, gateways, _whole(gateways, n_words), landed, open_words, useful)
        for sample in range(cuts[segment], cuts[segment + 1]):
            pattern = patterns[sample]
            if segment_of[pattern] != segment:
                segment_of[pattern] = segment
                _land(pattern, sight, moment)
                if sample == cuts[segment]:
                    steady.size[0], steady.name[0, :] = 0, np.uint64(0)
                    _add(pattern, _NO, sight, moment, steady, _ZERO)
                _copy_first(steady, states, count)
                _add(pattern, _YES, sight, moment, states, count)
                slot = _slot(count, states.name, table)
                if table[slot] < 0:
                    table[slot] = count
                    count += 1
                state_of[pattern] = table[slot]
            state[sample] = state_of[pattern]
    kept = states.name[:count], states.size[:count], states.kind[:count], states.mask[:count]
    return state, States(kept[0], kept[1], kept[2], kept[3], states.factor[:count])


@inner_kernel
def _empty_states(count: int, relays: int) -> States:
    """Return room for states."""
    return States(
        np.zeros((count, 2), dtype=np.uint64),
        np.zeros(count, dtype=np.int64),
        np.empty((count, relays), dtype=np.int64),
        np.empty((count, relays), dtype=np.uint64),
        np.empty((count, relays)),
    )


@inner_kernel
def _whole(gateway_factors: FloatArray, words: int) -> BitArray:
    """Return the gateways of which everything is left, as bits."""
    whole = np.zeros(words, dtype=np.uint64)
    for gateway in range(gateway_factors.shape[0]):
        if gateway_factors[gateway] >= 1.0:
            whole[gateway // 64] |= np.uint64(1) << np.uint64(gateway % 64)
    return whole


@inner_kernel
def _land(pattern: int, sight: Sight, moment: _Moment) -> None:
    """Note which gateways each network sees through any relay that works."""
    if sight.networks == 0:
        return
    moment.landed[:] = np.uint64(0)
    for relay in range(sight.kind.shape[0]):
        network = sight.crosslink[relay]
        if network < sight.networks and moment.payloads[relay] > 0.0:
            for word in range(moment.landed.shape[1]):
                moment.landed[network, word] |= sight.links[pattern, relay, word]


@inner_kernel
def _copy_first(source: States, states: States, row: int) -> None:
    """Begin a row of states with the only row of others."""
    states.size[row] = source.size[0]
    states.name[row, 0], states.name[row, 1] = source.name[0, 0], source.name[0, 1]
    for place in range(states.size[row]):
        states.kind[row, place] = source.kind[0, place]
        states.mask[row, place] = source.mask[0, place]
        states.factor[row, place] = source.factor[0, place]


@inner_kernel
def _add(pattern: int, moves: bool, sight: Sight, moment: _Moment, states: States, row: int) -> None:
    """Add the working relays among those that move, or those that do not, to a row of states."""
    for relay in range(sight.kind.shape[0]):
        mask = sight.seen[pattern, relay] & moment.useful[relay]
        if sight.moves[relay] == moves and mask != 0 and moment.payloads[relay] > 0.0:
            best = _best_gateway(pattern, relay, sight, moment)
            factor = min(moment.payloads[relay], best)
            if factor > 0.0:
                kind, place = sight.kind[relay], states.size[row]
                states.kind[row, place], states.mask[row, place] = kind, mask
                states.factor[row, place] = factor
                states.name[row, 0] += _mixed(kind, mask, factor, np.uint64(0x9E3779B97F4A7C15))
                states.name[row, 1] += _mixed(kind, mask, factor, np.uint64(0xD1B54A32D192ED03))
                states.size[row] += 1


@inner_kernel
def _best_gateway(pattern: int, relay: int, sight: Sight, moment: _Moment) -> float:
    """Return the factor of the best gateway for a relay's traffic, 0 without any; whole ones are tried first."""
    network, n_words = sight.crosslink[relay], moment.landed.shape[1]
    for word in range(n_words):
        reach = sight.links[pattern, relay, word] | moment.landed[network, word]
        if reach & moment.open_words[relay, word] & moment.whole[word] != 0:
            return 1.0
    best = 0.0
    for word in range(n_words):
        bits = sight.links[pattern, relay, word] | moment.landed[network, word]
        bits &= moment.open_words[relay, word]
        gateway = word * 64
        while bits != 0:
            if bits & np.uint64(1) and moment.gateways[gateway] > best:
                best = moment.gateways[gateway]
            bits >>= np.uint64(1)
            gateway += 1
    return best


@inner_kernel
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


@inner_kernel
def _slot(row: int, names: BitArray, table: IntArray) -> np.int64:
    """Return the place in a hash table that holds an earlier row of the same name, or is free for this one."""
    slot = np.int64(names[row, 0] % np.uint64(table.shape[0]))
    while table[slot] >= 0:
        other = table[slot]
        if names[other, 0] == names[row, 0] and names[other, 1] == names[row, 1]:
            break
        slot = (slot + 1) % table.shape[0]
    return slot
