"""The command `report`: the after-action review of a run's folder, or the page of a contribution study."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.cli.commands import Command
from wargame.cli.printing import CommandError, check_folder_of, say
from wargame.cli.progress import steps

if TYPE_CHECKING:
    from wargame.analysis.review.page import Review
    from wargame.missions.service import ServiceTimeline
    from wargame.record import Record
    from wargame.scenario import MissionKey

PAGE, SLIDES, STORE = "review.html", "review.pptx", "study.db"


def report(
    source: Annotated[Path, typer.Argument(help="Folder of a run (run --out), or of a contribution study.")],
    out: Annotated[
        Path | None, typer.Option("--out", help=f"File for the page (default: {PAGE} in the folder).")
    ] = None,
    pptx: Annotated[
        bool, typer.Option("--pptx", help="Write slides with charts that can be edited, beside the page.")
    ] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Make the after-action review of a run (a page for seniors, pages for cells, questions), or a study's page."""
    if (source / STORE).is_file() and not (source / "record.jsonl").is_file():
        source = source / STORE
    if source.is_file() and source.suffix == ".db":
        if pptx:
            raise CommandError("--pptx: slides are made of a run, not of a study")
        _study_report(source, out, open_)
        return
    page = _place(out or source / PAGE, source)
    if pptx:
        _check_slides()
    with steps("reading the run") as step:
        review = _review(source)
        step("writing the review")
        _write(page, review, pptx)
    slides = f" and {page.with_suffix('.pptx')}" if pptx else ""
    say(f"Review: {page}{slides}")
    if open_:
        _show(page)


def _study_report(source: Path, out: Path | None, open_: bool) -> None:
    """Writes the page of a contribution study again, from the rows of its file."""
    from wargame.record.files import write_whole
    from wargame.studies.contributing import contribution_report
    from wargame.studies.games import StudyError

    page = _place(out or source.with_name("report.html"), source)
    with steps("reading the study"):
        try:
            html = contribution_report(source)
        except StudyError as error:
            raise CommandError(
                f"{error}; the page of a designed study comes from 'wargame analyse {source} --out'"
            ) from error
    write_whole(page, html)
    say(f"Report: {page}")
    if open_:
        _show(page)


def _show(page: Path) -> None:
    import webbrowser

    webbrowser.open(page.resolve().as_uri())


def _place(page: Path, source: Path) -> Path:
    """Where the page goes, refused before anything is read."""
    if not source.exists():
        raise CommandError(f"there is no folder '{source}'; 'wargame run SCENARIO --out {source}' makes one")
    if page.is_dir():
        raise CommandError(f"--out: '{page}' is a folder; name a file, such as --out {page / PAGE}")
    if page.suffix.lower() not in (".html", ".htm"):
        raise CommandError(f"--out: '{page}' should end in .html; slides go beside it with --pptx")
    check_folder_of(page)
    return page


def _check_slides() -> None:
    """Says how to install what slides need, before anything is read."""
    from importlib.util import find_spec

    if find_spec("pptx") is None:
        raise CommandError(
            '--pptx needs python-pptx, which is not installed: python -m pip install "coalition-wargame[pptx]"'
        )


def _review(source: Path) -> "Review":
    from wargame.analysis.kept_run import read_run
    from wargame.analysis.review.page import Review
    from wargame.forking import ForkError
    from wargame.record import RecordError
    from wargame.run import RunError

    try:
        return Review(read_run(source, _Again()), str(source))
    except (RecordError, ForkError, RunError) as error:
        raise CommandError(str(error)) from error


class _Again:
    """Plays again what a folder does not hold."""

    def services(self, record: "Record") -> "dict[MissionKey, ServiceTimeline]":
        from wargame.hindsight import with_services

        return dict(with_services(record).services)

    def arm(self, record: "Record", arm: str, alone: bool) -> "Record":
        from wargame.forking import another_arm

        return another_arm(record, arm, alone)


def _write(page: Path, review: "Review", pptx: bool) -> None:
    from wargame.analysis.review.page import review_html
    from wargame.record.files import write_whole

    write_whole(page, review_html(review))
    if pptx:
        from wargame.analysis.review.slides import write_slides

        write_slides(page.with_suffix(".pptx"), review)


COMMANDS = (Command("report", report, "wargame report out/wp7 --pptx"),)
