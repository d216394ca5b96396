"""The orbit that a satellite of a scenario flies: from its launch on, and from manoeuvre to manoeuvre.

Where it is stays continuous: the place along a new orbit follows from the old one, up to the height of a drift beside
the belt (78 km for a degree a day) and a kilometre or two where a transfer ends, because J2 turns an ellipse a little
and Hohmann's formula does not know. Source: Vallado 2013, chapter 6.
"""

import math
from dataclasses import replace

from wargame.scenario.assets import Satellite
from wargame.scenario.manoeuvres import HeightChange, Manoeuvre, PlaneChange, SlotChange
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM, SECONDS_PER_DAY
from wargame.space.delta_v import Stage, hohmann_transfer, leg_of, stage_of, way_deg
from wargame.space.elements import Arcs, KeplerOrbit, Orbit, SingleOrbit
from wargame.space.time import EpochLike, gmst_rate_rad_s

Pieces = list[tuple[float, SingleOrbit | None]]
_DRIFT_ITERATIONS = 20


def flown(body: Satellite, orbit: SingleOrbit, epoch: EpochLike) -> Orbit:
    """Return what a satellite flies, launch and manoeuvres included.

    Args:
        body: the satellite; the loader has checked its manoeuvres.
        orbit: the orbit on which it begins, with its elements at the epoch.
        epoch: the instant of time zero.

    Raises:
        ValueError: a manoeuvre cannot be flown from the orbit before it.
    """
    if body.launch_at_h is None and not body.manoeuvres:
        return orbit
    stage = stage_of(body.orbit)
    launch_s = -math.inf if body.launch_at_h is None else body.launch_at_h * 3600.0
    pieces: Pieces = [(launch_s, orbit)]
    for manoeuvre in body.manoeuvres:
        leg, last = leg_of(stage, manoeuvre) if stage else None, pieces[-1][1]
        if stage is None or leg is None or not isinstance(last, KeplerOrbit):
            raise ValueError(
                f"'{body.name}' cannot fly a manoeuvre of type '{manoeuvre.type}' from its orbit"
            )
        pieces += _flown_leg(last, stage, manoeuvre, epoch)
        stage = leg.after
    return Arcs(tuple(pieces))


def _flown_leg(before: KeplerOrbit, stage: Stage, manoeuvre: Manoeuvre, epoch: EpochLike) -> Pieces:
    """Return the pieces that one manoeuvre adds, elements at the epoch."""
    begin_s = manoeuvre.at_h * 3600.0
    if isinstance(manoeuvre, HeightChange):
        return _height(before, begin_s, manoeuvre)
    if isinstance(manoeuvre, PlaneChange):
        return _plane(before, begin_s, manoeuvre)
    return _slot(before, begin_s, stage, manoeuvre, epoch)


def _height(before: KeplerOrbit, begin_s: float, manoeuvre: HeightChange) -> Pieces:
    """Return half an ellipse that touches both circles, and the new circle."""
    here, along_deg = _place(before, begin_s)
    altitude_km = before.semi_major_axis_km - EARTH_EQUATORIAL_RADIUS_KM
    after_km = EARTH_EQUATORIAL_RADIUS_KM + manoeuvre.altitude_km
    rising = after_km >= before.semi_major_axis_km
    ellipse = replace(
        here,
        semi_major_axis_km=0.5 * (before.semi_major_axis_km + after_km),
        eccentricity=abs(after_km - before.semi_major_axis_km) / (before.semi_major_axis_km + after_km),
        arg_perigee_deg=along_deg if rising else (along_deg + 180.0) % 360.0,
        mean_anomaly_deg=0.0 if rising else 180.0,
    )
    duration_s = hohmann_transfer(altitude_km, manoeuvre.altitude_km).duration_s
    there, along_deg = _place(ellipse, duration_s)
    circle = _circle(there, along_deg, semi_major_axis_km=after_km)
    return [(begin_s, ellipse.at(-begin_s)), (begin_s + duration_s, circle.at(-begin_s - duration_s))]


def _plane(before: KeplerOrbit, begin_s: float, manoeuvre: PlaneChange) -> Pieces:
    """Return the turned orbit from the next crossing of the equator on."""
    _, along_deg = _place(before, begin_s)
    elements = before.linear_elements()
    wait_s = math.radians(-along_deg % 180.0) / (elements[6] + elements[8])
    here, along_deg = _place(before, begin_s + wait_s)
    turned = _circle(here, along_deg, inclination_deg=manoeuvre.inclination_deg)
    return [(begin_s + wait_s, turned.at(-begin_s - wait_s))]


def _slot(
    before: KeplerOrbit, begin_s: float, stage: Stage, manoeuvre: SlotChange, epoch: EpochLike
) -> Pieces:
    """Return a circle beside the belt that drifts, and the belt again."""
    assert stage.longitude_deg is not None  # leg_of has said so
    way = way_deg(stage.longitude_deg, manoeuvre.longitude_deg)
    if way == 0.0:
        return []
    here, along_deg = _place(before, begin_s)
    rate_rad_s = math.copysign(math.radians(manoeuvre.drift_deg_per_day) / SECONDS_PER_DAY, way)
    axis_km = _drifting_axis_km(before, gmst_rate_rad_s(epoch) + rate_rad_s)
    drifting = _circle(here, along_deg, semi_major_axis_km=axis_km)
    end_s = begin_s + abs(way) / manoeuvre.drift_deg_per_day * SECONDS_PER_DAY
    there, along_deg = _place(drifting, end_s - begin_s)
    stopped = _circle(there, along_deg, semi_major_axis_km=before.semi_major_axis_km)
    return [(begin_s, drifting.at(-begin_s)), (end_s, stopped.at(-end_s))]


def _drifting_axis_km(orbit: KeplerOrbit, turning_rad_s: float) -> float:
    """Return the semi-major axis at which node and place together turn at a rate, rad/s, by fixed-point iteration."""
    axis_km = orbit.semi_major_axis_km
    for _ in range(_DRIFT_ITERATIONS):
        elements = replace(orbit, semi_major_axis_km=axis_km).linear_elements()
        found = elements[4] + elements[6] + elements[8]
        axis_km *= (found / turning_rad_s) ** (2.0 / 3.0)
    return axis_km


def _place(orbit: KeplerOrbit, time_s: float) -> tuple[KeplerOrbit, float]:
    """Return an orbit's elements at a time and the angle from the node then, degrees; exact at apses and on circles."""
    here = orbit.at(time_s)
    return here, (here.arg_perigee_deg + here.mean_anomaly_deg) % 360.0


def _circle(
    here: KeplerOrbit,
    along_deg: float,
    semi_major_axis_km: float | None = None,
    inclination_deg: float | None = None,
) -> KeplerOrbit:
    """Return the circle through a place, in another size or plane where one is given."""
    return replace(
        here,
        semi_major_axis_km=here.semi_major_axis_km if semi_major_axis_km is None else semi_major_axis_km,
        inclination_deg=here.inclination_deg if inclination_deg is None else inclination_deg,
        eccentricity=0.0,
        arg_perigee_deg=0.0,
        mean_anomaly_deg=along_deg,
    )
