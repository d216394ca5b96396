"""Changes a scenario that is being played, as a fork does.

Settings and injects are checked like a file, then held against the list of what may change in play.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from wargame.loader.checks import checked
from wargame.loader.compose import overlay
from wargame.loader.faults import Fault, Place, ScenarioError, refuse
from wargame.loader.settings import Set, Setting, all_applied, settings
from wargame.loader.sources import Source
from wargame.loader.tree import Node, grown, place_of
from wargame.loader.yaml_strict import read
from wargame.scenario import Scenario
from wargame.scenario.forking import ABSENT, Change, differences
from wargame.scenario.in_play import refused, rule_for

PLAYED = "the scenario of the record"
BLOCKS = ("injects", "phases")
"""What a file of injects may hold."""


def amend(
    scenario: Scenario, from_s: int, set: Set = None, injects: Path | str | None = None
) -> tuple[Change, ...]:
    """What settings and a file of injects change in a scenario from a second on; nothing where they change nothing.

    Args:
        scenario: what has been played so far.
        from_s: the second from which on the changes are to hold.
        set: values by dotted path, as `wargame run --set` takes them.
        injects: a file with a block `injects`, and `phases` if wanted; laid over those of the scenario.

    Raises:
        ScenarioError: a setting or the file is wrong, or asks for what cannot change in play; carries all faults.
    """
    given = settings(set)
    before = grown(_bare(scenario.as_plain), Place(PLAYED))
    tree = before if injects is None else overlay(before, _injects(Path(injects)))
    tree, faults = all_applied(tree, given)
    places = {".".join(map(str, item.path)): item.place for item in given}
    try:
        subject, more = checked(tree)
    except ScenarioError as error:
        raise ScenarioError([*faults, *(_fixed(given) or error.faults)]) from None
    if faults or more:
        raise ScenarioError([*faults, *(_fixed(given) or more)])
    changes = differences(scenario, subject.scenario)
    if wrong := list(_refusals(changes, from_s, tree, places)):
        raise ScenarioError(wrong)
    return changes


def _fixed(given: Sequence[Setting]) -> list[Fault]:
    """Settings of fields that can never change in play: that says more than what else of the file they would break."""
    found = []
    for item in given:
        path = ".".join(map(str, item.path))
        rule = rule_for(path)
        if rule is not None and not rule.may:
            found.append(Fault.at(item.place, item.path, refused(Change(path, ABSENT, ABSENT), 0)))
    return found


def _bare(value: Any) -> Any:
    """Plain values without those that are null: in a file a key that is left out says the same (`Any`: JSON)."""
    if isinstance(value, Mapping):
        return {key: _bare(item) for key, item in value.items() if item is not None}
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _injects(path: Path) -> Node:
    """The tree of a file of injects."""
    source = Source(str(path), path)
    tree = read(source.read(), source.label)
    if not isinstance(tree.content, Mapping) or not tree.content:
        raise refuse(
            tree.place,
            "a file of injects is a block of keys, with 'injects:' on top; found something else",
        )
    for key, item in tree.content.items():
        if key not in BLOCKS:
            raise refuse(
                item.heading,
                f"a file of injects holds {' and '.join(BLOCKS)}; change anything else with --set",
                (key,),
            )
    return tree


def _refusals(
    changes: tuple[Change, ...], from_s: int, tree: Node, settings: Mapping[str, Place]
) -> Iterator[Fault]:
    """Why changes may not be made in play, each at the place where it was asked for."""
    for change in changes:
        sentence = refused(change, from_s)
        if sentence:
            path = tuple(change.path.split("."))
            yield Fault.at(_asked(change.path, path, tree, settings), path, sentence)


def _asked(path: str, parts: tuple[str, ...], tree: Node, settings: Mapping[str, Place]) -> Place:
    """Where a change was asked for: the setting of the path or of a block above or below it, else the file."""
    for name, place in settings.items():
        if f"{path}.".startswith(f"{name}.") or f"{name}.".startswith(f"{path}."):
            return place
    return place_of(tree, parts)
