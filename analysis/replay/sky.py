"""What the page says of satellites: what they do, how low they are of use, and which sites could work with them."""

from typing import Any

from wargame.scenario import Scenario
from wargame.scenario.payloads import MISSION_OF_PAYLOAD, Collector, NavigationPayload
from wargame.scenario.sites import Control, Gateway, compatible

OPEN_SKY_DEG = 5.0
"""The elevation from which a receiver in the open uses a navigation satellite."""


def does(body: Any) -> list[str]:
    """The missions that a satellite's payloads work for, in alphabetical order (`Any`: alone or in a constellation)."""
    return sorted({MISSION_OF_PAYLOAD[item.kind] for item in body.payloads.values()})


def lowest_elevation_deg(scenario: Scenario, body: Any) -> float | None:
    """The elevation from which a satellite is of use to users below it; None where it looks at no ground."""
    found = []
    for item in body.payloads.values():
        mission = MISSION_OF_PAYLOAD[item.kind]
        if isinstance(item, NavigationPayload):
            found.append(OPEN_SKY_DEG)
        elif isinstance(item, Collector):
            found.append(90.0 - item.max_incidence_deg)
        elif mission != "sda":
            found.append(float(getattr(scenario.missions.of(mission), "point_mask_deg", OPEN_SKY_DEG)))
    return round(min(found), 1) if found else None


def partners_on_the_ground(scenario: Scenario, satellite: str) -> list[str]:
    """The sites that command a satellite or could land its traffic; never those of an adversary with those of others.

    Whether an agreement lets them is not said here: that is what services are computed from.
    """
    body = scenario.fleet[satellite]
    system = getattr(body, "constellation", satellite)
    hostile = body.owner in scenario.adversaries
    found = []
    for key, site in sorted(scenario.sites.items()):
        if (site.owner in scenario.adversaries) != hostile:
            continue
        functions = site.functions.values()
        commands = any(isinstance(f, Control) and {satellite, system} & set(f.systems) for f in functions)
        lands = any(
            isinstance(f, Gateway) and compatible(f, p) for f in functions for p in body.payloads.values()
        )
        if commands or lands:
            found.append(key)
    return found
