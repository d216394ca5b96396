"""How relay capacity is shared out: own users, then agreed shares, then the pool; proportional inside each tier.

The rule (*ours*; it imitates an operator who serves requests as they come, and is no maximum flow): in each round
every group of users asks the relays it may use for what it still needs, in proportion to the room that each still
has for it. A relay asked for more than a limit allows (promised share, region, whole payload) cuts all requests under
that limit by one factor. Rounds go on until everybody has enough or meets only full relays; a round that leaves
somebody wanting fills a limit, so there are never more rounds than limits. Equal relays share equally and may be
taken as one of their joint size; the order in which relays or users are listed plays no part.
"""

import numpy as np

from wargame.space.arrays import BitArray, FloatArray, IntArray
from wargame.space.compiled import kernel

_NOTHING = 1e-12  # share of a capacity or a demand below which the rest is taken as nothing (rounding)


@kernel
def served_shares(
    sizes: IntArray,
    kinds: IntArray,
    masks: BitArray,
    factors: FloatArray,
    class_bands: BitArray,
    class_owner: IntArray,
    class_capacity: FloatArray,
    user_place: IntArray,
    user_bands: BitArray,
    user_demand: FloatArray,
    limits: FloatArray,
    n_regions: int,
) -> FloatArray:
    """Return allocated / demand for states of all relays, shape (states, regions, beneficiaries).

    Args:
        sizes: number of working relays, shape (states,).
        kinds: class of each, ascending, shape (states, relays); relays of one class differ only in where they are.
        masks: regions in view of each as bits, shape (states, relays).
        factors: what is left of each, shape (states, relays).
        class_bands: bands as bits, shape (classes,).
        class_owner: place of the owner in `limits`, shape (classes,).
        class_capacity: whole payload and one region, Mbps, shape (classes, 2).
        user_place: region and beneficiary of each group of users, shape (users, 2).
        user_bands: bands of their terminals as bits, shape (users,).
        user_demand: Mbps, shape (users,).
        limits: share of an owner's relay that a beneficiary may use in each tier (own users, agreed shares, pool), 0 to
            1 or infinity, shape (3, owners, beneficiaries).
        n_regions: number of regions.
    """
    result = np.zeros((sizes.shape[0], n_regions, limits.shape[2]))
    needs = np.empty(user_demand.shape[0])
    most = kinds.shape[1]
    groups = np.empty((most, 2), dtype=np.int64)
    reach = np.empty((needs.shape[0], most))
    room = np.empty((2 + n_regions, most))
    left_share = np.empty((limits.shape[2], most))
    for state in range(sizes.shape[0]):
        needs[:] = user_demand
        n_groups = _group(sizes[state], kinds[state], masks[state], factors[state], groups)
        for group in range(n_groups):
            first = groups[group, 0]
            kind = kinds[state, first]
            scale = groups[group, 1] * factors[state, first]
            room[0, group] = room[1, group] = scale * class_capacity[kind, 0]
            room[2:, group] = scale * class_capacity[kind, 1]
            for user in range(needs.shape[0]):
                in_view = (masks[state, first] >> np.uint64(user_place[user, 0])) & np.uint64(1)
                reach[user, group] = in_view != 0 and (user_bands[user] & class_bands[kind]) != 0
        for tier in range(3):
            for group in range(n_groups):
                owner = class_owner[kinds[state, groups[group, 0]]]
                left_share[:, group] = limits[tier, owner] * room[0, group]
            if needs.any():
                _fill(n_groups, reach, room, left_share, user_place, user_demand, needs)
        _served(user_place, user_demand, needs, result[state])
    return result


@kernel
def _group(size: int, kinds: IntArray, masks: BitArray, factors: FloatArray, groups: IntArray) -> int:
    """Write the first relay and the number of relays of each group of equals; return the number of groups."""
    count = 0
    for relay in range(size):
        last = relay - 1
        same = relay > 0 and kinds[relay] == kinds[last] and masks[relay] == masks[last]
        if same and factors[relay] == factors[last]:
            groups[count - 1, 1] += 1
        else:
            groups[count, 0], groups[count, 1] = relay, 1
            count += 1
    return count


@kernel
def _fill(
    groups: int,
    reach: FloatArray,
    room: FloatArray,
    left_share: FloatArray,
    user_place: IntArray,
    user_demand: FloatArray,
    needs: FloatArray,
) -> None:
    """Run the rounds of one tier (see the module): relays give, needs and room shrink.

    Args:
        groups: number of relays, equal ones taken as one.
        reach: 1 where a relay can serve a user at all, else 0, shape (users, groups).
        room: capacity as built, what is left of it, what is left for each region, Mbps, shape (2 + regions, groups).
        left_share: what is left for each beneficiary in this tier, Mbps, shape (beneficiaries, groups).
        user_place: region and beneficiary, shape (users, 2).
        user_demand: Mbps, shape (users,).
        needs: what is still needed, Mbps, shape (users,).
    """
    asked = np.empty((needs.shape[0], groups))
    by_nation, by_region = np.empty((left_share.shape[0], groups)), np.empty((room.shape[0], groups))
    while _ask(groups, reach, room, left_share, user_place, needs, asked):
        _cut(groups, room, left_share, user_place, asked, by_nation, by_region)
        for user in range(needs.shape[0]):
            region, nation = 2 + user_place[user, 0], user_place[user, 1]
            for group in range(groups):
                needs[user] -= asked[user, group]
            for group in range(groups):
                room[1, group] -= asked[user, group]
                room[region, group] -= asked[user, group]
                left_share[nation, group] -= asked[user, group]
            if needs[user] < _NOTHING * user_demand[user]:
                needs[user] = 0.0
        for place in range(1, room.shape[0]):
            for group in range(groups):
                room[place, group] = (
                    room[place, group] if room[place, group] > _NOTHING * room[0, group] else 0.0
                )
        for nation in range(left_share.shape[0]):
            for group in range(groups):
                left = left_share[nation, group]
                left_share[nation, group] = left if left > _NOTHING * room[0, group] else 0.0


@kernel
def _ask(
    groups: int,
    reach: FloatArray,
    room: FloatArray,
    left_share: FloatArray,
    user_place: IntArray,
    needs: FloatArray,
    asked: FloatArray,
) -> bool:
    """Spread what each user needs over the relays by their room for it; return whether anybody asks."""
    anybody = False
    for user in range(needs.shape[0]):
        region, nation = 2 + user_place[user, 0], user_place[user, 1]
        total = 0.0
        if needs[user] > 0.0:
            for group in range(groups):
                least = min(room[1, group], room[region, group])
                asked[user, group] = reach[user, group] * min(least, left_share[nation, group])
            for group in range(groups):
                total += asked[user, group]
        share = needs[user] / total if total > 0.0 else 0.0
        anybody |= total > 0.0
        for group in range(groups):
            asked[user, group] = asked[user, group] * share if total > 0.0 else 0.0
    return anybody


@kernel
def _cut(
    groups: int,
    room: FloatArray,
    left_share: FloatArray,
    user_place: IntArray,
    asked: FloatArray,
    by_nation: FloatArray,
    by_region: FloatArray,
) -> None:
    """Cut what is asked of each relay to its promised shares, then its regions, then its whole."""
    by_nation[:] = 0.0
    by_region[:] = 0.0
    n_users = asked.shape[0]
    for user in range(n_users):
        for group in range(groups):
            by_nation[user_place[user, 1], group] += asked[user, group]
    _cuts(groups, left_share, by_nation, 0)
    for user in range(n_users):
        region, nation = 2 + user_place[user, 0], user_place[user, 1]
        for group in range(groups):
            asked[user, group] *= by_nation[nation, group]
            by_region[region, group] += asked[user, group]
    _cuts(groups, room, by_region, 2)
    for user in range(n_users):
        region = 2 + user_place[user, 0]
        for group in range(groups):
            asked[user, group] *= by_region[region, group]
            by_region[1, group] += asked[user, group]
    _cuts(groups, room[:2], by_region[:2], 1)
    for user in range(n_users):
        for group in range(groups):
            asked[user, group] *= by_region[1, group]


@kernel
def _cuts(groups: int, limits: FloatArray, wanted: FloatArray, first: int) -> None:
    """Turn what is wanted under each limit into the factor by which it is cut, 1 where it fits."""
    for place in range(first, limits.shape[0]):
        for group in range(groups):
            fits = wanted[place, group] <= limits[place, group]
            wanted[place, group] = 1.0 if fits else limits[place, group] / wanted[place, group]


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
                served[region, nation] /= demand[region, nation]
