"""A record as CZML, the scene language of CesiumJS: satellites on their orbits, sites, regions, and what happens.

Source: the CZML Guide, https://github.com/AnalyticalGraphicsInc/czml-writer/wiki/CZML-Guide (packets, intervals,
interpolatable properties). Positions are in the frame FIXED, which turns with the Earth, as the game computes them
(GMST alone); CZML's INERTIAL is the ICRF, which the game does not use. Nothing here asks for terrain, images or a key.
"""

import json
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from wargame.analysis.exchange.ephemeris import DEGREE, Leg, earth_fixed_legs, orbits_of
from wargame.analysis.names import Names, clock, mission_name
from wargame.analysis.replay.pictures import Sides, truth
from wargame.analysis.replay.sky import does
from wargame.analysis.replay.statuses import Status
from wargame.analysis.sentences import sentence
from wargame.analysis.story import chain_of
from wargame.analysis.summary import COURTESY, TOLD
from wargame.events import Event
from wargame.record import Record
from wargame.space.architecture import epoch_of
from wargame.space.time import Epoch

Packet = dict[str, Any]  # Any: JSON

COLOURS = {
    "lead": (0, 114, 178),
    "partner": (86, 180, 233),
    "commercial": (185, 104, 160),
    "neutral": (138, 144, 153),
    "adversary": (201, 79, 0),
}
"""One colour for each kind of actor, the same as on every page."""

DIM = 90
"""Opacity, of 255, of what does not work as it should."""
SHOWN_S = 1800
"""How long an event stays on the globe."""
CORNERS = 6
"""Pieces of the northern and of the southern edge of a region; each is shorter than half the way round."""
MOST_LABELS = 8
"""Members of a constellation carry their names only where there are at most so many."""


def czml_text(record: Record) -> str:
    """The document as one line of JSON for each packet; the same record gives the same text."""
    lines = [json.dumps(packet, ensure_ascii=True, allow_nan=False) for packet in packets(record)]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def packets(record: Record) -> Iterator[Packet]:
    """Every packet: the document, satellites, sites, regions, then what happened."""
    scene = _Scene(record)
    yield scene.document()
    for key in scene.satellites:
        yield from scene.satellite(key)
    for key in sorted(record.scenario.sites):
        if scene.exists(record.scenario.sites[key].owner):
            yield scene.site(key)
    for key in sorted(record.scenario.regions):
        yield scene.region(key)
    for event in sorted(record.events, key=lambda item: (item.t_s, item.seq)):
        if event.kind in TOLD and event.t_s <= scene.end_s:
            yield scene.event(event)


class _Scene:
    """What packets are made of."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.scenario = record.scenario
        self.names = Names(record.scenario)
        self.epoch_utc = epoch_of(record.scenario.clock)
        self.epoch = Epoch.from_utc(self.epoch_utc)
        self.end_s = float(record.scenario.clock.duration_s)
        self.satellites = orbits_of(record.scenario)
        self.statuses: dict[str, list[Status]] = {}
        for item in truth(Sides(record), self.names).statuses:
            self.statuses.setdefault(item.thing, []).append(item)

    def exists(self, owner: str) -> bool:
        """Whether what an actor owns is there: not where it left and leaving means never to have been."""
        manifest = self.record.manifest
        out = set(self.scenario.players) - set(manifest.coalition)
        return manifest.leaving != "absent" or owner not in out

    def document(self) -> Packet:
        """The first packet: title, clock, and what the numbers are."""
        span = self.interval(0.0, self.end_s)
        return {
            "id": "document",
            "name": self.scenario.title,
            "version": "1.0",
            "description": _paragraphs(
                f"{COURTESY}.",
                self.scenario.question,
                "Positions are computed, in a frame that turns with the Earth by mean sidereal time; times are UTC.",
            ),
            "clock": {
                "interval": span,
                "currentTime": self.at(0.0),
                "multiplier": 600,
                "range": "CLAMPED",
                "step": "SYSTEM_CLOCK_MULTIPLIER",
            },
        }

    def satellite(self, key: str) -> Iterator[Packet]:
        """A satellite on its legs; none where it is not in orbit during the run."""
        body = self.scenario.fleet[key]
        legs = earth_fixed_legs(self.satellites[key], self.epoch_utc, self.end_s)
        if not legs or not self.exists(body.owner):
            return
        kind = self.scenario.actors[body.owner].kind
        jobs = ", ".join(mission_name(job) for job in does(body)) or "no payload"
        block = getattr(body, "constellation", None)
        crowd = sum(getattr(other, "constellation", None) == block for other in self.scenario.fleet.values())
        yield {
            "id": key,
            "name": body.name,
            "description": _paragraphs(f"{self.names(body.owner)} ({kind}): {jobs}."),
            "availability": self.there(key, legs[0].begin_s),
            "position": self.positions(legs),
            "point": {**_point(kind, 6), "color": self.colour(key, kind)},
            "label": _label(body.name, kind, show=block is None or crowd <= MOST_LABELS),
            "path": {
                "leadTime": 0,
                "trailTime": round(min(legs[-1].period_s, 6000.0)),
                "width": 1,
                "resolution": 120,
                "material": {"solidColor": {"color": {"rgba": [*COLOURS[kind], 120]}}},
            },
        }

    def positions(self, legs: Sequence[Leg]) -> Any:
        """Sampled positions in metres: one property, or one for each leg between manoeuvres."""
        found = []
        for leg in legs:
            samples: list[float] = []
            for t_s, place in zip(leg.times_s.tolist(), leg.positions_km.tolist(), strict=True):
                samples += [t_s, *(round(1000.0 * value) for value in place)]
            found.append(
                {
                    "interval": self.interval(leg.begin_s, leg.end_s),
                    "epoch": self.at(0.0),
                    "referenceFrame": "FIXED",
                    "interpolationAlgorithm": "LAGRANGE",
                    "interpolationDegree": DEGREE,
                    "cartesian": samples,
                }
            )
        if len(found) > 1:
            return found
        return {name: value for name, value in found[0].items() if name != "interval"}

    def there(self, key: str, from_s: float) -> Any:
        """When a satellite is there: from its launch until it is lost, and again once it is replaced."""
        spans, begin_s = [], from_s
        for item in self.statuses.get(key, ()):
            if item.gone:
                if item.from_s > begin_s:
                    spans.append((begin_s, float(item.from_s)))
                begin_s = self.end_s if item.to_s is None else float(item.to_s)
        if begin_s < self.end_s:
            spans.append((begin_s, self.end_s))
        found = [self.interval(*span) for span in spans]
        return found[0] if len(found) == 1 else found

    def colour(self, key: str, kind: str) -> Any:
        """The colour of its actor's kind, dim while anything of it does not work as it should."""
        cuts = {0.0, self.end_s}
        stretches = [
            (float(item.from_s), self.end_s if item.to_s is None else float(item.to_s))
            for item in self.statuses.get(key, ())
        ]
        for span in stretches:
            cuts |= {t_s for t_s in span if 0.0 < t_s < self.end_s}
        edges = sorted(cuts)
        found = []
        for begin_s, end_s in pairwise(edges):
            dim = any(start <= begin_s < stop for start, stop in stretches)
            rgba = [*COLOURS[kind], DIM if dim else 255]
            found.append({"interval": self.interval(begin_s, end_s), "rgba": rgba})
        return found if len(found) > 1 else {"rgba": found[0]["rgba"]}

    def site(self, key: str) -> Packet:
        """A site on the ground."""
        body = self.scenario.sites[key]
        kind = self.scenario.actors[body.owner].kind
        jobs = ", ".join(sorted({item.kind for item in body.functions.values()})) or "no function"
        place = [body.longitude_deg, body.latitude_deg, body.altitude_m]
        return {
            "id": key,
            "name": body.name,
            "description": _paragraphs(f"{self.names(body.owner)} ({kind}): {jobs}."),
            "position": {"cartographicDegrees": place},
            "point": {**_point(kind, 10), "color": self.colour(key, kind)},
            "label": _label(body.name, kind, show=True),
        }

    def region(self, key: str) -> Packet:
        """A region in which service is measured, as an outline along parallels and meridians."""
        body = self.scenario.regions[key]
        width_deg = (body.east_deg - body.west_deg) % 360.0 or 360.0
        along = [body.west_deg + width_deg * n / CORNERS for n in range(CORNERS + 1)]
        corners = [(x, body.south_deg) for x in along] + [(x, body.north_deg) for x in reversed(along)]
        places = [value for x, y in [*corners, corners[0]] for value in (_turned(x), y, 0.0)]
        return {
            "id": f"region/{key}",
            "name": body.name,
            "description": _paragraphs("A region in which service is measured."),
            "polyline": {
                "positions": {"cartographicDegrees": places},
                "arcType": "RHUMB",
                "width": 2,
                "material": {"solidColor": {"color": {"rgba": [23, 25, 30, 200]}}},
            },
        }

    def event(self, event: Event) -> Packet:
        """What happened, at the place where it did, for half an hour; its causes are in the description."""
        words = sentence(event, self.names)
        causes = [
            f"because {item.clock} {item.sentence}" for item in chain_of(self.record, event, self.names)[1:]
        ]
        packet: Packet = {
            "id": f"event/{event.id}",
            "name": f"{clock(event.t_s)} {words}",
            "description": _paragraphs(words, *causes),
            "availability": self.interval(event.t_s, min(self.end_s, event.t_s + SHOWN_S)),
            "properties": {"kind": event.kind, "move": event.move, "cause": event.cause or ""},
        }
        place = self.place(event)
        if place is not None:
            packet["position"] = place
            packet["label"] = {
                **_label(words, "adversary", show=True),
                "fillColor": {"rgba": [23, 25, 30, 255]},
                "showBackground": True,
                "backgroundColor": {"rgba": [255, 255, 255, 200]},
            }
        return packet

    def place(self, event: Event) -> Packet | None:
        """Where something happened: at a satellite or site, or in the middle of a region."""
        where = (
            getattr(event, "asset", None) or getattr(event, "target", None) or getattr(event, "place", None)
        )
        if where is None:
            return None
        key = str(where).partition(".")[0]
        if key in self.satellites or key in self.scenario.sites:
            return {"reference": f"{key}#position"}
        if key in self.scenario.users:
            key = self.scenario.users[key].region
        region = self.scenario.regions.get(key)
        if region is None:
            return None
        width_deg = (region.east_deg - region.west_deg) % 360.0
        middle = [
            _turned(region.west_deg + width_deg / 2.0),
            (region.south_deg + region.north_deg) / 2.0,
            0.0,
        ]
        return {"cartographicDegrees": middle}

    def at(self, t_s: float) -> str:
        """A time in ISO 8601, UTC."""
        return self.epoch.shifted(t_s).utc_text()

    def interval(self, begin_s: float, end_s: float) -> str:
        """A span in ISO 8601."""
        return f"{self.at(begin_s)}/{self.at(end_s)}"


def _point(kind: str, size: int) -> Packet:
    return {
        "pixelSize": size,
        "color": {"rgba": [*COLOURS[kind], 255]},
        "outlineColor": {"rgba": [255, 255, 255, 255]},
        "outlineWidth": 1,
    }


def _label(words: str, kind: str, show: bool) -> Packet:
    return {
        "text": words,
        "show": show,
        "font": "13px sans-serif",
        "fillColor": {"rgba": [*COLOURS[kind], 255]},
        "horizontalOrigin": "LEFT",
        "pixelOffset": {"cartesian2": [10, -8]},
    }


def _paragraphs(*sentences: str) -> str:
    """Sentences as HTML, which is what a description holds; their own text is escaped."""
    return "".join(f"<p>{escape(words)}</p>" for words in sentences)


def _turned(longitude_deg: float) -> float:
    """A longitude between -180 and 180 degrees."""
    return (longitude_deg + 180.0) % 360.0 - 180.0 if not -180.0 <= longitude_deg <= 180.0 else longitude_deg
