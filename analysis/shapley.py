"""Shapley values and pair synergies by complete enumeration of coalitions.

Sums are exact (`math.fsum`), so players who are alike get values that are equal to the last bit.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

Game = Mapping[frozenset[str], float]
"""The worth of every coalition, the empty one included."""


def coalitions(players: Sequence[str]) -> list[frozenset[str]]:
    """Every coalition of the players, smallest first, in alphabetical order."""
    names = sorted(players)
    return [frozenset(group) for size in range(len(names) + 1) for group in combinations(names, size)]


def shapley(worth: Game, players: Sequence[str]) -> dict[str, float]:
    """Each player's Shapley value: its marginal worth averaged over all orders of joining.

    Source: Shapley, "A value for n-person games", 1953: weight |S|! (n - |S| - 1)! / n!.
    """
    return {player: _average(worth, players, player) for player in sorted(players)}


def _average(worth: Game, players: Sequence[str], player: str) -> float:
    n = len(players)
    others = [name for name in players if name != player]
    return math.fsum(
        (worth[group | {player}] - worth[group])
        * (math.factorial(len(group)) * math.factorial(n - len(group) - 1) / math.factorial(n))
        for group in coalitions(others)
    )


def synergies(worth: Game, players: Sequence[str]) -> dict[tuple[str, str], float]:
    """What each pair adds together beyond what both add apart, averaged over the coalitions they can join.

    Source: Shapley interaction index, Grabisch and Roubens, Int. J. Game Theory 28, 1999:
    weight |S|! (n - |S| - 2)! / (n - 1)!.
    """
    n = len(players)
    found = {}
    for first, second in combinations(sorted(players), 2):
        others = [name for name in players if name not in (first, second)]
        found[first, second] = math.fsum(
            (worth[group | {first, second}] - worth[group | {first}] - worth[group | {second}] + worth[group])
            * (math.factorial(len(group)) * math.factorial(n - len(group) - 2) / math.factorial(n - 1))
            for group in coalitions(others)
        )
    return found


def leave_one_out(worth: Game, players: Sequence[str]) -> dict[str, float]:
    """What is lost when each player alone leaves the coalition of all."""
    everybody = frozenset(players)
    return {player: worth[everybody] - worth[everybody - {player}] for player in sorted(players)}


def first_in(worth: Game, players: Sequence[str]) -> dict[str, float]:
    """What each player adds when it alone joins."""
    nobody: frozenset[str] = frozenset()
    return {player: worth[frozenset({player})] - worth[nobody] for player in sorted(players)}
