"""Measures of your own: one file each in this folder, or in another distribution by the entry point `wargame.measures`.

A file exposes an object called `MEASURE`. It stands in every list, table and study as the measures of the program do;
how to write one stands in docs/contributing.md.
"""

from typing import ClassVar, Protocol

from wargame.analysis.measure_list import Measure
from wargame.analysis.resilience import Number
from wargame.record import Record


class OwnMeasure(Protocol):
    """One number of a record."""

    key: ClassVar[str]
    """Its flat name, as `about` has it; a family, a dot, a name: `own.jammed_h`."""
    about: ClassVar[Measure]
    """What it says, for the catalogue: title, arm, unit, direction, formula, when there is none."""

    def of(self, record: Record, unattacked: Record | None, view: str) -> Number:
        """The number and an empty reason, or None and why there is none.

        A pure function of records: no clock, no draw, no file.

        Args:
            record: a game of the arm that `about` names.
            unattacked: the same replicate where nobody attacks; None where it was not played.
            view: whose service counts: coalition, lead, or a nation.
        """
