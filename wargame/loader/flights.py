"""Where a satellite can ever be, by closed formulas: enough to say that something can never see something else.

Lints may not load the physics, which takes longer than a whole validation. So they ask for bounds: every answer here
errs on the side of "it may", and a warning is given only where even the most favourable place would not do.
Source: spherical geometry of coverage, Larson and Wertz, Space Mission Analysis and Design, 3rd ed., section 5.2.
"""

import math
from dataclasses import dataclass, replace

from wargame.scenario.assets import Constellation, Satellite
from wargame.scenario.manoeuvres import HeightChange, PlaneChange
from wargame.scenario.orbits import CircularOrbit, GeoOrbit, KeplerOrbit, OmmOrbit, Orbit, TleOrbit
from wargame.scenario.users import Region
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM as EARTH_RADIUS_KM
from wargame.space.constants import EARTH_MU_KM3_S2

GEO_RADIUS_KM = 42_164.2
_SLACK_DEG = 2.0
"""Added to every footprint: refraction, the shape of the Earth, and orbits that drift."""
_SLACK_KM = 100.0
"""Added to every range, for the same reasons."""


@dataclass(frozen=True, slots=True)
class Flight:
    """The bounds of an orbit, or of all orbits of a constellation.

    Attributes:
        lowest_km: least height.
        highest_km: greatest height.
        reach_deg: highest latitude that it passes, north and south.
        longitude_deg: its slot if it stands over one, else None.
    """

    lowest_km: float
    highest_km: float
    reach_deg: float
    longitude_deg: float | None = None

    def nearest_deg(self, latitude_deg: float, longitude_deg: float) -> float:
        """Least angle at the Earth's centre between a place and the point below the satellite."""
        if self.longitude_deg is None:
            return max(0.0, abs(latitude_deg) - self.reach_deg)
        beside_deg = math.radians(longitude_deg - self.longitude_deg)
        along = math.cos(math.radians(latitude_deg)) * math.cos(beside_deg)
        return max(0.0, math.degrees(math.acos(along)) - self.reach_deg)

    def footprint_deg(self, elevation_deg: float) -> float:
        """Greatest angle at the Earth's centre at which it stands above an elevation, with slack."""
        elevation = math.radians(elevation_deg)
        cosine = EARTH_RADIUS_KM * math.cos(elevation) / (EARTH_RADIUS_KM + self.highest_km)
        return math.degrees(math.acos(cosine) - elevation) + _SLACK_DEG

    def may_stand_over(
        self, latitude_deg: float, longitude_deg: float, mask_deg: float, range_km: float | None = None
    ) -> bool:
        """False when it never stands above a mask and within a range of a place."""
        nearest_deg = self.nearest_deg(latitude_deg, longitude_deg)
        if nearest_deg > self.footprint_deg(mask_deg):
            return False
        radius_km = EARTH_RADIUS_KM + self.lowest_km
        cosine = math.cos(math.radians(max(0.0, nearest_deg - _SLACK_DEG)))
        least_km = math.sqrt(EARTH_RADIUS_KM**2 + radius_km**2 - 2.0 * EARTH_RADIUS_KM * radius_km * cosine)
        return range_km is None or least_km <= range_km + _SLACK_KM

    def may_see(self, region: Region, elevation_deg: float) -> bool:
        """False when it never stands above an elevation over any point of a region."""
        latitude_deg, longitude_deg = nearest_point(region, self.longitude_deg)
        return self.may_stand_over(latitude_deg, longitude_deg, elevation_deg)

    def may_come_near(self, other: "Flight", range_km: float | None) -> bool:
        """False when another satellite never comes within a range, by heights or by slots alone."""
        apart_km = max(0.0, self.lowest_km - other.highest_km, other.lowest_km - self.highest_km)
        if self.longitude_deg is not None and other.longitude_deg is not None:
            beside_deg = abs((self.longitude_deg - other.longitude_deg + 180.0) % 360.0 - 180.0)
            least_deg = max(0.0, beside_deg - self.reach_deg - other.reach_deg)
            apart_km = max(apart_km, 2.0 * GEO_RADIUS_KM * math.sin(math.radians(least_deg / 2.0)))
        return range_km is None or apart_km <= range_km + _SLACK_KM


def nearest_point(region: Region, longitude_deg: float | None) -> tuple[float, float]:
    """The point of a region nearest to the equator and to a longitude (any longitude when None)."""
    inside = region.south_deg <= 0.0 <= region.north_deg
    latitude_deg = 0.0 if inside else min(region.south_deg, region.north_deg, key=abs)
    if longitude_deg is None:
        return latitude_deg, region.west_deg
    width_deg = (region.east_deg - region.west_deg) % 360.0
    offset_deg = (longitude_deg - region.west_deg) % 360.0
    if offset_deg <= width_deg:
        return latitude_deg, longitude_deg
    east_is_nearer = offset_deg - width_deg < 360.0 - offset_deg
    return latitude_deg, region.east_deg if east_is_nearer else region.west_deg


def apart_deg(region: Region, latitude_deg: float, longitude_deg: float) -> float:
    """A lower bound of the angle at the Earth's centre between a place and a region."""
    middle_deg = region.west_deg + ((region.east_deg - region.west_deg) % 360.0) / 2.0
    centre_deg = (region.south_deg + region.north_deg) / 2.0
    half_width_deg = ((region.east_deg - region.west_deg) % 360.0) / 2.0
    half_height_deg = (region.north_deg - region.south_deg) / 2.0
    between_deg = _between_deg(centre_deg, middle_deg, latitude_deg, longitude_deg)
    return max(0.0, between_deg - math.hypot(half_width_deg, half_height_deg))


def _between_deg(first_deg: float, first_east_deg: float, other_deg: float, other_east_deg: float) -> float:
    """The angle at the Earth's centre between two places."""
    here, there = math.radians(first_deg), math.radians(other_deg)
    beside = math.radians(first_east_deg - other_east_deg)
    cosine = math.sin(here) * math.sin(there) + math.cos(here) * math.cos(there) * math.cos(beside)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def flight_of(body: Satellite | Constellation) -> Flight:
    """The bounds of a satellite's orbits, manoeuvres included, or of all orbits of a constellation."""
    if isinstance(body, Constellation):
        pattern = body.pattern
        return Flight(pattern.altitude_km, pattern.altitude_km, _reach_deg(pattern.inclination_deg))
    flight = _flight_on(body.orbit)
    for manoeuvre in body.manoeuvres:
        if isinstance(manoeuvre, HeightChange):
            lowest_km = min(flight.lowest_km, manoeuvre.altitude_km)
            flight = replace(
                flight, lowest_km=lowest_km, highest_km=max(flight.highest_km, manoeuvre.altitude_km)
            )
        elif isinstance(manoeuvre, PlaneChange):
            reach_deg = max(flight.reach_deg, _reach_deg(manoeuvre.inclination_deg))
            flight = replace(flight, reach_deg=reach_deg)
    return replace(flight, longitude_deg=None) if body.manoeuvres else flight


def _flight_on(orbit: Orbit) -> Flight:
    """The bounds of one orbit."""
    if isinstance(orbit, GeoOrbit):
        height_km = GEO_RADIUS_KM - EARTH_RADIUS_KM
        reach_deg = _reach_deg(orbit.inclination_deg)
        slot = orbit.longitude_deg if reach_deg <= 15.0 else None
        return Flight(height_km, height_km, reach_deg, slot)
    if isinstance(orbit, CircularOrbit):
        return Flight(orbit.altitude_km, orbit.altitude_km, _reach_deg(orbit.inclination_deg))
    if isinstance(orbit, KeplerOrbit):
        return Flight(orbit.perigee_km, orbit.apogee_km, _reach_deg(orbit.inclination_deg))
    return _published(orbit)


def _published(orbit: TleOrbit | OmmOrbit) -> Flight:
    """The bounds of an orbit by published mean elements."""
    if isinstance(orbit, OmmOrbit):
        motion, eccentricity = orbit.mean_motion_rev_per_day, orbit.eccentricity
        inclination_deg = orbit.inclination_deg
    else:
        motion, eccentricity = float(orbit.line2[52:63]), float(f"0.{orbit.line2[26:33].strip()}")
        inclination_deg = float(orbit.line2[8:16])
    axis_km: float = (EARTH_MU_KM3_S2 / (motion * 2.0 * math.pi / 86_400.0) ** 2) ** (1.0 / 3.0)
    lowest_km = axis_km * (1.0 - eccentricity) - EARTH_RADIUS_KM
    highest_km = axis_km * (1.0 + eccentricity) - EARTH_RADIUS_KM
    return Flight(lowest_km, highest_km, _reach_deg(inclination_deg))


def _reach_deg(inclination_deg: float) -> float:
    """The highest latitude that an inclination passes."""
    return min(inclination_deg, 180.0 - inclination_deg)
