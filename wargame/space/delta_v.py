"""What changing an orbit costs, velocity and time. Source: Vallado 2013, chapter 6 (O14).

Closed formulas without arrays: a check of a file asks them without loading the rest of the physics.
"""

import math
from dataclasses import dataclass, replace

from wargame.scenario.manoeuvres import HeightChange, Manoeuvre, PlaneChange
from wargame.scenario.orbits import CircularOrbit, GeoOrbit
from wargame.scenario.orbits import Orbit as OrbitBlock
from wargame.space.constants import (
    EARTH_EQUATORIAL_RADIUS_KM,
    EARTH_MU_KM3_S2,
    SECONDS_PER_DAY,
    SIDEREAL_DAY_S,
)
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


@dataclass(frozen=True, slots=True)
class Stage:
    """What a manoeuvre needs to know of the orbit it starts from.

    Attributes:
        altitude_km: height of the circle above the equatorial radius, km.
        inclination_deg: degrees.
        longitude_deg: its geostationary slot, degrees east; None if it has none.
    """

    altitude_km: float
    inclination_deg: float
    longitude_deg: float | None


@dataclass(frozen=True, slots=True)
class Leg:
    """One manoeuvre of a flight plan.

    Attributes:
        cost_m_s: velocity change, m/s.
        longest_s: time until it is certainly over, s.
        after: the orbit afterwards.
    """

    cost_m_s: float
    longest_s: float
    after: Stage


def stage_of(block: OrbitBlock) -> Stage | None:
    """Return the orbit as a manoeuvre sees it, or None if it is neither a circle nor a geostationary slot."""
    if isinstance(block, GeoOrbit):
        height_km = GEO_SEMI_MAJOR_AXIS_KM - EARTH_EQUATORIAL_RADIUS_KM
        return Stage(height_km, block.inclination_deg, block.longitude_deg)
    if isinstance(block, CircularOrbit):
        return Stage(block.altitude_km, block.inclination_deg, None)
    return None


def way_deg(from_deg: float, to_deg: float) -> float:
    """Return the shorter way between two longitudes, degrees, east positive."""
    return (to_deg - from_deg + 180.0) % 360.0 - 180.0


def leg_of(stage: Stage, manoeuvre: Manoeuvre) -> Leg | None:
    """Return what a manoeuvre costs from an orbit, or None if it cannot be flown from there."""
    if isinstance(manoeuvre, HeightChange):
        transfer = hohmann_transfer(stage.altitude_km, manoeuvre.altitude_km)
        after = Stage(manoeuvre.altitude_km, stage.inclination_deg, None)
        return Leg(1000.0 * transfer.total_km_s, transfer.duration_s, after)
    if isinstance(manoeuvre, PlaneChange):
        radius_km = EARTH_EQUATORIAL_RADIUS_KM + stage.altitude_km
        angle_deg = manoeuvre.inclination_deg - stage.inclination_deg
        cost_km_s = plane_change_km_s(math.sqrt(EARTH_MU_KM3_S2 / radius_km), angle_deg)
        after = replace(stage, inclination_deg=manoeuvre.inclination_deg)
        return Leg(1000.0 * cost_km_s, 0.51 * period_s(radius_km), after)
    if stage.longitude_deg is None:
        return None
    days = abs(way_deg(stage.longitude_deg, manoeuvre.longitude_deg)) / manoeuvre.drift_deg_per_day
    cost_km_s = geo_relocation_km_s(manoeuvre.drift_deg_per_day)
    return Leg(
        1000.0 * cost_km_s, days * SECONDS_PER_DAY, replace(stage, longitude_deg=manoeuvre.longitude_deg)
    )
