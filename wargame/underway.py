"""What is under way in a game: attacks that were launched, and whatever has a second at which it is due."""

from dataclasses import dataclass

from wargame.events import EngagementLaunched, EngagementResolved


@dataclass(frozen=True, slots=True)
class Engagement:
    """An attack that was launched, and how it ended once it has."""

    launched: EngagementLaunched
    resolved: EngagementResolved | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """Something that will happen at `due_s` unless the world changes: what, and the event that set it going."""

    due_s: int
    what: str
    about: str
    cause: str
