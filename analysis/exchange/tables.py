"""A record as tidy tables: what happened, what was served, the state of every asset in truth and as cells have it."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from wargame.analysis.names import Names
from wargame.analysis.replay.knowledge import cells_of
from wargame.analysis.replay.pictures import Picture, Sides, cell_picture, truth
from wargame.analysis.replay.statuses import Status
from wargame.analysis.sentences import sentence
from wargame.events import UNDIGESTED, Event
from wargame.record import Record
from wargame.space.architecture import epoch_of
from wargame.space.time import Epoch

HOUR_S = 3600
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take text for a formula."""

EVENT_COLUMNS = (
    "seq", "id", "t_s", "utc", "move", "kind", "subject", "object", "cause", "sentence", "details",
)  # fmt: skip
SERVICE_COLUMNS = (
    "t_s", "utc", "move", "mission", "region", "beneficiary", "service_mean", "service_lowest", "demand",
)  # fmt: skip
ASSET_COLUMNS = (
    "move", "t_s", "utc", "view", "view_kind", "asset", "asset_kind", "owner", "known", "state", "left", "parts",
)  # fmt: skip

_COMMON = {item.name for item in fields(Event)}


def tables(record: Record) -> dict[str, str]:
    """The tables by file name: `events.csv`, `services.csv` and `assets.csv`, each with its header.

    Args:
        record: the run, with its service timelines.
    """
    names = Names(record.scenario)
    return {
        "events.csv": _text(EVENT_COLUMNS, _events(record, names)),
        "services.csv": _text(SERVICE_COLUMNS, _services(record)),
        "assets.csv": _text(ASSET_COLUMNS, _assets(record, names)),
    }


def _text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def _cell(value: Any) -> Any:
    """A value as a table holds it: empty for none, and no text that a spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return int(value) if isinstance(value, bool) else value


class _When:
    """Times of a record: UTC and the move in which they lie."""

    def __init__(self, record: Record) -> None:
        self._clock = record.scenario.clock
        self._epoch = Epoch.from_utc(epoch_of(record.scenario.clock))

    def utc(self, t_s: float) -> str:
        return self._epoch.shifted(t_s).utc_text()

    def move(self, t_s: float) -> int:
        """The move in which a second of the run lies, the last one for what comes later."""
        return int(min(t_s, self._clock.duration_s - 1) // self._clock.move_s)


def _events(record: Record, names: Names) -> Iterator[Sequence[Any]]:
    """One row for each event, in the order of the record; what belongs to its kind stands as JSON in `details`."""
    when = _When(record)
    for event in record.events:
        subject, thing = (getattr(event, name) if name else "" for name in event.about)
        details = {
            name: value
            for name, value in event.as_dict().items()
            if name not in _COMMON | UNDIGESTED | {"kind"}
        }
        yield (
            event.seq, event.id, event.t_s, when.utc(event.t_s), when.move(event.t_s), event.kind, subject, thing,
            event.cause or "", sentence(event, names), json.dumps(details, sort_keys=True, ensure_ascii=False),
        )  # fmt: skip


def _services(record: Record) -> Iterator[Sequence[Any]]:
    """One row for each hour, mission, region and nation with demand: the mean and the lowest step of the hour."""
    when = _When(record)
    for mission, line in sorted(record.services.items()):
        steps = max(1, HOUR_S // line.step_s)
        for row, region in enumerate(line.regions):
            for column, nation in enumerate(line.beneficiaries):
                demand = float(line.weights[row, column])
                if demand <= 0.0:
                    continue
                for start in range(0, line.n_steps, steps):
                    part = line.values[row, column, start : start + steps]
                    t_s = start * line.step_s
                    yield (
                        t_s, when.utc(t_s), when.move(t_s), mission, region, nation, round(float(part.mean()), 6),
                        round(float(part.min()), 6), demand,
                    )  # fmt: skip


def _assets(record: Record, names: Names) -> Iterator[Sequence[Any]]:
    """One row for each move, view and asset, and once more at the end of the run, in the move after the last.

    The view `truth` is what was the case; every cell's view is what it had. `state` is up, degraded or lost, as far as
    the view knows, and empty where it does not know of the asset.
    """
    scenario, when = record.scenario, _When(record)
    clock = scenario.clock
    moves = clock.duration_s // clock.move_s
    pictures: list[Picture] = [truth(Sides(record), names)]
    pictures += [cell_picture(record, actor, names) for actor in cells_of(record)]
    things = [(key, "satellite", body.owner) for key, body in scenario.fleet.items()]
    things += [(key, "site", body.owner) for key, body in sorted(scenario.sites.items())]
    for move in range(moves + 1):
        t_s = move * clock.move_s
        for picture in pictures:
            held = _held(picture.statuses, t_s)
            for key, kind, owner in things:
                known_s = picture.assets.get(key)
                known = known_s is not None and known_s <= t_s
                state, left, parts = _state(held.get(key, []))
                yield (
                    move, t_s, when.utc(t_s), picture.key or "truth", picture.kind, key, kind, owner, known,
                    state if known else "", left if known else "", parts if known else "",
                )  # fmt: skip


def _held(statuses: Iterable[Status], t_s: int) -> dict[str, list[Status]]:
    """What holds at a second, by asset."""
    found: dict[str, list[Status]] = {}
    for item in statuses:
        if item.from_s <= t_s and (item.to_s is None or t_s < item.to_s):
            found.setdefault(item.thing, []).append(item)
    return found


def _state(held: Sequence[Status]) -> tuple[str, float, str]:
    """Up, degraded or lost; the least that is left of any part; and every part that is not whole."""
    if not held:
        return "up", 1.0, ""
    left = min(item.factor for item in held)
    state = "lost" if any(item.gone for item in held) else "degraded"
    least: dict[str, float] = {}
    for item in held:
        part = item.function or "all"
        least[part] = min(item.factor, least.get(part, 1.0))
    return state, left, "; ".join(f"{part} {factor:g}" for part, factor in sorted(least.items()))
