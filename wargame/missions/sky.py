"""Navigation satellites over every point, and the service of a receiver that may use some of them.

A user class and a set of working satellites select among the same satellites and points. A cell (epoch, point) changes
with a lost satellite only when that satellite is above the mask there, so all other cells are taken over as they are:
the same numbers, a third of the work. The dilution itself is that of `wargame.space.dop`.
"""

import numpy as np

from wargame.space.arrays import BoolArray, FloatArray, IntArray
from wargame.space.dop import Sky


def cell_service(
    sky: Sky, points: IntArray, family: IntArray, usable: BoolArray, mask_deg: float, pdop_limit: float
) -> FloatArray:
    """Return min(1, limit / PDOP), 0 without a solution, shape (epochs, points).

    Args:
        sky: satellites and points.
        points: which points of the sky, shape (points,).
        family: whose clock each satellite has, shape (satellites,).
        usable: which satellites the receiver may use and take, shape (satellites,).
        mask_deg: lowest usable elevation, degrees.
        pdop_limit: largest PDOP at which the position is as good as needed.
    """
    everywhere = np.ones((sky.shape[0], len(points)), dtype=np.bool_)
    return np.minimum(1.0, pdop_limit / _pdop(sky, points, family, usable, mask_deg, everywhere))


def cell_service_without(
    sky: Sky,
    points: IntArray,
    family: IntArray,
    usable: BoolArray,
    mask_deg: float,
    pdop_limit: float,
    lost_above: BoolArray,
    before: FloatArray,
) -> FloatArray:
    """Return `cell_service` of a smaller usable set, given the result of a larger one.

    Args:
        sky: satellites and points.
        points: which points of the sky, shape (points,).
        family: whose clock each satellite has, shape (satellites,).
        usable: the smaller set, shape (satellites,).
        mask_deg: lowest usable elevation, degrees.
        pdop_limit: largest PDOP at which the position is as good as needed.
        lost_above: cells in which a satellite of the difference is above the mask, shape (epochs, points).
        before: the result of the larger set, shape (epochs, points).
    """
    pdop = _pdop(sky, points, family, usable, mask_deg, lost_above)
    return np.where(lost_above, np.minimum(1.0, pdop_limit / pdop), before)


def _pdop(
    sky: Sky, points: IntArray, family: IntArray, usable: BoolArray, mask_deg: float, wanted: BoolArray
) -> FloatArray:
    """Return the dilution in the wanted cells, shape (epochs, points)."""
    cells = np.zeros(sky.shape, dtype=np.bool_)
    cells[:, points] = wanted
    return sky.pdop(usable, family, mask_deg, cells)[:, points]
