"""The face that the physics shows to the rules: public facts about orbits, the same for every actor."""

from collections.abc import Sequence
from typing import Protocol

from wargame.space.arrays import FloatArray
from wargame.space.elements import KeplerOrbit


class Interval(Protocol):
    """A stretch of time in whole seconds since the epoch."""

    @property
    def start_s(self) -> int:
        """First second."""

    @property
    def end_s(self) -> int:
        """Last second."""


class Skies(Protocol):
    """Where satellites are, as seen from places on the ground."""

    def in_orbit_from(self, satellite_id: str, time_s: int) -> int | None:
        """First second from `time_s` on at which a satellite is in orbit; None if never again."""

    def mean_orbit(self, satellite_id: str, time_s: int) -> tuple[KeplerOrbit, float] | None:
        """Mean elements of a satellite's orbit at a time, and until when it flies it; None if it is not in orbit."""

    def position_ecef_km(self, satellite_id: str, time_s: int) -> FloatArray:
        """Where a satellite is, turning with the Earth, km."""

    def elevation_deg(self, satellite_id: str, site_id: str, time_s: int) -> float:
        """Elevation of a satellite above a site's horizon."""

    def altitude_km(self, satellite_id: str, time_s: int) -> float:
        """Height of a satellite above the ellipsoid."""

    def range_km(self, satellite_id: str, site_id: str, time_s: int) -> float:
        """Slant range from a site to a satellite."""

    def reach_windows(
        self,
        satellite_id: str,
        latitude_deg: float,
        longitude_deg: float,
        max_ground_range_km: float,
        max_altitude_km: float,
        start_s: int,
        end_s: int,
    ) -> Sequence[Interval]:
        """Intervals in which a satellite is within a ground range of a place and below a ceiling."""
