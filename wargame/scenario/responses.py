"""How governments answer: steps of a ladder, and what a government will not answer at all."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from wargame.scenario.base import PHASES, Id, MissionKey, Model, Phase, Probability, Text, judged


class ResponseStep(Model):
    """One step of a ladder of answers, from a statement to reversible measures and beyond."""

    name: Text
    """What the step is, as it reads after 'answers with': a statement, sanctions, jamming of its relays."""
    severity_share: Probability = judged(1.0, 0.0, 1.0)
    """Share of the government's `severity` that this step costs Red."""
    wrong_factor: float = judged(1.0, 0.05, 5.0, gt=0)
    """Cost of taking this step against the wrong party, as a multiple of the government's cost at that rung."""


ONE_STEP = (ResponseStep(name="all that it can"),)
"""The ladder of a government that has none: it acts with all its severity or not at all."""


def _rises(steps: tuple[ResponseStep, ...]) -> tuple[ResponseStep, ...]:
    """Refuses a ladder on which a higher step costs less, or needs no more certainty."""
    for lower, upper in pairwise(steps):
        if upper.severity_share < lower.severity_share or upper.wrong_factor <= lower.wrong_factor:
            raise ValueError(
                f"'{upper.name}' stands above '{lower.name}', so it needs a larger wrong_factor and no smaller "
                "severity_share"
            )
    return steps


Ladder = Annotated[tuple[ResponseStep, ...], AfterValidator(_rises)]
"""Steps in rising order: each costs Red no less than the one below, and needs a higher posterior."""


class Caveat(Model):
    """Attacks that a government will not answer: those that fit everything which is said here."""

    missions: tuple[MissionKey, ...] = ()
    """Attacks on assets that serve these missions and no other; every mission when left out."""
    effects: tuple[Id, ...] = ()
    """Attacks by these effects; every effect when left out."""
    before: Phase | None = None
    """Attacks before this phase; every phase when left out."""
    above_rung: int | None = Field(None, ge=0, le=9)
    """Attacks above this rung of the escalation ladder; every rung when left out."""

    @model_validator(mode="after")
    def _says_something(self) -> "Caveat":
        if not (self.missions or self.effects or self.before or self.above_rung is not None):
            raise ValueError(
                "a caveat that says nothing rules out every answer; name missions, effects, before or above_rung"
            )
        return self

    def covers(self, missions: Sequence[str], effect: str, phase: Phase, rung: int) -> bool:
        """Whether an attack on an asset that serves `missions` is one that stays unanswered."""
        if self.missions and (not missions or not set(missions) <= set(self.missions)):
            return False
        if self.effects and effect not in self.effects:
            return False
        if self.before is not None and PHASES.index(phase) >= PHASES.index(self.before):
            return False
        return self.above_rung is None or rung > self.above_rung

    @property
    def words(self) -> str:
        """What it rules out: 'attacks on missile warning, by ground cyber, before contingency'."""
        parts = []
        if self.missions:
            parts.append("on " + " and ".join(_plain(key) for key in self.missions))
        if self.effects:
            parts.append("by " + " or ".join(_plain(key) for key in self.effects))
        if self.before is not None:
            parts.append(f"before the phase {_plain(self.before)}")
        if self.above_rung is not None:
            parts.append(f"above rung {self.above_rung}")
        return "attacks " + ", ".join(parts)


def ruled_out(
    caveats: Mapping[str, Caveat], missions: Sequence[str], effect: str, phase: Phase, rung: int
) -> str:
    """Why a government will not answer an attack, by the first of its caveats that covers it; empty if none does."""
    for key, caveat in sorted(caveats.items()):
        if caveat.covers(missions, effect, phase, rung):
            return f"its caveat '{key}' rules out answers to {caveat.words}"
    return ""


def _plain(key: str) -> str:
    return key.replace("_", " ")
