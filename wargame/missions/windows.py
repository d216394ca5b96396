"""Trailing means of service: what users feel over a mission's window."""

import numpy as np

from wargame.space.arrays import FloatArray


def trailing_mean(values: FloatArray, window: int) -> FloatArray:
    """The mean over the last `window` steps, first reported when a whole window has passed, rounded to 1e-9.

    Args:
        values: service, time on the last axis, shape (..., steps).
        window: steps in the window, from 1 to all of them.

    Returns:
        Shape (..., steps - window + 1); entry k is the mean of steps k to k + window - 1, known at the end of them.
    """
    sums = np.cumsum(values, axis=-1)
    sums = np.concatenate([np.zeros((*values.shape[:-1], 1)), sums], axis=-1)
    means: FloatArray = np.round((sums[..., window:] - sums[..., :-window]) / window, 9)
    return means
