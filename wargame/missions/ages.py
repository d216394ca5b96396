"""Services by freshness: min(1, A_req / age), the age of the newest usable collection that has reached the user.

One rule for images, signals and weather; a mission only says who asks for which kinds of collection, and how recent.
"""

from collections.abc import Sequence

import numpy as np

from wargame.availability import Availability
from wargame.coalition import Coalition
from wargame.missions.collectors import collectors
from wargame.missions.contacts import Looks, beginnings, blended, contact_words, ready_words, working_words
from wargame.missions.contract import Regions, Setting
from wargame.missions.freshness import mean_freshness
from wargame.missions.releases import Ask, Mixture, Receipt, Samples, receipt
from wargame.missions.remembering import Remembering
from wargame.missions.status import EVERY_STEP, Grid
from wargame.scenario.base import MissionKey
from wargame.space.arrays import FloatArray
from wargame.space.visibility import WORD_STEPS


class AgeService(Remembering[Receipt]):
    """The service of a mission by freshness, on a setting."""

    def __init__(self, key: MissionKey, setting: Setting, asks: Sequence[Ask]) -> None:
        """Gather what collects for those who ask.

        Args:
            key: the mission's key.
            setting: what it is computed on.
            asks: what every group of users asks for.
        """
        self._asks = tuple(asks)
        weights, wanted = np.zeros(setting.shape), dict[int, frozenset[str]]()
        for ask in asks:
            weights[ask.region, ask.nation] += ask.weight
            wanted[ask.region] = wanted.get(ask.region, frozenset()) | ask.kinds
        self._sources = collectors(setting, key, wanted)
        super().__init__(key, setting, self._sources.functions, weights)
        self._places: dict[tuple[str, str | None], list[int]] = {}
        for place, (asset, function) in enumerate(self.functions.all):
            self._places.setdefault((asset, function), []).append(place)
            self._places.setdefault((asset, None), []).append(place)

    def permitted(self, coalition: Coalition) -> Receipt:
        """Who receives what how late, where payloads land, and what exists."""
        return receipt(self.setting, self._sources, self._asks, coalition)

    def history(self, availability: Availability, grid: Grid, count: int) -> FloatArray:
        """Service at the first samples of a grid, shape (regions, beneficiaries, count)."""
        mixture = self.permissions(availability.coalition).nations
        return _blended(self._served(availability, grid, count), mixture).reshape(*self.setting.shape, count)

    def history_means(
        self, availability: Availability, grid: Grid, count: int, regions: Regions = None
    ) -> FloatArray:
        """Demand-weighted mean over beneficiaries at the first samples of a grid, shape (regions, count)."""
        mixture = self.permissions(availability.coalition).regions
        return _blended(self._served(availability, grid, count, regions), mixture)

    def _served(
        self, availability: Availability, grid: Grid, count: int, regions: Regions = None
    ) -> FloatArray:
        """Mean freshness for every audience at the first samples of a grid, shape (audiences, count)."""
        allowed = self.permissions(availability.coalition)
        if count == 0 or not self._asks:
            return np.zeros((len(allowed.audiences.asked), count))
        looks = self._looks(availability, allowed, grid.steps(0, count)[-1] // WORD_STEPS + 1)
        samples = Samples(grid.first, grid.stride, count)
        places = self._sources.regions
        wanted = np.array([regions is None or place in regions for place in places], dtype=np.bool_)
        return mean_freshness(looks, allowed.streams, allowed.deliveries, allowed.audiences, samples, wanted)

    def _looks(self, availability: Availability, allowed: Receipt, n_words: int) -> Looks:
        """When payloads may collect and land in the first words of steps."""
        places, spans = list[int](), list[tuple[int, int]]()
        for outage in self.losses(availability):
            low = EVERY_STEP.sample_from(outage.start_s)
            high = n_words * WORD_STEPS if outage.end_s is None else EVERY_STEP.sample_from(outage.end_s)
            for place in self._places[outage.asset, outage.function]:
                places.append(place)
                spans.append((low, high))
        lost = np.array(places, dtype=np.int64), np.array(spans, dtype=np.int64).reshape(-1, 2)
        working = working_words(allowed.exists, *lost, n_words)
        contact = contact_words(self._sources.view, allowed.may_land, working)
        ready = ready_words(contact, working, self._sources.life_steps)
        return Looks(self._sources.access, ready, contact, beginnings(contact))


def _blended(served: FloatArray, mixture: Mixture) -> FloatArray:
    return blended(served, mixture.starts, mixture.audiences, mixture.shares)
