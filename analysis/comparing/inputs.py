"""What differs in what two runs were given, in sentences."""

from typing import Any

from wargame.analysis.amendments import changes_words, fork_words
from wargame.analysis.comparing.courses import Course
from wargame.analysis.names import Names, capital
from wargame.analysis.variants import LEAVING_WORDS
from wargame.record import Manifest
from wargame.scenario.forking import differences

MOST_FIELDS = 12
"""So many fields of two variants of one scenario are named; the rest is counted."""


def same_crisis(a: Course, b: Course) -> bool:
    """Whether two runs are of one scenario or of variants of it: the same title, clock and actors."""
    left, right = a.played.scenario, b.played.scenario
    return left.title == right.title and left.clock == right.clock and set(left.actors) == set(right.actors)


def given(a: Course, b: Course, one: str, other: str) -> list[str]:
    """Everything that differs in what two runs were given, a sentence each; empty where nothing does.

    Args:
        a: one run.
        b: the other run.
        one: what the first is called here.
        other: what the second is called here.
    """
    left, right = a.played.manifest, b.played.manifest
    lines = _scenarios(a, b, one, other)
    for name, words in (("seed", "seed"), ("replicate", "replicate"), ("arm", "arm"), ("package", "package")):
        was, now = getattr(left, name), getattr(right, name)
        if was != now:
            lines.append(f"The {words} is {_shown(was)} in {one} and {_shown(now)} in {other}.")
    lines += _coalitions(left, right, a.names, b.names, one, other)
    if left.orders != right.orders:
        lines.append(_orders(left, right, one, other))
    lines += _forks(a, b, one, other)
    if left.version != right.version:
        lines.append(f"Version {left.version} of the program played {one}, version {right.version} {other}.")
    elif left.libraries != right.libraries:
        lines.append(f"Other versions of libraries played {one} and {other}; last digits may differ.")
    return lines


def _shown(value: Any) -> str:
    return "none" if value is None else str(value)


def _scenarios(a: Course, b: Course, one: str, other: str) -> list[str]:
    left, right = a.played.scenario, b.played.scenario
    if left.hash == right.hash:
        return []
    if not same_crisis(a, b):
        return [
            f"These are different scenarios: {one} is '{left.title}', {other} is '{right.title}'. Only what both have "
            "is laid side by side, and a difference is no effect of any one change."
        ]
    words = [text.replace(" becomes ", " against ") for text in changes_words(differences(left, right))]
    more = [f"{len(words) - MOST_FIELDS} more fields differ."] if len(words) > MOST_FIELDS else []
    return [f"From the start, {one} against {other}: {text}." for text in words[:MOST_FIELDS]] + more


def _coalitions(
    left: Manifest, right: Manifest, names: Names, others: Names, one: str, other: str
) -> list[str]:
    """Who is in one coalition and not in the other, and what leaving means."""
    lines = []
    for who, here, there, called in (
        (set(left.coalition) - set(right.coalition), one, other, names),
        (set(right.coalition) - set(left.coalition), other, one, others),
    ):
        if who:
            known = ", ".join(called(key) for key in called.in_order(who))
            lines.append(f"{known}: in the coalition of {here}, not in that of {there}.")
    if left.leaving != right.leaving:
        lines.append(
            f"Whoever is out {LEAVING_WORDS[left.leaving]} in {one}, and {LEAVING_WORDS[right.leaving]} in {other}."
        )
    return lines


def _orders(left: Manifest, right: Manifest, one: str, other: str) -> str:
    if left.orders is None or right.orders is None:
        who = other if left.orders is None else one
        return f"People gave orders in {who} only."
    return f"People gave other orders in {one} than in {other}."


def _forks(a: Course, b: Course, one: str, other: str) -> list[str]:
    """Where either run left its parent, beyond what both did."""
    left, right = a.played.forks, b.played.forks
    common = 0
    while common < min(len(left), len(right)) and left[common] == right[common]:
        common += 1
    return [
        f"{capital(called)} {fork_words(fork)}."
        for called, forks in ((one, left), (other, right))
        for fork in forks[common:]
    ]
