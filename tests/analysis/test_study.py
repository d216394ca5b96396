"""Measures over sets of records, from lines made by hand; and the closed forms of case O12 by the same functions."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from wargame.analysis import resilience
from wargame.analysis.resilience import Lines
from wargame.analysis.study import (
    Played,
    Study,
    breadth,
    exceedance,
    p_no_outage,
    package_weights,
    study_measures,
)
from wargame.draws import Draws
from wargame.missions.service import ServiceTimeline
from wargame.run import run

STEPS = 648  # 54 hours of five minutes, as the tutorial has
HOUR = 12


@pytest.fixture(scope="module")
def made(crises):
    """Builds a study from service lines: weights by package, then for each replicate a line by package."""
    record = run(crises.tutorial(), arm="forced", package="blind")
    block = crises.values()["threat_packages"]["blind"]

    def build(weights, *replicates, calm=None, **given):
        scenario = crises.changed(
            {"threat_packages": {key: {**block, "weight": weight} for key, weight in weights.items()}}
        )
        line = np.ones(STEPS) if calm is None else calm
        return Study(
            scenario,
            tuple(
                Played(
                    unattacked=_with(record, scenario, line),
                    forced={key: _with(record, scenario, values) for key, values in lines.items()},
                )
                for lines in replicates
            ),
            **given,
        )

    return build


def _with(record, scenario, values):
    """The record with one mission whose service is this line, for one nation in one region."""
    timeline = ServiceTimeline(
        "satcom_wideband",
        ("strait",),
        ("ARC",),
        300,
        np.asarray(values, dtype=float)[None, :],
        np.ones((1, 1)),
    )
    return replace(record, services={"satcom_wideband": timeline}, played=scenario)


def lost(hours, left=0.0, start=10):
    """Full service but for so many hours from an hour on."""
    line = np.ones(STEPS)
    line[start * HOUR : (start + hours) * HOUR] = left
    return line


def test_the_chance_of_no_long_outage_is_the_weighted_share_over_replicates(made):
    """Weights 3 and 1. Replicate 1: both hold; replicate 2: `a` is lost for 6 h: (1 + 1/4) / 2 = 0.625."""
    study = made({"a": 3, "b": 1}, {"a": lost(0), "b": lost(0)}, {"a": lost(6), "b": lost(0)})
    assert study.weights == {"a": 0.75, "b": 0.25}
    assert p_no_outage(study) == {"satcom_wideband": (pytest.approx(0.625), "")}
    found = study_measures(study, ["resilience.p_no_outage"]).values
    assert found["resilience.p_no_outage"] == found["resilience.p_no_outage.satcom_wideband"] == 0.625


def test_breadth_is_the_weight_of_the_packages_that_reach_the_target(made):
    """Target 0.9, ten replicates: `a` holds in nine (0.9, enough), `b` in eight (not enough): 3/4."""
    rows = [{"a": lost(6 if n < 1 else 0), "b": lost(6 if n < 2 else 0)} for n in range(10)]
    assert breadth(made({"a": 3, "b": 1}, *rows)) == {"satcom_wideband": (0.75, "")}
    assert breadth(made({"a": 3, "b": 1}, *rows[2:])) == {"satcom_wideband": (1.0, "")}


def test_the_share_not_restored_counts_what_the_end_of_the_run_cuts_off(made):
    """Lost from hour 10 for good in `a` (weight 1/2), for six hours in `b`: one half."""
    study = made({"a": 1, "b": 1}, {"a": lost(44), "b": lost(6)})
    assert (
        study_measures(study, ["resilience.share_not_restored"]).values["resilience.share_not_restored"]
        == 0.5
    )
    restored = study.weighted("resilience.time_to_restore_h.satcom_wideband")[0]
    # `a` falls below 90 % after 2 steps of 12 and is cut off at hour 54; `b` is back when 11 of 12 steps are full again
    assert restored == pytest.approx(
        (54 - (10 + 2 / 12) + 1 / 12 + (16 + 11 / 12) - (10 + 2 / 12)) / 2, abs=1e-6
    )


def test_exceedance_is_the_chance_that_a_loss_so_deep_lasts_so_long(made):
    """`a` (3/4): half lost for 7 h, so at least half for 6 h 5 min; `b` (1/4): all lost for 30 h. Trailing mean of 1 h.

    The hourly mean is at most half the full service from 12 steps after the start to the last step: 7 h - 55 min.
    """
    study = made({"a": 3, "b": 1}, {"a": lost(7, 0.5), "b": lost(30)})
    found = exceedance(study, "satcom_wideband")
    assert found.durations_h == (1.0, 6.0, 24.0, 72.0)
    by_depth = dict(zip(found.depths, found.p, strict=True))
    assert by_depth[0.1] == (1.0, 1.0, 0.25, 0.0)
    assert by_depth[0.5] == (1.0, 1.0, 0.25, 0.0)
    assert by_depth[0.9] == (0.25, 0.25, 0.25, 0.0)
    assert exceedance(study, "satcom_wideband", (0.5,), (6 + 1 / 12, 6 + 2 / 12)).p == ((1.0, 0.25),)
    for row in found.p:
        assert list(row) == sorted(row, reverse=True)
    for column in zip(*found.p, strict=True):
        assert list(column) == sorted(column, reverse=True)


def test_a_region_or_a_view_without_users_has_no_measure_and_says_so(made):
    """Nobody needs anything there: null, not one."""
    study = made({"a": 1}, {"a": lost(6)}, view="BOR")
    found = study_measures(study, ["resilience.p_no_outage"])
    assert found.values == {"resilience.p_no_outage": None}
    assert found.reasons["resilience.p_no_outage"]
    assert exceedance(study, "satcom_wideband") == "needs the forced arm"


def test_what_was_not_met_unattacked_is_null_with_the_reason(made):
    """A line that never reaches its threshold."""
    study = made({"a": 1}, {"a": lost(6, 0.1)}, calm=np.full(STEPS, 0.5))
    for name in ("resilience.p_no_outage", "resilience.breadth", "resilience.share_not_restored"):
        found = study_measures(study, [name])
        assert found.values[name] is None
        assert found.reasons[name] == "not met unattacked"
    assert exceedance(study, "satcom_wideband") == "not met unattacked"


def test_a_package_that_was_not_played_makes_the_measure_null(made):
    """Not an average over the rest."""
    study = made({"a": 1, "b": 1}, {"a": lost(6)})
    assert p_no_outage(study)["satcom_wideband"] == (None, "needs the forced arm with every package")


def test_every_study_measure_of_nothing_is_null_with_a_reason(crises):
    """No record, no number, no crash, no NaN."""
    found = study_measures(Study(crises.tutorial(), ()))
    assert set(found.values.values()) == {None}
    assert all(found.reasons[name] for name in found.values)


def test_the_weights_of_packages_sum_to_one(crises):
    """As contribution uses them."""
    assert math.fsum(package_weights(crises.tutorial()).values()) == pytest.approx(1.0)


# Case O12


def case(validation_data, kind):
    """A closed form of the published file."""
    cases = json.loads((validation_data / "O12_resilience.json").read_text())["cases"]
    return next(item for item in cases if item["kind"].startswith(kind))


@pytest.mark.published("O12")
def test_k_of_n_satellites_is_the_chance_of_no_outage(validation_data, made):
    """One package for each number of survivors, weighted by the binomial law; service where k are left."""
    known = case(validation_data, "k of n")
    n, k, p = known["n"], known["k"], known["p"]
    law = {f"up{m:02d}": math.comb(n, m) * p**m * (1 - p) ** (n - m) for m in range(n + 1)}
    lines = {key: lost(0 if int(key[2:]) >= k else 30) for key in law}
    found = p_no_outage(made(law, lines))["satcom_wideband"][0]
    assert found == pytest.approx(known["P"], abs=1e-9)


@pytest.mark.published("O12")
def test_two_state_availability_is_the_mean_service_delivered_at_that_time(validation_data):
    """8,000 chains that fail at rate lambda and are mended at rate mu, within 3 standard errors; long after: steady."""
    known = case(validation_data, "two-state")
    lam, mu, n = known["lam"], known["mu"], 8000
    for t, expected in ((known["t"], known["A"]), (60.0, known["steady"])):
        total = 0.0
        for chain in range(n):
            draws, now, up, leg = Draws(seed=12, replicate=chain), 0.0, True, 0
            while now < t:
                now += -math.log(1.0 - draws.uniform("chain", leg)) / (lam if up else mu)
                up, leg = (up, leg) if now >= t else (not up, leg + 1)
            last = np.array([False, True])
            total += resilience.service_delivered(
                Lines(np.array([1.0, float(up)]), None, 300, 0.8, 300.0, last)
            )[0]
        assert abs(total / n - expected) < 3.0 * math.sqrt(expected * (1 - expected) / n)


@pytest.mark.published("O12")
def test_the_recoveries_of_the_file_come_out_of_service_delivered_and_kept(validation_data):
    """Linear and exponential recoveries by exact means of small steps, to 1e-9."""
    linear, curved = case(validation_data, "linear"), case(validation_data, "exponential")
    n = 9000
    x = (np.arange(n) + 0.5) * linear["H"] / n
    service = np.where(x < linear["T"], 1.0 - linear["d"] * (1.0 - x / linear["T"]), 1.0)
    assert resilience.service_delivered(Lines(service, None, 300, 0.8, 300.0))[0] == pytest.approx(
        linear["R"], abs=1e-9
    )
    edges, tau = np.linspace(0.0, curved["H"], n + 1), curved["tau"]
    gone = curved["d"] * tau * (np.exp(-edges[:-1] / tau) - np.exp(-edges[1:] / tau)) / (curved["H"] / n)
    kept = resilience.service_kept(Lines(1.0 - gone, np.ones(n), 300, 0.8, 300.0))[0]
    assert kept == pytest.approx(curved["R"], abs=1e-9)
