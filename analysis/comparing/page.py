"""The page of a comparison: two runs laid over each other, the first difference marked. Self-contained, no script."""

from collections.abc import Sequence
from functools import cached_property

from markupsafe import Markup

from wargame.analysis.charts import Moment, Strike, Track, chance_chart, gap_chart, service_chart
from wargame.analysis.comparing.comparison import Comparison, Points
from wargame.analysis.comparing.courses import Course
from wargame.analysis.comparing.divergence import Divergence
from wargame.analysis.comparing.words import LEAST
from wargame.analysis.measures import meaning
from wargame.analysis.names import capital, mission_name
from wargame.analysis.page import environment
from wargame.analysis.story import attacks
from wargame.analysis.summary import COURTESY, ONE_DRAW
from wargame.analysis.timelines import phases_of
from wargame.scenario import MissionKey

STYLES = ("first", "second")
"""The classes of the lines of the two runs."""


def comparison_html(found: Comparison) -> str:
    """The page as HTML: no request leaves it, nothing in it moves, it prints."""
    return environment().get_template("compare.html.j2").render(page=_Page(found))


class _Page:
    """What the template asks for."""

    courtesy = COURTESY
    one_draw = ONE_DRAW

    def __init__(self, found: Comparison) -> None:
        """Looks at both runs."""
        self.found = found
        self.courses: tuple[Course, Course] = (found.a, found.b)
        titles = dict.fromkeys(course.played.scenario.title for course in self.courses)
        self.title = " / ".join(titles)
        self.called = [capital(words) for words in found.called]
        self.labels = found.labels
        phases, others = (phases_of(course.played, found.end_s) for course in self.courses)
        self.phases = phases if phases == others else []

    @property
    def partings(self) -> list[tuple[str, Divergence]]:
        """The moments at which the two differ, under their headings; one where they are the same moment and event."""
        first, noticed = self.found.divergence, self.found.noticed
        found = [] if first is None else [("The first difference", first)]
        if noticed is not None and first is not None and not _is_same(first, noticed):
            found.append(("The first difference that somebody would notice", noticed))
        return found

    @cached_property
    def moments(self) -> list[Moment]:
        """What every chart marks: where the fork leaves its parent, and the first difference."""
        found: dict[float, list[str]] = {}
        at = self.found.forked_at
        if at is not None:
            found.setdefault(float(at[1]), []).append("fork")
        if self.found.divergence is not None:
            found.setdefault(float(self.found.divergence.t_s), []).append("first difference")
        return [
            Moment(t_s, ", ".join(words)) for t_s, words in sorted(found.items()) if t_s <= self.found.end_s
        ]

    def _tracks(self, lines: tuple[Points, Points]) -> list[Track]:
        return [Track(*item) for item in zip(STYLES, self.labels, lines, strict=True)]

    @property
    def gaps(self) -> Markup | None:
        """The gap at every move; None where neither run weighs anything."""
        tracks = self._tracks(self.found.gaps)
        if not any(track.known for track in tracks):
            return None
        label = "How much better than restraint the best attack looks to Red at every move, in stakes"
        return gap_chart(tracks, self.phases, self.found.end_s, label, self.moments)

    @property
    def chances(self) -> Markup | None:
        """P(attack) at every move; None where neither run weighs anything."""
        tracks = self._tracks(self.found.chances)
        if not any(track.known for track in tracks):
            return None
        return chance_chart(
            tracks, self.phases, self.found.end_s, "P(attack) at every move, 0 to 1", self.moments
        )

    @cached_property
    def differing(self) -> list[MissionKey]:
        """The missions whose lines differ anywhere, the most in the mean first."""
        return sorted(
            (key for key, (left, right) in self.found.service.items() if left != right),
            key=lambda key: (-abs(self.found.a.means[key] - self.found.b.means[key]), key),
        )

    @property
    def alike(self) -> list[str]:
        """The missions that both serve alike at every moment, by name."""
        return [mission_name(key) for key in self.found.missions if key not in self.differing]

    @property
    def only(self) -> list[str]:
        """The missions that users of only one of the runs need, by name."""
        return [mission_name(key) for key in sorted(self.found.a.means.keys() ^ self.found.b.means.keys())]

    @property
    def services(self) -> list[tuple[str, float, float, Markup]]:
        """Every mission that differs: its name, both means, and the chart."""
        return [
            (
                capital(mission_name(key)),
                self.found.a.means[key],
                self.found.b.means[key],
                self._service_chart(key),
            )
            for key in self.differing
        ]

    @cached_property
    def _strikes(self) -> list[Strike]:
        return [
            Strike(item.t_s, f"{item.clock} {item.words}", item.success, style)
            for style, course in zip(STYLES, self.courses, strict=True)
            for item in attacks(course.played, course.names)
            if item.t_s <= self.found.end_s
        ]

    @property
    def has_strikes(self) -> bool:
        """Whether anybody is attacked in either run."""
        return bool(self._strikes)

    def _service_chart(self, mission: MissionKey) -> Markup:
        settings = self.found.a.played.scenario.missions.of(mission)
        return service_chart(
            self._tracks(self.found.service[mission]),
            settings.threshold,
            self._strikes,
            self.phases,
            self.found.end_s,
            f"Service of {mission_name(mission)} over time in both runs, 0 to 1",
            self.moments,
        )

    @property
    def numbers(self) -> list[tuple[str, str, float | None, float | None, float | None]]:
        """Every statistic: its name, what it says, both values, the difference; those that differ first."""
        rows = [
            (name, meaning(name), left, right, None if left is None or right is None else right - left)
            for name, (left, right) in self.found.statistics.items()
        ]
        return sorted(rows, key=lambda row: row[4] is not None and abs(row[4]) < LEAST)

    @property
    def footers(self) -> Sequence[str]:
        """Where each run comes from, so that it can be found and verified."""
        return [
            f"{called}: record {course.played.digest[:16]}, scenario {course.played.manifest.scenario_hash[:16]}, "
            f"{course.played.manifest.arm} arm, seed {course.played.manifest.seed}, replicate "
            f"{course.played.manifest.replicate}, wargame {course.played.manifest.version}."
            for called, course in zip(self.called, self.courses, strict=True)
        ]


def _is_same(first: Divergence, other: Divergence) -> bool:
    """Whether two moments are one event."""
    return [item and item.id for item in (first.a, first.b)] == [
        item and item.id for item in (other.a, other.b)
    ]
