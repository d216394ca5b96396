"""Navigation satellites in the sky of every point, and the service of a receiver that may use some of them.

Lines of sight are worked out once for an epoch and kept; a user class and a set of working satellites only select
among them. A cell (epoch, point) changes with a lost satellite only when that satellite is above the mask there, so
all other cells are taken over as they are: the same numbers, a third of the work.
"""

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray
from wargame.space.compiled import kernel

RowArray: TypeAlias = npt.NDArray[np.int32]
"""Rows of satellites."""

_SINGULAR = 1e-9  # determinant of the normal matrix below which there is no solution, as in wargame.space.dop


@dataclass(frozen=True, slots=True)
class Sky:
    """The satellites above every point at some epochs, cell after cell.

    Attributes:
        first: where each cell (epoch, point) starts on the other axes, shape (epochs * points + 1,).
        who: rows of satellites in ascending order, shape (sightings,).
        lines: unit line of sight (ECEF) and sine of the elevation, shape (sightings, 4).
        n_points: number of points.
    """

    first: IntArray
    who: RowArray
    lines: FloatArray
    n_points: int

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return int(self.first.nbytes + self.who.nbytes + self.lines.nbytes)

    @property
    def n_epochs(self) -> int:
        """Number of epochs."""
        return (len(self.first) - 1) // self.n_points


def sky_of(
    positions_km: FloatArray, points_km: FloatArray, points_up: FloatArray, lowest_mask_deg: float
) -> Sky:
    """Return the sky above the lowest mask in use.

    Args:
        positions_km: shape (epochs, satellites, 3), km, ECEF.
        points_km: shape (points, 3), km, ECEF.
        points_up: shape (points, 3), local verticals, ECEF.
        lowest_mask_deg: degrees, not negative.
    """
    sine = math.sin(math.radians(lowest_mask_deg))
    first, who, lines = _lines_of_sight(np.ascontiguousarray(positions_km), points_km, points_up, sine)
    return Sky(first, who, lines, len(points_km))


def satellites_above(sky: Sky, n_satellites: int, mask_deg: float) -> BitArray:
    """Return which satellites are above a mask, bits, shape (epochs, points, words)."""
    words = max(1, -(-n_satellites // 64))
    above = _above(sky.first, sky.who, sky.lines, math.sin(math.radians(mask_deg)), words)
    return above.reshape(sky.n_epochs, sky.n_points, words)


def cell_service(
    sky: Sky, points: IntArray, family: IntArray, usable: BoolArray, mask_deg: float, pdop_limit: float
) -> FloatArray:
    """Return min(1, limit / PDOP), 0 without a solution, shape (epochs, points).

    Args:
        sky: lines of sight.
        points: which points of the sky, shape (points,).
        family: whose clock each satellite has, shape (satellites,).
        usable: which satellites the receiver may use and take, shape (satellites,).
        mask_deg: lowest usable elevation, degrees.
        pdop_limit: largest PDOP at which the position is as good as needed.
    """
    result = np.empty((sky.n_epochs, len(points)))
    everywhere = np.ones(result.shape, dtype=np.bool_)
    limits = math.sin(math.radians(mask_deg)), pdop_limit
    _fill_cells(
        sky.first, sky.who, sky.lines, sky.n_points, points, family, usable, everywhere, *limits, result
    )
    return result


def cell_service_without(
    sky: Sky,
    points: IntArray,
    family: IntArray,
    usable: BoolArray,
    mask_deg: float,
    pdop_limit: float,
    lost_above: BoolArray,
    before: FloatArray,
) -> FloatArray:
    """Return `cell_service` of a smaller usable set, given the result of a larger one.

    Args:
        sky: lines of sight.
        points: which points of the sky, shape (points,).
        family: whose clock each satellite has, shape (satellites,).
        usable: the smaller set, shape (satellites,).
        mask_deg: lowest usable elevation, degrees.
        pdop_limit: largest PDOP at which the position is as good as needed.
        lost_above: cells in which a satellite of the difference is above the mask, shape (epochs, points).
        before: the result of the larger set, shape (epochs, points).
    """
    result = before.copy()
    limits = math.sin(math.radians(mask_deg)), pdop_limit
    _fill_cells(
        sky.first, sky.who, sky.lines, sky.n_points, points, family, usable, lost_above, *limits, result
    )
    return result


@kernel
def _lines_of_sight(
    positions_km: FloatArray, points_km: FloatArray, points_up: FloatArray, sine_mask: float
) -> tuple[IntArray, RowArray, FloatArray]:
    """Return where each cell starts, and the satellites above the mask with their lines and sines of elevation."""
    n_epochs, n_satellites, n_points = positions_km.shape[0], positions_km.shape[1], points_km.shape[0]
    first = np.zeros(n_epochs * n_points + 1, dtype=np.int64)
    who = np.empty(n_epochs * n_points * n_satellites, dtype=np.int32)
    lines = np.empty((n_epochs * n_points * n_satellites, 4))
    seen = 0
    for epoch in range(n_epochs):
        for point in range(n_points):
            for satellite in range(n_satellites):
                x = positions_km[epoch, satellite, 0] - points_km[point, 0]
                y = positions_km[epoch, satellite, 1] - points_km[point, 1]
                z = positions_km[epoch, satellite, 2] - points_km[point, 2]
                rise = x * points_up[point, 0] + y * points_up[point, 1] + z * points_up[point, 2]
                if rise < 0.0:
                    continue
                distance = math.sqrt(x * x + y * y + z * z)
                if rise >= sine_mask * distance:
                    who[seen] = satellite
                    lines[seen, 0] = x / distance
                    lines[seen, 1] = y / distance
                    lines[seen, 2] = z / distance
                    lines[seen, 3] = rise / distance
                    seen += 1
            first[epoch * n_points + point + 1] = seen
    return first, who[:seen], lines[:seen]


@kernel
def _above(first: IntArray, who: RowArray, lines: FloatArray, sine_mask: float, n_words: int) -> BitArray:
    """Return which satellites are above a mask in every cell, bits, shape (cells, words)."""
    above = np.zeros((first.shape[0] - 1, n_words), dtype=np.uint64)
    for cell in range(above.shape[0]):
        for place in range(first[cell], first[cell + 1]):
            if lines[place, 3] >= sine_mask:
                above[cell, who[place] // 64] |= np.uint64(1) << np.uint64(who[place] % 64)
    return above


@kernel
def _fill_cells(
    first: IntArray,
    who: RowArray,
    lines: FloatArray,
    n_points: int,
    points: IntArray,
    family: IntArray,
    usable: BoolArray,
    wanted: BoolArray,
    sine_mask: float,
    pdop_limit: float,
    result: FloatArray,
) -> None:
    """Write the service of the wanted cells, shape (epochs, points)."""
    n_families = 1
    for satellite in range(family.shape[0]):
        n_families = max(n_families, family[satellite] + 1)
    sums = np.empty((n_families, 4))
    for epoch in range(result.shape[0]):
        for column in range(points.shape[0]):
            if wanted[epoch, column]:
                cell = epoch * n_points + points[column]
                start, stop = first[cell], first[cell + 1]
                pdop = _pdop(who[start:stop], lines[start:stop], family, usable, sine_mask, sums)
                result[epoch, column] = min(1.0, pdop_limit / pdop)


@kernel
def _pdop(
    who: RowArray, lines: FloatArray, family: IntArray, usable: BoolArray, sine_mask: float, sums: FloatArray
) -> float:
    """Return the position dilution of precision, one clock for each family; +inf for no solution.

    The same elimination of clocks as `wargame.space.dop.pdop_grid` (tested to agree).
    Source: Schur complement of the clock columns of H^T H; Kaplan and Hegarty 2017, section 11.2.
    """
    sums[:, :] = 0.0
    xx = xy = xz = yy = yz = zz = 0.0
    for place in range(who.shape[0]):
        if not usable[who[place]] or lines[place, 3] < sine_mask:
            continue
        x, y, z = lines[place, 0], lines[place, 1], lines[place, 2]
        clock = family[who[place]]
        sums[clock, 0] += x
        sums[clock, 1] += y
        sums[clock, 2] += z
        sums[clock, 3] += 1.0
        xx, xy, xz = xx + x * x, xy + x * y, xz + x * z
        yy, yz, zz = yy + y * y, yz + y * z, zz + z * z
    spare = -3.0
    for clock in range(sums.shape[0]):
        seen = sums[clock, 3]
        if seen > 0.0:
            spare += seen - 1.0
            x, y, z = sums[clock, 0], sums[clock, 1], sums[clock, 2]
            xx, xy, xz = xx - x * x / seen, xy - x * y / seen, xz - x * z / seen
            yy, yz, zz = yy - y * y / seen, yz - y * z / seen, zz - z * z / seen
    minor_x, minor_y, minor_z = yy * zz - yz * yz, xx * zz - xz * xz, xx * yy - xy * xy
    determinant = xx * minor_x - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz)
    if spare < 0.0 or determinant < _SINGULAR:
        return math.inf
    return math.sqrt((minor_x + minor_y + minor_z) / determinant)
