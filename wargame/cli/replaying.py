"""The command for those who show a run: replay, one HTML file that opens without network or program."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.cli.commands import Command
from wargame.cli.playing import RecordPath
from wargame.cli.printing import CommandError, say
from wargame.cli.progress import steps

if TYPE_CHECKING:
    from wargame.analysis.replay.alternatives import Alternative
    from wargame.analysis.replay.pictures import Sides
    from wargame.record import Record

PAGE = "replay.html"


def replay(
    record: RecordPath,
    out: Annotated[
        Path | None, typer.Option(help=f"The HTML file; {PAGE} beside the record when left out.")
    ] = None,
    cell: Annotated[
        str | None,
        typer.Option(
            help="A government or adversary: the page holds its own picture and nothing that it may not know, so "
            "that it can be handed to its players. Left out, the page is the trainer's: the truth and all pictures."
        ),
    ] = None,
    fork: Annotated[
        list[Path] | None,
        typer.Option(
            "--fork", help="Another run of the crisis to lay over this one as a 'what if'; repeatable."
        ),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Write a page that replays a run: globe, timeline, events, services, what Red weighed, each cell's picture."""
    from wargame.analysis.replay.page import replay as write_page
    from wargame.record import RecordError

    if cell is not None and fork:
        raise typer.BadParameter(
            "a cell's page holds no other run: none of them is known to it; leave one of the two out",
            param_hint="--fork",
        )
    try:
        with steps("reading the record") as step:
            sides = _sides(record, step)
            others = [_other(sides.played, folder, step) for folder in fork or []]
            chosen = None if cell is None else _cell(sides.played, cell)
            file = out or _usual_place(record, chosen)
            _check_file(file)
            step("fitting orbits and writing the page")
            write_page(sides.played, file, cell=chosen, sides=sides, alternatives=others)
    except RecordError as error:
        raise CommandError(str(error)) from error
    say(f"Replay: {file} ({file.stat().st_size / 1e6:.1f} MB); it opens without network or program.")
    if open_:
        import webbrowser

        webbrowser.open(file.resolve().as_uri())


def _usual_place(record: Path, cell: str | None) -> Path:
    folder = record if record.is_dir() else record.parent
    return folder / (PAGE if cell is None else f"replay_{cell}.html")


def _check_file(file: Path) -> None:
    """Refuses a place where the page cannot be written, before anything is reckoned."""
    if file.is_dir():
        raise CommandError(f"--out: '{file}' is a folder; name a file, such as {file / PAGE}")
    if not file.absolute().parent.is_dir():
        raise CommandError(f"--out: there is no folder '{file.parent}'; make it first, or name another place")


def _cell(record: "Record", word: str) -> str:
    """The cell that a word names."""
    from wargame.analysis.replay.knowledge import cells_of
    from wargame.cli.naming import meant_id

    return meant_id(
        word, cells_of(record), record.scenario, "--cell", "nobody of that name decides in this record"
    )


def _sides(path: Path, step: steps) -> "Sides":
    """The record with those beside it, all with services: played again where their file was deleted."""
    from dataclasses import fields, replace

    from wargame.analysis.replay.run_folder import read_sides

    sides = read_sides(path)
    found = {item.name: getattr(sides, item.name) for item in fields(sides)}
    return replace(
        sides, **{name: _with_services(one, path, step) for name, one in found.items() if one is not None}
    )


def _other(played: "Record", folder: Path, step: steps) -> "Alternative":
    """Another run, to be laid over the one played; it is called what its folder is called."""
    from wargame.analysis.replay.alternatives import alternative

    sides = _sides(folder, step)
    label = (folder if folder.is_dir() else folder.parent).resolve().name.replace("_", " ")
    return alternative(played, sides.played, label, sides.restraint)


def _with_services(record: "Record", path: Path, step: steps) -> "Record":
    """The record with its services, played again where they are gone."""
    if record.services:
        return record
    step("working out the services again (service.npz is not there)")
    again = _played_again(record)
    if again.digest != record.digest:
        raise CommandError(
            f"{path}: its services are gone and this version of the program plays the run otherwise; read it with "
            f"version {record.manifest.version}"
        )
    return again


def _played_again(record: "Record") -> "Record":
    """The run of a record's manifest, played now."""
    from wargame.run import RunError, run

    given = record.manifest
    try:
        return run(
            record.scenario,
            given.seed,
            given.replicate,
            given.coalition,
            "absent" if given.leaving == "absent" else "neutral",
            given.arm,  # type: ignore[arg-type]  # run() refuses an arm that is none
            given.package,
            given.orders,
        )
    except RunError as error:
        raise CommandError(f"this version cannot play the record again: {error}") from error


COMMANDS = (Command("replay", replay, "wargame replay out/wp7 --out class.html --open"),)
