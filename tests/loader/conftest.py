"""What tests of the loader share: the base scenario, and files in a temporary folder that extend it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wargame.loader import ScenarioError, load_all

BASE = Path(__file__).parent / "base.yaml"


@pytest.fixture
def base() -> Path:
    """A small sound scenario."""
    return BASE


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file into a temporary folder that holds the base scenario as base.yaml."""
    (tmp_path / "base.yaml").write_bytes(BASE.read_bytes())

    def write_file(text: str, name: str = "mine.yaml", extends: bool = True) -> Path:
        path = tmp_path / name
        head = "extends: base.yaml\n" if extends else ""
        path.write_text(head + text, encoding="utf-8", newline="\n")
        return path

    return write_file


@pytest.fixture
def faults() -> Callable[..., list[str]]:
    """Loads a file that must be refused; the faults as `line: path: sentence`."""

    def load_refused(path: Path | str, excursion: str | None = None, set: object = None) -> list[str]:
        with pytest.raises(ScenarioError) as refused:
            load_all(path, excursion, set)  # type: ignore[arg-type]
        return [f"{fault.line}: {fault.path}: {fault.sentence}" for fault in refused.value.faults]

    return load_refused
