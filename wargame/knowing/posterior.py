"""A government's posterior that the adversary did it, from reports that may be missing, mute or wrong.

Three knobs stay apart: P(detect), P(identify | detect) and P(false alarm). `n` pooled sources count as
`sum_k log LR_k / (1 + (n-1) rho)`, where rho is what they have in common (ours: with rho = 0 independent sources, with
rho = 1 the mean of one). Source: Bayes' rule; three knobs after Baliga, Bueno de Mesquita and Wolitzky, "Deterrence
with Imperfect Attribution", APSR 114(4), 2020; the pooling rule is ours (docs/method.md).
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
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
        p_false_identify: P(it names Red | it reports falsely).
        share: P(its report reaches this government in time); 1 for a government's own sensor.
    """

    sensor: str
    p_detect: float
    p_identify: float
    p_false_alarm: float
    p_false_identify: float
    share: float = 1.0

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
    """(posterior, probability) pairs, ascending in the posterior."""

    @cached_property
    def mean(self) -> float:
        """The posterior expected, rounded to 1e-9."""
        return round(math.fsum(posterior * p for posterior, p in self), 9)

    @cached_property
    def _tails(self) -> list[float]:
        """P(the posterior is at least the n-th), and 0 behind the last."""
        return [*accumulate((p for _, p in reversed(self)), initial=0.0)][::-1]

    def p_at_least(self, cut_off: float) -> float:
        """P(the posterior reaches the cut-off), rounded to 1e-9."""
        first = bisect_left(self, cut_off, key=lambda pair: pair[0])
        return round(min(1.0, self._tails[first]), 9)


@lru_cache(maxsize=100_000)
def posterior_distribution(sources: tuple[Source, ...], prior: float, overlap: float) -> Distribution:
    """How the posterior is distributed when Red did it, over every set of reports that these sources can send.

    A source whose report is withheld (probability 1 - share) says nothing and is not counted among the n.
    Sources with the same sums are merged as they come, so the work stays small for many equal sources.
    """
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
