"""Other runs beside the one that a page shows: what if an order, a lever or an inject had been another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wargame.analysis.comparing.comparison import Comparison, compare
from wargame.analysis.comparing.courses import Course
from wargame.analysis.comparing.divergence import Divergence, Happening
from wargame.analysis.comparing.words import difference_sentence, same_sentence
from wargame.analysis.names import capital
from wargame.analysis.replay.lines import gap_line, mission_rows, p_attack_line
from wargame.analysis.typography import with_minus

CALLED = ("this run", "the other")
"""What the two runs are called."""


@dataclass(frozen=True)
class Alternative:
    """A run to lay over another.

    Attributes:
        label: what it is called on the page.
        sentence: what it comes to.
        first_divergence_s: when the first event differs; None where none does.
        differences: the first difference, and the first that people would notice: when, and either side's sentence.
        missions: its services, as the page reads them.
        gaps: (s, stakes) at every move.
        chances: (s, P(attack by then)); empty where its restraint arm was not played.
    """

    label: str
    sentence: str
    first_divergence_s: int | None
    differences: list[dict[str, str]]
    missions: list[dict[str, Any]]
    gaps: list[list[float]]
    chances: list[list[float]]

    def as_dict(self) -> Mapping[str, Any]:
        """Plain values for the page."""
        return {
            "label": self.label,
            "sentence": with_minus(self.sentence),
            "first_divergence_s": self.first_divergence_s,
            "differences": [
                {key: with_minus(words) for key, words in row.items()} for row in self.differences
            ],
            "missions": self.missions,
            "gaps": self.gaps,
            "chances": self.chances,
        }


def alternative(played: Course, other: Course) -> Alternative:
    """Another run, to be laid over the one that the page shows; their restraint arms give gaps and P(attack).

    Args:
        played: the run that the page shows.
        other: the other one.
    """
    found = compare(played, other)
    turned = found.b is played  # the page's run is itself a fork of the other
    moments = (
        ("The first difference", found.divergence),
        ("The first thing to be noticed", found.noticed),
    )
    at_s = None if found.divergence is None else found.divergence.t_s
    return Alternative(
        capital(other.label),
        _sentence(found, played, other),
        at_s,
        [_difference(words, item, turned) for words, item in moments if item is not None],
        mission_rows({"run": other.played}, other.played),
        gap_line(other.weighed),
        p_attack_line(other.weighed),
    )


def _sentence(found: Comparison, played: Course, other: Course) -> str:
    """What it comes to, in the page's own words for the two runs."""
    if found.divergence is None:
        return same_sentence(played, other, *CALLED, changed=found.forked_at is not None)
    return difference_sentence(played, other, *CALLED)


def _difference(heading: str, item: Divergence, turned: bool) -> dict[str, str]:
    here, there = (item.b, item.a) if turned else (item.a, item.b)
    return {"heading": f"{heading}, {item.when}", "here": _said(here), "there": _said(there)}


def _said(happening: Happening | None) -> str:
    return "nothing of the kind." if happening is None else happening.sentence
