"""Where fragments go: the orbits that follow from the parent's state and the ejection velocities.

Source: two-body orbit from a state, Vallado 2013, algorithm 9 (energy, eccentricity vector, angular momentum).
Leaves out: the drift of nodes and perigees, which spreads a cloud round the Earth in weeks to months.
"""

import math
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import BoolArray, FloatArray
from wargame.space.compiled import kernel
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, EARTH_MU_KM3_S2


@dataclass(frozen=True, slots=True)
class State:
    """Where a parent is and how fast, in an inertial frame of the equator (TEME here): km, km/s."""

    position_km: tuple[float, float, float]
    velocity_km_s: tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class FragmentOrbits:
    """Orbits of fragments just after the break-up.

    Attributes:
        semi_major_axis_km: shape (n,), km; negative where a fragment leaves the Earth.
        eccentricity: shape (n,); 1 and above where a fragment leaves the Earth.
        cosine_inclination: shape (n,).
    """

    semi_major_axis_km: FloatArray
    eccentricity: FloatArray
    cosine_inclination: FloatArray

    @property
    def inclination_deg(self) -> FloatArray:
        """Inclination, shape (n,), degrees."""
        return np.degrees(np.arccos(self.cosine_inclination))

    @property
    def bound(self) -> BoolArray:
        """Which fragments stay with the Earth."""
        return self.eccentricity < 1.0

    @property
    def perigee_altitude_km(self) -> FloatArray:
        """Height of perigee above the equatorial radius, shape (n,), km; below zero for one that falls at once."""
        return self.semi_major_axis_km * (1.0 - self.eccentricity) - EARTH_EQUATORIAL_RADIUS_KM

    @property
    def apogee_altitude_km(self) -> FloatArray:
        """Height of apogee above the equatorial radius, shape (n,), km; infinite where a fragment leaves the Earth."""
        apogee_km = self.semi_major_axis_km * (1.0 + self.eccentricity) - EARTH_EQUATORIAL_RADIUS_KM
        return np.where(self.bound, apogee_km, np.inf)


def circular_state(altitude_km: float, inclination_deg: float, past_node_deg: float = 0.0) -> State:
    """Return a state on a circular orbit whose node lies on the first axis.

    Args:
        altitude_km: height above the equatorial radius.
        inclination_deg: inclination.
        past_node_deg: argument of latitude.
    """
    radius_km = EARTH_EQUATORIAL_RADIUS_KM + altitude_km
    speed_km_s = math.sqrt(EARTH_MU_KM3_S2 / radius_km)
    u, i = math.radians(past_node_deg), math.radians(inclination_deg)
    along = (math.cos(u), math.sin(u) * math.cos(i), math.sin(u) * math.sin(i))
    ahead = (-math.sin(u), math.cos(u) * math.cos(i), math.cos(u) * math.sin(i))
    return State(
        (radius_km * along[0], radius_km * along[1], radius_km * along[2]),
        (speed_km_s * ahead[0], speed_km_s * ahead[1], speed_km_s * ahead[2]),
    )


def fragment_orbits(parent: State, ejection_m_s: FloatArray) -> FragmentOrbits:
    """Return the orbit of every fragment of a parent.

    Args:
        parent: the state in which it breaks up.
        ejection_m_s: velocities relative to it, shape (n, 3), m/s, in the same frame.
    """
    found = [np.empty(len(ejection_m_s)) for _ in range(3)]
    _fill_orbits(parent.position_km, parent.velocity_km_s, np.ascontiguousarray(ejection_m_s), *found)
    return FragmentOrbits(*found)


@kernel
def _fill_orbits(
    position_km: tuple[float, float, float],
    velocity_km_s: tuple[float, float, float],
    ejection_m_s: FloatArray,
    axes_km: FloatArray,
    eccentricities: FloatArray,
    cosines: FloatArray,
) -> None:
    """Fill semi-major axis, eccentricity and the cosine of the inclination, shape (n,) each."""
    x, y, z = position_km
    radius = math.sqrt(x * x + y * y + z * z)
    escape = 2.0 * EARTH_MU_KM3_S2 / radius
    for row in range(axes_km.shape[0]):
        vx = velocity_km_s[0] + 1e-3 * ejection_m_s[row, 0]
        vy = velocity_km_s[1] + 1e-3 * ejection_m_s[row, 1]
        vz = velocity_km_s[2] + 1e-3 * ejection_m_s[row, 2]
        square = vx * vx + vy * vy + vz * vz
        axes_km[row] = EARTH_MU_KM3_S2 / (escape - square)
        outward = x * vx + y * vy + z * vz
        along, against = (square - 0.5 * escape) / EARTH_MU_KM3_S2, outward / EARTH_MU_KM3_S2
        ex, ey, ez = along * x - against * vx, along * y - against * vy, along * z - against * vz
        eccentricities[row] = math.sqrt(ex * ex + ey * ey + ez * ez)
        hx, hy, hz = y * vz - z * vy, z * vx - x * vz, x * vy - y * vx
        cosines[row] = min(max(hz / math.sqrt(hx * hx + hy * hy + hz * hz), -1.0), 1.0)
