"""Actors as Mesa agents: an id, a read-only view of their assets, and for adversaries a doctrine."""

import mesa

from wargame.agents.assets import AssetAgent
from wargame.draws import Draws
from wargame.game.observation import Decision, Doctrine, Observation


class ActorAgent(mesa.Agent):
    """A nation, a company or an adversary.

    Attributes:
        key: the actor's id in the scenario.
        kind: lead, partner, commercial, neutral or adversary.
    """

    def __init__(self, model: mesa.Model, key: str, kind: str, doctrine: Doctrine | None = None) -> None:
        """Registers with the model; only adversaries have a doctrine."""
        super().__init__(model)
        self.key = key
        self.kind = kind
        self._doctrine = doctrine

    def follow(self, doctrine: Doctrine) -> None:
        """Decides by another doctrine from now on."""
        self._doctrine = doctrine

    @property
    def assets(self) -> list[AssetAgent]:
        """What it operates, in alphabetical order."""
        found = [
            agent for agent in self.model.agents if isinstance(agent, AssetAgent) and agent.owner == self.key
        ]
        return sorted(found, key=lambda agent: agent.key)

    def decide(self, observation: Observation, draws: Draws) -> Decision:
        """Its orders for this move: the doctrine's, or none."""
        return self._doctrine.decide(observation, draws) if self._doctrine is not None else Decision()
