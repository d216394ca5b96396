"""How commands speak: results on stdout, sentences about faults on stderr."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer


class CommandError(Exception):
    """What was asked cannot be done; the message is one sentence for the user (exit status 1)."""


def say(text: str = "") -> None:
    """Prints a line of the result."""
    typer.echo(text)


def warn(text: str) -> None:
    """Prints a line on stderr."""
    typer.echo(text, err=True)


def say_json(document: Any) -> None:
    """Prints the one JSON document of `--json` (`Any`: plain values), in ASCII for every console."""
    say(json.dumps(document, indent=2, sort_keys=True, ensure_ascii=True, allow_nan=False))


def check_place(out: Path) -> None:
    """Refuses a place where no folder for results can be, before anything is reckoned."""
    from wargame.record.folder import FolderError
    from wargame.record.folder import check_place as checked

    try:
        checked(out)
    except FolderError as error:
        raise CommandError(f"--out: {error}") from error


def check_folder_of(file: Path, option: str = "--out: ") -> None:
    """Refuses the name of a file in a folder that is not there, before anything is reckoned."""
    folder = file.absolute().parent
    if folder.is_dir():
        return
    if folder.exists():
        raise CommandError(f"{option}'{file.parent}' is a file, not a folder; name another place")
    raise CommandError(f"{option}there is no folder '{file.parent}'; make it first, or name another place")


def check_ending(file: Path, *endings: str) -> None:
    """Refuses the name of a file by which no program would know what it is."""
    if file.suffix.lower() not in endings:
        allowed = " or ".join(endings)
        raise CommandError(f"--out: '{file}' should end in {allowed}, such as {file.with_suffix(endings[0])}")


def warn_all(lines: Iterable[object]) -> None:
    """Prints lines on stderr, one after the other."""
    for line in lines:
        warn(str(line))


def never_fail_on_characters() -> None:
    """Lets consoles that lack a character show its code instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
