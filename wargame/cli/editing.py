"""Commands for those who write scenarios: new, list, describe, validate, schema.

Imports of the program stand inside the functions: `wargame --help` must not pay for them.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.cli.commands import Command
from wargame.cli.printing import CommandError, check_folder_of, say, say_json, warn, warn_all

if TYPE_CHECKING:
    from wargame.loader.faults import Fault
    from wargame.loader.load import Loaded

SCHEMA_FILE = "wargame.schema.json"
_MODELINE = "# yaml-language-server: $schema="

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def new(
    name: Annotated[str, typer.Argument(help="Name of the new file, with or without .yaml.")] = "my_scenario",
    source: Annotated[str, typer.Option("--from", help="Shipped scenario to copy.")] = "tutorial",
    schema: Annotated[
        bool, typer.Option("--schema", help="Write the JSON Schema for your editor beside it.")
    ] = False,
) -> None:
    """Copy a shipped scenario to a file of your own, ready to edit."""
    from wargame.loader.decoding import decode
    from wargame.loader.sources import SUFFIXES, resolve, shipped
    from wargame.loader.suggest import meant
    from wargame.record.files import write_whole

    if source not in shipped():
        raise CommandError(f"no shipped scenario is called '{source}'{meant(source, shipped())}")
    target = Path(name if name.endswith(SUFFIXES) else f"{name}.yaml")
    if target.name.strip() in SUFFIXES:
        raise CommandError("the new file needs a name, such as: wargame new my_crisis")
    if target.exists():
        raise CommandError(f"'{target}' exists already; choose another name or remove it first")
    check_folder_of(target, "")
    origin, beside = resolve(source), target.parent / SCHEMA_FILE
    # An editor complains of a first line that names a schema which is not there.
    modeline = f"{_MODELINE}{SCHEMA_FILE}\n" if schema or beside.is_file() else ""
    write_whole(target, f"{modeline}{decode(origin.read(), origin.label)}")
    say(f"wrote {target}, a copy of {source}; edit it, then: wargame validate {target}")
    if schema:
        _write_schema(beside)
    elif not modeline:
        say(
            f"for completion in your editor: wargame schema --out {beside}, then begin {target} with the line\n"
            f"  {_MODELINE}{SCHEMA_FILE}"
        )


def list_(json: Json = False) -> None:
    """List shipped scenarios, effects, missions, doctrines and measures."""
    from wargame.cli.catalogue import as_text, catalogue

    entries = catalogue()
    if json:
        say_json(entries)
    else:
        say(as_text(entries))


def describe(
    kind: Annotated[
        str,
        typer.Argument(
            help="effect, mission, doctrine, measure, scenario or fork; or the name or file of a scenario."
        ),
    ],
    key: Annotated[
        str | None, typer.Argument(help="Which one; all of them in a line each when left out.")
    ] = None,
) -> None:
    """Print the handbook page of a plug-in, of a block of the scenario language, or of a scenario."""
    from wargame.cli.pages import page

    say(page(kind, key))


def validate(
    file: Annotated[str, typer.Argument(help="Scenario file, or the name of a shipped scenario.")],
    json: Json = False,
) -> None:
    """Check a scenario and its excursions; every fault and warning at once, with file, line and field."""
    from wargame.loader import ScenarioError
    from wargame.loader import validate as checked
    from wargame.loader.report import failed, passed, summary

    try:
        loaded = checked(file)
    except ScenarioError as error:
        warn_all(error.faults)
        warn(f"{len(error.faults)} fault{'' if len(error.faults) == 1 else 's'}; the scenario cannot be run")
        if json:
            say_json(failed(file, error))
        raise typer.Exit(1) from None
    loaded = replace(loaded, warnings=(*loaded.warnings, *_about_objectives(loaded)))
    warn_all(fault.as_warning() for fault in loaded.warnings)
    if json:
        say_json(passed(loaded))
    else:
        say(summary(loaded))


def _about_objectives(loaded: "Loaded") -> "Iterator[Fault]":
    """Objectives whose statistic no record has; the language itself does not know the measures."""
    from wargame.analysis.measures import is_record_statistic, record_statistics
    from wargame.loader.faults import Fault
    from wargame.loader.suggest import meant
    from wargame.scenario.objectives import StatisticObjective

    for key, aim in sorted(loaded.scenario.objectives.items()):
        if isinstance(aim, StatisticObjective) and not is_record_statistic(aim.measure):
            near = meant(aim.measure, record_statistics())
            words = f"no record has a statistic '{aim.measure}', so this is not measured{near}"
            yield Fault(loaded.source, 0, 0, f"objectives.{key}.measure", words)


def schema(
    out: Annotated[
        Path | None, typer.Option("--out", help="Write it to this file instead of printing it.")
    ] = None,
) -> None:
    """Print the JSON Schema of a scenario file, for editors that complete and check keys."""
    if out is not None:
        _write_schema(out)
        return
    from wargame.loader.schema import schema_text

    say(schema_text().rstrip("\n"))


def _write_schema(path: Path) -> None:
    from wargame.loader.schema import schema_text
    from wargame.record.files import write_whole

    if path.is_dir():
        raise CommandError(f"'{path}' is a folder; name a file, such as --out {path / SCHEMA_FILE}")
    check_folder_of(path, "")
    say(f"wrote {write_whole(path, schema_text())}")


COMMANDS = (
    Command("new", new, "wargame new my_crisis --from western_pacific --schema"),
    Command("list", list_, "wargame list --json"),
    Command("describe", describe, "wargame describe effect uplink_jamming"),
    Command("validate", validate, "wargame validate my_crisis.yaml"),
    Command("schema", schema, "wargame schema --out wargame.schema.json"),
)
