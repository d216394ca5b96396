"""The assumptions behind a result: every number that is a judgement, with its value and the range to vary it over."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import BaseModel

from wargame.registry import EFFECT, plugins
from wargame.scenario import Scenario
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
    found: dict[str, tuple[set[str], dict[str, Any], Any]] = {}
    for path, value, field in _fields(scenario, ()):
        extra = field.json_schema_extra
        if isinstance(extra, Mapping) and extra.get("source") == "judgement":
            values = found.setdefault(path, (set(), {}, field))
            values[1][repr(value)] = value
    rows = [
        Assumption(
            path,
            tuple(seen[key] for key in sorted(seen)),
            field.json_schema_extra["low"],
            field.json_schema_extra["high"],
            field.description or "",
        )
        for path, (_, seen, field) in found.items()
    ]
    return sorted(rows, key=lambda item: (not item.path.startswith(("actors", "politics")), item.path))


def _fields(block: BaseModel, path: tuple[str, ...]) -> Iterator[tuple[str, Any, Any]]:
    """Every plain field below a block: its path without ids, its value, and its definition."""
    if isinstance(block, Capability):
        parameters = plugins(EFFECT)[block.effect].Parameters.model_validate(dict(block.parameters))
        yield from _fields(parameters, (*path[:-1], block.effect))
    for name, field in type(block).model_fields.items():
        value = getattr(block, name)
        here = (*path, name)
        if isinstance(field.json_schema_extra, Mapping) and "source" in field.json_schema_extra:
            plain = value.model_dump() if isinstance(value, BaseModel) else value
            yield ".".join(here), plain, field
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
