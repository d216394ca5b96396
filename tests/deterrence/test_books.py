"""Red's what-if books: means over windows, the same to the last bit whatever has been written before."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.availability import Outage
from wargame.deterrence.books import BLOCK, UNITS, Book, in_units
from wargame.deterrence.futures import Futures, Layout
from wargame.missions.status import WHAT_IF_STEP_S

SAMPLES = 11
WHOLE, BROKEN = frozenset(), frozenset({("relay", None, 0.0)})


COALITIONS = ("alone", "some", "all")


def services():
    """Services of both statuses, rounded as services are: shape (statuses, coalitions, regions, samples)."""
    values = np.random.default_rng(2017).random((2, len(COALITIONS), 2, SAMPLES))
    return np.round(values, 9)


def layout_of(down_s, up_s, span_s):
    """A relay that is down from one time to another, beside nothing."""
    broken = [(WHOLE, 0.0, down_s), (BROKEN, down_s, up_s), (WHOLE, up_s, span_s)]
    return Layout.of([[(WHOLE, 0.0, span_s)], [piece for piece in broken if piece[1] < piece[2]]])


def filled(book, coalition, wanted):
    """Writes what is wanted; at other samples what it is given is no number."""
    column = COALITIONS.index(coalition)
    samples = in_units(services())[[0 if each == WHOLE else 1 for each in wanted], column]
    for row, (low, high) in zip(samples, wanted.values(), strict=True):
        row[..., :low] = np.nan
        row[..., high:] = np.nan
    book.write(coalition, wanted, samples)


times = st.lists(st.integers(0, 9 * WHAT_IF_STEP_S), min_size=3, max_size=3, unique=True).map(sorted)


def asked(book, when, now_s, coalitions=COALITIONS):
    """The means of a layout, after what they need has been written."""
    layout = layout_of(*map(float, when))
    for coalition, wanted in zip(coalitions, book.unknown(layout, now_s, coalitions), strict=True):
        if wanted:
            filled(book, coalition, wanted)
    assert not any(book.unknown(layout, now_s, coalitions))
    return book.means(layout, now_s, coalitions)


earlier = st.tuples(times, st.lists(st.sampled_from(COALITIONS), min_size=1, unique=True))


@given(when=times, before=st.lists(earlier, max_size=3), now_s=st.integers(0, 4 * WHAT_IF_STEP_S))
def test_means_are_those_of_the_samples_whatever_was_asked_before(when, before, now_s):
    fresh, used = Book(2, SAMPLES), Book(2, SAMPLES)
    for earlier_when, coalitions in before:
        asked(used, earlier_when, 0.0, coalitions)
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
    book, step_s = Book(1, SAMPLES), float(WHAT_IF_STEP_S)
    wanted = book.unknown(layout_of(5.5 * step_s, 5.6 * step_s, 6.5 * step_s), 0.0, ["all"])
    assert wanted == [{WHOLE: (0, 2 * BLOCK), BROKEN: (BLOCK, 2 * BLOCK)}]
    late = book.unknown(layout_of(0.5 * step_s, step_s, 1.5 * step_s), 9.0 * step_s, ["all"])
    assert late[0][BROKEN] == (2 * BLOCK, SAMPLES)


def test_a_book_tells_coalitions_apart_and_holds_nothing_for_those_not_asked_about():
    book, layout = Book(2, SAMPLES), layout_of(1e4, 2e4, 9e4)
    asked(book, (1e4, 2e4, 9e4), 0.0, ["some"])
    assert [bool(wanted) for wanted in book.unknown(layout, 0.0, COALITIONS)] == [True, False, True]
    assert book.span(WHOLE, "some") is not None
    assert book.span(WHOLE, "all") is None
    assert book.entries == 2


def test_the_smallest_factor_of_a_function_is_all_that_holds():
    futures = Futures()
    worse = [Outage("modems", "satcom", factor, 0.0, end_s) for factor, end_s in ((0.7, 5.0), (0.8, 9.0))]
    other = Outage("relay", None, 0.0, 2.0, None)
    layout = futures.layout(futures.joint(worse), [futures.joint([other])], 10.0)
    low, high = ("modems", "satcom", 0.7), ("modems", "satcom", 0.8)
    gone = other.lasting
    assert [layout.statuses[n] for n in layout.which] == [{low}, {low, gone}, {high, gone}, {gone}]


def test_services_are_whole_units():
    assert in_units(np.array([0.123456789, 1.0])).tolist() == [123456789.0, UNITS]
