"""Turns what pydantic refuses into faults with a place and one of our sentences."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from wargame.loader.faults import Fault, Path
from wargame.loader.grammar import annotation_at, is_names, value_at
from wargame.loader.sentences import Context, sentence
from wargame.loader.suggest import closest
from wargame.loader.tree import Node, find, nearest, place_of, plain

Block = TypeVar("Block", bound=BaseModel)


def validated(model: type[Block], tree: Node, values: Any = None) -> tuple[Block | None, list[Fault]]:
    """The block that the tree describes, or None and everything that is wrong with it.

    It goes through JSON, where pydantic's strict mode takes no text for numbers, nor numbers for times.
    `values` stand in for the tree's own when some were left out (`Any`: plain values of any shape).
    """
    values = plain(tree) if values is None else values
    try:
        return model.model_validate_json(json.dumps(values), strict=True), []
    except ValidationError as error:
        return None, faults_of(error, model, tree, values)


def faults_of(
    error: ValidationError, model: type[BaseModel], tree: Node, values: Any, prefix: Path = ()
) -> list[Fault]:
    """The faults of a refused block whose tree begins at `prefix` of the file."""
    grouped: dict[tuple[Path, bool], list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        path, on_key = _path(details, values)
        grouped.setdefault((path, on_key), []).append(details)
    paths = [path for path, _ in grouped]
    return [
        _fault(Context(model, values, path, on_key), details, tree, prefix)
        for (path, on_key), details in grouped.items()
        if not _said_deeper(path, details, paths)
    ]


def _path(details: ErrorDetails, values: Any) -> tuple[Path, bool]:
    """The file's path for pydantic's location, which also names unions' arms, and whether a key is meant."""
    path: list[str | int] = []
    for index, part in enumerate(details["loc"]):
        here = value_at(values, tuple(path))
        last = index == len(details["loc"]) - 1
        known = (isinstance(here, Mapping) and part in here) or (
            isinstance(here, list) and isinstance(part, int)
        )
        if known or (last and details["type"] == "missing"):
            path.append(part)
    return tuple(path), details["loc"][-1:] == ("[key]",) or details["type"] == "extra_forbidden"


def _said_deeper(path: Path, details: list[ErrorDetails], paths: list[Path]) -> bool:
    """True when what is refused here follows from what is refused further down.

    So it is with the other arm of a union, and with a list that pydantic finds too short without its faulty items.
    """
    only_arms = all(item["type"] in ("literal_error", "tuple_type", "too_short") for item in details)
    return only_arms and any(len(other) > len(path) and other[: len(path)] == path for other in paths)


def _entry_of_parent(context: Context, tree: Node, path: Path) -> str:
    """The question whether an incomplete new entry was meant to change one of a file that this one extends."""
    if not path or not is_names(annotation_at(context.model, context.values, path[:-1])):
        return ""
    block, entry = find(tree, path[:-1]), find(tree, path)
    if block is None or entry is None or not isinstance(block.content, Mapping):
        return ""
    file = entry.heading.file
    others = {key: item.heading.file for key, item in block.content.items() if item.heading.file != file}
    near = closest(str(path[-1]), others)
    return f"; did you mean to change '{near}' of {others[near]}?" if near else ""


def _fault(context: Context, details: list[ErrorDetails], tree: Node, prefix: Path) -> Fault:
    path = context.path
    words, below = sentence(context, details)
    whole = (*path, *below)
    if details[0]["type"] in ("missing", "union_tag_not_found"):
        words += _entry_of_parent(context, tree, whole[:-1])
    node = find(tree, whole)
    if node is None:
        place = nearest(tree, whole)[0].heading
    else:
        place = node.heading if context.on_key else place_of(tree, whole)
    return Fault.at(place, (*prefix, *whole), words)
