"""Compiled drawing of fragments: size, area-to-mass ratio, mass, ejection velocity, one row a fragment.

Chance is counter-based: draw number ``k`` of a key is a pure function of both, and a fragment owns the draws
``8 row ... 8 row + 7``. So a fragment is the same whatever is drawn before, after or instead of others, in whatever
batches. The generator is SplitMix64 with random access (Steele, Lea, Flood 2014, OOPSLA; its words are equal on every
machine, the numbers made of them to the last digits of the machine's log and cosine).

Source of the distributions: Johnson, Krisko, Liou, Anz-Meador 2001 (Adv. Space Res. 28, 1377).
Above 11 cm the area-to-mass ratio is a mixture of two log-normals: each fragment belongs to one of them. (Public codes
that add the two up, weighted, get a distribution that is too narrow and has one peak.) The article says that the laws
below 8 cm and above 11 cm are bridged and not how; here the chance of the upper one rises linearly in log size.
All kernels of one call chain live in this file.
"""

import math

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.compiled import inner_kernel, kernel

DRAWS_PER_FRAGMENT = 8
"""Draws that a fragment owns; six are used."""

LAW_MIN_SIZE_M = 0.001
"""Where the size law begins, m: EVOLVE deposits fragments from 1 mm up."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_ONE = np.uint64(1)
_S12, _S27, _S30, _S31 = np.uint64(12), np.uint64(27), np.uint64(30), np.uint64(31)
_UNIT = 2.0**-52

_LN10 = math.log(10.0)
_BRIDGE_LOW, _BRIDGE_HIGH = math.log10(0.08), math.log10(0.11)  # sizes of 8 and 11 cm
_THIN_SIZE_M = 0.00167  # below it area follows another power of size
_THIN_LN = math.log(_THIN_SIZE_M)
_SPEED_SIGMA = 0.4  # of log10 of the ejection speed
_QUADRATURE_CELLS = 400  # of the mean mass over sizes: 1e-5 of the mass
_BIG_ROW = 1 << 40  # rows of large pieces, out of the way of all others


@kernel
def word_at(key: np.uint64, index: np.uint64) -> np.uint64:
    """Return draw ``index`` of a key as 64 bits: word ``index + 1`` of SplitMix64 seeded with the key."""
    z = key + (index + _ONE) * _GOLDEN
    z = (z ^ (z >> _S30)) * _MIX_A
    z = (z ^ (z >> _S27)) * _MIX_B
    return z ^ (z >> _S31)


@kernel
def uniform_at(key: np.uint64, row: int, purpose: int) -> float:
    """Return a fragment's draw for one purpose, a number in the open interval (0, 1)."""
    word = word_at(key, np.uint64(row) * np.uint64(DRAWS_PER_FRAGMENT) + np.uint64(purpose))
    return (float(word >> _S12) + 0.5) * _UNIT


@inner_kernel
def _clip(value: float, low: float, high: float) -> float:
    """Return the value, held between two bounds."""
    return min(max(value, low), high)


@kernel
def small_normal(decade: float) -> tuple[float, float]:
    """Return mean and deviation of log10(A/M) below 8 cm; ``decade`` is log10 of the size in m."""
    return _clip(-0.3 - 1.4 * (decade + 1.75), -1.0, -0.3), max(0.2, 0.2 + 0.1333 * (decade + 3.5))


@kernel
def large_mixture(decade: float, rocket_body: bool) -> tuple[float, float, float, float, float]:
    """Return the share of the first normal and both (mean, deviation) of log10(A/M) above 11 cm."""
    if rocket_body:
        return (
            _clip(1.0 - 0.3571 * (decade + 1.4), 0.5, 1.0),
            _clip(-0.45 - 0.9 * (decade + 0.5), -0.9, -0.45),
            0.55,
            -0.9,
            _clip(0.28 - 0.1636 * (decade + 1.0), 0.1, 0.28),
        )
    return (
        _clip(0.3 + 0.4 * (decade + 1.2), 0.0, 1.0),
        _clip(-0.6 - 0.318 * (decade + 1.1), -0.95, -0.6),
        _clip(0.1 + 0.2 * (decade + 1.3), 0.1, 0.3),
        _clip(-1.2 - 1.333 * (decade + 0.7), -2.0, -1.2),
        _clip(0.5 - (decade + 0.5), 0.3, 0.5),
    )


@kernel
def mixture_share(decade: float) -> float:
    """Return the chance that a fragment follows the law above 11 cm: 0 up to 8 cm, 1 from 11 cm."""
    return _clip((decade - _BRIDGE_LOW) / (_BRIDGE_HIGH - _BRIDGE_LOW), 0.0, 1.0)


@kernel
def area_of(ln_size: float) -> float:
    """Return the mean cross-section, m^2, of a fragment; ``ln_size`` is the natural log of its size in m."""
    if ln_size < _THIN_LN:
        return 0.540424 * math.exp(2.0 * ln_size)
    return 0.556945 * math.exp(2.0047077 * ln_size)


@kernel
def size_of(area_m2: float) -> float:
    """Return the size, m, of a fragment of a cross-section: the inverse of ``area_of``."""
    thin_m = math.sqrt(area_m2 / 0.540424)
    return thin_m if thin_m < _THIN_SIZE_M else math.exp(math.log(area_m2 / 0.556945) / 2.0047077)


@inner_kernel
def _log_ratio(decade: float, rocket_body: bool, choice: float, normal: float) -> float:
    """Return log10(A/M) from a choice in (0, 1) among the normals and a standard normal."""
    upper = mixture_share(decade)
    if choice >= upper:
        mean, deviation = small_normal(decade)
        return mean + deviation * normal
    share, mean_1, deviation_1, mean_2, deviation_2 = large_mixture(decade, rocket_body)
    if choice < upper * share:
        return mean_1 + deviation_1 * normal
    return mean_2 + deviation_2 * normal


@inner_kernel
def _draw(
    key: np.uint64, row: int, decade: float, rocket_body: bool, speed_law: tuple[float, float]
) -> tuple[float, float, float, float]:
    """Return a fragment's area-to-mass ratio, m^2/kg, and its ejection velocity, m/s.

    The two normals are a pair of Box and Muller's (1958, Ann. Math. Stat. 29, 610).
    """
    radius = math.sqrt(-2.0 * math.log(uniform_at(key, row, 2)))
    angle = 2.0 * math.pi * uniform_at(key, row, 3)
    chi = _log_ratio(decade, rocket_body, uniform_at(key, row, 1), radius * math.cos(angle))
    decades = speed_law[0] * chi + speed_law[1] + _SPEED_SIGMA * radius * math.sin(angle)
    speed = math.exp(_LN10 * decades)
    height = 2.0 * uniform_at(key, row, 4) - 1.0
    across = speed * math.sqrt(1.0 - height * height)
    azimuth = 2.0 * math.pi * uniform_at(key, row, 5)
    return math.exp(_LN10 * chi), across * math.cos(azimuth), across * math.sin(azimuth), speed * height


@kernel
def fill_fragments(
    key: np.uint64,
    first_row: int,
    rows: int,
    counts: tuple[float, float],
    law: tuple[float, float],
    rocket_body: bool,
    speed_law: tuple[float, float],
    sizes_m: FloatArray,
    areas_m2: FloatArray,
    ratios_m2_kg: FloatArray,
    masses_kg: FloatArray,
    ejections_m_s: FloatArray,
) -> None:
    """Fill fragments ``first_row, first_row + 1, ...`` out of ``rows``, from large to small.

    The law's counts are cut into ``rows`` equal slices and each fragment takes its size at random from its own, so that
    the number above any size is the law's to within one fragment.

    Args:
        key: of this break-up and parent.
        first_row: the first fragment filled; as many as the arrays are long.
        rows: fragments in all.
        counts: fragments larger than the largest and than the smallest size.
        law: coefficient and exponent of the size law.
        rocket_body: which mixture of area-to-mass ratios.
        speed_law: a, b of the mean of log10 of the speed in m/s, ``a log10(A/M) + b``.
        sizes_m: shape (n,), filled.
        areas_m2: likewise.
        ratios_m2_kg: likewise, area to mass.
        masses_kg: likewise.
        ejections_m_s: shape (n, 3), filled; the axes are those of the parent's state.
    """
    step = (counts[1] - counts[0]) / rows
    ln_coefficient, inverse_exponent = math.log(law[0]), 1.0 / law[1]
    for here in range(sizes_m.shape[0]):
        row = first_row + here
        above = counts[0] + step * (row + uniform_at(key, row, 0))
        ln_size = (ln_coefficient - math.log(above)) * inverse_exponent
        ratio, x_m_s, y_m_s, z_m_s = _draw(key, row, ln_size / _LN10, rocket_body, speed_law)
        area = area_of(ln_size)
        sizes_m[here], areas_m2[here] = math.exp(ln_size), area
        ratios_m2_kg[here], masses_kg[here] = ratio, area / ratio
        ejections_m_s[here, 0], ejections_m_s[here, 1], ejections_m_s[here, 2] = x_m_s, y_m_s, z_m_s


@kernel
def fill_large_pieces(
    key: np.uint64,
    mass_kg: float,
    size_m: float,
    rocket_body: bool,
    speed_law: tuple[float, float],
    sizes_m: FloatArray,
    areas_m2: FloatArray,
    ratios_m2_kg: FloatArray,
    masses_kg: FloatArray,
    ejections_m_s: FloatArray,
) -> None:
    """Fill pieces that share out a mass at random; their ratios are those of fragments of ``size_m``."""
    pieces, total = sizes_m.shape[0], 0.0
    for piece in range(pieces):
        masses_kg[piece] = uniform_at(key, _BIG_ROW + piece, 0)
        total += masses_kg[piece]
    for piece in range(pieces):
        masses_kg[piece] *= mass_kg / total
        row, decade = _BIG_ROW + piece, math.log(size_m) / _LN10
        ratio, x_m_s, y_m_s, z_m_s = _draw(key, row, decade, rocket_body, speed_law)
        area = masses_kg[piece] * ratio
        sizes_m[piece], areas_m2[piece], ratios_m2_kg[piece] = size_of(area), area, ratio
        ejections_m_s[piece, 0], ejections_m_s[piece, 1], ejections_m_s[piece, 2] = x_m_s, y_m_s, z_m_s


@kernel
def kept_within(masses_kg: FloatArray, limit_kg: float) -> tuple[int, float]:
    """Return the first row that is kept, from the end on, within a mass, and what is then left of it, kg."""
    total_kg = 0.0
    for row in range(masses_kg.shape[0] - 1, -1, -1):
        if total_kg + masses_kg[row] > limit_kg:
            return row + 1, limit_kg - total_kg
        total_kg += masses_kg[row]
    return 0, limit_kg - total_kg


@inner_kernel
def _mean_inverse(mean: float, deviation: float) -> float:
    """Return the mean of ``10 ** -x`` over a normal: M/A of a log-normal A/M."""
    scaled = _LN10 * deviation
    return math.exp(-_LN10 * mean + 0.5 * scaled * scaled)


@kernel
def mean_mass_kg(ln_size: float, rocket_body: bool) -> float:
    """Return the mean mass of fragments of a size, kg: area times the mean of M/A."""
    decade = ln_size / _LN10
    upper = mixture_share(decade)
    mean, deviation = small_normal(decade)
    inverse = (1.0 - upper) * _mean_inverse(mean, deviation)
    share, mean_1, deviation_1, mean_2, deviation_2 = large_mixture(decade, rocket_body)
    inverse += upper * share * _mean_inverse(mean_1, deviation_1)
    inverse += upper * (1.0 - share) * _mean_inverse(mean_2, deviation_2)
    return area_of(ln_size) * inverse


@kernel
def expected_mass_kg(
    law: tuple[float, float], rocket_body: bool, min_size_m: float, max_size_m: float
) -> float:
    """Return the mean mass of all fragments between two sizes, kg; ``law`` is coefficient, exponent."""
    low, high = math.log(min_size_m), math.log(max_size_m)
    step, total_kg = (high - low) / _QUADRATURE_CELLS, 0.0
    for cell in range(_QUADRATURE_CELLS):
        start = low + cell * step
        count = law[0] * (math.exp(-law[1] * start) - math.exp(-law[1] * (start + step)))
        total_kg += count * mean_mass_kg(start + 0.5 * step, rocket_body)
    return total_kg
