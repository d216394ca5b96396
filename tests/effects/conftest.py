"""The small crises of tests/engine/crises.py, as a fixture (tests are not a package)."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from wargame.scenario import Scenario

_NAME = "crises_for_tests"


def _crises() -> ModuleType:
    if _NAME not in sys.modules:
        file = Path(__file__).resolve().parent.parent / "engine" / "crises.py"
        spec = importlib.util.spec_from_file_location(_NAME, file)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[_NAME] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[_NAME])
    return sys.modules[_NAME]


@pytest.fixture(scope="session")
def crises() -> ModuleType:
    """Builders of small crises."""
    return _crises()


@pytest.fixture(scope="session")
def tutorial(crises: ModuleType) -> Scenario:
    """The shipped tutorial."""
    scenario: Scenario = crises.tutorial()
    return scenario
