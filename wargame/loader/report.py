"""What `wargame validate` says of a file, in a sentence and as plain values."""

from dataclasses import asdict
from typing import Any

from wargame.loader.faults import Fault, ScenarioError
from wargame.loader.load import Loaded


def summary(loaded: Loaded) -> str:
    """One line about a valid scenario: what it holds and what it can be varied by."""
    scenario = loaded.scenario
    counts = (
        (len(scenario.actors), "actor"),
        (len(scenario.fleet), "satellite"),
        (len(scenario.sites), "site"),
        (len(scenario.agreements), "agreement"),
        (len(scenario.threat_packages), "threat package"),
    )
    held = ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in counts)
    variants = f"; excursions: {', '.join(loaded.excursions)}" if loaded.excursions else ""
    warnings = len(loaded.warnings)
    odd = f"; {warnings} warning{'' if warnings == 1 else 's'}" if warnings else ""
    return f"{loaded.source} is valid: {held}{variants}{odd}"


def passed(loaded: Loaded) -> dict[str, Any]:
    """A valid file as plain values (`Any`: text, numbers and lists)."""
    return {
        "source": loaded.source,
        "valid": True,
        "title": loaded.scenario.title,
        "scenario_hash": loaded.scenario.hash,
        "excursions": list(loaded.excursions),
        "faults": [],
        "warnings": [_plain(fault) for fault in loaded.warnings],
    }


def failed(source: str, error: ScenarioError) -> dict[str, Any]:
    """A file with faults as plain values, with the same keys (`Any`: as above)."""
    return {
        "source": source,
        "valid": False,
        "title": None,
        "scenario_hash": None,
        "excursions": [],
        "faults": [_plain(fault) for fault in error.faults],
        "warnings": [],
    }


def _plain(fault: Fault) -> dict[str, Any]:
    return asdict(fault)
