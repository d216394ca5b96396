"""Lints about attacks: orders against what a weapon cannot touch, weapons that can touch nothing at all.

Only what can be said without orbits: kinds of targets, and the reach of transmitters on the ground.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from wargame import registry
from wargame.game.effect import Effect, Refusal, Scene
from wargame.game.skies import Skies
from wargame.loader.subject import Finding
from wargame.scenario import Scenario
from wargame.scenario.politics import Action, Capability


class _NoSkies:
    """Stands in for orbits, which a check of the file does not compute."""

    def __getattr__(self, name: str) -> NoReturn:
        raise NotImplementedError(f"a check of the file knows no orbits, so it cannot ask for {name}")


_NO_SKIES: Any = _NoSkies()
"""`Any`: it satisfies the protocol by refusing every question."""


def attacks_can_be_carried_out(scenario: Scenario) -> Iterator[Finding]:
    """Packages and scripts with targets that the capability cannot touch, or the same target twice in one order."""
    for key, package in scenario.threat_packages.items():
        for index, action in enumerate(package.actions):
            path = ("threat_packages", key, "actions", index, "targets")
            yield from ((path, words) for words in _impossible(scenario, package.adversary, action))
    for actor in scenario.adversaries:
        block = scenario.actors[actor].adversary
        for index, action in enumerate(block.script if block is not None else ()):
            place = ("actors", actor, "adversary", "script", index, "targets")
            yield from ((place, words) for words in _impossible(scenario, actor, action))


def _impossible(scenario: Scenario, adversary: str, action: Action) -> Iterator[str]:
    block = scenario.actors[adversary].adversary
    capability = block.capabilities.get(action.capability) if block is not None else None
    if capability is None:
        return
    effect, parameters, scene = _ready(scenario, capability)
    for target in dict.fromkeys(action.targets):
        if not effect.can_target(parameters, target, scene):
            yield f"{effect.title} cannot be used on '{target}'; the order will be refused"
        if action.targets.count(target) > 1:
            yield f"'{target}' stands here more than once"


def weapons_can_strike(scenario: Scenario) -> Iterator[Finding]:
    """Capabilities with nothing in the scenario that they can touch, or whose regions all lie out of reach."""
    everything = (*scenario.fleet, *scenario.sites, *scenario.users, *scenario.regions)
    for actor in scenario.adversaries:
        block = scenario.actors[actor].adversary
        capabilities: Mapping[str, Capability] = block.capabilities if block is not None else {}
        for name, capability in capabilities.items():
            effect, parameters, scene = _ready(scenario, capability)
            path = ("actors", actor, "adversary", "capabilities", name)
            others = [key for key in everything if scenario.owner_of(key) not in scenario.adversaries]
            targets = [key for key in others if effect.can_target(parameters, key, scene)]
            if not targets:
                yield path, f"{effect.title}: there is nothing in this scenario that it can be used on"
            elif all(key in scenario.regions for key in targets):
                refusals = [
                    effect.timing(parameters, key, scene, 0, effect.order_life_s) for key in sorted(targets)
                ]
                if all(isinstance(item, Refusal) for item in refusals):
                    first = refusals[0]
                    assert isinstance(first, Refusal)  # all of them are
                    yield path, f"it can strike nothing: {first.reason}"


def _ready(scenario: Scenario, capability: Capability) -> tuple[Effect, Any, Scene]:
    """An effect, its parameters as its own block, and the facts that it may ask for (`Any`: each has its own)."""
    effect: Effect = registry.plugins(registry.EFFECT)[capability.effect]
    skies: Skies = _NO_SKIES
    return effect, effect.Parameters.model_validate(dict(capability.parameters)), Scene(scenario, skies)
