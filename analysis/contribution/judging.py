"""Estimates of one measure: its worth in every coalition, values of players, intervals and verdicts."""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from wargame.analysis.contribution import sets, values
from wargame.analysis.contribution.plan import Plan
from wargame.analysis.contribution.readings import SERVED, Reading
from wargame.analysis.contribution.tables import Tables
from wargame.analysis.contribution.values import NOBODY, Coalition, Weights, Worths
from wargame.analysis.intervals import Estimate, estimate, standard_error, stein, two_errors
from wargame.analysis.resampling import IntArray, Resampled, bootstrap
from wargame.scenario import Scenario
from wargame.space.arrays import FloatArray

RESAMPLES = 499


class Judge(ABC):
    """What may be said of one measure.

    Args:
        plan: the study.
        reading: the measure.
        tables: what its games said.
    """

    def __init__(self, plan: Plan, reading: Reading, tables: Tables) -> None:
        """See the class."""
        self.plan, self.reading, self.tables = plan, reading, tables

    @abstractmethod
    def reason(self, weights: Weights) -> str:
        """Why a value cannot be had; empty where it can."""

    @abstractmethod
    def estimate(self, weights: Weights, family: int = 1) -> Estimate:
        """A value with its interval, judged in a family of so many."""

    @abstractmethod
    def sampled(self, samples: Sequence[Weights], family: int) -> tuple[Estimate, float, float]:
        """A value over sampled orders, with the standard errors of orders and of replicates."""

    def one(self, group: Coalition) -> Estimate:
        """The worth of a coalition."""
        return self.estimate(values.worth(group))

    @property
    def varies(self) -> bool:
        """Whether chance has a say in any game of the measure."""
        return any(not self.tables.is_certain(group, self.reading.arm) for group in self.plan.groups)


class MeanJudge(Judge):
    """A measure that every game has: its worth is known in every replicate."""

    def reason(self, weights: Weights) -> str:
        """Why a value cannot be had."""
        groups = [*weights, *([NOBODY] if self.reading.relative else [])]
        for group in sorted(groups, key=values.by_size):
            if why := self.tables.why_missing(self.reading.arm, list(self.reading.kept), group):
                return f"with {', '.join(sorted(group)) or 'nobody but the lead'}: {why}"
        return ""

    @cached_property
    def _known(self) -> dict[Coalition, list[float]]:
        return {}

    def worth(self, group: Coalition) -> list[float]:
        """The worth of a coalition in every replicate."""
        if group not in self._known:
            own = self._sum(group)
            if self.reading.relative:
                own = [mine - other for mine, other in zip(own, self._sum(NOBODY), strict=True)]
            self._known[group] = own
        return self._known[group]

    def _sum(self, group: Coalition) -> list[float]:
        columns = [
            [weight * number for number in self.tables.numbers(self.reading.arm, name, group)]
            for name, weight in self.reading.kept.items()
        ]
        return [math.fsum(numbers) for numbers in zip(*columns, strict=True)]

    def worths(self, weights: Weights) -> Worths:
        """The worths that a value reads."""
        return {group: self.worth(group) for group in weights}

    def by_replicate(self, weights: Weights) -> list[float]:
        """A value in every replicate."""
        return values.value(weights, self.worths(weights))

    def own(self, player: str, weights: Weights) -> list[float] | None:
        """The part of a value that a player's own users get; None where the measure does not split so."""
        if not self.reading.is_service or self.plan.view != "coalition":
            return None
        name = f"{SERVED}.{player}"
        if name not in self.tables.names(self.reading.arm, name):
            return [0.0] * self.plan.replicates
        worths = {group: self.tables.numbers(self.reading.arm, name, group) for group in weights}
        return values.value(weights, worths)

    def mean(self, numbers: Sequence[float], family: int = 1) -> Estimate:
        """The mean of a number of every replicate."""
        if self.plan.pilot is not None and self.varies:
            return stein(numbers, self.plan.pilot, family)
        return estimate(numbers, family, self.varies)

    def estimate(self, weights: Weights, family: int = 1) -> Estimate:
        """The mean over replicates, with a t-interval."""
        return self.mean(self.by_replicate(weights), family)

    def sampled(self, samples: Sequence[Weights], family: int) -> tuple[Estimate, float, float]:
        """The mean over sampled orders and replicates, with the standard errors of either."""
        table = [self.by_replicate(item) for item in samples]
        if self.plan.replicates == 1 and not self.varies:
            table = [
                [*row, *row] for row in table
            ]  # a replicate without chance stands for any number of them
        found = two_errors(table, family)
        return found.estimate, found.order_error, found.replicate_error

    def reduction(self, weights: Weights) -> float | None:
        """How many times smaller common chances make the variance of a value than independent ones would.

        Every coalition's worth has the same spread under either, so the pilot of one tells of both:
        sum_S w_S^2 Var(v_S) over Var(sum_S w_S v_S). Source: variance of a sum; Glasserman and Yao, "Some
        guidelines and guarantees for common random numbers", Management Science 38, 1992.
        """
        together = standard_error(self.by_replicate(weights))
        apart = [
            (weight * (standard_error(self.worth(group)) or 0.0)) ** 2 for group, weight in weights.items()
        ]
        return math.fsum(apart) / together**2 if together else None


class SetJudge(Judge):
    """A measure that is made of all replicates of a coalition at once."""

    def __init__(self, plan: Plan, reading: Reading, tables: Tables, scenario: Scenario) -> None:
        """See the class."""
        super().__init__(plan, reading, tables)
        self._worth = sets.worth_of(reading, tables, scenario)
        self._places = {group: n for n, group in enumerate(plan.groups)}

    @cached_property
    def _drawn(self) -> Resampled:
        replicates = np.arange(self.plan.replicates)
        whole = [self._worth(group, replicates) for group in self.plan.groups]
        certain = [self.tables.is_certain(group, self.reading.arm) for group in self.plan.groups]

        def numbers(chosen: IntArray) -> list[float | None]:
            return [
                value if sure or value is None else self._worth(group, chosen)
                for group, value, sure in zip(self.plan.groups, whole, certain, strict=True)
            ]

        return bootstrap(numbers, self.plan.replicates, RESAMPLES, self.plan.seed)

    def reason(self, weights: Weights) -> str:
        """Why a value cannot be had."""
        for group in sorted(weights, key=values.by_size):
            if math.isnan(self._drawn.values[self._places[group]]):
                why = sets.why_none(self.reading, self.tables, group)
                return f"with {', '.join(sorted(group)) or 'nobody but the lead'}: {why}"
        return ""

    def _row(self, weights: Weights) -> FloatArray:
        row = np.zeros(len(self._places))
        for group, weight in weights.items():
            row[self._places[group]] = weight
        return row

    def estimate(self, weights: Weights, family: int = 1) -> Estimate:
        """The value on all replicates, with a bootstrap interval; a point where chance has no say."""
        found = self._drawn.estimate(self._row(weights).tolist(), family)
        assert found is not None  # there is no reason against it
        if found.low is None and not self.varies:
            return estimate([found.value], family, varies=False)
        return found

    def sampled(self, samples: Sequence[Weights], family: int) -> tuple[Estimate, float, float]:
        """The value over sampled orders; the error of orders from their spread on all replicates."""
        whole = self.estimate(values.mean_of(samples), family)
        by_order = [self.estimate(item).value for item in samples]
        order_error = standard_error(by_order) or 0.0
        if whole.low is None or whole.high is None:
            return whole, order_error, 0.0
        half = (whole.high - whole.low) / 2.0
        wide = math.hypot(half, 1.96 * order_error)
        apart = whole.distinguishable is True and abs(whole.value) > wide
        return Estimate(whole.value, whole.value - wide, whole.value + wide, apart), order_error, half / 1.96


def judge_of(plan: Plan, reading: Reading, tables: Tables, scenario: Scenario) -> "MeanJudge | SetJudge":
    """Who judges a measure."""
    if reading.kind == "set":
        return SetJudge(plan, reading, tables, scenario)
    return MeanJudge(plan, reading, tables)
