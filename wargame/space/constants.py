"""Physical constants: value, unit, source.

SGP4 keeps its own WGS-72 constants (inside the ``sgp4`` package), because two-line elements are
fitted with them; everything else in this project uses the values below.
"""

from typing import Final

# Earth: figure (NIMA TR8350.2, 3rd edition, "WGS 84").
EARTH_EQUATORIAL_RADIUS_KM: Final = 6378.137  # km, WGS-84 semi-major axis
EARTH_FLATTENING: Final = 1.0 / 298.257223563  # 1, WGS-84
EARTH_ECCENTRICITY_SQUARED: Final = EARTH_FLATTENING * (2.0 - EARTH_FLATTENING)  # 1, derived
EARTH_POLAR_RADIUS_KM: Final = EARTH_EQUATORIAL_RADIUS_KM * (1.0 - EARTH_FLATTENING)  # km, derived
EARTH_MEAN_RADIUS_KM: Final = 6371.0088  # km, (2a+b)/3, Moritz 2000 (GRS 80); great-circle ground ranges

# Earth: gravity (EGM96, Lemoine et al. 1998, NASA/TP-1998-206861).
EARTH_MU_KM3_S2: Final = 398600.4415  # km^3/s^2
EARTH_J2: Final = 1.082626684e-3  # 1, unnormalised second zonal harmonic

# Earth: rotation and time.
SECONDS_PER_DAY: Final = 86400.0  # s
SIDEREAL_DAY_S: Final = 86164.0905  # s, mean sidereal day (Aoki et al. 1982)
EARTH_ROTATION_RAD_S: Final = 7.292115146706979e-5  # rad/s, GMST rate (Vallado 2013, p. 222)
TROPICAL_YEAR_DAYS: Final = 365.242190402  # d (Astronomical Almanac 2000)
JULIAN_DATE_J2000: Final = 2451545.0  # d
DAYS_PER_JULIAN_CENTURY: Final = 36525.0  # d

# Radio.
SPEED_OF_LIGHT_KM_S: Final = 299792.458  # km/s, exact (SI)
BOLTZMANN_J_K: Final = 1.380649e-23  # J/K, exact (SI 2019)
BOLTZMANN_DBW_HZ_K: Final = -228.599167  # dBW/(Hz K), 10 log10 of the line above
RADIO_EARTH_FACTOR: Final = 4.0 / 3.0  # 1, standard refraction (ITU-R P.453)

# Sun.
ASTRONOMICAL_UNIT_KM: Final = 149597870.7  # km, exact (IAU 2012 B2)
