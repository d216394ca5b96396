"""Folders, import names and links: what is installed is what is in the repository, and nothing is forgotten."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

LINKED = ("agents", "analysis", "scenarios")
CODE = ("wargame", *LINKED)


@pytest.fixture(scope="module")
def declared(root):
    """The `[tool.setuptools]` table."""
    with (root / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["tool"]["setuptools"]


def _packages_on_disk(root):
    """Import names of all folders with an `__init__.py`; the links inside wargame/ are not followed."""
    names = set()
    for folder in CODE:
        for init in (root / folder).rglob("__init__.py"):
            parts = init.parent.relative_to(root).parts
            if parts[0] == "wargame" and len(parts) > 1 and parts[1] in LINKED:
                continue
            names.add(".".join(parts if parts[0] == "wargame" else ("wargame", *parts)))
    return names


def _code_folders(root):
    return {
        path.parent
        for folder in CODE
        for path in (root / folder).rglob("*.py")
        if not any((root / "wargame" / link) in path.parents for link in LINKED)
    }


def test_every_package_on_disk_is_listed_in_pyproject(root, declared):
    assert sorted(declared["packages"]) == sorted(_packages_on_disk(root))


def test_every_folder_with_code_is_a_package(root):
    missing = sorted(
        str(f.relative_to(root)) for f in _code_folders(root) if not (f / "__init__.py").is_file()
    )
    assert not missing, f"these folders vanish from the wheel without an __init__.py: {missing}"


def test_the_import_names_map_to_the_folders(declared):
    expected = {"wargame": "wargame"} | {f"wargame.{name}": name for name in LINKED}
    assert declared["package-dir"] == expected


def _git_lists_as_link(root, name):
    command = ["git", "ls-files", "--stage", f"wargame/{name}"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout, and the links are not links here")
    return done.stdout.startswith("120000 ")


@pytest.mark.parametrize("name", LINKED)
def test_the_links_are_relative_and_point_to_the_folders(name, root):
    link = root / "wargame" / name
    if not link.is_symlink():  # a checkout without links holds the target as text
        assert _git_lists_as_link(root, name)
        assert link.read_text(encoding="utf-8").strip() == f"../{name}"
        return
    assert Path(os.readlink(link)).as_posix() == f"../{name}"
    assert link.resolve() == (root / name).resolve()


@pytest.mark.parametrize("name", LINKED)
def test_every_import_name_is_found(name):
    done = subprocess.run(
        [sys.executable, "-c", f"import wargame.{name}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("as_file", [True, False])
def test_an_uninstalled_start_with_dead_links_says_install_first(as_file, root, tmp_path):
    package = tmp_path / "wargame"
    package.mkdir()
    shutil.copy(root / "wargame" / "__init__.py", package)
    for name in LINKED if as_file else ():
        (package / name).write_text(f"../{name}", encoding="utf-8")
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import wargame"
    # -S: without site-packages, so that an installed copy of this program does not help
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "install first" in done.stderr


def test_the_public_names_are_there():
    import wargame

    for name in wargame.__all__:
        assert getattr(wargame, name) is not None
    with pytest.raises(AttributeError, match="it offers"):
        _ = wargame.no_such_name


def test_the_function_run_wins_over_the_module_run():
    program = "import wargame.run, wargame; assert callable(wargame.run), wargame.run"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
