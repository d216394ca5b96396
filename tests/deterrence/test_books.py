"""Red's what-if books: means over windows, the same to the last bit whatever has been written before."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.deterrence.books import BLOCK, UNITS, Book, in_units
from wargame.deterrence.futures import Layout
from wargame.missions.status import WHAT_IF_STEP_S

SAMPLES = 11
WHOLE, BROKEN = frozenset(), frozenset({("relay", None, 0.0)})


def services():
    """Services of both statuses, rounded as services are: shape (statuses, coalitions, regions, samples)."""
    values = np.random.default_rng(2017).random((2, 3, 2, SAMPLES))
    return np.round(values, 9)


def layout_of(down_s, up_s, span_s):
    """A relay that is down from one time to another, beside nothing."""
    broken = [(WHOLE, 0.0, down_s), (BROKEN, down_s, up_s), (WHOLE, up_s, span_s)]
    return Layout.of([[(WHOLE, 0.0, span_s)], [piece for piece in broken if piece[1] < piece[2]]])


def filled(book, wanted):
    """Writes what is wanted; at other samples what it is given is no number."""
    samples = in_units(services())[[0 if each == WHOLE else 1 for each in wanted]]
    for row, (low, high) in zip(samples, wanted.values(), strict=True):
        row[..., :low] = np.nan
        row[..., high:] = np.nan
    book.write(wanted, samples)


times = st.lists(st.integers(0, 9 * WHAT_IF_STEP_S), min_size=3, max_size=3, unique=True).map(sorted)


def asked(book, when, now_s):
    """The means of a layout, after what they need has been written."""
    layout = layout_of(*map(float, when))
    if wanted := book.unknown(layout, now_s):
        filled(book, wanted)
    assert not book.unknown(layout, now_s)
    return book.means(layout, now_s)


@given(when=times, before=st.lists(times, max_size=3), now_s=st.integers(0, 4 * WHAT_IF_STEP_S))
def test_means_are_those_of_the_samples_whatever_was_asked_before(when, before, now_s):
    fresh, used = Book(3, 2, SAMPLES), Book(3, 2, SAMPLES)
    for earlier in before:
        asked(used, earlier, 0.0)
    found = asked(used, when, float(now_s))
    assert np.array_equal(found, asked(fresh, when, float(now_s)))
    down_s, up_s, span_s = when

    def total(status, low_s, high_s):
        """Service times samples between two times; what lies beyond the last sample counts for nothing."""
        edges = np.arange(SAMPLES + 1) * float(WHAT_IF_STEP_S)
        held = np.clip(
            np.minimum(edges[1:], now_s + high_s) - np.maximum(edges[:-1], now_s + low_s), 0.0, None
        )
        return (services()[status] * held).sum(axis=2)

    broken = total(0, 0, down_s) + total(1, down_s, up_s) + total(0, up_s, span_s)
    assert found[:, 1] == pytest.approx(broken / span_s, abs=1e-12)
    assert found[:, 0] == pytest.approx(total(0, 0, span_s) / span_s, abs=1e-12)


def test_only_samples_in_a_window_are_asked_for_in_blocks():
    book, step_s = Book(1, 1, SAMPLES), float(WHAT_IF_STEP_S)
    wanted = book.unknown(layout_of(5.5 * step_s, 5.6 * step_s, 6.5 * step_s), 0.0)
    assert wanted == {WHOLE: (0, 2 * BLOCK), BROKEN: (BLOCK, 2 * BLOCK)}
    late = book.unknown(layout_of(0.5 * step_s, step_s, 1.5 * step_s), 9.0 * step_s)
    assert late[BROKEN] == (2 * BLOCK, SAMPLES)


def test_services_are_whole_units():
    assert in_units(np.array([0.123456789, 1.0])).tolist() == [123456789.0, UNITS]
