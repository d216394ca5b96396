"""Reads back the folder of a run: every arm with its services, as the summary that the run itself was told from.

The services beside a record are derived and may be missing; then they are worked out again, and so is an arm that was
not kept. How, the caller says: nothing here plays a game.
"""

import json
import zipfile
import zlib
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from wargame.analysis.summary import Side, Summary
from wargame.missions.service import ServiceTimeline
from wargame.record import Record, RecordError
from wargame.scenario import MissionKey
from wargame.scenario.base import MISSION_KEYS
from wargame.scenario.variant import AS_IT_STANDS, Variant

SERVICES = "service.npz"


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
    played = _read(folder, again)
    full = Side(
        played,
        _arm(folder / "unattacked", played, again, "unattacked", False),
        _arm(folder / "restraint", played, again, "restraint", False),
    )
    return Summary(played.scenario, full, _alone(folder / "us_only", full, again), _variant(folder))


def _alone(folder: Path, full: Side, again: Again) -> Side:
    """The lead alone: the coalition's own side where nobody is with it."""
    played = full.played
    if not played.manifest.coalition:
        return full
    return Side(
        _arm(folder, played, again, played.manifest.arm, True),
        _arm(folder / "unattacked", played, again, "unattacked", True),
        _arm(folder / "restraint", played, again, "restraint", True),
    )


def _arm(folder: Path, played: Record, again: Again, arm: str, alone: bool) -> Record:
    """An arm as the folder keeps it, or played again; the arm that was asked for stands for itself."""
    if not alone and arm == played.manifest.arm:
        return played
    if not folder.is_dir():
        return again.arm(played, arm, alone)
    found = _read(folder, again)
    given, own = found.manifest, played.manifest
    if (given.scenario_hash, given.seed, given.replicate) != (own.scenario_hash, own.seed, own.replicate):
        raise RecordError(
            f"'{folder}' is an arm of another run (seed {given.seed}, scenario {given.scenario_hash[:12]}); "
            f"play the run "
            "again into a folder of its own"
        )
    return Record(given, found.events, found.services, played.scenario)


def _read(folder: Path, again: Again) -> Record:
    record = Record.read(folder)
    file = folder / SERVICES
    found = read_services(file) if file.is_file() else again.services(record)
    return Record(record.manifest, record.events, found, record.scenario)


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
                    kept[f"{mission}.values"].astype(float),
                    kept[f"{mission}.weights"],
                )
                for mission in MISSION_KEYS
                if f"{mission}.values" in kept
            }
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise RecordError(
            f"{file}: not the services of a run ({error}); remove the file, it is worked out again"
        ) from error


def _variant(folder: Path) -> Variant:
    """Which variant of its file was played, as summary.json says; the file as it stands where it says nothing."""
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
