"""Frames: TEME to Earth-fixed, geodetic coordinates, and the sky as seen from a place.

TEME (true equator, mean equinox) is what SGP4 returns. It is turned to the Earth-fixed frame by
Greenwich mean sidereal time alone: no polar motion, no UT1 table, no download. Against a full frame
chain the error is at most 1.7 m over a day (docs/architecture).
"""

import math

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.constants import (
    EARTH_ECCENTRICITY_SQUARED,
    EARTH_EQUATORIAL_RADIUS_KM,
    EARTH_FLATTENING,
    EARTH_MEAN_RADIUS_KM,
    EARTH_POLAR_RADIUS_KM,
)

_SECOND_ECCENTRICITY_SQUARED = EARTH_ECCENTRICITY_SQUARED / (1.0 - EARTH_ECCENTRICITY_SQUARED)
_BOWRING_ITERATIONS = 4  # converges to 1e-12 degrees from the ground to beyond GEO


def teme_to_ecef_km(positions_km: FloatArray, gmst_rad: FloatArray) -> FloatArray:
    """Return positions turned from TEME into the Earth-fixed frame.

    Args:
        positions_km: shape (..., n_times, 3), km (or any vector), TEME.
        gmst_rad: shape (n_times,), radians.

    Source: Vallado 2013, section 3.7 (TEME to PEF by GMST 1982; polar motion left out).
    """
    cosine, sine = np.cos(gmst_rad), np.sin(gmst_rad)
    turned = np.empty_like(positions_km)
    turned[..., 0] = cosine * positions_km[..., 0] + sine * positions_km[..., 1]
    turned[..., 1] = cosine * positions_km[..., 1] - sine * positions_km[..., 0]
    turned[..., 2] = positions_km[..., 2]
    return turned


def geodetic_to_ecef_km(
    latitude_deg: FloatArray | float, longitude_deg: FloatArray | float, altitude_km: FloatArray | float = 0.0
) -> FloatArray:
    """Return the Earth-fixed position of a place, shape (..., 3), km.

    Source: WGS-84 (NIMA TR8350.2), section 4.
    """
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    normal_km = EARTH_EQUATORIAL_RADIUS_KM / np.sqrt(1.0 - EARTH_ECCENTRICITY_SQUARED * np.sin(latitude) ** 2)
    horizontal_km = (normal_km + altitude_km) * np.cos(latitude)
    vertical_km = (normal_km * (1.0 - EARTH_ECCENTRICITY_SQUARED) + altitude_km) * np.sin(latitude)
    axes = np.broadcast_arrays(
        horizontal_km * np.cos(longitude), horizontal_km * np.sin(longitude), vertical_km
    )
    return np.stack(axes, axis=-1)


def ecef_to_geodetic(positions_km: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return latitude (deg), longitude (deg, -180 to 180) and altitude (km) of Earth-fixed positions.

    For a satellite this is its sub-satellite point and its height above the ellipsoid.

    Args:
        positions_km: shape (..., 3), km, ECEF.

    Source: Bowring 1976 (Survey Review 23, 323), iterated on the parametric latitude.
    """
    x_km, y_km, z_km = positions_km[..., 0], positions_km[..., 1], positions_km[..., 2]
    axis_km = np.hypot(x_km, y_km)
    parametric = np.arctan2(z_km, (1.0 - EARTH_FLATTENING) * axis_km)
    latitude = parametric
    for _ in range(_BOWRING_ITERATIONS):
        rise = z_km + _SECOND_ECCENTRICITY_SQUARED * EARTH_POLAR_RADIUS_KM * np.sin(parametric) ** 3
        run = axis_km - EARTH_ECCENTRICITY_SQUARED * EARTH_EQUATORIAL_RADIUS_KM * np.cos(parametric) ** 3
        latitude = np.arctan2(rise, run)
        parametric = np.arctan2((1.0 - EARTH_FLATTENING) * np.sin(latitude), np.cos(latitude))
    altitude_km = np.hypot(
        axis_km - EARTH_EQUATORIAL_RADIUS_KM * np.cos(parametric),
        z_km - EARTH_POLAR_RADIUS_KM * np.sin(parametric),
    )
    inside = axis_km * np.cos(latitude) + z_km * np.sin(latitude) < (
        EARTH_EQUATORIAL_RADIUS_KM * np.cos(parametric) * np.cos(latitude)
        + EARTH_POLAR_RADIUS_KM * np.sin(parametric) * np.sin(latitude)
    )
    signed_km = np.where(inside, -altitude_km, altitude_km)
    return np.degrees(latitude), np.degrees(np.arctan2(y_km, x_km)), signed_km


def up_vectors(latitude_deg: FloatArray | float, longitude_deg: FloatArray | float) -> FloatArray:
    """Return the local vertical (ellipsoid normal) of places, unit vectors, shape (..., 3), ECEF."""
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    axes = np.broadcast_arrays(
        np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)
    )
    return np.stack(axes, axis=-1)


def range_km(satellites_km: FloatArray, site_km: FloatArray) -> FloatArray:
    """Return the slant range from a place to satellites, km; both ECEF, broadcast over (..., 3)."""
    line = satellites_km - site_km
    distance_km: FloatArray = np.sqrt(np.sum(line * line, axis=-1))
    return distance_km


def elevation_deg(satellites_km: FloatArray, site_km: FloatArray, site_up: FloatArray) -> FloatArray:
    """Return the elevation of satellites above a place's horizon, degrees.

    Args:
        satellites_km: shape (..., 3), km, ECEF.
        site_km: shape (3,) or broadcastable, km, ECEF.
        site_up: local vertical of the place, unit vector, ECEF.

    Source: Vallado 2013, section 4.4 (topocentric horizon frame, WGS-84 vertical).
    """
    line = satellites_km - site_km
    sine = np.sum(line * site_up, axis=-1) / np.sqrt(np.sum(line * line, axis=-1))
    elevation: FloatArray = np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0)))
    return elevation


def azimuth_deg(satellites_km: FloatArray, latitude_deg: float, longitude_deg: float) -> FloatArray:
    """Return the bearing of satellites from a place on the ellipsoid, degrees east of north, [0, 360).

    Args:
        satellites_km: shape (..., 3), km, ECEF.
        latitude_deg: geodetic latitude of the place.
        longitude_deg: longitude of the place, east positive.

    Source: Vallado 2013, section 4.4.
    """
    line = satellites_km - geodetic_to_ecef_km(latitude_deg, longitude_deg)
    latitude, longitude = math.radians(latitude_deg), math.radians(longitude_deg)
    east = -math.sin(longitude) * line[..., 0] + math.cos(longitude) * line[..., 1]
    radial = math.cos(longitude) * line[..., 0] + math.sin(longitude) * line[..., 1]
    north = -math.sin(latitude) * radial + math.cos(latitude) * line[..., 2]
    bearing: FloatArray = np.degrees(np.arctan2(east, north)) % 360.0
    return bearing


def ground_range_km(
    latitude1_deg: FloatArray | float,
    longitude1_deg: FloatArray | float,
    latitude2_deg: FloatArray | float,
    longitude2_deg: FloatArray | float,
) -> FloatArray:
    """Return the great-circle distance between two places, km, on a sphere of the mean radius.

    Source: haversine formula (Sinnott 1984). The sphere is within 0.6 % of the ellipsoid.
    """
    latitude1, latitude2 = np.radians(latitude1_deg), np.radians(latitude2_deg)
    half_latitude = 0.5 * (latitude2 - latitude1)
    half_longitude = 0.5 * np.radians(np.subtract(longitude2_deg, longitude1_deg))
    parallels = np.cos(latitude1) * np.cos(latitude2)
    haversine = np.sin(half_latitude) ** 2 + parallels * np.sin(half_longitude) ** 2
    distance_km: FloatArray = 2.0 * EARTH_MEAN_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(haversine, 1.0)))
    return distance_km
