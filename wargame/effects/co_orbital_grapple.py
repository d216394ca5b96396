"""Co-orbital grapple.

What happens
    A satellite of Red's comes to the target over days or weeks and takes hold of it. It tows it away, which ends its
    mission for good; or it only shoulders it aside, and the target serves at a fraction until it is back in its place.

When it can be tried
    When the inspector's propellant pays for the way, as for a co-orbital kill: near the geostationary belt the drift
    of 1-5 degrees a day sets the time, in low orbit only satellites in nearly the same plane can be reached.

What decides success
    One draw among towed away, shouldered and failure; less what a guardian stops, divided among decoys that nobody has
    told apart, less what a warned satellite evades.

Source and confidence
    Way: Vallado 2013, chapter 6, and Soop 1994 (case O14). That it can be done was shown in 2022, when a satellite
    towed a dead one of the same nation out of the belt; nobody has shown it against resistance. Probability 0.2-0.7:
    judgement.

Leaves out
    Debris (none is made), what becomes of the propellant left, a second target after the first, and giving it back.
"""

from typing import Any, ClassVar

from wargame.effects.co_orbital import LIFE_S, Approaching, arrival, reachable, seen
from wargame.game.consequences import Degraded, Lost
from wargame.game.effect import (
    RUNG_WARNING,
    Modifier,
    Odds,
    Outcome,
    Refusal,
    Scene,
    Timing,
    Trace,
    serves_warning,
)
from wargame.scenario.base import Model, Probability, judged


class Parameters(Approaching):
    """An inspector with an arm."""

    p_tow: Probability = judged(0.3, 0.1, 0.5)
    """Probability that it tows the target away."""
    p_shoulder: Probability = judged(0.2, 0.1, 0.4)
    """Probability that it only pushes it aside."""
    shouldered_factor: float = judged(0.3, 0.0, 0.8, ge=0.0, lt=1.0)
    """Share of its service that a shouldered satellite still gives."""
    shouldered_d: float = judged(5.0, 1.0, 21.0, gt=0.0)
    """Days until it is back in its place."""


class CoOrbitalGrapple:
    """Co-orbital grapple (see the module's page)."""

    key: ClassVar[str] = "co_orbital_grapple"
    title: ClassVar[str] = "Co-orbital grapple"
    reversible: ClassVar[bool] = False
    destructive: ClassVar[bool] = False
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
        """Towed away, shouldered, or nothing."""
        pushed = Degraded(target, None, parameters.shouldered_factor, round(parameters.shouldered_d * 86_400))
        p_shoulder = round(min(parameters.p_shoulder, 1.0 - parameters.p_tow), 9)
        return Odds(
            "one draw: the target is towed away for good, or only pushed aside for days, or gets away",
            (
                Outcome("towed", parameters.p_tow, (Lost(target),)),
                Outcome("shouldered", p_shoulder, (pushed,)),
            ),
            (
                Modifier("p_tow", parameters.p_tow, "judgement"),
                Modifier("p_shoulder", parameters.p_shoulder, "judgement"),
            ),
        )

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """The last leg of the approach, and the seizure."""
        return seen(parameters, target, effect_s)

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """6: a grapple without debris; 9 against missile warning."""
        return RUNG_WARNING if serves_warning(target, scene) else 6


EFFECT = CoOrbitalGrapple()
