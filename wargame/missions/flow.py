"""Who gets how much of limited capacity: a maximum flow, tier by tier, class by class, max-min fair inside a class.

The problem, and what makes its solution exact, stand in `wargame.missions.flow_network`.
"""

from typing import cast

import numpy as np

from wargame.missions.flow_network import FREE, Groups, Networks, Opening
from wargame.space.arrays import BitArray, IntArray
from wargame.space.compiled import inlined_kernel, inner_kernel, kernel

_ENDLESS, _NOBODY = 2**62, -1
# Of a set type, as some below: numba would compile anew for every literal.
_ZERO, _NO, _YES = cast(int, np.int64(0)), cast(bool, np.bool_(False)), cast(bool, np.bool_(True))

# The residual network of one state stands in two tables: every further array costs time in every call. Each signature
# of leaves that no part binds has a column, and then every part; what no part binds is used first and given back last,
# as it is in nobody's way. Leaf (region r, column c) has two rows of the table of amounts, 2 r + these:
_ROOM, _FROM = 0, 1  # what more it can carry, and the group that reached it
# Rows counted from the end: by column, what more a part can carry (endless where none binds), and the region from which
# a search reached it; in order of reach, groups, and parts as groups + column; groups that can send more straight out;
_PART, _PART_FROM, _QUEUE, _ABLE = -1, -2, -3, -4
# by group, the column from which it was reached (the width of the table where a search began), its region, demand and
# precedence, what it has got, has at least and is to get, and whether it is chosen, at work, not settled, in want.
_GROUP_FROM, _REGION, _DEMAND, _RANK, _GOT, _LEAST, _GOAL = -5, -6, -7, -8, -9, -10, -11
_CHOSEN, _CURRENT = cast(int, np.int64(-12)), cast(int, np.int64(-13))
_MOVING, _WANTING, _FLOW = -14, -15, -16  # the last - g: what group g sends through its leaves, by column
# The table of bits has sets of columns: 3 r + these: leaves of a region that can carry more, and that are reached,
_ROOMY, _REACHED = 0, 1
# and groups: those of the region; parts that can carry more, and that are reached; groups that are not reached;
_HERE, _ENDS, _PARTS, _MISSED = 2, cast(int, np.int64(-1)), -2, -3
_SENDERS = -4  # this - c: groups of which column c carries something
_SENDS = -4  # this - width of the table - g: leaves that carry something of group g


@kernel
def allocations(nets: Networks, opening: Opening, groups: Groups) -> IntArray:
    """Return what each group gets in every state, in units, shape (states, groups)."""
    n_groups, n_regions, tiers = groups.demand.shape[0], groups.first.shape[0] - 1, opening.islands.shape[0]
    result, columns = np.zeros((nets.first.shape[0], n_groups), dtype=np.int64), 0
    for state in range(result.shape[0]):
        columns = max(columns, opening.tier.shape[0] + nets.first_part[state + 1] - nets.first_part[state])
    words, width = (columns + 63) // 64, max(n_groups + columns, n_regions + 1)
    rows, sets = 2 * n_regions + n_groups, 3 * n_regions + n_groups
    table = np.zeros((rows - _FLOW - 1, width), dtype=np.int64)
    bits = np.zeros((sets + width - _SENDS - 1, max(words, (n_groups + 63) // 64)), np.uint64)
    opened, uses = np.zeros((tiers, n_groups, words), np.uint64), np.zeros((tiers, n_groups), np.int64)
    for state in range(result.shape[0]):
        table[:] = 0
        _lay_out(nets, state, opening.tier, groups, table, bits, opened, uses)
        can = _capacity(opening.island, opened, table)
        left, short = can[-1].copy(), False
        for group in range(n_groups):
            left[opening.island[-1, group]] -= table[_DEMAND, group] * table[_CHOSEN, group]
            short |= left[opening.island[-1, group]] < 0
        if short or not _raised(_CHOSEN, opened[-1], table, bits):
            table[_GOAL] = 0
            _lower(_CHOSEN, n_groups, table, bits)
            _by_tiers(can, opening.island, opened, uses, table, bits)
        for group in range(n_groups):
            result[state, group] = table[_GOT, group]
    return result


@inner_kernel
def _lay_out(
    nets: Networks,
    state: int,
    tier: IntArray,
    groups: Groups,
    table: IntArray,
    bits: BitArray,
    opened: BitArray,
    uses: IntArray,
) -> None:
    """Write the network of a state, empty, the leaves that groups may use by each tier, and how many tiers opened any.

    No slice is assigned: numba compiles strings for that.
    """
    bits[:], opened[:] = np.uint64(0), np.uint64(0)
    there = np.zeros((tier.shape[0], opened.shape[2]), np.uint64)  # leaves of each signature in a region
    table[_PART], bits[_ENDS] = _ENDLESS, ~np.uint64(0)
    for part in range(nets.first_part[state], nets.first_part[state + 1]):
        column = tier.shape[0] + part - nets.first_part[state]
        table[_PART, column] = nets.part_size[part]
        _mark(_ENDS, column, nets.part_size[part] > 0, bits)
    for region in range(nets.first.shape[1] - 1):
        there[:] = np.uint64(0)
        for leaf in range(nets.first[state, region], nets.first[state, region + 1]):
            sign, part = nets.signature[leaf], nets.part[leaf]
            column = sign if part == FREE else tier.shape[0] + part
            table[2 * region + _ROOM, column] = nets.size[leaf]
            _mark(3 * region + _ROOMY, column, nets.size[leaf] > 0, bits)
            _mark(sign, column, _YES, there)
        for group in range(groups.first[region], groups.first[region + 1]):
            table[_REGION, group], table[_RANK, group] = region, groups.rank[group]
            _mark(3 * region + _HERE, group, _YES, bits)
            table[_DEMAND, group] = table[_GOAL, group] = groups.demand[group]
            for sign in range(tier.shape[0]):
                if tier[sign, group] > 0:
                    for word in range(there.shape[1]):
                        opened[tier[sign, group], group, word] |= there[sign, word]
            for number in range(1, opened.shape[0]):
                grows = False
                for word in range(there.shape[1]):
                    grows |= opened[number, group, word] & ~opened[number - 1, group, word] != 0
                    opened[number, group, word] |= opened[number - 1, group, word]
                uses[number, group] = uses[number - 1, group] + grows
            table[_CHOSEN, group] = uses[-1, group] > 0


@inlined_kernel
def _lowest(bits: np.uint64) -> int:
    """Return the place of the lowest set bit of a word that is not 0 (Warren 2013, Hacker's Delight, figure 5-2)."""
    below = (bits & (~bits + np.uint64(1))) - np.uint64(1)
    word = below - ((below >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int(np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56)))


@inner_kernel
def _capacity(island: IntArray, opened: BitArray, table: IntArray) -> IntArray:
    """Return the capacity that each island of each tier can use at most, while nothing flows, (tiers + 1, groups)."""
    can, taken = np.zeros(island.shape, dtype=np.int64), np.zeros(table.shape[1], dtype=np.int64)
    used, user = np.zeros((table.shape[0], opened.shape[2]), dtype=np.uint64), np.zeros_like(taken)
    for tier in range(1, island.shape[0]):
        for group in range(island.shape[1]):
            region = table[_REGION, group]
            room = table[2 * region + _ROOM]
            for word in range(used.shape[1]):
                rest = opened[tier, group, word] & ~used[region, word]
                used[region, word] |= rest
                while rest != 0:
                    column = word * 64 + _lowest(rest)
                    rest &= rest - np.uint64(1)
                    user[column] = group
                    taken[column] += min(room[column], table[_PART, column] - taken[column])
        for column in range(taken.shape[0]):
            can[tier, island[tier, user[column]]] += taken[column]
    return can


@inner_kernel
def _by_tiers(
    can: IntArray, island: IntArray, opened: BitArray, uses: IntArray, table: IntArray, bits: BitArray
) -> None:
    """Fill tier by tier, class by class, island by island."""
    for tier in range(1, island.shape[0]):
        for precedence in range(table[_RANK].max() + 1):
            for number in range(island[tier].max() + 1):
                anew, some, left = False, False, can[tier, number]
                for group in range(island.shape[1]):
                    inside = island[tier, group] == number
                    anew |= inside and uses[tier, group] > uses[tier - 1, group]
                    chosen = inside and uses[tier, group] > 0 and table[_RANK, group] == precedence
                    chosen &= table[_GOT, group] < table[_DEMAND, group]
                    table[_CHOSEN, group] = chosen
                    some |= chosen
                    left -= table[_GOT, group] if inside and not chosen else 0
                if anew and some:
                    _fill(left, opened[tier], table, bits)


@inner_kernel
def _fill(most: np.int64, opened: BitArray, table: IntArray, bits: BitArray) -> None:
    """Give the chosen groups all that they can get, max-min fair in shares of demand; nobody loses anything.

    `most` is a limit to what they can have together, exact or too large.
    """
    n_groups, some = opened.shape[0], True
    for group in range(n_groups):
        table[_LEAST, group] = table[_GOAL, group] = table[_GOT, group]
    while some:
        amount, some = most, False
        for group in range(n_groups):
            table[_CURRENT, group] = table[_CHOSEN, group]
        while True:
            _set_goals(amount, n_groups, table)
            _lower(_CURRENT, n_groups, table, bits)
            if _raised(_CURRENT, opened, table, bits):
                break
            amount = np.int64(0)
            for group in range(n_groups):  # those behind the least cut, which they fill
                if table[_GROUP_FROM, group] == _NOBODY:
                    table[_CURRENT, group] = 0
                amount += table[_GOT, group] * table[_CURRENT, group]
        for group in range(n_groups):
            table[_CHOSEN, group] -= table[_CURRENT, group]
            some |= table[_CHOSEN, group] > 0
        most -= amount


@inner_kernel
def _set_goals(amount: np.int64, n_groups: int, table: IntArray) -> None:
    """Set one share of demand for all at work as their goal, nobody below the least, together at most `amount`."""
    demanded, settled = np.int64(0), False
    for group in range(n_groups):
        table[_MOVING, group] = table[_CURRENT, group]
        demanded += table[_DEMAND, group] * table[_CURRENT, group]
    while not settled:
        settled = True
        for group in range(n_groups):
            if table[_MOVING, group]:
                table[_GOAL, group] = portion(min(amount, demanded), table[_DEMAND, group], demanded)
        for group in range(n_groups):
            if table[_MOVING, group] and table[_GOAL, group] < table[_LEAST, group]:
                table[_MOVING, group], settled = 0, False
                table[_GOAL, group] = table[_LEAST, group]
                amount -= table[_LEAST, group]
                demanded -= table[_DEMAND, group]


@kernel
def portion(amount: np.int64, demand: np.int64, demanded: np.int64) -> np.int64:
    """Return amount * demand / demanded rounded down, exactly, for numbers up to 1e17 with amount <= demanded."""
    # The quotient is wrong by a few units at most, so the remainder fits into 64 bits: both products wrap around alike.
    quotient = np.int64(float(amount) / float(demanded) * float(demand))
    remainder = np.uint64(amount) * np.uint64(demand) - np.uint64(quotient) * np.uint64(demanded)
    return quotient + np.int64(remainder) // demanded


@inner_kernel
def _lower(who: int, n_groups: int, table: IntArray, bits: BitArray) -> None:
    """Take away what the groups marked in row `who` have above their goals."""
    for group in range(n_groups):
        if table[who, group] and table[_GOT, group] > table[_GOAL, group]:
            for column in range(table.shape[1] - n_groups - 1, -1, -1):
                taken = min(table[_GOT, group] - table[_GOAL, group], table[_FLOW - group, column])
                if taken > 0:
                    table[_GOT, group] -= taken
                    _send(group, column, -taken, table, bits)
                    _load(table[_REGION, group], column, -taken, table, bits)


@inlined_kernel
def _mark(row: int, column: int, on: bool, bits: BitArray) -> None:
    """Set or clear the bit of a column."""
    bit = np.uint64(1) << np.uint64(column % 64)
    bits[row, column // 64] = bits[row, column // 64] | bit if on else bits[row, column // 64] & ~bit


@inlined_kernel
def _send(group: int, column: int, amount: np.int64, table: IntArray, bits: BitArray) -> None:
    """Send so much more from a group into a leaf; the leaf itself stays as it is."""
    table[_FLOW - group, column] += amount
    on = table[_FLOW - group, column] > 0
    _mark(_SENDS - table.shape[1] - group, column, on, bits)
    _mark(_SENDERS - column, group, on, bits)


@inlined_kernel
def _load(region: int, column: int, amount: np.int64, table: IntArray, bits: BitArray) -> None:
    """Let so much more flow through a leaf and its part."""
    table[2 * region + _ROOM, column] -= amount
    _mark(3 * region + _ROOMY, column, table[2 * region + _ROOM, column] > 0, bits)
    if table[_PART, column] < _ENDLESS:
        table[_PART, column] -= amount
        _mark(_ENDS, column, table[_PART, column] > 0, bits)


@inner_kernel
def _raised(who: int, opened: BitArray, table: IntArray, bits: BitArray) -> bool:
    """Bring the groups marked in row `who` as near to their goals as a maximum flow can; return whether all are there.

    Otherwise the groups that the last search has reached are those behind the least cut. First what goes out straight,
    then along shortest paths (Edmonds and Karp 1972), as many of one search as do not get in each other's way.
    """
    left = 0
    for group in range(opened.shape[0]):
        wanted = table[_GOAL, group] - table[_GOT, group] if table[who, group] else 0
        if wanted > 0:
            sent = _straight(group, np.int64(wanted), opened, table, bits)
            table[_GOT, group] += sent
            wanted -= sent
        table[_WANTING, group] = wanted > 0
        left += table[_WANTING, group]
    while left > 0:
        able = _found(opened, table, bits)
        for place in range(able):
            group = table[_ABLE, place]
            root, most = _along(group, np.int64(0), table, bits)
            sent = _straight(group, min(most, table[_GOAL, root] - table[_GOT, root]), opened, table, bits)
            if sent > 0:
                _along(group, sent, table, bits)
                table[_GOT, root] += sent
                if table[_GOT, root] == table[_GOAL, root]:
                    table[_WANTING, root] = 0
                    left -= 1
        if able == 0:
            return False
    return True


@inner_kernel
def _straight(group: int, wanted: np.int64, opened: BitArray, table: IntArray, bits: BitArray) -> np.int64:
    """Send up to `wanted` from a group out through leaves with room; return how much."""
    region, sent = table[_REGION, group], np.int64(0)
    for word in range(opened.shape[1]):
        rest = opened[group, word] & bits[3 * region + _ROOMY, word] & bits[_ENDS, word]
        while rest != 0 and sent < wanted:
            column = word * 64 + _lowest(rest)
            rest &= rest - np.uint64(1)
            amount = min(wanted - sent, table[2 * region + _ROOM, column], table[_PART, column])
            _send(group, column, amount, table, bits)
            _load(region, column, amount, table, bits)
            sent += amount
    return sent


@inner_kernel
def _found(opened: BitArray, table: IntArray, bits: BitArray) -> int:
    """Search from those who want more for groups that can send more straight out; return how many, nearest first."""
    n_groups, head, tail, found = opened.shape[0], 0, _ZERO, _ZERO
    for row in range(_REACHED, bits.shape[0] - n_groups - table.shape[1] + _SENDS + 1, 3):
        bits[row] = np.uint64(0)
    bits[_PARTS], bits[_MISSED] = np.uint64(0), ~np.uint64(0)
    for group in range(n_groups):
        table[_GROUP_FROM, group] = _NOBODY
        if table[_WANTING, group]:
            tail = _reach(group, table.shape[1], table, bits, tail)
    while head < tail:
        item, able = table[_QUEUE, head], False
        head += 1
        if item >= n_groups:
            tail = _against(item - n_groups, n_groups, table, bits, tail)
            continue
        region = table[_REGION, item]
        for word in range(opened.shape[1]):
            able |= opened[item, word] & bits[3 * region + _ROOMY, word] & bits[_ENDS, word] != 0
        if able:  # what lies behind is not looked at
            table[_ABLE, found], found = item, found + 1
            continue
        for word in range(opened.shape[1]):
            reached = opened[item, word] & ~bits[3 * region + _REACHED, word]
            bits[3 * region + _REACHED, word] |= reached
            onward = reached & bits[3 * region + _ROOMY, word] & ~bits[_PARTS, word]
            bits[_PARTS, word] |= onward
            while onward != 0:
                column = word * 64 + _lowest(onward)
                onward &= onward - np.uint64(1)
                table[2 * region + _FROM, column], table[_PART_FROM, column] = item, region
                table[_QUEUE, tail] = n_groups + column
                tail += 1
            for part in range((n_groups + 63) // 64):
                missed = bits[_MISSED, part] & bits[3 * region + _HERE, part]
                while missed != 0:
                    group = part * 64 + _lowest(missed)
                    missed &= missed - np.uint64(1)
                    shared = bits[_SENDS - table.shape[1] - group, word] & reached
                    if shared != 0:
                        table[2 * region + _FROM, word * 64 + _lowest(shared)] = item
                        tail = _reach(group, word * 64 + _lowest(shared), table, bits, tail)
    return found


@inlined_kernel
def _reach(group: int, column: int, table: IntArray, bits: BitArray, tail: int) -> int:
    """Note that a group is reached from a column, and that its leaves come next; return the end of the queue."""
    _mark(_MISSED, group, _NO, bits)
    table[_GROUP_FROM, group], table[_QUEUE, tail] = column, group
    return tail + 1


@inlined_kernel
def _against(column: int, n_groups: int, table: IntArray, bits: BitArray, tail: int) -> int:
    """Reach, against the flow of a part, all whose flow it carries; return the end of the queue."""
    for part in range((n_groups + 63) // 64):
        rest = bits[_SENDERS - column, part] & bits[_MISSED, part]
        while rest != 0:
            group = part * 64 + _lowest(rest)
            rest &= rest - np.uint64(1)
            _mark(3 * table[_REGION, group] + _REACHED, column, _YES, bits)
            table[2 * table[_REGION, group] + _FROM, column] = _NOBODY
            tail = _reach(group, column, table, bits, tail)
    return tail


@inner_kernel
def _along(group: int, amount: np.int64, table: IntArray, bits: BitArray) -> tuple[int, np.int64]:
    """Let a group send so much (or nothing) for the one it was reached from; return the first, and what can pass."""
    most = np.int64(_ENDLESS)
    while table[_GROUP_FROM, group] < table.shape[1]:
        column, region = table[_GROUP_FROM, group], table[_REGION, group]
        most = min(most, table[_FLOW - group, column])
        if amount > 0:
            _send(group, column, -amount, table, bits)
        group = table[2 * region + _FROM, column]
        if group == _NOBODY:  # the leaf was reached against the flow of its part
            _load(region, column, -amount, table, bits)
            region = table[_PART_FROM, column]
            most = min(most, table[2 * region + _ROOM, column])
            _load(region, column, amount, table, bits)
            group = table[2 * region + _FROM, column]
        if amount > 0:
            _send(group, column, amount, table, bits)
    return group, most
