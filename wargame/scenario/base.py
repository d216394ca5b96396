"""The grammar every scenario block shares: strict frozen models, identifiers, phases and provenance.

A field's docstring is its documentation: it is what the handbook prints and what an editor shows.
Every default is either `sourced` (somebody published it) or `judged` (ours, with the range a sweep should cover).
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from wargame.scenario.field_sentences import sentences

Phase = Literal["day_to_day", "crisis", "contingency"]
PHASES: tuple[Phase, ...] = ("day_to_day", "crisis", "contingency")


def as_phase(name: str) -> Phase:
    """The phase of that name."""
    return next(phase for phase in PHASES if phase == name)


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=48)]
"""An identifier: letters, digits and underscores, starting with a letter (dots separate the parts of a path)."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
"""Words for people: a name, a question, a note."""

MOST_MBPS = 10_000_000.0
MOST_KM = 1_000_000.0
MOST_HOURS = 100_000.0
"""Bounds beyond anything that flies: a slip of the unit or of an exponent must not become a result."""

Weight = Annotated[float, Field(gt=0.0, le=1_000_000.0)]
"""A weight in a mean; only its ratio to other weights counts."""

Probability = Annotated[float, Field(ge=0.0, le=1.0)]
LatitudeDeg = Annotated[float, Field(ge=-90.0, le=90.0)]
LongitudeDeg = Annotated[float, Field(ge=-180.0, le=360.0)]
ElevationDeg = Annotated[float, Field(ge=0.0, lt=90.0)]

MissionKey = Literal[
    "environment",
    "isr_imaging",
    "isr_signals",
    "missile_warning",
    "pnt",
    "satcom_narrowband",
    "satcom_protected",
    "satcom_wideband",
    "sda",
]
MISSION_KEYS: tuple[MissionKey, ...] = get_args(MissionKey)
"""Every mission, in alphabetical order."""


class Model(BaseModel):
    """The strict frozen base of all scenario blocks: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        validate_default=True,
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The block's JSON Schema with the sentence of every field."""
        block = handler(core_schema)
        described = sentences(cls)
        for name, field in handler.resolve_ref_schema(block).get("properties", {}).items():
            if name in described:
                field["description"] = described[name]
        return block


def judged(default: Any, low: float, high: float, **limits: Any) -> Any:
    """A default that is our judgement, with the range over which a sweep should vary it.

    `Any` because pydantic's `Field` is typed as the field it stands for.
    """
    return Field(default, json_schema_extra={"source": "judgement", "low": low, "high": high}, **limits)


def sourced(
    default: Any, source: str, low: float | None = None, high: float | None = None, **limits: Any
) -> Any:
    """A default that somebody published, with the source named, and where it is known the range to vary it over."""
    extra: dict[str, Any] = {"source": source}
    if low is not None and high is not None:
        extra |= {"low": low, "high": high}
    return Field(default, json_schema_extra=extra, **limits)


class PerPhase(Model):
    """One number per phase; a single number in YAML means the same in all three."""

    day_to_day: float
    """Value in peacetime routine."""
    crisis: float
    """Value in a crisis."""
    contingency: float
    """Value in open conflict."""

    def at(self, phase: Phase) -> float:
        """The value that holds in `phase`."""
        return {"day_to_day": self.day_to_day, "crisis": self.crisis, "contingency": self.contingency}[phase]


def _spread(value: Any) -> Any:
    """A bare number stands for the same value in every phase (`Any`: raw YAML comes in)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return dict.fromkeys(PHASES, value)
    return value


def _shares(value: PerPhase) -> PerPhase:
    """Refuses values outside [0, 1]."""
    for phase in PHASES:
        if not 0.0 <= value.at(phase) <= 1.0:
            raise ValueError(f"{phase} is {value.at(phase):g}; a share lies between 0 and 1")
    return value


PhaseNumber = Annotated[PerPhase, BeforeValidator(_spread)]
"""A number per phase, or one number for all."""

PhaseShare = Annotated[PerPhase, BeforeValidator(_spread), AfterValidator(_shares)]
"""A share between 0 and 1 per phase, or one for all."""


def by_phase(day_to_day: float, crisis: float, contingency: float, low: float, high: float) -> Any:
    """A judged default that differs by phase, with the range over which a sweep should vary it."""
    default = {"day_to_day": day_to_day, "crisis": crisis, "contingency": contingency}
    return Field(default, json_schema_extra={"source": "judgement", "low": low, "high": high})


def plain(model: BaseModel | Mapping[str, Any]) -> dict[str, Any]:
    """The block as plain JSON values, every default filled in."""
    return model.model_dump(mode="json") if isinstance(model, BaseModel) else dict(model)
