"""What it costs one satellite to come to another, velocity and time. Source: Vallado 2013, chapter 6 (O14); Soop 1994.

Closed formulas between circles: turn the plane, change the height, drift along the orbit. The parts are added up, which
is never less than a transfer that combines them.
"""

import math
from dataclasses import dataclass

from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2, SECONDS_PER_DAY
from wargame.space.delta_v import hohmann_transfer, plane_change_km_s, way_deg
from wargame.space.elements import KeplerOrbit
from wargame.space.j2 import period_s

SAME_HEIGHT_KM = 1.0
"""Circles closer than this need no transfer of half a turn: starting and stopping the drift reaches them."""

SAME_PLACE_DEG = 0.001
"""Along the orbit closer than this (0.7 km in the geostationary belt) nothing has to drift."""


@dataclass(frozen=True, slots=True)
class Approach:
    """What separates two circles, and what bringing one satellite to the other takes.

    Attributes:
        plane_deg: angle between the planes on arrival, degrees.
        height_km: height of the target's circle above the other's, km.
        along_deg: angle along the orbit from the one that comes to the target at the start, degrees, east positive.
        cost_m_s: velocity change in all, m/s.
        duration_s: time in all, s.
    """

    plane_deg: float
    height_km: float
    along_deg: float
    cost_m_s: float
    duration_s: float


def approach(comes: KeplerOrbit, target: KeplerOrbit, drift_deg_day: float) -> Approach:
    """Return what it takes to bring a satellite to another one, both on nearly circular orbits.

    Along the orbit it drifts the shorter way at `drift_deg_day`; where the circles drift past each other faster than
    that by themselves, it waits for its opportunity and pays for no drift.

    Args:
        comes: mean elements of the one that comes, at the start.
        target: mean elements of the target at the same instant.
        drift_deg_day: drift along the orbit that it can afford, degrees a day, positive.
    """
    along_deg = way_deg(_along_deg(comes, target), _along_deg(target, target))
    along_deg = 0.0 if abs(along_deg) < SAME_PLACE_DEG else along_deg
    rate_deg_day = math.degrees(_rate_rad_s(target, target) - _rate_rad_s(comes, target)) * SECONDS_PER_DAY
    if abs(rate_deg_day) <= drift_deg_day:
        days = abs(along_deg) / drift_deg_day
        drift_km_s = drift_cost_km_s(target.semi_major_axis_km, drift_deg_day) if along_deg else 0.0
    else:
        days = ((along_deg if rate_deg_day < 0.0 else -along_deg) % 360.0) / abs(rate_deg_day)
        drift_km_s = 0.0
    heights_km = [orbit.semi_major_axis_km - EARTH_EQUATORIAL_RADIUS_KM for orbit in (comes, target)]
    transfer = hohmann_transfer(heights_km[0], heights_km[1])
    alike = abs(heights_km[1] - heights_km[0]) < SAME_HEIGHT_KM
    duration_s = days * SECONDS_PER_DAY + (0.0 if alike else transfer.duration_s)
    plane_deg = plane_angle_deg(comes.at(duration_s), target.at(duration_s))
    speed_km_s = math.sqrt(EARTH_MU_KM3_S2 / target.semi_major_axis_km)
    cost_km_s = plane_change_km_s(speed_km_s, plane_deg) + transfer.total_km_s + drift_km_s
    return Approach(plane_deg, heights_km[1] - heights_km[0], along_deg, 1000.0 * cost_km_s, duration_s)


def drift_cost_km_s(axis_km: float, drift_deg_day: float) -> float:
    """Return the velocity change that starts and stops a drift along a circle, km/s: 2 v / 3 for each turn a turn.

    The geostationary belt is the case of 2.84 m/s for each degree a day at each end. Source: Soop 1994, section 4.
    """
    turns = abs(drift_deg_day) / 360.0 * period_s(axis_km) / SECONDS_PER_DAY
    return 2.0 * math.sqrt(EARTH_MU_KM3_S2 / axis_km) * turns / 3.0


def plane_angle_deg(first: KeplerOrbit, other: KeplerOrbit) -> float:
    """Return the angle between two orbit planes, degrees, by their poles."""
    one, two = math.radians(first.inclination_deg), math.radians(other.inclination_deg)
    beside = math.radians(first.raan_deg - other.raan_deg)
    # haversine form: exact for small angles, where the cosine of the angle is not
    half = math.sin((one - two) / 2.0) ** 2 + math.sin(one) * math.sin(two) * math.sin(beside / 2.0) ** 2
    return math.degrees(2.0 * math.asin(math.sqrt(min(1.0, half))))


def _along_deg(orbit: KeplerOrbit, frame: KeplerOrbit) -> float:
    """Return the place along an orbit counted in the plane of another that is nearly the same, degrees."""
    turned_deg = orbit.raan_deg * math.cos(math.radians(frame.inclination_deg))
    return orbit.arg_perigee_deg + orbit.mean_anomaly_deg + turned_deg


def _rate_rad_s(orbit: KeplerOrbit, frame: KeplerOrbit) -> float:
    """Return how fast that place moves, rad/s."""
    elements = orbit.linear_elements()
    return elements[6] + elements[8] + elements[4] * math.cos(math.radians(frame.inclination_deg))
