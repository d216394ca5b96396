"""Which variant a result shows, in sentences: the excursion, what was changed, who is out."""

import json
from collections.abc import Collection
from typing import Any

from wargame.analysis.names import Names
from wargame.scenario.variant import Variant

MOST_SETTINGS = 3
"""A line names at most so many settings; the JSON holds all of them."""

LEAVING_WORDS = {
    "neutral": "stays neutral and keeps what it has to itself",
    "absent": "is absent, and what it has never was there",
}
"""What becomes of a player that is out."""


def variant_lines(variant: Variant) -> list[str]:
    """The excursion and the settings, one line; none for the scenario as it stands."""
    parts = []
    if variant.excursion is not None:
        parts.append(_ended(f"Excursion '{variant.excursion}': {variant.title}"))
    if variant.settings:
        told = [f"{path} = {_value(value)}" for path, value in variant.settings.items()]
        more = f"; and {len(told) - MOST_SETTINGS} more" if len(told) > MOST_SETTINGS else ""
        parts.append(f"Changed: {'; '.join(told[:MOST_SETTINGS])}{more}.")
    return [" ".join(parts)] if parts else []


def out_line(out: Collection[str], leaving: str, names: Names) -> list[str]:
    """Who is not in the coalition of a run, and what that means; nothing when everybody is in."""
    if not out:
        return []
    who = ", ".join(names(key) for key in names.in_order(out))
    return [f"Not in the coalition: {who}; whoever is out {LEAVING_WORDS[leaving]}."]


def mixes_line(variant: Variant, names: Names) -> list[str]:
    """For studies of all mixes: that the excursion's leavers are not taken out of them."""
    if not variant.without:
        return []
    who = ", ".join(names(key) for key in names.in_order(variant.without))
    return [
        f"The excursion takes {who} out of the coalition of a run; here every mix of players is shown, with and "
        "without each."
    ]


def settings_list(variant: Variant) -> list[str]:
    """Every setting, where a line cannot hold all of them; otherwise none."""
    if len(variant.settings) <= MOST_SETTINGS:
        return []
    return [f"{path} = {_value(value)}" for path, value in variant.settings.items()]


def _value(value: Any) -> str:
    """A value in a line (`Any`: plain values of a scenario)."""
    if value is None:
        return "taken out"
    if isinstance(value, str):
        return value
    if value in ({}, [], ()):
        return "none"
    return json.dumps(value, ensure_ascii=False, default=str)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
