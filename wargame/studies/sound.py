"""The sound part of a study's file: what can be checked further although something else in it is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wargame.loader.faults import Fault
from wargame.loader.translate import validated
from wargame.loader.tree import Node, plain
from wargame.studies.language import StudyPlan

STAND_IN = "stand_in_"
"""Name of the outcome that stands in where every outcome has faults; findings about it are dropped."""

_STAND_INS: Mapping[str, Any] = {
    "title": "unknown",
    "question": "unknown",
    "scenario": "unknown",
    "outcomes": {STAND_IN: {"measure": "capability.service"}},
    "design": {"kind": "grid"},
}
"""What stands in for a block that a study needs and that has faults."""

_OF_NAMES = ("uncertainties", "levers", "outcomes", "coalitions")
"""Blocks whose entries are sound or not one by one."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What of a study can be checked further.

    Attributes:
        plan: the study without its faulty parts; None where nothing is left of it.
        faults: what the language refuses.
        broken: the blocks that have faults, by name.
    """

    plan: StudyPlan | None
    faults: list[Fault]
    broken: frozenset[str]


def sound_part(tree: Node) -> Sound:
    """The study as far as the language takes it."""
    plan, faults = validated(StudyPlan, tree)
    if plan is not None:
        return Sound(plan, [], frozenset())
    paths = [tuple(fault.path.split(".")) for fault in faults if fault.path]
    values = plain(tree)
    _leave_out(values, paths)
    plan, _ = validated(StudyPlan, tree, values)
    return Sound(plan, faults, frozenset(path[0] for path in paths))


def _leave_out(values: dict[str, Any], faulty: Iterable[tuple[str, ...]]) -> None:
    """Takes faulty parts out: an entry of a block of names alone, any other block whole."""
    for path in faulty:
        block = values.get(path[0])
        if path[0] in _OF_NAMES and len(path) > 1 and isinstance(block, dict):
            block.pop(path[1], None)
        else:
            values.pop(path[0], None)
        if not values.get(path[0]) and path[0] in _STAND_INS:
            values[path[0]] = _STAND_INS[path[0]]
