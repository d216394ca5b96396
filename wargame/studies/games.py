"""What a study plays: games by key, and what is kept of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from wargame.coalition import Leaving
from wargame.model import Arm

Value = float | int | None
"""A statistic, or nothing with a reason."""

Status = Literal["done", "failed"]


@dataclass(frozen=True, slots=True)
class GameKey:
    """One game of a study; two games with equal keys are the same game.

    Attributes:
        point: which variant of the scenario, by its place in the design; 0 where there is only one.
        coalition: the players present, in alphabetical order.
        leaving: what becomes of the others.
        arm: unattacked, forced, restraint or free.
        package: the threat package of the forced arm.
        seed: the seed.
        replicate: which independent repetition.
    """

    point: int
    coalition: tuple[str, ...]
    leaving: Leaving
    arm: Arm
    package: str | None
    seed: int
    replicate: int

    @property
    def members(self) -> str:
        """The coalition as one word, `AUS+GBR`; empty for the lead alone."""
        return "+".join(self.coalition)

    @property
    def group(self) -> tuple[int, str, str]:
        """What games share that Red reckons alike in: they are best played one after the other in one process."""
        return self.point, self.members, self.leaving


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one game.

    Attributes:
        key: which game.
        scenario_hash: the scenario that was played; empty where it could not be made.
        values: a number, or None, by statistic.
        reasons: for every None, why.
        error: why the game failed; empty when it did not.
    """

    key: GameKey
    scenario_hash: str
    values: Mapping[str, Value] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def status(self) -> Status:
        """`done`, or `failed` with the error."""
        return "failed" if self.error else "done"


class StudyError(Exception):
    """The study that was asked for cannot be done: a sentence that says why and what to do."""
