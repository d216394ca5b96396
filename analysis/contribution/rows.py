"""The parts of the document of a contribution study: estimates, verdicts, pairs, and the worth of every coalition."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wargame.analysis.intervals import Estimate, estimate
from wargame.analysis.shapley import synergies

Worths = dict[frozenset[str], list[float]]
"""One number per replicate for every coalition."""

Game = Mapping[frozenset[str], float]

SYNERGY_FIELDS = ("partner", "other_partner", "value", "low", "high")
"""What stands where in an entry of `synergy`."""

MOST_NUMBERS = 20_000
"""Worths by replicate are written out up to this many for each measure; means always."""

INTERVALS = {
    "low, high": "95 % interval of this one quantity: Student's t over replicates",
    "distinguishable": "simultaneous 95 % (Bonferroni) over partners: whether the interval at 1 - 0.05 / number of "
    "partners leaves out zero",
    "verdict": "of the value for all users, by distinguishable: adds, takes away, not distinguishable, zero exactly; "
    "null where there is no interval",
}
"""How the numbers beside a value were judged, in words for a reader of the document."""


def plain(found: Estimate | None) -> dict[str, Any]:
    """An estimate as plain values; all of them None where there is none."""
    if found is None:
        return dict.fromkeys(("value", "low", "high", "distinguishable"))
    return {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "distinguishable": found.distinguishable,
    }


def verdict(found: Estimate | None) -> str | None:
    """What may be said of a partner's value in a word or two."""
    if found is None or found.distinguishable is None:
        return None
    if found.distinguishable:
        return "adds" if found.value > 0 else "takes away"
    # Exactly: no replicate gave anything else. Otherwise these replicates cannot tell.
    return "zero exactly" if found.low == found.high else "not distinguishable"


def split(values: Sequence[float] | None, own: Sequence[float] | None, varies: bool) -> dict[str, Any]:
    """A partner's value for its own users and for everybody else's; nothing where the measure has no users."""
    parts: dict[str, Sequence[float] | None] = {"for_itself": own, "for_others": None}
    if values is not None and own is not None:
        parts["for_others"] = [value - mine for value, mine in zip(values, own, strict=True)]
    found: dict[str, Any] = {}
    for name, numbers in parts.items():
        mean = None if numbers is None else estimate(numbers, 1, varies)
        found[name] = None if mean is None else mean.value
        found[f"{name}_low"] = None if mean is None else mean.low
        found[f"{name}_high"] = None if mean is None else mean.high
    return found


def each(
    games: Sequence[Game],
    players: Sequence[str],
    value: Callable[[Game, Sequence[str]], dict[str, float]],
    varies: bool,
) -> dict[str, Any]:
    """A value of every player with its interval."""
    found = [value(game, players) for game in games]
    return {p: plain(estimate([item[p] for item in found], len(players), varies)) for p in players}


def pairs(games: Sequence[Game], players: Sequence[str], varies: bool) -> list[list[Any]]:
    """The synergy of every pair with its interval, in the order of `SYNERGY_FIELDS`."""
    found = [synergies(game, players) for game in games]
    rows = []
    for first, second in found[0]:
        mean = estimate([item[first, second] for item in found], len(found[0]), varies)
        rows.append([first, second, mean.value, mean.low, mean.high])
    return rows


def sum_check(worths: Worths, values: Mapping[str, Sequence[float]]) -> float:
    """How far the players' values are from summing to full worth less US-only worth; zero but for rounding."""
    everybody, nobody = max(worths, key=len), frozenset[str]()
    gain = math.fsum(worths[everybody]) - math.fsum(worths[nobody])
    return (math.fsum(number for numbers in values.values() for number in numbers) - gain) / len(
        worths[nobody]
    )


def coalition_rows(groups: Sequence[frozenset[str]], worths: Mapping[str, Worths]) -> list[dict[str, Any]]:
    """The worth of every coalition by measure: its mean, and every replicate where they are not too many."""
    return [
        {
            "members": sorted(group),
            "worth": {
                name: {
                    "mean": math.fsum(by_group[group]) / len(by_group[group]),
                    "by_replicate": list(by_group[group])
                    if len(groups) * len(by_group[group]) <= MOST_NUMBERS
                    else None,
                }
                for name, by_group in worths.items()
            },
        }
        for group in groups
    ]
