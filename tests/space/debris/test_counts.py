"""Counts of fragments; their published numbers are in test_published_links_debris_manoeuvres."""

import pytest

from wargame.space.debris.counts import collision_fragments, mass_behind_kg


@pytest.mark.parametrize("mass_kg", [50.0, 960.0, 2300.0])
def test_the_mass_behind_a_count_is_the_mass_that_makes_it(mass_kg):
    assert mass_behind_kg(collision_fragments(mass_kg, 0.1), 0.1) == pytest.approx(mass_kg, rel=1e-12)
