"""What a break-up leaves: sizes, areas, masses and ejection velocities of its fragments, and no mass lost.

Source: NASA Standard Breakup Model, Johnson, Krisko, Liou, Anz-Meador 2001 (Adv. Space Res. 28, 1377), with the
correction of Krisko 2011 (Orbital Debris Quarterly News 15-4): a cratering impact breaks ``m v^2`` of mass (v in
km/s). The model draws sizes and area-to-mass ratios apart from each other, so its masses do not add up by themselves.
They are made to, after the practice of EVOLVE (read in two public codes that follow Krisko 2011; the article itself
was not at hand):

- Sizes follow the law from the smallest asked for to 1 m.
- What the law holds between 1 mm and the smallest size is set aside as fine mass, not drawn.
- Fragments are kept from small to large while their mass lasts. The piece that would exceed it gets what is left, with
  its area-to-mass ratio unchanged; larger ones do not come to be.
- Where the law leaves mass over, two to eight large pieces share it at random, with the ratios of the law at 1 m. So
  most of an exploded stage stays in a few large pieces.
- A shattering collision does this for each parent: its share of the law is its share of the mass.

On average the law from 1 mm to 1 m holds 1.0007 times the mass of a spacecraft of 960 kg, 0.89 times at 1,510 kg, 1.32
times at 320 kg: its counts grow with mass to the power 0.75, so small satellites are cut and large ones topped up.

Leaves out: scatter in the counts, momentum (zero on average only), shape, anything about the geometry of the impact.
Real counts differ by a factor of 2 to 4. Where four real collisions were compared, one matched (Pardini and Anselmo).
"""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

import numpy as np

from wargame.space.arrays import FloatArray
from wargame.space.debris.counts import (
    SizeLaw,
    collision_law,
    collision_mass_kg,
    explosion_law,
    is_catastrophic,
)
from wargame.space.debris.fragment_kernels import (
    LAW_MIN_SIZE_M,
    expected_mass_kg,
    fill_fragments,
    fill_large_pieces,
    kept_within,
    size_of,
    uniform_at,
)

Kind = Literal["spacecraft", "rocket_body"]
SpeedLaw = tuple[float, float]

LAW_MAX_SIZE_M = 1.0
"""Where the size law ends; beyond it come the few large pieces."""
COLLISION_SPEED: SpeedLaw = (0.9, 2.9)
EXPLOSION_SPEED: SpeedLaw = (0.2, 1.85)
"""a, b of the mean of log10 of the ejection speed in m/s: ``a log10(A/M) + b`` (Johnson et al. 2001)."""

_LARGE_PIECES = (2, 8)
_LARGE_PIECES_ROW = 1 << 41  # the row of the draw of their number


@dataclass(frozen=True, slots=True)
class Body:
    """What breaks up: its mass, and whether it is a spacecraft or the upper stage of a rocket."""

    mass_kg: float
    kind: Kind = "spacecraft"

    def __post_init__(self) -> None:
        """Refuse a body without mass."""
        if not self.mass_kg > 0.0:
            raise ValueError(f"a body of {self.mass_kg:g} kg cannot break up; its mass must be above zero")


@dataclass(frozen=True, slots=True, eq=False)
class Fragments:
    """Fragments of one parent; area = mass times area-to-mass ratio, and area follows from size.

    Attributes:
        size_m: characteristic length, shape (n,), m.
        area_m2: mean cross-section, shape (n,), m^2.
        area_to_mass_m2_kg: their ratio, shape (n,), m^2/kg.
        mass_kg: shape (n,), kg.
        ejection_m_s: velocity relative to the parent, shape (n, 3), m/s, in the axes of the parent's state.
        fine_mass_kg: the mass of everything finer than the smallest size drawn, kg.
    """

    size_m: FloatArray
    area_m2: FloatArray
    area_to_mass_m2_kg: FloatArray
    mass_kg: FloatArray
    ejection_m_s: FloatArray
    fine_mass_kg: float

    def __len__(self) -> int:
        """How many there are."""
        return len(self.size_m)

    @property
    def total_mass_kg(self) -> float:
        """Drawn fragments and fine mass, kg: the mass that broke up."""
        return float(self.mass_kg.sum()) + self.fine_mass_kg

    @property
    def arrays(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        """Size, area, area-to-mass ratio, mass and ejection velocity."""
        return self.size_m, self.area_m2, self.area_to_mass_m2_kg, self.mass_kg, self.ejection_m_s


@dataclass(frozen=True, slots=True)
class Collision:
    """What a collision leaves.

    Attributes:
        target: fragments that start on the target's orbit.
        projectile: fragments that start on the projectile's orbit; none when the target is only cratered.
        remnant_kg: mass that did not break up: both bodies less the cratered mass; 0 when both are shattered.
    """

    target: Fragments
    projectile: Fragments | None
    remnant_kg: float


def fragment_key(*decision: object) -> int:
    """Return the key of the draws of one break-up: 64 bits of BLAKE2b over what it is about.

    Args:
        decision: the run's seed and replicate and what breaks up when; never a running counter.
    """
    text = "\x1f".join(map(str, decision))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def collide(target: Body, projectile: Body, speed_km_s: float, min_size_m: float, key: int) -> Collision:
    """Return what a collision leaves: both bodies shattered, or the target cratered.

    Args:
        target: the heavier body.
        projectile: the lighter body.
        speed_km_s: relative speed.
        min_size_m: smallest size drawn, m, 1 mm to below 1 m.
        key: of the draws (``fragment_key``).

    Raises:
        ValueError: the projectile is the heavier body, or the size lies outside the law.
    """
    if projectile.mass_kg > target.mass_kg:
        raise ValueError(
            f"the projectile ({projectile.mass_kg:g} kg) is heavier than the target ({target.mass_kg:g} kg); "
            "name the heavier body the target"
        )
    mass_kg = collision_mass_kg(target.mass_kg, projectile.mass_kg, speed_km_s)
    law = collision_law(mass_kg)
    if not is_catastrophic(target.mass_kg, projectile.mass_kg, speed_km_s):
        cratered = _close(law, Body(mass_kg, target.kind), COLLISION_SPEED, min_size_m, key)
        return Collision(cratered, None, target.mass_kg + projectile.mass_kg - mass_kg)
    both = [
        _close(law.share(body.mass_kg / mass_kg), body, COLLISION_SPEED, min_size_m, fragment_key(key, name))
        for name, body in (("target", target), ("projectile", projectile))
    ]
    return Collision(both[0], both[1], 0.0)


def shatter(body: Body, min_size_m: float, key: int) -> Fragments:
    """Return the fragments of a body that is shattered and enters the collision law alone.

    So is a target counted whose interceptor falls back at once (published case O08, 960 kg).

    Args:
        body: what is shattered.
        min_size_m: smallest size drawn, m, 1 mm to below 1 m.
        key: of the draws (``fragment_key``).

    Raises:
        ValueError: the size lies outside the law.
    """
    return _close(collision_law(body.mass_kg), body, COLLISION_SPEED, min_size_m, key)


def explode(body: Body, min_size_m: float, key: int, scale: float = 1.0) -> Fragments:
    """Return the fragments of a body that explodes.

    Args:
        body: what explodes.
        min_size_m: smallest size drawn, m, 1 mm to below 1 m.
        key: of the draws (``fragment_key``).
        scale: S of the explosion law; 1 for an upper stage of 600 to 1,000 kg.

    Raises:
        ValueError: the size lies outside the law.
    """
    return _close(explosion_law(scale), body, EXPLOSION_SPEED, min_size_m, key)


def sample(
    law: SizeLaw,
    kind: Kind,
    speed: SpeedLaw,
    sizes_m: tuple[float, float],
    rows: int,
    key: int,
    first: int = 0,
) -> Fragments:
    """Return fragments as the distributions have them, with no regard to their total mass.

    Args:
        law: the size law; only its shape matters here.
        kind: whose area-to-mass ratios.
        speed: ``COLLISION_SPEED`` or ``EXPLOSION_SPEED``.
        sizes_m: smallest and largest size.
        rows: how many fragments stand for the whole of the law between the two sizes.
        key: of the draws.
        first: the first one returned, counted from the largest; the last is always the smallest.
    """
    found = _room(rows - first)
    counts = (law.count(sizes_m[1]), law.count(sizes_m[0]))
    _fill(law, kind, speed, counts, rows, key, first, found)
    return found


def expected_mass(law: SizeLaw, kind: Kind, sizes_m: tuple[float, float]) -> float:
    """Return the mean mass of all fragments between two sizes, kg, before any account is closed."""
    return expected_mass_kg((law.coefficient, law.exponent), kind == "rocket_body", *sizes_m)


def _close(law: SizeLaw, body: Body, speed: SpeedLaw, min_size_m: float, key: int) -> Fragments:
    """Return the fragments of one parent, its mass accounted for (see the module's page)."""
    if not LAW_MIN_SIZE_M <= min_size_m < LAW_MAX_SIZE_M:
        raise ValueError(
            f"the smallest size is {min_size_m:g} m; the size law holds from {LAW_MIN_SIZE_M:g} m to below "
            f"{LAW_MAX_SIZE_M:g} m"
        )
    fine_kg = expected_mass(law, body.kind, (LAW_MIN_SIZE_M, min_size_m))
    if fine_kg >= body.mass_kg:
        return _part(_room(0), 0, body.mass_kg)
    counts = (law.count(LAW_MAX_SIZE_M), law.count(min_size_m))
    rows, most = round(counts[1] - counts[0]), _LARGE_PIECES[1]
    found = _room(most + rows)
    _fill(law, body.kind, speed, counts, rows, key, 0, _part(found, most))
    kept, left_kg = kept_within(found.mass_kg[most:], body.mass_kg - fine_kg)
    start = most + kept
    if kept:
        start -= _cut_piece(found, start - 1, left_kg, min_size_m)
    else:
        start -= _large_pieces(found, body.kind, speed, left_kg, min_size_m, key)
    return _part(found, start, body.mass_kg)


def _cut_piece(found: Fragments, row: int, mass_kg: float, min_size_m: float) -> int:
    """Give one fragment the mass that is left; return 1, or 0 where it comes out finer than asked for."""
    area_m2 = mass_kg * found.area_to_mass_m2_kg[row]
    size_m = _size_m(area_m2)
    found.mass_kg[row], found.area_m2[row], found.size_m[row] = mass_kg, area_m2, size_m
    return int(size_m >= min_size_m)


def _size_m(area_m2: float) -> float:
    return float(size_of(area_m2)) if area_m2 > 0.0 else 0.0


def _large_pieces(
    found: Fragments, kind: Kind, speed: SpeedLaw, mass_kg: float, min_size_m: float, key: int
) -> int:
    """Fill the rows kept free for large pieces; return how many there are."""
    fewest, most = _LARGE_PIECES
    pieces = fewest + int(uniform_at(np.uint64(key), _LARGE_PIECES_ROW, 0) * (most - fewest + 1))
    rows = [array[most - pieces : most] for array in found.arrays]
    fill_large_pieces(np.uint64(key), mass_kg, LAW_MAX_SIZE_M, kind == "rocket_body", speed, *rows)
    return pieces if rows[0].min() >= min_size_m else 0


def _fill(
    law: SizeLaw,
    kind: Kind,
    speed: SpeedLaw,
    counts: tuple[float, float],
    rows: int,
    key: int,
    first: int,
    found: Fragments,
) -> None:
    """Fill fragments from ``first`` on, as many as there is room for."""
    if len(found):
        law_of = (law.coefficient, law.exponent)
        fill_fragments(
            np.uint64(key), first, rows, counts, law_of, kind == "rocket_body", speed, *found.arrays
        )


def _room(rows: int) -> Fragments:
    """Return arrays to fill."""
    return Fragments(np.empty(rows), np.empty(rows), np.empty(rows), np.empty(rows), np.empty((rows, 3)), 0.0)


def _part(found: Fragments, start: int, mass_kg: float = 0.0) -> Fragments:
    """Return the fragments from a row on; what they lack of a mass is fine mass."""
    sizes, areas, ratios, masses, ejections = (array[start:] for array in found.arrays)
    fine_kg = max(mass_kg - float(masses.sum()), 0.0) if mass_kg else 0.0
    return Fragments(sizes, areas, ratios, masses, ejections, fine_kg)
