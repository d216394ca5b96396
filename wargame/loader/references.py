"""Checks that every name a block mentions stands somewhere in the file."""

from collections.abc import Iterable, Iterator

from wargame.loader.faults import Path
from wargame.loader.subject import Finding, Subject, unknown
from wargame.loader.suggest import meant
from wargame.scenario.agreements import CapacityShare, ServiceAccess
from wargame.scenario.clock import Demonstration, Outage
from wargame.scenario.injects import Message, OffRamp, StepDownInject, TrainingInject, Umpire
from wargame.scenario.sites import Control


def owners_exist(subject: Subject) -> Iterator[Finding]:
    """Owners of satellites, constellations, hosted payloads and sites; hosts of sites."""
    scenario, actors = subject.scenario, subject.names.actors
    for block in ("satellites", "constellations"):
        for key, body in getattr(scenario, block).items():
            yield from unknown(body.owner, actors, "actor", (block, key, "owner"))
            for name, payload in body.payloads.items():
                if payload.owner is not None:
                    yield from unknown(
                        payload.owner, actors, "actor", (block, key, "payloads", name, "owner")
                    )
    for key, site in scenario.sites.items():
        yield from unknown(site.owner, actors, "actor", ("sites", key, "owner"))
        if site.host is not None:
            yield from unknown(site.host, actors, "actor", ("sites", key, "host"))


def users_exist(subject: Subject) -> Iterator[Finding]:
    """Nations, regions and user classes of the groups of users."""
    for key, group in subject.scenario.users.items():
        path = ("users", key)
        yield from unknown(group.nation, subject.names.actors, "actor", (*path, "nation"))
        yield from unknown(group.region, subject.names.regions, "region", (*path, "region"))
        for name in group.needs.pnt.classes if group.needs.pnt else ():
            classes = (*path, "needs", "pnt", "classes", name)
            yield from unknown(name, subject.names.user_classes, "user class", classes)
        for index, name in enumerate(group.needs.sda.objects if group.needs.sda else ()):
            objects = (*path, "needs", "sda", "objects", index)
            yield from unknown(name, _trackable(subject), "satellite, constellation or actor", objects)


def _trackable(subject: Subject) -> frozenset[str]:
    names = subject.names
    return frozenset(names.satellites) | set(names.constellations) | set(names.members) | set(names.actors)


def payload_regions_exist(subject: Subject) -> Iterator[Finding]:
    """Regions that beams are said to reach."""
    scenario = subject.scenario
    for block, bodies in (("satellites", scenario.satellites), ("constellations", scenario.constellations)):
        for key, body in bodies.items():
            for name, payload in body.payloads.items():
                for index, region in enumerate(getattr(payload, "regions", ())):
                    path = (block, key, "payloads", name, "regions", index)
                    yield from unknown(region, subject.names.regions, "region", path)


def controlled_systems_exist(subject: Subject) -> Iterator[Finding]:
    """Satellites and constellations that control functions command."""
    systems = subject.names.satellites | subject.names.constellations
    for key, site in subject.scenario.sites.items():
        for name, function in site.functions.items():
            if isinstance(function, Control):
                path = ("sites", key, "functions", name, "systems")
                for index, system in enumerate(function.systems):
                    yield from _system(subject, system, systems, (*path, index))


def _system(subject: Subject, system: str, systems: Iterable[str], path: Path) -> Iterator[Finding]:
    if system in subject.names.members:
        constellation = subject.names.members[system]
        yield (
            path,
            f"'{system}' is one member of a constellation, which is commanded whole; write '{constellation}'",
        )
    else:
        yield from unknown(system, systems, "satellite or constellation", path)


def parties_exist(subject: Subject) -> Iterator[Finding]:
    """Parties of agreements: known, not adversaries, none twice, nobody on both sides."""
    for key, agreement in subject.scenario.agreements.items():
        path = ("agreements", key)
        if isinstance(agreement, CapacityShare):
            yield from _given(
                subject, agreement.provider, tuple(agreement.shares), path, "shares", named=True
            )
        elif isinstance(agreement, ServiceAccess):
            yield from _given(subject, agreement.provider, agreement.recipients, path, "recipients")
        else:
            yield from _parties(subject, agreement.members, (*path, "members"))


def _given(
    subject: Subject, provider: str, recipients: tuple[str, ...], path: Path, key: str, named: bool = False
) -> Iterator[Finding]:
    yield from _party(subject, provider, (*path, "provider"))
    yield from _parties(subject, recipients, (*path, key), named)
    if provider in recipients:
        yield (
            (*path, "provider"),
            f"'{provider}' gives to itself; a provider needs no agreement for its own users",
        )


def _parties(
    subject: Subject, parties: tuple[str, ...], path: Path, named: bool = False
) -> Iterator[Finding]:
    for index, party in enumerate(parties):
        here = (*path, party if named else index)
        yield from _party(subject, party, here)
        if party in parties[:index]:
            yield here, f"'{party}' stands twice in this list; remove one"


def _party(subject: Subject, party: str, path: Path) -> Iterator[Finding]:
    if subject.names.actors.get(party) == "adversary":
        yield path, f"'{party}' is an adversary; agreements are among the others{meant('', _others(subject))}"
    else:
        yield from unknown(party, subject.names.actors, "actor", path)


def _others(subject: Subject) -> list[str]:
    return subject.names.of_kind("lead", "partner", "commercial", "neutral")


def replacements_have_a_provider(subject: Subject) -> Iterator[Finding]:
    """Providers of replacements: known, no adversary of the owner, and the owner itself or tied to it by agreement."""
    scenario = subject.scenario
    tied = [
        set(item.members) for item in scenario.agreements.values() if item.kind == "reconstitution_launch"
    ]
    for block, bodies in (("satellites", scenario.satellites), ("constellations", scenario.constellations)):
        for key, body in bodies.items():
            provider = body.replacement.provider if body.replacement is not None else body.owner
            if provider == body.owner:
                continue
            path = (block, key, "replacement", "provider")
            yield from unknown(provider, subject.names.actors, "actor", path)
            if provider in subject.names.actors and not any({provider, body.owner} <= pair for pair in tied):
                yield (
                    path,
                    f"'{provider}' replaces nothing of '{body.owner}' without an agreement of kind "
                    "'reconstitution_launch' between them; add one",
                )


def disclosure_parties_exist(subject: Subject) -> Iterator[Finding]:
    """Givers and receivers of the disclosure matrix."""
    for key, row in subject.scenario.disclosure.items():
        for side, parties in (("giver", row.giver), ("to", row.to)):
            if not isinstance(parties, str):
                yield from _parties(subject, parties, ("disclosure", key, side))


def injects_hit_what_exists(subject: Subject) -> Iterator[Finding]:
    """Actors, assets and functions of injects."""
    for key, inject in subject.scenario.injects.items():
        path = ("injects", key)
        if isinstance(inject, Demonstration | OffRamp):
            yield from unknown(inject.actor, _others(subject), "nation of the coalition", (*path, "actor"))
        elif isinstance(inject, Outage):
            yield from _outage(subject, inject, path)
        elif isinstance(inject, TrainingInject):
            trainings = [key for key, kind in subject.names.agreements.items() if kind == "training"]
            yield from unknown(
                inject.agreement, trainings, "agreement of kind training", (*path, "agreement")
            )
        elif isinstance(inject, StepDownInject):
            enemies = subject.names.of_kind("adversary")
            yield from unknown(inject.actor, enemies, "adversary", (*path, "actor"))
        elif isinstance(inject, Umpire):
            yield from target(subject, inject.target, (*path, "target"))
        elif isinstance(inject, Message) and not isinstance(inject.to, str):
            for index, name in enumerate(inject.to):
                yield from unknown(name, subject.names.actors, "actor", (*path, "to", index))


def _outage(subject: Subject, inject: Outage, path: Path) -> Iterator[Finding]:
    yield from asset(subject, inject.asset, (*path, "asset"))
    scenario = subject.scenario
    if inject.function is None:
        return
    if inject.asset in scenario.fleet:
        payloads = scenario.fleet[inject.asset].payloads
        yield from unknown(inject.function, payloads, "payload", (*path, "function"), inject.asset)
    elif inject.asset in scenario.sites:
        functions = scenario.sites[inject.asset].functions
        yield from unknown(inject.function, functions, "function", (*path, "function"), inject.asset)


def target(subject: Subject, name: str, path: Path) -> Iterator[Finding]:
    """The finding about a name that can be no target: no satellite, member or site, no group of users, no region."""
    names = subject.names
    if name not in names.users and name not in names.regions:
        yield from asset(subject, name, path, (*names.assets, *names.users, *names.regions), TARGETS)


TARGETS = "satellite, site, group of users or region"


def asset(
    subject: Subject,
    name: str,
    path: Path,
    known: Iterable[str] | None = None,
    what: str = "satellite or site",
) -> Iterator[Finding]:
    """The finding about a name that is no satellite, member or site; a constellation wants a member named."""
    names = subject.names
    if name in names.constellations:
        members = sorted(key for key, owner in names.members.items() if owner == name)
        example = f", such as '{members[0]}'" if members else ""
        yield path, f"'{name}' is a constellation; name a member{example}"
    elif not names.is_asset(name):
        yield from unknown(name, names.assets if known is None else known, what, path)
