"""What works when: folding status events."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.availability import Availability, Outage, availability
from wargame.coalition import Coalition
from wargame.missions.status import EVERY_STEP, HOURLY, Functions
from wargame.scenario import Scenario


def event(kind, t_s, **fields):
    """Something with the attributes of an event."""
    return SimpleNamespace(kind=kind, t_s=t_s, **fields)


def degraded(t_s, function, factor, until_s=None, **fields):
    """A degradation of us_relay."""
    return event(
        "asset.degraded", t_s, asset="us_relay", function=function, factor=factor, until_s=until_s, **fields
    )


def restored(t_s, function, **fields):
    """A restoration of us_relay."""
    return event("asset.restored", t_s, asset="us_relay", function=function, **fields)


@pytest.fixture
def coalition(plain):
    """Everybody in the small world."""
    return Coalition.everybody(Scenario.model_validate(plain))


def test_the_smallest_factor_holds_where_outages_overlap(coalition):
    events = [degraded(0, "link", 0.5, 1000), degraded(500, None, 0.3, 2000)]
    folded = availability(events, coalition)
    assert [folded.factor("us_relay", "link", t) for t in (0, 500, 999, 1500, 2000)] == [
        0.5,
        0.3,
        0.3,
        0.3,
        1.0,
    ]


def test_what_is_lost_stays_lost(coalition):
    lost = event("asset.lost", 600, asset="us_relay")
    folded = availability([lost, restored(1200, None)], coalition)
    assert folded.outages == (Outage("us_relay", None, 0.0, 600, None),)


def test_a_restoration_ends_degradations_of_that_function_only(coalition):
    events = [degraded(0, "link", 0.5), degraded(0, "other", 0.2), restored(900, "link")]
    assert availability(events, coalition).outages == (
        Outage("us_relay", "link", 0.5, 0, 900),
        Outage("us_relay", "other", 0.2, 0, None),
    )


def test_a_restoration_of_the_asset_ends_all_and_one_with_a_cause_ends_that(coalition):
    both = [degraded(0, "link", 0.5, id="a"), degraded(10, "link", 0.2, id="b")]
    ended = availability([*both, restored(900, None)], coalition)
    assert [outage.end_s for outage in ended.outages] == [900, 900]
    caused = availability([*both, restored(900, "link", cause="a")], coalition)
    assert caused.outages[1] == Outage("us_relay", "link", 0.2, 10, None)


def test_a_restoration_does_not_end_what_begins_later(coalition):
    events = [restored(100, "link"), degraded(500, "link", 0.5, 900)]
    assert availability(events, coalition).outages == (Outage("us_relay", "link", 0.5, 500, 900),)


def test_other_events_are_passed_over(coalition):
    assert availability([event("order.given", 0)], coalition).outages == ()


OUTAGES = st.lists(
    st.builds(
        Outage,
        st.sampled_from(["us_relay", "us_site"]),
        st.sampled_from([None, "link", "gate"]),
        st.sampled_from([0.0, 0.5, 1.0]),
        st.integers(0, 20_000),
        st.one_of(st.none(), st.integers(20_001, 40_000)),
    ),
    max_size=6,
)


@given(OUTAGES, st.randoms(use_true_random=False))
def test_outages_have_one_canonical_order(outages, shuffler):
    scenario_free = None
    shuffled = [*outages, *outages]
    shuffler.shuffle(shuffled)
    assert Availability(tuple(outages), scenario_free) == Availability(tuple(shuffled), scenario_free)


@given(OUTAGES)
def test_segments_hold_the_smallest_factor_at_the_start_of_every_sampled_step(outages):
    functions = Functions([("us_relay", "link"), ("us_site", "gate")])
    relevant = functions.relevant(outages)
    for grid, stop in ((EVERY_STEP, 144), (HOURLY, 12)):
        segments = functions.segments(relevant, grid, 0, stop)
        assert [s.start for s in segments] == [0, *(s.stop for s in segments)][:-1]
        assert segments[-1].stop == stop
        for segment in segments:
            for step in grid.steps(segment.start, segment.stop):
                for place, (asset, function) in enumerate(functions.all):
                    held = [
                        outage.factor
                        for outage in relevant
                        if outage.asset == asset
                        and outage.function in (None, function)
                        and outage.covers(step * 300)
                    ]
                    assert segment.factors[place] == min(held, default=1.0)


def test_assets_that_do_not_exist_have_nothing_left(plain):
    absent = Coalition(Scenario.model_validate(plain), frozenset(), "absent")
    assert Availability((), absent).factor("jpn_relay", "link", 0) == 0.0
    assert Availability((), absent).factor("us_relay", "link", 0) == 1.0
