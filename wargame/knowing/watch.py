"""Who sees an attack, who is told of it in time, and whose business it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from wargame.coalition import Coalition
from wargame.game.skies import Skies
from wargame.knowing.posterior import Source
from wargame.scenario import Phase, Scenario
from wargame.scenario.politics import DisclosureRow
from wargame.scenario.sites import Modality, Sensor


@dataclass(frozen=True, slots=True)
class Post:
    """A sensor at its site."""

    site: str
    function: str
    owner: str
    sensor: Sensor
    shown: bool

    @property
    def id(self) -> str:
        """`<site>.<function>`."""
        return f"{self.site}.{self.function}"

    def is_hit_by(self, asset: str, function: str | None) -> bool:
        """Whether an outage of that function of that asset silences the sensor."""
        return asset == self.site and function in (None, self.function)

    @property
    def source(self) -> Source:
        """The sensor's numbers as a source of evidence for its owner."""
        item = self.sensor
        return Source(self.id, item.p_detect, item.p_identify, item.p_false_alarm, item.p_false_identify)


class Watch:
    """The sensors of a scenario and the rules by which their reports travel."""

    def __init__(self, scenario: Scenario, skies: Skies) -> None:
        """Collects every sensor of the scenario, in alphabetical order."""
        self._scenario = scenario
        self._skies = skies
        self._posts = tuple(
            Post(site_id, name, site.owner, function, site.shown)
            for site_id, site in sorted(scenario.sites.items())
            for name, function in sorted(site.functions.items())
            if isinstance(function, Sensor)
        )
        self._by_id = {post.id: post for post in self._posts}
        self._shared: dict[tuple[str, float], Source] = {}
        self._in_view: dict[tuple[Modality, str, int], tuple[Post, ...]] = {}
        self._releases: dict[tuple[str, str, object], DisclosureRow | None] = {}
        self._standing: dict[tuple[object, str], Mapping[str, str]] = {}

    @property
    def by_id(self) -> dict[str, Post]:
        """Every sensor by `<site>.<function>`."""
        return self._by_id

    def posts_in_view(self, modality: Modality, target: str, t_s: int) -> tuple[Post, ...]:
        """The sensors of that kind that have the target in view at that second."""
        key = (modality, target, t_s)
        if key not in self._in_view:
            self._in_view[key] = tuple(
                post
                for post in self._posts
                if post.sensor.modality == modality and self._sees(post, target, t_s)
            )
        return self._in_view[key]

    def standing(self, coalition: Coalition, target: str) -> Mapping[str, str]:
        """The governments whose business an attack on the target is, worked out once for each coalition."""
        key = (coalition.key, target)
        if key not in self._standing:
            self._standing[key] = standing(self._scenario, coalition, target)
        return self._standing[key]

    def _sees(self, post: Post, target: str, t_s: int) -> bool:
        if post.sensor.field_of_regard == "everywhere" or target in self._scenario.sites:
            return post.sensor.field_of_regard == "everywhere"
        if self._skies.elevation_deg(target, post.site, t_s) < self._scenario.sites[post.site].mask_deg:
            return False
        limit_km = post.sensor.range_km
        return limit_km is None or self._skies.range_km(target, post.site, t_s) <= limit_km

    def sources_of(
        self,
        government: str,
        posts: tuple[Post, ...],
        coalition: Coalition,
        phase: Phase,
        is_up: Callable[[Post], bool],
    ) -> tuple[Source, ...]:
        """What these sensors can tell a government before it decides, with the chance that it is told.

        A government hears its own sensors, and those of members whose disclosure row reaches it within its decision
        delay. A nation that left the coalition tells nobody and is told nothing.
        """
        delay_h = self._scenario.governments[government].decision_delay_h
        found = []
        for post in posts:
            if not coalition.exists(post.site) or not is_up(post):
                continue
            if post.owner == government:
                found.append(self._told(post, 1.0))
                continue
            release = self.release(post.owner, government, coalition)
            if release is None or release.latency_h.at(phase) > delay_h:
                continue
            share = release.share.at(phase)
            if share > 0.0:
                found.append(self._told(post, share))
        return tuple(found)

    def _told(self, post: Post, share: float) -> Source:
        """A sensor as a source for somebody who is told with probability `share`."""
        if (post.id, share) not in self._shared:
            self._shared[post.id, share] = replace(post.source, share=share)
        return self._shared[post.id, share]

    def release(self, giver: str, recipient: str, coalition: Coalition) -> DisclosureRow | None:
        """The disclosure row by which `giver` tells `recipient` about attacks, or None.

        Where several rows apply the one with the fewest parties wins; among equals the first in alphabetical order.
        """
        key = (giver, recipient, coalition.key)
        if key not in self._releases:
            self._releases[key] = self._release(giver, recipient, coalition)
        return self._releases[key]

    def _release(self, giver: str, recipient: str, coalition: Coalition) -> DisclosureRow | None:
        if not (giver in coalition.inside and recipient in coalition.inside):
            return None
        rows = [
            (_breadth(row), key, row)
            for key, row in self._scenario.disclosure.items()
            if _names(row.giver, giver) and _names(row.to, recipient)
        ]
        return min(rows, key=lambda item: item[:2])[2] if rows else None


def _names(parties: tuple[str, ...] | str, actor: str) -> bool:
    return parties == "members" or actor in parties


def _breadth(row: DisclosureRow) -> float:
    sides = (row.giver, row.to)
    return float("inf") if "members" in sides else float(len(row.giver) * len(row.to))


def standing(scenario: Scenario, coalition: Coalition, target: str) -> dict[str, str]:
    """The governments whose business an attack on `target` is, each with the reason that gives it standing.

    Owner, host, payload owners, dependent users and holders of a collective clause with any of the first three;
    only the lead and partners inside the coalition answer.
    """
    asset = scenario.fleet.get(target) or scenario.sites[target]
    reasons: dict[str, str] = {}
    for actor in sorted(coalition.dependents(target)):
        reasons[actor] = "dependent users"
    struck = {asset.owner}
    for payload in getattr(asset, "payloads", {}).values():
        if payload.owner is not None:
            struck.add(payload.owner)
            reasons[payload.owner] = "payload owner"
    host = getattr(asset, "host", None)
    if host is not None:
        struck.add(host)
        reasons[host] = "host"
    reasons[asset.owner] = "owner"
    for actor in sorted(struck):
        for holder in sorted(coalition.collective_holders(actor)):
            reasons.setdefault(holder, f"collective response with {actor}")
    return {
        actor: reason
        for actor, reason in sorted(reasons.items())
        if actor in scenario.governments and actor in coalition.inside
    }
