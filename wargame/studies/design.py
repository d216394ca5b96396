"""Designs: where in the space of factors games are played; a level of every factor for every point."""

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.studies.language import Factor, Grid, LatinHypercube, Morris, Sobol

Level: TypeAlias = bool | int | float | str
Point: TypeAlias = Mapping[str, Level]

DIGITS = 12
"""Levels of a range are rounded to so many significant digits, so that they read well and every platform agrees."""


def points_of(
    design: Grid | LatinHypercube | Sobol | Morris, factors: Mapping[str, Factor], seed: int
) -> list[Point]:
    """The points of a design in its order; the same for the same seed."""
    if not factors:
        return [{}]
    if isinstance(design, Grid):
        levels = [grid_levels(factor, design.levels) for factor in factors.values()]
        return [dict(zip(factors, combination, strict=True)) for combination in itertools.product(*levels)]
    shares = _shares(design, len(factors), seed)
    return [
        {
            name: level_at(factor, float(share))
            for (name, factor), share in zip(factors.items(), row, strict=True)
        }
        for row in shares
    ]


def size_of(design: Grid | LatinHypercube | Sobol | Morris, factors: Mapping[str, Factor]) -> int:
    """How many points a design has."""
    if isinstance(design, Grid):
        return math.prod(len(grid_levels(factor, design.levels)) for factor in factors.values())
    if not factors:
        return 1
    if isinstance(design, LatinHypercube):
        return design.points
    if isinstance(design, Sobol):
        return design.base * (len(factors) + 2)
    return design.trajectories * (len(factors) + 1)


def _shares(design: LatinHypercube | Sobol | Morris, n_factors: int, seed: int) -> FloatArray:
    """Every point as shares of the factors' ranges, 0 to 1, shape (points, factors)."""
    if isinstance(design, LatinHypercube):
        from scipy.stats import qmc  # noqa: PLC0415  # scipy.stats takes a second to import

        sampler = qmc.LatinHypercube(n_factors, seed=np.random.default_rng(seed))
        return np.asarray(sampler.random(design.points), dtype=np.float64)
    if isinstance(design, Sobol):
        return sobol_shares(design.base, n_factors, seed)
    return morris_shares(design.trajectories, design.levels, n_factors, seed)


def sobol_shares(base: int, n_factors: int, seed: int) -> FloatArray:
    """The sample A, the sample B, then for every factor A with that factor's column from B.

    Source: Saltelli et al., Computer Physics Communications 181 (2010) 259; scrambled Sobol points of twice as many
    dimensions (Owen 1998; Joe and Kuo 2008), the two halves of each being A and B.
    """
    from scipy.stats import qmc  # noqa: PLC0415  # as above

    sampler = qmc.Sobol(2 * n_factors, seed=np.random.default_rng(seed))
    both = np.asarray(sampler.random(base), dtype=np.float64)
    first, second = both[:, :n_factors], both[:, n_factors:]
    mixed = []
    for factor in range(n_factors):
        block = first.copy()
        block[:, factor] = second[:, factor]
        mixed.append(block)
    return np.concatenate([first, second, *mixed])


def morris_shares(trajectories: int, levels: int, n_factors: int, seed: int) -> FloatArray:
    """Trajectories on a grid of levels: each begins at random and changes every factor once, in a random order.

    A step is levels / (2 (levels - 1)) up or down, so that every level is as likely. Source: Morris, Technometrics 33
    (1991) 161.
    """
    rng = np.random.default_rng(seed)
    step = levels / (2.0 * (levels - 1))
    rows = []
    for _ in range(trajectories):
        here = rng.integers(0, levels // 2, n_factors) / (levels - 1)
        up = rng.random(n_factors) < 0.5
        here = np.where(up, here, here + step)
        rows.append(here.copy())
        for factor in rng.permutation(n_factors):
            here[factor] += step if up[factor] else -step
            rows.append(here.copy())
    return np.clip(np.array(rows), 0.0, 1.0)


def level_at(factor: Factor, share: float) -> Level:
    """The level at a share of a factor's range, or of its list of levels."""
    if factor.labels:
        return factor.labels[min(int(share * len(factor.labels)), len(factor.labels) - 1)]
    assert factor.low is not None  # the reader has checked
    assert factor.high is not None
    if factor.whole:
        low, high = math.ceil(factor.low), math.floor(factor.high)
        return min(low + int(share * (high - low + 1)), high)
    if factor.scale == "log":
        return rounded(factor.low * (factor.high / factor.low) ** share)
    return rounded(factor.low + share * (factor.high - factor.low))


def grid_levels(factor: Factor, levels: int) -> Sequence[Level]:
    """The levels of a factor in a grid, both ends of a range included."""
    if factor.labels:
        return factor.labels
    count = factor.levels or levels
    assert factor.low is not None  # as above
    assert factor.high is not None
    if factor.whole:
        whole = np.linspace(math.ceil(factor.low), math.floor(factor.high), count)
        return sorted({round(float(level)) for level in whole})
    return [level_at(factor, place / (count - 1)) for place in range(count)]


def rounded(number: float) -> float:
    """A number to twelve significant digits."""
    return float(f"{number:.{DIGITS}g}")
