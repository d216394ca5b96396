"""Custody in bits equals custody looked up observation by observation, on random sightings and contacts."""

import numpy as np
import pytest

from wargame.missions.sda_custody import custody_share, custody_words, steps_through
from wargame.space.arrays import frozen


def random_bits(draw, *shape, density):
    """Words whose bits are set with a probability."""
    bits = draw.random((*shape, 64)) < density
    return (bits.astype(np.uint64) << np.arange(64, dtype=np.uint64)).sum(axis=-1, dtype=np.uint64)


def steps_of(words):
    """Truth values of the steps of one row of words."""
    return ((words[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)).reshape(-1).astype(bool)


def looked_up(seen, up, contact, life, delay):
    """Custody of one object: seen and up (observers, steps), contact (steps,)."""
    n_steps = len(contact)
    held = np.zeros(n_steps, dtype=bool)
    for made in np.flatnonzero((seen & up).any(axis=0)):
        received = [step for step in range(made, n_steps) if contact[step]]
        if received:
            held[received[0] + delay : made + life + 1] = True
    return held


@pytest.mark.parametrize("seed", range(300))
def test_custody_by_words_equals_custody_looked_up(seed):
    draw = np.random.default_rng(seed)
    n_words, n_observers, n_objects = draw.integers(1, 7), draw.integers(1, 4), draw.integers(1, 4)
    density = draw.choice([0.003, 0.02, 0.3])
    life = int(draw.choice([0, 1, 5, 23, 62, 63, 64, 65, 127, 200]))
    delay = int(draw.choice([0, 0, min(life, 1), life // 2, life]))
    seen = random_bits(draw, n_words + draw.integers(0, 2), n_observers, n_objects, density=density)
    up = random_bits(draw, n_observers, n_words, density=draw.choice([0.5, 0.95, 1.0]))
    contact = random_bits(draw, n_words, density=draw.choice([0.0, 0.01, 0.05, 0.5, 1.0]))
    rows = np.sort(draw.permutation(n_observers)[: draw.integers(1, n_observers + 1)])
    found = custody_words(frozen(seen), rows, np.ascontiguousarray(up[rows]), contact, life, delay)
    assert found.shape == (n_words, n_objects)
    linked = steps_of(contact)
    for column in range(n_objects):
        looks = np.array([steps_of(seen[:n_words, row, column]) for row in rows])
        works = np.array([steps_of(up[row]) for row in rows])
        expected = looked_up(looks, works, linked, life, delay)
        assert np.array_equal(steps_of(np.ascontiguousarray(found[:, column])), expected)


@pytest.mark.parametrize("density", [0.0, 0.1, 0.9, 1.0])
@pytest.mark.parametrize("n_objects", [1, 2, 63, 64, 200])
def test_shares_are_counts_of_bits(density, n_objects):
    draw = np.random.default_rng(n_objects)
    custody = random_bits(draw, 3, n_objects, density=density)
    columns = np.sort(draw.permutation(n_objects)[: draw.integers(1, n_objects + 1)])
    every = np.array([steps_of(np.ascontiguousarray(custody[:, column])) for column in columns])
    for steps in (np.arange(150), np.arange(6, 192, 12), np.array([77]), np.arange(0)):
        assert np.array_equal(custody_share(custody, columns, steps), every[:, steps].mean(axis=0))


@pytest.mark.parametrize("last", [-1, 0, 5, 62, 63, 64, 127, 128, 500])
def test_the_epoch_s_steps_are_the_first_ones(last):
    assert np.array_equal(np.flatnonzero(steps_of(steps_through(last, 3))), np.arange(min(last + 1, 192)))
