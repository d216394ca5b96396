"""classroom: small, invented, explained on every line, three friends with three different strengths, a story."""

import pytest
from shipped import assert_every_line_is_explained

from wargame.run import run
from wargame.scenario.sites import Gateway


@pytest.fixture(scope="module")
def classroom():
    """The scenario."""
    from wargame.loader import load

    return load("classroom")


def test_it_is_small_and_short(classroom):
    assert 48 <= classroom.clock.duration_h <= 72
    assert 12 <= len(classroom.fleet) <= 18
    assert len(classroom.regions) <= 3
    assert classroom.players == ("FEN", "ISO", "TAR")
    assert {actor.name for actor in classroom.actors.values()} == {
        "Meridia",
        "Fenmark",
        "Isola",
        "Tarn",
        "Red",
    }


def test_every_line_is_explained_by_a_comment(root):
    assert_every_line_is_explained(root / "scenarios/classroom.yaml", most_lines=190)


def test_the_header_asks_three_things_to_discuss(root):
    header = (root / "scenarios/classroom.yaml").read_text(encoding="utf-8").split("\nlanguage:")[0]
    assert "Discuss:" in header
    assert [f" {n}. " in header for n in (1, 2, 3)] == [True] * 3
    assert header.count("?") >= 4


def test_red_has_six_different_options(classroom):
    arms = classroom.actors["RED"].adversary.capabilities.values()
    assert len({item.effect for item in arms}) == len(arms) == 6
    assert all(item.name for item in arms)


def test_each_friend_has_a_strength_that_no_other_has(classroom):
    radars, gateways, slots = set(), set(), set()
    for site in classroom.sites.values():
        for job in site.functions.values():
            radars |= {site.owner} if getattr(job, "modality", None) == "radar" else set()
            landing = isinstance(job, Gateway) and job.mission == "satcom_wideband"
            gateways |= {site.owner} if landing else set()
    slots = {body.owner for body in classroom.fleet.values() if "relay" in body.payloads}
    assert radars == {"TAR"}
    assert gateways == slots == {"MER", "ISO"}
    assert "FEN" not in {body.owner for body in classroom.fleet.values()}
    commitments = {key: block.commitment.contingency for key, block in classroom.governments.items()}
    assert max(commitments, key=commitments.__getitem__) == "FEN"


def test_the_injects_tell_an_exercise_an_offer_and_a_storm(classroom):
    told = sorted(classroom.injects.values(), key=lambda item: item.at_h)
    assert [item.kind for item in told] == ["demonstration", "demonstration", "outage"]
    assert all(item.note for item in told)


def test_the_storm_is_felt_without_isola_and_not_with_it(classroom):
    """The gateway of a friend carries the traffic through the night; 8 of 60 hours without any are 0.13."""
    lost = {}
    for name, members in (("with", ["FEN", "ISO", "TAR"]), ("without", ["FEN", "TAR"])):
        record = run(classroom, coalition=members, arm="unattacked")
        line = record.services["satcom_wideband"].demand_weighted("strait", "MER")
        lost[name] = float((line < 0.05).mean()) * 60
    assert lost["with"] == 0
    assert lost["without"] == pytest.approx(8, abs=0.2)
