"""Compiled atmospheric decay: density, rates of perigee and apogee, orbits after a time, lifetimes.

Drag shrinks an orbit along a path in the plane of perigee and apogee that is the same for every fragment; only the pace
differs, by its exposure. So all times here are *exposures*: ballistic coefficient times years, m^2 yr / kg.

Sources: static atmosphere, Vallado 2013, table 8-4 (US Standard Atmosphere 1976 and CIRA-72, moderate solar activity);
rates averaged over a revolution, King-Hele 1987 (Satellite Orbits in an Atmosphere), chapters 3 and 4. All kernels of
one call chain live in this file.
"""

import math

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.compiled import inner_kernel, kernel
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2

REENTRY_KM = 100.0
"""A fragment whose perigee is below has come down: a circular orbit there lasts less than a day."""
TABLE_TOP_KM = 2500.0
"""Perigees above do not decay: a fragment of 0.1 m^2/kg would last 30,000 years there."""

_YEAR_S = 31_557_600.0  # s
_NODES = 32  # of the mean over a revolution
_REACH = 40.0  # scale heights above perigee beyond which density does not count
_PERIGEE_STEP = 0.25  # of a scale height
_RISE_STEP = 0.1  # of apogee over perigee
_OUTSIDE = 1e30  # exposure that outlasts everything

# Grid of the lifetimes: perigee altitude and rise of apogee over perigee, both at steps that grow with the value.
_PERIGEE_SCALE_KM, _PERIGEE_PACE = 40.0, 0.05
_RISE_SCALE_KM, _RISE_PACE = 40.0, 0.12
PERIGEE_CELLS = int(math.log1p((TABLE_TOP_KM - REENTRY_KM) / _PERIGEE_SCALE_KM) / _PERIGEE_PACE) + 1
RISE_CELLS = int(math.log1p(400_000.0 / _RISE_SCALE_KM) / _RISE_PACE) + 1

# Vallado 2013, table 8-4, from 100 km up: base altitude km, density there kg/m^3, scale height km.
_BASES_KM = np.array(
    [100, 110, 120, 130, 140, 150, 180, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900, 1000.0]
)
_DENSITIES = np.array(
    [
        5.297e-7, 9.661e-8, 2.438e-8, 8.484e-9, 3.845e-9, 2.070e-9, 5.464e-10, 2.789e-10, 7.248e-11, 2.418e-11,
        9.518e-12, 3.725e-12, 1.585e-12, 6.967e-13, 1.454e-13, 3.614e-14, 1.170e-14, 5.245e-15, 3.019e-15,
    ]
)  # fmt: skip
_SCALES_KM = np.array(
    [
        5.877, 7.263, 9.473, 12.636, 16.149, 22.523, 29.740, 37.105, 45.546, 53.628,
        53.298, 58.515, 60.828, 63.822, 71.835, 88.667, 124.64, 181.05, 268.00,
    ]
)  # fmt: skip


@inner_kernel
def _layer(altitude_km: float) -> int:
    """Return the row of the atmosphere's table in which an altitude lies; the first for all below."""
    row: int = _BASES_KM.shape[0] - 1
    while row > 0 and _BASES_KM[row] > altitude_km:
        row -= 1
    return row


@kernel
def density_kg_m3(altitude_km: float) -> float:
    """Return the density of the static atmosphere, kg/m^3, at 100 km and above."""
    row = _layer(altitude_km)
    density: float = _DENSITIES[row] * math.exp((_BASES_KM[row] - altitude_km) / _SCALES_KM[row])
    return density


@kernel
def fall_rates(perigee_km: float, apogee_km: float) -> tuple[float, float]:
    """Return how fast perigee and apogee fall, km per unit of exposure (both are positive).

    With E the eccentric anomaly, c = cos E, q = sqrt((1 + e c) / (1 - e c)) and means over a revolution:
    ``sqrt(mu a) (1 - e) <density q (1 - c)>`` and ``sqrt(mu a) (1 + e) <density q (1 + c)>``, which is King-Hele's pair
    of changes of a and e put in terms that never cancel. The mean is taken where the density counts.

    Args:
        perigee_km: altitude above the equatorial radius.
        apogee_km: likewise.
    """
    axis = EARTH_EQUATORIAL_RADIUS_KM + 0.5 * (perigee_km + apogee_km)
    eccentricity = 0.5 * (apogee_km - perigee_km) / axis
    reach, half = _REACH * _SCALES_KM[_layer(perigee_km)], axis * eccentricity
    end = math.pi if reach >= 2.0 * half else math.acos(1.0 - reach / half)
    step = end / _NODES
    doubled, before, cosine = 2.0 * math.cos(step), math.cos(0.5 * step), math.cos(0.5 * step)
    fall_perigee = fall_apogee = 0.0
    for _ in range(_NODES):
        bend = eccentricity * cosine
        altitude = axis * (1.0 - bend) - EARTH_EQUATORIAL_RADIUS_KM
        weight = density_kg_m3(altitude) * math.sqrt((1.0 + bend) / (1.0 - bend))
        fall_perigee += weight * (1.0 - cosine)
        fall_apogee += weight * (1.0 + cosine)
        cosine, before = doubled * cosine - before, cosine
    pace = 1e3 * _YEAR_S * math.sqrt(EARTH_MU_KM3_S2 * axis) * step / math.pi  # a^2 n = sqrt(mu a)
    return pace * (1.0 - eccentricity) * fall_perigee, pace * (1.0 + eccentricity) * fall_apogee


@inner_kernel
def _after(perigee_km: float, apogee_km: float, exposure: float) -> tuple[float, float, float]:
    """Return perigee and apogee after an exposure, or where re-entry began, and the exposure that was used."""
    used = 0.0
    while used < exposure and perigee_km > REENTRY_KM:
        sink, drop = fall_rates(perigee_km, apogee_km)
        scale = _SCALES_KM[_layer(perigee_km)]
        reach = max(_RISE_STEP * (apogee_km - perigee_km), _PERIGEE_STEP * scale)
        step = min(_PERIGEE_STEP * scale / max(sink, 1e-30), reach / max(drop, 1e-30), exposure - used)
        half_perigee, half_apogee = perigee_km - 0.5 * step * sink, apogee_km - 0.5 * step * drop
        sink, drop = fall_rates(half_perigee, max(half_perigee, half_apogee))
        perigee_km -= step * sink
        apogee_km = max(apogee_km - step * drop, perigee_km)
        used += step
    return perigee_km, apogee_km, used


@kernel
def fill_orbits_after(
    perigees_km: FloatArray, apogees_km: FloatArray, exposures: FloatArray, ends_km: FloatArray
) -> None:
    """Fill perigee and apogee after each fragment's exposure, shape (2, n); perigee at or below 100 km once down."""
    for row in range(perigees_km.shape[0]):
        perigee, apogee = perigees_km[row], apogees_km[row]
        if REENTRY_KM < perigee < TABLE_TOP_KM and apogee < math.inf:
            perigee, apogee, _ = _after(perigee, apogee, exposures[row])
        ends_km[0, row], ends_km[1, row] = perigee, apogee


@inner_kernel
def _node_km(cell: float, scale_km: float, pace: float) -> float:
    """Return the value at a place of the grid, counted in cells: ``scale (exp(pace cell) - 1)``."""
    return scale_km * (math.exp(pace * cell) - 1.0)


@inner_kernel
def _cell(value_km: float, scale_km: float, pace: float) -> float:
    """Return the place of a value in the grid, counted in cells: the inverse of ``_node_km``."""
    return math.log(1.0 + value_km / scale_km) / pace


@inner_kernel
def _way_out(
    perigee_km: float, rise_km: float, drop_km: float, flatter_km: float
) -> tuple[float, float, float]:
    """Return the exposure in which an orbit leaves its cell of the grid, and where: perigee drop and rise, km.

    Args:
        perigee_km: altitude of the node.
        rise_km: apogee over perigee of the node.
        drop_km: perigee above the next lower node.
        flatter_km: rise over the next flatter node; 0 for circular orbits, which stay circular.
    """
    at_perigee, at_rise = perigee_km, rise_km
    step = flatten = sink = 0.0
    for _ in range(3):  # predict the way out, then correct twice with the rates half-way
        sink, drop = fall_rates(at_perigee, at_perigee + at_rise)
        flatten = max(drop - sink, 0.0)
        step = drop_km / sink
        if flatter_km > 0.0 and flatten * step > flatter_km:
            step = flatter_km / flatten
        at_perigee, at_rise = perigee_km - 0.5 * step * sink, max(rise_km - 0.5 * step * flatten, 0.0)
    return step, step * sink, max(rise_km - step * flatten, 0.0)


@kernel
def fill_lifetimes(logs: FloatArray) -> None:
    """Fill the log of the exposure that brings an orbit down, at each (perigee, rise) of the grid.

    From each node the path is followed to the edge of its cell, where the lifetime is read between neighbours that are
    already filled.
    """
    logs[0, :] = math.log(1e-9)
    for i in range(1, logs.shape[0]):
        above = _node_km(float(i), _PERIGEE_SCALE_KM, _PERIGEE_PACE)
        drop = above - _node_km(float(i - 1), _PERIGEE_SCALE_KM, _PERIGEE_PACE)
        for j in range(logs.shape[1]):
            rise, left = _node_km(float(j), _RISE_SCALE_KM, _RISE_PACE), max(j - 1, 0)
            flatter = rise - _node_km(float(left), _RISE_SCALE_KM, _RISE_PACE)
            step, sunk, risen = _way_out(REENTRY_KM + above, rise, drop, flatter)
            if sunk < drop * (1.0 - 1e-9):  # out by the side of the flatter orbits, between two perigees
                start, end = logs[i - 1, left], logs[i, left]
                place = _cell(above - sunk, _PERIGEE_SCALE_KM, _PERIGEE_PACE) - (i - 1)
            else:  # out below, between two rises
                start, end = logs[i - 1, left], logs[i - 1, j]
                place = _cell(risen, _RISE_SCALE_KM, _RISE_PACE) - left
            logs[i, j] = math.log(step + math.exp(start + place * (end - start)))


@kernel
def fill_exposures_to_reentry(
    logs: FloatArray, perigees_km: FloatArray, apogees_km: FloatArray, exposures: FloatArray
) -> None:
    """Fill the exposure that brings each fragment down: 0 below 100 km, without end above the grid."""
    for row in range(perigees_km.shape[0]):
        perigee, rise = perigees_km[row], apogees_km[row] - perigees_km[row]
        if perigee <= REENTRY_KM:
            exposures[row] = 0.0
            continue
        x = _cell(perigee - REENTRY_KM, _PERIGEE_SCALE_KM, _PERIGEE_PACE)
        y = _cell(max(rise, 0.0), _RISE_SCALE_KM, _RISE_PACE)
        if x >= logs.shape[0] - 1 or not y < logs.shape[1] - 1:
            exposures[row] = _OUTSIDE
            continue
        i, j = int(x), int(y)
        x, y = x - i, y - j
        below = logs[i, j] + y * (logs[i, j + 1] - logs[i, j])
        above = logs[i + 1, j] + y * (logs[i + 1, j + 1] - logs[i + 1, j])
        exposures[row] = math.exp(below + x * (above - below))
