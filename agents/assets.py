"""Assets as Mesa agents: an id and a read-only view of their status. State lives in the world's fold, not here."""

from collections.abc import Callable

import mesa

StatusOf = Callable[[str], str]


class AssetAgent(mesa.Agent):
    """A satellite or a ground site.

    Attributes:
        key: the asset's id in the scenario.
        owner: the actor that operates it.
    """

    def __init__(self, model: mesa.Model, key: str, owner: str, status_of: StatusOf) -> None:
        """Registers with the model; `status_of` reads the world."""
        super().__init__(model)
        self.key = key
        self.owner = owner
        self._status_of = status_of

    @property
    def status(self) -> str:
        """`up`, `degraded` or `lost`."""
        return self._status_of(self.key)


class SatelliteAgent(AssetAgent):
    """A satellite."""


class SiteAgent(AssetAgent):
    """A ground site."""
