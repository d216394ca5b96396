"""Lints: what is allowed but probably not meant. Each is one small function; none stops a run."""

from collections.abc import Callable, Iterator
from math import cos, radians

from wargame.loader import attack_lints, need_lints, responses, sensing_lints
from wargame.loader.faults import Path
from wargame.loader.flights import flight_of
from wargame.loader.subject import Finding
from wargame.scenario import Scenario
from wargame.scenario.agreements import CapacityPool, CapacityShare, GroundAccess
from wargame.scenario.assets import SatelliteBody
from wargame.scenario.needs import SatcomNeed
from wargame.scenario.orbits import GeoOrbit, OmmOrbit, TleOrbit
from wargame.scenario.payloads import MISSION_OF_PAYLOAD, NavigationPayload, Payload, Relay, RelayPayload
from wargame.scenario.sites import Gateway, compatible
from wargame.scenario.users import Region

Lint = Callable[[Scenario], Iterator[Finding]]

MOST_DAYS = 30
"""How far published elements may lie from the epoch of the run. Source: errors of 1 to 3 km a day, Vallado and others,
"Revisiting Spacetrack Report #3", AIAA 2006-6753."""

HORIZON_DEG = 81.3
"""Angle at the Earth's centre between a geosynchronous satellite and its horizon, acos(6378 / 42164)."""


def there_is_somebody_to_compare(scenario: Scenario) -> Iterator[Finding]:
    """A scenario without partners or threat packages leaves the headline measures empty."""
    if not scenario.players:
        yield (
            ("actors",),
            "nobody can join or leave; 'wargame contribution' needs partners or commercial players",
        )
    if not scenario.threat_packages:
        yield (
            ("threat_packages",),
            "there are no threat packages; resilience measures come from the forced arm and stay empty",
        )


def payloads_have_users(scenario: Scenario) -> Iterator[Finding]:
    """A relay that no user sees, may use and has terminals for."""
    for path, body, payload in _relays(scenario):
        owner = payload.owner or body.owner
        allowed = _who_may_use(scenario, owner)
        fits = any(
            group.nation in allowed
            and isinstance(need := group.needs.of(MISSION_OF_PAYLOAD[payload.kind]), SatcomNeed)
            and set(need.bands) & set(payload.bands)
            and _may_see(body, scenario.regions[group.region])
            for group in scenario.users.values()
        )
        if not fits:
            yield (
                path,
                "nobody can use this payload: no user has permission, terminals and a view of it",
            )


def users_see_a_relay(scenario: Scenario) -> Iterator[Finding]:
    """Users all of whose relays stand below the horizon of their region: their service is 0 whatever happens."""
    for key, group in scenario.users.items():
        region = scenario.regions[group.region]
        for mission in scenario.needed:
            need = group.needs.of(mission)
            fitting = [
                body
                for _, body, payload in _relays(scenario)
                if isinstance(need, SatcomNeed)
                and MISSION_OF_PAYLOAD[payload.kind] == mission
                and set(need.bands) & set(payload.bands)
                and group.nation in _who_may_use(scenario, payload.owner or body.owner)
            ]
            if fitting and not any(_may_see(body, region) for body in fitting):
                yield (
                    ("users", key, "needs", mission),
                    f"every relay that they may use stands below the horizon of {region.name}, so this service is 0 "
                    f"whatever happens; one over the equator is seen up to {HORIZON_DEG} degrees away: move one or "
                    "add relays on inclined or highly elliptical orbits",
                )


def _relays(scenario: Scenario) -> Iterator[tuple[Path, sensing_lints.Body, Relay]]:
    for path, body, payload in sensing_lints.carried(scenario):
        if isinstance(payload, RelayPayload):
            yield path, body, payload


def _who_may_use(scenario: Scenario, owner: str) -> set[str]:
    allowed = {owner}
    for agreement in scenario.agreements.values():
        if isinstance(agreement, CapacityPool) and owner in agreement.members:
            allowed.update(agreement.members)
        if isinstance(agreement, CapacityShare) and owner == agreement.provider:
            allowed.update(agreement.shares)
    return allowed


def _may_see(body: SatelliteBody, region: Region) -> bool:
    """False only when a geosynchronous slot is below the horizon of the whole region."""
    orbit = getattr(body, "orbit", None)
    if not isinstance(orbit, GeoOrbit) or orbit.inclination_deg > 15.0 or getattr(body, "manoeuvres", None):
        return True
    east_deg = (region.east_deg - region.west_deg) % 360.0
    offset_deg = (orbit.longitude_deg - region.west_deg) % 360.0
    apart_deg = 0.0 if offset_deg <= east_deg else min(offset_deg - east_deg, 360.0 - offset_deg)
    latitude_deg = (
        0.0
        if region.south_deg <= 0 <= region.north_deg
        else min(abs(region.south_deg), abs(region.north_deg))
    )
    return (
        cos(radians(apart_deg)) * cos(radians(latitude_deg)) > cos(radians(HORIZON_DEG)) and apart_deg < 90.0
    )


def elements_are_of_the_time(scenario: Scenario) -> Iterator[Finding]:
    """Published elements from so long before or after the run that SGP4 no longer says where the satellite is."""
    for key, body in scenario.satellites.items():
        if isinstance(body.orbit, TleOrbit | OmmOrbit):
            apart_d = (body.orbit.epoch_utc - scenario.clock.start).total_seconds() / 86400.0
            if abs(apart_d) > MOST_DAYS:
                yield (
                    ("satellites", key, "orbit"),
                    f"these elements are of {body.orbit.epoch_utc:%Y-%m-%d}, {abs(apart_d):.0f} days "
                    f"{'before' if apart_d < 0 else 'after'} the epoch of the run; SGP4 strays by one to three "
                    f"kilometres a day, so after {MOST_DAYS} days the plane may still hold, but not where in it the "
                    "satellite is: take elements of the time, or type: kepler",
                )


def gateways_share_a_band(scenario: Scenario) -> Iterator[Finding]:
    """A gateway for communication that no satellite shares a band with."""
    relays = [payload for _, _, payload in _relays(scenario)]
    for path, _, gateway in _gateways(scenario):
        if gateway.bands and not any(compatible(gateway, payload) for payload in relays):
            yield (*path, "bands"), "no satellite of the scenario shares a band with this gateway"


def gateways_see_a_satellite(scenario: Scenario) -> Iterator[Finding]:
    """A gateway that no satellite whose data or traffic may land there ever stands over."""
    for path, owner, gateway in _gateways(scenario):
        site = scenario.sites[str(path[1])]
        landing = [
            body
            for _, body, payload in sensing_lints.carried(scenario)
            if compatible(gateway, payload) and owner in _hosts(scenario, payload, body)
        ]
        flights = [flight_of(body) for body in landing]
        if landing and not any(
            flight.may_stand_over(site.latitude_deg, site.longitude_deg, site.mask_deg) for flight in flights
        ):
            yield (
                path,
                f"no satellite for {gateway.mission} that may use it ever stands {site.mask_deg:g} degrees above its "
                "horizon, so it does nothing; move it, add a ground_access agreement with the owner of one that does, "
                "or take it out",
            )


def _hosts(scenario: Scenario, payload: Payload, body: SatelliteBody) -> set[str]:
    """Whose gateways a payload may use, by its own or by what it passes through links between satellites."""
    owners = {payload.owner or body.owner}
    network = payload.crosslink if isinstance(payload, RelayPayload) else None
    if network is not None:
        owners |= {
            other.owner or carrier.owner
            for _, carrier, other in _relays(scenario)
            if other.crosslink == network
        }
    return {
        host
        for owner in owners
        for host in sensing_lints.hosts(scenario, MISSION_OF_PAYLOAD[payload.kind], owner)
    }


def _gateways(scenario: Scenario) -> Iterator[tuple[Path, str, Gateway]]:
    for key, site in scenario.sites.items():
        for name, function in site.functions.items():
            if isinstance(function, Gateway):
                yield ("sites", key, "functions", name), site.owner, function


def payloads_have_gateways(scenario: Scenario) -> Iterator[Finding]:
    """A payload that needs a gateway and whose owner has no gateway for it, of its own or by agreement."""
    for block, bodies in (("satellites", scenario.satellites), ("constellations", scenario.constellations)):
        for key, body in bodies.items():
            for name, payload in body.payloads.items():
                mission = MISSION_OF_PAYLOAD[payload.kind]
                if mission != "pnt" and not _lands(scenario, payload.owner or body.owner, mission):
                    yield (
                        (block, key, "payloads", name),
                        f"its owner has no gateway for {mission}, of its own or by ground_access",
                    )


def _lands(scenario: Scenario, owner: str, mission: str) -> bool:
    reachable = {owner}
    for agreement in scenario.agreements.values():
        if (
            isinstance(agreement, GroundAccess)
            and agreement.mission == mission
            and owner in agreement.members
        ):
            reachable.update(agreement.members)
    return any(site in reachable and gateway.mission == mission for _, site, gateway in _gateways(scenario))


def receivers_hear_something(scenario: Scenario) -> Iterator[Finding]:
    """A receiver for a family of signals that no satellite broadcasts."""
    bodies = [*scenario.satellites.values(), *scenario.constellations.values()]
    families = {
        item.family
        for body in bodies
        for item in body.payloads.values()
        if isinstance(item, NavigationPayload)
    }
    for key, user_class in scenario.user_classes.items():
        for index, family in enumerate(user_class.receivers):
            if family not in families:
                yield (
                    ("user_classes", key, "receivers", index),
                    f"no satellite broadcasts the family '{family}'",
                )


def blocks_are_used(scenario: Scenario) -> Iterator[Finding]:
    """User classes nobody has, regions nobody lives in and empty magazines."""
    classes = {
        name for group in scenario.users.values() if group.needs.pnt for name in group.needs.pnt.classes
    }
    for key in sorted(set(scenario.user_classes) - classes):
        yield ("user_classes", key), "no group of users has this class"
    for key in sorted(set(scenario.regions) - {group.region for group in scenario.users.values()}):
        yield ("regions", key), "no users live in this region"


def scripts_are_followed(scenario: Scenario) -> Iterator[Finding]:
    """A script without the scripted doctrine, the scripted doctrine without a script, an empty magazine."""
    for key in scenario.adversaries:
        adversary = scenario.actors[key].adversary
        if adversary is None:
            continue
        path = ("actors", key, "adversary")
        if adversary.script and adversary.doctrine != "scripted":
            yield (
                (*path, "script"),
                f"the doctrine '{adversary.doctrine}' does not read the script; 'scripted' does",
            )
        if not adversary.script and adversary.doctrine == "scripted":
            yield (*path, "doctrine"), "the scripted doctrine has no script and will do nothing"
        for name, capability in adversary.capabilities.items():
            if capability.magazine == 0:
                yield (
                    (*path, "capabilities", name, "magazine"),
                    "the magazine is empty; this capability is never used",
                )


LINTS: tuple[Lint, ...] = (
    there_is_somebody_to_compare,
    payloads_have_users,
    users_see_a_relay,
    payloads_have_gateways,
    gateways_share_a_band,
    gateways_see_a_satellite,
    elements_are_of_the_time,
    receivers_hear_something,
    need_lints.needs_can_be_served,
    need_lints.judgements_are_in_range,
    blocks_are_used,
    scripts_are_followed,
    attack_lints.attacks_can_be_carried_out,
    attack_lints.weapons_can_strike,
    responses.somebody_is_bound,
    sensing_lints.objects_can_be_observed,
    sensing_lints.radars_have_a_range,
    sensing_lints.custody_outlives_a_step,
    sensing_lints.trackers_are_heard,
    sensing_lints.collections_have_users,
    sensing_lints.collections_come_down_in_reach,
    sensing_lints.witnesses_tell_somebody,
)


def lints(scenario: Scenario) -> list[Finding]:
    """Everything odd about a scenario that passed its checks."""
    return [finding for lint in LINTS for finding in lint(scenario)]
