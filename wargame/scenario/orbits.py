"""Where satellites fly: the kinds of orbit that a scenario may name."""

import math
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from wargame.scenario.base import LongitudeDeg, Model

Degrees = Annotated[float, Field(ge=-360.0, le=360.0)]
Inclination = Annotated[float, Field(ge=0.0, le=180.0)]

_MU_KM3_S2 = 398600.8  # WGS-72, to which element sets are fitted (Hoots and Roehrich 1980)
_RADIUS_KM = 6378.135  # WGS-72


class GeoOrbit(Model):
    """A geosynchronous slot: a mean longitude, with the inclination that old satellites drift into."""

    type: Literal["geo"]
    """Discriminator."""
    longitude_deg: LongitudeDeg
    """Mean longitude, east positive."""
    inclination_deg: Inclination = 0.0
    """Inclination; a figure of eight of this half-height over the slot."""
    argument_of_latitude_deg: Degrees = 0.0
    """Place on the figure of eight at the epoch: 0 is the northbound equator crossing."""


class CircularOrbit(Model):
    """A circular orbit by altitude; Kepler motion with secular J2."""

    type: Literal["circular"]
    """Discriminator."""
    altitude_km: float = Field(ge=120.0, le=100_000.0)
    """Height above the equatorial radius (6,378.137 km)."""
    inclination_deg: Inclination
    """Inclination."""
    raan_deg: Degrees
    """Right ascension of the ascending node at the epoch."""
    argument_of_latitude_deg: Degrees = 0.0
    """Angle from the ascending node at the epoch."""


class KeplerOrbit(Model):
    """An elliptical orbit by its mean elements at the epoch; Kepler motion with secular J2."""

    type: Literal["kepler"]
    """Discriminator."""
    perigee_km: float = Field(ge=120.0, le=100_000.0)
    """Perigee height above the equatorial radius."""
    apogee_km: float = Field(ge=120.0, le=500_000.0)
    """Apogee height above the equatorial radius."""
    inclination_deg: Inclination
    """Inclination."""
    raan_deg: Degrees
    """Right ascension of the ascending node at the epoch."""
    argument_of_perigee_deg: Degrees
    """Argument of perigee at the epoch."""
    mean_anomaly_deg: Degrees
    """Mean anomaly at the epoch."""

    @model_validator(mode="after")
    def _apogee_is_above_perigee(self) -> "KeplerOrbit":
        if self.apogee_km < self.perigee_km:
            raise ValueError(f"apogee_km {self.apogee_km:g} lies below perigee_km {self.perigee_km:g}")
        return self


_CENTURY = 57
"""Two-digit years below this are of this century. Source: Vallado and others, "Revisiting Spacetrack Report #3", AIAA
2006-6753."""
_NUMBER = re.compile(r"[0-9]+\.[0-9]*")
_FIRST_LINE = (("epoch", slice(18, 32), re.compile(r"[0-9]{2}[ 0-9]{3}\.[0-9]+")),)
_SECOND_LINE = (
    ("inclination", slice(8, 16), _NUMBER),
    ("right ascension of the node", slice(17, 25), _NUMBER),
    ("eccentricity", slice(26, 33), re.compile(r"[0-9]+")),
    ("argument of perigee", slice(34, 42), _NUMBER),
    ("mean anomaly", slice(43, 51), _NUMBER),
    ("mean motion", slice(52, 63), _NUMBER),
)
"""What must be a number in the lines, and where: by the columns of the format, the first being 0 (the same report)."""

TleLine = Annotated[str, StringConstraints(min_length=69, max_length=69)]


class TleOrbit(Model):
    """A two-line element set, propagated with SGP4."""

    type: Literal["tle"]
    """Discriminator."""
    line1: TleLine
    """First line, 69 characters."""
    line2: TleLine
    """Second line, 69 characters."""

    @model_validator(mode="after")
    def _lines_belong_together(self) -> "TleOrbit":
        for number, line in (("1", self.line1), ("2", self.line2)):
            if not line.startswith(f"{number} "):
                raise ValueError(f"line{number} begins with '{line[:2]}'; it must begin with '{number} '")
            total = sum(1 if mark == "-" else int(mark) for mark in line[:68] if mark in "-0123456789") % 10
            if line[68] != str(total):
                raise ValueError(
                    f"line{number} ends in the check digit '{line[68]}', but its characters give {total}; "
                    "a character has changed, copy the line again"
                )
        for number, line, fields in (("1", self.line1, _FIRST_LINE), ("2", self.line2, _SECOND_LINE)):
            for what, place, form in fields:
                if not form.fullmatch(line[place].strip()):
                    raise ValueError(
                        f"line{number} has '{line[place].strip()}' where the {what} stands (characters "
                        f"{place.start + 1} to {place.stop}); it must be a number there, copy the line again"
                    )
        if self.line1[2:7] != self.line2[2:7]:
            raise ValueError(
                f"line1 is of object '{self.line1[2:7].strip()}', line2 of '{self.line2[2:7].strip()}'; "
                "they must be of the same one"
            )
        return self

    @property
    def epoch_utc(self) -> datetime:
        """Instant of the elements, in UTC: a year of two digits and a day of it."""
        year, day = int(self.line1[18:20]), float(self.line1[20:32])
        start = datetime(year + (2000 if year < _CENTURY else 1900), 1, 1, tzinfo=UTC)
        return start + timedelta(days=day - 1.0)


def _in_utc(instant: datetime) -> datetime:
    """The instant in UTC; without a zone it is in UTC already, as in the messages of catalogues."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


class OmmOrbit(Model):
    """An orbit mean-elements message (CCSDS 502.0-B), propagated with SGP4.

    Two-line elements have room for five digits of catalogue number, and those have run out: newer objects are
    published in this form only. The fields are those of the message.
    """

    type: Literal["omm"]
    """Discriminator."""
    epoch_utc: Annotated[datetime, AfterValidator(_in_utc)]
    """Instant of the elements (EPOCH), in UTC; without a zone it counts as UTC, as in the messages of catalogues."""
    mean_motion_rev_per_day: float = Field(gt=0.0, le=18.0)
    """Kozai's mean motion (MEAN_MOTION), revolutions per day."""
    eccentricity: float = Field(ge=0.0, lt=1.0)
    """Eccentricity (ECCENTRICITY)."""
    inclination_deg: Inclination
    """Inclination (INCLINATION)."""
    raan_deg: Degrees
    """Right ascension of the ascending node (RA_OF_ASC_NODE)."""
    argument_of_perigee_deg: Degrees
    """Argument of perigee (ARG_OF_PERICENTER)."""
    mean_anomaly_deg: Degrees
    """Mean anomaly (MEAN_ANOMALY)."""
    bstar_per_earth_radius: float = Field(ge=-1.0, le=1.0)
    """Drag term of SGP4 (BSTAR), one over Earth radii."""
    mean_motion_dot_rev_per_day2: float = 0.0
    """Rate of the mean motion as catalogues publish it (MEAN_MOTION_DOT); SGP4 does not use it."""
    mean_motion_ddot_rev_per_day3: float = 0.0
    """Rate of that rate as catalogues publish it (MEAN_MOTION_DDOT); SGP4 does not use it."""
    catalogue_number: int | None = Field(None, ge=1, le=999_999_999)
    """Number in the public catalogue (NORAD_CAT_ID), up to nine digits; satellites are known by their ids."""

    @model_validator(mode="after")
    def _perigee_is_above_the_ground(self) -> "OmmOrbit":
        motion_rad_s = self.mean_motion_rev_per_day * 2.0 * math.pi / 86400.0
        axis_km = math.cbrt(_MU_KM3_S2 / motion_rad_s**2)
        perigee_km = axis_km * (1.0 - self.eccentricity) - _RADIUS_KM
        if perigee_km < 0.0:
            raise ValueError(
                f"mean_motion_rev_per_day {self.mean_motion_rev_per_day:g} and eccentricity "
                f"{self.eccentricity:g} put the perigee at {perigee_km:.0f} km; it must be above the ground"
            )
        return self


Orbit = Annotated[
    GeoOrbit | CircularOrbit | KeplerOrbit | TleOrbit | OmmOrbit,
    Field(discriminator="type"),
]
