"""The page of a scenario: what it asks, who is in it and with what, what may happen, and its excursions."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from wargame.analysis.names import Names, clock, mission_name, together
from wargame.loader import Loaded, load_all
from wargame.loader.sources import shipped
from wargame.scenario import Scenario

KINDS = {
    "lead": "Lead",
    "partner": "Partners",
    "commercial": "Companies",
    "neutral": "Neutral",
    "adversary": "Adversary",
}
"""Kinds of actors in the order of the page, as its headings have them."""


def scenario_page(name: str) -> str | None:
    """The page of a shipped scenario or of a file; None where the name is neither's.

    Raises:
        ScenarioError: there is such a file, and it is wrong.
    """
    if name not in shipped() and not (name.endswith((".yaml", ".yml")) and Path(name).is_file()):
        return None
    return "\n".join(_lines(load_all(name)))


def _lines(loaded: Loaded) -> Iterator[str]:
    scenario = loaded.scenario
    yield scenario.title
    yield f"\n{scenario.question}"
    if scenario.look_for:
        yield "\nWhat to look for"
        yield from (f"  {line}" for line in scenario.look_for)
    given = scenario.clock
    yield f"\nFrom {given.start:%d %B %Y %H:%M} UTC, {given.duration_h / 24:g} days in moves of {given.move_h} h."
    yield from _actors(scenario)
    yield (
        f"Holds {len(scenario.fleet)} satellites, {len(scenario.sites)} sites, {len(scenario.users)} groups of users "
        f"in {len(scenario.regions)} regions, {len(scenario.agreements)} agreements. Services: "
        f"{together([mission_name(key) for key in scenario.needed])}."
    )
    yield from _block("Threat packages", {key: item.title for key, item in scenario.threat_packages.items()})
    yield from _block(
        "Injects",
        {
            key: f"{clock(round(item.at_h * 3600))}: {item.note or item.kind}"
            for key, item in scenario.injects.items()
        },
    )
    yield from _block("Excursions", loaded.excursion_titles)


def _actors(scenario: Scenario) -> Iterator[str]:
    names = Names(scenario)
    for kind, heading in KINDS.items():
        found = [names(key) for key, actor in scenario.actors.items() if actor.kind == kind]
        if found:
            yield f"{heading}: {', '.join(sorted(found))}."


def _block(heading: str, rows: Mapping[str, str]) -> Iterator[str]:
    if rows:
        yield f"\n{heading}"
        yield from (f"  {key:<22}{words}" for key, words in sorted(rows.items()))
