"""What there is to choose from: shipped scenarios, effects, missions, doctrines, measures."""

from collections.abc import Mapping, Sequence
from typing import Any

from wargame import registry
from wargame.analysis.measures import catalogue as measures_of_analysis
from wargame.loader.compose import composed
from wargame.loader.faults import ScenarioError
from wargame.loader.sources import resolve, shipped
from wargame.loader.tree import plain

Entry = Mapping[str, Any]  # Any: text, numbers and lists for people and for `--json`

PLUGIN_KINDS = {"effects": registry.EFFECT, "missions": registry.MISSION, "doctrines": registry.DOCTRINE}


def catalogue() -> dict[str, Sequence[Entry]]:
    """Every choice by kind, as `wargame list --json` prints it."""
    found: dict[str, Sequence[Entry]] = {"scenarios": [scenario_entry(name) for name in shipped()]}
    for plural, kind in PLUGIN_KINDS.items():
        found[plural] = [
            {"key": key, "title": headline(module)} for key, module in registry.modules(kind).items()
        ]
    found["measures"] = measures()
    return found


def scenario_entry(name: str) -> Entry:
    """A shipped scenario by name, with title, question and excursions; a broken one says so."""
    try:
        values = plain(composed(resolve(name)))
    except ScenarioError as error:
        return {"name": name, "title": f"broken: {error.faults[0]}", "question": "", "excursions": []}
    excursions = values.get("excursions")
    return {
        "name": name,
        "title": str(values.get("title", name)),
        "question": str(values.get("question", "")),
        "excursions": sorted(excursions) if isinstance(excursions, Mapping) else [],
    }


def headline(module: object) -> str:
    """The first line of a module's page."""
    return (module.__doc__ or "").strip().split("\n")[0].rstrip(".")


def measures() -> Sequence[Entry]:
    """Every measure, with kind, arm, unit and direction."""
    return [dict(item) for item in measures_of_analysis()]


def as_text(found: Mapping[str, Sequence[Entry]]) -> str:
    """The catalogue for people, a heading for each kind."""
    lines: list[str] = []
    for plural, entries in found.items():
        lines += ([""] if lines else []) + [plural.capitalize()]
        lines += [line for entry in entries for line in _lines(entry)] or ["  none yet"]
    return "\n".join(lines)


def _lines(entry: Entry) -> list[str]:
    name = str(entry.get("name") or entry.get("key"))
    marked = " (for 'wargame contribution')" if entry.get("contribution") else ""
    lines = [f"  {name:<34}{entry.get('title', '')}{marked}"]
    if entry.get("question"):
        lines.append(f"  {'':<34}{entry['question']}")
    if entry.get("excursions"):
        lines.append(f"  {'':<34}excursions: {', '.join(entry['excursions'])}")
    return lines
