"""Instants: ISO UTC text, two-part Julian dates and Greenwich sidereal time.

UTC is used as UT1. They differ by less than 0.9 s by definition (0.1 s or less since 2017), which
turns the Earth by at most 0.004 degrees, below every tolerance of the game.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.constants import DAYS_PER_JULIAN_CENTURY, JULIAN_DATE_J2000, SECONDS_PER_DAY

_JULIAN_DATE_OF_ORDINAL_ZERO = 1721424.5


@dataclass(frozen=True, slots=True)
class Epoch:
    """An instant as a two-part Julian date (UTC), exact to a few nanoseconds.

    Attributes:
        jd_whole: Julian date of the preceding midnight, days (ends in .5).
        jd_fraction: fraction of the day since then.
    """

    jd_whole: float
    jd_fraction: float

    @classmethod
    def from_utc(cls, text: str) -> "Epoch":
        """Return the instant named by an ISO 8601 text in UTC, such as ``2026-03-01T00:00:00Z``.

        Raises:
            ValueError: the text is not a date and time, or does not say that it is UTC.
        """
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            message = f"{text!r} is not an ISO 8601 instant; write it like 2026-03-01T00:00:00Z"
            raise ValueError(message) from error
        if moment.utcoffset() != timedelta(0):
            message = f"{text!r} is not marked as UTC; end it with Z, like 2026-03-01T00:00:00Z"
            raise ValueError(message)
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond * 1e-6
        return cls(moment.toordinal() + _JULIAN_DATE_OF_ORDINAL_ZERO, seconds / SECONDS_PER_DAY)

    @property
    def jd(self) -> float:
        """The Julian date in one number, good to 40 microseconds."""
        return self.jd_whole + self.jd_fraction

    def shifted(self, seconds: float) -> "Epoch":
        """Return the instant ``seconds`` later, still split at midnight."""
        fraction = self.jd_fraction + seconds / SECONDS_PER_DAY
        days = math.floor(fraction)
        return Epoch(self.jd_whole + days, fraction - days)

    def utc_text(self, time_s: float = 0.0) -> str:
        """Return ``2026-03-01T00:00:00Z`` for the instant ``time_s`` seconds later, to the second."""
        days = round(self.jd_whole - _JULIAN_DATE_OF_ORDINAL_ZERO)
        midnight = datetime.fromordinal(days).replace(tzinfo=UTC)
        moment = midnight + timedelta(seconds=round(self.jd_fraction * SECONDS_PER_DAY + time_s))
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def utc_text_us(self) -> str:
        """Return ``2026-03-01T00:00:00.000000`` for the instant, to the microsecond, without a zone."""
        days = round(self.jd_whole - _JULIAN_DATE_OF_ORDINAL_ZERO)
        moment = datetime.fromordinal(days) + timedelta(
            microseconds=round(self.jd_fraction * SECONDS_PER_DAY * 1e6)
        )
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")


EpochLike = Epoch | str
"""An :class:`Epoch`, or its ISO UTC text."""


def as_epoch(epoch: EpochLike) -> Epoch:
    """Return the instant, parsed if it came as ISO UTC text."""
    return _parsed(epoch) if isinstance(epoch, str) else epoch


@lru_cache(maxsize=64)
def _parsed(text: str) -> Epoch:
    """Return the instant of an ISO UTC text, parsed once."""
    return Epoch.from_utc(text)


def seconds_between(earlier: EpochLike, later: EpochLike) -> float:
    """Return the seconds from ``earlier`` to ``later``; UTC days are taken as 86,400 s."""
    first, second = as_epoch(earlier), as_epoch(later)
    whole = second.jd_whole - first.jd_whole
    return (whole + (second.jd_fraction - first.jd_fraction)) * SECONDS_PER_DAY


def gmst_rad(jd_ut1: float, time_s: FloatArray | float = 0.0, jd_fraction: float = 0.0) -> FloatArray:
    """Return Greenwich mean sidereal time, radians in [0, 2 pi), shape of ``time_s``.

    Args:
        jd_ut1: Julian date, UT1 (UTC is good enough, see the module).
        time_s: seconds after that date, any shape.
        jd_fraction: second part of the Julian date, for full precision.

    Source: IAU 1982 (Aoki et al. 1982, Astron. Astrophys. 105, 359); Vallado 2013, eq. 3-47. The
    term of 876,600 hours a century is one turn a day, and is taken from the fraction of the day.
    """
    day_fraction = jd_fraction + np.asarray(time_s, dtype=np.float64) / SECONDS_PER_DAY
    days_whole = jd_ut1 - JULIAN_DATE_J2000
    centuries = (days_whole + day_fraction) / DAYS_PER_JULIAN_CENTURY
    seconds = 67310.54841 + centuries * (8640184.812866 + centuries * (0.093104 - 6.2e-6 * centuries))
    turns = seconds / SECONDS_PER_DAY + (days_whole - math.floor(days_whole)) + day_fraction
    angle: FloatArray = (turns - np.floor(turns)) * (2.0 * math.pi)
    return angle


def gmst_at(epoch: EpochLike, times_s: FloatArray | float) -> FloatArray:
    """Return Greenwich mean sidereal time, radians, at seconds since ``epoch``."""
    instant = as_epoch(epoch)
    return gmst_rad(instant.jd_whole, times_s, instant.jd_fraction)


def gmst_rate_rad_s(epoch: EpochLike) -> float:
    """Return how fast sidereal time runs at ``epoch``, rad/s: the derivative of :func:`gmst_rad`."""
    centuries = (as_epoch(epoch).jd - JULIAN_DATE_J2000) / DAYS_PER_JULIAN_CENTURY
    per_century = 8640184.812866 + centuries * (2.0 * 0.093104 - 3.0 * 6.2e-6 * centuries)
    turns_per_day = 1.0 + per_century / SECONDS_PER_DAY / DAYS_PER_JULIAN_CENTURY
    return turns_per_day * 2.0 * math.pi / SECONDS_PER_DAY
