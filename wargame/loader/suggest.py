"""Says what is allowed, and what the writer probably meant."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

SHOWN = 12
MOST_PATHS = 3
"""More paths than these are as near as each other: none of them is what was meant."""


def closest(found: str, allowed: Iterable[str]) -> str | None:
    """The allowed name that is most like the one found, or None when none is alike."""
    names = sorted(allowed)
    by_folded = {name.casefold(): name for name in reversed(names)}
    near = get_close_matches(found.casefold(), list(by_folded), n=1, cutoff=0.6)
    if near:
        return by_folded[near[0]]
    starts = [name for name in names if len(found) > 2 and found.casefold() in name.casefold()]
    alike = {name.casefold().replace(" ", "_") for name in starts}  # an id and the name that it is made of
    return starts[0] if len(alike) == 1 else None


def listed(allowed: Iterable[str], last: str = "and") -> str:
    """The names in a sentence, `a, b and c`; long lists are cut and say so."""
    names = list(allowed)
    if not names:
        return "none"
    if len(names) > SHOWN:
        return f"{', '.join(names[:SHOWN])} ... ({len(names)} in all)"
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else names[0]


def meant(found: str, allowed: Iterable[str]) -> str:
    """The end of a sentence about an unknown name: `; did you mean 'x'?`, or the list of what is allowed."""
    names = sorted(allowed)
    near = closest(found, names)
    if near is not None:
        return f"; did you mean '{near}'?"
    return f"; allowed are {listed(names)}" if names else ""


def nearest_paths(wanted: Sequence[str], tree: Any) -> list[str]:
    """The paths of a tree that end like the wanted one and share most of its other parts (`Any`: plain values).

    Args:
        wanted: the parts of a path that is not there.
        tree: the plain values of a scenario.

    Returns:
        At most `MOST_PATHS` dotted paths; none where only the end is the same, or where too many are as near.
    """
    *above, last = [part.casefold() for part in wanted]
    ranked: dict[tuple[int, int], list[str]] = {}
    for path in _paths(tree, ()):
        *parts, end = [part.casefold() for part in path]
        shared = len(set(above) & set(parts))
        if end == last and shared:
            ranked.setdefault((-shared, len(path)), []).append(".".join(path))
    best = ranked[min(ranked)] if ranked else []
    return sorted(best) if len(best) <= MOST_PATHS else []


def _paths(tree: Any, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every path to a value below blocks (`Any`: plain values)."""
    for key, value in tree.items() if isinstance(tree, Mapping) else ():
        yield (*above, str(key))
        yield from _paths(value, (*above, str(key)))
