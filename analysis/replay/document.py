"""The document that the page reads: plain JSON values, things named by number, the same bytes for the same records."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wargame.analysis.cards import card_lines
from wargame.analysis.charts import COST_TERMS
from wargame.analysis.headline import RESOLVE_MEANS
from wargame.analysis.names import MISSION_NAMES, Names, mission_name
from wargame.analysis.replay.alternatives import Alternative
from wargame.analysis.replay.answers import Answers
from wargame.analysis.replay.arcs import arcs_of
from wargame.analysis.replay.groups import GROUPS, group_of
from wargame.analysis.replay.knowledge import Known
from wargame.analysis.replay.meanings import MEANINGS
from wargame.analysis.replay.pictures import TRUTH, Picture
from wargame.analysis.replay.short_cards import short_card
from wargame.analysis.replay.sky import does, lowest_elevation_deg, partners_on_the_ground
from wargame.analysis.replay.statuses import Status
from wargame.analysis.sentences import ends_by_itself
from wargame.analysis.summary import COURTESY, ONE_DRAW
from wargame.analysis.typography import with_minus
from wargame.events import (
    AttackDecided,
    AttributionFormed,
    InquiryOpened,
    ResponseDecided,
    ResponseDeclined,
    ServiceCrossed,
)
from wargame.record import Record
from wargame.scenario import Scenario
from wargame.space.architecture import epoch_of, geometry_request
from wargame.space.time import gmst_at, gmst_rate_rad_s

SCHEMA = "wargame.replay/1"
_ABOUT = ("asset", "target", "sensor", "targets", "learned")
"""Fields of events that name assets."""

Index = Mapping[str, int]
"""Places in the document's list of assets, by id."""


def document(
    record: Record, pictures: Sequence[Picture], alternatives: Sequence[Alternative] = ()
) -> dict[str, Any]:
    """What the page is told (`Any`: plain JSON values).

    Args:
        record: the run.
        pictures: what the page may show, the first one first; assets that none of them has are left out.
        alternatives: other runs, for "what if".
    """
    scenario, names = record.scenario, Names(record.scenario)
    known = {key for picture in pictures for key in picture.assets}
    satellites = [key for key in scenario.fleet if key in known]
    sites = [key for key in sorted(scenario.sites) if key in known]
    index = {key: place for place, key in enumerate([*satellites, *sites])}
    actors = {key: place for place, key in enumerate(sorted(scenario.actors))}
    epoch_utc = epoch_of(scenario.clock)
    return {
        "schema": SCHEMA,
        "title": scenario.title,
        "courtesy": COURTESY,
        "one_draw": ONE_DRAW.replace("`", ""),
        "resolve_means": RESOLVE_MEANS,
        "meanings": MEANINGS,
        "epoch": epoch_utc,
        "gmst": [round(float(gmst_at(epoch_utc, 0.0)), 9), gmst_rate_rad_s(epoch_utc)],
        "end_s": scenario.clock.duration_s,
        "move_s": scenario.clock.move_s,
        "missions": MISSION_NAMES,
        "lead": names(scenario.lead),
        "costs": [name for _, name in COST_TERMS],
        "groups": [{"id": key, "name": name, "shown": shown} for key, (name, shown) in GROUPS.items()],
        "actors": [{"name": scenario.actors[key].name, "kind": scenario.actors[key].kind} for key in actors],
        "regions": {key: _region(scenario, key) for key in sorted(scenario.regions)},
        "assets": [
            *_satellites(scenario, satellites, index, actors, epoch_utc),
            *(_site(scenario, key, actors) for key in sites),
        ],
        "pictures": [_picture(record, picture, index, names) for picture in pictures],
        "alternatives": [item.as_dict() for item in alternatives],
        **(_provenance(record) if any(picture.key == TRUTH for picture in pictures) else {}),
    }


def _provenance(record: Record) -> dict[str, Any]:
    """What says which run this is: for the trainer, as the hash of a scenario tells of its secrets."""
    manifest, scenario = record.manifest, record.scenario
    return {
        "question": scenario.question,
        "look_for": list(scenario.look_for),
        "run": {
            "arm": manifest.arm,
            "package": manifest.package,
            "seed": manifest.seed,
            "replicate": manifest.replicate,
            "coalition": [scenario.actors[key].name for key in manifest.coalition],
            "digest": record.digest,
            "version": manifest.version,
        },
    }


def _region(scenario: Scenario, key: str) -> dict[str, Any]:
    region = scenario.regions[key]
    return {
        "name": region.name,
        "box": [region.west_deg, region.south_deg, region.east_deg, region.north_deg],
    }


def _satellites(
    scenario: Scenario, keys: Sequence[str], index: Index, actors: Index, epoch_utc: str
) -> list[dict[str, Any]]:
    flown = dict(geometry_request(scenario).satellites)
    arcs = arcs_of(((key, flown[key]) for key in keys), epoch_utc, scenario.clock.duration_s)
    found = []
    for key in keys:
        body = scenario.fleet[key]
        partners = partners_on_the_ground(scenario, key)
        found.append(
            {
                "name": body.name,
                "owner": actors[body.owner],
                "does": does(body),
                "elevation": lowest_elevation_deg(scenario, body),
                "links": [index[site] for site in partners if site in index],
                "arcs": arcs[key],
            }
        )
    return found


def _site(scenario: Scenario, key: str, actors: Index) -> dict[str, Any]:
    site = scenario.sites[key]
    return {
        "name": site.name,
        "owner": actors[site.owner],
        "does": sorted({item.kind for item in site.functions.values()}),
        "place": [round(site.longitude_deg, 4), round(site.latitude_deg, 4)],
        "mask": site.mask_deg,
    }


# Pictures


def _picture(record: Record, picture: Picture, index: Index, names: Names) -> dict[str, Any]:
    place = {item.event.id: n for n, item in enumerate(picture.events)}
    answers, matters = Answers(record, names), dict[str, int]()
    events = [_event(item, place, index, answers) for item in picture.events]
    for row, item in zip(events, picture.events, strict=True):
        if isinstance(
            item.event, InquiryOpened | AttributionFormed
        ):  # by number: an id tells more than a cell may know
            row["m"] = matters.setdefault(item.event.engagement, len(matters))
    return {
        "id": picture.key,
        "name": picture.name,
        "kind": picture.kind,
        "assets": [
            [index[key], from_s] for key, from_s in sorted(picture.assets.items(), key=lambda x: index[x[0]])
        ],
        "events": events,
        "statuses": [
            {
                "thing": index.get(item.thing, item.thing),
                "from": item.from_s,
                "to": item.to_s,
                "factor": round(item.factor, 3),
                "gone": item.gone,
                "event": place.get(item.event, -1),
                **({} if item.thing in index else _on_the_ground(record, item, names)),
            }
            for item in picture.statuses
        ],
        "engagements": [
            {
                **row,
                "target": index.get(row["target"], row["target"]),
                "attacker": names(row["attacker"]),
                "event": place[row["event"]],
            }
            for row in picture.engagements
        ],
        "missions": list(picture.missions),
        "choices": [
            {
                **row,
                "event": place[row["event"]],
                "outcome": place.get(row.get("outcome", ""), -1),
                "actor": names(row["actor"]),
            }
            for row in picture.choices
        ],
        "answers": [_answered(row, place) for row in picture.answers],
        "short": [[with_minus(words), place.get(event, -1)] for words, event in picture.short],
        "gaps": picture.gaps,
        "chances": picture.chances,
        "phases": _phases(picture.events),
    }


def _on_the_ground(record: Record, item: Status, names: Names) -> dict[str, str]:
    """Users, or the receivers of a region, that do not work as they should: name, region, and what is wrong."""
    group = record.scenario.users.get(item.thing)
    if group is None:
        event = record.by_id[item.event]
        how = "navigation deceived" if getattr(event, "spoofs", False) else "navigation jammed"
        return {"name": f"receivers in {names(item.thing)}", "region": item.thing, "how": how}
    what = f"{mission_name(item.function).split()[0]} terminals" if item.function else "terminals"
    return {"name": names(item.thing), "region": group.region, "how": f"{what} at {100 * item.factor:.0f} %"}


def _answered(row: Mapping[str, Any], place: Index) -> dict[str, Any]:
    """A row of the table of answers with its events by their places (`Any`: plain JSON values)."""
    cells = [{**cell, "event": place[cell["event"]]} for cell in row["cells"]]
    return {**row, "event": place[row["event"]], "cells": cells}


def _event(item: Known, place: Index, index: Index, answers: Answers) -> dict[str, Any]:
    """One event: when it is known, its group, kind and sentence, its cause, its card, short and whole, its assets."""
    event, names = item.event, answers.names
    found: dict[str, Any] = {
        "t": item.at_s,
        "g": group_of(event.kind),
        "k": event.kind,
        "s": with_minus(item.words),
    }
    cause = place.get(event.cause or "", -1)
    # That a service is back by itself says that nothing was mended, which a cell may not know.
    if cause >= 0 and (item.with_card or not ends_by_itself(event)):
        found["c"] = cause
    lines = card_lines(_in_order(event), names) if item.with_card else []
    if lines:
        found["b"] = [with_minus(line) for line in short_card(_in_order(event), names)]
        found["d"] = [with_minus(line) for line in lines]
    if isinstance(event, ResponseDeclined) and item.with_card:
        lead = answers.why_not(event)
        found |= {"b": [with_minus(lead)]} if lead else {}
    if isinstance(event, ServiceCrossed):
        found |= {"line": f"{event.mission}/{event.place}", "lost": event.direction == "lost"}
        found["served"] = f"{mission_name(event.mission)} to {names.place(event.place)}"
    things = _things(event)
    about = [index[key] for key in things if key in index]
    if about:
        found["a"] = about
    regions = answers.regions(things)
    if regions:
        found["r"] = regions
    return found


def _in_order(event: Any) -> Any:
    """The event with its card in the order in which a record keeps it, so that the page is the same from a folder."""
    card = getattr(event, "card", None)
    return replace(event, card=json.loads(json.dumps(card, sort_keys=True))) if card else event


def _things(event: Any) -> list[str]:
    """The assets that an event names (`Any`: each kind has its own fields)."""
    found: list[str] = []
    if isinstance(event, AttackDecided):
        found += event.option.partition(":")[2].split("+")
    if isinstance(event, ResponseDecided | ResponseDeclined | AttributionFormed | InquiryOpened):
        matter = getattr(event, "engagement", None) or event.order  # type: ignore[union-attr]
        order, _, target = matter.partition(">")
        found += (target or order.rpartition(":")[2]).split("+")
    for name in _ABOUT:
        value = getattr(event, name, None)
        if isinstance(value, str):
            found.append(value.partition(".")[0])
        elif isinstance(value, tuple):
            found += value
    return found


def _phases(events: Sequence[Known]) -> list[list[Any]]:
    """When each phase began; day-to-day at the start where nothing else is said."""
    found = [[item.at_s, item.event.phase] for item in events if item.event.kind == "phase.changed"]  # type: ignore[attr-defined]
    return found if found and found[0][0] <= 0 else [[0, "day_to_day"], *found]
