"""The command `doctor`: what is installed, which optional parts there are, where the cache is."""

import os
import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Annotated, Any

import typer

from wargame.cli.commands import Command
from wargame.cli.printing import say, say_json

DISTRIBUTION = "coalition-wargame"

OPTIONAL = {
    "distributed": "sweeps on a cluster",
    "pyarrow": "tables as Parquet",
    "python-pptx": "slides",
}
"""Distributions that add something, and what."""


def doctor(json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False) -> None:
    """Print versions, optional parts and where the geometry cache is."""
    found = examination()
    if json:
        say_json(found)
    else:
        say("\n".join(_lines(found)))
    if not found["healthy"]:
        raise typer.Exit(1)


def examination() -> dict[str, Any]:
    """The state of this installation as plain values (`Any`: text, switches and maps of them)."""
    from wargame import __version__

    needed = {name: _version(name) for name in _needed()}
    cache = _cache_folder()
    return {
        "wargame": __version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "installed": bool(needed),
        "needed": needed,
        "optional": {name: _version(name) for name in OPTIONAL},
        "cache": {"folder": str(cache), "writable": _writable(cache)},
        "encoding": sys.stdout.encoding or "unknown",
        "healthy": bool(needed) and None not in needed.values(),
    }


def _needed() -> list[str]:
    """The distributions that the program cannot do without; none when it is not installed itself."""
    try:
        found = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        return []
    return sorted(re.split(r"[^\w.-]", item, maxsplit=1)[0] for item in found if "extra ==" not in item)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _cache_folder() -> Path:
    from wargame.space.cache import default_cache_folder  # here: it brings numpy

    return default_cache_folder()


def _writable(folder: Path) -> bool:
    """True when the folder, or the nearest one above it that exists, can be written."""
    existing = next((item for item in (folder, *folder.parents) if item.exists()), folder)
    return os.access(existing, os.W_OK)


def _lines(found: dict[str, Any]) -> list[str]:
    lines = [f"wargame {found['wargame']} on Python {found['python']}, {found['platform']}"]
    if not found["installed"]:
        lines.append("not installed; in the folder that holds pyproject.toml: python -m pip install -e .")
    lines += [
        f"  {name:<16}{have or 'MISSING: install the program again'}"
        for name, have in found["needed"].items()
    ]
    lines.append("optional")
    lines += [
        f"  {name:<16}{have or 'not installed'} ({OPTIONAL[name]})"
        for name, have in found["optional"].items()
    ]
    state = (
        "" if found["cache"]["writable"] else " (not writable: geometry is kept in memory; set WARGAME_CACHE)"
    )
    lines.append(f"cache           {found['cache']['folder']}{state}")
    return lines


COMMANDS = (Command("doctor", doctor, "wargame doctor --json"),)
