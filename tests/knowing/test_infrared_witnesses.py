"""Missile warning as evidence: who sees an interceptor rise, when, and what it is worth to a government."""

import pytest

from wargame.board import Board
from wargame.coalition import Coalition
from wargame.game.effect import Trace
from wargame.run import board_of, run

EAST, WEST = "arc_warning_east.infrared", "arc_warning_west.infrared"
WITNESSES = {
    f"satellites.{key}.payloads.infrared.evidence": True for key in ("arc_warning_east", "arc_warning_west")
}
CERTAIN = {
    f"satellites.{key}.payloads.infrared.{name}": 1.0
    for key in ("arc_warning_east", "arc_warning_west")
    for name in ("p_detect", "p_identify")
}


def _seen(scenario, place="red_base", t_s=18_000):
    return [post.id for post in Board.of(scenario).watch.posts_in_view(Trace("infrared", place, t_s))]


def _observed(crises, changes, **given):
    record = run(crises.changed({**WITNESSES, **changes}), arm="forced", package="blind", **given)
    return {event.sensor: event for event in crises.kinds(record, "signal.observed")}


def _answers(crises, scenario):
    """What Red expects governments to conclude of the shot at Watch East, move by move."""
    weighed = crises.kinds(run(scenario, arm="restraint"), "options.weighed")
    rows = [row for event in weighed for row in event.options if row["targets"] == ["arc_warning_east"]]
    assert rows
    return [[(item["government"], item["p_attributes"]) for item in row["answers"]] for row in rows]


def test_an_infrared_payload_sees_a_launch_place_above_the_mask_of_missile_warning(tutorial, crises):
    """Red's base lies 62 degrees east of Watch West: in view of both, until the mask is raised."""
    assert _seen(tutorial) == []
    watching = crises.changed(WITNESSES)
    assert _seen(watching) == [EAST, WEST]
    masked = crises.changed({**WITNESSES, "missions.missile_warning.point_mask_deg": 30.0})
    assert _seen(masked) == [EAST]


def test_an_infrared_payload_sees_places_on_the_ground_and_nothing_else(crises):
    """The intercept is the radar's part, interference the monitor's."""
    scenario = crises.changed(WITNESSES)
    assert _seen(scenario, place="arc_relay_east") == []
    watch = Board.of(scenario).watch
    assert [post.id for post in watch.posts_in_view(Trace("radar", "red_base", 0))] == []


def test_a_direct_ascent_is_seen_rising_and_arriving_and_an_intrusion_is_not_seen_from_space(crises):
    """One shot, reports of both kinds of sensors; the other effects leave no plume."""
    record = run(crises.changed(WITNESSES), arm="forced", package="blind")
    assert {e.sensor for e in crises.kinds(record, "signal.observed")} == {EAST, WEST, "cor_radar.radar"}
    record = run(crises.changed(WITNESSES), arm="forced", package="cut_the_strait")
    assert not {e.sensor for e in crises.kinds(record, "signal.observed")} & {EAST, WEST}


def test_a_satellite_reports_the_launch_of_what_destroys_it(crises):
    """It worked when the interceptor rose; that it is gone when it arrives changes nothing."""
    scenario = {f"{crises.RED}.capabilities.interceptor.parameters.p_kill_above_2000_km": 1.0}
    assert EAST in _observed(crises, scenario)


@pytest.mark.parametrize(("at_h", "seen"), [(20.0, False), (29.0, True)])
def test_what_counts_is_whether_the_payload_works_at_the_second_of_the_launch(crises, at_h, seen):
    """Hit at hour 31 after four hours of flight: an outage over the launch silences, one that comes later does not."""
    storm = {"kind": "outage", "at_h": at_h, "asset": "arc_warning_east", "duration_h": 9.0, "p_inquiry": 0.0}
    assert (EAST in _observed(crises, {"injects": {"storm": storm}})) is seen


def test_a_payload_whose_reports_are_no_evidence_is_no_witness(tutorial, crises):
    """`evidence: false` gives the record of a world in which infrared payloads are no witnesses at all."""
    silent = crises.changed({**CERTAIN})
    for one, other in zip(crises.every_arm(tutorial), crises.every_arm(silent), strict=True):
        assert crises.lines(one.events) == crises.lines(other.events)


def test_a_hosted_payload_reports_to_its_own_owner(crises):
    """Not to the operator of the satellite."""
    hosted = {"satellites.arc_warning_east.payloads.infrared.owner": "COR"}
    seen = _observed(crises, hosted)
    assert seen[EAST].owner == "COR"
    assert seen[WEST].owner == "ARC"


def test_red_knows_shown_satellites_as_witnesses_and_not_hidden_ones(crises):
    """A hidden satellite reports all the same; Red's reckoning does not expect it."""
    shown = crises.changed({**WITNESSES, **CERTAIN})
    hidden = crises.changed({**WITNESSES, **CERTAIN, "satellites.arc_warning_west.shown": False})
    none = crises.changed(
        {**WITNESSES, **CERTAIN, "satellites.arc_warning_west.payloads.infrared.evidence": False}
    )
    expected = [_answers(crises, scenario) for scenario in (shown, hidden, none)]
    assert expected[1] == expected[2] != expected[0]
    assert WEST in _observed(crises, {"satellites.arc_warning_west.shown": False})


def test_witnesses_in_space_deter_and_losing_them_in_an_absent_world_does_not(crises):
    """The gap falls with certain witnesses; where their owner never existed nobody hears of them."""
    without, with_them = (
        [e.gap for e in crises.kinds(run(crises.changed(changes), arm="restraint"), "options.weighed")]
        for changes in (crises.only("interceptor"), {**crises.only("interceptor"), **WITNESSES, **CERTAIN})
    )
    assert all(after <= before for before, after in zip(without, with_them, strict=True))
    assert with_them != without
    scenario = crises.changed({**WITNESSES, "satellites.arc_warning_west.owner": "BOR"})
    board = board_of(scenario)
    posts = board.watch.posts_in_view(Trace("infrared", "red_base", 0))
    gone = Coalition(scenario, frozenset({"COR"}), "absent")
    for government in ("ARC", "COR"):
        sources = board.watch.sources_of(government, posts, gone, "contingency", lambda _: True)
        assert WEST not in {source.sensor for source in sources}
