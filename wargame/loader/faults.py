"""What is wrong with a file: a place, a path and a sentence, all of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file, counted from 1; line 0 for what does not stand in a file (`--set`)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """`file:line:column`, or the bare name where there is no line."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


def dotted(path: Path) -> str:
    """The path as `--set` takes it: `phases.0.at_h`."""
    return ".".join(str(part) for part in path)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong, or for a lint, odd."""

    file: str
    line: int
    column: int
    path: str
    sentence: str

    @classmethod
    def at(cls, place: Place, path: Path, sentence: str) -> "Fault":
        """The fault at this place and path."""
        return cls(place.file, place.line, place.column, dotted(path), sentence)

    def __str__(self) -> str:
        """`file:line:column: path: sentence`, without the parts that it lacks."""
        where = str(Place(self.file, self.line, self.column))
        return ": ".join(part for part in (where, self.path, self.sentence) if part)

    def as_warning(self) -> str:
        """The fault as a lint prints it, with the word `warning` after the place."""
        where = str(Place(self.file, self.line, self.column))
        return ": ".join(part for part in (where, "warning", self.path, self.sentence) if part)


class ScenarioError(Exception):
    """The input is wrong; carries every fault found, sorted by place, none twice."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keeps the faults in the order of the file."""
        self.faults: tuple[Fault, ...] = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def refuse(place: Place, sentence: str, path: Path = ()) -> ScenarioError:
    """The error that carries one fault."""
    return ScenarioError([Fault.at(place, path, sentence)])
