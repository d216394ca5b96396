"""The kinds of orbit a satellite may have: nominal elements, and published mean elements (``element_sets``)."""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

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

    def at(self, time_s: float) -> "KeplerOrbit":
        """Return the same motion with its elements at a time, s, after that of these elements."""
        elements = self.linear_elements()
        node, perigee, anomaly = (
            math.degrees(elements[place] + elements[place + 1] * time_s) % 360.0 for place in (3, 5, 7)
        )
        return replace(self, raan_deg=node, arg_perigee_deg=perigee, mean_anomaly_deg=anomaly)

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


SingleOrbit = KeplerOrbit | TleOrbit | OmmOrbit
"""An orbit that holds for ever."""


class NotInOrbitError(ValueError):
    """A satellite is asked for at a time at which it is not in orbit; the message says which and when."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """One orbit after the other: a satellite that is launched, manoeuvres, or comes down.

    Attributes:
        pieces: (start, orbit) in time order, s since the scenario's epoch; each orbit holds until the next start, the
            last one for ever. None means that the satellite is not in orbit; nor is it before the first start, which
            is minus infinity for a satellite that was always there.
    """

    pieces: tuple[tuple[float, SingleOrbit | None], ...]

    def __post_init__(self) -> None:
        """Refuse pieces out of order and a satellite that never flies."""
        starts_s = [start_s for start_s, _ in self.pieces]
        if any(math.isnan(start_s) or start_s == math.inf for start_s in starts_s):
            message = f"arcs start at {starts_s} s; every start must be a time"
            raise ValueError(message)
        if any(later <= earlier for earlier, later in pairwise(starts_s)):
            message = f"arcs start at {starts_s} s; each must start after the one before"
            raise ValueError(message)
        if not any(orbit is not None for _, orbit in self.pieces):
            message = "arcs need an orbit in at least one piece; leave out a satellite that never flies"
            raise ValueError(message)

    def spans(self) -> list[tuple[float, float, SingleOrbit]]:
        """Return (begin, end, orbit) of every piece in orbit, s since the epoch, the end not included."""
        ends_s = [*(start_s for start_s, _ in self.pieces[1:]), math.inf]
        return [
            (start_s, end_s, orbit)
            for (start_s, orbit), end_s in zip(self.pieces, ends_s, strict=True)
            if orbit is not None
        ]

    def at(self, time_s: float) -> SingleOrbit | None:
        """Return the orbit at a time, s since the epoch, or None if the satellite is not in orbit then."""
        holding = (orbit for begin_s, end_s, orbit in self.spans() if begin_s <= time_s < end_s)
        return next(holding, None)

    @property
    def perigee_altitude_km(self) -> float:
        """The lowest perigee of all pieces above the equatorial radius, km."""
        return min(orbit.perigee_altitude_km for *_, orbit in self.spans())


Orbit = SingleOrbit | Arcs
"""Any orbit a scenario may name, and what its satellites do to them."""


def spans_of(orbit: Orbit) -> list[tuple[float, float, SingleOrbit]]:
    """Return (begin, end, orbit) of every time in orbit, s since the epoch; an orbit alone holds for ever."""
    return orbit.spans() if isinstance(orbit, Arcs) else [(-math.inf, math.inf, orbit)]
