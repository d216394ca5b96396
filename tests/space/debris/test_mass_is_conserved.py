"""What broke up is what is left: to 1e-9, whatever breaks up and however finely it is drawn."""

import numpy as np
import pytest
from scipy.integrate import quad

from wargame.space.debris.counts import collision_law, explosion_law
from wargame.space.debris.fragments import (
    COLLISION_SPEED,
    Body,
    collide,
    expected_mass,
    explode,
    fragment_key,
    sample,
    shatter,
)

NINE_DIGITS = 1e-9
KEYS = [fragment_key("mass", number) for number in range(20)]


def account(found, mass_kg):
    """The drawn and the fine mass add up, and every fragment's numbers belong together."""
    assert found.mass_kg.sum() + found.fine_mass_kg == pytest.approx(mass_kg, rel=NINE_DIGITS)
    assert found.total_mass_kg == pytest.approx(mass_kg, rel=NINE_DIGITS)
    assert found.fine_mass_kg >= 0.0
    assert np.all(found.mass_kg > 0.0)
    np.testing.assert_allclose(found.area_m2, found.mass_kg * found.area_to_mass_m2_kg, rtol=1e-12)


@pytest.mark.parametrize("kind", ["spacecraft", "rocket_body"])
@pytest.mark.parametrize("min_size_m", [0.005, 0.02, 0.1, 0.9])
@pytest.mark.parametrize("mass_kg", [0.01, 5.0, 100.0, 960.0, 1510.0, 20_000.0])
def test_a_shattered_body_leaves_its_mass(mass_kg, min_size_m, kind):
    found = shatter(Body(mass_kg, kind), min_size_m, KEYS[0])
    account(found, mass_kg)
    assert np.all(found.size_m >= min_size_m)


def test_drawn_down_to_a_millimetre_nothing_is_set_aside():
    found = shatter(Body(100.0), 0.001, KEYS[0])
    account(found, 100.0)
    assert found.fine_mass_kg == pytest.approx(0.0, abs=1e-6)


def test_both_bodies_of_a_shattering_collision_leave_their_masses():
    found = collide(Body(950.0), Body(560.0, "rocket_body"), 11.7, 0.01, KEYS[0])
    account(found.target, 950.0)
    account(found.projectile, 560.0)
    assert found.remnant_kg == 0.0


@pytest.mark.published("O08")
def test_a_cratering_impact_breaks_projectile_mass_times_speed_in_km_s_squared():
    found = collide(Body(950.0), Body(560.0), 0.1, 0.05, KEYS[0])
    account(found.target, 560.0 * 0.1**2)
    assert found.projectile is None
    assert found.remnant_kg == pytest.approx(950.0 + 560.0 - 5.6, rel=NINE_DIGITS)
    # The law counts 61 above 5 cm; the 5.6 kg last for most of them, not for the largest.
    assert 40 < len(found.target) <= 61


@pytest.mark.published("O08")
def test_a_sampled_collision_has_the_published_number_of_fragments():
    """4,064 above 5 cm and 885 above 10 cm; the law's 24 and 17 above 1 m give way to a few large pieces or none."""
    for key in KEYS:
        found = collide(Body(950.0), Body(560.0), 11.7, 0.05, key)
        assert len(found.target) + len(found.projectile) == pytest.approx(4064, rel=0.01)
        assert len(shatter(Body(960.0), 0.1, key)) == pytest.approx(885, rel=0.05)


def test_an_exploded_stage_stays_mostly_in_two_to_eight_large_pieces():
    numbers = set()
    law_rows = round(explosion_law().count(0.05) - explosion_law().count(1.0))
    for key in KEYS:
        found = explode(Body(900.0, "rocket_body"), 0.05, key)
        account(found, 900.0)
        numbers.add(len(found) - law_rows)
        assert found.mass_kg[: len(found) - law_rows].sum() > 0.7 * 900.0
    assert numbers <= set(range(2, 9))
    assert len(numbers) > 3


def test_a_small_satellite_has_no_fragment_as_large_as_itself():
    """At 20 kg the law holds three times the mass: the largest fragments do not come to be."""
    found = shatter(Body(20.0), 0.05, KEYS[0])
    assert len(found) < round(collision_law(20.0).count(0.05) - collision_law(20.0).count(1.0))
    assert found.size_m.max() < 0.7


@pytest.mark.parametrize("kind", ["spacecraft", "rocket_body"])
@pytest.mark.parametrize("sizes_m", [(0.001, 0.05), (0.05, 0.1), (0.1, 1.0)])
def test_the_law_s_own_mass_is_the_integral_of_the_published_distributions(model, sizes_m, kind):
    law = collision_law(960.0)

    def mass_per_size(size_m):
        inverse = sum(
            weight * 10.0**-mean * np.exp(0.5 * (np.log(10.0) * deviation) ** 2)
            for weight, mean, deviation in model.parts(size_m, kind)
        )
        slope = law.exponent * law.coefficient * size_m ** (-law.exponent - 1.0)
        return model.area_m2(size_m) * inverse * slope

    by_hand = quad(mass_per_size, *sizes_m, limit=400, points=[s for s in (0.08, 0.11) if s < sizes_m[1]])[0]
    assert expected_mass(law, kind, sizes_m) == pytest.approx(by_hand, rel=1e-3)


def test_a_sample_s_mass_is_the_law_s_on_average():
    law, sizes_m = collision_law(960.0), (0.01, 1.0)
    rows = round(law.count(sizes_m[0]) - law.count(sizes_m[1]))
    masses = [sample(law, "spacecraft", COLLISION_SPEED, sizes_m, rows, key).mass_kg.sum() for key in KEYS]
    error_kg = np.std(masses, ddof=1) / np.sqrt(len(KEYS))
    assert np.mean(masses) == pytest.approx(expected_mass(law, "spacecraft", sizes_m), abs=4.0 * error_kg)


def test_a_spacecraft_of_a_ton_is_what_the_law_was_made_for():
    """From 1 mm to 1 m the mixture of the article holds the mass of a spacecraft of 960 kg to 0.1 %."""
    assert expected_mass(collision_law(960.0), "spacecraft", (0.001, 1.0)) == pytest.approx(960.0, rel=1e-3)


def test_what_is_not_drawn_is_as_heavy_as_the_law_says():
    found = shatter(Body(1510.0), 0.1, KEYS[0])
    assert found.fine_mass_kg == pytest.approx(
        expected_mass(collision_law(1510.0), "spacecraft", (0.001, 0.1)), rel=1e-3
    )


def test_a_size_outside_the_law_is_refused_with_its_limits():
    for size_m in (0.0005, 1.0):
        with pytest.raises(ValueError, match=r"holds from 0\.001 m to below 1 m"):
            shatter(Body(960.0), size_m, KEYS[0])


def test_a_body_without_mass_and_a_projectile_heavier_than_its_target_are_refused():
    with pytest.raises(ValueError, match="its mass must be above zero"):
        Body(0.0)
    with pytest.raises(ValueError, match="name the heavier body the target"):
        collide(Body(10.0), Body(560.0), 11.7, 0.1, KEYS[0])
