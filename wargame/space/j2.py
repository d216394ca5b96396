"""Secular effects of the Earth's oblateness (J2), and the orbits that are designed around them.

Source of the rates: Vallado 2013, section 9.6; Brouwer 1959 (Astron. J. 64, 378), first order in J2.
Leaves out: drag, higher harmonics, Sun and Moon. Against the observed nodes of real satellites over
272 days: LEO within 0.3 % (O19).
"""

import math

from wargame.space.constants import (
    EARTH_EQUATORIAL_RADIUS_KM,
    EARTH_J2,
    EARTH_MU_KM3_S2,
    EARTH_ROTATION_RAD_S,
    SECONDS_PER_DAY,
    TROPICAL_YEAR_DAYS,
)

_SUN_RATE_RAD_S = 2.0 * math.pi / (TROPICAL_YEAR_DAYS * SECONDS_PER_DAY)
_FIXED_POINT_ITERATIONS = 60


def mean_motion_rad_s(semi_major_axis_km: float) -> float:
    """Return Kepler's mean motion, rad/s (two bodies, no J2)."""
    return math.sqrt(EARTH_MU_KM3_S2 / semi_major_axis_km**3)


def period_s(semi_major_axis_km: float) -> float:
    """Return Kepler's period, s (two bodies, no J2)."""
    return 2.0 * math.pi / mean_motion_rad_s(semi_major_axis_km)


def _oblateness_rate_rad_s(semi_major_axis_km: float, eccentricity: float) -> float:
    """Return ``n J2 (R/p)^2``, rad/s, the scale of all three secular rates."""
    semi_latus_rectum_km = semi_major_axis_km * (1.0 - eccentricity**2)
    ratio = EARTH_EQUATORIAL_RADIUS_KM / semi_latus_rectum_km
    return mean_motion_rad_s(semi_major_axis_km) * EARTH_J2 * ratio * ratio


def node_rate_rad_s(semi_major_axis_km: float, eccentricity: float, inclination_deg: float) -> float:
    """Return how fast the ascending node moves, rad/s, east positive."""
    cosine = math.cos(math.radians(inclination_deg))
    return -1.5 * _oblateness_rate_rad_s(semi_major_axis_km, eccentricity) * cosine


def perigee_rate_rad_s(semi_major_axis_km: float, eccentricity: float, inclination_deg: float) -> float:
    """Return how fast the argument of perigee moves, rad/s."""
    cosine = math.cos(math.radians(inclination_deg))
    return 0.75 * _oblateness_rate_rad_s(semi_major_axis_km, eccentricity) * (5.0 * cosine**2 - 1.0)


def mean_anomaly_rate_rad_s(semi_major_axis_km: float, eccentricity: float, inclination_deg: float) -> float:
    """Return how fast the mean anomaly moves, rad/s: mean motion plus its J2 correction."""
    cosine = math.cos(math.radians(inclination_deg))
    shape = math.sqrt(1.0 - eccentricity**2)
    oblateness = _oblateness_rate_rad_s(semi_major_axis_km, eccentricity)
    return mean_motion_rad_s(semi_major_axis_km) + 0.75 * oblateness * shape * (3.0 * cosine**2 - 1.0)


def critical_inclination_deg() -> float:
    """Return the inclination at which perigee stands still, degrees: ``5 cos^2 i = 1`` (O13)."""
    return math.degrees(math.acos(math.sqrt(0.2)))


def sun_synchronous_inclination_deg(altitude_km: float) -> float:
    """Return the inclination at which a circular orbit's node follows the mean Sun, degrees (O13).

    Raises:
        ValueError: no inclination does it, above about 5,970 km.
    """
    semi_major_axis_km = EARTH_EQUATORIAL_RADIUS_KM + altitude_km
    cosine = _SUN_RATE_RAD_S / node_rate_rad_s(semi_major_axis_km, 0.0, 0.0)
    if abs(cosine) > 1.0:
        message = f"no sun-synchronous circular orbit exists at {altitude_km} km; stay below 5970 km"
        raise ValueError(message)
    return math.degrees(math.acos(cosine))


def repeat_track_altitude_km(revolutions: int, days: int, inclination_deg: float) -> float:
    """Return the altitude of a circular orbit that repeats its track, km above the equatorial radius.

    Args:
        revolutions: nodal revolutions in one cycle.
        days: nodal days (turns of the Earth under the orbit plane) in one cycle.
        inclination_deg: inclination.

    Source: Vallado 2013, section 11.4.2: ``revolutions (earth rate - node rate) = days (u rate)``
    with ``u`` the argument of latitude (O13).
    """
    semi_major_axis_km = _kepler_axis_km(EARTH_ROTATION_RAD_S * revolutions / days)
    for _ in range(_FIXED_POINT_ITERATIONS):
        node = node_rate_rad_s(semi_major_axis_km, 0.0, inclination_deg)
        wanted = revolutions / days * (EARTH_ROTATION_RAD_S - node)
        semi_major_axis_km = _axis_for_rate(semi_major_axis_km, inclination_deg, wanted, with_node=False)
    return semi_major_axis_km - EARTH_EQUATORIAL_RADIUS_KM


def repeat_track_sun_synchronous_altitude_km(revolutions: int, days: int) -> float:
    """Return the altitude of the circular orbit that both repeats its track and follows the Sun, km."""
    altitude_km = 700.0
    for _ in range(_FIXED_POINT_ITERATIONS):
        inclination_deg = sun_synchronous_inclination_deg(altitude_km)
        altitude_km = repeat_track_altitude_km(revolutions, days, inclination_deg)
    return altitude_km


def synchronous_semi_major_axis_km(inclination_deg: float, earth_rate_rad_s: float) -> float:
    """Return the axis of a circular orbit whose mean longitude stands still under J2, km.

    Mean longitude is node + perigee + mean anomaly - sidereal angle; its rate is zero here.
    """
    semi_major_axis_km = _kepler_axis_km(earth_rate_rad_s)
    for _ in range(_FIXED_POINT_ITERATIONS):
        semi_major_axis_km = _axis_for_rate(
            semi_major_axis_km, inclination_deg, earth_rate_rad_s, with_node=True
        )
    return semi_major_axis_km


def _kepler_axis_km(rate_rad_s: float) -> float:
    """Return the semi-major axis whose Kepler mean motion is ``rate_rad_s``, km."""
    return math.cbrt(EARTH_MU_KM3_S2 / rate_rad_s**2)


def _axis_for_rate(axis_km: float, inclination_deg: float, wanted_rad_s: float, *, with_node: bool) -> float:
    """Return one fixed-point step towards the axis whose angular rate is ``wanted_rad_s``, km."""
    rate = mean_anomaly_rate_rad_s(axis_km, 0.0, inclination_deg)
    rate += perigee_rate_rad_s(axis_km, 0.0, inclination_deg)
    if with_node:
        rate += node_rate_rad_s(axis_km, 0.0, inclination_deg)
    return axis_km * math.cbrt((rate / wanted_rad_s) ** 2)
