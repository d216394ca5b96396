"""Lines of a summary: a number of the coalition beside that of the lead alone, and what to read with care."""

from collections.abc import Sequence

from wargame.analysis.names import Names
from wargame.analysis.statistics import Statistics


def neutral_sentence(struck: Sequence[str], names: Names) -> str:
    """What to think of a best attack that strikes nations that have left."""
    return (
        f"Alone, Red's best attack is one on what belongs to nations that have left ({names.several(tuple(struck))}): "
        "a neutral answers nothing, so it costs Red little. A part of the difference between the columns is this."
    )


def table_row(label: str, name: str, form: str, full: Statistics, alone: Statistics) -> str:
    """A number of the coalition and of the lead alone in a line of a table."""
    return f"  {label:<34}{in_cell(full, name, form):>12}{in_cell(alone, name, form):>12}"


def in_cell(found: Statistics, name: str, form: str) -> str:
    """A number in words, a dash where there is none."""
    value = found.values.get(name)
    return "-" if value is None else form.format(value)
