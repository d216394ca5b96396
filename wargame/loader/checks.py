"""Checks what no single block can know: who exists, what fits together; all faults of a file at once."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from wargame.loader import attacks, manoeuvres, objectives, references, responses
from wargame.loader.attacks import with_parameters, within_run
from wargame.loader.faults import Fault, Path, ScenarioError
from wargame.loader.subject import STAND_IN, Finding, Subject, sound_part, subject
from wargame.loader.suggest import listed
from wargame.loader.translate import validated
from wargame.loader.tree import Node, place_of, plain
from wargame.scenario import Scenario
from wargame.scenario.base import MISSION_KEYS

Check = Callable[[Subject], Iterator[Finding]]


def exactly_one_lead(subject: Subject) -> Iterator[Finding]:
    """One actor leads, no more and no fewer."""
    leads = subject.names.of_kind("lead")
    unclear = any(kind not in _KINDS for kind in subject.names.actors.values())
    if not leads and not unclear:
        yield ("actors",), "no actor leads; give exactly one 'kind: lead'"
    for extra in leads[1:]:
        yield (
            ("actors", extra, "kind"),
            f"a second lead beside '{leads[0]}'; exactly one actor leads, make this a partner",
        )


_KINDS = ("lead", "partner", "commercial", "neutral", "adversary")


def actor_blocks_fit_their_kind(subject: Subject) -> Iterator[Finding]:
    """`adversary` for adversaries, `role` for commercial actors, `government` for governments only."""
    for key, actor in subject.scenario.actors.items():
        path = ("actors", key)
        if actor.kind == "adversary" and actor.adversary is None:
            yield (
                (*path, "adversary"),
                "an adversary needs the block 'adversary'; '{}' takes all its defaults",
            )
        if actor.kind != "adversary" and actor.adversary is not None:
            yield (
                (*path, "adversary"),
                f"only an adversary has this block; '{key}' is {actor.kind}, remove it",
            )
        if actor.kind == "commercial" and actor.role is None:
            yield (*path, "role"), "a commercial actor needs 'role: baseline' or 'role: player'"
        if actor.kind != "commercial" and actor.role is not None:
            yield (*path, "role"), f"only a commercial actor has a role; '{key}' is {actor.kind}, remove it"
        if actor.kind != "commercial" and actor.contract is not None:
            yield (
                (*path, "contract"),
                f"only a commercial actor has a contract; '{key}' is {actor.kind}, remove it",
            )
        if actor.kind not in ("lead", "partner") and actor.government.model_fields_set:
            yield (
                (*path, "government"),
                f"only the lead and partners have this block; '{key}' is {actor.kind}, remove it",
            )


def run_is_whole_moves(subject: Subject) -> Iterator[Finding]:
    """The run is a whole number of moves long."""
    clock = subject.scenario.clock
    if clock.duration_h % clock.move_h:
        shorter = clock.duration_h - clock.duration_h % clock.move_h
        near = listed([str(hours) for hours in (shorter, shorter + clock.move_h) if hours], "or")
        yield (
            ("clock", "duration_h"),
            f"{clock.duration_h} hours are no whole number of moves of {clock.move_h} hours; write {near}",
        )


def phases_are_in_order(subject: Subject) -> Iterator[Finding]:
    """Phases begin within the run, one at a time."""
    hours = Counter(change.at_h for change in subject.scenario.phases)
    for index, change in enumerate(subject.scenario.phases):
        path = ("phases", index, "at_h")
        yield from within_run(subject, change.at_h, path)
        if hours[change.at_h] > 1:
            yield path, f"two phases begin at hour {change.at_h:g}; give each its own hour"


def injects_are_within_the_run(subject: Subject) -> Iterator[Finding]:
    """Injects happen before the run ends."""
    for key, inject in subject.scenario.injects.items():
        yield from within_run(subject, inject.at_h, ("injects", key, "at_h"))


def asset_names_are_unique(subject: Subject) -> Iterator[Finding]:
    """Satellites, constellations, their members and sites have names of their own, and none is an actor's."""
    names = subject.names
    taken: dict[str, str] = dict.fromkeys(names.actors, "an actor")
    for block, what in (
        ("satellites", "a satellite"),
        ("constellations", "a constellation"),
        ("sites", "a site"),
    ):
        for key in sorted(getattr(names, block)):
            if key in taken:
                yield (block, key), f"'{key}' is {taken[key]} already; give this another name"
            taken.setdefault(key, what)
    for member, constellation in sorted(names.members.items()):
        if member in taken:
            yield (
                ("constellations", constellation),
                f"its member '{member}' has the name of {taken[member]}; rename one of them",
            )


def targets_are_told_apart(subject: Subject) -> Iterator[Finding]:
    """Regions and groups of users, at which attacks can be aimed, are called like no asset nor like each other."""
    names = subject.names
    taken = dict.fromkeys(names.assets, "a satellite or site")
    for block, what in (("regions", "a region"), ("users", "a group of users")):
        for key in sorted(getattr(names, block)):
            if key in taken:
                yield (block, key), f"'{key}' is {taken[key]} already; give this another name"
            taken.setdefault(key, what)


def gateways_land_traffic(subject: Subject) -> Iterator[Finding]:
    """Gateways serve missions that have traffic; those for communication name their bands."""
    for key, site in subject.scenario.sites.items():
        for name, function in site.functions.items():
            path = ("sites", key, "functions", name)
            if function.kind != "gateway":
                continue
            if function.mission == "pnt":
                yield (
                    (*path, "mission"),
                    f"navigation needs no gateway; allowed are {listed(_LANDED, 'or')}",
                )
            if function.mission.startswith("satcom_") and not function.bands:
                yield (
                    (*path, "bands"),
                    "a gateway for communication needs the bands it works in, such as bands: [x, ka]",
                )


_LANDED = [key for key in MISSION_KEYS if key != "pnt"]


CHECKS: tuple[Check, ...] = (
    exactly_one_lead,
    actor_blocks_fit_their_kind,
    run_is_whole_moves,
    phases_are_in_order,
    asset_names_are_unique,
    targets_are_told_apart,
    references.owners_exist,
    references.users_exist,
    references.payload_regions_exist,
    references.controlled_systems_exist,
    gateways_land_traffic,
    references.parties_exist,
    references.disclosure_parties_exist,
    references.injects_hit_what_exists,
    injects_are_within_the_run,
    manoeuvres.launches_are_within_the_run,
    manoeuvres.manoeuvres_can_be_flown,
    attacks.effects_exist,
    attacks.believed_effects_exist,
    attacks.effect_sites_exist,
    attacks.inspectors_can_fly,
    attacks.doctrines_exist,
    attacks.objectives_are_whole,
    responses.caveats_name_effects,
    attacks.scripts_are_possible,
    attacks.packages_are_possible,
    attacks.injects_are_possible,
    objectives.objectives_name_what_exists,
    objectives.objectives_have_a_bound,
    references.replacements_have_a_provider,
    manoeuvres.evasion_has_propellant,
)


def checked(tree: Node) -> tuple[Subject, list[Fault]]:
    """The scenario of a tree with effects' defaults filled in, and every fault found.

    Where a block is refused the rest is checked all the same, so that one go names everything.

    Raises:
        ScenarioError: so much is wrong that nothing remains to check.
    """
    values = plain(tree)
    scenario, faults = validated(Scenario, tree)
    if scenario is None:
        scenario, _ = validated(Scenario, tree, sound_part(values, [_parts(fault) for fault in faults]))
    if scenario is None:
        raise ScenarioError(faults)
    filled, wrong = with_parameters(scenario, tree)
    clock_known = not any(fault.path.startswith("clock") for fault in faults)
    about = subject(filled, values, clock_known)
    findings = [finding for check in CHECKS for finding in check(about) if STAND_IN not in finding[0]]
    return about, [*faults, *wrong, *at_their_places(findings, tree)]


def at_their_places(findings: list[Finding], tree: Node) -> list[Fault]:
    """The findings as faults with places of the file."""
    return [Fault.at(place_of(tree, path), path, sentence) for path, sentence in findings]


def _parts(fault: Fault) -> Path:
    parts: tuple[Any, ...] = tuple(fault.path.split(".")) if fault.path else ()
    return parts
