"""A government's posterior, against hand-worked values and the full enumeration of reports."""

import itertools
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wargame.knowing.posterior import (
    REPORTS,
    Source,
    pool,
    posterior_distribution,
)
from wargame.scenario.politics import Government

RADAR = Source("site.radar", p_detect=0.9, p_identify=0.8, p_false_alarm=0.02, p_false_identify=0.1)

chances = st.floats(0.02, 0.98)
shares = st.one_of(st.just(1.0), st.floats(0.0, 1.0))
sources = st.builds(
    Source, st.sampled_from(["a.x", "b.x", "c.x", "d.x"]), chances, chances, chances, chances, shares
)
priors = st.floats(0.02, 0.98)
overlaps = st.floats(0.0, 1.0)


def _sigma(x):
    return 1.0 / (1.0 + math.exp(-x))


def test_the_likelihood_ratios_of_the_tutorial_s_radar_are_those_worked_by_hand():
    """identified: 0.72 / 0.002 = 360; detected: 0.18 / 0.018 = 10; none: 0.1 / 0.98 = 0.102041."""
    assert RADAR.log_ratio("identified") == pytest.approx(math.log(360.0), abs=1e-12)
    assert RADAR.log_ratio("detected") == pytest.approx(math.log(10.0), abs=1e-12)
    assert RADAR.log_ratio("none") == pytest.approx(math.log(0.1 / 0.98), abs=1e-12)


@pytest.mark.parametrize(
    ("report", "posterior"),
    [("identified", 360 / 361), ("detected", 10 / 11), ("none", 0.1 / 1.08)],
)
def test_from_an_even_prior_the_posterior_is_the_ratio_over_one_plus_the_ratio(report, posterior):
    """Bayes' rule with prior odds of 1."""
    assert pool(0.5, [RADAR.log_ratio(report)], 0.3) == pytest.approx(posterior, abs=1e-9)


def test_two_sources_pool_as_worked_by_hand():
    """Prior 0.2 (odds 1/4), two detections of ratio 10, rho 0.3: odds 0.25 x 10^(2/1.3) = 8.636, posterior 0.8962."""
    odds = 0.25 * 10.0 ** (2.0 / 1.3)
    assert pool(0.2, [math.log(10.0)] * 2, 0.3) == pytest.approx(odds / (1.0 + odds), abs=1e-9)
    assert pool(0.2, [math.log(10.0)] * 2, 0.3) == pytest.approx(0.8962, abs=1e-4)


@given(priors, st.lists(st.floats(-5.0, 5.0), min_size=1, max_size=5))
def test_sources_with_nothing_in_common_add_up(prior, ratios):
    """Rho = 0: independent evidence, log-likelihood ratios add."""
    expected = _sigma(math.log(prior / (1 - prior)) + sum(ratios))
    assert pool(prior, ratios, 0.0) == pytest.approx(expected, abs=2e-9)


@given(priors, st.lists(st.floats(-5.0, 5.0), min_size=1, max_size=5))
def test_sources_with_everything_in_common_count_as_their_mean(prior, ratios):
    """Rho = 1: ten copies of one report are one report."""
    expected = _sigma(math.log(prior / (1 - prior)) + sum(ratios) / len(ratios))
    assert pool(prior, ratios, 1.0) == pytest.approx(expected, abs=2e-9)
    assert pool(prior, ratios[:1] * 10, 1.0) == pytest.approx(pool(prior, ratios[:1], 1.0), abs=2e-9)


@given(priors, overlaps)
def test_without_a_report_the_posterior_is_the_prior(prior, overlap):
    """Nothing heard, nothing learned."""
    assert pool(prior, [], overlap) == pytest.approx(prior, abs=1e-9)
    assert posterior_distribution((), prior, overlap) == ((pytest.approx(prior, abs=1e-9), 1.0),)


@given(priors, st.lists(st.floats(-5.0, 5.0), min_size=1, max_size=5), overlaps, st.randoms())
def test_the_order_of_reports_does_not_matter(prior, ratios, overlap, random):
    """To the last bit."""
    shuffled = list(ratios)
    random.shuffle(shuffled)
    assert pool(prior, shuffled, overlap) == pool(prior, ratios, overlap)


@pytest.mark.parametrize("prior", [0.0, 1.0])
def test_a_prior_that_is_certain_stays_certain(prior):
    """The language allows priors of 0 and 1 (prior_hostile is a share); no report moves them."""
    for report in REPORTS:
        assert pool(prior, [RADAR.log_ratio(report)], 0.3) == prior
    assert posterior_distribution((RADAR,), prior, 0.3) == ((prior, pytest.approx(1.0)),)


def _enumerated(given_sources, prior, overlap):
    """Every set of reports, one by one."""
    found = []
    for reports in itertools.product((None, *REPORTS), repeat=len(given_sources)):
        p, ratios = 1.0, []
        for source, report in zip(given_sources, reports, strict=True):
            if report is None:
                p *= 1.0 - source.share
            else:
                p *= source.share * source.p_report(report, True)
                ratios.append(source.log_ratio(report))
        if p > 0.0:
            found.append((pool(prior, ratios, overlap), p))
    return found


@given(st.lists(sources, max_size=4), priors, overlaps, st.floats(0.0, 1.0))
def test_the_distribution_of_the_posterior_is_the_enumeration_of_all_reports(
    given_sources, prior, overlap, cut_off
):
    """The merged states lose nothing: same mean, same tail, probabilities that sum to one."""
    distribution = posterior_distribution(tuple(given_sources), prior, overlap)
    brute = _enumerated(given_sources, prior, overlap)
    assert math.fsum(p for _, p in distribution) == pytest.approx(1.0, abs=1e-9)
    assert [x for x, _ in distribution] == sorted({x for x, _ in distribution})
    assert distribution.mean == pytest.approx(math.fsum(x * p for x, p in brute), abs=1e-7)
    assume(all(abs(x - cut_off) > 1e-6 for x, _ in brute))
    assert distribution.p_at_least(cut_off) == pytest.approx(
        math.fsum(p for x, p in brute if x >= cut_off), abs=1e-8
    )


@given(st.lists(sources, min_size=1, max_size=4), priors, overlaps, st.randoms())
def test_the_distribution_does_not_depend_on_the_order_of_sources(given_sources, prior, overlap, random):
    """Rosters have no order."""
    shuffled = list(given_sources)
    random.shuffle(shuffled)
    assert posterior_distribution(tuple(shuffled), prior, overlap) == posterior_distribution(
        tuple(given_sources), prior, overlap
    )


@given(sources, priors)
def test_one_source_on_average_raises_the_posterior_of_the_guilty(source, prior):
    """Evidence is right on average: when Red did it, the expected posterior is at least the prior."""
    distribution = posterior_distribution((source,), prior, 0.0)
    assert distribution.mean >= prior - 1e-9


@given(priors, chances, chances, chances, st.floats(0.02, 0.9), st.floats(0.0, 0.08))
def test_false_alarms_lower_the_posterior_of_a_report(prior, detect, identify, false_identify, alarm, more):
    """A sensor that cries wolf more often is believed less when it reports, whether or not it names an author."""
    calm = Source("a.x", detect, identify, alarm, false_identify)
    nervous = Source("a.x", detect, identify, alarm + more, false_identify)
    for report in ("detected", "identified"):
        assert (
            pool(prior, [nervous.log_ratio(report)], 0.0)
            <= pool(prior, [calm.log_ratio(report)], 0.0) + 1e-12
        )


def test_a_sensor_without_false_alarms_convicts_and_a_perfect_silence_acquits():
    """Impossible reports are as good as certain, and finite."""
    sure = Source("a.x", 1.0, 1.0, 0.0, 0.0)
    assert pool(0.5, [sure.log_ratio("identified")], 0.0) == 1.0
    assert pool(0.5, [sure.log_ratio("none")], 0.0) == 0.0
    assert sure.log_ratio("detected") == 0.0, "a report that nobody can send says nothing"
    assert posterior_distribution((sure,), 0.5, 0.3) == ((1.0, 1.0),)


@given(st.builds(Government, cost_if_wrong=st.floats(0.1, 4.0), cost_if_wrong_per_rung=st.floats(0.0, 1.0),
                 benefit_if_right=st.floats(0.1, 4.0)))  # fmt: skip
def test_the_cut_off_rises_with_the_rung_and_lies_between_zero_and_one(government):
    """x* = c_wrong / (c_wrong + b_right): the graver the act, the surer one wants to be."""
    cuts = [government.cut_off(rung) for rung in range(1, 11)]
    assert all(0.0 < cut < 1.0 for cut in cuts)
    assert cuts == sorted(cuts)
    if government.cost_if_wrong_per_rung > 1e-3:
        assert cuts[-1] > cuts[0]


@pytest.mark.parametrize(
    ("rung", "cut_off"), [(1, 1.0 / 2.0), (3, 1.6 / 2.6), (5, 2.2 / 3.2), (8, 3.1 / 4.1), (9, 3.4 / 4.4)]
)
def test_the_default_cut_offs_are_those_worked_by_hand(rung, cut_off):
    """c_wrong = 1 + 0.3 (k - 1), b_right = 1."""
    assert Government().cut_off(rung) == pytest.approx(cut_off, abs=1e-12)
