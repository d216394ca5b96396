"""Payloads that need a gateway: what sees what at every step, and which payload may land where.

Satellites in geostationary orbit see the same for weeks, so steps are grouped by pattern: all steps in which the
same payloads have the same gateways and targets in view share one number.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from wargame.coalition import Coalition, payload_owner
from wargame.missions.contract import Setting
from wargame.missions.status import Functions
from wargame.scenario.base import MissionKey
from wargame.scenario.payloads import MISSION_OF_PAYLOAD, Payload, RelayPayload, is_open
from wargame.scenario.sites import Gateway, compatible
from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray
from wargame.space.compiled import kernel

WORD_BITS = 64


@dataclass(frozen=True, slots=True)
class CarriedPayload:
    """A payload on a satellite.

    Attributes:
        satellite: the satellite's id.
        name: the payload's id on it.
        owner: whose payload it is.
        payload: what it can do.
    """

    satellite: str
    name: str
    owner: str
    payload: Payload


@dataclass(frozen=True, slots=True)
class SiteGateway:
    """A gateway function of a site.

    Attributes:
        site: the site's id.
        name: the function's id on it.
        owner: who runs the site.
        gateway: what it can do.
    """

    site: str
    name: str
    owner: str
    gateway: Gateway


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """The payloads and gateways of a mission, and what sees what at every step.

    Attributes:
        payloads: those that see a target at some step and may serve somebody with a need, and those that pass on the
            traffic of such a one.
        gateways: those that see one of these payloads at some step and might be open to traffic that it carries.
        links: gateways in view of each payload that it can work with, bits, shape (patterns, payloads, words).
        seen: targets in view of each payload, bits, shape (patterns, payloads, words).
        pattern_of_step: shape (steps,).
    """

    payloads: tuple[CarriedPayload, ...]
    gateways: tuple[SiteGateway, ...]
    links: BitArray
    seen: BitArray
    pattern_of_step: IntArray

    @property
    def functions(self) -> Functions:
        """All payloads, then all gateways, as functions with a status."""
        payloads = [(item.satellite, item.name) for item in self.payloads]
        return Functions(payloads + [(item.site, item.name) for item in self.gateways])

    def open_words(self, mission: MissionKey, coalition: Coalition) -> BitArray:
        """The gateways at which traffic of each payload may land in a coalition, bits, shape (payloads, words)."""
        return packed(_open(self.payloads, self.gateways, mission, coalition))

    def exists(self, coalition: Coalition) -> FloatArray:
        """1 for every payload and gateway that exists in a coalition, else 0; shape (functions,)."""
        payloads = [coalition.exists(item.satellite, item.name) for item in self.payloads]
        return np.array(payloads + [coalition.exists(item.site) for item in self.gateways], dtype=np.float64)


def network(
    setting: Setting, mission: MissionKey, seen: BitArray, candidates: tuple[CarriedPayload, ...]
) -> Network:
    """Gather what sees what.

    Args:
        setting: scenario and geometry.
        mission: whose payloads and gateways.
        seen: targets in view of each candidate, bits, shape (steps, candidates, words).
        candidates: payloads that may serve somebody.
    """
    networks = [crosslink_of(item) for item in candidates]
    kept = np.flatnonzero(
        seen.any(axis=(0, 2)) | np.array([name is not None for name in networks], dtype=np.bool_)
    )
    payloads = tuple(candidates[row] for row in kept)
    seen = np.ascontiguousarray(seen[:, kept])
    alone = np.array([networks[row] is None for row in kept], dtype=np.bool_)
    gateways = site_gateways(setting, mission)
    usable = _compatible(payloads, gateways) & _open_to_network(payloads, gateways, mission, setting)
    geometry = setting.geometry
    rows = [geometry.satellite_index[item.satellite] for item in payloads]
    columns = [geometry.site_index[item.site] for item in gateways]
    view = np.array(geometry.site_view[:, rows][:, :, columns])
    view[:, ~usable] = 0
    linked = np.flatnonzero(view.any(axis=(0, 1)))
    links = by_step(np.ascontiguousarray(view[:, :, linked]), seen.shape[0])
    links[~seen.any(axis=2) & alone] = 0
    seen[~links.any(axis=2) & alone] = 0
    pattern_of_step, first = _patterns(links, seen)
    used = tuple(gateways[column] for column in linked)
    return Network(payloads, used, links[first], seen[first], pattern_of_step)


def crosslink_of(item: CarriedPayload) -> str | None:
    """The network of links between satellites to which a payload belongs, None without one."""
    return item.payload.crosslink if isinstance(item.payload, RelayPayload) else None


def _compatible(payloads: tuple[CarriedPayload, ...], gateways: tuple[SiteGateway, ...]) -> BoolArray:
    """Which gateways a payload can work with, shape (payloads, gateways)."""
    table = [[compatible(gate.gateway, item.payload) for gate in gateways] for item in payloads]
    return np.array(table, dtype=np.bool_).reshape(len(payloads), len(gateways))


def _open(
    payloads: tuple[CarriedPayload, ...],
    gateways: tuple[SiteGateway, ...],
    mission: MissionKey,
    coalition: Coalition,
) -> BoolArray:
    """At which gateways traffic of a payload may land, shape (payloads, gateways)."""
    owners = {item.owner: coalition.gateways_open_to(mission, item.owner) for item in payloads}
    table = [[gate.owner in owners[item.owner] for gate in gateways] for item in payloads]
    return np.array(table, dtype=np.bool_).reshape(len(payloads), len(gateways))


def _open_to_network(
    payloads: tuple[CarriedPayload, ...],
    gateways: tuple[SiteGateway, ...],
    mission: MissionKey,
    setting: Setting,
) -> BoolArray:
    """At which gateways traffic of a payload or of any in its network may land when everybody is in."""
    table = _open(payloads, gateways, mission, Coalition.everybody(setting.scenario))
    networks = [crosslink_of(item) for item in payloads]
    for name in dict.fromkeys(name for name in networks if name is not None):
        rows = [row for row, other in enumerate(networks) if other == name]
        table[rows] = table[rows].any(axis=0)
    return table


def carried_payloads(setting: Setting, mission: MissionKey) -> tuple[CarriedPayload, ...]:
    """The payloads of a mission that may serve somebody with a need when everybody is in, or pass on for one that may.

    Payloads in one network of links between satellites pass on each other's traffic.
    """
    scenario = setting.scenario
    everybody, adversaries = Coalition.everybody(scenario), set(scenario.adversaries)
    needy = {users.nation for *_, users in setting.users if getattr(users.needs, mission) is not None}
    found = [
        CarriedPayload(satellite, name, payload_owner(body.owner, payload), payload)
        for satellite, body in scenario.fleet.items()
        for name, payload in sorted(body.payloads.items())
        if MISSION_OF_PAYLOAD[payload.kind] == mission and body.owner not in adversaries
    ]
    served = {owner: everybody.recipients(mission, owner) & needy for owner in scenario.actors}
    found = [item for item in found if item.owner not in adversaries]
    networks = {crosslink_of(item) for item in found if served[item.owner]} - {None}
    return tuple(
        item
        for item in found
        if served[item.owner] or crosslink_of(item) in networks or (needy and is_open(item.payload))
    )


def site_gateways(setting: Setting, mission: MissionKey) -> tuple[SiteGateway, ...]:
    """The gateways of a mission outside the adversaries' hands."""
    scenario = setting.scenario
    return tuple(
        SiteGateway(key, name, site.owner, job)
        for key, site in sorted(scenario.sites.items())
        for name, job in sorted(site.functions.items())
        if isinstance(job, Gateway) and job.mission == mission and site.owner not in scenario.adversaries
    )


@kernel
def by_step(view: BitArray, n_steps: int) -> BitArray:
    """Turn bits of steps into bits of targets: (words of steps, rows, targets) to (steps, rows, words)."""
    n_words, n_rows, n_targets = view.shape
    turned = np.zeros((n_steps, n_rows, max(1, (n_targets + 63) // 64)), dtype=np.uint64)
    for word in range(n_words):
        for row in range(n_rows):
            for target in range(n_targets):
                bits = view[word, row, target]
                step = word * 64
                mark = np.uint64(1) << np.uint64(target % 64)
                while bits != 0 and step < n_steps:
                    if bits & np.uint64(1):
                        turned[step, row, target // 64] |= mark
                    bits >>= np.uint64(1)
                    step += 1
    return turned


def packed(table: BoolArray) -> BitArray:
    """Truth values (rows, columns) as bits (rows, words), column `64 w + b` in bit `b` of word `w`."""
    rows, columns = table.shape
    words = max(1, -(-columns // WORD_BITS))
    padded = np.zeros((rows, words * WORD_BITS), dtype=np.uint64)
    padded[:, :columns] = table
    shifted = padded.reshape(rows, words, WORD_BITS) << np.arange(WORD_BITS, dtype=np.uint64)
    return np.asarray(np.bitwise_or.reduce(shifted, axis=2), dtype=np.uint64)


def _patterns(links: BitArray, seen: BitArray) -> tuple[IntArray, list[int]]:
    """The pattern of each step, numbered by first appearance, and the step at which each first appears."""
    numbers: dict[bytes, int] = {}
    first: list[int] = []
    pattern_of_step = np.empty(links.shape[0], dtype=np.int64)
    for step in range(links.shape[0]):
        content = blake2b(links[step].tobytes(), digest_size=16)
        content.update(seen[step].tobytes())
        number = numbers.setdefault(content.digest(), len(first))
        if number == len(first):
            first.append(step)
        pattern_of_step[step] = number
    return pattern_of_step, first
