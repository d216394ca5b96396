"""Freshness under losses that hold from the epoch on: what Red's what-ifs ask, many times and at few samples.

What is known of one payload at a step depends only on where it may land and how late it is released: the newest
collection not later than the last contact that was released by then. That is worked out once for each payload, set of
gateways and delay; what an audience knows is the newest of what it receives. The answers are those of
`wargame.missions.freshness`, to the last bit.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wargame.missions.collectors import Collectors
from wargame.missions.contacts import contact_words, ready_words, working_words
from wargame.missions.releases import Audiences, Receipt, Samples
from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray
from wargame.space.compiled import inner_kernel, kernel

StepArray = npt.NDArray[np.int16]

MOST_ROWS = 6_000
"""Rows that are kept before all are forgotten: about 100 MB at forty samples and thirty points."""

MOST_PLANS = 4_000
"""Sets of gateways, by coalition, of which it is kept where their rows stand."""

HALF = 0.5
"""Of a step is still served as before when something newer comes in it (as in `wargame.missions.freshness`)."""


class Plan(NamedTuple):
    """Which rows of newest collections every delivery consists of, one delivery after the other.

    Attributes:
        starts: where the rows of each delivery start below, and the end, shape (deliveries + 1,).
        rows: rows of `Settled.newest`, shape (members of all deliveries,).
        payloads: the payload of each, shape (members of all deliveries,).
    """

    starts: IntArray
    rows: IntArray
    payloads: IntArray


@dataclass(eq=False)
class Settled:
    """Newest collections of payloads at some samples, worked out when they are first asked for.

    Args:
        sources: payloads, gateways and what they see.
        samples: the steps asked about; the first is not the first of all.
        regions: places of regions among the sources' of which it is asked.
    """

    sources: Collectors
    samples: Samples
    regions: IntArray

    def __post_init__(self) -> None:
        """Nothing is worked out yet."""
        spans = self.sources.spans
        none = np.zeros(0, dtype=np.int64)  # nobody in the regions asked about may want anything
        self._points = np.concatenate([none, *(np.arange(spans[r], spans[r + 1]) for r in self.regions)])
        self.places = np.full(int(spans[-1]), -1)
        self.places[self._points] = np.arange(len(self._points))
        """Where each point stands in a row of newest collections, -1 for none, shape (points,)."""
        self._forget()

    def _forget(self) -> None:
        self.newest: StepArray = np.zeros((0, len(self._points), 2, self.samples.number), dtype=np.int16)
        """The step of the newest collection that is known at the end of each sample's step and of the one before, -1
        for none, shape (rows, points, 2, samples)."""
        self._rows: dict[tuple[int, bytes, int], int] = {}
        self._plans: dict[tuple[bytes, bytes], Plan] = {}

    def served(self, allowed: Receipt, working: BoolArray) -> FloatArray:
        """Mean freshness of every audience of the regions asked about, shape (audiences, samples); 0 of others.

        Args:
            allowed: who receives what how late, and where payloads may land.
            working: whether each payload, then each gateway, works, shape (functions,).
        """
        plan = self._plan(allowed, working)
        return settled_freshness(
            self.newest, plan, allowed.audiences, self.samples, self.regions, self.places, working
        )

    def _plan(self, allowed: Receipt, working: BoolArray) -> Plan:
        """The rows of everything that is delivered while some gateways work."""
        gateways = working[len(self.sources.payloads) :]
        key = allowed.digest, gateways.tobytes()
        if key not in self._plans:
            if len(self._rows) > MOST_ROWS or len(self._plans) > MOST_PLANS:
                self._forget()
            self._plans[key] = self._planned(allowed, gateways)
        return self._plans[key]

    def _planned(self, allowed: Receipt, gateways: BoolArray) -> Plan:
        lands = allowed.may_land & gateways
        names = [row.tobytes() for row in np.packbits(lands, axis=1)]
        asked = np.isin(
            np.repeat(np.arange(len(self.sources.spans) - 1), np.diff(allowed.deliveries.starts)),
            self.regions,
        )
        members = []
        for stream, delay, wanted in zip(
            allowed.deliveries.streams, allowed.deliveries.delays, asked, strict=True
        ):
            first, last = allowed.streams.starts[stream], allowed.streams.starts[stream + 1]
            payloads = allowed.streams.payloads[first:last].tolist() if wanted else []
            members.append([(payload, names[payload], int(delay)) for payload in payloads])
        self._work_out(sorted({key for each in members for key in each} - self._rows.keys()), lands)
        listed = [key for each in members for key in each]
        return Plan(
            np.cumsum([0, *map(len, members)]),
            np.array([self._rows[key] for key in listed], dtype=np.int64),
            np.array([payload for payload, *_ in listed], dtype=np.int64),
        )

    def _work_out(self, wanted: list[tuple[int, bytes, int]], lands: BoolArray) -> None:
        """Adds rows of newest collections."""
        if not wanted:
            return
        sources, count = self.sources, len(self._rows)
        if count + len(wanted) > len(self.newest):
            larger = np.empty((2 * (count + len(wanted)), *self.newest.shape[1:]), dtype=np.int16)
            larger[:count] = self.newest[:count]
            self.newest = larger
        n_words = sources.access.shape[2]
        everything = np.ones(len(sources.payloads) + len(sources.gateways), dtype=np.bool_)
        none = np.zeros(0, dtype=np.int64), np.zeros((0, 2), dtype=np.int64)
        working = working_words(everything, *none, n_words)
        contact = contact_words(sources.view, lands, working)
        ready = ready_words(contact, working, sources.life_steps)
        keys = np.array([(payload, delay) for payload, _, delay in wanted], dtype=np.int64)
        newest_collections(
            sources.access,
            contact,
            ready,
            keys,
            self._points,
            self.samples,
            self.newest[count : count + len(wanted)],
        )
        self._rows.update((key, count + n) for n, key in enumerate(wanted))


@kernel
def newest_collections(
    access: BitArray,
    contact: BitArray,
    ready: BitArray,
    keys: IntArray,
    points: IntArray,
    samples: Samples,
    newest: StepArray,
) -> None:
    """Find the step of the newest collection that is known at the end of each sample's step and of the step before.

    Args:
        access: when each payload may collect over each point, bits, shape (points, payloads, words).
        contact: when it is in contact with a gateway, bits, shape (payloads, words).
        ready: when it has been tasked recently enough, bits, shape (payloads, words).
        keys: payload and steps from landing to release, shape (rows, 2).
        points: the points asked about.
        samples: the steps asked about, none of them the first.
        newest: to be filled, -1 for none, shape (rows, points, 2, samples).
    """
    for row in range(keys.shape[0]):
        payload, delay = keys[row, 0], keys[row, 1]
        for place in range(2):
            for sample in range(samples.number):
                step = samples.first + sample * samples.stride - place - delay
                landed = _last(contact[payload], contact[payload], step)
                for point in range(points.shape[0]):
                    made = _last(access[points[point], payload], ready[payload], landed)
                    newest[row, point, place, sample] = made


@kernel
def settled_freshness(
    newest: StepArray,
    plan: Plan,
    audiences: Audiences,
    samples: Samples,
    regions: IntArray,
    places: IntArray,
    working: BoolArray,
) -> FloatArray:
    """Return the mean over points of min(1, A_req / age) of every audience, shape (audiences, samples).

    At the epoch all that an audience ever receives counts as just collected and released.

    Args:
        newest: newest collections by row, shape (rows, points asked about, 2, samples).
        plan: the rows of every delivery.
        audiences: who receives which deliveries.
        samples: the steps asked about, none of them the first.
        regions: places of the regions asked about; audiences of others get 0.
        places: where each point stands in a row.
        working: whether each payload works, shape (payloads or more,).
    """
    served, columns = np.zeros((audiences.asked.shape[0], samples.number)), newest.reshape(-1)
    width = 2 * samples.number
    for region in regions:
        first, last = audiences.spans[region], audiences.spans[region + 1]
        best = np.empty((last - first) * width, dtype=np.int16)
        for audience in range(audiences.starts[region], audiences.starts[region + 1]):
            lacks, lack = served[audience], audiences.lack[audiences.curve[audience]]
            best[:] = np.int16(0)
            for part in range(audiences.parts[audience], audiences.parts[audience + 1]):
                delivery = audiences.deliveries[part]
                for member in range(plan.starts[delivery], plan.starts[delivery + 1]):
                    if working[plan.payloads[member]]:
                        row = plan.rows[member] * newest.shape[1] + places[first]
                        _newer(columns[row * width : row * width + best.shape[0]], best)
            for point in range(first, last):
                if audiences.ever[point, audience]:
                    _miss(best[(point - first) * width :], samples, lack, lacks)
                else:
                    lacks += 1.0
            for sample in range(samples.number):
                lacks[sample] = 1.0 - lacks[sample] / (last - first)
    return served


@inner_kernel
def _newer(others: StepArray, best: StepArray) -> None:
    """Keep the newer of two collections at every point and sample of a region, which stand in a row."""
    for place in range(best.shape[0]):
        best[place] = others[place] if others[place] > best[place] else best[place]


@inner_kernel
def _miss(best: StepArray, samples: Samples, lack: FloatArray, lacks: FloatArray) -> None:
    """Add what the service of a point lacks of 1; a step in which it rises is half served as before."""
    for sample in range(samples.number):
        step = samples.first + sample * samples.stride
        now, before = lack[step - best[sample]], step - 1 - best[samples.number + sample]
        lacks[sample] += now
        if lack[before] > now:
            lacks[sample] += HALF * (lack[before + 1] - now)


@inner_kernel
def _last(bits: BitArray, others: BitArray, step: int) -> int:
    """Return the last step up to `step` at which both bits are set, -1 if there is none."""
    word, hidden = step // 64, ~np.uint64(0)
    if step % 64 < 63:
        hidden = (np.uint64(2) << np.uint64(step % 64)) - np.uint64(1)
    while word >= 0:
        here = bits[word] & others[word] & hidden
        if here != 0:
            place, half = 0, 32
            while half > 0:
                if here >> np.uint64(half) != 0:
                    here >>= np.uint64(half)
                    place += half
                half //= 2
            return word * 64 + place
        hidden = ~np.uint64(0)
        word -= 1
    return -1
