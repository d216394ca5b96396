"""Nuclear burst above the atmosphere.

What happens
    A warhead bursts over a region. Satellites that see it from close by may die at once. Electrons trapped in the
    Earth's field then wear out every satellite in low orbit over weeks, whoever owns it: the coalition's, Red's, and
    those of neutrals.

When it can be tried
    Only when the white cell lets it happen (an inject of kind `attack`); no adversary chooses it in this program.

What decides success
    Whether the weapon works. Then each satellite has its own chance: at once within the prompt radius and in line of
    sight, and over the weeks of the belt below its top; less what hardening withstands.

Source and confidence
    Starfish Prime, 9 July 1962, 1.4 Mt at 400 km: about seven satellites failed, about a third of those in low orbit,
    three of them soon (Conrad et al., DTRA-IR-10-22, 2010). Radii, chances and weeks for today's satellites: judgement.

Leaves out
    Yield and latitude (the belt is the same everywhere below its top), disturbed radio and radar for hours, effects on
    the ground, the geostationary belt, and replacement of what the belt kills: it would fly into the same belt.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from wargame.game.consequences import Consequence, Degraded, Lost
from wargame.game.effect import ORDER_LIFE_S, Modifier, Odds, Refusal, Scene, Timing, Trace
from wargame.scenario.base import Id, Model, Probability, judged, sourced
from wargame.scenario.users import Region
from wargame.space.arrays import FloatArray
from wargame.space.ballistic import minimum_flight_time_s
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM
from wargame.space.frames import geodetic_to_ecef_km

STAGES = 3
"""The weeks of the belt are cut into so many equal parts; what it kills fails in the middle of one of them."""


class Parameters(Model):
    """A burst as open sources describe one."""

    site: Id
    """Where the missile starts."""
    altitude_km: float = sourced(400.0, "Starfish Prime, 1962", ge=100.0, le=1000.0)
    """Height of the burst."""
    preparation_h: float = judged(1.0, 0.1, 24.0, ge=0)
    """Hours until the start."""
    p_works: Probability = judged(0.9, 0.5, 0.99)
    """Probability that missile and warhead work."""
    prompt_radius_km: float = judged(1500.0, 300.0, 5000.0, gt=0)
    """Distance within which a satellite in line of sight may die at once."""
    p_prompt: Probability = judged(0.7, 0.3, 1.0)
    """Probability that it does, without hardening."""
    belt_top_km: float = judged(2000.0, 1000.0, 4000.0, gt=0)
    """Height up to which the belt wears out satellites."""
    p_belt: Probability = sourced(0.33, "Starfish Prime, 1962: about a third in low orbit", ge=0, le=1)
    """Probability that the belt kills a satellite below its top, without hardening."""
    belt_d: float = judged(60.0, 14.0, 180.0, gt=0)
    """Days within which it does."""


class NuclearBurst:
    """Nuclear burst (see the module's page)."""

    key: ClassVar[str] = "nuclear_burst"
    title: ClassVar[str] = "Nuclear burst above the atmosphere"
    reversible: ClassVar[bool] = False
    destructive: ClassVar[bool] = False
    ordered: ClassVar[bool] = False
    order_life_s: ClassVar[int] = ORDER_LIFE_S
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Regions."""
        return scene.region(target) is not None

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """After preparation and flight."""
        if scene.region(target) is None:
            return Refusal(f"'{target}' is not a region over which a burst could happen")
        launch_s = earliest_s + round(parameters.preparation_h * 3600)
        return Timing(launch_s, launch_s + _flight_s(parameters))

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """Whether it works; then a chance for every satellite, whoever owns it."""
        near = set(_near(parameters, target, scene, effect_s))
        struck: list[Consequence] = []
        prompt = worn = 0
        for satellite in _in_orbit(scene, effect_s):
            open_to = 1.0 - scene.scenario.fleet[satellite].hardening
            p_prompt = round(parameters.p_prompt * open_to, 9)
            if p_prompt > 0.0 and satellite in near:
                struck.append(Lost(satellite, p_prompt))
                prompt += 1
            p_belt = round(parameters.p_belt * open_to, 9)
            if p_belt > 0.0 and scene.skies.altitude_km(satellite, effect_s) <= parameters.belt_top_km:
                struck += _worn(satellite, p_belt, parameters.belt_d)
                worn += 1
        return Odds.single(
            parameters.p_works,
            "the weapon works with its own probability; then every satellite in its reach has a chance of its own",
            tuple(struck),
            (
                Modifier("p_works", parameters.p_works, "judgement"),
                Modifier("p_prompt", parameters.p_prompt, "judgement"),
                Modifier("satellites_in_sight", float(prompt), "orbit"),
                Modifier("p_belt", parameters.p_belt, "Starfish Prime, 1962"),
                Modifier("satellites_in_the_belt", float(worn), "orbit"),
            ),
        )

    def collateral(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[str, ...]:
        """Every satellite that sees it from close by or flies in its belt."""
        near = set(_near(parameters, target, scene, effect_s))
        return tuple(
            key
            for key in _in_orbit(scene, effect_s)
            if key in near or scene.skies.altitude_km(key, effect_s) <= parameters.belt_top_km
        )

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """A plume over the launch site, a pulse in every receiver of the region, and on what sees it from close by."""
        return (
            Trace("infrared", parameters.site, max(0, effect_s - _flight_s(parameters))),
            Trace("rf_monitor", target, effect_s),
            *(Trace("telemetry", key, effect_s) for key in _near(parameters, target, scene, effect_s)),
        )

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """10: a nuclear burst."""
        return 10


def _flight_s(parameters: Any) -> int:
    return round(minimum_flight_time_s(parameters.altitude_km))


def _burst_km(region: Region, altitude_km: float) -> FloatArray:
    """Where it bursts: over the middle of the region, ECEF."""
    width_deg = (region.east_deg - region.west_deg) % 360.0
    middle_deg = region.west_deg + width_deg / 2.0
    latitude_deg = (region.south_deg + region.north_deg) / 2.0
    return np.asarray(geodetic_to_ecef_km(latitude_deg, middle_deg, altitude_km)).reshape(3)


def _in_orbit(scene: Scene, effect_s: int) -> Iterator[str]:
    """The satellites that are in orbit when it bursts."""
    skies = scene.skies
    return (key for key in scene.scenario.fleet if skies.in_orbit_from(key, effect_s) == effect_s)


def _near(parameters: Any, target: str, scene: Scene, effect_s: int) -> Iterator[str]:
    """The satellites within the prompt radius in line of sight."""
    region = scene.region(target)
    assert region is not None  # can_target has said so
    burst_km = _burst_km(region, parameters.altitude_km)
    return (key for key in _in_orbit(scene, effect_s) if _is_near(parameters, burst_km, key, scene, effect_s))


def _is_near(parameters: Any, burst_km: FloatArray, satellite: str, scene: Scene, effect_s: int) -> bool:
    """Whether a satellite is within the prompt radius and the Earth does not stand between."""
    place_km = scene.skies.position_ecef_km(satellite, effect_s)
    way_km = place_km - burst_km
    length_km = round(float(np.linalg.norm(way_km)), 6)
    if length_km > parameters.prompt_radius_km:
        return False
    share = float(np.clip(-burst_km @ way_km / max(length_km**2, 1e-12), 0.0, 1.0))
    return round(float(np.linalg.norm(burst_km + share * way_km)), 6) > EARTH_EQUATORIAL_RADIUS_KM


def _worn(satellite: str, p: float, belt_d: float) -> list[Consequence]:
    """A failure for good in the middle of one of the parts of the belt's weeks, together with probability p."""
    each = round(1.0 - (1.0 - p) ** (1.0 / STAGES), 9)
    part_s = belt_d * 86_400 / STAGES
    return [
        Degraded(satellite, None, 0.0, None, each, round((stage + 0.5) * part_s)) for stage in range(STAGES)
    ]


EFFECT = NuclearBurst()
