"""When a satellite passes low and near enough for a direct ascent from a place."""

import math

import numpy as np

from wargame.space.arrays import FloatArray, IntArray
from wargame.space.constants import (
    EARTH_EQUATORIAL_RADIUS_KM,
    EARTH_MEAN_RADIUS_KM,
    EARTH_MU_KM3_S2,
    EARTH_ROTATION_RAD_S,
)
from wargame.space.elements import Orbit, SingleOrbit, spans_of
from wargame.space.frames import up_vectors
from wargame.space.j2 import period_s
from wargame.space.reach_kernels import NEAR_KM, find_reach
from wargame.space.seconds import Interval
from wargame.space.time import EpochLike
from wargame.space.trajectory import sample_trajectories

_SAMPLE_S = (
    20.0  # in the lowest orbits; higher ones are slower, and sampled in proportion to their period at perigee
)
_LOWEST_PERIOD_S = 5400.0
_LONGEST_SAMPLE_S = 300.0
_SPEED_SLACK = 1.1  # mean elements are not quite the motion, and drag makes an orbit faster in time
_SPANS_A_DAY = 16


def reach_windows(
    orbit: Orbit,
    latitude_deg: float,
    longitude_deg: float,
    max_ground_range_km: float,
    max_altitude_km: float,
    epoch: EpochLike,
    start_s: float,
    end_s: float,
) -> list[Interval]:
    """Return when a satellite is low enough and its ground point near enough for a direct ascent.

    Args:
        orbit: the satellite; while it is not in orbit it is out of reach.
        latitude_deg: launch site, degrees north.
        longitude_deg: launch site, degrees east.
        max_ground_range_km: largest great-circle distance of the sub-satellite point, km.
        max_altitude_km: ceiling above the ellipsoid, km.
        epoch: the instant of time zero.
        start_s: start of the span, s since the epoch.
        end_s: end of the span.

    Leaves out: everything about guidance; flight time is ``ballistic.minimum_flight_time_s``.
    """
    place = reach_place(latitude_deg, longitude_deg, max_ground_range_km, max_altitude_km)
    return [Interval(*span) for span in reach_spans(orbit, place, epoch, start_s, end_s).tolist()]


def reach_place(
    latitude_deg: float, longitude_deg: float, max_ground_range_km: float, max_altitude_km: float
) -> FloatArray:
    """Return a launch site as the search takes it: its vertical (3, ECEF), ground range (km) and ceiling (km)."""
    return np.array([*up_vectors(latitude_deg, longitude_deg), max_ground_range_km, max_altitude_km])


def reach_spans(orbit: Orbit, place: FloatArray, epoch: EpochLike, start_s: float, end_s: float) -> IntArray:
    """Return when a satellite is within reach of a :func:`reach_place`: first and last whole second, shape (n, 2)."""
    found = [
        _spans_of_piece(piece, epoch, max(begin_s, start_s), min(until_s, end_s), place)
        for begin_s, until_s, piece in spans_of(orbit)
        if max(begin_s, start_s) < min(until_s, end_s)
    ]
    spans_s = found[0] if len(found) == 1 else _joined(found)
    whole_s = np.column_stack([np.ceil(spans_s[:, 0]), np.floor(spans_s[:, 1])]).astype(np.int64)
    return whole_s[whole_s[:, 1] >= whole_s[:, 0]]


def _spans_of_piece(
    piece: SingleOrbit, epoch: EpochLike, start_s: float, end_s: float, place: FloatArray
) -> FloatArray:
    """Return the spans in reach on one orbit, shape (n, 2), s."""
    if piece.perigee_altitude_km > place[4] + NEAR_KM:
        return np.empty((0, 2))
    ((path,),) = sample_trajectories([piece], epoch, start_s, end_s).paths
    way = path.first, path.step_s, path.cells()
    samples = max(2, math.ceil((end_s - start_s) / _sample_s(piece)))
    km_a_sample = _fastest_km_s(piece) * (end_s - start_s) / samples
    count = 16 + _SPANS_A_DAY * math.ceil((end_s - start_s) / 86400.0)
    found = np.empty((0, 2))
    while count > len(found):
        found = np.empty((count, 2))
        count = find_reach(way, start_s, end_s, samples, km_a_sample, place, found)
    return found[:count]


def _joined(pieces: list[FloatArray]) -> FloatArray:
    """Return the spans of all pieces, shape (n, 2), those that meet at a manoeuvre as one."""
    joined: list[list[float]] = []
    for start, end in (span for piece in pieces for span in piece.tolist()):
        if joined and joined[-1][1] == start:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return np.array(joined).reshape(-1, 2)


def _sample_s(orbit: SingleOrbit) -> float:
    """Return the distance of samples so dense that the margin has one extreme between two at most."""
    radius_km = EARTH_EQUATORIAL_RADIUS_KM + orbit.perigee_altitude_km
    return min(_LONGEST_SAMPLE_S, max(_SAMPLE_S, _SAMPLE_S * period_s(radius_km) / _LOWEST_PERIOD_S))


def _fastest_km_s(orbit: SingleOrbit) -> float:
    """Return the most by which height, or distance of the ground point from a place, can change, km/s.

    Source: two-body speeds at perigee and at the ends of the parameter (Vallado 2013, section 2.4).
    """
    perigee_km = EARTH_EQUATORIAL_RADIUS_KM + orbit.perigee_altitude_km
    turning_rad_s = math.sqrt(EARTH_MU_KM3_S2 * (1.0 + orbit.eccentricity) / perigee_km**3)
    climb_km_s = orbit.eccentricity * math.sqrt(EARTH_MU_KM3_S2 / (perigee_km * (1.0 + orbit.eccentricity)))
    return _SPEED_SLACK * max(climb_km_s, EARTH_MEAN_RADIUS_KM * (turning_rad_s + EARTH_ROTATION_RAD_S))
