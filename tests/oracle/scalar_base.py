"""What all slow services stand on: where things are, who sees whom, who may use what, what works.

Every loop is written out; nothing is packed, merged or vectorised. Only the scenario models are shared.
"""

import math
from datetime import UTC, datetime
from functools import cache

MU, J2, RADIUS, FLATTENING = 398600.4415, 1.082626684e-3, 6378.137, 1 / 298.257223563
MEAN_RADIUS = 6371.0088
STEP_S = 300


class Grazing(Exception):
    """A line of sight within 1e-6 degrees of a mask: the answer hangs on the last bits."""


# Where things are


def julian_day(moment):
    """Days since 2000 January 1, 12 h."""
    return (moment.astimezone(UTC) - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() / 86400


def sidereal_rad(days):
    """Greenwich mean sidereal time (Aoki et al. 1982)."""
    c = days / 36525
    seconds = 67310.54841 + (876600 * 3600 + 8640184.812866) * c + 0.093104 * c * c - 6.2e-6 * c**3
    return math.radians(seconds / 240 % 360)


def rates(axis, eccentricity, inclination):
    """Drift of the node, of the perigee and of the mean anomaly under J2."""
    n = math.sqrt(MU / axis**3)
    scale = n * J2 * (RADIUS / (axis * (1 - eccentricity**2))) ** 2
    c = math.cos(inclination)
    return (
        -1.5 * scale * c,
        0.75 * scale * (5 * c * c - 1),
        n + 0.75 * scale * math.sqrt(1 - eccentricity**2) * (3 * c * c - 1),
    )


@cache
def synchronous_axis(inclination, days):
    """The axis of a circular orbit whose mean longitude stands still, by bisection."""
    wanted = math.remainder(sidereal_rad(days + 0.5 / 24) - sidereal_rad(days - 0.5 / 24), 2 * math.pi) / 3600
    low, high = 42000.0, 42300.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(rates(middle, 0, inclination)) > wanted else (low, middle)
    return (low + high) / 2


def position(orbit, start, t_s):
    """Earth-fixed position in km."""
    days = julian_day(start)
    if orbit.type == "geo":
        inclination = math.radians(orbit.inclination_deg)
        axis, eccentricity, perigee = synchronous_axis(inclination, days), 0.0, 0.0
        anomaly = math.radians(orbit.argument_of_latitude_deg)
        node = math.radians(orbit.longitude_deg) + sidereal_rad(days) - anomaly
    elif orbit.type == "circular":
        axis, eccentricity, perigee = RADIUS + orbit.altitude_km, 0.0, 0.0
        inclination, node = math.radians(orbit.inclination_deg), math.radians(orbit.raan_deg)
        anomaly = math.radians(orbit.argument_of_latitude_deg)
    else:
        axis = RADIUS + (orbit.perigee_km + orbit.apogee_km) / 2
        eccentricity = (orbit.apogee_km - orbit.perigee_km) / 2 / axis
        inclination, node = math.radians(orbit.inclination_deg), math.radians(orbit.raan_deg)
        perigee, anomaly = math.radians(orbit.argument_of_perigee_deg), math.radians(orbit.mean_anomaly_deg)
    node_rate, perigee_rate, anomaly_rate = rates(axis, eccentricity, inclination)
    mean = anomaly + anomaly_rate * t_s
    eccentric = mean
    for _ in range(60):
        eccentric = eccentric - (eccentric - eccentricity * math.sin(eccentric) - mean) / (
            1 - eccentricity * math.cos(eccentric)
        )
    x = axis * (math.cos(eccentric) - eccentricity)
    y = axis * math.sqrt(1 - eccentricity**2) * math.sin(eccentric)
    turn = perigee + perigee_rate * t_s
    x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
    y, z = y * math.cos(inclination), y * math.sin(inclination)
    turn = node + node_rate * t_s - sidereal_rad(days + t_s / 86400)
    return x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn), z


def place(latitude_deg, longitude_deg, altitude_km=0.0):
    """Earth-fixed position in km and the local vertical."""
    latitude, longitude = math.radians(latitude_deg), math.radians(longitude_deg)
    up = (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )
    squared = FLATTENING * (2 - FLATTENING)
    normal = RADIUS / math.sqrt(1 - squared * math.sin(latitude) ** 2)
    horizontal, vertical = normal + altitude_km, normal * (1 - squared) + altitude_km
    return (horizontal * up[0], horizontal * up[1], vertical * up[2]), up


def sight(satellite, ground):
    """Unit line of sight and elevation in degrees."""
    spot, up = ground
    line = [satellite[axis] - spot[axis] for axis in range(3)]
    length = math.sqrt(sum(part * part for part in line))
    line = [part / length for part in line]
    return line, math.degrees(math.asin(sum(line[axis] * up[axis] for axis in range(3))))


def above(satellite, ground, mask_deg):
    """Whether a satellite is above a mask."""
    elevation = sight(satellite, ground)[1]
    if abs(elevation - mask_deg) < 1e-6:
        raise Grazing
    return elevation > mask_deg


def points(region):
    """Sample points of a region: rows of equal height, columns in proportion to length."""
    width = region.east_deg - region.west_deg
    width += 360 if width < 0 else 0
    km = math.pi * MEAN_RADIUS / 180
    rows = max(1, round((region.north_deg - region.south_deg) * km / region.spacing_km))
    found = []
    for row in range(rows):
        latitude = region.south_deg + (row + 0.5) * (region.north_deg - region.south_deg) / rows
        columns = max(1, round(width * km * math.cos(math.radians(latitude)) / region.spacing_km))
        for column in range(columns):
            found.append(place(latitude, region.west_deg + (column + 0.5) * width / columns))
    return found


# Who may use what


class World:
    """A scenario with a coalition and outages, asked one question at a time."""

    def __init__(self, scenario, members, leaving, outages):
        """Outages are tuples (asset, function, factor, start_s, end_s)."""
        self.scenario, self.members, self.leaving, self.outages = scenario, members, leaving, outages

    def inside(self, actor):
        """Whether an actor's agreements hold."""
        kind, role = self.scenario.actors[actor].kind, self.scenario.actors[actor].role
        if kind == "lead" or (kind == "commercial" and role == "baseline"):
            return True
        return (kind == "partner" or (kind == "commercial" and role == "player")) and actor in self.members

    def gone(self, actor):
        """Whether what an actor owns does not exist."""
        kind, role = self.scenario.actors[actor].kind, self.scenario.actors[actor].role
        player = kind == "partner" or (kind == "commercial" and role == "player")
        return self.leaving == "absent" and player and actor not in self.members

    def agreements(self, kind, mission):
        """Agreements of a kind."""
        for block in self.scenario.agreements.values():
            if block.kind == kind and block.mission == mission:
                yield block

    def gateway_open(self, mission, owner, site_owner):
        """Whether a payload of one may land at a gateway of another."""
        if owner == site_owner:
            return True
        both = self.inside(owner) and self.inside(site_owner)
        blocks = self.agreements("ground_access", mission)
        return both and any(owner in block.members and site_owner in block.members for block in blocks)

    def given(self, mission, owner, nation):
        """Whether a navigation or warning payload of an owner serves a nation."""
        if owner == nation:
            return True
        blocks = self.agreements("service_access", mission)
        both = self.inside(owner) and self.inside(nation)
        return both and any(block.provider == owner and nation in block.recipients for block in blocks)

    def share(self, mission, owner, nation):
        """Promised share of capacity."""
        if owner == nation or not self.inside(owner):
            return 0.0
        promises = {}
        for block in self.agreements("capacity_share", mission):
            if block.provider == owner:
                for recipient, share in block.shares.items():
                    if self.inside(recipient):
                        promises[recipient] = promises.get(recipient, 0.0) + share
        return promises.get(nation, 0.0) / max(1.0, sum(promises.values()))

    def pooled(self, mission, owner, nation):
        """Whether spare capacity is open."""
        if owner == nation or not (self.inside(owner) and self.inside(nation)):
            return False
        pools = self.agreements("capacity_pool", mission)
        return any(owner in block.members and nation in block.members for block in pools)

    def factor(self, asset, function, t_s):
        """What is left of a function."""
        left = 1.0
        for name, part, factor, start_s, end_s in self.outages:
            if (
                name == asset
                and part in (None, function)
                and start_s <= t_s
                and (end_s is None or t_s < end_s)
            ):
                left = min(left, factor)
        return left

    def payloads(self, kind):
        """Existing payloads of a kind outside the adversaries' hands: (satellite id, body, name, payload, owner)."""
        found = []
        for key, body in self.scenario.fleet.items():
            for name, payload in body.payloads.items():
                owner = payload.owner or body.owner
                owners = {owner, body.owner}
                if payload.kind != kind or any(self.gone(actor) for actor in owners):
                    continue
                if not any(self.scenario.actors[actor].kind == "adversary" for actor in owners):
                    found.append((key, body, name, payload, owner))
        return found

    def gateways(self, mission, owner, bands, spot, t_s):
        """Gateways that a payload at a place may use and sees, working or not: (site id, function, factor)."""
        for key, site in self.scenario.sites.items():
            host = site.host or site.owner
            kind, role = self.scenario.actors[host].kind, self.scenario.actors[host].role
            player = kind == "partner" or (kind == "commercial" and role == "player")
            left = player and host not in self.members
            lapsed = site.basing == "lapses" and host != site.owner and left and self.inside(site.owner)
            if lapsed or self.gone(site.owner) or self.scenario.actors[site.owner].kind == "adversary":
                continue
            ground = place(site.latitude_deg, site.longitude_deg, site.altitude_m / 1000)
            for name, job in site.functions.items():
                if job.kind != "gateway" or job.mission != mission:
                    continue
                if bands is not None and not set(bands) & set(job.bands):
                    continue
                if self.gateway_open(mission, owner, site.owner) and above(spot, ground, site.mask_deg):
                    yield key, name, self.factor(key, name, t_s)

    def best_gateway(self, mission, owner, bands, spot, t_s):
        """Factor of the best gateway for a payload at a place (0 if there is none)."""
        return max((left for *_, left in self.gateways(mission, owner, bands, spot, t_s)), default=0.0)

    def users(self, mission):
        """Groups of users with a need: (region, nation, need)."""
        for group in self.scenario.users.values():
            need = getattr(group.needs, mission)
            if need is not None and self.scenario.actors[group.nation].kind != "adversary":
                yield group.region, group.nation, need
