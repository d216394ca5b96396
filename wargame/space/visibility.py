"""Who is above whose mask, as bits: ``uint64[word, satellite, target]``, 64 steps a word.

A mission is then AND, OR and popcount over words. Link missions sample each step at its middle;
sensors in low orbit are sampled at most 30 s apart and ORed into the step, because five-minute
snapshots falsify the wait for an image by a factor of two.
"""

import math

import numpy as np

from wargame.space.arrays import BitArray, BoolArray, FloatArray
from wargame.space.compiled import kernel
from wargame.space.trajectory import Trajectories

WORD_STEPS = 64
"""Service steps in one word."""


def words_for(n_steps: int) -> int:
    """Return the number of 64-step words that hold ``n_steps`` steps."""
    return -(-n_steps // WORD_STEPS)


def sample_times_s(n_steps: int, step_s: float, samples_per_step: int) -> FloatArray:
    """Return the sampling times of all steps, s since the epoch, shape (n_steps * samples_per_step,).

    Each step is cut into equal parts and sampled in the middle of each part; one sample is mid-step.
    """
    spacing_s = step_s / samples_per_step
    return (np.arange(n_steps * samples_per_step, dtype=np.float64) + 0.5) * spacing_s


def samples_for(step_s: float, sample_s: float) -> int:
    """Return how many samples a step needs so that they are at most ``sample_s`` apart."""
    return max(1, math.ceil(step_s / sample_s))


@kernel
def fill_visibility(
    samples_km: FloatArray,
    samples_per_step: int,
    targets: FloatArray,
    signed_squares: FloatArray,
    satellite: int,
    bits: BitArray,
) -> None:
    """Set the bits of one satellite: a step is seen if any of its samples is above the target's mask.

    ``sin(elevation) >= sin(mask)`` is tested without a root as
    ``rise |rise| >= sin(mask) |sin(mask)| range^2``, which holds for masks of either sign. The inner
    loop has no branch, so that it runs on vector units; skipping targets below the horizon was measured
    and is slower at one sample a step.

    Args:
        samples_km: shape (n_steps * samples_per_step, 3), km, ECEF.
        samples_per_step: samples of each step.
        targets: shape (6, n_targets): x, y, z in km, then the local vertical, ECEF.
        signed_squares: shape (n_targets,): ``sin(mask) |sin(mask)|``.
        satellite: which column of ``bits`` to fill.
        bits: shape (n_words, n_satellites, n_targets).
    """
    n_targets, n_steps = targets.shape[1], samples_km.shape[0] // samples_per_step
    x, y, z, up_x, up_y, up_z = targets[0], targets[1], targets[2], targets[3], targets[4], targets[5]
    seen = np.zeros(n_targets, dtype=np.uint64)
    for word in range(bits.shape[0]):
        seen[:] = np.uint64(0)
        for step in range(word * 64, min(n_steps, word * 64 + 64)):
            bit = np.uint64(1) << np.uint64(step - word * 64)
            for sample in range(step * samples_per_step, (step + 1) * samples_per_step):
                sx, sy, sz = samples_km[sample, 0], samples_km[sample, 1], samples_km[sample, 2]
                for target in range(n_targets):
                    dx, dy, dz = sx - x[target], sy - y[target], sz - z[target]
                    rise = dx * up_x[target] + dy * up_y[target] + dz * up_z[target]
                    square = dx * dx + dy * dy + dz * dz
                    above = rise * abs(rise) >= signed_squares[target] * square
                    seen[target] |= bit if above else np.uint64(0)
        for target in range(n_targets):
            bits[word, satellite, target] = seen[target]


def visibility_bits(
    paths: Trajectories,
    targets_km: FloatArray,
    targets_up: FloatArray,
    masks_deg: FloatArray,
    *,
    n_steps: int,
    step_s: float,
    samples_per_step: int = 1,
) -> BitArray:
    """Return which satellites are above which targets' masks, by mask: (n_masks, n_words, n_sat, n_targets).

    Args:
        paths: satellites over the whole span; the first step starts at time zero.
        targets_km: shape (n_targets, 3), km, ECEF.
        targets_up: shape (n_targets, 3), local verticals, ECEF.
        masks_deg: shape (n_masks, n_targets), degrees.
        n_steps: number of service steps.
        step_s: length of a step, s.
        samples_per_step: 1 for mid-step sampling; more to OR that many samples into each step.
    """
    times_s = sample_times_s(n_steps, step_s, samples_per_step)
    targets = np.ascontiguousarray(np.concatenate([targets_km.T, targets_up.T]))
    sines = np.sin(np.radians(masks_deg))
    n_satellites = len(paths.positions_km)
    shape = (len(masks_deg), words_for(n_steps), n_satellites, len(targets_km))
    bits = np.zeros(shape, dtype=np.uint64)
    for satellite in range(n_satellites):
        samples_km = paths.at(satellite, times_s)
        for row, sine in enumerate(sines):
            signed_squares = np.ascontiguousarray(sine * np.abs(sine))
            fill_visibility(samples_km, samples_per_step, targets, signed_squares, satellite, bits[row])
    return bits


def unpack_steps(bits: BitArray, n_steps: int) -> BoolArray:
    """Return bits as truth values, shape (n_steps, n_satellites, n_targets) from (n_words, ...)."""
    shifts = np.arange(WORD_STEPS, dtype=np.uint64).reshape(1, WORD_STEPS, *([1] * (bits.ndim - 1)))
    steps = (bits[:, None] >> shifts) & np.uint64(1)
    return steps.reshape(-1, *bits.shape[1:])[:n_steps].astype(np.bool_)


def pack_steps(steps: BoolArray) -> BitArray:
    """Return truth values (n_steps, ...) as bits (n_words, ...): the inverse of :func:`unpack_steps`."""
    padded = np.zeros((words_for(len(steps)) * WORD_STEPS, *steps.shape[1:]), dtype=np.uint64)
    padded[: len(steps)] = steps
    shifts = np.arange(WORD_STEPS, dtype=np.uint64).reshape(1, WORD_STEPS, *([1] * (steps.ndim - 1)))
    words = padded.reshape(-1, WORD_STEPS, *steps.shape[1:]) << shifts
    return np.asarray(np.bitwise_or.reduce(words, axis=1), dtype=np.uint64)
