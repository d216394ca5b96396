"""Fragments follow the published distributions, each against its closed form."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import kstest, norm

from wargame.space.debris.counts import collision_law, explosion_law
from wargame.space.debris.fragments import COLLISION_SPEED, EXPLOSION_SPEED, fragment_key, sample

ROWS = 200_000
ONE_IN_A_THOUSAND = 1.95 / math.sqrt(ROWS)  # Kolmogorov's bound on the distance of a fair sample
SIZES_M = (0.004, 0.03, 0.07, 0.09, 0.12, 0.3, 0.98)
LAW = collision_law(1000.0)


def of_one_size(size_m, kind="spacecraft", speed=COLLISION_SPEED):
    """Many fragments of practically one size."""
    return sample(
        LAW, kind, speed, (size_m, size_m * (1.0 + 1e-9)), ROWS, fragment_key("sizes", size_m, kind)
    )


@pytest.fixture(scope="module")
def cloud():
    """Fragments of all sizes from 2 mm to 1 m."""
    return sample(LAW, "spacecraft", COLLISION_SPEED, (0.002, 1.0), ROWS, fragment_key("a cloud"))


@pytest.mark.parametrize("kind", ["spacecraft", "rocket_body"])
@pytest.mark.parametrize("size_m", SIZES_M)
def test_area_to_mass_ratios_follow_the_published_distribution(model, size_m, kind):
    chi = np.log10(of_one_size(size_m, kind).area_to_mass_m2_kg)
    found = kstest(chi, lambda x: model.cumulative(x, size_m, kind))
    assert found.statistic < ONE_IN_A_THOUSAND


@pytest.mark.parametrize("kind", ["spacecraft", "rocket_body"])
@pytest.mark.parametrize("size_m", SIZES_M)
def test_their_moments_are_the_integrals_of_the_published_density(model, size_m, kind):
    chi = np.log10(of_one_size(size_m, kind).area_to_mass_m2_kg)
    mass, mean, square = (
        quad(lambda x, power=power: x**power * model.density(x, size_m, kind), -6.0, 4.0, limit=200)[0]
        for power in (0, 1, 2)
    )
    assert mass == pytest.approx(1.0, abs=1e-6)
    deviation = math.sqrt(square - mean**2)
    five_standard_errors = 5.0 * deviation / math.sqrt(ROWS)
    assert chi.mean() == pytest.approx(mean, abs=five_standard_errors)
    assert chi.std() == pytest.approx(deviation, abs=2.0 * five_standard_errors)


def test_large_fragments_are_of_two_sorts_and_not_an_average_of_both(model):
    """At 1 m a spacecraft's pieces lie about -0.95 or -2; public codes that add the two normals fill the valley."""
    _, light, dense = model.parts(0.98, "spacecraft")
    chi = np.log10(of_one_size(0.98).area_to_mass_m2_kg)
    averaged = math.hypot(light[0] * light[2], dense[0] * dense[2])
    assert chi.std() > 2.0 * averaged
    at_peaks = [np.mean(np.abs(chi - part[1]) < 0.1) for part in (light, dense)]
    valley = np.mean(np.abs(chi - (0.6 * dense[1] + 0.4 * light[1])) < 0.1)
    assert min(at_peaks) > 1.2 * valley


def test_half_way_of_the_bridge_both_laws_have_their_say(model):
    size_m = math.sqrt(0.08 * 0.11)
    assert model.parts(size_m, "spacecraft")[0][0] == pytest.approx(0.5, abs=1e-9)
    light = np.mean(np.log10(of_one_size(size_m).area_to_mass_m2_kg) > -0.8)
    assert light == pytest.approx(1.0 - model.cumulative(-0.8, size_m, "spacecraft"), abs=0.005)


@pytest.mark.published("O08")
@pytest.mark.parametrize(
    ("law", "min_size_m", "expected"),
    [(collision_law(1510.0), 0.05, 4064), (explosion_law(1.0), 0.05, 724), (collision_law(960.0), 0.1, 885)],
)
def test_the_count_above_every_size_is_the_law_s_to_within_one(law, min_size_m, expected):
    """Also at sizes far above the smallest one drawn."""
    beyond = law.count(1.0)
    rows = round(law.count(min_size_m) - beyond)
    assert rows + beyond == pytest.approx(expected, abs=1.0)
    sizes_m = sample(law, "spacecraft", COLLISION_SPEED, (min_size_m, 1.0), rows, fragment_key(1)).size_m
    assert np.all(np.diff(sizes_m) < 0.0), "from large to small"
    for size_m in (0.06, 0.1, 0.2, 0.5, 0.9):
        if size_m > min_size_m:
            assert np.sum(sizes_m > size_m) == pytest.approx(law.count(size_m) - beyond, abs=1.5)


def test_sizes_follow_the_power_law(cloud):
    def cumulative(size_m):
        return (0.002**-1.71 - size_m**-1.71) / (0.002**-1.71 - 1.0)

    assert kstest(cloud.size_m, cumulative).statistic < 2.0 / ROWS


def test_areas_and_masses_belong_to_sizes_and_ratios(model, cloud):
    some = slice(0, None, 997)
    areas_m2 = [model.area_m2(size_m) for size_m in cloud.size_m[some]]
    np.testing.assert_allclose(cloud.area_m2[some], areas_m2, rtol=1e-12)
    np.testing.assert_allclose(cloud.area_m2, cloud.mass_kg * cloud.area_to_mass_m2_kg, rtol=1e-12)


@pytest.mark.parametrize("speed", [COLLISION_SPEED, EXPLOSION_SPEED])
def test_ejection_speeds_are_log_normal_about_the_published_line(speed):
    """log10 of the speed in m/s: N(0.9 chi + 2.9, 0.4) in a collision, N(0.2 chi + 1.85, 0.4) in an explosion."""
    slope, level = {COLLISION_SPEED: (0.9, 2.9), EXPLOSION_SPEED: (0.2, 1.85)}[speed]
    found = of_one_size(0.3, speed=speed)
    chi = np.log10(found.area_to_mass_m2_kg)
    away = np.log10(np.linalg.norm(found.ejection_m_s, axis=1)) - (slope * chi + level)
    assert kstest(away, norm(0.0, 0.4).cdf).statistic < ONE_IN_A_THOUSAND
    assert abs(np.corrcoef(away, chi)[0, 1]) < 5.0 / math.sqrt(ROWS)
    heavy = chi < np.median(chi)
    assert np.median(away[heavy]) == pytest.approx(np.median(away[~heavy]), abs=0.01)


def test_ejection_is_the_same_in_every_direction(cloud):
    speeds = np.linalg.norm(cloud.ejection_m_s, axis=1)
    directions = cloud.ejection_m_s / speeds[:, None]
    for axis in range(3):
        along = directions[:, axis]
        assert kstest(along, lambda x: 0.5 * (x + 1.0)).statistic < ONE_IN_A_THOUSAND
        assert abs(np.corrcoef(along, np.log(speeds))[0, 1]) < 5.0 / math.sqrt(ROWS)
    second_moments = directions.T @ directions / ROWS
    np.testing.assert_allclose(second_moments, np.eye(3) / 3.0, atol=5.0 * 0.3 / math.sqrt(ROWS))
