"""How relay capacity is shared out: own users, then agreed shares, then the pool; proportional inside each tier.

The rule (*ours*; it imitates an operator who serves requests as they come, and is no maximum flow): in each round
every group of users asks the relays it may use for what it still needs, in proportion to the room that each still
has for it. A relay asked for more than a limit allows (promised share, region, whole payload) cuts all requests under
that limit by one factor. Rounds go on until everybody has enough or meets only full relays; a round that leaves
somebody wanting fills a limit, so there are never more rounds than limits. Equal relays share equally and may be
taken as one of their joint size; the order in which relays or users are listed plays no part.
"""

import numpy as np

from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray
from wargame.space.compiled import kernel

_NOTHING = 1e-12  # share of a capacity or a demand below which the rest is taken as nothing (rounding)


@kernel
def served_shares(
    patterns: IntArray,
    links: BitArray,
    seen: BitArray,
    open_words: BitArray,
    payload_factors: FloatArray,
    gateway_factors: FloatArray,
    relay_class: IntArray,
    class_bands: BitArray,
    class_owner: IntArray,
    class_capacity: FloatArray,
    user_place: IntArray,
    user_bands: BitArray,
    user_demand: FloatArray,
    own: BoolArray,
    shares: FloatArray,
    pooled: BoolArray,
    n_regions: int,
) -> FloatArray:
    """Return allocated / demand for patterns of visibility, shape (patterns, regions, beneficiaries).

    Patterns that leave the same relays with the same regions and factors are solved once.

    Args:
        patterns: which rows of `links` and `seen` to solve, shape (n,).
        links: gateways in view of each relay, bits, shape (n_patterns, relays, words).
        seen: regions in view of each relay, bits, shape (n_patterns, relays, 1).
        open_words: gateways that each relay may use, bits, shape (relays, words).
        payload_factors: what is left of each relay, 0 to 1, shape (relays,).
        gateway_factors: what is left of each gateway, shape (gateways,).
        relay_class: relays of one class differ in nothing but where they are, shape (relays,).
        class_bands: bands as bits, shape (classes,).
        class_owner: place of the owner in `own`, `shares` and `pooled`, shape (classes,).
        class_capacity: whole payload and one region, Mbps, shape (classes, 2).
        user_place: region and beneficiary of each group of users, shape (users, 2).
        user_bands: bands of their terminals as bits, shape (users,).
        user_demand: Mbps, shape (users,).
        own: whether a beneficiary is the owner, shape (owners, beneficiaries).
        shares: share of each relay's capacity that an owner has promised, shape (owners, beneficiaries).
        pooled: whether a beneficiary may use an owner's spare capacity, shape (owners, beneficiaries).
        n_regions: number of regions.
    """
    n_relays = relay_class.shape[0]
    result = np.zeros((patterns.shape[0], n_regions, own.shape[1]))
    table = np.full(2 * patterns.shape[0] + 1, -1)
    names = np.zeros((patterns.shape[0], 2), dtype=np.uint64)
    kinds, masks, factors = np.empty(n_relays, np.int64), np.empty(n_relays, np.uint64), np.empty(n_relays)
    needs = np.empty(user_demand.shape[0])
    whole_words = np.zeros(links.shape[2], dtype=np.uint64)
    for gateway in range(gateway_factors.shape[0]):
        if gateway_factors[gateway] >= 1.0:
            whole_words[gateway // 64] |= np.uint64(1) << np.uint64(gateway % 64)
    for row in range(patterns.shape[0]):
        pattern = patterns[row]
        size = 0
        for relay in range(n_relays):
            mask = seen[pattern, relay, 0]
            if payload_factors[relay] > 0.0 and mask != 0:
                best = _best_gateway(pattern, relay, links, open_words, whole_words, gateway_factors)
                factor = min(payload_factors[relay], best)
                if factor > 0.0:
                    kinds[size], masks[size], factors[size] = relay_class[relay], mask, factor
                    names[row, 0] += _mixed(relay_class[relay], mask, factor, np.uint64(0x9E3779B97F4A7C15))
                    names[row, 1] += _mixed(relay_class[relay], mask, factor, np.uint64(0xD1B54A32D192ED03))
                    size += 1
        slot = _slot(row, names, table)
        if table[slot] >= 0:
            result[row] = result[table[slot]]
            continue
        table[slot] = row
        needs[:] = user_demand
        _sort(size, kinds, masks, factors)
        _share_out(
            size, kinds, masks, factors, class_bands, class_owner, class_capacity, user_place, user_bands,
            user_demand, own, shares, pooled, n_regions, needs,
        )
        _served(user_place, user_demand, needs, result[row])
    return result


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
def _mixed(kind: int, mask: int, factor: float, seed: int) -> int:
    """Return a number for what a relay offers; the sum over relays names a state whatever their order.

    Source: finaliser of SplitMix64 (Steele, Lea, Flood 2014), once for each part.
    """
    word = np.uint64(seed)
    for part in (np.uint64(kind), np.uint64(mask), np.uint64(factor * 4503599627370496.0)):
        word = (word ^ part) + np.uint64(0x9E3779B97F4A7C15)
        word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        word = word ^ (word >> np.uint64(31))
    return word


@kernel
def _slot(row: int, names: BitArray, table: IntArray) -> int:
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


@kernel
def _share_out(
    size: int,
    kinds: IntArray,
    masks: BitArray,
    factors: FloatArray,
    class_bands: BitArray,
    class_owner: IntArray,
    class_capacity: FloatArray,
    user_place: IntArray,
    user_bands: BitArray,
    user_demand: FloatArray,
    own: BoolArray,
    shares: FloatArray,
    pooled: BoolArray,
    n_regions: int,
    needs: FloatArray,
) -> None:
    """Lower `needs` (Mbps, shape (users,)) by what the relays give, equal relays taken as one."""
    n_users, n_nations = user_demand.shape[0], own.shape[1]
    owner = np.empty(size, dtype=np.int64)
    whole = np.empty(size)
    left = np.empty(size)
    left_region = np.empty((size, n_regions))
    left_share = np.empty((size, n_nations))
    reach = np.zeros((size, n_users), dtype=np.bool_)
    groups = 0
    start = 0
    while start < size:
        stop = start + 1
        while (
            stop < size
            and kinds[stop] == kinds[start]
            and masks[stop] == masks[start]
            and factors[stop] == factors[start]
        ):
            stop += 1
        kind = kinds[start]
        scale = (stop - start) * factors[start]
        owner[groups] = class_owner[kind]
        whole[groups] = left[groups] = scale * class_capacity[kind, 0]
        left_region[groups, :] = scale * class_capacity[kind, 1]
        for user in range(n_users):
            in_view = (masks[start] >> np.uint64(user_place[user, 0])) & np.uint64(1)
            reach[groups, user] = in_view != 0 and (user_bands[user] & class_bands[kind]) != 0
        groups += 1
        start = stop
    for tier in range(3):
        if not needs.any():
            break
        for group in range(groups):
            for nation in range(n_nations):
                allowed = own[owner[group], nation] if tier == 0 else pooled[owner[group], nation]
                left_share[group, nation] = np.inf if allowed else 0.0
                if tier == 1:
                    left_share[group, nation] = shares[owner[group], nation] * whole[group]
        _fill(groups, reach, whole, left, left_region, left_share, user_place, user_demand, needs)


@kernel
def _fill(
    groups: int,
    reach: BoolArray,
    whole: FloatArray,
    left: FloatArray,
    left_region: FloatArray,
    left_share: FloatArray,
    user_place: IntArray,
    user_demand: FloatArray,
    needs: FloatArray,
) -> None:
    """Run the rounds of one tier (see the module): relays give, needs and room shrink."""
    asked = np.empty((groups, needs.shape[0]))
    by_nation, by_region = np.empty(left_share.shape[1]), np.empty(left_region.shape[1])
    while _ask(groups, reach, left, left_region, left_share, user_place, needs, asked):
        for group in range(groups):
            total = _cut(group, left, left_region, left_share, user_place, asked, by_nation, by_region)
            if total <= 0.0:
                continue
            for user in range(needs.shape[0]):
                given = asked[group, user]
                needs[user] -= given
                left[group] -= given
                left_region[group, user_place[user, 0]] -= given
                left_share[group, user_place[user, 1]] -= given
            nothing = _NOTHING * whole[group]
            left[group] = left[group] if left[group] > nothing else 0.0
            for region in range(left_region.shape[1]):
                if left_region[group, region] < nothing:
                    left_region[group, region] = 0.0
            for nation in range(left_share.shape[1]):
                if left_share[group, nation] < nothing:
                    left_share[group, nation] = 0.0
        for user in range(needs.shape[0]):
            if needs[user] < _NOTHING * user_demand[user]:
                needs[user] = 0.0


@kernel
def _ask(
    groups: int,
    reach: BoolArray,
    left: FloatArray,
    left_region: FloatArray,
    left_share: FloatArray,
    user_place: IntArray,
    needs: FloatArray,
    asked: FloatArray,
) -> bool:
    """Spread what each user needs over the relays by their room for it; return whether anybody asks."""
    anybody = False
    for user in range(needs.shape[0]):
        region, nation = user_place[user, 0], user_place[user, 1]
        room = 0.0
        for group in range(groups):
            asked[group, user] = 0.0
            if needs[user] > 0.0 and reach[group, user]:
                asked[group, user] = min(left[group], left_region[group, region], left_share[group, nation])
                room += asked[group, user]
        if room > 0.0:
            anybody = True
            for group in range(groups):
                asked[group, user] *= needs[user] / room
    return anybody


@kernel
def _cut(
    group: int,
    left: FloatArray,
    left_region: FloatArray,
    left_share: FloatArray,
    user_place: IntArray,
    asked: FloatArray,
    by_nation: FloatArray,
    by_region: FloatArray,
) -> float:
    """Cut what is asked of one relay to its promised shares, then its regions, then its whole; return the rest."""
    by_nation[:] = 0.0
    by_region[:] = 0.0
    total = 0.0
    n_users = asked.shape[1]
    for user in range(n_users):
        by_nation[user_place[user, 1]] += asked[group, user]
        total += asked[group, user]
    if total <= 0.0:
        return 0.0
    for user in range(n_users):
        nation = user_place[user, 1]
        if by_nation[nation] > left_share[group, nation]:
            asked[group, user] *= left_share[group, nation] / by_nation[nation]
        by_region[user_place[user, 0]] += asked[group, user]
    total = 0.0
    for user in range(n_users):
        region = user_place[user, 0]
        if by_region[region] > left_region[group, region]:
            asked[group, user] *= left_region[group, region] / by_region[region]
        total += asked[group, user]
    if total > left[group]:
        for user in range(n_users):
            asked[group, user] *= left[group] / total
    return min(total, left[group])


@kernel
def _served(user_place: IntArray, user_demand: FloatArray, needs: FloatArray, served: FloatArray) -> None:
    """Write allocated / demand by region and beneficiary; 0 where there is no demand."""
    demand = np.zeros_like(served)
    for user in range(user_demand.shape[0]):
        region, nation = user_place[user, 0], user_place[user, 1]
        demand[region, nation] += user_demand[user]
        served[region, nation] += user_demand[user] - needs[user]
    for region in range(served.shape[0]):
        for nation in range(served.shape[1]):
            if demand[region, nation] > 0.0:
                served[region, nation] = served[region, nation] / demand[region, nation]
