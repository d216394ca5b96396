"""Pictures of an analysis: what is written stays inside."""

import re

import pytest

from wargame.analysis.sweep_charts import LETTER, bars, limits

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
