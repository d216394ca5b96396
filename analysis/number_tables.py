"""The tables of all statistics of a report: both sides beside each other, and why a number is missing."""

from dataclasses import dataclass
from itertools import groupby

from wargame.analysis.statistics import Statistics

MEANINGS = {
    "capability.service": "mean service when nobody attacks",
    "total.service": "mean service in this run, whatever Red did",
    "resilience.service_delivered": "mean service under the forced attack",
    "resilience.service_kept": "the same as a share of the unattacked service",
    "resilience.attributable_hours": "hours of outage that are not there unattacked",
    "resilience.no_outage": "1 if no such outage lasts longer than the window",
    "resilience.depth": "deepest relative loss",
    "resilience.time_to_restore_h": "hours from the loss until 90 % is back for six hours",
    "deterrence.margin": "stakes by which restraint beats the best attack at the nearest; negative: attack is better",
    "deterrence.p_attack": "chance that Red attacks at all, over a resolve that nobody has seen",
    "deterrence.attacked": "1 if Red attacked in this run",
    "deterrence.time_to_first_attack_h": "hours until it first did",
    "deterrence.highest_rung": "highest rung of the ladder that Red climbed (1-10)",
    "deterrence.response_imposed": "share of Red's largest cost that the answers imposed",
    "debris.fragments": "fragments above 10 cm",
}
"""What a statistic says, in a few words."""


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
        Row(name, MEANINGS.get(_stem(name), ""), full.values[name], alone.values.get(name))
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


def _stem(name: str) -> str:
    """A statistic's name without its mission."""
    return ".".join(name.split(".")[:2])
