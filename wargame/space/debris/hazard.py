"""How dangerous a cloud is: fragments a cubic kilometre in each shell of altitude, hits a square metre and year.

Kinetic gas: a fragment counts in a shell with the share of its time that it spends there; the flux on a satellite is
density times relative speed, ``F = n v``, and the chance of a hit ``P = 1 - exp(-F A t)``. Source: Kessler 1981
(Icarus 48, 39); Klinkrad 2006, Space Debris, chapter 4.
Leaves out: latitude (a shell's mean is given; a cloud is densest where its orbits turn back, at the latitude of their
inclination) and the first weeks, in which the cloud is still a ring.
"""

import math

import numpy as np

from wargame.space.arrays import BoolArray, FloatArray
from wargame.space.compiled import inner_kernel, kernel
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2
from wargame.space.debris.orbits import FragmentOrbits

SECONDS_PER_YEAR = 31_557_600.0  # s, Julian year

_CIRCLE = 1e-9  # eccentricities below count as this: the anomaly of a circle is not defined


def residence(orbits: FragmentOrbits, edges_km: FloatArray, counted: BoolArray | None = None) -> FloatArray:
    """Return the mean number of fragments in each shell, shape (n_shells,).

    Args:
        orbits: of the fragments; one that leaves the Earth counts nowhere.
        edges_km: altitudes between the shells, rising, shape (n_shells + 1,), km above the equatorial radius.
        counted: which fragments count, shape (n,); all if none is given.
    """
    chosen = orbits.bound if counted is None else orbits.bound & counted
    found = np.zeros(len(edges_km) - 1)
    radii_km = np.ascontiguousarray(edges_km, dtype=np.float64) + EARTH_EQUATORIAL_RADIUS_KM
    _add_residence(orbits.semi_major_axis_km, orbits.eccentricity, chosen, radii_km, found)
    return found


def shell_volumes_km3(edges_km: FloatArray) -> FloatArray:
    """Return the volume of each shell between altitudes above the equatorial radius, km^3."""
    radii_km = np.asarray(edges_km, dtype=np.float64) + EARTH_EQUATORIAL_RADIUS_KM
    volumes: FloatArray = 4.0 / 3.0 * math.pi * np.diff(radii_km**3)
    return volumes


def densities_per_km3(
    orbits: FragmentOrbits, edges_km: FloatArray, counted: BoolArray | None = None
) -> FloatArray:
    """Return the fragments a cubic kilometre in each shell (arguments as of ``residence``)."""
    return residence(orbits, edges_km, counted) / shell_volumes_km3(edges_km)


def relative_speed_km_s(altitude_km: float) -> float:
    """Return the mean speed of encounters between circular orbits at an altitude, km/s: 4/3 of the orbital speed.

    Mean over all angles between two equal speeds, as in a gas; 9.9 km/s at 850 km, where 10 is the usual figure. In the
    geostationary belt, where nearly all go the same way, it is an upper bound.
    """
    return 4.0 / 3.0 * math.sqrt(EARTH_MU_KM3_S2 / (EARTH_EQUATORIAL_RADIUS_KM + altitude_km))


def hits_per_m2_year(density_per_km3: float, speed_km_s: float) -> float:
    """Return the flux on a square metre in a year: density times relative speed."""
    return density_per_km3 * speed_km_s * 1e-6 * SECONDS_PER_YEAR  # 1e-9 from km^-3, 1e3 from km/s


def p_hit(hits_m2_year: float, area_m2: float, years: float) -> float:
    """Return the chance of at least one hit: ``1 - exp(-F A t)``."""
    return -math.expm1(-hits_m2_year * area_m2 * years)


@inner_kernel
def _share_below(radius_km: float, axis_km: float, eccentricity: float) -> float:
    """Return the share of its time that an orbit spends below a radius, by Kepler's equation."""
    cosine = min(max((1.0 - radius_km / axis_km) / eccentricity, -1.0), 1.0)
    anomaly = math.acos(cosine)
    return (anomaly - eccentricity * math.sin(anomaly)) / math.pi


@kernel
def _add_residence(
    axes_km: FloatArray,
    eccentricities: FloatArray,
    counted: BoolArray,
    radii_km: FloatArray,
    found: FloatArray,
) -> None:
    """Add each orbit's shares of time to the shells it passes."""
    last = radii_km.shape[0] - 1
    for row in range(axes_km.shape[0]):
        if not counted[row]:
            continue
        axis, eccentricity = axes_km[row], max(eccentricities[row], _CIRCLE)
        apogee = axis * (1.0 + eccentricity)
        shell = np.searchsorted(radii_km, axis * (1.0 - eccentricity), side="right") - 1
        shell = max(shell, 0)
        before = _share_below(radii_km[shell], axis, eccentricity)
        while shell < last and radii_km[shell] < apogee:
            after = _share_below(radii_km[shell + 1], axis, eccentricity)
            found[shell] += after - before
            before = after
            shell += 1
