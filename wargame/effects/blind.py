"""Laser blinding of optical imagers.

What happens
    A laser on the ground burns the detector of an imager for good. Where it does not burn it, it may still outshine the
    scene: then the passes of one campaign are lost and no more.

When it can be tried
    While the satellite's ground point lies within the laser's reach and its height below the ceiling.

What decides success
    The chances of burning and of dazzling, less what hardening (shutters, filters) withstands. One draw decides.

Source and confidence
    No public case of a burnt imager. Probability 0.05-0.4 in view: judgement.

Leaves out
    Cloud over the laser, the angle under which the imager looks, parts of a detector (all or nothing).
"""

from typing import Any, ClassVar

from wargame.effects.laser import Laser, dazzled, first_pass, imagers
from wargame.game.consequences import Degraded
from wargame.game.effect import ORDER_LIFE_S, Modifier, Odds, Outcome, Refusal, Scene, Timing, Trace
from wargame.scenario.base import Model, Probability, judged


class Parameters(Laser):
    """A laser that can burn a detector."""

    p_blind: Probability = judged(0.2, 0.05, 0.4)
    """Probability that the detector is burnt, without protection."""
    p_dazzle: Probability = judged(0.3, 0.0, 0.6)
    """Probability that it is only dazzled, without protection."""


class Blind:
    """Laser blinding (see the module's page)."""

    key: ClassVar[str] = "blind"
    title: ClassVar[str] = "Laser blinding of an imager"
    reversible: ClassVar[bool] = False
    destructive: ClassVar[bool] = False
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = ORDER_LIFE_S
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Satellites with an optical imager."""
        return bool(imagers(target, scene))

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """The first pass over the laser."""
        return first_pass(parameters, target, scene, earliest_s, latest_s)

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """Burnt for good, dazzled for a campaign, or nothing."""
        satellite = scene.satellite(target)
        assert satellite is not None  # can_target has said so
        open_to = 1.0 - satellite.hardening
        burnt = tuple(Degraded(target, name, 0.0, None) for name in imagers(target, scene))
        return Odds(
            "one draw: the detector is burnt, or only dazzled, each times the share that hardening does not withstand",
            (
                Outcome("blinded", round(parameters.p_blind * open_to, 9), burnt),
                Outcome(
                    "dazzled",
                    round(min(parameters.p_dazzle, 1.0 - parameters.p_blind) * open_to, 9),
                    dazzled(parameters, target, scene, effect_s),
                ),
            ),
            (
                Modifier("p_blind", parameters.p_blind, "judgement"),
                Modifier("p_dazzle", parameters.p_dazzle, "judgement"),
                Modifier("hardening", satellite.hardening, "judgement"),
            ),
        )

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """What the imager itself recorded, for those who can read it."""
        return (Trace("telemetry", target, effect_s),)

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """6: blinding."""
        return 6


EFFECT = Blind()
