"""Trackers, telescopes in space, their gateways, who needs custody and who tells whom, at random."""

from worlds_choice import some


def add(rng, values, nations):
    """Add space domain awareness to a world of plain values."""
    for satellite in values["satellites"].values():
        if rng.random() < 0.4:
            satellite["payloads"]["scope"] = _scope(rng, nations)
    for site in values["sites"].values():
        if rng.random() < 0.5:
            site["functions"]["track"] = _tracker(rng)
        if rng.random() < 0.4:
            site["functions"]["tracks"] = {"kind": "gateway", "mission": "sda"}
    things = [*values["satellites"], "red", "neutral", *(key for key in nations if key.startswith("p"))]
    things += [key for key in values["constellations"] if key != "gps"]
    for users in values["users"].values():
        if rng.random() < 0.8:
            users["needs"]["sda"] = {
                "objects": rng.sample(things, rng.randint(1, 4)),
                "custody_h": rng.choice([0.3, 0.5, 1.0, 1.51, 3.0]),
                "weight": rng.choice([1, 2.5]),
            }
    for n in range(rng.randint(2, 7)):
        values["agreements"][f"sky{n}"] = _agreement(rng, nations)


def _scope(rng, nations):
    hosted = {"owner": rng.choice([*nations, "red"])} if rng.random() < 0.3 else {}
    limits = {
        "range_km": rng.choice([None, 40000, 10000]),
        "limb_margin_km": rng.choice([0, 100, 400]),
        "sun_exclusion_deg": rng.choice([0, 15, 60]),
    }
    return hosted | limits | {"kind": "space_surveillance"}


def _tracker(rng):
    modality = rng.choice(["radar", "radar", "telescope"])
    return {
        "kind": "tracker",
        "modality": modality,
        "range_km": rng.choice([None, 3000, 15000, 45000]),
        "max_sun_elevation_deg": rng.choice([-12.0, -6.0, 0.0]),
    }


def _agreement(rng, nations):
    if rng.random() < 0.4:
        return {"kind": "ground_access", "mission": "sda", "members": some(rng, nations, 3)}
    provider = rng.choice(nations)
    others = [nation for nation in nations if nation != provider]
    return {
        "kind": "service_access",
        "mission": "sda",
        "provider": provider,
        "recipients": some(rng, others),
        "release_h": rng.choice([0.0, 0.05, 0.25, 0.5, 2.0]),
    }
