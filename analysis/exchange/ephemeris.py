"""Where satellites are, sampled so sparsely that a reader's own interpolation still gives the engine's positions.

Readers of CZML and of OEM interpolate by Lagrange's polynomial through the eight samples around a time. The step of a
satellite is the longest of a few for which that is within `LIMIT_KM` of the engine everywhere along its orbit; four
samples beyond either end keep the ends as good as the middle.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wargame.scenario import Scenario
from wargame.space.architecture import geometry_request
from wargame.space.arrays import FloatArray
from wargame.space.elements import Orbit, SingleOrbit, spans_of
from wargame.space.orbits import states_ecef, states_teme

DEGREE = 7
"""Degree of the interpolation that readers are told to use."""
LIMIT_KM = 1.0
"""How far interpolated positions may be off; what is promised is ten times as much."""
STEPS_S = (3600, 1800, 1200, 900, 600, 480, 360, 300, 240, 180, 120, 60)
BESIDE = 4
"""Samples beyond either end of a leg."""

States = Callable[[list[Orbit], str, FloatArray], tuple[FloatArray, FloatArray]]
"""Positions (km) and velocities (km/s) of orbits at times, in some frame."""


@dataclass(frozen=True)
class Leg:
    """A satellite on one orbit: from its launch or a manoeuvre to the next, or to the end of the run.

    Attributes:
        begin_s, end_s: the span for which it holds, seconds since the epoch.
        times_s: the times of the samples, a few of them beyond either end.
        positions_km: shape (samples, 3).
        velocities_km_s: shape (samples, 3).
        period_s: of its orbit.
    """

    begin_s: float
    end_s: float
    times_s: FloatArray
    positions_km: FloatArray
    velocities_km_s: FloatArray
    period_s: float


def orbits_of(scenario: Scenario) -> dict[str, Orbit]:
    """What every satellite flies, by id."""
    return dict(geometry_request(scenario).satellites)


def earth_fixed_legs(orbit: Orbit, epoch_utc: str, end_s: float) -> list[Leg]:
    """The legs of an orbit in the engine's Earth-fixed frame, from the epoch to a second."""
    return list(_legs(orbit, epoch_utc, end_s, states_ecef))


def teme_legs(orbit: Orbit, epoch_utc: str, end_s: float) -> list[Leg]:
    """The same in TEME, the inertial frame of the engine."""
    return list(_legs(orbit, epoch_utc, end_s, states_teme))


def _legs(orbit: Orbit, epoch_utc: str, end_s: float, states: States) -> Iterator[Leg]:
    for begins_s, ends_s, piece in spans_of(orbit):
        begin_s, until_s = max(0.0, begins_s), min(end_s, ends_s)
        if until_s <= begin_s:
            continue
        step_s = step_of(piece, epoch_utc)
        cells = max(1, int(np.ceil((until_s - begin_s) / step_s)))
        span_s = (until_s - begin_s) / cells
        times_s = np.round(begin_s + span_s * np.arange(-BESIDE, cells + BESIDE + 1), 3)
        positions_km, velocities_km_s = states([piece], epoch_utc, times_s)
        yield Leg(begin_s, until_s, times_s, positions_km[0], velocities_km_s[0], piece.period_s)


@lru_cache(maxsize=4096)
def step_of(orbit: SingleOrbit, epoch_utc: str) -> int:
    """The longest step, in seconds, at which a reader's interpolation stays within `LIMIT_KM` on one revolution."""
    return next(
        (step_s for step_s in STEPS_S if _error_km(orbit, epoch_utc, step_s) <= LIMIT_KM), STEPS_S[-1]
    )


def _error_km(orbit: SingleOrbit, epoch_utc: str, step_s: int) -> float:
    """The largest error in the middle of a cell over one revolution, in the frame that turns with the Earth."""
    cells = int(np.ceil(orbit.period_s / step_s)) + 1
    times_s = step_s * np.arange(-BESIDE, cells + BESIDE + 1, dtype=np.float64)
    middles_s = step_s * (np.arange(cells, dtype=np.float64) + 0.5)
    samples_km = states_ecef([orbit], epoch_utc, times_s)[0][0]
    true_km = states_ecef([orbit], epoch_utc, middles_s)[0][0]
    off_km = interpolated(times_s, samples_km, middles_s) - true_km
    return float(np.sqrt((off_km**2).sum(axis=1)).max())


def interpolated(times_s: FloatArray, samples: FloatArray, wanted_s: FloatArray) -> FloatArray:
    """What a reader makes of samples at other times: Lagrange's polynomial through the eight around each.

    Args:
        times_s: times of the samples, in order, shape (samples,).
        samples: shape (samples, 3).
        wanted_s: shape (n,).

    Returns:
        Shape (n, 3).

    Source: Lagrange's formula; the choice of samples is that of CesiumJS (SampledProperty), half on either side and
    the outermost eight at the ends.
    """
    first = np.clip(
        np.searchsorted(times_s, wanted_s, side="right") - DEGREE // 2 - 1, 0, len(times_s) - DEGREE - 1
    )
    found = np.zeros((len(wanted_s), samples.shape[1]))
    for n in range(DEGREE + 1):
        weight = np.ones(len(wanted_s))
        for m in range(DEGREE + 1):
            if m != n:
                weight *= (wanted_s - times_s[first + m]) / (times_s[first + n] - times_s[first + m])
        found += weight[:, None] * samples[first + n]
    return found
