"""A study's file, for reading: what the study is, its rows, and the scenario behind each."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from wargame.studies.deck import Card
from wargame.studies.games import Outcome, StudyError
from wargame.studies.tables import FACTOR, RUN_COLUMNS, connected, facts_of, in_words, outcomes_of, quoted


class StudyFile:
    """A study's file, for reading.

    Args:
        path: the file.

    Raises:
        StudyError: there is no such file, or it is no study.
    """

    def __init__(self, path: Path) -> None:
        """Reads what the study is."""
        if not path.is_file():
            raise StudyError(f"{path}: there is no such file; 'wargame sweep' writes one")
        self.path = path
        with in_words(path):
            self._db = connected(path, "rw")  # so that a journal left by a killed process can be rolled back
            self._facts = facts_of(self._db, path)

    def __enter__(self) -> "StudyFile":
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Lets go of the file."""
        self._db.close()

    @property
    def study_hash(self) -> str:
        """Which study."""
        return self._facts["study_hash"]

    @property
    def versions(self) -> str:
        """The program that played it."""
        return self._facts["versions"]

    @property
    def planned(self) -> int:
        """How many runs the study has in all."""
        return int(self._facts["planned"])

    @property
    def document(self) -> Any:
        """What the study is (`Any`: plain JSON values)."""
        return json.loads(self._facts["document"])

    @property
    def columns(self) -> list[str]:
        """The columns of a row: those of every study, factors, then statistics in alphabetical order."""
        known = {row[1] for row in self._db.execute("PRAGMA table_info(runs)")}
        factors = sorted(name for name in known if name.startswith(FACTOR))
        return [*RUN_COLUMNS, *factors, *sorted(known - set(RUN_COLUMNS) - set(factors))]

    def kinds_of(self, column: str) -> set[str]:
        """The kinds of values in a column, as SQLite calls them: integer, real, text, null."""
        return {row[0] for row in self._db.execute(f"SELECT DISTINCT typeof({quoted(column)}) FROM runs")}  # noqa: S608

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Every row in the order of the design, as `columns` has it (`Any`: numbers and texts)."""
        names = ", ".join(map(quoted, self.columns))
        return iter(self._db.execute(f"SELECT {names} FROM runs ORDER BY run"))  # noqa: S608  # our names

    def reasons(self) -> dict[str, dict[str, str]]:
        """Why statistics are missing, by the name in the column `reasons`."""
        return {
            name: json.loads(told) for name, told in self._db.execute("SELECT reasons, told FROM reasons")
        }

    def outcomes(self) -> Iterator[Outcome]:
        """What came of every game, in the order of the design."""
        return outcomes_of(self._db)

    def card(self, point: int) -> Card:
        """The scenario of a point.

        Raises:
            StudyError: the study has no such point.
        """
        found = self._db.execute(
            "SELECT scenario_hash, packed, changes FROM points JOIN scenarios USING (scenario_hash) WHERE point = ?",
            (point,),
        ).fetchone()
        if found is None:
            raise StudyError(f"{self.path}: the study has no point {point}")
        return Card(found[0], found[1], tuple((path, value) for path, value in json.loads(found[2])))

    def run(self, number: int) -> Outcome:
        """What came of one run.

        Raises:
            StudyError: the file has no such row.
        """
        found = next(outcomes_of(self._db, number), None)
        if found is None:
            (last,) = self._db.execute("SELECT max(run) FROM runs").fetchone()
            held = "it has none yet" if last is None else f"its rows are numbered 0 to {last}"
            raise StudyError(f"{self.path}: there is no run {number}; {held}")
        return found
