"""Reads the folder that `wargame run --out` wrote: the run, the records beside it, and their services."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from wargame.analysis.replay.pictures import Sides
from wargame.missions.service import ServiceTimeline
from wargame.record import Record, RecordError
from wargame.scenario.base import MISSION_KEYS, MissionKey

SERVICES = "service.npz"
BESIDE = {
    "unattacked": "unattacked",
    "restraint": "restraint",
    "us_only": "us_only",
    "us_only_unattacked": "us_only/unattacked",
    "us_only_restraint": "us_only/restraint",
}
"""Where the records beside a run stand, relative to its folder."""


def read_with_services(path: Path) -> Record:
    """A record with its services, which stay empty where their file was deleted.

    Raises:
        RecordError: the record cannot be read, or its services are no such file.
    """
    record = Record.read(path)
    file = (path if path.is_dir() else path.parent) / SERVICES
    return replace(record, services=_services(file)) if file.is_file() else record


def read_sides(path: Path) -> Sides:
    """The run of a folder and what was played beside it.

    Raises:
        RecordError: a record cannot be read.
    """
    folder = path if path.is_dir() else path.parent
    beside = {
        name: read_with_services(folder / place)
        for name, place in BESIDE.items()
        if (folder / place / "record.jsonl").is_file()
    }
    return Sides(read_with_services(path), **beside)


def _services(file: Path) -> dict[MissionKey, ServiceTimeline]:
    """The timelines of a file of services, by mission."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return {key: _timeline(key, arrays) for key in MISSION_KEYS if f"{key}.values" in arrays}
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise RecordError(
            f"{file}: cannot be read as the services of a record ({error}); delete it and they are worked out again"
        ) from error


def _timeline(mission: MissionKey, arrays: Any) -> ServiceTimeline:
    """One mission's timeline (`Any`: numpy's archive)."""
    return ServiceTimeline(
        mission,
        tuple(str(key) for key in arrays["regions"]),
        tuple(str(key) for key in arrays["beneficiaries"]),
        int(arrays["step_s"]),
        np.asarray(arrays[f"{mission}.values"], dtype=np.float64),
        arrays[f"{mission}.weights"],
    )
