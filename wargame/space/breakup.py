"""How many fragments a break-up makes (counts only; nothing about where they go).

Real counts differ from the model by a factor of 2 to 4: Fengyun-1C made more, USA-193 and Mission
Shakti fewer. Source: NASA Standard Breakup Model, Johnson, Krisko, Liou, Anz-Meador 2001 (Adv. Space
Res. 28, 1377).
"""

CATASTROPHIC_J_PER_G = 40.0  # J/g, impact energy per target mass that shatters both (same source)


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
    """Return the expected number of fragments larger than a size: 0.1 M^0.75 L^-1.71 (O08)."""
    return float(0.1 * mass_kg**0.75 * min_size_m**-1.71)


def impact_fragments(
    target_mass_kg: float, projectile_mass_kg: float, speed_km_s: float, min_size_m: float
) -> float:
    """Return the expected number of fragments of an impact larger than a size, at either severity."""
    mass_kg = collision_mass_kg(target_mass_kg, projectile_mass_kg, speed_km_s)
    return collision_fragments(mass_kg, min_size_m)


def explosion_fragments(min_size_m: float, scale: float = 1.0) -> float:
    """Return the expected number of fragments of an explosion larger than a size: 6 S L^-1.6 (O08).

    Args:
        min_size_m: smallest size counted, m.
        scale: S; 1 for an upper stage of 600 to 1,000 kg.
    """
    return float(6.0 * scale * min_size_m**-1.6)
