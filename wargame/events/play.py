"""What the clock and the white cell do: phases, moves, injects, demonstrations."""

from dataclasses import dataclass
from typing import ClassVar

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
