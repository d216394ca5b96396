"""What the checks look at: the scenario as far as it is sound, and every name in the file, sound or not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wargame.loader.faults import Path
from wargame.loader.grammar import keys, models_at, value_at
from wargame.loader.suggest import meant
from wargame.scenario import Member, Scenario

Finding = tuple[Path, str]

_STAND_INS: Mapping[str, Any] = {
    "title": "unknown",
    "question": "unknown",
    "clock": {"start_utc": "2030-01-01T00:00:00Z"},
}
STAND_IN = "stand_in_"
"""Name of the entry that stands in where every entry of a needed block has faults; findings about it are dropped."""
_NEEDED: Mapping[str, Any] = {
    "regions": {"name": STAND_IN, "south_deg": 0.0, "north_deg": 1.0, "west_deg": 0.0, "east_deg": 1.0},
    "users": {"nation": STAND_IN, "region": STAND_IN, "needs": {}},
}


@dataclass(frozen=True, slots=True)
class Names:
    """Every name that the file defines, blocks with faults included: no fault makes another by itself."""

    actors: Mapping[str, str | None]
    """Kind by actor."""
    regions: frozenset[str]
    user_classes: frozenset[str]
    satellites: frozenset[str]
    constellations: frozenset[str]
    members: Mapping[str, str]
    """Constellation by member."""
    broken: frozenset[str]
    """Constellations whose members are unknown because their block has faults."""
    sites: frozenset[str]
    users: frozenset[str]
    capabilities: Mapping[str, frozenset[str]]
    """Capabilities by adversary."""
    agreements: Mapping[str, str | None]
    """Kind by agreement."""

    @property
    def assets(self) -> list[str]:
        """Satellites, members of constellations and sites: what can be attacked or fail."""
        return sorted([*self.satellites, *self.members, *self.sites])

    def is_asset(self, name: str) -> bool:
        """True for a satellite, member or site; members of a faulty constellation are given the doubt."""
        known = name in self.satellites or name in self.members or name in self.sites
        return known or any(name.startswith(f"{key}_") for key in self.broken)

    def of_kind(self, *kinds: str) -> list[str]:
        """The actors of these kinds in alphabetical order; an actor whose kind is unknown is none of them."""
        return sorted(key for key, kind in self.actors.items() if kind in kinds)


@dataclass(frozen=True, slots=True)
class Subject:
    """The sound part of a scenario and the names of the whole file."""

    scenario: Scenario
    names: Names
    clock_known: bool = True
    """False when the clock itself has faults, so that nothing can be said about hours."""


def subject(scenario: Scenario, values: Mapping[str, Any], clock_known: bool = True) -> Subject:
    """What the checks look at, from the sound scenario and the plain values of the file."""
    members = {item.id: item.constellation for item in scenario.fleet.values() if isinstance(item, Member)}
    constellations = frozenset(_keys(values, "constellations"))
    names = Names(
        actors={key: value_at(values, ("actors", key, "kind")) for key in _keys(values, "actors")},
        regions=frozenset(_keys(values, "regions")),
        user_classes=frozenset(_keys(values, "user_classes")),
        satellites=frozenset(_keys(values, "satellites")),
        constellations=constellations,
        members=members,
        broken=constellations - set(scenario.constellations),
        sites=frozenset(_keys(values, "sites")),
        users=frozenset(_keys(values, "users")),
        capabilities={
            key: frozenset(_keys(values, "actors", key, "adversary", "capabilities"))
            for key in _keys(values, "actors")
        },
        agreements={
            key: value_at(values, ("agreements", key, "kind")) for key in _keys(values, "agreements")
        },
    )
    return Subject(scenario, names, clock_known)


def _keys(values: Mapping[str, Any], *path: str) -> list[str]:
    block = value_at(values, path)
    return list(block) if isinstance(block, Mapping) else []


def sound_part(values: Mapping[str, Any], faulty: Iterable[Path]) -> dict[str, Any]:
    """The values without the blocks that have faults, so that the rest can be checked in the same go.

    An unknown key goes alone; a faulty entry of a block of names goes whole; a faulty clock is stood in for.
    """
    kept: dict[str, Any] = _copied(values)
    for path in faulty:
        if not path:
            continue
        unknown = _is_unknown_key(values, path)
        if unknown:
            _remove(kept, path)
        elif len(path) > 1 and isinstance(value_at(kept, path[:1]), dict) and path[0] not in _STAND_INS:
            _remove(kept, path[:2])
        else:
            _remove(kept, path[:1])
        if path[0] in _STAND_INS and not unknown:
            kept[str(path[0])] = _STAND_INS[str(path[0])]
    for block, entry in _NEEDED.items():
        if kept.get(block) == {}:
            kept[block] = {STAND_IN: entry}
    return kept


def _is_unknown_key(values: Mapping[str, Any], path: Path) -> bool:
    """True when only the key is wrong: the block around it is sound without it."""
    around = models_at(Scenario, values, path[:-1])
    return bool(around) and str(path[-1]) not in keys(around)


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _remove(values: dict[str, Any], path: Path) -> None:
    holder = value_at(values, path[:-1])
    if isinstance(holder, dict):
        holder.pop(str(path[-1]), None)


def unknown(
    found: str, known: Iterable[str], what: str, path: Path, of: str | None = None
) -> Iterator[Finding]:
    """The finding about a name that nothing in the file has, with the one that was probably meant."""
    names = list(known)
    if found not in names:
        whose = f" of '{of}'" if of else ""
        yield path, f"there is no {what} '{found}'{whose}{meant(found, names)}"
