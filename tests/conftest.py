"""What every test shares: the published cases, a deterministic hypothesis, the folder of reference data."""

import importlib
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import settings

from wargame.scenario import Scenario

CASE = "published case"
"""The property of a test that names a case; it travels with its report, whichever process ran it."""

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("wargame", derandomize=True, deadline=None, database=None, print_blob=True)
settings.load_profile("wargame")


def pytest_configure(config: pytest.Config) -> None:
    """Count published cases in every run."""
    config.pluginmanager.register(PublishedCases(), "published-cases")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with a slow test first: what several processes share out must not end with one long file."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


class PublishedCases:
    """Counts the published cases (`@pytest.mark.published("O01")`) that this run has checked.

    A case is checked when at least one of its tests passed, and skipped when all of its tests were skipped.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.outcomes: dict[str, set[str]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note which cases each test belongs to."""
        for item in items:
            for marker in item.iter_markers("published"):
                named = [*marker.args, *marker.kwargs.values()]
                if len(named) != 1 or not isinstance(named[0], str):
                    raise pytest.UsageError(
                        f"{item.nodeid}: published() takes one case id, for example 'O01'"
                    )
                item.user_properties.append((CASE, named[0]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a test of a case ended; a set-up that passed decides nothing."""
        if report.when == "call" or report.outcome != "passed":
            for case in [value for name, value in report.user_properties if name == CASE]:
                self.outcomes.setdefault(str(case), set()).add(report.outcome)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take the line that a process of tests has to tell (tests/swarm/conftest.py)."""
        if line := getattr(node, "workeroutput", {}).get("line"):
            self.lines.append(line)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how many cases were checked: a run without the data must not look like a run with it."""
        checked = sum("passed" in outcomes for outcomes in self.outcomes.values())
        skipped = sum(outcomes == {"skipped"} for outcomes in self.outcomes.values())
        for line in self.lines:
            terminalreporter.write_line(line)
        terminalreporter.write_line(f"published cases: {checked} checked, {skipped} skipped (data absent)")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def validation_data() -> Path:
    """The folder of published reference data, named by WARGAME_VALIDATION_DATA; skips without it."""
    named = os.environ.get("WARGAME_VALIDATION_DATA", "")
    if not named or not Path(named).is_dir():
        pytest.skip("WARGAME_VALIDATION_DATA names no folder")
    return Path(named)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def crises() -> ModuleType:
    """Builders of small crises (tests/shared/crises.py)."""
    return importlib.import_module("crises")


@pytest.fixture(scope="session")
def tutorial(crises: ModuleType) -> Scenario:
    """The shipped tutorial."""
    scenario: Scenario = crises.tutorial()
    return scenario
