"""Small crises for tests: the tutorial as plain values, changed by dotted path, and the arms of a run."""

import copy
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from wargame.events import UNDIGESTED, Event
from wargame.loader import load
from wargame.record import Record
from wargame.record.record import event_line
from wargame.run import run
from wargame.scenario import Scenario
from wargame.scenario.base import plain

ARMS: tuple[tuple[str, str | None], ...] = (
    ("free", None),
    ("restraint", None),
    ("unattacked", None),
    ("forced", "blind"),
    ("forced", "cut_the_strait"),
)
"""Every arm of the tutorial, with its threat package."""
ARM_IDS = [package or arm for arm, package in ARMS]

RED = "actors.RED.adversary"


@cache
def tutorial() -> Scenario:
    """The shipped tutorial."""
    return load("tutorial")


def values(scenario: Scenario | None = None) -> dict[str, Any]:
    """A scenario (the tutorial when left out) as plain values that a test may change."""
    return copy.deepcopy(plain(scenario or tutorial()))


def changed(changes: Mapping[str, Any], scenario: Scenario | None = None) -> Scenario:
    """A scenario with other values at dotted paths; a value of None deletes the key."""
    found = values(scenario)
    for path, value in changes.items():
        *way, last = path.split(".")
        block = found
        for key in way:
            block = block.setdefault(key, {})
        if value is None:
            block.pop(last, None)
        else:
            block[last] = copy.deepcopy(value)
    return Scenario.model_validate(found)


def only(*capabilities: str) -> dict[str, Any]:
    """The change that leaves Red these capabilities of the tutorial and no package that needs another."""
    kept = values()["actors"]["RED"]["adversary"]["capabilities"]
    packages = {
        key: block
        for key, block in values()["threat_packages"].items()
        if all(action["capability"] in capabilities for action in block["actions"])
    }
    return {
        f"{RED}.capabilities": {key: kept[key] for key in capabilities},
        "threat_packages": packages,
    }


def every_arm(scenario: Scenario, **given: Any) -> Iterator[Record]:
    """The record of every arm, the forced one once for each package."""
    for arm in ("unattacked", "restraint", "free"):
        yield run(scenario, arm=arm, **given)
    for package in sorted(scenario.threat_packages):
        yield run(scenario, arm="forced", package=package, **given)


def lines(
    events: Iterator[Event] | list[Event] | tuple[Event, ...], without: frozenset[str] = UNDIGESTED
) -> list[str]:
    """Events as canonical lines, without what lean runs leave out (or without other fields)."""
    return [event_line(event, without) for event in events]


def kinds(record: Record, *wanted: str) -> list[Any]:
    """The events of these kinds, in order."""
    return [event for event in record.events if event.kind in wanted]


# Blocks to put into a scenario

GEO_EAST = {"type": "geo", "longitude_deg": -30.0}


def relay(owner: str, longitude_deg: float, capacity_mbps: float, **more: Any) -> dict[str, Any]:
    """A geostationary wideband relay in the X band."""
    payload = {"kind": "wideband", "capacity_mbps": capacity_mbps, "bands": ["x"]}
    orbit = {"type": "geo", "longitude_deg": longitude_deg}
    return {
        "name": f"Relay of {owner}",
        "owner": owner,
        "orbit": orbit,
        "payloads": {"relay": payload},
        **more,
    }


def gateway(owner: str, latitude_deg: float, longitude_deg: float, **more: Any) -> dict[str, Any]:
    """A wideband gateway in the X band."""
    job = {"kind": "gateway", "mission": "satcom_wideband", "bands": ["x"]}
    place = {"latitude_deg": latitude_deg, "longitude_deg": longitude_deg}
    return {"name": f"Gateway of {owner}", "owner": owner, **place, "functions": {"relay": job}, **more}


def sensor(modality: str, **numbers: Any) -> dict[str, Any]:
    """A site function that watches."""
    return {"kind": "sensor", "modality": modality, **numbers}


def umbra(
    capabilities: Mapping[str, Any] | None = None, script: tuple[Any, ...] = (), **more: Any
) -> dict[str, Any]:
    """The change that seats a second adversary with these capabilities (its own intruder when left out)."""
    own = {"effect": "ground_cyber", "magazine": 4, "parameters": {"p_success": 0.2, "onset_h": 1.0}}
    block = {
        "doctrine": "scripted",
        "script": list(script),
        "capabilities": {"worm": own} if capabilities is None else capabilities,
        **more,
    }
    return {"actors.UMB": {"name": "Umbra", "kind": "adversary", "adversary": block}}
