"""Paths of satellites over a run: exact positions on a coarse grid, a polynomial of degree eleven between.

SGP4 is too dear to call at every sample. It is called every few minutes (the step follows from the perigee); each cell
between two grid times holds the polynomial through the twelve nearest positions. Velocities are not used: SGP4's own
are off by centimetres a second for a near-circular orbit and by metres a second at a Molniya perigee. Measured against
the propagator itself, the error is below a metre for low circular orbits and below ten for every ellipse (tests).
Source: Lagrange interpolation; Stoer and Bulirsch 2002, Introduction to Numerical Analysis, section 2.1.1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2
from wargame.space.elements import Orbit, SingleOrbit, spans_of
from wargame.space.path_kernels import COEFFICIENTS, fill_cells, fill_positions
from wargame.space.propagation import positions_ecef_km
from wargame.space.time import EpochLike

_STEPS_S = (15, 30, 60, 120, 180, 240, 360, 480, 720, 960, 1440, 1920, 2880, 3840)
_WIDEST_CELL_RAD = 0.45  # what a cell may span at the perigee of a circular low orbit
_REFERENCE_RADIUS_KM = 6578.0
_BESIDE = COEFFICIENTS // 2 - 1  # grid times needed beyond either end


def grid_step_s(orbit: SingleOrbit) -> int:
    """Return how far apart the grid times of an orbit are, s.

    The error of a cell goes with the radius and the twelfth power of the angle it spans, and an ellipse is harder to
    follow than a circle; how much harder is fitted to measured errors.
    """
    eccentricity = orbit.eccentricity
    perigee_km = EARTH_EQUATORIAL_RADIUS_KM + orbit.perigee_altitude_km
    rate_rad_s = math.sqrt(EARTH_MU_KM3_S2 * (1.0 + eccentricity) / perigee_km**3)
    shrunk: float = (1.0 - eccentricity) ** 0.6 * (_REFERENCE_RADIUS_KM / perigee_km) ** (1.0 / 12.0)
    return max(
        step for step in _STEPS_S if step * rate_rad_s <= _WIDEST_CELL_RAD * shrunk or step == _STEPS_S[0]
    )


@dataclass(frozen=True, slots=True)
class Path:
    """A satellite's way on one orbit.

    Attributes:
        begin_s: when it comes onto this orbit, s since the epoch; minus infinity if it always was.
        end_s: when it leaves it (not included); infinity if it never does.
        first: number of the first cell, counted in steps from the epoch.
        step_s: length of a cell, s.
        positions_km: on the grid, from five steps before the first cell to five after the last, shape
            (n_cells + 11, 3), km, ECEF.
    """

    begin_s: float
    end_s: float
    first: int
    step_s: float
    positions_km: FloatArray

    @property
    def n_cells(self) -> int:
        """Number of cells."""
        return len(self.positions_km) - 2 * _BESIDE - 1

    def cells(self, start: int = 0, end: int | None = None) -> FloatArray:
        """Return the polynomials, shape (n_cells, 3, 12), km ECEF, in powers of cells from the middle of the cell.

        They take twelve times the memory of the positions, and little time: they are not kept.

        Args:
            start: the first cell wanted, counted from the first of the path.
            end: the first cell no longer wanted; all if not given.
        """
        last = self.n_cells if end is None else end
        found = np.empty((last - start, 3, COEFFICIENTS))
        fill_cells(_lagrange(), self.positions_km[start : last + 2 * _BESIDE + 1], found)
        return found


@dataclass(frozen=True, slots=True)
class Trajectories:
    """Where satellites are over a span.

    Attributes:
        paths: per satellite, its ways in time order: one, unless it is launched or manoeuvres.
    """

    paths: tuple[tuple[Path, ...], ...]

    def __len__(self) -> int:
        """Return the number of satellites."""
        return len(self.paths)

    def at(self, satellite: int, times_s: FloatArray) -> FloatArray:
        """Return positions of one satellite, shape (n_times, 3), km, ECEF; not a number while not in orbit."""
        found = np.full((times_s.size, 3), np.nan)
        if times_s.size == 0:
            return found
        for path in self.paths[satellite]:
            # Only the cells that the times lie in; a time before or after all of them belongs to the outermost.
            first, last = (
                min(max(math.floor(float(time_s) / path.step_s) - path.first, 0), path.n_cells - 1)
                for time_s in (times_s.min(), times_s.max())
            )
            where = path.begin_s, path.end_s, path.first + first, path.step_s
            fill_positions(*where, path.cells(first, last + 1), times_s, found)
        return found


def sample_trajectories(
    orbits: Sequence[Orbit], epoch: EpochLike, start_s: float, end_s: float
) -> Trajectories:
    """Return the paths of satellites over a span, both ends included.

    A path depends on its own orbit alone, neither on the span nor on the other satellites.
    """
    return Trajectories(
        tuple(
            tuple(
                _path(orbit, epoch, begin_s, until_s, start_s, end_s)
                for begin_s, until_s, orbit in spans_of(each)
                if begin_s <= end_s and until_s > start_s
            )
            for each in orbits
        )
    )


def _path(
    orbit: SingleOrbit, epoch: EpochLike, begin_s: float, until_s: float, start_s: float, end_s: float
) -> Path:
    """Return the cells of one orbit that enclose its part of a span."""
    step_s = grid_step_s(orbit)
    first = math.floor(max(begin_s, start_s) / step_s)
    last = max(math.ceil(min(until_s, end_s) / step_s), first + 1)
    times_s = np.arange(first - _BESIDE, last + _BESIDE + 1, dtype=np.float64) * step_s
    return Path(begin_s, until_s, first, float(step_s), positions_ecef_km([orbit], epoch, times_s)[0])


@cache
def _lagrange() -> FloatArray:
    """Return the polynomials that are one at one of twelve grid times and zero at the others, shape (6, 12).

    The grid times stand at -5.5, -4.5, ... 5.5 cells from the middle; these are those of the first six. The
    coefficients are worked out in whole fractions, so that they are the same on every machine.
    """
    times = [Fraction(2 * node + 1 - COEFFICIENTS, 2) for node in range(COEFFICIENTS)]
    rows = []
    for time in times[: COEFFICIENTS // 2]:
        powers = [Fraction(1)]
        for other in times:
            if other != time:  # multiply by (u - other) / (time - other)
                raised, kept = [Fraction(0), *powers], [*powers, Fraction(0)]
                powers = [(up - other * same) / (time - other) for up, same in zip(raised, kept, strict=True)]
        rows.append([float(power) for power in powers])
    return np.array(rows)
