"""Plays a designed study without games, as a program that can be killed: STUDY.yaml FILE.db WORKERS [WAIT_S]."""

import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from cheap_games import Cheap, Linear

import wargame.studies.sweep
from wargame.studies.reading import read_study
from wargame.studies.sweep import Sweep


@dataclass(frozen=True)
class CheapSweep(Sweep):
    """A sweep whose games cost nothing, or `wait_s` each."""

    wait_s: float = 0.0

    @property
    def score(self):
        return Cheap(self.wait_s)


@dataclass(frozen=True)
class LinearSweep(Sweep):
    """A sweep whose outcome is known in closed form."""

    @property
    def score(self):
        return Linear()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # programs begun in the background ignore Ctrl-C
    wargame.studies.sweep.FEW_S = 0.0  # also what is soon done is to be played by workers
    study, file, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    wait_s = float(sys.argv[4]) if len(sys.argv) > 4 else 0.0
    CheapSweep(read_study(study), wait_s).play(file, resume=True, workers=workers)
