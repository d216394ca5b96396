"""The tables of all statistics of a report: both sides beside each other, and why a number is missing."""

from dataclasses import dataclass
from itertools import groupby

from wargame.analysis.measures import meaning
from wargame.analysis.statistics import Statistics


@dataclass(frozen=True, slots=True)
class Row:
    """A statistic of both sides."""

    name: str
    meaning: str
    coalition: float | None
    alone: float | None

    @property
    def difference(self) -> float | None:
        """Coalition less lead alone."""
        if self.coalition is None or self.alone is None:
            return None
        return self.coalition - self.alone


def numbers_by_family(full: Statistics, alone: Statistics) -> list[tuple[str, list[Row]]]:
    """Every statistic that either side has, by its family: capability, deterrence, resilience, ..."""
    rows = [
        Row(name, meaning(name), full.values[name], alone.values.get(name))
        for name in sorted(full.values)
        if full.values[name] is not None or alone.values.get(name) is not None
    ]
    return [
        (family, list(items)) for family, items in groupby(rows, key=lambda row: row.name.partition(".")[0])
    ]


def missing_by_reason(full: Statistics, alone: Statistics, lead: str) -> list[tuple[str, list[str]]]:
    """The statistics without a number, by reason; where only the lead alone lacks it, the name says so."""
    found: dict[str, list[str]] = {}
    for name in sorted(full.values):
        mine, other = full.reasons.get(name), alone.reasons.get(name)
        if mine is not None:
            found.setdefault(mine, []).append(name)
        if other is not None and other != mine:
            found.setdefault(other, []).append(f"{name} ({lead} alone)")
    return sorted(found.items())
