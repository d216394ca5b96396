"""Navigation satellites in the sky of every point, and the service of a receiver that may use some of them.

Lines of sight are worked out once for an epoch and kept; a user class and a set of working satellites only select
among them. A cell (epoch, point) changes with a lost satellite only when that satellite is above the mask there, so
all other cells are taken over as they are: the same numbers, a third of the work.
"""

import math
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import BoolArray, FloatArray, IntArray
from wargame.space.compiled import kernel

_SINGULAR = 1e-9  # determinant of the normal matrix below which there is no solution, as in wargame.space.dop


@dataclass(frozen=True, slots=True)
class Sky:
    """The satellites above every point at some epochs.

    Attributes:
        count: satellites in view, shape (epochs, points).
        who: their rows in ascending order, shape (epochs, points, most).
        lines: unit line of sight (ECEF) and sine of the elevation, shape (epochs, points, most, 4).
    """

    count: IntArray
    who: IntArray
    lines: FloatArray


def sky_of(positions_km: FloatArray, points_km: FloatArray, points_up: FloatArray, lowest_mask_deg: float) -> Sky:
    """Return the sky above the lowest mask in use.

    Args:
        positions_km: shape (epochs, satellites, 3), km, ECEF.
        points_km: shape (points, 3), km, ECEF.
        points_up: shape (points, 3), local verticals, ECEF.
        lowest_mask_deg: degrees.
    """
    count, who, lines = _lines_of_sight(
        np.ascontiguousarray(positions_km), points_km, points_up, math.sin(math.radians(lowest_mask_deg))
    )
    most = int(count.max(initial=0))
    return Sky(count, np.ascontiguousarray(who[:, :, :most]), np.ascontiguousarray(lines[:, :, :most]))


def cell_service(
    sky: Sky,
    points: IntArray,
    family: IntArray,
    usable: BoolArray,
    mask_deg: float,
    pdop_limit: float,
    before: tuple[BoolArray, FloatArray] | None = None,
) -> FloatArray:
    """Return min(1, limit / PDOP), 0 without a solution, shape (epochs, points).

    Args:
        sky: lines of sight.
        points: which points of the sky, shape (points,).
        family: whose clock each satellite has, shape (satellites,).
        usable: which satellites the receiver may use and take, shape (satellites,).
        mask_deg: lowest usable elevation, degrees.
        pdop_limit: largest PDOP at which the position is as good as needed.
        before: a larger usable set and its result, from which unchanged cells are taken.
    """
    lost = np.zeros_like(usable) if before is None else before[0] & ~usable
    result = np.empty((sky.count.shape[0], len(points))) if before is None else before[1].copy()
    sine = math.sin(math.radians(mask_deg))
    fill = (sky.count, sky.who, sky.lines, points, family, usable, lost, before is None)
    _fill_cells(*fill, sine, pdop_limit, result)
    return result


@kernel
def _lines_of_sight(
    positions_km: FloatArray, points_km: FloatArray, points_up: FloatArray, sine_mask: float
) -> tuple[IntArray, IntArray, FloatArray]:
    """Return the number of satellites above the mask, their rows, and their lines with the sine of elevation."""
    n_epochs, n_satellites, n_points = positions_km.shape[0], positions_km.shape[1], points_km.shape[0]
    count = np.zeros((n_epochs, n_points), dtype=np.int64)
    who = np.empty((n_epochs, n_points, n_satellites), dtype=np.int64)
    lines = np.empty((n_epochs, n_points, n_satellites, 4))
    for epoch in range(n_epochs):
        for point in range(n_points):
            seen = 0
            for satellite in range(n_satellites):
                x = positions_km[epoch, satellite, 0] - points_km[point, 0]
                y = positions_km[epoch, satellite, 1] - points_km[point, 1]
                z = positions_km[epoch, satellite, 2] - points_km[point, 2]
                rise = x * points_up[point, 0] + y * points_up[point, 1] + z * points_up[point, 2]
                distance = math.sqrt(x * x + y * y + z * z)
                if rise >= sine_mask * distance:
                    who[epoch, point, seen] = satellite
                    lines[epoch, point, seen, 0] = x / distance
                    lines[epoch, point, seen, 1] = y / distance
                    lines[epoch, point, seen, 2] = z / distance
                    lines[epoch, point, seen, 3] = rise / distance
                    seen += 1
            count[epoch, point] = seen
    return count, who, lines


@kernel
def _fill_cells(
    count: IntArray,
    who: IntArray,
    lines: FloatArray,
    points: IntArray,
    family: IntArray,
    usable: BoolArray,
    lost: BoolArray,
    all_cells: bool,
    sine_mask: float,
    pdop_limit: float,
    result: FloatArray,
) -> None:
    """Write the service of every cell (all_cells) or of those in which a lost satellite is above the mask."""
    n_families = 1
    for satellite in range(family.shape[0]):
        n_families = max(n_families, family[satellite] + 1)
    sums = np.empty((n_families, 4))
    for epoch in range(count.shape[0]):
        for column in range(points.shape[0]):
            point = points[column]
            changed = all_cells
            if not changed:
                for place in range(count[epoch, point]):
                    if lost[who[epoch, point, place]] and lines[epoch, point, place, 3] >= sine_mask:
                        changed = True
                        break
            if changed:
                pdop = _pdop(count[epoch, point], who[epoch, point], lines[epoch, point], family, usable, sine_mask, sums)
                result[epoch, column] = min(1.0, pdop_limit / pdop)


@kernel
def _pdop(
    count: int,
    who: IntArray,
    lines: FloatArray,
    family: IntArray,
    usable: BoolArray,
    sine_mask: float,
    sums: FloatArray,
) -> float:
    """Return the position dilution of precision, one clock for each family; +inf for no solution.

    The same elimination of clocks as `wargame.space.dop.pdop_grid` (tested to agree).
    Source: Schur complement of the clock columns of H^T H; Kaplan and Hegarty 2017, section 11.2.
    """
    sums[:, :] = 0.0
    xx = xy = xz = yy = yz = zz = 0.0
    for place in range(count):
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
