"""When fragments come down: drag of a static atmosphere, at a pace fitted to one observed cloud.

One factor on the density stands for all that is left out. It is chosen so that as many fragments of Fengyun-1C are
still up after 18.1 years as were observed (O09: 54 % of 3,527): with a factor of 2, 53 % of those above 10 cm and 55 %
of those above 5 cm, between which the catalogue lies. Without it the share would be 65 %. Elsewhere the same factor
gives, against catalogue counts (CelesTrak debris groups, February 2025): Cosmos 2251 after 16 years 39 % (observed
37 %), Cosmos 1408 after 3.25 years 1.4 % (0.6 %), Iridium 33 after 16 years 39 % (18 %).

It is a mean over one and a half solar cycles, and no better in between: of Fengyun-1C it has 57 % up in 2021 (observed
76 %, after a quiet Sun), and 74 % after 3.7 years, when 97 % of the catalogued pieces were (what falls at once is never
catalogued). Read shares as good to 20 points, 25 in the first years.

Source: Vallado 2013, table 8-4; King-Hele 1987, chapters 3 and 4 (rates; the factor for an atmosphere that turns with
the Earth). Leaves out: the solar cycle (density at 500 to 900 km swings by a factor of 10), sunlight pressure (which
moves the perigees of light fragments by tens of kilometres), Sun and Moon.
"""

from functools import cache

import numpy as np

from wargame.space.arrays import BoolArray, FloatArray
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2, EARTH_ROTATION_RAD_S
from wargame.space.debris.decay_kernels import (
    PERIGEE_CELLS,
    REENTRY_KM,
    RISE_CELLS,
    fill_exposures_to_reentry,
    fill_lifetimes,
    fill_orbits_after,
)
from wargame.space.debris.orbits import FragmentOrbits

DRAG_COEFFICIENT = (
    2.2  # 1, the usual figure for plates and compact bodies alike (Vallado 2013, section 8.6.2)
)
DENSITY_FACTOR = 2.0  # 1, fitted to Fengyun-1C (O09); see the module's page


def exposures_per_year(orbits: FragmentOrbits, area_to_mass_m2_kg: FloatArray) -> FloatArray:
    """Return each fragment's exposure in a year, shape (n,), m^2/kg: the pace of its decay.

    Ballistic coefficient times the density factor times King-Hele's factor ``(1 - r w cos i / v)^2`` at perigee for
    an atmosphere that turns with the Earth.

    Args:
        orbits: of the fragments.
        area_to_mass_m2_kg: shape (n,).
    """
    perigee_km = orbits.perigee_altitude_km + EARTH_EQUATORIAL_RADIUS_KM
    speed_km_s = np.sqrt(EARTH_MU_KM3_S2 * (1.0 + orbits.eccentricity) / np.maximum(perigee_km, 1.0))
    turning = 1.0 - perigee_km * EARTH_ROTATION_RAD_S * orbits.cosine_inclination / speed_km_s
    exposures: FloatArray = DENSITY_FACTOR * DRAG_COEFFICIENT * area_to_mass_m2_kg * turning**2
    return exposures


def lifetimes_years(orbits: FragmentOrbits, area_to_mass_m2_kg: FloatArray) -> FloatArray:
    """Return how long each fragment stays up, shape (n,), years: 0 where it falls at once or leaves the Earth.

    Read from a table of the paths, within 3 % of following each.

    Args:
        orbits: of the fragments.
        area_to_mass_m2_kg: shape (n,).
    """
    found = np.empty(len(area_to_mass_m2_kg))
    fill_exposures_to_reentry(_lifetimes(), orbits.perigee_altitude_km, orbits.apogee_altitude_km, found)
    found /= exposures_per_year(orbits, area_to_mass_m2_kg)
    found[~orbits.bound] = 0.0
    return found


def up_after(orbits: FragmentOrbits, area_to_mass_m2_kg: FloatArray, years: float) -> BoolArray:
    """Return which fragments are still in orbit after some years, shape (n,)."""
    up: BoolArray = lifetimes_years(orbits, area_to_mass_m2_kg) > years
    return up


def orbits_after(orbits: FragmentOrbits, area_to_mass_m2_kg: FloatArray, years: float) -> FragmentOrbits:
    """Return the orbits of the fragments after some years, each path followed; perigee at 100 km once down.

    Args:
        orbits: of the fragments.
        area_to_mass_m2_kg: shape (n,).
        years: time since the break-up.
    """
    ends_km = np.empty((2, len(area_to_mass_m2_kg)))
    exposures = years * exposures_per_year(orbits, area_to_mass_m2_kg)
    fill_orbits_after(orbits.perigee_altitude_km, orbits.apogee_altitude_km, exposures, ends_km)
    still = ~orbits.bound
    axis_km = EARTH_EQUATORIAL_RADIUS_KM + 0.5 * (ends_km[0] + ends_km[1])
    with np.errstate(invalid="ignore"):  # an orbit that is not bound has no apogee; it keeps what it had
        eccentricity = 0.5 * (ends_km[1] - ends_km[0]) / axis_km
    return FragmentOrbits(
        np.where(still, orbits.semi_major_axis_km, axis_km),
        np.where(still, orbits.eccentricity, eccentricity),
        orbits.cosine_inclination,
    )


def in_orbit(orbits: FragmentOrbits) -> BoolArray:
    """Return which fragments are in orbit: bound, with a perigee above re-entry, shape (n,)."""
    up: BoolArray = orbits.bound & (orbits.perigee_altitude_km > REENTRY_KM)
    return up


@cache
def _lifetimes() -> FloatArray:
    """The table of lifetimes, filled once a process (25 ms)."""
    logs = np.empty((PERIGEE_CELLS + 1, RISE_CELLS + 1))
    fill_lifetimes(logs)
    return logs
