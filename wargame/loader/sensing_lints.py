"""Lints about what sensors collect: who can see what at all, who is told in time, where it comes down."""

from collections.abc import Iterator, Mapping, Sequence

from wargame.loader.faults import Path
from wargame.loader.flights import Flight, apart_deg, flight_of
from wargame.loader.subject import Finding
from wargame.loader.suggest import listed
from wargame.scenario import Scenario
from wargame.scenario.agreements import GroundAccess, ServiceAccess
from wargame.scenario.assets import Constellation, Satellite
from wargame.scenario.base import MissionKey
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.scenario.needs import ImagingNeed
from wargame.scenario.payloads import (
    MISSION_OF_PAYLOAD,
    CollectingPayload,
    InfraredPayload,
    Payload,
    SpaceSurveillancePayload,
    is_open,
)
from wargame.scenario.sites import Gateway, Sensor, Site, Tracker
from wargame.scenario.users import Region, Users

TELESCOPE_LEAST_DEG = 20.0
"""Telescopes on the ground look no lower, whatever the mask of their site (docs/method.md, custody)."""

Body = Satellite | Constellation
Eye = tuple[str, Flight | Site, Tracker | SpaceSurveillancePayload]
"""Something that watches space objects: its owner, where it is, what it can do."""


def objects_can_be_observed(scenario: Scenario) -> Iterator[Finding]:
    """Objects of interest that nothing whose tracks reach the users can ever observe."""
    eyes = list(_eyes(scenario))
    for key, group in scenario.users.items():
        need = group.needs.sda
        heard = [eye for eye in eyes if group.nation in _told(scenario, "sda", eye[0])] if need else []
        if need is not None and not eyes and any(_foreign(scenario, name, group) for name in need.objects):
            yield (
                ("users", key, "needs", "sda"),
                "no site is a tracker and no satellite carries a payload for space_surveillance, so custody ends with "
                "what is known at the epoch and this service falls to 0; add one, or take the need out",
            )
            continue
        for index, name in enumerate(need.objects if need else ()):
            flying = _named(scenario, name)
            unseen = [item for item, body in _foreign(scenario, name, group) if not _seen(body, heard)]
            path = ("users", key, "needs", "sda", "objects", index)
            if not flying:
                yield (
                    path,
                    f"'{name}' has no satellites, so there is nothing to keep in custody and a need of nothing else "
                    "reads as fully served (1.000); name what flies, or take it out",
                )
            elif unseen:
                yield (
                    path,
                    f"no tracker whose tracks reach '{group.nation}' can ever observe {_some(unseen)}; give it one "
                    "in range and view, share tracks by service_access, or take it out",
                )


def _named(scenario: Scenario, name: str) -> list[tuple[str, Body]]:
    """The satellites and constellations that an object of interest means."""
    bodies: Mapping[str, Body] = {**scenario.satellites, **scenario.constellations}
    member = scenario.fleet.get(name)
    of = getattr(member, "constellation", None)
    return [(key, body) for key, body in bodies.items() if key in (name, of) or body.owner == name]


def _foreign(scenario: Scenario, name: str, group: Users) -> list[tuple[str, Body]]:
    """Those of an object's satellites that are not the users' own, which telemetry keeps in custody."""
    return [(key, body) for key, body in _named(scenario, name) if body.owner != group.nation]


def _some(names: Sequence[str]) -> str:
    """Up to three names in quotes, and how many more there are."""
    more = [f"{len(names) - 3} more"] if len(names) > 3 else []
    return listed([*(f"'{name}'" for name in names[:3]), *more])


def _eyes(scenario: Scenario) -> Iterator[Eye]:
    """Everything that watches space objects."""
    for site in scenario.sites.values():
        for job in site.functions.values():
            if isinstance(job, Tracker):
                yield site.owner, site, job
    for _, body, payload in carried(scenario):
        if isinstance(payload, SpaceSurveillancePayload):
            yield payload.owner or body.owner, flight_of(body), payload


def _seen(body: Body, eyes: Sequence[Eye]) -> bool:
    """Whether one of these may ever observe a satellite."""
    flight = flight_of(body)
    return any(_may_observe(where, job, flight) for _, where, job in eyes)


def _may_observe(where: Flight | Site, job: Tracker | SpaceSurveillancePayload, flight: Flight) -> bool:
    if isinstance(where, Flight):
        return where.may_come_near(flight, job.range_km)
    telescope = isinstance(job, Tracker) and job.modality == "telescope"
    lowest_deg = max(where.mask_deg, TELESCOPE_LEAST_DEG) if telescope else where.mask_deg
    return flight.may_stand_over(where.latitude_deg, where.longitude_deg, lowest_deg, job.range_km)


def custody_outlives_a_step(scenario: Scenario) -> Iterator[Finding]:
    """Custody that ends before the next service step, or before the tracks of an agreement are released."""
    step_h = SERVICE_STEP_S / 3600.0
    for key, group in scenario.users.items():
        need = group.needs.sda
        if need is not None and need.custody_h < step_h:
            yield (
                ("users", key, "needs", "sda", "custody_h"),
                f"{need.custody_h:g} hours are shorter than the service step of {SERVICE_STEP_S // 60} minutes, so "
                f"custody ends with the step of the observation; write {step_h:.3f} or more",
            )
    for key, agreement in scenario.agreements.items():
        if not (isinstance(agreement, ServiceAccess) and agreement.mission == "sda"):
            continue
        needs = [group.needs.sda for group in scenario.users.values() if group.nation in agreement.recipients]
        longest_h = max((need.custody_h for need in needs if need), default=None)
        if longest_h is not None and agreement.release_h > longest_h:
            yield (
                ("agreements", key, "release_h"),
                f"tracks released after {agreement.release_h:g} hours never give custody to those who count it for "
                f"{longest_h:g}; release them sooner",
            )


def radars_have_a_range(scenario: Scenario) -> Iterator[Finding]:
    """A radar that tracks at any distance: the power that comes back falls with the fourth power of it."""
    for key, site in scenario.sites.items():
        for name, job in site.functions.items():
            if isinstance(job, Tracker) and job.modality == "radar" and job.range_km is None:
                yield (
                    ("sites", key, "functions", name),
                    "no range_km is given, so this radar tracks whatever stands above its mask, satellites in "
                    "geostationary orbit too; write how far it reaches, in km",
                )


def trackers_are_heard(scenario: Scenario) -> Iterator[Finding]:
    """A tracker whose tracks reach nobody who needs custody."""
    needing = {group.nation for group in scenario.users.values() if group.needs.sda}
    words = (
        "nobody who needs custody (sda) receives these tracks; share them by service_access, or take it out"
    )
    for key, site in scenario.sites.items():
        for name, job in site.functions.items():
            if isinstance(job, Tracker) and not needing & _told(scenario, "sda", site.owner):
                yield ("sites", key, "functions", name), words
    for path, body, payload in carried(scenario):
        owner = payload.owner or body.owner
        if isinstance(payload, SpaceSurveillancePayload) and not needing & _told(scenario, "sda", owner):
            yield path, words


def collections_have_users(scenario: Scenario) -> Iterator[Finding]:
    """A payload that collects or warns for nobody: no user who is told asks for it, or none in its reach."""
    for path, body, payload in carried(scenario):
        if not isinstance(payload, CollectingPayload | InfraredPayload):
            continue
        asking = _asking(scenario, body, payload)
        flight, lowest_deg = flight_of(body), _lowest_deg(scenario, payload)
        if not asking:
            yield (
                path,
                f"nobody who is given what it collects asks for {MISSION_OF_PAYLOAD[payload.kind]}; give it by "
                "service_access to somebody who does, or take it out",
            )
        elif not any(flight.may_see(region, lowest_deg) for region in asking.values()):
            yield path, f"its orbit never comes within reach of {_some(sorted(asking))}, where its users are"


def collections_come_down_in_reach(scenario: Scenario) -> Iterator[Finding]:
    """An imager or listener that can land nothing while it is over any region where it is used."""
    for path, body, payload in carried(scenario):
        if not isinstance(payload, CollectingPayload):
            continue
        mission = MISSION_OF_PAYLOAD[payload.kind]
        grounds = _gateways(scenario, mission, payload.owner or body.owner)
        if not grounds:
            continue  # another lint speaks
        flight, lowest_deg = flight_of(body), _lowest_deg(scenario, payload)
        asking = _asking(scenario, body, payload)
        used = {key: region for key, region in asking.items() if flight.may_see(region, lowest_deg)}
        if used and not any(_within(flight, region, lowest_deg, grounds) for region in used.values()):
            yield (
                path,
                f"no gateway for {mission} that it may use is in its view while it is over {_some(sorted(used))}; "
                "what it collects waits until it passes one: add a gateway near by, or a ground_access agreement",
            )


def _within(flight: Flight, region: Region, lowest_deg: float, grounds: Sequence[Site]) -> bool:
    """Whether a satellite may see a region and one of these sites at the same time."""
    over_deg = flight.footprint_deg(lowest_deg)
    return any(
        apart_deg(region, site.latitude_deg, site.longitude_deg)
        <= over_deg + flight.footprint_deg(site.mask_deg)
        and flight.may_stand_over(site.latitude_deg, site.longitude_deg, site.mask_deg)
        for site in grounds
    )


def witnesses_tell_somebody(scenario: Scenario) -> Iterator[Finding]:
    """A sensor of attacks whose owner is no government and releases no report to one."""
    for key, site in scenario.sites.items():
        owner = site.owner
        inside = scenario.actors[owner].kind == "commercial"
        tells = any(
            owner in row.giver or (row.giver == "members" and inside) for row in scenario.disclosure.values()
        )
        for name, job in site.functions.items():
            if isinstance(job, Sensor) and owner not in scenario.governments and not tells:
                yield (
                    ("sites", key, "functions", name),
                    f"no government hears its reports: '{owner}' is none and no disclosure row names it as giver; "
                    "add a row, or take it out",
                )


def carried(scenario: Scenario) -> Iterator[tuple[Path, Body, Payload]]:
    """Every payload of satellites and constellations with its place in the file and what carries it."""
    blocks: Mapping[str, Mapping[str, Body]] = {
        "satellites": scenario.satellites,
        "constellations": scenario.constellations,
    }
    for block, bodies in blocks.items():
        for key, body in bodies.items():
            for name, payload in body.payloads.items():
                yield (block, key, "payloads", name), body, payload


def _told(scenario: Scenario, mission: MissionKey, owner: str) -> set[str]:
    """Everybody who is given what somebody collects when everybody is in the coalition."""
    given = (
        agreement.recipients
        for agreement in scenario.agreements.values()
        if isinstance(agreement, ServiceAccess)
        and agreement.mission == mission
        and agreement.provider == owner
    )
    return {owner}.union(*given)


def _asking(scenario: Scenario, body: Body, payload: Payload) -> dict[str, Region]:
    """The regions of users who are given what a payload collects and have a use for it."""
    mission = MISSION_OF_PAYLOAD[payload.kind]
    told = _told(scenario, mission, payload.owner or body.owner)
    return {
        group.region: scenario.regions[group.region]
        for group in scenario.users.values()
        if (is_open(payload) or group.nation in told) and _wants(group, mission, payload)
    }


def _wants(group: Users, mission: MissionKey, payload: Payload) -> bool:
    need = group.needs.of(mission)
    return payload.kind in need.sensors if isinstance(need, ImagingNeed) else need is not None


def _lowest_deg(scenario: Scenario, payload: Payload) -> float:
    """The least elevation over a point at which a payload works."""
    if isinstance(payload, CollectingPayload):
        return 90.0 - payload.max_incidence_deg
    return scenario.missions.missile_warning.point_mask_deg


def _gateways(scenario: Scenario, mission: MissionKey, owner: str) -> list[Site]:
    """The sites with a gateway for a mission that somebody runs, or may use by ground access."""
    open_to = hosts(scenario, mission, owner)
    return [
        site
        for site in scenario.sites.values()
        if site.owner in open_to
        and any(isinstance(job, Gateway) and job.mission == mission for job in site.functions.values())
    ]


def hosts(scenario: Scenario, mission: MissionKey, owner: str) -> set[str]:
    """Whose gateways somebody may use."""
    shared = (
        agreement.members
        for agreement in scenario.agreements.values()
        if isinstance(agreement, GroundAccess) and agreement.mission == mission and owner in agreement.members
    )
    return {owner}.union(*shared)
