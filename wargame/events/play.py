"""What the clock and the white cell do: phases, moves, injects, demonstrations, and what a fork changes."""

from dataclasses import dataclass
from typing import Any, ClassVar

from wargame.events.base import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseChanged(Event):
    """The crisis enters another phase."""

    kind: ClassVar[str] = "phase.changed"
    about: ClassVar[tuple[str, str]] = ("phase", "")
    phase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveBegan(Event):
    """A move begins: every actor observes the same snapshot and decides."""

    kind: ClassVar[str] = "move.began"
    about: ClassVar[tuple[str, str]] = ("move", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectFired(Event):
    """The white cell lets something happen."""

    kind: ClassVar[str] = "inject.fired"
    about: ClassVar[tuple[str, str]] = ("inject", "")
    inject: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationShown(Event):
    """A nation shows that it stands with the coalition."""

    kind: ClassVar[str] = "demonstration.shown"
    about: ClassVar[tuple[str, str]] = ("actor", "")
    actor: str
    visibility: float
    competence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioAmended(Event):
    """A fork leaves its parent here: from this second on the scenario is another one, or people order otherwise."""

    kind: ClassVar[str] = "scenario.amended"
    about: ClassVar[tuple[str, str]] = ("at_move", "")
    at_move: int
    """The move with whose first second it takes effect."""
    changes: tuple[dict[str, Any], ...]
    """Values by path (`Any`: JSON): `path`, `was` and `now`, of which what is absent is left out."""
    orders: bool
    """Whether other orders of people hold from here on."""
