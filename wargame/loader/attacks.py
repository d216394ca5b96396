"""Checks of what adversaries have and do: effects with their parameters, scripts, threat packages."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from wargame import registry
from wargame.loader.faults import Fault, Path
from wargame.loader.references import target
from wargame.loader.reserved import DOCTRINES, EFFECTS, not_yet
from wargame.loader.subject import Finding, Subject, unknown
from wargame.loader.suggest import meant
from wargame.loader.translate import faults_of
from wargame.loader.tree import Node, find, nearest, plain
from wargame.scenario import Scenario
from wargame.scenario.clock import AttackInject
from wargame.scenario.politics import Action, Adversary, Capability


def adversaries(subject: Subject) -> Iterator[tuple[str, Adversary]]:
    """Every adversary block of the sound scenario."""
    for key, actor in subject.scenario.actors.items():
        if actor.adversary is not None:
            yield key, actor.adversary


def effects_exist(subject: Subject) -> Iterator[Finding]:
    """Effects of capabilities: registered, or reserved for later."""
    known = list(registry.plugins(registry.EFFECT))
    for key, adversary in adversaries(subject):
        for name, capability in adversary.capabilities.items():
            path = ("actors", key, "adversary", "capabilities", name, "effect")
            if capability.effect not in known and capability.effect in EFFECTS:
                yield path, not_yet(capability.effect, "effects", known)
            else:
                yield from unknown(capability.effect, known, "effect", path)


def believed_effects_exist(subject: Subject) -> Iterator[Finding]:
    """Effects that governments believe an adversary could use: registered, or reserved for later."""
    known = list(registry.plugins(registry.EFFECT))
    for key, adversary in adversaries(subject):
        for index, effect in enumerate(adversary.believed_effects):
            path = ("actors", key, "adversary", "believed_effects", index)
            if effect not in known and effect in EFFECTS:
                yield path, not_yet(effect, "effects", known)
            else:
                yield from unknown(effect, known, "effect", path)


def doctrines_exist(subject: Subject) -> Iterator[Finding]:
    """Doctrines of adversaries: registered, or reserved for later."""
    known = list(registry.plugins(registry.DOCTRINE))
    for key, adversary in adversaries(subject):
        path = ("actors", key, "adversary", "doctrine")
        if adversary.doctrine not in known and adversary.doctrine in DOCTRINES:
            yield path, not_yet(adversary.doctrine, "doctrines", known)
        elif known:
            yield from unknown(adversary.doctrine, known, "doctrine", path)


def objectives_are_whole(subject: Subject) -> Iterator[Finding]:
    """Regions of objectives, and weights that sum to 1."""
    for key, adversary in adversaries(subject):
        path = ("actors", key, "adversary", "objectives")
        for name, objective in adversary.objectives.items():
            yield from unknown(objective.region, subject.names.regions, "region", (*path, name, "region"))
        total = sum(item.weight for item in adversary.objectives.values())
        if adversary.objectives and abs(total - 1.0) > 1e-6:
            yield path, f"the weights of the objectives sum to {total:g}; they must sum to 1"


def scripts_are_possible(subject: Subject) -> Iterator[Finding]:
    """Capabilities and targets of scripts."""
    for key, adversary in adversaries(subject):
        for index, action in enumerate(adversary.script):
            yield from _action(subject, key, action, ("actors", key, "adversary", "script", index))


def packages_are_possible(subject: Subject) -> Iterator[Finding]:
    """Adversaries, capabilities and targets of threat packages."""
    for key, package in subject.scenario.threat_packages.items():
        path = ("threat_packages", key)
        enemies = subject.names.of_kind("adversary")
        if package.adversary not in enemies:
            yield (
                (*path, "adversary"),
                f"there is no adversary '{package.adversary}'{meant(package.adversary, enemies)}",
            )
        for index, action in enumerate(package.actions):
            yield from _action(subject, package.adversary, action, (*path, "actions", index))


def injects_are_possible(subject: Subject) -> Iterator[Finding]:
    """Adversaries, capabilities and targets of attacks that the white cell lets happen."""
    for key, inject in subject.scenario.injects.items():
        path = ("injects", key)
        if not isinstance(inject, AttackInject):
            continue
        enemies = subject.names.of_kind("adversary")
        if inject.adversary not in enemies:
            yield (
                (*path, "adversary"),
                f"there is no adversary '{inject.adversary}'{meant(inject.adversary, enemies)}",
            )
        yield from _action(subject, inject.adversary, inject, path)


def _action(subject: Subject, adversary: str, action: Action | AttackInject, path: Path) -> Iterator[Finding]:
    if adversary in subject.names.of_kind("adversary"):
        known = subject.names.capabilities[adversary]
        yield from unknown(action.capability, known, "capability", (*path, "capability"), adversary)
        if isinstance(action, Action) and not _may_be_ordered(subject, adversary, action.capability):
            yield (
                (*path, "capability"),
                f"no adversary orders '{action.capability}'; an inject of kind 'attack' lets it happen",
            )
    for index, aim in enumerate(action.targets):
        here = (*path, "targets", index)
        yield from target(subject, aim, here)
        if subject.scenario.owner_of(aim) == adversary:
            yield here, f"'{aim}' belongs to '{adversary}' itself; an adversary attacks what others own"
    yield from within_run(subject, action.at_h, (*path, "at_h"))


def _may_be_ordered(subject: Subject, adversary: str, capability: str) -> bool:
    """False for a capability whose effect only the white cell lets happen."""
    actor = subject.scenario.actors.get(adversary)
    block = actor.adversary if actor is not None else None
    found = block.capabilities.get(capability) if block is not None else None
    effect = registry.plugins(registry.EFFECT).get(found.effect) if found is not None else None
    return effect is None or bool(effect.ordered)


def within_run(subject: Subject, at_h: float, path: Path) -> Iterator[Finding]:
    """The finding about an hour after the end of the run."""
    duration_h = subject.scenario.clock.duration_h
    if subject.clock_known and at_h >= duration_h:
        yield path, f"hour {at_h:g} lies after the end of the run; allowed are hours before {duration_h}"


def with_parameters(scenario: Scenario, tree: Node) -> tuple[Scenario, list[Fault]]:
    """The scenario with every capability's parameters filled by its effect, and what is wrong with them."""
    effects = registry.plugins(registry.EFFECT)
    faults: list[Fault] = []
    actors = dict(scenario.actors)
    for key, actor in scenario.actors.items():
        if actor.adversary is None:
            continue
        filled: dict[str, Capability] = {}
        for name, capability in actor.adversary.capabilities.items():
            path = ("actors", key, "adversary", "capabilities", name)
            parameters, wrong = _parameters(effects.get(capability.effect), tree, path, capability)
            filled[name] = capability.model_copy(update={"parameters": parameters})
            faults.extend(wrong)
        adversary = actor.adversary.model_copy(update={"capabilities": filled})
        actors[key] = actor.model_copy(update={"adversary": adversary})
    return scenario.model_copy(update={"actors": actors}), faults


def _parameters(
    effect: Any, tree: Node, path: Path, capability: Capability
) -> tuple[Mapping[str, Any], list[Fault]]:
    """The parameters with the effect's defaults (`Any`: each effect declares its own model)."""
    model: type[BaseModel] | None = getattr(effect, "Parameters", None)
    if model is None:
        return capability.parameters, []
    block = find(tree, (*path, "parameters")) or Node({}, nearest(tree, path)[0].heading)
    values = plain(block)
    try:
        return model.model_validate_json(json.dumps(values), strict=True).model_dump(mode="json"), []
    except ValidationError as error:
        return capability.parameters, faults_of(error, model, block, values, (*path, "parameters"))


def effect_sites_exist(subject: Subject) -> Iterator[Finding]:
    """Sites that the parameters of an effect name: known, and the adversary's own."""
    for key, adversary in adversaries(subject):
        for name, capability in adversary.capabilities.items():
            path = ("actors", key, "adversary", "capabilities", name, "parameters")
            for below, site in _named_sites(capability):
                yield from _own_site(subject, key, site, (*path, *below))


def _named_sites(capability: Capability) -> Iterator[tuple[Path, str]]:
    single, several = capability.parameters.get("site"), capability.parameters.get("sites")
    if isinstance(single, str):
        yield ("site",), single
    for index, site in enumerate(several if isinstance(several, list | tuple) else ()):
        if isinstance(site, str):
            yield ("sites", index), site


def inspectors_can_fly(subject: Subject) -> Iterator[Finding]:
    """Satellites from which attacks come: known, the adversary's own, with propellant, and one use for each."""
    for key, adversary in adversaries(subject):
        for name, capability in adversary.capabilities.items():
            path = ("actors", key, "adversary", "capabilities", name)
            inspector = capability.parameters.get("inspector")
            if isinstance(inspector, str):
                yield from _inspector(subject, key, inspector, (*path, "parameters", "inspector"))
                reused = capability.effect == "inspection"
                if capability.magazine > 1 and not reused:
                    yield (
                        (*path, "magazine"),
                        f"'{inspector}' is one satellite and strikes once; write magazine: 1",
                    )


def _inspector(subject: Subject, adversary: str, inspector: str, path: Path) -> Iterator[Finding]:
    names, scenario = subject.names, subject.scenario
    yield from unknown(inspector, names.satellites, "satellite", path)
    body = scenario.satellites.get(inspector)
    if body is None:
        return
    own = sorted(key for key, item in scenario.satellites.items() if item.owner == adversary)
    if body.owner != adversary:
        yield (
            path,
            f"the satellite '{inspector}' belongs to '{body.owner}', not to '{adversary}'{meant(inspector, own)}",
        )
    elif body.delta_v_m_s is None:
        yield path, f"'{inspector}' cannot come to anything; say what its propellant allows with delta_v_m_s"


def _own_site(subject: Subject, adversary: str, site: str, path: Path) -> Iterator[Finding]:
    yield from unknown(site, subject.names.sites, "site", path)
    found = subject.scenario.sites.get(site)
    if found is not None and found.owner != adversary:
        own = sorted(key for key, item in subject.scenario.sites.items() if item.owner == adversary)
        yield path, f"the site '{site}' belongs to '{found.owner}', not to '{adversary}'{meant(site, own)}"
