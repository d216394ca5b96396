"""A coalition space wargame: what do partners add to resilience and deterrence?

The names below are what a notebook or a script needs; each loads its part of the program on first use, so that
`import wargame` is cheap.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "Game",
    "Record",
    "__version__",
    "contribution",
    "fork",
    "load",
    "replay",
    "run",
    "statistics",
    "sweep",
]

if TYPE_CHECKING:
    from wargame.analysis.contribution import contribution
    from wargame.analysis.replay.page import replay
    from wargame.analysis.statistics import statistics
    from wargame.forking import fork
    from wargame.loader.load import load
    from wargame.model import Game
    from wargame.record import Record
    from wargame.run import run
    from wargame.studies.sweep import sweep

_HOMES = {
    "Game": "wargame.model",
    "Record": "wargame.record",
    "contribution": "wargame.analysis.contribution",
    "fork": "wargame.forking",
    "load": "wargame.loader.load",
    "replay": "wargame.analysis.replay.page",
    "run": "wargame.run",
    "statistics": "wargame.analysis.statistics",
    "sweep": "wargame.studies.sweep",
}

_LINKED = ("agents", "analysis", "scenarios")

for _name in _LINKED:
    if find_spec(f"wargame.{_name}") is None:
        raise ImportError(
            f"wargame is not installed, and in this checkout wargame/{_name} is not a link to the folder {_name}/ "
            "(common on Windows and in downloaded archives): install first, with  python -m pip install -e .  "
            "in the folder that holds pyproject.toml"
        )


class _Package(ModuleType):
    """This package as an object on which the public names win over submodules of the same name."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute, unless the import system binds the module `wargame.run` over the function `run`."""
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    """The public object of this name, its module imported on first use (`Any`: functions and classes)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'wargame' has no attribute '{name}'; it offers {', '.join(__all__)}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, for completion in an editor or a notebook."""
    return sorted(__all__)
