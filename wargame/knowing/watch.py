"""Who sees an attack, who is told of it in time, and whose business it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wargame.coalition import Coalition, payload_owner
from wargame.game.effect import Trace
from wargame.game.skies import Skies
from wargame.knowing.delays import decision_delay, release_latency_h
from wargame.knowing.posterior import Source
from wargame.knowing.suspects import Suspects
from wargame.scenario import Phase, Scenario
from wargame.scenario.evidence import Modality
from wargame.scenario.payloads import InfraredPayload
from wargame.scenario.politics import DisclosureRow
from wargame.scenario.sites import Sensor


@dataclass(frozen=True, slots=True)
class Post:
    """A sensor that may witness an attack, on its site or on its satellite."""

    asset: str
    function: str
    owner: str
    sensor: Sensor | InfraredPayload
    shown: bool

    @property
    def id(self) -> str:
        """`<site or satellite>.<function or payload>`."""
        return f"{self.asset}.{self.function}"

    @property
    def modality(self) -> Modality:
        """The kind of sensor."""
        return self.sensor.modality if isinstance(self.sensor, Sensor) else "infrared"

    def is_hit_by(self, asset: str, function: str | None) -> bool:
        """Whether an outage of that function of that asset silences the sensor."""
        return asset == self.asset and function in (None, self.function)

    @property
    def source(self) -> Source:
        """The sensor's numbers as a source of evidence for its owner."""
        item = self.sensor
        return Source(
            self.id,
            item.p_detect,
            item.p_identify,
            item.p_false_alarm,
            item.p_false_identify,
            p_wrong_author=item.p_wrong_author,
        )


def _as_it_is(giver: str, share: float) -> float:
    return share


def _posts(scenario: Scenario) -> Iterator[Post]:
    """Every sensor on the ground, and every infrared payload whose reports are evidence."""
    for key, site in scenario.sites.items():
        for name, function in site.functions.items():
            if isinstance(function, Sensor):
                yield Post(key, name, site.owner, function, site.shown)
    for key, body in scenario.fleet.items():
        for name, payload in body.payloads.items():
            if isinstance(payload, InfraredPayload) and payload.evidence:
                yield Post(key, name, payload_owner(body.owner, payload), payload, body.shown)


class Watch:
    """The sensors of a scenario, the rules by which their reports travel, and whom their owners suspect.

    Args:
        scenario: what is given.
        skies: where everything is.
        suspects: who could have done what.
    """

    def __init__(self, scenario: Scenario, skies: Skies, suspects: Suspects) -> None:
        """Collects every sensor of the scenario, in alphabetical order."""
        self.suspects = suspects
        self._scenario = scenario
        self._skies = skies
        self._posts = tuple(sorted(_posts(scenario), key=lambda post: (post.asset, post.function)))
        self._by_id = {post.id: post for post in self._posts}
        self._shared: dict[tuple[str, float], Source] = {}
        self._in_view: dict[Trace, tuple[Post, ...]] = {}
        self._releases: dict[tuple[str, str, object], DisclosureRow | None] = {}
        self._standing: dict[tuple[object, ...], Mapping[str, str]] = {}

    @property
    def by_id(self) -> dict[str, Post]:
        """Every sensor by its id."""
        return self._by_id

    def posts_in_view(self, trace: Trace) -> tuple[Post, ...]:
        """The sensors that can see a trace of an attack, in alphabetical order."""
        if trace not in self._in_view:
            self._in_view[trace] = tuple(
                post for post in self._posts if post.modality == trace.modality and self._sees(post, trace)
            )
        return self._in_view[trace]

    def posts_that_see(self, traces: Sequence[Trace]) -> tuple[Post, ...]:
        """The sensors that can see any of the traces, each once, in the order of the traces."""
        return tuple(dict.fromkeys(post for trace in traces for post in self.posts_in_view(trace)))

    def standing(
        self, coalition: Coalition, target: str, shown_only: bool = False, beside: tuple[str, ...] = ()
    ) -> Mapping[str, str]:
        """The governments whose business an attack on the target is, worked out once for each coalition.

        Args:
            coalition: who is in it.
            target: what is attacked.
            shown_only: True for as far as an adversary can tell.
            beside: what else the attack may harm.
        """
        key = (coalition.key, target, shown_only, beside)
        if key not in self._standing:
            reasons = standing(self._scenario, coalition, target, shown_only)
            for other in beside:
                for actor, reason in self.standing(coalition, other, shown_only).items():
                    reasons.setdefault(actor, f"{reason} of what it may harm besides")
            self._standing[key] = dict(sorted(reasons.items()))
        return self._standing[key]

    def _sees(self, post: Post, trace: Trace) -> bool:
        """Whether a sensor has the place of a trace in its view: from the ground upwards, or from orbit downwards."""
        if isinstance(post.sensor, InfraredPayload):
            return trace.place in self._scenario.sites and self._sees_below(post.asset, trace)
        if post.modality == "telemetry":
            return self._scenario.owner_of(trace.place) == post.owner
        if post.modality == "investigation":
            struck = self._scenario.sites.get(trace.place)
            return struck is not None and post.owner in (struck.owner, struck.host)
        if post.sensor.field_of_regard == "everywhere":
            return True
        if trace.place not in self._scenario.fleet:
            return self._is_among(post.asset, trace.place)
        mask_deg = self._scenario.sites[post.asset].mask_deg
        if self._skies.elevation_deg(trace.place, post.asset, trace.t_s) < mask_deg:
            return False
        limit_km = post.sensor.range_km
        return limit_km is None or self._skies.range_km(trace.place, post.asset, trace.t_s) <= limit_km

    def _is_among(self, site: str, place: str) -> bool:
        """Whether a site stands in a region, or among a group of users: it hears what goes on there."""
        users = self._scenario.users.get(place)
        region = self._scenario.regions.get(place if users is None else users.region)
        here = self._scenario.sites[site]
        return region is not None and region.holds(here.latitude_deg, here.longitude_deg)

    def _sees_below(self, satellite: str, trace: Trace) -> bool:
        """Whether a satellite is there and stands above the mask of missile warning over a place."""
        if self._skies.in_orbit_from(satellite, trace.t_s) != trace.t_s:
            return False
        mask_deg = self._scenario.missions.missile_warning.point_mask_deg
        return self._skies.elevation_deg(satellite, trace.place, trace.t_s) >= mask_deg

    def sources_of(
        self,
        government: str,
        posts: tuple[Post, ...],
        coalition: Coalition,
        phase: Phase,
        is_up: Callable[[Post], bool],
        passed: Callable[[str, float], float] = _as_it_is,
    ) -> tuple[Source, ...]:
        """What these sensors can tell a government before it decides, with the chance that it is told.

        Args:
            government: who is told.
            posts: the sensors.
            coalition: who is in it.
            phase: the phase.
            is_up: whether a sensor works.
            passed: what is made of a giver's share on its way; tests cut the chain there.
        """
        found = []
        for post in posts:
            if not coalition.exists(post.asset, post.function) or not is_up(post):
                continue
            share = passed(post.owner, self.share_told(post.owner, government, coalition, phase))
            if share > 0.0:
                found.append(self._told(post, share))
        return tuple(found)

    def share_told(self, giver: str, government: str, coalition: Coalition, phase: Phase) -> float:
        """P(a report of the giver's reaches a government before it decides): 1 for its own, 0 where none does in time.

        A government hears its own sensors, and those of members whose disclosure row reaches it within its decision
        delay. A nation that left the coalition tells nobody and is told nothing.
        """
        if giver == government:
            return 1.0
        row = self.release(giver, government, coalition)
        if row is None:
            return 0.0
        delay_h = decision_delay(coalition, government, phase).decision_h
        if release_latency_h(coalition, giver, government, row, phase) > delay_h:
            return 0.0
        return row.share.at(phase)

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
        if not (coalition.takes_part(giver, "sda") and coalition.takes_part(recipient, "sda")):
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


def standing(
    scenario: Scenario, coalition: Coalition, target: str, shown_only: bool = False
) -> dict[str, str]:
    """The governments whose business an attack on `target` is, each with the reason that gives it standing.

    Owner, host, payload owners, dependent users and holders of a collective clause with any of the first three;
    only the lead and partners inside the coalition answer.
    """
    reasons: dict[str, str] = {}
    for actor in sorted(coalition.dependents(target, shown_only)):
        reasons[actor] = "dependent users"
    asset = scenario.fleet.get(target) or scenario.sites.get(target)
    struck = set(reasons) if asset is None else {asset.owner}
    for payload in getattr(asset, "payloads", {}).values():
        if payload.owner is not None:
            struck.add(payload.owner)
            reasons[payload.owner] = "payload owner"
    host = getattr(asset, "host", None)
    if host is not None:
        struck.add(host)
        reasons[host] = "host"
    if asset is not None:
        reasons[asset.owner] = "owner"
    for actor in sorted(struck):
        for holder in sorted(coalition.collective_holders(actor)):
            reasons.setdefault(holder, f"collective response with {actor}")
    return {
        actor: reason
        for actor, reason in sorted(reasons.items())
        if actor in scenario.governments and coalition.takes_part(actor, "response")
    }
