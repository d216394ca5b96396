"""The shipped scenarios, each read once."""

import pytest
from shipped import validated

from wargame.loader import Loaded
from wargame.scenario import Scenario


@pytest.fixture(scope="session")
def western_pacific_file() -> Loaded:
    """The Western Pacific with its warnings and excursions."""
    return validated("western_pacific")


@pytest.fixture(scope="session")
def western_pacific(western_pacific_file: Loaded) -> Scenario:
    """The Western Pacific."""
    return western_pacific_file.scenario


@pytest.fixture(scope="session")
def coalition_2025() -> Scenario:
    """The order of battle under the Western Pacific, as it runs by itself."""
    return validated("coalition_2025").scenario


@pytest.fixture(scope="session")
def europe() -> Scenario:
    """The order of battle seen from Europe, as it runs by itself."""
    return validated("coalition_2025_europe").scenario


@pytest.fixture(scope="session")
def european_crises() -> dict[str, Scenario]:
    """The two crises over it, by name."""
    return {name: validated(name).scenario for name in ("baltic_high_north", "gulf")}


@pytest.fixture(scope="session")
def tutorial_file() -> Loaded:
    """The tutorial with its warnings and excursions."""
    return validated("tutorial")


@pytest.fixture(scope="session")
def tutorial(tutorial_file: Loaded) -> Scenario:
    """The tutorial."""
    return tutorial_file.scenario
