"""Compiled interpolation: cells of a path from its positions on the grid, and positions from the cells."""

import math

from wargame.space.arrays import FloatArray
from wargame.space.compiled import kernel

COEFFICIENTS = 12
"""Coefficients of a polynomial of degree eleven."""


@kernel
def fill_cells(lagrange: FloatArray, positions_km: FloatArray, cells: FloatArray) -> None:
    """Fill the polynomials of a path.

    Grid times stand in pairs on either side of a cell's middle; even powers rest on the sums of their positions, odd
    powers on the differences.

    Args:
        lagrange: the polynomial that each of the first six of twelve positions adds, shape (6 positions, 12 powers).
        positions_km: on the grid, five times more than needed at either end, shape (n_cells + 11, 3).
        cells: result, shape (n_cells, 3, 12).
    """
    for cell in range(cells.shape[0]):
        for axis in range(3):
            km, row = positions_km[cell : cell + COEFFICIENTS, axis], cells[cell, axis]
            a, b, c, d, e, f = km[0], km[1], km[2], km[3], km[4], km[5]
            m, k, j, i, h, g = km[11], km[10], km[9], km[8], km[7], km[6]
            for power in range(0, COEFFICIENTS, 2):
                even = (
                    lagrange[0, power] * (a + m) + lagrange[1, power] * (b + k) + lagrange[2, power] * (c + j)
                )
                even += (
                    lagrange[3, power] * (d + i) + lagrange[4, power] * (e + h) + lagrange[5, power] * (f + g)
                )
                odd = lagrange[0, power + 1] * (a - m) + lagrange[1, power + 1] * (b - k)
                odd += lagrange[2, power + 1] * (c - j) + lagrange[3, power + 1] * (d - i)
                odd += lagrange[4, power + 1] * (e - h) + lagrange[5, power + 1] * (f - g)
                row[power], row[power + 1] = even, odd


@kernel
def fill_positions(
    begin_s: float,
    end_s: float,
    first: int,
    step_s: float,
    cells: FloatArray,
    times_s: FloatArray,
    found_km: FloatArray,
) -> None:
    """Fill positions, shape (n_times, 3), km, at the times within [begin, end); others stay as they are.

    Args:
        begin_s: when the path begins.
        end_s: when it ends.
        first: number of the first cell, counted in steps from time zero.
        step_s: length of a cell.
        cells: shape (n_cells, 3, 12).
        times_s: shape (n_times,).
        found_km: result.
    """
    last = first + cells.shape[0] - 1
    for row in range(times_s.shape[0]):
        if times_s[row] < begin_s or times_s[row] >= end_s:
            continue
        since = times_s[row] / step_s
        cell = min(max(math.floor(since), first), last)
        u = since - cell - 0.5
        square = u * u
        fourth = square * square
        for axis in range(3):
            c = cells[cell - first, axis]
            low = (c[0] + u * c[1]) + square * (c[2] + u * c[3])
            middle = (c[4] + u * c[5]) + square * (c[6] + u * c[7])
            high = (c[8] + u * c[9]) + square * (c[10] + u * c[11])
            found_km[row, axis] = low + fourth * (middle + fourth * high)
