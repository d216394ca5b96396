"""How much service is left under a given set of statuses, sampled over time: Red's what-if, made cheap.

A status is (asset, function, factor); what Red does not know is never there for it. It is reckoned as if it had always
held, so the mean service over any window is a difference of two prefix sums, and a history of statuses is a sum of such
differences. Only samples that lie in some window are worked out. Entries are keyed by content and shared by replicates,
coalitions and moves.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property, lru_cache
from hashlib import blake2b

import numpy as np

from wargame.availability import Jammer, Outage, Status, Statuses
from wargame.coalition import Coalition
from wargame.deterrence.books import Book, in_units
from wargame.deterrence.felt import Felt
from wargame.deterrence.futures import Layout
from wargame.deterrence.shelf import KEY_BYTES, Shelf
from wargame.missions.contract import Sampled, Span, covers, hull
from wargame.missions.service import ServiceModel
from wargame.missions.status import WHAT_IF
from wargame.scenario import MissionKey, Scenario
from wargame.space.architecture import geometry_of
from wargame.space.arrays import FloatArray

MOST_BYTES = 192 * 2**20
"""Memory of the books before all are forgotten: some 250,000 entries at thirty samples and three regions."""

MOST_KEPT = 20_000
"""Entries that are left for the next process."""

MOST_IN_VAIN = 500
"""So many questions in a row to which what was left had no answer, and it is not asked any more: a long study goes on
to states that the first games never met, and to look for them costs as much as a tenth of working them out."""


class LossTables:
    """Mean services under hypothetical statuses, memoised by content."""

    def __init__(self, services: ServiceModel, shelf: Shelf) -> None:
        """Starts with what an earlier process has kept on the shelf."""
        self._services = services
        self._shelf = shelf
        self._kept = shelf.load()
        self._in_vain = 0
        self._fresh: dict[tuple[MissionKey, Hashable, Statuses, frozenset[str]], Sampled] = {}
        self._left = False
        self._books: dict[MissionKey, Book] = {}
        self._samples = WHAT_IF.samples_in(services.setting.geometry.request.n_steps)
        self.ladders: dict[tuple[object, ...], list[tuple[str, ...]]] = {}
        """Greedy target sets found so far, by what they depend on."""
        self.horizon_s = services.horizon_s
        scenario = services.scenario
        assets = (*scenario.fleet.items(), *scenario.sites.items())
        self._hidden = frozenset(asset for asset, item in assets if not item.shown)
        self._learned: frozenset[str] = frozenset()
        self._knowing: dict[frozenset[str], LossTables] = {}
        self._assets: dict[MissionKey, frozenset[str]] = {}
        self._read: dict[tuple[MissionKey, tuple[str, ...]], frozenset[str]] = {}
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
        """The same what-if for somebody who has learned of these hidden assets, with books of its own."""
        if not learned:
            return self
        if learned not in self._knowing:
            wiser = copy(self)
            wiser._learned = learned
            wiser._hidden = self._hidden - learned
            wiser._books, wiser.ladders = {}, {}
            wiser._assets, wiser._read, wiser._feels, wiser._seen = {}, {}, {}, {}
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

    def read_of(self, mission: MissionKey, targets: tuple[str, ...]) -> frozenset[str]:
        """Those of some targets that the mission reads, as far as an adversary can tell."""
        key = mission, targets
        if key not in self._read:
            self._read[key] = frozenset(target for target in targets if self.reads(mission, target))
        return self._read[key]

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

    def _write(
        self, book: Book, mission: MissionKey, asked: Mapping[Statuses, Span], coalition: Coalition
    ) -> None:
        """Writes what a layout asks for and is not written yet: kept by an earlier process, or worked out now."""
        kept = self._taken(book, mission, asked, coalition)
        if kept:
            book.write(coalition.key, {each: found.span for each, found in kept.items()}, _values(kept))
        new = {
            each: hull(kept[each].span, span) if each in kept else span
            for each, span in asked.items()
            if each not in kept or not covers(kept[each].span, span)
        }
        self.misses += len(new)
        if new:
            made = self._computed(mission, new, coalition)
            book.write(coalition.key, {each: found.span for each, found in made.items()}, _values(made))
            if not self._kept and not self._left and len(self._fresh) < MOST_KEPT:
                hidden = self._hidden
                self._fresh.update(
                    ((mission, coalition.key, each, hidden), samples) for each, samples in made.items()
                )

    def _taken(
        self, book: Book, mission: MissionKey, asked: Iterable[Statuses], coalition: Coalition
    ) -> dict[Statuses, Sampled]:
        """What an earlier process has left of statuses of which nothing is written."""
        found = dict[Statuses, Sampled]()
        for statuses in asked if self._kept and self._in_vain < MOST_IN_VAIN else ():
            if book.span(statuses, coalition.key) is None:
                kept = self._kept.get(_name(mission, coalition.key, statuses, self._hidden))
                self._in_vain = 0 if kept is not None else self._in_vain + 1
                if kept is not None:
                    there = np.flatnonzero(~np.isnan(kept[0]))
                    span = int(there[0]), int(there[-1]) + 1
                    found[statuses] = Sampled(span, kept[: len(self.places[mission])])
        return found

    def _computed(
        self, mission: MissionKey, asked: Mapping[Statuses, Span], coalition: Coalition
    ) -> dict[Statuses, Sampled]:
        """Services of what is shown, in units, each shape (regions of objectives, samples).

        To take what is hidden for lost would not do: what a lost satellite had collected before is still in hand.
        """
        seen, regions, spans = self._as_seen(coalition), self.places[mission], list(asked.values())
        samples = in_units(self._shown.lasting_by_region(mission, seen, list(asked), regions, spans))
        if not self._shown.service(mission).by_sample:
            spans = [(0, self._samples)] * len(spans)
        return {each: Sampled(span, values) for each, span, values in zip(asked, spans, samples, strict=True)}

    def keep(self) -> None:
        """Puts what was worked out on the shelf for the next process, if nobody has yet."""
        if not self._kept and not self._left and self._fresh:
            self._left = True
            rows = max(map(len, self.places.values()), default=0)  # the shelf has one shape for all missions
            self._shelf.keep({_name(*what): _padded(samples, rows) for what, samples in self._fresh.items()})

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
        book = self._book(mission)
        present = [coalition.key for coalition in coalitions]
        for coalition, new in zip(coalitions, book.unknown(layout, now_s, present), strict=True):
            if new:
                self._write(book, mission, new, coalition)
            self.hits += len(layout.statuses) - len(new)
        return book.means(layout, now_s, present)

    def _book(self, mission: MissionKey) -> Book:
        """The book of a mission; all are new where they had filled their part of the memory."""
        if sum(book.nbytes for book in self._books.values()) > MOST_BYTES:
            self._books.clear()
        if mission not in self._books:
            self._books[mission] = Book(len(self.places[mission]), self._samples)
        return self._books[mission]


def _values(samples: Mapping[Statuses, Sampled]) -> Iterator[FloatArray]:
    """The values of samples, one after the other."""
    return (each.values for each in samples.values())


def _padded(samples: Sampled, rows: int) -> FloatArray:
    """Samples with as many rows as all missions have on the shelf, no number where they are not known."""
    padded = np.full((rows, samples.values.shape[1]), np.nan)
    known = slice(*samples.span)
    padded[:, known] = 0.0
    padded[: len(samples.values), known] = samples.values[:, known]
    return padded


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
    digest = _begun(mission, present, hidden).copy()
    digest.update(repr(sorted(map(_written, statuses))).encode())
    return digest.digest()


@lru_cache(maxsize=4096)
def _begun(mission: MissionKey, present: Hashable, hidden: frozenset[str]) -> blake2b:
    """The part of a name that many entries have in common."""
    return blake2b(repr((mission, present, sorted(hidden))).encode(), digest_size=KEY_BYTES)


@lru_cache(maxsize=65_536)
def _written(status: Status) -> str:
    """A status as text; the same ones come back over and over."""
    return repr(status) if isinstance(status, Jammer) else repr((status[0], status[1] or "", status[2]))
