"""Navigation by numpy: normal matrices of many cells at once with `einsum`, inverted with `numpy.linalg.inv`.

`optimize=True` makes `einsum` hand the products to BLAS, eight times as fast as without it.
"""

import math

import numpy as np
from boolean_base import Status, groups_of, region_means

from wargame.availability import Availability
from wargame.coalition import Coalition, payload_owner
from wargame.missions.contract import Setting
from wargame.scenario.clock import PNT_STEP_S, SERVICE_STEP_S
from wargame.scenario.payloads import NavigationPayload
from wargame.space.arrays import BoolArray, FloatArray, IntArray

DOUBTFUL = 1e3
"""Squared dilution above which the determinant is looked at: one of 1e-9 has an eigenvalue of 1e-3 or less."""

SINGULAR = 1e-9
"""Determinant of the normal matrix without clocks below which there is no solution."""

STEPS_HELD = PNT_STEP_S // SERVICE_STEP_S
CELLS_AT_ONCE = 16384
"""The fastest of the powers of two from 128 to 16384."""


class BooleanNavigation:
    """Share-weighted mean of min(1, limit / PDOP), with stored lines of sight."""

    def __init__(self, setting: Setting, coalition: Coalition) -> None:
        """Work out lines of sight."""
        scenario = setting.scenario
        self._setting = setting
        self._n_steps = scenario.clock.duration_s // SERVICE_STEP_S
        signals = [
            (satellite, name, payload_owner(body.owner, payload), payload)
            for satellite, body in scenario.fleet.items()
            for name, payload in sorted(body.payloads.items())
            if isinstance(payload, NavigationPayload) and body.owner not in scenario.adversaries
        ]
        families = sorted({payload.family for *_, payload in signals})
        self._family = np.array([families.index(payload.family) for *_, payload in signals])
        self._status = Status(
            [(satellite, name) for satellite, name, *_ in signals], coalition, self._n_steps
        )
        given = [
            [payload.open_signal or coalition.serves("pnt", owner, nation) for *_, owner, payload in signals]
            for nation in setting.beneficiaries
        ]
        self._given, self._group = groups_of(np.array(given, dtype=np.bool_))
        self._classes = sorted(scenario.user_classes)
        self._received = [
            np.array([payload.family in scenario.user_classes[key].receivers for *_, payload in signals])
            for key in self._classes
        ]
        self._shares = _shares(setting, self._classes)
        self._look(setting, [satellite for satellite, *_ in signals], len(families))

    def _look(self, setting: Setting, satellites: list[str], n_families: int) -> None:
        """Store lines of sight with a column for every clock, and who is above each mask."""
        geometry = setting.geometry
        columns = [geometry.request.pnt_satellites.index(satellite) for satellite in satellites]
        n_epochs = -(-self._n_steps // STEPS_HELD)
        lines = geometry.pnt_positions_km[:n_epochs, None, columns] - geometry.points_ecef_km[None, :, None]
        lines /= np.linalg.norm(lines, axis=3, keepdims=True)
        sines = np.einsum("epsk,pk->eps", lines, geometry.points_up)
        self._above = [
            sines >= math.sin(math.radians(setting.scenario.user_classes[key].mask_deg))
            for key in self._classes
        ]
        clocks = np.broadcast_to(np.eye(n_families)[self._family], (*lines.shape[:3], n_families))
        self._design = np.concatenate([lines, clocks], axis=3)

    def values(self, availability: Availability) -> FloatArray:
        """Service, shape (regions, beneficiaries, steps)."""
        up = self._status.up(availability.outages)
        steps = np.arange(self._n_steps)
        fresh = steps % STEPS_HELD == 0
        fresh[1:] |= (up[1:] != up[:-1]).any(axis=1)
        place = np.cumsum(fresh) - 1  # the row that holds at each step
        epochs, up = steps[fresh] // STEPS_HELD, up[fresh]
        values = np.zeros((*self._setting.shape, self._n_steps))
        for number, given in enumerate(self._given):
            for column, key in enumerate(self._classes):
                shares = self._shares[:, :, column] * (self._group == number)
                if shares.any():
                    limit = self._setting.scenario.user_classes[key].pdop_limit
                    regions = np.flatnonzero(shares.any(axis=1))  # nothing is worked out where nobody asks
                    spans = [self._setting.points[region] for region in regions]
                    points = np.concatenate([np.arange(span.start, span.stop) for span in spans])
                    ends = np.cumsum([0, *(span.stop - span.start for span in spans)])
                    usable = up & given & self._received[column]
                    cells = self._cells(epochs, usable, column, limit, points)
                    served = region_means(cells, tuple(map(slice, ends, ends[1:])))
                    values[regions] += shares[regions, :, None] * served[:, None, place]
        return values

    def _cells(
        self, epochs: IntArray, usable: BoolArray, column: int, limit: float, points: IntArray
    ) -> FloatArray:
        """Service at some points, shape (rows, points)."""
        every = len(points) == self._design.shape[1]
        design = self._design if every else self._design[:, points]
        above = self._above[column] if every else self._above[column][:, points]
        rows = max(1, CELLS_AT_ONCE // len(points))
        served = np.empty((len(epochs), len(points)))
        for start in range(0, len(epochs), rows):
            part = epochs[start : start + rows]
            used = above[part] & usable[start : start + rows, None, :]
            served[start : start + rows] = np.minimum(1.0, limit / self._pdop(design[part], used))
        return served

    def _pdop(self, design: FloatArray, used: BoolArray) -> FloatArray:
        """Position dilution, infinite without a solution, shape (rows, points)."""
        masked = design * used[..., None]
        normal = np.einsum("rpsi,rpsj->rpij", masked, masked, optimize=True)
        n_families = normal.shape[2] - 3
        clocks = np.arange(3, 3 + n_families)
        seen = normal[:, :, clocks, clocks]  # satellites of each family
        present = seen > 0.0
        solvable = present.any(axis=2) & (seen.sum(axis=2) >= 3 + present.sum(axis=2))
        normal[:, :, clocks, clocks] += ~present
        normal[~solvable] = np.eye(3 + n_families)
        inverse = np.linalg.inv(normal)
        square = inverse[:, :, 0, 0] + inverse[:, :, 1, 1] + inverse[:, :, 2, 2]
        doubtful = square > DOUBTFUL
        if doubtful.any():
            # The clocks' part of the determinant is the product of the numbers of satellites.
            rest = np.where(present, seen, 1.0)[doubtful].prod(axis=1)
            solvable[doubtful] &= np.linalg.det(normal[doubtful]) >= SINGULAR * rest
        return np.where(solvable, np.sqrt(np.abs(square)), np.inf)


def _shares(setting: Setting, classes: list[str]) -> FloatArray:
    """Share of each user class, shape (regions, beneficiaries, classes)."""
    shares = np.zeros((*setting.shape, len(classes)))
    for region, nation, users in setting.users:
        if users.needs.pnt is not None:
            for key, share in users.needs.pnt.classes.items():
                shares[region, nation, classes.index(key)] += users.needs.pnt.weight * share
    total = shares.sum(axis=2, keepdims=True)
    values: FloatArray = shares / np.where(total > 0.0, total, 1.0)
    return values
