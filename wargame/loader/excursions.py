"""Named variants of a scenario, kept in the same file."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from wargame.loader.compose import overlay
from wargame.loader.faults import Fault, Place, ScenarioError, refuse
from wargame.loader.settings import Setting, all_applied, setting_at
from wargame.loader.suggest import meant
from wargame.loader.translate import validated
from wargame.loader.tree import Node, find
from wargame.scenario.base import Id, Model, Text


class Excursion(Model):
    """A variant of the scenario: what it is called, what changes, and who leaves."""

    title: Text
    """What people call it."""
    changes: Mapping[str, Any] = Field(default_factory=dict)
    """Laid over the scenario: blocks merge, null deletes a key, lists are replaced."""
    set: Mapping[str, Any] = Field(default_factory=dict)
    """Values by dotted path, as with `--set`. `Any`: a value of the scenario."""
    without: tuple[Id, ...] = ()
    """Players that leave the coalition."""


class Excursions(Model):
    """The block of all excursions."""

    excursions: Mapping[Id, Excursion] = Field(default_factory=dict)
    """Variants of the scenario by name."""


def split(root: Node) -> tuple[Node, Node]:
    """The scenario's own tree, and the tree that holds only the block `excursions`."""
    content = root.content
    assert isinstance(content, Mapping)
    own = {key: item for key, item in content.items() if key != "excursions"}
    variants = {key: item for key, item in content.items() if key == "excursions"}
    return Node(own, root.place), Node(variants, root.place)


def parsed(block: Node) -> tuple[Mapping[str, Excursion], list[Fault]]:
    """The excursions by name, and what is wrong with the block."""
    found, faults = validated(Excursions, block)
    return (found.excursions if found is not None else {}), faults


def chosen(name: str, known: Mapping[str, Excursion], file: str) -> Excursion:
    """The excursion of that name.

    Raises:
        ScenarioError: there is none.
    """
    if name in known:
        return known[name]
    hint = meant(name, known) or "; the file has no excursions"
    raise refuse(Place(file), f"there is no excursion '{name}'{hint}")


def changed(root: Node, block: Node, name: str, excursion: Excursion) -> tuple[Node, list[Fault]]:
    """The scenario's tree with an excursion's changes, then its settings, and what is wrong with these."""
    changes = find(block, ("excursions", name, "changes"))
    if changes is not None:
        root = Node(overlay(root, changes).content, root.place)
    given: list[Setting] = []
    faults: list[Fault] = []
    for path in excursion.set:
        value = find(block, ("excursions", name, "set", path))
        assert value is not None, "the model was read from this block"
        try:
            given.append(setting_at(path, value, value.heading))
        except ScenarioError as error:
            faults.extend(error.faults)
    root, wrong = all_applied(root, given)
    return root, [*faults, *wrong]
