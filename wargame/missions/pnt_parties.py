"""Who uses navigation and by which signals: users of one class who may use the same signals are one party."""

import itertools
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wargame.coalition import payload_owner
from wargame.missions.contract import Regions, Setting, cells
from wargame.missions.memoryless import digest_of
from wargame.missions.releases import Mixture
from wargame.scenario.payloads import NavigationPayload
from wargame.scenario.users import UserClass
from wargame.space.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Signal:
    """A navigation payload: satellite, payload id, owner, family, and whether anybody may use it."""

    satellite: str
    name: str
    owner: str
    family: str
    open_signal: bool


@dataclass(frozen=True, eq=False)
class Party:
    """Users of one class who may use the same signals, and the regions in which there are any.

    Attributes:
        key: the id of their class.
        user_class: their class.
        offered: satellites that send what they may use and their receivers take, shape (rows,).
        group: of nations with the same signals.
        regions: places of the regions.
        first: where these regions start among those of all parties.
    """

    key: str
    user_class: UserClass
    offered: BoolArray
    group: int
    regions: tuple[int, ...]
    first: int

    @cached_property
    def name(self) -> tuple[str, bytes, tuple[int, ...]]:
        """Equal for parties, of any coalitions, that get the same of what works."""
        return self.key, self.offered.tobytes(), self.regions


@dataclass(frozen=True, eq=False, slots=True)
class Parties:
    """All parties in a coalition, and how they are blended.

    Attributes:
        each: the parties.
        nations: regions of parties by region and nation.
        lines: the same for cells with demand only.
        regions: regions of parties by region.
    """

    each: tuple[Party, ...]
    nations: Mixture
    lines: Mixture
    regions: Mixture


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


class Audience:
    """Everybody who needs navigation in a setting, and every signal that any of them receives.

    Attributes:
        signals: navigation payloads outside the adversaries' hands.
        rows: (family, satellite) once for each family that a satellite sends.
        weights: demand, shape (regions, beneficiaries).
    """

    def __init__(self, setting: Setting) -> None:
        """Gather signals and users."""
        self._setting = setting
        self._classes = tuple(
            sorted({key for *_, users in setting.users for key in _shares(users.needs.pnt)})
        )
        self._shares, self.weights = _class_weights(setting, self._classes)
        taken = {family for key in self._classes for family in setting.scenario.user_classes[key].receivers}
        self.signals = tuple(signal for signal in _signals(setting) if signal.family in taken)
        self.rows = tuple(sorted({(item.family, item.satellite) for item in self.signals}))
        self._row_of_signal = np.array(
            [self.rows.index((item.family, item.satellite)) for item in self.signals], dtype=np.int64
        )
        self._parties_of: dict[tuple[bytes, Regions], Parties] = {}

    def sent(self, signals: BoolArray) -> BoolArray:
        """The rows that send any of some signals."""
        rows = np.zeros(len(self.rows), dtype=np.bool_)
        rows[self._row_of_signal[signals]] = True
        return rows

    def parties(self, allowed: Access, apart: Regions = None) -> Parties:
        """The parties in a coalition, gathered once: with all their regions, or with one each of those given."""
        key = allowed.digest, apart
        if key not in self._parties_of:
            self._parties_of[key] = self._gathered(allowed, apart)
        return self._parties_of[key]

    def _gathered(self, allowed: Access, apart: Regions) -> Parties:
        found, by_nation, by_region, count = [], [], [], 0
        total = self.weights.sum(axis=1)
        parts = self.weights / np.where(total > 0, total, 1.0)[:, None]
        for group, given in enumerate(allowed.given):
            offered, inside = self.sent(given), np.flatnonzero(allowed.group == group).tolist()
            for column, key in enumerate(self._classes):
                user_class = self._setting.scenario.user_classes[key]
                taken = np.array([family in user_class.receivers for family, _ in self.rows], dtype=np.bool_)
                shares = self._shares[:, :, column]
                regions = tuple(np.flatnonzero(shares[:, inside].any(axis=1)).tolist())
                if apart is not None:
                    regions = tuple(region for region in regions if region in apart)
                parted = [regions] if apart is None else [(region,) for region in regions]
                first = itertools.accumulate(map(len, parted), initial=count)
                found += [
                    Party(key, user_class, offered & taken, group, some, place)
                    for some, place in zip(parted, first, strict=False)
                    if some
                ]
                for row, region in enumerate(regions, count):
                    for nation in inside:
                        if shares[region, nation] > 0.0:
                            share = float(shares[region, nation])
                            by_nation.append((region * len(self._setting.beneficiaries) + nation, row, share))
                            by_region.append((region, row, share * float(parts[region, nation])))
                count += len(regions)
        n_regions, n_nations = self._setting.shape
        nations = Mixture.of(by_nation, n_regions * n_nations)
        lines = nations.only(cells(self.weights))
        return Parties(tuple(found), nations, lines, Mixture.of(by_region, n_regions))


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


def _signals(setting: Setting) -> tuple[Signal, ...]:
    """Every navigation payload outside the adversaries' hands."""
    scenario = setting.scenario
    found = [
        Signal(satellite, name, payload_owner(body.owner, payload), payload.family, payload.open_signal)
        for satellite, body in scenario.fleet.items()
        for name, payload in sorted(body.payloads.items())
        if isinstance(payload, NavigationPayload) and body.owner not in scenario.adversaries
    ]
    return tuple(item for item in found if item.owner not in scenario.adversaries)
