"""Compiled position dilution: many epochs, many places, one clock for each family of satellites.

The clocks are eliminated first: with e the unit lines of sight, each family adds ``sum(e e^T) - sum(e) sum(e)^T / n``
to a 3 x 3 normal matrix, whose inverse has the trace (sum of the principal 2 x 2 minors) / determinant.
Source: Schur complement of the clock columns of H^T H; Kaplan and Hegarty 2017, section 11.2.

A block of places is worked through satellite by satellite, so that the inner loops run over places without a branch
and the compiler turns them into vector code: two satellites at a time, because the running sums are then read and
written half as often. Satellites that no place of a block can see are left out before (``point_blocks``). Sums run
over satellites in a fixed order, and one that is not seen adds an exact zero: neither the blocks nor other
satellites change a result by a bit. All kernels of one call chain live in this file.
"""

import math

import numpy as np

from wargame.space import point_blocks
from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray, SingleArray
from wargame.space.compiled import inner_kernel, kernel

BLOCK = 32
"""Places in a block. Written here again, because numba's cache of compiled kernels watches this file only."""
assert BLOCK == point_blocks.BLOCK

SINGULAR = 1e-9
"""Determinant of the 3 x 3 normal matrix below which geometry is degenerate."""

# Where each quantity of a block starts in one flat work array: with offsets that are known when it is compiled, the
# compiler sees that rows do not overlap. First the places,
_X, _Y, _Z, _UP_X, _UP_Y, _UP_Z = (BLOCK * row for row in range(6))
# then the sums: the normal matrix by five elements and its trace, as lines of sight have length one,
_XX, _XY, _XZ, _YY, _YZ, _TRACE = (BLOCK * row for row in range(6, 12))
# one family's lines of sight and number of satellites,
_SUM_X, _SUM_Y, _SUM_Z, _COUNT = (BLOCK * row for row in range(12, 16))
# and satellites beyond one for each family.
_SPARE = BLOCK * 16
_ROWS = 17


@inner_kernel
def _ray(
    x_km: float, y_km: float, z_km: float, places: FloatArray, i: int, low: float, high: float
) -> tuple[float, float, float, float]:
    """Return the unit line of sight from place ``i`` of a block and 1 if it is seen, else four zeros.

    Seen is what stands at the sine ``high`` or higher. Between ``low`` and ``high`` rounding would decide: then it
    counts a sixteenth less, so that the count shows it.
    """
    one, zero = places.dtype.type(1), places.dtype.type(0)
    most, rest = places.dtype.type(0.9375), places.dtype.type(0.0625)
    dx, dy, dz = x_km - places[_X + i], y_km - places[_Y + i], z_km - places[_Z + i]
    rise = dx * places[_UP_X + i] + dy * places[_UP_Y + i] + dz * places[_UP_Z + i]
    inverse = one / math.sqrt(dx * dx + dy * dy + dz * dz)
    sine = rise * inverse
    seen = (most if sine >= low else zero) + (rest if sine >= high else zero)
    weight = inverse * seen
    return dx * weight, dy * weight, dz * weight, seen


@inner_kernel
def _add_pair(first: FloatArray, second: FloatArray, low: float, high: float, work: FloatArray) -> None:
    """Add two satellites (x, y, z in km) to the sums of all places of a block."""
    a, b, c, d, e, f = first[0], first[1], first[2], second[0], second[1], second[2]
    for i in range(BLOCK):
        x, y, z, seen = _ray(a, b, c, work, i, low, high)
        u, v, w, also = _ray(d, e, f, work, i, low, high)
        work[_XX + i] = work[_XX + i] + x * x + u * u
        work[_XY + i] = work[_XY + i] + x * y + u * v
        work[_XZ + i] = work[_XZ + i] + x * z + u * w
        work[_YY + i] = work[_YY + i] + y * y + v * v
        work[_YZ + i] = work[_YZ + i] + y * z + v * w
        work[_SUM_X + i] = work[_SUM_X + i] + x + u
        work[_SUM_Y + i] = work[_SUM_Y + i] + y + v
        work[_SUM_Z + i] = work[_SUM_Z + i] + z + w
        work[_COUNT + i] = work[_COUNT + i] + seen + also


@inner_kernel
def _eliminate_clock(work: FloatArray) -> None:
    """Take a family's clock out of the normal matrices of a block, and clear the family's sums."""
    one, zero = work.dtype.type(1), work.dtype.type(0)
    for i in range(BLOCK):
        x, y, z, seen = work[_SUM_X + i], work[_SUM_Y + i], work[_SUM_Z + i], work[_COUNT + i]
        share = one / max(seen, one)
        work[_XX + i] -= x * x * share
        work[_XY + i] -= x * y * share
        work[_XZ + i] -= x * z * share
        work[_YY + i] -= y * y * share
        work[_YZ + i] -= y * z * share
        work[_TRACE + i] += seen - (x * x + y * y + z * z) * share
        work[_SPARE + i] += max(seen - one, zero)
        work[_SUM_X + i], work[_SUM_Y + i], work[_SUM_Z + i], work[_COUNT + i] = zero, zero, zero, zero


@inner_kernel
def _solve(work: FloatArray) -> None:
    """Write the position dilution of every place of a block over the first sums.

    It is +inf for no solution and not a number where a satellite stands so near the mask that rounding decides.
    """
    three, singular = work.dtype.type(3), work.dtype.type(SINGULAR)
    nothing, doubtful = work.dtype.type(math.inf), work.dtype.type(math.nan)
    for i in range(BLOCK):
        xx, xy, xz = work[_XX + i], work[_XY + i], work[_XZ + i]
        yy, yz = work[_YY + i], work[_YZ + i]
        zz = work[_TRACE + i] - xx - yy
        minor_x, minor_y, minor_z = yy * zz - yz * yz, xx * zz - xz * xz, xx * yy - xy * xy
        determinant = xx * minor_x - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz)
        solved = work[_SPARE + i] >= three and determinant >= singular
        dilution = math.sqrt((minor_x + minor_y + minor_z) / determinant) if solved else nothing
        work[_XX + i] = dilution if work[_SPARE + i] == math.floor(work[_SPARE + i]) else doubtful


@inner_kernel
def _fill_directions(positions_km: FloatArray, order: IntArray, directions: FloatArray) -> None:
    """Fill the unit vectors of ordered satellites from the Earth's centre, shape (3, n_ordered)."""
    for place in range(order.shape[0]):
        satellite = order[place]
        x, y, z = positions_km[satellite, 0], positions_km[satellite, 1], positions_km[satellite, 2]
        inverse = 1.0 / math.sqrt(x * x + y * y + z * z)
        directions[0, place] = x * inverse
        directions[1, place] = y * inverse
        directions[2, place] = z * inverse


@inner_kernel
def _fill_near(directions: FloatArray, axis: FloatArray, limits: FloatArray, near: BoolArray) -> None:
    """Fill which of the ordered satellites somebody in a block may see; one without a place is near nothing."""
    x, y, z = axis[0], axis[1], axis[2]
    east, north, up = directions[0], directions[1], directions[2]
    for place in range(near.shape[0]):
        near[place] = east[place] * x + north[place] * y + up[place] * z >= limits[place]


@inner_kernel
def _chosen(order: IntArray, near: BoolArray, first: int, last: int, chosen: IntArray) -> int:
    """Fill ``chosen`` with the near satellites among some of the ordered ones; return how many there are."""
    count = 0
    for place in range(first, last):
        chosen[count] = order[place]
        count += near[place]
    return count


@kernel
def fill_dilution(
    positions_km: FloatArray,
    order: IntArray,
    starts: IntArray,
    places: FloatArray,
    rows: IntArray,
    axes: FloatArray,
    limits: FloatArray,
    sines: FloatArray,
    wanted: BoolArray,
    result: FloatArray | SingleArray,
) -> None:
    """Write the position dilution of the wanted cells; all other cells stay as they are.

    Everything but indices and directions is of one type, double or single precision.

    Args:
        positions_km: shape (n_epochs, n_satellites, 3), km, ECEF; not a number where a satellite is not in orbit.
        order: satellites to use, family after family.
        starts: where each family starts in ``order``, shape (n_families + 1,).
        places: position (km) and vertical, shape (n_blocks, 6 * BLOCK), ECEF.
        rows: which place each is, shape (n_blocks, BLOCK); -1 for none.
        axes: middle of each block, shape (n_blocks, 3).
        limits: see ``PointBlocks.limits``, in that order, shape (n_blocks, n_ordered).
        sines: of the elevation mask, as far down and as far up as rounding reaches, shape (2,).
        wanted: which cells to write, shape (n_epochs, n_points).
        result: shape (n_epochs, n_points).
    """
    work = np.zeros(_ROWS * BLOCK, dtype=positions_km.dtype)
    zero = positions_km.dtype.type(0)
    nowhere = np.zeros(3, dtype=positions_km.dtype)  # the Earth's centre: below every horizon
    directions, near = np.empty((3, order.shape[0])), np.empty(order.shape[0], dtype=np.bool_)
    chosen = np.empty(order.shape[0] + 1, dtype=np.int64)
    for epoch in range(positions_km.shape[0]):
        _fill_directions(positions_km[epoch], order, directions)
        for block in range(rows.shape[0]):
            if not _any_wanted(rows[block], wanted[epoch]):
                continue
            _fill_near(directions, axes[block], limits[block], near)
            for i in range(_XX):
                work[i] = places[block, i]
            work[_XX:] = zero
            for family in range(starts.shape[0] - 1):
                count = _chosen(order, near, starts[family], starts[family + 1], chosen)
                for pair in range(0, count, 2):
                    first = positions_km[epoch, chosen[pair]]
                    second = positions_km[epoch, chosen[pair + 1]] if pair + 1 < count else nowhere
                    _add_pair(first, second, sines[0], sines[1], work)
                if count > 0:
                    _eliminate_clock(work)
            _solve(work)
            for place in range(BLOCK):
                row = rows[block, place]
                if row >= 0 and wanted[epoch, row]:
                    result[epoch, row] = work[_XX + place]


@inner_kernel
def _any_wanted(rows: IntArray, wanted: BoolArray) -> bool:
    """Whether any place of a block is wanted."""
    for row in rows:  # noqa: SIM110  (numba has no generators in any())
        if row >= 0 and wanted[row]:
            return True
    return False


@kernel
def fill_above(
    positions_km: FloatArray,
    places: FloatArray,
    rows: IntArray,
    axes: FloatArray,
    limits: FloatArray,
    sine: float,
    above: BitArray,
) -> None:
    """Set the bit of every satellite above the mask, by the very comparison that the dilution rests on.

    Args:
        positions_km: shape (n_epochs, n_satellites, 3), km, ECEF.
        places: as in :func:`fill_dilution`, and so are the next three.
        rows: which place each is.
        axes: middle of each block.
        limits: how near a satellite must be to the axis.
        sine: sine of the elevation mask.
        above: result, shape (n_epochs, n_points, n_words).
    """
    order = np.arange(positions_km.shape[1])
    directions, near = np.empty((3, order.shape[0])), np.empty(order.shape[0], dtype=np.bool_)
    chosen = np.empty(order.shape[0] + 1, dtype=np.int64)
    held = np.empty(above.shape[2] * BLOCK, dtype=np.uint64)
    for epoch in range(positions_km.shape[0]):
        _fill_directions(positions_km[epoch], order, directions)
        for block in range(rows.shape[0]):
            _fill_near(directions, axes[block], limits[block], near)
            count = _chosen(order, near, 0, order.shape[0], chosen)
            held[:] = np.uint64(0)
            for satellite in chosen[:count]:
                bit, word = np.uint64(1) << np.uint64(satellite % 64), satellite // 64
                _mark_seen(positions_km[epoch, satellite], places[block], sine, bit, held[word * BLOCK :])
            for i in range(BLOCK):
                for word in range(above.shape[2]):
                    if rows[block, i] >= 0:
                        above[epoch, rows[block, i], word] = held[word * BLOCK + i]


@inner_kernel
def _mark_seen(
    satellite_km: FloatArray, places: FloatArray, sine: float, bit: np.uint64, held: BitArray
) -> None:
    """Set a bit of every place of a block that sees a satellite."""
    x, y, z = satellite_km[0], satellite_km[1], satellite_km[2]
    for i in range(BLOCK):
        seen = _ray(x, y, z, places, i, sine, sine)[3] > 0.0
        held[i] |= bit if seen else np.uint64(0)
