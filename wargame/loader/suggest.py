"""Says what is allowed, and what the writer probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 12


def closest(found: str, allowed: Iterable[str]) -> str | None:
    """The allowed name that is most like the one found, or None when none is alike."""
    names = sorted(allowed)
    by_folded = {name.casefold(): name for name in reversed(names)}
    near = get_close_matches(found.casefold(), list(by_folded), n=1, cutoff=0.6)
    if near:
        return by_folded[near[0]]
    starts = [name for name in names if len(found) > 2 and found.casefold() in name.casefold()]
    return starts[0] if len(starts) == 1 else None


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
