"""Closed forms of orbit geometry: how far a satellite sees, and how long it is dark.

Spherical Earth of the equatorial radius; the shadow is a cylinder. Source: Larson and Wertz, Space
Mission Analysis and Design, 3rd ed., sections 5.1 and 5.2 (O16).
"""

import math

from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM
from wargame.space.j2 import period_s


def orbit_period_s(altitude_km: float) -> float:
    """Return the Kepler period of a circular orbit, s."""
    return period_s(EARTH_EQUATORIAL_RADIUS_KM + altitude_km)


def slant_range_km(altitude_km: float, elevation_deg: float) -> float:
    """Return the distance to a satellite at an altitude seen at an elevation, km."""
    radius_km = EARTH_EQUATORIAL_RADIUS_KM + altitude_km
    elevation = math.radians(elevation_deg)
    horizontal_km = EARTH_EQUATORIAL_RADIUS_KM * math.cos(elevation)
    return math.sqrt(radius_km**2 - horizontal_km**2) - EARTH_EQUATORIAL_RADIUS_KM * math.sin(elevation)


def earth_central_half_angle_deg(altitude_km: float, elevation_deg: float) -> float:
    """Return the angle at the Earth's centre from the sub-satellite point to the mask, degrees.

    Geostationary at 0 degrees: 81.3, so a place beyond 81.3 degrees latitude never sees it.
    """
    share = EARTH_EQUATORIAL_RADIUS_KM / (EARTH_EQUATORIAL_RADIUS_KM + altitude_km)
    elevation = math.radians(elevation_deg)
    return math.degrees(math.acos(share * math.cos(elevation)) - elevation)


def max_eclipse_s(altitude_km: float) -> float:
    """Return the longest eclipse of a circular orbit, the Sun in its plane, s."""
    share = EARTH_EQUATORIAL_RADIUS_KM / (EARTH_EQUATORIAL_RADIUS_KM + altitude_km)
    return orbit_period_s(altitude_km) * math.asin(share) / math.pi
