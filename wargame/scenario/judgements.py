"""Every value of a scenario that is a judgement, with its place in the file and the range its own block declares.

The warning about a value outside its range and the table of assumptions of a report are two readings of this walk.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from wargame.scenario.base import Model
from wargame.scenario.politics import Capability, Government, GovernmentChanges
from wargame.scenario.scenario import Scenario

Filled = Callable[[Capability], BaseModel | None]
"""Gives the parameters of a capability as the block of its effect; the language itself knows no effects."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One value that is a judgement.

    Attributes:
        path: where it stands, with the ids of the file.
        general: the same without ids: `*` for a name, or the kind of block where there are several kinds.
        value: a number, or a number by phase.
        block: the block that declares it.
        low, high: the range over which a sweep should vary it.
    """

    path: tuple[str | int, ...]
    general: tuple[str, ...]
    value: Any
    block: type[BaseModel]
    low: float
    high: float

    @property
    def name(self) -> str:
        """The field."""
        return self.general[-1]


def numbers(value: Any) -> dict[str, float]:
    """The numbers of a value by phase; one without a phase under the empty name, none where it is no number."""
    found = value if isinstance(value, Mapping) else {"": value}
    return {
        str(key): item
        for key, item in found.items()
        if isinstance(item, int | float) and not isinstance(item, bool)
    }


def lies_outside(value: Any, low: float, high: float) -> bool:
    """Whether a number, or the number of any phase, lies outside a range."""
    return any(not low <= number <= high for number in numbers(value).values())


def judged_values(scenario: Scenario, filled: Filled) -> Iterator[Judged]:
    """Every value of a scenario that is a judgement, defaults included.

    Args:
        scenario: what is given.
        filled: the parameters of a capability as the block of its effect.
    """
    yield from _below(scenario, (), (), filled)


def _below(
    block: BaseModel, path: tuple[str | int, ...], general: tuple[str, ...], filled: Filled
) -> Iterator[Judged]:
    if isinstance(block, Capability):
        parameters = filled(block)
        if parameters is not None:
            yield from _below(parameters, (*path, "parameters"), (*general[:-1], block.effect), filled)
    for name in type(block).model_fields:
        value = getattr(block, name)
        here, kept = (*path, name), (*general, name)
        home = _home(type(block))
        origin = _origin(home, name)
        if origin.get("source") == "judgement":
            plain = value.model_dump() if isinstance(value, BaseModel) else value
            if plain is not None:
                yield Judged(here, kept, plain, home, origin["low"], origin["high"])
        elif "source" not in origin:
            for key, item in _blocks(value):
                steps = (*here, key) if key is not None else here
                below = (*kept, _kind(item)) if key is not None else kept
                yield from _below(item, steps, below, filled)


def _blocks(value: Any) -> Iterator[tuple[str | int | None, Model | BaseModel]]:
    """The blocks in the value of a field, each with its name or place (None for a block that stands alone)."""
    if isinstance(value, BaseModel):
        yield None, value
    elif isinstance(value, Mapping):
        yield from ((key, item) for key, item in value.items() if isinstance(item, BaseModel))
    elif isinstance(value, tuple):
        yield from ((index, item) for index, item in enumerate(value) if isinstance(item, BaseModel))


def _kind(block: BaseModel) -> str:
    """The kind of a block that says one; `*` for a block of the only kind, and for an actor, whose kind is a rank."""
    tag = type(block).model_fields.get("kind")
    constant = tag is not None and len(getattr(tag.annotation, "__args__", ())) == 1
    return str(getattr(block, "kind", "*")) if constant else "*"


def _home(block: type[BaseModel]) -> type[BaseModel]:
    """The block whose word on a field counts: what one government changes is declared in the common politics."""
    return Government if issubclass(block, GovernmentChanges) else block


def _origin(block: type[BaseModel], name: str) -> Mapping[str, Any]:
    """Where a field's default comes from, as the language says it; empty where it has none."""
    extra = block.model_fields[name].json_schema_extra
    return extra if isinstance(extra, Mapping) else {}
