"""Compiled search for the times at which a satellite rises, culminates and sets.

The margin of a satellite over a site is ``sin(elevation) - sin(mask)``. It is sampled every 30 s;
extremes between samples that might touch zero are refined, so that a pass shorter than a sample is
not lost; then every sign change is bisected. All kernels of one call chain live in this file.
"""

import math

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.compiled import kernel

SCAN_STEP_S = 30.0
"""Seconds between samples of the margin."""

_NEAR_ZERO = 0.15  # an extreme sample this close to the mask (in sine) is refined
_BISECTIONS = 16  # 30 s / 2^16 = 0.5 ms
_GOLDEN_STEPS = 20  # 60 s * 0.618^20 = 4 ms, and the margin is flat there
_GOLDEN = 0.6180339887498949
_BLOCK = 8  # samples skipped together when far below the horizon
_HIDDEN = -1.0  # margin written for them: lower than any that is refined


@kernel
def _position_km(
    time_s: float, start_s: float, step_s: float, positions_km: FloatArray, velocities_km_s: FloatArray
) -> tuple[float, float, float]:
    """Return the cubic Hermite interpolant of a path at one time, km."""
    cell = min(max(int((time_s - start_s) / step_s), 0), positions_km.shape[0] - 2)
    u = (time_s - start_s - cell * step_s) / step_s
    w = 1.0 - u
    p0, p1 = w * w * (1.0 + 2.0 * u), u * u * (1.0 + 2.0 * w)
    v0, v1 = step_s * u * w * w, -step_s * u * u * w
    after = cell + 1
    return (
        p0 * positions_km[cell, 0]
        + p1 * positions_km[after, 0]
        + v0 * velocities_km_s[cell, 0]
        + v1 * velocities_km_s[after, 0],
        p0 * positions_km[cell, 1]
        + p1 * positions_km[after, 1]
        + v0 * velocities_km_s[cell, 1]
        + v1 * velocities_km_s[after, 1],
        p0 * positions_km[cell, 2]
        + p1 * positions_km[after, 2]
        + v0 * velocities_km_s[cell, 2]
        + v1 * velocities_km_s[after, 2],
    )


@kernel
def interpolate_km(
    start_s: float,
    step_s: float,
    positions_km: FloatArray,
    velocities_km_s: FloatArray,
    times_s: FloatArray,
    found_km: FloatArray,
) -> None:
    """Fill ``found_km``, shape (n_times, 3), with a path interpolated at the times asked for."""
    for row in range(times_s.shape[0]):
        x, y, z = _position_km(times_s[row], start_s, step_s, positions_km, velocities_km_s)
        found_km[row, 0], found_km[row, 1], found_km[row, 2] = x, y, z


@kernel
def _margin_of(x_km: float, y_km: float, z_km: float, site: FloatArray) -> float:
    """Return ``sin(elevation) - sin(mask)``; ``site`` is position (3), vertical (3), sin(mask)."""
    dx, dy, dz = x_km - site[0], y_km - site[1], z_km - site[2]
    rise = dx * site[3] + dy * site[4] + dz * site[5]
    margin: float = rise / math.sqrt(dx * dx + dy * dy + dz * dz) - site[6]
    return margin


@kernel
def _margin_at(
    time_s: float,
    start_s: float,
    step_s: float,
    positions: FloatArray,
    velocities: FloatArray,
    site: FloatArray,
) -> float:
    """Return the margin at any time of the path."""
    x, y, z = _position_km(time_s, start_s, step_s, positions, velocities)
    return _margin_of(x, y, z, site)


@kernel
def _extreme_time(
    low_s: float,
    high_s: float,
    sign: float,
    start_s: float,
    step_s: float,
    positions: FloatArray,
    velocities: FloatArray,
    site: FloatArray,
) -> float:
    """Return when ``sign * margin`` is largest between two times, by golden section."""
    left, right = high_s - _GOLDEN * (high_s - low_s), low_s + _GOLDEN * (high_s - low_s)
    at_left = sign * _margin_at(left, start_s, step_s, positions, velocities, site)
    at_right = sign * _margin_at(right, start_s, step_s, positions, velocities, site)
    for _ in range(_GOLDEN_STEPS):
        if at_left < at_right:
            low_s, left, at_left = left, right, at_right
            right = low_s + _GOLDEN * (high_s - low_s)
            at_right = sign * _margin_at(right, start_s, step_s, positions, velocities, site)
        else:
            high_s, right, at_right = right, left, at_left
            left = high_s - _GOLDEN * (high_s - low_s)
            at_left = sign * _margin_at(left, start_s, step_s, positions, velocities, site)
    return 0.5 * (low_s + high_s)


@kernel
def _crossing_time(
    low_s: float,
    high_s: float,
    rising: bool,
    start_s: float,
    step_s: float,
    positions: FloatArray,
    velocities: FloatArray,
    site: FloatArray,
) -> float:
    """Return when the margin changes sign between two times, by bisection."""
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low_s + high_s)
        above = _margin_at(middle, start_s, step_s, positions, velocities, site) >= 0.0
        if above == rising:
            high_s = middle
        else:
            low_s = middle
    return 0.5 * (low_s + high_s)


@kernel
def _fill_margins(
    times_s: FloatArray, samples_km: FloatArray, fastest_km_s: float, site: FloatArray, margins: FloatArray
) -> None:
    """Fill the margin at every sample, or -1 where the satellite cannot be above the horizon.

    Height above the horizon plane changes no faster than the satellite moves, so a block whose two
    ends are far below stays below. A negative mask has no such bound and is sampled throughout.
    """
    last = times_s.shape[0] - 1
    for first in range(0, last + 1, _BLOCK):
        end = min(first + _BLOCK, last)
        height_km = 0.0
        for row in (first, end):
            height_km += (samples_km[row, 0] - site[0]) * site[3]
            height_km += (samples_km[row, 1] - site[1]) * site[4]
            height_km += (samples_km[row, 2] - site[2]) * site[5]
        hidden = site[6] >= 0.0 and height_km + fastest_km_s * (times_s[end] - times_s[first]) < 0.0
        for row in range(first, min(first + _BLOCK, last + 1)):
            if hidden:
                margins[row] = _HIDDEN
            else:
                margins[row] = _margin_of(samples_km[row, 0], samples_km[row, 1], samples_km[row, 2], site)


@kernel
def _fill_nodes(
    times_s: FloatArray,
    start_s: float,
    step_s: float,
    positions: FloatArray,
    velocities: FloatArray,
    site: FloatArray,
    margins: FloatArray,
    nodes: FloatArray,
) -> int:
    """Fill ``nodes`` with (time, margin) of samples and of near-zero extremes; return how many.

    Of a run of hidden samples only the last is kept, as the lower end of the next rise.
    """
    last, count = times_s.shape[0] - 1, 0
    for row in range(last + 1):
        here, extreme_s = margins[row], -math.inf
        if 0 < row < last and here == _HIDDEN and margins[row + 1] == _HIDDEN:
            continue
        if 0 < row < last and abs(here) < _NEAR_ZERO:
            before, after = margins[row - 1], margins[row + 1]
            sign = 1.0 if here < 0.0 else -1.0
            if sign * here >= sign * before and sign * here > sign * after:
                low, high = times_s[row - 1], times_s[row + 1]
                extreme_s = _extreme_time(low, high, sign, start_s, step_s, positions, velocities, site)
        if -math.inf < extreme_s < times_s[row]:
            nodes[count, 0] = extreme_s
            nodes[count, 1] = _margin_at(extreme_s, start_s, step_s, positions, velocities, site)
            count += 1
        nodes[count, 0], nodes[count, 1] = times_s[row], here
        count += 1
        if extreme_s > times_s[row]:
            nodes[count, 0] = extreme_s
            nodes[count, 1] = _margin_at(extreme_s, start_s, step_s, positions, velocities, site)
            count += 1
    return count


@kernel
def find_windows(
    times_s: FloatArray,
    samples_km: FloatArray,
    start_s: float,
    step_s: float,
    positions: FloatArray,
    velocities: FloatArray,
    site: FloatArray,
    margins: FloatArray,
    nodes: FloatArray,
    found: FloatArray,
    fastest_km_s: float,
) -> int:
    """Fill ``found`` with (rise, set, culmination, sin(elevation) there) and return how many there are.

    Args:
        times_s: scan times, ascending, shape (n,).
        samples_km: the path at those times, shape (n, 3), km, ECEF.
        start_s: time of the first grid state.
        step_s: grid step, s.
        positions: grid positions, shape (g, 3), km, ECEF.
        velocities: grid velocities, shape (g, 3), km/s, rotating ECEF.
        site: position (3), vertical (3) and sine of the mask.
        margins: work space, shape (n,).
        nodes: work space, shape (2 n, 2).
        found: result, shape (capacity, 4); the count returned may exceed the capacity, then call again.
        fastest_km_s: an upper bound of the speed along the path, rotating frame.
    """
    _fill_margins(times_s, samples_km, fastest_km_s, site, margins)
    n_nodes = _fill_nodes(times_s, start_s, step_s, positions, velocities, site, margins, nodes)
    count, inside, best = 0, False, 0
    rise_s = times_s[0]
    for node in range(n_nodes + 1):
        above = node < n_nodes and nodes[node, 1] >= 0.0
        if above and not inside:
            inside, best = True, node
            rise_s = nodes[node, 0]
            if node > 0:
                low = nodes[node - 1, 0]
                rise_s = _crossing_time(low, rise_s, True, start_s, step_s, positions, velocities, site)
        elif above and nodes[node, 1] > nodes[best, 1]:
            best = node
        elif inside and not above:
            inside = False
            set_s = nodes[n_nodes - 1, 0]
            if node < n_nodes:
                low, high = nodes[node - 1, 0], nodes[node, 0]
                set_s = _crossing_time(low, high, False, start_s, step_s, positions, velocities, site)
            if count < found.shape[0]:
                low = max(rise_s, nodes[max(best - 1, 0), 0])
                high = min(set_s, nodes[min(best + 1, n_nodes - 1), 0])
                peak_s = _extreme_time(low, high, 1.0, start_s, step_s, positions, velocities, site)
                found[count, 0], found[count, 1], found[count, 2] = rise_s, set_s, peak_s
                peak = _margin_at(peak_s, start_s, step_s, positions, velocities, site)
                found[count, 3] = peak + site[6]
            count += 1
    return count


def scan_times_s(start_s: float, end_s: float) -> FloatArray:
    """Return scan times from ``start_s`` to ``end_s`` inclusive, at most 30 s apart."""
    intervals = max(1, math.ceil((end_s - start_s) / SCAN_STEP_S))
    return np.linspace(start_s, end_s, intervals + 1)
