"""The file of a study: one SQLite database, one row per run, written by one process.

A row is whole or not there, whatever happens to the process or the machine: rollback journal (a write-ahead log fails
on network homes), synchronous FULL, a commit about every second. Rows have the number that the design gives them, so
their order never depends on which game ended first.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic
from types import TracebackType

from wargame.studies.games import GameKey, Outcome, StudyError, Value
from wargame.studies.tables import (
    APPLICATION_ID,
    COURTESY,
    FACTOR,
    KEY_COLUMNS,
    SCHEMA,
    TABLES,
    About,
    changes_of,
    check_same,
    connected,
    in_words,
    key_of,
    outcomes_of,
    quoted,
)
from wargame.studies.versions import versions

COMMIT_S = 1.0
"""At most so much work is lost when the machine stops."""


class RunStore:
    """A study's file, open for writing; use it as a context: what is in it is kept whatever ends the block.

    Args:
        path: the file.
        about: the study.
        resume: go on with a file that is there; otherwise the file must be new.

    Raises:
        StudyError: the file is there and was not to be resumed, holds another study or anything else, was begun with
            another version, or another process is writing it.
    """

    def __init__(self, path: Path, about: About, resume: bool = False) -> None:
        """Opens the file, or writes it with the study in it and no rows."""
        self.path = path
        self._about = about
        self._hash = about.hash
        self._numbers: dict[GameKey, int] = {}
        there = path.exists() and path.stat().st_size > 0
        if there and not resume:
            raise StudyError(
                f"{path}: the file is there already; go on with it by --resume, or name another with --out"
            )
        with in_words(path):
            self._db = connected(path, "rwc")
        try:
            self._begin(there)
        except BaseException:
            self._db.close()
            raise

    def _begin(self, there: bool) -> None:
        with in_words(self.path):
            self._db.execute("PRAGMA journal_mode=DELETE")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("BEGIN IMMEDIATE")
            if there:
                check_same(self._db, self.path, self._hash)
            else:
                self._write_study()
            self._columns = {row[1] for row in self._db.execute("PRAGMA table_info(runs)")}
            self._told = {row[0] for row in self._db.execute("SELECT reasons FROM reasons")}
            self._commit()

    def _write_study(self) -> None:
        self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        for statement in TABLES.split(";"):
            self._db.execute(statement)
        facts = {"schema": str(SCHEMA), "study_hash": self._hash, "versions": versions(), "planned": "0"}
        facts |= {"document": self._about.text, "note": COURTESY}
        self._db.executemany("INSERT INTO study VALUES (?, ?)", sorted(facts.items()))
        packed = {card.scenario_hash: card.packed for card in self._about.cards.values()}
        self._db.executemany("INSERT INTO scenarios VALUES (?, ?)", sorted(packed.items()))
        points = [(n, card.scenario_hash, changes_of(card)) for n, card in sorted(self._about.cards.items())]
        self._db.executemany("INSERT INTO points VALUES (?, ?, ?)", points)
        for name in sorted({name for levels in self._about.levels.values() for name in levels}):
            self._db.execute(f"ALTER TABLE runs ADD COLUMN {quoted(FACTOR + name)}")

    def _commit(self) -> None:
        """Makes everything so far last, and takes the file again at once; readers may come at any time."""
        self._db.execute("COMMIT")
        self._committed_s = monotonic()
        self._db.execute("BEGIN IMMEDIATE")

    def __enter__(self) -> "RunStore":
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keeps every row that was added, also when something went wrong or somebody interrupted."""
        self.close()

    def close(self) -> None:
        """Keeps what was added and lets go of the file."""
        with in_words(self.path):
            if self._db.in_transaction:
                self._db.execute("COMMIT")
            self._db.close()

    def plan(self, keys: Iterable[GameKey], again_failed: bool = False) -> list[GameKey]:
        """Numbers games on from those planned before, and gives those that have no row yet.

        Args:
            keys: the games in the order of the design; the same on every resume.
            again_failed: also those whose row says that they failed.

        Raises:
            StudyError: a row of the file is another game than the one that the design has at its number.
        """
        fresh = {key: n for n, key in enumerate(keys, start=len(self._numbers))}
        if any(key in self._numbers for key in fresh):
            raise ValueError("a game was planned twice")
        self._numbers |= fresh
        with in_words(self.path):
            planned = str(len(self._numbers))
            self._db.execute("INSERT OR REPLACE INTO study VALUES ('planned', ?)", (planned,))
        by_number = {n: key for key, n in fresh.items()}
        for n, key, status in self._rows_known():
            if n in by_number and by_number[n] != key:
                raise StudyError(
                    f"{self.path}: run {n} is another game than in this design; name another file with --out"
                )
            if n in by_number and not (again_failed and status == "failed"):
                del fresh[key]
        return list(fresh)

    def _rows_known(self) -> Iterator[tuple[int, GameKey, str]]:
        for row in self._db.execute(f"SELECT {', '.join(KEY_COLUMNS)}, status FROM runs"):  # noqa: S608  # our names
            yield row[0], key_of(row[1:-1]), row[-1]

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Writes a row for each outcome; they last after the next commit, a second later at most, or at the end.

        Raises:
            StudyError: the disk is full, or the file cannot be written.
        """
        with in_words(self.path):
            for outcome in outcomes:
                self._write(outcome)
            if monotonic() - self._committed_s >= COMMIT_S:
                self._commit()

    def _write(self, outcome: Outcome) -> None:
        key = outcome.key
        levels = self._about.levels.get(key.point, {})
        row: dict[str, Value | str] = {
            "run": self._numbers[key],
            "point": key.point,
            "coalition": key.members,
            "leaving": key.leaving,
            "arm": key.arm,
            "package": key.package,
            "seed": key.seed,
            "replicate": key.replicate,
            "study_hash": self._hash,
            "scenario_hash": outcome.scenario_hash,
            "versions": versions(),
            "status": outcome.status,
            "error": outcome.error,
            "reasons": self._reasons(outcome.reasons),
            **{FACTOR + name: level for name, level in levels.items()},
            **outcome.values,
        }
        for name in sorted(set(row) - self._columns):
            self._db.execute(f"ALTER TABLE runs ADD COLUMN {quoted(name)}")
            self._columns.add(name)
        names, marks = ", ".join(map(quoted, row)), ", ".join("?" * len(row))
        # A row that failed may be replaced when it was played again; the plan sees to it that no other is.
        self._db.execute(f"INSERT OR REPLACE INTO runs ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608

    def _reasons(self, reasons: Mapping[str, str]) -> str:
        """The name under which reasons are kept: most games of an arm lack the same numbers for the same reasons."""
        text = json.dumps(dict(reasons), sort_keys=True, ensure_ascii=False)
        name = hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
        if name not in self._told:
            self._db.execute("INSERT INTO reasons VALUES (?, ?)", (name, text))
            self._told.add(name)
        return name

    def outcomes(self) -> Iterator[Outcome]:
        """What came of every game so far, in the order of the design."""
        return outcomes_of(self._db)
