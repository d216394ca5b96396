"""Other runs beside the one that a page shows: what if an order, a lever or an inject had been another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wargame.analysis.amendments import fork_lines
from wargame.analysis.comparing.courses import Course
from wargame.analysis.comparing.divergence import Divergence, first_divergence
from wargame.analysis.replay.lines import gap_line, mission_rows, p_attack_line
from wargame.record import Record


@dataclass(frozen=True)
class Alternative:
    """A run to lay over another.

    Attributes:
        label: what it is called on the page.
        sentence: what is different, and from when on.
        first_divergence_s: when the first event differs; None where none does.
        missions: its services, as the page reads them.
        gaps: (s, stakes) at every move.
        chances: (s, P(attack by then)); empty where its restraint arm was not played.
    """

    label: str
    sentence: str
    first_divergence_s: int | None
    missions: list[dict[str, Any]]
    gaps: list[list[float]]
    chances: list[list[float]]

    def as_dict(self) -> Mapping[str, Any]:
        """Plain values for the page."""
        return {
            "label": self.label,
            "sentence": self.sentence,
            "first_divergence_s": self.first_divergence_s,
            "missions": self.missions,
            "gaps": self.gaps,
            "chances": self.chances,
        }


def alternative(
    played: Record, other: Record, label: str, restraint: Record | None = None, said: str = ""
) -> Alternative:
    """Another run of the same crisis, to be laid over the one played.

    Args:
        played: the run that the page shows.
        other: the other one.
        label: what to call it.
        restraint: the other's restraint arm, for its gaps and P(attack).
        said: what was changed, in a sentence, where it is known.
    """
    here, there = Course(played), Course(other)
    _, found = first_divergence(here, there)
    forks = fork_lines(other.forks[-1:]) if there.is_fork_of(here) else []
    words = " ".join(part for part in (said, *forks, _difference(found)) if part)
    held = restraint or other
    at_s = None if found is None else found.t_s
    return Alternative(
        label, words, at_s, mission_rows({"run": other}, other), gap_line(held), p_attack_line(held)
    )


def _difference(found: Divergence | None) -> str:
    """The first difference in a sentence."""
    if found is None:
        return "Nothing that happened is different."
    words = [f"The first difference is at {found.clock}."]
    if found.a is not None:
        words.append(f"Here: {found.a.sentence}")
    if found.b is not None:
        words.append(f"There: {found.b.sentence}")
    return " ".join(words)
