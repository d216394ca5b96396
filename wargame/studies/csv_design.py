"""A design that was made elsewhere: a CSV file with a column for every factor and a row for every point."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from wargame.loader.decoding import decode
from wargame.loader.faults import Fault, Place, ScenarioError
from wargame.loader.scalars import scalar
from wargame.loader.suggest import listed
from wargame.studies.design import Level, Point
from wargame.studies.language import MOST_POINTS, Factor


def points_from(path: Path, factors: Mapping[str, Factor], asked: Place) -> tuple[list[Point], list[Fault]]:
    """The points of a file, and everything that is wrong with it.

    Args:
        path: the file.
        factors: what is varied.
        asked: where the study names the file.
    """
    try:
        text = decode(path.read_bytes(), str(path))
    except OSError as error:
        words = f"'{path}' cannot be read ({error.strerror}); it is looked for beside the study's file"
        return [], [Fault.at(asked, ("design", "file"), words)]
    except ScenarioError as error:
        return [], list(error.faults)
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        return [], [Fault.at(Place(str(path), reader.line_num, 1), (), f"this is not CSV: {error}")]
    if sorted(header) != sorted(factors):
        words = f"the columns are {listed(header)}; they must be the factors {listed(factors)}"
        return [], [Fault.at(Place(str(path), 1, 1), (), words)]
    if not rows:
        return [], [Fault.at(Place(str(path), 1, 1), (), "the file has no rows; every row is a point")]
    if len(rows) > MOST_POINTS:
        return [], [Fault.at(Place(str(path), 1, 1), (), f"more than {MOST_POINTS:,} rows; split the study")]
    points: list[Point] = []
    faults: list[Fault] = []
    for line, row in rows:
        found = _point(header, row, factors)
        if isinstance(found, str):
            faults.append(Fault.at(Place(str(path), line, 1), (), found))
        else:
            points.append({name: found[name] for name in factors})
    return points, faults


def _point(header: list[str], row: list[str], factors: Mapping[str, Factor]) -> dict[str, Level] | str:
    """The levels of a row, or what is wrong with it."""
    if len(row) != len(header):
        return f"the row has {len(row)} cells and the header {len(header)}"
    point: dict[str, Level] = {}
    for name, cell in zip(header, row, strict=True):
        level = _level(factors[name], cell.strip())
        if level is None:
            return f"{name} is '{cell.strip()}'; {_allowed(factors[name])}"
        point[name] = level
    return point


def _level(factor: Factor, cell: str) -> Level | None:
    """The level that a cell means, or None where it is not one of the factor's."""
    if factor.labels:
        return next(
            (label for label in factor.labels if _written(label) == cell or label == _value(cell)), None
        )
    number = _value(cell)
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    assert factor.low is not None  # the reader has checked
    assert factor.high is not None
    if not factor.low <= number <= factor.high:
        return None
    return int(number) if factor.whole and number == int(number) else None if factor.whole else float(number)


def _value(cell: str) -> Level | None:
    try:
        return scalar(cell)
    except OverflowError:
        return None


def _written(label: Level) -> str:
    return str(label).lower() if isinstance(label, bool) else str(label)


def _allowed(factor: Factor) -> str:
    if factor.labels:
        return f"allowed are {listed([_written(label) for label in factor.labels], 'or')}"
    whole = "whole numbers" if factor.whole else "numbers"
    return f"allowed are {whole} from {factor.low:g} to {factor.high:g}"
