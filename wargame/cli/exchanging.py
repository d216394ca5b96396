"""The command for other programs: export a record as CZML, tidy CSV or OEM."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.cli.commands import Command
from wargame.cli.playing import RecordPath
from wargame.cli.printing import CommandError, check_ending, check_place, say
from wargame.cli.progress import steps
from wargame.cli.records import read_record
from wargame.cli.sweeping import export_study

if TYPE_CHECKING:
    from wargame.record import Record


@dataclass(frozen=True, slots=True)
class Format:
    """A format of records.

    Attributes:
        option: how it is asked for.
        texts: the files by name, from a record; a single file has the name ''.
        suffix: of the files that it writes.
        words: what has been written, with `{n}` for the number of files.
    """

    option: str
    texts: "Callable[[Record], Mapping[str, str]]"
    suffix: str
    words: str


def _czml(record: "Record") -> Mapping[str, str]:
    from wargame.analysis.exchange.czml import czml_text

    return {"": czml_text(record)}


def _csv(record: "Record") -> Mapping[str, str]:
    from wargame.analysis.exchange.tables import tables
    from wargame.hindsight import with_services

    return tables(with_services(record))


def _oem(record: "Record") -> Mapping[str, str]:
    from wargame.analysis.exchange.oem import oem_texts

    return {f"{key}.oem": text for key, text in oem_texts(record).items()}


FORMATS = (
    Format("--czml", _czml, ".czml", "CZML for CesiumJS and other globes"),
    Format("--csv", _csv, ".csv", "tables: {n} files"),
    Format("--oem", _oem, ".oem", "CCSDS OEM 3.0, TEME, UTC: {n} files, one for each satellite"),
)
"""The formats of a record, in the order of the options."""


def export(
    record: RecordPath,
    czml: Annotated[
        bool, typer.Option("--czml", help="One file for globes: satellites, sites, events.")
    ] = False,
    csv: Annotated[
        bool,
        typer.Option("--csv", help="A folder of tables: events, services, assets as each cell has them."),
    ] = False,
    oem: Annotated[
        bool, typer.Option("--oem", help="A folder of orbits, one CCSDS message a satellite.")
    ] = False,
    tidy: Annotated[
        str | None,
        typer.Option(help="csv or parquet, of a study (.db): a row for each run and statistic."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The file (--czml, --tidy) or the folder; beside the record when left out."),
    ] = None,
) -> None:
    """Write a record, or the file of a study, in a format of other programs."""
    if tidy is not None:
        export_study(record, tidy, out)
        return
    asked = [item for item, wanted in zip(FORMATS, (czml, csv, oem), strict=True) if wanted]
    if len(asked) != 1:
        raise typer.BadParameter(
            "name one of " + ", ".join(item.option for item in FORMATS), param_hint="format"
        )
    chosen = asked[0]
    place = out or _usual_place(record, chosen)
    single = chosen.suffix == ".czml"
    _check(place, chosen, single)
    with steps("reading the record") as step:
        read = read_record(record)
        step("writing")
        texts = chosen.texts(read)
        if single:
            _write_file(place, texts[""])
        else:
            _write_folder(place, texts)
    say(f"{place}: {chosen.words.format(n=len(texts))}.")


def _usual_place(record: Path, chosen: Format) -> Path:
    """Beside the record's folder, since a run's folder holds nothing else than a run."""
    from wargame.record.folder import folder_of

    folder = folder_of(record)
    name = folder.resolve().name
    return folder.parent / (f"{name}.czml" if chosen.suffix == ".czml" else f"{name}_{chosen.suffix[1:]}")


def _check(place: Path, chosen: Format, single: bool) -> None:
    """Refuses a place before anything is read: what is there already is overwritten only if it is of the format."""
    if single:
        if place.is_dir():
            raise CommandError(f"--out: '{place}' is a folder; name a file, such as {place / 'crisis.czml'}")
        check_ending(place, ".czml", ".json")
        check_place(place.parent)
        return
    check_place(place)
    others = (
        [item for item in sorted(place.iterdir()) if item.suffix != chosen.suffix] if place.is_dir() else []
    )
    if others:
        raise CommandError(
            f"--out: '{place}' holds '{others[0].name}', which is no {chosen.suffix} file; name another folder"
        )


def _write_file(place: Path, text: str) -> None:
    from wargame.record.files import write_whole

    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, text)


def _write_folder(place: Path, texts: Mapping[str, str]) -> None:
    """The files in a folder that is put in its place when all of them are there."""
    from wargame.record.folder import write_files

    write_files(place, texts)


COMMANDS = (Command("export", export, "wargame export out/wp7 --czml --out wp7.czml"),)
