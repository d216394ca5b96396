"""Weapons of a swarm's crisis, and what is done with them: capabilities, scripts, packages and injects, at random."""

import swarm_reserves
from swarm_filling import add, members_of
from worlds_choice import some

from wargame.game.effect import Scene
from wargame.registry import EFFECT, plugins
from wargame.scenario import PHASES, Scenario
from wargame.scenario.clock import Inject


def capabilities(values, part, attackers):
    """Every registered effect, at random, with parameters of its own."""
    for key in attackers:
        own = sorted(name for name, site in values["sites"].items() if site["owner"] == key)
        found = {}
        for name, effect in plugins(EFFECT).items():
            rng = part("capability", key, name)
            if rng.random() < 0.25:
                continue
            names = {"site": own, "sites": own, "ceiling_km": 40_000.0, "max_ground_range_km": 6000.0}
            names |= swarm_reserves.of_an_approach(key, values)
            magazine = rng.randint(0, 4)
            if swarm_reserves.comes_from_orbit(name):
                magazine = 1  # one satellite strikes once
            block = {"effect": name, "magazine": magazine, "parameters": {}}
            if add(block, "parameters", effect.Parameters, rng, names, {}):
                found[f"{name}_of_{key}"] = block
        values["actors"][key]["adversary"]["capabilities"] = found


def actions(values, part, attackers):
    """A script for those who follow one, and one or two threat packages each."""
    values["threat_packages"] = {}
    for key in attackers:
        block = values["actors"][key]["adversary"]
        if not block["capabilities"]:
            continue
        scene = Scene(Scenario.model_validate(values), None)
        if not _ordered(scene.scenario, key):
            continue
        if block["doctrine"] == "scripted":
            block["script"] = _strikes(scene, key, part("script", key))
        for n in range(part("packages", key).randint(1, 2)):
            rng = part("package", key, n)
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
    found, hours = [], [rng.randint(0, scenario.clock.duration_s // 3600 - 1) for _ in range(2)]
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


def injects(values, part, attackers, nations, members):
    """A few of every kind of inject, for nations and for those members that have a government."""
    trainings = [key for key, block in values["agreements"].items() if block["kind"] == "training"]
    common = {"adversary": attackers, "phase": list(PHASES), "members": nations}
    common |= dict.fromkeys(("actor", "government", "nation", "giver", "recipient", "to"), members)
    common |= dict.fromkeys(("note", "text", "reason"), "an inject")
    common |= {"agreement": trainings, "target": _aimed_at(values, attackers)}
    jobs = {key: sorted(body["payloads"]) for key, body in values["satellites"].items()}
    jobs |= {key: sorted(site["functions"]) for key, site in values["sites"].items()}
    values["injects"] = {}
    for kind, model in members_of(Inject).items():
        for n in range(part("injects", kind).randint(1, 2)):
            rng = part("inject", kind, n)
            asset = rng.choice(sorted(jobs))
            names = common | {
                "asset": [asset],
                "function": jobs[asset] or None,
                "at_h": rng.choice([0, 3, 6.5, 12, 20]),
                "duration_h": rng.choice([0.5, 4, 100]),
                "holds_h": rng.choice([0, 12]),
            }
            names |= {"actor": attackers} if kind == "step_down" else {}
            given = {"kind": kind} | (_attack(values, attackers, rng) if kind == "attack" else {})
            add(values["injects"], f"{kind}{n}", model, rng, names, given)


def _attack(values, attackers, rng):
    """An attack that the white cell lets happen: any capability, those too that nobody may order."""
    scene = Scene(Scenario.model_validate(values | {"injects": {}}), None)
    things = {
        **scene.scenario.fleet,
        **scene.scenario.sites,
        **scene.scenario.users,
        **scene.scenario.regions,
    }
    able = [key for key in attackers if values["actors"][key]["adversary"]["capabilities"]]
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


def _aimed_at(values, attackers):
    """What scripts and packages strike, and every asset: an umpire rules on what may well be struck."""
    actions = [action for package in values["threat_packages"].values() for action in package["actions"]]
    for key in attackers:
        actions += values["actors"][key]["adversary"].get("script", [])
    struck = sorted({target for action in actions for target in action["targets"]})
    return struck or sorted(values["satellites"])
