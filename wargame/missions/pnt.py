"""Position, navigation and timing: how good the geometry of the usable satellites is where users are.

What happens:
    Receivers fix their position from the navigation satellites above their mask. How good the fix is depends on
    where these stand: the position dilution of precision (PDOP), with one clock for each system (family).

When it can be tried (Who is served):
    Everybody by open signals; by other signals their owner, and nations to which it gives access by agreement. The
    signal's family must be among the receivers of the user class.

What decides success:
    At each point min(1, limit / PDOP) with the class's limit, and 0 without a solution; a region's service is the
    mean over its points, and a nation's the mean over its user classes by their shares. Satellites are taken where
    they stand at the start of each quarter of an hour; status counts at every service step. A point where a jammer
    leaves the receiver too little carrier-to-noise density counts 0 (see `wargame.missions.jamming`).

Source and confidence:
    PDOP and its limit of 6: GPS SPS Performance Standard 2020, section 3.3; Kaplan and Hegarty 2017, section 11.2.
    The linear fall beyond the limit is ours (model.md section 3).

Leaves out:
    Control sites: without them ephemerides age over weeks, but no satellite moves and no PDOP changes. Clock faults,
    spoofing, terrain, and sensors that bridge a gap.
"""

import math
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from wargame.availability import Availability, Jammer
from wargame.coalition import Coalition, payload_owner
from wargame.missions.contract import Mission, Setting
from wargame.missions.jamming import is_drowned
from wargame.missions.links import packed
from wargame.missions.memoryless import Memoryless, Piece, digest_of
from wargame.missions.sky import cell_service, cell_service_without
from wargame.missions.status import Functions, Grid
from wargame.scenario.base import MissionKey
from wargame.scenario.clock import PNT_STEP_S, SERVICE_STEP_S
from wargame.scenario.payloads import NavigationPayload
from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray
from wargame.space.dop import Sky

KEY: MissionKey = "pnt"
STEPS_HELD = PNT_STEP_S // SERVICE_STEP_S


@dataclass(frozen=True, slots=True)
class _Signal:
    """A navigation payload: satellite, payload id, owner, family, and whether anybody may use it."""

    satellite: str
    name: str
    owner: str
    family: str
    open_signal: bool


@dataclass(frozen=True, slots=True)
class _ClassUsers:
    """A user class and where it is used.

    Attributes:
        limits: lowest usable elevation (degrees) and largest PDOP that is as good as needed.
        received: satellites that its receivers take, shape (satellites,).
        regions: where it is used.
        points: all points of those regions, one region after the other.
        starts: where each of those regions starts among these points.
        counts: number of points of each of those regions.
    """

    limits: tuple[float, float]
    received: BoolArray
    regions: IntArray
    points: IntArray
    starts: IntArray
    counts: IntArray


@dataclass(frozen=True, eq=False)
class Access:
    """What a coalition allows in navigation.

    Attributes:
        exists: shape (signals,).
        given: whether the nations of a group may use a signal, shape (groups, signals).
        group: nations with the same signals share a group, shape (beneficiaries,).
    """

    exists: FloatArray
    given: BoolArray
    group: IntArray

    @cached_property
    def digest(self) -> bytes:
        """Equal for equal content, existence apart."""
        return digest_of(self.given, self.group)


class NavigationService(Memoryless[Access]):
    """Navigation service on a setting."""

    def __init__(self, setting: Setting) -> None:
        """Gather signals and users."""
        self._classes = tuple(
            sorted({key for *_, users in setting.users for key in _shares(users.needs.pnt)})
        )
        self._shares, weights = _class_weights(setting, self._classes)
        taken = {family for key in self._classes for family in setting.scenario.user_classes[key].receivers}
        self._signals = tuple(signal for signal in _signals(setting) if signal.family in taken)
        super().__init__(
            KEY, setting, Functions([(item.satellite, item.name) for item in self._signals]), weights
        )
        rows = sorted({(item.satellite, item.family) for item in self._signals})
        places = {satellite: place for place, satellite in enumerate(setting.geometry.request.pnt_satellites)}
        self._columns = np.array([places[satellite] for satellite, _ in rows], dtype=np.int64)
        self._row_of_signal = np.array(
            [rows.index((item.satellite, item.family)) for item in self._signals], dtype=np.int64
        )
        families = sorted({family for _, family in rows})
        self._families = np.array([families.index(family) for _, family in rows], dtype=np.int64)
        self._users = tuple(self._class_users(key, [family for _, family in rows]) for key in self._classes)

    def _class_users(self, key: str, family_of_row: list[str]) -> "_ClassUsers":
        """Where a user class is used, and what it can receive."""
        user_class = self.setting.scenario.user_classes[key]
        column = self._classes.index(key)
        regions = np.flatnonzero(self._shares[:, :, column].any(axis=1))
        spans = [self.setting.points[region] for region in regions]
        received = np.array([family in user_class.receivers for family in family_of_row], dtype=np.bool_)
        points = np.concatenate([np.arange(span.start, span.stop, dtype=np.int64) for span in spans])
        counts = np.array([span.stop - span.start for span in spans], dtype=np.int64)
        limits = user_class.mask_deg, user_class.pdop_limit
        return _ClassUsers(limits, received, regions, points, np.cumsum(counts) - counts, counts)

    def permitted(self, coalition: Coalition) -> Access:
        """Who may use which signals, and what exists."""
        nations, signals = self.setting.beneficiaries, self._signals
        given = np.array(
            [
                [item.open_signal or coalition.serves(KEY, item.owner, nation) for item in signals]
                for nation in nations
            ],
            dtype=np.bool_,
        ).reshape(len(nations), len(signals))
        groups, group = np.unique(given, axis=0, return_inverse=True)
        exists = np.array([coalition.exists(item.satellite, item.name) for item in signals], dtype=np.float64)
        return Access(exists, groups, group.reshape(-1))

    def reads(self, availability: Availability) -> Hashable:
        """Permissions, existence and outages, and who jams receivers."""
        return super().reads(availability), availability.jammers

    def jammed(
        self, availability: Availability, grid: Grid, start: int, stop: int
    ) -> Iterable[tuple[int, int, tuple[Jammer, ...]]]:
        """Samples `start` to `stop` cut where jammers begin and end, with those that are on."""
        spans = [
            (min(max(grid.sample_from(item.start_s), start), stop), _end(item, grid, stop), item)
            for item in availability.jammers
        ]
        cuts = sorted({start, stop, *(cut for span in spans for cut in span[:2] if start < cut < stop)})
        for low, high in pairwise(cuts):
            yield low, high, tuple(item for first, last, item in spans if first <= low and high <= last)

    def sample(self, piece: Piece[Access]) -> FloatArray:
        """Mean service of each region and nation, shape (regions, beneficiaries, samples)."""
        epochs, place = _epochs(piece.steps)
        result = np.zeros((*self.setting.shape, len(piece.steps)))
        for number, column, served in self._served(piece, epochs):
            shares = self._shares[:, :, column] * (piece.allowed.group == number)
            result += shares[:, :, None] * served[:, None, place]
        return result

    def sample_means(self, piece: Piece[Access]) -> FloatArray:
        """Demand-weighted mean over nations, shape (regions, samples)."""
        epochs, place = _epochs(piece.steps)
        total = self.weights.sum(axis=1)
        parts = self.weights / np.where(total > 0, total, 1.0)[:, None]
        result = np.zeros((len(self.setting.regions), len(epochs)))
        for number, column, served in self._served(piece, epochs):
            shares = (self._shares[:, :, column] * parts)[:, piece.allowed.group == number].sum(axis=1)
            result += shares[:, None] * served
        return result[:, place]

    def _served(self, piece: Piece[Access], epochs: range) -> Iterator[tuple[int, int, FloatArray]]:
        """For every group of nations and user class that has users: mean service (regions, epochs)."""
        allowed = piece.allowed
        for number, given in enumerate(allowed.given):
            offered, usable = self._rows(given), self._rows(given & (piece.factors > 0.0))
            for column, users in enumerate(self._users):
                if self._shares[:, allowed.group == number, column].any():
                    received = offered & users.received, usable & users.received
                    served = self._class_service(column, *received, epochs, piece.jammers)
                    yield number, column, served

    def _rows(self, signals: BoolArray) -> BoolArray:
        """The satellites (each once for every family that it sends) that send any of some signals."""
        rows = np.zeros(len(self._families), dtype=np.bool_)
        rows[self._row_of_signal[signals]] = True
        return rows

    def _class_service(
        self,
        column: int,
        offered: BoolArray,
        usable: BoolArray,
        epochs: range,
        jammers: tuple[Jammer, ...],
    ) -> FloatArray:
        """Mean service of one user class in each region, shape (regions, epochs).

        Args:
            column: which user class.
            offered: what its receivers would take if everything worked, shape (satellites,).
            usable: what of that works.
            epochs: navigation steps.
            jammers: who jams receivers.
        """
        key = (KEY, "class", column, offered.tobytes(), usable.tobytes(), epochs, jammers)
        return self.setting.memo.get(
            key, lambda: self._region_service(column, offered, usable, epochs, jammers)
        )

    def _region_service(
        self,
        column: int,
        offered: BoolArray,
        usable: BoolArray,
        epochs: range,
        jammers: tuple[Jammer, ...],
    ) -> FloatArray:
        users, span = self._users[column], self._span(epochs)
        rows = slice((epochs.start - span.start) // epochs.step, (epochs[-1] - span.start) // epochs.step + 1)
        cells = self._offered_cells(column, offered, span)[rows]
        lost = offered & ~usable
        if lost.any():
            changed = (self._above(column, span)[rows] & packed(lost[None, :])[0]).any(axis=2)
            sky = self._sky(span).part(rows)
            cells = cell_service_without(
                sky, users.points, self._families, usable, *users.limits, changed, cells
            )
        if jammers:
            cells = cells * ~self._drowned(column, jammers)
        result = np.zeros((len(self.setting.regions), len(epochs)))
        result[users.regions] = (np.add.reduceat(cells, users.starts, axis=1) / users.counts).T
        return result

    def _drowned(self, column: int, jammers: tuple[Jammer, ...]) -> BoolArray:
        """Where a class is used and loses the signals to jammers, shape (points,)."""
        receiver = self.setting.scenario.user_classes[self._classes[column]]
        points = self.setting.geometry.request.points
        return np.array(
            [is_drowned(points[row], receiver, jammers) for row in self._users[column].points], dtype=np.bool_
        )

    def _span(self, epochs: range) -> range:
        """The navigation steps at the same distance over the run, or over the horizon where they go beyond the run.

        What holds while everything works is worked out for the whole span and then cut to what is asked for.
        """
        run = self.setting.scenario.clock.duration_s // PNT_STEP_S
        end = run if epochs.stop <= run else self.setting.geometry.request.n_pnt_steps
        return range(epochs.start % epochs.step, max(end, epochs[-1] + 1), epochs.step)

    def _offered_cells(self, column: int, offered: BoolArray, span: range) -> FloatArray:
        """Service at every point where a class is used, were everything working; shape (epochs, points)."""
        users = self._users[column]
        return self.setting.memo.get(
            (KEY, "cells", column, offered.tobytes(), span),
            lambda: cell_service(self._sky(span), users.points, self._families, offered, *users.limits),
        )

    def _above(self, column: int, span: range) -> BitArray:
        """Satellites above a class's mask where it is used, bits, shape (epochs, points, words)."""
        users = self._users[column]
        return self.setting.memo.get(
            (KEY, "above", column, span),
            lambda: np.ascontiguousarray(self._sky(span).above(users.limits[0])[:, users.points]),
        )

    def _sky(self, span: range) -> Sky:
        """The navigation satellites above every point."""
        return self.setting.memo.get((KEY, "sky", span), lambda: self._computed_sky(span))

    def _computed_sky(self, span: range) -> Sky:
        geometry = self.setting.geometry
        positions_km = geometry.pnt_positions_km[span.start : span.stop : span.step]
        return Sky(positions_km[:, self._columns], geometry.points_ecef_km, geometry.points_up)


def _end(jammer: Jammer, grid: Grid, stop: int) -> int:
    """The sample after a jammer's last."""
    return stop if math.isinf(jammer.end_s) else min(grid.sample_from(jammer.end_s), stop)


def _epochs(steps: range) -> tuple[range, IntArray]:
    """The navigation steps that hold at some service steps, and which of them holds at each."""
    stride = max(1, steps.step // STEPS_HELD)
    first = steps.start // STEPS_HELD
    return range(first, steps[-1] // STEPS_HELD + 1, stride), (
        np.array(steps) // STEPS_HELD - first
    ) // stride


def _shares(need: object) -> tuple[str, ...]:
    """The user classes of a need for navigation that has any users in them."""
    classes = getattr(need, "classes", {})
    return tuple(key for key, share in classes.items() if share > 0)


def _class_weights(setting: Setting, classes: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
    """Share of each user class, shape (regions, beneficiaries, classes), and demand (regions, beneficiaries)."""
    shares, weights = np.zeros((*setting.shape, len(classes))), np.zeros(setting.shape)
    for region, nation, users in setting.users:
        need = users.needs.pnt
        if need is not None:
            weights[region, nation] += need.weight
            for key in _shares(need):
                shares[region, nation, classes.index(key)] += need.weight * need.classes[key]
    total = shares.sum(axis=2, keepdims=True)
    return shares / np.where(total > 0, total, 1.0), weights


def _signals(setting: Setting) -> tuple[_Signal, ...]:
    """Every navigation payload outside the adversaries' hands."""
    scenario = setting.scenario
    found = [
        _Signal(satellite, name, payload_owner(body.owner, payload), payload.family, payload.open_signal)
        for satellite, body in scenario.fleet.items()
        for name, payload in sorted(body.payloads.items())
        if isinstance(payload, NavigationPayload) and body.owner not in scenario.adversaries
    ]
    return tuple(item for item in found if item.owner not in scenario.adversaries)


MISSION = Mission(key=KEY, name="Position, navigation and timing", serve=NavigationService)
