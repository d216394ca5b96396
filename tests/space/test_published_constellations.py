"""Walker patterns against Ballard's rosettes and the streets of coverage of Adams and Rider."""

from itertools import combinations

import numpy as np
import pytest

from wargame.space.coverage import edge_elevation_deg, streets_of_coverage
from wargame.space.orbits import period_s, positions_teme_km, walker_delta, walker_star

EPOCH = "2026-01-01T00:00:00Z"


def _directions(orbits, turns):
    """Unit vectors of satellites at shares of a revolution, shape (steps, satellites, 3)."""
    times_s = period_s(orbits[0].semi_major_axis_km) * np.asarray(turns)
    positions_km = positions_teme_km(orbits, EPOCH, times_s).transpose(1, 0, 2)
    return positions_km / np.linalg.norm(positions_km, axis=-1, keepdims=True)


def _largest_empty_circle_deg(directions):
    """The largest circle on the sphere without a satellite: it passes through three of them."""
    corners = np.array(list(combinations(range(len(directions)), 3)))
    first, second, third = (directions[corners[:, k]] for k in range(3))
    poles = np.cross(second - first, third - first)
    poles = poles / np.linalg.norm(poles, axis=1, keepdims=True)
    poles = np.concatenate([poles, -poles])
    return np.degrees(np.arccos(np.clip((poles @ directions.T).max(axis=1).min(), -1.0, 1.0)))


@pytest.mark.published("O06")
@pytest.mark.parametrize(
    ("t", "p", "f", "inclination_deg", "radius_deg"),
    [
        (5, 5, 1, 43.66, 69.15),
        (6, 6, 4, 53.13, 66.42),
        (7, 7, 5, 55.69, 60.26),
        (8, 8, 6, 61.86, 56.52),
        (10, 10, 7, 47.93, 51.53),
        (12, 3, 1, 50.73, 47.90),
    ],
)
def test_rosettes_cover_the_sphere_as_ballard_published(t, p, f, inclination_deg, radius_deg):
    # Ballard 1980 (IEEE Trans. AES-16, 656), as Walker deltas t/p/f.
    orbits = walker_delta(t, p, f, 20000.0, inclination_deg)
    turns = np.linspace(0.0, 1.0, 400)
    radii = [_largest_empty_circle_deg(directions) for directions in _directions(orbits, turns)]
    near_the_worst = turns[np.argmax(radii)] + np.linspace(-0.003, 0.003, 61)
    worst = max(_largest_empty_circle_deg(directions) for directions in _directions(orbits, near_the_worst))
    assert worst == pytest.approx(radius_deg, abs=0.03)


@pytest.mark.published("O07")
@pytest.mark.parametrize(
    ("planes", "per_plane", "footprint_deg", "half_street_deg", "corotating_deg", "seam_deg", "altitude_km"),
    [
        (2, 3, 66.716, 37.761, 104.478, 75.522, 20958.5),
        (2, 4, 57.632, 40.789, 98.421, 81.579, 10127.1),
        (3, 4, 48.590, 20.705, 69.295, 41.410, 5674.4),
        (3, 5, 42.279, 23.860, 66.140, 47.721, 3888.5),
        (4, 6, 33.582, 15.851, 49.433, 31.702, 2292.9),
        (5, 8, 25.740, 12.840, 38.580, 25.680, 1360.4),
        (6, 11, 19.907, 11.495, 31.402, 22.990, 868.0),
    ],
)
def test_streets_of_coverage_match_adams_and_rider(
    planes, per_plane, footprint_deg, half_street_deg, corotating_deg, seam_deg, altitude_km
):
    # Adams and Rider 1987 (J. Astronaut. Sci. 35, 155); the altitude is the one at which the edge stands at 10 degrees.
    streets = streets_of_coverage(planes, per_plane)
    found = (streets.footprint_deg, streets.half_street_deg)
    assert found == pytest.approx((footprint_deg, half_street_deg), abs=0.001)
    spacing = (streets.corotating_spacing_deg, streets.counterrotating_spacing_deg)
    assert spacing == pytest.approx((corotating_deg, seam_deg), abs=0.001)
    assert edge_elevation_deg(altitude_km, streets.footprint_deg) == pytest.approx(10.0, abs=0.01)


@pytest.mark.published("O07")
def test_an_iridium_star_is_seen_everywhere_at_8_degrees_and_a_delta_is_not():
    # Published: 8.22 degrees at 780 km, planes 31.40 degrees apart, 22.99 at the seam, half a slot out of step.
    streets = streets_of_coverage(6, 11)
    assert streets.corotating_spacing_deg == pytest.approx(31.40, abs=0.1)
    assert streets.counterrotating_spacing_deg == pytest.approx(22.99, abs=0.1)
    assert edge_elevation_deg(780.0, streets.footprint_deg) == pytest.approx(8.22, abs=0.1)
    star = walker_star(66, 6, 3, 780.0, 90.0, plane_spacing_deg=streets.corotating_spacing_deg)
    holes = [
        _largest_empty_circle_deg(directions) for directions in _directions(star, np.linspace(0, 1 / 11, 23))
    ]
    assert edge_elevation_deg(780.0, max(holes)) == pytest.approx(8.22, abs=0.1)
    delta = walker_delta(66, 6, 2, 780.0, 90.0)
    assert (
        max(_largest_hole_deg(each) for each in _directions(delta, np.linspace(0, 1 / 11, 12)))
        > max(holes) + 3.0
    )


def _largest_hole_deg(directions):
    """The largest distance from a fine grid to the nearest satellite."""
    index = np.arange(20000)
    heights = 1.0 - (2.0 * index + 1.0) / index.size
    angles = index * np.pi * (3.0 - np.sqrt(5.0))
    rims = np.sqrt(1.0 - heights**2)
    grid = np.stack([rims * np.cos(angles), rims * np.sin(angles), heights], axis=1)
    return np.degrees(np.arccos((grid @ directions.T).max(axis=1).min()))


def test_a_pattern_refuses_a_broken_number_of_satellites_per_plane():
    with pytest.raises(ValueError, match="whole number of satellites per plane; found t=10, p=3"):
        walker_delta(10, 3, 1, 800.0, 55.0)
