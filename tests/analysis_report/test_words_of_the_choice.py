"""What a reader is told of Red's choice and of the services does not contradict itself."""

import pytest

from wargame.analysis.headline import luck_sentence, service_sentence
from wargame.analysis.names import Names
from wargame.analysis.report import report_html
from wargame.analysis.sentences import NO_OPTION, sentence
from wargame.analysis.summary import Summary
from wargame.events import AttackDecided, RestraintChosen
from wargame.loader import load
from wargame.run import run

BEST, OTHER = "interceptor:arc_warning_east", "intruder:arc_gateway"


@pytest.fixture(scope="module")
def names():
    return Names(load("tutorial"))


def _decided(gap, resolve, option=OTHER, own_gap=-0.291, p_chosen=0.02):
    return AttackDecided(
        t_s=0,
        move=0,
        actor="RED",
        option=option,
        gap=gap,
        resolve=resolve,
        best=BEST,
        own_gap=own_gap,
        p_chosen=p_chosen,
    )


def test_where_resolve_decides_it_says_that_attack_looks_worse_without_it(names):
    text = sentence(_decided(-0.127, 0.145), names)
    assert "without resolve attack looks worse" in text
    assert "bolder than usual in this run (resolve +0.145, drawn once per run)" in text
    assert "not the best one, interceptor on Watch East" in text
    assert "chance 0.02" in text
    assert "beats" not in text


@pytest.mark.parametrize(
    ("resolve", "words"), [(0.05, "bolder than usual"), (-0.05, "outweighs its caution")]
)
def test_where_the_gap_decides_it_says_that_attack_looks_better(resolve, words, names):
    text = sentence(_decided(0.127, resolve, option=BEST), names)
    assert "attack looks better" in text
    assert words in text
    assert "picks its best option, interceptor on Watch East" in text


@pytest.mark.parametrize(
    ("gap", "resolve", "words"),
    [
        (-0.2, -0.1, "attack looks worse"),
        (-0.2, 0.1, "not bold enough"),
        (0.1, -0.2, "more cautious than usual"),
        (NO_OPTION, 0.1, "nothing to attack with"),
    ],
)
def test_restraint_says_why(gap, resolve, words, names):
    assert words in sentence(
        RestraintChosen(t_s=0, move=0, cause=None, actor="RED", gap=gap, resolve=resolve), names
    )


def test_a_run_against_the_average_says_so(names):
    scenario = load("tutorial")
    attacked = run(scenario, seed=1)
    assert attacked.of_kind("attack.decided")
    assert luck_sentence(attacked, 0.2, names).startswith("Deterred on the average, not in this run")
    assert luck_sentence(attacked, 0.9, names) == ""
    assert luck_sentence(run(scenario, arm="unattacked"), 0.2, names) == ""


def _means(with_calm, with_run, alone_calm, alone_run):
    return {"with_calm": with_calm, "with_run": with_run, "alone_calm": alone_calm, "alone_run": alone_run}


def test_the_headline_is_about_the_service_that_the_coalition_lost_most_of():
    """And then about the one to which partners add most, where they add nothing to the first."""
    means = {"warning": _means(1.0, 0.593, 0.667, 0.667), "wideband": _means(1.0, 1.0, 1.0, 0.624)}
    text = service_sentence(means, "Arcadia").striptags()
    assert (
        "cost the coalition most in warning: it reaches 0.59 of what is needed, 1.00 without attacks" in text
    )
    assert text.endswith(
        "Partners add little or nothing there; most they add in wideband: 1.00 with the coalition, 0.62 for Arcadia "
        "alone."
    )


def test_the_headline_tells_of_one_service_where_partners_matter_most_in_it():
    means = {"warning": _means(1.0, 0.9, 0.9, 0.85), "wideband": _means(1.0, 0.8, 0.9, 0.3)}
    assert "warning" not in service_sentence(means, "Arcadia")


def test_where_the_coalition_lost_nothing_the_headline_is_about_the_lead_alone():
    text = service_sentence({"wideband": _means(1.0, 1.0, 1.0, 0.624)}, "<b>").striptags()
    assert "cost the coalition no service" in text
    assert "it reaches 0.62 of what is needed, 1.00 without attacks" in text
    assert "<b>" not in service_sentence({"wideband": _means(1.0, 1.0, 1.0, 0.6)}, "<b>")


def test_where_nobody_lost_anything_the_headline_says_so():
    assert "no attack cost any service" in service_sentence({"pnt": _means(0.9, 0.9, 0.8, 0.8)}, "Arcadia")


def test_the_page_explains_resolve(page):
    assert "drawn once per run" in page
    assert "averages over it" in page


def test_a_lead_without_partners_is_told_of_once(summary):
    alone = Summary(summary.scenario, summary.us_only, summary.us_only)
    assert "what is needed" in report_html(alone)
