"""Intervals in which a quantity is positive, for any vectorised function of time.

The readable twin of the searches that ``window_kernels`` and ``reach_kernels`` compile: coarse samples, extremes near
zero refined, every bracket bisected at once (after Skyfield's ``searchlib``).
"""

import math

import numpy as np

_BISECTIONS = 16  # 30 s / 2^16 = 0.5 ms
_GOLDEN_STEPS = 18  # 60 s * 0.618^18 = 10 ms, and the quantity is flat there
_GOLDEN = 0.6180339887498949


def positive_intervals(margin, start_s, end_s, sample_s, near_zero=math.inf):
    """Return the intervals inside [start, end] where ``margin`` is >= 0, shape (n, 2), s.

    Args:
        margin: a function of times (s), same shape, positive inside; continuous, with at most one extreme between
            neighbouring samples.
        start_s: start of the span.
        end_s: end of the span.
        sample_s: largest distance of samples.
        near_zero: extreme samples further from zero than this hide no crossing and are not refined.
    """
    samples = max(2, math.ceil((end_s - start_s) / sample_s))
    times = np.linspace(start_s, end_s, samples + 1)
    values = margin(times)
    times, values = _with_extremes(margin, times, values, near_zero)
    above = values >= 0.0
    change = np.nonzero(above[1:] != above[:-1])[0]
    edges = _crossings(margin, times[change], times[change + 1], above[change + 1])
    if above[0]:
        edges = np.concatenate([[start_s], edges])
    if above[-1]:
        edges = np.concatenate([edges, [end_s]])
    return edges.reshape(-1, 2)


def _with_extremes(margin, times, values, near_zero):
    """Return the samples plus the refined extremes that could hide a crossing, in time order."""
    middle, before, after = values[1:-1], values[:-2], values[2:]
    sign = np.where(middle < 0.0, 1.0, -1.0)
    extreme = (sign * middle >= sign * before) & (sign * middle > sign * after)
    rows = np.nonzero(extreme & (np.abs(middle) < near_zero))[0] + 1
    if rows.size == 0:
        return times, values
    sign = sign[rows - 1]
    low, high = times[rows - 1], times[rows + 1]
    for _ in range(_GOLDEN_STEPS):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        to_right = sign * margin(left) < sign * margin(right)
        low, high = np.where(to_right, left, low), np.where(to_right, high, right)
    found = 0.5 * (low + high)
    times, values = np.concatenate([times, found]), np.concatenate([values, margin(found)])
    order = np.argsort(times, kind="stable")
    return times[order], values[order]


def _crossings(margin, low, high, rising):
    """Return the sign changes inside brackets, bisected together."""
    if low.size == 0:
        return low
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        upper = (margin(middle) >= 0.0) == rising
        low, high = np.where(upper, low, middle), np.where(upper, middle, high)
    return 0.5 * (low + high)
