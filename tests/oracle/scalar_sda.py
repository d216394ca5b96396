"""Space domain awareness, one scalar at a time: every sensor, sample and step is asked again."""

import math

import scalar_base as base
from sky_oracle import angle_between, dot, minus, norm, sun_at

SAMPLE_S = 30
TELESCOPE_LEAST_DEG = 20.0


def service(world, step):
    """Share of objects in custody."""
    total, weight = {}, {}
    for region, nation, need in world.users("sda"):
        wanted = [
            key for key in objects(world, need.objects) if not world.gone(world.scenario.fleet[key].owner)
        ]
        held = sum(in_custody(world, nation, key, step, need.custody_h * 3600) for key in wanted)
        share = held / len(wanted) if wanted else 1.0
        total[region, nation] = total.get((region, nation), 0.0) + need.weight * share
        weight[region, nation] = weight.get((region, nation), 0.0) + need.weight
    return {key: total[key] / weight[key] for key in total}


def objects(world, names):
    """Satellites that names of satellites, constellations and actors mean."""
    found = set()
    for name in names:
        for key, body in world.scenario.fleet.items():
            member = name in world.scenario.constellations and getattr(body, "constellation", None) == name
            if key == name or body.owner == name or member:
                found.add(key)
    return found


def in_custody(world, nation, key, step, limit_s):
    """Whether the freshest observation known to a nation is recent enough."""
    if (step + 1) * base.STEP_S <= limit_s:
        return True
    for seen_at in range(step, -1, -1):
        if seen_at < step and (step + 1 - seen_at) * base.STEP_S > limit_s:
            return False
        own = world.scenario.fleet[key].owner == nation and not world.gone(nation)
        if own and world.factor(key, None, seen_at * base.STEP_S) > 0:
            return True
        for sensor in sensors(world):
            delay_s = delay(world, sensor["owner"], nation)
            if delay_s is None or world.factor(sensor["asset"], sensor["name"], seen_at * base.STEP_S) == 0:
                continue
            if not observes(world, sensor, key, seen_at):
                continue
            for step_down in range(seen_at, step + 1):
                if on_ground(world, sensor, step_down):
                    if step_down * base.STEP_S + delay_s <= step * base.STEP_S:
                        return True
                    break
    return False


def delay(world, owner, nation):
    """Seconds from receipt until a nation is told; None for never."""
    if owner == nation:
        return 0
    found = [
        block.release_h * 3600
        for block in world.agreements("service_access", "sda")
        if block.provider == owner and nation in block.recipients
    ]
    return min(found) if found and world.inside(owner) and world.inside(nation) else None


def sensors(world):
    """Everything that observes and exists; remembered."""
    if "eyes" not in world.__dict__:
        world.eyes = [*trackers(world), *telescopes(world)]
    return world.eyes


def trackers(world):
    """Trackers that exist."""
    found = []
    for key, site in world.scenario.sites.items():
        for name, job in site.functions.items():
            if job.kind == "tracker" and stands(world, site):
                found.append({"asset": key, "name": name, "owner": site.owner, "job": job, "site": site})
    return found


def telescopes(world):
    """Telescopes in space that exist and whose owner and bus stand on one side."""
    found = []
    for key, body in world.scenario.fleet.items():
        for name, payload in body.payloads.items():
            owner = payload.owner or body.owner
            sides = {world.scenario.actors[actor].kind == "adversary" for actor in (owner, body.owner)}
            if payload.kind != "space_surveillance" or len(sides) > 1:
                continue
            if not world.gone(owner) and not world.gone(body.owner):
                found.append({"asset": key, "name": name, "owner": owner, "job": payload, "site": None})
    return found


def stands(world, site):
    """Whether a site exists."""
    host = site.host or site.owner
    kind, role = world.scenario.actors[host].kind, world.scenario.actors[host].role
    left = (kind == "partner" or (kind == "commercial" and role == "player")) and host not in world.members
    lapsed = site.basing == "lapses" and host != site.owner and left and world.inside(site.owner)
    return not lapsed and not world.gone(site.owner)


def on_ground(world, sensor, step):
    """Whether what a sensor has comes down in a step; remembered."""
    known = world.__dict__.setdefault("contacts", {})
    asked = sensor["asset"], sensor["name"], step
    if asked not in known:
        known[asked] = sensor["site"] is not None or in_contact(world, sensor, step)
    return known[asked]


def in_contact(world, sensor, step):
    """Whether a telescope in space works and has a working gateway that it may use in view."""
    t_s = step * base.STEP_S
    if world.factor(sensor["asset"], sensor["name"], t_s) == 0:
        return False
    for key, site in world.scenario.sites.items():
        for name, job in site.functions.items():
            if job.kind != "gateway" or job.mission != "sda" or not stands(world, site):
                continue
            if world.gateway_open("sda", sensor["owner"], site.owner) and world.factor(key, name, t_s) > 0:
                ground = base.place(site.latitude_deg, site.longitude_deg, site.altitude_m / 1000)
                spots = [spot(world, sensor["asset"], when_s) for when_s in samples(step)]
                if any(base.above(there, ground, site.mask_deg) for there in spots):
                    return True
    return False


def samples(step):
    """Middles of the ten parts of a step."""
    return [step * base.STEP_S + SAMPLE_S * (n + 0.5) for n in range(base.STEP_S // SAMPLE_S)]


def spot(world, key, t_s):
    """Where a satellite is; remembered, or the test takes hours."""
    known = world.__dict__.setdefault("spots", {})
    if (key, t_s) not in known:
        known[key, t_s] = base.position(world.scenario.fleet[key].orbit, world.scenario.clock.start_utc, t_s)
    return known[key, t_s]


def the_sun(world, t_s):
    """Where the Sun is; remembered."""
    known = world.__dict__.setdefault("suns", {})
    if t_s not in known:
        known[t_s] = sun_at(world.scenario.clock.start_utc, t_s)
    return known[t_s]


def observes(world, sensor, key, step):
    """Whether a sensor sees an object at any sample of a step; remembered."""
    known = world.__dict__.setdefault("sightings", {})
    asked = sensor["asset"], sensor["name"], key, step
    if asked not in known:
        known[asked] = any(sees(world, sensor, key, t_s) for t_s in samples(step))
    return known[asked]


def sees(world, sensor, key, t_s):
    """Whether a sensor sees an object at an instant."""
    there, sun = spot(world, key, t_s), the_sun(world, t_s)
    job, site = sensor["job"], sensor["site"]
    if site is None:
        return sensor["asset"] != key and lit(there, sun) and sees_from_space(world, sensor, there, sun, t_s)
    ground, up = base.place(site.latitude_deg, site.longitude_deg, site.altitude_m / 1000)
    lowest_deg = site.mask_deg if job.modality == "radar" else max(site.mask_deg, TELESCOPE_LEAST_DEG)
    high = base.above(there, (ground, up), lowest_deg)
    near = job.range_km is None or inside(job.range_km - norm(minus(there, ground)), 1e-3)
    if job.modality == "radar":
        return high and near
    dark = inside(job.max_sun_elevation_deg - math.degrees(math.asin(dot(sun, up))), 1e-7)
    return high and near and dark and lit(there, sun)


def sees_from_space(world, sensor, there, sun, t_s):
    """Whether a telescope in space sees a lit place: away from the Earth by angles, away from the Sun, near enough."""
    job, here = sensor["job"], spot(world, sensor["asset"], t_s)
    line = minus(there, here)
    if norm(line) < 1e-6:
        return False
    earth = math.asin((base.RADIUS + job.limb_margin_km) / norm(here))
    off_nadir = angle_between(line, [-part for part in here])
    clear = inside(off_nadir - earth, 1e-9)
    away = job.sun_exclusion_deg == 0 or inside(
        angle_between(line, sun) - math.radians(job.sun_exclusion_deg), 1e-9
    )
    return clear and away and (job.range_km is None or inside(job.range_km - norm(line), 1e-3))


def lit(there, sun):
    """Whether the Sun shines on a place: not behind the Earth's disc."""
    along = dot(there, sun)
    across = norm([there[axis] - along * sun[axis] for axis in range(3)])
    return along >= 0 or inside(across - base.RADIUS, 1e-3)


def inside(margin, doubt):
    """Whether a margin is positive; too small to say is refused."""
    if abs(margin) < doubt:
        raise base.Grazing
    return margin > 0
