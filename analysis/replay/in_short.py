"""A run in a few sentences, each with the event that it is about: what a trainer reads first."""

from collections.abc import Mapping, Sequence
from typing import Any

from wargame.analysis.names import Names, capital, clock
from wargame.analysis.replay.lines import EVERYWHERE
from wargame.analysis.typography import share
from wargame.events import FAILURE, AttackDecided, EngagementResolved, ResponseDecided, ServiceCrossed
from wargame.record import Record

MOST_SERVICES = 3
"""So many of the services that lay below their thresholds longest are told."""

Sentence = tuple[str, str]
"""Words, and the id of an event; empty where they are about none."""


def in_short(
    record: Record,
    names: Names,
    missions: Sequence[Mapping[str, Any]],
    chances: Mapping[str, Sequence[Sequence[float]]],
) -> list[Sentence]:
    """What happened: attacks, the services hurt most, answers, and how the lead alone would have deterred.

    Args:
        record: the run.
        names: what people call things.
        missions: the services as the page has them, with how long each lay below its threshold (`Any`: JSON).
        chances: P(attack by t) on the restraint path, with the coalition (`run`) and for the lead alone (`alone`).
    """
    return [
        *_attacks(record, names),
        *_services(record, names, missions),
        *_answers(record, names),
        *_alone(record, names, chances),
    ]


def _attacks(record: Record, names: Names) -> list[Sentence]:
    decided = [event for event in record.events if isinstance(event, AttackDecided)]
    if not decided:
        return [("No adversary decided to attack.", "")]
    done = [event for event in record.events if isinstance(event, EngagementResolved)]
    worked = sum(event.outcome != FAILURE for event in done)
    first, times = decided[0], "once" if len(decided) == 1 else f"{len(decided)} times"
    return [
        (
            f"{names(first.actor)} decided {times} to attack, first at {clock(first.t_s)}: "
            f"{names.option(first.option)}. Of {len(done)} attacks on single targets {worked} worked.",
            first.id,
        )
    ]


def _services(record: Record, names: Names, missions: Sequence[Mapping[str, Any]]) -> list[Sentence]:
    """The services of regions that lay below their thresholds longest, with the first loss of each."""
    losses = [
        event for event in record.events if isinstance(event, ServiceCrossed) and event.direction == "lost"
    ]
    rows = [
        (*short, mission, region)
        for mission in missions
        for region, short in mission["short"].items()
        if region != EVERYWHERE
    ]
    found: list[Sentence] = []
    for hours, lowest, at_s, mission, region in sorted(rows, key=lambda row: (-row[0], row[1], row[4])):
        first = next(
            (e for e in losses if e.mission == mission["id"] and e.place.partition(".")[0] == region), None
        )
        if first is not None and len(found) < MOST_SERVICES:
            words = (
                f"{capital(mission['name'])} to {names(region)} lay below {mission['threshold']:g} for "
                f"{hours:.0f} h, lowest {share(lowest)} at {clock(int(at_s))}."
            )
            found.append((words, first.id))
    return found or [("No service lay below its threshold for an attack or a failure.", "")]


def _answers(record: Record, names: Names) -> list[Sentence]:
    answers = [event for event in record.events if isinstance(event, ResponseDecided)]
    inside = [event for event in answers if event.t_s <= record.scenario.clock.duration_s]
    late = len(answers) - len(inside)
    after = f"{late} more {'comes' if late == 1 else 'come'} after its end" if late else ""
    if not inside:
        return [(f"No government answered in the run{f'; {after}' if after else ''}.", "")]
    first, who = inside[0], names.together({event.government for event in inside})
    many = "1 answer" if len(inside) == 1 else f"{len(inside)} answers"
    more = f"; {after}" if after else ""
    return [
        (
            f"{who} gave {many} in the run, the first at {clock(first.t_s)} by {names(first.government)}{more}.",
            first.id,
        )
    ]


def _alone(record: Record, names: Names, chances: Mapping[str, Sequence[Sequence[float]]]) -> list[Sentence]:
    run, alone = chances.get("run"), chances.get("alone")
    if not run or not alone:
        return []
    return [
        (
            f"On the restraint path, a second game in which attacks are held back, the chance of an attack is "
            f"{share(run[-1][1])} against the coalition and {share(alone[-1][1])} against "
            f"{names(record.scenario.lead)} alone.",
            "",
        )
    ]
