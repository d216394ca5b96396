"""The assumptions behind a result: every number that is a judgement, with its value and the range to vary it over."""

from dataclasses import asdict, dataclass
from typing import Any

from pydantic import BaseModel

from wargame.registry import EFFECT, plugins
from wargame.scenario import Scenario
from wargame.scenario.field_sentences import sentence_of
from wargame.scenario.judgements import Judged, judged_values, lies_outside, numbers
from wargame.scenario.politics import Capability


@dataclass(frozen=True, slots=True)
class Assumption:
    """One judgement: one field of one kind of block.

    Attributes:
        path: the kind of field, as in the scenario language, without the ids of single assets.
        values: every value that the scenario gives it, from the least to the largest.
        low, high: the range a sweep should cover.
        meaning: what the field says.
    """

    path: str
    values: tuple[Any, ...]
    low: float
    high: float
    meaning: str

    def is_outside(self, value: Any) -> bool:
        """Whether a value lies outside the range (`Any`: a number, or a number by phase)."""
        return lies_outside(value, self.low, self.high)

    @property
    def outside(self) -> tuple[Any, ...]:
        """The values outside the range."""
        return tuple(value for value in self.values if self.is_outside(value))

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            **asdict(self),
            "values": list(self.values),
            "outside_the_range": list(self.outside),
            "source": "judgement",
        }


def judgements(scenario: Scenario) -> list[Assumption]:
    """Every field of the scenario that is a judgement, once, with all values it takes; those of Red's choice first.

    Blocks of different kinds have rows of their own, because each kind declares its own range.
    """
    found: dict[tuple[tuple[str, ...], type[BaseModel]], list[Judged]] = {}
    for item in judged_values(scenario, _parameters):
        found.setdefault((item.general, item.block), []).append(item)
    rows = [
        Assumption(
            ".".join(general),
            _in_order(items),
            items[0].low,
            items[0].high,
            sentence_of(block, items[0].name),
        )
        for (general, block), items in found.items()
    ]
    return sorted(rows, key=lambda item: (not item.path.startswith(("actors", "politics")), item.path))


def _in_order(items: list[Judged]) -> tuple[Any, ...]:
    """The values without repetition, as numbers from the least to the largest."""
    different = {repr(item.value): item.value for item in items}
    return tuple(sorted(different.values(), key=lambda value: (tuple(numbers(value).values()), repr(value))))


def _parameters(capability: Capability) -> BaseModel:
    """The parameters of a capability as its effect declares them."""
    model: type[BaseModel] = plugins(EFFECT)[capability.effect].Parameters
    return model.model_validate(dict(capability.parameters))
