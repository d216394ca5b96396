"""Sphinx reads the Markdown of this folder; `make docs` builds it. Every page is also meant to be read as it is."""

from pathlib import Path

project = "coalition-wargame"
author = "the coalition-wargame authors"
copyright = f"2026 {author}"

_source = Path(__file__).resolve().parent.parent / "wargame" / "__init__.py"
release = _source.read_text(encoding="utf-8").partition('__version__ = "')[2].partition('"')[0]
version = release

extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
suppress_warnings = ["myst.xref_missing"]  # links to files beside the documents, such as the README
html_theme = "alabaster"
