"""What Red has reckoned comes back from the shelf as it went there."""

import pytest

from wargame.deterrence.reckonings import Reckonings
from wargame.deterrence.shelf import Shelf
from wargame.game.effect import Timing
from wargame.game.prospect import Answer, Option, Prospect, Table
from wargame.space.cache import BlockCache

BELIEF = ("RED", 0, "crisis", (0.1, 0.2))


@pytest.fixture
def reckoning():
    """Two prospects; third parts and tenths say whether a number survives to the last bit."""
    steps = (("a statement", 1 / 3), ("lasting measures", 0.1 + 0.2))
    answer = Answer("AUS", "owner", 1 / 3, 0.7, 0.1 + 0.2, 0.8, 2 / 3, 0.3, 3.0, 1 / 7, steps, "its caveat")
    timings = (Timing(60, 660), Timing(90, 690))
    option = Option("gun:a+b", "gun", "direct_ascent", ("a", "b"), timings, (0.9, 1 / 7), 9, 1e3 / 7, True)
    alone = Option("jam:a", "jam", "uplink_jamming", ("a",), (), (), 3, 0.0, False)
    benefits = (("first", 1 / 9), ("second", 0.0))
    both = Prospect(option, 0.1, benefits, 0.01, 0.09, 0.3, 0.2, 1 / 11, (answer,), 0.7, 0.6, 0.1 + 0.2)
    other = Prospect(alone, 0.0, (), 0.0, 0.03, 0.0, 0.0, 0.0, (answer, answer), 0.03)
    return Table.of([both, other]), 4


def plain(reckoning):
    """What was reckoned, to be compared."""
    table, dropped = reckoning
    return list(table), table.utilities, dropped


def test_the_next_process_finds_what_the_first_reckoned(tmp_path, reckoning):
    first = Reckonings(Shelf(BlockCache(tmp_path), "scenario"))
    assert first.of(BELIEF, lambda: reckoning) is reckoning
    first.keep()
    found = Reckonings(Shelf(BlockCache(tmp_path), "scenario")).of(BELIEF, _never)
    assert plain(found) == plain(reckoning)
    assert repr(plain(found)) == repr(plain(reckoning))


def test_another_belief_and_another_scenario_are_reckoned_anew(tmp_path, reckoning):
    first = Reckonings(Shelf(BlockCache(tmp_path), "scenario"))
    first.of(BELIEF, lambda: reckoning)
    first.keep()
    nothing = ((), 0)
    assert Reckonings(Shelf(BlockCache(tmp_path), "scenario")).of(("BLUE",), lambda: nothing) == nothing
    assert Reckonings(Shelf(BlockCache(tmp_path), "another")).of(BELIEF, lambda: nothing) == nothing


def _never(*args, **kwargs):
    raise AssertionError("this belief has been reckoned with before")


def test_what_was_left_is_not_packed_again(tmp_path, reckoning, monkeypatch):
    """A study leaves it before its processes start and once more at its end."""
    first = Reckonings(Shelf(BlockCache(tmp_path), "scenario"))
    first.keep()  # nothing yet, which does not count
    first.of(BELIEF, lambda: reckoning)
    first.keep()
    monkeypatch.setattr(Shelf, "keep_text", _never)
    first.keep()
    assert plain(Reckonings(Shelf(BlockCache(tmp_path), "scenario")).of(BELIEF, _never)) == plain(reckoning)
