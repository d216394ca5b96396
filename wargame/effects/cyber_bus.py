"""Cyber attack on a satellite's bus.

What happens
    An intrusion reaches the satellite itself by way of the network that commands it. Mostly the satellite protects
    itself: it goes into safe mode and every payload stops for days. Rarely a ruinous command loses it for good.

When it can be tried
    At any time once the access is prepared, against a satellite that some site of its owner commands; each prepared
    access can be used once.

What decides success
    The campaign's own chances times the share of intrusions that the control sites' defences do not stop (the weakest
    of them counts).

Source and confidence
    No public case is beyond doubt; surveys of the field call the bus the hardest and rarest target. Chances: judgement,
    at the low end of those against the ground.

Leaves out
    The link by which the command arrives, crosslinks, and how long it takes to win control back beyond the given days.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from wargame.game.consequences import Degraded, Lost
from wargame.game.effect import (
    ORDER_LIFE_S,
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
from wargame.scenario import Member
from wargame.scenario.base import Model, Probability, judged
from wargame.scenario.sites import Control, Site


class Parameters(Model):
    """A prepared intrusion by way of the command network."""

    p_safe_mode: Probability = judged(0.08, 0.02, 0.2)
    """Probability that the satellite goes into safe mode, against control sites without defences."""
    p_lost: Probability = judged(0.01, 0.0, 0.05)
    """Probability that it is lost for good, against control sites without defences."""
    onset_h: float = judged(6.0, 0.5, 72.0, ge=0)
    """Hours from the order to the effect."""
    recover_h: float = judged(96.0, 12.0, 480.0, gt=0)
    """Hours in safe mode until everything works again."""


class CyberBus:
    """Cyber attack on a satellite's bus (see the module's page)."""

    key: ClassVar[str] = "cyber_bus"
    title: ClassVar[str] = "Cyber attack on a satellite"
    reversible: ClassVar[bool] = False
    destructive: ClassVar[bool] = False
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = ORDER_LIFE_S
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Satellites that some site commands."""
        return scene.satellite(target) is not None and bool(_commanders(target, scene))

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """After the onset, at any time that the satellite is in orbit."""
        if not self.can_target(parameters, target, scene):
            return Refusal(f"'{target}' is no satellite that a site commands")
        effect_s = earliest_s + round(parameters.onset_h * 3600)
        if scene.skies.in_orbit_from(target, effect_s) != effect_s:
            return Refusal(f"'{target}' is not in orbit at hour {effect_s / 3600:.0f}")
        return Timing(launch_s=earliest_s, effect_s=effect_s)

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """Lost for good, in safe mode for days, or nothing."""
        readiness = min(site.cyber_readiness for site in _commanders(target, scene))
        open_to = 1.0 - readiness
        p_lost = round(parameters.p_lost * open_to, 9)
        p_safe = round(min(parameters.p_safe_mode, 1.0 - parameters.p_lost) * open_to, 9)
        silent = Degraded(target, None, 0.0, round(parameters.recover_h * 3600))
        return Odds(
            "one draw: lost, or in safe mode, each times the share that the weakest control site does not stop",
            (Outcome("lost", p_lost, (Lost(target),)), Outcome("safe_mode", p_safe, (silent,))),
            (
                Modifier("p_safe_mode", parameters.p_safe_mode, "judgement"),
                Modifier("p_lost", parameters.p_lost, "judgement"),
                Modifier("cyber_readiness", readiness, "judgement"),
            ),
        )

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """Traces in the networks of the control sites."""
        return (Trace("cyber_forensics", target, effect_s),)

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """6: it may last; 9 against missile warning."""
        return RUNG_WARNING if serves_warning(target, scene) else 6


def _commanders(target: str, scene: Scene) -> Sequence[Site]:
    """The sites that command a satellite."""
    satellite = scene.satellite(target)
    system = satellite.constellation if isinstance(satellite, Member) else target
    return [
        site
        for _, site in sorted(scene.scenario.sites.items())
        if any(isinstance(job, Control) and system in job.systems for job in site.functions.values())
    ]


EFFECT = CyberBus()
