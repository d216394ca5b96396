"""Who gets how much of limited capacity: a maximum flow, tier by tier, class by class, max-min fair inside a class.

**The network.** Arcs lead from each group of users to the leaves of its region that it may use, from a leaf (what a
part of a relay can put into that region) to its part if the part binds as a whole, and out. Every limit lies inside one
other, so this is a flow network; which parts there are and who may use them is `wargame.missions.relays`' business.

**The order.** Tiers open one after the other, and arcs once open stay open. Inside a tier priority class 1 goes before
class 2 and so on. What a group has got is never taken back; which leaf carries it may change, to make way for others.

**Inside one class of a tier** the total is maximal, and the served shares of demand are max-min fair: no group can get
more except at the cost of one with a smaller share. What sets of groups can get together is a polymatroid (given by the
cuts of the network), so there is one such allocation, and it is maximal (Megiddo 1974, "Optimal flows in networks with
multiple sources and sinks", Mathematical Programming 7; Fujishige 1980, "Lexicographically optimal base of a
polymatroid"). It is found by decomposition: everybody tries for the whole demand; those behind the least cut get the
one share that fills the cut; where that is too much for some, these lie behind a smaller cut and come first.

**Exactness.** Amounts are integers in a small unit. The least cut next to the source is unique, and only cuts and the
sums over them enter, so no order of leaves or groups decides anything. A share of a cut is rounded down to the unit.

**A short way that is exact.** If all groups that have any leaf can be served in full with every tier open, they are in
the end: nobody has more than full service when the last tier opens, and what lies below something feasible is
feasible, so each class in turn is raised to full service then.
"""

import numpy as np

from wargame.missions.flow_network import FREE, Groups, Networks, Opening
from wargame.space.arrays import BoolArray, IntArray
from wargame.space.compiled import inner_kernel, kernel

_ENDLESS = 2**62

# The residual network of one state stands in two tables. Its nodes are groups, leaves, parts, and the way out as the
# last; arcs FIRST to LAST leave a node, and the first one of a leaf or part leads on to its part or out.
_FIRST, _LAST = 0, 1
_LEVEL = 2  # steps from those who want more, 0 for nodes that they do not reach
_NEXT = 3  # the arc of a node to try next
_PATH = 4
_TO, _BACK = 0, 1  # the node to which an arc leads, and the arc against it
_ROOM = 2  # what more an arc can carry; on an arc against another this is what that one carries


@kernel
def allocations(nets: Networks, opening: Opening, groups: Groups) -> IntArray:
    """Return what each group gets in every state, in units, shape (states, groups).

    Args:
        nets: the network of every state.
        opening: who may use what from when on.
        groups: the groups of users.
    """
    result = np.zeros((nets.first.shape[0], groups.demand.shape[0]), dtype=np.int64)
    for state in range(result.shape[0]):
        start, stop, regions = (
            nets.first[state, 0],
            nets.first[state, -1],
            nets.first[state] - nets.first[state, 0],
        )
        opened, uses = _uses(
            regions, nets.signature[start:stop], opening.tier, groups.region, opening.islands.shape[0]
        )
        parts = nets.part_size[nets.first_part[state] : nets.first_part[state + 1]]
        nodes, arcs = _laid_out(nets.size[start:stop], nets.part[start:stop], parts, opened, uses)
        room, can, got = arcs[_ROOM].copy(), _capacity(opened, opening.island, nodes, arcs), result[state]
        if not _everybody_served(can[-1], opening.island[-1], got, groups.demand, opened, nodes, arcs):
            arcs[_ROOM], got[:] = room, 0
            _by_tiers(can, opening.island, groups.demand, groups.rank, got, opened, nodes, arcs)
    return result


@inner_kernel
def _uses(
    regions: IntArray, signature: IntArray, tier: IntArray, region: IntArray, tiers: int
) -> tuple[IntArray, IntArray]:
    """Return how many leaves each group may use by each tier (tiers, groups), and these leaves in that order."""
    most = 0
    for place in range(regions.shape[0] - 1):
        most = max(most, regions[place + 1] - regions[place])
    opened, uses = np.zeros((tiers, region.shape[0]), np.int64), np.empty((region.shape[0], most), np.int64)
    for group in range(region.shape[0]):
        count = 0
        for number in range(1, tiers):
            for leaf in range(regions[region[group]], regions[region[group] + 1]):
                if tier[signature[leaf], group] == number:
                    uses[group, count] = leaf
                    count += 1
            opened[number, group] = count
    return opened, uses


@inner_kernel
def _laid_out(
    size: IntArray, part: IntArray, part_size: IntArray, opened: IntArray, uses: IntArray
) -> tuple[IntArray, IntArray]:
    """Return the nodes and arcs of a state with nothing in it; `opened` becomes where the arcs of each tier end."""
    n_groups, n_leaves, n_parts = opened.shape[1], size.shape[0], part_size.shape[0]
    whole = n_groups + n_leaves  # the first part
    out = whole + n_parts
    nodes = np.zeros((5, out + 2), dtype=np.int64)
    first, last = nodes[_FIRST], nodes[_LAST]
    for group in range(n_groups):
        first[group + 1] += opened[-1, group]
        for place in range(opened[-1, group]):
            first[n_groups + uses[group, place] + 1] += 1
    for leaf in range(n_leaves):
        first[n_groups + leaf + 1] += 1
        first[(out if part[leaf] == FREE else whole + part[leaf]) + 1] += 1
    first[whole + 1 : out + 1] += 1
    first[out + 1] += n_parts
    for node in range(out + 1):  # so far the number of arcs of each node
        first[node + 1] += first[node]
    last[:] = first
    arcs = np.zeros((3, first[out + 1]), dtype=np.int64)
    for place in range(n_parts):
        _join(whole + place, out, part_size[place], last, arcs)
    for leaf in range(n_leaves):
        _join(n_groups + leaf, out if part[leaf] == FREE else whole + part[leaf], size[leaf], last, arcs)
    for group in range(n_groups):
        for place in range(opened[-1, group]):
            _join(group, n_groups + uses[group, place], _ENDLESS, last, arcs)
        opened[:, group] += first[group]
    return nodes, arcs


@inner_kernel
def _join(node: int, end: int, size: int, last: IntArray, arcs: IntArray) -> None:
    """Write an arc and the one against it."""
    arc, against = last[node], last[end]
    last[node], last[end] = arc + 1, against + 1
    arcs[_TO, arc], arcs[_BACK, arc], arcs[_ROOM, arc] = end, against, size
    arcs[_TO, against], arcs[_BACK, against] = node, arc


@inner_kernel
def _capacity(opened: IntArray, island: IntArray, nodes: IntArray, arcs: IntArray) -> IntArray:
    """Return the capacity that each island of each tier can use at most, while nothing flows, (tiers + 1, islands)."""
    first, to, room, out = nodes[_FIRST], arcs[_TO], arcs[_ROOM], nodes.shape[1] - 2
    can = np.zeros(opened.shape, dtype=np.int64)
    for tier in range(1, opened.shape[0]):
        used = np.zeros(out, dtype=np.int64)
        for group in range(opened.shape[1]):
            for arc in range(opened[0, group], opened[tier, group]):
                leaf, down = to[arc], first[to[arc]]
                if used[leaf] == 0:
                    used[leaf], more = 1, room[down]
                    if to[down] != out:
                        more = min(more, room[first[to[down]]] - used[to[down]])
                        used[to[down]] += more
                    can[tier, island[tier, group]] += more
    return can


@inner_kernel
def _everybody_served(
    can: IntArray,
    island: IntArray,
    got: IntArray,
    demand: IntArray,
    opened: IntArray,
    nodes: IntArray,
    arcs: IntArray,
) -> bool:
    """Serve every group that has any leaf in full with all tiers open, or return False."""
    chosen, left = opened[-1] > opened[0], can.copy()
    for group in range(chosen.shape[0]):
        left[island[group]] -= demand[group] if chosen[group] else 0
    if left.shape[0] > 0 and left.min() < 0:
        return False
    return _raised(chosen, demand, opened[-1], got, nodes, arcs)


@inner_kernel
def _by_tiers(
    can: IntArray,
    island: IntArray,
    demand: IntArray,
    rank: IntArray,
    got: IntArray,
    opened: IntArray,
    nodes: IntArray,
    arcs: IntArray,
) -> None:
    """Fill tier by tier, class by class, island by island."""
    chosen = np.empty(got.shape[0], dtype=np.bool_)
    for tier in range(1, opened.shape[0]):
        for precedence in range(rank.max() + 1):
            for number in range(island[tier].max() + 1):
                anew, left = False, can[tier, number]
                for group in range(chosen.shape[0]):
                    inside = island[tier, group] == number
                    anew |= inside and opened[tier, group] > opened[tier - 1, group]
                    chosen[group] = inside and rank[group] == precedence and got[group] < demand[group]
                    chosen[group] &= opened[tier, group] > opened[0, group]
                    left -= got[group] if inside and not chosen[group] else 0
                if anew and chosen.any():
                    _fill(chosen, left, demand, opened[tier], got, nodes, arcs)


# One class of one tier


@inner_kernel
def _fill(
    chosen: BoolArray,
    most: np.int64,
    demand: IntArray,
    ends: IntArray,
    got: IntArray,
    nodes: IntArray,
    arcs: IntArray,
) -> None:
    """Give the chosen groups all that they can get, max-min fair in shares of demand; nobody loses anything.

    Args:
        chosen: groups of one class; none are left at the end.
        most: a limit to what they can have together, exact or too large.
        demand: of every group.
        ends: where the open arcs of every group end.
        got: what every group has.
        nodes: nodes of the network.
        arcs: arcs of the network.
    """
    least, goal = got.copy(), got.copy()
    while chosen.any():
        current, amount = chosen.copy(), most
        while True:
            _set_goals(current, amount, least, goal, demand)
            _lower(current, goal, got, nodes, arcs)
            if _raised(current, goal, ends, got, nodes, arcs):
                break
            current &= nodes[_LEVEL, : got.shape[0]] > 0  # those behind the least cut, which they fill
            amount = (got * current).sum()
        chosen &= ~current
        most -= amount


@inner_kernel
def _set_goals(
    chosen: BoolArray, amount: np.int64, least: IntArray, goal: IntArray, demand: IntArray
) -> None:
    """Set one share of demand for all chosen as their goal, nobody below `least`, together at most `amount`."""
    moving, demanded = chosen.copy(), (demand * chosen).sum()
    settled = False
    while not settled:
        settled = True
        for group in range(chosen.shape[0]):
            if moving[group]:
                whole = amount >= demanded
                goal[group] = demand[group] if whole else portion(amount, demand[group], demanded)
        for group in range(chosen.shape[0]):
            if moving[group] and goal[group] < least[group]:
                moving[group], settled = False, False
                goal[group] = least[group]
                amount -= least[group]
                demanded -= demand[group]


@kernel
def portion(amount: np.int64, demand: np.int64, demanded: np.int64) -> np.int64:
    """Return amount * demand / demanded rounded down, exactly, for numbers up to 1e17 with amount <= demanded.

    The quotient in double precision is wrong by a few units at most, so the remainder fits into 64 bits even where
    the products do not: both wrap around alike.
    """
    quotient = np.int64(float(amount) / float(demanded) * float(demand))
    remainder = np.uint64(amount) * np.uint64(demand) - np.uint64(quotient) * np.uint64(demanded)
    return quotient + np.int64(remainder) // demanded


@inner_kernel
def _lower(chosen: BoolArray, goal: IntArray, got: IntArray, nodes: IntArray, arcs: IntArray) -> None:
    """Take away what the chosen groups have above their goals."""
    first, to, back, room, out = nodes[_FIRST], arcs[_TO], arcs[_BACK], arcs[_ROOM], nodes.shape[1] - 2
    for group in range(chosen.shape[0]):
        arc = first[group]
        while chosen[group] and got[group] > goal[group]:
            taken, down = min(got[group] - goal[group], room[back[arc]]), arc
            got[group] -= taken
            while True:
                room[down] += taken
                room[back[down]] -= taken
                if to[down] == out:
                    break
                down = first[to[down]]
            arc += 1


# Maximum flow (Dinic 1970)


@inner_kernel
def _raised(
    chosen: BoolArray, goal: IntArray, ends: IntArray, got: IntArray, nodes: IntArray, arcs: IntArray
) -> bool:
    """Bring the chosen groups as near to their goals as a maximum flow can; return whether all are there.

    Otherwise the groups with a level are those behind the least cut.
    """
    nodes[_LAST, : ends.shape[0]] = ends
    while True:
        wanting = chosen & (got < goal)
        if not wanting.any():
            return True
        if not _levelled(wanting, nodes, arcs):
            return False
        for group in range(got.shape[0]):
            if wanting[group]:
                got[group] += _sent(group, goal[group] - got[group], nodes, arcs)


@inner_kernel
def _levelled(wanting: BoolArray, nodes: IntArray, arcs: IntArray) -> bool:
    """Count the steps from those who want more to every node, up to the way out; return whether that is reached."""
    first, last, level, queue = nodes[_FIRST], nodes[_LAST], nodes[_LEVEL], nodes[_PATH]
    to, room, head, tail, out = arcs[_TO], arcs[_ROOM], 0, 0, nodes.shape[1] - 2
    nodes[_NEXT] = first
    level[:] = 0
    for group in range(wanting.shape[0]):
        if wanting[group]:
            level[group], queue[tail] = 1, group
            tail += 1
    while head < tail and level[out] == 0:
        node = queue[head]
        head += 1
        for arc in range(first[node], last[node]):
            if room[arc] > 0 and level[to[arc]] == 0:
                level[to[arc]], queue[tail] = level[node] + 1, to[arc]
                tail += 1
    return bool(level[out] > 0)


@inner_kernel
def _sent(group: int, wanted: np.int64, nodes: IntArray, arcs: IntArray) -> np.int64:
    """Send up to `wanted` from a group out, every step one level on; return how much."""
    last, level, following, path = nodes[_LAST], nodes[_LEVEL], nodes[_NEXT], nodes[_PATH]
    to, back, room, out = arcs[_TO], arcs[_BACK], arcs[_ROOM], nodes.shape[1] - 2
    node, depth, sent = np.int64(group), 0, np.int64(0)
    while sent < wanted:
        if node == out:
            amount = wanted - sent
            for step in range(depth):
                amount = min(amount, room[path[step]])
            for step in range(depth):
                room[path[step]] -= amount
                room[back[path[step]]] += amount
            node, depth = np.int64(group), 0
            sent += amount
        elif following[node] < last[node]:
            arc = following[node]
            if room[arc] > 0 and level[to[arc]] == level[node] + 1:
                path[depth], node = arc, to[arc]
                depth += 1
            else:
                following[node] += 1
        elif depth > 0:
            depth -= 1
            node = to[back[path[depth]]]
            following[node] += 1
        else:
            break
    return sent
