"""Agents: see docs/architecture.md. Imported as `wargame.agents`, never under its bare folder name."""

if __name__ != "wargame.agents":
    raise ImportError("import this package as 'wargame.agents', not as 'agents'")
