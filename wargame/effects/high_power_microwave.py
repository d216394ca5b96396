"""High-power microwave from close by.

What happens
    A satellite of Red's comes close to the target over days or weeks and radiates a pulse into its electronics. Mostly
    the target resets itself and everything on board is silent for hours; rarely something burns out for good. Nothing
    breaks up, and nobody nearby sees more than the approach.

When it can be tried
    When the emitter's propellant pays for the way: near the geostationary belt the drift of 1-5 degrees a day sets the
    time, in low orbit only satellites in nearly the same plane can be reached.

What decides success
    One draw among burnt out, reset and failure, each less what hardening (shielding) withstands, less what a guardian
    stops and a warned satellite evades.

Source and confidence
    Way: Vallado 2013, chapter 6, and Soop 1994 (case O14). Public surveys list such emitters as studied by several
    states; there is little open evidence and no public case. Probability 0.05-0.4: judgement.

Leaves out
    How the pulse gets in, parts of a payload (all of one payload or all that is on board), and harm to the emitter.
"""

from typing import Any, ClassVar

from wargame.effects.co_orbital import LIFE_S, Approaching, arrival, reachable, seen
from wargame.game.consequences import Degraded
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
    """An emitter on a satellite that can come to others."""

    p_burnt: Probability = judged(0.05, 0.01, 0.2)
    """Probability that the target's payloads burn out for good, without shielding."""
    p_reset: Probability = judged(0.2, 0.05, 0.4)
    """Probability that it only resets itself, without shielding."""
    reset_h: float = judged(24.0, 1.0, 168.0, gt=0.0)
    """Hours until everything works again after a reset."""


class HighPowerMicrowave:
    """High-power microwave from close by (see the module's page)."""

    key: ClassVar[str] = "high_power_microwave"
    title: ClassVar[str] = "High-power microwave from close by"
    reversible: ClassVar[bool] = False
    destructive: ClassVar[bool] = False
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = LIFE_S
    countered_by: ClassVar[tuple[str, ...]] = ("decoys", "guardian", "evasion")
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Satellites that carry something, but not the one that comes."""
        satellite = scene.satellite(target)
        return reachable(parameters, target, scene) and satellite is not None and bool(satellite.payloads)

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """When the emitter is at the target's side; it can go on to another one afterwards."""
        if not self.can_target(parameters, target, scene):
            return Refusal(f"'{target}' is no satellite with a payload that another one can approach")
        return arrival(parameters, target, scene, earliest_s, latest_s, free=True)

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """Burnt out for good, reset for hours, or nothing."""
        satellite = scene.satellite(target)
        assert satellite is not None  # can_target has said so
        open_to = 1.0 - satellite.hardening
        burnt = tuple(Degraded(target, name, 0.0, None) for name in sorted(satellite.payloads))
        silent = Degraded(target, None, 0.0, round(parameters.reset_h * 3600))
        return Odds(
            "one draw: burnt out, or only reset, each times the share that shielding does not withstand",
            (
                Outcome("burnt_out", round(parameters.p_burnt * open_to, 9), burnt),
                Outcome(
                    "reset",
                    round(min(parameters.p_reset, 1.0 - parameters.p_burnt) * open_to, 9),
                    (silent,),
                ),
            ),
            (
                Modifier("p_burnt", parameters.p_burnt, "judgement"),
                Modifier("p_reset", parameters.p_reset, "judgement"),
                Modifier("hardening", satellite.hardening, "judgement"),
            ),
        )

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """The last leg of the approach, and what the target itself recorded."""
        return (*seen(parameters, target, effect_s), Trace("telemetry", target, effect_s))

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """6: it may last; 9 against missile warning."""
        return RUNG_WARNING if serves_warning(target, scene) else 6


EFFECT = HighPowerMicrowave()
