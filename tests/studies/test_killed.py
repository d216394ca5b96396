"""A study that is killed and resumed is the study that was never interrupted."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import cheap_study
import pytest
from cheap_study import CheapSweep

from wargame.cli import main
from wargame.studies.frames import export_tidy
from wargame.studies.games import StudyError
from wargame.studies.interrupts import held_back, terminating_interrupts
from wargame.studies.reading import read_study
from wargame.studies.study_file import StudyFile
from wargame.studies.sweep import Sweep

STUDY = """
title: A thousand points
question: Is anything lost, or played twice?
scenario: tutorial
uncertainties:
  jammer_dbw: {path: actors.RED.adversary.capabilities.jammer.parameters.eirp_dbw, low: 60, high: 100}
  intruder_p: {path: actors.RED.adversary.capabilities.intruder.parameters.p_success, low: 0.05, high: 0.6}
levers:
  shield_db: {path: satellites.bor_relay.payloads.relay.anti_jam_db, values: [0, 10, 20]}
outcomes: {service: {measure: capability.service}}
design: {kind: latin_hypercube, points: POINTS}
"""
LANES = (1, 2, 1, 1, 1)
"""How many workers the study has each time that it is begun and killed: one plays in the program itself."""

STEADY_S = 0.006
"""How long a game waits in a study that is killed: rows are kept about every second, and on a fast machine one second
was enough to end it."""

SLOW_S = 0.05
"""How long a game waits in a study that must not end before it is interrupted."""

PLAY = Sweep.play


def _study(tmp_path, points):
    path = tmp_path / "study.yaml"
    path.write_text(STUDY.replace("POINTS", str(points)), encoding="utf-8")
    return path


def _begun(study, file, workers, wait_s=0.0):
    command = [sys.executable, cheap_study.__file__, str(study), str(file), str(workers), str(wait_s)]
    return subprocess.Popen(command, start_new_session=True)


def _rows(file):
    try:
        with StudyFile(file) as held:
            return sum(1 for _ in held.rows())
    except StudyError:
        return 0  # not begun, or locked while a commit is under way


def _wait_for_rows(process, file, count):
    while _rows(file) < count:
        assert process.poll() is None, "it ended before it was killed"
        time.sleep(0.05)


def _group_ends(group):
    """Whether a program and all that it began have ended, or end soon."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """A study that was begun and killed again and again: its folder, and by the number of workers whether all ended."""
    if os.name != "posix":
        pytest.skip("kill -9 is of POSIX")
    folder, ended = tmp_path_factory.mktemp("killed"), {}
    study, file = _study(folder, 1000), folder / "killed.db"
    for n, workers in enumerate(LANES):
        process = _begun(study, file, workers, STEADY_S)
        _wait_for_rows(process, file, 1 + 190 * n)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert _rows(file) < 1000
        ended[workers] = _group_ends(process.pid)
    return folder, ended


@pytest.mark.slow
def test_a_study_killed_five_times_equals_the_uninterrupted_one_byte_for_byte(killed):
    folder, _ = killed
    asked = CheapSweep(read_study(folder / "study.yaml"), STEADY_S)
    asked.play(folder / "killed.db", resume=True)
    asked.play(folder / "whole.db")
    for file in (folder / "whole.db", folder / "killed.db"):
        assert export_tidy(file, file.with_suffix(".csv"), "csv") == 4000
    assert (folder / "killed.csv").read_bytes() == (folder / "whole.csv").read_bytes()


@pytest.mark.slow
def test_workers_end_when_the_program_is_killed(killed):
    _, ended = killed
    assert ended == {1: True, 2: True}


@pytest.mark.skipif(os.name != "posix", reason="signals to processes are of POSIX")
def test_an_interrupted_study_keeps_what_it_played(tmp_path):
    study, file = _study(tmp_path, 120), tmp_path / "s.db"
    process = _begun(study, file, 2, SLOW_S)
    _wait_for_rows(process, file, 5)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    process.wait()
    assert 5 <= _rows(file) < 120
    CheapSweep(read_study(study), SLOW_S).play(file, resume=True)
    assert _rows(file) == 120


@pytest.mark.skipif(os.name != "posix", reason="signals are held back on POSIX")
def test_a_worker_that_starts_does_not_hear_of_an_interrupt():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        with held_back():
            asked = executor.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ())
        assert signal.SIGINT in asked.result()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.skipif(os.name != "posix", reason="signals are held back on POSIX")
def test_an_interrupt_while_workers_start_is_not_lost():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background ignore it

    def interrupted():
        with held_back():
            os.kill(os.getpid(), signal.SIGINT)

    try:
        with pytest.raises(KeyboardInterrupt):
            interrupted()
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name != "posix", reason="SIGTERM is of POSIX")
def test_a_study_that_is_terminated_ends_as_one_that_is_interrupted():
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), terminating_interrupts():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("rows", [0, 1])
def test_an_interrupted_sweep_says_that_games_are_kept_only_where_there_are_any(
    tmp_path, monkeypatch, capsys, rows
):
    study, file = _study(tmp_path, 20), tmp_path / "s.db"

    def interrupted(sweep, path, *rest):
        if rows:
            cheap_study.CheapSweep(sweep.given).play(path)
        raise KeyboardInterrupt

    monkeypatch.setattr(Sweep, "play", interrupted)
    monkeypatch.setattr(CheapSweep, "play", PLAY)
    assert main(["sweep", str(study), "--workers", "1", "--out", str(file)]) == 130
    said = " ".join(capsys.readouterr().err.split())
    assert ("what was played is kept" in said) == bool(rows)
    assert "--resume" in said
