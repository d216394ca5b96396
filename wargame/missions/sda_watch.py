"""Who has which space object in custody when: sources, what works of them, and what a coalition releases to whom.

The custody that a source gives is kept under exactly what it depends on, so a change of status costs only the
sources that it touches.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from wargame.availability import Outage
from wargame.coalition import Coalition
from wargame.missions.contacts import contact_words, working_words
from wargame.missions.contract import Setting
from wargame.missions.memoryless import digest_of
from wargame.missions.sda_custody import custody_words, steps_through
from wargame.missions.sda_sources import KEY, watched
from wargame.missions.status import EVERY_STEP, Functions
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.space.arrays import BitArray, BoolArray, frozen
from wargame.space.visibility import WORD_STEPS

WHOLE = ""
"""Stands for a satellite as a whole where a function is asked for. No payload has this name, so only outages of the
whole satellite count."""

ALWAYS, NEVER = np.uint64(2**64 - 1), np.uint64(0)
"""All steps of a word, and none."""

Heard: TypeAlias = tuple[tuple[int, tuple[int, ...]], ...]
"""Delays in steps, and the numbers of the sources that a nation hears of so long after receipt."""


@dataclass(frozen=True, eq=False, slots=True)
class Release:
    """What a coalition allows and has in space domain awareness.

    Attributes:
        exists: whether each function exists, shape (functions,).
        present: whether each object exists, shape (objects,).
        heard: by nation, what it hears how late.
        open_to: the owners of the gateways at which each owner may land.
        digest: equal for equal content.
    """

    exists: BoolArray
    present: BoolArray
    heard: Mapping[str, Heard]
    open_to: Mapping[str, frozenset[str]]
    digest: bytes


class Watch:
    """All that may observe some objects for some nations.

    Attributes:
        setting: scenario and geometry.
        nations: who wants custody.
        objects: ids of satellites, the columns of every result.
        seen: who sees which object when, bits, shape (words, observers, objects).
        sources: what comes down together.
        functions: every function whose status counts.
        places: where the functions of each source stand among all, shape (functions of the source,).
        own: all bits for a nation's own objects and none for others, by nation, shape (objects,).
        own_places: where each object with an owner among the nations stands among the functions; by its column.
        label: tells it from other watches.
    """

    def __init__(self, setting: Setting, nations: frozenset[str], objects: tuple[str, ...]) -> None:
        """Gather what may observe.

        Args:
            setting: scenario and geometry.
            nations: who wants custody; an adversary is served by nobody but itself.
            objects: ids of satellites.
        """
        self.setting = setting
        self.nations = tuple(sorted(nations))
        self.objects = objects
        self.seen, self.sources = watched(setting, nations, objects)
        fleet = setting.scenario.fleet
        hours = [getattr(fleet[each], "launch_at_h", None) or 0.0 for each in objects]
        self._launch_steps = [round(at_h * 3600) // SERVICE_STEP_S for at_h in hours]
        owners = [fleet[each].owner for each in objects]
        telling = {
            column: (objects[column], WHOLE) for column, owner in enumerate(owners) if owner in nations
        }
        watching = [function for source in self.sources for function in source.functions]
        self.functions = Functions(list(dict.fromkeys([*watching, *telling.values()])))
        place = {function: number for number, function in enumerate(self.functions.all)}
        self.places = tuple(
            np.array([place[function] for function in source.functions], dtype=np.int64)
            for source in self.sources
        )
        self.own_places = {column: place[function] for column, function in telling.items()}
        self.own = {
            nation: np.array([ALWAYS if owner == nation else NEVER for owner in owners], dtype=np.uint64)
            for nation in self.nations
        }
        self.label = digest_of(np.array([*self.nations, WHOLE, *objects], dtype=np.str_))
        self._parts: dict[int, set[int]] = {}
        for number, places in enumerate([*(each.tolist() for each in self.places), self.own_places.values()]):
            for each in places:
                self._parts.setdefault(each, set()).add(number)
        self._names: dict[Hashable, dict[int, bytes]] = {}

    def known_at_first(self, life_steps: int, n_words: int) -> BitArray:
        """When each object still counts as in custody because of its launch, or of the epoch, bits, (words, objects).

        What is not launched yet needs no custody.
        """
        words = {step: steps_through(step + life_steps, n_words) for step in set(self._launch_steps)}
        if len(words) == 1:
            return next(iter(words.values()))[:, None]
        return np.stack([words[step] for step in self._launch_steps], axis=1)

    def permitted(self, coalition: Coalition) -> Release:
        """What a coalition allows and has."""
        fleet = self.setting.scenario.fleet
        exists = [
            coalition.exists(asset, name if name and asset in fleet else None)
            for asset, name in self.functions.all
        ]
        present = [coalition.exists(each) for each in self.objects]
        owners = sorted({source.owner for source in self.sources})
        delays_s = {owner: coalition.release_delays_s(KEY, owner) for owner in owners}
        heard = {nation: self._heard(nation, delays_s) for nation in self.nations}
        open_to = {owner: coalition.gateways_open_to(KEY, owner) for owner in owners}
        content = [sorted(heard.items()), [(owner, sorted(open_to[owner])) for owner in owners]]
        kept = np.array(exists, dtype=np.bool_), np.array(present, dtype=np.bool_)
        return Release(*kept, heard, open_to, digest_of(*kept, np.array(repr(content))))

    def _heard(self, nation: str, delays_s: Mapping[str, Mapping[str, int]]) -> Heard:
        """What a nation hears how late.

        What it hears at once it has later too, so its own sources also stand among those that others hear of after
        the same delay. That changes nothing for the nation, but makes equal groups for all that share alike, and each
        group is worked out once.
        """
        groups: dict[int, set[int]] = {}
        for number, source in enumerate(self.sources):
            told_s = delays_s[source.owner]
            if source.owner == nation:
                told_s = {**told_s, nation: 0}
            elif nation in told_s:
                told_s = {nation: told_s[nation]}
            else:
                told_s = {}
            for delay_s in told_s.values():
                groups.setdefault(-(-delay_s // SERVICE_STEP_S), set()).add(number)
        return tuple((delay_steps, tuple(sorted(groups[delay_steps]))) for delay_steps in sorted(groups))

    def situation(self, release: Release, outages: Iterable[Outage], n_words: int) -> "Situation":
        """What works in the first words of steps, and who may know."""
        outages = self.functions.relevant(outages)
        segments = self.functions.segments(outages, EVERY_STEP, 0, n_words * WORD_STEPS)
        stopped, places = np.nonzero(np.array([segment.factors for segment in segments]) <= 0.0)
        spans = np.array([(segment.start, segment.stop) for segment in segments])[stopped]
        touched = frozenset[int]().union(*(self._parts[place] for place in set(places.tolist())))
        calm = self._names.setdefault((release.digest, n_words), {})
        return Situation(
            self,
            release,
            working_words(release.exists, np.ascontiguousarray(places), spans, n_words),
            touched,
            calm,
        )


@dataclass(frozen=True, eq=False)
class Situation:
    """What works when, over some words of steps, in one coalition.

    Attributes:
        watch: who may observe what.
        release: what the coalition allows and has.
        up: when each function works, bits, shape (functions, words).
        touched: the sources in which something has stopped, by number; telemetry has the number after the last.
        calm: names of what works when in sources that are not touched.
    """

    watch: Watch
    release: Release
    up: BitArray
    touched: frozenset[int]
    calm: dict[int, bytes]
    _stirred: dict[int, bytes] = field(default_factory=dict)
    _groups: dict[Hashable, BitArray] = field(default_factory=dict)

    @property
    def n_words(self) -> int:
        """Number of words of steps."""
        return int(self.up.shape[1])

    def custody(self, nation: str, life_steps: int) -> BitArray:
        """When a nation has each object in custody, bits, shape (words, objects).

        At the epoch, and at its launch if that is later, everybody knows where everything is.

        Args:
            nation: one of the nations of the watch.
            life_steps: for how many steps after an observation an object counts as in custody.
        """
        held = self._telemetry(life_steps) & self.watch.own[nation]
        held |= self.watch.known_at_first(life_steps, self.n_words)
        for delay_steps, numbers in self.release.heard[nation]:
            if delay_steps <= life_steps:
                held |= self._together(numbers, life_steps, delay_steps)
        return held

    def _together(self, numbers: tuple[int, ...], life_steps: int, delay_steps: int) -> BitArray:
        """Custody by some sources for those who know some steps after receipt; read only."""
        asked = numbers, life_steps, delay_steps
        if asked not in self._groups:
            first, *others = [self._tracked(number, life_steps, delay_steps) for number in numbers]
            held = first.copy() if others else first
            for other in others:
                held |= other
            self._groups[asked] = held
        return self._groups[asked]

    def _tracked(self, number: int, life_steps: int, delay_steps: int) -> BitArray:
        """Custody by one source for those who know some steps after receipt; read only."""

        def custody() -> BitArray:
            rows = self.watch.sources[number].rows
            return custody_words(self.watch.seen, rows, *self._inputs(number), life_steps, delay_steps)

        key = (KEY, self.watch.label, number, self._name(number), life_steps, delay_steps)
        return self.watch.setting.memo.get(key, custody)

    def _telemetry(self, life_steps: int) -> BitArray:
        """Custody of each object by its owner from what it tells, an observation in every step in which it works."""

        def custody() -> BitArray:
            always = np.full(self.n_words, ALWAYS)
            told = np.zeros((self.n_words, 1, len(self.watch.objects)), dtype=np.uint64)
            told[:, 0, list(self.watch.own_places)] = self._own_up().T
            return custody_words(
                frozen(told), np.zeros(1, dtype=np.int64), always[None], always, life_steps, 0
            )

        number = len(self.watch.sources)
        key = (KEY, self.watch.label, number, self._name(number), life_steps, 0)
        return self.watch.setting.memo.get(key, custody)

    def _name(self, number: int) -> bytes:
        """A name for when the observers and the ways down of a source work."""
        names = self._stirred if number in self.touched else self.calm
        if number not in names:
            telemetry = number == len(self.watch.sources)
            names[number] = digest_of(self._own_up()) if telemetry else digest_of(*self._inputs(number))
        return names[number]

    def _own_up(self) -> BitArray:
        """When the objects of the nations work, bits, shape (own objects, words)."""
        return self.up[list(self.watch.own_places.values())]

    def _inputs(self, number: int) -> tuple[BitArray, BitArray]:
        """When the observers of a source work (observers, words), and when what they saw can come down (words,)."""
        source, up = self.watch.sources[number], self.up[self.watch.places[number]]
        observers = up[: len(source.observers)]
        if source.satellite is None:
            return observers, np.full(self.n_words, ALWAYS)
        owners = self.release.open_to[source.owner]
        may_land = np.array([[item.owner in owners for item in source.landings]], dtype=np.bool_)
        return observers, contact_words(source.view, may_land, up)[0]
