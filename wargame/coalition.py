"""Who may use what: the agreements that hold in a coalition, and what exists in it.

A coalition is the scenario plus the players who are in it. Agreements are a graph with actors as nodes and a
tie between every two parties; what holds in a coalition is the part of that graph among those inside. So an
agreement of many goes on among the rest when one of them leaves, and an agreement of two ends.

Users never leave: demand is the same in every coalition.

A player can be there in part: `JPN:ground` shares its ground and nothing else. The channels it withholds are switched
off as leaving would switch them off (`wargame.scenario.channels` says what belongs to which).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any, Literal

import networkx as nx  # type: ignore[import-untyped]

from wargame.scenario.agreements import CapacityShare, ServiceAccess
from wargame.scenario.base import MISSION_KEYS, MissionKey
from wargame.scenario.channels import CHANNELS, Channel, channel_of, parted
from wargame.scenario.keyed import Keyed
from wargame.scenario.needs import ImagingNeed, PntNeed, SatcomNeed
from wargame.scenario.payloads import MISSION_OF_PAYLOAD, NavigationPayload, Payload, RelayPayload, is_open
from wargame.scenario.scenario import Scenario
from wargame.scenario.sites import Gateway, Tracker, compatible
from wargame.scenario.users import Users

Leaving = Literal["neutral", "absent"]
"""What leaving means: `neutral` keeps what one has to oneself, `absent` never had it."""

Tie = Mapping[str, Any]
"""One agreement between two parties (`Any`: networkx attributes): kind, mission, provider, share."""


@dataclass(frozen=True, eq=False)
class Coalition:
    """The players present and what follows: who is served by whom, what exists, which gateways are open.

    Attributes:
        scenario: the whole scenario.
        members: the players present (partners and commercial players). The lead and commercial actors under
            the lead's contract are always inside; neutrals never are.
        leaving: what has become of the players who are not present. `neutral`: their assets remain and serve
            only their own users, and they are party to no agreement. `absent`: their assets do not exist.
            Their users remain either way.
        withheld: channels that members withhold: for these they are like players who have left.

    Source: *ours* (docs/method.md, section 3: what leaving means).
    """

    scenario: Scenario
    members: frozenset[str]
    leaving: Leaving = "neutral"
    withheld: frozenset[tuple[str, Channel]] = frozenset()

    def __post_init__(self) -> None:
        """Refuse members who cannot join or leave."""
        strangers = sorted(self.members - set(self.scenario.players))
        if strangers:
            known = ", ".join(self.scenario.players) or "none"
            message = f"{', '.join(strangers)} cannot be members; the players of this scenario are: {known}"
            raise ValueError(message)

    @classmethod
    def everybody(cls, scenario: Scenario, leaving: Leaving = "neutral") -> "Coalition":
        """The coalition of all players."""
        return cls(scenario, frozenset(scenario.players), leaving)

    @classmethod
    def of(cls, scenario: Scenario, names: Collection[str], leaving: Leaving = "neutral") -> "Coalition":
        """The coalition of these names: players, or `PLAYER:CHANNEL` for one who shares only some channels.

        Raises:
            ValueError: somebody cannot be a member, or there is no such channel.
        """
        parts: dict[str, set[str]] = {}
        for name in names:
            player, channel = parted(name)
            parts.setdefault(player, set()).update({channel} if channel else CHANNELS)
        withheld = {(player, item) for player, has in parts.items() for item in CHANNELS if item not in has}
        return cls(scenario, frozenset(parts), leaving, frozenset(withheld))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Its members by name, in alphabetical order, `PLAYER:CHANNEL` for who shares only some channels."""
        partly = {player for player, _ in self.withheld} & self.members
        parts = [
            f"{player}:{item}"
            for player in partly
            for item in CHANNELS
            if (player, item) not in self.withheld
        ]
        return tuple(sorted([*(self.members - partly), *parts]))

    def narrowed(self, members: frozenset[str]) -> "Coalition":
        """The same with fewer members."""
        if members == self.members:
            return self
        return replace(
            self, members=members, withheld=frozenset(item for item in self.withheld if item[0] in members)
        )

    def takes_part(self, actor: str, channel: Channel) -> bool:
        """Whether an actor is inside and shares a channel."""
        return actor in self.inside and (actor, channel) not in self.withheld

    @cached_property
    def key(self) -> tuple[tuple[str, ...], Leaving]:
        """What tells it from other coalitions of the same scenario."""
        return self.names, self.leaving

    def __eq__(self, other: object) -> bool:
        """Equal when the same players of the same scenario are present and leaving means the same."""
        if not isinstance(other, Coalition):
            return NotImplemented
        return self.key == other.key and self.scenario.hash == other.scenario.hash

    def __hash__(self) -> int:
        """By members and meaning of leaving."""
        return hash(self.key)

    @cached_property
    def inside(self) -> frozenset[str]:
        """Everybody whose agreements hold: the lead, commercial actors under contract, and the members."""
        actors = self.scenario.actors.items()
        contracted = {key for key, actor in actors if actor.kind == "commercial" and actor.role != "player"}
        return frozenset({self.scenario.lead}) | contracted | self.members

    @cached_property
    def left(self) -> frozenset[str]:
        """The players who are not present."""
        return frozenset(self.scenario.players) - self.members

    # Agreements

    @property
    def agreements(self) -> "nx.MultiGraph[str]":
        """The ties that hold: the part of the scenario's agreement graph among those inside."""
        return nx.MultiGraph(_ties(Keyed(self.scenario)).subgraph(self.inside))

    def _ties(self, actor: str, kind: str, mission: MissionKey | None = None) -> tuple[tuple[str, Tie], ...]:
        """Everybody inside whom a kind of agreement ties to `actor`, with the tie."""
        return self._held.get((actor, kind, mission), ())

    @cached_property
    def _held(self) -> Mapping[tuple[str, str, MissionKey | None], tuple[tuple[str, Tie], ...]]:
        """The ties that hold, by one of the two parties, kind and mission, in the order of the graph."""
        found: dict[tuple[str, str, MissionKey | None], tuple[tuple[str, Tie], ...]] = {}
        for actor, neighbours in _ties(Keyed(self.scenario)).adjacency():
            for other, ties in neighbours.items():
                for tie in ties.values():
                    channel = channel_of(tie["kind"], tie["mission"])
                    if self.takes_part(actor, channel) and self.takes_part(other, channel):
                        key = (actor, tie["kind"], tie["mission"])
                        found[key] = (*found.get(key, ()), (other, tie))
        return found

    def serves(self, mission: MissionKey, owner: str, beneficiary: str) -> bool:
        """Whether a payload of `owner` may serve users of `beneficiary`: own users, or by agreement.

        Open signals and open data serve everybody; that is a property of the payload, not of the coalition.
        """
        return beneficiary in self.recipients(mission, owner)

    def recipients(self, mission: MissionKey, owner: str) -> frozenset[str]:
        """Everybody whom payloads of `owner` may serve, the owner included."""
        return self._recipients[mission, owner]

    @cached_property
    def _recipients(self) -> Mapping[tuple[MissionKey, str], frozenset[str]]:
        found: dict[tuple[MissionKey, str], frozenset[str]] = {}
        for owner in self.scenario.actors:
            for mission in MISSION_KEYS:
                others = {
                    *self.capacity_shares(mission, owner),
                    *self.pool_fellows(mission, owner),
                    *self.release_delays_s(mission, owner),
                }
                found[mission, owner] = frozenset({owner} | others)
        return found

    def release_delays_s(self, mission: MissionKey, provider: str) -> Mapping[str, int]:
        """Seconds from the provider's receipt of data to its release, by recipient; the shortest agreed one.

        Services that are given as they happen (navigation, warning) have a delay of 0.
        """
        found: dict[str, int] = {}
        for recipient, tie in self._ties(provider, "service_access", mission):
            if tie["provider"] == provider:
                found[recipient] = min(tie["release_s"], found.get(recipient, tie["release_s"]))
        return found

    def capacity_shares(self, mission: MissionKey, provider: str) -> Mapping[str, float]:
        """The share of each of the provider's relays promised to every recipient inside.

        Promises to one recipient in several agreements add up; if all promises together exceed the whole,
        each is cut in proportion.
        """
        return self._shares.get((mission, provider), {})

    @cached_property
    def _shares(self) -> Mapping[tuple[MissionKey, str], Mapping[str, float]]:
        found: dict[tuple[MissionKey, str], dict[str, float]] = {}
        for mission in MISSION_KEYS:
            for provider in self.inside:
                for recipient, tie in self._ties(provider, "capacity_share", mission):
                    if tie["provider"] == provider and tie["share"] > 0:
                        shares = found.setdefault((mission, provider), {})
                        shares[recipient] = shares.get(recipient, 0.0) + tie["share"]
        for shares in found.values():
            total = sum(shares[recipient] for recipient in sorted(shares))
            shares.update({recipient: share / max(1.0, total) for recipient, share in shares.items()})
        return found

    def pools(self, mission: MissionKey) -> tuple[frozenset[str], ...]:
        """The members inside of every capacity pool that still has two, in order of the agreements' ids."""
        blocks = (block for _, block in sorted(self.scenario.agreements.items()))
        groups = (
            frozenset(member for member in block.members if self.takes_part(member, "capacity"))
            for block in blocks
            if block.kind == "capacity_pool" and block.mission == mission
        )
        return tuple(group for group in groups if len(group) > 1)

    def pool_fellows(self, mission: MissionKey, owner: str) -> frozenset[str]:
        """Those who may use the spare capacity of `owner`."""
        return frozenset(other for other, _ in self._ties(owner, "capacity_pool", mission))

    def gateways_open_to(self, mission: MissionKey, owner: str) -> frozenset[str]:
        """The owners of sites at which payloads of `owner` may land traffic: itself, and by ground access."""
        return frozenset({owner}) | {other for other, _ in self._ties(owner, "ground_access", mission)}

    def launches_for(self, provider: str, owner: str) -> bool:
        """Whether a provider replaces lost satellites of an owner: its own, or by agreement among those inside."""
        return provider == owner or provider in {
            other for other, _ in self._ties(owner, "reconstitution_launch")
        }

    def collective_holders(self, nation: str) -> frozenset[str]:
        """Those inside who hold a collective-response clause together with `nation`, without itself."""
        return frozenset(other for other, _ in self._ties(nation, "collective_response"))

    def partners(self, actor: str, kind: str) -> Mapping[str, frozenset[str]]:
        """Those inside who share an agreement of a kind with `actor`, by the agreement's id, itself left out."""
        found: dict[str, frozenset[str]] = {}
        for other, tie in self._ties(actor, kind):
            found[tie["agreement"]] = found.get(tie["agreement"], frozenset()) | {other}
        return found

    # Assets

    def exists(self, asset: str, function: str | None = None) -> bool:
        """Whether a satellite or site (or one payload of it) is there at all.

        A hosted payload needs its bus and its owner, and serves as its owner, not the bus operator, decides. Users and
        the regions in which they are stay whatever happens.
        A site on somebody else's territory stays when the host leaves, unless its basing lapses.
        """
        gone = self.left if self.leaving == "absent" else frozenset()
        satellite = self.scenario.fleet.get(asset)
        if satellite is not None:
            owners = {satellite.owner}
            if function is not None:
                owners.add(payload_owner(satellite.owner, satellite.payloads[function]))
            return not owners & gone
        site = self.scenario.sites.get(asset)
        if site is None:
            return True
        host = site.host or site.owner
        evicted = (
            site.basing == "lapses"
            and host != site.owner
            and site.owner in self.inside
            and (host in self.left or (host, "ground") in self.withheld)
        )
        return site.owner not in gone and not evicted

    def dependents(self, asset: str, shown_only: bool = False) -> frozenset[str]:
        """The nations with users who are served through an asset, wherever they are.

        With `shown_only` as far as an adversary can tell, who does not know what hidden satellites land at a site.

        Through a satellite: by any of its payloads. Through a site: by payloads that may land their traffic
        at its gateways, and by the tracks of its trackers. No service passes through a control or sensor site. Of a
        region or a group of users: those who are there.
        """
        if asset in self.scenario.fleet:
            payloads = self.scenario.fleet[asset].payloads
            return frozenset().union(*(self._served_by(asset, name, payloads[name]) for name in payloads))
        if asset not in self.scenario.sites:
            groups = self.scenario.users.items()
            return frozenset(users.nation for key, users in groups if asset in (key, users.region))
        jobs = self.scenario.sites[asset].functions.values()
        gateways = [job for job in jobs if isinstance(job, Gateway)]
        owner = self.scenario.sites[asset].owner
        tracked = self._tracked_by(asset) if any(isinstance(job, Tracker) for job in jobs) else frozenset()
        return tracked.union(
            *(
                self._served_by(satellite, name, payload)
                for satellite, body in self.scenario.fleet.items()
                if body.shown or not shown_only
                for name, payload in body.payloads.items()
                if any(self._lands_at(gateway, owner, body.owner, payload) for gateway in gateways)
            )
        )

    def _tracked_by(self, site: str) -> frozenset[str]:
        """The nations that need custody and receive the tracks of a site."""
        if not self.exists(site):
            return frozenset()
        allowed = self.recipients("sda", self.scenario.sites[site].owner)
        users = self.scenario.users.values()
        return frozenset(item.nation for item in users if item.needs.sda and item.nation in allowed)

    def _lands_at(self, gateway: Gateway, site_owner: str, operator: str, payload: Payload) -> bool:
        owners = self.gateways_open_to(gateway.mission, payload_owner(operator, payload))
        return compatible(gateway, payload) and site_owner in owners

    def _served_by(self, satellite: str, name: str, payload: Payload) -> frozenset[str]:
        if not self.exists(satellite, name):
            return frozenset()
        mission = MISSION_OF_PAYLOAD[payload.kind]
        owner = payload_owner(self.scenario.fleet[satellite].owner, payload)
        allowed = self.recipients(mission, owner)
        everybody = is_open(payload)
        return frozenset(
            users.nation
            for users in self.scenario.users.values()
            if (everybody or users.nation in allowed) and _receives(self.scenario, users, payload)
        )


def payload_owner(operator: str, payload: Payload) -> str:
    """Whose payload it is: the owner of a hosted payload, else the operator of the satellite."""
    return payload.owner or operator


def _receives(scenario: Scenario, users: Users, payload: Payload) -> bool:
    """Whether a group of users has terminals, receivers or a use for a payload."""
    need = users.needs.of(MISSION_OF_PAYLOAD[payload.kind])
    if isinstance(payload, NavigationPayload) and isinstance(need, PntNeed):
        used = (scenario.user_classes[key] for key, share in need.classes.items() if share)
        return any(payload.family in user_class.receivers for user_class in used)
    if isinstance(payload, RelayPayload) and isinstance(need, SatcomNeed):
        return bool(set(need.bands) & set(payload.bands))
    if isinstance(need, ImagingNeed):
        return payload.kind in need.sensors
    return need is not None


@lru_cache(maxsize=64)
def _ties(keyed: Keyed) -> "nx.MultiGraph[str]":
    """All agreements of a scenario: a tie between every two parties, keyed by the agreement's id."""
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_nodes_from(sorted(keyed.scenario.actors))
    for key, block in sorted(keyed.scenario.agreements.items()):
        mission = getattr(block, "mission", None)
        if isinstance(block, CapacityShare):
            for recipient, share in sorted(block.shares.items()):
                facts = {"kind": block.kind, "mission": mission, "provider": block.provider, "share": share}
                graph.add_edge(block.provider, recipient, key=key, **facts)
        elif isinstance(block, ServiceAccess):
            for recipient in sorted(block.recipients):
                release_s = round(block.release_h * 3600)
                facts = {
                    "kind": block.kind,
                    "mission": mission,
                    "provider": block.provider,
                    "release_s": release_s,
                }
                graph.add_edge(block.provider, recipient, key=key, **facts)
        else:
            for first, second in combinations(sorted(set(block.members)), 2):
                graph.add_edge(first, second, key=key, kind=block.kind, mission=mission, agreement=key)
    return graph
