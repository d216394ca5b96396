"""Scores that play no game: studies of a thousand points in seconds. Workers import them by name."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from wargame.analysis.statistics import Statistics
from wargame.draws import Draws
from wargame.scenario import Scenario
from wargame.studies.games import GameKey
from wargame.studies.worker import Play


@dataclass(frozen=True)
class Cheap:
    """Numbers that depend on everything a game depends on, without a game; `wait_s` makes one take a while."""

    wait_s: float = 0.0

    def __call__(self, key: GameKey, scenario: Scenario, play: Play) -> Statistics:
        time.sleep(self.wait_s)
        draws = Draws(key.seed, key.replicate)
        noise = draws.uniform("cheap", scenario.hash, key.members, key.leaving, key.arm, key.package or "")
        only = {"cheap.only_" + key.arm: 1.0}
        return Statistics(
            {
                "cheap.noise": noise,
                "cheap.hours": float(scenario.clock.duration_h),
                "cheap.none": None,
                **only,
            },
            {"cheap.none": f"never in the {key.arm} arm"},
        )


@dataclass(frozen=True)
class FailsAt:
    """Fails in one replicate: by an error, by a number that is none, or by the end of its process."""

    replicate: int
    how: str
    flag: Path | None = None
    """With a file: only until that file is there; then it works."""

    def __call__(self, key: GameKey, scenario: Scenario, play: Play) -> Statistics:
        if key.replicate == self.replicate and not (self.flag and self.flag.exists()):
            if self.flag:
                self.flag.write_text("met", encoding="utf-8")
            if self.how == "process":
                os._exit(9)
            if self.how == "number":
                return Statistics({"cheap.noise": float("nan")})
            raise ValueError("the sky\nfell")
        return Cheap()(key, scenario, play)


@dataclass(frozen=True)
class Linear:
    """`capability.service` in closed form: 0.5 + 3 a - b, a and b being shares of two factors' ranges; no game."""

    def __call__(self, key: GameKey, scenario: Scenario, play: Play) -> Statistics:
        red = scenario.actors["RED"].adversary
        a = (float(red.capabilities["jammer"].parameters["eirp_dbw"]) - 60.0) / 40.0
        b = float(red.capabilities["intruder"].parameters["p_success"])
        alone = 0.0 if key.coalition else 1.0
        values = {"capability.service": 0.5 + 3.0 * a - b - alone, "deterrence.reached_unattacked": a}
        return Statistics(values, {})
