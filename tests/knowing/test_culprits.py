"""Who did it, when several could have: hand-worked posteriors, full enumeration, the game against Red's reckoning."""

import itertools
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wargame.game.effect import Trace
from wargame.knowing.posterior import Heard, Source, pool, posterior_distribution, posteriors
from wargame.loader import load
from wargame.run import board_of, run

MONITOR = Source("a.x", 0.8, 0.5, 0.1, 0.2, p_wrong_author=0.25)

chances = st.floats(0.05, 0.95)
shares = st.one_of(st.just(1.0), st.floats(0.1, 0.9))
sources = st.builds(
    Source, st.sampled_from(["a.x", "b.x", "c.x"]), chances, chances, chances, chances, shares, chances
)
NAMES = ("RED", "UMB", "VEX")


@given(st.lists(st.tuples(sources, st.sampled_from(["none", "detected", "identified"])), max_size=4),
       st.floats(0.0, 1.0), st.floats(0.0, 1.0))  # fmt: skip
def test_with_one_suspect_the_posterior_is_the_pooled_one_to_the_last_bit(reports, prior, overlap):
    """The case of one adversary is not an approximation of the old rule: it is the old rule."""
    heard = [Heard(source, report, "RED" if report == "identified" else None) for source, report in reports]
    ratios = [source.log_ratio(report) for source, report in reports]
    assert posteriors(prior, heard, ("RED",), overlap) == {"RED": pool(prior, ratios, overlap)}


def test_one_report_that_names_one_of_two_is_worth_what_bayes_says():
    """Prior 0.4, so 0.2 each and 0.6 nature.

    P(names Red): Red 0.8 x 0.5 x 0.75 = 0.3; Umbra 0.8 x 0.5 x 0.25 = 0.1;
    nature 0.1 x 0.2 / 2 = 0.01. Odds 0.06 : 0.02 : 0.006, so 0.6977 and 0.2326.
    """
    found = posteriors(0.4, [Heard(MONITOR, "identified", "RED")], ("RED", "UMB"), 0.3)
    assert found["RED"] == pytest.approx(0.06 / 0.086, abs=1e-9)
    assert found["UMB"] == pytest.approx(0.02 / 0.086, abs=1e-9)


def test_a_report_that_names_nobody_does_not_tell_suspects_apart():
    """P(mute): 0.8 x 0.5 = 0.4 for each of two suspects, 0.1 x 0.8 = 0.08 for nature: 0.08 : 0.08 : 0.048."""
    found = posteriors(0.4, [Heard(MONITOR, "detected")], ("RED", "UMB"), 0.3)
    assert found == {
        "RED": pytest.approx(0.08 / 0.208, abs=1e-9),
        "UMB": pytest.approx(0.08 / 0.208, abs=1e-9),
    }


def test_two_reports_with_something_in_common_count_as_worked_by_hand():
    """One names Red, one is mute; rho 0.5 weighs each by 1 / 1.5.

    Against nature: Red ln(0.3 / 0.01) + ln(0.4 / 0.08), Umbra ln(0.1 / 0.01) + ln(0.4 / 0.08); priors 0.2, 0.2, 0.6.
    """
    heard = [Heard(MONITOR, "identified", "RED"), Heard(MONITOR, "detected")]
    red = 0.2 * (30.0 * 5.0) ** (1.0 / 1.5)
    umbra = 0.2 * (10.0 * 5.0) ** (1.0 / 1.5)
    found = posteriors(0.4, heard, ("RED", "UMB"), 0.5)
    assert found["RED"] == pytest.approx(red / (red + umbra + 0.6), abs=1e-9)
    assert found["UMB"] == pytest.approx(umbra / (red + umbra + 0.6), abs=1e-9)


def test_two_sensors_that_name_different_culprits_leave_them_level():
    """And nature out of it."""
    heard = [Heard(MONITOR, "identified", "RED"), Heard(MONITOR, "identified", "UMB")]
    found = posteriors(0.4, heard, ("RED", "UMB"), 0.3)
    assert found["RED"] == found["UMB"] > 0.45


def test_names_that_nobody_gives_falsely_convict_one_and_not_both():
    """Without false alarms a name rules nature out, and a wrong name is still 0.1 against 0.3."""
    sure = Source("a.x", 0.8, 0.5, 0.0, 0.0, p_wrong_author=0.25)
    found = posteriors(0.4, [Heard(sure, "identified", "RED")], ("RED", "UMB"), 0.3)
    assert found == {"RED": pytest.approx(0.75, abs=1e-9), "UMB": pytest.approx(0.25, abs=1e-9)}


@pytest.mark.parametrize(("prior", "whole"), [(0.0, 0.0), (1.0, 1.0)])
def test_a_certain_prior_stays_certain_about_nature(prior, whole):
    """No report moves it; who among the suspects it was, reports still decide."""
    found = posteriors(prior, [Heard(MONITOR, "identified", "RED")], ("RED", "UMB"), 0.3)
    assert sum(found.values()) == pytest.approx(whole, abs=1e-8)


def _enumerated(given_sources, prior, overlap, suspects):
    """(posteriors, probability) of every set of reports when Red did it, one by one."""
    kinds = [None, ("none", None), ("detected", None), *(("identified", name) for name in suspects)]
    for reports in itertools.product(kinds, repeat=len(given_sources)):
        p, heard = 1.0, []
        for source, what in zip(given_sources, reports, strict=True):
            if what is None:
                p *= 1.0 - source.share
                continue
            report, named = what
            chance = source.p_report(report, True)
            if named is not None:
                wrong = source.p_wrong_author
                chance *= 1.0 - wrong if named == "RED" else wrong / (len(suspects) - 1)
            p *= source.share * chance
            heard.append(Heard(source, report, named))
        if p > 0.0:
            yield posteriors(prior, heard, suspects, overlap), p


@given(st.lists(sources, max_size=3), st.floats(0.05, 0.95), st.floats(0.0, 1.0), st.sampled_from([2, 3]),
       st.floats(0.05, 0.95))  # fmt: skip
def test_red_s_reckoning_is_the_enumeration_of_all_reports_and_names(
    given_sources, prior, overlap, n, cut_off
):
    """Same mean, same chance of being accused with a posterior above the cut-off; ties are shared."""
    suspects = NAMES[:n]
    found = posterior_distribution(tuple(given_sources), prior, overlap, n)
    brute = list(_enumerated(given_sources, prior, overlap, suspects))
    assert math.fsum(p for _, p in found) == pytest.approx(1.0, abs=1e-9)
    assert found.mean == pytest.approx(math.fsum(each["RED"] * p for each, p in brute), abs=1e-6)
    near = [each for each, _ in brute if abs(each["RED"] - cut_off) < 1e-6]
    split = [e for e, _ in brute if 0 < max(v for k, v in e.items() if k != "RED") - e["RED"] < 1e-7]
    close = [e for e, _ in brute if 0 < e["RED"] - max(v for k, v in e.items() if k != "RED") < 1e-7]
    assume(not near and not split and not close)
    accused = 0.0
    for each, p in brute:
        worst = [name for name, value in each.items() if value == max(each.values())]
        if "RED" in worst and each["RED"] >= cut_off:
            accused += p / len(worst)
    assert found.p_at_least(cut_off) == pytest.approx(accused, abs=1e-7)


@given(st.lists(sources, min_size=1, max_size=3), st.floats(0.05, 0.95))
def test_a_second_suspect_never_helps_to_accuse_the_guilty(given_sources, prior):
    """Whatever cut-off above one half a government has: what the other could have done counts against certainty."""
    quiet = tuple(given_sources)
    one = posterior_distribution(quiet, prior, 0.3, 1)
    two = posterior_distribution(quiet, prior, 0.3, 2)
    assert two.mean <= one.mean + 1e-7


# Who is a suspect


def _suspects(scenario, target="arc_gateway", kind="cyber_forensics"):
    return board_of(scenario).watch.suspects.of_attack("RED", target, (Trace(kind, target, 0),))


def test_a_suspect_can_strike_the_target_and_leaves_the_kind_of_trace_that_was_seen(tutorial, crises):
    """Umbra's intruder makes it a suspect of break-ins and of nothing else; out of reach it is none of jamming."""
    assert _suspects(tutorial) == ("RED",)
    both = crises.changed(crises.umbra())
    assert _suspects(both) == ("RED", "UMB")
    assert _suspects(both, "arc_relay_east", "rf_monitor") == ("RED",)
    far = crises.umbra(
        {"jammer": {"effect": "uplink_jamming", "magazine": 1, "parameters": {"site": "umb_base"}}}
    )
    for longitude_deg, expected in ((150.0, ("RED",)), (-30.0, ("RED", "UMB"))):
        place = {"name": "Umbra base", "owner": "UMB", "latitude_deg": 0, "longitude_deg": longitude_deg}
        scenario = crises.changed({**far, "sites.umb_base": place})
        assert _suspects(scenario, "arc_relay_east", "rf_monitor") == expected


def test_who_is_believed_able_is_a_suspect_too(crises):
    """Umbra has nothing, but governments believe that it breaks into networks."""
    feared = crises.changed(crises.umbra({}, believed_effects=["ground_cyber"]))
    assert _suspects(feared) == ("RED", "UMB")
    assert _suspects(feared, "arc_relay_east", "rf_monitor") == ("RED",)


def test_a_second_suspect_weakens_deterrence_by_its_mere_ability(tutorial, crises):
    """Umbra does nothing; Red's gap can only grow, and grows."""

    def gaps(scenario):
        return [
            e.gap for e in crises.kinds(run(scenario, arm="restraint"), "options.weighed") if e.actor == "RED"
        ]

    alone = gaps(crises.changed(crises.only("intruder")))
    suspected = gaps(crises.changed({**crises.only("intruder"), **crises.umbra()}))
    assert all(after >= before for before, after in zip(alone, suspected, strict=True))
    assert suspected != alone


# The game


def _forced(scenario, replicate):
    return run(scenario, arm="forced", package="jam_the_relay", replicate=replicate, keep="lean")


def test_governments_accuse_red_as_often_as_red_reckons():
    """Two suspects, wrong names, withheld reports: 600 forced replicates against the exact chance, 4 sigma."""
    changes = {f"sites.{key}.functions.monitor.{name}": value
               for key in ("arc_gateway", "bor_monitor", "cor_monitor")
               for name, value in (("p_detect", 0.8), ("p_identify", 0.6), ("p_wrong_author", 0.2))}  # fmt: skip
    scenario = load("blurred_evidence", set={**changes, "injects": {}})
    weighed = run(scenario, arm="restraint").of_kind("options.weighed")[-1]
    (answer,) = [item for item in weighed.options[0]["answers"] if item["government"] == "ARC"]
    n, hits, wrong = 600, 0, 0
    for replicate in range(n):
        for event in _forced(scenario, replicate).of_kind("attribution.formed"):
            if event.government == "ARC":
                sure = event.posterior >= event.cut_off
                hits += sure and event.accused == "RED"
                wrong += sure and event.accused == "UMB"
    p = answer["p_attributes"]
    assert 0.1 < p < 0.9
    assert abs(hits / n - p) < 4.0 * math.sqrt(p * (1.0 - p) / n)
    assert wrong > 0


def test_a_government_may_answer_the_wrong_adversary_and_the_record_says_so():
    """Umbra is named for what Red did: `wrong` is set, and only then."""
    changes = {f"sites.{key}.functions.monitor.{name}": value
               for key in ("arc_gateway", "bor_monitor", "cor_monitor")
               for name, value in (("p_detect", 1.0), ("p_identify", 1.0), ("p_false_alarm", 0.01))}  # fmt: skip
    always = {f"sites.{key}.functions.monitor.p_wrong_author": 0.3
              for key in ("arc_gateway", "bor_monitor", "cor_monitor")}  # fmt: skip
    scenario = load("blurred_evidence", set={**changes, **always, "politics.commitment": 1.0, "injects": {}})
    answers = [
        event for replicate in range(20) for event in _forced(scenario, replicate).of_kind("response.decided")
    ]
    assert {event.against for event in answers} == {"RED", "UMB"}
    assert all((event.wrong is True) == (event.against == "UMB") for event in answers)
