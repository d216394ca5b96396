"""Scenarios that differ in nothing but Red's stakes share all but the weighing, and play as they would alone."""

import sys
from collections import OrderedDict

import pytest

from wargame.loader import load
from wargame.run import board_of, run
from wargame.scenario.politics import STAKES, Adversary

OTHER = {
    "costs": "actors.{red}.adversary.costs.response_cap=0.6",
    "fading": "actors.{red}.adversary.costs.response_fading_d=7",
    "pressure": "actors.{red}.adversary.pressure=0.9",
    "resolve": "actors.{red}.adversary.resolve_rate=5",
    "choice": "actors.{red}.adversary.choice_rate=30",
    "least gain": "actors.{red}.adversary.least_gain=0.04",
    "worth": "actors.{red}.adversary.objectives.{aim}.q50=0.75",
}


@pytest.fixture
def no_boards(monkeypatch):
    """Nothing is remembered of what was played before."""

    def forget():
        monkeypatch.setattr(sys.modules["wargame.run"], "_BOARDS", OrderedDict())

    forget()
    return forget


def other_than(name, what):
    scenario = load(name)
    (red,) = scenario.adversaries
    aim = min(scenario.actors[red].adversary.objectives)
    return scenario, load(name, set=[OTHER[what].format(red=red, aim=aim)])


def digests(scenario):
    return [
        run(scenario, 1, replicate, arm=arm).digest for arm in ("restraint", "free") for replicate in (0, 1)
    ]


@pytest.mark.parametrize("what", OTHER)
def test_a_game_with_other_stakes_is_the_same_beside_another_and_alone(no_boards, what):
    base, changed = other_than("classroom", what)
    found = []
    for before in (False, True):
        no_boards()
        if before:
            digests(base)
            board_of(base).keep()  # on disk, where a later process would find it
            assert board_of(changed).services is board_of(base).services
        found.append(digests(changed))
    assert found[0] == found[1]
    assert digests(base) != found[0]


def test_another_overlap_of_evidence_shares_nothing(no_boards):
    base = load("classroom")
    (red,) = base.adversaries
    changed = load("classroom", set=[f"actors.{red}.adversary.evidence_overlap=0.8"])
    run(base, 1, 0)
    assert board_of(changed).watch is not board_of(base).watch
    assert changed.but_for_stakes != base.but_for_stakes


def test_stakes_are_fields_of_an_adversary():
    assert set(STAKES) <= set(Adversary.model_fields)
