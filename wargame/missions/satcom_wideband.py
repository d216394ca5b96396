"""Wideband satellite communication: the share of demand that relays can carry.

What happens:
    Relays carry traffic between terminals in the regions they see and a gateway on the ground. A region is in view
    when at least half of its points see the relay above the mission's mask (the field `point_mask_deg`).

When it can be tried (Who is served):
    Each nation's users by its own relays; by agreed shares of others' relays; by the spare capacity of the pools it
    belongs to. A relay works when its payload does and some gateway that works, stands in view, shares a band and
    belongs to the payload's owner or is open to it by ground access. Terminals need a band in common too.

What decides success:
    A relay offers its capacity times the lesser of its own factor and that of its best gateway; the same factor
    holds for what it can put into one region. Own users come first, then agreed shares (up to the promised share of
    the offered capacity for each recipient), then the pool; inside each tier requests and room meet in proportion
    (see `wargame.missions.allocation`). Service is what is allocated over what is asked for.

Source and confidence:
    Notional. Tiers: model.md section 3; capacity and beam shares as in domain.md C5. The proportional rule is ours:
    it behaves like an operator who serves requests as they come, and is no maximum flow.

Leaves out:
    Weather, link budgets of single terminals, priorities inside a nation, traffic between satellites, and time to
    move users from one relay to another.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wargame.coalition import Coalition
from wargame.missions.allocation import served_shares
from wargame.missions.contract import Mission, Setting
from wargame.missions.links import CarriedPayload, by_step, carried_payloads, network
from wargame.missions.memoryless import digest_of
from wargame.missions.networked import Networked, split
from wargame.missions.relay_states import relay_states
from wargame.scenario.base import MissionKey
from wargame.scenario.needs import SatcomNeed
from wargame.scenario.payloads import Band, WidebandPayload
from wargame.space.arrays import BitArray, FloatArray, IntArray
from wargame.space.compiled import kernel

KEY: MissionKey = "satcom_wideband"
REGION_IN_VIEW = 0.5
"""A relay has a region in view when at least this share of its points see it (judgement)."""
BANDS: tuple[Band, ...] = ("x", "ku", "ka", "c")
MOST_REGIONS = 64


@dataclass(frozen=True, eq=False)
class Sharing:
    """What a coalition allows in wideband communication; owners and beneficiaries by their places.

    Attributes:
        exists: shape (functions,).
        open_words: gateways that each relay may use, bits, shape (relays, words).
        limits: share of an owner's relay that a beneficiary may use in each tier (own users, agreed shares, pool);
            infinity for no limit but the relay's own, shape (3, owners, beneficiaries).
    """

    exists: FloatArray
    open_words: BitArray
    limits: FloatArray

    @cached_property
    def limits_digest(self) -> bytes:
        """Equal for equal limits."""
        return digest_of(self.limits)

    @cached_property
    def digest(self) -> bytes:
        """Equal for equal content, existence apart."""
        return digest_of(self.open_words, self.limits)


class WidebandService(Networked[Sharing]):
    """Wideband service on a setting."""

    def __init__(self, setting: Setting) -> None:
        """Gather relays, gateways and users."""
        needs = [(r, b, users.needs.satcom_wideband) for r, b, users in setting.users]
        self._users = _users([(r, b, need) for r, b, need in needs if need is not None])
        weights = np.zeros(setting.shape)
        np.add.at(weights, tuple(self._users.place.T), self._users.demand_mbps)
        candidates = tuple(sorted(carried_payloads(setting, KEY), key=_kind))
        super().__init__(
            KEY, setting, network(setting, KEY, _regions_seen(setting, candidates), candidates), weights
        )
        self._owners = tuple(sorted({item.owner for item in self.net.payloads}))
        self._relays = _relays(self.net.payloads, self._owners)

    def permitted(self, coalition: Coalition) -> Sharing:
        """Own, shared and pooled capacity, open gateways and what exists."""
        limits = np.zeros((3, len(self._owners), len(self.setting.beneficiaries)))
        for row, owner in enumerate(self._owners):
            fellows, promised = coalition.pool_fellows(KEY, owner), coalition.capacity_shares(KEY, owner)
            for column, nation in enumerate(self.setting.beneficiaries):
                own, pooled = nation == owner, nation in fellows
                limits[:, row, column] = (
                    np.inf if own else 0,
                    promised.get(nation, 0),
                    np.inf if pooled else 0,
                )
        return Sharing(self.net.exists(coalition), self.net.open_words(KEY, coalition), limits)

    def solve(self, allowed: Sharing, factors: FloatArray, patterns: IntArray) -> FloatArray:
        """Allocated over demand, shape (patterns, regions, beneficiaries)."""
        left = split(factors, self.net)
        sight = patterns, self.net.links, self.net.seen, allowed.open_words
        factors_of = left.payloads, left.gateways
        state, names, sizes, kinds, masks, found = relay_states(*sight, *factors_of, self._relays.kind)
        keys = [(KEY, "state", allowed.limits_digest, name.tobytes()) for name in names]
        known = [self.setting.memo.find(key) for key in keys]
        new = np.array([row for row, each in enumerate(known) if each is None], dtype=np.int64)
        served = np.empty((len(names), *self.setting.shape))
        served[new] = self._shared_out(allowed, sizes[new], kinds[new], masks[new], found[new])
        for row, (key, each) in enumerate(zip(keys, known, strict=True)):
            if each is None:
                self.setting.memo.keep(key, served[row].copy())
            else:
                served[row] = each
        return np.asarray(served[state], dtype=np.float64)

    def _shared_out(
        self, allowed: Sharing, sizes: IntArray, kinds: IntArray, masks: BitArray, factors: FloatArray
    ) -> FloatArray:
        """Allocated over demand in some states of all relays, shape (states, regions, beneficiaries)."""
        classes = self._relays.bands, self._relays.owner, self._relays.capacity_mbps
        users = self._users.place, self._users.bands, self._users.demand_mbps
        n_regions = len(self.setting.regions)
        return served_shares(sizes, kinds, masks, factors, *classes, *users, allowed.limits, n_regions)


@dataclass(frozen=True, slots=True)
class _Users:
    """Groups of users: region and beneficiary (users, 2), bands as bits, demand in Mbps."""

    place: IntArray
    bands: BitArray
    demand_mbps: FloatArray


@dataclass(frozen=True, slots=True)
class _Relays:
    """The class of each relay; of each class its bands as bits, owner's place, capacity (whole, region) in Mbps."""

    kind: IntArray
    bands: BitArray
    owner: IntArray
    capacity_mbps: FloatArray


def _users(needs: list[tuple[int, int, SatcomNeed]]) -> _Users:
    return _Users(
        np.array([(region, nation) for region, nation, _ in needs], dtype=np.int64).reshape(-1, 2),
        np.array([band_bits(need.bands) for *_, need in needs], dtype=np.uint64),
        np.array([need.demand_mbps for *_, need in needs], dtype=np.float64),
    )


def _relays(payloads: tuple[CarriedPayload, ...], owners: tuple[str, ...]) -> _Relays:
    """Relays by class: those of one owner with the same bands and capacities differ only in where they are."""
    kinds = sorted({_kind(item) for item in payloads})
    return _Relays(
        np.array([kinds.index(_kind(item)) for item in payloads], dtype=np.int64),
        np.array([bands for _, bands, _ in kinds], dtype=np.uint64),
        np.array([owners.index(owner) for owner, *_ in kinds], dtype=np.int64),
        np.array([capacity for *_, capacity in kinds], dtype=np.float64).reshape(-1, 2),
    )


def _kind(item: CarriedPayload) -> tuple[str, int, tuple[float, float]]:
    """Owner, bands as bits, capacity of the payload and of one region in Mbps: all that tells relays apart."""
    payload = item.payload
    assert isinstance(payload, WidebandPayload)  # carried_payloads chose them
    region_mbps = (
        payload.capacity_mbps if payload.region_capacity_mbps is None else payload.region_capacity_mbps
    )
    return item.owner, band_bits(payload.bands), (payload.capacity_mbps, region_mbps)


def band_bits(bands: tuple[Band, ...]) -> int:
    """A set of bands as bits."""
    return sum(1 << BANDS.index(band) for band in set(bands))


def _regions_seen(setting: Setting, payloads: tuple[CarriedPayload, ...]) -> BitArray:
    """The regions in view of each relay at each step, bits, shape (steps, relays, 1)."""
    if len(setting.regions) > MOST_REGIONS:
        message = (
            f"there are {len(setting.regions)} regions; wideband service works with at most {MOST_REGIONS}"
        )
        raise ValueError(message)
    geometry = setting.geometry
    rows = [geometry.satellite_index[item.satellite] for item in payloads]
    mask_deg = setting.scenario.missions.satcom_wideband.point_mask_deg
    view = np.array(geometry.point_view[mask_deg][:, rows])
    bounds = np.array([[place.start, place.stop] for place in setting.points], dtype=np.int64)
    counted = _regions_in_view(view, bounds, REGION_IN_VIEW)
    return by_step(counted, geometry.request.n_steps)


@kernel
def _regions_in_view(view: BitArray, bounds: IntArray, share: float) -> BitArray:
    """Which regions have at least a share of their points in view: (words, relays, points) to (.., regions)."""
    n_words, n_relays = view.shape[0], view.shape[1]
    seen = np.zeros((n_words, n_relays, bounds.shape[0]), dtype=np.uint64)
    for word in range(n_words):
        for relay in range(n_relays):
            for region in range(bounds.shape[0]):
                first, last = bounds[region, 0], bounds[region, 1]
                counts = np.zeros(64, dtype=np.int64)
                for point in range(first, last):
                    bits = view[word, relay, point]
                    step = 0
                    while bits != 0:
                        counts[step] += np.int64(bits & np.uint64(1))
                        bits >>= np.uint64(1)
                        step += 1
                for step in range(64):
                    if counts[step] >= share * (last - first):
                        seen[word, relay, region] |= np.uint64(1) << np.uint64(step)
    return seen


MISSION = Mission(key=KEY, name="Wideband satellite communication", serve=WidebandService)
