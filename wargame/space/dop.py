"""Dilution of precision: how satellite geometry multiplies a navigation receiver's range error.

One clock state per constellation family (GPS, Galileo, ...). With fewer than three satellites more
than there are families in view there is *no solution*, written as +infinity, never zero and never
NaN. Source: Langley 1999 (GPS World 10(5), 52); Kaplan and Hegarty 2017, section 11.2.
"""

import math
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray, SingleArray, frozen
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM
from wargame.space.dop_kernels import SINGULAR, fill_above, fill_dilution
from wargame.space.point_blocks import point_blocks

NO_SOLUTION = math.inf
"""Dilution of precision where there is no position solution."""

_LARGE_WITH_ONE_FAMILY = 6.0  # a dilution above which single precision is not good to 1e-4
_LARGE = 4.0  # and with more families to 3e-4
_ROUNDING = {
    np.dtype(np.float64): 0.0,
    np.dtype(np.float32): 1e-6,
}  # of the sine of an elevation; double decides


@dataclass(frozen=True, slots=True)
class DilutionOfPrecision:
    """Dilutions at one place and instant; all infinite where there is no solution.

    Attributes:
        satellites: number of satellites used.
        gdop: geometric: position and the first family's clock.
        pdop: position.
        hdop: horizontal.
        vdop: vertical.
        tdop: time, the first family's clock.
    """

    satellites: int
    gdop: float
    pdop: float
    hdop: float
    vdop: float
    tdop: float

    @property
    def solved(self) -> bool:
        """Whether there is a position solution."""
        return math.isfinite(self.pdop)


def dilution_of_precision(
    satellites_km: FloatArray,
    point_km: FloatArray,
    point_up: FloatArray,
    mask_deg: float,
    family: IntArray | None = None,
) -> DilutionOfPrecision:
    """Return the dilutions of precision of the satellites above the mask at one place and instant.

    Args:
        satellites_km: shape (n, 3), km, ECEF.
        point_km: shape (3,), km, ECEF.
        point_up: shape (3,), local vertical, ECEF.
        mask_deg: elevation mask, degrees.
        family: constellation of each satellite, shape (n,); all one family if not given.

    Source: G = (H^T H)^-1 with H the unit lines of sight and one column per clock.
    """
    families = np.zeros(len(satellites_km), dtype=np.int64) if family is None else family
    lines = satellites_km - point_km
    lines = lines / np.sqrt(np.sum(lines * lines, axis=1))[:, None]
    used = lines @ point_up >= math.sin(math.radians(mask_deg))
    lines, families = lines[used], families[used]
    clocks = np.unique(families)
    if len(lines) < 3 + len(clocks) or len(clocks) == 0:
        return DilutionOfPrecision(len(lines), *([NO_SOLUTION] * 5))
    design = np.concatenate([-lines, (families[:, None] == clocks).astype(np.float64)], axis=1)
    normal = design.T @ design
    if np.linalg.matrix_rank(normal, tol=SINGULAR) < normal.shape[0]:
        return DilutionOfPrecision(len(lines), *([NO_SOLUTION] * 5))
    covariance = np.linalg.inv(normal)
    position, time = covariance[:3, :3], float(covariance[3, 3])
    vertical = float(point_up @ position @ point_up)
    total = float(np.trace(position))
    return DilutionOfPrecision(
        satellites=len(lines),
        gdop=math.sqrt(total + time),
        pdop=math.sqrt(total),
        hdop=math.sqrt(total - vertical),
        vdop=math.sqrt(vertical),
        tdop=math.sqrt(time),
    )


class Sky:
    """Navigation satellites at some instants over some points.

    Attributes:
        positions_km: shape (n_times, n_satellites, 3), km, ECEF; not a number where a satellite is not in orbit.
        blocks: the points.
    """

    __slots__ = ("_limits", "_radii_km", "blocks", "positions_km")

    def __init__(self, positions_km: FloatArray, points_ecef_km: FloatArray, points_up: FloatArray) -> None:
        """Sort the points into blocks.

        Args:
            positions_km: shape (n_times, n_satellites, 3), km, ECEF.
            points_ecef_km: shape (n_points, 3), km, ECEF.
            points_up: shape (n_points, 3), local verticals, ECEF.
        """
        self.positions_km = frozen(positions_km)
        self.blocks = point_blocks(points_ecef_km, points_up)
        squares = np.einsum("tsk,tsk->ts", positions_km, positions_km)
        self._radii_km = np.sqrt(np.fmax.reduce(squares, axis=0, initial=EARTH_EQUATORIAL_RADIUS_KM**2))
        self._limits: dict[float, FloatArray] = {}

    def part(self, rows: slice) -> "Sky":
        """Return the same satellites and points at some of the instants."""
        return self._at(rows)

    def _at(self, rows: slice | IntArray) -> "Sky":
        """Return the same satellites and points at instants chosen in any way."""
        part = object.__new__(Sky)
        part.positions_km, part.blocks = frozen(self.positions_km[rows]), self.blocks
        part._radii_km, part._limits = self._radii_km, self._limits
        return part

    @property
    def shape(self) -> tuple[int, int]:
        """Number of instants and of points."""
        return len(self.positions_km), self.blocks.n_points

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return self.positions_km.nbytes + self.blocks.places.nbytes + self.blocks.rows.nbytes

    def above(self, mask_deg: float) -> BitArray:
        """Return which satellites are above a mask, bits, shape (n_times, n_points, words).

        The comparison is the one by which :meth:`pdop` decides, to the last bit.
        """
        words = max(1, -(-len(self._radii_km) // 64))
        above = np.zeros((*self.shape, words), dtype=np.uint64)
        places = self.blocks.places, self.blocks.rows, self.blocks.axes
        sine, limits = self._sine_and_limits(mask_deg)
        fill_above(self.positions_km, *places, frozen(limits), sine, above)
        return above

    def pdop(
        self, usable: BoolArray, family: IntArray, mask_deg: float, wanted: BoolArray | None = None
    ) -> FloatArray:
        """Return position dilution, shape (n_times, n_points); +inf for no solution.

        A cell depends on nothing but the usable satellites above its mask: it is the same, to the last bit, whatever
        else is usable or wanted.

        Args:
            usable: shape (n_satellites,).
            family: constellation of each satellite, 0, 1, 2, ..., shape (n_satellites,).
            mask_deg: elevation mask, degrees.
            wanted: which cells to work out, shape (n_times, n_points); the others are then not a number.
        """
        cells = np.ones(self.shape, dtype=np.bool_) if wanted is None else wanted
        result = np.full(self.shape, np.nan)
        self._fill(usable, family, mask_deg, cells, result)
        return result

    def pdop_in_single_precision(self, usable: BoolArray, family: IntArray, mask_deg: float) -> SingleArray:
        """Return :meth:`pdop` in half the time, good to 3e-4 (1e-4 with one family), for pictures and statistics.

        Cells in which rounding would show (a large dilution or none, a satellite at the mask) are worked out again in
        double precision.
        """
        result = np.empty(self.shape, dtype=np.float32)
        self._fill(usable, family, mask_deg, np.ones(self.shape, dtype=np.bool_), result)
        one_family = np.unique(family[usable]).size <= 1
        large = _LARGE_WITH_ONE_FAMILY if one_family else _LARGE
        if not result.max(initial=0.0) < large:  # not a number is not below it
            again = ~(result < large)
            rows = np.flatnonzero(again.any(axis=1))  # mostly few instants
            part, exact = self._at(rows), np.empty((rows.size, self.shape[1]))
            part._fill(usable, family, mask_deg, again[rows], exact)
            result[again] = exact[again[rows]]
        return result

    def _sine_and_limits(self, mask_deg: float) -> tuple[float, FloatArray]:
        """Return the sine of a mask and the blocks' limits for it, kept for the next question."""
        sine = math.sin(math.radians(mask_deg))
        if mask_deg not in self._limits:
            self._limits[mask_deg] = self.blocks.limits(self._radii_km, sine)
        return sine, self._limits[mask_deg]

    def _fill(
        self,
        usable: BoolArray,
        family: IntArray,
        mask_deg: float,
        wanted: BoolArray,
        result: FloatArray | SingleArray,
    ) -> None:
        """Write the wanted cells in the precision of ``result``."""
        used = np.flatnonzero(usable)
        order = used[np.argsort(family[used], kind="stable")]
        starts = np.concatenate([[0], np.cumsum(np.bincount(family[order]))]).astype(np.int64)
        sine, limits = self._sine_and_limits(mask_deg)
        rounding = _ROUNDING[result.dtype]
        fill_dilution(
            frozen(self.positions_km.astype(result.dtype, copy=False)),
            frozen(order),
            frozen(starts),
            frozen(self.blocks.places.astype(result.dtype, copy=False)),
            self.blocks.rows,
            self.blocks.axes,
            frozen(limits[:, order]),
            np.array([sine - rounding, sine + rounding], dtype=result.dtype),
            frozen(wanted),
            result,
        )


def pdop_grid(
    positions_ecef_km: FloatArray,
    usable: BoolArray,
    family: IntArray,
    points_ecef_km: FloatArray,
    points_up: FloatArray,
    mask_deg: float,
) -> FloatArray:
    """Return position dilution at every time and point, shape (n_times, n_points); +inf for no solution.

    Quantise with :func:`quantise_dop` before deciding.

    Args:
        positions_ecef_km: shape (n_times, n_satellites, 3), km, ECEF; not a number where a satellite is not in orbit.
        usable: shape (n_satellites,).
        family: constellation of each satellite, 0, 1, 2, ..., shape (n_satellites,).
        points_ecef_km: shape (n_points, 3), km, ECEF.
        points_up: shape (n_points, 3), local verticals, ECEF.
        mask_deg: elevation mask, degrees.
    """
    return Sky(positions_ecef_km, points_ecef_km, points_up).pdop(usable, family, mask_deg)


def quantise_dop(dop: FloatArray) -> FloatArray:
    """Return dilutions rounded to 1e-3, fit for a decision; infinity stays infinity."""
    rounded: FloatArray = np.round(dop, 3)
    return rounded
