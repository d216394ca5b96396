"""Choosing among what the coalition could do: regret over states of the world, and choices that nothing beats.

A choice is a coalition, an excursion and a level of every lever; a state is a level of every uncertainty. Nothing here
ranks partners: choices stand in the order in which they come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from wargame.space.arrays import FloatArray

SAME = 1e-12

Case: TypeAlias = tuple[Any, ...]
"""A choice or a state by its parts (`Any`: names and levels)."""


@dataclass(frozen=True, slots=True)
class Regret:
    """What a choice costs against the best one, in the states in which all choices were played.

    Attributes:
        largest, mean: over states.
        worst_state: the place of the state of the largest; None where nothing is lost in any.
    """

    largest: float
    mean: float
    worst_state: int | None


def regrets(values: FloatArray, higher_is_better: bool) -> list[Regret] | str:
    """The regret of every choice, or why it cannot be said.

    Args:
        values: the outcome, shape (choices, states); NaN where it is unknown.
        higher_is_better: which way is good.

    Source: Savage, Journal of the American Statistical Association 46 (1951) 55.
    """
    if len(values) < 2:
        return "there is one choice only: name levers, coalitions or excursions"
    whole = np.flatnonzero(~np.isnan(values).any(axis=0))
    if not len(whole):
        return "no state was played with every choice: use a grid, or vary uncertainties only"
    known = values[:, whole] if higher_is_better else -values[:, whole]
    lost = known.max(axis=0) - known
    return [
        Regret(float(row.max()), float(row.mean()), int(whole[row.argmax()]) if row.max() > SAME else None)
        for row in lost
    ]


def pareto(values: FloatArray, higher_is_better: Sequence[bool]) -> np.ndarray:
    """Which choices no other beats: as good in every outcome and better in one.

    Args:
        values: outcomes of every choice, shape (choices, outcomes).
        higher_is_better: which way is good, by outcome.
    """
    signs = np.where(list(higher_is_better), 1.0, -1.0)
    good = values * signs
    found = []
    for own in good:
        as_good = (good >= own - SAME).all(axis=1)
        better = (good > own + SAME).any(axis=1)
        found.append(not bool((as_good & better).any()))
    return np.array(found)


def table(
    choices: Sequence[Case], states: Sequence[Case], values: Sequence[float]
) -> tuple[list[Case], list[Case], FloatArray]:
    """Values by choice and state: the choices, the states, and the means where one pair occurs more than once.

    Args:
        choices: the choice of every case.
        states: its state.
        values: its outcome, which may be NaN.
    """
    rows: Mapping[Case, int] = {key: n for n, key in enumerate(dict.fromkeys(choices))}
    columns: Mapping[Case, int] = {key: n for n, key in enumerate(dict.fromkeys(states))}
    sums = np.zeros((len(rows), len(columns)))
    counts = np.zeros_like(sums)
    for choice, state, value in zip(choices, states, values, strict=True):
        sums[rows[choice], columns[state]] += value
        counts[rows[choice], columns[state]] += 1
    with np.errstate(invalid="ignore"):
        return list(rows), list(columns), sums / counts
