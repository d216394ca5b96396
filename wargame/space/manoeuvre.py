"""What changing an orbit costs, velocity and time, and what it does. Source: Vallado 2013, chapter 6 (O14)."""

import math
from dataclasses import dataclass, replace

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2, SIDEREAL_DAY_S
from wargame.space.constellations import orbit_from_state
from wargame.space.elements import Arcs, KeplerOrbit, NotInOrbitError, Orbit, SingleOrbit
from wargame.space.j2 import period_s
from wargame.space.propagation import states_teme
from wargame.space.time import EpochLike, as_epoch

GEO_SEMI_MAJOR_AXIS_KM = 42164.17  # km, from the sidereal day by Kepler's third law
GEO_SPEED_KM_S = math.sqrt(EARTH_MU_KM3_S2 / GEO_SEMI_MAJOR_AXIS_KM)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A manoeuvre's cost.

    Attributes:
        first_burn_km_s: velocity change at the start, km/s.
        second_burn_km_s: velocity change at the end, km/s.
        duration_s: time between the burns, s.
    """

    first_burn_km_s: float
    second_burn_km_s: float
    duration_s: float

    @property
    def total_km_s(self) -> float:
        """Velocity change in all, km/s."""
        return self.first_burn_km_s + self.second_burn_km_s


def hohmann_transfer(altitude1_km: float, altitude2_km: float) -> Transfer:
    """Return the cheapest two-burn transfer between circular coplanar orbits.

    Source: Vallado 2013, algorithm 36.
    """
    radius1_km, radius2_km = (
        EARTH_EQUATORIAL_RADIUS_KM + altitude1_km,
        EARTH_EQUATORIAL_RADIUS_KM + altitude2_km,
    )
    axis_km = 0.5 * (radius1_km + radius2_km)
    circular1, circular2 = math.sqrt(EARTH_MU_KM3_S2 / radius1_km), math.sqrt(EARTH_MU_KM3_S2 / radius2_km)
    leaving = math.sqrt(EARTH_MU_KM3_S2 * (2.0 / radius1_km - 1.0 / axis_km))
    arriving = math.sqrt(EARTH_MU_KM3_S2 * (2.0 / radius2_km - 1.0 / axis_km))
    return Transfer(abs(leaving - circular1), abs(circular2 - arriving), 0.5 * period_s(axis_km))


def plane_change_km_s(speed_km_s: float, angle_deg: float) -> float:
    """Return the velocity change that turns a circular orbit's plane, km/s: 2 v sin(angle / 2)."""
    return 2.0 * speed_km_s * math.sin(math.radians(abs(angle_deg)) / 2.0)


def geo_relocation_km_s(drift_deg_day: float) -> float:
    """Return the velocity change to start and stop a drift along the geostationary belt, km/s.

    Two burns each way by Hohmann; to first order 2.84 m/s for each degree a day at each end.
    Source: Soop 1994 (Handbook of Geostationary Orbits), section 4: drift = -3 dv / v turns a turn.
    """
    drift_share = abs(drift_deg_day) / 360.0 * SIDEREAL_DAY_S / 86400.0
    return 2.0 * GEO_SPEED_KM_S * drift_share / 3.0


@dataclass(frozen=True, slots=True)
class Burn:
    """A change of velocity at one instant.

    Attributes:
        time_s: when, s since the epoch.
        radial_km_s: away from the Earth's centre, km/s.
        along_km_s: in the orbit plane, at right angles to that, forwards, km/s.
        across_km_s: along the orbit's pole, km/s.
    """

    time_s: float
    radial_km_s: float = 0.0
    along_km_s: float = 0.0
    across_km_s: float = 0.0


def launched(orbit: SingleOrbit, time_s: float) -> Arcs:
    """Return an orbit that a satellite is on from a time, s since the epoch; it is nowhere before."""
    return Arcs(((time_s, orbit),))


def removed(orbit: Orbit, time_s: float) -> Arcs:
    """Return an orbit that a satellite leaves for good at a time, s since the epoch."""
    return Arcs((*_pieces_until(orbit, time_s), (time_s, None)))


def burned(orbit: Orbit, epoch: EpochLike, burn: Burn) -> Arcs:
    """Return the orbit of a satellite that burns once, replacing whatever it would have done afterwards.

    The position is continuous. The orbit afterwards is nominal elements through the state after the burn. The speed
    before it is taken so that without a burn the period would stay as it was: SGP4's true speed swings by some metres
    a second within a revolution, and taken as a mean it would put the period wrong by seconds.

    Args:
        orbit: what it flies until then.
        epoch: the instant of time zero.
        burn: when and how much.

    Raises:
        NotInOrbitError: the satellite is not in orbit at the time of the burn.
        ValueError: the burn takes it into the ground, or away from the Earth.

    Leaves out: the duration of the burn.
    Source: Vallado 2013, section 6.2 (impulses) and algorithm 9 (elements from a state).
    """
    before = orbit.at(burn.time_s) if isinstance(orbit, Arcs) else orbit
    if before is None:
        raise NotInOrbitError(
            f"a satellite cannot burn {burn.time_s:g} s after the epoch: it is not in orbit then"
        )
    position_km, velocity_km_s = _mean_state(before, epoch, burn.time_s)
    radial = position_km / np.linalg.norm(position_km)
    pole = np.cross(position_km, velocity_km_s)
    pole /= np.linalg.norm(pole)
    along = np.cross(pole, radial)
    change_km_s = burn.radial_km_s * radial + burn.along_km_s * along + burn.across_km_s * pole
    secular = before.secular_j2 if isinstance(before, KeplerOrbit) else True
    after = orbit_from_state(position_km, velocity_km_s + change_km_s, secular_j2=secular)
    return Arcs((*_pieces_until(orbit, burn.time_s), (burn.time_s, after.at(-burn.time_s))))


def _pieces_until(orbit: Orbit, time_s: float) -> tuple[tuple[float, SingleOrbit | None], ...]:
    """Return the pieces of an orbit that begin before a time."""
    pieces = orbit.pieces if isinstance(orbit, Arcs) else ((-math.inf, orbit),)
    return tuple(piece for piece in pieces if piece[0] < time_s)


def _mean_state(orbit: SingleOrbit, epoch: EpochLike, time_s: float) -> tuple[FloatArray, FloatArray]:
    """Return position (km) and velocity (km/s), TEME, with the speed that belongs to the mean semi-major axis."""
    if isinstance(orbit, KeplerOrbit):
        held = replace(orbit.at(time_s), secular_j2=False)
        positions_km, velocities_km_s = states_teme([held], epoch, np.zeros(1))
        return positions_km[0, 0], velocities_km_s[0, 0]
    instant = as_epoch(epoch)
    positions_km, velocities_km_s = states_teme([orbit], instant, np.array([time_s]))
    position_km, velocity_km_s = positions_km[0, 0], velocities_km_s[0, 0]
    axis_km = orbit.mean_axis_km(instant.shifted(time_s))
    speed_km_s = math.sqrt(EARTH_MU_KM3_S2 * (2.0 / float(np.linalg.norm(position_km)) - 1.0 / axis_km))
    return position_km, velocity_km_s * (speed_km_s / float(np.linalg.norm(velocity_km_s)))
