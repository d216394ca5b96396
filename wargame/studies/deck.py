"""Scenarios as they travel to workers: what the file says, packed, and a variant as its differences."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wargame.loader.checks import checked
from wargame.loader.faults import Place, ScenarioError
from wargame.loader.settings import all_applied, settings
from wargame.loader.tree import Node, grown
from wargame.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Card:
    """One scenario for a worker: some 15 kB even for a large one, so geometry and tables never travel.

    Attributes:
        scenario_hash: hash of the scenario before the settings.
        packed: what its file says, defaults left out, as compressed JSON.
        changes: settings by dotted path, the values as JSON.
    """

    scenario_hash: str
    packed: bytes
    changes: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, scenario: Scenario) -> "Card":
        """The card of a scenario as it stands."""
        text = json.dumps(
            scenario.model_dump(mode="json", exclude_unset=True), sort_keys=True, ensure_ascii=False
        )
        return cls(scenario.hash, zlib.compress(text.encode("utf-8"), 9))

    def changed(self, values: Mapping[str, Any]) -> "Card":
        """The card of a variant: the same scenario with these values by path (`Any`: plain values)."""
        told = tuple((path, json.dumps(value, sort_keys=True)) for path, value in values.items())
        return Card(self.scenario_hash, self.packed, (*self.changes, *told))

    def scenario(self) -> Scenario:
        """The scenario with its settings.

        Raises:
            ScenarioError: a setting goes where nothing is, or makes a scenario that the language refuses.
        """
        if not self.changes:
            return _unpacked(self.packed, self.scenario_hash)
        subject, faults = checked(self.tree())
        if faults:
            raise ScenarioError(faults)
        return subject.scenario

    def tree(self) -> Node:
        """The scenario with its settings before anything is checked.

        Raises:
            ScenarioError: a setting goes where nothing is.
        """
        given = settings({path: json.loads(value) for path, value in self.changes})
        tree, faults = all_applied(_tree(self.packed), given)
        if faults:
            raise ScenarioError(faults)
        return tree


def _text(packed: bytes) -> str:
    return zlib.decompress(packed).decode("utf-8")


def _unpacked(packed: bytes, scenario_hash: str) -> Scenario:
    """The scenario that was packed, and no other."""
    scenario = Scenario.model_validate_json(_text(packed), strict=True)
    assert scenario.hash == scenario_hash, "a scenario came out of its card as another one"
    return scenario


@lru_cache(maxsize=2)
def _tree(packed: bytes) -> Node:
    """The scenario as a tree that settings can be applied to; nobody changes a tree."""
    return grown(json.loads(_text(packed)), Place("the scenario"))
