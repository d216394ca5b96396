"""Runs of the tutorial that are forked, each played once."""

from functools import cache

import pytest

from wargame.run import run


@pytest.fixture(scope="session")
def parent_of(crises):
    """The record of an arm of the tutorial."""

    @cache
    def play(arm="free", package=None, seed=1):
        return run(crises.tutorial(), seed=seed, arm=arm, package=package)

    return play


@pytest.fixture(scope="session")
def parent(parent_of):
    """The free arm of the tutorial."""
    return parent_of()
