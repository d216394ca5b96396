"""What the page is told of orbits: linear mean elements per satellite and arc, which it propagates by itself.

A nominal orbit is told as it is: Kepler motion with secular J2 is what the engine flies, too. Published elements go
through SGP4 here and are fitted by mean elements whose angles are linear in time, the mean anomaly quadratic (drag);
an arc that the fit does not follow is halved until it does. Source of the fit: least squares by Gauss and Newton,
Nocedal and Wright 2006, Numerical Optimization, section 10.3; of the motion: Vallado 2013, sections 2.5 and 9.6.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.elements import KeplerOrbit, Orbit, SingleOrbit, spans_of
from wargame.space.j2 import perigee_rate_rad_s
from wargame.space.mean_orbits import mean_orbit
from wargame.space.orbits import positions_teme_km

LIMIT_KM = 6.0
"""The worst miss that a fitted arc may have at a sample; between samples it stays below 10 km (tested)."""
SHORTEST_S = 3 * 3600.0
"""Arcs are not halved further."""
_SAMPLES = 181
_ROUNDS = 8
_KEPLER_ROUNDS = 12
_UNKNOWNS = 9
_STEPS = np.array([0.1, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6])
"""Steps of the numerical derivatives: km for the axis, 1 and rad for the others."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One arc to be fitted: whose, from when to when, and what it flies."""

    satellite: str
    begin_s: float
    end_s: float
    orbit: SingleOrbit

    def halves(self) -> "tuple[_Job, _Job]":
        """The two halves of the arc."""
        middle_s = 0.5 * (self.begin_s + self.end_s)
        return (
            _Job(self.satellite, self.begin_s, middle_s, self.orbit),
            _Job(self.satellite, middle_s, self.end_s, self.orbit),
        )


def arcs_of(
    satellites: Iterable[tuple[str, Orbit]], epoch_utc: str, end_s: float
) -> Mapping[str, list[list[float]]]:
    """The arcs of satellites over a run, by satellite, in order of time.

    Args:
        satellites: ids with what they fly.
        epoch_utc: the instant of time zero.
        end_s: the end of the run; what begins later is left out.

    Returns:
        For each satellite rows of begin and end (s), a reference time (s), a (km), e, i (rad), node, its rate, argument
        of perigee, its rate, mean anomaly, its rate (rad, rad/s), and half the change of that rate (rad/s^2).
    """
    rows: dict[str, list[list[float]]] = {}
    jobs: list[_Job] = []
    for key, orbit in satellites:
        rows[key] = []
        for begin_s, until_s, piece in spans_of(orbit):
            begin, until = max(0.0, begin_s), min(end_s, until_s)
            if begin > end_s or until < begin:
                continue
            if isinstance(piece, KeplerOrbit):
                rows[key].append(_nominal(piece, begin, until))
            else:
                jobs.append(_Job(key, begin, max(until, begin + 1.0), piece))
    while jobs:
        fits, turning_rad, misses_km = _fit(jobs, epoch_utc)
        again: list[_Job] = []
        for job, fit, turned, miss_km in zip(jobs, fits, turning_rad, misses_km, strict=True):
            if miss_km > LIMIT_KM and job.end_s - job.begin_s > 2 * SHORTEST_S:
                again += job.halves()
            else:
                rows[job.satellite].append(_row(job, fit, float(turned)))
        jobs = again
    return {key: sorted(found) for key, found in rows.items()}


def _nominal(orbit: KeplerOrbit, begin_s: float, end_s: float) -> list[float]:
    a, e, i, node, node_rate, perigee, perigee_rate, anomaly, anomaly_rate = orbit.linear_elements()
    return _rounded(
        [begin_s, end_s, 0.0, a, e, i, node, node_rate, perigee, perigee_rate, anomaly, anomaly_rate, 0.0]
    )


def _rounded(row: Sequence[float]) -> list[float]:
    """Short numbers: metres, a hundred-millionth of a radian, and rates that keep it over months."""
    digits = (1, 1, 1, 3, 8, 8, 8, 15, 8, 15, 8, 15, 20)
    turn = 2.0 * math.pi
    angles = {6, 8, 10}
    return [
        round(value % turn if place in angles else value, count)
        for place, (value, count) in enumerate(zip(row, digits, strict=True))
    ]


# The fit. Unknowns of an arc: a, k = e cos w, h = e sin w, i, node, its change over half the arc, mean argument of
# latitude u = w + M, its change, and its quadratic change; w turns at the rate of J2.


def _fit(jobs: Sequence[_Job], epoch_utc: str) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The unknowns of every arc, shape (arcs, 9), how far its perigee turns in half of it, rad, and its miss, km."""
    half_s = np.array([0.5 * (job.end_s - job.begin_s) for job in jobs])
    middle_s = np.array([0.5 * (job.end_s + job.begin_s) for job in jobs])
    tau = np.linspace(-1.0, 1.0, _SAMPLES)
    wanted = np.stack(
        [
            positions_teme_km([job.orbit], epoch_utc, middle + half * tau)[0]
            for job, middle, half in zip(jobs, middle_s, half_s, strict=True)
        ]
    )
    found, turning = _start(jobs, epoch_utc, middle_s, half_s)
    for _ in range(_ROUNDS):
        here = _positions_km(found, turning, tau)
        miss = (wanted - here).reshape(len(jobs), -1)
        slopes = np.empty((len(jobs), miss.shape[1], _UNKNOWNS))
        for place in range(_UNKNOWNS):
            moved = found.copy()
            moved[:, place] += _STEPS[place]
            slopes[:, :, place] = (_positions_km(moved, turning, tau) - here).reshape(len(jobs), -1) / _STEPS[
                place
            ]
        scale = np.sqrt(np.einsum("jsp,jsp->jp", slopes, slopes)) + 1e-12
        slopes /= scale[:, None, :]
        normal = np.einsum("jsp,jsq->jpq", slopes, slopes) + 1e-9 * np.eye(_UNKNOWNS)
        right = np.einsum("jsp,js->jp", slopes, miss)
        found = found + np.linalg.solve(normal, right[..., None])[..., 0] / scale
    misses = np.linalg.norm(wanted - _positions_km(found, turning, tau), axis=-1).max(axis=1)
    return found, turning, misses


def _start(
    jobs: Sequence[_Job], epoch_utc: str, middle_s: FloatArray, half_s: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """SGP4's own mean elements in the middle of each arc, and how far the perigee turns over half of it."""
    found, turning = np.zeros((len(jobs), _UNKNOWNS)), np.zeros(len(jobs))
    for row, job in enumerate(jobs):
        told = mean_orbit(job.orbit, epoch_utc, float(middle_s[row]))
        assert told is not None  # a single orbit holds for ever
        a, e, i, node, node_rate, perigee, _, anomaly, anomaly_rate = told[0].linear_elements()
        rate = perigee_rate_rad_s(a, e, math.degrees(i))
        turning[row] = rate * half_s[row]
        found[row] = (
            a, e * math.cos(perigee), e * math.sin(perigee), i, node, node_rate * half_s[row],
            perigee + anomaly, (rate + anomaly_rate) * half_s[row], 0.0,
        )  # fmt: skip
    return found, turning


def _elements(found: FloatArray, turning: FloatArray, tau: FloatArray) -> tuple[FloatArray, ...]:
    """Node, perigee and mean anomaly of every arc at every sample, rad, shape (arcs, samples)."""
    node = found[:, 4:5] + found[:, 5:6] * tau
    perigee = np.arctan2(found[:, 2], found[:, 1])[:, None] + turning[:, None] * tau
    along = found[:, 6:7] + found[:, 7:8] * tau + found[:, 8:9] * tau**2
    return node, perigee, along - perigee


def _positions_km(found: FloatArray, turning: FloatArray, tau: FloatArray) -> FloatArray:
    """Positions of every arc at every sample, shape (arcs, samples, 3), km, TEME, as the page reckons them."""
    axis = found[:, 0:1]
    eccentricity = np.minimum(np.hypot(found[:, 1], found[:, 2]), 0.95)[:, None]
    node, perigee, anomaly = _elements(found, turning, tau)
    angle = anomaly + eccentricity * np.sin(anomaly)
    for _ in range(_KEPLER_ROUNDS):
        angle -= (angle - eccentricity * np.sin(angle) - anomaly) / (1.0 - eccentricity * np.cos(angle))
    x = axis * (np.cos(angle) - eccentricity)
    y = axis * np.sqrt(1.0 - eccentricity**2) * np.sin(angle)
    along = np.cos(perigee) * x - np.sin(perigee) * y
    across = np.sin(perigee) * x + np.cos(perigee) * y
    cos_i, sin_i = np.cos(found[:, 3:4]), np.sin(found[:, 3:4])
    return np.stack(
        (
            np.cos(node) * along - np.sin(node) * cos_i * across,
            np.sin(node) * along + np.cos(node) * cos_i * across,
            sin_i * across,
        ),
        axis=-1,
    )


def _row(job: _Job, fit: FloatArray, turning_rad: float) -> list[float]:
    """The row of a fitted arc; its elements are those of the middle of the arc."""
    half_s = 0.5 * (job.end_s - job.begin_s)
    a, k, h, i, node, node_change, along, along_change, bend = (float(value) for value in fit)
    perigee, perigee_rate = math.atan2(h, k), turning_rad / half_s
    return _rounded(
        [
            job.begin_s, job.end_s, job.begin_s + half_s, a, math.hypot(k, h), i, node, node_change / half_s,
            perigee, perigee_rate, along - perigee, along_change / half_s - perigee_rate, bend / half_s**2,
        ]
    )  # fmt: skip
