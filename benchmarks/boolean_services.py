"""All services of a run by numpy boolean arrays, as a competent modeller writes them: the peer of the benchmark.

It reads the same stored visibility, unpacked to truth values, the same rights, and the same status. Navigation,
warning, images, signals, weather and custody are the same quantities to 1e-9 (checked before anything is timed).
Communication is NOT: it is capacity in view over demand, with no shares, no precedence and no maximum flow, which
favours the peer. Nations with equal rights are worked out once, as in the program.
"""

from collections.abc import Callable, Mapping

import numpy as np
from boolean_ages import BooleanAges
from boolean_base import BooleanService, Status, functions_of, groups_of, in_contact, region_means
from boolean_custody import BooleanCustody
from boolean_pnt import BooleanNavigation

from wargame.availability import Availability
from wargame.coalition import Coalition
from wargame.missions.contract import Setting
from wargame.missions.links import CarriedPayload, SiteGateway, carried_payloads, site_gateways
from wargame.scenario import MissionKey
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.scenario.payloads import RelayPayload
from wargame.scenario.sites import Gateway
from wargame.space.arrays import BoolArray, FloatArray
from wargame.space.visibility import unpack_steps

SIMPLER: frozenset[MissionKey] = frozenset({"satcom_narrowband", "satcom_protected", "satcom_wideband"})
"""Missions for which the peer computes something simpler."""

REGION_IN_VIEW = 0.5


class _Landing:
    """Payloads of a mission with their gateways, sampled at the middle of steps."""

    def __init__(self, setting: Setting, coalition: Coalition, mission: MissionKey) -> None:
        """Unpack who sees which gateway.

        Payloads that never see a gateway open to them are left out.
        """
        geometry = setting.geometry
        self.n_steps = setting.scenario.clock.duration_s // SERVICE_STEP_S
        payloads, gateways = carried_payloads(setting, mission), site_gateways(setting, mission)
        columns = [geometry.site_index[gate.site] for gate in gateways]
        sight = unpack_steps(geometry.site_view[:, _rows(setting, payloads)][:, :, columns], self.n_steps)
        sight &= may_land(coalition, mission, payloads, gateways)
        kept = np.flatnonzero(sight.any(axis=(0, 2)))
        self.payloads = tuple(payloads[row] for row in kept)
        self.sight = np.ascontiguousarray(sight[:, kept])
        self.status = Status(functions_of(self.payloads, gateways), coalition, self.n_steps)
        mask_deg = getattr(setting.scenario.missions, mission).point_mask_deg
        view = geometry.point_view[mask_deg][:, _rows(setting, self.payloads)]
        self.points_seen = unpack_steps(view, self.n_steps)

    def working(self, availability: Availability) -> tuple[FloatArray, BoolArray]:
        """What is left of each payload, and whether it has a way down, both (steps, payloads)."""
        factors = self.status.factors(availability.outages)
        count = len(self.payloads)
        return factors[:, :count], in_contact(self.sight, factors[:, count:] > 0.0)


class BooleanWarning:
    """Missile warning: the mean over points of 0, 0.5 or 1 for no, one, or more sensors."""

    def __init__(self, setting: Setting, coalition: Coalition) -> None:
        """Unpack who sees what."""
        self._setting = setting
        self._landing = _Landing(setting, coalition, "missile_warning")
        self._given, self._group = groups_of(
            _served(setting, coalition, "missile_warning", self._landing.payloads)
        )
        self._needed = np.zeros(setting.shape, dtype=np.bool_)
        for region, nation, users in setting.users:
            self._needed[region, nation] |= users.needs.missile_warning is not None

    def values(self, availability: Availability) -> FloatArray:
        """Service, shape (regions, beneficiaries, steps)."""
        factors, contact = self._landing.working(availability)
        usable = (factors > 0.0) & contact
        served = np.stack([self._warned(usable & given) for given in self._given])
        values: FloatArray = served[self._group].transpose(1, 0, 2) * self._needed[:, :, None]
        return values

    def _warned(self, usable: BoolArray) -> FloatArray:
        """Service of one group, shape (regions, steps)."""
        count = (self._landing.points_seen & usable[:, :, None]).sum(axis=1, dtype=np.int8)
        return region_means(0.5 * np.minimum(count, 2), self._setting.points)


class BooleanRelays:
    """Communication, simplified: capacity in view of a region that a nation may use, over what the nation asks for."""

    def __init__(self, mission: MissionKey, setting: Setting, coalition: Coalition) -> None:
        """Unpack who sees what, and add up demand."""
        self._landing = _Landing(setting, coalition, mission)
        relays = [_relay(item) for item in self._landing.payloads]
        self._networks = [
            np.array([relay.crosslink == name for relay in relays])
            for name in sorted({relay.crosslink for relay in relays if relay.crosslink})
        ]
        seen = np.stack(
            [self._landing.points_seen[:, :, span].mean(axis=2) >= REGION_IN_VIEW for span in setting.points],
            axis=2,
        )
        for row, relay in enumerate(relays):
            if relay.regions:
                seen[:, row] &= np.array([region in relay.regions for region in setting.regions])
        self._seen = seen
        capacity = [relay.region_capacity_mbps or relay.capacity_mbps for relay in relays]
        self._capacity_mbps = np.array(capacity)
        self._demand_mbps = np.zeros(setting.shape)
        rights = _served(setting, coalition, mission, self._landing.payloads)
        for region, nation, users in setting.users:
            need = getattr(users.needs, mission)
            if need is not None:
                self._demand_mbps[region, nation] += need.demand_mbps
                rights[nation] &= [bool(set(need.bands) & set(relay.bands)) for relay in relays]
        self._rights, self._group = groups_of(rights)

    def values(self, availability: Availability) -> FloatArray:
        """Service, shape (regions, beneficiaries, steps)."""
        factors, contact = self._landing.working(availability)
        contact &= factors > 0.0
        for members in self._networks:
            contact[:, members] |= contact[:, members].any(axis=1, keepdims=True)
        offered = factors * contact * self._capacity_mbps
        mbps = np.stack([self._offered(offered * rights) for rights in self._rights])
        asked = self._demand_mbps[:, :, None]
        share = mbps[self._group].transpose(1, 0, 2) / np.where(asked > 0.0, asked, 1.0)
        values: FloatArray = np.where(asked > 0.0, np.minimum(1.0, share), 0.0)
        return values

    def _offered(self, relays_mbps: FloatArray) -> FloatArray:
        """What relays (steps, relays) offer to each region, Mbps, shape (regions, steps)."""
        offered: FloatArray = np.einsum("tk,tkr->rt", relays_mbps, self._seen)
        return offered


def may_land(
    coalition: Coalition,
    mission: MissionKey,
    payloads: tuple[CarriedPayload, ...],
    gateways: tuple[SiteGateway, ...],
) -> BoolArray:
    """Which gateways each payload may use and can work with, shape (payloads, gateways)."""
    table = np.zeros((len(payloads), len(gateways)), dtype=np.bool_)
    for row, item in enumerate(payloads):
        owners = coalition.gateways_open_to(mission, item.owner)
        table[row] = [gate.owner in owners and _fits(gate.gateway, item) for gate in gateways]
    return table


def _fits(gateway: Gateway, item: CarriedPayload) -> bool:
    """Whether a gateway has a band of a relay."""
    payload = item.payload
    return not isinstance(payload, RelayPayload) or bool(set(gateway.bands) & set(payload.bands))


def _relay(item: CarriedPayload) -> RelayPayload:
    assert isinstance(item.payload, RelayPayload)  # carried_payloads chose by mission
    return item.payload


def _rows(setting: Setting, payloads: tuple[CarriedPayload, ...]) -> list[int]:
    return [setting.geometry.satellite_index[item.satellite] for item in payloads]


def _served(
    setting: Setting, coalition: Coalition, mission: MissionKey, payloads: tuple[CarriedPayload, ...]
) -> BoolArray:
    """Whether a payload may serve the users of a nation, shape (beneficiaries, payloads)."""
    return np.array(
        [
            [coalition.serves(mission, item.owner, nation) for item in payloads]
            for nation in setting.beneficiaries
        ],
        dtype=np.bool_,
    ).reshape(len(setting.beneficiaries), len(payloads))


def _relays(mission: MissionKey) -> Callable[[Setting, Coalition], BooleanService]:
    return lambda setting, coalition: BooleanRelays(mission, setting, coalition)


def _ages(mission: MissionKey) -> Callable[[Setting, Coalition], BooleanService]:
    return lambda setting, coalition: BooleanAges(mission, setting, coalition)


PEERS: Mapping[MissionKey, Callable[[Setting, Coalition], BooleanService]] = {
    "environment": _ages("environment"),
    "isr_imaging": _ages("isr_imaging"),
    "isr_signals": _ages("isr_signals"),
    "missile_warning": BooleanWarning,
    "pnt": BooleanNavigation,
    "satcom_narrowband": _relays("satcom_narrowband"),
    "satcom_protected": _relays("satcom_protected"),
    "satcom_wideband": _relays("satcom_wideband"),
    "sda": BooleanCustody,
}
"""How each mission is computed by boolean arrays."""
