"""A made-up world of any size with all nine missions, for measuring: nothing in it stands for anybody.

A tenth of the satellites are Red's and carry nothing: they are what space domain awareness watches. The others are
spread over the missions in fixed shares, so that every kind grows with the number of satellites. Only the telescopes
in space stay as many as they are: what may be seen are pairs of a telescope and an object, which would grow with the
square, whoever computes it. Nations share what they have with some of the others, with delays that differ, so that no
two nations receive the same.
"""

import math
from dataclasses import dataclass
from typing import Any

from wargame.scenario import Scenario

Block = dict[str, Any]  # Any: values of a scenario file

LEAD = "N1"
RED = "RED"
GOLDEN = (
    math.sqrt(5.0) - 1.0
) / 2.0  # multiples of it, whole turns left out, spread evenly however many there are
LEAST_SATELLITES = 100

SHARES = {
    "gps": 0.12,
    "galileo": 0.10,
    "wideband": 0.10,
    "mesh": 0.06,
    "protected": 0.04,
    "narrowband": 0.04,
    "infrared": 0.04,
    "optical": 0.12,
    "radar": 0.10,
    "signals": 0.10,
    "weather": 0.05,
}
"""Share of each kind of satellite; what is left but the telescopes is Red's."""

TELESCOPES = 8

CELLS = {
    "satcom_wideband": ("x", "ka"),
    "satcom_protected": ("ehf",),
    "satcom_narrowband": ("uhf",),
}
COLLECTED = ("isr_imaging", "isr_signals", "environment", "sda")
GROUND = (*CELLS, *COLLECTED, "missile_warning")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a world is.

    Attributes:
        satellites: number of satellites, Red's included.
        regions: number of regions.
        days: length of the run.
        nations: number of nations with users, the lead included.
        sites: number of ground sites.
    """

    satellites: int = 250
    regions: int = 8
    days: int = 7
    nations: int = 9
    sites: int = 45


def synthetic(size: Size = Size()) -> Scenario:  # frozen
    """A scenario of a given size; the same size gives the same scenario."""
    if size.satellites < LEAST_SATELLITES:
        message = f"the world has {size.satellites} satellites; it needs at least {LEAST_SATELLITES}"
        raise ValueError(message)
    nations = [f"N{number + 1}" for number in range(size.nations)]
    kinds: dict[str, Block] = {key: {"kind": "lead" if key == LEAD else "partner"} for key in nations}
    kinds[RED] = {"kind": "adversary"}
    return Scenario.model_validate(
        {
            "title": f"Synthetic world of {size.satellites} satellites",
            "question": "How fast?",
            "clock": {"start_utc": "2026-03-01T00:00:00Z", "duration_h": 24 * size.days},
            "actors": {key: {"name": key, **kind} for key, kind in kinds.items()},
            "regions": {f"region_{number}": _region(number) for number in range(size.regions)},
            "user_classes": {
                "open_sky": {"mask_deg": 5, "receivers": ["gps", "galileo"]},
                "shipboard": {"mask_deg": 20, "receivers": ["gps"]},
                "street": {"mask_deg": 30, "receivers": ["gps", "galileo"]},
            },
            "users": {
                f"{nation}_{number}": _users(nation, f"region_{number}", size)
                for nation in nations
                for number in range(size.regions)
            },
            "satellites": _satellites(size, nations),
            "sites": {f"site_{number:02d}": _site(number, size, nations) for number in range(size.sites)},
            "agreements": _agreements(nations),
        }
    )


def _turn_deg(number: int, share: float = GOLDEN) -> float:
    """An angle for the nth of many that are to be spread evenly."""
    return 360.0 * (number * share % 1.0)


# Regions and users


def _region(number: int) -> Block:
    """A box of 20 by 20 degrees, eight or so points; up to 72 of them do not overlap."""
    west_deg, south_deg = 20.0 * (number * 5 % 18) - 180.0, -40.0 + 20.0 * (number % 4)
    box = {
        "south_deg": south_deg,
        "north_deg": south_deg + 20.0,
        "west_deg": west_deg,
        "east_deg": west_deg + 20.0,
    }
    return box | {"name": f"Region {number}", "spacing_km": 500.0}


def _users(nation: str, region: str, size: Size) -> Block:
    """What a nation needs in a region: everything, and more traffic than wideband relays can quite carry."""
    share = size.satellites / size.regions / size.nations  # so that relays are as short in every world
    needs: Block = {
        mission: {
            "demand_mbps": mbps * share,
            "bands": list(CELLS[mission]),
            "priority": 2 + (nation != LEAD),
        }
        for mission, mbps in (
            ("satcom_wideband", 175.0),
            ("satcom_protected", 1.0),
            ("satcom_narrowband", 0.5),
        )
    }
    needs |= {
        "pnt": {"classes": {"open_sky": 0.5, "shipboard": 0.3, "street": 0.2}},
        "isr_imaging": {"age_h": 6.0},
        "isr_signals": {"age_h": 3.0},
        "environment": {"age_h": 6.0},
        "missile_warning": {},
        "sda": {"objects": [RED, nation], "custody_h": 12.0},
    }
    return {"nation": nation, "region": region, "needs": needs}


# Satellites


def _satellites(size: Size, nations: list[str]) -> dict[str, Block]:
    """Every satellite, kind by kind."""
    found: dict[str, Block] = {}
    counts = {kind: round(share * size.satellites) for kind, share in SHARES.items()}
    for kind, count in (*counts.items(), ("watcher", TELESCOPES)):
        for number in range(count):
            owner = _owner(kind, number, nations)
            body = {"name": kind, "owner": owner, "orbit": _orbit(kind, number, count)}
            found[f"{kind}_{number:04d}"] = body | {"payloads": {"main": _payload(kind)}}
    for number in range(size.satellites - len(found)):
        orbit = _orbit("infrared" if number % 3 == 0 else "optical", number, size.satellites)
        found[f"red_{number:04d}"] = {"name": "red", "owner": RED, "orbit": orbit}
    return found


def _owner(kind: str, number: int, nations: list[str]) -> str:
    """Navigation systems and the mesh have one owner each; the rest goes round, every other to the lead."""
    if kind in ("gps", "mesh"):
        return LEAD
    if kind == "galileo":
        return nations[1]
    return LEAD if number % 2 else nations[number // 2 % len(nations)]


def _payload(kind: str) -> Block:
    if kind in ("gps", "galileo"):
        return {"kind": "navigation", "family": kind, "open_signal": kind == "gps"}
    if kind == "mesh":
        bands = list(CELLS["satcom_wideband"])
        return {"kind": "wideband", "capacity_mbps": 200.0, "bands": bands, "crosslink": "mesh"}
    if kind == "wideband":
        bands = list(CELLS["satcom_wideband"])
        return {"kind": "wideband", "capacity_mbps": 2000.0, "region_capacity_mbps": 800.0, "bands": bands}
    if kind in ("protected", "narrowband"):
        return {"kind": kind, "capacity_mbps": 40.0}
    if kind == "watcher":
        return {"kind": "space_surveillance"}
    return {"kind": kind}


def _orbit(kind: str, number: int, count: int) -> Block:
    """Geostationary slots, navigation planes, or circular orbits spread evenly over planes and places in them."""
    if kind in ("protected", "narrowband", "infrared") or (kind == "wideband" and number % 4):
        return {
            "type": "geo",
            "longitude_deg": 360.0 * number / count - 180.0,
            "inclination_deg": float(number % 3),
        }
    altitude_km, inclination_deg, planes = {
        "gps": (20180.0, 55.0, 6),
        "galileo": (23222.0, 56.0, 3),
        "wideband": (8062.0, 0.0, 1),
        "mesh": (1000.0, 81.0, 6),
    }.get(kind, (500.0 + 50.0 * (number % 5), 97.5 if number % 3 else 50.0, 0))
    raan_deg = 360.0 * (number % planes) / planes if planes else _turn_deg(number)
    place_deg = _turn_deg(number, GOLDEN if planes else math.sqrt(2.0))
    circle = {"type": "circular", "altitude_km": altitude_km, "inclination_deg": inclination_deg}
    return circle | {"raan_deg": raan_deg, "argument_of_latitude_deg": place_deg}


# Ground and agreements


def _site(number: int, size: Size, nations: list[str]) -> Block:
    """A gateway for half of the missions, and at every third site a tracker; spread evenly over 120 degrees."""
    jobs: dict[str, Block] = {}
    for place, mission in enumerate(GROUND):
        if (number + place) % 2 == 0:
            jobs[mission] = {
                "kind": "gateway",
                "mission": mission,
                "bands": list(CELLS.get(mission, ())),
            }
    if number % 3 == 0:
        radar = {"modality": "radar", "range_km": 4000.0}
        jobs["tracker"] = {"kind": "tracker", **({"modality": "telescope"} if number % 2 else radar)}
    latitude_deg = math.degrees(
        math.asin(math.sin(math.radians(60.0)) * (2.0 * (number + 0.5) / size.sites - 1.0))
    )
    place_deg = {"latitude_deg": latitude_deg, "longitude_deg": _turn_deg(number) - 180.0}
    return place_deg | {"name": "site", "owner": nations[number % len(nations)], "functions": jobs}


def _agreements(nations: list[str]) -> dict[str, Block]:
    """Pools and shared ground for all; warning and collections for all but one, with one delay for every provider."""
    everybody = list(nations)
    found: dict[str, Block] = {}
    for mission in CELLS:
        found[f"pool_{mission}"] = {"kind": "capacity_pool", "mission": mission, "members": everybody}
        shares = dict.fromkeys(everybody[1:4], 0.1)
        found[f"share_{mission}"] = {
            "kind": "capacity_share",
            "mission": mission,
            "provider": LEAD,
            "shares": shares,
        }
    for mission in GROUND:
        found[f"ground_{mission}"] = {"kind": "ground_access", "mission": mission, "members": everybody}
    for number, provider in enumerate(nations):
        left_out = nations[(number + 3) % len(nations)]
        recipients = [nation for nation in nations if nation not in (provider, left_out)]
        for mission in (*COLLECTED, "missile_warning", "pnt"):
            tie = {
                "kind": "service_access",
                "mission": mission,
                "provider": provider,
                "recipients": recipients,
            }
            delay = {"release_h": 0.5 + number % 3} if mission in COLLECTED else {}
            found[f"give_{mission}_{provider}"] = tie | delay
    return found
