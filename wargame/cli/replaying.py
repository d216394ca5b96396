"""The command for those who show a run: replay, one HTML file that opens without network or program."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.cli.commands import Command
from wargame.cli.playing import RecordPath
from wargame.cli.printing import CommandError, check_ending, check_folder_of, say
from wargame.cli.progress import steps
from wargame.cli.records import read_record

if TYPE_CHECKING:
    from wargame.analysis.comparing.courses import Course
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
    from wargame.analysis.replay.alternatives import alternative
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
            here = _course(sides, record)
            others = [alternative(here, _other(here, folder, step)) for folder in fork or []]
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


def _other(here: "Course", folder: Path, step: steps) -> "Course":
    """Another run of the same crisis, to be laid over the page's."""
    from wargame.analysis.comparing.inputs import same_crisis

    other = _course(_sides(folder, step), folder)
    if not same_crisis(here, other):
        raise CommandError(
            f"--fork: '{folder}' is a run of another crisis, '{other.played.scenario.title}', so nothing of it can be "
            f"laid over '{here.played.scenario.title}'; name a run of the same scenario or of a variant of it"
        )
    return other


def _usual_place(record: Path, cell: str | None) -> Path:
    from wargame.record.folder import folder_of

    return folder_of(record) / (PAGE if cell is None else f"replay_{cell}.html")


def _check_file(file: Path) -> None:
    """Refuses a place where the page cannot be written, before anything is reckoned."""
    if file.is_dir():
        raise CommandError(f"--out: '{file}' is a folder; name a file, such as {file / PAGE}")
    check_ending(file, ".html", ".htm")
    check_folder_of(file)


def _cell(record: "Record", word: str) -> str:
    """The cell that a word names."""
    from wargame.analysis.replay.knowledge import cells_of
    from wargame.cli.naming import meant_id

    return meant_id(
        word, cells_of(record), record.scenario, "--cell", "nobody of that name decides in this record"
    )


def _sides(path: Path, step: steps) -> "Sides":
    """The record with those beside it, all with services: worked out from its events where their file is gone."""
    from wargame.analysis.kept_run import PLACES, read_beside
    from wargame.analysis.replay.pictures import Sides
    from wargame.record.folder import folder_of

    folder, played = folder_of(path), read_record(path)
    found = {place: read_beside(folder, played, place) for place in PLACES}
    beside = {
        place.replace("/", "_"): _served(record, folder / place, step)
        for place, record in found.items()
        if record is not None
    }
    return Sides(_served(played, folder, step), **beside)


def _served(record: "Record", folder: Path, step: steps) -> "Record":
    from wargame.analysis.kept_run import with_kept_services
    from wargame.hindsight import with_services

    kept = with_kept_services(record, folder)
    if not kept.services:
        step("working out services from the record (service.npz is not there)")
    return with_services(kept)


def _course(sides: "Sides", path: Path) -> "Course":
    """A run as it is compared with another, called what its folder is called."""
    from wargame.analysis.comparing.courses import Course
    from wargame.record.folder import folder_of

    called = folder_of(path).resolve().name.replace("_", " ")
    return Course(sides.played, sides.unattacked, sides.restraint, called)


COMMANDS = (Command("replay", replay, "wargame replay out/wp7 --out class.html --open"),)
