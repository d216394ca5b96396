"""The command line: `wargame COMMAND`; `main` is the console entry.

To add commands write a module with a table `COMMANDS` beside this one and name it in `MODULES`. Modules of
commands import what they need inside their functions, so that `wargame --help` stays quick.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from wargame.cli import (
    analysing,
    covering,
    doctor,
    editing,
    exchanging,
    forking,
    playing,
    replaying,
    studying,
    sweeping,
)
from wargame.cli.commands import Commands, register
from wargame.cli.printing import CommandError, never_fail_on_characters, say, warn, warn_all

DONE, WRONG_INPUT, WRONG_USAGE, CHECK_FAILED, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit statuses; the contract with scripts."""

MODULES = (
    playing,
    replaying,
    forking,
    exchanging,
    covering,
    studying,
    sweeping,
    analysing,
    editing,
    doctor,
)

app = typer.Typer(
    name="wargame",
    cls=Commands,
    help="A coalition space wargame: what do partners add to resilience and deterrence?",
    epilog="Example: wargame run tutorial",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for _module in MODULES:
    register(app, _module.COMMANDS)

_UsageError = typer.BadParameter.__mro__[1]
_Shown = _UsageError.__mro__[1]
"""Errors that typer can show itself; taken from a public class because typer moved their home."""


def _print_version(wanted: bool) -> None:
    if wanted:
        from wargame import __version__

        say(f"wargame {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of a command line (of this process when no arguments are given)."""
    never_fail_on_characters()
    try:
        status = app(
            args=None if arguments is None else list(arguments), prog_name="wargame", standalone_mode=False
        )
        sys.stdout.flush()
        if status == INTERRUPTED:  # newer typer makes Ctrl-C a status
            raise KeyboardInterrupt
    except (KeyboardInterrupt, typer.Abort):
        warn("interrupted; nothing was left half-written")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE  # the reader of a pipe has seen enough
    except Exception as error:
        return _status_of(error)
    return status if isinstance(status, int) else DONE


def _status_of(error: Exception) -> int:
    """The exit status for an error, after its sentences are on stderr."""
    if isinstance(error, _Shown):
        error.show()  # type: ignore[attr-defined]
        return int(getattr(error, "exit_code", WRONG_USAGE))
    from wargame.loader.faults import (
        ScenarioError,  # here: it brings the whole language, which --help does not need
    )
    from wargame.registry import PluginError

    if isinstance(error, ScenarioError):
        warn_all(error.faults)
        return WRONG_INPUT
    if isinstance(error, CommandError | PluginError):
        warn(str(error))
        return WRONG_INPUT
    if isinstance(error, OSError):
        warn(f"{error.filename or 'a file'}: {error.strerror or error}; check name, folder and free space")
        return WRONG_INPUT
    return _own_fault(error)


def _own_fault(error: Exception) -> int:
    """Says that the program is at fault; the traceback is for those who ask for it."""
    warn(f"{type(error).__name__}: {error}; this is a fault of the program, please report it")
    if os.environ.get("WARGAME_DEBUG") == "1":
        traceback.print_exception(error)
    else:
        warn("set WARGAME_DEBUG=1 and run it again for the details that a report needs")
    return WRONG_INPUT
