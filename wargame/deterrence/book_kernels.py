"""Compiled parts of Red's what-ifs: histories cut into pieces, and sums of services over them."""

import numpy as np

from wargame.space.arrays import FloatArray, IntArray
from wargame.space.compiled import kernel


@kernel
def cut(
    starts_s: FloatArray, ends_s: FloatArray, stops_s: FloatArray, first: IntArray
) -> tuple[IntArray, IntArray, FloatArray, FloatArray, IntArray]:
    """Return a window's pieces cut further where pieces of each of some futures end.

    Args:
        starts_s: when the window's pieces begin, one after the other, shape (pieces,).
        ends_s: when they end.
        stops_s: when pieces of futures end, all futures one after the other; the last of each is infinite.
        first: the pieces of future `f` are `first[f]` to `first[f + 1]`, shape (futures + 1,).

    Returns:
        Of every new piece, future by future: the piece of the window, that of the future, its start and its end; and
        the first new piece of each future.
    """
    most = (first.shape[0] - 1) * starts_s.shape[0] + stops_s.shape[0]
    inside, beside = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    low_s, high_s = np.empty(most), np.empty(most)
    begins, count = np.empty(first.shape[0] - 1, dtype=np.int64), 0
    for future in range(first.shape[0] - 1):
        begins[future], place = count, first[future]
        for piece in range(starts_s.shape[0]):
            while stops_s[place] <= starts_s[piece]:
                place += 1
            start_s = starts_s[piece]
            while True:
                stop_s = min(ends_s[piece], stops_s[place])
                inside[count], beside[count] = piece, place
                low_s[count], high_s[count] = start_s, stop_s
                count += 1
                if stop_s >= ends_s[piece]:
                    break
                start_s = stop_s
                place += 1
    return inside[:count], beside[:count], low_s[:count], high_s[:count], begins


@kernel
def held(
    which: IntArray, starts_s: FloatArray, ends_s: FloatArray, count: int
) -> tuple[FloatArray, FloatArray]:
    """Return from when each of `count` statuses first holds in any piece and until when it last does."""
    from_s, until_s = np.full(count, np.inf), np.full(count, -np.inf)
    for piece in range(which.shape[0]):
        from_s[which[piece]] = min(from_s[which[piece]], starts_s[piece])
        until_s[which[piece]] = max(until_s[which[piece]], ends_s[piece])
    return from_s, until_s


@kernel
def missing(
    table: IntArray,
    spans: IntArray,
    columns: IntArray,
    rows: IntArray,
    first: FloatArray,
    last: FloatArray,
    block: int,
) -> IntArray:
    """Return what is asked for and not known: (column, row) by their places here, first sample, end; shape (found, 4).

    Args:
        table: the entry of each column and row.
        spans: which samples of each entry are known, first and end, shape (entries, 2); there are `spans[0, 0]`.
        columns: for whom.
        rows: which statuses are asked about.
        first: from when, in samples, shape (rows,).
        last: until when.
        block: samples are asked for in blocks of so many.
    """
    samples = spans[0, 0]
    found, count = np.empty((columns.shape[0] * rows.shape[0], 4), dtype=np.int64), 0
    for place in range(rows.shape[0]):
        low = min(np.int64(np.floor(first[place])), samples - 1) // block * block
        high = min((np.int64(np.ceil(last[place])) + block - 1) // block * block, samples)
        for column in range(columns.shape[0]):
            known = spans[table[columns[column], rows[place]]]
            if low < known[0] or high > known[1]:
                found[count, 0], found[count, 1] = column, place
                found[count, 2], found[count, 3] = min(low, known[0]), max(high, known[1])
                count += 1
    return found[:count]


@kernel
def window_sums(
    table: IntArray,
    sums: FloatArray,
    columns: IntArray,
    rows: IntArray,
    starts: FloatArray,
    ends: FloatArray,
    first: IntArray,
) -> FloatArray:
    """Return sums of services over the pieces of every history, shape (columns, histories, regions).

    Whole samples and parts of samples are taken apart, as sums of the first are exact and the rest is not.

    Args:
        table: the entry of each column and row.
        sums: prefix sums of each entry, shape (entries, regions, samples + 1).
        columns: for whom.
        rows: of each piece, shape (pieces,).
        starts: of each piece in samples, shape (pieces,).
        ends: of each piece.
        first: the first piece of each history.
    """
    n_regions, last = sums.shape[1], sums.shape[2] - 1
    low, high = np.empty(rows.shape[0], dtype=np.int64), np.empty(rows.shape[0], dtype=np.int64)
    low_part, high_part = np.empty(rows.shape[0]), np.empty(rows.shape[0])
    for piece in range(rows.shape[0]):
        start, end = min(starts[piece], float(last)), min(ends[piece], float(last))
        low[piece] = min(max(np.int64(np.floor(start)), 0), last - 1)
        high[piece] = min(max(np.int64(np.floor(end)), 0), last - 1)
        low_part[piece], high_part[piece] = start - low[piece], end - high[piece]
    result = np.zeros((columns.shape[0], first.shape[0], n_regions))
    for column in range(columns.shape[0]):
        for history in range(first.shape[0]):
            stop = first[history + 1] if history + 1 < first.shape[0] else rows.shape[0]
            for piece in range(first[history], stop):
                entry = table[columns[column], rows[piece]]
                for region in range(n_regions):
                    before = sums[entry, region, low[piece]]
                    until = sums[entry, region, high[piece]]
                    part_before = (sums[entry, region, low[piece] + 1] - before) * low_part[piece]
                    part = (sums[entry, region, high[piece] + 1] - until) * high_part[piece]
                    result[column, history, region] += (until - before) + (part - part_before)
    return result
