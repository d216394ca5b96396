"""Reads the records that a run has left: the one that was asked for, and the other arms beside it."""

from pathlib import Path
from typing import TYPE_CHECKING

from wargame.cli.printing import CommandError

if TYPE_CHECKING:
    from wargame.analysis.comparing.courses import Course
    from wargame.record import Record


def read_record(path: Path) -> "Record":
    """The record of a folder or file.

    Raises:
        CommandError: there is none, or it cannot be read.
    """
    from pydantic import ValidationError

    from wargame.record import Record, RecordError

    try:
        found = Record.read(path)
        _ = found.scenario, found.forks
    except RecordError as error:
        raise CommandError(str(error)) from error
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        reason = str(error).splitlines()[0]
        raise CommandError(f"{path}: this version cannot read its scenario: {reason}") from error
    return found


def beside(path: Path, record: "Record", place: str) -> "Record | None":
    """The record of an arm in a sub-folder of a run, such as `restraint`; None where none belongs to it."""
    from wargame.analysis.kept_run import read_beside
    from wargame.record import RecordError

    if not path.is_dir():
        return None
    try:
        return read_beside(path, record, place)
    except RecordError:
        return None  # a run without this arm is a run all the same


def read_course(path: Path) -> "Course":
    """A run as it is compared: the record with the other arms that stand beside it, all with their services.

    Raises:
        CommandError: there is no record, or it cannot be read.
    """
    from wargame.analysis.comparing.courses import Course
    from wargame.hindsight import Outlook, with_services
    from wargame.record.folder import folder_of

    record = read_record(path)
    arms = {name: beside(path, record, name) for name in ("unattacked", "restraint")}
    served = {name: None if arm is None else with_services(arm) for name, arm in arms.items()}
    folder = folder_of(path)
    return Course(
        with_services(record),
        served["unattacked"],
        served["restraint"],
        called=folder.name or str(folder),
        outlook=Outlook(),
    )
