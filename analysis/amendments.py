"""What a fork changes, in words: `disclosure.members.share: 0.5 becomes 1`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wargame.scenario import PHASES
from wargame.scenario.forking import ABSENT, Change, Fork

MOST_CHANGES = 3
"""A sentence names at most so many changes; the record holds all of them."""


def change_words(change: Change) -> str:
    """One change: its path and both values."""
    if change.was is ABSENT:
        return f"{change.path} is added: {value_words(change.now)}"
    if change.now is ABSENT:
        return f"{change.path} is taken out"
    was, now = value_words(change.was), value_words(change.now)
    return f"{change.path}: {was} becomes {now}"


def changes_words(changes: Iterable[Change]) -> list[str]:
    """Every change in words; values by phase that change together are one."""
    return [change_words(change) for change in by_block(changes)]


def by_block(changes: Iterable[Change]) -> list[Change]:
    """The changes with those of the phases of one field put together."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        above, _, last = change.path.rpartition(".")
        found.setdefault(above if last in PHASES else change.path, []).append(change)
    return [
        group[0] if len(group) == 1 and group[0].path == path else _together(path, group)
        for path, group in found.items()
    ]


def _together(path: str, group: Sequence[Change]) -> Change:
    """One change of a field of which several phases change; one value where all phases have the same."""
    sides: list[Any] = []
    for name in ("was", "now"):
        values = {change.path.rpartition(".")[2]: getattr(change, name) for change in group}
        same = len(values) == len(PHASES) and len(set(values.values())) == 1
        sides.append(next(iter(values.values())) if same else values)
    return Change(path, *sides)


def value_words(value: Any) -> str:
    """A value of a scenario in a line (`Any`: plain values)."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return value
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:g}"
    if isinstance(value, Mapping) and value and set(value) <= set(PHASES):
        named = [phase for phase in PHASES if phase in value]
        if len(named) == len(PHASES) and len(set(value.values())) == 1:
            return value_words(value[named[0]])
        return ", ".join(f"{value_words(value[phase])} ({phase.replace('_', '-')})" for phase in named)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {value_words(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, list | tuple):
        return ", ".join(map(value_words, value)) or "none"
    return json.dumps(value)


def amendment_sentence(move: int, changes: Sequence[Change], orders: bool) -> str:
    """What is different from a move on, in a sentence."""
    words = changes_words(changes)
    parts = words[:MOST_CHANGES]
    if len(words) > MOST_CHANGES:
        parts.append(f"and {len(words) - MOST_CHANGES} more")
    if orders:
        parts.append("people order otherwise")
    return f"From move {move} on the fork goes its own way: {'; '.join(parts) or 'nothing is changed'}."


def fork_words(fork: Fork) -> str:
    """Where a fork left its parent and everything that it changed, as the end of a sentence."""
    words = changes_words(fork.changes)
    if fork.orders is not None:
        words.append("other orders of people")
    return f"left its parent at move {fork.move}: {'; '.join(words) or 'nothing is changed'}"


def fork_label(fork: Fork) -> str:
    """What to call a fork: its move and its changes, short."""
    words = [change_words(_shortened(change)) for change in by_block(fork.changes)]
    if fork.orders is not None:
        words.append("other orders of people")
    more = f" and {len(words) - MOST_CHANGES} more" if len(words) > MOST_CHANGES else ""
    return f"fork at move {fork.move}: {', '.join(words[:MOST_CHANGES]) or 'nothing changed'}{more}"


def _shortened(change: Change) -> Change:
    """The change with the last two parts of its path, which say enough for a label."""
    return replace(change, path=".".join(change.path.split(".")[-2:]))


def fork_lines(forks: Sequence[Fork]) -> list[str]:
    """Where a run left its parent, a line each; none for a run that is no fork."""
    return [
        f"Fork of record {fork.parent[:12]}. {amendment_sentence(fork.move, fork.changes, fork.orders is not None)}"
        for fork in forks
    ]
