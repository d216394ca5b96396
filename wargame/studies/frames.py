"""A study's rows as pandas frames and as tables for other programs."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from wargame.record.files import whole_file
from wargame.studies.games import StudyError
from wargame.studies.reading import AS_IT_STANDS
from wargame.studies.study_file import StudyFile
from wargame.studies.tables import FACTOR, RUN_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

TIDY = ("statistic", "value", "reason")
"""What a tidy table adds to what decides a run."""

NAME = "coalition_name"
"""The column of the study's own name of a coalition, beside the one of its members."""

LEAD_ALONE = "lead_alone"

ROWS_AT_ONCE = 50_000
"""Rows of a Parquet table that are held in memory."""


@dataclass(frozen=True)
class Frames:
    """A study in pandas.

    Attributes:
        runs: a row for each run, in the order of the design: what decides it, factors, statistics.
        reasons: for each name in the column `reasons`, why statistics are missing.
        document: the study (`Any`: plain JSON values).
    """

    runs: "pd.DataFrame"
    reasons: dict[str, dict[str, str]]
    document: Any

    @property
    def failures(self) -> "pd.DataFrame":
        """The runs that failed, with their errors."""
        return self.runs[self.runs["status"] == "failed"]

    @cached_property
    def statistics(self) -> list[str]:
        """The columns of statistics."""
        return [str(name) for name in self.runs if _is_statistic(str(name))]

    @cached_property
    def tidy(self) -> "pd.DataFrame":
        """A row for each run and statistic; statistics that an arm never gives have no row."""
        import pandas as pd  # noqa: PLC0415  # half a second, for those who want it

        decided = [str(name) for name in self.runs if _decides(str(name))]
        rows = list(_long(self.runs.to_dict("records"), decided, self.statistics, self.reasons))
        return pd.DataFrame.from_records(rows, columns=[*decided, *TIDY])


def frames(path: Path | str) -> Frames:
    """The rows of a study's file as pandas frames.

    Raises:
        StudyError: there is no such file, or it is no study.
    """
    import pandas as pd  # noqa: PLC0415  # as above

    with StudyFile(Path(path)) as file:
        columns = _columns(file)
        runs = pd.DataFrame.from_records(list(_rows(file)), columns=columns)
        runs = runs.astype({name: "float64" for name in columns if _is_statistic(name)})
        return Frames(runs, file.reasons(), file.document)


def export_tidy(path: Path | str, out: Path | str, kind: Literal["csv", "parquet"]) -> int:
    """Writes a study's tidy table, a row for each run and statistic, and gives the number of rows.

    The same study gives the same bytes, however often it was interrupted and whatever played it.

    Raises:
        StudyError: no such study, or Parquet without pyarrow.
    """
    with StudyFile(Path(path)) as file:
        columns = _columns(file)
        decided = [name for name in columns if _decides(name)]
        statistics = [name for name in columns if _is_statistic(name)]
        rows = (dict(zip(columns, row, strict=True)) for row in _rows(file))
        table = _long(rows, decided, statistics, file.reasons())
        with whole_file(out) as part:
            if kind == "csv":
                return _write_csv(part, [*decided, *TIDY], table)
            kinds = {name: file.kinds_of(name) for name in decided if name != NAME} | {"value": {"real"}}
            return _write_parquet(
                part, {name: kinds.get(name, {"text"}) for name in (*decided, *TIDY)}, table
            )


def export_wide(path: Path | str, out: Path | str) -> int:
    """Writes a study's runs as CSV, a row for each, and gives their number.

    Raises:
        StudyError: no such study.
    """
    with StudyFile(Path(path)) as file, whole_file(out) as part:
        return _write_csv(part, _columns(file), _rows(file))


def _columns(file: StudyFile) -> list[str]:
    """The columns of a table: those of the file, and the coalition's name after its members."""
    found = file.columns
    found.insert(found.index("coalition") + 1, NAME)
    return found


def _rows(file: StudyFile) -> Iterator[tuple[Any, ...]]:
    """Rows as `_columns` has them (`Any`: numbers and texts); the lead alone has a word, because a blank is lost."""
    names = _names(file.document)
    size = int(file.document.get("points", 1))
    place, point = file.columns.index("coalition"), file.columns.index("point")
    for row in file.rows():
        members = row[place] or LEAD_ALONE
        name = names.get((row[point] // size, row[place]), members)
        yield (*row[:place], members, name, *row[place + 1 :])


def _names(document: Any) -> dict[tuple[int, str], str]:
    """The study's names of coalitions by excursion and members (`Any`: plain values); several where they coincide."""
    if document.get("kind") != "sweep":
        return {}
    found: dict[tuple[int, str], str] = {}
    for name, members in document["coalitions"].items():
        for n, excursion in enumerate(document["plan"]["excursions"] or (AS_IT_STANDS,)):
            key = n, "+".join(members[excursion])
            found[key] = f"{found[key]}, {name}" if key in found else name
    return found


def _decides(name: str) -> bool:
    """Whether a column stands in every row of a tidy table."""
    return name.startswith(FACTOR) or name == NAME or (name in RUN_COLUMNS and name != "reasons")


def _is_statistic(name: str) -> bool:
    return name != NAME and name not in RUN_COLUMNS and not name.startswith(FACTOR)


def _long(
    rows: Any, decided: list[str], statistics: list[str], reasons: dict[str, dict[str, str]]
) -> Iterator[tuple[Any, ...]]:
    """Rows of a tidy table from rows of runs (`Any`: numbers and texts); a failed run has one, with its error."""
    for row in rows:
        head = tuple(row[name] for name in decided)
        told = reasons[row["reasons"]]
        if row["status"] == "failed":
            yield (*head, None, None, row["error"])
        for name in statistics:
            value = row[name]
            missing = value is None or value != value  # pandas says NaN for nothing
            if not missing:
                yield (*head, name, value, None)
            elif name in told:
                yield (*head, name, None, told[name])


def _write_csv(part: Path, header: list[str], rows: Iterator[tuple[Any, ...]]) -> int:
    count = 0
    with part.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _write_parquet(part: Path, kinds: Mapping[str, set[str]], rows: Iterator[tuple[Any, ...]]) -> int:
    """Writes rows whose columns hold these kinds of values, some at a time."""
    try:
        import pyarrow as arrow  # noqa: PLC0415  # an optional part
        from pyarrow import parquet  # noqa: PLC0415  # as above
    except ImportError:
        raise StudyError(
            "Parquet needs pyarrow, which is not installed: python -m pip install 'coalition-wargame[parquet]', or "
            "export as csv"
        ) from None
    types = {"integer": arrow.int64(), "real": arrow.float64(), "text": arrow.string()}
    fields = [(name, types[_one_kind(found)]) for name, found in kinds.items()]
    texts = [n for n, (_, kind) in enumerate(fields) if kind == types["text"]]
    count = 0
    with parquet.ParquetWriter(part, arrow.schema(fields)) as writer:
        while held := list(islice(rows, ROWS_AT_ONCE)):
            columns: list[Sequence[Any]] = list(zip(*held, strict=True))
            for n in texts:
                columns[n] = [None if value is None else str(value) for value in columns[n]]
            arrays = [
                arrow.array(column, type=kind) for column, (_, kind) in zip(columns, fields, strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=writer.schema))
            count += len(held)
    return count


def _one_kind(found: set[str]) -> str:
    """The kind of value that a column can hold: numbers only when nothing else is in it."""
    kinds = found - {"null"}
    return next(iter(kinds)) if len(kinds) == 1 else "real" if kinds == {"integer", "real"} else "text"
