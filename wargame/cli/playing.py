"""Commands for those who play: run, explain, verify."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.cli.commands import Command
from wargame.cli.preparing import prepare
from wargame.cli.printing import CommandError, say, say_json
from wargame.cli.progress import steps

if TYPE_CHECKING:
    from wargame.analysis.summary import Side
    from wargame.coalition import Leaving
    from wargame.model import Arm
    from wargame.record import Record
    from wargame.scenario import Scenario
    from wargame.scenario.orders import Orders
    from wargame.verify import Verdict

DIFFERENT = 3

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ScenarioName = Annotated[str, typer.Argument(help="Scenario file, or the name of a shipped scenario.")]
Settings = Annotated[list[str] | None, typer.Option("--set", help="Change a field, PATH=VALUE; repeatable.")]
ExcursionName = Annotated[str | None, typer.Option("--excursion", help="A named excursion of the scenario.")]
RecordPath = Annotated[Path, typer.Argument(help="A record: its folder or its file.")]


def run(
    scenario: ScenarioName,
    arm: Annotated[str, typer.Option(help="free, forced, restraint or unattacked.")] = "free",
    package: Annotated[str | None, typer.Option(help="Threat package of the forced arm.")] = None,
    leaving: Annotated[str, typer.Option(help="neutral or absent: what leaving means.")] = "neutral",
    seed: Annotated[int, typer.Option(min=0, help="The same seed, the same game.")] = 0,
    replicate: Annotated[int, typer.Option(min=0, help="Which independent repetition.")] = 0,
    excursion: ExcursionName = None,
    settings: Settings = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="Players who leave, comma-separated; repeatable.")
    ] = None,
    us_only: Annotated[bool, typer.Option("--us-only", help="The lead without any player.")] = False,
    orders: Annotated[
        Path | None, typer.Option(help="File of orders that replace doctrines and governments (free arm).")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the records, summary and services.")] = None,
    json: Json = False,
    open_: Annotated[
        bool, typer.Option("--open", help="Open the report in the browser (needs --out).")
    ] = False,
) -> None:
    """Play one run of a crisis, with the US-only run of the same seed beside it."""
    from functools import partial

    from wargame.loader import load_all
    from wargame.loader.orders import load_orders

    leaves = leaving_of(leaving)
    if open_ and out is None:
        raise typer.BadParameter("there is no report to open without --out DIR", param_hint="--open")
    if out is not None:
        check_out(out)
    with steps("reading the scenario") as step:
        loaded = load_all(scenario, excursion, settings)
        chosen = loaded.scenario
        members = _members(chosen, loaded.without, without or [], us_only)
        which = _arm_of(arm)
        ordered = None if orders is None else load_orders(orders, chosen)
        prepare(chosen, step)
        step("playing the coalition")
        side = partial(
            _side,
            chosen,
            arm=which,
            package=package,
            leaving=leaves,
            seed=seed,
            replicate=replicate,
            orders=ordered,
        )
        full = side(members)
        step("playing US-only")
        alone = side(frozenset()) if members else full
        step("reckoning the declared attacks")
        full, alone = _with_expectations(full, alone)
        _keep(chosen)
        if json or out is not None:
            step("playing the declared attacks")
            full, alone = with_packages(full, None if alone is full else alone)
        from wargame.analysis.summary import Summary

        summary = Summary(chosen, full, alone, loaded.variant)
        if out is not None:
            from wargame.analysis.report import report_html
            from wargame.record.folder import write_run

            step("writing records and report")
            pages = {"report.html": report_html(summary)}
            write_run(out, summary.as_dict(), records_of(full, alone), pages)
    if open_ and out is not None:
        import webbrowser

        webbrowser.open((out / "report.html").resolve().as_uri())
    if json:
        say_json(summary.as_dict())
        return
    say(summary.as_text())
    if out is not None:
        say(
            f"\nReport: {out / 'report.html'}. Ask why: wargame explain {out} {_worth_explaining(full.played)}\n"
            f"Replay it: wargame replay {out} --open"
        )


def leaving_of(word: str) -> "Leaving":
    """What leaving means, from the word on the command line."""
    if word == "neutral":
        return "neutral"
    if word == "absent":
        return "absent"
    raise typer.BadParameter(f"'{word}' is not one of neutral, absent", param_hint="--leaving")


def _arm_of(word: str) -> "Arm":
    """The arm, from the word on the command line."""
    from wargame.model import ARMS

    for arm in ARMS:
        if arm == word:
            return arm
    raise typer.BadParameter(f"'{word}' is not one of {', '.join(ARMS)}", param_hint="--arm")


def _members(
    scenario: "Scenario", absent: Sequence[str], without: Sequence[str], us_only: bool
) -> frozenset[str]:
    """The players present: all but those whom the excursion leaves out and those named now, commas between."""
    from wargame.cli.naming import meant_id

    leaving_now = [name.strip() for given in without for name in given.split(",")]
    out = {
        meant_id(name, scenario.players, scenario, "--without", "nobody of that name can leave")
        for name in (*absent, *leaving_now)
    }
    return frozenset() if us_only else frozenset(scenario.players) - out


def check_out(out: Path) -> None:
    """Refuses a place for a run's results before anything is played; says so where an earlier run is there."""
    from wargame.record.folder import FolderError, check_folder

    try:
        check_folder(out)
    except FolderError as error:
        raise CommandError(f"--out: {error}") from error
    if out.is_dir() and any(out.iterdir()):
        typer.echo(f"This run will take the place of the one that is in '{out}'.", err=True)


def _keep(scenario: "Scenario") -> None:
    """Keeps what Red reckoned with for the next run of the scenario."""
    from wargame.run import board_of

    board_of(scenario).keep()


def _side(
    scenario: "Scenario",
    members: frozenset[str],
    arm: "Arm",
    package: str | None,
    leaving: "Leaving",
    seed: int,
    replicate: int,
    orders: "Orders | None" = None,
) -> "Side":
    """All arms that the summary of one coalition needs."""
    from wargame.analysis.summary import Side
    from wargame.run import RunError
    from wargame.run import run as play

    def one(which: "Arm", packed: str | None = None, given: "Orders | None" = None) -> "Record":
        return play(scenario, seed, replicate, members, leaving, which, packed, given)

    try:
        played = one(arm, package, orders)
        unattacked = played if arm == "unattacked" else one("unattacked")
        restraint = played if arm == "restraint" else one("restraint")
    except RunError as error:
        raise CommandError(str(error)) from error
    return Side(played, unattacked, restraint)


def _with_expectations(full: "Side", alone: "Side") -> "tuple[Side, Side]":
    """Both sides with what Red expects of every declared package against them; reckoned before that is kept."""
    from dataclasses import replace

    from wargame.hindsight import Expectations

    expected = Expectations()
    for side in (full, alone):
        expected(side.restraint)
    known = replace(full, expected=expected)
    return known, known if alone is full else replace(alone, expected=expected)


def with_packages(full: "Side", other: "Side | None") -> "tuple[Side, Side]":
    """Both sides with every declared threat package played against them; one side where the lead is all there is."""
    from dataclasses import replace

    from wargame.hindsight import Outlook, packages_against

    def with_packages(side: "Side") -> "Side":
        return replace(side, forced=packages_against(side.unattacked), outlook=Outlook())

    full = with_packages(full)
    return full, full if other is None else with_packages(other)


def records_of(full: "Side", alone: "Side") -> "dict[str, Record]":
    """The records of a run by the folder they go to, relative to the run's own."""
    found = {"": full.played, "unattacked": full.unattacked, "restraint": full.restraint}
    if alone is not full:
        found |= {
            "us_only": alone.played,
            "us_only/unattacked": alone.unattacked,
            "us_only/restraint": alone.restraint,
        }
    return found


def _worth_explaining(record: "Record") -> str:
    """The id of an event to begin with, of the most telling kind that the record has."""
    for kind in ("service.crossed", "response.decided", "asset.lost", "asset.degraded", "attack.decided"):
        if found := record.of_kind(kind):
            return found[0].id
    return "0"


def explain(
    record: RecordPath,
    event: Annotated[
        str,
        typer.Argument(help="An event's id, its line number, or a name or part of an id that it contains."),
    ],
    json: Json = False,
) -> None:
    """Say why something happened: the chain of causes with its explain cards."""
    from wargame.analysis.explain import SeveralEventsError, UnknownEventError, as_dict, as_text
    from wargame.analysis.explain import explain as chain_of
    from wargame.record import Record, RecordError

    try:
        read = Record.read(record)
        chain = chain_of(read, event)
    except SeveralEventsError as error:
        raise CommandError(str(error)) from error
    except (RecordError, UnknownEventError) as error:
        others = sorted(path.parent for path in record.glob("*/**/record.jsonl")) if record.is_dir() else []
        more = f"; there are records in {', '.join(map(str, others))}, too" if others else ""
        raise CommandError(f"{error}{more}") from error
    if json:
        say_json(as_dict(read, chain))
    else:
        say(as_text(read, chain))


def verify(
    record: RecordPath,
    strict: Annotated[
        bool, typer.Option("--strict", help="Demand equal bits, not equal numbers to 1e-6.")
    ] = False,
    json: Json = False,
) -> None:
    """Run a record again and say whether its events are the same."""
    from wargame.verify import CHECKED

    verdict = _verdict(record)
    if json:
        say_json(verdict.as_dict())
    else:
        say(verdict.sentence)
        if verdict.holds(strict):  # else it has been found wrong, or could not be read
            say(f"Checked: {CHECKED}.")
    if not verdict.holds(strict):
        raise typer.Exit(DIFFERENT)


def _verdict(path: Path) -> "Verdict":
    """The verdict on a record; one that was altered or cut short, or that cannot be played again, fails the check."""
    from pydantic import ValidationError

    from wargame.record import NoRecordError, Record, RecordError
    from wargame.run import RunError
    from wargame.verify import Verdict
    from wargame.verify import verify as again

    try:
        read = Record.read(path)
        with steps("running it again"):
            return again(read)
    except NoRecordError as error:
        raise CommandError(str(error)) from error  # there is nothing to check
    except RecordError as error:
        return Verdict(str(error), identical=False, same_events=False)
    except (RunError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        return Verdict(f"this version cannot play it again: {reason}", identical=False, same_events=False)


COMMANDS = (
    Command("run", run, "wargame run western_pacific --seed 7 --out out/wp7"),
    Command("explain", explain, "wargame explain out/wp7 service.crossed/satcom_wideband"),
    Command("verify", verify, "wargame verify out/wp7"),
)
