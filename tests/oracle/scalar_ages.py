"""Images, signals and weather, one scalar at a time: who collected what when, when it came down, who was told when."""

import math
from functools import cache
from hashlib import blake2b

import scalar_base as base
from sky_oracle import angle_between, dot, sun_at

KINDS = {"isr_imaging": ("optical", "radar"), "isr_signals": ("signals",), "environment": ("weather",)}


class Ages:
    """The collections of one world, asked for one mission at one step."""

    def __init__(self, world, samples=10, steps=360):
        """`samples` in every step are looked at; the world lasts for `steps` steps."""
        self.world, self.samples, self.steps = world, samples, steps
        self.start = world.scenario.clock.start_utc
        self.fleet = world.scenario.fleet
        self.grids = {key: base.points(region) for key, region in world.scenario.regions.items()}
        self.at = cache(self.at)
        self.sun = cache(self.sun)
        self.reaches = cache(self.reaches)
        self.contact = cache(self.contact)
        self.gateways = cache(self.gateways)
        self.collected = cache(self.collected)
        self.lands = cache(self.lands)

    def service(self, mission, step):
        """Service by (region, nation)."""
        total, weight = {}, {}
        for region, nation, need in self.world.users(mission):
            kinds = getattr(need, "sensors", KINDS[mission])
            served = 0.0
            for place in range(len(self.grids[region])):
                known, before = (
                    self.newest(mission, kinds, nation, region, place, moment)
                    for moment in (step, max(0, step - 1))
                )
                at_end = self.worth(known, need.age_h, step)
                rises = at_end > self.worth(before, need.age_h, max(0, step - 1))
                served += (self.worth(before, need.age_h, step) + at_end) / 2 if rises else at_end
            share = served / len(self.grids[region])
            total[region, nation] = total.get((region, nation), 0.0) + need.weight * share
            weight[region, nation] = weight.get((region, nation), 0.0) + need.weight
        return {key: total[key] / weight[key] for key in total}

    def worth(self, newest, age_h, step):
        """Service of a point by what was collected at a step."""
        if newest is None:
            return 0.0
        age_s = (step - newest) * base.STEP_S
        return 1.0 if age_s <= age_h * 3600 else age_h * 3600 / age_s

    def newest(self, mission, kinds, nation, region, place, step):
        """Step of the newest collection that a nation knows; the epoch if it ever may, None if never."""
        found = None
        for payload in self.payloads(mission):
            kind = payload[3]
            delay_s = self.delay(payload, nation)
            if kind not in kinds or delay_s is None or not self.ever(payload, region, place):
                continue
            found = found or 0
            for made in range(step, found, -1):
                if self.collected(payload, region, place, made):
                    down = self.lands(payload, made)
                    if down is not None and down * base.STEP_S + delay_s <= step * base.STEP_S:
                        found = made
                        break
        return found

    def payloads(self, mission):
        """Payloads that exist: (mission, satellite, name, kind, owner)."""
        for kind in KINDS[mission]:
            for key, _, name, _, owner in self.world.payloads(kind):
                yield mission, key, name, kind, owner

    def delay(self, payload, nation):
        """Seconds from landing until a nation is told; None for never."""
        mission, key, name, kind, owner = payload
        if owner == nation or (kind == "weather" and self.fleet[key].payloads[name].open_data):
            return 0
        if not (self.world.inside(owner) and self.world.inside(nation)):
            return None
        blocks = self.world.agreements("service_access", mission)
        hours = [
            block.release_h for block in blocks if block.provider == owner and nation in block.recipients
        ]
        return round(min(hours) * 3600) if hours else None

    def ever(self, payload, region, place):
        """Whether a payload ever images a point and ever sees a gateway, were everything working."""
        linked = any(self.gateways(payload, step) for step in range(self.steps))
        return linked and any(self.reaches(payload, region, place, step) for step in range(self.steps))

    def collected(self, payload, region, place, made):
        """Whether a collection was made in a step: in reach, working, and tasked recently."""
        _, key, name, _, _ = payload
        if not self.reaches(payload, region, place, made):
            return False
        if self.world.factor(key, name, made * base.STEP_S) == 0:
            return False
        life_s = self.fleet[key].payloads[name].tasking_life_h * 3600
        if made * base.STEP_S <= life_s:
            return True
        for before in range(made, -1, -1):
            if (made - before) * base.STEP_S > life_s:
                return False
            if self.contact(payload, before):
                return True
        return False

    def lands(self, payload, made):
        """The step in which a collection comes down; None within the horizon."""
        for step in range(made, self.steps):
            if self.contact(payload, step):
                return step
        return None

    def contact(self, payload, step):
        """Whether a payload works and sees a working gateway."""
        _, key, name, _, _ = payload
        t_s = step * base.STEP_S
        if self.world.factor(key, name, t_s) == 0:
            return False
        return any(self.world.factor(*gate, t_s) > 0 for gate in self.gateways(payload, step))

    def gateways(self, payload, step):
        """Gateways in view at any sample of a step, working or not."""
        mission, key, _, _, owner = payload
        found = set()
        for t_s in self.times(step):
            for site, function, _ in self.world.gateways(mission, owner, None, self.at(key, t_s), t_s):
                found.add((site, function))
        return found

    def reaches(self, payload, region, place, step):
        """Whether a point is in reach, in light and not clouded at any sample of a step."""
        _, key, name, kind, _ = payload
        limits = self.fleet[key].payloads[name]
        if kind == "optical" and self.clouded(region, step):
            return False
        spot, up = self.grids[region][place]
        for t_s in self.times(step):
            line = tuple(a - b for a, b in zip(self.at(key, t_s), spot, strict=True))
            angles = [
                (math.degrees(angle_between(line, up)), limits.min_incidence_deg, limits.max_incidence_deg)
            ]
            if kind == "optical":
                sun_deg = 90 - math.degrees(math.acos(dot(up, self.sun(t_s))))
                angles.append((sun_deg, limits.min_sun_elevation_deg, 90))
            if any(
                abs(angle - edge) < 1e-6 for angle, *edges in angles for edge in edges if edge not in (0, 90)
            ):
                raise base.Grazing
            if all(low <= angle <= high for angle, low, high in angles):
                return True
        return False

    def clouded(self, region, step):
        """Whether cloud hides a region: a keyed BLAKE2 hash as a number between 0 and 1."""
        weather = self.world.scenario.weather
        number = math.floor(step * base.STEP_S / (weather.persistence_h * 3600))
        key = blake2b(f"{weather.seed}:0".encode(), digest_size=32).digest()
        text = "\x1f".join(("weather.cloud", region, str(number)))
        word = int.from_bytes(blake2b(text.encode(), digest_size=8, key=key).digest(), "big")
        return ((word >> 11) + 0.5) / 2**53 < self.world.scenario.regions[region].cloud_cover

    def times(self, step):
        """Seconds of the samples of a step."""
        part_s = base.STEP_S / self.samples
        return [step * base.STEP_S + (sample + 0.5) * part_s for sample in range(self.samples)]

    def at(self, satellite, t_s):
        """Where a satellite is."""
        return base.position(self.fleet[satellite].orbit, self.start, t_s)

    def sun(self, t_s):
        """Where the Sun is."""
        return sun_at(self.start, t_s)
