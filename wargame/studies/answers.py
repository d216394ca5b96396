"""What a sweep's file answers: every outcome by excursion, coalition, point and replicate, as arrays."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.loader.faults import Place
from wargame.loader.translate import validated
from wargame.loader.tree import grown
from wargame.space.arrays import FloatArray
from wargame.studies.design import Level
from wargame.studies.games import StudyError
from wargame.studies.language import Factor, Outcome, StudyPlan
from wargame.studies.reading import AS_IT_STANDS, arm_of, measure_of
from wargame.studies.study_file import StudyFile
from wargame.studies.tables import FACTOR
from wargame.studies.worker import WEIGHT


@dataclass(frozen=True, slots=True)
class Answer:
    """One outcome of one coalition in one excursion.

    Attributes:
        excursion, coalition, outcome: which, by name.
        values: shape (points, replicates); NaN where a run is missing, failed, or gives no number.
    """

    excursion: str
    coalition: str
    outcome: str
    values: FloatArray

    @property
    def means(self) -> FloatArray:
        """The mean over replicates of every point; NaN where any replicate is missing."""
        found: FloatArray = self.values.mean(axis=1)
        return found


@dataclass(frozen=True)
class Answers:
    """A sweep's answers.

    Attributes:
        plan: the study.
        study_hash, versions: which, and what played it.
        levels: the level of every factor by point; None at points without a row.
        answers: by excursion, coalition and outcome, in the order of the study.
        planned, done, failed: numbers of runs.
        errors: how many runs failed, by error.
        reasons: for outcomes without any number, why.
    """

    plan: StudyPlan
    study_hash: str
    versions: str
    levels: Mapping[str, tuple[Level | None, ...]]
    answers: tuple[Answer, ...]
    planned: int
    done: int
    failed: int
    errors: Mapping[str, int]
    reasons: Mapping[str, str]

    @classmethod
    def of(cls, file: StudyFile) -> "Answers":
        """The answers of a sweep's file.

        Raises:
            StudyError: it is the file of another kind of study.
        """
        document = file.document
        if document.get("kind") != "sweep":
            raise StudyError(
                f"{file.path}: this is the file of a {document.get('kind', 'study')}, not of a sweep"
            )
        plan = plan_of(document)
        return _Collector(plan, document, file).answers()

    def better(self, outcome: str) -> str:
        """Which way of an outcome is good: higher or lower."""
        return better_way(self.plan.outcomes[outcome])

    def title(self, outcome: str) -> str:
        """What people call an outcome."""
        asked = self.plan.outcomes[outcome]
        measure, mission = measure_of(asked)
        return asked.title or (f"{measure.title}{f', {mission}' if mission else ''}" if measure else outcome)

    def factor_title(self, factor: str) -> str:
        """What people call a factor."""
        return self.plan.factors[factor].title or factor.replace("_", " ")

    def summary(self) -> dict[str, Any]:
        """Plain values for JSON (`Any`): what was played, and every outcome's mean and range over points."""
        return {
            "title": self.plan.title,
            "question": self.plan.question,
            "study_hash": self.study_hash,
            "versions": self.versions,
            "runs": {"planned": self.planned, "done": self.done, "failed": self.failed},
            "errors": dict(self.errors),
            "better": {name: self.better(name) for name in self.plan.outcomes},
            "outcomes": [
                {
                    "excursion": answer.excursion,
                    "coalition": answer.coalition,
                    "outcome": answer.outcome,
                    **spread(answer.means),
                    "reason": self.reasons.get(answer.outcome),
                }
                for answer in self.answers
            ],
            "note": "unclassified, illustrative, not a forecast, not an assessment of any nation",
        }


def spread(means: FloatArray) -> dict[str, Any]:
    """The mean and the range over points, and over how many (`Any`: numbers or None)."""
    known = means[~np.isnan(means)]
    if not len(known):
        return {"points": 0, "mean": None, "least": None, "most": None}
    mean = math.fsum(known.tolist()) / len(known)
    return {"points": len(known), "mean": mean, "least": float(known.min()), "most": float(known.max())}


def plan_of(document: Any) -> StudyPlan:
    """The plan that a study's file holds (`Any`: plain JSON values)."""
    plan, faults = validated(StudyPlan, grown(document["plan"], Place("the study's file")))
    if plan is None:
        raise StudyError(f"the study's file holds a plan that this version does not know: {faults[0]}")
    return plan


def better_way(outcome: Outcome) -> str:
    """Which way is good: as the study says, else as the measure does; higher where neither says."""
    measure, _ = measure_of(outcome)
    told = outcome.better or (measure.direction if measure else "higher")
    return "lower" if told == "lower" else "higher"


class _Collector:
    """Gathers the rows of a file into arrays."""

    def __init__(self, plan: StudyPlan, document: Any, file: StudyFile) -> None:
        self.plan, self.file = plan, file
        self.size = int(document["points"])
        self.excursions = plan.excursions or (AS_IT_STANDS,)
        self.members: Mapping[str, Mapping[str, list[str]]] = document["coalitions"]
        shape = self.size, plan.replicates
        names = [(e, c, o) for e in self.excursions for c in plan.coalitions for o in plan.outcomes]
        self.sums = {name: np.full(shape, np.nan) for name in names}
        self.weights = {name: np.zeros(shape) for name in names}
        self.levels: dict[str, list[Level | None]] = {name: [None] * self.size for name in plan.factors}
        self.reasons: dict[str, str] = {}

    def answers(self) -> Answers:
        """Reads every row."""
        planned, done, errors = self.file.planned, 0, dict[str, int]()
        told = self.file.reasons()
        columns = self.file.columns
        for values in self.file.rows():
            row = dict(zip(columns, values, strict=True))
            self._take_levels(row)
            if row["status"] == "failed":
                errors[row["error"]] = errors.get(row["error"], 0) + 1
                continue
            done += 1
            for name, outcome in self._asked(row):
                self._take(name, outcome, row, told[row["reasons"]])
        return Answers(
            self.plan,
            self.file.study_hash,
            self.file.versions,
            {name: tuple(found) for name, found in self.levels.items()},
            tuple(Answer(*name, self._mean(name)) for name in self.sums),
            planned,
            done,
            sum(errors.values()),
            dict(sorted(errors.items())),
            {name: why for name, why in self.reasons.items() if self._is_empty(name)},
        )

    def _take_levels(self, row: Mapping[str, Any]) -> None:
        for name, factor in self.plan.factors.items():
            self.levels[name][row["point"] % self.size] = _level(factor, row[FACTOR + name])

    def _asked(self, row: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str, str], Outcome]]:
        """The outcomes that a row speaks of, for every name of its coalition."""
        excursion = self.excursions[row["point"] // self.size]
        for coalition in self.plan.coalitions:
            if "+".join(self.members[coalition][excursion]) == row["coalition"]:
                for name, outcome in self.plan.outcomes.items():
                    if arm_of(outcome, self.plan) == row["arm"]:
                        yield (excursion, coalition, name), outcome

    def _take(
        self, name: tuple[str, str, str], outcome: Outcome, row: Mapping[str, Any], told: Mapping[str, str]
    ) -> None:
        """Adds a row's number, by the weight of its package."""
        place = row["point"] % self.size, row["replicate"]
        value, weight = row.get(outcome.measure), row[WEIGHT] if row["package"] is not None else 1.0
        if value is None:
            self.reasons.setdefault(name[2], told.get(outcome.measure, "no run gives it"))
            return
        before = self.sums[name][place]
        self.sums[name][place] = weight * value + (0.0 if math.isnan(before) else before)
        self.weights[name][place] += weight

    def _mean(self, name: tuple[str, str, str]) -> FloatArray:
        """The mean over the packages that were played; NaN where one of them is missing."""
        weights = self.weights[name]
        whole = np.nanmax(weights, initial=0.0, axis=None)
        complete = weights >= whole * (1.0 - 1e-9) if self._packages_fixed() else weights > 0
        with np.errstate(invalid="ignore", divide="ignore"):
            means: FloatArray = np.where(complete, self.sums[name] / weights, np.nan)
        return means

    def _packages_fixed(self) -> bool:
        """Whether the weights of packages are the same at every point."""
        return not any(
            path.startswith("threat_packages") for f in self.plan.factors.values() for path in f.targets
        )

    def _is_empty(self, outcome: str) -> bool:
        return all(np.isnan(values).all() for name, values in self.sums.items() if name[2] == outcome)


def _level(factor: Factor, told: Any) -> Level | None:
    """The level of a factor from its column (`Any`: as SQLite has it)."""
    if factor.labels:
        return next((label for label in factor.labels if _as_told(label) == told), None)
    return None if told is None else float(told)


def _as_told(label: Level) -> Level:
    return str(label).lower() if isinstance(label, bool) else label
