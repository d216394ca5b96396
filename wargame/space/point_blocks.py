"""Places in compact blocks of equal size, so that what none of a block can see is skipped once for all of it."""

import math
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import FloatArray, IntArray, frozen

BLOCK = 32
"""Places in a block: a whole number of vector registers, and few enough for all sums to stay in the nearest cache."""

_SLACK_RAD = 1e-6  # far more than rounding, far less than what it costs


@dataclass(frozen=True, slots=True)
class PointBlocks:
    """Places sorted into blocks that are small on the globe.

    Attributes:
        places: x, y and z (km) of all places of a block, then of their local verticals, shape (n_blocks, 6 * BLOCK),
            ECEF; blocks are filled up with copies.
        rows: which place each is, shape (n_blocks, BLOCK); -1 for a copy.
        axes: middle of each block's verticals, shape (n_blocks, 3); of any length where they cancel out.
        spread_rad: largest angle of a vertical from the middle, shape (n_blocks,).
        lowest_km: smallest distance of a horizon plane from the Earth's centre, shape (n_blocks,).
        farthest_km: largest distance of a place from the Earth's centre, shape (n_blocks,).
    """

    places: FloatArray
    rows: IntArray
    axes: FloatArray
    spread_rad: FloatArray
    lowest_km: FloatArray
    farthest_km: FloatArray

    @property
    def n_points(self) -> int:
        """Number of places."""
        return int(self.rows.max(initial=-1)) + 1

    def limits(self, radii_km: FloatArray, sine_mask: float) -> FloatArray:
        """Return how near a block's axis a satellite must be to be seen from any of its places.

        Args:
            radii_km: largest distance of each satellite from the Earth's centre, shape (n_satellites,).
            sine_mask: sine of the elevation mask.

        Returns:
            The smallest cosine of the angle between axis and satellite, shape (n_blocks, n_satellites). Below it
            nothing is seen: with ``u`` the vertical and ``h`` the distance of the horizon plane, a satellite ``s``
            above the mask has ``s . u - h >= sin(mask) |s - x|``, and ``s . u <= |s| cos(angle - spread)``.
        """
        reach_km = radii_km[None, :] - math.copysign(1.0, sine_mask) * self.farthest_km[:, None]
        cosine = (self.lowest_km[:, None] + sine_mask * reach_km) / radii_km[None, :]
        angle = np.arccos(np.clip(cosine, -1.0, 1.0)) + self.spread_rad[:, None] + _SLACK_RAD
        found: FloatArray = np.where(angle < math.pi, np.cos(angle), -np.inf)
        return found


def point_blocks(points_ecef_km: FloatArray, points_up: FloatArray) -> PointBlocks:
    """Return places in compact blocks.

    Args:
        points_ecef_km: shape (n_points, 3), km, ECEF.
        points_up: shape (n_points, 3), local verticals, ECEF.
    """
    groups = _compact_groups(points_up)
    rows = np.full((len(groups), BLOCK), -1, dtype=np.int64)
    for block, group in enumerate(groups):
        rows[block, : len(group)] = group
    filled = np.where(rows < 0, rows[:, :1], rows)
    places_km, verticals = points_ecef_km[filled], points_up[filled]
    middles = verticals.sum(axis=1)
    axes = middles / np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), _SLACK_RAD)
    nearness = np.einsum("bik,bk->bi", verticals, axes).min(axis=1)
    columns = np.concatenate([places_km, verticals], axis=2).transpose(0, 2, 1)
    return PointBlocks(
        places=frozen(np.ascontiguousarray(columns).reshape(len(groups), 6 * BLOCK)),
        rows=frozen(rows),
        axes=frozen(axes),
        spread_rad=np.arccos(np.clip(nearness, -1.0, 1.0)),
        lowest_km=np.einsum("bik,bik->bi", places_km, verticals).min(axis=1),
        farthest_km=np.linalg.norm(places_km, axis=2).max(axis=1),
    )


def _compact_groups(directions: FloatArray) -> list[IntArray]:
    """Return rows in groups of at most a block, by cutting the widest group across its widest axis.

    All groups but the last of a cut are full. Source: a k-d tree (Bentley 1975, CACM 18, 509).
    """
    waiting = [np.arange(len(directions), dtype=np.int64)] if len(directions) else []
    groups = []
    while waiting:
        rows = waiting.pop()
        if len(rows) <= BLOCK:
            groups.append(rows)
            continue
        widest = int(np.argmax(np.ptp(directions[rows], axis=0)))
        ordered = rows[np.argsort(directions[rows, widest], kind="stable")]
        middle = (-(-len(rows) // BLOCK) // 2) * BLOCK
        waiting.extend((ordered[middle:], ordered[:middle]))
    return groups
