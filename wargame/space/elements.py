"""The kinds of orbit a satellite may have: nominal elements, and published mean elements (``element_sets``)."""

import math
from dataclasses import dataclass

from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM
from wargame.space.element_sets import OmmOrbit, TleOrbit
from wargame.space.j2 import mean_anomaly_rate_rad_s, mean_motion_rad_s, node_rate_rad_s, perigee_rate_rad_s


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


Orbit = KeplerOrbit | TleOrbit | OmmOrbit
"""Any orbit a scenario may name."""
