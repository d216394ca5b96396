"""One run of the tutorial, played once for all tests of the report."""

import pytest
from both_sides import both_sides

from wargame.analysis.report import report_html
from wargame.loader import load


@pytest.fixture(scope="session")
def play():
    """Plays both sides of a scenario: (scenario, arm, package) -> summary."""
    return both_sides


@pytest.fixture(scope="session")
def summary():
    return both_sides(load("tutorial"))


@pytest.fixture(scope="session")
def page(summary):
    return report_html(summary)
