"""Laser dazzling of optical imagers.

What happens
    A laser on the ground outshines the scene in the imager's view while the satellite passes over. No image is taken of
    what lies under those passes; the imager is unharmed and works again as soon as the satellite has gone.

When it can be tried
    While the satellite's ground point lies within the laser's reach and its height below the ceiling: minutes a pass,
    a few passes a day. One order covers every pass of a campaign.

What decides success
    The probability that the laser finds and holds its target, less what hardening (shutters, filters) withstands.

Source and confidence
    Public counterspace surveys list dazzling as in service with several states and rarely attributed. Probability
    0.3-0.9 in view: judgement. Nobody has published a measured case.

Leaves out
    Cloud over the laser, the angle under which the imager looks (any pass in reach counts), other bands than optical,
    and replanning the images to other satellites (the imaging mission does that).
"""

from typing import Any, ClassVar

from wargame.effects.laser import Laser, dazzled, first_pass, imagers
from wargame.game.effect import ORDER_LIFE_S, Modifier, Odds, Refusal, Scene, Timing, Trace
from wargame.scenario.base import Model, Probability, judged


class Parameters(Laser):
    """A laser that outshines."""

    p_dazzle: Probability = judged(0.6, 0.3, 0.9)
    """Probability that the campaign works against an imager without protection."""


class Dazzle:
    """Laser dazzling (see the module's page)."""

    key: ClassVar[str] = "dazzle"
    title: ClassVar[str] = "Laser dazzling of an imager"
    reversible: ClassVar[bool] = True
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
        """The laser's probability times what hardening lets through; then no image from any pass of the campaign."""
        satellite = scene.satellite(target)
        assert satellite is not None  # can_target has said so
        spans = dazzled(parameters, target, scene, effect_s)
        return Odds.single(
            round(parameters.p_dazzle * (1.0 - satellite.hardening), 9),
            "a laser outshines an imager with its own probability times the share that hardening does not withstand",
            spans,
            (
                Modifier("p_dazzle", parameters.p_dazzle, "judgement"),
                Modifier("hardening", satellite.hardening, "judgement"),
                Modifier("passes", float(len({span.delay_s for span in spans})), "orbit"),
            ),
        )

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """What the imager itself recorded, for those who can read it."""
        return (Trace("telemetry", target, effect_s),)

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """4: dazzling."""
        return 4


EFFECT = Dazzle()
