"""The clock and the queue: what is due when, in published stages, with ties broken by a keyed draw.

The stages of one second, in order: inject (the white cell), recover (what was degraded works again, means are free
again), sense (reports arrive), decide (governments, providers and, at a move, every actor), resolve (attacks take
effect), score.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum

from wargame.draws import Draws


class Stage(IntEnum):
    """The order of play within one second."""

    INJECT = 0
    RECOVER = 1
    SENSE = 2
    DECIDE = 3
    RESOLVE = 4
    SCORE = 5


STAGE_OF = {
    "inject": Stage.INJECT,
    "recover": Stage.RECOVER,
    "silence": Stage.RECOVER,
    "free": Stage.RECOVER,
    "counter": Stage.SENSE,
    "replace": Stage.RECOVER,
    "decide": Stage.DECIDE,
    "provide": Stage.DECIDE,
    "resolve": Stage.RESOLVE,
}
"""The stage in which something pending takes place."""


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """An entry of the agenda; it sorts by time, stage and a keyed draw, never by roster or insertion."""

    t_s: int
    stage: Stage
    tie: float
    key: str
    what: str = field(compare=False)
    about: str = field(compare=False)
    cause: str = field(compare=False)


class Agenda:
    """What is due, earliest first."""

    __slots__ = ("_draws", "_heap")

    def __init__(self, draws: Draws) -> None:
        """Starts empty; `draws` break ties."""
        self._heap: list[Due] = []
        self._draws = draws

    def add(self, t_s: int, what: str, about: str, cause: str) -> None:
        """Puts something on the agenda; the event `cause` set it going."""
        heapq.heappush(self._heap, self._due(t_s, what, about, cause))

    def replan(self, what: str, planned: Iterable[tuple[int, str, str]]) -> None:
        """Puts these (t_s, about, cause) in place of everything of a kind that is still due; ties stay as drawn."""
        known = {due.key: due for due in self._heap if due.what == what}
        others = [due for due in self._heap if due.what != what]
        for t_s, about, cause in planned:
            due = known.get(_key(what, about, cause))
            others.append(self._due(t_s, what, about, cause) if due is None else replace(due, t_s=t_s))
        heapq.heapify(others)
        self._heap = others

    def _due(self, t_s: int, what: str, about: str, cause: str) -> Due:
        tie = self._draws.uniform("agenda.tie", what, about, cause)
        return Due(t_s, STAGE_OF[what], tie, _key(what, about, cause), what, about, cause)

    def next_before(self, t_s: int, stage: Stage) -> Due | None:
        """Takes the next entry that comes before `stage` of second `t_s`, if there is one."""
        if self._heap and (self._heap[0].t_s, self._heap[0].stage) < (t_s, stage):
            return heapq.heappop(self._heap)
        return None


def _key(what: str, about: str, cause: str) -> str:
    """What tells an entry from every other."""
    return f"{what}/{about}/{cause}"
