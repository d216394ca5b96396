"""The slow oracle and the random worlds, as fixtures."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def _beside(name: str) -> ModuleType:
    """A module that lies beside this file (tests are not a package)."""
    spec = importlib.util.spec_from_file_location(f"oracle_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def scalar() -> ModuleType:
    """The slow evaluator."""
    return _beside("scalar")


@pytest.fixture(scope="session")
def worlds() -> ModuleType:
    """The generator of small worlds."""
    return _beside("worlds")
