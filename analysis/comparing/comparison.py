"""The comparison of two runs: what was given, where they part, what it comes to, and the lines over time.

A pure function of records. `compare(a, b).as_dict()` is what a page needs that lays a fork over its parent:
`label`, `sentence`, `first_divergence`, `first_noticed` and `curves`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wargame.analysis.comparing.courses import Course
from wargame.analysis.comparing.divergence import Divergence, first_divergence, first_noticed
from wargame.analysis.comparing.inputs import given, same_crisis
from wargame.analysis.comparing.words import difference_sentence, same_sentence
from wargame.analysis.names import mission_name
from wargame.analysis.timelines import chances_of, gaps_of, service_of
from wargame.events import ScenarioAmended
from wargame.scenario import MissionKey

Points = list[tuple[float, float | None]]
"""(seconds since the epoch, value), None where there is none."""


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side.

    Attributes:
        a, b: the runs; the parent first where one is a fork of the other.
        shared: how many events they share from the start.
        divergence: the first event that differs; None where none does.
    """

    a: Course
    b: Course
    shared: int
    divergence: Divergence | None

    @property
    def called(self) -> tuple[str, str]:
        """What the runs are called in sentences."""
        return ("the parent", "the fork") if self.b.is_fork_of(self.a) else ("A", "B")

    @property
    def labels(self) -> tuple[str, str]:
        """What the runs are called in a legend."""
        if self.b.is_fork_of(self.a):
            return f"parent: {self.a.label}" if self.a.called else "parent", self.b.label
        return f"A: {self.a.label}", f"B: {self.b.label}"

    @cached_property
    def given(self) -> list[str]:
        """Everything that differs in what the runs were given."""
        return given(self.a, self.b, *self.called)

    @property
    def same_crisis(self) -> bool:
        """Whether both are of one scenario or of variants of it."""
        return same_crisis(self.a, self.b)

    @property
    def forked_at(self) -> tuple[int, int] | None:
        """The move and the second at which the fork leaves its parent; None where neither is the other's fork."""
        amended = [event for event in self.b.played.events if isinstance(event, ScenarioAmended)]
        if not self.b.is_fork_of(self.a) or not amended:
            return None
        return amended[-1].at_move, amended[-1].t_s

    @cached_property
    def noticed(self) -> Divergence | None:
        """The first thing that people in the crisis would notice to be different."""
        return None if self.divergence is None else first_noticed(self.a, self.b)

    @cached_property
    def sentence(self) -> str:
        """The difference in a sentence or two."""
        if self.divergence is None:
            return same_sentence(self.a, self.b, *self.called, changed=self.forked_at is not None)
        return difference_sentence(self.a, self.b, *self.called)

    @property
    def missions(self) -> list[MissionKey]:
        """The missions that users of both need, in alphabetical order."""
        return sorted(self.a.means.keys() & self.b.means.keys())

    @cached_property
    def service(self) -> dict[MissionKey, tuple[Points, Points]]:
        """For every mission the trailing mean of its service over its window in either run."""
        return {
            mission: (self._service(self.a, mission), self._service(self.b, mission))
            for mission in self.missions
        }

    def _service(self, course: Course, mission: MissionKey) -> Points:
        window_h = course.played.scenario.missions.of(mission).window_h
        return service_of(course.played, mission, window_h)

    @property
    def on_restraint_path(self) -> bool:
        """Whether the curves of deterrence are those of the restraint path of both; else of the runs themselves."""
        return self.a.restraint is not None and self.b.restraint is not None

    @cached_property
    def gaps(self) -> tuple[Points, Points]:
        """The best attack less restraint at every move of either run."""
        return gaps_of(self._weighed[0]), gaps_of(self._weighed[1])

    @cached_property
    def chances(self) -> tuple[Points, Points]:
        """P(attack) at every move of either run."""
        return chances_of(self._weighed[0]), chances_of(self._weighed[1])

    @property
    def _weighed(self) -> Any:
        if self.on_restraint_path:
            return self.a.weighed, self.b.weighed
        return self.a.played, self.b.played

    @property
    def end_s(self) -> float:
        """The end of the longer run."""
        return float(max(item.played.scenario.clock.duration_s for item in (self.a, self.b)))

    @cached_property
    def statistics(self) -> dict[str, tuple[float | None, float | None]]:
        """Every statistic that either run has."""
        left, right = self.a.statistics.values, self.b.statistics.values
        return {
            name: (left.get(name), right.get(name))
            for name in sorted({*left, *right})
            if left.get(name) is not None or right.get(name) is not None
        }

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON and for pages (`Any`: JSON).

        `curves` holds, by `service` (by mission), `gap` and `p_attack`, the points of `a` and `b` as [t_s, value].
        """
        at = self.forked_at
        return {
            "label": self.b.label,
            "labels": list(self.labels),
            "sentence": self.sentence,
            "same_crisis": self.same_crisis,
            "given": self.given,
            "forked_at": None if at is None else {"move": at[0], "t_s": at[1]},
            "shared_events": self.shared,
            "first_divergence": None if self.divergence is None else self.divergence.as_dict(),
            "first_noticed": None if self.noticed is None else self.noticed.as_dict(),
            "curves": {
                "service": {
                    mission: {"name": mission_name(mission), **_pair(*lines)}
                    for mission, lines in self.service.items()
                },
                "gap": _pair(*self.gaps),
                "p_attack": _pair(*self.chances),
                "on_restraint_path": self.on_restraint_path,
            },
            "statistics": {
                name: {"a": left, "b": right, "difference": _less(left, right)}
                for name, (left, right) in self.statistics.items()
            },
        }


def compare(a: Course, b: Course) -> Comparison:
    """Two runs side by side; the parent comes first where one is a fork of the other."""
    if a.is_fork_of(b) and not b.is_fork_of(a):
        a, b = b, a
    shared, divergence = first_divergence(a, b)
    return Comparison(a, b, shared, divergence)


def _pair(a: Points, b: Points) -> dict[str, list[list[float | None]]]:
    return {"a": [[t, _short(v)] for t, v in a], "b": [[t, _short(v)] for t, v in b]}


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 6) + 0.0


def _less(left: float | None, right: float | None) -> float | None:
    """The second less the first."""
    return None if left is None or right is None else round(right - left, 9) + 0.0
