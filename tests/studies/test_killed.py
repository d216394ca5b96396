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
KILLS = 5
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


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX")
def test_a_study_killed_five_times_equals_the_uninterrupted_one_byte_for_byte(tmp_path):
    study, whole, killed = _study(tmp_path, 1000), tmp_path / "whole.db", tmp_path / "killed.db"
    for n in range(KILLS):
        process = _begun(study, killed, 1 + n % 2)
        _wait_for_rows(process, killed, 1 + 190 * n)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert _rows(killed) < 1000
    assert _begun(study, killed, 2).wait() == 0
    CheapSweep(read_study(study)).play(whole)
    for file in (whole, killed):
        assert export_tidy(file, file.with_suffix(".csv"), "csv") == 4000
    assert killed.with_suffix(".csv").read_bytes() == whole.with_suffix(".csv").read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="process ids are looked up as on POSIX")
def test_workers_end_when_the_program_is_killed(tmp_path):
    study, file = _study(tmp_path, 200), tmp_path / "killed.db"
    process = _begun(study, file, 2)
    _wait_for_rows(process, file, 5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for _ in range(200):
        try:
            os.killpg(process.pid, 0)  # the workers are of its group
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a worker outlived the program")


@pytest.mark.skipif(os.name != "posix", reason="signals to processes are of POSIX")
def test_an_interrupted_study_keeps_what_it_played(tmp_path):
    study, file = _study(tmp_path, 200), tmp_path / "s.db"
    process = _begun(study, file, 2, SLOW_S)
    _wait_for_rows(process, file, 5)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    process.wait()
    kept = _rows(file)
    assert 5 <= kept < 200
    assert _begun(study, file, 4, SLOW_S).wait() == 0
    assert _rows(file) == 200


@pytest.mark.skipif(os.name != "posix", reason="signals are held back on POSIX")
def test_a_worker_that_starts_does_not_hear_of_an_interrupt():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        with held_back():
            asked = executor.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ())
        assert signal.SIGINT in asked.result()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.skipif(os.name != "posix", reason="signals are held back on POSIX")
def test_an_interrupt_while_workers_start_is_not_lost():
    def interrupted():
        with held_back():
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        interrupted()


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
