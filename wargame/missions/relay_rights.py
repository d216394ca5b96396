"""Who may use which part of a relay, in four tiers; the demand of users; both in integer units.

A relay is divided before anybody uses it. The share promised to each recipient is a slice: that share of the relay's
capacity, and of what the relay can put into one region. What is left when all slices are off is the common part.

| tier | who | may use |
|---|---|---|
| 1 | own users | the common parts of their nation's relays |
| 2 | recipients of an agreed share | their slices |
| 3 | own users | what recipients left of the slices of their nation's relays |
| 4 | members of a pool with the owner | what is left of the common parts and of the slices |

So every limit lies inside one other: region inside part, part inside relay, and the whole is a flow network. A limit by
recipient over all regions beside one by region over all recipients would cross. With the demand of each nation in each
region as the third, that is a three-way transport problem: no network, its best answers need not be whole even where
all limits are, and one recipient's promise would hang on where the others' users are.

Source: *ours*; tiers as in the scenario language (own users, agreed shares, pool), a share as "up to 16 % of the
bandwidth" in public agreements.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wargame.coalition import Coalition
from wargame.missions.contract import Setting
from wargame.missions.flow_network import Groups, opening
from wargame.missions.links import CarriedPayload
from wargame.missions.memoryless import digest_of
from wargame.missions.relay_network import Rights
from wargame.scenario.base import MissionKey
from wargame.scenario.needs import SatcomNeed
from wargame.scenario.payloads import RelayPayload
from wargame.space.arrays import BitArray, FloatArray, IntArray

OWN, AGREED, OWN_SPARE, POOL = 1, 2, 3, 4
"""The tiers, in order."""

UNITS_PER_MBPS = 1e12
"""A unit is a millionth of a bit per second, so that rounding down to it changes no service in the ninth decimal."""
MOST_UNITS = 1e17
"""Largest demand of all users together in units; the unit grows by tens where users ask for more than 100 Gbit/s."""

Kind = tuple[str, tuple[str, ...], tuple[float, float]]
"""Owner, bands in order, capacity of the payload and of one region in Mbps: all that tells relays apart but place."""


@dataclass(frozen=True, eq=False)
class Demand:
    """Who asks for how much; users alike in region, nation, terminals and priority are one group.

    Attributes:
        groups: for the flow.
        nations: beneficiary of each group, shape (groups,).
        bands: bands of its terminals.
        units_per_mbps: how many units of the flow make a megabit per second.
        weights: Mbps, shape (regions, beneficiaries).
    """

    groups: Groups
    nations: IntArray
    bands: tuple[frozenset[str], ...]
    units_per_mbps: float
    weights: FloatArray

    def service(self, got: IntArray) -> FloatArray:
        """Allocated over demand from what groups got in units (rows, groups): (rows, regions, beneficiaries)."""
        served = np.zeros((len(got), *self.weights.shape))
        if got.shape[1]:
            regions, nations, first = self._cells
            demand = np.add.reduceat(self.groups.demand, first)
            served[:, regions, nations] = np.add.reduceat(got, first, axis=1) / demand
        return served

    @cached_property
    def _cells(self) -> tuple[IntArray, IntArray, IntArray]:
        """Regions and nations with groups, and the first group of each (groups are sorted by both)."""
        cells = self.groups.region * self.weights.shape[1] + self.nations
        _, first = np.unique(cells, return_index=True)
        return self.groups.region[first], self.nations[first], first.astype(np.int64)


@dataclass(frozen=True, eq=False)
class Sharing:
    """What a coalition allows in a mission of satellite communication.

    Attributes:
        exists: shape (functions,).
        open_words: gateways at which each relay's traffic may land, bits, shape (relays, words).
        rights: parts of each kind of relay and who may use them.
        useful: regions in which somebody may use a kind of relay, bits, shape (kinds,).
    """

    exists: FloatArray
    open_words: BitArray
    rights: Rights
    useful: BitArray

    @cached_property
    def digest(self) -> bytes:
        """Equal for equal content, existence apart."""
        return digest_of(self.open_words, *self.rights[:-1], self.rights.opening.tier)


def demand_of(key: MissionKey, setting: Setting) -> Demand:
    """The groups of users of a mission."""
    asked: dict[tuple[int, int, int, tuple[str, ...]], float] = {}
    for region, nation, users in setting.users:
        need = users.needs.of(key)
        if isinstance(need, SatcomNeed):
            group = region, nation, need.priority, tuple(sorted(set(need.bands)))
            asked[group] = asked.get(group, 0.0) + need.demand_mbps
    groups = sorted(asked)
    mbps = np.array([asked[group] for group in groups], dtype=np.float64)
    weights = np.zeros(setting.shape)
    for (region, nation, *_), demand_mbps in zip(groups, mbps, strict=True):
        weights[region, nation] += demand_mbps
    units = UNITS_PER_MBPS
    while mbps.sum() * units > MOST_UNITS:
        units /= 10.0
    regions = np.array([region for region, *_ in groups], dtype=np.int64)
    ranks = sorted({priority for _, _, priority, _ in groups})
    return Demand(
        Groups(
            np.searchsorted(regions, np.arange(len(setting.regions) + 1)).astype(np.int64),
            regions,
            np.maximum(1, (mbps * units).astype(np.int64)),
            np.array([ranks.index(priority) for _, _, priority, _ in groups], dtype=np.int64),
        ),
        np.array([nation for _, nation, *_ in groups], dtype=np.int64),
        tuple(frozenset(bands) for *_, bands in groups),
        units,
        weights,
    )


def kind_of(item: CarriedPayload) -> Kind:
    """The kind of a relay."""
    payload = item.payload
    assert isinstance(payload, RelayPayload)  # missions of communication have no others
    region_mbps = payload.region_capacity_mbps
    whole_mbps = payload.capacity_mbps
    return item.owner, tuple(sorted(set(payload.bands))), (whole_mbps, region_mbps or whole_mbps)


def kinds_of(payloads: tuple[CarriedPayload, ...]) -> tuple[Kind, ...]:
    """The kinds of some relays, each once, in an order of content."""
    return tuple(sorted({kind_of(item) for item in payloads}))


def rights_of(
    key: MissionKey,
    coalition: Coalition,
    kinds: tuple[Kind, ...],
    nations: tuple[str, ...],
    demand: Demand,
) -> tuple[Rights, BitArray]:
    """Parts of each kind of relay with who may use them, and the regions in which somebody may use each kind.

    Args:
        key: the mission.
        coalition: who is present.
        kinds: the kinds of relay.
        nations: beneficiaries by their numbers.
        demand: the groups of users.
    """
    groups = [(nations[nation], bands) for nation, bands in zip(demand.nations, demand.bands, strict=True)]
    first, capacity, signature = [0], [], []
    signatures: dict[tuple[int, ...], int] = {}
    for owner, bands, sizes_mbps in kinds:
        for share, tiers in _parts(key, coalition, owner, set(bands), groups):
            if any(tiers):
                signature.append(signatures.setdefault(tiers, len(signatures)))
                capacity.append([share * size_mbps * demand.units_per_mbps for size_mbps in sizes_mbps])
        first.append(len(capacity))
    tier = np.array(list(signatures), dtype=np.int64).reshape(len(signatures), len(groups))
    able, alike = _by_region(tier, demand.groups)
    bits = np.where(able > 0, np.uint64(1) << np.arange(able.shape[1], dtype=np.uint64), np.uint64(0))
    useful = np.zeros(len(kinds), dtype=np.uint64)
    for kind in range(len(kinds)):
        useful[kind] = np.bitwise_or.reduce(bits[signature[first[kind] : first[kind + 1]]], axis=None)
    ends, sizes = np.array(first, dtype=np.int64), np.array(capacity, dtype=np.float64).reshape(-1, 2)
    return Rights(ends, sizes, np.array(signature, dtype=np.int64), able, alike, opening(tier)), useful


def _by_region(tier: IntArray, groups: Groups) -> tuple[IntArray, IntArray]:
    """Demand of those who may use parts of a signature, and the first signature of the same rights, by region."""
    n_regions = len(groups.first) - 1
    able, alike = (
        np.zeros((len(tier), n_regions), dtype=np.int64),
        np.zeros((len(tier), n_regions), dtype=np.int64),
    )
    for region in range(n_regions):
        here = slice(groups.first[region], groups.first[region + 1])
        able[:, region] = np.where(tier[:, here] > 0, groups.demand[here], 0).sum(axis=1)
        _, first, place = np.unique(tier[:, here], axis=0, return_index=True, return_inverse=True)
        alike[:, region] = first[place.reshape(-1)]
    return able, alike


def _parts(
    key: MissionKey,
    coalition: Coalition,
    owner: str,
    bands: set[str],
    groups: list[tuple[str, frozenset[str]]],
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """The parts of an owner's relays with some bands: share of the relay, and tier from which each group may use it."""
    promised = {
        nation: share for nation, share in coalition.capacity_shares(key, owner).items() if nation != owner
    }
    fellows = coalition.pool_fellows(key, owner)

    def tiers(own: int, recipient: str | None) -> tuple[int, ...]:
        """The tier of each group for a part."""
        found = []
        for nation, terminals in groups:
            pooled = POOL if nation in fellows else 0
            tier = own if nation == owner else AGREED if nation == recipient else pooled
            found.append(tier if terminals & bands else 0)
        return tuple(found)

    yield max(0.0, 1.0 - sum(promised[nation] for nation in sorted(promised))), tiers(OWN, None)
    for nation in sorted(promised):
        yield promised[nation], tiers(OWN_SPARE, nation)
