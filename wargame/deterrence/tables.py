"""How much service is left under a given set of statuses, as prefix sums over time: Red's what-if, made cheap.

A status is (asset, function, factor); what Red does not know is never there for it. It is reckoned as if it had always
held, so the mean service over any window is a difference of two prefix sums, and a history of statuses is a sum of such
differences. Entries are keyed by content and shared by replicates, coalitions and moves.
"""

from collections.abc import Hashable, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property, lru_cache
from hashlib import blake2b

import numpy as np

from wargame.availability import Jammer, Outage, Status, Statuses
from wargame.coalition import Coalition
from wargame.deterrence.books import Book
from wargame.deterrence.felt import Felt
from wargame.deterrence.futures import Layout
from wargame.deterrence.shelf import KEY_BYTES, Shelf
from wargame.missions.service import ServiceModel
from wargame.scenario import MissionKey, Scenario
from wargame.space.architecture import geometry_of
from wargame.space.arrays import FloatArray

MOST_SUMS = 60_000
"""Entries that are kept in memory before all are forgotten: about 100 MB at forty samples and three regions."""

MOST_KEPT = 20_000
"""Entries that are left for the next process."""


class LossTables:
    """Mean services under hypothetical statuses, memoised by content."""

    def __init__(self, services: ServiceModel, shelf: Shelf) -> None:
        """Starts with what an earlier process has kept on the shelf."""
        self._services = services
        self._shelf = shelf
        self._kept = shelf.load()
        self._fresh: dict[tuple[MissionKey, Hashable, Statuses, frozenset[str]], FloatArray] = {}
        self._sums: dict[tuple[MissionKey, tuple[object, ...]], dict[Statuses, FloatArray]] = {}
        self._books: dict[tuple[object, ...], Book] = {}
        self._n_sums = 0
        self.ladders: dict[tuple[object, ...], list[tuple[str, ...]]] = {}
        """Greedy target sets found so far, by what they depend on."""
        self.horizon_s = services.horizon_s
        scenario = services.scenario
        assets = (*scenario.fleet.items(), *scenario.sites.items())
        self._hidden = frozenset(asset for asset, item in assets if not item.shown)
        self._learned: frozenset[str] = frozenset()
        self._knowing: dict[frozenset[str], LossTables] = {}
        self._assets: dict[MissionKey, frozenset[str]] = {}
        self._feels: dict[tuple[MissionKey, str, str | None, float], bool] = {}
        self._seen: dict[tuple[object, ...], Coalition] = {}
        self.places = _regions_of_objectives(scenario, services.regions)
        """Places of the regions in which any adversary wants to deny a mission, in order, by mission."""
        self.hits = 0
        self.misses = 0

    def feels(self, mission: MissionKey, what: Felt | Status) -> bool:
        """Whether the mission's service can depend on an outage, a transmitter or a status at all."""
        if isinstance(what, Jammer):
            return self._services.service(mission).hears_jammers
        asset, function, factor = what.lasting if isinstance(what, Outage) else what
        key = mission, asset, function, factor
        if key not in self._feels:
            self._feels[key] = self._shown.service(mission).feels(asset, function, factor)
        return self._feels[key]

    def knowing(self, learned: frozenset[str]) -> "LossTables":
        """The same what-if for somebody who has learned of these hidden assets; what was worked out is shared."""
        if not learned:
            return self
        if learned not in self._knowing:
            wiser = copy(self)
            wiser._learned = learned
            wiser._hidden = self._hidden - learned
            wiser._sums, wiser._books, wiser.ladders = {}, {}, {}
            wiser._assets, wiser._feels, wiser._seen = {}, {}, {}
            wiser.__dict__.pop("_shown", None)
            self._knowing[learned] = wiser
        return self._knowing[learned]

    def reads(self, mission: MissionKey, asset: str) -> bool:
        """Whether the mission's service can depend on the asset at all, as far as an adversary can tell.

        A gateway that only a hidden satellite uses must not become a target by that.
        """
        if mission not in self._assets:
            self._assets[mission] = self._shown.service(mission).assets
        return asset in self._assets[mission]

    @cached_property
    def _shown(self) -> ServiceModel:
        """The services of what is shown; those of everything where nothing is hidden."""
        if not self._hidden:
            return self._services
        scenario = self._services.scenario.as_known(self._learned)
        return ServiceModel(scenario, geometry_of(scenario))

    def _as_seen(self, coalition: Coalition) -> Coalition:
        """The same players, with what an adversary knows that they have."""
        known = self._shown.scenario
        if known is coalition.scenario:
            return coalition
        if coalition.key not in self._seen:
            self._seen[coalition.key] = replace(coalition, scenario=known)
        return self._seen[coalition.key]

    def _sums_of(self, mission: MissionKey, asked: Sequence[Statuses], coalition: Coalition) -> FloatArray:
        """Demand-weighted service summed over the samples, shape (statuses, regions of objectives, samples + 1).

        Known, kept by an earlier process, or worked out now: all that are new together.
        """
        known = self._sums.setdefault((mission, coalition.key), {})
        new = [statuses for statuses in asked if statuses not in known]
        self._n_sums += len(new)
        if self._kept:
            for statuses in new:
                kept = self._kept.get(_name(mission, coalition.key, statuses, self._hidden))
                if kept is not None:
                    known[statuses] = kept[: len(self.places[mission])]
            new = [statuses for statuses in new if statuses not in known]
        if new:
            made = dict(zip(new, self._computed(mission, new, coalition), strict=True))
            known.update(made)
            if not self._kept and len(self._fresh) < MOST_KEPT:
                hidden = self._hidden
                self._fresh.update(
                    ((mission, coalition.key, each, hidden), sums) for each, sums in made.items()
                )
        self.misses += len(new)
        self.hits += len(asked) - len(new)
        return np.array([known[statuses] for statuses in asked])

    def _computed(self, mission: MissionKey, asked: Sequence[Statuses], coalition: Coalition) -> FloatArray:
        """Prefix sums of the services of what is shown, shape (statuses, regions of objectives, samples + 1).

        To take what is hidden for lost would not do: what a lost satellite had collected before is still in hand.
        """
        seen, regions = self._as_seen(coalition), self.places[mission]
        samples = self._shown.lasting_by_region(mission, seen, asked, regions)
        return np.concatenate([np.zeros((*samples.shape[:2], 1)), np.cumsum(samples, axis=2)], axis=2)

    def keep(self) -> None:
        """Puts what was worked out on the shelf for the next process, if nobody has yet."""
        if not self._kept:
            rows = max(map(len, self.places.values()), default=0)  # the shelf has one shape for all missions
            self._shelf.keep(
                {
                    _name(*what): np.pad(sums, ((0, rows - len(sums)), (0, 0)))
                    for what, sums in self._fresh.items()
                }
            )

    def means(
        self, mission: MissionKey, layout: Layout, now_s: float, coalitions: Sequence[Coalition]
    ) -> FloatArray:
        """Mean service of each future under each coalition, shape (coalitions, futures, regions).

        Args:
            mission: the mission.
            layout: the futures, with times from now.
            now_s: now, seconds since the epoch.
            coalitions: whom they are reckoned against.

        Every status is one that the mission feels. Only the regions in which an adversary wants to deny the mission
        are looked at, in the order of `places`.
        """
        if self._n_sums >= MOST_SUMS:  # so that thousands of games do not fill the memory
            self._sums.clear()
            self._books.clear()
            self._n_sums = 0
        key = (mission, *(coalition.key for coalition in coalitions))
        if key not in self._books:
            self._books[key] = Book(len(coalitions), len(self.places[mission]))
        book = self._books[key]
        if new := book.unknown(layout):
            book.add(new, np.stack([self._sums_of(mission, new, each) for each in coalitions], axis=1))
        self.hits += (len(layout.statuses) - len(new)) * len(coalitions)
        return book.means(layout, now_s)


def _regions_of_objectives(scenario: Scenario, regions: Sequence[str]) -> dict[MissionKey, tuple[int, ...]]:
    """Places of the regions in which any adversary wants to deny a mission, by mission."""
    blocks = [scenario.actors[actor].adversary for actor in scenario.adversaries]
    aims = [aim for block in blocks if block is not None for aim in block.objectives.values()]
    return {
        mission: tuple(sorted({regions.index(aim.region) for aim in aims if aim.mission == mission}))
        for mission in sorted({aim.mission for aim in aims})
    }


def _name(mission: MissionKey, present: Hashable, statuses: Statuses, hidden: frozenset[str]) -> bytes:
    """A short name for what an entry depends on, the same in every process."""
    key = mission, present, sorted(map(_written, statuses)), sorted(hidden)
    return blake2b(repr(key).encode(), digest_size=KEY_BYTES).digest()


@lru_cache(maxsize=65_536)
def _written(status: Status) -> str:
    """A status as text; the same ones come back over and over."""
    return repr(status) if isinstance(status, Jammer) else repr((status[0], status[1] or "", status[2]))
