"""A file as a tree of values that each know where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wargame.loader.faults import Path, Place

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its place; a mapping or list holds nodes."""

    content: "Scalar | Mapping[str, Node] | tuple[Node, ...]"
    place: Place
    key: Place | None = None
    """Place of the key; None for the root and for list items."""

    @property
    def heading(self) -> Place:
        """Where the block begins for a reader: its key where there is one."""
        return self.key or self.place


def plain(node: Node) -> Any:
    """The values without places (`Any`: whatever the file holds)."""
    if isinstance(node.content, Mapping):
        return {key: plain(item) for key, item in node.content.items()}
    if isinstance(node.content, tuple):
        return [plain(item) for item in node.content]
    return node.content


def grown(value: Any, place: Place) -> Node:
    """A tree from plain values that all stand at one place (`Any`: plain values of any shape)."""
    if isinstance(value, Mapping):
        return Node({str(key): replace(grown(item, place), key=place) for key, item in value.items()}, place)
    if isinstance(value, list | tuple):
        return Node(tuple(grown(item, place) for item in value), place)
    return Node(value, place)


def child(node: Node, part: str | int) -> Node | None:
    """The node one step down, or None."""
    if isinstance(node.content, Mapping):
        return node.content.get(str(part))
    if isinstance(node.content, tuple) and str(part).isdecimal() and int(part) < len(node.content):
        return node.content[int(part)]
    return None


def find(node: Node, path: Path) -> Node | None:
    """The node at the path, or None."""
    here: Node | None = node
    for part in path:
        here = child(here, part) if here is not None else None
    return here


def nearest(node: Node, path: Path) -> tuple[Node, Path]:
    """The deepest node on the way to the path that the file holds, and its path."""
    for depth, part in enumerate(path):
        below = child(node, part)
        if below is None:
            return node, path[:depth]
        node = below
    return node, path


def place_of(root: Node, path: Path) -> Place:
    """The place to name for a path: a scalar's value, a block's key, the block above what is missing."""
    node, reached = nearest(root, path)
    if len(reached) < len(path) or isinstance(node.content, Mapping | tuple):
        return node.heading
    return node.place


def places(root: Node, path: Path = ()) -> dict[Path, tuple[Place | None, Place]]:
    """The location map: for every path the place of its key (None without one) and of its value."""
    found = {path: (root.key, root.place)}
    if isinstance(root.content, Mapping):
        for key, item in root.content.items():
            found.update(places(item, (*path, key)))
    elif isinstance(root.content, tuple):
        for index, item in enumerate(root.content):
            found.update(places(item, (*path, index)))
    return found


def put(node: Node, path: Path, value: Node) -> Node:
    """The tree with the value at the path; null removes a key. The path above the last part must exist."""
    head, rest = path[0], path[1:]
    if isinstance(node.content, tuple):
        items = list(node.content)
        items[int(head)] = put(items[int(head)], rest, value) if rest else value
        return replace(node, content=tuple(items))
    content = dict(node.content) if isinstance(node.content, Mapping) else {}
    key = str(head)
    if rest:
        content[key] = put(content[key], rest, value)
    elif value.content is None and key in content:
        del content[key]
    else:
        content[key] = replace(value, key=value.key or value.place)
    return replace(node, content=content)
