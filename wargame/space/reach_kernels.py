"""Compiled search for the times at which a satellite is low enough, and its ground point near enough, to a place.

The margin is how far inside both limits the satellite is. It is sampled at equal distances, but a sample that stands
far from zero lets the next ones be left out, as many as the margin needs to come near. Near zero every sample is taken,
extremes that could hide a crossing are refined, and every sign change is halved until its whole second is known. The
readable twin stands in the tests. All kernels of one call chain live in this file.
"""

import math
from typing import TypeAlias

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.compiled import inner_kernel, kernel
from wargame.space.constants import (
    EARTH_ECCENTRICITY_SQUARED,
    EARTH_EQUATORIAL_RADIUS_KM,
    EARTH_FLATTENING,
    EARTH_MEAN_RADIUS_KM,
    EARTH_POLAR_RADIUS_KM,
)

Cells: TypeAlias = tuple[int, float, FloatArray]
"""A path: number of the first cell in steps from time zero, step (s), polynomials (n_cells, 3, 12), km, ECEF."""

NEAR_KM = 250.0
"""Outside by more than this, a spherical Earth is good enough; extremes further from zero hide no crossing."""

_ROUGH_KM = 50.0  # what the sphere errs by at most: the flattening is 21 km of height and of ground
_FAR_KM = NEAR_KM + 2.0 * _ROUGH_KM
_BISECTIONS = 16  # 30 s / 2^16 = 0.5 ms
_GOLDEN_STEPS = 18  # 60 s * 0.618^18 = 10 ms, and the margin is flat there
_GOLDEN = 0.6180339887498949
_BOWRING_ITERATIONS = 4
_TINY_KM = 1e-9  # over a pole there is no meridian to follow
_SECOND_ECCENTRICITY_SQUARED = EARTH_ECCENTRICITY_SQUARED / (1.0 - EARTH_ECCENTRICITY_SQUARED)


@inner_kernel
def _position_km(time_s: float, path: Cells) -> tuple[float, float, float]:
    """Return where the satellite is at a time, km, ECEF."""
    first, step_s, cells = path
    since = time_s / step_s
    cell = min(max(math.floor(since), first), first + cells.shape[0] - 1)
    u, c = since - cell - 0.5, cells[cell - first]
    return _polynomial(u, c[0]), _polynomial(u, c[1]), _polynomial(u, c[2])


@inner_kernel
def _polynomial(u: float, c: FloatArray) -> float:
    """Return the value of a polynomial of degree eleven, the terms as in ``path_kernels``."""
    square = u * u
    fourth = square * square
    low = (c[0] + u * c[1]) + square * (c[2] + u * c[3])
    middle = (c[4] + u * c[5]) + square * (c[6] + u * c[7])
    high = (c[8] + u * c[9]) + square * (c[10] + u * c[11])
    value: float = low + fourth * (middle + fourth * high)
    return value


@inner_kernel
def _rough_margin_km(x_km: float, y_km: float, z_km: float, place: FloatArray) -> float:
    """Return the margin over a spherical Earth, km."""
    radius_km = math.sqrt(x_km * x_km + y_km * y_km + z_km * z_km)
    cosine = (x_km * place[0] + y_km * place[1] + z_km * place[2]) / radius_km
    range_km = EARTH_MEAN_RADIUS_KM * math.acos(min(max(cosine, -1.0), 1.0))
    margin_km: float = min(place[3] - range_km, place[4] - (radius_km - EARTH_EQUATORIAL_RADIUS_KM))
    return margin_km


@inner_kernel
def _unit(along: float, across: float) -> tuple[float, float]:
    """Return the sine and the cosine of the angle whose tangent is ``along / across``."""
    length = math.sqrt(along * along + across * across)
    return along / length, across / length


@inner_kernel
def _exact_margin_km(x_km: float, y_km: float, z_km: float, place: FloatArray) -> float:
    """Return the margin by height above the ellipsoid and great circle between geodetic places, km.

    Sines and cosines come from tangents, and the angle from the chord between the two verticals: the same numbers as
    those of ``frames`` in a tenth of the time.
    Source: Bowring 1976 (Survey Review 23, 323), iterated on the parametric latitude.
    """
    axis_km = math.sqrt(x_km * x_km + y_km * y_km)
    rise, run = z_km, axis_km
    sine, cosine = _unit(z_km, (1.0 - EARTH_FLATTENING) * axis_km)
    for _ in range(_BOWRING_ITERATIONS):
        rise = z_km + _SECOND_ECCENTRICITY_SQUARED * EARTH_POLAR_RADIUS_KM * sine * sine * sine
        run = axis_km - EARTH_ECCENTRICITY_SQUARED * EARTH_EQUATORIAL_RADIUS_KM * cosine * cosine * cosine
        sine, cosine = _unit((1.0 - EARTH_FLATTENING) * rise, run)
    beside_km, above_km = axis_km - EARTH_EQUATORIAL_RADIUS_KM * cosine, z_km - EARTH_POLAR_RADIUS_KM * sine
    altitude_km = math.sqrt(beside_km * beside_km + above_km * above_km)
    up_z, level = _unit(rise, run)
    level /= max(axis_km, _TINY_KM)
    dx, dy, dz = level * x_km - place[0], level * y_km - place[1], up_z - place[2]
    chord = math.sqrt(dx * dx + dy * dy + dz * dz)
    range_km = 2.0 * EARTH_MEAN_RADIUS_KM * math.asin(min(0.5 * chord, 1.0))
    margin_km: float = min(place[3] - range_km, place[4] - altitude_km)
    return margin_km


@inner_kernel
def _margins_km(time_s: float, path: Cells, place: FloatArray) -> tuple[float, float]:
    """Return the margin at a time, and that over a spherical Earth, km; the same where both are far from zero."""
    x_km, y_km, z_km = _position_km(time_s, path)
    rough_km = _rough_margin_km(x_km, y_km, z_km, place)
    if -NEAR_KM < rough_km < _FAR_KM:
        return _exact_margin_km(x_km, y_km, z_km, place), rough_km
    return rough_km, rough_km


@inner_kernel
def _extreme_s(low_s: float, high_s: float, sign: float, path: Cells, place: FloatArray) -> float:
    """Return when the margin times ``sign`` is greatest between two times, by golden section."""
    for _ in range(_GOLDEN_STEPS):
        left_s, right_s = high_s - _GOLDEN * (high_s - low_s), low_s + _GOLDEN * (high_s - low_s)
        if sign * _margins_km(left_s, path, place)[0] < sign * _margins_km(right_s, path, place)[0]:
            low_s = left_s
        else:
            high_s = right_s
    return 0.5 * (low_s + high_s)


@inner_kernel
def _crossing_s(low_s: float, high_s: float, rising: bool, path: Cells, place: FloatArray) -> float:
    """Return when the margin changes its sign between two times, by halving until the whole second is known."""
    for _ in range(_BISECTIONS):
        if math.floor(low_s) == math.floor(high_s):
            break
        middle_s = 0.5 * (low_s + high_s)
        if (_margins_km(middle_s, path, place)[0] >= 0.0) == rising:
            high_s = middle_s
        else:
            low_s = middle_s
    return 0.5 * (low_s + high_s)


@inner_kernel
def _add_node(nodes: FloatArray, count: int, time_s: float, margin_km: float) -> int:
    """Put a time and its margin behind the last earlier one; return the new number of nodes."""
    row = count
    while row > 0 and nodes[row - 1, 0] > time_s:
        nodes[row, 0], nodes[row, 1] = nodes[row - 1, 0], nodes[row - 1, 1]
        row -= 1
    nodes[row, 0], nodes[row, 1] = time_s, margin_km
    return count + 1


@inner_kernel
def _fill_nodes(
    start_s: float,
    end_s: float,
    samples: int,
    km_a_sample: float,
    path: Cells,
    place: FloatArray,
    nodes: FloatArray,
) -> int:
    """Fill times and margins between which at most one crossing lies; return how many there are."""
    spacing_s, count, sample = (end_s - start_s) / samples, 0, 0
    before_km = here_km = math.inf  # at the two samples before, where none was left out between them
    while sample <= samples:
        time_s = start_s + sample * spacing_s if sample < samples else end_s
        after_km, rough_km = _margins_km(time_s, path, place)
        count = _add_node(nodes, count, time_s, after_km)
        if sample > 1 and abs(here_km) < NEAR_KM:
            sign = 1.0 if here_km < 0.0 else -1.0
            if sign * here_km >= sign * before_km and sign * here_km > sign * after_km:
                low_s = start_s + (sample - 2) * spacing_s
                found_s = _extreme_s(low_s, time_s, sign, path, place)
                count = _add_node(nodes, count, found_s, _margins_km(found_s, path, place)[0])
        before_km, here_km = here_km, after_km
        skipped = max(1, math.floor((abs(rough_km) - _FAR_KM) / km_a_sample))
        sample = min(sample + skipped, samples) if sample < samples else samples + 1
    return count


@kernel
def find_reach(
    path: Cells,
    start_s: float,
    end_s: float,
    samples: int,
    km_a_sample: float,
    place: FloatArray,
    found: FloatArray,
) -> int:
    """Fill ``found`` with the spans in which a satellite is within reach and return how many there are.

    Args:
        path: number of the first cell counted in steps from time zero, step, and polynomials of the cells.
        start_s: start of the span.
        end_s: end of the span.
        samples: intervals between samples, at least 2.
        km_a_sample: most by which the margin can change from one sample to the next, km.
        place: unit vector of the vertical (3, ECEF), largest ground range, ceiling (km).
        found: result, rows of (start, end), s, right to the whole second that they lie in; the count returned may
            exceed its length, then call again with more.
    """
    nodes = np.empty((2 * samples + 2, 2))
    n_nodes = _fill_nodes(start_s, end_s, samples, km_a_sample, path, place, nodes)
    count, since_s = 0, start_s
    for node in range(n_nodes + 1):
        above = node < n_nodes and nodes[node, 1] >= 0.0
        below_before = node == 0 or nodes[node - 1, 1] < 0.0
        if above == (not below_before):
            continue
        edge_s = start_s if node == 0 else end_s
        if 0 < node < n_nodes:
            edge_s = _crossing_s(nodes[node - 1, 0], nodes[node, 0], above, path, place)
        if above:
            since_s = edge_s
            continue
        if count < found.shape[0]:
            found[count, 0], found[count, 1] = since_s, edge_s
        count += 1
    return count
