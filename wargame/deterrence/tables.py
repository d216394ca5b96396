"""How much service is left under a given set of statuses, as prefix sums over time: Red's what-if, made cheap.

A status is (asset, function, factor); what Red does not know is never there for it. All missions of today are
memoryless, so the mean service over any window is a difference of two prefix sums, and a history of statuses is a sum
of such differences. Entries are keyed by content and shared by replicates, coalitions and moves.
"""

import math
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from wargame.availability import Availability, Jammer, Outage
from wargame.coalition import Coalition
from wargame.deterrence.shelf import KEY_BYTES, Shelf
from wargame.missions.service import ServiceModel
from wargame.missions.status import WHAT_IF_STEP_S
from wargame.scenario import MissionKey, Scenario
from wargame.space.architecture import geometry_of

FloatArray: TypeAlias = npt.NDArray[np.float64]
Status: TypeAlias = tuple[str, str | None, float] | Jammer
"""(asset, function or None for all, factor left), or a transmitter that drowns receivers for as long as it lasts."""
Statuses: TypeAlias = frozenset[Status]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Statuses that hold from `start_s` until `end_s`."""

    statuses: Statuses
    start_s: float
    end_s: float


def status_of(what: Outage | Jammer) -> Status:
    """What holds while an outage or a transmitter lasts, without its times."""
    if isinstance(what, Jammer):
        return what.lasting
    return what.asset, what.function, what.factor


def stretches(outages: Iterable[Outage | Jammer], start_s: float, end_s: float) -> list[Stretch]:
    """The window cut where an outage or a transmitter begins or ends, with the statuses that hold in each piece."""
    held = [item for item in outages if item.start_s < end_s and (item.end_s is None or item.end_s > start_s)]
    cuts = {start_s, end_s}
    for item in held:
        cuts.update(t for t in (item.start_s, item.end_s) if t is not None and start_s < t < end_s)
    edges = sorted(cuts)
    spans = [(o.start_s, math.inf if o.end_s is None else o.end_s, status_of(o)) for o in held]
    return [
        Stretch(frozenset([status for low, high, status in spans if low <= a < high]), a, b)
        for a, b in pairwise(edges)
    ]


MOST_SUMS = 60_000
"""Entries that are kept in memory before all are forgotten: about 200 MB at forty samples and eight regions."""

MOST_KEPT = 20_000
"""Entries that are left for the next process."""


class LossTables:
    """Mean services under hypothetical statuses, memoised by content."""

    def __init__(self, services: ServiceModel, shelf: Shelf) -> None:
        """Starts with what an earlier process has kept on the shelf."""
        self._services = services
        self._shelf = shelf
        self._kept = shelf.load()
        self._fresh: dict[bytes, FloatArray] = {}
        self._sums: dict[tuple[MissionKey, tuple[object, ...]], dict[Statuses, FloatArray]] = {}
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
        self._seen: dict[tuple[object, ...], Coalition] = {}
        self._regions = _regions_of_objectives(scenario, services.regions)
        self.hits = 0
        self.misses = 0

    def feels(self, mission: MissionKey, what: Outage | Jammer | Status) -> bool:
        """Whether the mission's service can depend on an outage, a transmitter or a status at all."""
        if isinstance(what, Jammer):
            return self._services.service(mission).hears_jammers
        return self.reads(mission, what.asset if isinstance(what, Outage) else what[0])

    def knowing(self, learned: frozenset[str]) -> "LossTables":
        """The same what-if for somebody who has learned of these hidden assets; what was worked out is shared."""
        if not learned:
            return self
        if learned not in self._knowing:
            wiser = copy(self)
            wiser._learned = learned
            wiser._hidden = self._hidden - learned
            wiser._sums, wiser.ladders, wiser._assets, wiser._seen = {}, {}, {}, {}
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

    def _known_sums(self, mission: MissionKey, coalition: Coalition) -> dict[Statuses, FloatArray]:
        """What is known of a mission under a coalition, by lasting statuses.

        Each is demand-weighted service summed over the samples, shape (regions, samples + 1); only regions in which an
        adversary wants to deny the mission are sure to be worked out.
        """
        return self._sums.setdefault((mission, coalition.key), {})

    def _looked_up(
        self,
        mission: MissionKey,
        statuses: Statuses,
        coalition: Coalition,
        known: dict[Statuses, FloatArray],
    ) -> FloatArray:
        """Prefix sums of statuses that were not asked for before: known by what the mission feels of them, or new."""
        if self._n_sums >= MOST_SUMS:  # so that thousands of games do not fill the memory
            self._sums.clear()
            self._n_sums = 0
            known = self._known_sums(mission, coalition)
        self._n_sums += 1
        relevant = frozenset(item for item in statuses if self.feels(mission, item))
        if relevant in known:
            self.hits += 1
            known[statuses] = known[relevant]
            return known[relevant]
        name = _name(mission, coalition, relevant, self._hidden)
        sums = self._kept.get(name)
        if sums is None:
            self.misses += 1
            sums = self._computed(mission, relevant, coalition)
            if len(self._fresh) < MOST_KEPT:
                self._fresh[name] = sums
        else:
            self.hits += 1
        known[relevant] = known[statuses] = sums
        return sums

    def _computed(self, mission: MissionKey, statuses: Statuses, coalition: Coalition) -> FloatArray:
        """Prefix sums of the services of what is shown.

        To take what is hidden for lost would not do: what a lost satellite had collected before is still in hand.
        """
        jammers = tuple(item for item in statuses if isinstance(item, Jammer))
        outages = tuple(Outage(*item, 0.0, None) for item in statuses if not isinstance(item, Jammer))
        regions = self._regions.get(mission, ())
        believed = Availability(outages, self._as_seen(coalition), jammers)
        samples = self._shown.samples_by_region(mission, believed, regions=regions)
        return np.concatenate([np.zeros((samples.shape[0], 1)), np.cumsum(samples, axis=1)], axis=1)

    def keep(self) -> None:
        """Puts what was worked out on the shelf for the next process, if nobody has yet."""
        if not self._kept:
            self._shelf.keep(self._fresh)

    def means(
        self, mission: MissionKey, histories: Sequence[Sequence[Stretch]], coalitions: Sequence[Coalition]
    ) -> FloatArray:
        """Mean service of each history under each coalition, shape (coalitions, histories, regions)."""
        rows = [(n, piece) for n, pieces in enumerate(histories) for piece in pieces]
        owner = np.array([n for n, _ in rows])
        starts = np.array([piece.start_s for _, piece in rows]) / WHAT_IF_STEP_S
        ends = np.array([piece.end_s for _, piece in rows]) / WHAT_IF_STEP_S
        places: dict[Statuses, int] = {}
        which = np.array([places.setdefault(piece.statuses, len(places)) for _, piece in rows])
        spans = np.bincount(owner, weights=ends - starts)
        result = []
        for coalition in coalitions:
            known = self._known_sums(mission, coalition)
            found = [known.get(statuses) for statuses in places]
            self.hits += sum(sums is not None for sums in found)
            table = np.stack(
                [
                    sums if sums is not None else self._looked_up(mission, statuses, coalition, known)
                    for sums, statuses in zip(found, places, strict=True)
                ]
            )
            parts = _at(table, which, ends) - _at(table, which, starts)
            sums = np.zeros((len(histories), table.shape[1]))
            np.add.at(sums, owner, parts)
            result.append(sums / spans[:, None])
        return np.stack(result)


def _regions_of_objectives(scenario: Scenario, regions: Sequence[str]) -> dict[MissionKey, tuple[int, ...]]:
    """Places of the regions in which any adversary wants to deny a mission, by mission."""
    blocks = [scenario.actors[actor].adversary for actor in scenario.adversaries]
    aims = [aim for block in blocks if block is not None for aim in block.objectives.values()]
    return {
        mission: tuple(sorted({regions.index(aim.region) for aim in aims if aim.mission == mission}))
        for mission in sorted({aim.mission for aim in aims})
    }


def _name(mission: MissionKey, coalition: Coalition, statuses: Statuses, hidden: frozenset[str]) -> bytes:
    """A short name for what an entry depends on, the same in every process."""
    listed = sorted(
        repr(item) if isinstance(item, Jammer) else repr((item[0], item[1] or "", item[2]))
        for item in statuses
    )
    key = mission, coalition.key, listed, sorted(hidden)
    return blake2b(repr(key).encode(), digest_size=KEY_BYTES).digest()


def _at(table: FloatArray, which: npt.NDArray[np.int64], samples: FloatArray) -> FloatArray:
    """Prefix sums at fractional samples by linear interpolation, shape (rows, regions)."""
    last = table.shape[2] - 1
    low = np.clip(np.floor(samples).astype(np.int64), 0, last - 1)
    share = (np.minimum(samples, last) - low)[:, None]
    sums: FloatArray = table[which, :, low] * (1.0 - share) + table[which, :, low + 1] * share
    return sums
