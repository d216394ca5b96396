"""Dilution of precision: how satellite geometry multiplies a navigation receiver's range error.

One clock state per constellation family (GPS, Galileo, ...). With fewer than three satellites more
than there are families in view there is *no solution*, written as +infinity, never zero and never
NaN. Source: Langley 1999 (GPS World 10(5), 52); Kaplan and Hegarty 2017, section 11.2.
"""

import math
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import BoolArray, FloatArray, IntArray
from wargame.space.compiled import kernel

NO_SOLUTION = math.inf
"""Dilution of precision where there is no position solution."""

_SINGULAR = 1e-9  # determinant of the 3 x 3 normal matrix below which geometry is degenerate


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
    if np.linalg.matrix_rank(normal, tol=_SINGULAR) < normal.shape[0]:
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


@kernel
def _pdop_at(
    satellites_km: FloatArray,
    usable: BoolArray,
    family: IntArray,
    point_km: FloatArray,
    point_up: FloatArray,
    sine: float,
    sums: FloatArray,
) -> float:
    """Return position dilution at one place and instant; ``sums`` is work space, (n_families, 4)."""
    sums[:, :] = 0.0
    xx = xy = xz = yy = yz = zz = 0.0
    spare = -3.0  # satellites beyond the three coordinates and one clock a family
    for satellite in range(family.shape[0]):
        x = satellites_km[satellite, 0] - point_km[0]
        y = satellites_km[satellite, 1] - point_km[1]
        z = satellites_km[satellite, 2] - point_km[2]
        rise = x * point_up[0] + y * point_up[1] + z * point_up[2]
        square = x * x + y * y + z * z
        if not usable[satellite] or rise * abs(rise) < sine * abs(sine) * square:
            continue
        inverse = 1.0 / math.sqrt(square)
        x, y, z, group = x * inverse, y * inverse, z * inverse, family[satellite]
        sums[group, 0] += x
        sums[group, 1] += y
        sums[group, 2] += z
        sums[group, 3] += 1.0
        xx, xy, xz = xx + x * x, xy + x * y, xz + x * z
        yy, yz, zz = yy + y * y, yz + y * z, zz + z * z
    for group in range(sums.shape[0]):
        seen = sums[group, 3]
        if seen > 0.0:
            spare += seen - 1.0
            x, y, z, share = sums[group, 0], sums[group, 1], sums[group, 2], 1.0 / seen
            xx, xy, xz = xx - x * x * share, xy - x * y * share, xz - x * z * share
            yy, yz, zz = yy - y * y * share, yz - y * z * share, zz - z * z * share
    minor_x, minor_y, minor_z = yy * zz - yz * yz, xx * zz - xz * xz, xx * yy - xy * xy
    determinant = xx * minor_x - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz)
    if spare < 0.0 or determinant < _SINGULAR:
        return math.inf
    return math.sqrt((minor_x + minor_y + minor_z) / determinant)


@kernel
def pdop_grid(
    positions_ecef_km: FloatArray,
    usable: BoolArray,
    family: IntArray,
    points_ecef_km: FloatArray,
    points_up: FloatArray,
    mask_deg: float,
) -> FloatArray:
    """Return position dilution at every time and point, shape (n_times, n_points); +inf for no solution.

    The clocks are eliminated first: with e the unit lines of sight, each family adds
    ``sum(e e^T) - sum(e) sum(e)^T / n`` to a 3 x 3 normal matrix, whose inverse has the trace
    (sum of the principal 2 x 2 minors) / determinant. Quantise with :func:`quantise_dop` before deciding.

    Args:
        positions_ecef_km: shape (n_times, n_satellites, 3), km, ECEF.
        usable: shape (n_satellites,).
        family: constellation of each satellite, 0, 1, 2, ..., shape (n_satellites,).
        points_ecef_km: shape (n_points, 3), km, ECEF.
        points_up: shape (n_points, 3), local verticals, ECEF.
        mask_deg: elevation mask, degrees.

    Source: Schur complement of the clock columns of H^T H; Kaplan and Hegarty 2017, section 11.2.
    """
    n_times, n_points = positions_ecef_km.shape[0], points_ecef_km.shape[0]
    sine = math.sin(math.radians(mask_deg))
    n_families = 1
    for satellite in range(family.shape[0]):
        n_families = max(n_families, family[satellite] + 1)
    sums = np.zeros((n_families, 4))
    result = np.empty((n_times, n_points))
    for time in range(n_times):
        for point in range(n_points):
            result[time, point] = _pdop_at(
                positions_ecef_km[time], usable, family, points_ecef_km[point], points_up[point], sine, sums
            )
    return result


def quantise_dop(dop: FloatArray) -> FloatArray:
    """Return dilutions rounded to 1e-3, fit for a decision; infinity stays infinity."""
    rounded: FloatArray = np.round(dop, 3)
    return rounded
