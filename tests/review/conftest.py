"""One run of the classroom with an objective of each kind, played once for all tests of the review."""

import pytest
from both_sides import both_sides

from wargame.analysis.review.page import Review, review_html
from wargame.cli import main
from wargame.loader import load

OBJECTIVES = """\
extends: classroom
objectives:
  connected: {kind: service, text: Keep the ships connected., who: [MER, ISO], mission: satcom_wideband, region: strait,
    users: MER, at_least: 0.5}
  always: {kind: service, text: Never lose the strait., mission: satcom_wideband, region: strait,
    taken: lowest, at_least: 0.999}
  peace: {kind: statistic, text: Red does not attack., measure: deterrence.attacked, at_most: 0}
  forced: {kind: statistic, text: Lose little., measure: resilience.depth.satcom_wideband, at_most: 0.2}
  talk: {kind: judged, text: Tell each other what you saw before you are asked., who: [TAR]}
injects:
  storm: {expected: Meridia asks Isola for its gateway within an hour.}
"""


@pytest.fixture(scope="session")
def play():
    """Plays both sides of a scenario: (scenario, arm, package, coalition, orders) -> summary."""
    return both_sides


@pytest.fixture(scope="session")
def exercise(tmp_path_factory):
    """The file of the classroom with objectives."""
    file = tmp_path_factory.mktemp("exercise") / "exercise.yaml"
    file.write_text(OBJECTIVES, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def folder(exercise):
    """The folder of its run."""
    out = exercise.parent / "run"
    assert main(["run", str(exercise), "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="session")
def summary(exercise, play):
    return play(load(exercise))


@pytest.fixture(scope="session")
def review(summary):
    return Review(summary, "out/class")


@pytest.fixture(scope="session")
def page(review):
    return review_html(review)
