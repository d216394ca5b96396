"""Values of players in a game of coalitions, each as weights over the worth of every coalition.

Every value here is linear: a sum over coalitions of a weight times what the coalition is worth. So one table of worths
serves all of them, the keys of the weights say which coalitions have to be played, and a value by replicate has an
interval like any mean. Sums are exact (`math.fsum`): players who are alike get values that are equal to the last bit,
and a player who changes nothing gets exactly zero.
"""

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias, TypeVar

Coalition: TypeAlias = frozenset[str]
Weights: TypeAlias = Mapping[Coalition, float]
"""A value: a weight for every coalition that it reads."""
Worths: TypeAlias = Mapping[Coalition, Sequence[float]]
"""One number per replicate for every coalition."""

Key = TypeVar("Key", bound=Hashable)

NOBODY: Coalition = frozenset()


def by_size(coalition: Coalition) -> tuple[int, list[str]]:
    """A key that sorts coalitions smallest first, in alphabetical order."""
    return len(coalition), sorted(coalition)


def coalitions(players: Iterable[str]) -> list[Coalition]:
    """Every coalition of the players, smallest first, in alphabetical order."""
    names = sorted(players)
    return [frozenset(group) for size in range(len(names) + 1) for group in combinations(names, size)]


def worth(coalition: Coalition) -> Weights:
    """The worth of one coalition itself."""
    return {coalition: 1.0}


def difference(coalition: Coalition, other: Coalition) -> Weights:
    """What one coalition is worth more than another."""
    return {coalition: 1.0, other: -1.0} if coalition != other else {coalition: 0.0}


def shapley(players: Collection[str]) -> dict[str, Weights]:
    """Each player's marginal worth averaged over all orders of joining.

    Source: Shapley, "A value for n-person games", 1953: weight |S|! (n - |S| - 1)! / n!.
    """
    return {player: shapley_of(player, players) for player in sorted(players)}


def shapley_of(player: str, players: Collection[str]) -> Weights:
    """The Shapley value of one player."""
    n = len(players)
    found: dict[Coalition, float] = {}
    for group in coalitions(name for name in players if name != player):
        weight = math.factorial(len(group)) * math.factorial(n - len(group) - 1) / math.factorial(n)
        found[group | {player}] = weight
        found[group] = -weight
    return found


def leave_one_out(players: Collection[str]) -> dict[str, Weights]:
    """What is lost when each player alone leaves the coalition of all."""
    everybody = frozenset(players)
    return {player: difference(everybody, everybody - {player}) for player in sorted(players)}


def first_in(players: Collection[str]) -> dict[str, Weights]:
    """What each player adds when it alone joins."""
    return {player: difference(frozenset({player}), NOBODY) for player in sorted(players)}


def synergy(players: Collection[str]) -> dict[tuple[str, str], Weights]:
    """What each pair adds together beyond what both add apart, averaged over the coalitions they can join.

    Source: Shapley interaction index, Grabisch and Roubens, Int. J. Game Theory 28, 1999:
    weight |S|! (n - |S| - 2)! / (n - 1)!.
    """
    return {pair: _synergy_of(*pair, players) for pair in combinations(sorted(players), 2)}


def _synergy_of(first: str, second: str, players: Collection[str]) -> Weights:
    n = len(players)
    found: dict[Coalition, float] = {}
    for group in coalitions(name for name in players if name not in (first, second)):
        weight = math.factorial(len(group)) * math.factorial(n - len(group) - 2) / math.factorial(n - 1)
        found[group | {first, second}] = weight
        found[group | {first}] = -weight
        found[group | {second}] = -weight
        found[group] = weight
    return found


def owen(unions: Mapping[str, Collection[str]]) -> dict[tuple[str, str], Weights]:
    """Each part's marginal worth averaged over the orders in which unions join whole, part by part.

    The parts of a union share what the union has by the Shapley value (the quotient property).
    Source: Owen, "Values of games with a priori unions", 1977.

    Args:
        unions: the names of the parts of every union; a union that is there as a whole stands in a coalition under its
            own name, some of its parts as `part_name` writes them.
    """
    found = {}
    for union, parts in sorted(unions.items()):
        outside = coalitions(name for name in unions if name != union)
        for part in sorted(parts):
            found[union, part] = _owen_of(union, part, parts, outside, len(unions))
    return found


def _owen_of(union: str, part: str, parts: Collection[str], outside: Iterable[Coalition], n: int) -> Weights:
    k = len(parts)
    inside = [
        (group, math.factorial(len(group)) * math.factorial(k - len(group) - 1) / math.factorial(k))
        for group in coalitions(name for name in parts if name != part)
    ]
    found: dict[Coalition, float] = {}
    for others in outside:
        before = math.factorial(len(others)) * math.factorial(n - len(others) - 1) / math.factorial(n)
        for group, share in inside:
            found[others | present(union, {*group, part}, parts)] = before * share
            found[others | present(union, group, parts)] = -before * share
    return found


def part_name(union: str, part: str) -> str:
    """How a coalition names a union of which only some parts are there."""
    return f"{union}:{part}"


def present(union: str, parts: Collection[str], all_parts: Collection[str]) -> Coalition:
    """How a coalition names the parts of a union that are there: the union itself when all of them are."""
    if len(parts) == len(all_parts):
        return frozenset({union})
    return frozenset(part_name(union, part) for part in parts)


def in_order_of(order: Sequence[str]) -> dict[str, Weights]:
    """What each player adds when they join in one order."""
    return {
        player: difference(frozenset(order[: place + 1]), frozenset(order[:place]))
        for place, player in enumerate(order)
    }


def in_order_of_parts(order: Sequence[tuple[str, Sequence[str]]]) -> dict[tuple[str, str], Weights]:
    """What each part adds when unions join one after the other, part by part."""
    found, before = {}, NOBODY
    for union, parts in order:
        for place, part in enumerate(parts):
            without, with_it = (present(union, parts[:n], parts) for n in (place, place + 1))
            found[union, part] = difference(before | with_it, before | without)
        before |= {union}
    return found


def mean_of(weights: Sequence[Weights]) -> Weights:
    """The mean of several values of the same thing."""
    groups = {group for item in weights for group in item}
    return {group: math.fsum(item.get(group, 0.0) for item in weights) / len(weights) for group in groups}


def value(weights: Weights, worths: Worths) -> list[float]:
    """A value in every replicate.

    Raises:
        KeyError: a coalition that it reads has no worth.
    """
    columns = [[weight * number for number in worths[group]] for group, weight in weights.items()]
    return [math.fsum(numbers) for numbers in zip(*columns, strict=True)]


def values(weights: Mapping[Key, Weights], worths: Worths) -> dict[Key, list[float]]:
    """Several values in every replicate."""
    return {key: value(item, worths) for key, item in weights.items()}


def needed(weights: Iterable[Weights]) -> set[Coalition]:
    """The coalitions that have to be played for these values."""
    return {group for item in weights for group in item}
