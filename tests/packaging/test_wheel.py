"""The wheel holds every module and every shipped scenario, and nothing under a name that is not ours."""

import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version

import pytest

SETUPTOOLS_MIN = 77
LINKED = ("agents", "analysis", "scenarios")
NOT_CODE = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.nbi", "*.nbc")
BUILD = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"


def _copy_without_links(root, target):
    """What a checkout without links holds: the folders, and the links as text files."""
    for folder in ("wargame", *LINKED):
        shutil.copytree(root / folder, target / folder, symlinks=True, ignore=NOT_CODE)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, target)
    for name in LINKED:
        (target / "wargame" / name).unlink()
        (target / "wargame" / name).write_text(f"../{name}", encoding="utf-8")


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """The wheel built from a copy of the working tree, without the network and without links."""
    if int(version("setuptools").partition(".")[0]) < SETUPTOOLS_MIN:
        pytest.skip(f"needs setuptools>={SETUPTOOLS_MIN} in this environment (the test extra brings it)")
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    _copy_without_links(root, tree)
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(out)], cwd=tree, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def contents(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def _expected(root, pattern):
    """Where the files of the repository end up in the wheel."""
    names = set()
    for folder in ("wargame", *LINKED):
        for path in (root / folder).rglob(pattern):
            if any((root / "wargame" / link) in path.parents for link in LINKED):
                continue
            place = path.relative_to(root).as_posix()
            names.add(place if folder == "wargame" else f"wargame/{place}")
    return names


def test_every_module_is_in_the_wheel(root, contents):
    assert not _expected(root, "*.py") - contents


def test_every_shipped_scenario_is_in_the_wheel(root, contents):
    assert (
        not {name for name in _expected(root, "*.yaml") if name.startswith("wargame/scenarios/")} - contents
    )


def test_every_data_file_is_in_the_wheel(root, contents):
    """A template, a map or a kernel table that is not declared as package data vanishes without a word."""
    ours = {
        name
        for name in _expected(root, "*")
        if not re.search(r"(__pycache__|\.py[co]?$|\.nb[ic]$|\.egg-info|/\.)", name)
        and (root / _source(name)).is_file()
    }
    assert not ours - contents - {f"wargame/{link}" for link in LINKED}, (
        "declare them under [tool.setuptools.package-data]"
    )


def _source(name):
    parts = name.split("/")
    return "/".join(parts[1:] if parts[1] in LINKED else parts)


def test_the_wheel_installs_nothing_but_wargame(contents):
    tops = {name.partition("/")[0] for name in contents}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"wargame"}


def test_the_wheel_holds_the_licence_and_the_types(contents):
    assert any(name.endswith("/LICENSE") for name in contents)
    assert "wargame/py.typed" in contents
