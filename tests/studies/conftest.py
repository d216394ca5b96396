"""A small study: the tutorial's coalitions, without a game being played."""

import pytest

import wargame
from wargame.studies.deck import Card
from wargame.studies.games import GameKey


@pytest.fixture(scope="session")
def cards():
    return {0: Card.of(wargame.load("tutorial"))}


@pytest.fixture(scope="session")
def keys():
    return [
        GameKey(0, members, "neutral", arm, "cut_the_strait" if arm == "forced" else None, 7, replicate)
        for members in ((), ("BOR",), ("BOR", "COR"), ("COR",))
        for replicate in range(10)
        for arm in ("forced", "restraint")
    ]
