"""What the games of a study said, as tables by coalition, replicate and threat package."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from wargame.analysis.contribution.kept import VARIES
from wargame.analysis.contribution.plan import Plan
from wargame.analysis.contribution.values import Coalition
from wargame.space.arrays import FloatArray

NO_PACKAGE = ""
"""How games without a threat package are kept."""


@dataclass(frozen=True, slots=True)
class Game:
    """One game of a study and what was kept of it.

    Attributes:
        coalition: the players present.
        arm: which arm.
        package: the threat package of the forced arm.
        replicate: which repetition of the study, from 0 on.
        values: numbers by name; None where there is none.
        reasons: for every None, why.
    """

    coalition: Coalition
    arm: str
    package: str | None
    replicate: int
    values: Mapping[str, float | None]
    reasons: Mapping[str, str] = field(default_factory=dict)


class Tables:
    """The numbers of a study by arm and name, for every coalition, replicate and package."""

    def __init__(self, plan: Plan) -> None:
        """Empty tables of a plan."""
        self.plan = plan
        self._places = {group: n for n, group in enumerate(plan.groups)}
        self._packages = {
            "forced": list(plan.packages),
            **{arm: [NO_PACKAGE] for arm in ("restraint", "unattacked", "free")},
        }
        self._numbers: dict[tuple[str, str], FloatArray] = {}
        self._why: dict[tuple[str, str, Coalition], str] = {}

    def add(self, game: Game) -> None:
        """Writes down what a game said; a replicate beyond the plan's is passed over."""
        if game.coalition not in self._places or game.replicate >= self.plan.replicates:
            return
        place = (
            self._places[game.coalition],
            game.replicate,
            self._packages[game.arm].index(game.package or NO_PACKAGE),
        )
        for name, value in game.values.items():
            if value is None:
                why = game.reasons.get(name, "it has no value")
                self._why.setdefault((game.arm, name, game.coalition), why)
            else:
                self._array(game.arm, name)[place] = value

    def _array(self, arm: str, name: str) -> FloatArray:
        shape = (len(self._places), self.plan.replicates, len(self._packages[arm]))
        if (arm, name) not in self._numbers:
            self._numbers[arm, name] = np.full(shape, math.nan)
        return self._numbers[arm, name]

    # What is there

    def names(self, arm: str, prefix: str) -> list[str]:
        """The numbers of an arm whose name begins so, in alphabetical order."""
        return sorted(name for kind, name in self._numbers if kind == arm and name.startswith(prefix))

    def is_certain(self, group: Coalition, arm: str) -> bool:
        """Whether chance has no say in an arm of a coalition, as its first replicate proves."""
        table = self._numbers.get((arm, VARIES))
        return table is not None and not table[self._places[group], 0].any()

    def copy_certain(self) -> None:
        """Fills every replicate of the games in which the first stands for all."""
        for group, place in self._places.items():
            certain = {arm for arm, _ in self._numbers if self.is_certain(group, arm)}
            for (arm, _), table in self._numbers.items():
                if arm in certain:
                    table[place, 1:] = table[place, :1]

    def by_package(self, arm: str, name: str, group: Coalition) -> FloatArray:
        """A number by replicate and package; NaN where there is none."""
        table = self._numbers.get((arm, name))
        if table is None:
            return np.full((self.plan.replicates, len(self._packages[arm])), math.nan)
        found: FloatArray = table[self._places[group]]
        return found

    def numbers(self, arm: str, name: str, group: Coalition) -> list[float]:
        """A number in every replicate, packages averaged by their weights; NaN where there is none."""
        table = self.by_package(arm, name, group)
        if table.shape[1] == 1:
            return [float(value) for value in table[:, 0]]
        weights = list(self.plan.packages.values())
        return [
            math.fsum(weight * value for weight, value in zip(weights, row, strict=True))
            for row in table.tolist()
        ]

    def why_missing(self, arm: str, names: Sequence[str], group: Coalition) -> str:
        """Why a coalition has no number of these names in some replicate; empty where it has."""
        for name in names:
            if np.isnan(self.by_package(arm, name, group)).any():
                return self._why.get((arm, name, group), "its games were not played or failed")
        return ""
