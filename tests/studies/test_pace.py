"""How long a study takes: told from games that said how long they took, with no clock in the test."""

from collections import Counter

import pytest
from cheap_games import Cheap

from wargame.studies.games import GameKey
from wargame.studies.pace import SLOWER_TOGETHER, Ahead, Pace, Span, pilots_of
from wargame.studies.pool import play_games
from wargame.studies.ready import first_games

COLD_S, WARM_S = 8.0, 0.05
GROUPS = [
    (),
    ("AUS",),
    ("GBR",),
    ("JPN",),
    ("AUS", "GBR"),
    ("AUS", "JPN"),
    ("GBR", "JPN"),
    ("AUS", "GBR", "JPN"),
]


def _keys(points=(0,), replicates=20, groups=GROUPS, arms=("restraint",)):
    return [
        GameKey(point, group, "neutral", arm, "jam" if arm == "forced" else None, 0, replicate)
        for point in points
        for group in groups
        for arm in arms
        for replicate in range(replicates)
    ]


def _pilot(keys):
    return [key for games in pilots_of(keys) for key in games]


def _timed(keys, cold_s=COLD_S, warm_s=WARM_S, start_s=0.0):
    """How long games take where a coalition that is new takes long, and the first game of all longest."""
    met, found = set(), []
    for n, key in enumerate(keys):
        new = (key.point, key.coalition, key.arm) not in met
        met.add((key.point, key.coalition, key.arm))
        found.append((key, (cold_s if new else warm_s) + (start_s if n == 0 else 0.0)))
    return found


def test_the_range_holds_what_the_rest_takes_where_most_of_it_is_new_to_red():
    """The old estimate took every game to be as long as a later one: 8 x 20 x 0.05 s."""
    keys = _keys()
    pilot = _pilot(keys)
    pace = Pace()
    pace.learn(_timed(pilot, start_s=30.0))
    rest = [key for key in keys if key not in pilot]
    took_s = sum(s for _, s in _timed([*pilot, *rest])[len(pilot) :])
    span = Ahead(pace, rest).span
    assert span.low_s < took_s < span.high_s
    assert span.high_s < 2.0 * took_s
    assert took_s > 3.0 * len(rest) * WARM_S


def test_games_are_counted_by_what_is_new_in_them():
    pace = Pace()
    assert pace.learn(_timed(_keys(replicates=2, groups=GROUPS[:2]))) == {
        ("restraint", "program"): 1,
        ("restraint", "coalition"): 1,
        ("restraint", "nothing"): 2,
    }
    assert pace.tally(_keys(points=(0, 1), replicates=3, groups=GROUPS[1:3])) == {
        ("restraint", "nothing"): 3 + 2 + 2 + 2,
        ("restraint", "coalition"): 1 + 1,
        ("restraint", "scenario"): 1,
    }


def test_each_package_of_a_coalition_is_new_once():
    keys = [
        GameKey(0, (), "neutral", "forced", package, 0, n) for n in range(3) for package in ("jam", "cut")
    ]
    assert Pace().tally(keys) == {
        ("forced", "program"): 1,
        ("forced", "coalition"): 1,
        ("forced", "nothing"): 4,
    }


def test_the_estimate_follows_what_turns_out():
    """The pilot met small coalitions only; larger ones take ten times as long, and the range moves there."""
    keys = _keys(replicates=1)
    pace = Pace()
    pace.learn(_timed(keys[:2], cold_s=1.0))
    ahead = Ahead(pace, keys[2:])
    before = ahead.span
    ahead.end(_timed(keys[2:5], cold_s=10.0))
    assert ahead.games == 3
    assert ahead.ended == 3
    assert ahead.span.high_s > before.high_s
    ahead.end(_timed(keys[5:], cold_s=10.0))
    assert ahead.games == 0
    assert ahead.span == Span(0.0, 0.0)


def test_games_that_chance_may_call_for_widen_the_range_until_it_is_settled():
    keys = _keys(replicates=50)
    first = [key for key in keys if key.replicate == 0]
    pace = Pace()
    pace.learn(_timed([key for key in keys if key.coalition == ()][:2]))
    more = [key for key in keys if key.replicate > 0]
    ahead = Ahead(pace, first, more)
    assert ahead.games > Ahead(pace, first).games
    assert ahead.span.low_s == Ahead(pace, first).span.low_s
    assert ahead.span.high_s > Ahead(pace, first).span.high_s
    ahead.settle()
    assert ahead.span == Ahead(pace, first).span
    ahead.begin(more[:40])
    assert ahead.games > Ahead(pace, first).games


def test_more_processes_share_the_work_and_each_has_to_begin():
    pace = Pace()
    pace.learn(_timed(_keys(replicates=1, groups=GROUPS[:3]), start_s=30.0))
    keys = _keys(replicates=1, groups=GROUPS[3:])
    one, two = Ahead(pace, keys).span, Ahead(pace, keys, lanes=2).span
    assert two.low_s == pytest.approx(one.low_s / 2.0)
    assert two.high_s == pytest.approx(SLOWER_TOGETHER * one.high_s / 2.0 + 30.0 + COLD_S)


def test_a_process_begins_as_long_as_this_one_did_and_no_longer_than_a_minute():
    for begin_s, low_s in ((4.0, 4.0), (9000.0, 60.0)):
        pace = Pace(begin_s)
        pace.learn(_timed(_keys(replicates=1, groups=GROUPS[:1])))
        assert pace.start() == Span(low_s, 2.0 * low_s + COLD_S)
        ahead = Ahead(pace, _keys(replicates=1, groups=GROUPS[1:]), lanes=2)
        assert ahead.span.low_s >= low_s
        ahead.end(_timed(_keys(replicates=1, groups=GROUPS[1:2])))
        assert ahead.span.low_s < low_s + 7 * COLD_S


def test_of_a_kind_that_was_not_played_the_nearest_ones_are_taken():
    pace = Pace()
    pace.learn(_timed(_keys(replicates=2, groups=GROUPS[:1])))
    new = Counter({("restraint", "coalition"): 1})
    assert pace.span(new).low_s < COLD_S < pace.span(new).high_s
    assert pace.span(Counter({("free", "nothing"): 5})) == Span(0.0, 0.0)


@pytest.mark.parametrize(
    ("low_s", "high_s", "words"),
    [
        (0.0, 0.2, "1 s"),
        (2.0, 5.0, "2 to 5 s"),
        (40.0, 200.0, "1 to 3 min"),
        (100.0, 110.0, "2 min"),
        (1000.0, 9900.0, "1 to 3 h"),
    ],
)
def test_a_range_is_told_in_a_unit_that_people_read(low_s, high_s, words):
    assert str(Span(low_s, high_s)) == words


def test_the_pilot_meets_small_middle_and_large_coalitions_and_one_of_them_twice():
    pilot = _pilot(_keys(arms=("forced", "restraint")))
    assert list(dict.fromkeys(key.coalition for key in pilot)) == [
        (),
        ("AUS", "GBR", "JPN"),
        ("AUS", "GBR"),
        ("AUS",),
    ]
    assert Counter(key.coalition for key in pilot)[()] == 4
    assert len(pilot) == 10
    assert _pilot(_keys(replicates=1, groups=GROUPS[:1])) == _keys(replicates=1, groups=GROUPS[:1])
    assert _pilot([]) == []


def test_the_pilot_of_a_sweep_meets_points_far_apart():
    pilot = _pilot(_keys(points=range(10), replicates=1, groups=GROUPS[:2]))
    assert sorted({key.point for key in pilot}) == [0, 5, 9]


def test_a_pilot_that_takes_long_leaves_the_rest_to_all_processes(cards, keys, monkeypatch):
    """Games that say that they took a minute each: the smallest and the largest coalition, and no more."""
    monkeypatch.setattr(Pace, "spent_s", 120.0)
    assert {item.key.coalition for item in first_games(cards, keys, Cheap(), Pace())} == {(), ("COR",)}
    monkeypatch.setattr(Pace, "spent_s", 1.0)
    assert len({item.key.coalition for item in first_games(cards, keys, Cheap(), Pace())}) == 4


def test_every_game_that_is_played_says_how_long_it_took(cards, keys):
    pace = Pace()
    outcomes = first_games(cards, keys, Cheap(), pace)
    assert [outcome.key for outcome in outcomes] == _pilot(keys)
    rest = [key for key in keys if key not in _pilot(keys)]
    ahead = Ahead(pace, rest)
    for _ in play_games(cards, rest, Cheap(), timed=ahead.end):
        pass
    assert (ahead.ended, ahead.games) == (len(rest), 0)
