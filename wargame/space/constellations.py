"""Orbits by design: circular, geostationary, Walker delta and Walker star."""

import math

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2
from wargame.space.elements import KeplerOrbit
from wargame.space.j2 import synchronous_semi_major_axis_km
from wargame.space.time import EpochLike, gmst_at, gmst_rate_rad_s

_FLAT = 1e-11  # sines and eccentricities below this are rounding


def circular_orbit(
    altitude_km: float, inclination_deg: float, raan_deg: float, argument_of_latitude_deg: float
) -> KeplerOrbit:
    """Return a circular orbit at a height above the equatorial radius.

    Args:
        altitude_km: km.
        inclination_deg: degrees.
        raan_deg: right ascension of the ascending node, degrees.
        argument_of_latitude_deg: angle from the ascending node to the satellite at the epoch, degrees.
    """
    return KeplerOrbit(
        semi_major_axis_km=EARTH_EQUATORIAL_RADIUS_KM + altitude_km,
        eccentricity=0.0,
        inclination_deg=inclination_deg,
        raan_deg=raan_deg % 360.0,
        arg_perigee_deg=0.0,
        mean_anomaly_deg=argument_of_latitude_deg % 360.0,
    )


def geo_orbit(
    longitude_deg: float, inclination_deg: float, epoch: EpochLike, argument_of_latitude_deg: float = 0.0
) -> KeplerOrbit:
    """Return a circular orbit that stays at a mean longitude under J2.

    Args:
        longitude_deg: mean longitude of the slot, degrees east.
        inclination_deg: degrees; the satellite draws a figure of eight of that half-height.
        epoch: the instant of the elements.
        argument_of_latitude_deg: where in the figure of eight it stands at the epoch, degrees.

    Leaves out: drift by the Earth's ellipticity and by Sun and Moon, which station-keeping removes.
    """
    axis_km = synchronous_semi_major_axis_km(inclination_deg, gmst_rate_rad_s(epoch))
    sidereal_deg = math.degrees(float(gmst_at(epoch, 0.0)))
    return KeplerOrbit(
        semi_major_axis_km=axis_km,
        eccentricity=0.0,
        inclination_deg=inclination_deg,
        raan_deg=(longitude_deg + sidereal_deg - argument_of_latitude_deg) % 360.0,
        arg_perigee_deg=0.0,
        mean_anomaly_deg=argument_of_latitude_deg % 360.0,
    )


def walker_delta(
    t: int,
    p: int,
    f: int,
    altitude_km: float,
    inclination_deg: float,
    raan0_deg: float = 0.0,
    phase0_deg: float = 0.0,
) -> list[KeplerOrbit]:
    """Return a Walker delta pattern ``t/p/f``, plane by plane: planes spread over 360 degrees.

    Args:
        t: number of satellites.
        p: number of planes, a divisor of ``t``.
        f: phasing in units of 360/t degrees between neighbouring planes, 0 to p-1.
        altitude_km: height above the equatorial radius, km.
        inclination_deg: degrees.
        raan0_deg: node of the first plane, degrees.
        phase0_deg: argument of latitude of the first satellite, degrees.

    Source: Walker 1977 (RAE TR 77044).
    """
    return _walker(
        t, p, f, 360.0 / _checked_planes(t, p), altitude_km, inclination_deg, raan0_deg, phase0_deg
    )


def walker_star(
    t: int,
    p: int,
    f: float,
    altitude_km: float,
    inclination_deg: float,
    raan0_deg: float = 0.0,
    phase0_deg: float = 0.0,
    plane_spacing_deg: float | None = None,
) -> list[KeplerOrbit]:
    """Return a Walker star: planes over 180 degrees, the first and the last counter-rotating at the seam.

    Args:
        t: number of satellites.
        p: number of planes, a divisor of ``t``.
        f: phasing in units of 360/t degrees between neighbouring planes; p/2 gives half a slot.
        altitude_km: height above the equatorial radius, km.
        inclination_deg: degrees.
        raan0_deg: node of the first plane, degrees.
        phase0_deg: argument of latitude of the first satellite, degrees.
        plane_spacing_deg: node spacing of co-rotating planes; 180/p if not given (Iridium: 31.6).

    Source: Walker 1977; Adams and Rider 1987 (J. Astronaut. Sci. 35, 155) for the seam (O07).
    """
    spacing_deg = 180.0 / _checked_planes(t, p) if plane_spacing_deg is None else plane_spacing_deg
    return _walker(t, p, f, spacing_deg, altitude_km, inclination_deg, raan0_deg, phase0_deg)


def _checked_planes(t: int, p: int) -> int:
    """Return the number of planes, if it divides the number of satellites."""
    if t < 1 or p < 1 or t % p:
        message = f"a Walker pattern needs a whole number of satellites per plane; found t={t}, p={p}"
        raise ValueError(message)
    return p


def _walker(
    t: int,
    p: int,
    f: float,
    spacing_deg: float,
    altitude_km: float,
    inclination_deg: float,
    raan0_deg: float,
    phase0_deg: float,
) -> list[KeplerOrbit]:
    """Return the satellites of a pattern with a given node spacing, plane by plane."""
    per_plane = t // _checked_planes(t, p)
    return [
        circular_orbit(
            altitude_km,
            inclination_deg,
            raan0_deg + plane * spacing_deg,
            phase0_deg + slot * 360.0 / per_plane + plane * f * 360.0 / t,
        )
        for plane in range(p)
        for slot in range(per_plane)
    ]


def orbit_from_state(
    position_km: FloatArray, velocity_km_s: FloatArray, *, secular_j2: bool = True
) -> KeplerOrbit:
    """Return the osculating orbit through a position (km) and velocity (km/s), taken as mean elements.

    An orbit over the equator has its node where longitude is zero, a circular one its perigee at the node.

    Raises:
        ValueError: the state leaves the Earth, or its orbit passes through the ground.

    Source: Vallado 2013, algorithm 9 (RV2COE).
    """
    radius_km, speed_squared = float(np.linalg.norm(position_km)), float(velocity_km_s @ velocity_km_s)
    axis_km = 1.0 / (2.0 / radius_km - speed_squared / EARTH_MU_KM3_S2)
    if axis_km <= 0.0:
        speed_km_s = math.sqrt(speed_squared)
        raise ValueError(f"at {speed_km_s:.3f} km/s, {radius_km:.0f} km from the Earth's centre, it escapes")
    momentum = np.cross(position_km, velocity_km_s)
    pole = momentum / np.linalg.norm(momentum)
    node = np.array([-pole[1], pole[0], 0.0])
    node = np.array([1.0, 0.0, 0.0]) if np.linalg.norm(node) < _FLAT else node / np.linalg.norm(node)
    shape = np.cross(velocity_km_s, momentum) / EARTH_MU_KM3_S2 - position_km / radius_km
    eccentricity = float(np.linalg.norm(shape))
    if eccentricity < _FLAT:
        shape, eccentricity = node, 0.0
    perigee = math.atan2(float(np.cross(node, shape) @ pole), float(node @ shape))
    latitude = math.atan2(float(np.cross(node, position_km) @ pole), float(node @ position_km))
    half = math.tan((latitude - perigee) / 2.0) * math.sqrt((1.0 - eccentricity) / (1.0 + eccentricity))
    anomaly = 2.0 * math.atan(half)
    return KeplerOrbit(
        semi_major_axis_km=axis_km,
        eccentricity=eccentricity,
        inclination_deg=math.degrees(math.acos(min(max(float(pole[2]), -1.0), 1.0))),
        raan_deg=math.degrees(math.atan2(node[1], node[0])) % 360.0,
        arg_perigee_deg=math.degrees(perigee) % 360.0,
        mean_anomaly_deg=math.degrees(anomaly - eccentricity * math.sin(anomaly)) % 360.0,
        secular_j2=secular_j2,
    )
