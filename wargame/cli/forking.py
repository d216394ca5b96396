"""Commands for "what if": fork a run at a move, and lay two runs side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.cli.commands import Command
from wargame.cli.playing import RecordPath, Settings, check_out, records_of
from wargame.cli.preparing import prepare
from wargame.cli.printing import CommandError, say, say_json
from wargame.cli.progress import steps
from wargame.cli.records import beside, read_course, read_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from wargame.analysis.comparing.comparison import Comparison
    from wargame.analysis.summary import Side
    from wargame.record import Record
    from wargame.scenario.forking import Fork
    from wargame.scenario.variant import Variant

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def fork(
    record: RecordPath,
    at: Annotated[int, typer.Option("--at", help="The move with which the change takes effect, from 0.")],
    settings: Settings = None,
    orders: Annotated[
        Path | None, typer.Option(help="File of orders that hold from the move on (free arm).")
    ] = None,
    injects: Annotated[
        Path | None, typer.Option(help="File with a block 'injects', laid over those of the scenario.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the records, summary and services.")] = None,
    json: Json = False,
) -> None:
    """Play a run again with something changed at a move; everything before it stays the same.

    `wargame describe fork` lists what may change in play.
    """
    from wargame.analysis.comparing.comparison import compare as laid_side_by_side
    from wargame.analysis.comparing.courses import Course
    from wargame.hindsight import Outlook

    if out is not None:
        check_out(out)
    with steps("reading the record") as step:
        parent = read_record(record)
        change = _planned(parent, at, settings, orders, injects)
        prepare(parent.scenario, step)
        side, before = _sides(record, parent, change, step)
        step("comparing with the parent")
        courses = [
            Course(item.played, item.unattacked, item.restraint, called, Outlook())
            for item, called in ((before, _called(record)), (side, "" if out is None else out.name))
        ]
        found = laid_side_by_side(*courses)
        if out is not None:
            _write(record, out, side, change, step)
    if json:
        say_json(found.as_dict())
        return
    say(_forked(found, change))
    if out is not None:
        say(
            f"\nReport: {out / 'report.html'}. Side by side: wargame compare {record} {out} --out compare.html"
        )


def _called(path: Path) -> str:
    from wargame.record.folder import folder_of

    return folder_of(path).name


def _planned(
    parent: "Record", at: int, settings: list[str] | None, orders: Path | None, injects: Path | None
) -> "Fork":
    from wargame.forking import ForkError, planned

    try:
        return planned(parent, at, settings, orders, injects)
    except ForkError as error:
        raise CommandError(f"--at {at}: {error}") from error


def _sides(
    path: Path, parent: "Record", change: "Fork", step: "Callable[[str], None]"
) -> "tuple[Side, Side]":
    """The fork with the other arms of its coalition, and the parent with those."""
    step("playing the coalition")
    before = _side(path, parent, alone=False)
    return _forked_side(before, change), before


def _side(path: Path, record: "Record", alone: bool) -> "Side":
    """All arms of the parent's coalition, or of the lead alone: those that stand in its folder, the others played."""
    from wargame.analysis.kept_run import place_of
    from wargame.analysis.summary import Side
    from wargame.forking import another_arm
    from wargame.hindsight import with_services

    def arm(which: str) -> "Record":
        place = place_of(record, which, alone)
        there = beside(path, record, place) if place else record
        return another_arm(record, which, alone) if there is None else with_services(there)

    which = record.manifest.arm
    played = arm(which)
    unattacked, restraint = (played if name == which else arm(name) for name in ("unattacked", "restraint"))
    return Side(played, unattacked, restraint)


def _forked_side(before: "Side", change: "Fork") -> "Side":
    """The same arms, each forked from its own parent; people order in the one that was asked for."""
    from wargame.analysis.summary import Side
    from wargame.forking import ForkError, for_another, played
    from wargame.run import RunError

    def one(parent: "Record", with_orders: bool = False) -> "Record":
        return played(parent, for_another(change, parent, with_orders))

    try:
        main = one(before.played, with_orders=True)
        unattacked = main if before.unattacked is before.played else one(before.unattacked)
        restraint = main if before.restraint is before.played else one(before.restraint)
    except (ForkError, RunError) as error:
        raise CommandError(str(error)) from error
    return Side(main, unattacked, restraint)


def _write(path: Path, out: Path, side: "Side", change: "Fork", step: "Callable[[str], None]") -> None:
    """The folder of a fork: what `wargame run` leaves, US-only and declared attacks included."""
    from wargame.analysis.report import report_html
    from wargame.analysis.summary import Summary
    from wargame.cli.playing import with_packages
    from wargame.record.folder import write_run

    parent = read_record(path)
    alone = None
    if parent.manifest.coalition:
        step("playing US-only")
        alone = _forked_side(_side(path, parent, alone=True), change)
    step("playing the declared attacks")
    full, other = with_packages(side, alone)
    summary = Summary(parent.scenario, full, other, _variant_of(path))
    step("writing records and report")
    write_run(out, summary.as_dict(), records_of(full, other), {"report.html": report_html(summary)})


def _variant_of(path: Path) -> "Variant":
    """Which variant of its file the parent's scenario is, as its summary says; as it stands where there is none."""
    from wargame.analysis.kept_run import variant_of
    from wargame.record import RecordError
    from wargame.record.folder import folder_of
    from wargame.scenario.variant import AS_IT_STANDS

    try:
        return variant_of(folder_of(path))
    except RecordError:
        return AS_IT_STANDS  # a record needs no other file


def _forked(found: "Comparison", change: "Fork") -> str:
    """What was changed, what is shared, and what came of it."""
    from wargame.analysis.amendments import changes_words
    from wargame.analysis.names import clock
    from wargame.analysis.summary import COURTESY, ONE_DRAW

    scenario = found.b.played.scenario
    at_s = change.move * scenario.clock.move_s
    lines = [scenario.title, COURTESY, "", f"FORK at move {change.move}, {clock(at_s)}"]
    lines += [f"  {words}" for words in changes_words(change.changes)]
    if change.orders is not None:
        lines.append(f"  other orders of people: {len(change.orders.orders)}")
    if not change.changes_anything:
        lines.append("  nothing is changed, so the fork is its parent")
    shared = len(
        [event for event in found.a.played.events if event.t_s < at_s and event.kind != "service.crossed"]
    )
    lines.append(f"  The {shared} events before it are the parent's, to the last digit.")
    return "\n".join([*lines, "", *difference_lines(found), "", ONE_DRAW])


def difference_lines(found: "Comparison") -> list[str]:
    """Where two runs part, and what it comes to."""
    one, other = found.called
    lines = ["WHAT DIFFERS", f"  {found.sentence}"]
    for heading, item in (
        ("FIRST DIFFERENCE", found.divergence),
        ("FIRST THING TO BE NOTICED", found.noticed),
    ):
        if item is None:
            continue
        lines += ["", f"{heading}, {item.when}"]
        if item.unseen:
            lines.append(f"  {item.unseen}")
        for called, happening in ((one, item.a), (other, item.b)):
            lines.append(f"  in {called}: {happening.sentence if happening else 'nothing of the kind'}")
            lines += [
                f"      because {cause.clock}  {cause.sentence}"
                for cause in (happening.chain[1:] if happening else ())
            ]
    return lines


def compare(
    a: Annotated[Path, typer.Argument(help="A record: its folder or its file.")],
    b: Annotated[Path, typer.Argument(help="Another one.")],
    json: Json = False,
    out: Annotated[Path | None, typer.Option(help="Page that lays the two over each other.")] = None,
) -> None:
    """Lay two records side by side: what they were given, where they part, and what it comes to."""
    from wargame.analysis.comparing.comparison import compare as laid_side_by_side

    if out is not None:
        _check_page(out)
    with steps("reading the records") as step:
        courses = [read_course(path) for path in (a, b)]
        step("comparing")
        found = laid_side_by_side(*courses)
        if out is not None:
            from wargame.analysis.comparing.page import comparison_html
            from wargame.record.files import write_whole

            step("drawing")
            out.parent.mkdir(parents=True, exist_ok=True)
            write_whole(out, comparison_html(found))
    if json:
        say_json(found.as_dict())
        return
    say(_compared(found))
    if out is not None:
        say(f"\nPage: {out}")


def _check_page(out: Path) -> None:
    """Refuses a place where no page can be, before anything is read."""
    from wargame.cli.printing import check_ending, check_place

    if out.is_dir():
        raise CommandError(f"--out: '{out}' is a folder; name a file, such as {out / 'compare.html'}")
    check_ending(out, ".html", ".htm")
    check_place(out.parent)


def _compared(found: "Comparison") -> str:
    """The comparison as text."""
    from wargame.analysis.summary import COURTESY, ONE_DRAW

    one, other = found.called
    left, right = found.a.played.scenario.title, found.b.played.scenario.title
    lines = [left if left == right else f"{left} / {right}", COURTESY, ""]
    lines += [f"  {label}" for label in found.labels]
    lines += ["", "WHAT THEY WERE GIVEN"]
    lines += [f"  {line}" for line in found.given] or ["  The same."]
    lines += ["", *difference_lines(found), "", *_numbers(found, one, other), "", ONE_DRAW]
    return "\n".join(lines)


def _numbers(found: "Comparison", one: str, other: str) -> list[str]:
    """The statistics that differ, beside each other."""
    from wargame.analysis.comparing.words import LEAST

    rows = [
        (name, left, right)
        for name, (left, right) in found.statistics.items()
        if left is None or right is None or abs(left - right) >= LEAST
    ]
    same = len(found.statistics) - len(rows)
    lines = [f"STATISTICS{'':<34}{one:>14}{other:>14}{'difference':>14}"]
    for name, left, right in rows:
        difference = "-" if left is None or right is None else f"{right - left:+.3f}"
        lines.append(f"  {name:<42}{_cell(left):>14}{_cell(right):>14}{difference:>14}")
    return [*lines, f"  {same} more are equal, to the third digit." if rows else f"  All {same} are equal."]


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


COMMANDS = (
    Command(
        "fork", fork, "wargame fork out/wp7 --at 8 --set disclosure.members.share=1 --out out/wp7_shared"
    ),
    Command("compare", compare, "wargame compare out/wp7 out/wp7_shared --out compare.html"),
)
