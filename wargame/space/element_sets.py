"""Published mean elements, propagated by SGP4: two-line elements and orbit mean-elements messages."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from sgp4 import omm  # type: ignore[import-untyped]
from sgp4.api import SGP4_ERRORS, WGS72, Satrec, SatrecArray  # type: ignore[import-untyped]

from wargame.space.arrays import FloatArray
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2, SECONDS_PER_DAY
from wargame.space.time import Epoch


class PropagationError(ValueError):
    """An orbit cannot be propagated to the time asked for; the message says which, when and why."""


class PublishedElements:
    """What all published mean elements have: an instant of their own, a period and a shape."""

    __slots__ = ()

    @property
    def record(self) -> Satrec:
        """SGP4's own record of the elements, read once."""
        return satellite_record(self)

    @property
    def epoch(self) -> Epoch:
        """The instant of the elements."""
        return Epoch(float(self.record.jdsatepoch), float(self.record.jdsatepochF))

    @property
    def period_s(self) -> float:
        """The period of the mean motion, s."""
        return 120.0 * math.pi / float(self.record.no_kozai)

    @property
    def perigee_altitude_km(self) -> float:
        """Height of perigee above the equatorial radius by the mean elements, km."""
        axis_km = math.cbrt(EARTH_MU_KM3_S2 * (self.period_s / (2.0 * math.pi)) ** 2)
        return axis_km * (1.0 - float(self.record.ecco)) - EARTH_EQUATORIAL_RADIUS_KM

    def mean_axis_km(self, instant: Epoch) -> float:
        """Return Brouwer's mean semi-major axis at an instant, km, as SGP4 has it."""
        self.record.sgp4(instant.jd_whole, instant.jd_fraction)
        return float(self.record.am) * float(self.record.radiusearthkm)


@dataclass(frozen=True, slots=True)
class TleOrbit(PublishedElements):
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
    def eccentricity(self) -> float:
        """Eccentricity, 0 up to but not including 1."""
        return float(self.record.ecco)

    @property
    def label(self) -> str:
        """What messages call it."""
        return f"object {self.catalogue_number}"


@dataclass(frozen=True, slots=True)
class OmmOrbit(PublishedElements):
    """Mean elements of an orbit mean-elements message, propagated by SGP4 with its WGS-72 constants.

    Catalogue numbers have up to nine digits and are only for people: two-line elements have room for five,
    and SGP4's own record for little more.

    Attributes:
        epoch_utc: ISO UTC instant of the elements.
        mean_motion_rev_per_day: Kozai's mean motion, revolutions a day.
        eccentricity: 0 up to but not including 1.
        inclination_deg: degrees, true equator and mean equinox of date (TEME), as all angles here.
        raan_deg: right ascension of the ascending node, degrees.
        arg_perigee_deg: argument of perigee, degrees.
        mean_anomaly_deg: mean anomaly, degrees.
        bstar_per_earth_radius: drag term, one over Earth radii.
        catalogue_number: number in the public catalogue, if it has one.

    Leaves out: the derivatives of the mean motion, which SGP4 does not use.
    Source: CCSDS 502.0-B-3, section 4 (mean element theory SGP4, time system UTC, frame TEME).
    """

    epoch_utc: str
    mean_motion_rev_per_day: float
    eccentricity: float
    inclination_deg: float
    raan_deg: float
    arg_perigee_deg: float
    mean_anomaly_deg: float
    bstar_per_earth_radius: float = 0.0
    catalogue_number: int | None = None

    def __post_init__(self) -> None:
        """Refuse elements that are no orbit around the Earth, or that SGP4 cannot start."""
        Epoch.from_utc(self.epoch_utc)
        if not 0.0 <= self.eccentricity < 1.0:
            message = f"eccentricity is {self.eccentricity}; an orbit needs 0 <= eccentricity < 1"
            raise ValueError(message)
        if not 0.0 < self.mean_motion_rev_per_day < math.inf:
            message = f"mean motion is {self.mean_motion_rev_per_day} a day; it must be above 0"
            raise ValueError(message)
        satellite_record(self)

    @property
    def label(self) -> str:
        """What messages call it."""
        if self.catalogue_number is None:
            return f"the object with elements of {self.epoch_utc}"
        return f"object {self.catalogue_number}"


ElementSet = TleOrbit | OmmOrbit
"""Mean elements that only SGP4 may propagate."""


@lru_cache(maxsize=16384)
def satellite_record(orbit: ElementSet) -> Satrec:
    """Return SGP4's own record of a set of mean elements, read once.

    Raises:
        PropagationError: SGP4 cannot start from them.
    """
    if isinstance(orbit, OmmOrbit):
        record = _record_of_message(orbit)
    else:
        try:
            record = Satrec.twoline2rv(orbit.line1, orbit.line2, WGS72)
        except ValueError as error:
            message = f"the element lines of object {orbit.catalogue_number} cannot be read: {error}"
            raise PropagationError(message) from error
    return record


def _record_of_message(orbit: OmmOrbit) -> Satrec:
    """Return SGP4's record of a message, without its catalogue number: the record has no room for nine digits."""
    record = Satrec()
    instant = Epoch.from_utc(orbit.epoch_utc)
    omm.initialize(
        record,
        {
            "CLASSIFICATION_TYPE": "U",
            "OBJECT_ID": "",
            "EPHEMERIS_TYPE": "0",
            "ELEMENT_SET_NO": "0",
            "REV_AT_EPOCH": "0",
            "NORAD_CAT_ID": "0",
            "EPOCH": instant.utc_text_us(),
            "MEAN_MOTION": orbit.mean_motion_rev_per_day,
            "ECCENTRICITY": orbit.eccentricity,
            "INCLINATION": orbit.inclination_deg,
            "RA_OF_ASC_NODE": orbit.raan_deg,
            "ARG_OF_PERICENTER": orbit.arg_perigee_deg,
            "MEAN_ANOMALY": orbit.mean_anomaly_deg,
            "BSTAR": orbit.bstar_per_earth_radius,
            "MEAN_MOTION_DOT": 0.0,
            "MEAN_MOTION_DDOT": 0.0,
        },
    )
    if record.error:
        reason = SGP4_ERRORS.get(record.error, "unknown fault")
        message = f"SGP4 cannot start from the elements of {orbit.label}: fault {record.error}, {reason}"
        raise PropagationError(message)
    return record


def sgp4_states_teme(
    orbits: list[ElementSet], epoch: Epoch, times_s: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return positions (km) and velocities (km/s) by SGP4, each shape (n_orbits, n_times, 3), TEME.

    Raises:
        PropagationError: SGP4 reports a fault for any object at any time asked for (a decayed orbit,
            for instance). Nothing is returned then: a wrong position must not look like a right one.
    """
    whole = np.full(times_s.shape, epoch.jd_whole)
    fraction = epoch.jd_fraction + times_s / SECONDS_PER_DAY
    records = SatrecArray([satellite_record(orbit) for orbit in orbits])
    codes, positions_km, velocities_km_s = records.sgp4(whole, fraction)
    if codes.any():
        row, column = (int(index[0]) for index in np.nonzero(codes))
        code = int(codes[row, column])
        reason = SGP4_ERRORS.get(code, "unknown fault")
        name, when = orbits[row].label, epoch.utc_text(float(times_s[column]))
        message = (
            f"{name} cannot be propagated to {when}: SGP4 fault {code}, {reason}; "
            "use elements nearer to that date, or remove the object"
        )
        raise PropagationError(message)
    return positions_km, velocities_km_s
