"""Transmitters against receivers on the ground: where they stand and how far they are heard; what effects share."""

from functools import lru_cache

import numpy as np

from wargame.game.effect import Refusal, Scene, Timing
from wargame.scenario.base import Id, Model, judged
from wargame.scenario.users import Region
from wargame.space.arrays import FloatArray
from wargame.space.frames import ground_range_km
from wargame.space.grid import equal_area_points
from wargame.space.link import radio_horizon_km

GROUND_ANTENNA_M = 2.0
"""Height of an antenna of somebody on foot or on a vehicle."""


class Transmitter(Model):
    """A transmitter against receivers on the ground: where it stands, how high, how long it is on."""

    site: Id
    """Where it stands."""
    antenna_height_m: float = judged(3000.0, 10.0, 12_000.0, gt=0)
    """Height of its antenna above the surface: a mast, a hill, a balloon or an aircraft."""
    duration_h: float = judged(72.0, 1.0, 720.0, gt=0)
    """Hours it stays on."""
    setup_min: float = judged(30.0, 1.0, 240.0, ge=0)
    """Minutes from the order to full power."""


def distances_km(parameters: Transmitter, target: str, scene: Scene) -> FloatArray:
    """The distance on the ground from the transmitter to every sample point of a region, shape (points,)."""
    site, region = scene.site(parameters.site), scene.region(target)
    assert site is not None  # the loader has checked
    assert region is not None  # `can_target` has said so
    return _distances_km(region, site.latitude_deg, site.longitude_deg)


@lru_cache(maxsize=1024)
def _distances_km(region: Region, latitude_deg: float, longitude_deg: float) -> FloatArray:
    box = (region.south_deg, region.north_deg, region.west_deg, region.east_deg)
    return ground_range_km(*equal_area_points(*box, region.spacing_km), latitude_deg, longitude_deg)


def share_within(distances: FloatArray, range_km: float) -> float:
    """The share of a region's sample points within a range, rounded to 1e-6."""
    return round(float(np.mean(distances <= range_km)), 6)


def switch_on(
    parameters: Transmitter, target: str, scene: Scene, earliest_s: int, receiver_height_m: float
) -> Timing | Refusal:
    """When it is on after setting up, if anything of the region lies within its radio horizon; else why not.

    Source: ITU-R P.526, effective Earth radius 4/3 (published case O15 uses the same function).
    """
    reach_km = radio_horizon_km(parameters.antenna_height_m, receiver_height_m)
    nearest_km = float(distances_km(parameters, target, scene).min())
    if nearest_km > reach_km:
        return Refusal(
            f"the nearest part of '{target}' is {nearest_km:.0f} km away from '{parameters.site}'; an antenna at "
            f"{parameters.antenna_height_m:g} m is heard within {reach_km:.0f} km"
        )
    effect_s = earliest_s + round(parameters.setup_min * 60)
    return Timing(effect_s, effect_s, free_s=effect_s + round(parameters.duration_h * 3600))
