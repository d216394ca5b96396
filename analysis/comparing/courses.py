"""A run as it is compared: the record that was played, with the other arms of its replicate where there are any."""

from dataclasses import dataclass
from functools import cached_property

from wargame.analysis.amendments import fork_label
from wargame.analysis.continuation import Outlook
from wargame.analysis.names import Names
from wargame.analysis.statistics import Statistics, statistics
from wargame.analysis.summary import Side
from wargame.record import Record
from wargame.scenario import MissionKey


@dataclass(frozen=True)
class Course:
    """One of two runs that are compared.

    Attributes:
        played: the record, with its service timelines.
        unattacked, restraint: the other arms of the same replicate; what needs one is left out without it.
        called: what people call it, such as the name of its folder.
        outlook: services after the run (`wargame.hindsight.Outlook`).
    """

    played: Record
    unattacked: Record | None = None
    restraint: Record | None = None
    called: str = ""
    outlook: Outlook | None = None

    @cached_property
    def names(self) -> Names:
        """What its scenario calls things."""
        return Names(self.played.scenario)

    @cached_property
    def statistics(self) -> Statistics:
        """Every statistic that its arms give."""
        if self.unattacked is not None and self.restraint is not None:
            return Side(self.played, self.unattacked, self.restraint, outlook=self.outlook).statistics
        return statistics(self.played, self.unattacked, outlook=self.outlook)

    @property
    def weighed(self) -> Record:
        """The record whose weighings say how near attack came: the restraint path, else the run itself."""
        return self.restraint or self.played

    @property
    def means(self) -> dict[MissionKey, float]:
        """Mean service of every mission with demand, over the run and all users by demand."""
        return {
            mission: float(line.demand_weighted().mean())
            for mission, line in sorted(self.played.services.items())
            if line.has_demand()
        }

    @property
    def label(self) -> str:
        """What to call it beside another run: its folder, and for a fork where it left its parent."""
        forked = [fork_label(self.played.forks[-1])] if self.played.forks else []
        return ", ".join([self.called, *forked] if self.called else forked) or "run"

    def is_fork_of(self, other: "Course") -> bool:
        """Whether it is a fork of another run."""
        return any(fork.parent == other.played.digest for fork in self.played.forks)
