"""The slow oracle and the random worlds, as fixtures."""

import importlib
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def scalar() -> ModuleType:
    """The slow evaluator (scalar.py)."""
    return importlib.import_module("scalar")


@pytest.fixture(scope="session")
def worlds() -> ModuleType:
    """The generator of small worlds (worlds.py)."""
    return importlib.import_module("worlds")
