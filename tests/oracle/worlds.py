"""Small worlds at random, odd on purpose: hosted payloads, lapsed bases, twins, polar regions, date lines.

Here stand actors, regions, satellites, sites, navigation and warning. Every other family of missions adds its own
payloads, gateways, needs and agreements in a file of its own (worlds_*.py, `add(rng, values, nations)`), each with a
generator of its own, so that a change in one family changes no world for the others.
"""

import copy
import random

import worlds_satcom
from worlds_choice import some

PARTS = {"satcom": worlds_satcom.add}
"""What each family of missions adds to a world."""


def world(seed):
    """A scenario as plain values and a coalition: (scenario, members, leaving, generator for the outages)."""
    rng = random.Random(seed)
    partners = [f"p{n}" for n in range(rng.randint(1, 4))]
    actors = {key: {"name": key, "kind": "partner"} for key in partners}
    actors |= {"us": {"name": "us", "kind": "lead"}, "red": {"name": "red", "kind": "adversary"}}
    actors |= {"neutral": {"name": "neutral", "kind": "neutral"}}
    actors |= {"firm": {"name": "firm", "kind": "commercial", "role": rng.choice(["baseline", "player"])}}
    nations = [*partners, "us", "neutral", "firm"]
    regions = {f"r{n}": _region(rng) for n in range(rng.randint(1, 3))}
    classes = {
        f"c{n}": {
            "mask_deg": rng.choice([5, 10, 20, 30]),
            "receivers": some(rng, ["gps", "gal", "qz"]),
            "pdop_limit": rng.choice([1.5, 2.0, 6.0]),
        }
        for n in range(rng.randint(1, 3))
    }
    scenario = {
        "title": f"world {seed}",
        "question": "Does the fast path agree?",
        "clock": {"start_utc": "2026-03-01T00:00:00Z", "duration_h": 6, "benefit_window_d": 1},
        "actors": actors,
        "regions": regions,
        "user_classes": classes,
        "users": {
            f"u{n}": _users(rng, rng.choice([*nations, "red"]), regions, classes)
            for n in range(rng.randint(3, 8))
        },
        "satellites": _satellites(rng, nations),
        "constellations": _constellations(rng, nations),
        "sites": {f"s{n}": _site(rng, nations) for n in range(rng.randint(4, 9))},
        "agreements": {f"a{n}": _agreement(rng, nations) for n in range(rng.randint(3, 10))},
    }
    for name, add in PARTS.items():
        add(random.Random(f"{name} {seed}"), scenario, nations)
    if rng.random() < 0.5:
        scenario["satellites"]["twin"] = copy.deepcopy(scenario["satellites"]["sat0"])
    players = [*partners, *(["firm"] if actors["firm"]["role"] == "player" else [])]
    return (
        scenario,
        frozenset(some(rng, players, rng.choice([0, len(players) // 2, len(players)]))),
        rng.choice(["neutral", "absent"]),
        rng,
    )


def outages(rng, scenario):
    """Random outages of a scenario's assets as tuples."""
    names = {key: list(body.payloads) for key, body in scenario.fleet.items()}
    names |= {key: list(site.functions) for key, site in scenario.sites.items()}
    found = []
    for _ in range(rng.randint(0, 8)):
        asset = rng.choice(sorted(names))
        function = rng.choice([None, *names[asset]])
        start_s = rng.randint(0, 5 * 3600)
        end_s = rng.choice([None, start_s + rng.randint(1, 3 * 3600)])
        found.append((asset, function, rng.choice([0.0, 0.0, 0.3, 0.5, 0.9]), start_s, end_s))
    return found


def _region(rng):
    south, west = rng.choice([-60, -10, 0, 20, 45, 74]), rng.choice([110, 130, 150, 170])
    east = (west + 20 + 180) % 360 - 180
    west = (west + 180) % 360 - 180
    return {
        "name": "region",
        "south_deg": south,
        "north_deg": south + 12,
        "west_deg": west,
        "east_deg": east,
        "spacing_km": rng.choice([700, 900, 2000]),
    }


def _users(rng, nation, regions, classes):
    used = some(rng, classes)
    shares = [rng.randint(1, 4) for _ in used]
    needs = {}
    if rng.random() < 0.8:
        parts = {key: share / sum(shares) for key, share in zip(used, shares, strict=True)}
        needs["pnt"] = {"classes": parts, "weight": rng.choice([1, 2.5])}
    if rng.random() < 0.8:
        needs["missile_warning"] = {"weight": rng.choice([1, 3])}
    return {"nation": nation, "region": rng.choice(sorted(regions)), "needs": needs}


def _orbit(rng):
    kind = rng.choice(["geo", "geo", "geo", "kepler", "circular"])
    if kind == "geo":
        longitude = rng.choice([rng.uniform(100, 180), rng.uniform(-180, 180)])
        inclination = rng.choice([0, 0, 3, 15])
        return {
            "type": "geo",
            "longitude_deg": longitude,
            "inclination_deg": inclination,
            "argument_of_latitude_deg": rng.uniform(0, 360),
        }
    angles = {"raan_deg": rng.uniform(0, 360)}
    if kind == "kepler":
        return angles | {
            "type": "kepler",
            "perigee_km": 1000,
            "apogee_km": 39000,
            "inclination_deg": 63.4,
            "argument_of_perigee_deg": 270,
            "mean_anomaly_deg": rng.uniform(0, 360),
        }
    circle = {
        "type": "circular",
        "altitude_km": rng.choice([1400, 8000]),
        "inclination_deg": rng.choice([0, 55, 98]),
    }
    return angles | circle | {"argument_of_latitude_deg": rng.uniform(0, 360)}


def _satellites(rng, nations):
    found = {}
    for n in range(rng.randint(4, 9)):
        payloads = {}
        if rng.random() < 0.5:
            hosted = {"owner": rng.choice(nations)} if rng.random() < 0.3 else {}
            payloads["eye"] = {"kind": "infrared"} | hosted
        if rng.random() < 0.2:
            payloads["nav"] = {"kind": "navigation", "family": "qz", "open_signal": rng.random() < 0.5}
            payloads["nav2"] = {
                "kind": "navigation",
                "family": rng.choice(["qz", "gps"]),
                "open_signal": True,
            }
        owner = rng.choice([*nations, *nations, "red"])
        found[f"sat{n}"] = {"name": f"sat{n}", "owner": owner, "orbit": _orbit(rng), "payloads": payloads}
    return found


def _constellations(rng, nations):
    planes = rng.choice([3, 6])
    found = {
        "gps": {
            "name": "gps",
            "owner": "us",
            "payloads": {"nav": {"kind": "navigation", "family": "gps", "open_signal": rng.random() < 0.8}},
            "pattern": _walker(planes * rng.choice([3, 4, 5]), planes, 1, 20180, 55),
        }
    }
    if rng.random() < 0.6:
        payload = {"kind": "navigation", "family": "gal", "open_signal": rng.random() < 0.6}
        owner = rng.choice(nations)
        pattern = _walker(9, 3, 1, 23222, 56)
        found["gal"] = {"name": "gal", "owner": owner, "payloads": {"nav": payload}, "pattern": pattern}
    return found


def _walker(total, planes, phasing, altitude_km, inclination_deg):
    return {
        "type": "walker_delta",
        "satellites": total,
        "planes": planes,
        "phasing": phasing,
        "altitude_km": altitude_km,
        "inclination_deg": inclination_deg,
    }


def _site(rng, nations):
    jobs = {}
    if rng.random() < 0.7:
        jobs["down"] = {"kind": "gateway", "mission": "missile_warning"}
    if rng.random() < 0.2:
        jobs["steer"] = {"kind": "control", "systems": ["gps"]}
    host = {"host": rng.choice(nations)} if rng.random() < 0.4 else {}
    return host | {
        "name": "site",
        "owner": rng.choice([*nations, *nations, "red"]),
        "basing": rng.choice(["stays", "lapses"]),
        "latitude_deg": rng.uniform(-60, 75),
        "longitude_deg": rng.choice([rng.uniform(90, 180), rng.uniform(-180, 180)]),
        "altitude_m": rng.choice([0, 300]),
        "mask_deg": rng.choice([0, 5, 10]),
        "functions": jobs,
    }


def _agreement(rng, nations):
    provider = rng.choice(nations)
    others = [nation for nation in nations if nation != provider]
    if rng.random() < 0.5:
        return {"kind": "ground_access", "mission": "missile_warning", "members": some(rng, nations, 3)}
    mission = rng.choice(["pnt", "missile_warning"])
    return {
        "kind": "service_access",
        "mission": mission,
        "provider": provider,
        "recipients": some(rng, others),
    }
