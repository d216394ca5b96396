"""The table of commands that a module lists, and the group that knows the names of later ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import typer
from typer.core import TyperGroup

from wargame.cli.printing import warn

LATER = ("play", "report")
"""Commands that later versions will have."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, the function that does it and the example that ends its help."""

    name: str
    function: Callable[..., None]
    example: str


def register(app: typer.Typer, commands: Sequence[Command]) -> None:
    """Adds commands to the application; the docstring is the help, the example its last line."""
    for command in commands:
        app.command(command.name, epilog=f"Example: {command.example}")(command.function)


class Commands(TyperGroup):
    """The commands, which answers for those of later versions too."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name (`Any`: typer brings its own click, and older ones the installed one)."""
        found = super().get_command(ctx, cmd_name)
        if found is None and cmd_name in LATER:
            warn(f"'{cmd_name}' comes in a later version; 'wargame --help' lists what there is today")
            raise typer.Exit(2)
        return found
