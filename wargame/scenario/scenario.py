"""The whole scenario: one frozen object from which everything else follows, and its hash."""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from wargame.scenario.agreements import Agreement
from wargame.scenario.assets import Constellation, Satellite, SlotPattern
from wargame.scenario.base import MISSION_KEYS, Id, MissionKey, Model, Phase, Text, plain
from wargame.scenario.clock import Clock, Inject, PhaseChange
from wargame.scenario.defences import Evasion, Replacement
from wargame.scenario.evidence import Leaks
from wargame.scenario.missions import Missions, Weather
from wargame.scenario.objectives import Objective
from wargame.scenario.orbits import CircularOrbit
from wargame.scenario.politics import Actor, DisclosureRow, Government, ThreatPackage, without_stakes
from wargame.scenario.sites import Site
from wargame.scenario.users import Region, UserClass, Users


class Scenario(Model):
    """A crisis: who is there, what they own, what they agreed, what Red wants, and when things happen."""

    language: Literal[1] = 1
    """Version of the scenario language."""
    title: Text
    """Title."""
    question: Text
    """What the scenario asks."""
    look_for: tuple[Text, ...] = ()
    """What to look for in the results."""
    clock: Clock
    """Epoch, length, moves, horizons."""
    phases: tuple[PhaseChange, ...] = ()
    """The timeline of phases; day_to_day until the first change."""
    actors: Mapping[Id, Actor]
    """Nations, companies and the adversary; exactly one lead."""
    politics: Government = Government()
    """How every government of the coalition decides unless its actor says otherwise."""
    regions: Mapping[Id, Region] = Field(min_length=1)
    """Where service is measured."""
    user_classes: Mapping[Id, UserClass] = Field(default_factory=dict)
    """Ways of using navigation."""
    users: Mapping[Id, Users] = Field(min_length=1)
    """Who needs what where."""
    missions: Missions = Missions()
    """When a service counts as lost."""
    weather: Weather = Weather()
    """Cloud over the regions."""
    satellites: Mapping[Id, Satellite] = Field(default_factory=dict)
    """Satellites one by one."""
    constellations: Mapping[Id, Constellation] = Field(default_factory=dict)
    """Satellites by the pattern."""
    sites: Mapping[Id, Site] = Field(default_factory=dict)
    """Ground sites."""
    agreements: Mapping[Id, Agreement] = Field(default_factory=dict)
    """Who shares what with whom."""
    disclosure: Mapping[Id, DisclosureRow] = Field(default_factory=dict)
    """The disclosure matrix, a row an entry; the row with the fewest parties wins where two apply."""
    leaks: Leaks = Leaks()
    """What comes of a release that leaks."""
    threat_packages: Mapping[Id, ThreatPackage] = Field(default_factory=dict)
    """Declared attacks for the forced arm."""
    injects: Mapping[Id, Inject] = Field(default_factory=dict)
    """What the white cell lets happen."""
    objectives: Mapping[Id, Objective] = Field(default_factory=dict)
    """What the exercise is to train; `wargame report` scores it, and nothing in play depends on it."""

    @cached_property
    def lead(self) -> str:
        """The id of the leading nation."""
        return next(key for key, actor in self.actors.items() if actor.kind == "lead")

    @cached_property
    def players(self) -> tuple[str, ...]:
        """The ids of those who can join or leave: partners and commercial players, in alphabetical order."""
        return tuple(
            sorted(
                key
                for key, actor in self.actors.items()
                if actor.kind == "partner" or (actor.kind == "commercial" and actor.role == "player")
            )
        )

    @cached_property
    def needed(self) -> tuple[MissionKey, ...]:
        """The missions that some users need or some adversary wants to deny, in alphabetical order."""
        needed = {key for group in self.users.values() for key in MISSION_KEYS if group.needs.of(key)}
        wanted = {
            objective.mission
            for actor in self.actors.values()
            if actor.adversary is not None
            for objective in actor.adversary.objectives.values()
        }
        return tuple(sorted(needed | wanted))

    @cached_property
    def adversaries(self) -> tuple[str, ...]:
        """The ids of the adversaries in alphabetical order."""
        return tuple(sorted(key for key, actor in self.actors.items() if actor.kind == "adversary"))

    @cached_property
    def governments(self) -> Mapping[str, Government]:
        """The lead's and every partner's way of deciding, in alphabetical order."""
        return {
            key: self.politics.model_copy(update=self._changes(key))
            for key in sorted(self.actors)
            if self.actors[key].kind in ("lead", "partner")
        }

    def _changes(self, actor: str) -> dict[str, Any]:  # Any: fields of different types
        changes = self.actors[actor].government
        return {
            name: getattr(changes, name)
            for name in changes.model_fields_set
            if getattr(changes, name) is not None
        }

    @cached_property
    def fleet(self) -> Mapping[str, "Satellite | Member"]:
        """Every satellite by id in alphabetical order, members of constellations included."""
        members = {
            member.id: member for key, block in self.constellations.items() for member in expand(key, block)
        }
        fleet: dict[str, Satellite | Member] = {**self.satellites, **members}
        return {key: fleet[key] for key in sorted(fleet)}

    def is_shown(self, target: str) -> bool:
        """Whether adversaries know of a satellite or site; users and regions are no secret."""
        thing = self.fleet.get(target) or self.sites.get(target)
        return thing is None or thing.shown

    def owner_of(self, target: str) -> str | None:
        """Who runs a satellite or site, or the nation of a group of users; nobody owns a region."""
        thing = self.fleet.get(target) or self.sites.get(target)
        if thing is not None:
            return thing.owner
        return self.users[target].nation if target in self.users else None

    @cached_property
    def refusal_rungs(self) -> frozenset[int]:
        """The rungs from which on some provider of the scenario may refuse."""
        contracts = (actor.contract for actor in self.actors.values())
        return frozenset(contract.refuses_from_rung for contract in contracts if contract is not None)

    def owner_may_refuse(self, asset: str) -> bool:
        """Whether the owner of an asset is a provider with a contract that lets it refuse."""
        body = self.fleet.get(asset) or self.sites.get(asset)
        return body is not None and self.actors[body.owner].contract is not None

    def stock_of(self, satellite: str) -> str:
        """Where the replacements of a satellite are counted: its constellation, whose members share them, or itself."""
        body = self.fleet[satellite]
        return body.constellation if isinstance(body, Member) else satellite

    @cached_property
    def as_shown(self) -> "Scenario":
        """The scenario as adversaries know it before anything leaks: without what others hide from them."""
        return self.as_known(frozenset())

    def as_known(self, learned: frozenset[str]) -> "Scenario":
        """The scenario as adversaries know it that have learned of some hidden satellites and sites.

        Who learns of a member of a constellation knows the constellation.
        """
        learned |= {getattr(self.fleet[key], "constellation", key) for key in learned if key in self.fleet}
        blocks = {name: getattr(self, name) for name in Scenario.model_fields}
        places = ("satellites", "constellations", "sites")
        known = {
            name: {
                key: item
                for key, item in blocks[name].items()
                if item.shown or item.owner in self.adversaries or key in learned
            }
            for name in places
        }
        same = all(len(known[name]) == len(blocks[name]) for name in places)
        return self if same else Scenario(**blocks | known)

    def phase_at(self, t_s: float) -> Phase:
        """The phase that holds `t_s` seconds after the epoch according to the timeline."""
        phase: Phase = "day_to_day"
        for change in sorted(self.phases, key=lambda item: item.at_h):
            if change.at_h * 3600 <= t_s:
                phase = change.phase
        return phase

    @cached_property
    def as_plain(self) -> Mapping[str, Any]:  # Any: JSON values
        """The scenario as plain JSON values, every default filled in; nobody may change them.

        What exercises add for their reviews is left out where it is empty: a scenario without it keeps its hash.
        """
        values = plain(self)
        if not self.objectives:
            del values["objectives"]
        for key, inject in self.injects.items():
            if inject.expected is None:
                del values["injects"][key]["expected"]
        return values

    @cached_property
    def canonical(self) -> str:
        """The scenario as canonical JSON: defaults filled in, keys sorted; order in the YAML does not matter."""
        return json.dumps(self.as_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical form, in hexadecimal; names and notes for people count too."""
        return hashlib.sha256(self.canonical.encode("utf-8")).hexdigest()

    @cached_property
    def but_for_stakes(self) -> str:
        """The same for scenarios that differ in nothing but what adversaries make of what they expect (`STAKES`)."""
        plain = dict(self.as_plain)
        plain["actors"] = {
            key: {**actor, "adversary": actor["adversary"] and without_stakes(actor["adversary"])}
            for key, actor in plain["actors"].items()
        }
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode("utf-8")).hexdigest()


class Member(Model):
    """One satellite of a constellation: the constellation's body on a slot of its pattern."""

    id: str
    """`<constellation>_<slot>`."""
    constellation: str
    """The constellation it belongs to."""
    body: Constellation
    """Owner, payloads and mass."""
    raan_deg: float
    """Node at the epoch."""
    argument_of_latitude_deg: float
    """Angle from the node at the epoch."""

    @property
    def name(self) -> str:
        """What people call it: the constellation's name and the slot."""
        return f"{self.body.name} {self.id.removeprefix(self.constellation + '_').upper()}"

    @property
    def owner(self) -> str:
        """The actor that operates it."""
        return self.body.owner

    @property
    def orbit(self) -> CircularOrbit:
        """Where it flies: the pattern's altitude and inclination on this member's slot."""
        return CircularOrbit(
            type="circular",
            altitude_km=self.body.pattern.altitude_km,
            inclination_deg=self.body.pattern.inclination_deg,
            raan_deg=self.raan_deg % 360.0,
            argument_of_latitude_deg=self.argument_of_latitude_deg % 360.0,
        )

    @property
    def payloads(self) -> Mapping[str, Any]:  # Any: the payload union, spelled in SatelliteBody
        """What it carries."""
        return self.body.payloads

    @property
    def dry_mass_kg(self) -> float:
        """Mass that a break-up would turn into fragments."""
        return self.body.dry_mass_kg

    @property
    def shown(self) -> bool:
        """False when Red does not know of it."""
        return self.body.shown

    @property
    def hardening(self) -> float:
        """Share of directed-energy, microwave and nuclear damage that it withstands."""
        return self.body.hardening

    @property
    def decoys(self) -> int:
        """Objects beside it that look like it."""
        return self.body.decoys

    @property
    def guardian(self) -> float:
        """Share of approaches from orbit that are stopped."""
        return self.body.guardian

    @property
    def evasion(self) -> Evasion | None:
        """How it gets out of the way when warned."""
        return self.body.evasion

    @property
    def replacement(self) -> Replacement | None:
        """What takes its place when it is lost."""
        return self.body.replacement

    @property
    def delta_v_m_s(self) -> float | None:
        """Velocity change that its propellant allows."""
        return self.body.delta_v_m_s


def expand(key: str, block: Constellation) -> list[Member]:
    """The members of a constellation.

    Walker members are numbered plane by plane from 01; neighbouring planes are offset by F * 360 / T degrees.
    Source: Walker, RAE Technical Report 77044, 1977.
    """
    pattern = block.pattern
    if isinstance(pattern, SlotPattern):
        return [
            Member(
                id=f"{key}_{slot}",
                constellation=key,
                body=block,
                raan_deg=place.raan_deg,
                argument_of_latitude_deg=place.argument_of_latitude_deg,
            )
            for slot, place in sorted(pattern.slots.items())
        ]
    per_plane = pattern.satellites // pattern.planes
    spread_deg = 360.0 if pattern.type == "walker_delta" else 180.0
    digits = max(2, len(str(pattern.satellites)))
    return [
        Member(
            id=f"{key}_{plane * per_plane + place + 1:0{digits}d}",
            constellation=key,
            body=block,
            raan_deg=pattern.raan_deg + plane * spread_deg / pattern.planes,
            argument_of_latitude_deg=pattern.argument_of_latitude_deg
            + place * 360.0 / per_plane
            + plane * pattern.phasing * 360.0 / pattern.satellites,
        )
        for plane in range(pattern.planes)
        for place in range(per_plane)
    ]
