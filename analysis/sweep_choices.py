"""Choices of a sweep as a table has them: one row for those that a lever does not tell apart.

A coalition without the giver of an agreement fares the same whether the agreement is there or not. Such choices are
told once, with the levers that make no difference.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

Choice = Mapping[str, Any]
"""A choice of the document: `coalition`, `excursion`, `levers`, and what came of it (`Any`: plain values)."""


MOST_TOLD = 6
"""So many levels or choices are named in a row."""


def choice_name(choice: Choice, excursions: bool) -> str:
    """What people call a choice: its coalition, the excursion where there are several, its levers."""
    levers = [f"{name} {level_words(level)}" for name, level in choice["levers"].items()]
    where = [choice["excursion"]] if excursions else []
    return ", ".join([choice["coalition"], *where, *levers])


def level_words(level: Any) -> str:
    """A level as a table has it."""
    return f"{level:.4g}" if isinstance(level, float) else str(level)


def told_once(choices: Sequence[Choice], excursions: bool) -> list[tuple[str, Choice]]:
    """Every choice with its name; choices of one coalition and excursion that came out alike (`alike`) in one row."""
    groups: dict[Any, list[Choice]] = {}
    for choice in choices:
        groups.setdefault((choice["coalition"], choice["excursion"], choice["alike"]), []).append(choice)
    return [(_name(group, excursions), group[0]) for group in groups.values()]


def _name(group: Sequence[Choice], excursions: bool) -> str:
    """A name for choices that came out alike: levers that all of them share, then those that make no difference."""
    first = group[0]
    if len(group) == 1:
        return choice_name(first, excursions)
    levels = {name: list(dict.fromkeys(item["levers"][name] for item in group)) for name in first["levers"]}
    shared = {name: found[0] for name, found in levels.items() if len(found) == 1}
    free = [name for name in levels if name not in shared]
    begin = choice_name({**first, "levers": shared}, excursions)
    if math.prod(len(levels[name]) for name in free) == len(group):
        told = "; ".join(f"{name} {_either(levels[name])}" for name in free)
        return f"{begin}, the same with {told}"
    others = [choice_name({**item, "levers": {n: item["levers"][n] for n in free}}, False) for item in group]
    more = f"; and {len(others) - MOST_TOLD} more" if len(others) > MOST_TOLD else ""
    return f"{begin}, the same in {len(group)} choices: {'; '.join(others[:MOST_TOLD])}{more}"


def _either(levels: Sequence[Any]) -> str:
    """Levels that make no difference."""
    if len(levels) <= MOST_TOLD:
        return " or ".join(map(level_words, levels))
    return f"{level_words(levels[0])} or any of {len(levels) - 1} other levels"
