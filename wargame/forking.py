"""Forks: the same run up to a move, and another one from there on.

A fork runs from the start, as every run does, with the change taking effect at the first second of its move. Then the
part before that second is held against the parent's, event by event: they are equal, or there is no fork.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from wargame.events import UNDIGESTED, Event
from wargame.loader.amending import amend
from wargame.loader.faults import Fault, Place, ScenarioError
from wargame.loader.orders import load_orders
from wargame.loader.settings import Set
from wargame.record import Record
from wargame.record.record import event_line, first_difference
from wargame.run import leaving_of, run, run_again
from wargame.scenario import Scenario
from wargame.scenario.forking import Fork, amended
from wargame.scenario.orders import Attack, Orders


class ForkError(Exception):
    """The record cannot be forked so: a sentence that says why."""


def fork(
    record: Record,
    move: int,
    set: Set = None,
    orders: Orders | Path | str | None = None,
    injects: Path | str | None = None,
    keep: Literal["full", "lean"] = "full",
) -> Record:
    """A new run that shares everything with a record up to a move, and is different from its first second on.

    Without any change it is the parent again, with the same digest.

    Args:
        record: the parent.
        move: the number of the move, from 0, with which the changes take effect.
        set: values of the scenario by dotted path, of fields that may change in play (`wargame.scenario.in_play`).
        orders: what cells of people order from that move on, or a file of it; the parent's orders end there.
        injects: a file of injects, laid over those of the scenario.
        keep: full, or lean without cards, option tables and observations.

    Raises:
        ForkError: there is no such move, or this version plays the shared part differently.
        ScenarioError: a change is wrong, or not possible in play; carries all faults.
        RunError: orders for an arm that takes none.
    """
    return played(record, planned(record, move, set, orders, injects), keep)


def planned(
    record: Record,
    move: int,
    set: Set = None,
    orders: Orders | Path | str | None = None,
    injects: Path | str | None = None,
) -> Fork:
    """What a fork changes, checked; nothing is played. See `fork`."""
    from_s = second_of(record, move)
    scenario = record.scenario_at_end
    changes = amend(scenario, from_s, set, injects)
    given = None
    if orders is not None:
        given = _orders(orders, amended(scenario, changes), from_s)
    return Fork(record.digest, move, changes, given)


def second_of(record: Record, move: int) -> int:
    """The second with which a move of a record begins.

    Raises:
        ForkError: the record has no such move, or was itself forked later.
    """
    clock = record.scenario.clock
    last = clock.duration_s // clock.move_s - 1
    earlier = record.forks[-1].move if record.forks else 0
    if not 0 <= move <= last:
        raise ForkError(f"there is no move {move} in this run; its moves are 0 to {last}")
    if move < earlier:
        raise ForkError(
            f"this record is itself a fork, at move {earlier}; fork it at move {earlier} or later, or fork its parent "
            f"at move {move}"
        )
    return move * clock.move_s


def played(record: Record, fork: Fork, keep: Literal["full", "lean"] = "full") -> Record:
    """The run of a fork that `planned` gave, once its shared part is the parent's.

    Raises:
        ForkError: this version plays the shared part differently.
        RunError: orders for an arm that takes none.
    """
    child = run_again(record, (*record.forks, fork), keep)
    from_s = fork.move * record.scenario.clock.move_s
    shared = prefix(record.events, from_s)
    found = first_difference(shared, prefix(child.events, from_s))
    if found is not None:
        n, was, now = found
        raise ForkError(
            f"this version plays the part before move {fork.move} differently, so nothing could be said of the fork: "
            f"event {n} was {_line(was)}, and is {_line(now)}; `wargame verify` says whether the record still holds"
        )
    return child


def prefix(events: Sequence[Event], from_s: int) -> Sequence[Event]:
    """The events of a run before a second, in the order in which they happened (its score comes after the run)."""
    end = next((n for n, event in enumerate(events) if event.t_s >= from_s), len(events))
    return events[:end]


def for_another(fork: Fork, parent: Record, with_orders: bool) -> Fork:
    """The same changes at the same move of another record, such as another arm of the replicate."""
    return replace(fork, parent=parent.digest, orders=fork.orders if with_orders else None)


def _line(event: Event | None) -> str:
    return "nothing" if event is None else event_line(event, UNDIGESTED)


def _orders(orders: Orders | Path | str, scenario: Scenario, from_s: int) -> Orders:
    """The orders of a fork: none of them may lie before it."""
    found = orders if isinstance(orders, Orders) else load_orders(orders, scenario)
    place = Place("orders" if isinstance(orders, Orders) else str(orders))
    early = [
        Fault.at(
            place,
            ("orders", key, "at_h"),
            f"hour {entry.at_h:g} lies before hour {from_s / 3600:g}, where the fork begins",
        )
        for key, entry in found.orders.items()
        if isinstance(entry, Attack) and round(entry.at_h * 3600) < from_s
    ]
    if early:
        raise ScenarioError(early)
    return found


def another_arm(record: Record, arm: str, alone: bool) -> Record:
    """Another arm of a record's replicate, against its coalition or the lead alone, forked where the record was.

    People order in it as they do in the record where it is the free arm, which alone takes orders.

    Raises:
        ForkError, RunError: as for `played`.
    """
    given = record.manifest
    found = run(
        record.scenario,
        seed=given.seed,
        replicate=given.replicate,
        coalition=() if alone else given.coalition,
        leaving=leaving_of(record),
        arm=arm,  # type: ignore[arg-type]  # run() refuses an arm that is none
        package=given.package if arm == "forced" else None,
        orders=given.orders if arm == "free" else None,
    )
    for fork in record.forks:
        found = played(found, for_another(fork, found, with_orders=arm == "free"))
    return found
