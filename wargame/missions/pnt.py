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
    they stand at the start of each quarter of an hour; status counts at every service step.

Source and confidence:
    PDOP and its limit of 6: GPS SPS Performance Standard 2020, section 3.3; Kaplan and Hegarty 2017, section 11.2.
    The linear fall beyond the limit is ours (model.md section 3).

Leaves out:
    Control sites: without them ephemerides age over weeks, but no satellite moves and no PDOP changes. Jamming of
    receivers, clock faults, terrain, and sensors that bridge a gap.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wargame.coalition import Coalition, payload_owner
from wargame.missions.contract import Mission, Setting
from wargame.missions.links import packed
from wargame.missions.memoryless import Memoryless, digest_of
from wargame.missions.sky import Sky, cell_service, cell_service_without, satellites_above, sky_of
from wargame.missions.status import Functions
from wargame.scenario.base import MissionKey
from wargame.scenario.clock import PNT_STEP_S, SERVICE_STEP_S
from wargame.scenario.payloads import NavigationPayload
from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray

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

    def sample(self, allowed: Access, factors: FloatArray, steps: range) -> FloatArray:
        """Mean service of each region and nation, shape (regions, beneficiaries, steps)."""
        epochs, place = _epochs(steps)
        result = np.zeros((*self.setting.shape, len(steps)))
        for number, column, served in self._served(allowed, factors, epochs):
            shares = self._shares[:, :, column] * (allowed.group == number)
            result += shares[:, :, None] * served[:, None, place]
        return result

    def sample_means(self, allowed: Access, factors: FloatArray, steps: range) -> FloatArray:
        """Demand-weighted mean over nations, shape (regions, steps)."""
        epochs, place = _epochs(steps)
        total = self.weights.sum(axis=1)
        parts = self.weights / np.where(total > 0, total, 1.0)[:, None]
        result = np.zeros((len(self.setting.regions), len(epochs)))
        for number, column, served in self._served(allowed, factors, epochs):
            shares = (self._shares[:, :, column] * parts)[:, allowed.group == number].sum(axis=1)
            result += shares[:, None] * served
        return result[:, place]

    def _served(
        self, allowed: Access, factors: FloatArray, epochs: range
    ) -> Iterator[tuple[int, int, FloatArray]]:
        """For every group of nations and user class that has users: mean service (regions, epochs)."""
        for number, given in enumerate(allowed.given):
            offered, usable = self._rows(given), self._rows(given & (factors > 0.0))
            for column, users in enumerate(self._users):
                if self._shares[:, allowed.group == number, column].any():
                    received = offered & users.received, usable & users.received
                    yield number, column, self._class_service(column, *received, epochs)

    def _rows(self, signals: BoolArray) -> BoolArray:
        """The satellites (each once for every family that it sends) that send any of some signals."""
        rows = np.zeros(len(self._families), dtype=np.bool_)
        rows[self._row_of_signal[signals]] = True
        return rows

    def _class_service(self, column: int, offered: BoolArray, usable: BoolArray, epochs: range) -> FloatArray:
        """Mean service of one user class in each region, shape (regions, epochs).

        Args:
            column: which user class.
            offered: what its receivers would take if everything worked, shape (satellites,).
            usable: what of that works.
            epochs: navigation steps.
        """
        key = (KEY, "class", column, usable.tobytes(), epochs)
        return self.setting.memo.get(key, lambda: self._region_service(column, offered, usable, epochs))

    def _region_service(
        self, column: int, offered: BoolArray, usable: BoolArray, epochs: range
    ) -> FloatArray:
        users = self._users[column]
        cells = self._offered_cells(column, offered, epochs)
        lost = offered & ~usable
        if lost.any():
            changed = (self._above(column, epochs) & packed(lost[None, :])[0]).any(axis=2)
            cells = cell_service_without(
                self._sky(epochs), users.points, self._families, usable, *users.limits, changed, cells
            )
        result = np.zeros((len(self.setting.regions), len(epochs)))
        result[users.regions] = (np.add.reduceat(cells, users.starts, axis=1) / users.counts).T
        return result

    def _offered_cells(self, column: int, offered: BoolArray, epochs: range) -> FloatArray:
        """Service at every point where a class is used, were everything working; shape (epochs, points)."""
        users = self._users[column]
        return self.setting.memo.get(
            (KEY, "cells", column, offered.tobytes(), epochs),
            lambda: cell_service(self._sky(epochs), users.points, self._families, offered, *users.limits),
        )

    def _above(self, column: int, epochs: range) -> BitArray:
        """Satellites above a class's mask where it is used, bits, shape (epochs, points, words)."""
        users = self._users[column]
        return self.setting.memo.get(
            (KEY, "above", column, epochs),
            lambda: satellites_above(self._sky(epochs), len(self._families), users.limits[0])[
                :, users.points
            ],
        )

    def _sky(self, epochs: range) -> Sky:
        """The navigation satellites above every point."""
        return self.setting.memo.get((KEY, "sky", epochs), lambda: self._computed_sky(epochs))

    def _computed_sky(self, epochs: range) -> Sky:
        geometry = self.setting.geometry
        positions_km = geometry.pnt_positions_km[epochs.start : epochs.stop : epochs.step]
        lowest_mask_deg = min(users.limits[0] for users in self._users)
        places = geometry.points_ecef_km, geometry.points_up
        return sky_of(np.array(positions_km[:, self._columns]), *places, lowest_mask_deg)


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
