"""A government's posterior over who did it, from reports that may be missing, mute or wrong.

The culprits are nature (a fault, too) and every adversary that could have done it; adversaries share the prior of an
attack equally. Three knobs stay apart: P(detect), P(identify | detect), P(false alarm); a report that names an author
names one, and may name the wrong one. `n` pooled sources count as `sum_k log L_k / (1 + (n-1) rho)` for each culprit,
normalised, where rho is what they have in common (ours: with rho = 0 independent sources, with rho = 1 the mean of
one). Source: Bayes' rule; three knobs after Baliga, Bueno de Mesquita and Wolitzky, "Deterrence with Imperfect
Attribution", APSR 114(4), 2020; the pooling rule is ours (docs/method.md, section 6).
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Literal

Report = Literal["none", "detected", "identified"]
REPORTS: tuple[Report, ...] = ("none", "detected", "identified")

_CERTAIN = 50.0
"""A log-likelihood ratio beyond this is as good as certain; it keeps impossible reports finite."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A sensor that has an attack in its view, as one government gets to hear of it.

    Attributes:
        sensor: `<site>.<function>`.
        p_detect: P(it reports | an attack).
        p_identify: P(it names the author | it reports).
        p_false_alarm: P(it reports | a fault or nature).
        p_false_identify: P(it names an adversary | it reports falsely).
        share: P(its report reaches this government in time); 1 for a government's own sensor.
        p_wrong_author: P(it names another adversary that could have done it | it names the author of an attack).
    """

    sensor: str
    p_detect: float
    p_identify: float
    p_false_alarm: float
    p_false_identify: float
    share: float = 1.0
    p_wrong_author: float = 0.0

    def p_report(self, report: Report, hostile: bool) -> float:
        """P(report | an attack) or P(report | a fault or nature)."""
        detect = self.p_detect if hostile else self.p_false_alarm
        name = self.p_identify if hostile else self.p_false_identify
        return {"none": 1.0 - detect, "detected": detect * (1.0 - name), "identified": detect * name}[report]

    def log_ratio(self, report: Report) -> float:
        """Log P(report | an attack) / P(report | a fault or nature), at most 50 either way."""
        hostile, innocent = self.p_report(report, True), self.p_report(report, False)
        if hostile <= 0.0 and innocent <= 0.0:
            return 0.0
        if innocent <= 0.0:
            return _CERTAIN
        if hostile <= 0.0:
            return -_CERTAIN
        return max(-_CERTAIN, min(_CERTAIN, math.log(hostile / innocent)))

    def p_named(self, suspects: int) -> tuple[float, float, float]:
        """P(names one certain suspect), if that one did it, if another one did it, and if nobody did it.

        Args:
            suspects: number of adversaries that could have done it. A wrong name falls on each of the others alike,
                a false alarm that names somebody on each suspect alike (ours).
        """
        named, others = self.p_report("identified", True), suspects - 1
        wrong = self.p_wrong_author if others else 0.0
        each = named * wrong / others if others else 0.0
        return named * (1.0 - wrong), each, self.p_report("identified", False) / suspects

    def log_ratios(self, report: Report, suspects: int) -> tuple[float, float]:
        """Log P(report | a suspect did it) / P(report | a fault or nature): for the one it names, for every other.

        A report without a name weighs on all alike. No culprit is more than 50 below the likeliest.
        """
        if report != "identified":
            return (self.log_ratio(report),) * 2
        guilty, other, nobody = self.p_named(suspects)
        top = max(guilty, other, nobody)
        if top <= 0.0:
            return 0.0, 0.0
        logs = [max(-_CERTAIN, math.log(p / top)) if p > 0.0 else -_CERTAIN for p in (guilty, other, nobody)]
        return logs[0] - logs[2], logs[1] - logs[2]


@dataclass(frozen=True, slots=True)
class Heard:
    """A report that a government has: from whom, what, and whom it names if it names anybody."""

    source: Source
    report: Report
    named: str | None = None

    def log_ratio(self, suspect: str, suspects: int) -> float:
        """What it says of one of so many suspects against nature, as a log-likelihood ratio."""
        if suspects == 1:
            return self.source.log_ratio(self.report)
        return self.source.log_ratios(self.report, suspects)[0 if suspect == self.named else 1]


def posteriors(
    prior: float, heard: Sequence[Heard], suspects: Sequence[str], overlap: float
) -> dict[str, float]:
    """The posterior of each suspect, rounded to 1e-9; what is missing from 1 is nature's.

    Args:
        prior: P(an attack) before any report, shared equally by the suspects.
        heard: the reports, in any order.
        suspects: the adversaries that could have done it; with one of them this is `pool`.
        overlap: rho, what the sources have in common, in [0, 1].
    """
    ratios = {name: [item.log_ratio(name, len(suspects)) for item in heard] for name in suspects}
    if len(suspects) == 1:
        return {name: pool(prior, values, overlap) for name, values in ratios.items()}
    sums = [math.fsum(values) for values in ratios.values()]
    return dict(zip(ratios, _posteriors(prior, sums, len(heard), overlap), strict=True))


def _posteriors(prior: float, sums: Sequence[float], n: int, overlap: float) -> list[float]:
    """Posteriors of several suspects from their summed log ratios against nature."""
    weight = 1.0 + max(0, n - 1) * overlap
    if prior == 0.0:
        return [0.0] * len(sums)
    logs = [math.log(prior / len(sums)) + total / weight for total in sums]
    nature = math.log(1.0 - prior) if prior < 1.0 else -math.inf
    top = max(nature, *logs)
    parts = [math.exp(value - top) for value in logs]
    whole = math.fsum((*parts, math.exp(nature - top)))
    return [round(part / whole, 9) for part in parts]


def pool(prior: float, log_ratios: Sequence[float], overlap: float) -> float:
    """The posterior from a prior and the pooled reports, rounded to 1e-9.

    Args:
        prior: P(hostile) before any report, in (0, 1).
        log_ratios: one log-likelihood ratio per source that reported, in any order.
        overlap: rho, what the sources have in common, in [0, 1].
    """
    return _posterior(prior, math.fsum(log_ratios), len(log_ratios), overlap)


def _posterior(prior: float, log_ratio_sum: float, n: int, overlap: float) -> float:
    if prior in (0.0, 1.0):
        return prior
    weight = 1.0 + max(0, n - 1) * overlap
    log_odds = math.log(prior / (1.0 - prior)) + log_ratio_sum / weight
    return round(1.0 / (1.0 + math.exp(-max(-700.0, min(700.0, log_odds)))), 9)


class Distribution(tuple[tuple[float, float], ...]):
    """(posterior of the guilty, probability) pairs, ascending in the posterior.

    Attributes:
        accusing: for each pair, the probability that it comes about *and* no other suspect looks worse (among equals a
            draw decides); None when there is no other suspect, so that both probabilities are one.
    """

    accusing: tuple[float, ...] | None = None

    @cached_property
    def mean(self) -> float:
        """The posterior expected, rounded to 1e-9."""
        return round(math.fsum(posterior * p for posterior, p in self), 9)

    @cached_property
    def _tails(self) -> list[float]:
        """P(the guilty is accused with at least the n-th posterior), and 0 behind the last."""
        chances = self.accusing or tuple(p for _, p in self)
        return [*accumulate(reversed(chances), initial=0.0)][::-1]

    def p_at_least(self, cut_off: float) -> float:
        """P(the guilty is accused and its posterior reaches the cut-off), rounded to 1e-9."""
        first = bisect_left(self, cut_off, key=lambda pair: pair[0])
        return round(min(1.0, self._tails[first]), 9)


@lru_cache(maxsize=100_000)
def posterior_distribution(
    sources: tuple[Source, ...], prior: float, overlap: float, suspects: int = 1
) -> Distribution:
    """How the posterior of an adversary is distributed when it did it, over every set of reports that could be sent.

    A source whose report is withheld (probability 1 - share) says nothing and is not counted among the n.
    Sources with the same sums are merged as they come, so the work stays small for many equal sources.

    Args:
        sources: what the government may hear.
        prior: P(an attack) before any report.
        overlap: rho, what the sources have in common.
        suspects: number of adversaries that could have done it, the guilty one included.
    """
    if suspects > 1:
        return _among_several(sources, prior, overlap, suspects)
    states: dict[tuple[float, int], float] = {(0.0, 0): 1.0}
    for source in sorted(sources):
        reports = [(source.log_ratio(item), source.share * source.p_report(item, True)) for item in REPORTS]
        after: dict[tuple[float, int], float] = {}
        for (total, n), p in states.items():
            if source.share < 1.0:
                after[total, n] = after.get((total, n), 0.0) + p * (1.0 - source.share)
            for log_ratio, p_report in reports:
                if p_report > 0.0:
                    key = (round(total + log_ratio, 9), n + 1)
                    after[key] = after.get(key, 0.0) + p * p_report
        states = after
    merged: dict[float, float] = {}
    for (total, n), p in states.items():
        posterior = _posterior(prior, total, n, overlap)
        merged[posterior] = merged.get(posterior, 0.0) + p
    return Distribution((posterior, merged[posterior]) for posterior in sorted(merged))


_State = tuple[float, tuple[float, ...], int]
"""Summed log ratios of the guilty and of the others (ascending: they differ in nothing but their sums), and n."""


def _among_several(sources: tuple[Source, ...], prior: float, overlap: float, suspects: int) -> Distribution:
    """The same where others could have done it, too: they are told apart by their sums alone, so states stay few."""
    states: dict[_State, float] = {(0.0, (0.0,) * (suspects - 1), 0): 1.0}
    for source in sorted(sources):
        after: dict[_State, float] = {}
        for state, p in states.items():
            if source.share < 1.0:
                after[state] = after.get(state, 0.0) + p * (1.0 - source.share)
            for following, p_report in _after_report(source, state, suspects):
                if p_report <= 0.0:
                    continue
                after[following] = after.get(following, 0.0) + p * source.share * p_report
        states = after
    merged: dict[float, tuple[float, float]] = {}
    for (own, others, n), p in states.items():
        guilty, *rest = _posteriors(prior, (own, *others), n, overlap)
        accused = 0.0 if guilty < max(rest) else 1.0 / (1 + rest.count(guilty))
        known, accusing = merged.get(guilty, (0.0, 0.0))
        merged[guilty] = (known + p, accusing + p * accused)
    found = Distribution((posterior, merged[posterior][0]) for posterior in sorted(merged))
    found.accusing = tuple(merged[posterior][1] for posterior in sorted(merged))
    return found


def _after_report(source: Source, state: _State, suspects: int) -> Iterator[tuple[_State, float]]:
    """What a source can report when the guilty did it: the state after it, and its probability."""
    own, others, n = state
    for report in REPORTS[:2]:
        ratio = source.log_ratio(report)
        raised = tuple(round(total + ratio, 9) for total in others)
        yield (round(own + ratio, 9), raised, n + 1), source.p_report(report, True)
    guilty, other, _ = source.p_named(suspects)
    named, rest = source.log_ratios("identified", suspects)
    raised = tuple(round(total + rest, 9) for total in others)
    yield (round(own + named, 9), raised, n + 1), guilty
    for place, total in enumerate(others):
        wronged = (*raised[:place], round(total + named, 9), *raised[place + 1 :])
        yield (round(own + rest, 9), tuple(sorted(wronged)), n + 1), other
