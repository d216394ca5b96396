"""Where observations of space objects come from: trackers on the ground and telescopes in space with their gateways.

A *source* is what comes down together: all trackers of one owner, or one telescope in space.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from wargame.coalition import Coalition, payload_owner
from wargame.missions.contract import Setting
from wargame.missions.status import Function
from wargame.scenario.base import MissionKey
from wargame.scenario.payloads import SpaceSurveillancePayload
from wargame.scenario.scenario import Member, Scenario
from wargame.scenario.sites import Gateway, Tracker
from wargame.space.arrays import BitArray, IntArray
from wargame.space.watching import Observer, Radar, SpaceTelescope, Telescope, WatchSpec

KEY: MissionKey = "sda"


@dataclass(frozen=True, slots=True)
class Landing:
    """A gateway at which a telescope in space may land what it saw: its site, its function's id, and who runs it."""

    site: str
    name: str
    owner: str


@dataclass(frozen=True, eq=False, slots=True)
class Source:
    """Observers whose observations come down together.

    Attributes:
        owner: whose observations they are.
        observers: functions that observe.
        rows: where they stand on the axis of the sightings, shape (observers,).
        satellite: what carries them; None for trackers, whose observations are on the ground at once.
        landings: gateways that see the satellite at some step and might be open to it.
        view: when they are in view, bits, shape (1, landings, words).
    """

    owner: str
    observers: tuple[Function, ...]
    rows: IntArray
    satellite: str | None
    landings: tuple[Landing, ...]
    view: BitArray

    @property
    def functions(self) -> tuple[Function, ...]:
        """Observers, then gateways, as functions with a status."""
        return (*self.observers, *((item.site, item.name) for item in self.landings))


def objects_named(scenario: Scenario, names: Iterable[str]) -> tuple[str, ...]:
    """The satellites that some ids of satellites, constellations or actors (all they own) mean, each once, in order."""
    wanted = set(names)
    return tuple(
        key
        for key, body in scenario.fleet.items()
        if key in wanted
        or body.owner in wanted
        or (isinstance(body, Member) and body.constellation in wanted)
    )


def watched(
    setting: Setting, nations: frozenset[str], objects: tuple[str, ...]
) -> tuple[BitArray, tuple[Source, ...]]:
    """Return who sees which object when, and the sources that see any and may serve some of the nations.

    Args:
        setting: scenario and geometry.
        nations: who wants custody; an adversary is served by nobody but itself.
        objects: ids of satellites.

    Returns:
        Sightings, bits, shape (words, observers, objects), and sources in an order of content.
    """
    eyes = _eyes(setting.scenario, nations)
    if not eyes or not objects:
        return np.zeros((setting.geometry.site_access.shape[0], 0, len(objects)), dtype=np.uint64), ()
    seen = setting.geometry.watch_access(WatchSpec(tuple(eye.observer for eye in eyes), objects))
    used = [(row, eyes[row]) for row in np.flatnonzero(seen.any(axis=(0, 2))).tolist()]
    ground = sorted((item for item in used if not item[1].in_space), key=lambda item: item[1].owner)
    trackers = [_trackers(list(group)) for _, group in groupby(ground, key=lambda item: item[1].owner)]
    telescopes = [_telescope(setting, row, eye) for row, eye in used if eye.in_space]
    return seen, (*trackers, *(source for source in telescopes if source.landings))


@dataclass(frozen=True, slots=True)
class _Eye:
    """A function that observes space objects, and what the geometry needs to know of it."""

    asset: str
    name: str
    owner: str
    observer: Observer

    @property
    def in_space(self) -> bool:
        """Whether a satellite carries it."""
        return isinstance(self.observer, SpaceTelescope)


def _trackers(eyes: list[tuple[int, _Eye]]) -> Source:
    """All trackers of one owner."""
    rows = np.array([row for row, _ in eyes], dtype=np.int64)
    nowhere = np.zeros((1, 0, 0), dtype=np.uint64)
    return Source(eyes[0][1].owner, tuple((eye.asset, eye.name) for _, eye in eyes), rows, None, (), nowhere)


def _telescope(setting: Setting, row: int, eye: _Eye) -> Source:
    """A telescope in space with every gateway that it ever sees and might use."""
    geometry = setting.geometry
    access = geometry.site_access[:, geometry.satellite_index[eye.asset]]
    owners = Coalition.everybody(setting.scenario).gateways_open_to(KEY, eye.owner)
    landings = tuple(
        Landing(key, name, site.owner)
        for key, site in sorted(setting.scenario.sites.items())
        if site.owner in owners and access[:, geometry.site_index[key]].any()
        for name, job in sorted(site.functions.items())
        if isinstance(job, Gateway) and job.mission == KEY
    )
    view = access[:, [geometry.site_index[item.site] for item in landings]]
    observer = (eye.asset, eye.name)
    return Source(
        eye.owner, (observer,), np.array([row]), eye.asset, landings, np.ascontiguousarray(view.T)[None]
    )


def _eyes(scenario: Scenario, nations: frozenset[str]) -> list[_Eye]:
    """Every function that observes for one of the nations when all players are in, in alphabetical order."""
    everybody, adversaries = Coalition.everybody(scenario), set(scenario.adversaries)
    serving = {owner for owner in scenario.actors if everybody.recipients(KEY, owner) & nations}
    found = [eye for eye in _ground_eyes(scenario) if eye.owner in serving]
    for satellite, body in scenario.fleet.items():
        for name, payload in sorted(body.payloads.items()):
            owner = payload_owner(body.owner, payload)
            # What hangs on a bus of the other side serves nobody.
            same_side = (owner in adversaries) == (body.owner in adversaries)
            if isinstance(payload, SpaceSurveillancePayload) and owner in serving and same_side:
                limits = payload.limb_margin_km, payload.sun_exclusion_deg, payload.range_km or math.inf
                found.append(_Eye(satellite, name, owner, SpaceTelescope(satellite, *limits)))
    return sorted(found, key=lambda eye: (eye.asset, eye.name))


def _ground_eyes(scenario: Scenario) -> Iterator[_Eye]:
    for key, site in scenario.sites.items():
        for name, job in site.functions.items():
            if isinstance(job, Tracker):
                range_km = job.range_km or math.inf
                radar = job.modality == "radar"
                observer: Observer = (
                    Radar(key, range_km)
                    if radar
                    else Telescope(
                        key, max_sun_elevation_deg=job.max_sun_elevation_deg, max_range_km=range_km
                    )
                )
                yield _Eye(key, name, site.owner, observer)
