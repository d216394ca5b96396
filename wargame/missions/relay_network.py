"""The flow network of a state of all relays: what the parts of relays can put into each region, and what binds them.

Three things make it small, and leave the same flows possible. Relays of one kind that see the same regions are taken as
one relay of their joint size: any flow through the joint relay divides in proportion. Nothing is larger than the demand
of those who may use it. And a part that can fill all its regions at once never binds as a whole, so only its shares of
the regions count, and in each region those to which the same groups have the same rights add up.
"""

from typing import NamedTuple, cast

import numpy as np

from wargame.missions.flow_network import FREE, Groups, Networks, Opening
from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray
from wargame.space.compiled import inner_kernel, kernel

_ZERO = cast(int, np.int64(0))  # of a set type: numba would compile anew for a literal


class Rights(NamedTuple):
    """Who may use what: the parts of every kind of relay, in units; parts of equal rights have one signature.

    Attributes:
        first: parts of kind `k` are `first[k]` to `first[k + 1]`, shape (kinds + 1,).
        capacity: of the whole part and for one region, shape (parts, 2).
        signature: shape (parts,).
        demand: of the groups in each region that may use parts of a signature, shape (signatures, regions).
        alike: the first signature with the same rights for the groups of one region, shape (signatures, regions).
        opening: from which tier on a group may use parts of a signature.
    """

    first: IntArray
    capacity: FloatArray
    signature: IntArray
    demand: IntArray
    alike: IntArray
    opening: Opening


class _Binding(NamedTuple):
    """The parts of one state that bind as a whole."""

    part: IntArray
    regions: BitArray  # those that it sees and where somebody may use it
    size: IntArray
    region_size: IntArray


@kernel
def networks(
    sizes: IntArray, kinds: IntArray, masks: BitArray, factors: FloatArray, rights: Rights, groups: Groups
) -> Networks:
    """Return the network of each of some states of all relays; amounts are cut at the whole demand.

    Args:
        sizes: number of working relays, shape (states,).
        kinds: kind of each, shape (states, relays).
        masks: regions in its view and beams as bits, shape (states, relays).
        factors: what is left of it, above 0 to 1, shape (states, relays).
        rights: the parts of each kind and who may use them.
        groups: the groups of users.
    """
    n_regions, n_states, most, n_parts = groups.first.shape[0] - 1, sizes.shape[0], 0, 0
    for kind in range(rights.first.shape[0] - 1):
        most = max(most, rights.first[kind + 1] - rights.first[kind])
    for state in range(n_states):
        for relay in range(sizes[state]):
            n_parts += rights.first[kinds[state, relay] + 1] - rights.first[kinds[state, relay]]
    n_leaves = n_regions * (n_parts + n_states * rights.demand.shape[0])
    made = Networks(
        np.zeros((n_states, n_regions + 1), dtype=np.int64),
        np.empty(n_leaves, dtype=np.int64),
        np.empty(n_leaves, dtype=np.int64),
        np.empty(n_leaves, dtype=np.int64),
        np.zeros(n_states + 1, dtype=np.int64),
        np.empty(n_parts, dtype=np.int64),
    )
    most *= kinds.shape[1]
    binding = _Binding(
        np.empty(most, dtype=np.int64),
        np.empty(most, dtype=np.uint64),
        np.empty(most, dtype=np.int64),
        np.empty(most, dtype=np.int64),
    )
    free = np.empty((rights.demand.shape[0], n_regions), dtype=np.int64)
    leaf = _ZERO
    for state in range(n_states):
        count = _ZERO
        free[:] = 0
        for relay in range(sizes[state]):
            kind, mask, factor = kinds[state, relay], masks[state, relay], factors[state, relay]
            for part in range(rights.first[kind], rights.first[kind + 1]):
                count = _offer(part, mask, factor, rights, free, binding, count)
        leaf = _write(state, leaf, count, rights, free, binding, made)
    return made


@inner_kernel
def _offer(
    part: int, mask: np.uint64, factor: float, rights: Rights, free: IntArray, binding: _Binding, count: int
) -> int:
    """Add a part of a relay to what is free in each region, or to the parts that bind; return the number of these."""
    demand, alike, sign = rights.demand, rights.alike, rights.signature[part]
    whole, one = factor * rights.capacity[part, 0], factor * rights.capacity[part, 1]
    seen, useful = np.uint64(0), 0.0
    for region in range(free.shape[1]):
        bit = np.uint64(1) << np.uint64(region)
        if mask & bit != 0 and demand[sign, region] > 0:
            seen |= bit
            useful += min(one, float(demand[sign, region]))
    if whole < useful:
        return _join(part, seen, np.int64(whole), np.int64(min(one, whole)), binding, count)
    for region in range(free.shape[1]):
        if (seen >> np.uint64(region)) & np.uint64(1) != 0:
            place, most = alike[sign, region], demand[sign, region]
            free[place, region] = min(most, free[place, region] + np.int64(min(one, float(most))))
    return count


@inner_kernel
def _join(
    part: int, regions: np.uint64, whole: np.int64, one: np.int64, binding: _Binding, count: int
) -> int:
    """Add a part to its like that sees the same regions, or as a new one; return the number of parts."""
    for place in range(count):
        if binding.part[place] == part and binding.regions[place] == regions:
            binding.size[place] += whole
            binding.region_size[place] += one
            return count
    binding.part[count], binding.regions[count] = part, regions
    binding.size[count], binding.region_size[count] = whole, one
    return count + 1


@inner_kernel
def _write(
    state: int,
    leaf: int,
    count: int,
    rights: Rights,
    free: IntArray,
    binding: _Binding,
    made: Networks,
) -> int:
    """Write the leaves of a state, region by region, and its parts; return the place of the next leaf."""
    for region in range(free.shape[1]):
        made.first[state, region] = leaf
        for sign in range(free.shape[0]):
            if free[sign, region] > 0:
                made.size[leaf], made.signature[leaf], made.part[leaf] = free[sign, region], sign, FREE
                leaf += 1
        for place in range(count):
            if (binding.regions[place] >> np.uint64(region)) & np.uint64(1) != 0:
                sign = rights.signature[binding.part[place]]
                made.size[leaf] = min(rights.demand[sign, region], binding.region_size[place])
                made.signature[leaf], made.part[leaf] = sign, place
                leaf += 1
    made.first[state, free.shape[1]] = leaf
    made.first_part[state + 1] = made.first_part[state] + count
    for place in range(count):  # a slice would have numba compile strings, for a message: three seconds
        made.part_size[made.first_part[state] + place] = binding.size[place]
    return leaf


@kernel
def reached(sizes: IntArray, kinds: IntArray, masks: BitArray, rights: Rights, groups: Groups) -> BoolArray:
    """Return which groups some relay can and may serve at all, shape (states, groups); arguments as above."""
    result = np.zeros((sizes.shape[0], groups.demand.shape[0]), dtype=np.bool_)
    for state in range(sizes.shape[0]):
        for relay in range(sizes[state]):
            kind, mask = kinds[state, relay], masks[state, relay]
            for part in range(rights.first[kind], rights.first[kind + 1]):
                sign = rights.signature[part]
                for group in range(groups.demand.shape[0]):
                    seen = (mask >> np.uint64(groups.region[group])) & np.uint64(1)
                    result[state, group] |= seen != 0 and rights.opening.tier[sign, group] > 0
    return result
