"""Compiled search for the times at which a satellite rises, culminates and sets over many sites.

What is in view stands above a cone over the site, whose side rises at the mask. Every four minutes it is asked whether
the satellite can come near enough to the site's zenith before the next time; where it can, its height above the cone
is sampled every 30 s. Extremes between samples that might touch zero are refined, so that a pass shorter than a sample
is not lost; then every sign change is narrowed down. All kernels of one call chain live in this file.
"""

import math
from typing import TypeAlias

import numpy as np

from wargame.space.arrays import BoolArray, FloatArray
from wargame.space.compiled import inlined_kernel, inner_kernel, kernel

SCAN_STEP_S = 30.0
"""Largest distance of samples, s."""

Cells: TypeAlias = tuple[int, float, FloatArray]
"""A path: number of the first cell in steps from time zero, step (s), polynomials (n_cells, 3, 12), km, ECEF."""

_BLOCK = 8  # intervals between samples for which nearness is decided together
_HALF = _BLOCK // 2
_EXACT_S = 1e-3  # a root is found when it lies between times this near; the secant then errs by much less
_SECANTS = 12  # then halving
_STEPS_MAX = 60
_STRETCH = 1.02  # an arc is longer than its chord, by less than this between samples,
_SLACK_RAD = 1e-3  # or by this where the satellite seems to stand still


@inlined_kernel
def _state(time_s: float, path: Cells) -> tuple[float, float, float, float, float, float]:
    """Return position (km) and velocity (km a cell) of a path at one time."""
    first, step_s, cells = path
    since = time_s / step_s
    cell = min(max(math.floor(since), first), first + cells.shape[0] - 1)
    u = since - cell - 0.5
    x, vx = _polynomial(u, cells[cell - first, 0])
    y, vy = _polynomial(u, cells[cell - first, 1])
    z, vz = _polynomial(u, cells[cell - first, 2])
    return x, y, z, vx, vy, vz


@inlined_kernel
def _polynomial(u: float, c: FloatArray) -> tuple[float, float]:
    """Return the value and the slope of a polynomial of degree eleven.

    Source: Estrin 1960 (Proc. WJCC 17, 33): pairs of terms at once, so that they do not wait for each other.
    """
    square = u * u
    fourth = square * square
    low = (c[0] + u * c[1]) + square * (c[2] + u * c[3])
    middle = (c[4] + u * c[5]) + square * (c[6] + u * c[7])
    high = (c[8] + u * c[9]) + square * (c[10] + u * c[11])
    slope = (c[1] + u * (2.0 * c[2])) + square * (3.0 * c[3] + u * (4.0 * c[4]))
    slope_middle = (5.0 * c[5] + u * (6.0 * c[6])) + square * (7.0 * c[7] + u * (8.0 * c[8]))
    slope_high = (9.0 * c[9] + u * (10.0 * c[10])) + square * (11.0 * c[11])
    return low + fourth * (middle + fourth * high), slope + fourth * (slope_middle + fourth * slope_high)


@inlined_kernel
def _height_at(time_s: float, path: Cells, site: FloatArray) -> float:
    """Return how far the path is above the cone of the mask at any time, km: ``rise - sin(mask) range``."""
    x, y, z, _, _, _ = _state(time_s, path)
    dx, dy, dz = x - site[0], y - site[1], z - site[2]
    rise = dx * site[3] + dy * site[4] + dz * site[5]
    height: float = rise - site[6] * math.sqrt(dx * dx + dy * dy + dz * dz)
    return height


@inlined_kernel
def _climb_at(time_s: float, path: Cells, site: FloatArray) -> float:
    """Return a number with the sign of the elevation's rate of change."""
    x, y, z, vx, vy, vz = _state(time_s, path)
    dx, dy, dz = x - site[0], y - site[1], z - site[2]
    rise = dx * site[3] + dy * site[4] + dz * site[5]
    climb = vx * site[3] + vy * site[4] + vz * site[5]
    sign: float = climb * (dx * dx + dy * dy + dz * dz) - rise * (dx * vx + dy * vy + dz * vz)
    return sign


@inlined_kernel
def _sine_at(time_s: float, path: Cells, site: FloatArray) -> float:
    """Return the sine of the elevation at any time of the path."""
    x, y, z, _, _, _ = _state(time_s, path)
    dx, dy, dz = x - site[0], y - site[1], z - site[2]
    rise = dx * site[3] + dy * site[4] + dz * site[5]
    sine: float = rise / math.sqrt(dx * dx + dy * dy + dz * dz)
    return sine


@inner_kernel
def _root(
    low_s: float,
    high_s: float,
    at_low: float,
    at_high: float,
    climb: bool,
    path: Cells,
    site: FloatArray,
) -> float:
    """Return when the height above the cone, or the climb, passes zero between two times at which its signs differ.

    The secant through the ends is followed, an end that stays twice has its value halved, and a step that is too small
    is made long enough to close the bracket.
    Source: the Illinois method (Dowell and Jarratt 1971, BIT 11, 168).
    """
    side, middle = 0, 0.5 * (low_s + high_s)
    for step in range(_STEPS_MAX):
        secant = high_s - at_high * (high_s - low_s) / (at_high - at_low) if at_high != at_low else middle
        if high_s - low_s <= _EXACT_S:
            return secant
        middle = 0.5 * (low_s + high_s)
        if step < _SECANTS:
            middle = min(max(secant, low_s + 0.9 * _EXACT_S), high_s - 0.9 * _EXACT_S)
        value = _climb_at(middle, path, site) if climb else _height_at(middle, path, site)
        if (value < 0.0) == (at_low < 0.0):
            low_s, at_low = middle, value
            at_high *= 0.5 if side < 0 else 1.0
            side = -1
        else:
            high_s, at_high = middle, value
            at_low *= 0.5 if side > 0 else 1.0
            side = 1
    return middle


@inlined_kernel
def _highest_s(low_s: float, high_s: float, path: Cells, site: FloatArray) -> float:
    """Return when the elevation is highest between two times that enclose one maximum, or none."""
    at_low, at_high = _climb_at(low_s, path, site), _climb_at(high_s, path, site)
    if at_low <= 0.0:
        return low_s
    if at_high >= 0.0:
        return high_s
    return _root(low_s, high_s, at_low, at_high, True, path, site)


@inner_kernel
def _fill_samples(start_s: float, spacing_s: float, path: Cells, samples: FloatArray) -> None:
    """Fill x, y and z (km), shape (3, n), at equal distances from ``start_s``."""
    first, step_s, cells = path
    per_cell, sample, last = spacing_s / step_s, 0, samples.shape[1]
    for cell in range(cells.shape[0]):
        until = last
        if cell < cells.shape[0] - 1:
            until = min(last, math.ceil(((first + cell + 1) * step_s - start_s) / spacing_s))
        offset = start_s / step_s - (first + cell) - 0.5
        for axis in range(3):
            c, row_of = cells[cell, axis], samples[axis]
            c0, c1, c2, c3, c4, c5 = c[0], c[1], c[2], c[3], c[4], c[5]
            c6, c7, c8, c9, c10, c11 = c[6], c[7], c[8], c[9], c[10], c[11]
            for row in range(sample, until):
                u = row * per_cell + offset
                square = u * u
                fourth = square * square
                low, middle = (c0 + u * c1) + square * (c2 + u * c3), (c4 + u * c5) + square * (c6 + u * c7)
                high = (c8 + u * c9) + square * (c10 + u * c11)
                row_of[row] = low + fourth * (middle + fourth * high)
        sample = max(sample, until)


@inner_kernel
def _fill_blocks(samples: FloatArray, horizon: FloatArray, blocks: FloatArray) -> None:
    """Fill the direction in the middle of each block of samples, and how near the zenith it must be.

    ``blocks`` has shape (4, n): a unit vector, and the least cosine of its angle from a site's vertical with which
    the satellite may be above the mask at any time of the block. With ``u`` the vertical, ``h`` the distance of the
    horizon plane from the Earth's centre and ``x`` the site, a satellite ``s`` above the mask has
    ``s . u - h >= sin(mask) |s - x|``; until the ends of the block it turns by ``t``, no more than its chords allow.
    Where the cosine of the one angle is ``q``, that of both is at least ``q (1 - t^2 / 2) - sqrt(1 - q^2) t``.

    Args:
        samples: as filled by :func:`_fill_samples`.
        horizon: smallest ``h`` and largest ``|x|`` of all sites (km), smallest sine of a mask.
        blocks: result.
    """
    x, y, z, last = samples[0], samples[1], samples[2], samples.shape[1] - 1
    for block in range(blocks.shape[1]):
        first = block * _BLOCK
        middle, end = min(first + _HALF, last), min(first + _BLOCK, last)
        radius_km = math.sqrt(x[middle] * x[middle] + y[middle] * y[middle] + z[middle] * z[middle])
        least_km = most_km = radius_km
        turned_km = 0.0
        for edge in (first, end):
            dx, dy, dz = x[edge] - x[middle], y[edge] - y[middle], z[edge] - z[middle]
            edge_km = math.sqrt(x[edge] * x[edge] + y[edge] * y[edge] + z[edge] * z[edge])
            least_km, most_km = min(least_km, edge_km), max(most_km, edge_km)
            turned_km = max(turned_km, math.sqrt(dx * dx + dy * dy + dz * dz))
        turned = _STRETCH * turned_km / least_km + _SLACK_RAD
        most_km *= _STRETCH
        reach_km = most_km - math.copysign(horizon[1], horizon[2])
        cosine = min(max((horizon[0] + horizon[2] * reach_km) / most_km, -1.0), 1.0)
        shrunk = cosine * (1.0 - 0.5 * turned * turned) if cosine > 0.0 else cosine
        blocks[0, block], blocks[1, block] = x[middle] / radius_km, y[middle] / radius_km
        blocks[2, block] = z[middle] / radius_km
        blocks[3, block] = shrunk - math.sqrt(1.0 - cosine * cosine) * turned


@inner_kernel
def _fill_near(blocks: FloatArray, site: FloatArray, near: BoolArray) -> None:
    """Fill in which blocks of samples the satellite may come above a site's mask."""
    x, y, z, least = blocks[0], blocks[1], blocks[2], blocks[3]
    up_x, up_y, up_z = site[3], site[4], site[5]
    for block in range(near.shape[0]):
        near[block] = x[block] * up_x + y[block] * up_y + z[block] * up_z >= least[block]


@inner_kernel
def _fill_heights(samples: FloatArray, first: int, end: int, site: FloatArray, heights: FloatArray) -> None:
    """Fill the heights of samples ``first`` to ``end``, both included."""
    x, y, z = samples[0], samples[1], samples[2]
    site_x, site_y, site_z, sine = site[0], site[1], site[2], site[6]
    up_x, up_y, up_z = site[3], site[4], site[5]
    for row in range(first, end + 1):
        dx, dy, dz = x[row] - site_x, y[row] - site_y, z[row] - site_z
        heights[row] = dx * up_x + dy * up_y + dz * up_z - sine * math.sqrt(dx * dx + dy * dy + dz * dz)


@inlined_kernel
def _hidden_extreme_s(
    row: int,
    start_s: float,
    spacing_s: float,
    heights: FloatArray,
    path: Cells,
    site: FloatArray,
) -> float:
    """Return when the elevation is extreme near a sample, if that may hide a crossing, else minus infinity.

    A sample whose height is an extreme among its neighbours' may hide one if it is nearer to zero than the bend there:
    a parabola through the three passes its middle by an eighth of the bend at most. So near to zero, height and
    elevation are extreme together.
    """
    before, here, after = heights[row - 1], heights[row], heights[row + 1]
    highest, lowest = here >= before and here > after, here <= before and here < after
    if not (highest if here < 0.0 else lowest) or abs(here) > abs(before - 2.0 * here + after):
        return -math.inf
    low_s, high_s = start_s + (row - 1) * spacing_s, start_s + (row + 1) * spacing_s
    at_low, at_high = _climb_at(low_s, path, site), _climb_at(high_s, path, site)
    if at_low * at_high >= 0.0:
        return -math.inf
    return _root(low_s, high_s, at_low, at_high, True, path, site)


@inlined_kernel
def _set_node(time_s: float, height_km: float, path: Cells, site: FloatArray, node: FloatArray) -> None:
    """Write time, height above the cone and, above it, sine of the elevation."""
    node[0], node[1] = time_s, height_km
    node[2] = _sine_at(time_s, path, site) if height_km >= 0.0 else -1.0


@inner_kernel
def _nodes_of_run(
    first: int,
    end: int,
    start_s: float,
    spacing_s: float,
    heights: FloatArray,
    path: Cells,
    site: FloatArray,
    nodes: FloatArray,
) -> int:
    """Fill ``nodes`` with (time, height, sine) of what windows follow from; return how many there are.

    These are the samples above the cone, their neighbours, and hidden extremes.
    """
    count = 0
    for row in range(first, end + 1):
        extreme_s = -math.inf
        if first < row < end:
            extreme_s = _hidden_extreme_s(row, start_s, spacing_s, heights, path, site)
            below = heights[row - 1] < 0.0 and heights[row] < 0.0 and heights[row + 1] < 0.0
            if below and extreme_s == -math.inf:
                continue
        time_s = start_s + row * spacing_s
        if -math.inf < extreme_s < time_s:
            _set_node(extreme_s, _height_at(extreme_s, path, site), path, site, nodes[count])
            count += 1
        _set_node(time_s, heights[row], path, site, nodes[count])
        count += 1
        if extreme_s > time_s:
            _set_node(extreme_s, _height_at(extreme_s, path, site), path, site, nodes[count])
            count += 1
    return count


@inlined_kernel
def _crossing(nodes: FloatArray, node: int, path: Cells, site: FloatArray) -> float:
    """Return when the satellite passes the cone between a node and the one before."""
    low, high = nodes[node - 1], nodes[node]
    return _root(low[0], high[0], low[1], high[1], False, path, site)


@inner_kernel
def _add_windows(
    nodes: FloatArray,
    n_nodes: int,
    number: int,
    path: Cells,
    site: FloatArray,
    found: FloatArray,
    count: int,
) -> int:
    """Write the windows between some nodes after the first ``count`` rows; return the new count."""
    inside, best, rise_s = False, 0, nodes[0, 0]
    for node in range(n_nodes + 1):
        above = node < n_nodes and nodes[node, 1] >= 0.0
        if above and not inside:
            inside, best, rise_s = True, node, nodes[node, 0]
            if node > 0:
                rise_s = _crossing(nodes, node, path, site)
        elif above and nodes[node, 2] > nodes[best, 2]:
            best = node
        elif inside and not above:
            inside = False
            set_s = nodes[n_nodes - 1, 0]
            if node < n_nodes:
                set_s = _crossing(nodes, node, path, site)
            if count < found.shape[0]:
                low = max(rise_s, nodes[max(best - 1, 0), 0])
                high = min(set_s, nodes[min(best + 1, n_nodes - 1), 0])
                peak_s = _highest_s(low, high, path, site)
                found[count, 0], found[count, 1], found[count, 2] = number, rise_s, set_s
                found[count, 3], found[count, 4] = peak_s, _sine_at(peak_s, path, site)
            count += 1
    return count


@kernel
def find_windows(
    path: Cells,
    start_s: float,
    end_s: float,
    sites: FloatArray,
    horizon: FloatArray,
    found: FloatArray,
) -> int:
    """Fill ``found`` with the windows of one path over many sites and return how many there are.

    Args:
        path: number of the first cell counted in steps from time zero, step, and polynomials of the cells.
        start_s: start of the span.
        end_s: end of the span.
        sites: position (3), vertical (3) and sine of the mask of each, shape (n_sites, 7).
        horizon: smallest distance of a horizon plane from the Earth's centre and largest distance of a site (km),
            smallest sine of a mask.
        found: result, rows of (site, rise, set, culmination, sine of the elevation there), by site and time; the
            count returned may exceed its length, then call again with more.
    """
    intervals = max(1, math.ceil((end_s - start_s) / SCAN_STEP_S))
    spacing_s = (end_s - start_s) / intervals
    samples = np.empty((3, intervals + 1))
    _fill_samples(start_s, spacing_s, path, samples)
    blocks = np.empty((4, -(-intervals // _BLOCK)))
    _fill_blocks(samples, horizon, blocks)
    near = np.empty(blocks.shape[1], dtype=np.bool_)
    heights, nodes = np.empty(intervals + 1), np.empty((2 * intervals + 2, 3))
    count = 0
    for number in range(sites.shape[0]):
        site = sites[number]
        _fill_near(blocks, site, near)
        block = 0
        while block < near.shape[0]:
            if not near[block]:
                block += 1
                continue
            first = block * _BLOCK
            while block < near.shape[0] and near[block]:
                block += 1
            end = min(block * _BLOCK, intervals)
            _fill_heights(samples, first, end, site, heights)
            n_nodes = _nodes_of_run(first, end, start_s, spacing_s, heights, path, site, nodes)
            count = _add_windows(nodes, n_nodes, number, path, site, found, count)
    return count
