"""Which channels every player has, and which agreements and assets carry them.

What a channel switches off stands in `wargame.scenario.channels`. A player has a channel when something in the scenario
belongs to it; one that carries nothing cannot add anything and is not asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wargame.scenario import Scenario
from wargame.scenario.agreements import Agreement, CapacityShare, GroundAccess, ServiceAccess
from wargame.scenario.channels import CHANNELS, Channel, channel_of
from wargame.scenario.payloads import MISSION_OF_PAYLOAD
from wargame.scenario.politics import DisclosureRow
from wargame.scenario.sites import Gateway, Sensor

Parts = Mapping[str, tuple[str, ...]]
"""The channels of every player."""


@dataclass(frozen=True, slots=True)
class Carriers:
    """What carries a channel of a player.

    Attributes:
        agreements: ids of agreements and rows of the disclosure matrix in which it gives, or gives and takes.
        received: ids of agreements in which it only receives.
        assets: ids of satellites and sites of its own, or of others on its territory, that these let others use.
    """

    agreements: tuple[str, ...]
    received: tuple[str, ...]
    assets: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.agreements or self.received or self.assets)


def parts_of(scenario: Scenario, players: Iterable[str]) -> Parts:
    """The channels of every player that carry something; at least one each, so that nobody vanishes."""
    found = {}
    for player in sorted(players):
        answers = player in scenario.governments  # then its own assets and users give it a say
        carried = tuple(
            key for key, item in carriers(scenario, player).items() if item or (key == "response" and answers)
        )
        found[player] = carried or (CHANNELS[0],)
    return found


def carriers(scenario: Scenario, player: str) -> dict[Channel, Carriers]:
    """What carries each channel of a player."""
    agreements = _agreements(scenario, player)
    received = {
        key for key, block in scenario.agreements.items() if getattr(block, "provider", player) != player
    }
    return {
        channel: Carriers(
            tuple(sorted(set(agreements[channel]) - received)),
            tuple(sorted(received.intersection(agreements[channel]))),
            tuple(sorted(_assets(scenario, player, channel))),
        )
        for channel in CHANNELS
    }


def _agreements(scenario: Scenario, player: str) -> dict[Channel, list[str]]:
    found: dict[Channel, list[str]] = {channel: [] for channel in CHANNELS}
    for key, block in scenario.agreements.items():
        if player in _parties(block):
            found[channel_of(block.kind, getattr(block, "mission", None))].append(key)
    if player in scenario.governments:
        found["sda"] += [key for key, row in scenario.disclosure.items() if _is_told(row, player)]
    return found


def _parties(block: Agreement) -> set[str]:
    """Everybody who is a party to an agreement."""
    if isinstance(block, CapacityShare):
        return {block.provider, *block.shares}
    if isinstance(block, ServiceAccess):
        return {block.provider, *block.recipients}
    return set(block.members)


def _is_told(row: DisclosureRow, player: str) -> bool:
    """Whether a row of the disclosure matrix lets a player tell or be told."""
    return any(side == "members" or player in side for side in (row.giver, row.to))


def _assets(scenario: Scenario, player: str, channel: Channel) -> Sequence[str]:
    """The assets that a channel lets others use, or through which its government has a say."""
    if channel == "capacity":
        return _satellites(scenario, player, _given(scenario, player) - {"sda"})
    if channel == "ground":
        return [*_gateways(scenario, player), *_guests(scenario, player, lapsing=True)]
    if channel == "sda":
        return _sensors(scenario, player)
    if channel == "response":
        return _stakes(scenario, player) if player in scenario.governments else []
    return []


def _given(scenario: Scenario, player: str) -> set[str]:
    """The missions in which a player gives others of its own."""
    found = set()
    for block in scenario.agreements.values():
        mission = getattr(block, "mission", None)
        gives = getattr(block, "provider", player) == player and player in _parties(block)
        if mission is not None and gives and not isinstance(block, GroundAccess):
            found.add(mission)
    return found


def _satellites(scenario: Scenario, player: str, missions: set[str]) -> list[str]:
    """Its satellites, and satellites that carry a payload of its own, for these missions."""
    return [
        key
        for key, body in scenario.fleet.items()
        if any(
            (payload.owner or body.owner) == player and MISSION_OF_PAYLOAD[payload.kind] in missions
            for payload in body.payloads.values()
        )
    ]


def _gateways(scenario: Scenario, player: str) -> list[str]:
    """Its gateways for the missions in which it shares its ground."""
    shared = {
        block.mission
        for block in scenario.agreements.values()
        if isinstance(block, GroundAccess) and player in block.members
    }
    return [
        key
        for key, site in scenario.sites.items()
        if site.owner == player
        and any(isinstance(job, Gateway) and job.mission in shared for job in site.functions.values())
    ]


def _guests(scenario: Scenario, player: str, lapsing: bool) -> list[str]:
    """Sites of others on its territory; only those that go when it leaves, where asked."""
    return [
        key
        for key, site in scenario.sites.items()
        if site.host == player and site.owner != player and (site.basing == "lapses" or not lapsing)
    ]


def _sensors(scenario: Scenario, player: str) -> list[str]:
    """Its sensors that may see who attacked or keep custody of objects."""
    sites = [
        key
        for key, site in scenario.sites.items()
        if site.owner == player
        and any(isinstance(job, Sensor) or job.kind == "tracker" for job in site.functions.values())
    ]
    return [*_satellites(scenario, player, {"sda"}), *sites]


def _stakes(scenario: Scenario, player: str) -> list[str]:
    """Assets an attack on which is its business: hosts of its payloads, guests; its own go without saying."""
    hosts = [
        key
        for key, body in scenario.fleet.items()
        if body.owner != player and any(payload.owner == player for payload in body.payloads.values())
    ]
    return [*hosts, *_guests(scenario, player, lapsing=False)]
