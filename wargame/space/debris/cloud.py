"""What a kill in orbit leaves to everybody, in the few numbers that fit on a card.

Counts are those of the size law and are good to a factor of 2 to 4. How the cloud spreads, falls and endangers is
worked out on a fixed sample of it, so it depends on the orbit and the kind of body alone, and only the count depends on
the mass. Pieces between 1 and 10 cm are taken to spread and fall like those above 10 cm.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wargame.space.debris.counts import COUNT_ERROR_FACTORS, collision_law
from wargame.space.debris.decay import in_orbit, lifetimes_years
from wargame.space.debris.fragments import COLLISION_SPEED, LAW_MAX_SIZE_M, Kind, fragment_key, sample
from wargame.space.debris.hazard import hits_per_m2_year, relative_speed_km_s, residence, shell_volumes_km3
from wargame.space.debris.orbits import circular_state, fragment_orbits

TRACKED_SIZE_M = 0.1
LETHAL_SIZE_M = 0.01

SMALL_RATIO = (TRACKED_SIZE_M / LETHAL_SIZE_M) ** collision_law(1.0).exponent
"""Fragments above 1 cm for each above 10 cm: 51 by the size law. Of Fengyun-1C, NASA put more than 150,000 above 1 cm
beside 3,037 catalogued (Orbital Debris Program Office, 2009 and 2010): 49."""

YEARS = (1.0, 5.0, 25.0)
SHELL_KM = 50.0
LOW_ORBIT_KM = 2000.0

_SAMPLE = 1000
_SHELLS_AROUND = 20  # below and above the break-up


@dataclass(frozen=True, slots=True)
class CloudSummary:
    """What a break-up by a collision leaves; counts are good to a factor of 2 to 4.

    Attributes:
        over_10_cm: fragments above 10 cm.
        over_1_cm: fragments above 1 cm: 51 times as many, by the same law.
        years: when the shares below are taken.
        up_shares: share of the fragments above 10 cm still in orbit after each of ``years``.
        peak_shell_km: lower and upper altitude of the densest shell just after the break-up.
        hits_10_cm_per_m2_year, hits_1_cm_per_m2_year: what the cloud adds in that shell to the chance that a square
            metre of a satellite is hit in a year. Above 2,000 km an order of magnitude at best: traffic there goes one
            way, so encounters are slower, in a belt that is denser than its shell.
    """

    over_10_cm: float
    over_1_cm: float
    years: tuple[float, ...]
    up_shares: tuple[float, ...]
    peak_shell_km: tuple[float, float]
    hits_10_cm_per_m2_year: float
    hits_1_cm_per_m2_year: float

    def sentence(self) -> str:
        """The summary as a sentence for a card."""
        ups = ", ".join(
            f"{share:.0%} after {years:g} y" for years, share in zip(self.years, self.up_shares, strict=True)
        )
        low, high = COUNT_ERROR_FACTORS
        hits = f", where they add {self.hits_1_cm_per_m2_year:.1e} hits above 1 cm a square metre and year"
        return (
            f"about {self.over_10_cm:,.0f} fragments above 10 cm and {self.over_1_cm:,.0f} above 1 cm (good to a "
            f"factor of {low:g} to {high:g}); still up {ups}; densest at {self.peak_shell_km[0]:.0f}-"
            f"{self.peak_shell_km[1]:.0f} km{hits if self.peak_shell_km[1] <= LOW_ORBIT_KM else ''}"
        )


def cloud_summary(
    mass_kg: float, altitude_km: float, inclination_deg: float = 90.0, kind: Kind = "spacecraft"
) -> CloudSummary:
    """Return what is left of a body that is shattered on a circular orbit.

    Args:
        mass_kg: the mass that breaks up.
        altitude_km: of the orbit, above the equatorial radius.
        inclination_deg: of the orbit; matters only through an atmosphere that turns.
        kind: spacecraft or rocket body.

    Raises:
        ValueError: the mass or the altitude is not positive.
    """
    if not (mass_kg > 0.0 and altitude_km > 0.0):
        raise ValueError(
            f"a break-up of {mass_kg:g} kg at {altitude_km:g} km is not possible; both must be positive"
        )
    over_10_cm = collision_law(mass_kg).count(TRACKED_SIZE_M)
    up_shares, shell_km, hits_each = _spread(altitude_km, inclination_deg, kind)
    return CloudSummary(
        over_10_cm=over_10_cm,
        over_1_cm=over_10_cm * SMALL_RATIO,
        years=YEARS,
        up_shares=up_shares,
        peak_shell_km=shell_km,
        hits_10_cm_per_m2_year=over_10_cm * hits_each,
        hits_1_cm_per_m2_year=over_10_cm * SMALL_RATIO * hits_each,
    )


@lru_cache(maxsize=4096)
def _spread(
    altitude_km: float, inclination_deg: float, kind: Kind
) -> tuple[tuple[float, ...], tuple[float, float], float]:
    """Return shares up, the densest shell, and hits a square metre and year in it of one fragment of the cloud."""
    sizes_m = (TRACKED_SIZE_M, LAW_MAX_SIZE_M)
    found = sample(collision_law(1.0), kind, COLLISION_SPEED, sizes_m, _SAMPLE, fragment_key("cloud_summary"))
    orbits = fragment_orbits(circular_state(altitude_km, inclination_deg), found.ejection_m_s)
    lifetimes = lifetimes_years(orbits, found.area_to_mass_m2_kg)
    around = SHELL_KM * np.arange(-_SHELLS_AROUND, _SHELLS_AROUND + 1)
    edges_km = SHELL_KM * np.floor(altitude_km / SHELL_KM) + around
    edges_km = edges_km[edges_km >= 0.0]
    densities = residence(orbits, edges_km, in_orbit(orbits)) / (_SAMPLE * shell_volumes_km3(edges_km))
    peak = int(np.argmax(densities))
    low_km, high_km = float(edges_km[peak]), float(edges_km[peak + 1])
    hits = hits_per_m2_year(float(densities[peak]), relative_speed_km_s(0.5 * (low_km + high_km)))
    return tuple(float(np.mean(lifetimes > years)) for years in YEARS), (low_km, high_km), hits
