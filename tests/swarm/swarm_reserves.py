"""How satellites defend themselves and are replaced, and what an adversary sends to them from orbit, at random."""

import copy

from swarm_filling import filled

from wargame.registry import EFFECT, plugins
from wargame.scenario.defences import Evasion, Replacement

SOON_H = (0.5, 2.0, 6.0, 30.0)
"""Hours that come to something within a swarm's crisis."""


def defences(values, part, nations):
    """Decoys, a guardian, shielding, evasion and replacements for some satellites and for a whole constellation."""
    launches = [block for block in values["agreements"].values() if block["kind"] == RECONSTITUTION]
    if launches and part("launches").random() < 0.5:
        launches[0]["members"] = sorted(nations)  # one launcher for all, for whom a failure delays everybody
    providers = [block["members"] for block in launches]
    for block in ("satellites", "constellations"):
        for key, body in values[block].items():
            rng = part("defences", key)
            if body["owner"] not in nations:
                continue
            if rng.random() < 0.3:
                body["decoys"] = rng.choice([1, 3])
            if rng.random() < 0.3:
                body["guardian"] = rng.choice([0.3, 1.0])
            if rng.random() < 0.3:
                body["hardening"] = rng.choice([0.5, 0.9])
            if rng.random() < 0.5:
                _evades(body, rng)
            if rng.random() < 0.8:
                body["replacement"] = _replacement(body["owner"], providers, rng)


RECONSTITUTION = "reconstitution_launch"


def _evades(body, rng):
    """Propellant for one evasion or for several, and mostly little notice."""
    body["evasion"] = filled(
        Evasion,
        rng,
        {"delta_v_m_s": 5.0, "notice_min": rng.choice([0.0, 5.0, 60.0]), "out_of_service_h": 3.0},
    )
    body["delta_v_m_s"] = max(body.get("delta_v_m_s") or 0.0, rng.choice([5.0, 12.0, 50.0]))


def _replacement(owner, providers, rng):
    """By the owner or whoever launches for it, soon, often failing, with a stand-down that may outlast the crisis."""
    able = [
        owner,
        *(other for members in providers if owner in members for other in members if other != owner),
    ]
    names = {
        "provider": [min(able)] if rng.random() < 0.7 else able,
        "ready_h": rng.choice(SOON_H),
        "p_success": rng.choice([0.1, 0.3, 0.9]),
        "stand_down_d": rng.choice([0.0, 0.1, 2.0]),
        "copies": rng.choice([1, 2, 4]),
    }
    return filled(Replacement, rng, names) | {"kind": rng.choice(["launch", "launch", "spare"])}


def inspectors(values, part, adversaries):
    """For every adversary a satellite that flies close behind one of the others, with much or little propellant."""
    for key in adversaries:
        rng = part("inspector", key)
        other = beside(values, part, key)
        if other is None:
            continue
        body = {"name": f"inspector of {key}", "owner": key, "payloads": {}, "orbit": _behind(values, other)}
        values["satellites"][inspector_of(key)] = body | {"delta_v_m_s": rng.choice([15.0, 60.0, 2000.0])}


def inspector_of(adversary):
    """The satellite that an adversary sends to others."""
    return f"{adversary}_inspector"


def beside(values, part, adversary):
    """The satellite close to which an adversary's inspector flies: in a round orbit and there from the start."""
    near = sorted(
        key
        for key, body in values["satellites"].items()
        if body["orbit"]["type"] in ("geo", "circular")
        and "launch_at_h" not in body
        and not key.endswith("_inspector")
    )
    return part("beside", adversary).choice(near) if near else None


def _behind(values, other):
    orbit = copy.deepcopy(values["satellites"][other]["orbit"])
    if orbit["type"] == "geo":
        orbit["longitude_deg"] = (orbit["longitude_deg"] - 1.0 + 180.0) % 360.0 - 180.0
    else:
        orbit["argument_of_latitude_deg"] = (orbit.get("argument_of_latitude_deg", 0.0) - 5.0) % 360.0
    return orbit


def of_an_approach(adversary, values):
    """What the parameters of an effect that comes from orbit may name, so that it comes within the crisis."""
    if inspector_of(adversary) not in values["satellites"]:
        return {}
    return {
        "inspector": [inspector_of(adversary)],
        "drift_deg_per_day": 10.0,
        "closing_h": 1.0,
        "preparation_h": 0.5,
    }


def comes_from_orbit(effect):
    """Whether a satellite of the adversary's own carries an effect out."""
    return "inspector" in plugins(EFFECT)[effect].Parameters.model_fields
