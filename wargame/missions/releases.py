"""Who receives what, and how late, in a coalition: streams of collections, deliveries and their audiences.

Whatever everybody receives alike is computed once: payloads with the same recipients and delays are one *stream*; a
stream with a delay, for those who ask for the same age in the same region, is one *delivery*; those who receive the
same deliveries are one *audience*.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from wargame.coalition import Coalition
from wargame.missions.collectors import Collectors
from wargame.missions.contract import Setting, cells
from wargame.missions.memoryless import digest_of
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.scenario.payloads import is_open
from wargame.space.arrays import BoolArray, FloatArray, IntArray

NOT_GIVEN = -1


class Streams(NamedTuple):
    """Payloads whose collections everybody receives alike.

    Attributes:
        payloads: the payloads, one stream after the other, shape (members,).
        starts: where each stream starts among them, and the end, shape (streams + 1,).
    """

    payloads: IntArray
    starts: IntArray


class Deliveries(NamedTuple):
    """A stream with a delay, for those who ask for the same age in the same region.

    Attributes:
        starts: first delivery of each region, and the end, shape (regions + 1,).
        streams: the stream, shape (deliveries,).
        delays: steps from landing to release, shape (deliveries,).
        asked: steps up to which a collection is as good as new, shape (deliveries,).
    """

    starts: IntArray
    streams: IntArray
    delays: IntArray
    asked: IntArray


class Audiences(NamedTuple):
    """Those who receive the same deliveries.

    Attributes:
        spans: first point of each region, and the end, shape (regions + 1,).
        starts: first audience of each region, and the end, shape (regions + 1,).
        parts: where the deliveries of each audience start below, and the end, shape (audiences + 1,).
        deliveries: the deliveries of all audiences, one audience after the other.
        asked: steps up to which a collection is as good as new, shape (audiences,).
        curve: which curve of `lack` belongs to each audience, shape (audiences,).
        lack: 1 - min(1, A_req / age) by age in steps, shape (curves, steps of the horizon + 1).
        ever: whether anything that is delivered to it is ever collected over a point, shape (points, audiences).
    """

    spans: IntArray
    starts: IntArray
    parts: IntArray
    deliveries: IntArray
    asked: IntArray
    curve: IntArray
    lack: FloatArray
    ever: BoolArray


class Samples(NamedTuple):
    """Which steps are asked for: `number` steps from `first` on, every `stride`-th."""

    first: int
    stride: int
    number: int


@dataclass(frozen=True, slots=True)
class Ask:
    """What a group of users asks for.

    Attributes:
        region: place of its region on the axis of the setting.
        nation: place of its nation.
        kinds: kinds of payload that will do.
        age_s: age up to which a collection is as good as new (A_req).
        weight: the group's weight.
    """

    region: int
    nation: int
    kinds: frozenset[str]
    age_s: float
    weight: float


@dataclass(frozen=True, eq=False, slots=True)
class Mixture:
    """Sums of audiences by their shares, one for each cell.

    Attributes:
        starts: where the audiences of each cell start below, and the end, shape (cells + 1,).
        audiences: the audiences of all cells, one cell after the other.
        shares: their shares; those of a cell sum to 1.
    """

    starts: IntArray
    audiences: IntArray
    shares: FloatArray

    @classmethod
    def of(cls, parts: Iterable[tuple[int, int, float]], n_cells: int) -> "Mixture":
        """The mixture of some (cell, audience, weight)."""
        ordered = sorted(parts)
        cells = np.array([cell for cell, *_ in ordered], dtype=np.int64)
        weights = np.array([weight for *_, weight in ordered], dtype=np.float64)
        total = np.bincount(cells, weights, minlength=n_cells)
        return cls(
            np.searchsorted(cells, np.arange(n_cells + 1)),
            np.array([audience for _, audience, _ in ordered], dtype=np.int64),
            weights / total[cells],
        )

    def only(self, cells: IntArray) -> "Mixture":
        """The mixture of some of the cells."""
        parts = [np.arange(self.starts[cell], self.starts[cell + 1]) for cell in cells.tolist()]
        chosen = np.concatenate([np.zeros(0, dtype=np.int64), *parts])
        return Mixture(np.cumsum([0, *map(len, parts)]), self.audiences[chosen], self.shares[chosen])


@dataclass(frozen=True, eq=False, slots=True)
class Receipt:
    """What a coalition allows: where payloads land, and who receives what how late.

    Attributes:
        exists: whether each payload, then each gateway, exists, shape (functions,).
        may_land: which gateways each payload may use, shape (payloads, gateways).
        streams: payloads that everybody receives alike.
        deliveries: streams with their delays.
        audiences: who receives which deliveries.
        nations: audiences by region and nation.
        lines: the same for cells with demand only.
        regions: audiences by region.
        digest: equal for equal content.
    """

    exists: BoolArray
    may_land: BoolArray
    streams: Streams
    deliveries: Deliveries
    audiences: Audiences
    nations: Mixture
    lines: Mixture
    regions: Mixture
    digest: bytes


@dataclass(frozen=True, order=True, slots=True)
class _Key:
    """What tells one audience from another: place of its region among the sources', age, delay by stream."""

    region: int
    age_s: float
    delays: tuple[int, ...]

    @property
    def deliveries(self) -> list[tuple[int, float, int, int]]:
        """Region, age asked for, stream and delay of everything that is delivered to it."""
        given = [(stream, delay) for stream, delay in enumerate(self.delays) if delay != NOT_GIVEN]
        return [(self.region, self.age_s, *each) for each in given]


def receipt(setting: Setting, sources: Collectors, asks: Sequence[Ask], coalition: Coalition) -> Receipt:
    """What a coalition allows those who ask."""
    exists, may_land = sources.exists(coalition), sources.may_land(coalition)
    delays = _delays(setting, sources, asks, coalition, _lands(sources, exists, may_land))
    streams, delays_by_stream = _streams(sources, delays)
    keys = [
        _Key(sources.regions.index(ask.region), ask.age_s, tuple(row.tolist()))
        for ask, row in zip(asks, delays_by_stream, strict=True)
    ]
    distinct = sorted(set(keys))
    n_regions, n_nations = setting.shape
    weighed = [(ask, distinct.index(key)) for ask, key in zip(asks, keys, strict=True)]
    parts = [(ask.region * n_nations + ask.nation, audience, ask.weight) for ask, audience in weighed]
    nations, weights = Mixture.of(parts, n_regions * n_nations), np.zeros(setting.shape)
    for ask in asks:
        weights[ask.region, ask.nation] += ask.weight
    return Receipt(
        exists,
        may_land,
        streams,
        *_audiences(sources, distinct, _ever(sources, streams), setting.geometry.request.n_steps),
        nations,
        nations.only(cells(weights)),
        Mixture.of([(ask.region, audience, ask.weight) for ask, audience in weighed], n_regions),
        digest_of(exists, may_land, delays),
    )


def _lands(sources: Collectors, exists: BoolArray, may_land: BoolArray) -> BoolArray:
    """Whether each payload exists and ever sees a gateway that exists and that it may use, shape (payloads,)."""
    count = len(sources.payloads)
    open_gateways = may_land & exists[count:] & sources.view.any(axis=2)
    return exists[:count] & open_gateways.any(axis=1)


def _delays(
    setting: Setting, sources: Collectors, asks: Sequence[Ask], coalition: Coalition, lands: BoolArray
) -> IntArray:
    """Steps from landing to release of each payload to each who asks, NOT_GIVEN if never; (asks, payloads)."""
    givers = sorted({(item.owner, is_open(item.payload)) for item in sources.payloads})
    by_nation = np.full((len(setting.beneficiaries), len(givers)), NOT_GIVEN)
    for column, (owner, to_everybody) in enumerate(givers):
        delays_s = {**coalition.release_delays_s(sources.mission, owner), owner: 0}
        if to_everybody:
            delays_s = dict.fromkeys(setting.beneficiaries, 0)
        for row, nation in enumerate(setting.beneficiaries):
            if nation in delays_s:
                by_nation[row, column] = -(-delays_s[nation] // SERVICE_STEP_S)
    giver_of = np.array(
        [givers.index((item.owner, is_open(item.payload))) for item in sources.payloads], dtype=np.int64
    )
    kinds = [item.payload.kind for item in sources.payloads]
    delays = np.full((len(asks), len(kinds)), NOT_GIVEN)
    for row, ask in enumerate(asks):
        place = sources.regions.index(ask.region)
        points = slice(sources.spans[place], sources.spans[place + 1])
        wanted = np.array([kind in ask.kinds for kind in kinds], dtype=np.bool_)
        wanted &= lands & sources.collects[points].any(axis=0)
        delays[row, wanted] = by_nation[ask.nation, giver_of[wanted]]
    return delays


def _streams(sources: Collectors, delays: IntArray) -> tuple[Streams, IntArray]:
    """Payloads with the same delays for everybody as streams, and the delays by stream, shape (asks, streams)."""
    given = np.flatnonzero((delays != NOT_GIVEN).any(axis=0))
    by_stream, stream_of = np.unique(delays[:, given], axis=1, return_inverse=True)
    stream_of = stream_of.reshape(-1)
    order = np.argsort(stream_of, kind="stable")
    starts = np.searchsorted(stream_of[order], np.arange(by_stream.shape[1] + 1))
    return Streams(given[order], starts), by_stream


def _ever(sources: Collectors, streams: Streams) -> BoolArray:
    """Whether each stream ever collects over each point, shape (points, streams)."""
    members = [streams.payloads[a:b] for a, b in pairwise(streams.starts)]
    ever = [sources.collects[:, payloads].any(axis=1) for payloads in members]
    return np.array(ever, dtype=np.bool_).reshape(len(ever), len(sources.collects)).T


def _audiences(
    sources: Collectors, keys: Sequence[_Key], ever: BoolArray, n_steps: int
) -> tuple[Deliveries, Audiences]:
    """What is delivered, and to which audiences; keys are in order, `ever` has shape (points, streams)."""
    delivered = sorted({delivery for key in keys for delivery in key.deliveries})
    ages_s = sorted({key.age_s for key in keys})
    parts = [[delivered.index(delivery) for delivery in key.deliveries] for key in keys]
    places = np.arange(len(sources.regions) + 1)
    deliveries = Deliveries(
        np.searchsorted(_column([region for region, *_ in delivered]), places),
        _column([stream for _, _, stream, _ in delivered]),
        _column([delay for *_, delay in delivered]),
        _column([_whole(age_s, n_steps) for _, age_s, *_ in delivered]),
    )
    audiences = Audiences(
        sources.spans,
        np.searchsorted(_column([key.region for key in keys]), places),
        np.cumsum([0, *map(len, parts)]),
        _column([delivery for part in parts for delivery in part]),
        _column([_whole(key.age_s, n_steps) for key in keys]),
        _column([ages_s.index(key.age_s) for key in keys]),
        _lack(ages_s, n_steps),
        np.ascontiguousarray(
            (ever[:, None, :] & (np.array([key.delays for key in keys]) != NOT_GIVEN)).any(axis=2)
        ),
    )
    return deliveries, audiences


def _column(numbers: Sequence[int]) -> IntArray:
    """The numbers as an array."""
    return np.array(numbers, dtype=np.int64)


def _whole(age_s: float, n_steps: int) -> int:
    """Whole steps in an age, at most all."""
    return min(n_steps, int(age_s // SERVICE_STEP_S))


def _lack(ages_s: Sequence[float], n_steps: int) -> FloatArray:
    """What service lacks of 1 at every age in steps, 1 - min(1, A_req / age), shape (ages, n_steps + 1)."""
    steps_s = np.arange(n_steps + 1) * float(SERVICE_STEP_S)
    asked_s = np.array(ages_s, dtype=np.float64).reshape(-1, 1)
    lack: FloatArray = 1.0 - asked_s / np.maximum(steps_s, asked_s)
    return lack
