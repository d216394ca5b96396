"""The few numbers for a card: what they are made of, and that they are the same whenever they are asked for."""

import pytest

from wargame.space.debris.cloud import cloud_summary
from wargame.space.debris.decay import up_after
from wargame.space.debris.fragments import Body, fragment_key, shatter
from wargame.space.debris.orbits import circular_state, fragment_orbits


@pytest.fixture(scope="module")
def fengyun():
    return cloud_summary(960.0, 865.0, 98.9)


@pytest.mark.published("O08")
def test_it_counts_by_the_size_law(fengyun):
    assert fengyun.over_10_cm == pytest.approx(885, abs=1)
    assert fengyun.over_1_cm == pytest.approx(51.3 * fengyun.over_10_cm, rel=1e-3)


def test_shares_are_those_of_a_cloud_drawn_with_its_mass(fengyun):
    found = shatter(Body(960.0), 0.1, fragment_key("another cloud"))
    orbits = fragment_orbits(circular_state(865.0, 98.9), found.ejection_m_s)
    for years, share in zip(fengyun.years, fengyun.up_shares, strict=True):
        assert share == pytest.approx(up_after(orbits, found.area_to_mass_m2_kg, years).mean(), abs=0.06)
    assert list(fengyun.up_shares) == sorted(fengyun.up_shares, reverse=True)


def test_one_event_in_low_orbit_adds_a_millionth_to_a_hundred_thousandth_of_a_hit(fengyun):
    """Above 10 cm, a square metre and year: the order of magnitude known for such events."""
    assert fengyun.peak_shell_km[0] <= 865.0 <= fengyun.peak_shell_km[1]
    assert 1e-6 < fengyun.hits_10_cm_per_m2_year < 1e-5
    assert fengyun.hits_1_cm_per_m2_year == pytest.approx(51.3 * fengyun.hits_10_cm_per_m2_year, rel=1e-3)


def test_twice_the_mass_makes_more_fragments_and_changes_nothing_else(fengyun):
    heavy = cloud_summary(1920.0, 865.0, 98.9)
    assert heavy.over_10_cm == pytest.approx(2.0**0.75 * fengyun.over_10_cm, rel=1e-9)
    assert heavy.up_shares == fengyun.up_shares
    assert heavy.hits_1_cm_per_m2_year / fengyun.hits_1_cm_per_m2_year == pytest.approx(2.0**0.75, rel=1e-9)


def test_the_higher_the_kill_the_longer_it_lasts():
    shares = [
        cloud_summary(960.0, altitude_km).up_shares[1]
        for altitude_km in (250.0, 480.0, 800.0, 1200.0, 35_786.0)
    ]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] > 0.97


def test_the_sentence_states_the_error_and_says_nothing_of_hits_in_high_orbits(fengyun):
    assert "good to a factor of 2 to 4" in fengyun.sentence()
    assert "885 fragments above 10 cm" in fengyun.sentence()
    assert "hits" in fengyun.sentence()
    assert "hits" not in cloud_summary(960.0, 35_786.0, 0.1).sentence()


def test_no_mass_makes_no_cloud():
    with pytest.raises(ValueError, match="both must be positive"):
        cloud_summary(0.0, 865.0)
