"""When an imaging satellite can take a picture of a place: incidence in its band and, for cameras, daylight.

The incidence angle is measured at the ground, between the local vertical and the direction to the
satellite: 90 degrees less the elevation. Imaging radars need a slant view and see by night; cameras
look near the vertical and need the Sun.

Leaves out: clouds, swath and slewing, which side a radar looks to, power and memory, tasking.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import BitArray, FloatArray, IntArray
from wargame.space.compiled import inner_kernel, kernel
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM
from wargame.space.elements import Orbit
from wargame.space.point_blocks import BLOCK as PLACES
from wargame.space.point_blocks import point_blocks
from wargame.space.sampling import Sampling
from wargame.space.sun import sun_directions_ecef
from wargame.space.trajectory import sample_trajectories

BLOCK = 32
"""Points in a block. Written here again, because numba's cache of compiled kernels watches this file only."""
assert BLOCK == PLACES

_BY_NIGHT_TOO = -2.0  # no sine of the Sun's elevation is that low


@dataclass(frozen=True, slots=True)
class ImagingSpec:
    """Which satellites take pictures, and under which angles and light.

    Attributes:
        satellites: ids of satellites of the request; they are the columns of the answer, in this order.
        min_incidence_deg: least angle from the vertical at the ground, degrees; 0 includes the nadir.
        max_incidence_deg: greatest, degrees, up to 90 (the horizon).
        min_sun_elevation_deg: least height of the Sun over the place, degrees; None for day and night.
    """

    satellites: tuple[str, ...]
    min_incidence_deg: float
    max_incidence_deg: float
    min_sun_elevation_deg: float | None = None

    def __post_init__(self) -> None:
        """Refuse repeated satellites and angles that leave nothing to see."""
        repeated = sorted({name for name in self.satellites if self.satellites.count(name) > 1})
        if repeated:
            message = f"imaging satellites must be unique; repeated: {', '.join(repeated)}"
            raise ValueError(message)
        low_deg, high_deg = self.min_incidence_deg, self.max_incidence_deg
        if not 0.0 <= low_deg < high_deg <= 90.0:
            message = (
                f"the incidence band is {low_deg} to {high_deg} degrees; it must rise, within 0 (nadir) "
                "to 90 (horizon)"
            )
            raise ValueError(message)
        sun_deg = self.min_sun_elevation_deg
        if sun_deg is not None and not -90.0 <= sun_deg <= 90.0:
            message = (
                f"min_sun_elevation_deg is {sun_deg}; it must lie between -90 and 90, or be left out "
                "for a sensor that works day and night"
            )
            raise ValueError(message)


def incidence_deg(altitude_km: float, off_nadir_deg: float) -> float:
    """Return the incidence angle at the ground of a satellite that looks so far from its nadir, degrees.

    ``sin(incidence) = (R + h) / R sin(off-nadir)``, on a sphere of the equatorial radius.

    Args:
        altitude_km: height of the satellite, km.
        off_nadir_deg: angle from the nadir at the satellite, degrees, 0 to where the Earth ends.

    Raises:
        ValueError: the view misses the Earth.

    Source: Larson and Wertz, Space Mission Analysis and Design, 3rd ed., section 5.2, eq. 5-24 to 5-26
    (O16).
    """
    share = EARTH_EQUATORIAL_RADIUS_KM / (EARTH_EQUATORIAL_RADIUS_KM + altitude_km)
    edge_deg = math.degrees(math.asin(share))
    if not 0.0 <= off_nadir_deg <= edge_deg:
        message = (
            f"off_nadir_deg is {off_nadir_deg}; from {altitude_km} km the Earth spans 0 to {edge_deg:.2f}"
        )
        raise ValueError(message)
    return math.degrees(math.asin(min(1.0, math.sin(math.radians(off_nadir_deg)) / share)))


@inner_kernel
def _mark_images(
    satellite_km: FloatArray,
    sun: FloatArray,
    places: FloatArray,
    limits: FloatArray,
    bit: np.uint64,
    seen: BitArray,
) -> None:
    """Set a bit of every place of a block of which the satellite can take a picture."""
    sx, sy, sz, sun_x, sun_y, sun_z = (
        satellite_km[0],
        satellite_km[1],
        satellite_km[2],
        sun[0],
        sun[1],
        sun[2],
    )
    lowest, highest, daylight = limits[0], limits[1], limits[2]
    for i in range(BLOCK):
        up_x, up_y, up_z = places[3 * BLOCK + i], places[4 * BLOCK + i], places[5 * BLOCK + i]
        dx, dy, dz = sx - places[i], sy - places[BLOCK + i], sz - places[2 * BLOCK + i]
        rise = dx * up_x + dy * up_y + dz * up_z
        square = dx * dx + dy * dy + dz * dz
        signed = rise * abs(rise)
        height = sun_x * up_x + sun_y * up_y + sun_z * up_z
        inside = (signed >= lowest * square) & (signed <= highest * square) & (height >= daylight)
        seen[i] |= bit if inside else np.uint64(0)


@kernel
def fill_images(
    samples_km: FloatArray,
    suns: FloatArray,
    samples_per_step: int,
    places: FloatArray,
    rows: IntArray,
    axes: FloatArray,
    nearest: FloatArray,
    limits: FloatArray,
    satellite: int,
    bits: BitArray,
) -> None:
    """Set the bits of one satellite: a step has a picture if any of its samples is inside the limits.

    ``cos(max) <= cos(incidence) <= cos(min)`` is tested on squares that keep their sign, as in
    ``fill_visibility``, and so are blocks of points. The tests hold for numbers only: a satellite whose position is
    not a number, because it is not in orbit, takes no picture.

    Args:
        samples_km: shape (n_steps * samples_per_step, 3), km, ECEF.
        suns: unit vectors to the Sun at the same times, ECEF.
        samples_per_step: samples of each step.
        places: points as in ``PointBlocks``, and so are the next two, shape (n_blocks, 6 * BLOCK).
        rows: which point each is, shape (n_blocks, BLOCK); -1 for none.
        axes: middle of each block, shape (n_blocks, 3).
        nearest: see ``PointBlocks.limits``, shape (n_blocks,).
        limits: squared cosines of the greatest and the least incidence, then the least sine of the
            Sun's elevation.
        satellite: which column of ``bits`` to fill.
        bits: shape (n_words, n_satellites, n_points).
    """
    n_steps, seen = samples_km.shape[0] // samples_per_step, np.zeros(BLOCK, dtype=np.uint64)
    radii_km = np.sqrt(samples_km[:, 0] ** 2 + samples_km[:, 1] ** 2 + samples_km[:, 2] ** 2)
    for block in range(rows.shape[0]):
        x, y, z = axes[block, 0], axes[block, 1], axes[block, 2]
        for word in range(bits.shape[0]):
            seen[:] = np.uint64(0)
            for sample in range(
                word * 64 * samples_per_step, min(n_steps, word * 64 + 64) * samples_per_step
            ):
                along_km = samples_km[sample, 0] * x + samples_km[sample, 1] * y + samples_km[sample, 2] * z
                if along_km >= nearest[block] * radii_km[sample]:
                    bit = np.uint64(1) << np.uint64(sample // samples_per_step - word * 64)
                    _mark_images(samples_km[sample], suns[sample], places[block], limits, bit, seen)
            for i in range(BLOCK):
                if rows[block, i] >= 0:
                    bits[word, satellite, rows[block, i]] = seen[i]


def imaging_bits(
    spec: ImagingSpec,
    orbits: Sequence[Orbit],
    points_km: FloatArray,
    points_up: FloatArray,
    sampling: Sampling,
) -> BitArray:
    """Return when each satellite can image each point, uint64 (n_words, n_satellites, n_points).

    Args:
        spec: the limits; only its numbers are used.
        orbits: the satellites, one after the other; only one path at a time is held.
        points_km: shape (n_points, 3), km, ECEF.
        points_up: shape (n_points, 3), local verticals, ECEF.
        sampling: steps and samples.
    """
    times_s = sampling.times_s()
    suns = sun_directions_ecef(sampling.epoch_utc, times_s)
    points = point_blocks(points_km, points_up)
    places = points.places, points.rows, points.axes
    lowest_sine = math.cos(math.radians(spec.max_incidence_deg))
    bits = np.zeros((sampling.n_words, len(orbits), len(points_km)), dtype=np.uint64)
    limits = _limits(spec)
    for satellite, orbit in enumerate(orbits):
        path = sample_trajectories([orbit], sampling.epoch_utc, 0.0, sampling.span_s)
        samples_km = path.at(0, times_s)
        squares = np.einsum("ij,ij->i", samples_km, samples_km)
        farthest_km = math.sqrt(np.fmax.reduce(squares, initial=EARTH_EQUATORIAL_RADIUS_KM**2))
        nearest = points.limits(np.array([farthest_km]), lowest_sine)[:, 0]
        fill_images(samples_km, suns, sampling.samples_per_step, *places, nearest, limits, satellite, bits)
    return bits


def _limits(spec: ImagingSpec) -> FloatArray:
    """Return the limits as the kernel tests them."""
    least, greatest = math.radians(spec.min_incidence_deg), math.radians(spec.max_incidence_deg)
    # Exactly overhead the square of the cosine may round to more than one: a band from zero has no inner edge.
    highest = math.inf if spec.min_incidence_deg == 0.0 else math.cos(least) ** 2
    sun_deg = spec.min_sun_elevation_deg
    daylight = _BY_NIGHT_TOO if sun_deg is None else math.sin(math.radians(sun_deg))
    return np.array([math.cos(greatest) ** 2, highest, daylight])
