"""Satellite paths on a 120 s grid, with cubic Hermite interpolation between.

SGP4 costs 550 ns a state, an interpolation 20 ns. The error (bound ``r n^4 h^4 / 384``) is at most 5 m in
low orbit and 17 m at the perigee of a Molniya orbit: two thousandths of a second in rise time.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.elements import Orbit
from wargame.space.propagation import states_ecef
from wargame.space.time import EpochLike
from wargame.space.window_kernels import interpolate_km

GRID_STEP_S = 120
"""Seconds between computed states; grid times are multiples of it, whatever span is asked for."""

_SPEED_SAFETY = 1.05  # grid speeds are within 1 % of the fastest between them, even at a Molniya perigee


@dataclass(frozen=True, slots=True)
class Trajectories:
    """States of satellites on the grid.

    Attributes:
        start_s: time of the first state, s since the epoch.
        positions_km: shape (n_satellites, n_grid, 3), km, ECEF.
        velocities_km_s: shape (n_satellites, n_grid, 3), km/s, rotating ECEF.
    """

    start_s: int
    positions_km: FloatArray
    velocities_km_s: FloatArray

    def at(self, satellite: int, times_s: FloatArray) -> FloatArray:
        """Return interpolated positions of one satellite, shape (n_times, 3), km, ECEF."""
        found = np.empty((times_s.size, 3))
        positions_km, velocities_km_s = self.positions_km[satellite], self.velocities_km_s[satellite]
        interpolate_km(float(self.start_s), float(GRID_STEP_S), positions_km, velocities_km_s, times_s, found)
        return found

    def fastest_km_s(self, satellite: int) -> float:
        """Return a bound that one satellite's speed in the rotating frame never passes, km/s."""
        velocities_km_s = self.velocities_km_s[satellite]
        squares = np.einsum("ij,ij->i", velocities_km_s, velocities_km_s)
        return _SPEED_SAFETY * math.sqrt(float(squares.max()))


def sample_trajectories(
    orbits: Sequence[Orbit], epoch: EpochLike, start_s: float, end_s: float
) -> Trajectories:
    """Return the paths of satellites over a span, on grid times that enclose it."""
    first = math.floor(start_s / GRID_STEP_S)
    last = max(math.ceil(end_s / GRID_STEP_S), first + 1)
    times_s = np.arange(first, last + 1, dtype=np.float64) * GRID_STEP_S
    positions_km, velocities_km_s = states_ecef(orbits, epoch, times_s)
    return Trajectories(first * GRID_STEP_S, positions_km, velocities_km_s)
