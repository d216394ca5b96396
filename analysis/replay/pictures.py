"""Pictures of a run: the truth, and what each cell has of it. A page shows one picture at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from wargame.analysis.names import Names
from wargame.analysis.replay.answers import Answers
from wargame.analysis.replay.choices import choices
from wargame.analysis.replay.in_short import Sentence, in_short
from wargame.analysis.replay.knowledge import STATUS, Cell, Known
from wargame.analysis.replay.lines import gap_line, mission_rows, p_attack_line
from wargame.analysis.replay.statuses import Status, sightings, statuses
from wargame.analysis.sentences import sentence
from wargame.events import FAILURE, EngagementLaunched, EngagementResolved
from wargame.record import Record

TRUTH = ""
"""The key of the picture that holds everything."""
OWN = "own"
"""The key of the line of gaps that the run itself has, beside those of restraint paths."""


@dataclass(frozen=True)
class Sides:
    """The records that a page may show beside the run itself.

    Attributes:
        played: the run.
        unattacked: the same coalition, nobody attacks; None where it was not played.
        restraint: the same coalition, Red held back.
        us_only: the lead alone, in the same replicate.
        us_only_unattacked: the lead alone, nobody attacks.
        us_only_restraint: the lead alone, Red held back.
    """

    played: Record
    unattacked: Record | None = None
    restraint: Record | None = None
    us_only: Record | None = None
    us_only_unattacked: Record | None = None
    us_only_restraint: Record | None = None


@dataclass(frozen=True)
class Picture:
    """What one page, or one setting of its switch, may show.

    Attributes:
        key: `TRUTH`, or the id of the cell.
        name: what people call it.
        kind: truth, government or adversary.
        assets: satellites and sites with when they became known.
        events: what is known to have happened, in the order in which it became known.
        statuses: what was known to be out of action, and when.
        engagements: known attacks: target, launch, effect, attacker, the event of their end, whether they worked.
        missions: services by mission.
        choices: an adversary's decisions with its options.
        gaps: the gap at every move: `OWN` of the run's own decisions, and of each side's restraint path, another game.
        chances: for each side P(attack by t), from its restraint path.
        answers: each attack with every government's verdict; the trainer's alone.
        short: the run in a few sentences, each with the id of an event; the trainer's alone.
    """

    key: str
    name: str
    kind: Literal["truth", "government", "adversary"]
    assets: Mapping[str, int]
    events: Sequence[Known]
    statuses: Sequence[Status]
    engagements: Sequence[dict[str, Any]]
    missions: Sequence[dict[str, Any]]
    choices: Sequence[dict[str, Any]]
    gaps: Mapping[str, list[list[float]]] = field(default_factory=dict)
    chances: Mapping[str, list[list[float]]] = field(default_factory=dict)
    answers: Sequence[dict[str, Any]] = ()
    short: Sequence[Sentence] = ()


def truth(sides: Sides, names: Names) -> Picture:
    """Everything: the trainer's picture, with the unattacked and US-only lines where they were played."""
    record = sides.played
    scenario = record.scenario
    told = [(event, event.t_s) for event in record.events]
    known = [Known(event, event.t_s, sentence(event, names), True) for event in record.events]
    present = {
        "run": record,
        "calm": sides.unattacked,
        "alone": sides.us_only,
        "alone_calm": sides.us_only_unattacked,
    }
    held = {"run": sides.restraint, "alone": sides.us_only_restraint}
    paths = {key: side for key, side in held.items() if side is not None}
    answers = Answers(record, names)
    missions = mission_rows({key: side for key, side in present.items() if side is not None}, record)
    chances = {key: p_attack_line(side) for key, side in paths.items()}
    return Picture(
        TRUTH,
        "What happened",
        "truth",
        dict.fromkeys((*scenario.fleet, *scenario.sites), 0),
        sorted(known, key=lambda item: (item.at_s, item.event.seq)),
        statuses([item for item in told if isinstance(item[0], STATUS)], with_ends=True),
        _engagements(record, None),
        missions,
        choices(record, names, scenario.adversaries),
        {OWN: gap_line(record), **{key: gap_line(side) for key, side in paths.items()}},
        chances,
        answers.table(),
        in_short(record, names, missions, chances),
    )


def cell_picture(record: Record, actor: str, names: Names) -> Picture:
    """What one cell has: nothing in it that the cell may not know (`knowledge`)."""
    cell = Cell(record, actor)
    events = cell.known(names)
    if cell.is_adversary:
        states, seen = sightings(cell, names)
        events = sorted([*events, *seen], key=lambda item: (item.at_s, item.event.seq))
        own = choices(record, names, [actor])
        return Picture(
            actor, names(actor), "adversary", cell.assets(), events, states, _engagements(record, cell),
            mission_rows({"run": record}, record, actor), own, {OWN: _own_gaps(own)},
        )  # fmt: skip
    states = statuses(
        [(item.event, item.at_s) for item in events if isinstance(item.event, STATUS)], with_ends=False
    )
    missions = mission_rows({"run": record}, record, actor)
    return Picture(actor, names(actor), "government", cell.assets(), events, states, [], missions, [])


def _own_gaps(own: Sequence[Mapping[str, Any]]) -> list[list[float]]:
    return [[row["t"], row["gap"]] for row in own if row["gap"] is not None]


def _engagements(record: Record, cell: Cell | None) -> list[dict[str, Any]]:
    """Attacks from launch to effect; to an adversary its own, how they ended only where it sees that at once."""
    ended = {event.engagement: event for event in record.events if isinstance(event, EngagementResolved)}
    found = []
    for event in record.events:
        if not isinstance(event, EngagementLaunched) or (cell is not None and event.attacker != cell.actor):
            continue
        end = ended.get(event.engagement)
        row: dict[str, Any] = {
            "target": event.target,
            "from": event.t_s,
            "to": event.effect_s,
            "attacker": event.attacker,
        }
        row["event"] = event.id
        if end is not None and (cell is None or cell.learns_outcome(end)):
            row |= {"worked": end.outcome != FAILURE, "event": end.id}
        found.append(row)
    return found
