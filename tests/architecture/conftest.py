"""The source files of the program, parsed once."""

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

FOLDERS = ("wargame", "agents", "analysis", "scenarios")


@dataclass(frozen=True)
class Source:
    """One module of the program, as it lies on disk."""

    path: Path
    """Relative to the root of the repository."""
    text: str

    @property
    def name(self) -> str:
        """The import name: `agents/actor.py` is `wargame.agents.actor`."""
        parts = [*self.path.with_suffix("").parts]
        if parts[0] != "wargame":
            parts.insert(0, "wargame")
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text, str(self.path))

    @property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function, methods and inner ones included."""
        return [
            node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]

    @property
    def classes(self) -> list[ast.ClassDef]:
        """Every class, inner ones included."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef)]

    def at(self, node: ast.AST) -> str:
        """Where a node is, as `file:line`."""
        return f"{self.path.as_posix()}:{getattr(node, 'lineno', 1)}"


def _inside_link(path: Path, root: Path) -> bool:
    return any(parent.is_symlink() for parent in path.parents if parent != root and root in parent.parents)


@pytest.fixture(scope="session")
def sources(root: Path) -> list[Source]:
    """Every module of the program, each once (the links inside wargame/ are not followed)."""
    found = []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            if not _inside_link(path, root):
                found.append(Source(path.relative_to(root), path.read_text(encoding="utf-8")))
    assert len(found) > 10, "the source files were not found"
    return found
