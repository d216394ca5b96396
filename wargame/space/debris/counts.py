"""How many fragments a break-up makes (counts only; nothing about where they go).

Real counts differ from the model by a factor of 2 to 4: Fengyun-1C made more, USA-193 and Mission
Shakti fewer. Source: NASA Standard Breakup Model, Johnson, Krisko, Liou, Anz-Meador 2001 (Adv. Space
Res. 28, 1377). The square of the speed in the mass of a cratering impact is the later correction
(Krisko 2011, Orbital Debris Quarterly News 15-4).
"""

from dataclasses import dataclass

CATASTROPHIC_J_PER_G = 40.0  # J/g, impact energy per target mass that shatters both (same source)

COUNT_ERROR_FACTORS = (2.0, 4.0)
"""Real counts are off by a factor between these, up or down (see above and Pardini and Anselmo 2011)."""


@dataclass(frozen=True, slots=True)
class SizeLaw:
    """How many fragments are larger than a size: ``coefficient * size_m ** -exponent``.

    Attributes:
        coefficient: fragments larger than 1 m.
        exponent: how steeply the count grows towards small sizes.
    """

    coefficient: float
    exponent: float

    def count(self, min_size_m: float) -> float:
        """Return the expected number of fragments larger than a size."""
        return float(self.coefficient * min_size_m**-self.exponent)

    def share(self, share: float) -> "SizeLaw":
        """Return the law of a share of the fragments: the same at every size."""
        return SizeLaw(self.coefficient * share, self.exponent)


def collision_law(mass_kg: float) -> SizeLaw:
    """Return the size law of a collision: ``0.1 M^0.75 L^-1.71`` (O08).

    Args:
        mass_kg: M, the mass that enters the law (``collision_mass_kg``).
    """
    return SizeLaw(0.1 * mass_kg**0.75, 1.71)


def explosion_law(scale: float = 1.0) -> SizeLaw:
    """Return the size law of an explosion: ``6 S L^-1.6`` (O08).

    Args:
        scale: S; 1 for an upper stage of 600 to 1,000 kg.
    """
    return SizeLaw(6.0 * scale, 1.6)


def is_catastrophic(target_mass_kg: float, projectile_mass_kg: float, speed_km_s: float) -> bool:
    """Return whether an impact shatters both bodies: at least 40 J of impact energy per gram of target."""
    energy_j = 0.5 * projectile_mass_kg * (speed_km_s * 1000.0) ** 2
    return energy_j >= CATASTROPHIC_J_PER_G * target_mass_kg * 1000.0


def collision_mass_kg(target_mass_kg: float, projectile_mass_kg: float, speed_km_s: float) -> float:
    """Return the mass that enters the collision law, kg.

    Both masses if catastrophic; else projectile mass times speed squared in (km/s)^2.
    """
    if is_catastrophic(target_mass_kg, projectile_mass_kg, speed_km_s):
        return target_mass_kg + projectile_mass_kg
    return projectile_mass_kg * speed_km_s**2


def collision_fragments(mass_kg: float, min_size_m: float) -> float:
    """Return the expected number of fragments of a collision larger than a size (O08)."""
    return collision_law(mass_kg).count(min_size_m)


def mass_behind_kg(fragments: float, min_size_m: float) -> float:
    """Return the mass whose collision makes so many fragments larger than a size: the law, solved for M."""
    return float((fragments * min_size_m**1.71 / 0.1) ** (4.0 / 3.0))


def impact_fragments(
    target_mass_kg: float, projectile_mass_kg: float, speed_km_s: float, min_size_m: float
) -> float:
    """Return the expected number of fragments of an impact larger than a size, at either severity."""
    mass_kg = collision_mass_kg(target_mass_kg, projectile_mass_kg, speed_km_s)
    return collision_fragments(mass_kg, min_size_m)


def explosion_fragments(min_size_m: float, scale: float = 1.0) -> float:
    """Return the expected number of fragments of an explosion larger than a size (O08).

    Args:
        min_size_m: smallest size counted, m.
        scale: S; 1 for an upper stage of 600 to 1,000 kg.
    """
    return explosion_law(scale).count(min_size_m)
