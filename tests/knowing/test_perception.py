"""What an adversary sees of others' assets: late, not at every look, and never undone once it was seen."""

import math

import pytest

from wargame.draws import Draws
from wargame.events import AssetDegraded, AssetLost, AssetRestored
from wargame.knowing.perception import Perception
from wargame.run import run
from wargame.scenario.evidence import Assessment

HOUR = 3600
LOOK = 6 * HOUR


def _sight(delay_h=0.0, p_sees=1.0, replicate=0):
    return Perception("RED", Assessment(delay_h=delay_h, p_sees=p_sees), LOOK, Draws(1, replicate))


def _down(start_h, until_h, name="fall"):
    until_s = None if until_h is None else until_h * HOUR
    event = AssetDegraded(
        t_s=start_h * HOUR, move=0, asset="gate", function=None, factor=0.0, until_s=until_s
    )
    event.name(name, 0)
    return event


def _believed(sight, events, hour):
    """Whether the asset is believed to be down at an hour."""
    t_s = hour * HOUR
    return any(
        isinstance(event, AssetLost) or event.until_s is None or event.until_s > t_s
        for event in sight.statuses(events, t_s)
    )


def test_without_delay_and_error_the_picture_is_the_truth():
    """The very same events, so the same belief."""
    events = [_down(2, 10), _down(3, None, "other")]
    assert _sight().statuses(events, 5 * HOUR) == events


def test_a_delay_shifts_both_ends_of_an_outage():
    """Down from hour 2 to 10, seen 6 hours late: believed down from 8 until just before 16."""
    events = [_down(2, 10)]
    sight = _sight(delay_h=6.0)
    believed = [hour for hour in range(24) if _believed(sight, events, hour)]
    assert believed == list(range(8, 16))


def test_an_outage_is_expected_to_end_when_it_does_and_past_that_to_last_until_the_next_look():
    """The known end counts until it has passed; an end that was not seen is put off look by look."""
    events = [_down(2, 10)]
    sight = _sight(delay_h=6.0)
    (before,) = sight.statuses(events, 9 * HOUR)
    assert before.until_s == 10 * HOUR
    (after,) = sight.statuses(events, 12 * HOUR)
    assert after.until_s == 12 * HOUR + LOOK


def test_what_is_lost_is_believed_lost_from_the_first_look_that_shows_it():
    """And for good."""
    lost = AssetLost(t_s=2 * HOUR, move=0, asset="gate")
    lost.name("loss", 0)
    sight = _sight(delay_h=6.0)
    assert [hour for hour in range(0, 200, 4) if _believed(sight, [lost], hour)] == list(range(8, 200, 4))


def test_a_restoration_ahead_of_time_is_seen_late_too():
    """It ends the outage that it names; believed until six hours after it."""
    down = _down(2, 100)
    restored = AssetRestored(t_s=20 * HOUR, move=0, cause="fall", asset="gate", function=None)
    restored.name("back", 1)
    believed = [hour for hour in range(8, 60) if _believed(_sight(delay_h=6.0), [down, restored], hour)]
    assert believed == list(range(8, 26))


def test_each_look_shows_a_change_with_its_probability():
    """p_sees 0.5, a look every 6 hours from hour 2: after k looks it is seen in 1 - 0.5^k of replicates (4 sigma)."""
    n, events = 1000, [_down(2, None)]
    for looks, hour in ((1, 2), (2, 8), (4, 20)):
        seen = sum(_believed(_sight(p_sees=0.5, replicate=r), events, hour) for r in range(n))
        p = 1.0 - 0.5**looks
        assert abs(seen / n - p) < 4.0 * math.sqrt(p * (1.0 - p) / n)


def test_what_was_seen_stays_seen():
    """Looks are keyed by their own time: a later picture never takes back an earlier one."""
    events = [_down(2, None)]
    for replicate in range(50):
        sight = _sight(p_sees=0.3, replicate=replicate)
        story = [_believed(sight, events, hour) for hour in range(2, 80, 6)]
        assert story == sorted(story)


# In the game


def _tables(scenario, crises, **given):
    """Red's table of every move, as bytes of the record."""
    return crises.lines(
        crises.kinds(run(scenario, arm="restraint", **given), "options.weighed"), frozenset({"seq"})
    )


@pytest.fixture
def storm(crises):
    """Nature takes BOR's gateway out from hour 7 to 31; nobody asks why."""
    fault = {"kind": "outage", "at_h": 7.0, "asset": "bor_gateway", "duration_h": 24.0, "p_inquiry": 0.0}
    return {"injects": {"storm": fault}}


def test_red_s_table_follows_the_truth_as_late_as_its_assessment(crises, storm):
    """Twelve hours late, move 4 (hour 24) is the first whose table differs from that of a world without the storm.

    With the truth at hand it is move 2 (hour 12).
    """
    calm = _tables(crises.changed({"injects": {}}), crises)

    def first_difference(**assessment):
        block = {f"{crises.RED}.assessment": assessment} if assessment else {}
        told = _tables(crises.changed({**storm, **block}), crises)
        return next(n for n, (one, other) in enumerate(zip(told, calm, strict=True)) if one != other)

    assert first_difference() == 2
    assert first_difference(delay_h=12.0) == 4


def test_a_red_that_sees_nothing_weighs_as_if_nothing_had_happened(crises, storm):
    """p_sees 0: every table of every move is that of a calm world, byte for byte."""
    blind = {f"{crises.RED}.assessment": {"p_sees": 0.0}}
    assert _tables(crises.changed({**storm, **blind}), crises) == _tables(
        crises.changed({"injects": {}}), crises
    )


def test_games_in_which_red_believes_the_same_share_their_reckonings(crises, storm):
    """A belief is known by its content: with errors of sight there are as many reckonings as there are pictures."""
    from wargame.run import board_of

    scenario = crises.changed({**storm, f"{crises.RED}.assessment": {"p_sees": 0.5}})
    tables = {tuple(_tables(scenario, crises, replicate=replicate)) for replicate in range(8)}
    assert 1 < len(tables) <= 8
    board = board_of(scenario)
    known = len(board.reckonings._known)
    _tables(scenario, crises, replicate=3)
    assert len(board.reckonings._known) == known
