"""The documents stay true where a machine can see it: links lead somewhere, no path of one machine is written down."""

import re
import subprocess
from pathlib import Path

import pytest

LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|work|farm)/\w")
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".json", ".csv", ".txt", ".cfg", ".html", ""}
NOT_OURS = {".git", ".venv", "venv", "build", "dist", "out", "node_modules"}


def _documents(root):
    documents = [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]
    return [path for path in documents if not NOT_OURS & set(path.relative_to(root).parts)]


def test_every_link_in_the_documents_leads_to_a_file(root):
    faults = [
        f"{path.relative_to(root).as_posix()}: {target}"
        for path in _documents(root)
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert not faults, "dead links:\n  " + "\n  ".join(faults)


def _committed(root) -> list[Path]:
    """Every file that is, or could be, committed; without git, every file outside caches."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return [p for p in root.rglob("*") if not NOT_OURS & set(p.relative_to(root).parts)]
    return [root / name for name in done.stdout.split("\0") if name]


def test_no_file_names_a_folder_of_one_machine(root):
    faults = []
    for path in _committed(root):
        if path.is_symlink() or not path.is_file() or path.suffix not in TEXT or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        faults += [
            f"{path.relative_to(root).as_posix()}:{number}"
            for number, line in enumerate(text.splitlines(), 1)
            if MACHINE_PATH.search(line)
        ]
    assert not faults, "paths of one machine:\n  " + "\n  ".join(faults)


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "LICENSE", "docs/architecture.md", "docs/glossary.md"]
)
def test_what_a_newcomer_opens_first_is_there(name, root):
    assert (root / name).is_file()


def test_the_changelog_has_a_section_for_this_version(root):
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    version = re.search(
        r'__version__ = "([^"]+)"', (root / "wargame/__init__.py").read_text(encoding="utf-8")
    )
    assert version
    assert f"## [{version[1]}]" in text
