"""The door to orbits: the two kinds, patterns of them, and where they are.

Elements live in ``elements``, patterns in ``constellations``, J2 rates in ``j2`` and positions in
``propagation``; other packages import them from here.
"""

from wargame.space.constellations import (
    circular_orbit,
    geo_orbit,
    orbit_from_state,
    walker_delta,
    walker_star,
)
from wargame.space.element_sets import OmmOrbit, PropagationError, TleOrbit
from wargame.space.elements import Arcs, KeplerOrbit, NotInOrbitError, Orbit, SingleOrbit
from wargame.space.j2 import (
    critical_inclination_deg,
    mean_anomaly_rate_rad_s,
    mean_motion_rad_s,
    node_rate_rad_s,
    perigee_rate_rad_s,
    period_s,
    repeat_track_altitude_km,
    repeat_track_sun_synchronous_altitude_km,
    sun_synchronous_inclination_deg,
)
from wargame.space.propagation import positions_ecef_km, positions_teme_km, states_ecef, states_teme

__all__ = [
    "Arcs",
    "KeplerOrbit",
    "NotInOrbitError",
    "OmmOrbit",
    "Orbit",
    "PropagationError",
    "SingleOrbit",
    "TleOrbit",
    "circular_orbit",
    "critical_inclination_deg",
    "geo_orbit",
    "mean_anomaly_rate_rad_s",
    "mean_motion_rad_s",
    "node_rate_rad_s",
    "orbit_from_state",
    "perigee_rate_rad_s",
    "period_s",
    "positions_ecef_km",
    "positions_teme_km",
    "repeat_track_altitude_km",
    "repeat_track_sun_synchronous_altitude_km",
    "states_ecef",
    "states_teme",
    "sun_synchronous_inclination_deg",
    "walker_delta",
    "walker_star",
]
