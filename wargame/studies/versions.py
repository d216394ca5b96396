"""Which program plays: versions of the program, its code, its plug-ins and its libraries, in one line."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import wargame
from wargame.registry import KINDS
from wargame.run import libraries

PACKAGES = ("wargame", "wargame.agents", "wargame.analysis")
"""Where the program's code is; in a checkout these are three folders side by side."""

APART = frozenset({"agents", "analysis", "cli", "scenarios"})
"""Folders of the first that are looked at by themselves, or on which no number can depend."""


@cache
def versions() -> str:
    """The versions on which numbers can depend; processes with equal lines give equal numbers on one platform.

    The code has a digest beside the version, because a checkout changes between versions.
    """
    program = f"wargame {wargame.__version__} (code {code_digest()[:12]})"
    return "; ".join([program, *_plugins(), *(f"{name} {number}" for name, number in libraries().items())])


@cache
def code_digest() -> str:
    """SHA-256 over the program's Python files, in hexadecimal; line ends do not count, nor does the command line."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for name, file in _files(package):
            digest.update(f"{package}/{name}\0".encode())
            digest.update(_source(file) + b"\0")
    return digest.hexdigest()


def _files(package: str) -> Iterator[tuple[str, Path]]:
    """The files of a package by their names in it, in alphabetical order."""
    home = _home(import_module(package)).parent
    for file in sorted(home.rglob("*.py")):
        inner = file.relative_to(home)
        if package != "wargame" or inner.parts[0] not in APART:
            yield inner.as_posix(), file


def _plugins() -> Iterator[str]:
    """Plug-ins of other distributions, each with a digest of its module."""
    for kind in KINDS:
        for point in sorted(entry_points(group=kind.entry_point_group), key=lambda item: item.name):
            digest = hashlib.sha256(_source(_home(point.load()))).hexdigest()
            owner = f" of {point.dist.name} {point.dist.version}" if point.dist else ""
            yield f"{kind.name} {point.name}{owner} (code {digest[:12]})"


def _home(module: ModuleType) -> Path:
    assert module.__file__ is not None, "a module of Python has a file"
    return Path(module.__file__)


def _source(file: Path) -> bytes:
    return file.read_bytes().replace(b"\r\n", b"\n")
