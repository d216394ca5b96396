"""Analysis: see docs/architecture.md. Imported as `wargame.analysis`, never under its bare folder name."""

if __name__ != "wargame.analysis":
    raise ImportError("import this package as 'wargame.analysis', not as 'analysis'")
