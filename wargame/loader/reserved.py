"""Names that later versions of the language will use: refused today, never ignored."""

from collections.abc import Iterable, Mapping

from wargame.loader.suggest import listed

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "Scenario": (
        "analysis",
        "budget",
        "cells",
        "commercial_contracts",
        "consultation",
        "debris",
        "decoys",
        "engagements",
        "escalation",
        "intelligence",
        "launches",
        "lessons",
        "manoeuvres",
        "memberships",
        "msel",
        "objectives_for_players",
        "observers",
        "players",
        "reconstitution",
        "resources",
        "spares",
        "study",
        "training",
        "umpire",
        "victory",
    ),
    "Constellation": ("launch_at_h", "manoeuvres"),
    "Actor": ("exposure", "intelligence"),
    "Contract": ("for_nations",),
}
"""Keys by the block in which they are reserved."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "agreements": (
        "commercial_contract",
        "hosted_payload",
        "launch_sharing",
        "ssa_data",
    ),
    "functions": ("c2_centre", "launch"),
    "injects": ("leak", "launch"),
}
"""Kinds by the key under which their blocks stand."""

DATA_CLASSES = ("ephemeris", "imagery", "plans", "ssa")

EFFECTS = (
    "co_orbital",
    "shadowing",
)

DOCTRINES = ("learned", "human")


def not_yet(name: str, plural: str, today: Iterable[str]) -> str:
    """The sentence for a reserved name, with what there is today."""
    have = listed(sorted(today))
    return f"'{name}' is reserved for a later version and not yet supported; today's {plural} are {have}"


def key_not_yet(name: str) -> str:
    """The sentence for a reserved key."""
    return f"the key '{name}' is reserved for a later version and not yet supported; remove it"


def reserved_keys(model: type) -> tuple[str, ...]:
    """The reserved keys of a block, those of its base blocks included."""
    return tuple(key for base in model.__mro__ for key in BLOCKS.get(base.__name__, ()))
