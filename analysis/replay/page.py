"""The replay page of a record: everything for the trainer, or one cell's picture alone."""

from collections.abc import Sequence
from pathlib import Path

from wargame.analysis.names import Names
from wargame.analysis.replay.alternatives import Alternative
from wargame.analysis.replay.assembly import page_html
from wargame.analysis.replay.document import document
from wargame.analysis.replay.knowledge import cells_of
from wargame.analysis.replay.pictures import Sides, cell_picture, truth
from wargame.record import Record
from wargame.record.files import write_whole


class ReplayError(Exception):
    """There can be no such page: a sentence that says why."""


def replay(
    record: Record,
    path: str | Path,
    *,
    cell: str | None = None,
    sides: Sides | None = None,
    alternatives: Sequence[Alternative] = (),
) -> Path:
    """Writes the replay page of a record, whole or not at all; returns the file.

    Args:
        record: the run, with its services.
        path: the HTML file.
        cell: a government or adversary whose picture alone the page holds; all pictures and the truth when left out.
        sides: the records beside the run (unattacked, restraint, US-only), for their lines; they are the trainer's.
        alternatives: other runs, for "what if"; they are the trainer's, too.

    Raises:
        ReplayError: no such cell, or a record without its services.
    """
    return write_whole(path, replay_html(record, cell=cell, sides=sides, alternatives=alternatives))


def replay_html(
    record: Record,
    *,
    cell: str | None = None,
    sides: Sides | None = None,
    alternatives: Sequence[Alternative] = (),
) -> str:
    """The replay page as text; see `replay`."""
    names = Names(record.scenario)
    cells = cells_of(record)
    if not record.services:
        raise ReplayError(
            "the record has no services: read it with its file service.npz, or run it again to have them worked out"
        )
    if cell is None:
        pictures = [
            truth(sides or Sides(record), names),
            *(cell_picture(record, key, names) for key in cells),
        ]
        return page_html(document(record, pictures, alternatives))
    if cell not in cells:
        raise ReplayError(f"'{cell}' is no cell of this record; its cells are {', '.join(cells)}")
    return page_html(document(record, [cell_picture(record, cell, names)]))
