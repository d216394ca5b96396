"""Direct-ascent kinetic kill.

What happens
    An interceptor rises from the ground and destroys a satellite. The satellite is gone for good and leaves fragments
    that are a hazard to everybody in the shell.

When it can be tried
    While the target's ground point lies within the interceptor's ground range and its altitude below the ceiling, at
    the time of impact. The flight takes at least the closed-form ballistic minimum: minutes to low orbit, two hours to
    navigation satellites, four hours to the geostationary belt.

What decides success
    The probability of kill at that altitude; no kill above low orbit has been shown in public, so it is lower there.
    Decoys divide it, and a satellite that is warned in time may get out of the way: hours to the geostationary belt are
    enough for that, minutes to low orbit are not.
    Infrared sensors that have the launch site in view see it rise, radars that have the target in view see it arrive.

Source and confidence
    Flight time: two-body closed form (published case O17). Fragments: NASA Standard Breakup Model, Johnson et al. 2001,
    good to a factor of 2 to 4. Probabilities of kill: judgement, domain ranges 0.5-0.9 (low) and 0.1-0.5 (high).

Leaves out
    Guidance, salvo doctrine, and custody of the target before launch.
"""

from typing import Any, ClassVar

from wargame.game.consequences import Debris, Lost
from wargame.game.effect import (
    ORDER_LIFE_S,
    RUNG_WARNING,
    Modifier,
    Odds,
    Refusal,
    Scene,
    Timing,
    Trace,
    serves_warning,
)
from wargame.scenario.base import Id, Model, Probability, judged, sourced
from wargame.space.ballistic import minimum_flight_time_s
from wargame.space.debris.counts import collision_fragments

LOW_ORBIT_KM = 2000.0
FRAGMENT_SIZE_M = 0.1


class Parameters(Model):
    """An interceptor as open sources could describe one: where it stands, how far it reaches, how often it hits."""

    site: Id
    """The launch site."""
    ceiling_km: float = judged(900.0, 300.0, 40_000.0, gt=0)
    """Highest target altitude."""
    max_ground_range_km: float = judged(1500.0, 500.0, 6000.0, gt=0)
    """Largest distance on the ground between the site and the point under the target at impact."""
    p_kill: Probability = judged(0.7, 0.5, 0.9)
    """Probability of kill below 2,000 km."""
    p_kill_above_2000_km: Probability = judged(0.3, 0.1, 0.5)
    """Probability of kill above 2,000 km."""
    preparation_min: float = judged(60.0, 10.0, 720.0, ge=0)
    """Minutes from the order to the earliest launch."""
    interceptor_mass_kg: float = sourced(0.0, "published case O08", ge=0, le=10_000)
    """Mass added to the target's in the break-up; 0 counts the target alone (as published case O08 does)."""


class DirectAscent:
    """Direct-ascent kinetic kill (see the module's page)."""

    key: ClassVar[str] = "direct_ascent"
    title: ClassVar[str] = "Direct-ascent kinetic kill"
    reversible: ClassVar[bool] = False
    destructive: ClassVar[bool] = True
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = ORDER_LIFE_S
    countered_by: ClassVar[tuple[str, ...]] = ("decoys", "evasion")
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Satellites only."""
        return scene.satellite(target) is not None

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """The first impact within reach, no earlier than preparation and flight allow."""
        site = scene.site(parameters.site)
        if site is None or scene.satellite(target) is None:
            return Refusal(f"'{target}' is not a satellite")
        ready_s = earliest_s + round(parameters.preparation_min * 60)
        windows = scene.skies.reach_windows(
            target,
            site.latitude_deg,
            site.longitude_deg,
            parameters.max_ground_range_km,
            parameters.ceiling_km,
            ready_s,
            latest_s,
        )
        for window in windows:
            flight_s = minimum_flight_time_s(scene.skies.altitude_km(target, window.start_s))
            effect_s = max(window.start_s, ready_s + round(flight_s))
            if effect_s <= window.end_s:
                return Timing(launch_s=effect_s - round(flight_s), effect_s=effect_s)
        return Refusal(
            f"'{target}' does not come within {parameters.max_ground_range_km:g} km of '{parameters.site}' "
            f"below {parameters.ceiling_km:g} km before hour {latest_s / 3600:.0f}"
        )

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """The probability of kill at the target's altitude; a kill is a loss and a break-up."""
        satellite = scene.satellite(target)
        assert satellite is not None  # can_target has said so
        altitude_km = scene.skies.altitude_km(target, effect_s)
        low = altitude_km <= LOW_ORBIT_KM
        p = parameters.p_kill if low else parameters.p_kill_above_2000_km
        name = "p_kill" if low else "p_kill_above_2000_km"
        mass_kg = satellite.dry_mass_kg + parameters.interceptor_mass_kg
        fragments = round(collision_fragments(mass_kg, FRAGMENT_SIZE_M))
        return Odds.single(
            p,
            "an interceptor hits with the probability of kill at the target's altitude",
            (Lost(target), Debris(target, fragments, round(altitude_km, 3))),
            (
                Modifier(name, p, "judgement"),
                Modifier("altitude_km", round(altitude_km, 3), "orbit"),
            ),
        )

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """A plume over the launch site, and an intercept at the target."""
        flight_s = round(minimum_flight_time_s(scene.skies.altitude_km(target, effect_s)))
        return (
            Trace("infrared", parameters.site, max(0, effect_s - flight_s)),
            Trace("radar", target, effect_s),
        )

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """8: a debris-making kill; 9 against missile warning."""
        return RUNG_WARNING if serves_warning(target, scene) else 8


EFFECT = DirectAscent()
