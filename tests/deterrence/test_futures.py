"""Histories cut into pieces: at every moment a piece says what holds, and pieces leave no gap."""

from hypothesis import given
from hypothesis import strategies as st

from wargame.availability import Outage
from wargame.deterrence.futures import Futures, worst

SPAN_S = 20.0
times = st.integers(-5, 25)
outages = st.builds(
    lambda asset, factor, start, length: Outage(
        asset, None, factor, float(start), None if length is None else float(start + length)
    ),
    st.sampled_from(["relay", "gateway", "camera"]),
    st.sampled_from([0.0, 0.5, 0.7]),
    times,
    st.none() | st.integers(1, 15),
)
felt = st.lists(outages, max_size=4)


def _holding(histories, t_s):
    """What is felt at a moment, looked up one by one."""
    return worst(o.lasting for each in histories for o in each if o.covers(t_s))


@given(standing=felt, more=st.lists(felt, min_size=1, max_size=4))
def test_every_piece_says_what_holds_in_it(standing, more):
    futures = Futures()
    layout = futures.layout(futures.joint(standing), [futures.joint(each) for each in more], SPAN_S)
    bounds = [*layout.first.tolist(), len(layout.which)]
    assert len(layout.first) == len(more)
    assert len(set(layout.statuses)) == len(layout.statuses)
    for each, low, high in zip(more, bounds, bounds[1:], strict=False):
        starts, ends = layout.starts_s[low:high].tolist(), layout.ends_s[low:high].tolist()
        assert [0.0, *ends] == [*starts, SPAN_S]
        for start_s, end_s, which in zip(starts, ends, layout.which[low:high].tolist(), strict=True):
            assert start_s < end_s
            assert layout.statuses[which] == _holding([standing, each], (start_s + end_s) / 2.0)


@given(standing=felt, more=st.lists(felt, min_size=1, max_size=4))
def test_a_layout_says_from_when_to_when_each_status_holds(standing, more):
    futures = Futures()
    layout = futures.layout(futures.joint(standing), [futures.joint(each) for each in more], SPAN_S)
    for place, (from_s, until_s) in enumerate(zip(layout.from_s, layout.until_s, strict=True)):
        inside = layout.which == place
        assert (from_s, until_s) == (layout.starts_s[inside].min(), layout.ends_s[inside].max())
