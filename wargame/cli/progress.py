"""Progress on stderr, only on a terminal: one line that says what is going on, or a bar."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress
    from rich.status import Status


class steps:  # reads as a verb: with steps("reading") as step
    """Shows the current step while the block runs; call it to name the next one."""

    def __init__(self, first: str) -> None:
        """Starts with the first step."""
        self._status = _on_terminal(f"{first} ...") if sys.stderr.isatty() else None

    def __enter__(self) -> "steps":
        """Shows the first step."""
        if self._status is not None:
            self._status.start()
        return self

    def __call__(self, name: str) -> None:
        """Shows the next step."""
        if self._status is not None:
            self._status.update(f"{name} ...")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clears the line."""
        if self._status is not None:
            self._status.stop()


def _on_terminal(words: str) -> "Status":
    from rich.console import Console

    return Console(stderr=True).status(words)


def bar() -> "Progress":
    """A progress bar with counts, and the time left as each task's `left` says it; silent off a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
