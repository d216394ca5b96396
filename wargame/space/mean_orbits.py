"""The mean elements of whatever a satellite flies, at any time: nominal, published, or one arc after the other."""

import math

from wargame.space.elements import Arcs, KeplerOrbit, Orbit
from wargame.space.time import EpochLike, as_epoch


def mean_orbit(orbit: Orbit, epoch: EpochLike, time_s: float) -> tuple[KeplerOrbit, float] | None:
    """Return the mean elements of what a satellite flies at a time, and until when it flies that, s since the epoch.

    None when it is not in orbit then. The elements are those of the time itself.
    """
    end_s = math.inf
    if isinstance(orbit, Arcs):
        held = next((piece for piece in orbit.spans() if piece[0] <= time_s < piece[1]), None)
        if held is None:
            return None
        _, end_s, orbit = held
    if isinstance(orbit, KeplerOrbit):
        return orbit.at(time_s), end_s
    axis_km = orbit.mean_axis_km(as_epoch(epoch).shifted(time_s))
    record = orbit.record  # SGP4 leaves the mean elements of the time it was last asked for
    angles = (record.im, record.Om, record.om, record.mm)
    inclination_deg, raan_deg, perigee_deg, anomaly_deg = (math.degrees(float(x)) % 360.0 for x in angles)
    return KeplerOrbit(axis_km, float(record.em), inclination_deg, raan_deg, perigee_deg, anomaly_deg), end_s
