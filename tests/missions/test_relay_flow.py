"""Sharing out capacity: held against networkx's maximum flow, scipy's linear programmes and plain integers."""

import random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from wargame.missions.flow import allocations as allocated
from wargame.missions.flow import portion
from wargame.missions.flow_network import FREE, Groups, Networks, opening
from wargame.missions.relay_network import Rights, networks, reached
from wargame.missions.relay_rights import _by_region

UNIT = 10**6
FEW_UNITS = 20  # rounding down once for every group and level


def allocations(nets, tier, groups):
    """What each group gets, from the tiers alone."""
    return allocated(nets, opening(tier), groups)


def whole(values):
    """As the kernels take them."""
    return np.array(values, dtype=np.int64)


@st.composite
def problems(draw, regions=3, groups=6, signatures=4, parts=3, tiers=4, classes=3):
    """One network, who may use what from which tier on, and the groups of users."""
    n_regions, n_parts = draw(st.integers(1, regions)), draw(st.integers(0, parts))
    where = sorted(draw(st.lists(st.integers(0, n_regions - 1), min_size=1, max_size=groups)))
    n_signatures = draw(st.integers(1, signatures))
    tier = st.sampled_from([0, 0, *range(1, tiers + 1)])
    opens = [[draw(tier) for _ in where] for _ in range(n_signatures)]
    sizes = st.sampled_from([1, 2, 3, 4, 6, 9])
    demand = [draw(st.sampled_from([1, 2, 3, 5, 7, 10])) * UNIT for _ in where]
    rank = [draw(st.integers(0, classes - 1)) for _ in where]
    first, leaves = [0], []
    for _ in range(n_regions):
        leaves += [(draw(sizes) * UNIT, s, FREE) for s in range(n_signatures) if draw(st.booleans())]
        for part in range(n_parts):
            if draw(st.booleans()):
                leaves.append((draw(sizes) * UNIT, draw(st.integers(0, n_signatures - 1)), part))
        first.append(len(leaves))
    size, signature, part = (whole([leaf[column] for leaf in leaves]) for column in range(3))
    part_size = whole([draw(sizes) * UNIT for _ in range(n_parts)])
    nets = Networks(whole([first]), size, signature, part, whole([0, n_parts]), part_size)
    starts = np.searchsorted(where, np.arange(n_regions + 1))
    return nets, whole(opens), Groups(whole(starts), whole(where), whole(demand), whole(rank))


def arcs(nets, opens, groups, tier):
    """Which group may use which leaf: pairs (group, leaf)."""
    for group, region in enumerate(groups.region):
        for leaf in range(nets.first[0, region], nets.first[0, region + 1]):
            if 0 < opens[nets.signature[leaf], group] <= tier:
                yield group, leaf


def largest_flow(nets, opens, groups, tier, limits):
    """The maximum flow where groups send at most `limits`, by networkx."""
    graph = nx.DiGraph()
    graph.add_nodes_from(["in", "out"])
    for group, limit in enumerate(limits):
        graph.add_edge("in", ("group", group), capacity=int(limit))
    for group, leaf in arcs(nets, opens, groups, tier):
        graph.add_edge(("group", group), ("leaf", leaf))
    for leaf, part in enumerate(nets.part):
        end = "out" if part == FREE else ("part", part)
        graph.add_edge(("leaf", leaf), end, capacity=int(nets.size[leaf]))
    for part, size in enumerate(nets.part_size):
        graph.add_edge(("part", part), "out", capacity=int(size))
    return nx.maximum_flow_value(graph, "in", "out")


def after(nets, opens, groups, tier):
    """What groups have when a tier is done: later tiers never open."""
    return allocations(nets, np.where(opens <= tier, opens, 0), groups)[0]


@settings(max_examples=400)
@given(problems())
def test_every_class_of_every_tier_gets_all_that_a_maximum_flow_can_give_it(problem):
    nets, opens, groups = problem
    before = np.zeros_like(groups.demand)
    for tier in range(1, 5):
        got = after(nets, opens, groups, tier)
        assert (got >= before).all(), "what a group has got is never taken back"
        for rank in range(3):
            now = groups.rank == rank
            limits = np.where(now, groups.demand, np.where(groups.rank < rank, got, before))
            possible = largest_flow(nets, opens, groups, tier, limits) - limits[~now].sum()
            assert possible - FEW_UNITS <= got[now].sum() <= possible
        before = got


def best_for(group, least, nets, opens, groups, tier):
    """The most that one group can get while every group gets at least what it must, by linear programming."""
    used = list(arcs(nets, opens, groups, tier))
    if not any(user == group for user, _ in used):
        return 0.0
    rows, limits = [], []
    for user in range(len(least)):
        own = [1.0 if owner == user else 0.0 for owner, _ in used]
        rows += [own, [-value for value in own]]
        limits += [groups.demand[user] / UNIT, (FEW_UNITS - least[user]) / UNIT]
    for leaf, size in enumerate(nets.size):
        rows.append([1.0 if other == leaf else 0.0 for _, other in used])
        limits.append(size / UNIT)
    for part, size in enumerate(nets.part_size):
        rows.append([1.0 if nets.part[leaf] == part else 0.0 for _, leaf in used])
        limits.append(size / UNIT)
    wanted = [-1.0 if user == group else 0.0 for user, _ in used]
    solved = linprog(wanted, A_ub=np.array(rows), b_ub=np.array(limits), method="highs")
    assert solved.status == 0, solved.message
    return -solved.fun * UNIT


@settings(max_examples=150)
@given(problems())
def test_nobody_can_get_more_except_at_the_cost_of_one_who_is_served_no_better(problem):
    """Max-min fairness by its definition, for each class when its tier is done."""
    nets, opens, groups = problem
    before = np.zeros_like(groups.demand)
    for tier in range(1, 5):
        got = after(nets, opens, groups, tier)
        share = got / groups.demand
        for group in np.flatnonzero(got < groups.demand):
            rank = groups.rank[group]
            as_badly_off = (groups.rank == rank) & (share <= share[group] + 1e-5)
            settled = (groups.rank < rank) | as_badly_off
            least = np.where(settled, got, before)
            assert best_for(group, least, nets, opens, groups, tier) <= got[group] + 40 * FEW_UNITS
        before = got


@settings(max_examples=100)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_groups_and_of_leaves_changes_nothing(problem, rng):
    nets, opens, groups = problem
    users, leaves = [], []
    for region in range(len(groups.first) - 1):
        there = list(range(groups.first[region], groups.first[region + 1]))
        users += rng.sample(there, len(there))
        there = list(range(nets.first[0, region], nets.first[0, region + 1]))
        leaves += rng.sample(there, len(there))
    other = nets._replace(size=nets.size[leaves], signature=nets.signature[leaves], part=nets.part[leaves])
    shuffled = groups._replace(demand=groups.demand[users], rank=groups.rank[users])
    found = allocations(other, np.ascontiguousarray(opens[:, users]), shuffled)[0]
    assert np.array_equal(found, allocations(nets, opens, groups)[0][users])


@settings(max_examples=300)
@given(st.integers(1, 10**17), st.integers(0, 10**17), st.integers(0, 10**17))
def test_a_share_of_a_cut_is_rounded_down_exactly(demanded, amount, demand):
    amount, demand = min(amount, demanded), min(demand, demanded)
    assert portion(amount, demand, demanded) == amount * demand // demanded


def relays_at_random(rng):
    """Relays of a few kinds, who may use them, and the groups of users."""
    n_regions, n_kinds = rng.randint(1, 4), rng.randint(1, 3)
    where = sorted(rng.randrange(n_regions) for _ in range(rng.randint(1, 6)))
    demand = [rng.choice([2, 3, 5, 9]) * UNIT for _ in where]
    rank = [rng.randrange(2) for _ in where]
    groups = Groups(
        whole(np.searchsorted(where, np.arange(n_regions + 1))), whole(where), whole(demand), whole(rank)
    )
    n_signatures = rng.randint(1, 4)
    tier = whole([[rng.choice([0, 1, 2, 3, 4]) for _ in where] for _ in range(n_signatures)])
    first, capacity, signature = [0], [], []
    for _ in range(n_kinds):
        for _ in range(rng.randint(0, 3)):
            region = rng.choice([0.5, 1, 2]) * UNIT
            capacity.append([rng.choice([1, 1.5, 3, 50]) * region, region])
            signature.append(rng.randrange(n_signatures))
        first.append(len(capacity))
    capacity = np.array(capacity, dtype=np.float64).reshape(-1, 2)
    able, alike = _by_region(tier, groups)
    rights = Rights(whole(first), capacity, whole(signature), able, alike, opening(tier))
    size = rng.randint(0, 6)
    kinds = whole([[rng.randrange(n_kinds) for _ in range(size)]])
    masks = np.array([[rng.randrange(1 << n_regions) for _ in range(size)]], dtype=np.uint64)
    factors = np.array([[rng.choice([1.0, 1.0, 0.5, 0.25]) for _ in range(size)]])
    return (whole([size]), kinds, masks.reshape(1, size), factors.reshape(1, size)), rights, groups


def one_by_one(relays, rights, groups):
    """The same network with nothing joined: every part of every relay on its own, bound as a whole."""
    _, kinds, masks, factors = relays
    sizes, leaves = [], [[] for _ in groups.first[1:]]
    for kind, mask, factor in zip(kinds[0], masks[0], factors[0], strict=True):
        for part in range(rights.first[kind], rights.first[kind + 1]):
            for region, inside in enumerate(leaves):
                if int(mask) >> region & 1:
                    inside.append((factor * rights.capacity[part, 1], rights.signature[part], len(sizes)))
            sizes.append(factor * rights.capacity[part, 0])
    first = np.cumsum([0, *map(len, leaves)])
    rows = [leaf for inside in leaves for leaf in inside]
    columns = (whole([row[column] for row in rows]) for column in range(3))
    return Networks(whole([first]), *columns, whole([0, len(sizes)]), whole(sizes))


@pytest.mark.parametrize("seed", range(300))
def test_joining_relays_and_parts_changes_nothing(seed):
    relays, rights, groups = relays_at_random(random.Random(seed))
    apart = one_by_one(relays, rights, groups)
    joined, tier = networks(*relays, rights, groups), rights.opening.tier
    assert np.array_equal(allocations(joined, tier, groups), allocations(apart, tier, groups))
    can = reached(*relays[:3], rights, groups)[0]
    assert set(np.flatnonzero(can)) == {group for group, _ in arcs(apart, tier, groups, 4)}


def one_region(demand, sizes, opens=None, ranks=None):
    """Groups in one region and free leaves of one signature each."""
    users, count = len(demand), len(sizes)
    opens = [[1] * users] * count if opens is None else opens
    ranks = [0] * users if ranks is None else ranks
    leaves = whole(sizes), whole(range(count)), whole([FREE] * count)
    nets = Networks(whole([[0, count]]), *leaves, whole([0, 0]), whole([]))
    groups = Groups(whole([0, users]), whole([0] * users), whole(demand), whole(ranks))
    return nets, whole(opens).reshape(count, users), groups


def test_equal_users_get_the_same_to_the_unit_and_the_rest_is_lost_by_rounding():
    assert allocations(*one_region([900, 900, 900], [1000])).tolist() == [[333, 333, 333]]


def test_the_small_demand_is_served_no_better_than_the_large():
    assert allocations(*one_region([100, 300], [200])).tolist() == [[50, 150]]


def test_traffic_is_rerouted_to_make_way_for_one_with_less_choice():
    """The first could fill both leaves; the second can only use the first leaf."""
    assert allocations(*one_region([100, 100], [100, 100], opens=[[1, 1], [1, 0]])).tolist() == [[100, 100]]


def test_what_a_group_got_in_an_earlier_tier_stays_above_its_fair_share_of_a_later_one():
    """100 of its own for the first; the pool of 60 goes to the second alone, who stays below."""
    opens = [[1, 0], [2, 2]]
    assert allocations(*one_region([200, 200], [100, 60], opens=opens)).tolist() == [[100, 60]]
    assert allocations(*one_region([200, 200], [100, 160], opens=opens)).tolist() == [[130, 130]]


def test_a_better_class_is_served_first_in_the_same_tier_only():
    opens = [[1, 1, 0], [0, 0, 2]]
    assert allocations(*one_region([80, 80, 80], [100, 50], opens=opens, ranks=[1, 0, 0])).tolist() == [
        [20, 80, 50]
    ]
    opens = [[2, 1]]
    assert allocations(*one_region([80, 80], [100], opens=opens, ranks=[0, 1])).tolist() == [[20, 80]]


def test_a_part_that_binds_as_a_whole_is_shared_by_its_regions():
    nets = Networks(
        whole([[0, 1, 2]]), whole([80, 80]), whole([0, 0]), whole([0, 0]), whole([0, 1]), whole([100])
    )
    groups = Groups(whole([0, 1, 2]), whole([0, 1]), whole([300, 100]), whole([0, 0]))
    assert allocations(nets, whole([[1, 1]]), groups).tolist() == [[75, 25]]
    assert allocations(nets, whole([[1, 1]]), groups._replace(demand=whole([900, 100]))).tolist() == [
        [80, 20]
    ]


def test_nobody_and_nothing():
    empty = one_region([], [])
    assert allocations(*empty).shape == (1, 0)
    assert allocations(*one_region([5], [], opens=[])).tolist() == [[0]]
