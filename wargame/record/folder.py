"""A run's folder: written beside its place and moved there when it is whole, so an interruption leaves nothing half."""

import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from wargame.record.files import named_after
from wargame.record.record import FILE_NAME, Record

SERVICES = "service.npz"
FILES = frozenset(
    {
        FILE_NAME,
        SERVICES,
        "summary.json",
        "report.html",
        "replay.html",
        "review.html",
        "review.pptx",
        "coverage.html",
        "coverage.json",
    }
)
SUB_FOLDERS = frozenset({"unattacked", "restraint", "us_only"})
"""What a run's folder may hold, pages of cells (`replay_CELL.html`) too; one with anything else is not overwritten."""
_CELL_PAGE = re.compile(r"replay_\w+\.html")

NAMES_OF_FILES = (".html", ".htm", ".json", ".jsonl", ".csv", ".yaml", ".db", ".npz", ".pdf", ".pptx", ".zip")
"""Endings that nobody gives to a folder."""


def folder_of(path: Path) -> Path:
    """The folder of a run, from it or from the file of the record in it."""
    return path if path.is_dir() else path.parent


class FolderError(Exception):
    """The folder cannot take the run: a sentence that says why."""


def write_run(
    folder: Path,
    summary: Mapping[str, Any],
    records: Mapping[str, Record],
    pages: Mapping[str, str] | None = None,
) -> None:
    """Writes every record of a run with its services, the summary and pages.

    Args:
        folder: where to; an earlier run there is replaced, anything else is not.
        summary: the document of summary.json.
        records: records by sub-folder, '' for the run itself.
        pages: further text files by name.

    Raises:
        FolderError: the folder holds something that is not a run.
    """
    check_folder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with named_after(folder):
        part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".part"))
    try:
        for name, record in records.items():
            place = part / name
            place.mkdir(parents=True, exist_ok=True)
            record.write(place)
            (place / SERVICES).write_bytes(_services(record))
        text = json.dumps(summary, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
        (part / "summary.json").write_text(text + "\n", encoding="utf-8", newline="\n")
        for name, page in (pages or {}).items():
            (part / name).write_text(page, encoding="utf-8", newline="\n")
        _put_in_place(part, folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def write_files(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes text files by name into a folder that is put in its place whole; what stood there before goes."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with named_after(folder):
        part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".part"))
    try:
        for name, text in texts.items():
            (part / name).write_text(text, encoding="utf-8", newline="\n")
        _put_in_place(part, folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def check_folder(folder: Path) -> None:
    """Refuses a folder in which anything is not part of a run."""
    check_place(folder)
    if not folder.is_dir():
        return
    for item in sorted(folder.rglob("*")):
        inside = item.relative_to(folder)
        ours = inside.name in FILES | SUB_FOLDERS or _CELL_PAGE.fullmatch(inside.name)
        if not (set(inside.parts[:-1]) <= SUB_FOLDERS and ours):
            raise FolderError(f"'{folder}' holds '{inside}', which is not part of a run; name another folder")


def check_place(folder: Path) -> None:
    """Refuses a place where no folder can be, or none is meant: a file, its name, below one, where one may not write.

    Raises:
        FolderError: the sentence that says which.
    """
    found = next(place for place in (folder, *folder.absolute().parents) if os.path.lexists(place))
    if not found.is_dir():
        below = "" if found == folder else f", so there can be no folder '{folder}'"
        raise FolderError(f"'{_as_given(found, folder)}' is a file{below}; name a folder")
    if found != folder and folder.suffix.lower() in NAMES_OF_FILES:
        raise FolderError(
            f"'{folder}' is the name of a file, and what is written is a folder of several; name a folder, such as "
            f"'{folder.with_suffix('')}'"
        )
    reason = "no permission" if not os.access(found, os.W_OK) else None
    if reason is None and found != folder:  # where even who may everything can make nothing, such as in /proc
        try:
            Path(tempfile.mkdtemp(dir=found, prefix=".wargame.")).rmdir()
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
    if reason is not None:
        raise FolderError(f"'{folder}' cannot be written ({reason}); name a folder of your own")


def _as_given(found: Path, folder: Path) -> Path:
    """A folder above in the words of the user: relative where the user's was."""
    return next((place for place in (folder, *folder.parents) if place.absolute() == found), found)


def _put_in_place(part: Path, folder: Path) -> None:
    """Moves the finished folder to its place; an earlier run there stands aside, and returns if that fails."""
    part.chmod(0o755)
    if not folder.exists():
        os.replace(part, folder)
        return
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".old"))
    os.replace(folder, aside / "run")
    try:
        os.replace(part, folder)
    except BaseException:
        os.replace(aside / "run", folder)
        aside.rmdir()
        raise
    shutil.rmtree(aside)


def _services(record: Record) -> bytes:
    """The service timelines as one .npz without pickled objects."""
    arrays: dict[str, Any] = {}
    for mission, timeline in sorted(record.services.items()):
        arrays[f"{mission}.values"] = np.asarray(timeline.values, dtype=np.float32)
        arrays[f"{mission}.weights"] = timeline.weights
        arrays["regions"] = np.array(timeline.regions)
        arrays["beneficiaries"] = np.array(timeline.beneficiaries)
        arrays["step_s"] = np.array(timeline.step_s)
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()
