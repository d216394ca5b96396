"""Pictures of an analysis: what is written stays inside."""

import re

import pytest

from wargame.analysis.sweep_charts import LETTER, bars, limits
from wargame.analysis.sweep_sections import estimate, tips

TITLES = [
    "Power",
    "Capacity pool of Arcadia and Borealis",
    "A title that is longer than anything that fits beside",
]


def _starts(drawing):
    """Where the left end of every title is."""
    found = re.findall(r'<text[^>]*class="option"[^>]*>([^<]*)<', drawing)
    ends = [float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*class="option"', drawing)]
    assert len(found) == len(ends) > 0
    return [end - LETTER * len(title) for title, end in zip(found, ends, strict=True)]


@pytest.mark.parametrize("title", TITLES)
def test_no_title_of_a_bar_is_cut_off_at_the_left(title):
    estimate = {"value": 0.3, "low": 0.1, "high": 0.5}
    assert min(_starts(str(bars([(title, [estimate]), ("x", [estimate])], "Bars", ("bar",))))) >= 0


@pytest.mark.parametrize("title", TITLES)
def test_no_title_of_a_limit_is_cut_off_at_the_left(title):
    about = {"power": {"title": title, "levels": None, "low": 0, "high": 10}}
    found = {"limits": {"power": {"low": 4, "high": None}}}
    assert min(_starts(str(limits(found, about, "A box")))) >= 0


@pytest.mark.parametrize(
    ("means", "words"), [((0.9, 0.95), "lies above 0.85"), ((0.7, 0.8), "lies below 0.85")]
)
def test_a_curve_that_never_passes_says_on_which_side_it_lies(means, words):
    """Never enough and always enough are opposite results."""
    found = {"near": False, "tips_at": None, "means": list(means)}
    assert f"the mean {words} at every level" in tips("Service along power", found, 0.85)


@pytest.mark.parametrize(
    ("low", "high", "told", "words"),
    [
        (-0.46, -0.04, False, "  not distinguishable among all of these"),
        (-0.46, 0.04, False, "  not distinguishable"),
        (-0.46, -0.2, True, ""),
    ],
)
def test_an_interval_beside_zero_that_is_not_enough_among_many_says_so(low, high, told, words):
    """The interval is that of one number; whether it is told from zero is judged for all together."""
    item = {"value": -0.25, "low": low, "high": high, "distinguishable": told}
    assert estimate(item) == f"-0.250 [{low:+.3f}, {high:+.3f}]{words}"
