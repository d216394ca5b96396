"""What is wrong with an argument of a Python call: a sentence with what was found, what is allowed and what to do.

Calls from notebooks are as much an interface as files are; `any` value can come in.
"""

from collections.abc import Iterable, Sized
from typing import Any

from wargame.scenario.scenario import Scenario


def wrong_scenario(value: Any) -> str | None:
    """What is wrong with a scenario that was passed; None for one that was loaded."""
    if isinstance(value, Scenario):
        return None
    example = repr(value) if isinstance(value, str) else "'tutorial'"
    return f"a scenario is what wargame.load gives, found {_shown(value)}; load it first: wargame.load({example})"


def wrong_number(name: str, value: Any, least: int = 0) -> str | None:
    """What is wrong with a whole number that was passed; None for one that is at least `least`."""
    whole = hasattr(value, "__index__") and not isinstance(value, bool)
    if whole and int(value) >= least:
        return None
    return f"{name} is {_shown(value)}; allowed is a whole number, {least} or more"


def wrong_names(name: str, value: Any, example: str) -> str | None:
    """What is wrong with names that were passed (None: all of them); a bare word is not a list of letters."""
    if value is None:
        return None
    if isinstance(value, str | bytes):
        return f"{name} is {_shown(value)}; allowed is a list of names, such as [{_shown(value)}]"
    if not isinstance(value, Iterable) or not isinstance(value, Sized):
        return f"{name} is {_shown(value)}; allowed is a list of names, such as ['{example}']"
    other = [item for item in value if not isinstance(item, str)]
    return (
        f"{name} holds {_shown(other[0])}; allowed are names in quotes, such as '{example}'"
        if other
        else None
    )


def _shown(value: Any) -> str:
    text = repr(value)
    return f"{text[:57]}..." if len(text) > 60 else text
