"""Closed forms of continuous coverage by polar planes of satellites ("streets of coverage").

Source: Adams and Rider 1987 (J. Astronaut. Sci. 35, 155) (O07).
"""

import math
from dataclasses import dataclass

from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM

_BISECTIONS = 60


@dataclass(frozen=True, slots=True)
class StreetsOfCoverage:
    """A star of polar planes that just covers the globe once, always; angles at the Earth's centre.

    Attributes:
        footprint_deg: half-angle that each satellite must see.
        half_street_deg: half-width of the band a whole plane covers without a gap.
        corotating_spacing_deg: node spacing of neighbouring planes that move the same way.
        counterrotating_spacing_deg: node spacing at the seam.
    """

    footprint_deg: float
    half_street_deg: float
    corotating_spacing_deg: float
    counterrotating_spacing_deg: float


def streets_of_coverage(planes: int, per_plane: int) -> StreetsOfCoverage:
    """Return the smallest footprint with which ``planes`` polar planes cover the globe.

    The streets must fill half a turn: (planes - 1) (footprint + half street) + 2 half street = 180.
    """
    spacing = math.pi / per_plane
    low, high = spacing, math.pi / 2.0
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        half = math.acos(math.cos(middle) / math.cos(spacing))
        enough = (planes - 1) * (middle + half) + 2.0 * half >= math.pi
        low, high = (low, middle) if enough else (middle, high)
    half = math.acos(math.cos(high) / math.cos(spacing))
    return StreetsOfCoverage(
        math.degrees(high), math.degrees(half), math.degrees(high + half), math.degrees(2.0 * half)
    )


def edge_elevation_deg(altitude_km: float, footprint_deg: float) -> float:
    """Return the elevation of a satellite seen from the edge of its footprint, degrees."""
    share = EARTH_EQUATORIAL_RADIUS_KM / (EARTH_EQUATORIAL_RADIUS_KM + altitude_km)
    footprint = math.radians(footprint_deg)
    return math.degrees(math.atan2(math.cos(footprint) - share, math.sin(footprint)))
