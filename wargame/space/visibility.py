"""Who is above whose mask, as bits: ``uint64[word, satellite, target]``, 64 steps a word.

A mission is then AND, OR and popcount over words. Link missions sample each step at its middle;
sensors in low orbit are sampled at most 30 s apart and ORed into the step, because five-minute
snapshots falsify the wait for an image by a factor of two.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray, frozen, give_back
from wargame.space.compiled import inner_kernel, kernel
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM
from wargame.space.point_blocks import BLOCK as PLACES
from wargame.space.point_blocks import PointBlocks, point_blocks
from wargame.space.trajectory import Trajectories

WORD_STEPS = 64
"""Service steps in one word."""

BLOCK = 32
"""Targets in a block. Written here again, because numba's cache of compiled kernels watches this file only."""
assert BLOCK == PLACES

_SLACK_RAD = 1e-6  # far more than rounding, far less than what it costs
_SATELLITES_HELD = 64  # satellites after which the memory of a mapped array is given back


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


@inner_kernel
def _fill_directions(samples_km: FloatArray, directions: FloatArray) -> None:
    """Fill the unit vectors from the Earth's centre to a satellite, shape (3, n_samples)."""
    for sample in range(samples_km.shape[0]):
        x, y, z = samples_km[sample, 0], samples_km[sample, 1], samples_km[sample, 2]
        inverse = 1.0 / math.sqrt(x * x + y * y + z * z)
        directions[0, sample], directions[1, sample] = x * inverse, y * inverse
        directions[2, sample] = z * inverse


@inner_kernel
def _fill_near(directions: FloatArray, axis: FloatArray, limit: float, near: BoolArray) -> None:
    """Fill at which samples some place of a block may see the satellite; never where it is not in orbit."""
    x, y, z = directions[0], directions[1], directions[2]
    axis_x, axis_y, axis_z = axis[0], axis[1], axis[2]
    for sample in range(near.shape[0]):
        near[sample] = x[sample] * axis_x + y[sample] * axis_y + z[sample] * axis_z >= limit


@inner_kernel
def _mark_seen(
    satellite_km: FloatArray, places: FloatArray, signed_squares: FloatArray, bit: np.uint64, seen: BitArray
) -> None:
    """Set a bit of every place of a block that has the satellite above its mask."""
    sx, sy, sz = satellite_km[0], satellite_km[1], satellite_km[2]
    for i in range(BLOCK):
        dx, dy, dz = sx - places[i], sy - places[BLOCK + i], sz - places[2 * BLOCK + i]
        rise = dx * places[3 * BLOCK + i] + dy * places[4 * BLOCK + i] + dz * places[5 * BLOCK + i]
        square = dx * dx + dy * dy + dz * dz
        above = rise * abs(rise) >= signed_squares[i] * square
        seen[i] |= bit if above else np.uint64(0)


@kernel
def fill_visibility(
    samples_km: FloatArray,
    samples_per_step: int,
    places: FloatArray,
    rows: IntArray,
    axes: FloatArray,
    limits: FloatArray,
    signed_squares: FloatArray,
    satellite: int,
    bits: BitArray,
) -> None:
    """Set the bits of one satellite: a step is seen if any of its samples is above the target's mask.

    ``sin(elevation) >= sin(mask)`` is tested without a root as
    ``rise |rise| >= sin(mask) |sin(mask)| range^2``, which holds for masks of either sign. Targets are tested
    block by block, so that the inner loop has no branch and runs on vector units, and a block that cannot see the
    satellite is left out as a whole.

    Args:
        samples_km: shape (n_steps * samples_per_step, 3), km, ECEF; not a number where it is not in orbit.
        samples_per_step: samples of each step.
        places: targets as in ``PointBlocks``, and so are the next two, shape (n_blocks, 6 * BLOCK).
        rows: which target each is, shape (n_blocks, BLOCK); -1 for none.
        axes: middle of each block, shape (n_blocks, 3).
        limits: see ``PointBlocks.limits``, shape (n_blocks,).
        signed_squares: ``sin(mask) |sin(mask)|`` of each target, shape (n_blocks, BLOCK).
        satellite: which column of ``bits`` to fill.
        bits: shape (n_words, n_satellites, n_targets).
    """
    n_steps = samples_km.shape[0] // samples_per_step
    directions = np.empty((3, samples_km.shape[0]))
    _fill_directions(samples_km, directions)
    near, seen = np.empty(samples_km.shape[0], dtype=np.bool_), np.empty(BLOCK, dtype=np.uint64)
    for block in range(rows.shape[0]):
        _fill_near(directions, axes[block], limits[block], near)
        for word in range(bits.shape[0]):
            seen[:] = np.uint64(0)
            for step in range(word * WORD_STEPS, min(n_steps, (word + 1) * WORD_STEPS)):
                bit = np.uint64(1) << np.uint64(step - word * WORD_STEPS)
                for sample in range(step * samples_per_step, (step + 1) * samples_per_step):
                    if near[sample]:
                        _mark_seen(samples_km[sample], places[block], signed_squares[block], bit, seen)
            for i in range(BLOCK):
                if rows[block, i] >= 0:
                    bits[word, satellite, rows[block, i]] = seen[i]


@inner_kernel
def _least_cosine(directions: FloatArray, samples_per_step: int) -> float:
    """Return the cosine of the largest angle between a sample and the middle one of its step."""
    least = 1.0
    for sample in range(directions.shape[1]):
        middle = sample - sample % samples_per_step + samples_per_step // 2
        cosine = directions[0, sample] * directions[0, middle] + directions[1, sample] * directions[1, middle]
        cosine += directions[2, sample] * directions[2, middle]
        least = min(least, cosine) if cosine <= 1.0 else least
    return least


@inner_kernel
def _fill_steps(middles: FloatArray, up: FloatArray, limit: float, near: BoolArray) -> None:
    """Fill at which steps a place may see the satellite, and at which that is not known."""
    x, y, z, up_x, up_y, up_z = middles[0], middles[1], middles[2], up[0], up[1], up[2]
    for step in range(near.shape[0]):
        near[step] = not (x[step] * up_x + y[step] * up_y + z[step] * up_z < limit)


@inner_kernel
def _sees(samples: FloatArray, first: int, end: int, place: FloatArray) -> bool:
    """Return whether a place has the satellite above its mask at any of some samples."""
    x, y, z, signed_square = place[0], place[1], place[2], place[6]
    up_x, up_y, up_z = place[3], place[4], place[5]
    for sample in range(first, end):
        dx, dy, dz = samples[0, sample] - x, samples[1, sample] - y, samples[2, sample] - z
        rise = dx * up_x + dy * up_y + dz * up_z
        square = dx * dx + dy * dy + dz * dz
        if rise * abs(rise) >= signed_square * square:
            return True
    return False


@kernel
def fill_access(
    samples_km: FloatArray,
    samples_per_step: int,
    places: FloatArray,
    angles_rad: FloatArray,
    satellite: int,
    bits: BitArray,
) -> None:
    """Set the bits of one satellite as :func:`fill_visibility` does, place by place: where steps have many samples.

    A place looks at the samples of a step only if the satellite comes near enough to its zenith; so it does not matter
    how far apart the places are.

    Args:
        samples_km: shape (n_steps * samples_per_step, 3), km, ECEF; not a number where it is not in orbit.
        samples_per_step: samples of each step.
        places: position (3, km), vertical (3) and ``sin(mask) |sin(mask)|`` of each target, shape (n_targets, 7).
        angles_rad: largest angle from the vertical at which each target may see the satellite, shape (n_targets,).
        satellite: which column of ``bits`` to fill.
        bits: shape (n_words, n_satellites, n_targets).
    """
    n_steps, samples = samples_km.shape[0] // samples_per_step, samples_km.T.copy()
    directions = np.empty((3, samples_km.shape[0]))
    _fill_directions(samples_km, directions)
    turned = math.acos(max(-1.0, _least_cosine(directions, samples_per_step))) + _SLACK_RAD
    middles = directions[:, samples_per_step // 2 :: samples_per_step].copy()
    near = np.empty(n_steps, dtype=np.bool_)
    for target in range(places.shape[0]):
        place, angle = places[target], angles_rad[target] + turned
        _fill_steps(middles, place[3:6], math.cos(angle) if angle < math.pi else -np.inf, near)
        for word in range(bits.shape[0]):
            seen = np.uint64(0)
            for step in range(word * WORD_STEPS, min(n_steps, (word + 1) * WORD_STEPS)):
                if near[step] and _sees(
                    samples, step * samples_per_step, (step + 1) * samples_per_step, place
                ):
                    seen |= np.uint64(1) << np.uint64(step - word * WORD_STEPS)
            bits[word, satellite, target] = seen


@dataclass(frozen=True, slots=True)
class Targets:
    """Places that want to see satellites, each under one or more masks.

    Attributes:
        blocks: where they are.
        places: position (km) and local vertical of each, shape (n_targets, 6), ECEF.
        sines: of the masks, shape (n_masks, n_targets).
    """

    blocks: PointBlocks
    places: FloatArray
    sines: FloatArray

    @classmethod
    def of(cls, targets_km: FloatArray, targets_up: FloatArray, masks_deg: FloatArray) -> "Targets":
        """Return places as the kernel takes them.

        Args:
            targets_km: shape (n_targets, 3), km, ECEF.
            targets_up: shape (n_targets, 3), local verticals, ECEF.
            masks_deg: shape (n_masks, n_targets), degrees.
        """
        places = np.concatenate([targets_km, targets_up], axis=1)
        return cls(point_blocks(targets_km, targets_up), places, np.sin(np.radians(masks_deg)))

    def fill(self, samples_km: FloatArray, samples_per_step: int, satellite: int, bits: BitArray) -> None:
        """Set the bits of one satellite under every mask.

        Args:
            samples_km: shape (n_steps * samples_per_step, 3), km, ECEF.
            samples_per_step: samples of each step.
            satellite: which column of ``bits`` to fill.
            bits: shape (n_masks, n_words, n_satellites, n_targets).
        """
        squares = np.einsum("ij,ij->i", samples_km, samples_km)
        farthest_km = math.sqrt(np.fmax.reduce(squares, initial=EARTH_EQUATORIAL_RADIUS_KM**2))
        if samples_per_step > 1:
            for row, sines in enumerate(self.sines):
                places = np.column_stack([self.places, sines * np.abs(sines)])
                angles_rad = self._widest_rad(farthest_km, sines)
                fill_access(frozen(samples_km), samples_per_step, places, angles_rad, satellite, bits[row])
            return
        place, blocks = np.where(self.blocks.rows < 0, self.blocks.rows[:, :1], self.blocks.rows), self.blocks
        for row, sines in enumerate(self.sines):
            limits = blocks.limits(np.array([farthest_km]), float(sines.min(initial=1.0)))[:, 0]
            signed = frozen((sines * np.abs(sines))[place])
            where = blocks.places, blocks.rows, blocks.axes, frozen(limits)
            fill_visibility(frozen(samples_km), samples_per_step, *where, signed, satellite, bits[row])

    def _widest_rad(self, farthest_km: float, sines: FloatArray) -> FloatArray:
        """Return how far from a place's vertical a satellite may be that it sees; see ``PointBlocks.limits``."""
        heights_km = np.einsum("ij,ij->i", self.places[:, :3], self.places[:, 3:])
        lengths_km = np.linalg.norm(self.places[:, :3], axis=1)
        cosines = (heights_km + sines * (farthest_km - np.copysign(lengths_km, sines))) / farthest_km
        widest: FloatArray = np.arccos(np.clip(cosines, -1.0, 1.0)) + _SLACK_RAD
        return widest


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
    targets = Targets.of(targets_km, targets_up, masks_deg)
    bits = np.zeros((len(masks_deg), words_for(n_steps), len(paths), len(targets_km)), dtype=np.uint64)
    fill_bits(bits, [paths], targets, sample_times_s(n_steps, step_s, samples_per_step), samples_per_step)
    return bits


def fill_bits(
    bits: BitArray,
    batches: Iterable[Trajectories],
    targets: Targets,
    times_s: FloatArray,
    samples_per_step: int,
) -> None:
    """Set the bits of all satellites, one after the other; the memory of a mapped array is given back on the way.

    Args:
        bits: zeros, shape (n_masks, n_words, n_satellites, n_targets).
        batches: satellites over the whole span, in order; only one batch at a time need be held.
        targets: places and masks.
        times_s: sampling times of all steps, s since the epoch, shape (n_steps * samples_per_step,).
        samples_per_step: samples of each step.
    """
    ways = (partial(batch.at, row) for batch in batches for row in range(len(batch)))
    for satellite, places_km in enumerate(ways):
        targets.fill(places_km(times_s), samples_per_step, satellite, bits)
        if satellite % _SATELLITES_HELD == 0:
            give_back(bits)


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
