"""Who sees an attack, who is told in time, whose business it is; in Red's reckoning and in the game alike."""

import pytest

from wargame.board import Board
from wargame.coalition import Coalition
from wargame.game.effect import Trace
from wargame.knowing.posterior import pool
from wargame.knowing.watch import standing
from wargame.run import board_of, run


def _up(_site):
    return True


def _sources(scenario, government, modality="radar", target="arc_warning_east", phase="crisis", members=None):
    board = board_of(scenario)
    coalition = Coalition.everybody(scenario) if members is None else Coalition(scenario, frozenset(members))
    posts = board.watch.posts_in_view(Trace(modality, target, 18_000))
    return board.watch.sources_of(government, posts, coalition, phase, _up)


def test_a_sensor_sees_what_stands_above_its_mask_and_within_its_range(tutorial, crises):
    """Corona's radar sees the geostationary belt over the strait; behind a mask or out of range it sees nothing."""

    def seen(scenario, target="arc_warning_east", modality="radar"):
        trace = Trace(modality, target, 18_000)
        return [post.id for post in Board.of(scenario).watch.posts_in_view(trace)]

    assert seen(tutorial) == ["cor_radar.radar"]
    assert seen(crises.changed({"sites.cor_radar.mask_deg": 80.0})) == []
    assert seen(crises.changed({"sites.cor_radar.functions.radar.range_km": 30_000.0})) == []
    assert seen(crises.changed({"sites.cor_radar.functions.radar.range_km": 45_000.0})) == ["cor_radar.radar"]
    assert seen(tutorial, modality="rf_monitor") == ["arc_gateway.monitor"]


def test_a_break_in_at_a_ground_site_is_seen_only_by_those_who_look_everywhere(tutorial, crises):
    """Ground targets have no elevation: a sensor with a field of view does not see them."""

    def seen(scenario):
        trace = Trace("cyber_forensics", "arc_gateway", 0)
        return [post.id for post in Board.of(scenario).watch.posts_in_view(trace)]

    assert seen(tutorial) == ["bor_gateway.forensics"]
    assert seen(crises.changed({"sites.bor_gateway.functions.forensics.field_of_regard": "in_view"})) == []


def test_a_government_hears_its_own_sensor_for_sure_and_another_s_by_its_share(tutorial):
    """The share of the disclosure row in that phase is the chance that the report is released."""
    assert [(source.sensor, source.share) for source in _sources(tutorial, "COR")] == [
        ("cor_radar.radar", 1.0)
    ]
    assert [(source.sensor, source.share) for source in _sources(tutorial, "ARC")] == [
        ("cor_radar.radar", 0.5)
    ]
    assert _sources(tutorial, "ARC", phase="contingency")[0].share == 0.8


@pytest.mark.parametrize(("latency_h", "heard"), [(71.9, 1), (72.0, 1), (72.1, 0)])
def test_a_report_that_comes_after_the_decision_does_not_count(crises, latency_h, heard):
    """The decision delay is 72 h: later reports are no evidence, in Red's reckoning and in the game."""
    scenario = crises.changed({"disclosure.members.latency_h": latency_h, "disclosure.members.share": 1.0})
    assert len(_sources(scenario, "ARC")) == heard
    record = run(scenario, arm="forced", package="blind")
    (formed,) = [e for e in crises.kinds(record, "attribution.formed") if e.government == "ARC"]
    assert len(formed.card["reports"]) == heard
    for event in crises.kinds(record, "signal.released"):
        assert event.arrives_s == event.t_s + round(latency_h * 3600)


def test_a_share_of_zero_equals_no_agreement(crises):
    """A row that releases nothing is as good as none: the same records, in every arm."""
    none = crises.changed({"disclosure": {}})
    zero = crises.changed({"disclosure.members.share": 0.0})
    for one, other in zip(crises.every_arm(none), crises.every_arm(zero), strict=True):
        assert one.full_digest == other.full_digest
    assert _sources(zero, "ARC") == _sources(none, "ARC") == ()


def test_a_share_of_one_releases_every_report(crises):
    """And the recipient's posterior is then the owner's."""
    scenario = crises.changed({"disclosure.members.share": 1.0, "agreements.collective": {
        "kind": "collective_response", "members": ["ARC", "COR"]}})  # fmt: skip
    for replicate in range(5):
        record = run(scenario, replicate=replicate, arm="forced", package="blind")
        posteriors = {e.government: e.posterior for e in crises.kinds(record, "attribution.formed")}
        assert posteriors["ARC"] == posteriors["COR"]


def test_the_row_with_the_fewest_parties_wins(crises):
    """An agreement of two overrides the row of all members."""
    scenario = crises.changed(
        {"disclosure.special": {"giver": ["COR"], "to": ["ARC"], "share": 0.9, "latency_h": 1.0}}
    )
    assert _sources(scenario, "ARC")[0].share == 0.9
    assert _sources(scenario, "BOR")[0].share == 0.5


def test_a_nation_that_left_tells_nobody_and_is_told_nothing(tutorial):
    """Its radar serves itself alone."""
    assert _sources(tutorial, "ARC", members=["BOR"]) == ()
    assert [source.sensor for source in _sources(tutorial, "COR", members=["BOR"])] == ["cor_radar.radar"]


def test_no_sensor_of_red_s_reports_to_the_coalition(crises):
    """An adversary's own radar is no source for anybody but itself."""
    scenario = crises.changed({"sites.red_base.functions": {"eye": crises.sensor("radar")}})
    assert all(
        source.sensor != "red_base.eye"
        for nation in ("ARC", "BOR", "COR")
        for source in _sources(scenario, nation)
    )
    seen = crises.kinds(run(scenario, arm="forced", package="blind"), "signal.observed")
    assert "red_base.eye" not in {event.sensor for event in seen}


def test_a_site_that_is_down_sees_nothing(crises):
    """Nature takes the radar out before the shot arrives: no report, and Red does not expect one."""
    scenario = crises.changed(
        {
            "injects": {
                "storm": {
                    "kind": "outage",
                    "at_h": 1.0,
                    "asset": "cor_radar",
                    "duration_h": 50.0,
                    "p_inquiry": 0.0,
                }
            }
        }
    )
    record = run(scenario, arm="forced", package="blind")
    assert crises.kinds(record, "signal.observed") == []
    gone = crises.changed({"sites.cor_radar.functions": {}, "injects": {}})
    during = [
        e.gap
        for e in crises.kinds(run(scenario, arm="restraint"), "options.weighed")
        if 3600 < e.t_s < 40 * 3600
    ]
    without = [
        e.gap for e in crises.kinds(run(gone, arm="restraint"), "options.weighed") if 3600 < e.t_s < 40 * 3600
    ]
    assert during == without


def test_a_sensor_whose_function_is_down_sees_nothing(crises):
    """An outage of the function alone silences it as well as an outage of the site."""
    scenario = crises.changed({"injects": {"fault": {
        "kind": "outage", "at_h": 1.0, "asset": "cor_radar", "function": "radar", "duration_h": 50.0,
        "p_inquiry": 0.0}}})  # fmt: skip
    assert crises.kinds(run(scenario, arm="forced", package="blind"), "signal.observed") == []


# Standing


def test_every_reason_for_standing_is_given_to_those_who_have_it(crises):
    """Owner, host, payload owner, dependent users, holders of a collective clause; nobody else."""
    scenario = crises.changed(
        {
            "actors.DAN": {"name": "Danubia", "kind": "partner"},
            "actors.EVE": {"name": "Evenia", "kind": "partner"},
            "actors.NEU": {"name": "Neutralia", "kind": "neutral"},
            "satellites.arc_relay_east.payloads.guest": {
                "kind": "wideband", "capacity_mbps": 10.0, "bands": ["ku"], "owner": "DAN",
            },
            "sites.arc_gateway.host": "COR",
            "agreements.pact": {"kind": "collective_response", "members": ["DAN", "EVE"]},
        }
    )  # fmt: skip
    everybody = Coalition.everybody(scenario)
    assert standing(scenario, everybody, "arc_relay_east") == {
        "ARC": "owner",
        "BOR": "dependent users",
        "DAN": "payload owner",
        "EVE": "collective response with DAN",
    }
    assert standing(scenario, everybody, "arc_gateway") == {
        "ARC": "owner",
        "BOR": "dependent users",
        "COR": "host",
    }
    assert standing(scenario, everybody, "cor_radar") == {"COR": "owner"}
    left = Coalition(scenario, frozenset({"BOR", "COR", "EVE"}))
    assert "DAN" not in standing(scenario, left, "arc_relay_east")
    assert "EVE" not in standing(scenario, left, "arc_relay_east"), "a clause with one who left binds nobody"


def test_every_government_with_standing_asks_once_for_each_attack(tutorial, crises):
    """The game opens exactly the inquiries that standing says, with its reasons."""
    for package in ("blind", "cut_the_strait"):
        record = run(tutorial, arm="forced", package=package)
        asked = {}
        for event in crises.kinds(record, "inquiry.opened"):
            target = record.by_id[event.cause].target
            asked.setdefault(target, {})[event.government] = event.standing
            assert event.due_s == event.t_s + 72 * 3600
        for target, reasons in asked.items():
            assert reasons == standing(tutorial, Coalition.everybody(tutorial), target)


def test_what_a_government_concludes_is_what_bayes_rule_says_of_the_reports_on_its_card(tutorial, crises):
    """The card is enough to work the posterior out by hand."""
    for replicate in range(5):
        for event in crises.kinds(run(tutorial, replicate=replicate), "attribution.formed"):
            ratios = [row["log_ratio"] for row in event.card["reports"]]
            assert event.posterior == pytest.approx(
                pool(event.card["prior"], ratios, event.card["rho"]), abs=1e-6
            )


def test_a_government_acts_only_from_its_cut_off_on_and_answers_an_order_once(tutorial, crises):
    """Below the cut-off it declines; sure enough, it acts with the chance of its commitment."""
    for replicate in range(10):
        record = run(tutorial, replicate=replicate)
        answered = set()
        for event in crises.kinds(record, "response.decided", "response.declined"):
            formed = record.by_id[event.cause]
            if event.kind == "response.decided":
                assert formed.posterior >= formed.cut_off
                assert (event.government, event.order) not in answered
                answered.add((event.government, event.order))
            elif event.reason == "its posterior stays below its cut-off":
                assert formed.posterior < formed.cut_off


def test_red_and_the_governments_reckon_with_the_same_cut_off(crises):
    """A prior that just reaches the cut-off counts as reached for both: 0.5 / 1.5 against a prior of a third."""
    third = {"day_to_day": 0.333333333, "crisis": 0.333333333, "contingency": 0.333333333}
    scenario = crises.changed(
        {
            **crises.only("interceptor"),
            "sites.cor_radar.functions": {},
            "politics.cost_if_wrong": 0.5,
            "politics.cost_if_wrong_per_rung": 0.0,
            "politics.prior_hostile": third,
        }
    )
    formed = crises.kinds(run(scenario, arm="forced", package="blind"), "attribution.formed")
    expected = crises.kinds(run(scenario, arm="restraint"), "options.weighed")[0].options
    acts = {event.government: event.posterior >= event.cut_off for event in formed}
    row = next(row for row in expected if row["targets"] == ["arc_warning_east"])
    assert {answer["government"]: answer["p_attributes"] >= 0.5 for answer in row["answers"]} == acts


@pytest.mark.parametrize("prior", [0.0, 1.0])
def test_a_scenario_may_give_governments_a_certain_prior(crises, prior):
    """prior_hostile is a share from 0 to 1, so both ends play."""
    record = run(crises.changed({"politics.prior_hostile": prior}), arm="forced", package="blind")
    assert {event.posterior for event in crises.kinds(record, "attribution.formed")} == {prior}
