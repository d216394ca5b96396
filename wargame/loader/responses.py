"""Checks and lints of how governments answer: what caveats name, and consensus that nobody is bound by."""

from collections.abc import Iterator, Mapping

from wargame import registry
from wargame.loader.faults import Path
from wargame.loader.subject import Finding, Subject, unknown
from wargame.scenario import Scenario
from wargame.scenario.responses import Caveat


def _caveats(scenario: Scenario) -> Iterator[tuple[Path, Mapping[str, Caveat]]]:
    yield ("politics", "caveats"), scenario.politics.caveats
    for key, actor in scenario.actors.items():
        if actor.government.caveats is not None:
            yield ("actors", key, "government", "caveats"), actor.government.caveats


def caveats_name_effects(subject: Subject) -> Iterator[Finding]:
    """Effects that caveats name are registered."""
    known = list(registry.plugins(registry.EFFECT))
    for path, caveats in _caveats(subject.scenario):
        for name, caveat in caveats.items():
            for index, effect in enumerate(caveat.effects):
                yield from unknown(effect, known, "effect", (*path, name, "effects", index))


def somebody_is_bound(scenario: Scenario) -> Iterator[Finding]:
    """A consensus rule binds those who hold a collective response together; without one it changes nothing."""
    rule = scenario.politics.consensus_rule
    if rule != "national" and not any(
        item.kind == "collective_response" for item in scenario.agreements.values()
    ):
        yield (
            ("politics", "consensus_rule"),
            f"'{rule}' binds the holders of a collective_response agreement, and there is none: all decide alone",
        )
