"""Red decides on what it believes: hidden assets and exercises part belief from the world."""

import itertools
import math

import pytest

from wargame.analysis.statistics import statistics
from wargame.availability import Outage
from wargame.deterrence.felt import without_outlasted
from wargame.run import run
from wargame.world import World


def _first_table(scenario, crises, **given):
    """Red's first table with all its terms."""
    return crises.kinds(run(scenario, arm="restraint", **given), "options.weighed")[0].options


def _tables(scenario, crises, **given):
    return [
        event.options for event in crises.kinds(run(scenario, arm="restraint", **given), "options.weighed")
    ]


def _delivered(scenario, package="cut_the_strait"):
    record = run(scenario, arm="forced", package=package)
    return statistics(record).values["resilience.service_delivered"]


def _spare(crises, shown):
    """The lead has one more relay, with room for all its traffic, that Red knows or does not know of."""
    return crises.changed(
        {
            "satellites.arc_relay_spare": crises.relay("ARC", -45.0, 600.0, shown=shown),
            "agreements.pool": None,
        }
    )


def test_a_hidden_asset_changes_losses_and_leaves_red_s_first_table_as_it_was(crises):
    """Red reckons with what it knows: the hidden relay carries traffic in the world, and not in Red's table."""
    without = crises.changed({"agreements.pool": None})
    hidden = _spare(crises, shown=False)
    assert _delivered(hidden) > _delivered(without) + 0.01
    assert _first_table(hidden, crises) == _first_table(without, crises)


def test_an_asset_that_red_knows_changes_its_first_table(crises):
    """The contrast: shown, the same relay denies Red some of its gain."""
    without = crises.changed({"agreements.pool": None})
    shown = _spare(crises, shown=True)
    assert _delivered(shown) == pytest.approx(_delivered(_spare(crises, shown=False)), abs=1e-9)
    assert _first_table(shown, crises) != _first_table(without, crises)


def test_hiding_an_asset_changes_red_s_table_and_not_the_losses_of_a_forced_attack(crises):
    """Hidden or shown, it works the same."""
    for package in ("blind", "cut_the_strait"):
        assert _delivered(_spare(crises, True), package) == _delivered(_spare(crises, False), package)


def test_a_hidden_asset_is_no_target(crises):
    """Red orders nothing against what it does not know."""
    for event in crises.kinds(run(_spare(crises, False), arm="restraint"), "options.weighed"):
        assert not any("arc_relay_spare" in row["targets"] for row in event.options)


def test_a_hidden_radar_does_not_enter_red_s_table(crises):
    """Evidence that Red does not expect does not deter it; the radar reports all the same."""
    hidden = crises.changed({"sites.cor_radar.shown": False})
    gone = crises.changed({"sites.cor_radar": None})
    assert _tables(hidden, crises) == _tables(gone, crises)
    seen = crises.kinds(run(hidden, arm="forced", package="blind"), "signal.observed")
    assert [event.sensor for event in seen] == ["cor_radar.radar"]


def test_an_exercise_moves_belief_and_table_and_not_the_losses(tutorial, crises):
    """The reverse of a hidden asset: nothing in the world changes, Red's reckoning does."""
    calm = crises.changed({"injects": {}})
    before, after = (_tables(each, crises) for each in (calm, tutorial))
    assert before[:2] == after[:2], "until the exercise at hour 12 the tables are the same"
    assert before[2:] != after[2:]
    for package in ("blind", "cut_the_strait"):
        with_it, without_it = (run(each, arm="forced", package=package) for each in (tutorial, calm))
        for mission, timeline in with_it.services.items():
            assert (timeline.values == without_it.services[mission].values).all()


def test_an_exercise_moves_the_log_odds_by_step_times_visibility_times_competence(tutorial, crises):
    """logit(0.6) + 1 x 0.7 x 0.7: 0.405465 + 0.49 = 0.895465, so the probability is 0.710020."""
    (moved,) = crises.kinds(run(tutorial, arm="restraint"), "belief.moved")
    assert moved.shift == pytest.approx(0.49, abs=1e-9)
    assert moved.shows_up == pytest.approx(1.0 / (1.0 + math.exp(-(math.log(0.6 / 0.4) + 0.49))), abs=1e-9)


def test_what_an_exercise_has_moved_fades_with_its_half_life(crises):
    """Half of the shift is left after one half-life, a quarter after two, and the prior does not fade."""
    scenario = crises.changed({f"{crises.RED}.belief.half_life_d": 1.0, "politics.shows_up": 0.5})
    record = run(scenario, arm="restraint")
    for event in crises.kinds(record, "options.weighed"):
        days = (event.t_s - 12 * 3600) / 86400
        shift = 0.49 * 0.5**days if days >= 0 else 0.0
        assert event.observation["shows_up"]["BOR"] == pytest.approx(1 / (1 + math.exp(-shift)), abs=1e-9)
        assert event.observation["shows_up"]["COR"] == 0.5


@pytest.mark.parametrize("prior", [0.0, 1.0])
def test_a_belief_that_is_certain_stays_certain(crises, prior):
    """No exercise moves a belief of 0 or 1."""
    record = run(crises.changed({"politics.shows_up": prior}), arm="restraint")
    assert {event.shows_up for event in crises.kinds(record, "belief.moved")} == {prior}


def test_red_expects_nothing_from_a_nation_that_left(tutorial, crises):
    """Who left shows up nowhere in Red's table: no answer, no member."""
    for event in crises.kinds(run(tutorial, coalition=["COR"], arm="restraint"), "options.weighed"):
        assert event.observation["members"] == ["COR"]
        for row in event.options:
            assert "BOR" not in {answer["government"] for answer in row["answers"]}


def test_the_lead_always_shows_up(tutorial, crises):
    """Red's doubts are about allies: the lead's belief is 1."""
    for event in crises.kinds(run(tutorial, arm="restraint"), "options.weighed"):
        for row in event.options:
            assert all(answer["belief"] == 1.0 for answer in row["answers"] if answer["government"] == "ARC")


def test_the_benefit_is_the_mean_over_who_shows_up(crises):
    """With shows_up 0.5 the benefit lies half-way between nobody's and everybody's, for one doubtful ally.

    In strata: the ally shows up in exactly half of them.
    """
    single = {"sites.cor_radar": None, "agreements.warning.recipients": ["BOR"], "injects": {}}
    tables = {
        beta: {
            row["option"]: row["benefit"]
            for row in _first_table(crises.changed({**single, "politics.shows_up": beta}), crises)
        }
        for beta in (0.0, 0.5, 1.0)
    }
    shared = set(tables[0.0]) & set(tables[0.5]) & set(tables[1.0])
    assert shared
    for option in shared:
        middle = (tables[0.0][option] + tables[1.0][option]) / 2.0
        assert tables[0.5][option] == pytest.approx(middle, abs=1e-8)


def test_a_partner_that_takes_away_the_last_gain_never_makes_an_attack_likelier(crises):
    """Denial deters: where a partner's sensor makes the only useful attack useless, Red's gap does not rise.

    Traffic has room to spare, so jamming gains nothing; shooting one of two warning satellites does, until a third
    sensor stands in.
    """
    changes = {
        "satellites.arc_relay_spare": crises.relay("ARC", -50.0, 5000.0),
        "satellites.arc_relay_more": crises.relay("ARC", -55.0, 5000.0),
        "satellites.cor_warning": {
            "name": "Third watch",
            "owner": "COR",
            "orbit": {"type": "geo", "longitude_deg": -70.0},
            "payloads": {"infrared": {"kind": "infrared"}},
        },
        "sites.cor_station": {
            "name": "Corona station",
            "owner": "COR",
            "latitude_deg": 30.0,
            "longitude_deg": -60.0,
            "functions": {"warning": {"kind": "gateway", "mission": "missile_warning"}},
        },
        "agreements.warning_back": {
            "kind": "service_access",
            "mission": "missile_warning",
            "provider": "COR",
            "recipients": ["ARC", "BOR"],
        },
        "politics.shows_up": 1.0,
        "sites.cor_radar.functions": {},
        "users.bor.needs.satcom_wideband": None,
        "injects": {},
    }
    scenario = crises.changed({**crises.only("jammer", "interceptor"), **changes})
    gaps = {
        members: max(
            e.gap for e in crises.kinds(run(scenario, coalition=members, arm="restraint"), "options.weighed")
        )
        for members in ((), ("COR",))
    }
    best = {
        members: [
            e.best for e in crises.kinds(run(scenario, coalition=members, arm="restraint"), "options.weighed")
        ]
        for members in ((), ("COR",))
    }
    assert gaps["COR",] <= gaps[()] + 1e-9, best


def test_more_room_for_traffic_never_raises_red_s_gap(crises):
    """Denial deters: a relay more in the coalition's hands never raises the gap."""
    gaps = []
    for capacity_mbps in (1.0, 100.0, 300.0, 600.0, 1200.0, 5000.0):
        changes = {
            "satellites.bor_spare": crises.relay("BOR", -20.0, capacity_mbps),
            "satellites.bor_spare_two": crises.relay("BOR", -25.0, capacity_mbps),
            "politics.shows_up": 1.0,
            f"{crises.RED}.objectives": {
                "cut_off": {
                    "mission": "satcom_wideband",
                    "region": "strait",
                    "weight": 1.0,
                    "shape": "linear",
                }
            },
        }
        record = run(crises.changed({**crises.only("jammer", "intruder"), **changes}), arm="restraint")
        gaps.append(max(event.gap for event in crises.kinds(record, "options.weighed")))
    assert all(later <= earlier + 1e-6 for earlier, later in itertools.pairwise(gaps)), gaps


def _fourfold(crises):
    """A crisis with attacks, outages, reports, votes and two exercises: everything that could move a belief."""
    return crises.changed(
        {
            "agreements.alliance": {"kind": "collective_response", "members": ["ARC", "BOR", "COR"]},
            "politics.consensus_rule": "majority",
            "injects.fault": {
                "kind": "outage",
                "at_h": 3,
                "asset": "bor_relay",
                "function": None,
                "duration_h": 5,
            },
            "injects.again": {"kind": "demonstration", "at_h": 36, "actor": "BOR"},
            "injects.secret": {"kind": "demonstration", "at_h": 30, "actor": "COR", "visibility": 0.0},
        }
    )


def test_nothing_but_what_is_shown_moves_a_belief(crises):
    """Folded event by event, Red's belief in anybody changes at `belief.moved` alone, and each comes from a showing."""
    scenario = _fourfold(crises)
    seen = set()
    for record in crises.every_arm(scenario):
        world = World.at_start(scenario)
        by_id = {event.id: event for event in record.events}
        for event in record.events:
            before = dict(world.shifts)
            world.apply(event)
            seen.add(event.kind)
            if event.kind == "belief.moved":
                assert by_id[event.cause].kind == "demonstration.shown"
                assert by_id[event.cause].actor == event.government
            else:
                assert world.shifts == before, event.id
    assert {
        "asset.degraded",
        "signal.observed",
        "signal.released",
        "attribution.formed",
        "vote.taken",
    } <= seen


def test_what_red_cannot_see_leaves_its_belief_and_its_table_as_they_are(crises):
    """An exercise that nobody sees (visibility 0) moves nothing."""
    shown = _fourfold(crises)
    without = crises.changed({"injects.secret": None}, shown)
    record = run(shown, arm="restraint")
    (secret,) = [e for e in crises.kinds(record, "belief.moved") if e.government == "COR"]
    assert secret.shift == 0.0
    assert secret.shows_up == 0.6
    assert _tables(shown, crises) == _tables(without, crises)


def test_a_second_exercise_adds_to_what_is_left_of_the_first(crises):
    """A half-life of one day: 0.49 at hour 12 has faded to 0.245 at hour 36, and the second brings it to 0.735."""
    scenario = crises.changed({f"{crises.RED}.belief.half_life_d": 1.0}, _fourfold(crises))
    moved = [e for e in crises.kinds(run(scenario, arm="restraint"), "belief.moved") if e.government == "BOR"]
    assert [event.shift for event in moved] == pytest.approx([0.49, 0.735], abs=1e-9)


def test_a_belief_returns_to_its_prior(crises):
    """After twenty half-lives a millionth of the shift is left: 0.49 / 2^20."""
    world = World.at_start(crises.changed({f"{crises.RED}.belief.half_life_d": 1.0}))
    for event in run(crises.tutorial(), arm="restraint").events:
        world.apply(event)
    late_s = 12 * 3600 + 20 * 86400
    assert world.shows_up("RED", "BOR", late_s) == pytest.approx(0.6, abs=2e-7)
    assert world.shows_up("RED", "COR", late_s) == 0.6


def test_no_outage_counts_while_another_of_its_function_takes_as_much_and_lasts_as_long():
    def outage(factor, start_s, end_s, asset="relay"):
        return Outage(asset, "uplink", factor, start_s, end_s)

    longest, deepest = outage(0.7, 0, 90), outage(0.4, 0, 50)
    later = outage(0.7, 10, None)
    other = outage(0.7, 0, 20, "camera")
    felt = [outage(0.7, 0, 40), longest, deepest, longest, later, other, outage(0.4, 5, 50)]
    assert without_outlasted(felt) == (longest, deepest, later, other)
