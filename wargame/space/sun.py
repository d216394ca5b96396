"""Where the Sun stands, who is in its light, and how high it is over a place.

The low-precision solar coordinates of the Astronomical Almanac, good to 0.01 degrees from 1950 to
2050 (40 s of the Earth's turning at most), so that nothing has to be downloaded. The frame that comes
out, mean equator and equinox of date, is taken for TEME: they differ by the nutation, below 0.005
degrees. The Sun's own parallax (0.0024 degrees), its diameter and refraction are left out.
"""

import numpy as np

from wargame.space.arrays import BoolArray, FloatArray
from wargame.space.constants import (
    DAYS_PER_JULIAN_CENTURY,
    EARTH_EQUATORIAL_RADIUS_KM,
    JULIAN_DATE_J2000,
    SECONDS_PER_DAY,
)
from wargame.space.frames import teme_to_ecef_km
from wargame.space.time import EpochLike, as_epoch, gmst_at


def sun_directions(epoch: EpochLike, times_s: FloatArray | float) -> FloatArray:
    """Return unit vectors from the Earth's centre to the Sun, shape (n_times, 3), equator of date.

    Args:
        epoch: the instant of time zero; UTC serves as both UT1 and TDB (within 0.001 degrees).
        times_s: seconds since ``epoch``, shape (n_times,) or one number.

    Source: Vallado 2013, algorithm 29, after the Astronomical Almanac, section C; light time is in the
    mean longitude already. Example 5-1 is a test.
    """
    instant, times = as_epoch(epoch), np.atleast_1d(np.asarray(times_s, dtype=np.float64))
    days = instant.jd_whole - JULIAN_DATE_J2000 + (instant.jd_fraction + times / SECONDS_PER_DAY)
    centuries = days / DAYS_PER_JULIAN_CENTURY
    anomaly = np.radians(357.5277233 + 35999.05034 * centuries)
    longitude = np.radians(
        280.460 + 36000.77 * centuries + 1.914666471 * np.sin(anomaly) + 0.019994643 * np.sin(2.0 * anomaly)
    )
    obliquity = np.radians(23.439291 - 0.0130042 * centuries)
    across = np.sin(longitude)
    return np.stack([np.cos(longitude), np.cos(obliquity) * across, np.sin(obliquity) * across], axis=-1)


def sun_directions_ecef(epoch: EpochLike, times_s: FloatArray | float) -> FloatArray:
    """Return unit vectors from the Earth's centre to the Sun, shape (n_times, 3), ECEF.

    Their latitude and longitude are those of the subsolar point.

    Args:
        epoch: the instant of time zero.
        times_s: seconds since ``epoch``, shape (n_times,) or one number.
    """
    times = np.atleast_1d(np.asarray(times_s, dtype=np.float64))
    return teme_to_ecef_km(sun_directions(epoch, times), gmst_at(epoch, times))


def sun_elevation_deg(suns: FloatArray, ups: FloatArray) -> FloatArray:
    """Return the height of the Sun's centre above the horizon, degrees, without refraction.

    Twilight is named by it: the Sun sets at -0.833 (refraction and half a diameter), civil twilight
    ends at -6, nautical at -12, astronomical at -18.

    Args:
        suns: unit vectors to the Sun, shape (..., 3), ECEF.
        ups: local verticals, unit vectors, broadcastable with ``suns``, ECEF.
    """
    sine = np.sum(suns * ups, axis=-1)
    elevation: FloatArray = np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0)))
    return elevation


def is_sunlit(positions_km: FloatArray, suns: FloatArray) -> BoolArray:
    """Return whether the Sun shines on satellites: they are outside the Earth's cylindrical shadow.

    The shadow has the equatorial radius and a sharp edge, where the Sun's centre meets the limb; a
    geostationary satellite takes two minutes to cross the real one. A position that is not a number is
    not lit.

    Args:
        positions_km: shape (..., 3), km, same frame as ``suns``.
        suns: unit vectors to the Sun, broadcastable with ``positions_km``.

    Source: Vallado 2013, chapter 5 (algorithm LIGHT; example 5-6 is a test). The longest stay in it is
    :func:`wargame.space.eclipse.max_eclipse_s` (O16).
    """
    along_km = np.sum(positions_km * suns, axis=-1)
    off_axis_km2 = np.sum(positions_km * positions_km, axis=-1) - along_km * along_km
    lit: BoolArray = (along_km >= 0.0) | (off_axis_km2 >= EARTH_EQUATORIAL_RADIUS_KM**2)
    return lit
