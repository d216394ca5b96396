"""Reads one YAML document into a tree with places; refuses what YAML does behind the writer's back.

The parser is PyYAML's; what its events mean is decided here. No tags, no merge keys, no duplicate keys, no
keys that are not text, no second document; depth, number of values and alias expansion are bounded before
anything is built.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from wargame.loader.decoding import decode
from wargame.loader.faults import Fault, Path, Place, ScenarioError, refuse
from wargame.loader.scalars import DIGITS_LIMIT, scalar
from wargame.loader.tree import Node, Scalar
from wargame.loader.units import with_point
from wargame.loader.yaml_words import DEPTH_LIMIT, TOO_DEEP, in_our_words, line_without_space

NODE_LIMIT = 100_000

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # Any: only one of the two exists everywhere


def read(data: bytes, file: str) -> Node:
    """The tree of a YAML file.

    Raises:
        ScenarioError: not UTF-8, not YAML, or YAML that a scenario may not use.
    """
    return read_text(decode(data, file), file)


def read_text(text: str, file: str) -> Node:
    """The tree of a YAML text that is already decoded.

    Raises:
        ScenarioError: not YAML, or YAML that a scenario may not use.
    """
    try:
        return _Reader(file, yaml.parse(text, Loader=_PARSER)).document()
    except yaml.MarkedYAMLError as error:
        spaceless = line_without_space(error, text)
        if spaceless is not None:
            raise refuse(Place(file, *spaceless[:2]), spaceless[2]) from None
        raise refuse(_place_of(error, file), in_our_words(error, text)) from None
    except yaml.YAMLError as error:
        raise refuse(Place(file, 1, 1), f"this is not YAML: {error}") from None


def _place_of(error: yaml.MarkedYAMLError, file: str) -> Place:
    """Where the fault begins: for a quote that is never closed its opening, else where the parser stopped."""
    unclosed = "unexpected end of stream" in str(error.problem)
    mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an anchor stands for, and how many values and levels an alias to it adds."""

    node: Node
    size: int
    depth: int


class _Reader:
    """Builds the tree from events; collects what is wrong and goes on where it can."""

    def __init__(self, file: str, events: Iterator[Event]) -> None:
        self.file = file
        self.events = events
        self.faults: list[Fault] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.written = ""
        self.count = 0
        self.deepest = 0

    def document(self) -> Node:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                self._refuse_directives(event, root)
            elif isinstance(event, NodeEvent):
                root = self.node(event, (), 1)
        if root is None or (root.content is None and not self.faults):
            raise refuse(Place(self.file, 1, 1), "the file is empty; 'wargame new' writes one to start from")
        if self.faults:
            raise ScenarioError(self.faults)
        return root

    def _refuse_directives(self, event: DocumentStartEvent, root: Node | None) -> None:
        if root is not None:
            raise refuse(
                self.place(event),
                "a second document begins here; a scenario is one document, remove the '---'",
            )
        if event.tags:
            raise refuse(self.place(event), "%TAG directives are not allowed; scenarios have no tags")

    def node(self, event: NodeEvent, path: Path, depth: int) -> Node:
        """The tree below one event; `depth` counts from 1 at the root."""
        self._bound(event, depth, 1)
        if isinstance(event, AliasEvent):
            return self._alias(event, path, depth)
        anchor, before, outer = event.anchor, self.count, self.deepest
        if anchor is not None:
            self.anchors[anchor] = None
        self.deepest = depth
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.fault(event, path, f"the tag '{tag}' is not allowed; scenarios have no tags, remove it")
        node = self._content(event, path, depth)
        if anchor is not None:
            self.anchors[anchor] = _Anchored(node, self.count - before + 1, self.deepest - depth)
        self.deepest = max(outer, self.deepest)
        return node

    def _content(self, event: NodeEvent, path: Path, depth: int) -> Node:
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, path, depth)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, path, depth)
        assert isinstance(event, ScalarEvent)
        return Node(self._scalar(event, path), self.place(event))

    def _alias(self, event: AliasEvent, path: Path, depth: int) -> Node:
        place = self.place(event)
        if event.anchor not in self.anchors:
            self.fault(event, path, f"the alias '*{event.anchor}' has no anchor '&{event.anchor}' above it")
            return Node(None, place)
        known = self.anchors[event.anchor]
        if known is None:
            raise refuse(place, f"the alias '*{event.anchor}' stands inside its own anchor", path)
        self._bound(event, depth + known.depth, known.size)
        return Node(known.node.content, place)

    def _sequence(self, event: Event, path: Path, depth: int) -> Node:
        items: list[Node] = []
        for item in self._until_end():
            items.append(self.node(item, (*path, len(items)), depth + 1))
        return Node(tuple(items), self.place(event))

    def _mapping(self, event: Event, path: Path, depth: int) -> Node:
        content: dict[str, Node] = {}
        value: Node | None = None
        for key_event in self._until_end():
            key = self._key(key_event, path, depth, value)
            key_place = self.place(key_event)
            value = self.node(self._next_node(), (*path, key or "?"), depth + 1)
            if key is None:
                continue
            if key in content:
                first = content[key].heading
                self.faults.append(
                    Fault.at(
                        key_place,
                        (*path, key),
                        f"the key '{key}' stands twice in this block, first in line {first.line}; remove one",
                    )
                )
                continue
            content[key] = Node(value.content, value.place, key_place)
        return Node(content, self.place(event))

    def _key(self, event: NodeEvent, path: Path, depth: int, before: Node | None) -> str | None:
        if not isinstance(event, ScalarEvent):
            self.fault(event, path, "a key must be text; a list, a block or an alias cannot be one")
            self.node(event, path, depth + 1)
            return None
        self._bound(event, depth, 1)
        if event.tag is not None or event.anchor is not None:
            self.fault(event, path, f"the key '{event.value}' has a tag or an anchor; remove it")
            return None
        if event.value == "<<" and not event.style:
            self.fault(
                event, path, "merge keys ('<<') are not allowed; use 'extends' to build on another file"
            )
            return None
        written, value = self.written, self._scalar(event, path)
        if isinstance(value, str):
            return value
        words = f"the key {event.value or '(nothing)'} is not text; put it in quotes or give it a name"
        # In braces `-30,5` is the number -30 and a key 5: where people write decimals with a comma, one number.
        if before is not None and type(before.content) is int and event.value.isdecimal():
            number = f"{written},{event.value}"
            words = f"found {number}; {with_point(number)}"
        self.fault(event, path, words)
        return None

    def _scalar(self, event: ScalarEvent, path: Path) -> Scalar:
        self.written = event.value
        if event.style:  # quoted or a block: always text
            return event.value
        try:
            return scalar(event.value)
        except OverflowError:
            self.fault(
                event,
                path,
                f"a whole number of {len(event.value)} digits; at most {DIGITS_LIMIT} are allowed",
            )
            return 0

    def _until_end(self) -> Iterator[NodeEvent]:
        for event in self.events:
            if isinstance(event, CollectionEndEvent):
                return
            assert isinstance(event, NodeEvent)
            yield event

    def _next_node(self) -> NodeEvent:
        event = next(self.events)
        assert isinstance(event, NodeEvent)
        return event

    def _bound(self, event: Event, depth: int, size: int) -> None:
        self.count += size
        self.deepest = max(self.deepest, depth)
        if depth > DEPTH_LIMIT:
            raise refuse(self.place(event), TOO_DEEP)
        if self.count > NODE_LIMIT:
            raise refuse(
                self.place(event),
                f"the file holds more than {NODE_LIMIT:,} values once its aliases are written out",
            )

    def place(self, event: Event) -> Place:
        mark = event.start_mark
        assert mark is not None
        return Place(self.file, mark.line + 1, mark.column + 1)

    def fault(self, event: Event, path: Path, sentence: str) -> None:
        self.faults.append(Fault.at(self.place(event), path, sentence))
