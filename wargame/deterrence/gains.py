"""What an adversary gains by each attack: its chances of its objectives with the attack, less those without.

Every outcome is reckoned on top of what is down already, against every coalition that may show up.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from wargame.coalition import Coalition
from wargame.deterrence.futures import Future
from wargame.deterrence.options import Attack
from wargame.deterrence.outcomes import Outcomes
from wargame.deterrence.reckoned import Benefits
from wargame.deterrence.showing import who_shows_up
from wargame.deterrence.weighing import EXACT, psi_of
from wargame.scenario import MissionKey
from wargame.scenario.politics import Adversary, Objective
from wargame.space.arrays import FloatArray


@dataclass(eq=False)
class Gains:
    """What attacks are expected to bring, under one belief.

    Attributes:
        outcomes: how they may end; it knows belief, what-if, links and memory, which are the same here.
        interests: what the adversary wants.
        stakes: what tells its stakes from others'.
        regions: place of each region in service arrays.
    """

    outcomes: Outcomes
    interests: Adversary
    stakes: str
    regions: Mapping[str, int]

    def of_all(self, attacks: Sequence[Attack]) -> list[Benefits]:
        """The benefit of every attack by objective, averaged over outcomes and over who shows up."""
        told = [self._by_mission(mission, attacks) for mission in self._missions]
        return (
            [tuple(sorted(itertools.chain(*parts))) for parts in zip(*told, strict=True)]
            if told
            else [() for _ in attacks]
        )

    def services(
        self, mission: MissionKey, futures: Sequence[Future], coalitions: Sequence[Coalition]
    ) -> FloatArray:
        """Mean service over the window with each future on top of what is down, (coalitions, futures, places)."""
        belief, known = self.outcomes.belief, self.outcomes.memory.futures
        now_s = belief.t_s
        standing = known.of(self.outcomes.standing(mission), now_s)
        layout = known.layout(standing, futures, float(belief.horizon_s - now_s))
        return self.outcomes.tables.means(mission, layout, now_s, coalitions)

    def by_future(self, aim: Objective, services: FloatArray, weights: Sequence[float]) -> FloatArray:
        """Weighted gain in Psi of every future over the first one, which is restraint."""
        key = (self.outcomes.belief.t_s, aim.mission, aim.region)
        chances = self.outcomes.links.hold("psi", key, psi_of(aim, services[:, :, self._place(aim)]))
        gains = (chances - chances[:, :1]) * aim.weight
        gained = np.zeros(gains.shape[1])
        for weight, against in zip(weights, gains, strict=True):  # in this order, on every platform
            gained += weight * against
        return gained

    def _by_mission(self, mission: MissionKey, attacks: Sequence[Attack]) -> list[Benefits]:
        """The benefit of every attack that comes of denying one mission, by objective."""
        belief, standing = self.outcomes.belief, self.outcomes.standing(mission)
        # What an attack denies hangs on what is down of the mission, on nothing else that is.
        moment = belief.t_s, self.outcomes.hinges.label, belief.faces, standing
        return self.outcomes.memory.drawer(("gains", self.stakes, mission, *moment)).recall_all(
            [attack.key for attack in attacks],
            lambda new: self._denied(mission, [attacks[place] for place in new]),
        )

    def _denied(self, mission: MissionKey, attacks: Sequence[Attack]) -> list[Benefits]:
        """The benefit of denying one mission by each attack, by objective; none where it does nothing to it."""
        changes = self.outcomes.changes(mission, attacks)
        if changes is None:
            return [()] * len(attacks)
        coalitions, weights = self._facing
        found = self.services(mission, changes.futures, coalitions)
        services = self.outcomes.links.hold("service", (self.outcomes.belief.t_s, mission), found)
        told: list[list[tuple[str, float]]] = [[] for _ in attacks]
        for key, aim in self._aims_at(mission):
            gains = self.by_future(aim, services, weights)
            sums = np.bincount(changes.rows, changes.p * gains[changes.which], len(attacks)).tolist()
            for row in dict.fromkeys(changes.rows.tolist()):
                told[row].append((key, round(sums[row], EXACT)))
        return [tuple(parts) for parts in told]

    @cached_property
    def _facing(self) -> tuple[list[Coalition], list[float]]:
        """The coalitions that the adversary reckons with, and their weights."""
        belief = self.outcomes.belief
        return self.outcomes.memory.recall(
            ("faces", self.stakes, self.outcomes.hinges.label, belief.faces),
            partial(who_shows_up, belief, self.interests.belief.draws),
        )

    @cached_property
    def _missions(self) -> tuple[MissionKey, ...]:
        """The missions that the adversary wants to deny anywhere."""
        return tuple(sorted({aim.mission for aim in self.interests.objectives.values()}))

    def _aims_at(self, mission: MissionKey) -> list[tuple[str, Objective]]:
        """The objectives of one mission by name, in order."""
        return sorted((key, aim) for key, aim in self.interests.objectives.items() if aim.mission == mission)

    def _place(self, aim: Objective) -> int:
        """Where the region of an objective stands among those of its mission in the what-if."""
        return self.outcomes.tables.places[aim.mission].index(self.regions[aim.region])
