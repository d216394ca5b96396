"""A scenario as the key of what is remembered."""

from dataclasses import dataclass

from wargame.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Keyed:
    """A scenario that compares by content, so that what is made of it is made once."""

    scenario: Scenario

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyed) and self.scenario.hash == other.scenario.hash

    def __hash__(self) -> int:
        return hash(self.scenario.hash)
