"""Positions of many orbits at many times.

Kepler orbits go through a compiled kernel that treats each (orbit, time) by itself, so that a
satellite's position never depends on which others were computed with it.
"""

import math
from collections.abc import Sequence

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.compiled import kernel
from wargame.space.constants import EARTH_ROTATION_RAD_S
from wargame.space.element_sets import OmmOrbit, TleOrbit, sgp4_states_teme
from wargame.space.elements import Arcs, KeplerOrbit, Orbit
from wargame.space.frames import teme_to_ecef_km
from wargame.space.time import EpochLike, as_epoch, gmst_at

_KEPLER_ITERATIONS = 50
_KEPLER_TOLERANCE_RAD = 1e-14


@kernel
def eccentric_anomaly_rad(mean_anomaly_rad: float, eccentricity: float) -> float:
    """Return the eccentric anomaly, rad, by Newton's method from a safe start.

    Source: Kepler's equation; start ``E = M + 0.85 e sign(sin M)`` after Danby 1987 (Celest. Mech. 40, 303).
    """
    reduced = mean_anomaly_rad - 2.0 * math.pi * math.floor(mean_anomaly_rad / (2.0 * math.pi))
    guess = reduced + (0.85 * eccentricity if reduced < math.pi else -0.85 * eccentricity)
    for _ in range(_KEPLER_ITERATIONS):
        step = (guess - eccentricity * math.sin(guess) - reduced) / (1.0 - eccentricity * math.cos(guess))
        guess -= step
        if abs(step) < _KEPLER_TOLERANCE_RAD:
            break
    return guess


@kernel
def _kepler_states(
    elements: FloatArray, times_s: FloatArray, positions_km: FloatArray, velocities_km_s: FloatArray
) -> None:
    """Fill positions and velocities, shape (n_orbits, n_times, 3), TEME, from linear elements.

    The velocity is the exact derivative of the position, drifting node and perigee included.
    Source: Vallado 2013, sections 2.5 and 2.6.
    """
    for row in range(elements.shape[0]):
        axis_km, eccentricity, inclination = elements[row, 0], elements[row, 1], elements[row, 2]
        minor = math.sqrt(1.0 - eccentricity * eccentricity)
        cos_i, sin_i = math.cos(inclination), math.sin(inclination)
        for column in range(times_s.shape[0]):
            time_s = times_s[column]
            node = elements[row, 3] + elements[row, 4] * time_s
            perigee = elements[row, 5] + elements[row, 6] * time_s
            anomaly = eccentric_anomaly_rad(elements[row, 7] + elements[row, 8] * time_s, eccentricity)
            cos_e, sin_e = math.cos(anomaly), math.sin(anomaly)
            x_km, y_km = axis_km * (cos_e - eccentricity), axis_km * minor * sin_e
            anomaly_rate = elements[row, 8] / (1.0 - eccentricity * cos_e)
            # In the orbit plane the perigee drift turns the whole ellipse.
            x_rate = -axis_km * sin_e * anomaly_rate - elements[row, 6] * y_km
            y_rate = axis_km * minor * cos_e * anomaly_rate + elements[row, 6] * x_km
            cos_w, sin_w = math.cos(perigee), math.sin(perigee)
            along, across = cos_w * x_km - sin_w * y_km, sin_w * x_km + cos_w * y_km
            along_rate, across_rate = cos_w * x_rate - sin_w * y_rate, sin_w * x_rate + cos_w * y_rate
            cos_n, sin_n = math.cos(node), math.sin(node)
            east, north = cos_n * along - sin_n * cos_i * across, sin_n * along + cos_n * cos_i * across
            positions_km[row, column, 0] = east
            positions_km[row, column, 1] = north
            positions_km[row, column, 2] = sin_i * across
            velocities_km_s[row, column, 0] = (
                cos_n * along_rate - sin_n * cos_i * across_rate - elements[row, 4] * north
            )
            velocities_km_s[row, column, 1] = (
                sin_n * along_rate + cos_n * cos_i * across_rate + elements[row, 4] * east
            )
            velocities_km_s[row, column, 2] = sin_i * across_rate


def states_teme(
    orbits: Sequence[Orbit], epoch: EpochLike, times_s: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return positions (km) and velocities (km/s), each shape (n_orbits, n_times, 3), TEME.

    Both are not a number while a satellite is not in orbit (see :class:`~wargame.space.elements.Arcs`).

    Args:
        orbits: Kepler orbits hold their elements at ``epoch``; published elements carry their own.
        epoch: the instant of time zero.
        times_s: shape (n_times,), seconds since ``epoch``, any sign.

    Raises:
        PropagationError: SGP4 reports a fault.
    """
    instant, times = as_epoch(epoch), np.atleast_1d(np.asarray(times_s, dtype=np.float64))
    nominal = [orbit for orbit in orbits if isinstance(orbit, KeplerOrbit)]
    if len(nominal) == len(orbits):
        return _kepler_states_teme(nominal, times)
    published = [orbit for orbit in orbits if isinstance(orbit, TleOrbit | OmmOrbit)]
    if len(published) == len(orbits):
        return sgp4_states_teme(published, instant, times)
    positions_km = np.full((len(orbits), times.size, 3), np.nan)
    velocities_km_s = np.full(positions_km.shape, np.nan)
    rows = [row for row, orbit in enumerate(orbits) if isinstance(orbit, KeplerOrbit)]
    positions_km[rows], velocities_km_s[rows] = _kepler_states_teme(nominal, times)
    rows = [row for row, orbit in enumerate(orbits) if isinstance(orbit, TleOrbit | OmmOrbit)]
    if rows:
        positions_km[rows], velocities_km_s[rows] = sgp4_states_teme(published, instant, times)
    for row, orbit in enumerate(orbits):
        if isinstance(orbit, Arcs):
            for begin_s, end_s, piece in orbit.spans():
                within = (times >= begin_s) & (times < end_s)
                if within.any():
                    positions, velocities = states_teme([piece], instant, times[within])
                    positions_km[row, within], velocities_km_s[row, within] = positions[0], velocities[0]
    return positions_km, velocities_km_s


def _kepler_states_teme(orbits: Sequence[KeplerOrbit], times_s: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return positions (km) and velocities (km/s) of nominal orbits, each shape (n_orbits, n_times, 3), TEME."""
    elements = np.array([orbit.linear_elements() for orbit in orbits]).reshape(len(orbits), 9)
    positions_km = np.empty((len(orbits), times_s.size, 3))
    velocities_km_s = np.empty(positions_km.shape)
    _kepler_states(elements, times_s, positions_km, velocities_km_s)
    return positions_km, velocities_km_s


@kernel
def _turn_states(
    cosines: FloatArray,
    sines: FloatArray,
    rate_rad_s: float,
    positions_km: FloatArray,
    velocities_km_s: FloatArray,
) -> None:
    """Turn states, shape (n_orbits, n_times, 3), into a frame that turns, where they stand."""
    for row in range(positions_km.shape[0]):
        for column in range(cosines.shape[0]):
            cosine, sine = cosines[column], sines[column]
            x_km, y_km = positions_km[row, column, 0], positions_km[row, column, 1]
            x_rate, y_rate = velocities_km_s[row, column, 0], velocities_km_s[row, column, 1]
            east_km, north_km = cosine * x_km + sine * y_km, cosine * y_km - sine * x_km
            positions_km[row, column, 0], positions_km[row, column, 1] = east_km, north_km
            velocities_km_s[row, column, 0] = cosine * x_rate + sine * y_rate + rate_rad_s * north_km
            velocities_km_s[row, column, 1] = cosine * y_rate - sine * x_rate - rate_rad_s * east_km


def states_ecef(
    orbits: Sequence[Orbit], epoch: EpochLike, times_s: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return positions (km) and velocities (km/s) in the rotating frame, (n_orbits, n_times, 3), ECEF.

    The velocity is the derivative of the Earth-fixed position, the Earth's turning taken out.
    """
    times = np.atleast_1d(np.asarray(times_s, dtype=np.float64))
    positions_km, velocities_km_s = states_teme(orbits, epoch, times)
    angle = gmst_at(epoch, times)
    _turn_states(np.cos(angle), np.sin(angle), EARTH_ROTATION_RAD_S, positions_km, velocities_km_s)
    return positions_km, velocities_km_s


def positions_teme_km(orbits: Sequence[Orbit], epoch: EpochLike, times_s: FloatArray) -> FloatArray:
    """Return positions, shape (n_orbits, n_times, 3), km, TEME; see :func:`states_teme`."""
    return states_teme(orbits, epoch, times_s)[0]


def positions_ecef_km(orbits: Sequence[Orbit], epoch: EpochLike, times_s: FloatArray) -> FloatArray:
    """Return positions, shape (n_orbits, n_times, 3), km, ECEF; see :func:`states_teme`."""
    times = np.atleast_1d(np.asarray(times_s, dtype=np.float64))
    return teme_to_ecef_km(states_teme(orbits, epoch, times)[0], gmst_at(epoch, times))
