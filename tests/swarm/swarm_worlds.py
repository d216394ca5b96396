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
import worlds
import worlds_ages
import worlds_sda
import yaml
from swarm_filling import Unfillable, filled, members_of
from worlds_choice import some

from wargame.game.effect import Scene
from wargame.registry import DOCTRINE, EFFECT, plugins
from wargame.scenario import PHASES, Scenario
from wargame.scenario.agreements import Agreement
from wargame.scenario.clock import Inject
from wargame.scenario.evidence import GroundModality

DURATION_H, MOVE_H = 30, 6
MOST_SATELLITES, MOST_SITES, MOST_USERS = 7, 6, 5
ADVERSARIES = ("red", "vio")
LEADERS = ("us", "p0", "p1", "p2", "p3", "p4")
left_out = {}
"""Kinds of blocks that could not be filled, with the field that nobody knows how to fill."""


def part(seed, *names):
    """The generator of one part of a world."""
    return random.Random(" ".join(["swarm", str(seed), *map(str, names)]))


def text(values):
    """A world as the text of a scenario file."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return yaml.dump(values, Dumper=dumper, sort_keys=False, allow_unicode=True, width=110)


def shuffled(values, rng):
    """The same world with every block of names in another order."""
    if isinstance(values, dict):
        keys = list(values)
        rng.shuffle(keys)
        return {key: shuffled(values[key], rng) for key in keys}
    return [shuffled(item, rng) for item in values] if isinstance(values, list) else values


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
    swarm_reserves.defences(values, own, nations)
    swarm_reserves.inspectors(values, own, _attackers(values))
    _capabilities(values, seed)
    _actions(values, seed)
    _injects(values, seed, nations)
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
        _add(values["agreements"], f"more_{kind}", model, rng, names | {"shares": others}, {"kind": kind})


# Who decides, and how


def _politics(values, seed):
    """Common politics, what single governments do differently, and who tells whom."""
    values["politics"] = swarm_politics.government(part(seed, "politics"))
    values["leaks"] = swarm_politics.leaks(part(seed, "leaks"))
    members = [key for key in values["actors"] if key in LEADERS]
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


# Weapons and what is done with them


def _capabilities(values, seed):
    """Every registered effect, at random, with parameters of its own."""
    for key in _attackers(values):
        own = sorted(name for name, site in values["sites"].items() if site["owner"] == key)
        found = {}
        for name, effect in plugins(EFFECT).items():
            rng = part(seed, "capability", key, name)
            if rng.random() < 0.25:
                continue
            names = {"site": own, "sites": own, "ceiling_km": 40_000.0, "max_ground_range_km": 6000.0}
            names |= swarm_reserves.of_an_approach(key, values)
            magazine = rng.randint(0, 4)
            if swarm_reserves.comes_from_orbit(name):
                magazine = 1  # one satellite strikes once
            block = {"effect": name, "magazine": magazine, "parameters": {}}
            if _add(block, "parameters", effect.Parameters, rng, names, {}):
                found[f"{name}_of_{key}"] = block
        values["actors"][key]["adversary"]["capabilities"] = found


def _attackers(values):
    return [key for key in ADVERSARIES if "adversary" in values["actors"].get(key, {})]


def _actions(values, seed):
    """A script for those who follow one, and one or two threat packages each."""
    values["threat_packages"] = {}
    for key in _attackers(values):
        block = values["actors"][key]["adversary"]
        if not block["capabilities"]:
            continue
        scene = Scene(Scenario.model_validate(values), None)
        if not _ordered(scene.scenario, key):
            continue
        if block["doctrine"] == "scripted":
            block["script"] = _strikes(scene, key, part(seed, "script", key))
        for n in range(part(seed, "packages", key).randint(1, 2)):
            rng = part(seed, "package", key, n)
            values["threat_packages"][f"{key}_{n}"] = {
                "title": f"package {n} of {key}",
                "adversary": key,
                "weight": rng.choice([1.0, 2.0]),
                "actions": _strikes(scene, key, rng),
            }


def _strikes(scene, attacker, rng):
    """A few attacks, most of them on what the effect can touch; some at the same hour."""
    scenario = scene.scenario
    things = {**scenario.fleet, **scenario.sites, **scenario.users, **scenario.regions}
    owners = {key: getattr(item, "owner", getattr(item, "nation", None)) for key, item in things.items()}
    others = sorted(key for key in things if owners[key] != attacker)
    found, hours = [], [rng.randint(0, DURATION_H - 1) for _ in range(2)]
    for _ in range(rng.randint(2, 5)):
        name = rng.choice(_ordered(scenario, attacker))
        targets = _targets(scene, attacker, name, others, rng)
        found.append({"capability": name, "targets": targets, "at_h": rng.choice(hours)})
    return found


def _ordered(scenario, attacker):
    """The capabilities that an adversary may use of its own accord."""
    capabilities = scenario.actors[attacker].adversary.capabilities
    return sorted(key for key, item in capabilities.items() if plugins(EFFECT)[item.effect].ordered)


def _targets(scene, attacker, name, others, rng):
    """What a capability is aimed at, mostly something that it can touch; from orbit mostly what is close by."""
    scenario = scene.scenario
    block = scenario.actors[attacker].adversary.capabilities[name]
    effect = plugins(EFFECT)[block.effect]
    parameters = effect.Parameters.model_validate(dict(block.parameters))
    fit = [item for item in others if _touches(effect, parameters, item, scene)]
    if swarm_reserves.comes_from_orbit(block.effect) and rng.random() < 0.8:
        at = scenario.fleet[parameters.inspector].orbit
        fit = [item for item in fit if _close(at, getattr(scenario.fleet[item], "orbit", None))] or fit
    assets = [key for key in others if key in scenario.fleet or key in scenario.sites]
    pool = fit if fit and rng.random() < 0.9 else assets
    return sorted(rng.sample(pool, min(len(pool), rng.choice([1, 1, 2]))))


def _close(one, other):
    """Whether two orbits are of one kind and height, in nearly one plane."""
    keys = ("type", "altitude_km", "inclination_deg", "raan_deg")
    return other is not None and all(getattr(one, key, None) == getattr(other, key, None) for key in keys)


def _touches(effect, parameters, target, scene):
    """Whether an effect touches a kind of target, as far as one can tell without the sky."""
    try:
        return effect.can_target(parameters, target, scene)
    except (AttributeError, KeyError):
        return False


def _injects(values, seed, nations):
    """A few of every kind of inject."""
    members = [key for key in values["actors"] if key in LEADERS]
    trainings = [key for key, block in values["agreements"].items() if block["kind"] == "training"]
    common = {"adversary": _attackers(values), "phase": list(PHASES), "members": nations}
    common |= dict.fromkeys(("actor", "government", "nation", "giver", "recipient", "to"), members)
    common |= dict.fromkeys(("note", "text", "reason"), "an inject")
    common |= {"agreement": trainings, "target": _aimed_at(values)}
    jobs = {key: sorted(body["payloads"]) for key, body in values["satellites"].items()}
    jobs |= {key: sorted(site["functions"]) for key, site in values["sites"].items()}
    values["injects"] = {}
    for kind, model in members_of(Inject).items():
        for n in range(part(seed, "injects", kind).randint(1, 2)):
            rng = part(seed, "inject", kind, n)
            asset = rng.choice(sorted(jobs))
            names = common | {
                "asset": [asset],
                "function": jobs[asset] or None,
                "at_h": rng.choice([0, 3, 6.5, 12, 20]),
                "duration_h": rng.choice([0.5, 4, 100]),
                "holds_h": rng.choice([0, 12]),
            }
            names |= {"actor": _attackers(values)} if kind == "step_down" else {}
            given = {"kind": kind} | (_attack(values, rng) if kind == "attack" else {})
            _add(values["injects"], f"{kind}{n}", model, rng, names, given)


def _attack(values, rng):
    """An attack that the white cell lets happen: any capability, those too that nobody may order."""
    scene = Scene(Scenario.model_validate(values | {"injects": {}}), None)
    things = {
        **scene.scenario.fleet,
        **scene.scenario.sites,
        **scene.scenario.users,
        **scene.scenario.regions,
    }
    able = [key for key in _attackers(values) if values["actors"][key]["adversary"]["capabilities"]]
    if not able:
        return {}
    attacker = rng.choice(able)
    names = sorted(values["actors"][attacker]["adversary"]["capabilities"])
    deadly = [key for key in names if key.startswith(DEADLY)]
    name = rng.choice(deadly if deadly and rng.random() < 0.6 else names)
    others = sorted(
        key
        for key, item in things.items()
        if attacker not in (getattr(item, "owner", ""), getattr(item, "nation", ""))
    )
    targets = _targets(scene, attacker, name, others, rng)
    if name.startswith("direct_ascent"):
        fleet = scene.scenario.fleet
        replaced = [key for key in others if key in fleet and fleet[key].replacement]
        targets = sorted({*targets, *some(rng, replaced)[:4]}) if replaced else targets
    return {"adversary": attacker, "capability": name, "targets": targets}


DEADLY = ("direct_ascent", "nuclear_burst")
"""What takes satellites for good, of which a random choice alone would bring too few."""


def _aimed_at(values):
    """What scripts and packages strike, and every asset: an umpire rules on what may well be struck."""
    actions = [action for package in values["threat_packages"].values() for action in package["actions"]]
    for key in _attackers(values):
        actions += values["actors"][key]["adversary"].get("script", [])
    struck = sorted({target for action in actions for target in action["targets"]})
    return struck or sorted(values["satellites"])


def _add(block, key, model, rng, names, given):
    """Puts a block filled at random under a key, or notes which field nobody knows how to fill."""
    try:
        block[key] = filled(model, rng, names, given)
    except Unfillable as reason:
        left_out[str(given.get("kind") or model.__module__)] = str(reason)
        return False
    return True


KINDS = {"agreements": members_of(get_args(Agreement)[0]), "injects": members_of(get_args(Inject)[0])}
"""What the schema knows today, by block."""
