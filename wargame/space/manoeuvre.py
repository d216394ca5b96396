"""What changing an orbit costs: velocity and time. Source: Vallado 2013, chapter 6 (O14)."""

import math
from dataclasses import dataclass

from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2, SIDEREAL_DAY_S
from wargame.space.j2 import period_s

GEO_SEMI_MAJOR_AXIS_KM = 42164.17  # km, from the sidereal day by Kepler's third law
GEO_SPEED_KM_S = math.sqrt(EARTH_MU_KM3_S2 / GEO_SEMI_MAJOR_AXIS_KM)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A manoeuvre's cost.

    Attributes:
        first_burn_km_s: velocity change at the start, km/s.
        second_burn_km_s: velocity change at the end, km/s.
        duration_s: time between the burns, s.
    """

    first_burn_km_s: float
    second_burn_km_s: float
    duration_s: float

    @property
    def total_km_s(self) -> float:
        """Velocity change in all, km/s."""
        return self.first_burn_km_s + self.second_burn_km_s


def hohmann_transfer(altitude1_km: float, altitude2_km: float) -> Transfer:
    """Return the cheapest two-burn transfer between circular coplanar orbits.

    Source: Vallado 2013, algorithm 36.
    """
    radius1_km, radius2_km = (
        EARTH_EQUATORIAL_RADIUS_KM + altitude1_km,
        EARTH_EQUATORIAL_RADIUS_KM + altitude2_km,
    )
    axis_km = 0.5 * (radius1_km + radius2_km)
    circular1, circular2 = math.sqrt(EARTH_MU_KM3_S2 / radius1_km), math.sqrt(EARTH_MU_KM3_S2 / radius2_km)
    leaving = math.sqrt(EARTH_MU_KM3_S2 * (2.0 / radius1_km - 1.0 / axis_km))
    arriving = math.sqrt(EARTH_MU_KM3_S2 * (2.0 / radius2_km - 1.0 / axis_km))
    return Transfer(abs(leaving - circular1), abs(circular2 - arriving), 0.5 * period_s(axis_km))


def plane_change_km_s(speed_km_s: float, angle_deg: float) -> float:
    """Return the velocity change that turns a circular orbit's plane, km/s: 2 v sin(angle / 2)."""
    return 2.0 * speed_km_s * math.sin(math.radians(abs(angle_deg)) / 2.0)


def geo_relocation_km_s(drift_deg_day: float) -> float:
    """Return the velocity change to start and stop a drift along the geostationary belt, km/s.

    Two burns each way by Hohmann; to first order 2.84 m/s for each degree a day at each end.
    Source: Soop 1994 (Handbook of Geostationary Orbits), section 4: drift = -3 dv / v turns a turn.
    """
    drift_share = abs(drift_deg_day) / 360.0 * SIDEREAL_DAY_S / 86400.0
    return 2.0 * GEO_SPEED_KM_S * drift_share / 3.0
