"""Plays a designed study without games, as a program of its own that can be killed: STUDY.yaml FILE.db [WORKERS]."""

import sys
from dataclasses import dataclass
from pathlib import Path

from cheap_games import Cheap

from wargame.studies.reading import read_study
from wargame.studies.sweep import Sweep


@dataclass(frozen=True)
class CheapSweep(Sweep):
    """A sweep whose games cost nothing."""

    @property
    def score(self):
        return Cheap()


if __name__ == "__main__":
    study, file, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    CheapSweep(read_study(study)).play(file, resume=True, workers=workers)
