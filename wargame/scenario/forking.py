"""What a fork changes in play: values by path, from a move on, in a scenario that is otherwise the parent's.

Specification only: which fields may change, and why the others may not, stands in `wargame.scenario.in_play`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from wargame.scenario.keyed import Keyed
from wargame.scenario.orders import Orders
from wargame.scenario.scenario import Scenario


class Absent(Enum):
    """The value of a field that is not there: an entry before it was added, or after it was taken out."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a fork changes (`Any`: plain JSON values of a scenario).

    Attributes:
        path: where, with dots between the names, as `--set` takes it.
        was, now: the value before and after; ABSENT where there is none.
    """

    path: str
    was: Any
    now: Any

    @property
    def as_plain(self) -> dict[str, Any]:
        """Plain values; what is absent is left out."""
        values = {"path": self.path, "was": self.was, "now": self.now}
        return {name: value for name, value in values.items() if value is not ABSENT}

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Change":
        """The change of a row that `as_plain` gave."""
        return cls(row["path"], row.get("was", ABSENT), row.get("now", ABSENT))


@dataclass(frozen=True, slots=True)
class Fork:
    """Where a run leaves its parent, and what is different from there on.

    Attributes:
        parent: digest of the parent's record.
        move: the move with whose first second the changes take effect.
        changes: of the scenario; empty where only orders change, or nothing.
        orders: what cells of people order from that move on, in place of the parent's orders; None leaves those.
    """

    parent: str
    move: int
    changes: tuple[Change, ...] = ()
    orders: Orders | None = None

    @property
    def changes_anything(self) -> bool:
        """Whether the run can differ from its parent at all."""
        return bool(self.changes) or self.orders is not None

    @property
    def as_plain(self) -> dict[str, Any]:
        """Plain values for the manifest (`Any`: JSON)."""
        return {
            "parent": self.parent,
            "move": self.move,
            "changes": [change.as_plain for change in self.changes],
            "orders": None if self.orders is None else self.orders.as_plain,
        }

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Fork":
        """The fork of a row of a manifest.

        Raises:
            KeyError, TypeError, ValueError: the row is none.
        """
        orders = row.get("orders")
        return cls(
            parent=row["parent"],
            move=row["move"],
            changes=tuple(map(Change.of, row["changes"])),
            orders=None if orders is None else Orders.model_validate(orders),
        )


def differences(before: Scenario, after: Scenario) -> tuple[Change, ...]:
    """Every value that differs between two scenarios, by path in alphabetical order.

    Blocks are compared key by key. One value are a list, an entry that only one of them has, an inject, and a block
    that has become one of another kind.
    """
    return tuple(_differences(before.as_plain, after.as_plain, ""))


def _differences(before: Mapping[str, Any], after: Mapping[str, Any], above: str) -> Iterator[Change]:
    for key in sorted({*before, *after}):
        path = f"{above}.{key}" if above else key
        was, now = before.get(key, ABSENT), after.get(key, ABSENT)
        blocks = isinstance(was, Mapping) and isinstance(now, Mapping)
        if blocks and above != "injects" and was.get("kind") == now.get("kind"):
            yield from _differences(was, now, path)
        elif was != now or type(was) is not type(now):
            yield Change(path, was, now)


def amended(scenario: Scenario, changes: Sequence[Change]) -> Scenario:
    """The scenario with every change made; it is checked as a model, not as a file.

    Raises:
        ValueError: the changes do not belong to this scenario, or give none (pydantic's error is one).
    """
    if not changes:
        return scenario
    rows = json.dumps([change.as_plain for change in changes], sort_keys=True)
    return _amended(Keyed(scenario), rows)


@lru_cache(maxsize=16)
def _amended(keyed: Keyed, rows: str) -> Scenario:
    values: dict[str, Any] = json.loads(keyed.scenario.canonical)
    for change in changes_of(json.loads(rows)):
        _make(values, change)
    return Scenario.model_validate(values)


def changes_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """The changes of rows that `as_plain` gave."""
    return tuple(map(Change.of, rows))


def _make(values: dict[str, Any], change: Change) -> None:
    *way, last = change.path.split(".")
    block: Any = values
    for part in way:
        block = block.get(part) if isinstance(block, dict) else None
    if not isinstance(block, dict):
        raise ValueError(f"there is no '{'.'.join(way)}' in this scenario, so '{change.path}' cannot change")
    if block.get(last, ABSENT) != change.was:
        raise ValueError(f"'{change.path}' has another value in this scenario than the change says it had")
    if change.now is ABSENT:
        del block[last]
    else:
        block[last] = change.now
