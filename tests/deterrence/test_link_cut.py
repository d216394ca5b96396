"""Evidence deters only along its chain: sources -> posterior -> response -> cost -> gap -> P(attack).

A partner owns one radar and nothing else. Taking the radar away changes every link of the chain; holding any one link
at its value with the radar makes every difference after it exactly zero, and leaves those before it as they were.
"""

from types import MappingProxyType

import pytest
from chain import FrozenLinks, RecordingLinks, play

from wargame.run import run

CHAIN = ("sources", "posterior", "response", "cost", "gap", "p_attack")
"""The links between evidence and attack, in causal order."""


@pytest.fixture(scope="module")
def worlds(crises):
    """The tutorial in one long crisis, Red with its interceptor alone; with Corona's radar and without it."""
    one_phase = {"phases": [{"at_h": 0, "phase": "crisis"}], "injects": {}}
    given = crises.changed({**crises.only("interceptor"), **one_phase, "clock.duration_h": 36})
    without = crises.changed({"sites.cor_radar.functions": {}}, given)
    return given, without


@pytest.fixture(scope="module")
def with_radar(worlds):
    """Every value of the chain with the radar."""
    seen, record = play(worlds[0], RecordingLinks())
    return MappingProxyType(seen), record


@pytest.fixture(scope="module")
def without_radar(worlds):
    """Every value of the chain without the radar."""
    seen, record = play(worlds[1], RecordingLinks())
    return MappingProxyType(seen), record


def _about_the_shot(seen, link):
    """The values of a link that concern the option of shooting Watch East (all of them where no option is named)."""
    return {
        key: value
        for key, value in seen[link].items()
        if len(key) == 1 or "interceptor:arc_warning_east" in key
    }


def test_both_worlds_are_asked_the_same_questions(with_radar, without_radar):
    """The radar belongs to no mission and to no attack, so times, options and governments are the same."""
    for link in CHAIN:
        assert with_radar[0][link], f"nothing passed the link '{link}'"
        assert with_radar[0][link].keys() == without_radar[0][link].keys()


@pytest.mark.parametrize("link", CHAIN)
def test_taking_the_radar_away_changes_every_link_of_the_chain(with_radar, without_radar, link):
    """Each value about the shot that the radar would see differs, at every move."""
    before, after = (_about_the_shot(seen, link) for seen, _ in (with_radar, without_radar))
    assert before
    same = [key for key, value in before.items() if after[key] == value]
    assert not same, f"unchanged: {same}"


def test_without_the_radar_each_link_moves_in_the_direction_of_less_deterrence(with_radar, without_radar):
    """No source, a lower posterior, a less likely response, a lower cost, a larger gap, a likelier attack."""
    (before, _), (after, _) = with_radar, without_radar
    for key, sources in _about_the_shot(before, "sources").items():
        assert [source.sensor for source in sources] == ["cor_radar.radar"]
        assert after["sources"][key] == ()
    for key, distribution in _about_the_shot(before, "posterior").items():
        assert after["posterior"][key].mean < distribution.mean
    for key, answer in _about_the_shot(before, "response").items():
        assert after["response"][key].p_response < answer.p_response
    for key, cost in _about_the_shot(before, "cost").items():
        assert after["cost"][key] < cost
    for key, gap in before["gap"].items():
        assert after["gap"][key] > gap
        assert after["p_attack"][key] > before["p_attack"][key]


@pytest.mark.parametrize("link", CHAIN)
def test_holding_one_link_undoes_every_difference_after_it_and_none_before_it(
    worlds, with_radar, without_radar, link
):
    """Without the radar, but with one link held: downstream exactly as with it, upstream exactly as without it."""
    held, record = play(worlds[1], FrozenLinks(link, with_radar[0][link]))
    place = CHAIN.index(link)
    for other in CHAIN[place:]:
        assert held[other] == with_radar[0][other], f"holding '{link}' leaves a difference in '{other}'"
    for other in CHAIN[:place]:
        assert held[other] == without_radar[0][other], f"holding '{link}' changes '{other}' before it"
    decided = [(e.gap, e.p_attack) for e in record.events if e.kind == "options.weighed"]
    expected = [(e.gap, e.p_attack) for e in with_radar[1].events if e.kind == "options.weighed"]
    if link == "p_attack":
        assert [p for _, p in decided] == [p for _, p in expected]
    else:
        assert decided == expected, "what Red decides on is what passed the chain"


def test_no_benefit_passes_through_the_chain(with_radar, without_radar):
    """The radar carries no traffic and warns of no launch: the benefit of every option is the same to the last bit."""
    for one, other in zip(with_radar[1].events, without_radar[1].events, strict=True):
        if one.kind == "options.weighed":
            before = {row["option"]: row["benefit"] for row in one.options}
            assert before == {row["option"]: row["benefit"] for row in other.options}


def test_recording_the_chain_changes_nothing(worlds, with_radar):
    """Values held by links that let everything pass are the values of an ordinary run."""
    assert run(worlds[0], arm="restraint").full_digest == with_radar[1].full_digest
