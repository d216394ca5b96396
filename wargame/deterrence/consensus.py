"""Who decides together, how many must agree, and what a vote that may fail does to the cost that Red expects.

Governments that have a stake in an attack and are tied by a collective response form a body; agreements that share a
holder make one body. Everybody else decides alone. Under `national` everybody decides alone.
Source: majority and unanimity as quotas of a weighted voting game, Shapley and Shubik 1954; the rest is ours
(docs/method.md, section 6).
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from wargame.game.prospect import Answer
from wargame.scenario.politics import ConsensusRule


def quota(rule: ConsensusRule, voters: int) -> int:
    """How many of the voters must be in favour: more than half, or all; one where each decides alone."""
    if rule == "majority":
        return voters // 2 + 1
    return voters if rule == "unanimity" else 1


def bodies(
    governments: Iterable[str], tied_to: Callable[[str], frozenset[str]]
) -> tuple[tuple[str, ...], ...]:
    """The groups in which governments decide together, each in alphabetical order; single ones decide alone.

    Args:
        governments: those that have a stake in the attack.
        tied_to: everybody who holds a collective response with a government.
    """
    left, found = sorted(governments), []
    while left:
        body, edge = {left[0]}, [left[0]]
        while edge:
            new = (tied_to(edge.pop()) & set(left)) - body
            body |= new
            edge += sorted(new)
        found.append(tuple(sorted(body)))
        left = [item for item in left if item not in body]
    return tuple(found)


def vote_delay_h(delays_h: Sequence[float], per_voter_h: float) -> float:
    """Hours from an attack to the vote: the slowest voter's own delay, and more with every voter beyond the first."""
    return max(delays_h) + per_voter_h * (len(delays_h) - 1)


def p_at_least(chances: Sequence[float], least: int) -> float:
    """P(at least `least` of independent voters are in favour)."""
    counts = [1.0]
    for p in chances:
        counts = _one_more(counts, p, 1.0 - p)
    return math.fsum(counts[max(0, least) :])


def spared(voters: Sequence[tuple[float, float]], least: int) -> float:
    """Expected share of Red's largest cost that it is spared, when those in favour act only if they are enough.

    Args:
        voters: (P(in favour), share that its answer costs after its delay) of each.
        least: how many must be in favour.

    Exact over all outcomes of independent votes. With `least` at most 1 it is prod_g (1 - p_g s_g).
    """
    acting, silent = [1.0], [1.0]
    for p, bite in voters:
        acting = _one_more(acting, p * (1.0 - bite), 1.0 - p)
        silent = _one_more(silent, p, 1.0 - p)
    return math.fsum([*acting[least:], *silent[:least]])


def _one_more(counts: list[float], yes: float, no: float) -> list[float]:
    """Weights by the number in favour after one more voter."""
    return [
        (counts[n] * no if n < len(counts) else 0.0) + (counts[n - 1] * yes if n else 0.0)
        for n in range(len(counts) + 1)
    ]


@dataclass(frozen=True, slots=True)
class Body:
    """Governments that decide together, as Red expects of them.

    Attributes:
        answers: one for each.
        least: how many must be in favour.
    """

    answers: tuple[Answer, ...]
    least: int


def together(
    answers: Sequence[Answer],
    rule: ConsensusRule,
    per_voter_h: float,
    tied_to: Callable[[str], frozenset[str]],
) -> tuple[Body, ...]:
    """The bodies behind Red's expected answers, each answer with the chance that its vote carries and the vote's delay.

    Args:
        answers: what Red expects of each government by itself.
        rule: how governments decide.
        per_voter_h: hours by which each further voter delays the vote.
        tied_to: everybody who holds a collective response with a government.
    """
    if rule == "national":
        return tuple(Body((answer,), 1) for answer in answers)
    by_name = {answer.government: answer for answer in answers}
    return tuple(
        _body([by_name[name] for name in body], rule, per_voter_h) for body in bodies(by_name, tied_to)
    )


def _body(members: Sequence[Answer], rule: ConsensusRule, per_voter_h: float) -> Body:
    if len(members) == 1:
        return Body(tuple(members), 1)
    least = quota(rule, len(members))
    delay_d = vote_delay_h([item.delay_d * 24.0 for item in members], per_voter_h) / 24.0
    chances = [item.p_willing for item in members]
    return Body(
        tuple(
            replace(
                item,
                delay_d=delay_d,
                p_carried=round(p_at_least(chances[:n] + chances[n + 1 :], least - 1), 9),
            )
            for n, item in enumerate(members)
        ),
        least,
    )
