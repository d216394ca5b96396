"""What is given to the flow of relay capacity: groups of users, networks, and who may use what from when on.

**The network.** Arcs lead from groups of users to the leaves of their region that they may use, from a leaf (what a
part of a relay can put into that region) to its part if the part binds as a whole, and out. Limits are nested.

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
the end: what lies below something feasible is feasible, so each class in turn is raised to full service.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from wargame.space.arrays import IntArray

FREE = -1
"""In place of a part: this leaf belongs to no part that binds as a whole."""


class Groups(NamedTuple):
    """Groups of users, sorted by region.

    Attributes:
        first: groups in region `r` are `first[r]` to `first[r + 1]`, shape (regions + 1,).
        region: shape (groups,).
        demand: units, at least 1, all together at most 1e17, shape (groups,).
        rank: place of the priority class, 0 first, shape (groups,).
    """

    first: IntArray
    region: IntArray
    demand: IntArray
    rank: IntArray


class Opening(NamedTuple):
    """Who may use what from when on.

    Attributes:
        tier: tier from 1 on from which a group may use leaves of a signature, 0 for never, shape (signatures, groups).
        island: groups that no chain of leaves connects when a tier opens have different numbers, shape
            (tiers + 1, groups).
        islands: how many there are when a tier opens, shape (tiers + 1,).
    """

    tier: IntArray
    island: IntArray
    islands: IntArray


class Networks(NamedTuple):
    """One network for every state; leaves and parts of all states stand in a row.

    Attributes:
        first: leaves in region `r` of state `s` are `first[s, r]` to `first[s, r + 1]`, shape (states, regions + 1).
        size: units, shape (leaves,).
        signature: leaves of one signature are open to the same groups, shape (leaves,).
        part: which part of its state binds the leaf, or `FREE`, shape (leaves,).
        first_part: parts of state `s` are `first_part[s]` to `first_part[s + 1]`, shape (states + 1,).
        part_size: units, shape (parts,).
    """

    first: IntArray
    size: IntArray
    signature: IntArray
    part: IntArray
    first_part: IntArray
    part_size: IntArray


def opening(tier: IntArray) -> Opening:
    """Complete who may use what with the islands of each tier.

    Args:
        tier: tier from which on a group may use leaves of a signature, shape (signatures, groups).
    """
    last = int(tier.max(initial=0))
    islands = np.zeros(last + 1, dtype=np.int64)
    island = np.zeros((last + 1, tier.shape[1]), dtype=np.int64)
    for number in range(1, last + 1):
        uses = ((tier > 0) & (tier <= number)).astype(np.int64)
        islands[number], island[number] = connected_components(csr_matrix(uses.T @ uses), directed=False)
    return Opening(tier, island, islands)
