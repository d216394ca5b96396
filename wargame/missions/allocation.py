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
    n_relays, n_users = relay_class.shape[0], user_demand.shape[0]
    result = np.zeros((patterns.shape[0], n_regions, own.shape[1]))
    table = np.full(2 * patterns.shape[0] + 1, -1)
    sizes = np.zeros(patterns.shape[0], dtype=np.int64)
    classes = np.zeros((patterns.shape[0], n_relays), dtype=np.int64)
    masks = np.zeros((patterns.shape[0], n_relays), dtype=np.uint64)
    factors = np.zeros((patterns.shape[0], n_relays))
    needs = np.empty(n_users)
    for row in range(patterns.shape[0]):
        pattern = patterns[row]
        size = 0
        for relay in range(n_relays):
            factor = _factor(links[pattern, relay], open_words[relay], payload_factors[relay], gateway_factors)
            if factor > 0.0 and seen[pattern, relay, 0] != 0:
                _insert(
                    relay_class[relay], seen[pattern, relay, 0], factor, size, classes[row], masks[row], factors[row]
                )
                size += 1
        sizes[row] = size
        slot = _slot(row, sizes, classes, masks, factors, table)
        if table[slot] >= 0:
            result[row] = result[table[slot]]
            continue
        table[slot] = row
        needs[:] = user_demand
        _share_out(
            size, classes[row], masks[row], factors[row], class_bands, class_owner, class_capacity, user_place,
            user_bands, user_demand, own, shares, pooled, n_regions, needs,
        )
        _served(user_place, user_demand, needs, result[row])
    return result


@kernel
def _factor(links: BitArray, allowed: BitArray, payload_factor: float, gateway_factors: FloatArray) -> float:
    """Return what a relay can pass on: the lesser of its payload's factor and that of its best gateway."""
    best = 0.0
    if payload_factor <= 0.0:
        return 0.0
    for word in range(links.shape[0]):
        bits = links[word] & allowed[word]
        gateway = word * 64
        while bits != 0:
            if bits & np.uint64(1) and gateway_factors[gateway] > best:
                best = gateway_factors[gateway]
            bits >>= np.uint64(1)
            gateway += 1
    return min(payload_factor, best)


@kernel
def _insert(
    kind: int, mask: int, factor: float, size: int, classes: IntArray, masks: BitArray, factors: FloatArray
) -> None:
    """Insert a relay into lists sorted by class, regions in view, and factor."""
    place = size
    while place > 0 and (
        classes[place - 1] > kind
        or (classes[place - 1] == kind and masks[place - 1] > mask)
        or (classes[place - 1] == kind and masks[place - 1] == mask and factors[place - 1] > factor)
    ):
        classes[place], masks[place], factors[place] = classes[place - 1], masks[place - 1], factors[place - 1]
        place -= 1
    classes[place], masks[place], factors[place] = kind, mask, factor


@kernel
def _slot(
    row: int, sizes: IntArray, classes: IntArray, masks: BitArray, factors: FloatArray, table: IntArray
) -> int:
    """Return the place in a hash table that holds an equal earlier row, or is free for this one."""
    size = sizes[row]
    mixed = np.uint64(1469598103934665603)
    for relay in range(size):
        mixed = (mixed ^ np.uint64(classes[row, relay])) * np.uint64(1099511628211)
        mixed = (mixed ^ masks[row, relay]) * np.uint64(1099511628211)
        mixed = (mixed ^ np.uint64(factors[row, relay] * 1e9)) * np.uint64(1099511628211)
    slot = np.int64(mixed % np.uint64(table.shape[0]))
    while table[slot] >= 0:
        other = table[slot]
        same = sizes[other] == size
        for relay in range(size if same else 0):
            if (
                classes[other, relay] != classes[row, relay]
                or masks[other, relay] != masks[row, relay]
                or factors[other, relay] != factors[row, relay]
            ):
                same = False
                break
        if same:
            break
        slot = (slot + 1) % table.shape[0]
    return slot


@kernel
def _share_out(
    size: int,
    classes: IntArray,
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
            and classes[stop] == classes[start]
            and masks[stop] == masks[start]
            and factors[stop] == factors[start]
        ):
            stop += 1
        kind = classes[start]
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
    while _ask(groups, reach, left, left_region, left_share, user_place, needs, asked):
        for group in range(groups):
            _grant(left[group], left_region[group], left_share[group], user_place, asked[group])
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
def _grant(
    left: float, left_region: FloatArray, left_share: FloatArray, user_place: IntArray, asked: FloatArray
) -> None:
    """Cut what is asked of one relay to its promised shares, then its regions, then its whole capacity."""
    by_nation = np.zeros(left_share.shape[0])
    by_region = np.zeros(left_region.shape[0])
    total = 0.0
    for user in range(asked.shape[0]):
        by_nation[user_place[user, 1]] += asked[user]
    for user in range(asked.shape[0]):
        nation = user_place[user, 1]
        if by_nation[nation] > left_share[nation]:
            asked[user] *= left_share[nation] / by_nation[nation]
        by_region[user_place[user, 0]] += asked[user]
    for user in range(asked.shape[0]):
        region = user_place[user, 0]
        if by_region[region] > left_region[region]:
            asked[user] *= left_region[region] / by_region[region]
        total += asked[user]
    if total > left:
        for user in range(asked.shape[0]):
            asked[user] *= left / total


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
