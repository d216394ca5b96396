"""The services again, one scalar at a time, from the scenario alone: slow, plain, and sharing no code with the program.

Every loop is written out; nothing is cached, packed, merged or vectorised. Only the scenario models are shared.
"""

import math
from datetime import UTC, datetime

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

    def share(self, owner, nation):
        """Promised share of capacity."""
        if owner == nation or not self.inside(owner):
            return 0.0
        promises = {}
        for block in self.agreements("capacity_share", "satcom_wideband"):
            if block.provider == owner:
                for recipient, share in block.shares.items():
                    if self.inside(recipient):
                        promises[recipient] = promises.get(recipient, 0.0) + share
        return promises.get(nation, 0.0) / max(1.0, sum(promises.values()))

    def pooled(self, owner, nation):
        """Whether spare capacity is open."""
        if owner == nation or not (self.inside(owner) and self.inside(nation)):
            return False
        pools = self.agreements("capacity_pool", "satcom_wideband")
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

    def best_gateway(self, mission, owner, bands, spot, t_s):
        """Factor of the best gateway for a payload at a place (0 if there is none)."""
        best = 0.0
        for key, site in self.scenario.sites.items():
            host = site.host or site.owner
            kind, role = self.scenario.actors[host].kind, self.scenario.actors[host].role
            left = (
                kind == "partner" or (kind == "commercial" and role == "player")
            ) and host not in self.members
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
                    best = max(best, self.factor(key, name, t_s))
        return best

    # Services at a step

    def service(self, mission, step):
        """Service by (region, nation)."""
        return {"pnt": self.pnt, "satcom_wideband": self.satcom, "missile_warning": self.warning}[mission](
            step
        )

    def users(self, mission):
        """Groups of users with a need: (region, nation, need)."""
        for group in self.scenario.users.values():
            need = getattr(group.needs, mission)
            if need is not None and self.scenario.actors[group.nation].kind != "adversary":
                yield group.region, group.nation, need

    def pnt(self, step):
        """Navigation."""
        epoch_s, t_s = step * STEP_S // 900 * 900, step * STEP_S
        signals = [
            (position(body.orbit, self.scenario.clock.start_utc, epoch_s), key, payload, owner)
            for key, body, name, payload, owner in self.payloads("navigation")
            if self.factor(key, name, t_s) > 0
        ]
        total, weight = {}, {}
        for region, nation, need in self.users("pnt"):
            served = 0.0
            for key, share in need.classes.items():
                user_class = self.scenario.user_classes[key]
                usable = {
                    (satellite, payload.family): spot
                    for spot, satellite, payload, owner in signals
                    if payload.family in user_class.receivers
                    and (payload.open_signal or self.given("pnt", owner, nation))
                }
                grid = points(self.scenario.regions[region])
                for ground in grid:
                    pdop = dilution(usable, ground, user_class.mask_deg)
                    served += (
                        share * (0.0 if pdop is None else min(1.0, user_class.pdop_limit / pdop)) / len(grid)
                    )
            total[region, nation] = total.get((region, nation), 0.0) + need.weight * served / sum(
                need.classes.values()
            )
            weight[region, nation] = weight.get((region, nation), 0.0) + need.weight
        return {key: total[key] / weight[key] for key in total}

    def warning(self, step):
        """Missile warning."""
        t_s = step * STEP_S
        sensors = []
        for key, body, name, _, owner in self.payloads("infrared"):
            spot = position(body.orbit, self.scenario.clock.start_utc, t_s + STEP_S / 2)
            if (
                self.factor(key, name, t_s) > 0
                and self.best_gateway("missile_warning", owner, None, spot, t_s) > 0
            ):
                sensors.append((spot, owner))
        mask_deg = self.scenario.missions.missile_warning.point_mask_deg
        result = {}
        for region, nation, _ in self.users("missile_warning"):
            grid = points(self.scenario.regions[region])
            served = 0.0
            for ground in grid:
                count = 0
                for spot, owner in sensors:
                    if self.given("missile_warning", owner, nation) and above(spot, ground, mask_deg):
                        count += 1
                served += (0.0, 0.5, 1.0)[min(2, count)] / len(grid)
            result[region, nation] = served
        return result

    def satcom(self, step):
        """Wideband communication."""
        t_s = step * STEP_S
        mask_deg = self.scenario.missions.satcom_wideband.point_mask_deg
        relays = []
        for key, body, name, payload, owner in self.payloads("wideband"):
            spot = position(body.orbit, self.scenario.clock.start_utc, t_s + STEP_S / 2)
            best = self.best_gateway("satcom_wideband", owner, payload.bands, spot, t_s)
            factor = min(self.factor(key, name, t_s), best)
            seen = set()
            for region, block in self.scenario.regions.items():
                grid = points(block)
                if sum(above(spot, ground, mask_deg) for ground in grid) >= 0.5 * len(grid):
                    seen.add(region)
            if factor > 0:
                region_mbps = payload.region_capacity_mbps or payload.capacity_mbps
                capacity = payload.capacity_mbps * factor
                relays.append(
                    {
                        "owner": owner,
                        "bands": set(payload.bands),
                        "all": capacity,
                        "left": capacity,
                        "region": dict.fromkeys(seen, region_mbps * factor),
                    }
                )
        users = [
            {
                "region": r,
                "nation": n,
                "bands": set(need.bands),
                "demand": need.demand_mbps,
                "need": need.demand_mbps,
            }
            for r, n, need in self.users("satcom_wideband")
        ]
        for tier in ("own", "share", "pool"):
            self.fill(tier, relays, users)
        asked, got = {}, {}
        for user in users:
            key = user["region"], user["nation"]
            asked[key] = asked.get(key, 0.0) + user["demand"]
            got[key] = got.get(key, 0.0) + user["demand"] - user["need"]
        return {key: got[key] / asked[key] for key in asked}

    def fill(self, tier, relays, users):
        """One tier: requests in proportion to room, cuts in proportion to requests, until nothing moves."""
        for relay in relays:
            relay["nation"] = {}
            for user in users:
                nation = user["nation"]
                relay["nation"][nation] = {
                    "own": math.inf if relay["owner"] == nation else 0.0,
                    "share": self.share(relay["owner"], nation) * relay["all"],
                    "pool": math.inf if self.pooled(relay["owner"], nation) else 0.0,
                }[tier]
        while True:
            asked = [[0.0] * len(users) for _ in relays]
            for u, user in enumerate(users):
                rooms = []
                for relay in relays:
                    room = 0.0
                    if user["region"] in relay["region"] and user["bands"] & relay["bands"]:
                        limits = (
                            relay["left"],
                            relay["region"][user["region"]],
                            relay["nation"][user["nation"]],
                        )
                        room = max(0.0, min(limits))
                    rooms.append(room)
                if sum(rooms) > 0:
                    for r in range(len(relays)):
                        asked[r][u] = user["need"] * rooms[r] / sum(rooms)
            moved = 0.0
            for r, relay in enumerate(relays):
                for limits, field in ((relay["nation"], "nation"), (relay["region"], "region")):
                    for key, limit in limits.items():
                        mine = [u for u, user in enumerate(users) if user[field] == key]
                        wanted = sum(asked[r][u] for u in mine)
                        for u in mine:
                            asked[r][u] *= max(0.0, limit) / wanted if wanted > max(0.0, limit) else 1.0
                wanted = sum(asked[r])
                left = max(0.0, relay["left"])
                cut = left / wanted if wanted > left else 1.0
                for u, user in enumerate(users):
                    given = asked[r][u] * cut
                    moved += given / user["demand"]
                    user["need"] -= given
                    relay["left"] -= given
                    relay["nation"][user["nation"]] -= given
                    if user["region"] in relay["region"]:
                        relay["region"][user["region"]] -= given
            if moved < 1e-13:
                return


def dilution(usable, ground, mask_deg):
    """Position dilution of precision from the full normal matrix with a clock for each family; None: no solution."""
    lines, clocks = [], []
    for (_, family), spot in sorted(usable.items()):
        line, _ = sight(spot, ground)
        if above(spot, ground, mask_deg):
            lines.append((line, family))
            clocks.append(family)
    clocks = sorted(set(clocks))
    size = 3 + len(clocks)
    if len(lines) < size or not clocks:
        return None
    normal = [[0.0] * size for _ in range(size)]
    for line, family in lines:
        row = [-part for part in line] + [1.0 if family == clock else 0.0 for clock in clocks]
        for i in range(size):
            for j in range(size):
                normal[i][j] += row[i] * row[j]
    determinant, inverse = inverted(normal)
    for clock in clocks:  # what is left once the clocks are solved for: no solution below 1e-9
        determinant /= sum(family == clock for _, family in lines)
    return None if determinant < 1e-9 else math.sqrt(inverse[0][0] + inverse[1][1] + inverse[2][2])


def inverted(matrix):
    """Determinant and inverse by Gauss-Jordan with pivots; determinant 0 when singular."""
    size = len(matrix)
    determinant = 1.0
    work = [[*row, *(1.0 if i == j else 0.0 for j in range(size))] for i, row in enumerate(matrix)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(work[row][column]))
        if abs(work[pivot][column]) < 1e-14:
            return 0.0, None
        if pivot != column:
            work[column], work[pivot], determinant = work[pivot], work[column], -determinant
        scale = work[column][column]
        determinant *= scale
        work[column] = [value / scale for value in work[column]]
        for row in range(size):
            if row != column:
                factor = work[row][column]
                work[row] = [a - factor * b for a, b in zip(work[row], work[column], strict=True)]
    return determinant, [row[size:] for row in work]
