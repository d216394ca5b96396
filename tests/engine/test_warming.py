"""Compiling in a second process saves time and nothing else depends on it."""

import subprocess
import sys

import numpy as np
import pytest

import wargame.warming
from wargame.missions.flow import allocations, portion
from wargame.space.compiled import is_compiled
from wargame.warming import Warming, compile_missions, everything_in_view, to_compile


@pytest.fixture
def nothing_compiled(monkeypatch):
    monkeypatch.setattr(wargame.warming, "is_compiled", lambda kernel: False)


def test_a_kernel_counts_as_compiled_once_it_has_been_called(tutorial, tmp_path):
    compile_missions(tutorial, ["satcom_wideband"])
    assert is_compiled(allocations)
    code = (
        "from wargame.missions.flow import allocations; from wargame.space.compiled import is_compiled;"
        "print(is_compiled(allocations))"
    )
    elsewhere = {"NUMBA_CACHE_DIR": str(tmp_path), "PATH": ""}
    told = subprocess.run(
        [sys.executable, "-c", code], env=elsewhere, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "False"


def test_a_kernel_older_than_its_file_does_not_count(tutorial, monkeypatch):
    portion(1, 1, 1)
    assert is_compiled(portion)
    newer = type("Stat", (), {"st_mtime": 1e12})()
    whole = wargame.space.compiled.Path.stat
    monkeypatch.setattr(
        wargame.space.compiled.Path, "stat", lambda path: newer if path.suffix == ".py" else whole(path)
    )
    assert not is_compiled(portion)


def test_where_everything_is_compiled_no_process_starts(tutorial, monkeypatch):
    compile_missions(tutorial, tutorial.needed)
    monkeypatch.setattr(wargame.warming.subprocess, "Popen", None)
    assert Warming(tutorial).missions == ()


@pytest.mark.usefixtures("nothing_compiled")
def test_the_second_process_compiles_what_the_scenario_needs_and_ends_well(tutorial):
    assert to_compile(tutorial) == ("pnt", "satcom_wideband")
    process = wargame.warming._start(tutorial, ["satcom_wideband"])
    assert process is not None
    assert process.wait(timeout=300) == 0


@pytest.mark.usefixtures("nothing_compiled")
def test_without_a_second_process_a_game_is_only_later(tutorial, monkeypatch):
    def refuses(*args, **options):
        raise OSError("no more processes")

    monkeypatch.setattr(wargame.warming.subprocess, "Popen", refuses)
    warming = Warming(tutorial)
    warming.finish()
    warming.abandon()
    assert warming.missions == ("pnt", "satcom_wideband")


@pytest.mark.usefixtures("nothing_compiled")
def test_a_process_that_is_abandoned_is_gone(tutorial):
    warming = Warming(tutorial)
    process = warming._process
    warming.abandon()
    assert process is None or process.poll() is not None


def test_the_sky_of_the_second_process_has_the_axes_and_types_of_a_real_one(tutorial):
    from wargame.space.architecture import geometry_request
    from wargame.space.geometry import build_geometry

    made = everything_in_view(geometry_request(tutorial))
    real = build_geometry(made.request)
    for name in ("site_view", "site_access", "sites_ecef_km", "points_up"):
        one, other = getattr(made, name), getattr(real, name)
        assert (one.shape, one.dtype, one.flags.writeable) == (
            other.shape,
            other.dtype,
            other.flags.writeable,
        )
    assert made.point_view.keys() == real.point_view.keys()
    assert np.all(made.site_view == 2**64 - 1)


def test_a_real_game_needs_no_kernel_for_other_types_than_those_compiled_before_it():
    code = (
        "import sys\n"
        "from wargame.loader import load\n"
        "from wargame.run import run\n"
        "from wargame.warming import compile_missions, compile_reach, compile_what_ifs\n"
        "def ready():\n"
        "    made = {}\n"
        "    for name, module in list(sys.modules.items()):\n"
        "        if name.startswith(('wargame.missions.', 'wargame.space.reach_kernels', 'wargame.deterrence.')):\n"
        "            for label, kernel in vars(module).items():\n"
        "                if hasattr(kernel, 'nopython_signatures'):\n"
        "                    made[kernel.py_func.__module__, label] = len(kernel.nopython_signatures)\n"
        "    return made\n"
        "scenario = load('western_pacific')\n"
        "compile_missions(scenario, scenario.needed)\n"
        "compile_reach(scenario)\n"
        "compile_what_ifs()\n"
        "before = ready()\n"
        "run(scenario)\n"
        "print(sorted(' '.join(key) for key, count in ready().items() if count > before.get(key, 0)))\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
