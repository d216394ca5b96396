"""Cyber attack on the ground segment.

What happens
    An intrusion that was prepared beforehand takes a ground site off the network. The satellites stay healthy; what
    they carry through this site is lost until the site is rebuilt, unless another usable site is in view.

When it can be tried
    At any time once the access is prepared; each prepared access can be used once.

What decides success
    The campaign's own probability times the share of intrusions that the site's defences do not stop.

Source and confidence
    Pattern: the KA-SAT event of 24 February 2022 (satellite and gateways unharmed, service lost for weeks). Probability
    0.02-0.2 per campaign against control and gateway sites: judgement.

Leaves out
    User terminals and the satellite bus (other effects, later), spread to other sites, and the time spent on access.
"""

from typing import Any, ClassVar

from wargame.game.consequences import Degraded
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
from wargame.scenario.base import Model, Probability, judged


class Parameters(Model):
    """A prepared intrusion."""

    p_success: Probability = judged(0.15, 0.02, 0.2)
    """Probability that it works against a site without defences."""
    onset_h: float = judged(2.0, 0.1, 48.0, ge=0)
    """Hours from the order to the loss of the site."""
    restore_h: float = judged(72.0, 6.0, 720.0, gt=0)
    """Hours until the site is back."""


class GroundCyber:
    """Cyber attack on the ground segment (see the module's page)."""

    key: ClassVar[str] = "ground_cyber"
    title: ClassVar[str] = "Cyber attack on a ground site"
    reversible: ClassVar[bool] = True
    destructive: ClassVar[bool] = False
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = ORDER_LIFE_S
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Ground sites that do something."""
        site = scene.site(target)
        return site is not None and bool(site.functions)

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """After the onset, at any time."""
        if not self.can_target(parameters, target, scene):
            return Refusal(f"'{target}' is not a ground site with a function to take down")
        return Timing(launch_s=earliest_s, effect_s=earliest_s + round(parameters.onset_h * 3600))

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """The campaign's probability times what the defences let through; then every function stops."""
        site = scene.site(target)
        assert site is not None  # can_target has said so
        return Odds.single(
            round(parameters.p_success * (1.0 - site.cyber_readiness), 9),
            "an intrusion works with its own probability times the share that the site's defences do not stop",
            (Degraded(target, None, 0.0, round(parameters.restore_h * 3600)),),
            (
                Modifier("p_success", parameters.p_success, "judgement"),
                Modifier("cyber_readiness", site.cyber_readiness, "judgement"),
            ),
        )

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """Traces in the networks of the target."""
        return (Trace("cyber_forensics", target, effect_s),)

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """5: cyber with lasting loss; 9 against missile warning."""
        return RUNG_WARNING if serves_warning(target, scene) else 5


EFFECT = GroundCyber()
