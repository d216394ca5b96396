"""When a satellite passes low and near enough for a direct ascent from a place."""

from collections.abc import Callable

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MEAN_RADIUS_KM
from wargame.space.elements import Orbit, SingleOrbit, spans_of
from wargame.space.frames import ecef_to_geodetic, ground_range_km, up_vectors
from wargame.space.intervals import positive_intervals
from wargame.space.j2 import period_s
from wargame.space.seconds import Interval, quantise_interval
from wargame.space.time import EpochLike
from wargame.space.trajectory import Trajectories, sample_trajectories

_SAMPLE_S = (
    20.0  # in the lowest orbits; higher ones are slower, and sampled in proportion to their period at perigee
)
_LOWEST_PERIOD_S = 5400.0
_LONGEST_SAMPLE_S = 300.0
_NEAR_KM = 250.0  # a satellite moves at most 160 km between samples; the rough margin errs by less than 50 km


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
    found = []
    for begin_s, until_s, piece in spans_of(orbit):
        first_s, last_s = max(begin_s, start_s), min(until_s, end_s)
        if last_s <= first_s or piece.perigee_altitude_km > max_altitude_km + _NEAR_KM:
            continue
        paths = sample_trajectories([piece], epoch, first_s, last_s)
        margin_km = _margin_km(paths, latitude_deg, longitude_deg, max_ground_range_km, max_altitude_km)
        found.append(positive_intervals(margin_km, first_s, last_s, _sample_s(piece), near_zero=_NEAR_KM))
    whole = (quantise_interval(float(start), float(end)) for start, end in _joined(found))
    return [interval for interval in whole if interval is not None]


def _joined(pieces: list[FloatArray]) -> list[list[float]]:
    """Return the spans of all pieces, those that meet at a manoeuvre as one."""
    joined: list[list[float]] = []
    for start, end in (span for piece in pieces for span in piece.tolist()):
        if joined and joined[-1][1] == start:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return joined


def _sample_s(orbit: SingleOrbit) -> float:
    """Return the distance of samples in which a satellite of this orbit moves at most 160 km."""
    radius_km = EARTH_EQUATORIAL_RADIUS_KM + orbit.perigee_altitude_km
    return min(_LONGEST_SAMPLE_S, max(_SAMPLE_S, _SAMPLE_S * period_s(radius_km) / _LOWEST_PERIOD_S))


def _margin_km(
    paths: Trajectories,
    latitude_deg: float,
    longitude_deg: float,
    max_range_km: float,
    max_altitude_km: float,
) -> Callable[[FloatArray], FloatArray]:
    """Return a function of time: how far inside both limits the satellite is, km (negative outside).

    Far outside, a spherical Earth is good enough; near the limits and inside the ellipsoid is used.
    """
    direction = up_vectors(latitude_deg, longitude_deg)

    def margin_km(times_s: FloatArray) -> FloatArray:
        """Return the margin at some times, km."""
        places_km = paths.at(0, times_s)
        x_km, y_km, z_km = places_km.T
        radii_km = np.sqrt(x_km * x_km + y_km * y_km + z_km * z_km)
        along_km = x_km * direction[0] + y_km * direction[1] + z_km * direction[2]
        angles = np.arccos(np.clip(along_km / radii_km, -1.0, 1.0))
        ranges_km, altitudes_km = EARTH_MEAN_RADIUS_KM * angles, radii_km - EARTH_EQUATORIAL_RADIUS_KM
        margins: FloatArray = np.minimum(max_range_km - ranges_km, max_altitude_km - altitudes_km)
        near = margins > -_NEAR_KM
        latitudes, longitudes, altitudes_km = ecef_to_geodetic(places_km[near])
        ranges_km = ground_range_km(latitudes, longitudes, latitude_deg, longitude_deg)
        margins[near] = np.minimum(max_range_km - ranges_km, max_altitude_km - altitudes_km)
        return margins

    return margin_km
