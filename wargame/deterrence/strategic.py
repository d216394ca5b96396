"""What stands behind the separate, higher threshold: the missile-warning chain, protected relays and their gateways.

An attack on these can be taken for a first step against nuclear forces, whatever it was meant to be. It costs Red
`costs.strategic`, once for each attack, and governments answer it `strategic_steps` higher.
Source: Acton, "Escalation through Entanglement", International Security 43(1), 2018; the size is a judgement.
Leaves out: control sites, nuclear command by other means, and warning relayed over wideband.
"""

from wargame.game.effect import Scene
from wargame.scenario.base import MISSION_KEYS, MissionKey
from wargame.scenario.payloads import MISSION_OF_PAYLOAD
from wargame.scenario.sites import Gateway, Tracker

STRATEGIC: frozenset[MissionKey] = frozenset({"missile_warning", "satcom_protected"})
"""Missions whose assets stand behind the threshold."""

TOP_RUNG = 10
"""The highest rung of the escalation ladder."""


def missions_of(target: str, scene: Scene) -> tuple[MissionKey, ...]:
    """The missions that an attack on a target is about, in alphabetical order.

    Of a satellite those of its payloads, of a site those of its gateways and trackers, of a group of users what they
    need; in a region it is navigation, whose receivers are jammed there.
    """
    satellite, site, group = scene.satellite(target), scene.site(target), scene.group(target)
    found: set[MissionKey] = set()
    if satellite is not None:
        found = {MISSION_OF_PAYLOAD[item.kind] for item in satellite.payloads.values()}
    elif site is not None:
        for job in site.functions.values():
            if isinstance(job, Gateway):
                found.add(job.mission)
            elif isinstance(job, Tracker):
                found.add("sda")
    elif group is not None:
        found = {key for key in MISSION_KEYS if group.needs.of(key) is not None}
    elif scene.region(target) is not None:
        found = {"pnt"}
    return tuple(sorted(found))


def is_strategic(target: str, scene: Scene) -> bool:
    """Whether the target is a satellite or site that serves either mission, whatever else it does."""
    asset = scene.satellite(target) is not None or scene.site(target) is not None
    return asset and not STRATEGIC.isdisjoint(missions_of(target, scene))
