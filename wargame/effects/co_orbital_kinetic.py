"""Co-orbital kinetic kill.

What happens
    A satellite of Red's comes to the target over days or weeks and strikes it. Both are lost for good. How much debris
    they leave depends on how fast they meet.

When it can be tried
    When the inspector's propellant pays for the way: turning its plane, changing its height, drifting along the orbit.
    Near the geostationary belt the drift of 1-5 degrees a day sets the time; in low orbit only satellites in nearly the
    same plane can be reached, because a degree of plane costs about 130 m/s.

What decides success
    The probability of a kill once it is there, less what a guardian stops, divided among decoys that nobody has told
    apart, less what a warned satellite evades. A miss leaves the inspector at the target's side,
    with what propellant the way has left it: what else it can do begins there.

Source and confidence
    Way: Hohmann, plane change and drift, Vallado 2013, chapter 6, and Soop 1994 (case O14). Probability 0.3-0.8 and the
    share of fragments: judgement. Fragments of a full break-up: Johnson et al. 2001, good to a factor of 2 to 4.

Leaves out
    Transfers that combine burns (the parts are added up), elliptic orbits, sensors on board, and shadowing in peace.
    The inspector keeps the orbit in which it arrived. Red's table adds no satellite that it could not have reached from
    its first place; as an object in custody, and on pages, the inspector stays on its first orbit.
"""

from typing import Any, ClassVar

from wargame.effects.co_orbital import LIFE_S, Approaching, arrival, reachable, seen
from wargame.game.consequences import Debris, Lost
from wargame.game.effect import RUNG_WARNING, Modifier, Odds, Refusal, Scene, Timing, Trace, serves_warning
from wargame.scenario.base import Model, Probability, judged
from wargame.space.debris.counts import collision_fragments

FRAGMENT_SIZE_M = 0.1


class Parameters(Approaching):
    """An inspector that strikes."""

    p_kill: Probability = judged(0.5, 0.3, 0.8)
    """Probability of a kill once it is at the target's side."""
    debris_share: Probability = judged(0.3, 0.0, 1.0)
    """Fragments as a share of a full break-up; small for a slow collision."""


class CoOrbitalKinetic:
    """Co-orbital kinetic kill (see the module's page)."""

    key: ClassVar[str] = "co_orbital_kinetic"
    title: ClassVar[str] = "Co-orbital kinetic kill"
    reversible: ClassVar[bool] = False
    destructive: ClassVar[bool] = True
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = LIFE_S
    countered_by: ClassVar[tuple[str, ...]] = ("decoys", "guardian", "evasion")
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Satellites, but not the one that comes."""
        return reachable(parameters, target, scene)

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """When the inspector is at the target's side."""
        return arrival(parameters, target, scene, earliest_s, latest_s)

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """The probability of a kill; it takes both satellites."""
        satellite = scene.satellite(target)
        assert satellite is not None  # can_target has said so
        altitude_km = round(scene.skies.altitude_km(target, effect_s), 3)
        whole = collision_fragments(satellite.dry_mass_kg, FRAGMENT_SIZE_M)
        return Odds.single(
            parameters.p_kill,
            "a satellite that has come to the target's side strikes it with its probability of a kill",
            (
                Lost(target),
                Lost(parameters.inspector),
                Debris(target, round(whole * parameters.debris_share), altitude_km),
            ),
            (
                Modifier("p_kill", parameters.p_kill, "judgement"),
                Modifier("debris_share", parameters.debris_share, "judgement"),
                Modifier("altitude_km", altitude_km, "orbit"),
            ),
        )

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """The last leg of the approach, and the strike."""
        return seen(parameters, target, effect_s)

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """8: a debris-making kill; 9 against missile warning."""
        return RUNG_WARNING if serves_warning(target, scene) else 8


EFFECT = CoOrbitalKinetic()
