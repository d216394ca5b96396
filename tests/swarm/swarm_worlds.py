"""Small crises at random: the worlds of the service oracle, with adversaries, weapons, evidence, chance and secrets.

`world(seed)` is a pure function: a seed gives plain values, and these become a YAML text for the real loader. Every
part has a generator of its own (`part`), keyed by seed and name, so a weapon that is added to the program tomorrow
reshuffles nothing else. Effects, doctrines, injects and agreements are found through the registry and the schema.
"""

import copy
import random
from functools import partial
from typing import get_args

import swarm_politics
import swarm_reserves
import swarm_strikes
import worlds
import worlds_ages
import worlds_sda
import yaml
from swarm_filling import add, members_of
from worlds_choice import some

from wargame.registry import DOCTRINE, plugins
from wargame.scenario import PHASES
from wargame.scenario.agreements import Agreement
from wargame.scenario.clock import Inject
from wargame.scenario.evidence import GroundModality

DURATION_H, MOVE_H = 30, 6
MOST_SATELLITES, MOST_SITES, MOST_USERS = 7, 6, 5
ADVERSARIES = ("red", "vio")
LEADERS = ("us", "p0", "p1", "p2", "p3", "p4")


def part(seed, *names):
    """The generator of one part of a world."""
    return random.Random(" ".join(["swarm", str(seed), *map(str, names)]))


def text(values):
    """A world as the text of a scenario file."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return yaml.dump(values, Dumper=dumper, sort_keys=False, allow_unicode=True, width=110)


def world(seed):
    """A whole crisis as plain values."""
    values = _ground(seed)
    _politics(values, seed)
    _adversaries(values, seed)
    _watchers(values, seed)
    _secrets(values, seed)
    nations = [key for key in values["actors"] if key not in ADVERSARIES]
    _more_agreements(values, seed, nations)
    own = partial(part, seed)
    attackers = [key for key in ADVERSARIES if "adversary" in values["actors"].get(key, {})]
    swarm_reserves.defences(values, own, nations)
    swarm_reserves.inspectors(values, own, attackers)
    swarm_strikes.capabilities(values, own, attackers)
    swarm_strikes.actions(values, own, attackers)
    swarm_strikes.injects(values, own, attackers, nations, _leaders(values))
    return values


# Places, services, agreements


def _ground(seed):
    """The oracle's world with freshness and custody, made small, and at least two partners."""
    values, _, _, _ = worlds.world(seed)
    values = copy.deepcopy(values)
    nations = [key for key in values["actors"] if key != "red"]
    for key in ("p0", "p1"):
        values["actors"].setdefault(key, {"name": key, "kind": "partner"})
    for block, most in (("satellites", MOST_SATELLITES), ("sites", MOST_SITES), ("users", MOST_USERS)):
        kept = part(seed, block).sample(list(values[block]), min(most, len(values[block])))
        values[block] = {key: values[block][key] for key in values[block] if key in kept}
    for key in [key for key in values["constellations"] if key != "gps"][1:]:
        del values["constellations"][key]
    worlds_ages.add(part(seed, "ages"), values, nations)
    worlds_sda.add(part(seed, "sda"), values, nations)
    rng = part(seed, "ground")
    for region in values["regions"].values():
        region["spacing_km"] = 1500
    days = {"benefit_window_d": rng.choice([1, 2]), "consequence_window_d": rng.choice([1, 3, 30, 180])}
    values["title"], values["question"] = f"swarm {seed}", "Does anything break?"
    values["clock"] = {
        "start_utc": "2030-03-01T00:00:00Z",
        "duration_h": DURATION_H,
        "move_h": rng.choice([MOVE_H, 10, 15]),
        **days,
    }
    steps = sorted(rng.sample(range(DURATION_H), rng.randint(1, 4)))
    values["phases"] = [{"at_h": hour, "phase": rng.choice(PHASES)} for hour in steps]
    values["missions"] = {
        mission: {"threshold": rng.choice([0.5, 0.6, 0.9]), "window_h": rng.choice([0.5, 1.0, 3.0])}
        for mission in ("pnt", "satcom_wideband", "satcom_narrowband", "isr_imaging", "sda", "environment")
    }
    _journeys(values, rng)
    return values


def _journeys(values, rng):
    """Some satellites are launched late, some drift to another slot."""
    for satellite in values["satellites"].values():
        if rng.random() < 0.15:
            satellite["launch_at_h"] = rng.randint(1, DURATION_H - 4)
        elif satellite["orbit"]["type"] == "geo" and rng.random() < 0.15:
            drift = {"type": "slot", "at_h": rng.randint(1, 20), "drift_deg_per_day": 2.0}
            slot = (satellite["orbit"]["longitude_deg"] + 3 + 180) % 360 - 180
            satellite |= {"delta_v_m_s": 50.0, "manoeuvres": [drift | {"longitude_deg": slot}]}


def _watchers(values, seed):
    """Sensors of attacks at the sites of all nations, control of what flies, and forensics everywhere."""
    for key, site in values["sites"].items():
        rng = part(seed, "watch", key)
        for modality in get_args(GroundModality):
            if site["owner"] not in ADVERSARIES and rng.random() < 0.5:
                everywhere = modality == "cyber_forensics" or rng.random() < 0.2
                site["functions"][f"watch_{modality}"] = {
                    "kind": "sensor",
                    "modality": modality,
                    "field_of_regard": "everywhere" if everywhere else "in_view",
                    "p_detect": rng.choice([0.3, 0.8, 0.98]),
                    "p_identify": rng.choice([0.05, 0.5, 0.95]),
                    "p_false_alarm": rng.choice([0.0, 0.02, 0.2]),
                    "p_false_identify": rng.choice([0.0, 0.1, 0.5]),
                    "p_wrong_author": rng.choice([0.0, 0.0, 0.3]),
                }
        if rng.random() < 0.3:
            site["functions"]["steer"] = {"kind": "control", "systems": some(rng, values["satellites"])[:3]}
        site["cyber_readiness"] = rng.choice([0.0, 0.0, 0.5, 1.0])


def _secrets(values, seed):
    """Some assets are not shown."""
    for block in ("satellites", "sites"):
        for key, asset in values[block].items():
            if asset["owner"] not in ADVERSARIES and part(seed, "secret", key).random() < 0.2:
                asset["shown"] = False


def _more_agreements(values, seed, nations):
    """One or two of every kind of agreement that the oracle's worlds do not hold."""
    for kind, model in members_of(Agreement).items():
        if kind in {block["kind"] for block in values["agreements"].values()}:
            continue
        rng = part(seed, "agreement", kind)
        provider, *others = rng.sample(nations, len(nations))
        names = {"members": nations, "provider": [provider], "recipients": others}
        add(values["agreements"], f"more_{kind}", model, rng, names | {"shares": others}, {"kind": kind})


# Who decides, and how


def _politics(values, seed):
    """Common politics, what single governments do differently, and who tells whom."""
    values["politics"] = swarm_politics.government(part(seed, "politics"))
    values["leaks"] = swarm_politics.leaks(part(seed, "leaks"))
    members = _leaders(values)
    for key in members:
        rng = part(seed, "government", key)
        if rng.random() < 0.4:
            values["actors"][key]["government"] = swarm_politics.changes(rng)
    rng = part(seed, "disclosure")
    rows = (
        {"members": {"giver": "members", "to": "members", **swarm_politics.row(rng)}}
        if rng.random() < 0.7
        else {}
    )
    for n in range(rng.randint(0, 3)):
        rows[f"row{n}"] = {
            "giver": some(rng, members)[:2],
            "to": some(rng, members)[:2],
            **swarm_politics.row(rng),
        }
    values["disclosure"] = rows
    needed = sorted({key for users in values["users"].values() for key in users["needs"]})
    for key, actor in values["actors"].items():
        rng = part(seed, "contract", key)
        if actor["kind"] == "commercial" and rng.random() < 0.7:
            actor["contract"] = swarm_politics.contract(rng, needed)


def _leaders(values):
    """Those who have a government."""
    return [key for key in values["actors"] if key in LEADERS]


def _adversaries(values, seed):
    """One or two adversaries with a base, a doctrine, objectives and numbers of their own."""
    rng = part(seed, "adversaries")
    chosen = ADVERSARIES[: rng.choice([1, 1, 2])]
    needed = sorted({key for users in values["users"].values() for key in users["needs"]}) or ["pnt"]
    doctrines = sorted(plugins(DOCTRINE))
    for key in chosen:
        rng = part(seed, "adversary", key)
        values["actors"].setdefault(key, {"name": key, "kind": "adversary"})
        aims = rng.sample(needed, min(len(needed), rng.randint(1, 3)))
        values["actors"][key]["adversary"] = {
            "doctrine": rng.choice([*doctrines, "rational", "rational", "rational"]),
            "objectives": {
                f"aim{n}": {
                    "mission": mission,
                    "region": rng.choice(sorted(values["regions"])),
                    "weight": 1.0 / len(aims),
                    "shape": rng.choice(["logistic", "linear"]),
                }
                for n, mission in enumerate(aims)
            },
            "pressure": rng.choice([0.0, 0.3, {"day_to_day": 0.1, "crisis": 0.5, "contingency": 1.0}]),
            "resolve_rate": rng.choice([5.0, 10.0, 40.0]),
            "option_limit": rng.choice([5, 40, 200]),
            "evidence_overlap": rng.choice([0.0, 0.3, 0.8]),
            "belief": {"half_life_d": rng.choice([5.0, 30.0]), "draws": rng.choice([4, 8])},
            "step_down": swarm_politics.step_down(rng),
            "assessment": swarm_politics.assessment(rng),
            "believed_effects": swarm_politics.believed(rng),
        }
        values["sites"][f"{key}_base"] = _base(key, rng, values)


def _base(key, rng, values):
    """The adversary's own place, near a region."""
    region = values["regions"][rng.choice(sorted(values["regions"]))]
    longitude = (region["west_deg"] + 8 + 180) % 360 - 180
    place = {"latitude_deg": min(80.0, region["south_deg"] + 5.0), "longitude_deg": longitude}
    return {"name": f"base of {key}", "owner": key, "functions": {}, "mask_deg": 5.0, **place}


KINDS = {"agreements": members_of(get_args(Agreement)[0]), "injects": members_of(get_args(Inject)[0])}
"""What the schema knows today, by block."""
