"""Loads scenario files: strict YAML, `extends`, excursions, `--set`, every fault at once with its place.

Depends on nothing heavier than pydantic and PyYAML.
"""

from wargame.loader.faults import Fault, ScenarioError
from wargame.loader.load import Loaded, load, load_all, validate
from wargame.loader.sources import shipped

__all__ = ["Fault", "Loaded", "ScenarioError", "load", "load_all", "shipped", "validate"]
