"""Finds plug-ins: one file each, by folder scan and by entry point, registered under an explicit key.

A plug-in module exposes one object under the attribute its kind names (`EFFECT`, `MISSION`, `DOCTRINE`, `MEASURE`);
that object has a `key`. A plug-in that does not import stops the program with its own error: a tool that silently
runs without an effect gives wrong answers.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of plug-in: where its files are and which attribute holds the object."""

    name: str
    package: str
    attribute: str

    @property
    def entry_point_group(self) -> str:
        """The entry-point group under which other distributions add plug-ins of this kind."""
        return f"wargame.{self.name}s"


EFFECT = Kind("effect", "wargame.effects", "EFFECT")
MISSION = Kind("mission", "wargame.missions", "MISSION")
DOCTRINE = Kind("doctrine", "wargame.agents.doctrines", "DOCTRINE")
MEASURE = Kind("measure", "wargame.analysis.own", "MEASURE")
KINDS = (EFFECT, MISSION, DOCTRINE, MEASURE)


class PluginError(Exception):
    """A plug-in is broken: two share a key, or the attribute is missing."""


def _modules(kind: Kind) -> Iterator[ModuleType]:
    package = importlib.import_module(kind.package)
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        yield importlib.import_module(f"{kind.package}.{info.name}")
    for point in sorted(entry_points(group=kind.entry_point_group), key=lambda item: item.name):
        yield point.load()


@cache
def modules(kind: Kind) -> Mapping[str, ModuleType]:
    """The module of every plug-in of a kind by key, in alphabetical order.

    Raises:
        PluginError: two plug-ins claim the same key.
    """
    found: dict[str, ModuleType] = {}
    for module in _modules(kind):
        plugin = getattr(module, kind.attribute, None)
        if plugin is None or isinstance(plugin, Kind):
            continue  # a module that helps the plug-ins of its folder, or looks them up
        if plugin.key in found:
            raise PluginError(
                f"two {kind.name}s are called '{plugin.key}': {found[plugin.key].__name__} and {module.__name__}"
            )
        found[plugin.key] = module
    return dict(sorted(found.items()))


def plugins(kind: Kind) -> Mapping[str, Any]:
    """Every plug-in object of a kind by key (`Any`: each kind has its own protocol)."""
    return {key: getattr(module, kind.attribute) for key, module in modules(kind).items()}
