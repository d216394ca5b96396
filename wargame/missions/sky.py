"""What a fix of position is worth, cell by cell (epoch, point), and quickly again without some satellites.

Losing a satellite changes nothing at most points: it is below the mask, or enough others are above it. So what can
change is found once, with everything working, and kept as bits of points: where each satellite is seen, and where the
service changes when it alone is lost (*critical*, with the service then). So without one satellite everything is looked
up, and without several only those cells are worked out that have lost more than they can spare. All answers are the
same to the last bit, whichever way they are found.

The dilution is that of `wargame.space.dop`: clocks eliminated family by family, same tests for no solution (Kaplan and
Hegarty 2017, section 11.2). Sums run over satellites in the order of their rows, so a cell depends on nothing but the
satellites used there.
"""

import math
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from wargame.space import dop_kernels
from wargame.space.arrays import BitArray, FloatArray, IntArray
from wargame.space.compiled import inner_kernel, kernel

_Kept = TypeVar("_Kept", bound=np.generic)

SINGULAR = 1e-9
"""Written here again, because numba's cache of compiled kernels watches this file only."""
assert SINGULAR == dop_kernels.SINGULAR

_SURE = 1.0 - 1e-9
"""A dilution this much below the limit stays below it with more satellites, whatever rounding does."""

_MOST_PARTS = 5
"""Into how many parts the satellites of a cell are divided at most."""


class Heaven(NamedTuple):
    """Satellites, in rows by family, and the points of some regions, one region after the other.

    Attributes:
        positions_km: shape (epochs, rows, 3), ECEF.
        family: whose clock each has, in ascending order, shape (rows,).
        places: position (km) and vertical of every point, ECEF, shape (points, 6).
        starts: first point of each region, and the end, shape (regions + 1,).
        above: satellites above the mask that receivers take, bits of rows, shape (epochs, points, words).
    """

    positions_km: FloatArray
    family: IntArray
    places: FloatArray
    starts: IntArray
    above: BitArray


class Outlook(NamedTuple):
    """The service while everything works, and what can change it.

    Attributes:
        served: min(1, limit / PDOP), 0 without a solution, shape (epochs, points).
        means: mean over the points of each region, shape (regions, epochs).
        seen: points that see a satellite, bits of points, shape (epochs, rows, words).
        critical: points whose service changes (or may) when a satellite is lost, bits, shape (epochs, rows, words).
        spare: how many satellites, whichever they are, a cell can certainly lose, shape (epochs, points).
        first: where the answers for the points of `critical` start below, shape (epochs, rows).
        without: service of each of these points when that satellite alone is lost, in order of points.
    """

    served: FloatArray
    means: FloatArray
    seen: BitArray
    critical: BitArray
    spare: npt.NDArray[np.int8]
    first: IntArray
    without: FloatArray

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return sum(array.nbytes for array in self)


@kernel
def outlook(heaven: Heaven, pdop_limit: float) -> Outlook:
    """Return the service while everything works, and what can change it.

    Args:
        heaven: satellites and points.
        pdop_limit: largest PDOP at which the position is as good as needed.
    """
    (n_epochs, n_points, n_words), n_rows = heaven.above.shape, heaven.family.shape[0]
    served, spare = np.empty((n_epochs, n_points)), np.zeros((n_epochs, n_points), dtype=np.int8)
    means = np.empty((heaven.starts.shape[0] - 1, n_epochs))
    seen = np.zeros((n_epochs, n_rows, (n_points + 63) // 64), dtype=np.uint64)
    critical, count = np.zeros(seen.shape, dtype=np.uint64), 0
    used, part = np.empty(n_words, dtype=np.uint64), np.empty(n_words, dtype=np.uint64)
    for epoch in range(n_epochs):
        for point in range(n_points):
            _copy(heaven.above[epoch, point], used)
            served[epoch, point] = _worth(heaven, epoch, point, used, pdop_limit)
            full = served[epoch, point] == 1.0
            if full:
                spare[epoch, point] = _spare(heaven, epoch, point, used, part, pdop_limit)
            mark = np.uint64(1) << np.uint64(point % 64)
            for row in range(n_rows):
                bit = np.uint64(1) << np.uint64(row % 64)
                if heaven.above[epoch, point, row // 64] & bit != 0:
                    seen[epoch, row, point // 64] |= mark
                    if spare[epoch, point] == 0:
                        used[row // 64] ^= bit
                        if not full or _dilution(heaven, epoch, point, used) > _SURE * pdop_limit:
                            critical[epoch, row, point // 64] |= mark
                            count += 1
                        used[row // 64] ^= bit
        for region in range(means.shape[0]):
            means[region, epoch] = _average(heaven.starts, region, served[epoch])
    first, without = np.empty((n_epochs, n_rows), dtype=np.int64), np.empty(count)
    made = Outlook(served, means, seen, critical, spare, first, without)
    _fill_without(heaven, pdop_limit, made)
    return made


@inner_kernel
def _fill_without(heaven: Heaven, pdop_limit: float, made: Outlook) -> None:
    """Work out the service of every critical point without its satellite: `first` and `without`."""
    count, used = 0, np.empty(heaven.above.shape[2], dtype=np.uint64)
    for epoch in range(made.first.shape[0]):
        for row in range(made.first.shape[1]):
            made.first[epoch, row] = count
            for word in range(made.critical.shape[2]):
                bits = made.critical[epoch, row, word]
                while bits != 0:
                    low = bits & (~bits + np.uint64(1))
                    bits ^= low
                    point = word * 64 + _count(low - np.uint64(1))
                    _copy(heaven.above[epoch, point], used)
                    used[row // 64] ^= np.uint64(1) << np.uint64(row % 64)
                    made.without[count] = _worth(heaven, epoch, point, used, pdop_limit)
                    count += 1


@inner_kernel
def _spare(
    heaven: Heaven, epoch: int, point: int, used: BitArray, part: BitArray, pdop_limit: float
) -> np.int64:
    """Return how many satellites a cell can certainly lose: one less than the parts that are each enough alone."""
    for parts in range(2, _MOST_PARTS + 1):
        for number in range(parts):
            part[:] = np.uint64(0)
            place = 0
            for word in range(used.shape[0]):
                bits = used[word]
                while bits != 0:
                    low = bits & (~bits + np.uint64(1))
                    if place % parts == number:
                        part[word] |= low
                    bits ^= low
                    place += 1
            if not _dilution(heaven, epoch, point, part) <= _SURE * pdop_limit:
                return np.int64(parts - 2)
    return np.int64(_MOST_PARTS - 1)


@kernel
def fill_means(
    heaven: Heaven,
    calm: Outlook,
    pdop_limit: float,
    usable: BitArray,
    lost: IntArray,
    drowned: BitArray,
    epochs: tuple[int, int],
    result: FloatArray,
) -> None:
    """Write the mean over the points of each region without some satellites and with some points drowned.

    Args:
        heaven: satellites and points.
        calm: what there is while everything works.
        pdop_limit: largest PDOP at which the position is as good as needed.
        usable: rows that work, bits, shape (words,).
        lost: rows that receivers would take and that do not work.
        drowned: points that have lost all signals to jammers, bits, shape (words,).
        epochs: first epoch and the one after the last.
        result: shape (regions, epochs from the first).
    """
    n_words, n_regions = drowned.shape[0], result.shape[0]
    alone, together = np.empty(n_words, dtype=np.uint64), np.empty(n_words, dtype=np.uint64)
    served, used = np.empty(heaven.places.shape[0]), np.empty(usable.shape[0], dtype=np.uint64)
    for epoch in range(epochs[0], epochs[1]):
        column, some = epoch - epochs[0], np.uint64(0)
        for word in range(n_words):
            once, twice, touched = np.uint64(0), drowned[word], np.uint64(0)
            for row in lost:
                seen = calm.seen[epoch, row, word]
                touched |= calm.critical[epoch, row, word]
                twice |= once & seen
                once |= seen
            alone[word], together[word] = touched & ~twice, twice
            some |= touched | twice
        for region in range(n_regions):
            result[region, column] = calm.means[region, epoch]
        if some != 0:
            _copy(calm.served[epoch], served)
            _take_over(calm, epoch, lost, alone, served)
            _work_out(heaven, calm, pdop_limit, usable, drowned, epoch, together, used, served)
            for region in range(n_regions):
                if _any_between(alone, together, heaven.starts[region], heaven.starts[region + 1]):
                    result[region, column] = _average(heaven.starts, region, served)


@inner_kernel
def _take_over(calm: Outlook, epoch: int, lost: IntArray, alone: BitArray, served: FloatArray) -> None:
    """Write the service of critical points that have lost one satellite, as it was worked out before."""
    for row in lost:
        place = calm.first[epoch, row]
        for word in range(alone.shape[0]):
            bits = calm.critical[epoch, row, word]
            while bits != 0:
                low = bits & (~bits + np.uint64(1))
                bits ^= low
                if alone[word] & low != 0:
                    served[word * 64 + _count(low - np.uint64(1))] = calm.without[place]
                place += 1


@inner_kernel
def _work_out(
    heaven: Heaven,
    calm: Outlook,
    pdop_limit: float,
    usable: BitArray,
    drowned: BitArray,
    epoch: int,
    together: BitArray,
    used: BitArray,
    served: FloatArray,
) -> None:
    """Write the service of points that are drowned or have lost several satellites; `used` is room for the work."""
    for word in range(together.shape[0]):
        bits = together[word]
        while bits != 0:
            low = bits & (~bits + np.uint64(1))
            bits ^= low
            point, gone = word * 64 + _count(low - np.uint64(1)), 0
            for place in range(used.shape[0]):
                used[place] = heaven.above[epoch, point, place] & usable[place]
                gone += _count(heaven.above[epoch, point, place] ^ used[place])
            if drowned[word] & low != 0:
                served[point] = 0.0
            elif gone > calm.spare[epoch, point]:
                served[point] = _worth(heaven, epoch, point, used, pdop_limit)


@inner_kernel
def _copy(source: npt.NDArray[_Kept], target: npt.NDArray[_Kept]) -> None:
    """Write a row over another. Assigned as a slice, numba would compile strings for a message: three seconds."""
    for place in range(target.shape[0]):
        target[place] = source[place]


@inner_kernel
def _any_between(first: BitArray, second: BitArray, start: int, stop: int) -> bool:
    """Return whether either has a bit set from one place until before another."""
    for word in range(start // 64, (stop + 63) // 64):
        bits = first[word] | second[word]
        if start > word * 64:
            bits &= ~np.uint64(0) << np.uint64(start - word * 64)
        if stop < word * 64 + 64:
            bits &= ~(~np.uint64(0) << np.uint64(stop - word * 64))
        if bits != 0:
            return True
    return False


@inner_kernel
def _average(starts: IntArray, region: int, served: FloatArray) -> float:
    """Return the mean over the points of a region, summed in their order."""
    total = 0.0
    for point in range(starts[region], starts[region + 1]):
        total += served[point]
    return float(total / (starts[region + 1] - starts[region]))


@inner_kernel
def _worth(heaven: Heaven, epoch: int, point: int, used: BitArray, pdop_limit: float) -> float:
    """Return min(1, limit / PDOP) of the satellites used in a cell, 0 without a solution."""
    return min(1.0, pdop_limit / float(_dilution(heaven, epoch, point, used)))


@inner_kernel
def _dilution(heaven: Heaven, epoch: int, point: int, used: BitArray) -> float:
    """Return the position dilution of the satellites used in a cell, infinite without a solution."""
    positions_km, place, family = heaven.positions_km[epoch], heaven.places[point], heaven.family
    xx, xy, xz, yy, yz, trace = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    sum_x, sum_y, sum_z, seen, spare, current = 0.0, 0.0, 0.0, 0.0, 0.0, np.int64(0)
    for word in range(used.shape[0]):
        bits = used[word]
        while True:
            low = bits & (~bits + np.uint64(1))
            row = word * 64 + _count(low - np.uint64(1)) if bits != 0 else int(family.shape[0])
            last = bits == 0 and word == used.shape[0] - 1
            if seen > 0.0 and (last or (bits != 0 and family[row] != current)):
                # A family is complete: take its clock out.
                share = 1.0 / seen
                xx -= sum_x * sum_x * share
                xy -= sum_x * sum_y * share
                xz -= sum_x * sum_z * share
                yy -= sum_y * sum_y * share
                yz -= sum_y * sum_z * share
                trace += seen - (sum_x * sum_x + sum_y * sum_y + sum_z * sum_z) * share
                spare += seen - 1.0
                sum_x, sum_y, sum_z, seen = 0.0, 0.0, 0.0, 0.0
            if bits == 0:
                break
            bits ^= low
            current = family[row]
            x = positions_km[row, 0] - place[0]
            y = positions_km[row, 1] - place[1]
            z = positions_km[row, 2] - place[2]
            inverse = 1.0 / math.sqrt(x * x + y * y + z * z)
            x, y, z = x * inverse, y * inverse, z * inverse
            xx += x * x
            xy += x * y
            xz += x * z
            yy += y * y
            yz += y * z
            sum_x, sum_y, sum_z, seen = sum_x + x, sum_y + y, sum_z + z, seen + 1.0
    zz = trace - xx - yy
    minor_x, minor_y, minor_z = yy * zz - yz * yz, xx * zz - xz * xz, xx * yy - xy * xy
    determinant = xx * minor_x - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz)
    if spare < 3.0 or not determinant >= SINGULAR:
        return np.inf
    return math.sqrt((minor_x + minor_y + minor_z) / determinant)


@inner_kernel
def _count(bits: np.uint64) -> int:
    """Return the number of set bits of a word.

    Source: Warren 2013, Hacker's Delight, figure 5-2.
    """
    word = bits - ((bits >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int(np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56)))


@kernel
def held(
    means: FloatArray, place: IntArray, starts: IntArray, rows: IntArray, shares: FloatArray, rounded: bool
) -> FloatArray:
    """Return sums of rows by their shares at every sample, shape (cells, samples).

    Args:
        means: shape (rows, columns).
        place: the column that holds at each sample, shape (samples,).
        starts: where the rows of each cell start, and the end, shape (cells + 1,).
        rows: the rows of all cells, one cell after the other.
        shares: their shares.
        rounded: whether to round the sums to 1e-9.
    """
    result, mixed = np.zeros((starts.shape[0] - 1, place.shape[0])), np.empty(means.shape[1])
    for cell in range(result.shape[0]):
        if starts[cell] == starts[cell + 1]:
            continue
        mixed[:] = 0.0
        for part in range(starts[cell], starts[cell + 1]):
            row, share = means[rows[part]], shares[part]
            for column in range(mixed.shape[0]):
                mixed[column] += share * row[column]
        for column in range(mixed.shape[0] if rounded else 0):
            mixed[column] = np.rint(mixed[column] * 1e9) / 1e9
        for sample in range(place.shape[0]):
            result[cell, sample] = mixed[place[sample]]
    return result
