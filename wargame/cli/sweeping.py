"""Commands for designed studies: sweep."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.cli.commands import Command
from wargame.cli.playing import Json
from wargame.cli.printing import CommandError, check_folder_of, check_place, say, say_json, warn
from wargame.cli.progress import bar, steps

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from wargame.studies.sweep import Announcement, Sweep

DIFFERENT = 3


def sweep(
    study: Annotated[
        Path, typer.Argument(help="Study file (.yaml), or a shipped one's name; with --row a .db.")
    ],
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes; all cores when left out. With --dask: tasks at once."),
    ] = None,
    dask: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler, such as tcp://host:8786.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The study's file; STUDY.db when left out. With --row a folder.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Play what is missing in a file.")] = False,
    again_failed: Annotated[
        bool, typer.Option("--again-failed", help="Play again what failed (with --resume).")
    ] = False,
    row: Annotated[int | None, typer.Option(min=0, help="Play one run of a study again, in full.")] = None,
    json: Json = False,
) -> None:
    """Play a designed study into one file, with a row for every run."""
    from wargame.studies.interrupts import terminating_interrupts

    with sentences(), terminating_interrupts():
        if row is not None:
            _again(study, row, out, json)
            return
        place = _place(study, out)
        with steps("reading the study"):
            asked = _read(study)
        began = perf_counter()
        with _executor(dask, workers) as (executor, at_once):
            try:
                _play(asked, place, resume, again_failed, executor, at_once)
            except KeyboardInterrupt:
                kept = "what was played is kept" if _has_rows(place) else "no game had been kept yet"
                warn(f"{kept}: go on with  wargame sweep {study} --out {place} --resume")
                raise
    _say_result(place, perf_counter() - began, json)


def _has_rows(place: Path) -> bool:
    """Whether a study's file holds any game."""
    from wargame.studies.games import StudyError
    from wargame.studies.study_file import StudyFile

    try:
        with StudyFile(place) as file:
            return next(file.rows(), None) is not None
    except StudyError:  # not begun
        return False


@contextmanager
def sentences() -> Iterator[None]:
    """Turns what a study cannot do into the sentence of the command."""
    from wargame.studies.games import StudyError

    try:
        yield
    except StudyError as error:
        raise CommandError(str(error)) from error


def _place(study: Path, out: Path | None) -> Path:
    """Where the study's file goes."""
    place = out or Path(study.with_suffix(".db").name)
    if study.suffix == ".db":
        raise CommandError(
            f"{study}: a study file ends with .yaml; with --row N a run of this study is played again"
        )
    if place.is_dir():
        raise CommandError(
            f"--out: '{place}' is a folder; name a file in it, such as {place / place.name}.db"
        )
    check_folder_of(place)
    return place


def _read(study: Path) -> "Sweep":
    from wargame.studies.reading import read_study
    from wargame.studies.sweep import Sweep

    return Sweep(read_study(study))


@contextmanager
def _executor(address: str | None, workers: int | None) -> "Iterator[tuple[Executor | None, int]]":
    """Where games are played, and how many tasks are under way at once."""
    import os

    if address is None:
        yield None, workers or os.cpu_count() or 1
        return
    from wargame.studies.cluster import connected

    with ExitStack() as stack:
        with steps(f"waiting for workers of {address}"):
            executor, threads = stack.enter_context(connected(address))
        yield executor, workers or threads


def _play(
    asked: "Sweep", place: Path, resume: bool, again: bool, executor: "Executor | None", at_once: int
) -> None:
    said: list[Announcement] = []
    with bar() as progress:
        task = progress.add_task("first games", total=None, left="")

        def announced(announcement: "Announcement") -> None:
            said.append(announcement)
            warn(_announcement(announcement))

        def told(ended: int, total: int, failed: int) -> None:
            words = f"games ({failed} failed)" if failed else "games"
            left = f"about {said[0].ahead.span} left" if said else ""
            progress.update(task, completed=ended, total=total, description=words, left=left)

        asked.play(place, resume, at_once, executor, announced, told, again)


def _announcement(announcement: "Announcement") -> str:
    """What is about to be played: games by arm, and an estimate of the time."""
    asked = announcement.sweep
    plan = asked.given.plan
    points, excursions = len(asked.given.points), len(asked.given.loaded)
    parts = [f"{points:,} point{'' if points == 1 else 's'}"]
    parts += [f"{excursions} excursions"] if excursions > 1 else []
    parts += [f"{len(plan.coalitions)} coalitions"] if len(plan.coalitions) > 1 else []
    parts += [f"{plan.replicates} replicates"] if plan.replicates > 1 else []
    arms = ", ".join(f"{count:,} {arm}" for arm, count in asked.games_by_arm.items())
    total = sum(asked.games_by_arm.values())
    first = total - announcement.kept - announcement.rest
    kept = f"{announcement.kept:,} in the file already + " if announcement.kept else ""
    parts_of = (
        f"{total:,} games = {kept}{first:,} just played to learn the pace + {announcement.rest:,} to play"
    )
    lanes = f"{announcement.ahead.lanes} at once" if announcement.ahead.lanes > 1 else "one at a time"
    time = f"; these take about {announcement.ahead.span}, {lanes}" if announcement.rest else ""
    return f"{' x '.join(parts)}: {arms} games. {parts_of}{time}"


def _say_result(place: Path, seconds: float, json: bool) -> None:
    from wargame.studies.answers import Answers
    from wargame.studies.study_file import StudyFile
    from wargame.studies.telling import as_text

    with StudyFile(place) as file:
        answers = Answers.of(file)
    if json:
        say_json({"file": str(place), **answers.summary()})
        return
    say(as_text(answers))
    say(f"\nIn {place}, after {seconds:.0f} s. Next: wargame analyse {place}")


def _again(path: Path, number: int, out: Path | None, json: bool) -> None:
    """Plays one run of a study again, in full, and says whether it gives what its row says."""
    from wargame.studies.again import play_again
    from wargame.studies.study_file import StudyFile

    if out is not None:
        check_place(out)
    with StudyFile(path) as file, steps("playing the run"):
        again = play_again(file, number)
    if out is not None:
        again.write(out)
    if json:
        say_json(again.as_dict())
    else:
        say(again.as_text(out))
    if again.differences:
        raise typer.Exit(DIFFERENT)


def export_study(study: Path, kind: str, out: Path | None) -> None:
    """Writes the tidy table of a study's file, for the command `export`."""
    from wargame.studies.frames import export_tidy

    if kind not in ("csv", "parquet"):
        raise typer.BadParameter("allowed are csv or parquet", param_hint="--tidy")
    place = out or study.with_suffix(f".{kind}")
    if place.is_dir():
        raise CommandError(f"--out: '{place}' is a folder; name a file in it")
    check_folder_of(place)
    with sentences(), steps("writing the table"):
        count = export_tidy(study, place, "csv" if kind == "csv" else "parquet")
    say(f"{place}: {count:,} rows, one for each run and statistic.")


COMMANDS = (Command("sweep", sweep, "wargame sweep deterring_in_the_strait --out strait.db"),)
