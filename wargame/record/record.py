"""A record: the manifest and the events, and the digests that say whether two runs were the same."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from wargame.events import EVENTS, UNDIGESTED, Event, ScenarioAmended
from wargame.record.files import write_whole
from wargame.scenario import MissionKey, Scenario
from wargame.scenario.forking import Fork, amended, changes_of

MAY_BE_EMPTY = frozenset({"cause", "best", "until_s", "note", "function", "card", "options", "observation"})
"""Fields of events that are left out of a line when they are empty."""

TUPLES = frozenset({"targets", "suspects", "learned", "voters", "in_favour", "changes"})
"""Fields of events that hold several names or rows."""

SCHEMA = "wargame.record/1"
FILE_NAME = "record.jsonl"


class RecordError(Exception):
    """A record cannot be read: a sentence that says where and why."""


class NoRecordError(RecordError):
    """There is no record at the place that was named."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run was given: enough to run it again without any other file.

    Attributes:
        version: version of the program.
        scenario: the resolved scenario, every default filled in.
        scenario_hash: hash of its canonical form.
        seed, replicate, coalition, leaving, arm, package: what a run is a function of.
        orders: what cells of people ordered in place of doctrines and governments; None without.
        forks: where the run left its parent, and what is different from there on; empty for a run that is no fork.
        libraries: versions that numbers can depend on.
    """

    version: str
    scenario: Mapping[str, Any]
    scenario_hash: str
    seed: int
    replicate: int
    coalition: tuple[str, ...]
    leaving: str
    arm: str
    package: str | None
    libraries: Mapping[str, str]
    orders: Mapping[str, Any] | None = None
    forks: tuple[Mapping[str, Any], ...] = ()
    schema: str = SCHEMA


@dataclass(frozen=True)
class Record:
    """One run: one arm of one replicate.

    Attributes:
        manifest: what it was given.
        events: what happened, in order of `seq`.
        services: timelines by mission (derived; empty when read back without them).
        played: the scenario object it was played with; None when read back.
        drawn: the kinds of draws that were made, `agenda.order.STAGE` among them where a tie was broken; None when read
            back.
    """

    manifest: Manifest
    events: tuple[Event, ...]
    services: Mapping[MissionKey, Any] = field(default_factory=dict, compare=False)
    played: Scenario | None = field(default=None, compare=False, repr=False)
    drawn: frozenset[str] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that was played, from the manifest where the record was read back."""
        return self.played or Scenario.model_validate(self.manifest.scenario)

    @property
    def forks(self) -> tuple[Fork, ...]:
        """Where the run left its parent; empty for a run that is no fork."""
        return tuple(map(Fork.of, self.manifest.forks))

    @cached_property
    def scenario_at_end(self) -> Scenario:
        """The scenario that held when the run ended: another than at the start where a fork changed it."""
        return self.scenario_at(self.scenario.clock.duration_s)

    def scenario_at(self, t_s: float) -> Scenario:
        """The scenario that held at a second, with everything that forks had changed by then."""
        found = self.scenario
        for event in self.events:
            if isinstance(event, ScenarioAmended) and event.t_s <= t_s:
                found = amended(found, changes_of(event.changes))
        return found

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the events without line numbers, cards, tables and observations: equal in full and lean runs."""
        return _digest(event_line(event, UNDIGESTED) for event in self.events)

    @cached_property
    def full_digest(self) -> str:
        """SHA-256 over the events with everything in them."""
        return _digest(self._lines)

    @cached_property
    def _lines(self) -> list[str]:
        """Every event as a line with everything in it."""
        return [event_line(event, frozenset()) for event in self.events]

    @cached_property
    def manifest_digest(self) -> str:
        """SHA-256 over what the run was given."""
        return _digest([self._first_line])

    @cached_property
    def _first_line(self) -> str:
        values = {item.name: getattr(self.manifest, item.name) for item in fields(Manifest)}
        if not self.manifest.forks:
            del values["forks"]  # the line of a run that is no fork says nothing of forks
        return _json(values)

    @property
    def _seal(self) -> dict[str, str]:
        """The last line: that the run ended, and what its lines were."""
        return {
            "kind": "run.ended",
            "digest": self.digest,
            "full_digest": self.full_digest,
            "manifest_digest": self.manifest_digest,
        }

    @cached_property
    def by_id(self) -> dict[str, Event]:
        """The events by id."""
        return {event.id: event for event in self.events}

    def of_kind(self, kind: str) -> list[Event]:
        """The events of one kind, in order."""
        return [event for event in self.events if event.kind == kind]

    def causes(self, event_id: str) -> list[Event]:
        """The event and everything that caused it, nearest first.

        Raises:
            KeyError: there is no such event.
        """
        chain = [self.by_id[event_id]]
        while chain[-1].cause is not None and chain[-1].cause in self.by_id:
            chain.append(self.by_id[chain[-1].cause])
        return chain

    def write(self, folder: Path) -> Path:
        """Writes `record.jsonl` into a folder, whole or not at all; returns the file."""
        lines = [self._first_line, *self._lines, _json(self._seal)]
        path = folder / FILE_NAME
        write_whole(path, "\n".join(lines) + "\n")
        return path

    @classmethod
    def read(cls, path: Path) -> "Record":
        """Reads a record from its file or folder.

        Raises:
            RecordError: the file is missing, cut short, altered, or of another kind.
        """
        path = Path(path)
        file = path / FILE_NAME if path.is_dir() else path
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            what = (
                f"the folder '{path}' holds no record" if path.is_dir() else f"there is no record at '{path}'"
            )
            raise NoRecordError(
                f"{what}; name the folder that 'wargame run --out' wrote, or the {FILE_NAME} in it"
            ) from None
        except UnicodeDecodeError:
            raise RecordError(f"{file}: cannot be read as a record: it is no text") from None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise RecordError(f"{file}: cannot be read as a record ({reason})") from error
        rows = [_parse(file, number, line) for number, line in enumerate(lines, start=1)]
        if len(rows) < 2 or rows[0].get("schema") != SCHEMA:
            raise RecordError(
                f"{file}:1: this is not a record of this program ({SCHEMA} expected in the first line)"
            )
        if rows[-1].get("kind") != "run.ended":
            raise RecordError(f"{file}:{len(rows)}: the last line is missing; the record was cut short")
        record = cls(
            _manifest(file, rows[0]), tuple(_event(file, n, row) for n, row in enumerate(rows[1:-1], start=2))
        )
        if record._seal != rows[-1]:
            raise RecordError(
                f"{file}: the digest does not match the events; the record was altered, or written by another version "
                "of the program"
            )
        return record


def event_line(event: Event, without: frozenset[str]) -> str:
    """An event as one line of canonical JSON."""
    values = event.as_dict()
    return _json({name: value for name, value in values.items() if name not in without})


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode("utf-8"))
        digest.update(b"\n")
    return digest.hexdigest()


def _parse(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise RecordError(
            f"{file}:{number}: not a line of JSON ({error}); this is no record, or one that was cut off: name the "
            "folder that 'wargame run --out' wrote, or the record.jsonl in it"
        ) from error
    if not isinstance(row, dict):
        raise RecordError(f"{file}:{number}: a line of a record is a JSON object")
    return row


def _manifest(file: Path, row: Mapping[str, Any]) -> Manifest:
    try:
        forks = tuple(row.get("forks", ()))
        for fork in forks:
            Fork.of(fork)  # what is no fork is refused here, not where it is played
        return Manifest(**{**row, "coalition": tuple(row["coalition"]), "forks": forks})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = str(error).splitlines()[0]
        raise RecordError(f"{file}:1: not the manifest of a record: {reason}") from error


def _event(file: Path, number: int, row: Mapping[str, Any]) -> Event:
    kind = EVENTS.get(str(row.get("kind")))
    if kind is None:
        raise RecordError(
            f"{file}:{number}: '{row.get('kind')}' is not a kind of event that this version knows"
        )
    values: dict[str, Any] = {item.name: None for item in fields(kind) if item.name in MAY_BE_EMPTY}
    values |= {name: value for name, value in row.items() if name != "kind"}
    for name in TUPLES & values.keys():
        values[name] = tuple(values[name])
    try:
        return kind(**values)
    except TypeError as error:
        raise RecordError(f"{file}:{number}: not a {kind.kind} event: {error}") from error


def first_difference(
    left: Sequence[Event], right: Sequence[Event]
) -> tuple[int, Event | None, Event | None] | None:
    """The first place where two histories differ, or None."""
    for n in range(max(len(left), len(right))):
        a = left[n] if n < len(left) else None
        b = right[n] if n < len(right) else None
        if a is None or b is None or event_line(a, UNDIGESTED) != event_line(b, UNDIGESTED):
            return n, a, b
    return None
