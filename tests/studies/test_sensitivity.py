"""Indices and elementary effects, against closed forms and against other people's programs."""

import numpy as np
import pytest
from known_functions import g_function, g_indices, ishigami, ishigami_indices
from scipy import stats

from wargame.analysis.morris import elementary_effects
from wargame.analysis.screening import MUCH, distance, explained, rank_correlation, screening, together
from wargame.analysis.sobol import first_order, sobol_indices, total_order
from wargame.studies.design import morris_shares, sobol_shares


def _saltelli(function, n_factors, base, seed=1):
    shares = sobol_shares(base, n_factors, seed)
    blocks = function(shares).reshape(n_factors + 2, base)
    return blocks[0], blocks[1], blocks[2:]


def test_ishigami_has_its_published_indices():
    first, total = ishigami_indices()
    assert first == pytest.approx([0.3139, 0.4424, 0.0], abs=5e-5), "Saltelli et al. 2008, example 4.6"
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=5e-5)
    found = sobol_indices(*_saltelli(ishigami, 3, 4096))
    assert found.first.values == pytest.approx(first, abs=0.015)
    assert found.total.values == pytest.approx(total, abs=0.015)
    assert (found.first.low <= first).all()
    assert (first <= found.first.high).all()
    assert list(found.first.distinguishable) == [True, True, False]
    assert list(found.total.distinguishable) == [True, True, True]


def test_sobols_g_has_its_published_indices():
    weights = [0.0, 1.0, 4.5, 9.0, 99.0]
    first, total = g_indices(weights)
    found = sobol_indices(*_saltelli(lambda x: g_function(x, weights), 5, 4096))
    assert found.first.values == pytest.approx(first, abs=0.01)
    assert found.total.values == pytest.approx(total, abs=0.01)


def test_indices_are_those_of_scipy_on_the_same_runs():
    a, b, ab = _saltelli(ishigami, 3, 256)
    theirs = stats.sobol_indices(func={"f_A": a[None], "f_B": b[None], "f_AB": ab[:, None]}, n=256)
    # scipy takes the mean of all samples off, ours that of A and B: equal but for that.
    assert first_order(a, b, ab) == pytest.approx(np.ravel(theirs.first_order), abs=0.01)
    assert total_order(a, b, ab) == pytest.approx(np.ravel(theirs.total_order), rel=1e-9)


def test_indices_are_those_of_salib_on_the_same_runs():
    salib = pytest.importorskip("SALib.analyze.sobol")
    a, b, ab = _saltelli(ishigami, 3, 512)
    interleaved = np.column_stack([a, ab.T, b]).ravel()
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    theirs = salib.analyze(problem, interleaved, calc_second_order=False, seed=1, num_resamples=10)
    assert first_order(a, b, ab) == pytest.approx(theirs["S1"], abs=0.01)
    assert total_order(a, b, ab) == pytest.approx(theirs["ST"], rel=1e-9)


def test_rows_of_the_sample_with_a_failed_run_are_left_out():
    a, b, ab = _saltelli(ishigami, 3, 64)
    ab = ab.copy()
    ab[1, 5] = np.nan
    found = sobol_indices(a, b, ab)
    rest = np.arange(64) != 5
    assert found.base == 63
    assert found.first.values == pytest.approx(first_order(a[rest], b[rest], ab[:, rest]))


def test_an_outcome_that_does_not_vary_has_no_indices():
    flat = np.ones(8)
    assert sobol_indices(flat, flat, np.ones((2, 8))) == "the outcome does not vary over the space of factors"


def test_elementary_effects_of_a_line_are_its_slopes():
    shares = morris_shares(6, 4, 3, seed=3)
    found = elementary_effects(shares, shares @ np.array([2.0, -1.0, 0.0]) + 5.0)
    assert found.mu == pytest.approx([2.0, -1.0, 0.0])
    assert found.mu_star.values == pytest.approx([2.0, 1.0, 0.0])
    assert found.sigma == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)


def test_trajectories_change_every_factor_once_by_a_step_of_morris():
    shares = morris_shares(20, 4, 5, seed=7).reshape(20, 6, 5)
    steps = np.diff(shares, axis=1)
    assert (np.count_nonzero(steps, axis=2) == 1).all()
    assert (np.count_nonzero(steps, axis=1) == 1).all()
    assert np.abs(steps[steps != 0]) == pytest.approx(2.0 / 3.0)
    assert np.isin(np.round(shares * 3), [0, 1, 2, 3]).all()


def test_elementary_effects_are_those_of_salib_on_the_same_runs():
    morris = pytest.importorskip("SALib.analyze.morris")
    shares = morris_shares(30, 4, 3, seed=2)
    values = ishigami(shares)
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3, "groups": None}
    theirs = morris.analyze(problem, shares, values, num_levels=4, num_resamples=10, seed=1)
    found = elementary_effects(shares, values)
    assert found.mu == pytest.approx(np.asarray(theirs["mu"]))
    assert found.mu_star.values == pytest.approx(np.asarray(theirs["mu_star"]))
    assert found.sigma == pytest.approx(np.asarray(theirs["sigma"]))


def test_rank_correlation_and_distance_are_those_of_scipy():
    rng = np.random.default_rng(5)
    x, y = rng.integers(0, 6, 80).astype(float), rng.normal(size=80)
    y += 0.3 * x
    assert rank_correlation(x, y) == pytest.approx(stats.spearmanr(x, y).statistic)
    assert distance(x, y) == pytest.approx(stats.ks_2samp(x, y).statistic)


def test_what_a_factor_explains_is_its_first_order_index():
    shares = np.random.default_rng(1).random((4000, 3))
    found = screening(shares, [True] * 3, ishigami(shares), None)
    first, _ = ishigami_indices()
    assert found.explained.values == pytest.approx(first, abs=0.04)
    assert found.regional is None


def test_what_is_explained_is_corrected_for_the_number_of_levels():
    rng = np.random.default_rng(3)
    drawn = [explained(np.arange(60) % 12, rng.normal(size=60)) for _ in range(200)]
    assert np.median(drawn) == 0.0
    assert explained(np.array([0, 0, 1, 1]), np.array([1.0, 1.0, 3.0, 3.0])) == 1.0


def test_factors_that_go_together_are_named():
    """Sixteen points in which the second factor rises with a choice: what one does looks like the other's."""
    rng = np.random.default_rng(2)
    choice = np.repeat([0.0, 1.0], 8)
    codes = np.column_stack([rng.permutation(16), choice + 0.5 * rng.random(16), choice])
    assert together(codes, [True, True, False])[:2] == (1, 2)
    assert together(codes, [True, True, False])[2] == pytest.approx(
        np.sqrt(explained(choice.astype(int), stats.rankdata(codes[:, 1])))
    )
    assert together(codes[:, [0, 0]], [True, True]) == (0, 1, pytest.approx(1.0))
    assert together(np.column_stack([choice, 1.0 - choice]), [False, False]) == (0, 1, pytest.approx(1.0))
    assert together(codes[:, :1], [True]) is None


def test_a_balanced_design_has_no_factors_that_go_together():
    """A grid, and points enough by chance."""
    grid = np.array([[a, b] for a in range(4) for b in range(4)], dtype=float)
    assert together(grid, [True, False])[2] == 0.0
    assert together(np.random.default_rng(4).random((2000, 3)), [True] * 3)[2] < MUCH / 3


def test_points_that_miss_what_is_enough_differ_where_it_matters():
    shares = np.random.default_rng(1).random((400, 2))
    found = screening(shares, [True, False], shares[:, 0], shares[:, 0] < 0.3)
    assert found.regional[0] == 1.0
    assert found.regional[1] < 0.15
    assert len(found.correlation.values) == 1, "names have no rank"


def test_the_same_file_gives_the_same_intervals():
    runs = _saltelli(ishigami, 3, 64)
    first, again = sobol_indices(*runs, seed=4), sobol_indices(*runs, seed=4)
    assert (first.first.low == again.first.low).all()
