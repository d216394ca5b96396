"""Commands for those who read designed studies: analyse."""

from pathlib import Path
from typing import Annotated

import typer

from wargame.cli.commands import Command
from wargame.cli.playing import Json
from wargame.cli.printing import CommandError, check_folder_of, say, say_json
from wargame.cli.progress import steps
from wargame.cli.sweeping import sentences


def analyse(
    file: Annotated[Path, typer.Argument(help="The file of a study (.db) that 'wargame sweep' wrote.")],
    method: Annotated[
        list[str] | None,
        typer.Option(help="sobol, morris, screening, discovery, tipping, regret or pareto; repeatable."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A page (.html) with pictures.")] = None,
    json: Json = False,
) -> None:
    """Say what a study's runs show: indices, boxes, tipping curves, regret, choices that nothing beats."""
    from wargame.analysis.sweep_page import sweep_html, sweep_lines
    from wargame.record.files import write_whole
    from wargame.studies.analysing import Analysis
    from wargame.studies.answers import Answers
    from wargame.studies.study_file import StudyFile

    _check(out)
    with sentences(), steps("reading the study") as step:
        with StudyFile(file) as held:
            answers = Answers.of(held)
        step("analysing")
        document = Analysis(answers, tuple(method or ())).as_dict()
    if out is not None:
        write_whole(out, sweep_html(document))
    if json:
        say_json(document)
    else:
        say("\n".join(sweep_lines(document)))
        if out is not None:
            say(f"\nThe page is {out}.")


def _check(out: Path | None) -> None:
    """Refuses a place where no page can be, before anything is reckoned."""
    if out is None:
        return
    if out.is_dir() or out.suffix.lower() not in (".html", ".htm"):
        raise CommandError(f"--out: '{out}' names no page; give a file that ends with .html")
    check_folder_of(out)


COMMANDS = (Command("analyse", analyse, "wargame analyse study.db --method discovery --out study.html"),)
