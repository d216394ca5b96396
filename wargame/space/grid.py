"""Points spread evenly over a region or the globe, each standing for the same area."""

import math

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.constants import EARTH_MEAN_RADIUS_KM

_GOLDEN_ANGLE_DEG = 180.0 * (3.0 - math.sqrt(5.0))


def equal_area_points(
    south_deg: float, north_deg: float, west_deg: float, east_deg: float, spacing_km: float
) -> tuple[FloatArray, FloatArray]:
    """Return latitudes and longitudes (deg, -180 to 180) of points about ``spacing_km`` apart in a box.

    Rows of equal latitude share the box evenly; each row holds points in proportion to its length.
    Never empty: a box smaller than the spacing gets its centre.

    Args:
        south_deg: southern edge.
        north_deg: northern edge, not south of it.
        west_deg: western edge.
        east_deg: eastern edge; less than ``west_deg`` if the box crosses the date line.
        spacing_km: wanted distance of neighbours, km.
    """
    if not -90.0 <= south_deg <= north_deg <= 90.0 or spacing_km <= 0.0:
        found = f"south {south_deg}, north {north_deg}, spacing {spacing_km} km"
        message = f"a box needs -90 <= south <= north <= 90 and a positive spacing; found {found}"
        raise ValueError(message)
    width_deg = east_deg - west_deg
    if width_deg < 0.0:
        width_deg += 360.0
    km_per_deg = math.pi * EARTH_MEAN_RADIUS_KM / 180.0
    rows = max(1, round((north_deg - south_deg) * km_per_deg / spacing_km))
    height_deg = (north_deg - south_deg) / rows
    latitudes, longitudes = [], []
    for row in range(rows):
        latitude_deg = south_deg + (row + 0.5) * height_deg
        length_km = width_deg * km_per_deg * math.cos(math.radians(latitude_deg))
        columns = max(1, round(length_km / spacing_km))
        offsets_deg = (np.arange(columns) + 0.5) * width_deg / columns
        latitudes.append(np.full(columns, latitude_deg))
        longitudes.append(_wrapped_deg(west_deg + offsets_deg))
    return np.concatenate(latitudes), np.concatenate(longitudes)


def global_points(n_points: int) -> tuple[FloatArray, FloatArray]:
    """Return latitudes and longitudes (deg, -180 to 180) of ``n_points`` points of equal area.

    Geocentric latitudes are used as geodetic ones: the cells are equal to 0.7 %.
    Source: spherical Fibonacci lattice (Swinbank and Purser 2006, Q. J. R. Meteorol. Soc. 132, 1769).
    """
    index = np.arange(n_points, dtype=np.float64)
    latitudes_deg = np.degrees(np.arcsin(1.0 - (2.0 * index + 1.0) / n_points))
    return latitudes_deg, _wrapped_deg(index * _GOLDEN_ANGLE_DEG)


def _wrapped_deg(longitudes_deg: FloatArray) -> FloatArray:
    """Return longitudes between -180 (included) and 180 (not)."""
    turned = longitudes_deg % 360.0
    wrapped: FloatArray = np.where(turned >= 180.0, turned - 360.0, turned)
    return wrapped
