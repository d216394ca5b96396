"""Where scenario files come from: the ones that ship with the program, and the user's own."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePath

from wargame.loader.faults import Place, refuse
from wargame.loader.suggest import closest, listed

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Source:
    """One scenario file: what to call it in sentences, and where it is when it is not a shipped one."""

    label: str
    path: Path | None
    """None for a shipped scenario."""

    def read(self) -> bytes:
        """The bytes of the file.

        Raises:
            ScenarioError: it cannot be read.
        """
        if self.path is None:
            return files("wargame.scenarios").joinpath(self.label).read_bytes()
        try:
            return self.path.read_bytes()
        except IsADirectoryError:
            raise refuse(Place(self.label), "this is a folder; name a scenario file in it") from None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise refuse(
                Place(self.label), f"the file cannot be read ({reason}); check the name and the folder"
            ) from None


@cache
def shipped() -> tuple[str, ...]:
    """The names of the scenarios that ship with the program, in alphabetical order."""
    found = files("wargame.scenarios").iterdir()
    return tuple(sorted(PurePath(item.name).stem for item in found if item.name.endswith(".yaml")))


def resolve(reference: str | Path, beside: Source | None = None) -> Source:
    """The file that a name or path means; paths in `extends` count from the folder of the file `beside`.

    Raises:
        ScenarioError: a name that no shipped scenario has.
    """
    text = str(reference)
    if not isinstance(reference, Path) and not _is_path(text):
        return _shipped(text)
    path = Path(text)
    if beside is None:
        return Source(text, path)
    if path.is_absolute():
        raise refuse(
            Place(beside.label),
            f"'{text}' is an absolute path; give it relative to this file's folder",
            ("extends",),
        )
    if beside.path is None:
        raise refuse(
            Place(beside.label),
            f"a shipped scenario can only extend a shipped one; found '{text}'",
            ("extends",),
        )
    return Source((PurePath(beside.label).parent / text).as_posix(), beside.path.parent / path)


def _is_path(text: str) -> bool:
    return text.endswith(SUFFIXES) or "/" in text or "\\" in text


def _shipped(name: str) -> Source:
    if name in shipped():
        return Source(f"{name}.yaml", None)
    own = next((name + suffix for suffix in SUFFIXES if Path(name + suffix).is_file()), None)
    near = own or closest(name, shipped())
    hint = (
        f"did you mean '{near}'?"
        if near
        else f"shipped are {listed(shipped())}; a file of yours needs its ending .yaml"
    )
    raise refuse(Place(name or "''"), f"no shipped scenario is called '{name}'; {hint}")
