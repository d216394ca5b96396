"""The assumptions behind a result: every number that is a judgement, with its value and the range to vary it over."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import BaseModel

from wargame.registry import EFFECT, plugins
from wargame.scenario import Scenario
from wargame.scenario.field_sentences import sentence_of
from wargame.scenario.politics import Capability


@dataclass(frozen=True, slots=True)
class Assumption:
    """One judgement.

    Attributes:
        path: the kind of field, as in the scenario language, without the ids of single assets.
        values: every value that the scenario gives it.
        low, high: the range a sweep should cover.
        meaning: what the field says.
    """

    path: str
    values: tuple[Any, ...]
    low: float
    high: float
    meaning: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {**asdict(self), "values": list(self.values), "source": "judgement"}


def judgements(scenario: Scenario) -> list[Assumption]:
    """Every field of the scenario that is a judgement, once, with all values it takes; those of Red's choice first."""
    found: dict[tuple[str, ...], tuple[type[BaseModel], dict[str, Any]]] = {}
    for path, value, block in _fields(scenario, ()):
        if _origin(block, path[-1]).get("source") == "judgement":
            _, values = found.setdefault(path, (block, {}))
            values[repr(value)] = value
    rows = [
        Assumption(
            ".".join(path),
            tuple(values[key] for key in sorted(values)),
            _origin(block, path[-1])["low"],
            _origin(block, path[-1])["high"],
            sentence_of(block, path[-1]),
        )
        for path, (block, values) in found.items()
    ]
    return sorted(rows, key=lambda item: (not item.path.startswith(("actors", "politics")), item.path))


def _origin(block: type[BaseModel], name: str) -> Mapping[str, Any]:
    """Where a field's default comes from, as the language says it; empty where it has none."""
    extra = block.model_fields[name].json_schema_extra
    return extra if isinstance(extra, Mapping) else {}


def _fields(
    block: BaseModel, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any, type[BaseModel]]]:
    """Every plain field below a block: its path without ids, its value, and the block that defines it."""
    if isinstance(block, Capability):
        parameters = plugins(EFFECT)[block.effect].Parameters.model_validate(dict(block.parameters))
        yield from _fields(parameters, (*path[:-1], block.effect))
    for name in type(block).model_fields:
        value = getattr(block, name)
        here = (*path, name)
        if "source" in _origin(type(block), name):
            plain = value.model_dump() if isinstance(value, BaseModel) else value
            yield here, plain, type(block)
        elif isinstance(value, BaseModel):
            yield from _fields(value, here)
        elif isinstance(value, Mapping):
            for item in value.values():
                if isinstance(item, BaseModel):
                    yield from _fields(item, (*here, "*"))
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, BaseModel):
                    yield from _fields(item, (*here, "*"))
