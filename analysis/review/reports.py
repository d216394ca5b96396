"""What each cell got to hear of every attack, when, and how far that was from the truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from wargame.analysis.names import Names, clock
from wargame.events import (
    AttributionFormed,
    EngagementLaunched,
    EngagementResolved,
    InquiryOpened,
    SignalObserved,
    SignalReleased,
)
from wargame.record import Record

_FAILURE = "outage:"
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a sensor as one cell has it.

    Attributes:
        engagement: what it is about.
        happened_s: when that happened.
        arrived_s: when the cell had the report.
        sensor, owner: whose eyes.
        says: none, detected or identified.
        named: whom it names.
        truth: how far from the truth, in words.
        event: the id of what brought it: the observation or the release.
    """

    engagement: str
    happened_s: int
    arrived_s: int
    sensor: str
    owner: str
    says: str
    named: str | None
    truth: str
    event: str

    @property
    def delay_h(self) -> float:
        """Hours from what happened to the report."""
        return (self.arrived_s - self.happened_s) / 3600.0


class Reports:
    """The reports of a record by the cell that has them."""

    def __init__(self, record: Record) -> None:
        """Looks at a record."""
        self.record = record
        self._observed = {one.id: one for one in record.events if isinstance(one, SignalObserved)}

    @cached_property
    def attackers(self) -> Mapping[str, str]:
        """Who did it, by engagement; nothing for failures that nobody caused."""
        return {
            one.engagement: one.attacker for one in self.record.events if isinstance(one, EngagementLaunched)
        }

    @cached_property
    def resolved(self) -> Mapping[str, EngagementResolved]:
        """How each engagement ended."""
        return {one.engagement: one for one in self.record.events if isinstance(one, EngagementResolved)}

    @cached_property
    def all(self) -> Mapping[str, list[Report]]:
        """Reports by cell, in order of arrival."""
        found: dict[str, list[Report]] = {}
        for one in self._observed.values():
            found.setdefault(one.owner, []).append(self._report(one, one.t_s, one.id))
        for event in self.record.events:
            if isinstance(event, SignalReleased):
                seen = self._observed.get(event.cause or "")
                if seen is not None:
                    row = self._report(seen, event.arrives_s, event.id)
                    found.setdefault(event.recipient, []).append(row)
        return {key: sorted(rows, key=lambda row: (row.arrived_s, row.event)) for key, rows in found.items()}

    def of(self, cell: str) -> list[Report]:
        """What a cell got to hear."""
        return self.all.get(cell, [])

    def before(self, cell: str, engagement: str, until_s: int) -> list[Report]:
        """What it had heard of one engagement by a time."""
        return [row for row in self.of(cell) if row.engagement == engagement and row.arrived_s <= until_s]

    def _report(self, seen: SignalObserved, arrived_s: int, event: str) -> Report:
        return Report(
            seen.engagement,
            seen.t_s,
            arrived_s,
            seen.sensor.partition(".")[0],
            seen.owner,
            seen.report,
            seen.named,
            self._truth(seen),
            event,
        )

    def _truth(self, seen: SignalObserved) -> str:
        """How far a report is from what was so."""
        attacker = self.attackers.get(seen.engagement)
        if seen.engagement.startswith(_FAILURE) or attacker is None:
            return "true" if seen.report == NOTHING else "a false alarm, nobody had done anything"
        if seen.report == NOTHING:
            return "it missed an attack"
        if seen.report == "detected":
            return "true"
        named = seen.named or attacker
        return "true" if named == attacker else "an attack, but by another"

    @cached_property
    def inquiries(self) -> list[InquiryOpened]:
        """Every question of a government who did it."""
        return [one for one in self.record.events if isinstance(one, InquiryOpened)]

    @cached_property
    def formed(self) -> Mapping[tuple[str, str], AttributionFormed]:
        """What each government concluded, by government and engagement."""
        return {
            (one.government, one.engagement): one
            for one in self.record.events
            if isinstance(one, AttributionFormed)
        }

    def unheard(self, cell: str, engagement: str, due_s: int) -> list[Report]:
        """Reports that said something of an engagement and that the cell did not have when it decided: of others."""
        had = {row.sensor for row in self.before(cell, engagement, due_s)}
        best: dict[str, Report] = {}
        for owner, rows in sorted(self.all.items()):
            for row in rows:
                if row.engagement == engagement and row.says != NOTHING and row.sensor not in had:
                    late = owner == cell
                    if late or row.sensor not in best:
                        best[row.sensor] = row
        return [best[key] for key in sorted(best)]


def target_words(engagement: str, names: Names) -> str:
    """What an engagement is about, in words."""
    if engagement.startswith(_FAILURE):
        return f"the failure '{engagement.removeprefix(_FAILURE)}'"
    return f"the attack on {names(engagement.rpartition('>')[2])}"


def is_failure(engagement: str) -> bool:
    """Whether it was no attack but a failure that nobody caused."""
    return engagement.startswith(_FAILURE)


def says_words(row: Report, names: Names) -> str:
    """A report in words."""
    if row.says == NOTHING:
        return "reports nothing"
    if row.says == "detected":
        return "detects it, but not whose doing it is"
    return f"names {names(row.named)}" if row.named else "detects it and names the author"


def delay_words(row: Report) -> str:
    """How late a report was, in words."""
    return "at once" if row.delay_h < 0.05 else f"{row.delay_h:.0f} h later, at {clock(row.arrived_s)}"
