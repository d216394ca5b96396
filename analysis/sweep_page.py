"""The page of a sweep's analysis, and the same in lines for a terminal."""

from collections.abc import Sequence

from wargame.analysis.page import environment
from wargame.analysis.summary import COURTESY
from wargame.analysis.sweep_sections import Document, Entry, Section, sections


def sweep_html(document: Document) -> str:
    """The page: self-contained, no request leaves it, nothing in it moves, it prints."""
    return environment().get_template("sweep.html.j2").render(page=_Page(document))


class _Page:
    """What the template asks for."""

    courtesy = COURTESY

    def __init__(self, document: Document) -> None:
        """Keeps the document."""
        self.document = document
        self.title: str = document["title"]
        self.sections = sections(document)
        self.excursions = len({row["excursion"] for row in document["outcomes"]}) > 1
        runs = document["runs"]
        self.runs = (
            f"{runs['done']:,} of {runs['planned']:,} runs done; {len(document['factors'])} factors; design: "
            f"{document['design']['kind'].replace('_', ' ')}."
        )


def sweep_lines(document: Document) -> list[str]:
    """The analysis in lines."""
    runs = document["runs"]
    lines = [document["title"], document["question"], COURTESY]
    lines.append(f"{runs['done']:,} of {runs['planned']:,} runs done, {runs['failed']:,} failed.")
    for section in sections(document):
        lines += ["", section.heading.upper(), section.told, *_section(section)]
    return [*lines, "", f"{document['intervals']}."]


def _section(section: Section) -> list[str]:
    lines: list[str] = []
    for entry in section.entries:
        lines += ["", f"  {entry.heading}"]
        if entry.reason:
            lines.append(f"    nothing to show: {entry.reason}")
        lines += [f"    {words}" for words in entry.lines]
        lines += _table(entry)
    return lines


def _table(entry: Entry) -> list[str]:
    """The table of an entry in columns; the last one may be as wide as it likes."""
    if not entry.rows:
        return []
    table: list[Sequence[str]] = [entry.columns, *entry.rows]
    widths = [max(len(row[n]) for row in table) for n in range(len(entry.columns))]
    return [
        "    " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
