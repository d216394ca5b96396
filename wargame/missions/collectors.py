"""Who collects where and reaches the ground when: payloads, gateways and points of a mission, as bits.

Everything here is geometry, light and weather: it does not depend on who is in the coalition or on what works.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wargame.coalition import Coalition
from wargame.missions.clouds import clear_words
from wargame.missions.contacts import reordered
from wargame.missions.contract import Setting
from wargame.missions.links import CarriedPayload, SiteGateway, carried_payloads, site_gateways
from wargame.missions.status import Functions
from wargame.scenario.base import MissionKey
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.scenario.payloads import CollectingPayload, OpticalPayload
from wargame.space.arrays import BitArray, BoolArray, IntArray
from wargame.space.geometry import Geometry
from wargame.space.sensing import ImagingSpec


@dataclass(frozen=True, eq=False)
class Collectors:
    """The payloads and gateways of a mission, and what they see at every step of the horizon.

    Attributes:
        mission: whose payloads and gateways.
        payloads: those that collect over a wanted point and see a gateway that might be open to them at some step.
        gateways: those that see one of these payloads at some step and might be open to it.
        regions: the regions in which somebody wants what they collect, as places on the axis of the setting.
        spans: first point of each of these regions, and the end, shape (regions + 1,).
        access: when each payload may collect over each point, bits, shape (points, payloads, words).
        view: gateways in view of each payload, bits, shape (payloads, gateways, words).
        life_steps: steps for which each payload goes on after its last contact, shape (payloads,).
    """

    mission: MissionKey
    payloads: tuple[CarriedPayload, ...]
    gateways: tuple[SiteGateway, ...]
    regions: tuple[int, ...]
    spans: IntArray
    access: BitArray
    view: BitArray
    life_steps: IntArray

    @cached_property
    def functions(self) -> Functions:
        """All payloads, then all gateways, as functions with a status."""
        payloads = [(item.satellite, item.name) for item in self.payloads]
        return Functions(payloads + [(item.site, item.name) for item in self.gateways])

    @cached_property
    def collects(self) -> BoolArray:
        """Whether each payload ever collects over each point, shape (points, payloads)."""
        return np.asarray(self.access.any(axis=2))

    def exists(self, coalition: Coalition) -> BoolArray:
        """Whether each payload, then each gateway, exists in a coalition, shape (functions,)."""
        payloads = [coalition.exists(item.satellite, item.name) for item in self.payloads]
        return np.array(payloads + [coalition.exists(item.site) for item in self.gateways], dtype=np.bool_)

    def may_land(self, coalition: Coalition) -> BoolArray:
        """Which gateways each payload may use, shape (payloads, gateways)."""
        return _may_land(self.mission, coalition, self.payloads, self.gateways)


def collectors(setting: Setting, mission: MissionKey, wanted: Mapping[int, frozenset[str]]) -> Collectors:
    """Gather what collects for a mission.

    Args:
        setting: scenario and geometry.
        mission: whose payloads and gateways.
        wanted: the kinds of payload that somebody wants something of, by region.
    """
    kinds = frozenset[str]().union(*wanted.values())
    candidates = tuple(item for item in carried_payloads(setting, mission) if item.payload.kind in kinds)
    gateways = site_gateways(setting, mission)
    view = _view(setting.geometry, candidates, gateways)
    view[~_may_land(mission, Coalition.everybody(setting.scenario), candidates, gateways)] = 0
    linked = np.flatnonzero(view.any(axis=(1, 2)))
    candidates = tuple(candidates[row] for row in linked)
    used = np.flatnonzero(view.any(axis=(0, 2)))
    regions = tuple(sorted(wanted))
    spans = [setting.points[region] for region in regions]
    access = _access(setting, candidates, regions)
    kept = np.flatnonzero(access.any(axis=(0, 2)))
    if len(kept) < len(candidates):
        access = np.ascontiguousarray(access[:, kept])
    payloads = tuple(candidates[row] for row in kept)
    life_s = [_of(item).tasking_life_h * 3600.0 for item in payloads]
    return Collectors(
        mission,
        payloads,
        tuple(gateways[column] for column in used),
        regions,
        np.cumsum([0, *(span.stop - span.start for span in spans)]),
        access,
        np.ascontiguousarray(view[np.ix_(linked[kept], used)]),
        np.array([int(life // SERVICE_STEP_S) for life in life_s], dtype=np.int64),
    )


def _may_land(
    mission: MissionKey,
    coalition: Coalition,
    payloads: tuple[CarriedPayload, ...],
    gateways: tuple[SiteGateway, ...],
) -> BoolArray:
    """Which gateways each payload may use in a coalition, shape (payloads, gateways)."""
    open_to = {
        owner: coalition.gateways_open_to(mission, owner) for owner in {item.owner for item in payloads}
    }
    rows = {owner: [gate.owner in owners for gate in gateways] for owner, owners in open_to.items()}
    table = np.array([rows[item.owner] for item in payloads], dtype=np.bool_)
    return table.reshape(len(payloads), len(gateways))


def _view(
    geometry: Geometry, payloads: tuple[CarriedPayload, ...], gateways: tuple[SiteGateway, ...]
) -> BitArray:
    """Gateways in view of payloads, bits, shape (payloads, gateways, words)."""
    rows = np.array([geometry.satellite_index[item.satellite] for item in payloads], dtype=np.int64)
    columns = np.array([geometry.site_index[item.site] for item in gateways], dtype=np.int64)
    view = geometry.site_access[:, rows[:, None], columns[None, :]]
    return np.ascontiguousarray(view.transpose(1, 2, 0))


def _access(setting: Setting, payloads: tuple[CarriedPayload, ...], regions: Iterable[int]) -> BitArray:
    """When each payload may collect over the points of some regions, bits, shape (points, payloads, words)."""
    places = [np.arange(setting.points[r].start, setting.points[r].stop, dtype=np.int64) for r in regions]
    points = np.concatenate([np.zeros(0, dtype=np.int64), *places])
    n_words = setting.geometry.site_access.shape[0]
    access = np.zeros((len(points), len(payloads), n_words), dtype=np.uint64)
    always = np.full((len(points), n_words), ~np.uint64(0))
    open_sky = _open_sky(setting, regions, n_words) if any(map(_is_camera, payloads)) else always
    satellites: dict[tuple[float, float, float | None], list[str]] = {}
    for item in payloads:
        satellites.setdefault(_limits(item), []).append(item.satellite)
    specs = {limits: ImagingSpec(tuple(sorted(set(found))), *limits) for limits, found in satellites.items()}
    for row, item in enumerate(payloads):
        spec = specs[_limits(item)]
        bits, column = setting.geometry.imaging_access(spec), spec.satellites.index(item.satellite)
        reordered(bits, column, points, open_sky if _is_camera(item) else always, access[:, row])
    return access


def _open_sky(setting: Setting, regions: Iterable[int], n_words: int) -> BitArray:
    """When no cloud hides the points of some regions, bits, shape (points, words)."""
    n_steps = setting.geometry.request.n_steps
    rows = []
    for region in regions:
        clear = clear_words(setting.scenario, setting.regions[region], n_steps)
        span = setting.points[region]
        rows.append(np.broadcast_to(clear, (span.stop - span.start, n_words)))
    return np.ascontiguousarray(np.concatenate(rows))


def _is_camera(item: CarriedPayload) -> bool:
    """Whether clouds are in the way of a payload."""
    return isinstance(item.payload, OpticalPayload)


def _limits(item: CarriedPayload) -> tuple[float, float, float | None]:
    """Least and largest incidence and, for cameras, least elevation of the Sun, degrees."""
    payload = _of(item)
    sun_deg = payload.min_sun_elevation_deg if isinstance(payload, OpticalPayload) else None
    return payload.min_incidence_deg, payload.max_incidence_deg, sun_deg


def _of(item: CarriedPayload) -> CollectingPayload:
    """The payload as one that collects."""
    if not isinstance(item.payload, CollectingPayload):
        message = f"{item.satellite}.{item.name} is of kind '{item.payload.kind}', which collects nothing"
        raise TypeError(message)
    return item.payload
