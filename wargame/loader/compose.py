"""Builds one tree from a file and the files it extends; every value remembers the file it came from."""

from collections.abc import Mapping
from dataclasses import replace

from wargame.loader.faults import Path, ScenarioError, refuse
from wargame.loader.sources import Source, resolve
from wargame.loader.tree import Node, grown
from wargame.loader.yaml_strict import read
from wargame.scenario import PHASES

EXTENDS_LIMIT = 8


def composed(source: Source, below: tuple[str, ...] = ()) -> Node:
    """The tree of a file laid over what it extends, without the key `extends`.

    Raises:
        ScenarioError: a file that cannot be read, a cycle, or a chain longer than eight files.
    """
    root = read(source.read(), source.label)
    if not isinstance(root.content, Mapping):
        raise refuse(
            root.place, "a scenario is a block of keys ('title:', 'clock:', ...); found something else"
        )
    if "extends" not in root.content:
        return root
    own = replace(root, content={key: item for key, item in root.content.items() if key != "extends"})
    return overlay(_parent(root.content["extends"], source, below), own)


def _parent(reference: Node, source: Source, below: tuple[str, ...]) -> Node:
    name = reference.content
    if not isinstance(name, str):
        raise refuse(
            reference.place, "'extends' takes the name of a shipped scenario or a relative path", ("extends",)
        )
    chain = (*below, _identity(source))
    try:
        parent = resolve(name, beside=source)
    except ScenarioError as error:
        raise refuse(reference.place, error.faults[0].sentence, ("extends",)) from None
    if _identity(parent) in chain:
        raise refuse(
            reference.place, f"'{name}' extends this file in turn; a circle has no beginning", ("extends",)
        )
    if len(chain) > EXTENDS_LIMIT:
        raise refuse(
            reference.place, f"more than {EXTENDS_LIMIT} files extend each other; merge some", ("extends",)
        )
    if parent.path is not None and not parent.path.is_file():
        raise refuse(reference.place, f"there is no file '{name}' in the folder of this file", ("extends",))
    return composed(parent, chain)


def _identity(source: Source) -> str:
    return f"shipped:{source.label}" if source.path is None else str(source.path.resolve())


def overlay(base: Node, change: Node, path: Path = ()) -> Node:
    """The base with the changes laid over it.

    Blocks merge key by key, null deletes a key, lists are replaced. A block of another `kind` or `type`
    replaces the old one, and phases laid over one number for all phases spread that number first.
    """
    base = _spread(base, change)
    if not isinstance(base.content, Mapping) or not isinstance(change.content, Mapping):
        return change
    if _other_kind(base.content, change.content, path):
        return change
    merged = dict(base.content)
    for key, item in change.content.items():
        if key in merged and item.content is None:
            del merged[key]
        elif key in merged:
            merged[key] = overlay(merged[key], item, (*path, key))
        else:
            merged[key] = item
    return replace(change, content=merged)


def _spread(base: Node, change: Node) -> Node:
    one_number = isinstance(base.content, int | float) and not isinstance(base.content, bool)
    if one_number and isinstance(change.content, Mapping) and set(change.content) <= set(PHASES):
        return grown(dict.fromkeys(PHASES, base.content), base.place)
    return base


def _other_kind(base: Mapping[str, Node], change: Mapping[str, Node], path: Path) -> bool:
    """True when the change is another kind of thing, whose keys differ (an actor's do not)."""
    if path and path[0] == "actors" and len(path) == 2:
        return False
    return any(
        key in base
        and key in change
        and base[key].content != change[key].content
        and change[key].content is not None
        for key in ("kind", "type")
    )
