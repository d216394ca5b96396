"""Analyses of a sweep: each method of `wargame analyse` on every outcome, as plain values with their reasons."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from wargame.analysis.choices import pareto, regrets, table
from wargame.analysis.morris import elementary_effects
from wargame.analysis.prim import Box, Limit, discover
from wargame.analysis.resampling import Resampled
from wargame.analysis.screening import screening
from wargame.analysis.sobol import sobol_indices
from wargame.analysis.tipping_curves import tipping_curve
from wargame.space.arrays import FloatArray
from wargame.studies.answers import Answer, Answers
from wargame.studies.design import Level, morris_shares
from wargame.studies.games import StudyError
from wargame.studies.language import Factor, Morris, Sobol

METHODS: Mapping[str, str] = {
    "sobol": "which share of an outcome's variance each factor accounts for (a sobol design)",
    "morris": "which factors matter at all, by elementary effects (a morris design)",
    "screening": "which factors go with an outcome, from the points of any design",
    "discovery": "boxes of few factors in which an outcome misses what is enough (PRIM)",
    "tipping": "an outcome along each factor, and where it passes what is enough",
    "regret": "what each choice costs against the best one, over states of the world",
    "pareto": "choices that no other beats in every outcome",
}
"""What each method answers."""

UNCHANGED = "this factor never changed between the two samples"


@dataclass(frozen=True)
class Analysis:
    """The methods on a sweep's answers.

    Attributes:
        answers: the sweep's answers.
        methods: which methods; those that suit the design and the outcomes when empty.
    """

    answers: Answers
    methods: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The document of `wargame analyse --json` (`Any`: plain values).

        Raises:
            StudyError: a method that there is not, or one that the design was not made for.
        """
        chosen = self.methods or self.suiting
        for method in chosen:
            self._check(method)
        works: Mapping[str, Callable[[], list[dict[str, Any]]]] = {
            "sobol": lambda: self._each(self._sobol),
            "morris": lambda: self._each(self._morris),
            "screening": lambda: self._each(self._screening),
            "discovery": lambda: self._each(self._discovery),
            "tipping": lambda: self._each(self._tipping),
            "regret": self._regret,
            "pareto": self._pareto,
        }
        return {
            **self.answers.summary(),
            "factors": {name: self._about(name, factor) for name, factor in self.factors.items()},
            "design": self.answers.plan.design.model_dump(mode="json"),
            "methods": {method: works[method]() for method in METHODS if method in chosen},
            "intervals": "low and high: 95 % of this one number; distinguishable: from zero, over all factors of an "
            "outcome together (Bonferroni). Intervals are over points of the design; replicates are averaged first",
        }

    @property
    def suiting(self) -> tuple[str, ...]:
        """The methods that suit the design and the outcomes."""
        return tuple(method for method in METHODS if not self._unsuited(method))

    def _check(self, method: str) -> None:
        if method not in METHODS:
            raise StudyError(f"there is no method '{method}'; methods are {', '.join(METHODS)}")
        if why := self._unsuited(method):
            raise StudyError(f"--method {method}: {why}; for this study there are {', '.join(self.suiting)}")

    def _unsuited(self, method: str) -> str:
        """Why a method cannot be used; empty when it can."""
        plan = self.answers.plan
        if method in ("sobol", "morris") and plan.design.kind != method:
            return f"it needs 'design: {{kind: {method}}}', and this study has {plan.design.kind}"
        if method in ("sobol", "morris", "screening", "discovery", "tipping") and not plan.factors:
            return "the study varies no factor"
        if method in ("screening", "discovery", "tipping") and plan.design.kind == "morris":
            return "it needs points that fill the space, and trajectories do not"
        if method == "discovery" and all(outcome.enough is None for outcome in plan.outcomes.values()):
            return "no outcome of the study says what is 'enough'"
        if method == "pareto" and len(plan.outcomes) < 2:
            return "the study has one outcome only"
        several = len(plan.coalitions) > 1 or len(plan.excursions) > 1 or bool(plan.levers)
        if method in ("regret", "pareto") and not several:
            return "there is one choice only: no levers, one coalition, one excursion"
        return ""

    @cached_property
    def factors(self) -> Mapping[str, Factor]:
        """The factors by name."""
        return self.answers.plan.factors

    @cached_property
    def codes(self) -> FloatArray:
        """The level of every factor as a number, shape (points, factors); NaN at points without a row."""
        columns = [
            [_code(factor, level) for level in self.answers.levels[name]]
            for name, factor in self.factors.items()
        ]
        return np.array(columns, dtype=np.float64).T

    def _filling(self, values: FloatArray) -> FloatArray:
        """What belongs to the points that fill the space by themselves: of a Sobol design its two samples."""
        design = self.answers.plan.design
        return values[: 2 * design.base] if isinstance(design, Sobol) else values

    @cached_property
    def ordered(self) -> list[bool]:
        """Whether the numbers of a factor mean more than names."""
        return [_is_ordered(factor) for factor in self.factors.values()]

    @property
    def by_level(self) -> list[bool]:
        """Whether a factor was given levels: by itself, or by a grid."""
        grid = self.answers.plan.design.kind == "grid"
        return [grid or bool(factor.labels) for factor in self.factors.values()]

    def _about(self, name: str, factor: Factor) -> dict[str, Any]:
        kind = "uncertainty" if name in self.answers.plan.uncertainties else "lever"
        return {
            "title": self.answers.factor_title(name),
            "kind": kind,
            "low": factor.low,
            "high": factor.high,
            "levels": list(factor.labels) or None,
        }

    def _each(self, method: Callable[[Answer], dict[str, Any] | str]) -> list[dict[str, Any]]:
        """The method on every outcome of every coalition and excursion; a sentence becomes the reason for nothing."""
        entries = []
        for answer in self.answers.answers:
            found = method(answer)
            head = {"excursion": answer.excursion, "coalition": answer.coalition, "outcome": answer.outcome}
            entries.append(head | ({"reason": found} if isinstance(found, str) else found))
        return entries

    def _sobol(self, answer: Answer) -> dict[str, Any] | str:
        design = self.answers.plan.design
        assert isinstance(design, Sobol)  # `_check` has seen to it
        blocks = answer.means.reshape(-1, design.base)
        found = sobol_indices(blocks[0], blocks[1], blocks[2:], self.answers.plan.seed)
        if isinstance(found, str):
            return found
        first, total = _listed(found.first), _listed(found.total)
        levels = self.codes.reshape(-1, design.base, len(self.factors))[:2]
        known = ~np.isnan(blocks).any(axis=0)
        changed = (levels[0][known] != levels[1][known]).any(axis=0)
        return {
            "base": found.base,
            "variance": found.variance,
            "factors": {
                name: {"first": first[n], "total": total[n]}
                if changed[n]
                else {"first": None, "total": None, "reason": UNCHANGED}
                for n, name in enumerate(self.factors)
            },
        }

    def _morris(self, answer: Answer) -> dict[str, Any] | str:
        plan = self.answers.plan
        assert isinstance(plan.design, Morris)  # as above
        shares = morris_shares(plan.design.trajectories, plan.design.levels, len(self.factors), plan.seed)
        found = elementary_effects(shares, answer.means, plan.seed)
        if isinstance(found, str):
            return found
        size = _listed(found.mu_star)
        return {
            "trajectories": found.trajectories,
            "factors": {
                name: {"mu_star": size[n], "mu": float(found.mu[n]), "sigma": float(found.sigma[n])}
                for n, name in enumerate(self.factors)
            },
        }

    def _screening(self, answer: Answer) -> dict[str, Any] | str:
        found = screening(
            self._filling(self.codes),
            self.ordered,
            self._filling(answer.means),
            self._missed(answer),
            self.answers.plan.seed,
            self.by_level,
        )
        if isinstance(found, str):
            return found
        between = _listed(found.explained)
        ranks = iter(_listed(found.correlation) if found.correlation is not None else [])
        by_rank = [next(ranks) if order else None for order in self.ordered]
        names = list(self.factors)
        tie = found.together
        return {
            "points": found.points,
            "together": None
            if tie is None
            else {"factors": [names[tie[0]], names[tie[1]]], "strength": tie[2]},
            "factors": {
                name: {
                    "explained": between[n],
                    "rank_correlation": by_rank[n],
                    "regional": None if found.regional is None else float(found.regional[n]),
                }
                for n, name in enumerate(self.factors)
            },
        }

    def _missed(self, answer: Answer) -> "np.ndarray | None":
        """Which points miss what is enough; None where the study does not say what that is."""
        enough = self.answers.plan.outcomes[answer.outcome].enough
        if enough is None:
            return None
        means = self._filling(answer.means)
        return means < enough if self.answers.better(answer.outcome) == "higher" else means > enough

    def _discovery(self, answer: Answer) -> dict[str, Any] | str:
        missed = self._missed(answer)
        if missed is None:
            return "the study does not say what is 'enough' of this outcome"
        whole = ~np.isnan(self._filling(answer.means))
        found = discover(self._filling(self.codes)[whole], self.ordered, missed[whole])
        if isinstance(found, str):
            return found.replace("a case of interest", "one that misses what is enough")
        return {
            "points": found.points,
            "share_missing": found.share,
            "boxes": [self._box(box) for box in found.boxes],
            "trade_off": [list(pair) for pair in found.trade_off],
        }

    def _box(self, box: Box) -> dict[str, Any]:
        names = list(self.factors)
        return {
            "coverage": box.coverage,
            "density": box.density,
            "mass": box.mass,
            "limits": {
                names[n]: {**self._limit(names[n], limit), "p_value": box.p_values[n]}
                for n, limit in sorted(box.limits.items())
            },
        }

    def _limit(self, name: str, limit: Limit) -> dict[str, Any]:
        """A limit as plain values: the ends that were cut, or the names that remain."""
        if limit.names:
            return {"allowed": [self.factors[name].labels[code] for code in limit.names]}
        return {"low": limit.low, "high": limit.high}

    def _tipping(self, answer: Answer) -> dict[str, Any] | str:
        enough = self.answers.plan.outcomes[answer.outcome].enough
        curves: dict[str, Any] = {}
        for n, name in enumerate(self.factors):
            if not self.ordered[n]:
                continue
            found = tipping_curve(
                self._filling(self.codes)[:, n],
                self._filling(answer.means),
                enough,
                self.answers.plan.seed,
                self.by_level[n],
            )
            curves[name] = {"reason": found} if isinstance(found, str) else {
                "levels": list(found.levels),
                "means": list(found.means),
                "low": [_number(value) for value in found.low],
                "high": [_number(value) for value in found.high],
                "tips_at": found.tips_at, "near": found.near,
                "tips_low": found.tips_low,
                "tips_high": found.tips_high,
                "share_passing": found.share_passing,
            }  # fmt: skip
        if not curves:
            return "no factor has an order"
        reasons = [found["reason"] for found in curves.values() if "reason" in found]
        return reasons[0] if len(reasons) == len(curves) else {"enough": enough, "factors": curves}

    def _cases(self, outcome: str) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...], float]]:
        """The choice, the state and the outcome of every point of every coalition and excursion."""
        plan, levels = self.answers.plan, self.answers.levels
        for answer in self.answers.answers:
            if answer.outcome == outcome:
                for point, mean in enumerate(answer.means):
                    levers = tuple(levels[name][point] for name in sorted(plan.levers))
                    state = tuple(levels[name][point] for name in sorted(plan.uncertainties))
                    yield (answer.excursion, answer.coalition, *levers), state or (point,), float(mean)

    def _choice(self, choice: Sequence[Any]) -> dict[str, Any]:
        levers = dict(zip(sorted(self.answers.plan.levers), choice[2:], strict=True))
        return {"excursion": choice[0], "coalition": choice[1], "levers": levers}

    def _regret(self) -> list[dict[str, Any]]:
        return [{"outcome": outcome, **self._regret_of(outcome)} for outcome in self.answers.plan.outcomes]

    def _regret_of(self, outcome: str) -> dict[str, Any]:
        cases = list(self._cases(outcome))
        plan = self.answers.plan
        states = [state if plan.uncertainties else () for _, state, _ in cases]
        rows, columns, values = table(
            [choice for choice, _, _ in cases], states, [value for _, _, value in cases]
        )
        found = regrets(values, self.answers.better(outcome) == "higher")
        if isinstance(found, str):
            return {"reason": found}
        names = sorted(plan.uncertainties)
        return {
            "states": int((~np.isnan(values).any(axis=0)).sum()),
            "choices": [
                {
                    **self._choice(row),
                    "alike": alike,
                    "largest": regret.largest,
                    "mean": regret.mean,
                    "worst_state": None
                    if regret.worst_state is None
                    else dict(zip(names, columns[regret.worst_state], strict=True)),
                }
                for row, regret, alike in zip(rows, found, _alike(values), strict=True)
            ],
        }

    def _pareto(self) -> list[dict[str, Any]]:
        outcomes = list(self.answers.plan.outcomes)
        by_choice: dict[tuple[Any, ...], dict[str, list[float]]] = {}
        for outcome in outcomes:
            for choice, _, value in self._cases(outcome):
                if None not in choice:
                    by_choice.setdefault(choice, {}).setdefault(outcome, []).append(value)
        means = np.array([[_mean_of(found[name]) for name in outcomes] for found in by_choice.values()])
        whole = ~np.isnan(means).any(axis=1)
        if whole.sum() < 2:
            return [{"reason": "fewer than two choices have a number for every outcome"}]
        better = [self.answers.better(outcome) == "higher" for outcome in outcomes]
        unbeaten = iter(pareto(means[whole], better).tolist())
        alike = _alike(means)
        return [
            {
                **self._choice(choice),
                "alike": alike[n],
                "means": {name: _number(value) for name, value in zip(outcomes, row, strict=True)},
                "points": max(len(found) for found in by_choice[choice].values()),
                "unbeaten": next(unbeaten) if known else None,
            }
            for n, (choice, row, known) in enumerate(zip(by_choice, means, whole, strict=True))
        ]


def _alike(rows: FloatArray) -> list[int]:
    """For every row the place of the first one that is the same."""
    first: dict[bytes, int] = {}
    return [first.setdefault(row.tobytes(), n) for n, row in enumerate(np.ascontiguousarray(rows))]


def _mean_of(values: Sequence[float]) -> float:
    """The mean of what is known; NaN where nothing is."""
    known = [value for value in values if value == value]
    return sum(known) / len(known) if known else float("nan")


def _is_ordered(factor: Factor) -> bool:
    if factor.choices:
        return False
    return all(isinstance(label, int | float) and not isinstance(label, bool) for label in factor.labels)


def _code(factor: Factor, level: Level | None) -> float:
    """The level as a number: itself, or its place among names; NaN where it is unknown."""
    if level is None:
        return float("nan")
    return float(level) if _is_ordered(factor) else float(factor.labels.index(level))


def _listed(found: Resampled) -> list[dict[str, Any]]:
    """Numbers with their intervals as plain values."""
    return [
        {"value": float(value), "low": float(low), "high": float(high), "distinguishable": far}
        for value, low, high, far in zip(
            found.values, found.low, found.high, found.distinguishable, strict=True
        )
    ]


def _number(value: float) -> float | None:
    """A number for JSON; None for NaN."""
    return float(value) if value == value else None
