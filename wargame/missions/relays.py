"""Relays of satellite communication: one service for the protected, the wideband and the narrowband mission.

Solved once for each state of all relays (which kinds work for which regions, and how well) and each set of permissions,
and found again in the memory. The rule of sharing capacity stands in `wargame.missions.relay_rights` (who may use
what) and `wargame.missions.flow` (who gets how much).

**Whole segments at once.** More relays never take service from a mission in which everybody is served. So each segment
of constant status is first looked at with what is *always* in view: if everybody whom any relay ever reaches in it is
served in full by that alone, all its steps are settled. Only other segments are solved pattern by pattern. Where what
is always in view does not do while everything works, it is not looked at under outages either.
"""

from collections.abc import Sequence

import numpy as np

from wargame.coalition import Coalition
from wargame.missions.contract import Setting
from wargame.missions.flow import allocations
from wargame.missions.links import CarriedPayload, Network, by_step, carried_payloads, crosslink_of, network
from wargame.missions.networked import Networked, Solved, split
from wargame.missions.relay_network import networks, reached
from wargame.missions.relay_rights import Sharing, demand_of, kind_of, kinds_of, rights_of
from wargame.missions.relay_states import Sight, States, relay_states
from wargame.missions.solutions import Solutions
from wargame.missions.status import EVERY_STEP, Segment
from wargame.scenario.base import MissionKey
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.scenario.missions import LinkSettings
from wargame.scenario.payloads import RelayPayload
from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray
from wargame.space.compiled import kernel

REGION_IN_VIEW = 0.5
"""A relay has a region in view when at least this share of its points see it (judgement)."""
MOST_REGIONS = 64


class RelayService(Networked[Sharing]):
    """Satellite communication of one mission on a setting."""

    def __init__(self, key: MissionKey, setting: Setting) -> None:
        """Gather relays, gateways and users."""
        if len(setting.regions) > MOST_REGIONS:
            message = f"there are {len(setting.regions)} regions; relays work with at most {MOST_REGIONS}"
            raise ValueError(message)
        self._demand = demand_of(key, setting)
        candidates = tuple(sorted(carried_payloads(setting, key), key=kind_of))
        net = network(setting, key, _regions_seen(key, setting, candidates), candidates)
        super().__init__(key, setting, net, self._demand.weights)
        self._kinds = kinds_of(net.payloads)
        self._sight = _sight(net, [self._kinds.index(kind_of(item)) for item in net.payloads])
        self._always, self._ever = len(self._sight.seen) - 2, len(self._sight.seen) - 1
        self._enough: dict[tuple[bytes, bytes], bool] = {}

    def permitted(self, coalition: Coalition) -> Sharing:
        """Own, shared and pooled capacity, open gateways and what exists."""
        rights, useful = rights_of(self.key, coalition, self._kinds, self.setting.beneficiaries, self._demand)
        return Sharing(self.net.exists(coalition), self.net.open_words(self.key, coalition), rights, useful)

    def solve_segments(self, allowed: Sharing, segments: Sequence[Segment], patterns: IntArray) -> Solved:
        """Service in segments that follow each other."""
        factors = np.array([segment.factors for segment in segments]) * allowed.exists
        cuts = np.array([segments[0].start, *(segment.stop for segment in segments)], dtype=np.int64)
        key = (self.key, "solved", allowed.digest, allowed.exists.tobytes())
        solved = self.setting.memo.find(key)
        known = self.setting.tables.get(key, lambda: self._calm(allowed)) if solved is None else solved
        row, got, known_now = self._solve(
            allowed, factors, patterns[cuts[0] : cuts[-1]], cuts - cuts[0], known
        )
        if known_now is not solved:
            self.setting.memo.keep(key, known_now)
        return Solved(row, self._demand.service(got))

    def _calm(self, allowed: Sharing) -> Solutions:
        """The states of the run while everything works, solved."""
        inside = self.patterns(EVERY_STEP)[: self.setting.scenario.clock.duration_s // SERVICE_STEP_S]
        cuts, none = np.array([0, len(inside)]), Solutions.none(len(self._demand.groups.demand))
        return self._solve(allowed, allowed.exists[None], inside, cuts, none)[2]

    def _solve(
        self, allowed: Sharing, factors: FloatArray, patterns: IntArray, cuts: IntArray, known: Solutions
    ) -> tuple[IntArray, IntArray, Solutions]:
        """Which row holds at each sample, what groups get in each row, and all that is solved by now."""
        settled, got, known = self._settled_early(allowed, factors, known)
        row, tables = np.repeat(np.arange(len(factors)), np.diff(cuts)), [got]
        rest = np.flatnonzero(~settled)
        if len(rest):
            chosen, lengths = ~settled[row], np.diff(cuts)[rest]
            state, states = self._states(
                allowed, factors[rest], patterns[chosen], np.concatenate([[0], np.cumsum(lengths)])
            )
            row[chosen] = state + len(got)
            more, known = self._allocated(allowed, states, known)
            tables.append(more)
        return row, np.concatenate(tables), known

    def _settled_early(
        self, allowed: Sharing, factors: FloatArray, known: Solutions
    ) -> tuple[BoolArray, IntArray, Solutions]:
        """The same as `_settled`, which is tried only where it succeeds while everything works."""
        key = allowed.digest, allowed.exists.tobytes()
        if key not in self._enough:
            none = Solutions.none(len(self._demand.groups.demand))
            self._enough[key] = bool(self._settled(allowed, allowed.exists[None], none)[0][0])
        if self._enough[key]:
            return self._settled(allowed, factors, known)
        nobody = np.zeros((0, len(self._demand.groups.demand)), dtype=np.int64)
        return np.zeros(len(factors), dtype=np.bool_), nobody, known

    def _settled(
        self, allowed: Sharing, factors: FloatArray, known: Solutions
    ) -> tuple[BoolArray, IntArray, Solutions]:
        """Which segments are settled by what is always in view, and what groups get from that (segments, groups)."""
        count = len(factors)
        cuts = np.arange(count + 1)
        always, states = self._states(allowed, factors, np.full(count, self._always), cuts)
        got, known = self._allocated(allowed, states, known)
        got = got[always]
        ever, states = self._states(allowed, factors, np.full(count, self._ever), cuts)
        hoped = reached(states.size, states.kind, states.mask, allowed.rights, self._demand.groups)[ever]
        return (got == np.where(hoped, self._demand.groups.demand, 0)).all(axis=1), got, known

    def _states(
        self, allowed: Sharing, factors: FloatArray, patterns: IntArray, cuts: IntArray
    ) -> tuple[IntArray, States]:
        """The state at some samples, segment by segment, and all states."""
        left = split(factors, self.net)
        useful = allowed.useful[self._sight.kind]
        return relay_states(
            patterns, cuts, self._sight, allowed.open_words, useful, left.payloads, left.gateways
        )

    def _allocated(self, allowed: Sharing, states: States, known: Solutions) -> tuple[IntArray, Solutions]:
        """What groups get in some states, units, (states, groups), and all that is solved by now."""
        place, groups = known.find(states.name), self._demand.groups
        got = np.empty((len(place), len(groups.demand)), dtype=np.int64)
        old, new = np.flatnonzero(place >= 0), np.flatnonzero(place < 0)
        got[old] = known.got[place[old]]
        if len(new):
            offers = states.kind[new], states.mask[new], states.factor[new]
            nets = networks(states.size[new], *offers, allowed.rights, groups)
            got[new] = allocations(nets, allowed.rights.opening, groups)
            known = known.with_more(states.name[new], got[new])
        return got, known


def _sight(net: Network, kinds: list[int]) -> Sight:
    """What relays see in every pattern; two more patterns hold what is always and what is ever in view."""
    names = [crosslink_of(item) for item in net.payloads]
    used = sorted({name for name in names if name is not None})
    crosslink = np.array([len(used) if name is None else used.index(name) for name in names], dtype=np.int64)
    links, seen = net.links, net.seen[:, :, 0]
    moves = (links != links[:1]).any(axis=(0, 2)) | (seen != seen[:1]).any(axis=0)
    for number in range(len(used)):
        moves[crosslink == number] = moves[crosslink == number].any()
    return Sight(
        np.concatenate(
            [links, [np.bitwise_and.reduce(links, axis=0)], [np.bitwise_or.reduce(links, axis=0)]]
        ),
        np.concatenate([seen, [np.bitwise_and.reduce(seen, axis=0)], [np.bitwise_or.reduce(seen, axis=0)]]),
        np.array(kinds, dtype=np.int64),
        crosslink,
        len(used),
        moves,
    )


def _regions_seen(key: MissionKey, setting: Setting, payloads: tuple[CarriedPayload, ...]) -> BitArray:
    """The regions in view of each relay and in reach of its beams at each step, bits, shape (steps, relays, 1)."""
    geometry = setting.geometry
    rows = [geometry.satellite_index[item.satellite] for item in payloads]
    settings = setting.scenario.missions.of(key)
    assert isinstance(settings, LinkSettings)  # the settings of all three missions
    view = np.array(geometry.point_view[settings.point_mask_deg][:, rows])
    bounds = np.array([[place.start, place.stop] for place in setting.points], dtype=np.int64)
    counted = _regions_in_view(view, bounds, REGION_IN_VIEW)
    for row, item in enumerate(payloads):
        assert isinstance(item.payload, RelayPayload)  # carried_payloads chose them
        if item.payload.regions:
            counted[:, row, [region not in item.payload.regions for region in setting.regions]] = 0
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
