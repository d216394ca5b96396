"""The after-action review as one self-contained page: on screen, and on paper a sheet for every part.

Everything comes from the records, so the same records give the same page to the letter. Text of a scenario is escaped
on its way into the page; nothing in it asks the network.
"""

from functools import cached_property
from pathlib import PurePath

from markupsafe import Markup

from wargame.analysis.charts import Track, gap_chart
from wargame.analysis.names import Names
from wargame.analysis.page import environment
from wargame.analysis.review.bars import service_bars
from wargame.analysis.review.brief import Brief
from wargame.analysis.review.cells import Cell, cells
from wargame.analysis.review.consequences import Consequences
from wargame.analysis.review.inject_list import Item, event_list
from wargame.analysis.review.objectives import Score, scores
from wargame.analysis.review.points import Point, decision_points
from wargame.analysis.review.questions import Question, questions
from wargame.analysis.review.reports import Reports
from wargame.analysis.summary import COURTESY, ONE_DRAW, Summary
from wargame.analysis.timelines import gaps_of, phases_of


class Review:
    """Everything that a review says of a run; the page and the slides draw from it."""

    courtesy = COURTESY
    one_draw = ONE_DRAW

    def __init__(self, summary: Summary, folder: str = "DIR") -> None:
        """Looks at both sides of a run.

        Args:
            summary: the run.
            folder: how its reader calls the folder, for the commands that the page names.
        """
        self.summary = summary
        self.folder = PurePath(folder).as_posix()
        self.scenario = summary.scenario
        self.names = Names(summary.scenario)
        self.manifest = summary.coalition.played.manifest
        self.found = Consequences(summary.coalition.played)
        same = summary.us_only is summary.coalition
        self.alone = self.found if same else Consequences(summary.us_only.played)
        self.reports = Reports(summary.coalition.played)
        self.brief = Brief(summary, self.found, self.alone)
        self.lead = self.names(summary.scenario.lead)
        self.members = [self.names(key) for key in self.names.in_order(self.manifest.coalition)]
        self.provenance = summary.provenance

    @cached_property
    def points(self) -> list[Point]:
        """The three decision points."""
        return decision_points(self.found, self.names)

    @cached_property
    def cells(self) -> list[Cell]:
        """A page for each cell."""
        return cells(self.found, self.reports, self.names)

    @cached_property
    def items(self) -> list[Item]:
        """The event list."""
        return event_list(self.found, self.names)

    @cached_property
    def scores(self) -> list[Score]:
        """The objectives of the exercise, scored."""
        return scores(self.summary, self.names)

    @cached_property
    def questions(self) -> list[Question]:
        """Questions for the discussion."""
        return questions(self.found, self.alone, self.reports, self.names)

    @property
    def served(self) -> Markup | None:
        """The chart of services; None where nothing makes a difference."""
        rows = self.brief.changing
        label = "Mean service of every mission in this run, with the coalition and for the lead alone, 0 to 1"
        return service_bars(rows, label) if rows else None

    @property
    def tracks(self) -> list[Track]:
        """The gap of the best attack over restraint at every move of either restraint path."""
        sides = (
            ("with", "with the coalition", self.summary.coalition),
            ("alone", f"{self.lead} alone", self.summary.us_only),
        )
        return [Track(style, name, gaps_of(side.restraint)) for style, name, side in sides]

    @property
    def deterrence(self) -> Markup | None:
        """The chart of the gap; None where Red had nothing to weigh."""
        end_s = float(self.scenario.clock.duration_s)
        tracks = self.tracks
        if not any(track.known for track in tracks):
            return None
        label = "How much better than restraint the best attack looks to Red at every move, in stakes"
        return gap_chart(tracks, phases_of(self.summary.coalition.played, end_s), end_s, label)

    def command(self, event: str, arm: str = "") -> str:
        """The command that goes on from an event."""
        folder = f"{self.folder}/{arm}" if arm else self.folder
        return f'wargame explain {_quoted(folder)} "{event}"'


def _quoted(folder: str) -> str:
    return f'"{folder}"' if " " in folder else folder


def review_html(review: Review) -> str:
    """The review as HTML."""
    return environment().get_template("review.html.j2").render(page=review)
