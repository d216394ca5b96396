"""The two kinds of orbit a scenario may name: nominal elements, and published two-line elements."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from sgp4.api import SGP4_ERRORS, WGS72, Satrec, SatrecArray  # type: ignore[import-untyped]

from wargame.space.arrays import FloatArray
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2
from wargame.space.j2 import mean_anomaly_rate_rad_s, mean_motion_rad_s, node_rate_rad_s, perigee_rate_rad_s
from wargame.space.time import Epoch


class PropagationError(ValueError):
    """An orbit cannot be propagated to the time asked for; the message says which, when and why."""


@dataclass(frozen=True, slots=True)
class KeplerOrbit:
    """Mean elements at the scenario epoch, true equator and mean equinox of date (TEME).

    Attributes:
        semi_major_axis_km: mean semi-major axis, km.
        eccentricity: 0 (circular) up to but not including 1.
        inclination_deg: degrees.
        raan_deg: right ascension of the ascending node, degrees.
        arg_perigee_deg: argument of perigee, degrees.
        mean_anomaly_deg: mean anomaly, degrees.
        secular_j2: let the node, the perigee and the mean anomaly drift under J2 (two bodies if not).
    """

    semi_major_axis_km: float
    eccentricity: float
    inclination_deg: float
    raan_deg: float
    arg_perigee_deg: float
    mean_anomaly_deg: float
    secular_j2: bool = True

    def __post_init__(self) -> None:
        """Refuse an open orbit and one that passes through the Earth."""
        if not 0.0 <= self.eccentricity < 1.0:
            message = f"eccentricity is {self.eccentricity}; an orbit needs 0 <= eccentricity < 1"
            raise ValueError(message)
        if self.perigee_altitude_km < 0.0:
            message = (
                f"perigee is {self.perigee_altitude_km:.1f} km above the equator; it must be above the ground"
            )
            raise ValueError(message)

    @property
    def perigee_altitude_km(self) -> float:
        """Height of perigee above the equatorial radius, km."""
        return self.semi_major_axis_km * (1.0 - self.eccentricity) - EARTH_EQUATORIAL_RADIUS_KM

    @property
    def apogee_altitude_km(self) -> float:
        """Height of apogee above the equatorial radius, km."""
        return self.semi_major_axis_km * (1.0 + self.eccentricity) - EARTH_EQUATORIAL_RADIUS_KM

    @property
    def period_s(self) -> float:
        """Kepler's period, s."""
        return 2.0 * math.pi / mean_motion_rad_s(self.semi_major_axis_km)

    def linear_elements(self) -> tuple[float, ...]:
        """Return a, e, i, then node, perigee and anomaly each followed by its rate (km, rad, s)."""
        shape = (self.semi_major_axis_km, self.eccentricity, self.inclination_deg)
        node_rate = node_rate_rad_s(*shape) if self.secular_j2 else 0.0
        perigee_rate = perigee_rate_rad_s(*shape) if self.secular_j2 else 0.0
        anomaly_rate = mean_anomaly_rate_rad_s(*shape) if self.secular_j2 else mean_motion_rad_s(shape[0])
        return (
            self.semi_major_axis_km,
            self.eccentricity,
            math.radians(self.inclination_deg),
            math.radians(self.raan_deg),
            node_rate,
            math.radians(self.arg_perigee_deg),
            perigee_rate,
            math.radians(self.mean_anomaly_deg),
            anomaly_rate,
        )


@dataclass(frozen=True, slots=True)
class TleOrbit:
    """A published two-line element set, propagated by SGP4 with its WGS-72 constants.

    Source: Vallado, Crawford, Hujsak, Kelso 2006 (AIAA 2006-6753), by the ``sgp4`` package (O01).
    """

    line1: str
    line2: str

    def __post_init__(self) -> None:
        """Refuse lines that are not a pair of element lines for one object, or that SGP4 cannot start."""
        if not (self.line1.startswith("1 ") and self.line2.startswith("2 ")):
            message = (
                f"a two-line element set needs lines that start with '1 ' and '2 '; found {self.line1[:8]!r}"
            )
            raise ValueError(message)
        if self.line1[2:7] != self.line2[2:7]:
            message = (
                f"the two element lines name different objects: {self.line1[2:7]!r} and {self.line2[2:7]!r}"
            )
            raise ValueError(message)
        satellite_record(self)

    @property
    def catalogue_number(self) -> str:
        """The catalogue number as printed in the lines."""
        return self.line1[2:7].strip()

    @property
    def epoch(self) -> Epoch:
        """The instant of the elements."""
        record = satellite_record(self)
        return Epoch(float(record.jdsatepoch), float(record.jdsatepochF))

    @property
    def period_s(self) -> float:
        """The period of the mean motion, s."""
        return 120.0 * math.pi / float(satellite_record(self).no_kozai)

    @property
    def perigee_altitude_km(self) -> float:
        """Height of perigee above the equatorial radius by the mean elements, km."""
        axis_km = math.cbrt(EARTH_MU_KM3_S2 * (self.period_s / (2.0 * math.pi)) ** 2)
        return float(axis_km * (1.0 - satellite_record(self).ecco) - EARTH_EQUATORIAL_RADIUS_KM)


Orbit = KeplerOrbit | TleOrbit
"""Any orbit a scenario may name."""


@lru_cache(maxsize=4096)
def satellite_record(orbit: TleOrbit) -> Satrec:
    """Return SGP4's own record of a two-line element set, parsed once."""
    try:
        return Satrec.twoline2rv(orbit.line1, orbit.line2, WGS72)
    except ValueError as error:
        message = f"the element lines of object {orbit.catalogue_number} cannot be read: {error}"
        raise PropagationError(message) from error


def sgp4_states_teme(
    orbits: list[TleOrbit], epoch: Epoch, times_s: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return positions (km) and velocities (km/s) by SGP4, each shape (n_orbits, n_times, 3), TEME.

    Raises:
        PropagationError: SGP4 reports a fault for any object at any time asked for (a decayed orbit,
            for instance). Nothing is returned then: a wrong position must not look like a right one.
    """
    whole = np.full(times_s.shape, epoch.jd_whole)
    fraction = epoch.jd_fraction + times_s / 86400.0
    records = SatrecArray([satellite_record(orbit) for orbit in orbits])
    codes, positions_km, velocities_km_s = records.sgp4(whole, fraction)
    if codes.any():
        row, column = (int(index[0]) for index in np.nonzero(codes))
        code = int(codes[row, column])
        reason = SGP4_ERRORS.get(code, "unknown fault")
        name, when = orbits[row].catalogue_number, epoch.utc_text(float(times_s[column]))
        message = (
            f"object {name} cannot be propagated to {when}: SGP4 fault {code}, {reason}; "
            "use elements nearer to that date, or remove the object"
        )
        raise PropagationError(message)
    return positions_km, velocities_km_s
