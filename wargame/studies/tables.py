"""The tables of a study's file, and how its rows become outcomes again."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from wargame.studies.deck import Card
from wargame.studies.games import GameKey, Outcome, StudyError, Value
from wargame.studies.versions import versions

APPLICATION_ID = 0x57_47_53_54
"""Marks the file as a study ("WGST"), so that no other database is taken for one."""

SCHEMA = 1
"""Version of the tables below."""

COURTESY = "unclassified, illustrative, not a forecast, not an assessment of any nation"

KEY_COLUMNS = ("run", "point", "coalition", "leaving", "arm", "package", "seed", "replicate")
RUN_COLUMNS = (*KEY_COLUMNS, "study_hash", "scenario_hash", "versions", "status", "error", "reasons")
"""Columns of every study's `runs`; levels of factors (`factor.NAME`) and statistics stand beside them."""

FACTOR = "factor."
"""Begins the column of a factor's levels."""

TABLES = """
CREATE TABLE study (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE scenarios (scenario_hash TEXT PRIMARY KEY, packed BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE points (point INTEGER PRIMARY KEY, scenario_hash TEXT NOT NULL, changes TEXT NOT NULL);
CREATE TABLE reasons (reasons TEXT PRIMARY KEY, told TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE runs (
    run INTEGER PRIMARY KEY, point INTEGER NOT NULL, coalition TEXT NOT NULL, leaving TEXT NOT NULL,
    arm TEXT NOT NULL, package TEXT, seed INTEGER NOT NULL, replicate INTEGER NOT NULL, study_hash TEXT NOT NULL,
    scenario_hash TEXT NOT NULL, versions TEXT NOT NULL, status TEXT NOT NULL, error TEXT NOT NULL,
    reasons TEXT NOT NULL
);
"""


@dataclass(frozen=True)
class About:
    """What a study is: its document, and the scenario and the levels of every point of its design.

    Attributes:
        document: everything that decides what is played, in plain JSON values; two studies with equal documents (and
            scenarios) are the same study. `kind` says what it is (`sweep`, `contribution`).
        cards: the scenario of every point.
        levels: the level of every factor by name, for every point; none where nothing is varied.
    """

    document: Mapping[str, Any]
    cards: Mapping[int, Card]
    levels: Mapping[int, Mapping[str, Value | str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The document as canonical JSON."""
        return json.dumps(
            self.document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )

    @property
    def hash(self) -> str:
        """SHA-256 over the document and what every point is, in hexadecimal."""
        digest = hashlib.sha256(self.text.encode("utf-8"))
        for point, card in sorted(self.cards.items()):
            digest.update(f"\n{point} {card.scenario_hash} {changes_of(card)}".encode())
        return digest.hexdigest()


def changes_of(card: Card) -> str:
    """The settings of a card as the table `points` keeps them."""
    return json.dumps([list(change) for change in card.changes], ensure_ascii=False)


def connected(path: Path, mode: Literal["rwc", "rw"]) -> sqlite3.Connection:
    """The database of a file, made when it is not there and the mode is `rwc`; transactions are ours to begin."""
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=1.0, isolation_level=None)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turns what SQLite says of a file into a sentence."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        words = str(error)
        if "locked" in words:
            words = "another process is writing it; wait until it has ended"
        elif "not a database" in words:
            words = "this is no file of a study; name the .db that 'wargame sweep' wrote"
        elif "full" in words:
            words = "the disk is full; what was kept before stands: make room, then resume"
        elif "readonly" in words or "unable to open" in words:
            words = f"the file cannot be written ({words}); check the folder and its rights"
        raise StudyError(f"{path}: {words}") from error


def facts_of(db: sqlite3.Connection, path: Path) -> dict[str, str]:
    """What the table `study` says.

    Raises:
        StudyError: it is another kind of database, or one of another version of the tables.
    """
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StudyError(f"{path}: this is no file of a study; name the .db that 'wargame sweep' wrote")
    facts = dict(db.execute("SELECT name, value FROM study"))
    if facts["schema"] != str(SCHEMA):
        raise StudyError(
            f"{path}: its tables are of version {facts['schema']}, this program knows version {SCHEMA}; read it with "
            "the version of the program that wrote it"
        )
    return facts


def check_same(db: sqlite3.Connection, path: Path, study_hash: str) -> None:
    """Refuses to go on with a file that holds another study, or one that another program has begun.

    Raises:
        StudyError: it does.
    """
    facts = facts_of(db, path)
    if facts["versions"] != versions():
        raise StudyError(
            f"{path}: begun with {facts['versions']}; this is {versions()}: a study is never mixed across versions. "
            "Go on with the version that began it, or name another file with --out"
        )
    if facts["study_hash"] != study_hash:
        raise StudyError(
            f"{path}: the file holds another study ({facts['study_hash'][:12]}, now asked for {study_hash[:12]}): the "
            "study's file or its scenario has changed since. Name another file with --out"
        )


def quoted(name: str) -> str:
    """A column's name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def outcomes_of(db: sqlite3.Connection, number: int | None = None) -> Iterator[Outcome]:
    """Outcomes in the order of the design, or the one of a number."""
    cursor = db.execute(
        f"SELECT runs.*, told FROM runs JOIN reasons USING (reasons) {'' if number is None else 'WHERE run = ?'} "  # noqa: S608
        "ORDER BY run",
        () if number is None else (number,),
    )
    names = [item[0] for item in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        key = key_of([row[name] for name in KEY_COLUMNS[1:]])
        reasons = json.loads(row["told"])
        numbers = {
            name: value
            for name, value in row.items()
            if name not in RUN_COLUMNS
            and name != "told"
            and not name.startswith(FACTOR)
            and (value is not None or name in reasons)
        }
        yield Outcome(key, row["scenario_hash"], numbers, reasons, row["error"])


def key_of(values: Sequence[Any]) -> GameKey:
    """The key from its columns without the number (`Any`: as SQLite has them)."""
    point, members, leaving, arm, package, seed, replicate = values
    coalition = tuple(members.split("+")) if members else ()
    return GameKey(point, coalition, leaving, arm, package, seed, replicate)
