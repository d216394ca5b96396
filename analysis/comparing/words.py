"""The difference between two runs in a sentence or two: what Red did, how likely it was to, what it cost in service."""

from wargame.analysis.comparing.courses import Course
from wargame.analysis.names import capital, clock, mission_name
from wargame.analysis.typography import share
from wargame.events import EngagementLaunched

LEAST = 0.0005
"""Means of service, or chances, that differ by less are called equal: the third digit would not show it."""


def difference_sentence(a: Course, b: Course, one: str, other: str) -> str:
    """What differs between two runs; each is one draw of chance, and the sentence does not say otherwise.

    Args:
        a: one run.
        b: the other run.
        one: what the first is called.
        other: what the second is called.
    """
    parts = [_attacks(a, b, one, other), _chances(a, b, one, other), _services(a, b, one, other)]
    return " ".join(capital(part) for part in parts if part)


def same_sentence(a: Course, b: Course, one: str, other: str, changed: bool) -> str:
    """What to say of two runs that are the same: that they are, and where the change shows all the same.

    Args:
        a: one run.
        b: the other run.
        one: what the first is called.
        other: what the second is called.
        changed: whether something was changed between them.
    """
    same = f"{one} and {other} are the same run, event by event."
    if not changed:
        return capital(same)
    held = _chances(a, b, one, other)
    shows = f" But {held}" if "in both" not in held and held else ""
    return f"In this draw of chance the change made no difference: {same}{shows}"


def _attacks(a: Course, b: Course, one: str, other: str) -> str:
    """How often each was attacked, and from when on."""
    first, second = _launched(a), _launched(b)
    if not first and not second:
        arms = {a.played.manifest.arm, b.played.manifest.arm}
        return "" if arms <= {"unattacked", "restraint"} else f"nobody is attacked, in {one} or in {other}."
    if not first or not second:
        done, who, none = (first, one, other) if first else (second, other, one)
        return f"in {who} {_times(done)}; in {none} there is no attack."
    if [e.id for e in first] == [e.id for e in second]:
        many = f"the same {len(first)} attacks" if len(first) > 1 else "the same attack"
        return f"{one} and {other} see {many}."
    return f"in {one} {_times(first)}; in {other} {_times(second)}."


def _launched(course: Course) -> list[EngagementLaunched]:
    return [event for event in course.played.events if isinstance(event, EngagementLaunched)]


def _times(done: list[EngagementLaunched]) -> str:
    many = f"there are {len(done)} attacks, the first" if len(done) > 1 else "there is one attack,"
    return f"{many} at {clock(done[0].t_s)}"


def _chances(a: Course, b: Course, one: str, other: str) -> str:
    """P(attack) of the restraint path of both, where both have one."""
    name = "deterrence.p_attack"
    left, right = a.statistics.values.get(name), b.statistics.values.get(name)
    if left is None or right is None:
        return ""
    if abs(left - right) < LEAST:
        return f"P(attack) on the restraint path is {left:.3f} in both."
    return f"P(attack) on the restraint path is {left:.3f} in {one} and {right:.3f} in {other}."


def _services(a: Course, b: Course, one: str, other: str) -> str:
    """The mission whose mean service differs most."""
    left, right = a.means, b.means
    shared = left.keys() & right.keys()
    mission = max(sorted(shared), key=lambda key: abs(left[key] - right[key]), default=None)
    if mission is None:
        return ""
    if abs(left[mission] - right[mission]) < LEAST:
        return "every mission serves alike in both."
    return (
        f"{mission_name(mission)} differs most: it reaches {share(left[mission], 3)} of what is needed in {one} and "
        f"{share(right[mission], 3)} in {other}."
    )
