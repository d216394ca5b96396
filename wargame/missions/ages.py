"""Services by freshness: min(1, A_req / age), the age of the newest usable collection that has reached the user.

One rule for images, signals and weather; a mission only says who asks for which kinds of collection, and how recent.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.missions.calm import Calm, CalmAnswer
from wargame.missions.collectors import collectors
from wargame.missions.contacts import Looks, beginnings, blended, contact_words, ready_words, working_words
from wargame.missions.contract import Regions, Setting
from wargame.missions.freshness import mean_freshness, mixed_again
from wargame.missions.releases import Ask, Mixture, Receipt, Samples, receipt
from wargame.missions.remembering import Remembering
from wargame.missions.settled import Settled
from wargame.missions.status import EVERY_STEP, Grid
from wargame.scenario.base import MissionKey
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.space.arrays import BitArray, BoolArray, FloatArray
from wargame.space.visibility import WORD_STEPS, words_for


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
        self._settled_at: dict[tuple[Samples, Regions], Settled] = {}
        self._places: dict[tuple[str, str | None], list[int]] = {}
        for place, (asset, function) in enumerate(self.functions.all):
            self._places.setdefault((asset, function), []).append(place)
            self._places.setdefault((asset, None), []).append(place)

    def permitted(self, coalition: Coalition) -> Receipt:
        """Who receives what how late, where payloads land, and what exists."""
        return receipt(self.setting, self._sources, self._asks, coalition)

    def history(
        self, availability: Availability, grid: Grid, count: int, regions: Regions = None
    ) -> FloatArray:
        """Service at the first samples of a grid, shape (regions, beneficiaries, count)."""
        mixture = self.permissions(availability.coalition).nations
        return self._mixed(availability, grid, count, mixture, regions).reshape(*self.setting.shape, count)

    def line_history(self, availability: Availability, count: int) -> FloatArray:
        """Service at the first steps of every cell with demand, shape (cells, count)."""
        return self._mixed(availability, EVERY_STEP, count, self.permissions(availability.coalition).lines)

    def history_means(self, availability: Availability, grid: Grid, count: int) -> FloatArray:
        """Demand-weighted mean over beneficiaries at the first samples of a grid, shape (regions, count)."""
        return self._mixed(availability, grid, count, self.permissions(availability.coalition).regions)

    def _mixed(
        self, availability: Availability, grid: Grid, count: int, mixture: Mixture, regions: Regions = None
    ) -> FloatArray:
        """Mean freshness for mixtures of audiences at the first samples of a grid, rounded, shape (cells, count).

        Worked out only where it differs from what it is while everything works, and for some regions only if given.
        """
        allowed, losses = self.permissions(availability.coalition), self.losses(availability)
        if count == 0 or not self._asks:
            return np.zeros((len(mixture.starts) - 1, count))
        samples = Samples(grid.first, grid.stride, count)
        if losses and grid.first > 0 and grid.stride > 1 and _lasting(losses):
            served = self._settled(samples, regions).served(allowed, self._working(losses, allowed))
            return blended(served, mixture.starts, mixture.audiences, mixture.shares)
        n_words = self._words(grid.steps(0, count)[-1] // WORD_STEPS + 1)
        calm = self._calm(allowed, n_words)
        before = self._calm_answer(allowed, calm, samples, mixture)
        mixed = before.mixed.copy()
        if losses:
            looks = self._looks(losses, allowed, n_words)
            known, dirty = calm.under(looks, allowed)
            if regions is not None:
                dirty[
                    ~np.repeat(np.isin(self._sources.regions, regions), np.diff(allowed.audiences.starts))
                ] = False
            served = mean_freshness(known, allowed.audiences, samples, dirty)
            mixed_again(
                before.served,
                served,
                dirty,
                samples,
                mixture.starts,
                mixture.audiences,
                mixture.shares,
                mixed,
            )
        return mixed

    def _calm(self, allowed: Receipt, n_words: int) -> Calm:
        """What is known while everything works, over the first words of steps."""

        def work_out() -> Calm:
            return Calm.of(self._looks((), allowed, n_words), allowed)

        return self.setting.tables.get((self.key, "calm", allowed.digest, n_words), work_out)

    def _calm_answer(self, allowed: Receipt, calm: Calm, samples: Samples, mixture: Mixture) -> CalmAnswer:
        """The answer while everything works."""

        def work_out() -> CalmAnswer:
            everything = np.ones((len(allowed.audiences.asked), calm.looks.contact.shape[1]), dtype=np.bool_)
            served = mean_freshness(calm.known, allowed.audiences, samples, everything)
            return CalmAnswer(served, blended(served, mixture.starts, mixture.audiences, mixture.shares))

        key = (self.key, "calm answer", allowed.digest, samples, mixture.starts.tobytes())
        return self.setting.tables.get(key, work_out)

    def _settled(self, samples: Samples, regions: Regions) -> Settled:
        """Newest collections for some regions, all if None."""
        key = samples, regions
        if key not in self._settled_at:
            here = [
                place
                for place, region in enumerate(self._sources.regions)
                if regions is None or region in regions
            ]
            self._settled_at[key] = Settled(self._sources, samples, np.array(here, dtype=np.int64))
        return self._settled_at[key]

    def _working(self, losses: Sequence[Outage], allowed: Receipt) -> BoolArray:
        """What exists and is not lost, shape (functions,)."""
        working = allowed.exists.copy()
        for outage in losses:
            working[self._places[outage.asset, outage.function]] = False
        return working

    def _looks(self, losses: Sequence[Outage], allowed: Receipt, n_words: int) -> Looks:
        """When payloads may collect and land in the first words of steps."""
        places, spans = list[int](), list[tuple[int, int]]()
        for outage in losses:
            low = EVERY_STEP.sample_from(outage.start_s)
            high = n_words * WORD_STEPS if outage.end_s is None else EVERY_STEP.sample_from(outage.end_s)
            for place in self._places[outage.asset, outage.function]:
                places.append(place)
                spans.append((low, high))
        lost = np.array(places, dtype=np.int64), np.array(spans, dtype=np.int64).reshape(-1, 2)
        working = working_words(allowed.exists, *lost, n_words)
        contact = contact_words(self._sources.view, allowed.may_land, working)
        ready = ready_words(contact, working, self._sources.life_steps)
        access = self._run_access if n_words <= self._run_words else self._sources.access
        return Looks(access, ready, contact, beginnings(contact))

    def _words(self, least: int) -> int:
        """How many words of steps are worked out where at least some are asked for: those of the run, or all."""
        return self._run_words if least <= self._run_words else int(self._sources.access.shape[2])

    @property
    def _run_words(self) -> int:
        """Words of steps in the run."""
        steps = self.setting.scenario.clock.duration_s // SERVICE_STEP_S
        return min(int(self._sources.access.shape[2]), max(1, words_for(steps)))

    @cached_property
    def _run_access(self) -> BitArray:
        """When payloads may collect during the run: together in memory, as nothing is read more often."""
        return np.ascontiguousarray(self._sources.access[:, :, : self._run_words])


def _lasting(losses: Sequence[Outage]) -> bool:
    """Whether all hold from the epoch on for good."""
    return all(outage.start_s <= 0.0 and outage.end_s is None for outage in losses)
