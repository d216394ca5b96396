"""Relays, their gateways, who needs them and who shares them, at random."""

from worlds_choice import some

BANDS = ("x", "ku", "ka", "c")
MISSIONS = {
    "satcom_protected": ("protected", ("ehf", "ehf", "x")),
    "satcom_wideband": ("wideband", BANDS),
    "satcom_narrowband": ("narrowband", ("uhf", "l", "uhf")),
}
NETWORKS = ("north", "south")


def add(rng, values, nations):
    """Add satellite communication to a world of plain values."""
    for n in range(rng.randint(2, 5)):
        values["satellites"][f"relay{n}"] = _satellite(rng, nations)
        values["sites"][f"teleport{n}"] = _teleport(rng, nations)
    for mission, (kind, bands) in MISSIONS.items():
        linked = rng.random() < 0.5
        for satellite in values["satellites"].values():
            if rng.random() < 0.7:
                satellite["payloads"][f"{kind}_link"] = _payload(
                    rng, kind, bands, linked, nations, values["regions"]
                )
        if rng.random() < 0.4:
            payload = _payload(rng, kind, bands, linked, nations, values["regions"])
            values["constellations"][f"{kind}_ring"] = _ring(rng, nations, {"link": payload})
        for site in values["sites"].values():
            if rng.random() < 0.7:
                gate = {"kind": "gateway", "mission": mission, "bands": some(rng, dict.fromkeys(bands))}
                site["functions"][f"{kind}_gate"] = gate
        for users in values["users"].values():
            if rng.random() < 0.85:
                users["needs"][mission] = {
                    "demand_mbps": rng.choice([37, 100, 250, 411, 900]) / rng.choice([1, 1, 3]),
                    "bands": some(rng, dict.fromkeys(bands)),
                    "priority": rng.choice([1, 3, 3, 3, 5]),
                }
        for n in range(rng.randint(4, 9)):
            values["agreements"][f"{kind}{n}"] = _agreement(rng, mission, nations)


def _satellite(rng, nations):
    """Somewhere over the regions, so that most of them are served at all."""
    orbit = {"type": "geo", "longitude_deg": rng.uniform(110, 185)}
    return {"name": "relay", "owner": rng.choice(nations), "orbit": orbit, "payloads": {}}


def _teleport(rng, nations):
    place = {"latitude_deg": rng.uniform(-45, 45), "longitude_deg": rng.uniform(100, 180)}
    return {"name": "teleport", "owner": rng.choice(nations), "functions": {}} | place


def _payload(rng, kind, bands, linked, nations, regions):
    capacity = rng.choice([60, 150, 500])
    payload = {
        "kind": kind,
        "capacity_mbps": capacity,
        "bands": some(rng, dict.fromkeys(bands)),
        "region_capacity_mbps": rng.choice([None, None, 40, 100, 400]),
    }
    if rng.random() < 0.3:
        payload["regions"] = some(rng, regions)
    if linked and rng.random() < 0.7:
        payload["crosslink"] = f"{kind}_{rng.choice(NETWORKS)}"
    return payload | ({"owner": rng.choice([*nations, "red"])} if rng.random() < 0.2 else {})


def _ring(rng, nations, payloads):
    pattern = {
        "type": "walker_delta",
        "satellites": rng.choice([4, 6]),
        "planes": 1,
        "altitude_km": rng.choice([1500, 8062]),
        "inclination_deg": rng.choice([0, 60]),
    }
    return {"name": "ring", "owner": rng.choice(nations), "pattern": pattern, "payloads": payloads}


def _agreement(rng, mission, nations):
    kind = rng.choice(["capacity_pool", "capacity_share", "ground_access", "ground_access"])
    if kind == "capacity_share":
        provider = rng.choice(nations)
        chosen = some(rng, [nation for nation in nations if nation != provider])
        shares = {nation: round(rng.uniform(0.05, 0.9) / len(chosen), 3) for nation in chosen}
        return {"kind": kind, "mission": mission, "provider": provider, "shares": shares}
    return {"kind": kind, "mission": mission, "members": some(rng, nations, len(nations) - 2)}
