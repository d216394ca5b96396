"""Variants of a scenario that a contribution study plays beside it: other judgements, other commitment, full union."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from wargame.scenario import Scenario
from wargame.scenario.agreements import GivenMission, GroundMission, SatcomMission
from wargame.scenario.judgements import judged_values

COMMITMENTS = tuple(round(n / 100.0, 2) for n in range(101))
"""Where the commitment threshold is looked for."""

_VARIED = {
    "resolve_rate": (
        "\N{GREEK SMALL LETTER LAMDA}\N{SUBSCRIPT ZERO}",
        "how surely Red follows its reckoning",
    ),
    "costs.response_cap": ("c_max", "the most that all responses can cost Red"),
    "costs.response_fading_d": (
        "\N{GREEK SMALL LETTER TAU}",
        "days in which a late response loses its weight",
    ),
    "objectives.*.q50": ("q50", "the service at which Red's chance is even"),
    "objectives.*.slope": ("slope", "how sharply Red's chance falls with service"),
    "pressure": ("\N{GREEK SMALL LETTER KAPPA}", "crisis pressure, in every phase"),
    "evidence_overlap": ("\N{GREEK SMALL LETTER RHO}", "common cause among the coalition's sources"),
}
"""The judgements of Red's choice over which the answer is shown, by field of the adversary: symbol and meaning."""


@dataclass(frozen=True, slots=True)
class Varied:
    """One judgement and its two ends.

    Attributes:
        symbol: how formulas call it.
        meaning: in words.
        now: its values in the scenario, from the least to the largest.
        low, high: the ends of the range that its field declares.
        paths: the fields that are set.
    """

    symbol: str
    meaning: str
    now: tuple[float, ...]
    low: float
    high: float
    paths: tuple[str, ...]

    def at(self, value: float) -> dict[str, Any]:
        """The settings that put it at a value (`Any`: plain values of a scenario)."""
        return dict.fromkeys(self.paths, value)


def varied(scenario: Scenario) -> list[Varied]:
    """The judgements of Red's choice that the scenario has, in the order of formulas."""
    found: dict[str, list[Any]] = {key: [] for key in _VARIED}
    for item in judged_values(scenario, lambda capability: None):
        words = [str(part) for part in item.path]
        if words[:1] == ["actors"] and words[2:3] == ["adversary"]:
            inner = words[3:]
            if inner[:1] == ["objectives"]:
                inner[1] = "*"
            if ".".join(inner) in found:
                found[".".join(inner)].append(item)
    rows = []
    for key, items in found.items():
        if items:
            symbol, meaning = _VARIED[key]
            paths = tuple(".".join(str(part) for part in item.path) for item in items)
            rows.append(Varied(symbol, meaning, _values(items), items[0].low, items[0].high, paths))
    return rows


def _values(items: list[Any]) -> tuple[float, ...]:
    """The different values of judgements, those by phase one by one."""
    found: set[float] = set()
    for item in items:
        value = item.value
        each = value.values() if isinstance(value, Mapping) else [value]
        found |= {float(number) for number in each}
    return tuple(sorted(found))


def commitment(scenario: Scenario, p: float) -> dict[str, Any]:
    """The settings that give every government the same commitment in every phase (`Any`: plain values)."""
    own = [
        f"actors.{key}.government.commitment"
        for key, actor in sorted(scenario.actors.items())
        if actor.government.commitment is not None
    ]
    return dict.fromkeys(["politics.commitment", *own], p)


def central(scenario: Scenario) -> Scenario:
    """The same assets and users under one allocator: all agreements among all, no delay, every terminal fits.

    Source: ours (docs/method.md, section 8): what cooperation could give at most, with the same means.
    """
    plain = json.loads(scenario.canonical)
    friends = sorted(
        key for key, actor in scenario.actors.items() if actor.kind in ("lead", "partner", "commercial")
    )
    plain["agreements"] = _all_agreements(friends)
    bands = sorted(_words(plain, "bands"))
    families = sorted(_words(plain, "receivers"))
    for group in plain["users"].values():
        for need in group["needs"].values():
            if need and "bands" in need:
                need["bands"] = bands
    for kind in plain["user_classes"].values():
        kind["receivers"] = families
    for site in plain["sites"].values():
        for job in site["functions"].values():
            if job.get("bands"):
                job["bands"] = bands
    return Scenario.model_validate(plain)


def _all_agreements(friends: list[str]) -> dict[str, Any]:
    """Every agreement that moves a service, among all."""
    if len(friends) < 2:
        return {}
    found: dict[str, Any] = {}
    for mission in get_args(SatcomMission):
        found[f"all_{mission}"] = {"kind": "capacity_pool", "mission": mission, "members": friends}
    for mission in get_args(GroundMission):
        found[f"all_ground_{mission}"] = {"kind": "ground_access", "mission": mission, "members": friends}
    for mission in get_args(GivenMission):
        for provider in friends:
            others = [key for key in friends if key != provider]
            found[f"all_{mission}_{provider}"] = {
                "kind": "service_access",
                "mission": mission,
                "provider": provider,
                "recipients": others,
            }
    return found


def _words(plain: Any, field: str) -> set[str]:
    """Every word that stands in a field of this name, anywhere (`Any`: plain JSON values)."""
    if isinstance(plain, Mapping):
        own = set(plain[field] or ()) if isinstance(plain.get(field), list) else set()
        return own.union(*(_words(item, field) for item in plain.values()))
    if isinstance(plain, list):
        return set().union(*(_words(item, field) for item in plain)) if plain else set()
    return set()
