"""The channels through which a partner adds something, and which facts of a scenario belong to which.

The six channels cover everything that leaving switches off: a member that withholds all of them is like one that has
left. Source: *ours* (docs/method.md, "Channels"); the groups are those of the International Space Cooperation Strategy.
"""

from typing import Literal, get_args

Channel = Literal["capacity", "ground", "sda", "response", "reconstitution", "c2"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)

CHANNEL_NAMES: dict[Channel, str] = {
    "capacity": "capacity",
    "ground": "ground",
    "sda": "SDA and attribution",
    "response": "entanglement and response",
    "reconstitution": "reconstitution",
    "c2": "C2 and decision",
}

SWITCHES: dict[Channel, str] = {
    "capacity": "agreements of kind capacity_pool, capacity_share and service_access (all missions but custody): "
    "nobody uses its satellites and data but its own users, and these use nobody else's",
    "ground": "agreements of kind ground_access; sites of others on its territory whose basing lapses",
    "sda": "agreements of kind service_access for custody (sda); every row of the disclosure matrix in which it tells "
    "or is told who attacked",
    "response": "agreements of kind collective_response; its government's standing as owner, host, payload owner or "
    "user, so that it answers no attack; its demonstrations and off-ramps",
    "reconstitution": "agreements of kind reconstitution_launch",
    "c2": "agreements of kind liaison, doctrine, combined_c2 and training",
}
"""What a member that withholds a channel switches off."""

_OF_KIND: dict[str, Channel] = {
    "capacity_pool": "capacity",
    "capacity_share": "capacity",
    "service_access": "capacity",
    "ground_access": "ground",
    "collective_response": "response",
    "reconstitution_launch": "reconstitution",
    "liaison": "c2",
    "doctrine": "c2",
    "combined_c2": "c2",
    "training": "c2",
}


def channel_of(kind: str, mission: str | None) -> Channel:
    """The channel to which an agreement of a kind belongs."""
    return "sda" if mission == "sda" and kind == "service_access" else _OF_KIND[kind]


def parted(name: str) -> tuple[str, str | None]:
    """The player and the channel of `PLAYER:CHANNEL`; no channel for a player who shares everything."""
    player, colon, channel = name.partition(":")
    return player, channel if colon else None
