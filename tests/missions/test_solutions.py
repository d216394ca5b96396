"""States that have been solved are found by both words of their names, and only the newest are kept."""

import numpy as np
import pytest

import wargame.missions.solutions
from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.missions.memo import ENTRY_BYTES, Memo
from wargame.missions.service import ServiceModel
from wargame.missions.solutions import Solutions

MISSION = "satcom_wideband"


def names(*pairs):
    """As states have them."""
    return np.array(pairs, dtype=np.uint64).reshape(len(pairs), 2)


def got(*units):
    """What two groups get."""
    return np.array([[unit, -unit] for unit in units], dtype=np.int64)


@pytest.fixture
def some():
    return Solutions.none(2).with_more(names((7, 1), (2**64 - 1, 5), (3, 3)), got(70, 99, 30))


def test_what_was_solved_is_found_and_nothing_else(some):
    place = some.find(names((3, 3), (4, 4), (7, 1), (7, 2), (2**64 - 1, 5), (0, 0)))
    assert (place >= 0).tolist() == [True, False, True, False, True, False]
    assert some.got[place[place >= 0], 0].tolist() == [30, 70, 99]


def test_nothing_is_found_where_nothing_was_solved():
    assert Solutions.none(2).find(names((1, 1), (2, 2))).tolist() == [-1, -1]


def test_more_states_than_are_kept_push_out_the_older_ones(some, monkeypatch):
    monkeypatch.setattr(wargame.missions.solutions, "MOST_STATES", 4)
    more = some.with_more(names((5, 5)), got(50))
    assert (more.find(names((3, 3), (5, 5), (7, 1))) >= 0).all()
    newest = more.with_more(names((1, 1)), got(10))
    assert newest.find(names((1, 1), (5, 5))).tolist() == [0, -1]


def test_what_two_add_to_the_same_stays_apart(some):
    one, other = some.with_more(names((5, 5)), got(50)), some.with_more(names((6, 6)), got(60))
    more = one.with_more(names((8, 8), (1, 1)), got(80, 10))
    assert one.got[one.find(names((5, 5), (7, 1))), 0].tolist() == [50, 70]
    assert other.got[other.find(names((6, 6), (3, 3))), 0].tolist() == [60, 30]
    assert more.got[more.find(names((5, 5), (1, 1), (8, 8))), 0].tolist() == [50, 10, 80]
    assert other.find(names((5, 5))).tolist() == [-1]


def test_services_are_the_same_however_few_states_are_kept(tutorial, monkeypatch):
    def timelines():
        services = ServiceModel(tutorial)
        everybody = Coalition.everybody(tutorial)
        outages = [
            Outage(asset, None, 0.0, 40_000.0, None) for asset in sorted(services.service(MISSION).assets)
        ]
        return [services.timeline(MISSION, Availability((each,), everybody)).values for each in outages]

    many = timelines()
    monkeypatch.setattr(wargame.missions.solutions, "MOST_STATES", 2)
    assert all(np.array_equal(one, other) for one, other in zip(many, timelines(), strict=True))


def test_an_answer_may_take_the_place_of_another_under_its_key():
    memo = Memo(10_000)
    memo.keep("key", np.zeros(100))
    memo.keep("key", np.ones(10))
    assert len(memo) == 1
    assert memo.size_bytes == 80 + ENTRY_BYTES
    assert memo.find("key").tolist() == [1.0] * 10
