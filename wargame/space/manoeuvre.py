"""What burns, launches and removals do to an orbit (``delta_v`` has their cost). Source: Vallado 2013, chapter 6."""

import math
from dataclasses import dataclass, replace

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.constants import EARTH_MU_KM3_S2
from wargame.space.constellations import orbit_from_state
from wargame.space.elements import Arcs, KeplerOrbit, NotInOrbitError, Orbit, SingleOrbit
from wargame.space.propagation import states_teme
from wargame.space.time import EpochLike, as_epoch


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
