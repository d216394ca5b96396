"""One run of the tutorial, played once for all tests of the report."""

import pytest

from wargame.analysis.report import report_html
from wargame.analysis.summary import Side, Summary
from wargame.loader import load
from wargame.run import run


def _played(scenario, arm="free", package=None):
    """The summary that `wargame run` makes."""

    def side(members):
        one = {name: run(scenario, coalition=members, arm=name) for name in ("unattacked", "restraint")}
        return Side(run(scenario, coalition=members, arm=arm, package=package), **one)

    return Summary(scenario, side(None), side(()))


@pytest.fixture(scope="session")
def play():
    """Plays both sides of a scenario: (scenario, arm, package) -> summary."""
    return _played


@pytest.fixture(scope="session")
def summary():
    return _played(load("tutorial"))


@pytest.fixture(scope="session")
def page(summary):
    return report_html(summary)
