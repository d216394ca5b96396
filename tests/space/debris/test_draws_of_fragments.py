"""A fragment's draws are a pure function of its key: the same in every process, batch and company."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import kstest

from wargame.space.debris.counts import collision_law
from wargame.space.debris.fragment_kernels import uniform_at, word_at
from wargame.space.debris.fragments import COLLISION_SPEED, Body, collide, fragment_key, sample, shatter

# The first words of SplitMix64 seeded with 1234567, as printed with public implementations (Rosetta Code).
PUBLISHED_WORDS = (
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
)
KEY = fragment_key("seed", 0, "direct_ascent", "relay")


def drawn(first=0, rows=1000, key=KEY):
    return sample(collision_law(960.0), "spacecraft", COLLISION_SPEED, (0.05, 1.0), rows, key, first)


def bits(found):
    return b"".join(array.tobytes() for array in found.arrays)


def test_words_are_those_of_the_published_generator():
    words = [int(word_at(np.uint64(1234567), np.uint64(place))) for place in range(len(PUBLISHED_WORDS))]
    assert tuple(words) == PUBLISHED_WORDS


def test_draws_are_uniform_and_never_zero_or_one():
    draws = np.array([uniform_at(np.uint64(KEY), row, row % 6) for row in range(20_000)])
    assert draws.min() > 0.0
    assert draws.max() < 1.0
    assert kstest(draws, "uniform").statistic < 1.95 / np.sqrt(len(draws))


@pytest.mark.parametrize("first", [1, 17, 999])
def test_a_fragment_is_the_same_in_whatever_batch_it_is_drawn(first):
    whole = drawn()
    for part, array in zip(drawn(first).arrays, whole.arrays, strict=True):
        assert part.tobytes() == np.ascontiguousarray(array[first:]).tobytes()


def test_another_key_gives_another_cloud():
    assert bits(drawn()) == bits(drawn())
    other = drawn(key=fragment_key("seed", 1, "direct_ascent", "relay"))
    assert not np.intersect1d(drawn().area_to_mass_m2_kg, other.area_to_mass_m2_kg).size


def test_the_two_parents_of_a_collision_share_no_draw():
    found = collide(Body(900.0), Body(560.0), 11.7, 0.1, KEY)
    shared = np.intersect1d(found.target.area_to_mass_m2_kg, found.projectile.area_to_mass_m2_kg)
    assert not shared.size


def test_another_process_draws_the_same_bits():
    program = (
        "from wargame.space.debris.fragments import Body, fragment_key, shatter\n"
        "found = shatter(Body(960.0), 0.1, fragment_key('seed', 0, 'direct_ascent', 'relay'))\n"
        "print(b''.join(array.tobytes() for array in found.arrays).hex()[:4096], found.fine_mass_kg.hex())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    here = shatter(Body(960.0), 0.1, KEY)
    assert done.stdout.split() == [bits(here).hex()[:4096], here.fine_mass_kg.hex()]


def test_the_first_fragments_are_written_down():
    """Words are equal everywhere; what log and cosine make of them, to the last digits of a machine's library."""
    assert hex(KEY) == "0xa8c59cd44b708e54"
    found = drawn(rows=3)
    np.testing.assert_allclose(
        found.size_m, [0.36787237051755833, 0.07813138381461848, 0.0625624945280926], rtol=1e-12
    )
    np.testing.assert_allclose(
        found.area_to_mass_m2_kg, [0.13319765203570316, 0.35731792710351834, 0.04000510421840877], rtol=1e-12
    )
    np.testing.assert_allclose(
        found.ejection_m_s[1], [-59.964806291841235, 17.727507407164033, -7.80775511120365], rtol=1e-11
    )
