"""Applies `--set dotted.path=value` and the `set:` block of an excursion to a tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_origin

from pydantic import BaseModel

from wargame.loader.faults import Fault, Path, Place, ScenarioError, dotted, refuse
from wargame.loader.grammar import arms, fitting, is_model, is_names, keys, step
from wargame.loader.reserved import key_not_yet, reserved_keys
from wargame.loader.suggest import closest, listed, meant, nearest_paths
from wargame.loader.tree import Node, find, grown, plain, put
from wargame.loader.yaml_strict import read_text
from wargame.scenario import PHASES, Scenario
from wargame.scenario.base import PerPhase

Set = Mapping[str, Any] | Sequence[str] | None
"""Settings as Python passes them ({path: value}) or as the command line does (["path=value"])."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value for one path, and where that was asked for."""

    path: Path
    value: Node
    place: Place


def settings(given: Set) -> list[Setting]:
    """The settings of a command line or of a Python call, in the order given.

    Raises:
        ScenarioError: settings without '=', or values that are not YAML; carries all of them.
    """
    if given is None:
        return []
    items: Sequence[Any] = list(given.items()) if isinstance(given, Mapping) else list(given)
    found: list[Setting] = []
    faults: list[Fault] = []
    for item in items:
        try:
            found.append(_parsed(item) if isinstance(item, str) else _passed(*item))
        except ScenarioError as error:
            faults.extend(error.faults)
    if faults:
        raise ScenarioError(faults)
    return found


def _passed(path: str, value: Any) -> Setting:
    place = Place(f"--set {path}")
    return setting_at(path, grown(value, place), place)


def setting_at(path: str, value: Node, place: Place) -> Setting:
    """The setting of a dotted path."""
    parts = tuple(path.strip().split("."))
    if not all(parts):
        raise refuse(
            place, f"'{path}' is not a path; write names with dots between them, such as clock.duration_h"
        )
    return Setting(parts, value, place)


def _parsed(text: str) -> Setting:
    place = Place(f"--set {text}")
    path, equals, value = text.partition("=")
    if not equals:
        raise refuse(place, "a setting is PATH=VALUE, such as clock.duration_h=24")
    if not value.strip():
        raise refuse(
            place, "there is no value after the '='; a setting is PATH=VALUE, such as clock.duration_h=24"
        )
    try:
        node = read_text(f"value: {value}\n", place.file)
    except ScenarioError as error:
        raise refuse(place, f"the value is not YAML: {error.faults[0].sentence}") from None
    found = find(node, ("value",))
    return setting_at(path, grown(plain(found) if found else None, place), place)


def applied(root: Node, setting: Setting) -> Node:
    """The tree with the setting; defaults on the way that the file leaves out are written out first.

    Raises:
        ScenarioError: a path that the language or the file does not know.
    """
    annotation: Any = Scenario
    for depth, part in enumerate(setting.path):
        node = find(root, setting.path[:depth])
        value = _shallow(node)
        _check_step(root, annotation, value, depth, setting)
        below = step(annotation, part, value)
        if depth < len(setting.path) - 1:
            root = _written_out(root, annotation, below, depth, setting)
        annotation = below
    return put(root, setting.path, setting.value)


def _shallow(node: Node | None) -> Any:
    """The value of a node one level deep, enough to tell kinds of blocks apart (`Any`: of any shape)."""
    if node is None:
        return None
    if isinstance(node.content, Mapping):
        return {key: item.content for key, item in node.content.items()}
    return [item.content for item in node.content] if isinstance(node.content, tuple) else node.content


def _check_step(root: Node, annotation: Any, value: Any, depth: int, setting: Setting) -> None:
    """Refuses a part of the path that neither the language nor the file knows at this depth."""
    path, part = setting.path[:depth], str(setting.path[depth])
    last = depth == len(setting.path) - 1
    known = _known(annotation, value, last)
    if known is None or part in known:
        return
    if last and is_names(annotation) and isinstance(setting.value.content, Mapping):
        return  # a whole block under a new name is an entry more
    if not known:
        empty = value is None or isinstance(value, Mapping | list)
        words = (
            f"'{dotted(path)}' is empty in this file, so there is no '{part}' in it"
            if empty
            else f"'{dotted(path)}' is a single value; nothing stands below it"
        )
        raise refuse(setting.place, words, setting.path)
    if any(part in reserved_keys(arm) for arm in arms(annotation) if is_model(arm)):
        raise refuse(setting.place, key_not_yet(part), setting.path)
    here = f"in '{dotted(path)}'" if path else "in a scenario"
    raise refuse(
        setting.place, f"there is no '{part}' {here}{_hint(root, part, known, setting)}", setting.path
    )


def _hint(root: Node, part: str, known: Sequence[str], setting: Setting) -> str:
    """What was meant: a name that sounds alike, where it leads to a path that is there, else the nearest such path."""
    hint, alike = meant(part, known), closest(part, known)
    there = nearest_paths([str(one) for one in setting.path], plain(root))
    if not there or any(alike in path.split(".") for path in there):
        return hint
    return f"{'' if alike else hint}; the nearest path in this scenario is {listed(there, 'or')}"


def _known(annotation: Any, value: Any, last: bool) -> list[str] | None:
    """What may follow at a step; None where anything may, nothing below a single value."""
    fits = fitting(annotation, value)
    if any(arm is Any for arm in fits):
        return None
    if any(get_origin(arm) is Mapping for arm in fits):
        names = list(value) if isinstance(value, Mapping) else []
        return names if is_names(annotation) or not last else None
    if isinstance(value, list):
        return (
            [str(index) for index in range(len(value))]
            if any(get_origin(arm) is tuple for arm in fits)
            else []
        )
    if value is not None and not isinstance(value, Mapping) and PerPhase not in fits:
        return []
    return keys([arm for arm in fits if is_model(arm)])


def _written_out(root: Node, annotation: Any, below: Any, depth: int, setting: Setting) -> Node:
    """The tree with the default written out where the setting goes below a block that the file lacks."""
    path, part = setting.path[: depth + 1], str(setting.path[depth])
    node = find(root, path)
    if node is None or node.content is None:
        above = _shallow(find(root, path[:-1]))
        return put(root, path, grown(_default(annotation, above, part), setting.place))
    if PerPhase in list(arms(below)) and isinstance(node.content, int | float):
        return put(root, path, grown(dict.fromkeys(PHASES, node.content), setting.place))
    return root


def _default(annotation: Any, value: Any, part: str) -> Any:
    """The default of a field as plain values; an empty block where it has none."""
    for arm in fitting(annotation, value):
        if is_model(arm) and part in arm.model_fields:
            default = arm.model_fields[part].get_default(call_default_factory=True)
            if isinstance(default, BaseModel):
                return default.model_dump(mode="json")
            return default if isinstance(default, Mapping) else {}
    return {}


def all_applied(root: Node, given: Sequence[Setting]) -> tuple[Node, list[Fault]]:
    """The tree with every setting that can be applied, and what is wrong with the others."""
    faults: list[Fault] = []
    for setting in given:
        try:
            root = applied(root, setting)
        except ScenarioError as error:
            faults.extend(error.faults)
    return root, faults
