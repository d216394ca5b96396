"""Satellite communication, one scalar at a time: fractions, and every cut of the network written out.

By the theorem of Ford and Fulkerson (1956) amounts for users can be carried together exactly when, for every set of
users, what they ask for is at most what the relays can do for that set. So there is no flow here: there are few users,
and all sets are looked at.
"""

from fractions import Fraction
from itertools import combinations

import scalar_base as base

KINDS = {"satcom_protected": "protected", "satcom_wideband": "wideband", "satcom_narrowband": "narrowband"}
POINTS_IN_VIEW = 0.5


def services():
    """The slow service of each of the three missions, by key."""
    return {mission: lambda world, step, mission=mission: service(world, step, mission) for mission in KINDS}


def service(world, step, mission):
    """Allocated over demand by (region, nation)."""
    t_s = step * base.STEP_S
    relays = [relay for relay in in_orbit(world, mission, t_s) if relay["own"] > 0]
    users = [
        {
            "place": (r, n),
            "bands": set(need.bands),
            "demand": Fraction(need.demand_mbps),
            "class": need.priority,
        }
        for r, n, need in world.users(mission)
    ]
    got = allocate(users, [part for relay in relays for part in parts(world, mission, relay, relays, users)])
    places = dict.fromkeys(user["place"] for user in users)
    return {
        place: float(
            sum(got[u] for u, user in enumerate(users) if user["place"] == place)
            / sum(user["demand"] for user in users if user["place"] == place)
        )
        for place in places
    }


def in_orbit(world, mission, t_s):
    """All relays of a mission with what they see and what is left of them, whether traffic can land or not."""
    mask_deg = getattr(world.scenario.missions, mission).point_mask_deg
    for key, body, name, payload, owner in world.payloads(KINDS[mission]):
        spot = base.position(body.orbit, world.scenario.clock.start_utc, t_s + base.STEP_S / 2)
        seen = set()
        for region, block in world.scenario.regions.items():
            grid = base.points(block)
            in_view = sum(base.above(spot, ground, mask_deg) for ground in grid)
            if in_view >= POINTS_IN_VIEW * len(grid) and (not payload.regions or region in payload.regions):
                seen.add(region)
        yield {
            "payload": payload,
            "owner": owner,
            "own": world.factor(key, name, t_s),
            "seen": seen,
            "land": lambda other, spot=spot, payload=payload: world.best_gateway(
                mission, other, payload.bands, spot, t_s
            ),
        }


def landing(relay, working):
    """Factor of the best gateway for a relay's traffic, through its network where it has one."""
    network = relay["payload"].crosslink
    through = (
        [relay] if network is None else [other for other in working if other["payload"].crosslink == network]
    )
    return max(other["land"](relay["owner"]) for other in through)


def parts(world, mission, relay, working, users):
    """The slices and the common part of a relay: capacity, capacity for a region, regions, tier for each user."""
    factor = Fraction(min(relay["own"], landing(relay, working)))
    payload, owner = relay["payload"], relay["owner"]
    whole = Fraction(payload.capacity_mbps) * factor
    region = Fraction(payload.region_capacity_mbps or payload.capacity_mbps) * factor
    nations = sorted(world.scenario.actors)
    promised = {nation: Fraction(world.share(mission, owner, nation)) for nation in nations}
    for recipient in [None, *(nation for nation in nations if promised[nation] > 0)]:
        size = promised[recipient] if recipient else max(Fraction(0), 1 - sum(promised.values()))
        tiers = []
        for user in users:
            nation, tier = user["place"][1], 0
            if user["bands"] & set(payload.bands) and user["place"][0] in relay["seen"]:
                if nation == owner:
                    tier = 3 if recipient else 1
                elif nation == recipient:
                    tier = 2
                elif world.pooled(mission, owner, nation):
                    tier = 4
            tiers.append(tier)
        if any(tiers):
            yield whole * size, region * size, tiers


def capability(chosen, tier, users, relay_parts):
    """What the parts can do for a set of users with the first tiers open: the cut behind these users."""
    total = Fraction(0)
    for whole, region, tiers in relay_parts:
        regions = {users[u]["place"][0] for u in chosen if 0 < tiers[u] <= tier}
        total += min(whole, region * len(regions))
    return total


def allocate(users, relay_parts):
    """What every user gets: tier by tier, class by class, all shares of a class rising together until a cut is full."""
    got = [Fraction(0)] * len(users)
    sets = [chosen for n in range(1, len(users) + 1) for chosen in combinations(range(len(users)), n)]
    for tier in sorted({tier for *_, tiers in relay_parts for tier in tiers} - {0}):
        limits = {chosen: capability(chosen, tier, users, relay_parts) for chosen in sets}
        for precedence in (1, 2, 3, 4, 5):
            rising = {
                u for u, user in enumerate(users) if user["class"] == precedence and got[u] < user["demand"]
            }
            while rising:
                level = min(
                    [Fraction(1), *(full_at(chosen, limits[chosen], rising, got, users) for chosen in sets)]
                )
                for u in rising:
                    got[u] = max(got[u], level * users[u]["demand"])
                full = [chosen for chosen in sets if sum(got[u] for u in chosen) == limits[chosen]]
                stopped = {u for u in rising if level == 1 or any(u in chosen for chosen in full)}
                assert stopped, "a level at which nobody stops"
                rising -= stopped
    return got


def full_at(chosen, limit, rising, got, users):
    """The least common share of demand at which a cut is full, 1 if it never is; nobody falls below what it has."""
    moving = [u for u in chosen if u in rising]
    if not moving:
        return Fraction(1)
    room = limit - sum(got[u] for u in chosen if u not in rising)
    moving.sort(key=lambda u: got[u] / users[u]["demand"])
    for count in range(1, len(moving) + 1):  # those with the smallest shares rise first
        level = (room - sum(got[u] for u in moving[count:])) / sum(users[u]["demand"] for u in moving[:count])
        following = (
            got[moving[count]] / users[moving[count]]["demand"] if count < len(moving) else Fraction(1)
        )
        if level <= following:
            return max(level, got[moving[count - 1]] / users[moving[count - 1]]["demand"])
    return Fraction(1)
