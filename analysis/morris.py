"""Screening by elementary effects: which of many factors matter at all, from few runs.

An elementary effect is the change of the outcome over a step of one factor, per full range. `mu_star`, the mean of its
size, says how much a factor matters; `sigma`, how much that depends on the others or bends. Source: Morris,
Technometrics 33 (1991) 161; mu_star: Campolongo, Cariboni and Saltelli, Environmental Modelling and Software 22 (2007)
1509.
"""

from dataclasses import dataclass

import numpy as np

from wargame.analysis.resampling import Resampled, bootstrap
from wargame.space.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Effects:
    """Elementary effects of one outcome, by factor.

    Attributes:
        mu_star: mean size.
        mu: mean.
        sigma: spread over trajectories.
        trajectories: how many were whole.
    """

    mu_star: Resampled
    mu: FloatArray
    sigma: FloatArray
    trajectories: int


def elementary_effects(shares: FloatArray, values: FloatArray, seed: int = 0) -> Effects | str:
    """The effects on a design of trajectories, or why there are none.

    Args:
        shares: the design, every point as shares of the factors' ranges, shape (points, factors); a trajectory is a
            point more than there are factors.
        values: the outcome at every point; NaN where a run failed.
        seed: of the resampling.
    """
    n_factors = shares.shape[1]
    steps = np.diff(shares.reshape(-1, n_factors + 1, n_factors), axis=1)
    changes = np.diff(values.reshape(-1, n_factors + 1), axis=1)
    whole = ~np.isnan(changes).any(axis=1)
    if whole.sum() < 2:
        return "fewer than two trajectories have all their runs"
    effects = _effects(steps[whole], changes[whole])
    size = bootstrap(lambda rows: np.abs(effects[rows]).mean(axis=0), len(effects), seed=seed)
    return Effects(size, effects.mean(axis=0), effects.std(axis=0, ddof=1), len(effects))


def _effects(steps: FloatArray, changes: FloatArray) -> FloatArray:
    """The effect of every factor in every trajectory, shape (trajectories, factors)."""
    which = np.abs(steps).argmax(axis=2)
    size = np.take_along_axis(steps, which[:, :, None], axis=2)[:, :, 0]
    found = np.empty_like(changes)
    np.put_along_axis(found, which, changes / size, axis=1)
    return found
