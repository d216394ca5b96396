"""Lints about what is asked for and valued: needs that nobody can serve, judgements outside their own range."""

from collections.abc import Iterator

from pydantic import BaseModel

from wargame import registry
from wargame.loader.faults import Path
from wargame.loader.subject import Finding
from wargame.loader.suggest import listed
from wargame.scenario import Scenario
from wargame.scenario.base import MISSION_KEYS, MissionKey
from wargame.scenario.judgements import Judged, judged_values, numbers
from wargame.scenario.needs import ImagingNeed, SatcomNeed
from wargame.scenario.payloads import MISSION_OF_PAYLOAD, Payload, RelayPayload
from wargame.scenario.politics import Capability


def needs_can_be_served(scenario: Scenario) -> Iterator[Finding]:
    """A need for a mission for which nothing flies or watches at all, or nothing of the kind that will do."""
    for key, group in scenario.users.items():
        for mission in MISSION_KEYS:
            need = group.needs.of(mission)
            if need is None or mission == "sda":  # custody has lints of its own, by object
                continue
            path = ("users", key, "needs", mission)
            payloads = payloads_for(scenario, mission)
            if not payloads:
                yield path, _nothing_for(mission)
            elif isinstance(need, SatcomNeed):
                yield from _bands(mission, need, payloads, path)
            elif isinstance(need, ImagingNeed) and not any(item.kind in need.sensors for item in payloads):
                have = listed(sorted({item.kind for item in payloads}))
                yield (
                    (*path, "sensors"),
                    f"no satellite takes {listed(need.sensors, 'or')} images, so this service stays at 0; those of "
                    f"this scenario are {have}: ask for them, or add a payload",
                )


def _nothing_for(mission: MissionKey) -> str:
    kinds = sorted(kind for kind, served in MISSION_OF_PAYLOAD.items() if served == mission)
    return (
        f"no satellite carries a payload for {mission} ({listed(kinds, 'or')}), so this service stays at 0; "
        "add one, or take the need out"
    )


def _bands(mission: str, need: SatcomNeed, payloads: list[Payload], path: Path) -> Iterator[Finding]:
    """A need whose terminals work in no band that any relay of its mission carries."""
    carried = {band for item in payloads if isinstance(item, RelayPayload) for band in item.bands}
    if not carried & set(need.bands):
        yield (
            (*path, "bands"),
            f"no relay for {mission} works in {listed(need.bands, 'or')}, so this service stays at 0; those of this "
            f"scenario carry {listed(sorted(carried))}: give the terminals one of these bands, or add a relay",
        )


def payloads_for(scenario: Scenario, mission: MissionKey) -> list[Payload]:
    """Every payload that works for a mission, whoever owns it."""
    bodies = [*scenario.satellites.values(), *scenario.constellations.values()]
    return [
        item for body in bodies for item in body.payloads.values() if MISSION_OF_PAYLOAD[item.kind] == mission
    ]


def judgements_are_in_range(scenario: Scenario) -> Iterator[Finding]:
    """A value outside the range that the language gives for that judgement."""
    for item in judged_values(scenario, _parameters):
        for phase, value in numbers(item.value).items():
            if not item.low <= value <= item.high:
                yield _place(item, phase), _outside(item, phase, value)


def _place(item: Judged, phase: str) -> Path:
    """The field, or its phase where the phases differ."""
    one = len(set(numbers(item.value).values())) == 1
    return item.path if not phase or one else (*item.path, phase)


def _outside(item: Judged, phase: str, value: float) -> str:
    where = f"in {phase} " if phase and len(set(numbers(item.value).values())) > 1 else ""
    return (
        f"{where}{value:g} lies outside {item.low:g} to {item.high:g}, the range that the language gives for "
        f"'{item.name}' (source: judgement, ours); check the value and its unit, or keep it and say why in a comment"
    )


def _parameters(capability: Capability) -> BaseModel | None:
    """The parameters of a capability as its effect declares them; the loader has checked them before."""
    effect = registry.plugins(registry.EFFECT).get(capability.effect)
    model: type[BaseModel] | None = getattr(effect, "Parameters", None)
    return None if model is None else model.model_validate(dict(capability.parameters))
