"""Slow scalar geometry of sky and Earth, sharing no line with the product: the oracle of the sensor kernels."""

import math
from datetime import UTC, datetime

EQUATORIAL_KM = 6378.137
FLATTENING = 1.0 / 298.257223563


def minus(first, second):
    """The difference of two vectors."""
    return tuple(a - b for a, b in zip(first, second, strict=True))


def dot(first, second):
    """The inner product of two vectors."""
    return sum(a * b for a, b in zip(first, second, strict=True))


def norm(vector):
    """The length of a vector."""
    return math.sqrt(dot(vector, vector))


def angle_between(first, second):
    """The angle between two vectors, rad, exact near 0 and pi too."""
    (a, b, c), (d, e, f) = first, second
    return math.atan2(norm((b * f - c * e, c * d - a * f, a * e - b * d)), dot(first, second))


def up_at(latitude_deg, longitude_deg):
    """The vertical of a place on the ellipsoid."""
    latitude, longitude = math.radians(latitude_deg), math.radians(longitude_deg)
    return (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )


def ellipsoid_place(latitude_deg, longitude_deg, altitude_km):
    """A place by its vertical: the ellipsoid's point with that normal is (a^2 n_x, a^2 n_y, b^2 n_z) / s."""
    polar_km = EQUATORIAL_KM * (1.0 - FLATTENING)
    x, y, z = up_at(latitude_deg, longitude_deg)
    scale = math.sqrt((EQUATORIAL_KM * x) ** 2 + (EQUATORIAL_KM * y) ** 2 + (polar_km * z) ** 2)
    return (
        EQUATORIAL_KM**2 * x / scale + altitude_km * x,
        EQUATORIAL_KM**2 * y / scale + altitude_km * y,
        polar_km**2 * z / scale + altitude_km * z,
    )


def sun_at(epoch, time_s):
    """The direction of the Sun, ECEF: right ascension and declination turned by sidereal time (Vallado 2013)."""
    since_j2000_s = (epoch - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() + time_s
    t = since_j2000_s / 86400.0 / 36525.0
    anomaly = math.radians(357.5277233 + 35999.05034 * t)
    longitude_deg = 280.460 + 36000.77 * t
    longitude_deg += 1.914666471 * math.sin(anomaly) + 0.019994643 * math.sin(2 * anomaly)
    longitude, obliquity = math.radians(longitude_deg), math.radians(23.439291 - 0.0130042 * t)
    right_ascension = math.atan2(math.cos(obliquity) * math.sin(longitude), math.cos(longitude))
    declination = math.asin(math.sin(obliquity) * math.sin(longitude))
    gmst_s = 67310.54841 + (876600 * 3600 + 8640184.812866) * t + 0.093104 * t**2 - 6.2e-6 * t**3
    return up_at(math.degrees(declination), math.degrees(right_ascension) - gmst_s % 86400.0 / 240.0)
