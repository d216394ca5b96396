"""The page of a comparison: self-contained, escaped, both lines drawn, the first difference marked."""

import re
from html.parser import HTMLParser

import pytest

from wargame.analysis.amendments import fork_label
from wargame.analysis.comparing.comparison import compare
from wargame.analysis.comparing.courses import Course
from wargame.analysis.comparing.page import comparison_html
from wargame.forking import fork
from wargame.run import run
from wargame.scenario.forking import Change, Fork


@pytest.fixture(scope="module")
def runs(crises):
    """A crisis and its fork in which agreements lapse, with a name that would be a script."""
    scenario = crises.changed({"title": "<script>alert(1)</script>"})
    arms = {arm: run(scenario, arm=arm) for arm in ("free", "unattacked", "restraint")}
    changes = {"agreements.pool": None, "agreements.ground": None, "agreements.warning": None}
    forked = {arm: fork(record, 4, set=changes) for arm, record in arms.items()}
    return [Course(*side.values(), called) for side, called in ((arms, "before"), (forked, "a<b"))]


@pytest.fixture(scope="module")
def page(runs):
    """The page."""
    return comparison_html(compare(*runs))


def test_no_request_leaves_the_page_and_nothing_runs_in_it(page):
    """It opens from a disk without network."""
    assert "<script" not in page.lower()
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "default-src 'none'" in page
    assert "url(http" not in page


def test_text_is_escaped(page):
    """Of scenarios and of folders."""
    assert "&lt;script&gt;alert(1)" in page
    assert "a&lt;b" in page


def test_every_tag_is_closed(page):
    """Well-formed, so that every browser shows the same."""
    void = {"meta", "br", "line", "rect", "circle", "polyline", "polygon"}
    stack = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            if tag not in void:
                stack.append(tag)

        def handle_endtag(self, tag):
            if tag not in void:
                assert stack.pop() == tag

    Reader().feed(page)
    assert not stack


def test_both_lines_are_drawn_and_the_fork_is_marked(page, runs):
    """In the charts of the gap, of P(attack) and of every mission that differs."""
    found = compare(*runs)
    charts = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
    differing = [key for key, (left, right) in found.service.items() if left != right]
    assert len(charts) == 2 + len(differing) >= 4
    for chart in charts:
        assert 'class="track first"' in chart
        assert 'class="track second"' in chart
        assert "fork, first difference" in chart or ">fork<" in chart


def test_it_says_that_it_is_no_assessment_and_one_draw(page):
    """As every output does."""
    assert "not an assessment of any nation" in page
    assert "One run is one draw of chance" in page


def test_the_same_runs_give_the_same_page(page, runs):
    """To the letter."""
    assert comparison_html(compare(*runs)) == page


def test_equal_runs_and_different_scenarios_have_a_page_too(runs, tutorial, crises):
    """Without charts that would show nothing."""
    same = comparison_html(compare(runs[0], runs[0]))
    assert "Nowhere: the two runs are the same" in same
    other = Course(run(crises.changed({"title": "Another", "clock.duration_h": 72}), arm="unattacked"))
    mixed = comparison_html(compare(runs[0], other))
    assert "These are different scenarios" in mixed


def test_the_page_says_that_differences_and_curves_are_of_two_games(runs, page):
    """Where the curves are those of the restraint path, and only there."""
    assert "These are two games" in page
    without = [Course(course.played, called="either") for course in runs]
    assert "These are two games" not in comparison_html(compare(*without))


@pytest.mark.parametrize(("changed", "more"), [(3, ""), (5, " and 2 more")])
def test_the_label_of_a_fork_names_three_changes_by_the_end_of_their_paths(changed, more):
    """A long path does not hide what changed."""
    changes = tuple(Change(f"disclosure.members.field_{n}", n, n + 1) for n in range(changed))
    named = ", ".join(f"members.field_{n}: {n} becomes {n + 1}" for n in range(3))
    assert fork_label(Fork("0" * 64, 4, changes)) == f"fork at move 4: {named}{more}"
