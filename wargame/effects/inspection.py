"""Inspection of a satellite from close by.

What happens
    A satellite of Red's comes to the target and looks at it. Nothing is harmed. If the target hides among decoys, Red
    can tell it from them afterwards, and later attacks on it meet the real one.

When it can be tried
    When the inspector's propellant pays for the way, as for a co-orbital kill. It can be sent on from there.

What decides success
    The probability that the look suffices, less the share of approaches that a guardian stops.

Source and confidence
    Way: Vallado 2013, chapter 6, and Soop 1994 (case O14). Approaches of this kind to satellites of others are public
    since 2014; what was seen is not. Probability: judgement.

Leaves out
    Other things that Red learns, and the signal that shadowing sends apart from the inquiry that every government opens
    (an inspection stands on rung 1, so few answer it). Red's table gives it no benefit: only scripts, threat packages
    and injects order it.
"""

from typing import Any, ClassVar

from wargame.effects.co_orbital import LIFE_S, Approaching, arrival, reachable, seen
from wargame.game.consequences import Inspected
from wargame.game.effect import Modifier, Odds, Refusal, Scene, Timing, Trace
from wargame.scenario.base import Model, Probability, judged


class Parameters(Approaching):
    """An inspector with a camera."""

    p_tells: Probability = judged(0.8, 0.5, 0.95)
    """Probability that the look tells the satellite from its decoys."""


class Inspection:
    """Inspection (see the module's page)."""

    key: ClassVar[str] = "inspection"
    title: ClassVar[str] = "Inspection from close by"
    reversible: ClassVar[bool] = True
    destructive: ClassVar[bool] = False
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = LIFE_S
    countered_by: ClassVar[tuple[str, ...]] = ("guardian",)
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Satellites, but not the one that comes."""
        return reachable(parameters, target, scene)

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """When the inspector is at the target's side; it can be sent on afterwards."""
        return arrival(parameters, target, scene, earliest_s, latest_s, free=True)

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """The probability that the look suffices."""
        return Odds.single(
            parameters.p_tells,
            "a look from close by tells a satellite from its decoys with its own probability",
            (Inspected(target),),
            (Modifier("p_tells", parameters.p_tells, "judgement"),),
        )

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """The approach."""
        return seen(parameters, target, effect_s)

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """1: shadowing and inspection."""
        return 1


EFFECT = Inspection()
