"""Reads back the folder of a run: every arm with its services, as the summary that the run itself was told from.

The services beside a record are derived and may be missing; then they are worked out again, and so is an arm that was
not kept. How, the caller says: nothing here plays a game. Kept services are in single precision, good for a picture;
where two runs are compared to the last digit they are worked out from the events instead.
"""

import json
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from wargame.analysis.summary import Side, Summary
from wargame.missions.service import ServiceTimeline
from wargame.record import Record, RecordError
from wargame.record.folder import SERVICES
from wargame.record.record import FILE_NAME
from wargame.scenario import MissionKey
from wargame.scenario.base import MISSION_KEYS
from wargame.scenario.variant import AS_IT_STANDS, Variant

ALONE = "us_only"
PLACES = ("unattacked", "restraint", ALONE, f"{ALONE}/unattacked", f"{ALONE}/restraint")
"""Where other arms of a run stand, relative to its folder."""


class Again(Protocol):
    """How to get what a folder does not hold."""

    def services(self, record: Record) -> dict[MissionKey, ServiceTimeline]:
        """The services of a record, worked out from its events."""

    def arm(self, record: Record, arm: str, alone: bool) -> Record:
        """Another arm of the record's replicate, against its coalition or against the lead alone."""


def read_run(folder: Path, again: Again) -> Summary:
    """Both sides of the run that a folder holds.

    Args:
        folder: as `wargame run --out` writes it.
        again: how to get what is missing.

    Raises:
        RecordError: there is no record, or one of them cannot be read: the sentence says which.
    """
    if not folder.is_dir():
        raise RecordError(f"'{folder}' is no folder of a run; name the folder that 'wargame run --out' wrote")
    played = _served(Record.read(folder), folder, again)
    full = _side(folder, played, again, False)
    alone = _side(folder, played, again, True) if played.manifest.coalition else full
    return Summary(played.scenario, full, alone, variant_of(folder))


def _side(folder: Path, played: Record, again: Again, alone: bool) -> Side:
    """All arms of the coalition or of the lead alone."""
    main, unattacked, restraint = (
        _arm(folder, played, again, arm, alone) for arm in (played.manifest.arm, "unattacked", "restraint")
    )
    return Side(main, unattacked, restraint)


def _arm(folder: Path, played: Record, again: Again, arm: str, alone: bool) -> Record:
    """An arm as the folder keeps it, or played again; the arm that was asked for stands for itself."""
    place = place_of(played, arm, alone)
    if not place:
        return played
    found = read_beside(folder, played, place)
    return again.arm(played, arm, alone) if found is None else _served(found, folder / place, again)


def place_of(played: Record, arm: str, alone: bool) -> str:
    """Where an arm of the coalition, or of the lead alone, stands in the folder of a run; '' for the run itself."""
    parts = (ALONE if alone else "", "" if arm == played.manifest.arm else arm)
    return "/".join(filter(None, parts))


def read_beside(folder: Path, played: Record, place: str) -> Record | None:
    """Another arm that stands in a run's folder, without its services; None where none does.

    Args:
        folder: of the run.
        played: the run.
        place: one of `PLACES`.

    Raises:
        RecordError: it cannot be read, or is an arm of another run.
    """
    if not (folder / place / FILE_NAME).is_file():
        return None
    found = Record.read(folder / place)
    if not _belongs(found, played, () if place.partition("/")[0] == ALONE else played.manifest.coalition):
        raise RecordError(
            f"'{folder / place}' is an arm of another run (seed {found.manifest.seed}, scenario "
            f"{found.manifest.scenario_hash[:12]}); play the run again into a folder of its own"
        )
    return replace(found, played=played.scenario)


def _belongs(found: Record, played: Record, members: Collection[str]) -> bool:
    """Whether a record is of the same replicate of the same scenario, forked alike, with these players."""
    left, right = found.manifest, played.manifest
    same = all(
        getattr(left, name) == getattr(right, name)
        for name in ("scenario_hash", "seed", "replicate", "leaving", "version")
    )
    same = same and set(left.coalition) == set(members)
    return same and [(f.move, f.changes) for f in found.forks] == [(f.move, f.changes) for f in played.forks]


def with_kept_services(record: Record, folder: Path) -> Record:
    """A record with the services that stand beside it in its folder; as it is where their file was deleted.

    Raises:
        RecordError: the file is not such a file.
    """
    file = folder / SERVICES
    return replace(record, services=read_services(file)) if file.is_file() else record


def _served(record: Record, folder: Path, again: Again) -> Record:
    found = with_kept_services(record, folder)
    return found if found.services else replace(record, services=again.services(record))


def read_services(file: Path) -> dict[MissionKey, ServiceTimeline]:
    """The timelines that a run left beside its record, by mission.

    Raises:
        RecordError: the file is not such a file.
    """
    try:
        with open(file, "rb") as stream, np.load(stream, allow_pickle=False) as kept:
            return {
                mission: ServiceTimeline(
                    mission,
                    tuple(map(str, kept["regions"])),
                    tuple(map(str, kept["beneficiaries"])),
                    int(kept["step_s"]),
                    kept[f"{mission}.values"].astype(float)[kept[f"{mission}.weights"] > 0],
                    kept[f"{mission}.weights"],
                )
                for mission in MISSION_KEYS
                if f"{mission}.values" in kept
            }
    except OSError as error:
        words = error.strerror or "it breaks off"
        raise RecordError(
            f"{file}: the services of the run cannot be read ({words}); remove the file, it is worked out again"
        ) from error
    except (EOFError, ValueError, KeyError, IndexError, zipfile.BadZipFile, zlib.error) as error:
        raise RecordError(
            f"{file}: broken, or not the services of a run; remove the file, it is worked out again"
        ) from error


def variant_of(folder: Path) -> Variant:
    """Which variant of its file was played, as summary.json says; the file as it stands where it says nothing.

    Raises:
        RecordError: summary.json is not such a file.
    """
    file = folder / "summary.json"
    if not file.is_file():
        return AS_IT_STANDS
    try:
        found: Any = json.loads(file.read_text(encoding="utf-8")).get("variant")
        if not found:
            return AS_IT_STANDS
        return Variant(
            found["excursion"], found["title"] or "", dict(found["set"]), tuple(found.get("without", ()))
        )
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise RecordError(
            f"{file}: not the summary of a run ({error}); remove the file, the report does without"
        ) from error
