"""The least time anything thrown from the ground needs to reach an altitude."""

import math

from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2


def minimum_flight_time_s(altitude_km: float) -> float:
    """Return the flight time of a vertical shot that just reaches an altitude, s.

    A lower bound on the flight of any direct ascent at minimum energy: detection, decision and a
    slanted path come on top. Leaves out: air, powered flight, the Earth's turning.

    Args:
        altitude_km: height above the equatorial radius, km, positive.

    Source: two-body radial trajectory, sqrt(r^3 / 2 mu) [acos(sqrt x) + sqrt(x (1 - x))] with
    x = R / r (O17).
    """
    if altitude_km < 0.0:
        message = f"altitude_km is {altitude_km}; a flight time needs an altitude above the ground"
        raise ValueError(message)
    radius_km = EARTH_EQUATORIAL_RADIUS_KM + altitude_km
    share = EARTH_EQUATORIAL_RADIUS_KM / radius_km
    angle = math.acos(math.sqrt(share)) + math.sqrt(share * (1.0 - share))
    return math.sqrt(radius_km**3 / (2.0 * EARTH_MU_KM3_S2)) * angle
