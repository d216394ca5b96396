"""Satellites that collect images, signals and weather, their gateways, who needs what and who tells whom, at random."""

from worlds_choice import some

MISSIONS = ("isr_imaging", "isr_signals", "environment")
KINDS = ("optical", "radar", "radar", "signals", "weather")


def add(rng, values, nations):
    """Add missions of freshness to a world of plain values."""
    for satellite in values["satellites"].values():
        if rng.random() < 0.3:
            satellite["payloads"]["glass"] = _payload(
                rng, nations, rng.choice(["optical", "signals", "weather"])
            )
    for n in range(rng.randint(3, 5)):
        payloads = {f"p{m}": _payload(rng, nations, rng.choice(KINDS)) for m in range(rng.randint(1, 2))}
        owner = rng.choice([*nations, *nations, *nations, "red"])
        values["satellites"][f"low{n}"] = {
            "name": f"low{n}",
            "owner": owner,
            "orbit": _orbit(rng),
            "payloads": payloads,
        }
    for site in values["sites"].values():
        for mission in MISSIONS:
            if rng.random() < 0.8:
                site["functions"][f"g_{mission}"] = {"kind": "gateway", "mission": mission}
    for region in values["regions"].values():
        region["cloud_cover"] = rng.choice([0.0, 0.0, 0.5, 1.0])
    for users in values["users"].values():
        _need(rng, users["needs"])
    values["weather"] = {"seed": rng.randint(0, 9), "persistence_h": rng.choice([1.0, 1.7, 6.0])}
    for n in range(rng.randint(6, 14)):
        values["agreements"][f"age{n}"] = _agreement(rng, nations)


def _payload(rng, nations, kind):
    hosted = {"owner": rng.choice([*nations, "red"])} if rng.random() < 0.2 else {}
    limits = {
        "min_incidence_deg": rng.choice([0, 0, 20]),
        "max_incidence_deg": rng.choice([50, 65, 80]),
        "tasking_life_h": rng.choice([0.2, 1.0, 3.01, 48.0]),
    }
    sun = {"min_sun_elevation_deg": rng.choice([-18, 0, 20])} if kind == "optical" else {}
    given = {"open_data": rng.random() < 0.4} if kind == "weather" else {}
    return {"kind": kind} | limits | sun | hosted | given


def _orbit(rng):
    return {
        "type": "circular",
        "altitude_km": rng.choice([600, 1400, 3000]),
        "inclination_deg": rng.choice([20, 55, 98]),
        "raan_deg": rng.uniform(0, 360),
        "argument_of_latitude_deg": rng.uniform(0, 360),
    }


def _need(rng, needs):
    for mission in MISSIONS:
        if rng.random() < 0.8:
            needs[mission] = {
                "age_h": rng.choice([0.05, 0.5, 1.0, 1.51, 4.0, 8.0]),
                "weight": rng.choice([1, 2.5]),
            }
    if "isr_imaging" in needs:
        needs["isr_imaging"]["sensors"] = some(rng, ["optical", "radar"])


def _agreement(rng, nations):
    mission = rng.choice(MISSIONS)
    if rng.random() < 0.3:
        return {"kind": "ground_access", "mission": mission, "members": some(rng, nations, 3)}
    provider = rng.choice(nations)
    others = [nation for nation in nations if nation != provider]
    return {
        "kind": "service_access",
        "mission": mission,
        "provider": provider,
        "recipients": some(rng, others),
        "release_h": rng.choice([0.0, 0.05, 0.25, 0.5, 1.0, 2.0]),
    }
