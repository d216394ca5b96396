"""Commands for those who ask what partners add: contribution."""

from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wargame.cli.commands import Command
from wargame.cli.playing import ExcursionName, Json, ScenarioName, Settings, leaving_of
from wargame.cli.preparing import prepare
from wargame.cli.printing import CommandError, check_place, say, say_json, warn
from wargame.cli.progress import bar, steps

if TYPE_CHECKING:
    from wargame.analysis.contribution import Contribution, Plan
    from wargame.loader import Loaded
    from wargame.scenario import Scenario
    from wargame.studies.session import Session

STORE = "study.db"
"""The rows of a study, one for each game, in the folder of `--out`."""

SHORT_S = 15.0
"""A study that is shorter is played in this process: starting others would take longer."""


def contribution(
    scenario: ScenarioName,
    replicates: Annotated[
        str, typer.Option(help="Independent repetitions of every coalition: a number, or auto.")
    ] = "20",
    measures: Annotated[
        str | None,
        typer.Option(
            help="Comma-separated, any of 'wargame list'; both primary ones when left out, with --out denial and "
            "cost imposition, too."
        ),
    ] = None,
    partners: Annotated[str | None, typer.Option(help="Comma-separated players; all when left out.")] = None,
    view: Annotated[
        str, typer.Option(help="lead, coalition or a nation: whose service counts.")
    ] = "coalition",
    method: Annotated[
        str, typer.Option(help="exact (every coalition, up to 8 players) or permutation (sampled orders).")
    ] = "exact",
    by: Annotated[
        str, typer.Option(help="partner, or channel: what each partner adds through what.")
    ] = "partner",
    leaving: Annotated[str, typer.Option(help="neutral or absent.")] = "neutral",
    seed: Annotated[int, typer.Option(min=0)] = 0,
    excursion: ExcursionName = None,
    settings: Settings = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; as many as processors when left out.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for rows, document and report.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the study in --out.")] = False,
    json: Json = False,
) -> None:
    """Say what each partner adds to resilience and deterrence, with intervals, over every coalition."""
    from wargame.loader import load_all
    from wargame.studies.games import StudyError
    from wargame.studies.interrupts import terminating_interrupts

    if resume and out is None:
        raise typer.BadParameter("there is nothing to go on with without --out DIR", param_hint="--resume")
    if out is not None:
        check_place(out)
    with steps("reading the scenario") as step:
        loaded = load_all(scenario, excursion, settings)
        number = _replicates(replicates)
        asked = _plan(
            loaded.scenario, number, measures, partners, view, method, by, leaving, seed, out is not None
        )
        prepare(loaded.scenario, step)
    began_s = perf_counter()
    try:
        with terminating_interrupts():
            found = _play(loaded, asked, number is None, workers, out, resume)
    except StudyError as error:
        raise CommandError(str(error)) from error
    except KeyboardInterrupt:
        if out is not None:
            warn(f"what was played is kept in {out / STORE}: go on with the same command and --resume")
        raise
    document = found.as_dict(loaded.scenario.title, loaded.variant)
    if out is not None:
        _write(out, found, document, loaded)
    if json:
        say_json(document)
        return
    from wargame.analysis.contribution.text import as_text

    say(as_text(found, document, loaded.variant))
    say(f"\nIt took {perf_counter() - began_s:.0f} s.")
    if out is not None:
        say(f"Report: {out / 'report.html'}. Every game is a row of {out / STORE}.")


def _replicates(word: str) -> int | None:
    """The number of replicates; None for `auto`."""
    if word == "auto":
        return None
    if not word.isdecimal() or int(word) < 1:
        raise typer.BadParameter(
            f"'{word}' is no number of replicates; allowed are a whole number from 1 on, or auto",
            param_hint="--replicates",
        )
    return int(word)


def _plan(
    scenario: "Scenario",
    replicates: int | None,
    measures: str | None,
    partners: str | None,
    view: str,
    method: str,
    by: str,
    leaving: str,
    seed: int,
    report: bool,
) -> "Plan":
    """The study, once everything that was asked for makes sense."""
    from wargame.analysis.contribution import PRIMARY, ContributionError, plan
    from wargame.analysis.contribution.page import REPORTED

    wanted = tuple(name.strip() for name in measures.split(",")) if measures is not None else PRIMARY
    if measures is None and report:
        wanted = (*PRIMARY, *REPORTED)
    named = None if partners is None else _partners(scenario, partners)
    how = {"exact": "exact", "permutation": "permutation", "partner": "partner", "channel": "channel"}
    for word, allowed, option in (
        (method, ("exact", "permutation"), "--method"),
        (by, ("partner", "channel"), "--by"),
    ):
        if word not in allowed:
            raise typer.BadParameter(f"'{word}'; allowed are {' or '.join(allowed)}", param_hint=option)
    try:
        return plan(
            scenario,
            2 if replicates is None else replicates,
            named,
            wanted,
            _view(scenario, view),
            leaving_of(leaving),
            seed,
            method=how[method],  # type: ignore[arg-type]  # checked above
            by=how[by],  # type: ignore[arg-type]
        )
    except ContributionError as error:
        raise CommandError(str(error)) from error


def _partners(scenario: "Scenario", words: str) -> list[str]:
    """The ids of players that were named by id or by display name, with commas between."""
    from wargame.cli.naming import meant_id

    nothing = "this scenario has no such player"
    return [
        meant_id(word.strip(), scenario.players, scenario, "--partners", nothing) for word in words.split(",")
    ]


def _view(scenario: "Scenario", word: str) -> str:
    """Whose service counts: `lead`, `coalition`, or the id of a nation that was named by id or by display name."""
    from wargame.cli.naming import meant_id

    if word in ("lead", "coalition"):
        return word
    return meant_id(word, scenario.governments, scenario, "--view", "views are lead, coalition or a nation")


def _play(
    loaded: "Loaded", asked: "Plan", auto: bool, workers: int | None, out: Path | None, resume: bool
) -> "Contribution":
    """Says what will be played and how long it will take, plays it with a bar, and gives what came of it."""
    import os

    from wargame.run import board_of
    from wargame.studies.contributing import finish
    from wargame.studies.session import Session

    path = None
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        path = out / STORE
    many = workers or os.cpu_count() or 1
    report = out is not None
    board = board_of(loaded.scenario)
    known = board.is_known
    with Session(loaded.scenario, asked, auto, report, many, path, resume, loaded.variant) as session:
        warn(_announcement(session, known))
        with bar() as progress:
            task = progress.add_task("first games, for the pace", total=None, left="")
            session.start(lambda done, total: progress.update(task, completed=done, total=total))
        session.ahead.lanes = 1
        if workers is None and session.ahead.span.high_s < SHORT_S:
            session.workers = 1
        session.ahead.lanes = session.workers
        warn(_estimate(session))
        with bar() as progress:
            task = progress.add_task("games", total=None, left="")

            def told(done: int, total: int) -> None:
                ahead = session.ahead
                total = ahead.ended + ahead.games
                progress.update(task, completed=ahead.ended, total=total, left=f"about {ahead.span} left")

            found = finish(session, told)
        if session.from_file:
            warn(f"{session.from_file:,} of the games had been played before and were in {path}")
    board.keep()
    return found


def _announcement(session: "Session", known: bool) -> str:
    """What is about to run: games by arm, at most."""
    plan = session.whole_plan
    arms = ", ".join(f"{count} {arm}" for arm, count in plan.runs_by_arm.items())
    once = "; games without chance are played once" if {*plan.all_arms} - {"forced"} else ""
    stage = f" of the pilot, which fixes how many there are (at most {_most()})" if session.auto else ""
    beside = len(session.beside.swings) * 2 * (len(plan.players) + 2)
    more = f", and {beside} restraint games of other judgements for the report" if beside else ""
    whole = len(session.plan.groups)
    withheld = len(plan.groups) - whole
    parts = f" and {withheld} in which one withholds a channel" if withheld else ""
    new = "" if known else "; Red meets this scenario for the first time on this machine, which takes longest"
    size = f"{_many(len(plan.players), 'player')}{parts} x {_many(plan.replicates, 'replicate')}"
    return f"{whole} coalitions of {size}{stage}: at most {arms} games{once}{more}{new}"


def _estimate(session: "Session") -> str:
    """About how long the rest takes, once the first games have been played."""
    ahead = session.ahead
    if not ahead.games:
        return "the first games were all there are"
    many = f"{session.workers} process{'es' if session.workers > 1 else ''}"
    return f"at most {ahead.games:,} games to go: about {ahead.span} on {many}"


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _most() -> int:
    from wargame.studies.contributing import MOST_REPLICATES

    return MOST_REPLICATES


def _write(out: Path, found: "Contribution", document: Mapping[str, Any], loaded: "Loaded") -> None:
    import json as encoder

    from wargame.analysis.contribution.page import contribution_html
    from wargame.record.files import write_whole

    text = encoder.dumps(document, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    write_whole(out / "contribution.json", text + "\n")
    write_whole(out / "report.html", contribution_html(found, loaded.variant, STORE))


COMMANDS = (
    Command(
        "contribution",
        contribution,
        "wargame contribution western_pacific --partners AUS,FRA,GBR,JPN --replicates 20",
    ),
)
