"""Places on the ground: sites with a horizon mask, and grid points where a service is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.frames import geodetic_to_ecef_km, up_vectors


@dataclass(frozen=True, slots=True)
class SitePosition:
    """A ground site: identity, WGS-84 position and the lowest elevation it can work at.

    Attributes:
        id: the asset's identity in the scenario.
        latitude_deg: geodetic latitude, north positive.
        longitude_deg: longitude, east positive, -180 to 360.
        altitude_m: height above the ellipsoid, m.
        mask_deg: elevation mask, degrees.
    """

    id: str
    latitude_deg: float
    longitude_deg: float
    altitude_m: float = 0.0
    mask_deg: float = 5.0

    def __post_init__(self) -> None:
        """Refuse a position or a mask off the scale."""
        _check_position(self.id, self.latitude_deg, self.longitude_deg)
        if not -90.0 < self.mask_deg < 90.0:
            message = f"site {self.id!r} has mask_deg {self.mask_deg}; it must lie between -90 and 90"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class GridPoint:
    """A point on the ellipsoid where users are."""

    id: str
    latitude_deg: float
    longitude_deg: float

    def __post_init__(self) -> None:
        """Refuse a position off the scale."""
        _check_position(self.id, self.latitude_deg, self.longitude_deg)


def _check_position(place_id: str, latitude_deg: float, longitude_deg: float) -> None:
    """Raise if a latitude or longitude is off the scale."""
    if not -90.0 <= latitude_deg <= 90.0:
        message = f"{place_id!r} has latitude_deg {latitude_deg}; it must lie between -90 and 90"
        raise ValueError(message)
    if not -180.0 <= longitude_deg <= 360.0:
        message = f"{place_id!r} has longitude_deg {longitude_deg}; it must lie between -180 and 360"
        raise ValueError(message)


def site_vectors(sites: Sequence[SitePosition]) -> tuple[FloatArray, FloatArray]:
    """Return positions (km) and local verticals of sites, each shape (n_sites, 3), ECEF."""
    latitudes = np.array([site.latitude_deg for site in sites], dtype=np.float64)
    longitudes = np.array([site.longitude_deg for site in sites], dtype=np.float64)
    altitudes_km = np.array([site.altitude_m for site in sites], dtype=np.float64) / 1000.0
    return geodetic_to_ecef_km(latitudes, longitudes, altitudes_km), up_vectors(latitudes, longitudes)


def point_vectors(points: Sequence[GridPoint]) -> tuple[FloatArray, FloatArray]:
    """Return positions (km) and local verticals of grid points, each shape (n_points, 3), ECEF."""
    return site_vectors([SitePosition(p.id, p.latitude_deg, p.longitude_deg) for p in points])
